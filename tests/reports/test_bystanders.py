"""Of acts that the network alone sees: who stands where an act is told, and who is but named beside it."""

from __future__ import annotations

from datetime import date

import pytest

import standins
from dragoman import flow
from dragoman.mentions import Actors
from dragoman.records import Report
from dragoman.reports import load_coder
from dragoman.settings import Settings


@pytest.fixture(scope="module")
def acts_of():
    actors, coder = Actors.load(), load_coder("trained")

    def of(text):
        article = standins.article(text, day=date(2021, 6, 12))
        made = flow.code([article], settings=Settings(), actors=actors, coder=coder)[Report]
        return {(r.source, r.act, r.target) for r in made if r.source and r.target}

    return of


TOLD = [
    ("Peru accused Chile of sending saboteurs to the port, and Santiago rejected the allegation as an invention.", ("CHL", "REJECT", "PER")),
    ("Grain prices dominated a meeting that the Finnish trade minister had with Swedish ministers in Stockholm.", ("FIN", "CONSULT", "SWE")),
    ("Peru agreed on Tuesday to buy $15 billion of Chilean bonds and to sell Chile gas at a discount.", ("PER", "AGREE", "CHL")),
    ("Putin warned that Russia reserved the right to leave again if Ukraine broke its promises.", ("RUS", "THREATEN", "UKR")),
    ("The Security Council adopted a resolution on Saturday that supports the efforts of Peru and Chile to end the violence.", ("UNO", "SUPPORT", "PER")),
]  # fmt: skip
BESIDE = [
    ("Peru was allied with Chile, and Brazil attacked Bolivia.", {("BRA", "PER"), ("BRA", "CHL"), ("PER", "BOL"), ("CHL", "BOL")}),
    ("From Chile, the Peruvian foreign minister condemned Bolivia.", {("CHL", "BOL")}),
    ("The navies of China, India and Oman sailed past.", {("CHN", "IND"), ("IND", "OMN"), ("CHN", "OMN")}),
    ("Chile's ambassador to Peru retired after thirty years.", {("CHL", "PER"), ("PER", "CHL")}),
    ("Peru attacked the party for remarks that mocked a Chilean student.", {("PER", "CHL")}),
]  # fmt: skip


@pytest.mark.parametrize("text, report", TOLD)
def test_who_acts_on_whom_may_stand_apart(acts_of, text, report):
    assert report in acts_of(text)


@pytest.mark.parametrize("text, pairs", BESIDE)
def test_who_is_only_named_beside_an_act_has_no_part_in_it(acts_of, text, pairs):
    assert not {(source, target) for source, _, target in acts_of(text)} & pairs
