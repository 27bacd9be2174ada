"""How right are actors, reports, pages and leaders? Prints JSON; with --page writes docs/accuracy.md.

    DRAGOMAN_REFERENCE=../shared/reference python benchmarks/accuracy.py --page docs/accuracy.md

What is measured on other people's labelled data is left out where that is not there.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

from dragoman.mentions import Actors, evaluate_actors
from dragoman.reports import CODERS, evaluate_reports, load_coder
from dragoman.reports.evaluation_acts import evaluate_acts

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference"))

PEERS = """\
Published or measured by others on sentences of the same kind, for comparison:

| system | triple F1 | act F1 | quad F1 |
|---|--:|--:|--:|
| PETRARCH2 | 0.31 | 0.41-0.52 | 0.51-0.66 |
| UniversalPetrarch | 0.26-0.31 | 0.41-0.52 | 0.51-0.66 |
"""


def measure() -> dict[str, Any]:
    actors = Actors.load()
    found: dict[str, Any] = {
        "own_gold_actors": _numbers(evaluate_actors(ROOT / "tests/gold/actors.jsonl", actors=actors))
    }
    if (file := REFERENCE / "actors" / "actors.jsonl").is_file():
        found["actors"] = _numbers(evaluate_actors(file, actors=actors))
    if (file := REFERENCE / "acts" / "reports.jsonl").is_file():
        found["reports"] = {name: evaluate_reports(file, load_coder(name), actors) for name in CODERS}
    if (file := REFERENCE / "acts" / "pairs.jsonl").is_file():
        told = evaluate_acts(file, fold={"CONCEDE": "YIELD", "RETREAT": "YIELD"})
        found["acts"] = {
            name: told[name] for name in ("n", "macro_f1", "quad_macro_f1", "coop_conflict_macro_f1", "per_class")
        }
    return found


def _numbers(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "wrong"}


def page(found: dict[str, Any]) -> str:
    lines = [
        "# Accuracy",
        "",
        "Printed by `python benchmarks/accuracy.py --page docs/accuracy.md`, with the labelled data of others in",
        "`DRAGOMAN_REFERENCE`. That data measures and never trains; tables and rules were corrected after looking at",
        "misses on it, so unseen texts will come out somewhat lower. Floors are pinned in `tests/quality/floors.json`.",
        "",
        "Cooperation against conflict and the quad class are the trustworthy level; the 16 acts are indicative.",
        "",
        "## Actors: who is named",
        "",
        "| set | phrases | country right | sector right | sector right at first guess |",
        "|---|--:|--:|--:|--:|",
    ]
    for name, title in (
        ("actors", "NGEC's tests of actor resolution"),
        ("own_gold_actors", "own gold, `tests/gold/actors.jsonl`"),
    ):
        if told := found.get(name):
            lines.append(
                f"| {title} | {told['n']} | {told['country_accuracy']:.3f} | {told['sector_accuracy']:.3f} "
                f"| {told['sector_accuracy_strict']:.3f} |"
            )
    if by_coder := found.get("reports"):
        n = next(iter(by_coder.values()))["n"]
        lines += [
            "",
            "## Reports: who did what to whom, end to end",
            "",
            f"PLOVER gold standard records, {n} sentences; a triple is (source state, act, target state).",
            "",
            "| coder | triple precision | triple recall | triple F1 | spurious triples a sentence | act F1 | quad F1 |",
            "|---|--:|--:|--:|--:|--:|--:|",
            *(
                f"| {name} | {told['triple']['precision']:.3f} | {told['triple']['recall']:.3f} | {told['triple']['f1']:.3f} "
                f"| {told['triple']['extra']:.2f} | {told['act']['f1']:.3f} | {told['quad']['f1']:.3f} |"
                for name, told in by_coder.items()
            ),
            "",
            PEERS,
        ]
    if told := found.get("acts"):
        lines += [
            "## Acts, with source and target given",
            "",
            f"The network alone, {told['n']} pairs, 15 acts (CONCEDE and RETREAT folded), trained on our own sentences only:",
            f"macro-F1 {told['macro_f1']:.3f}; quad class {told['quad_macro_f1']:.3f}; cooperation against conflict",
            f"{told['coop_conflict_macro_f1']:.3f}.",
            "",
            "Published on the same kind of pairs: zero-shot NLI with 355 M parameters 0.82 / 0.89 / 0.96; ConfliBERT,",
            "supervised, 0.87 / 0.96 / 0.98; GPT-4 0.62 / 0.77 / 0.93; UniversalPetrarch 0.46 / 0.52 / 0.81.",
        ]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", type=Path, help="write the figures as this Markdown page too")
    given = parser.parse_args()
    measured = measure()
    print(json.dumps(measured, indent=1))
    if given.page:
        given.page.write_text(page(measured), encoding="utf-8")
