"""Who says what, on passages written for this project: `tests/gold/attribution.jsonl`; half of them saw no tuning."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dragoman.parsing import Parsed, parse
from dragoman.records import Article, Quotation
from dragoman.reports import find_quotations
from dragoman.reports.evaluation_attribution import evaluate_attribution
from invented import article, mentions_of

FILE = Path(__file__).resolve().parents[1] / "gold" / "attribution.jsonl"
FLOORS = json.loads((FILE.parents[1] / "quality" / "floors.json").read_text(encoding="utf-8"))["attribution"]
ROWS: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
FIRST = [row for row in ROWS if int(row["id"][-3:]) <= 174]  # those of the first writing, with floors of their own


@cache
def found() -> dict[str, tuple[Quotation, ...]]:
    """Quotations of every passage, by its id."""
    told: list[Article] = [article(row["text"]) for row in ROWS]
    parses: list[Parsed] = list(parse(told))
    return {row["id"]: find_quotations(p, mentions_of(p.article)) for row, p in zip(ROWS, parses, strict=True)}


def partner(row: dict[str, Any], gold: dict[str, Any]) -> Quotation | None:
    """The quotation whose cue shares a character with the marked one."""
    (start, end) = gold["cue"][0]["spans"][0]
    return next((q for q in found()[row["id"]] if q.cue_start < end and start < q.cue_end), None)


def share(asked: str, *parts: str, rows: list[dict[str, Any]] = ROWS) -> float:
    """Share of the marked attributions of these parts of which a column is told right."""
    right = total = 0
    for row in rows:
        for gold in row["attributions"]:
            if row["part"] in parts and gold.get(asked) is not None:
                made = partner(row, gold)
                value = getattr(made, asked, None)
                if asked == "speaker" and value is not None:
                    value = value.split(",")[0]  # README.md: up to the first comma
                right += (list(value) if isinstance(value, tuple) else value) == gold[asked]
                total += 1
    return right / total


def test_enough_passages():
    assert len(ROWS) >= 300
    assert sum(row["part"] == "held" for row in ROWS) >= 150


@pytest.mark.parametrize("rows, floors", [(FIRST, "own"), (ROWS, "all")], ids=["first", "all"])
@pytest.mark.parametrize("part", ["tuning", "held"])
def test_sources_and_contents(part, rows, floors, tmp_path):
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows if row["part"] == part), encoding="utf-8")
    measured = evaluate_attribution(file, marks=True)
    assert measured["source_head"]["f1"] >= FLOORS[f"{floors}_{part}_source_head_f1"]
    assert measured["content"]["f1"] >= FLOORS[f"{floors}_{part}_content_f1"]
    assert measured["direct_speaker"]["precision"] >= FLOORS[f"{floors}_{part}_direct_precision"]


@pytest.mark.parametrize("rows, floors", [(FIRST, "own"), (ROWS, "all")], ids=["first", "all"])
@pytest.mark.parametrize("asked", ["form", "named"])
@pytest.mark.parametrize("part", ["tuning", "held"])
def test_columns(part, asked, rows, floors):
    assert share(asked, part, rows=rows) >= FLOORS[f"{floors}_{part}_{asked}"]


@pytest.mark.parametrize("rows, floors", [(FIRST, "own"), (ROWS, "all")], ids=["first", "all"])
@pytest.mark.parametrize("asked", ["speaker", "via"])
def test_whom_pronouns_mean_and_who_passes_it_on(asked, rows, floors):
    assert share(asked, "tuning", "held", rows=rows) >= FLOORS[f"{floors}_{asked}"]


def silent(row: dict[str, Any]) -> bool:
    """Whether nothing is said in a passage, as told."""
    return all(q.cue_kind != "say" for q in found()[row["id"]])


@pytest.mark.parametrize("row", [r for r in FIRST if not r["attributions"]], ids=lambda r: r["text"][:40])
def test_nobody_speaks(row):
    assert silent(row)


@pytest.mark.parametrize("part", ["tuning", "held"])
def test_what_looks_like_saying(part):
    rows = [row for row in ROWS if row["part"] == part and not row["attributions"]]
    assert sum(map(silent, rows)) / len(rows) >= FLOORS[f"all_{part}_nobody_speaks"]
