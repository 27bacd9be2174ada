"""The weight of two tellings, by its parts, and what an event knows of its reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.events import block_of, gist, merge
from dragoman.events.match import FORBIDDEN, TEXT, Telling, match, total
from dragoman.events.receipts import match_weights
from dragoman.records import Event, Membership, Precision, Status
from standins import LEFT_OUT, keyed

DAY = date(2015, 11, 24)
MONTH = {"day": DAY.replace(day=1), "precision": Precision.MONTH}
WEEK = {"day": date(2015, 11, 23), "precision": Precision.WEEK}
LATER = {"day": DAY + timedelta(days=2), "told": False}


def telling(**columns) -> Telling:
    usual = {"act": "CONSULT", "quad": 1, "status": Status.ACTUAL, "day": DAY, "precision": Precision.DAY}
    return Telling(**{**usual, **columns})


@pytest.mark.parametrize("one, other, likeness, merges", [
    ({}, {}, 0.0, True),
    ({}, {"day": DAY + timedelta(days=1)}, 0.6, False),  # a visit today and one tomorrow, in like words
    ({}, {"day": DAY + timedelta(days=1), "told": False}, 0.3, True),  # the paper of the day after
    ({}, {"day": DAY + timedelta(days=1), "told": False}, 0.0, False),  # ... about something else
    ({}, {"day": DAY - timedelta(days=1), "told": False}, 0.6, False),  # printed before it took place
    ({"told": False}, {"day": DAY + timedelta(days=1), "told": False}, 0.3, True),
    ({"told": False}, {"day": DAY + timedelta(days=6), "told": False}, 0.6, False),
    ({}, MONTH, 0.0, False),
    ({}, MONTH, 0.3, True),  # "earlier this month", in like words
    ({"alone": True}, MONTH, 0.1, True),  # ... or where it can mean only one
    ({}, {**MONTH, "day": date(2015, 10, 1)}, 0.9, False),
    (MONTH, MONTH, 0.3, True),
    ({}, WEEK, 0.3, True),
    ({}, {**WEEK, "day": date(2015, 11, 16)}, 0.6, False),
    ({}, {"act": "SUPPORT"}, 0.6, False),  # a visit and what was signed there
    ({"act": "AGREE"}, {"act": "SUPPORT"}, 0.6, True),  # one happening in two words
    ({"act": "AGREE"}, {"act": "SUPPORT"}, 0.0, False),
    ({"act": "AGREE", "articles": frozenset("A")}, {"act": "SUPPORT", "articles": frozenset("A")}, None, False),
    ({}, {"act": "ASSAULT", "quad": 4}, 0.9, False),
    ({"act": "COERCE", "quad": 4}, {"act": "PROTEST", "quad": 4}, 0.6, True),  # one quad class, in like words
    ({"act": "COERCE", "quad": 4}, {"act": "PROTEST", "quad": 4}, 0.1, False),
    ({}, {"status": Status.HISTORICAL}, 0.3, True),
    ({}, {"status": Status.FUTURE}, 0.9, False),
    ({}, {"status": Status.NEGATED}, 0.9, False),
    ({"places": frozenset({"Klow"})}, {**LATER, "places": frozenset({"Szohod"})}, 0.1, False),
    ({"places": frozenset({"Klow"})}, {**LATER, "places": frozenset({"Klow"})}, 0.1, True),
    ({}, {"apart": "C1"}, 1.0, False),
    ({}, {"day": None, "precision": Precision.UNKNOWN}, 1.0, False),
])  # fmt: skip
def test_tellings_of_one_event(one, other, likeness, merges):
    first, second = telling(**one), telling(**other)
    assert (total(match(first, second, likeness=likeness)) > 0) is merges
    assert match(first, second, likeness=likeness)[1:] == match(second, first, likeness=likeness)[1:]


@pytest.mark.parametrize("likeness, bits", [(0.0, -2.0), (0.15, 1.0), (0.225, 1.75), (1.0, 6.0), (1.5, 6.0)])
def test_text_is_weighed_on_straight_lines(likeness, bits):
    (part,) = [p for p in match(telling(), telling(), likeness=likeness) if p.name == "text"]
    assert part.bits == pytest.approx(bits)
    assert [low for low, _ in TEXT] == sorted(low for low, _ in TEXT)


def test_forbidden_outweighs_everything_else():
    best = match(telling(places=frozenset("K")), telling(places=frozenset("K")), likeness=1.0)
    assert total(best) + FORBIDDEN < 0


def only(*reports, **given) -> Event:
    (event,) = [r for r in merge(reports, left_out=LEFT_OUT, **given) if isinstance(r, Event)]
    return event


RETOLD = (
    keyed(published=date(2015, 11, 25), article="A2", id="R2", publisher="Post"),
    keyed(published=date(2015, 11, 24), article="A1", id="R1", publisher="Wire"),
    keyed(published=date(2015, 11, 30), article="A3", id="R3", publisher="Post", day=date(2015, 11, 1), day_precision=Precision.MONTH),
)  # fmt: skip


def test_an_event_knows_its_first_report_its_days_and_its_variants():
    event = only(*RETOLD)
    assert (event.first_report, event.first_published) == ("R1", date(2015, 11, 24))
    assert (event.day, event.day_precision, event.last_day) == (DAY, Precision.DAY, DAY)
    assert event.variants == ("day: 2015-11-24 2, 2015-11 1",)


@pytest.mark.parametrize("copies, n_sources, confidence", [
    ([], 2, 1 - 0.5**3),  # two outlets; three texts
    ([("A1", "A2")], 1, 1 - 0.5**2),  # the Post prints what the Wire sent
    ([("A1", "A2"), ("A2", "A3")], 1, 0.5),
    ([("A1", "A9")], 2, 1 - 0.5**3),  # a copy that does not tell the event
])  # fmt: skip
def test_copies_count_once(copies, n_sources, confidence):
    event = only(*RETOLD, copies=copies)
    assert (event.n_reports, event.n_publishers, event.n_sources) == (3, 2, n_sources)
    assert event.confidence == pytest.approx(confidence)


def test_most_articles_name_the_act_and_dissent_counts_half():
    told = [keyed(id=f"R{n}", article=f"A{n}", act="ACCUSE", quad=3) for n in range(2)]
    gists = {f"A{n}": gist(f"A{n}", "Zembla accused Kinbote of the theft of jewels in Onhava.") for n in range(3)}
    event = only(*told, keyed(id="R2", article="A2", act="REQUEST", quad=3), gists=gists)
    assert (event.act, event.variants) == ("ACCUSE", ("act: ACCUSE 2, REQUEST 1",))
    assert event.confidence == pytest.approx(1 - 0.5 * 0.5 * 0.75)


def test_what_the_user_joined_is_one_and_what_the_user_split_is_two():
    apart = [keyed(), keyed(id="R2", article="A2", apart="C1")]
    assert sum(isinstance(r, Event) for r in merge(apart, left_out=LEFT_OUT)) == 2
    joined = [
        keyed(together="C2"),
        keyed(id="R2", article="A2", act="AID", quad=2, day=date(2014, 1, 1), together="C2"),
    ]
    assert only(*joined).n_reports == 2


REPORTS = st.lists(
    st.builds(
        keyed,
        id=st.sampled_from([f"R{n}" for n in range(40)]),
        article=st.sampled_from("ABCD"),
        act=st.sampled_from(["SANCTION", "AGREE", "SUPPORT"]),
        status=st.sampled_from([Status.ACTUAL, Status.HISTORICAL, Status.FUTURE]),
        day=st.sampled_from([None, *(date(2015, 11, 28) + timedelta(days=n) for n in range(5))]),
        told=st.booleans(),
        confidence=st.floats(0, 1),
    ),
    max_size=15,
    unique_by=lambda r: r.id,
)


@given(REPORTS)
def test_blocks_are_merged_apart(reports):
    """So a batch needs to look only at the blocks that it touches."""
    whole = list(merge(reports, left_out=LEFT_OUT))
    blocks: dict[tuple, list] = {}
    for report in reports:
        blocks.setdefault(block_of(report), []).append(report)
    parts = [r for some in blocks.values() for r in merge(some, left_out=LEFT_OUT)]
    assert {r for r in whole if isinstance(r, Event)} == {r for r in parts if isinstance(r, Event)}
    assert {r for r in whole if isinstance(r, Membership)} == {r for r in parts if isinstance(r, Membership)}


def test_each_report_has_its_weight_and_a_lone_one_has_none():
    gists = {r.article: gist(r.article, f"Zembla mourned. {r.publisher}") for r in RETOLD}
    weights = match_weights(RETOLD, RETOLD, gists)
    assert set(weights) == {"R1", "R2", "R3"}
    assert all(total(parts) > 0 for parts in weights.values())
    assert [p.name for p in weights["R3"]] == ["prior", "act", "status", "day", "text"]
    assert match_weights(RETOLD[:1], RETOLD, gists) == {}
    assert total(match_weights((RETOLD[0], replace(RETOLD[1], apart="C1")), RETOLD, {})["R1"]) < 0
