"""Groups, one against all and both directions as one: sums over the right pairs at the right time."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dragoman.relations.groups import ALL, is_group, joined, member, undirected


@pytest.mark.parametrize("code, of, day, counts", [
    ("FIN", "NATO", date(2023, 4, 4), True), ("FIN", "NATO", date(2023, 4, 1), False), ("NATO", "NATO", date(1950, 1, 1), True),
    ("GBR", "EUR", date(2019, 12, 1), True), ("GBR", "EUR", date(2021, 1, 1), False), ("ZAF", "BRICS", date(2012, 1, 1), True),
    ("ZAF", "BRICS", date(2009, 1, 1), False), ("TUR", "TUR", date(2009, 1, 1), True), ("TUR", "RUS", date(2009, 1, 1), False),
    ("TUR", ALL, date(2009, 1, 1), True),
])  # fmt: skip
def test_member(code, of, day, counts):
    assert member(code, of, day) is counts


@pytest.mark.parametrize(
    "code, known", [("EUR", True), ("NATO", True), ("BRICS", True), (ALL, True), ("TUR", False), ("NOBODY", False)]
)
def test_is_group(code, known):
    assert is_group(code) is known


def row(source, target, year=2015):
    return {"source": source, "target": target, "period": datetime(year, 6, 1), "n": 1}


ROWS = [row("DEU", "RUS"), row("RUS", "FRA"), row("DEU", "FRA"), row("EUR", "RUS"), row("GBR", "RUS", 2022), row("TUR", "RUS"),
        row("RUS", "UKR"), row("UKR", "TUR")]  # fmt: skip


@pytest.mark.parametrize("a, b, kept", [
    ("EUR", "RUS", [("DEU", "RUS"), ("RUS", "FRA"), ("EUR", "RUS")]),
    ("RUS", "EUR", [("DEU", "RUS"), ("RUS", "FRA"), ("EUR", "RUS")]),
    ("RUS", ALL, [("DEU", "RUS"), ("RUS", "FRA"), ("EUR", "RUS"), ("GBR", "RUS"), ("TUR", "RUS"), ("RUS", "UKR")]),
    ("EUR", ALL, [("DEU", "RUS"), ("RUS", "FRA"), ("EUR", "RUS")]),  # not Germany towards France: inside
    ("EUR", "EUR", []),
    ("TUR", "UKR", [("UKR", "TUR")]),
    ("JPN", "CHN", []),
])  # fmt: skip
def test_joined(a, b, kept):
    numbered = [{**r, "was": (r["source"], r["target"])} for r in ROWS]
    made = joined(numbered, a, b)
    assert [r["was"] for r in made] == kept
    assert {(r["source"], r["target"]) for r in made} <= {(a, b), (b, a)}
    for r in made:  # the direction is kept
        assert member(r["was"][0], r["source"], r["period"].date())
        assert member(r["was"][1], r["target"], r["period"].date())


def test_undirected_puts_both_directions_under_one_pair():
    assert [(r["source"], r["target"]) for r in undirected([row("RUS", "FRA"), row("FRA", "RUS")])] == [
        ("FRA", "RUS")
    ] * 2
