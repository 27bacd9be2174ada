"""Are reports of whole news articles right? Two readers judged every report of 40 Wikinews articles, each by themselves.

`wikinews_checks.csv` has a line for each report: its id, what it says, and of both readers whether actors and act, and
whether actors and quad class are right, with the reason. Reports of a later coder that nobody judged count as wrong, so
that a coder that tells much more has to be judged anew.

Three samples: 40 articles by a fixed seed, whose wrong reports were looked at when the coder was mended ("seen"), and all
those that had been in no draw that anybody looked at before they were judged ("unseen"; looked at since, when their faults
were mended); and 405 articles of 2004 to 2020 without their days ("older": the texts of `future_statements.jsonl` that are
listed in `wikinews_older_articles.txt`), in no draw before, judged by two readers who had no part in the coder.
"""

from __future__ import annotations

import csv
import json
import os
import random
from pathlib import Path

import pytest

import standins
from dragoman import flow
from dragoman.articles import ReadOptions, read_articles
from dragoman.mentions import Actors
from dragoman.records import Article, Kind, Report, Status
from dragoman.reports import load_coder
from dragoman.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
NEWS = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference")) / "news" / "wikinews.jsonl"
OLDER = NEWS.parent.parent / "predictions" / "future_statements.jsonl"
HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "floors.json").read_text("utf-8"))
SEED, ARTICLES = 2026, 40
LOOKED_AT = (
    2026,
    20261125,
    77,
    4242,
    2015,
)  # seeds of draws of 40 articles whose reports were read while the coder was mended
CHECKS = {
    "seen": ("wikinews_checks.csv", "wikinews"),
    "unseen": ("wikinews_unseen_checks.csv", "wikinews_unseen"),
    "older": ("wikinews_older_checks.csv", "wikinews_older"),
}

pytestmark = pytest.mark.skipif(not NEWS.is_file(), reason="Wikinews is not here; set DRAGOMAN_REFERENCE to its folder")


def drawn(articles: list[Article], seed: int) -> list[Article]:
    return random.Random(seed).sample(articles, ARTICLES)  # noqa: S311 - a sample, no secret


@pytest.fixture(scope="module")
def told():
    """Sample -> ids and acts of the reports between two known states that are told as done."""
    found = read_articles([NEWS], options=ReadOptions(), settings=Settings())
    articles = sorted((a for a in found if isinstance(a, Article)), key=lambda a: a.id)
    before = {a.id for seed in LOOKED_AT for a in drawn(articles, seed)}
    actors, coder = Actors.load(), load_coder("trained")
    samples = {"seen": drawn(articles, SEED), "unseen": [a for a in articles if a.id not in before], "older": older()}
    return {name: reports_of(some, actors, coder) for name, some in samples.items()}


def older() -> list[Article]:
    listed = (HERE / "wikinews_older_articles.txt").read_text("utf-8").split()
    texts = {r["id"]: r["text"] for r in map(json.loads, OLDER.read_text("utf-8").splitlines())}
    return [standins.article(texts[name], day=None, publisher=None) for name in listed]


def reports_of(articles, actors, coder) -> set[tuple[str, str]]:
    made = flow.code(articles, settings=Settings(), actors=actors, coder=coder)[Report]
    return {
        (r.id, r.act)  # a report keeps its id when the network reads another act
        for r in made
        if r.kind is Kind.REPORT and r.source and r.target and r.status in {Status.ACTUAL, Status.HISTORICAL}
    }


@pytest.mark.parametrize("sample", CHECKS)
@pytest.mark.parametrize("reader", ["a", "b"])
@pytest.mark.parametrize("level", ["act", "quad"])
def test_reports_are_right(told, sample, reader, level):
    name, key = CHECKS[sample]
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        right = {(row["report"], row["act"]) for row in csv.DictReader(file) if row[f"{reader}_{level}"] == "1"}
    ids, floors = told[sample], FLOORS[key]
    precision = len(ids & right) / len(ids)
    print(
        json.dumps(
            {
                "sample": sample,
                "reader": reader,
                "level": level,
                "n": len(ids),
                "right": len(ids & right),
                "precision": round(precision, 4),
            }
        )
    )
    assert len(ids & right) >= floors["right"]  # not by telling less
    assert precision >= floors[f"{level}_precision"]
