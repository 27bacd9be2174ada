"""The grammar of rules, and when a rule held."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.errors import InputError, UnknownActor
from dragoman.watching.rules import episodes, parse_rule


@pytest.mark.parametrize("words, normal", [
    ("TUR->RUS material conflict >= 3 in 7 days", "TUR->RUS material conflict >= 3 in 7 days"),
    ("Turkey → Russia conflict ≥ 3 in 1 week", "TUR->RUS conflict >= 3 in 7 days"),
    ("  tur <-> rus   VERBAL cooperation>=10 in 2 weeks", "TUR<->RUS verbal cooperation >= 10 in 14 days"),
    ("ALL->UKR ASSAULT >= 10 in 2 weeks from 2 outlets", "ALL->UKR ASSAULT >= 10 in 14 days from 2 outlets"),
    ("United States->China events >= 1 in 1 day", "USA->CHN events >= 1 in 1 days"),
    ("RUS->ALL assault >= 1 in 30 days from 1 outlet", "RUS->ALL ASSAULT >= 1 in 30 days"),
])  # fmt: skip
def test_rules_have_one_normal_form(words, normal):
    assert parse_rule(words).words == normal
    assert parse_rule(normal).words == normal


@pytest.mark.parametrize("words, said", [
    ("", "no arrow"), ("TUR RUS conflict >= 3 in 7 days", "no arrow"), ("TUR->RUS->UKR conflict >= 3 in 7 days", "more than one arrow"),
    ("TUR->RUS conflict > 3 in 7 days", "'>'"), ("TUR->RUS conflict >= three in 7 days", "'three' as number of events"),
    ("TUR->RUS conflict >= 0 in 7 days", "'0' as number of events"), ("TUR->RUS conflict >= 3 in 7 years", "'years'"),
    ("TUR->RUS conflict >= 3 in 400 days", "from 1 to 366"), ("TUR->RUS >= 3 in 7 days", "'RUS'"), ("TUR->RUS conflict", "a kind of event, then"),
    ("TUR->RUS quarrel >= 3 in 7 days", "'RUS quarrel'"), ("TUR->Turkey conflict >= 3 in 7 days", "TUR on both sides"),
    ("->RUS conflict >= 3 in 7 days", "an arrow without an actor"), ("TUR->RUS conflict >= 3 in 7 days please", "'please' at the end"),
    ("TUR->RUS conflict >= 3 in 7 days from 0 outlets", "number of outlets"), ("TUR->RUS conflict >= -3 in 7 days", "'-3'"),
    ("TUR->RUS conflict >= ٣ in 7 days", "as number of events"),
])  # fmt: skip
def test_errors_say_what_is_wrong(words, said):
    with pytest.raises(InputError) as refused:
        parse_rule(words)
    assert said in str(refused.value)
    assert "TUR->RUS material conflict >= 3 in 7 days" in str(refused.value)


def test_unknown_actors_are_named():
    with pytest.raises(UnknownActor, match="Turkmania"):
        parse_rule("Turkmania->RUS conflict >= 3 in 7 days")


def row(day: int, name: str = "", act: str = "ASSAULT", source: str = "RUR", target: str = "GRK") -> dict:
    return {"id": name or f"E{day}", "day": date(2015, 1, day), "act": act, "source": source, "target": target}


RULE = parse_rule("TUR->RUS conflict >= 3 in 7 days")


@pytest.mark.parametrize("days, found", [
    ([], []),
    ([1, 4], []),
    ([1, 4, 8], []),  # the eighth is outside the window that begins on the first
    ([1, 4, 7], [(1, 7, 3)]),
    ([2, 2, 2], [(2, 2, 3)]),
    ([1, 4, 7, 10, 13], [(1, 13, 3)]),  # what goes on is one
    ([1, 2, 3, 9, 10, 11], [(1, 11, 3)]),  # six days apart: one
    ([1, 2, 3, 12, 13, 14], [(1, 3, 3), (12, 14, 3)]),
    ([1, 2, 3, 3, 20], [(1, 3, 4)]),
])  # fmt: skip
def test_episodes(days, found):
    rows = [row(d, f"E{n}") for n, d in enumerate(days)]
    for some in (rows, rows[::-1]):
        assert [(e.first.day, e.last.day, e.most) for e in episodes(RULE, some)] == found


def test_every_event_of_an_episode_is_named():
    (episode,) = episodes(RULE, [row(d) for d in (1, 2, 3, 20)])
    assert episode.events == ("E1", "E2", "E3")
    assert episode.peak == date(2015, 1, 3)


def test_joint_acts_count_once_in_rules_of_either_direction():
    both = parse_rule("TUR<->RUS conflict >= 2 in 7 days")
    joint = [row(1, "E1"), row(1, "E2", source="GRK", target="RUR")]
    assert episodes(both, joint) == []
    assert len(episodes(both, [*joint, row(2, "E3")])) == 1
