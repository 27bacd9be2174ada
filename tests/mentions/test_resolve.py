from __future__ import annotations

from datetime import date

import pytest

from dragoman.mentions import resolve

# phrase, context, day, state, sector
PHRASES = [
    ("the Danish foreign minister", "", None, "DNK", "GOV"),
    ("foreign minister", "Denmark", None, "DNK", "GOV"),
    ("Chilean senators", "", None, "CHL", "LEG"),
    ("soldiers", "", None, None, "MIL"),
    ("an army accountant", "", None, None, "MIL"),
    ("an opposition lawmaker", "", None, None, "LEG"),
    ("a former Peruvian general", "", None, "PER", "ELI"),
    ("the outgoing Peruvian president", "", None, "PER", "GOV"),
    ("a group of Colombian smugglers", "", None, "COL", "CRM"),
    ("members of Boko Haram", "", None, "NGA", "REB"),
    ("the commander of the Greek navy", "", None, "GRC", "MIL"),
    ("Muslim leaders in Austria", "", None, "AUT", "REL"),
    ("the Swedish ambassador to Ankara", "", None, "SWE", "GOV"),
    ("an adviser to the Finnish government", "", None, "FIN", "GOV"),
    ("a US-backed Syrian militia", "", None, "SYR", "PRM"),
    ("a Vienna-based Russia analyst", "", None, "AUT", "EDU"),
    ("pro-Russian separatists", "", None, None, "REB"),
    ("Osaka police", "", None, "JPN", "COP"),
    ("the Oslo Times", "", None, "NOR", "JRN"),
    ("Vladimir Putin", "", date(1999, 3, 1), "RUS", "SPY"),
    ("Vladimir Putin", "", date(2010, 3, 1), "RUS", "GOV"),
    ("Tayyip Erdogan", "", date(2010, 3, 1), "TUR", "GOV"),
    ("President Bush", "", date(1990, 6, 1), "USA", "GOV"),
    ("President Clinton", "", date(1995, 6, 1), "USA", "GOV"),
    ("Secretary of State Clinton", "", date(2010, 6, 1), "USA", "GOV"),
    ("the Taliban", "", date(2010, 6, 1), "AFG", "REB"),
    ("the Taliban", "", date(2022, 6, 1), "AFG", "GOV"),
    ("Kazahks", "", None, "KAZ", None),  # misspelt
    ("two puppies", "", None, None, None),
    ("Marcus Beam", "", None, None, None),
    ("Feliciano Valencia", "", None, None, None),  # no city
    ("Jordan", "the border between Jordan and Syria, near Amman", None, "JOR", None),
    ("", "", None, None, None),
    ("...", "", None, None, None),
]


@pytest.mark.parametrize("phrase, context, day, state, sector", PHRASES)
def test_phrases(actors, phrase, context, day, state, sector):
    found = resolve(phrase, context=context, day=day, actors=actors)
    assert (found.state, found.sector) == (state, sector), found.why
    assert 0 <= found.score <= 1
    assert found.why


AMBIGUOUS = [("Georgia", {"GEO", "USA"}), ("Jordan", {"JOR"}), ("Washington", {"USA"})]


@pytest.mark.parametrize("name, candidates", AMBIGUOUS)
def test_an_ambiguous_name_stays_ambiguous(actors, name, candidates):
    found = resolve(name, actors=actors)
    assert found.state is None
    assert candidates <= set(found.candidates)
    assert "ambiguous" in found.why


def test_a_known_country_decides(actors):
    assert resolve("Georgia", known_country="GEO", actors=actors).state == "GEO"
    assert resolve("the president", known_country="TUR", actors=actors).state == "TUR"
    assert resolve("the president", actors=actors).state is None


def test_namesakes_stay_ambiguous_with_both_named(actors):
    found = resolve("Abdullah", day=date(2012, 3, 20), actors=actors)
    assert found.state is None
    assert {"JOR", "SAU"} <= set(found.candidates)


def test_ministers_of_defence_stand_for_the_military_too(actors):
    assert resolve("the Polish defence minister", actors=actors).sectors == ("GOV", "MIL")


CASE = [
    ("us", None), ("US", "USA"), ("U.S.", "USA"), ("turkey", None), ("Turkey", "TUR"), ("TURKEY", "TUR"),
    ("Nato", "NATO"), ("NATO", "NATO"), ("who", None), ("WHO", "UNO"), ("polish", None), ("Polish", "POL"),
]  # fmt: skip


@pytest.mark.parametrize("word, state", CASE)
def test_case_is_evidence(found, word, state):
    mentions = found(f"They thanked {word} for it.")
    assert [m.state for m in mentions if m.text == word] == ([state] if state else [])


SPELLINGS = ["Davutoglu", "Davutoğlu", "Ahmet Davutoglu", "DAVUTOGLU"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_diacritics_and_case_do_not_matter(actors, spelling):
    assert resolve(spelling, day=date(2015, 3, 1), actors=actors).name == "Ahmet Davutoğlu"
