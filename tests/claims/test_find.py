"""What is found of a prediction, in sentences of our own: who holds it, of whom, what, how surely, by when, checkable or not."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.claims import find_claims
from dragoman.mentions import Actors, find_mentions
from dragoman.parsing import parse
from standins import article

DAY = date(2019, 5, 14)


@pytest.fixture(scope="module")
def actors():
    return Actors.load()


def claims_in(text, actors, **about):
    (parsed,) = parse([article(text, day=about.pop("day", DAY), **about)])
    return find_claims(parsed, list(find_mentions(parsed, actors=actors)))


def only(text, actors, **about):
    found = claims_in(text, actors, **about)
    assert len(found) == 1, [c.statement for c in found]
    return found[0]


@pytest.mark.parametrize(
    "text, source, target, act, kind",
    [
        ("France will impose sanctions on Italy.", "FRA", "ITA", "SANCTION", "forecast"),
        ("Analysts say Poland is likely to attack Belarus.", "POL", "BLR", "ASSAULT", "forecast"),
        ("Brazil is expected to expel the Chilean ambassador next week.", "BRA", "CHL", "SANCTION", "forecast"),
        ("Kenya vowed to attack Somalia.", "KEN", "SOM", "ASSAULT", "intention"),
        ("Japan threatened to impose sanctions on Peru.", "JPN", "PER", "SANCTION", "intention"),
        ("Norway plans to send aid to Malawi.", "NOR", "MWI", "AID", "intention"),
    ],
)
def test_who_does_what_to_whom(text, source, target, act, kind, actors):
    claim = only(text, actors)
    assert (claim.source, claim.target, claim.act, claim.kind) == (source, target, act, kind)
    assert claim.checkable
    assert claim.rule is not None
    assert claim.rule.acts == (act,)
    assert claim.rule.first == date(2019, 5, 15)


@pytest.mark.parametrize(
    "text",
    [
        "France imposed sanctions on Italy on Monday.",
        "Would France impose sanctions on Italy?",
        "France would have imposed sanctions on Italy.",
        "Ministers of France asked whether Italy would leave.",
        "The storm is expected to reach Mexico on Friday.",
        "France met Italy so that trade could go on.",
        "May the president of France rest in peace.",
        "I will never visit France again, you know.",
    ],
)
def test_what_is_no_prediction(text, actors):
    assert claims_in(text, actors) == ()


@pytest.mark.parametrize(
    "text, pair, direction",
    [
        ("Relations between Greece and Egypt will deteriorate.", {"GRC", "EGY"}, "worse"),
        ("Greece's ties with Egypt will certainly improve.", {"GRC", "EGY"}, "better"),
        ("The partnership of Greece and Egypt will sooner or later crumble.", {"GRC", "EGY"}, "worse"),
        ("Greece will drift away from Egypt.", {"GRC", "EGY"}, "worse"),
    ],
)
def test_the_direction_of_a_relation(text, pair, direction, actors):
    claim = only(text, actors)
    assert {claim.source, claim.target} == pair
    assert claim.direction == direction
    assert claim.rule is not None
    assert claim.rule.kind == "level"


def test_how_a_third_will_react(actors):
    claim = only("“The Greek pact with Egypt will anger Israel,” said an analyst.", actors)
    assert (claim.source, claim.direction, claim.holder_kind) == ("ISR", "worse", "analyst")
    assert claim.target in {"GRC", "EGY"}


def test_a_balance_that_is_hard_to_keep(actors):
    claim = only(
        "“It looks ever more difficult for Serbia to balance its ties with Hungary and Croatia,” the analyst said.",
        actors,
    )
    assert (claim.source, {claim.target, claim.third}) == ("SRB", {"HUN", "HRV"})
    assert claim.chance == 0.25
    assert claim.rule is not None
    assert (claim.rule.kind, claim.rule.expected) == ("turn", False)


@pytest.mark.parametrize(
    "text, low, high",
    [
        ("France will almost certainly attack Italy.", 0.87, 0.99),
        ("France will probably attack Italy.", 0.63, 0.87),
        ("There is a 30 percent chance that France will attack Italy.", 0.3, 0.3),
        ("France is unlikely to attack Italy.", 0.2, 0.45),
        ("France is likely to attack Italy.", 0.55, 0.8),
        ("The opposition doubts that France will attack Italy.", 0.2, 0.4),
        ("Economists fear that France will attack Italy.", 0.2, 0.7),
        ("France will attack Italy.", 0.6, 1.0),
    ],
)
def test_the_chance(text, low, high, actors):
    claim = only(text, actors)
    assert (claim.chance_low, claim.chance_high) == (low, high)
    assert low <= claim.chance <= high


@pytest.mark.parametrize(
    "words, last",
    [
        ("by the end of the year", date(2019, 12, 31)),
        ("within three months", date(2019, 8, 12)),
        ("within months", date(2020, 5, 13)),
        ("next month", date(2019, 6, 30)),
        ("by 2030", date(2030, 12, 31)),
        ("before Friday", date(2019, 5, 16)),
        ("on 3 June", date(2019, 6, 3)),
        ("", None),
    ],
)
def test_the_horizon(words, last, actors):
    claim = only(f"France will attack Italy {words}".strip() + ".", actors)
    assert claim.deadline == last
    assert claim.rule is not None
    assert bool(claim.rule.reviews) == (last is None)


def test_without_a_day_nothing_relative_is_resolved(actors):
    claim = only("France will attack Italy within three months.", actors, day=None)
    assert claim.deadline is None
    assert claim.horizon == "within three months"
    assert claim.rule is not None
    assert claim.rule.first is None


def test_the_condition_and_who_has_to_meet_it(actors):
    claim = only("If Austria attacks Spain, France will impose sanctions on Italy.", actors)
    assert claim.condition == "If Austria attacks Spain"
    assert claim.rule is not None
    assert (claim.rule.condition_source, claim.rule.condition_target, claim.rule.condition_acts) == (
        "AUT",
        "ESP",
        ("ASSAULT",),
    )


@pytest.mark.parametrize(
    "text, reason",
    [
        ("The Almighty will destroy the kings of France.", "prophecy"),
        ("France will go down in history for its war on Italy.", "moral"),
        ("The government of France will think of its voters.", "no observable"),
    ],
)
def test_why_it_cannot_be_checked(text, reason, actors):
    claim = only(text, actors)
    assert not claim.checkable
    assert claim.reason is not None
    assert claim.reason.startswith(reason)
    assert claim.rule is None


@pytest.mark.parametrize(
    "text, holder, kind",
    [
        ("Ana Petrovna, an analyst in Vienna, said that France will attack Italy.", "Ana Petrovna", "analyst"),
        (
            "The Spanish foreign minister said that France would attack Italy.",
            "The Spanish foreign minister",
            "official",
        ),
        ("France will attack Italy.", "Graustark Gazette", "outlet"),
        ("We have always said that France will attack Italy.", "the author", "author"),
    ],
)
def test_the_holder(text, holder, kind, actors):
    claim = only(text, actors)
    assert (claim.holder, claim.holder_kind) == (holder, kind)


def test_that_it_will_not_happen(actors):
    claim = only("France will not attack Italy.", actors)
    assert not claim.expected
    assert claim.rule is not None
    assert not claim.rule.expected
