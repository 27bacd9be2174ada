"""The reference article, read as of 20 October 2015: did it happen, what kind of statement is it, when, and who says so?"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from dragoman import flow
from dragoman.articles import ReadOptions, read_articles
from dragoman.mentions import Actors
from dragoman.records import Article, Report
from dragoman.reports import load_coder
from dragoman.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference"))
FOLDER = REFERENCE / "articles"

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the reference is not here; set DRAGOMAN_REFERENCE to its folder"
)


@pytest.fixture(scope="module", params=["trained", "rules"])
def reports(request) -> list[Report]:
    settings = Settings()
    articles = [
        a
        for a in read_articles([FOLDER], options=ReadOptions(day=date(2015, 10, 20)), settings=settings)
        if isinstance(a, Article)
    ]
    return flow.code(articles, settings=settings, actors=Actors.load(), coder=load_coder(request.param))[Report]


def told(reports, trigger):
    found = [r for r in reports if r.trigger.lower().startswith(trigger)]
    assert found, f"no report of {trigger!r}"
    return {(r.status.value, r.kind.value, r.day and r.day.isoformat(), r.day_precision.value) for r in found}


def test_the_visit_earlier_this_month(reports):
    assert told(reports, "visited") == {("actual", "report", "2015-10-01", "month")}


@pytest.mark.parametrize(
    "trigger, day, precision",
    [
        ("signed", "2015-10-01", "month"),
        ("held high-level meetings", "2015-01-01", "year"),
        ("agreed", "2015-01-01", "year"),
    ],
)
def test_what_took_place(reports, trigger, day, precision):
    assert told(reports, trigger) == {("actual", "report", day, precision)}


@pytest.mark.parametrize(
    "trigger, day, precision",
    [("deported", "1944-01-01", "year"), ("annexed", "1954-01-01", "year"), ("wars were fought", None, "unknown")],
)
def test_history(reports, trigger, day, precision):
    assert told(reports, trigger) == {("historical", "report", day, precision)}


def test_the_wars_say_their_century(reports):
    assert all("19th century" in r.day_why for r in reports if r.trigger.startswith("wars were fought"))


def test_the_analyst_foresees_an_echo(reports):
    (report,) = [r for r in reports if r.trigger == "echo"]
    assert (report.status, report.kind, report.target) == ("future", "prediction", "RUS")
    assert "analyst" in (report.said_by or "")


def test_the_author_foresees_an_erosion(reports):
    (report,) = [r for r in reports if r.trigger == "erode"]
    assert (report.status, report.kind, {report.source, report.target}) == ("future", "prediction", {"RUS", "TUR"})
    assert report.said_by in (None, "We")


@pytest.mark.parametrize("trigger", ["betray", "speaking with forked tongue", "going to bed"])
def test_verdicts_are_opinions(reports, trigger):
    assert {kind for _, kind, _, _ in told(reports, trigger)} == {"opinion"}


def test_the_programme_is_the_senior_officials_word(reports):
    found = [r for r in reports if r.trigger == "cooperation"]
    assert found
    assert all("senior Turkish official" in (r.said_by or "") for r in found)
