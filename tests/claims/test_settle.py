"""Claims in, verdicts out; and never by evidence from before the claim, nor by its own article or a copy of that."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.claims.evidence import Text, Told
from dragoman.claims.score_base import base_rate
from dragoman.claims.settle import settled

_spec = spec_from_file_location("claim_cases", Path(__file__).with_name("cases.py"))
cases = module_from_spec(_spec)
_spec.loader.exec_module(cases)
MADE, TALK, claim, news, rule, told = cases.MADE, cases.TALK, cases.claim, cases.news, cases.rule, cases.told


def no_level(*_):
    return None


def verdict(the_rule, data, *, level=no_level, turn=no_level, **parts):
    """Of the one window."""
    (found,) = settled(claim(**parts), the_rule, data, level_on=level, turn_in=turn)
    return found


RAID = told("2001-04-02", "ASSAULT")


@pytest.mark.parametrize(
    "the_rule, data, wanted",
    [
        (rule(), news(*TALK, RAID), "true"),
        (rule(), news(RAID, until="2001-04-03"), "true"),  # an act settles at once, and needs no other news
        (rule(expected=False), news(*TALK, RAID), "false"),
        (rule(), news(*TALK), "false"),
        (rule(expected=False), news(*TALK), "true"),
        (rule(), news(*TALK, until="2001-05-30"), "open"),  # one day is missing
        (rule(), news(*TALK[:2]), "open"),  # too little news of the two to say that it did not happen
        (rule(), news(), "void"),  # none at all, though the data go on
        (rule(), news(*TALK, days=(date(2001, 3, 2), date(2001, 5, 30))), "open"),  # the data themselves are silent
        (rule(), news(*TALK, told("2001-06-01", "ASSAULT")), "false"),  # a day late
        (rule(), news(*TALK, told("2001-05-31", "ASSAULT")), "true"),
        (rule(), news(*TALK, told("2001-05-28", "ASSAULT", to="2001-06-03")), "open"),  # a week across the deadline
        (rule(), news(*TALK, told("2001-04-02", "ASSAULT", pair="GRK>RUR")), "false"),
        (rule(either_way=True), news(*TALK, told("2001-04-02", "ASSAULT", pair="GRK>RUR")), "true"),
        (rule(target=None), news(*TALK, told("2001-04-02", "ASSAULT", pair="RUR>SYL")), "true"),
        (rule(), news(*TALK, told("2001-04-02", "ASSAULT", pair="RUR>SYL")), "false"),
        (rule(acts=("SANCTION", "ASSAULT")), news(*TALK, RAID), "true"),
    ],
)
def test_acts(the_rule, data, wanted):
    assert verdict(the_rule, data).verdict == wanted


@pytest.mark.parametrize(
    "raid, wanted",
    [
        (told("2001-04-02", "ASSAULT", by=(("A1", "2001-04-03"),)), "true"),
        (told("2001-04-02", "ASSAULT", by=(("A0", "2001-03-01"),)), "false"),  # its own article
        (told("2001-04-02", "ASSAULT", by=(("C0", "2001-04-03"),)), "false"),  # a copy of it
        (told("2001-04-02", "ASSAULT", by=(("C0", "2001-04-03"), ("A1", "2001-04-03"))), "true"),
        (told("2001-04-02", "ASSAULT", by=(("A2", "2001-02-20"), ("A1", "2001-04-03"))), "false"),  # told before
        (told("2001-04-02", "ASSAULT", by=(("A1", "2001-03-01"),)), "false"),  # on the day of the claim
        (told("2001-04-02", "ASSAULT", by=(("A1", None),)), "false"),  # nobody knows when
        (told("2001-03-01", "ASSAULT", by=(("A1", "2001-03-02"),)), "false"),  # took place on the day of the claim
        (told("2001-03-01", "ASSAULT"), "false"),
        (told("2001-02-26", "ASSAULT", to="2001-03-04"), "false"),  # a week that began before
    ],
)
def test_evidence(raid, wanted):
    talk = [told(t.first.isoformat(), by=(("A9", (t.first + timedelta(days=1)).isoformat()),)) for t in TALK]
    found = verdict(rule(), news(*talk, raid, copies={"A0": frozenset({"C0"})}))
    assert found.verdict == wanted
    assert found.n_events == len(talk) + (wanted == "true")


CONDITION = {"condition": "if Graustark sanctions it", "condition_source": "GRK", "condition_acts": ("SANCTION",)}
SANCTION = told("2001-03-20", "SANCTION", pair="GRK>RUR")


@pytest.mark.parametrize(
    "data, wanted",
    [
        (news(*TALK, SANCTION, RAID), "true"),
        (news(*TALK, SANCTION), "false"),
        (news(*TALK, RAID), "void"),  # it came, but not under the condition
        (news(*TALK), "void"),
        (news(*TALK, until="2001-04-30"), "open"),
        (news(*TALK, SANCTION, told("2001-03-19", "ASSAULT")), "false"),  # before the condition was met
    ],
)
def test_conditions(data, wanted):
    assert verdict(rule(**CONDITION, condition_target="RUR"), data).verdict == wanted


def test_a_condition_in_words_alone_waits_for_a_person():
    found = verdict(rule(condition="if the sky falls"), news(*TALK, RAID))
    assert (found.verdict, "a person has to tell" in found.why) == ("open", True)


@pytest.mark.parametrize(
    "parts, levels, wanted",
    [
        ({"base": 0.3}, (None, 0.15), "true"),
        ({"base": 0.3}, (None, 0.25), "false"),
        ({"base": 0.3, "expected": False}, (None, 0.25), "true"),
        ({"base": None}, (0.3, 0.15), "true"),
        ({"base": None}, (None, 0.15), "void"),
        ({"base": 0.3}, (None, None), "void"),
        ({"base": 0.3, "direction": "better"}, (None, 0.15), "false"),
        ({"base": 0.3, "direction": "better"}, (None, 0.45), "true"),
    ],
)
def test_levels(parts, levels, wanted):
    the_rule = rule(**{"kind": "level", "acts": (), "direction": "worse", "amount": 0.1, **parts})
    found = verdict(the_rule, news(*TALK), level=lambda _r, _e, day: levels[0] if day == MADE else levels[1])
    assert (found.verdict, found.value) == (wanted, levels[1])


@pytest.mark.parametrize(
    "events, wanted", [(None, "false"), ([TALK[0]], "true"), ([told("2001-02-01", "ACCUSE")], "open")]
)
def test_turns(events, wanted):
    the_rule = rule(kind="turn", acts=(), direction="worse")
    assert verdict(the_rule, news(*TALK), turn=lambda *_: events).verdict == wanted


def test_open_ended_claims_are_reviewed_three_times():
    reviews = (date(2001, 9, 1), date(2002, 3, 1), date(2003, 3, 1))
    data = news(*TALK, told("2001-10-10", "ASSAULT"), until="2002-04-01")
    found = settled(claim(), rule(last=None, reviews=reviews), data, level_on=no_level, turn_in=no_level)
    assert [(v.review, v.verdict) for v in found] == [
        ("6 months", "false"), ("12 months", "true"), ("24 months", "true"),
    ]  # fmt: skip


def test_a_claim_without_a_day_is_not_settled():
    assert settled(claim(made=None), rule(), news(RAID), level_on=no_level, turn_in=no_level) == []


days = st.dates(date(2000, 6, 1), date(2001, 12, 31))


@st.composite
def events(draw):
    """Events of two states, imported or told by up to three articles, some of them the claim's own or its copy."""
    some = []
    for n in range(draw(st.integers(0, 12))):
        first = draw(days)
        imported = draw(st.booleans())
        texts = draw(st.lists(st.tuples(st.sampled_from(["A0", "C0", "A1", "A2"]), st.none() | days), max_size=3))
        act = draw(st.sampled_from(["CONSULT", "ASSAULT", "SANCTION"]))
        pair = draw(st.sampled_from([("RUR", "GRK"), ("GRK", "RUR"), ("RUR", "SYL")]))
        last = first + timedelta(days=draw(st.sampled_from([0, 0, 6, 30])))
        told_by = () if imported else tuple(Text(a, a, d) for a, d in texts)
        quad = 1 if act == "CONSULT" else 4
        some.append(Told(f"E{n}", *pair, act, quad, first, last, told_by, (), imported))
    return some


@given(
    events(),
    st.booleans(),
    st.booleans(),
    st.sampled_from([(), ("SANCTION",)]),
    st.sampled_from(["act", "level", "turn"]),
    days,
)
def test_never_by_evidence_from_before_nor_by_its_own_article(some, expected, either_way, condition, kind, until):
    the_rule = rule(
        kind=kind, expected=expected, either_way=either_way, condition="if" if condition else None,
        condition_acts=condition, least_events=1, direction="worse", amount=0.1, base=0.0,
    )  # fmt: skip
    data = news(*some, until=until.isoformat(), copies={"A0": frozenset({"C0"})})
    measured = {
        "level": lambda _r, told_then, day: -0.01 * sum(t.quad == 4 and t.last <= day for t in told_then),
        "turn": lambda _r, told_then, first, last: [t for t in told_then if first <= t.first <= last] or None,
    }
    found = verdict(the_rule, data, **measured)
    by_id = {t.event: t for t in some}
    for event in found.events:
        it = by_id[event]
        assert it.first > MADE
        assert it.last <= the_rule.last
        assert it.imported or any(t.published and t.published > MADE and t.article in {"A1", "A2"} for t in it.texts)
        assert not any(t.published and t.published <= MADE for t in it.texts)
    assert found.decided is None or found.decided > MADE
    # what could not be evidence may as well not be there: of acts, the verdict is the same without it
    if kind == "act":
        after = [
            t for t in some
            if t.first > MADE
            and (t.imported or any(x.article in {"A1", "A2"} and x.published and x.published > MADE for x in t.texts))
            and not any(x.published and x.published <= MADE for x in t.texts)
        ]  # fmt: skip
        alone = verdict(the_rule, news(*after, until=until.isoformat(), copies={"A0": frozenset({"C0"})}))
        assert alone == found


def test_base_rates_come_from_the_past_of_the_pair():
    begun, made = date(1990, 1, 1), date(2000, 1, 1)
    yearly = [told(f"{year}-07-01", "ASSAULT") for year in range(1990, 2000)]
    given_all = {"made": made, "begun": begun, "level_on": no_level, "turn_in": no_level}
    year, month = made + timedelta(days=366), made + timedelta(days=30)
    assert base_rate(rule(), yearly, last=year, **given_all) > 0.9
    assert base_rate(rule(), yearly, last=month, **given_all) == pytest.approx(30 / 365, abs=0.02)
    assert base_rate(rule(expected=False), yearly, last=month, **given_all) > 0.9
    assert base_rate(rule(), [], last=year, **given_all) == pytest.approx(0.05, abs=0.02)
    assert base_rate(rule(), yearly, last=made + timedelta(days=9000), **given_all) == 0.5  # no such window has passed
    later = [*yearly, *(told(f"2000-{m:02d}-01", "ASSAULT") for m in range(2, 13))]
    assert base_rate(rule(), later, last=month, **given_all) == base_rate(rule(), yearly, last=month, **given_all)
