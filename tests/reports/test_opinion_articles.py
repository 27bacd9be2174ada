"""Two invented articles of advocacy, with quoted officials and analysts, history and prophecy: each statement is told for what it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import standins
from dragoman import flow
from dragoman.mentions import Actors
from dragoman.records import Report
from dragoman.reports import load_coder
from dragoman.settings import Settings

TEXTS = Path(__file__).parent / "texts"
DAY = date(2024, 6, 12)


@pytest.fixture(scope="module")
def coded():
    actors, coder = Actors.load(), load_coder("trained")
    articles = {}
    for name in ("passes", "ledger"):
        title, _, body = (TEXTS / f"{name}.txt").read_text(encoding="utf-8").partition("\n")
        articles[name] = standins.article(body.strip(), title=title, day=DAY)
    made = flow.code(list(articles.values()), settings=Settings(), actors=actors, coder=coder)[Report]
    return {name: [r for r in made if r.article == a.id] for name, a in articles.items()}


STATEMENTS = [  # text, words of the trigger, status, kind, day, precision
    ("passes", "crumble", "future", "prediction", None, "unknown"),
    ("passes", "visited", "actual", "report", "2024-06-03", "week"),
    ("passes", "held naval talks", "actual", "report", "2024-01-01", "year"),
    ("passes", "agreed", "actual", "report", "2024-03-01", "month"),
    ("passes", "contempt", "actual", "opinion", "2024-06-12", "day"),
    ("passes", "fought", "historical", "report", None, "unknown"),
    ("passes", "invaded", "historical", "report", "1879-01-01", "year"),
    ("passes", "occupied", "historical", "report", "1881-01-01", "year"),
    ("passes", "attacked", "hypothetical", "report", "1978-12-01", "month"),
    ("passes", "invade", "negated", "report", "2024-06-12", "day"),
    ("passes", "help", "hypothetical", "report", None, "unknown"),
    ("ledger", "sour", "future", "prediction", None, "unknown"),
    ("ledger", "promised", "actual", "report", "2024-06-12", "day"),
    ("ledger", "visited", "actual", "report", "2024-05-01", "month"),
    ("ledger", "condemn", "negated", "report", "2024-06-12", "day"),
    ("ledger", "recall", "hypothetical", "report", None, "unknown"),
    ("ledger", "echo", "future", "prediction", None, "unknown"),
    ("ledger", "threatened", "historical", "report", "1976-01-01", "year"),
    ("ledger", "fought", "historical", "report", "1990-01-01", "decade"),
    ("ledger", "abandon", "future", "prediction", None, "unknown"),
    ("ledger", "expelled", "actual", "report", None, "unknown"),
]


@pytest.mark.parametrize("name, trigger, status, kind, day, precision", STATEMENTS)
def test_statements(coded, name, trigger, status, kind, day, precision):
    found = {
        (r.status.value, r.kind.value, r.day and r.day.isoformat(), r.day_precision.value)
        for r in coded[name]
        if r.trigger == trigger
    }
    assert found == {(status, kind, day, precision)}


@pytest.mark.parametrize(
    "name, trigger, speaker",
    [
        ("passes", "cooperation", "senior Peruvian official"),
        ("ledger", "promised", "adviser"),
        ("ledger", "echo", "researcher"),
    ],
)
def test_speakers(coded, name, trigger, speaker):
    assert {speaker in (r.said_by or "") for r in coded[name] if r.trigger == trigger} == {True}


@pytest.mark.parametrize(
    "name, trigger, state",
    [
        ("ledger", "signed", "RWA"),
        ("ledger", "visited", "KEN"),
        ("passes", "visited", "ARG"),
        ("passes", "occupied", "PER"),
    ],
)
def test_places(coded, name, trigger, state):
    assert {r.place_state for r in coded[name] if r.trigger == trigger} == {state}


def test_what_is_foretold_is_never_told_as_done(coded):
    foretold = [r for found in coded.values() for r in found if r.kind.value == "prediction"]
    assert foretold
    assert not [r for r in foretold if r.status.value in ("actual", "historical")]
