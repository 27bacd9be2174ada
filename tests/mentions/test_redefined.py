"""Names of the tables that mean something else in a text: by its own words, by the calendar, by common sense."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.mentions.redefined import redefined

DAY = date(2016, 3, 1)


@pytest.mark.parametrize(
    "text, others",
    [
        ("The Musical Iris Club (MIC) sang. The MIC bowed.", {"mic"}),
        ("The Central Intelligence Agency (CIA) denied it.", set()),
        ("The Organisation for Security and Cooperation in Europe (OSCE) sent monitors.", set()),
        ("Adidas Quirrel ran. Quirrel won.", {"adidas"}),  # Quirrel alone, Adidas never alone: a person's given name
        ("Adidas Quirrel shoes sell. Quirrel sells. Adidas is glad.", set()),
        ("Adidas opened a shop in Strelsau.", set()),
    ],
)
def test_names_that_a_text_gives_to_others(actors, text, others):
    assert redefined(text, actors) == others


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Most of the ships had left.", []),  # a party of Croatia
        ("On November 17 the museum opened.", []),  # a group of Greece
        ("The Independent Egg Board met.", []),  # a paper
        ("Trump supporters sang.", [("Trump supporters", "USA", "CVL")]),
        ("The Merkel government fell.", [("Merkel government", "DEU", "GOV")]),
        ("Trump's aides sang.", [("Trump's aides", "USA", "GOV")]),
    ],
)
def test_who_is_found(found, text, expected):
    assert [(m.text, m.state, m.sector) for m in found(text, day=date(2018, 6, 1)) if m.state] == expected


@pytest.mark.parametrize(
    "text, state, sector",
    [
        ("Donald Trump sang.", "USA", "ELI"),  # a candidate on this day
        ("President-elect Donald Trump sang.", "USA", "GOV"),
        ("Barack Obama sang.", "USA", "GOV"),
    ],
)
def test_nobody_holds_an_office_before_it_begins(found, text, state, sector):
    assert [(m.state, m.sector) for m in found(text, day=DAY)] == [(state, sector)]


def test_weapons_are_aimed_and_not_owned(found):
    (drones, egypt) = found("Drones at Egypt were seen.")
    assert (drones.state, egypt.state, egypt.locative) == (None, "EGY", False)


def test_leaders_of_one_nation_are_no_pair_of_states(found):
    text = "Egypt and France are old friends. The two Egyptian leaders laughed."
    assert {m.state for m in found(text) if m.text.endswith("leaders")} <= {"EGY"}


def test_a_place_before_a_dash_is_a_dateline(found):
    mentions = found("He left. CAIRO — The minister spoke.")
    assert [m.locative for m in mentions if m.text == "CAIRO"] == [True]
