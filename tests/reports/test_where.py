"""Where an act took place. The states are real: places are."""

from __future__ import annotations

import pytest

import standins
from dragoman import flow
from dragoman.mentions import Actors, Gazetteer
from dragoman.records import Report
from dragoman.reports import load_coder
from dragoman.settings import Settings


@pytest.fixture(scope="module")
def placed():
    actors, coder = Actors.load(), load_coder("rules")

    def code(text):
        return flow.code([standins.article(text)], settings=Settings(), actors=actors, coder=coder)[Report]

    return code


PLACES = [
    ("Pakistan and Afghanistan held talks in Doha.", {"QAT"}),
    ("Turkish jets attacked Kurdish positions in Syria.", {"SYR"}),
    ("Russian forces shelled Kharkiv.", {"UKR"}),
    ("The Moroccan and Spanish ministers held talks in Valencia.", {"ESP"}),
    ("Armenia and Azerbaijan held talks in Cambridge, Massachusetts.", {"USA"}),
    ("Armenia and Azerbaijan held talks in Tbilisi, Georgia.", {"GEO"}),
    ("Turkey sent drones to Libya.", {"LBY"}),
    ("France withdrew its soldiers from Niger.", {"NER"}),
    ("Indian troops attacked Chinese troops in the Galwan valley of Ladakh.", {"IND"}),
    ("A Yemeni boat attacked a Greek ship in the Red Sea.", {None}),
    ("Moscow warned Ankara against the deal.", {None}),  # capitals that act
    ("Paris condemned the coup in Niger.", {None}),  # the place of what is spoken of
    ("Iran accused Israel of bombing Syria in March.", {None}),
    ("TOKYO - Japan accused China of jamming its ships.", {None}),  # a dateline
    ("GENEVA (Reuters) - Iran condemned Israel.", {None}),
]


@pytest.mark.parametrize("text, states", PLACES)
def test_country_of_the_act(placed, text, states):
    assert {r.place_state for r in placed(text)} == states


def test_a_place_has_coordinates_and_a_reason(placed):
    found = placed("Turkey and Greece held talks in Izmir on Tuesday.")
    (where,) = {(r.place, r.place_state, r.latitude, r.longitude) for r in found}
    assert where[:2] == ("İzmir", "TUR") or where[:2] == ("Izmir", "TUR")
    assert where[2] == pytest.approx(38.4, abs=0.1)
    assert where[3] == pytest.approx(27.1, abs=0.1)
    assert "GeoNames" in found[0].place_why


def test_a_sea_has_coordinates_and_no_state(placed):
    (report,) = placed("A Yemeni boat attacked a Greek ship in the Red Sea.")
    assert (report.place, report.place_state, report.latitude) == ("Red Sea", None, 20.0)


@pytest.mark.parametrize(
    "name, near, within, state",
    [
        ("Paris", (), None, "FRA"),
        ("Paris", (), "Texas", "USA"),
        ("London", (), "Ontario", "CAN"),
        ("Santiago", ("CHL",), None, "CHL"),
        ("Hyderabad", ("PAK",), None, "PAK"),
        ("Hyderabad", (), None, "IND"),
        ("Crimea", (), None, "UKR"),
        ("Rome", ("USA",), None, "ITA"),  # a small namesake in a country of the text is not meant
    ],
)
def test_namesakes(name, near, within, state):
    assert Gazetteer.load().find(name, near=near, within=within).state == state


def test_no_place_is_guessed():
    assert Gazetteer.load().find("Zenda-on-the-Hill") is None


def test_a_state_on_both_sides_of_the_date_line_keeps_its_middle():
    assert Gazetteer.load().state("FJI", "Fiji").longitude > 170
