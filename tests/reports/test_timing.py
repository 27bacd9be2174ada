"""When an act took place that its sentence tells as earlier than another."""

from __future__ import annotations

from datetime import date

import pytest

import standins
from dragoman import flow
from dragoman.mentions import Actors
from dragoman.records import Report
from dragoman.reports import load_coder
from dragoman.settings import Settings

PUBLISHED = date(2016, 6, 27)  # a Monday


@pytest.fixture(scope="module")
def coded():
    actors, coder = Actors.load(), load_coder("rules")

    def code(text, day=PUBLISHED):
        article = standins.article(text, day=day)
        found = flow.code([article], settings=Settings(), actors=actors, coder=coder)[Report]
        return {(r.source, r.act, r.target): (r.day, str(r.day_precision), str(r.status)) for r in found}

    return code


@pytest.mark.parametrize(
    "text, who, expected",
    [
        ("Russia imposed sanctions on Turkey on Saturday, four days after Turkish jets shot down a Russian bomber.",
         ("TUR", "ASSAULT", "RUS"), (date(2016, 6, 21), "day", "actual")),
        ("A day after Turkey shot down a Russian jet, Moscow suspended military contacts with Ankara.",
         ("TUR", "ASSAULT", "RUS"), (date(2016, 6, 26), "day", "actual")),
        ("Israel recalled its ambassador from Turkey, six years after Turkey expelled the Israeli ambassador.",
         ("TUR", "SANCTION", "ISR"), (date(2010, 1, 1), "year", "historical")),
        ("Years after Iraq invaded Kuwait, France sent an envoy to Jordan.",
         ("IRQ", "ASSAULT", "KWT"), (None, "unknown", "historical")),
        ("France recalled its ambassador from Iran after Iran bombed Iraq.",
         ("IRN", "ASSAULT", "IRQ"), (date(2016, 6, 27), "week", "actual")),
        ("France bombed Syria on Friday, June 24, 2016.", ("FRA", "ASSAULT", "SYR"), (date(2016, 6, 24), "day", "actual")),
    ],
)  # fmt: skip
def test_day_of_what_stands_after_after(coded, text, who, expected):
    assert coded(text)[who] == expected


def test_weekday_with_a_full_date_needs_no_day_of_the_article(coded):
    told = coded("Spain expelled the Venezuelan ambassador on Thursday, 25 January 2018.", day=None)
    assert told["ESP", "SANCTION", "VEN"] == (date(2018, 1, 25), "day", "actual")


@pytest.mark.parametrize(
    "text, who, status",
    [
        ("The ceasefire between Armenia and Azerbaijan collapsed.", ("ARM", "CONCEDE", "AZE"), "negated"),
        ("The end of cooperation between Russia and NATO was announced.", ("RUS", "COOPERATE", "NATO"), "negated"),
        ("North Korea has tried to bomb South Korea.", ("PRK", "ASSAULT", "KOR"), "actual"),
        ("North Korea has tried to help South Korea.", ("PRK", "AID", "KOR"), "hypothetical"),
        ("Israel mounted its long-threatened invasion of Lebanon.", ("ISR", "ASSAULT", "LBN"), "actual"),
        ("Israel discussed its threatened invasion of Lebanon.", ("ISR", "ASSAULT", "LBN"), "hypothetical"),
    ],
)
def test_what_came_to_nothing_and_what_was_tried(coded, text, who, status):
    assert coded(text)[who][2] == status


def test_first_word_after_a_title_stays_with_its_sentence():
    from dragoman.parsing import parse

    text = "Baku and Yerevan\n\nArmenia and Azerbaijan agreed to a ceasefire on Saturday after talks in Moscow."
    (parsed,) = parse([standins.article(text, day=PUBLISHED)])
    assert [s.text.strip() for s in parsed.doc.sents][-1].startswith("Armenia and Azerbaijan agreed")
