"""Judgements and predictions: what is said of an actor or foretold is no act."""

from __future__ import annotations

from datetime import date

import pytest

from invented import reports

DAY = date(2024, 6, 12)

OPINIONS = [
    "Ruritania treats Graustark like a colony.",
    "Ruritania circles Graustark like a shark.",
    "Ruritania's hypocrisy towards Graustark is breathtaking.",
    "Ruritania's behaviour towards Graustark is barbaric.",
    "Ruritania is the lapdog of Graustark.",
    "Ruritania has become the doormat of Graustark.",
    "Ruritania is on its knees before Graustark.",
    "Ruritania has shamefully abandoned Graustark.",
    "Ruritania is making a mockery of Graustark.",
    "Ruritania is flirting with Graustark.",
]
REPORTS = [  # an evaluative word beside a deed leaves the deed a report
    "Ruritania's army attacked Graustark on Monday, a cruel blow.",
    "In a brutal raid Ruritania bombed Graustark.",
    "Ruritania, like its neighbours, signed a treaty with Graustark.",
    "Ruritania attacked Graustark.",
]
PREDICTIONS = [
    ("An analyst said that Ruritania would attack Graustark.", "future"),
    ("Syldavia said that Ruritania would attack Graustark.", "future"),
    ("Sooner or later Ruritania will attack Graustark.", "future"),
    ("Ruritania will never attack Graustark, whatever happens.", "future"),
    ("Ruritania is bound to attack Graustark.", "future"),
    ("Ruritania is expected to attack Graustark.", "future"),
    ("Observers expect that Ruritania will attack Graustark.", "future"),
    ("Ruritania's partnership with Graustark will eventually crumble.", "future"),
    ("Ruritania could attack Graustark, an expert said.", "hypothetical"),
]
STATUSES = [
    ("Had Ruritania attacked Graustark, Syldavia would have fled.", "hypothetical"),
    ("In the event that Ruritania attacks Graustark, trains will stop.", "hypothetical"),
    ("Ruritania nearly attacked Graustark.", "hypothetical"),
    ("Perhaps Ruritania would attack Graustark.", "hypothetical"),
    ("Ruritania has yet to attack Graustark.", "negated"),
    ("Ruritania attacked Graustark; Syldavia did not protest.", "actual"),
    ("Think back to 1989, when Ruritania attacked Graustark.", "historical"),
]


@pytest.mark.parametrize("text", OPINIONS)
def test_a_judgement_is_no_act(text):
    assert {r.kind.value for r in reports(text, day=DAY)} == {"opinion"}


@pytest.mark.parametrize("text", REPORTS)
def test_a_deed_stays_a_report(text):
    assert "report" in {r.kind.value for r in reports(text, day=DAY)}
    assert {r.status.value for r in reports(text, day=DAY)} == {"actual"}


@pytest.mark.parametrize("text, status", PREDICTIONS)
def test_what_others_foresee_is_a_prediction(text, status):
    assert {(r.kind.value, r.status.value) for r in reports(text, day=DAY)} == {("prediction", status)}


def test_what_an_actor_announces_itself_is_none():
    assert {r.kind.value for r in reports("Ruritania said that it would attack Graustark.", day=DAY)} == {"report"}


@pytest.mark.parametrize("text, status", STATUSES)
def test_status_of_clauses(text, status):
    found = {r.status.value for r in reports(text, day=DAY) if r.act == "ASSAULT"}
    assert found == {status}


def test_what_is_foretold_has_no_day_of_the_article():
    (report,) = reports("Ruritania is expected to attack Graustark.", day=DAY)
    assert (report.day, report.day_why) == (None, "what is foretold; its day is not told")
