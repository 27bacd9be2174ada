"""Sentences of advocacy and of agencies at which parsers err, and what is told of them all the same; invented states."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.reports import find_quotations
from invented import article, mentions_of, parsed, reports


def said(text):
    """Speaker, form and relays by cue."""
    told = article(text)
    return {q.cue: q for q in find_quotations(parsed(told), mentions_of(told))}


SPEAKERS = [  # text, cue, speaker, what is said, relays
    (
        "According to a diplomat in Zenda, Ruritania and Graustark held secret talks in Streslau.",
        "According to", "a diplomat in Zenda", "Ruritania and Graustark held secret talks in Streslau", (),
    ),
    (
        "“Ruritania has violated the pact that the two countries signed,” Graustark's water minister, Olan Dresk, told parliament.",
        "told", "Graustark's water minister, Olan Dresk", "“Ruritania has violated the pact that the two countries signed,”", (),
    ),
    (
        "Ruritania sent 600 troops to Graustark, the Courier reported, citing two alliance officials.",
        "citing", "two alliance officials", "Ruritania sent 600 troops to Graustark", ("the Courier",),
    ),
    (
        "The paper, citing a Ruritanian official, added that Graustark would buy no more gas.",
        "citing", "a Ruritanian official", "that Graustark would buy no more gas", ("The paper",),
    ),
    ("The envoy was blunt: “We lost the port and the bank.”", ":", "The envoy", "“We lost the port and the bank.”", ()),
    (
        "We have warned for years that Ruritania would attack Graustark.",
        "have warned", "We", "that Ruritania would attack Graustark", (),
    ),
    (
        "“We will defend the pass,” a Ruritanian spokesman said. “If it falls, we will answer.” He did not say how.",
        "said", "a Ruritanian spokesman", "“We will defend the pass,” [...] “If it falls, we will answer.”", (),
    ),
]  # fmt: skip


@pytest.mark.parametrize("text, cue, speaker, content, via", SPEAKERS)
def test_who_says_what(text, cue, speaker, content, via):
    found = said(text)[cue]
    assert (found.speaker, found.text, found.via) == (speaker, content, via)


AGAIN = [  # the same speaker by a shorter phrase
    ("A Ruritanian general said that the pass fell. The general said that Graustark attacked.", "RUR", "MIL"),
    ("A Ruritanian official said that the pass fell. “It fell at dawn,” the official said.", "RUR", "GOV"),
]


@pytest.mark.parametrize("text, state, sector", AGAIN)
def test_the_speaker_again(text, state, sector):
    told = article(text)
    last = find_quotations(parsed(told), mentions_of(told))[-1]
    assert (last.state, last.sector) == (state, sector)


NAMED = [
    ("The foreign minister said that the port would close.", False),
    ("The Prime Minister said that the port would close.", False),
    ("Ruritania's foreign minister said that the port would close.", True),
    ("The Ruritanian embassy said that the port would close.", True),
    ("A diplomat, who asked not to be named, said that Ruritania's army would leave.", False),
]


@pytest.mark.parametrize("text, named", NAMED)
def test_a_bare_office_has_no_name(text, named):
    assert said(text)["said"].named is named


SEATS = [
    ("A Zenda-based diplomat said that Ruritania attacked Graustark.", "Zenda"),
    ("One diplomat in Zenda said that Ruritania attacked Graustark.", "Zenda"),
]


@pytest.mark.parametrize("text, place", SEATS)
def test_where_somebody_sits_is_not_whose_they_are(text, place):
    found = said(text)["said"]
    assert (found.place, found.state) == (place, None)


SILENT = [
    "A Ruritanian diplomat, who was not authorised to speak publicly, left.",
    "The Ruritanian general, who asked not to be named, left.",
    "Graustark's ministry declined to comment.",
    "Graustark's ministry declined to give details.",
    "The Ruritanian official spoke on condition of anonymity.",
]


@pytest.mark.parametrize("text", SILENT)
def test_silence_is_no_act_and_no_saying(text):
    assert not said(text)
    assert not reports(text)


STANDING = [  # text, act, status, kind, speaker
    ("Will Ruritania attack Graustark?", "ASSAULT", "hypothetical", "report", None),
    ("Has Ruritania attacked Graustark?", "ASSAULT", "hypothetical", "report", None),
    ("Why has Ruritania attacked Graustark?", "ASSAULT", "actual", "report", None),
    ("Ruritania will betray Graustark.", "ACCUSE", "future", "prediction", None),
    ("Ruritania is and will always be speaking with forked tongue to Graustark.", "ACCUSE", "future", "opinion", None),
    ("We have warned for years that Ruritania would attack Graustark.", "ASSAULT", "future", "prediction", "We"),
    ("Syldavia said that Ruritania would attack Graustark.", "ASSAULT", "future", "prediction", "Syldavia"),
]


@pytest.mark.parametrize("text, act, status, kind, speaker", STANDING)
def test_what_is_asked_and_what_is_foretold(text, act, status, kind, speaker):
    assert {(r.act, str(r.status), str(r.kind), r.said_by) for r in reports(text)} == {(act, status, kind, speaker)}


def test_a_paper_that_passes_on_a_plan_foretells_nothing():
    found = reports(
        "According to the Ruritanian news agency, the Graustarkian foreign minister will visit Zenda in December."
    )
    assert {(r.act, str(r.status), str(r.kind)) for r in found} == {("AGREE", "actual", "report")}


def test_a_dateline_is_no_subject():
    found = reports("Zenda, 12 September — Graustark condemned Syldavia on Tuesday for its dam.")
    assert {(r.source, r.target) for r in found} == {("GRK", "SYL")}


def test_an_era_is_no_part_of_a_name():
    assert {
        (r.source, r.target, r.act) for r in reports("During the Second World War Ruritania attacked Graustark.")
    } == {("RUR", "GRK", "ASSAULT")}


def test_withdrawn_troops_leave_others():
    assert {r.target for r in reports("Ruritania withdrew its troops from two towns in the hills.")} == {None}


PERIODS = [  # text, act, first day, precision
    ("In 1999 Ruritania bombed Graustark. Ruritania invaded Graustark in June of that year.", "1999-06-01", "month"),
    ("In 2020 Ruritania met Graustark. Ruritania invaded Graustark later that year.", "2020-01-01", "year"),
    ("In 2020 Ruritania met Graustark. Two years later Ruritania invaded Graustark.", "2022-01-01", "year"),
    ("Nobody forgets 1962, when Ruritania invaded Graustark.", "1962-01-01", "year"),
    ("In the seventies Ruritania invaded Graustark.", "1970-01-01", "decade"),
    ("Ruritania invaded Graustark in the '50s.", "1950-01-01", "decade"),
    ("Ruritania may invade Graustark.", None, "unknown"),
    ("Ruritania invaded Graustark in June of that year.", None, "unknown"),
    ("In 2016 Syldavia met Elbonia. Thirty years earlier Ruritania invaded Graustark.", "1986-01-01", "year"),
    ("In 2020 Ruritania met Graustark.\n\nRuritania invaded Graustark later that year.", None, "unknown"),
]


@pytest.mark.parametrize("text, day, precision", PERIODS)
def test_days_that_count_from_the_sentence_before(text, day, precision):
    found = [r for r in reports(text, day=date(2024, 6, 12)) if r.trigger.startswith("inva")]
    assert {(r.day and r.day.isoformat(), str(r.day_precision)) for r in found} == {(day, precision)}


PLACES = [
    ("Ruritania attacked Graustark near Aksai Chin.", "CHN"),
    ("Ruritania invaded the Soviet Union.", None),  # no place named Union
    ("The government in Zagreb denied that it attacked Graustark.", None),  # where the speaker sits
    ("Ruritania defeated Graustark at Verdun, and Syldavia attacked Elbonia.", None),
]


@pytest.mark.parametrize("text, state", PLACES)
def test_a_name_is_read_whole_and_in_its_own_clause(text, state):
    assert reports(text)[-1].place_state == state


def test_an_object_is_no_subject_of_the_clause_behind_it():
    found = reports("Ruritania executed a cleric and Graustarkian protesters stormed the Ruritanian embassy.")
    assert ("GRK", "RUR") in {(r.source, r.target) for r in found if r.trigger.startswith("stormed")}


def test_what_is_announced_has_the_day_of_the_announcement():
    found = reports(
        "On 3 July Ruritania will visit Graustark, the ministry announced on Monday.", day=date(2024, 6, 12)
    )
    assert {(r.act, r.day and r.day.isoformat()) for r in found} == {("AGREE", "2024-06-10")}
