"""How right are actors, reports, pages and leaders? Prints JSON; with --page writes docs/accuracy.md.

    DRAGOMAN_REFERENCE=../shared/reference python benchmarks/accuracy.py --page docs/accuracy.md

Together with the page the same figures are written into the package (`src/dragoman/data/accuracy.json`), with the versions
that were measured: the dashboard shows them on its page Data.

What is measured on other people's labelled data is left out where that is not there.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from dragoman import __version__
from dragoman.mentions import Actors, evaluate_actors
from dragoman.reports import CODERS, evaluate_reports, load_coder
from dragoman.reports.evaluation_acts import calibration_error, evaluate_acts, evaluate_quads, reliability
from dragoman.reports.model import ActModel
from dragoman.reports.ontology import ONTOLOGY

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "src" / "dragoman" / "data" / "accuracy.json"
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
    if (file := REFERENCE / "acts" / "quads.jsonl").is_file():
        found["quads"] = evaluate_quads(file)
    found["reliability"] = held_out()
    found["calibration_error"] = calibration_error(found["reliability"])
    coders = {name: load_coder(name).version for name in CODERS}
    found["versions"] = {"dragoman": __version__, "ontology": ONTOLOGY, "coders": coders}
    return found


def held_out() -> list[tuple[float, float, int]]:
    """Chance and share right on the sentences of the project that neither trained nor calibrated the network."""
    sys.path.insert(0, str(ROOT / "training"))
    import sentences as labelled

    *_, test = labelled.split(labelled.read(sorted((ROOT / "training" / "sentences").glob("*.jsonl"))))
    model = ActModel.load()
    pairs = [[(s, t) for s in range(len(x.spans)) for t in range(len(x.spans)) if s != t] for x in test]
    chances, right = [], []
    scored = model.score([x.text for x in test], [x.spans for x in test], pairs)
    for x, asked, scores in zip(test, pairs, scored, strict=True):
        for pair, score in zip(asked, scores, strict=True):
            if score is not None:
                gold = {one.act for one in x.acts.get(pair, ())} or {"NONE"}
                chances.append(float(score.acts.max()))
                right.append(model.acts[int(score.acts.argmax())] in gold)
    return reliability(chances, right)


def drawn(bins: list[tuple[float, float, int]], place: Path) -> None:
    """The reliability of chances as a picture."""
    import altair as alt

    rows = [{"chance": chance, "right": share, "pairs": n} for chance, share, n in bins]
    line = alt.Chart(alt.Data(values=[{"x": 0, "y": 0}, {"x": 1, "y": 1}])).mark_line(
        color="#9a8f7c", strokeDash=[4, 4]
    )
    dots = alt.Chart(alt.Data(values=rows)).mark_circle(color="#1f4e79", opacity=0.9)
    chart = line.encode(
        x=alt.X("x:Q", title="chance that the network gives"), y=alt.Y("y:Q", title="share that was right")
    ) + dots.encode(x="chance:Q", y="right:Q", size=alt.Size("pairs:Q", title="pairs"))
    chart.properties(width=320, height=320).save(str(place))


def _numbers(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "wrong"}


def _with_interval(told: dict[str, Any]) -> str:
    low, high = told["interval"]["f1"]
    return f"{told['f1']:.3f} ({low:.2f}-{high:.2f})"


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
            f"PLOVER gold standard records, {n} sentences; a triple is (source state, act, target state). Acts and quad classes",
            "are of reports whose source is an actor, with a target or without. In brackets the 95 % of bootstrap draws.",
            "",
            "| coder | triple precision | triple recall | triple F1 | spurious triples a sentence | act F1 | quad F1 |",
            "|---|--:|--:|--:|--:|--:|--:|",
            *(
                f"| {name} | {told['triple']['precision']:.3f} | {told['triple']['recall']:.3f} | {_with_interval(told['triple'])} "
                f"| {told['triple']['extra']:.2f} | {_with_interval(told['act'])} | {_with_interval(told['quad'])} |"
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
            "",
            "| act | precision | recall | F1 | pairs |",
            "|---|--:|--:|--:|--:|",
            *(
                f"| {act} | {row['precision']:.2f} | {row['recall']:.2f} | {row['f1']:.2f} | {row['n']} |"
                for act, row in told["per_class"].items()
            ),
        ]
    if told := found.get("quads"):
        lines += [
            "",
            f"Quad classes of another set with spans given ({told['n']} sentences that have an act): macro-F1",
            f"{told['quad_macro_f1']:.3f}.",
        ]
    bins = found["reliability"]
    lines += [
        "",
        "## Do chances mean what they say?",
        "",
        f"On {sum(n for *_, n in bins):,} pairs of our own sentences that neither trained nor calibrated the network: expected",
        f"calibration error {found['calibration_error']:.3f} (0 is perfect).",
        "",
        "![Reliability: dots near the diagonal are chances that hold](reliability.svg)",
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
        SHIPPED.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
        drawn(measured["reliability"], given.page.with_name("reliability.svg"))
