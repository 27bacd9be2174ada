"""Who says so, and whether it is a report, an opinion or a prediction."""

from __future__ import annotations

import pytest

from invented import reports

VOICES = [
    ("Ruritania attacked Graustark.", "article", None, None),
    ("Syldavia said that Ruritania attacked Graustark.", "paraphrase", "Syldavia", "SYL"),
    ("A Syldavian official said that Ruritania attacked Graustark.", "paraphrase", "A Syldavian official", "SYL"),
    ("Ruritania attacked Graustark, Syldavia said.", "paraphrase", "Syldavia", "SYL"),
    ("According to Syldavia, Ruritania attacked Graustark.", "paraphrase", "Syldavia", "SYL"),
    ("“Ruritania attacked Graustark at dawn,” a Syldavian official said.", "quotation", "a Syldavian official", "SYL"),
    ('"Ruritania attacked Graustark at dawn," Syldavia said.', "quotation", "Syldavia", "SYL"),
    ("Witnesses reported that Ruritania attacked Graustark.", "paraphrase", "Witnesses", None),
    (
        "Syldavia's president spoke to reporters. “It was early. Ruritania attacked Graustark at dawn,” he said.",
        "quotation",
        "Syldavia's president",
        "SYL",
    ),
]


@pytest.mark.parametrize("text, voice, said_by, state", VOICES)
def test_voices(text, voice, said_by, state):
    found = {(r.voice.value, r.said_by, r.said_by_state) for r in reports(text) if r.act == "ASSAULT"}
    assert found == {(voice, said_by, state)}


def test_words_in_inverted_commas_are_no_speech():
    (report,) = reports("Ruritania “attacked” Graustark.")
    assert report.voice == "article"


KINDS = [
    ("Ruritania betrays Graustark.", "opinion", "actual"),
    ("Ruritania is going to bed with Graustark.", "opinion", "actual"),
    ("Ruritania's betrayal of Graustark goes on.", "opinion", "actual"),
    ("Ruritania stabbed Graustark in the back.", "opinion", "actual"),
    ("Ruritania is likely to attack Graustark.", "prediction", "future"),
    ("Ruritania will eventually attack Graustark.", "prediction", "future"),
    ("Ruritania will certainly attack Graustark.", "prediction", "future"),
    ("Analysts predict that Ruritania will attack Graustark.", "prediction", "future"),
    ("Ruritania is unlikely to visit Graustark.", "prediction", "future"),
]


@pytest.mark.parametrize("text, kind, status", KINDS)
def test_kinds(text, kind, status):
    found = {(r.kind.value, r.status.value) for r in reports(text)}
    assert found == {(kind, status)}


def test_a_headline_is_marked():
    found = reports("It was a long week.", title="Ruritania Betrays Graustark By Building Alliance With Syldavia")
    assert {(r.role.value, r.kind.value, r.source, r.target) for r in found if r.trigger == "Betrays"} == {
        ("title", "opinion", "RUR", "GRK")
    }


def test_a_report_without_target_is_kept_and_says_so():
    (report,) = reports("Ruritania mobilised its reservists.")
    assert (report.source, report.act, report.target) == ("RUR", "MOBILIZE", None)
    assert (report.target_mention, "no target found" in report.why) == (None, True)
