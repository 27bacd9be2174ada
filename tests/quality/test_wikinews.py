"""Are reports of whole news articles right? Two readers judged every report of 40 Wikinews articles, each by themselves.

`wikinews_checks.csv` has a line for each report: its id, what it says, and of both readers whether actors and act, and
whether actors and quad class are right, with the reason. Reports of a later coder that nobody judged count as wrong, so
that a coder that tells much more has to be judged anew.
"""

from __future__ import annotations

import csv
import json
import os
import random
from pathlib import Path

import pytest

from dragoman import flow
from dragoman.articles import ReadOptions, read_articles
from dragoman.mentions import Actors
from dragoman.records import Article, Kind, Report, Status
from dragoman.reports import load_coder
from dragoman.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
NEWS = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference")) / "news" / "wikinews.jsonl"
HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "floors.json").read_text("utf-8"))["wikinews"]
SEED, ARTICLES = 2026, 40

pytestmark = pytest.mark.skipif(not NEWS.is_file(), reason="Wikinews is not here; set DRAGOMAN_REFERENCE to its folder")


@pytest.fixture(scope="module")
def told():
    """Ids of the reports between two known states that are told as done."""
    found = read_articles([NEWS], options=ReadOptions(), settings=Settings())
    articles = sorted((a for a in found if isinstance(a, Article)), key=lambda a: a.id)
    some = random.Random(SEED).sample(articles, ARTICLES)  # noqa: S311 - a sample, no secret
    made = flow.code(some, settings=Settings(), actors=Actors.load(), coder=load_coder("trained"))[Report]
    return {
        r.id
        for r in made
        if r.kind is Kind.REPORT and r.source and r.target and r.status in {Status.ACTUAL, Status.HISTORICAL}
    }


@pytest.mark.parametrize("reader", ["a", "b"])
@pytest.mark.parametrize("level", ["act", "quad"])
def test_reports_are_right(told, reader, level):
    with (HERE / "wikinews_checks.csv").open(encoding="utf-8", newline="") as file:
        right = {row["report"] for row in csv.DictReader(file) if row[f"{reader}_{level}"] == "1"}
    precision = len(told & right) / len(told)
    print(json.dumps({"reader": reader, "level": level, "n": len(told), "precision": round(precision, 4)}))
    assert len(told) >= FLOORS["reports"]
    assert precision >= FLOORS[f"{level}_precision"]
