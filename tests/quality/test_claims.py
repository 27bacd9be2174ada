"""How well are predictions found: statements about the future in news of others, and the reference article."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from dragoman import flow
from dragoman.articles import ReadOptions, read_articles
from dragoman.claims.evaluation import evaluate_claims
from dragoman.mentions import Actors
from dragoman.records import Article, Claim
from dragoman.reports import load_coder
from dragoman.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference"))
FILE = REFERENCE / "predictions" / "future_statements.jsonl"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["claims"]

pytestmark = pytest.mark.skipif(
    not FILE.is_file(), reason="the reference is not here; set DRAGOMAN_REFERENCE to its folder"
)


def test_political_statements_about_the_future_reach_their_floor():
    assert evaluate_claims(FILE, Actors.load())["recall"] >= FLOORS["recall"]


@pytest.fixture(scope="module")
def claims() -> list[Claim]:
    settings = Settings()
    read = read_articles([REFERENCE / "articles"], options=ReadOptions(day=date(2015, 10, 20)), settings=settings)
    articles = [a for a in read if isinstance(a, Article)]
    return flow.code(articles, settings=settings, actors=Actors.load(), coder=load_coder("rules"))[Claim]


def of(claims, words):
    return next(c for c in claims if words in c.statement)


def test_the_erosion_is_the_authors_and_open_ended(claims):
    claim = of(claims, "eventually erode")
    assert claim.holder_kind == "author"
    assert {claim.source, claim.target} == {"TUR", "RUS"}
    assert (claim.direction, claim.deadline, claim.checkable) == ("worse", None, True)
    assert claim.rule is not None
    assert len(claim.rule.reviews) == 3


def test_the_analysts_two(claims):
    echo, balance = of(claims, "echo in Moscow"), of(claims, "balance relations")
    assert {echo.holder_kind, balance.holder_kind} == {"analyst"}
    assert (echo.source, echo.target, echo.direction) == ("RUS", "TUR", "worse")
    assert (balance.source, {balance.target, balance.third}) == ("TUR", {"UKR", "RUS"})


def test_the_prophecy_cannot_be_checked(claims):
    claim = of(claims, "King of the North")
    assert claim.holder_kind == "author"
    assert not claim.checkable
    assert claim.reason is not None
    assert claim.reason.startswith("prophecy")
