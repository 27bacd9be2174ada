from __future__ import annotations

from datetime import date

import pytest

DAY = date(2016, 11, 24)

# sentence, mentions as (words, state, sector) in the order of the text
SENTENCES = [
    ("Turkey sent troops to Syria.", [("Turkey", "TUR", None), ("troops", None, "MIL"), ("Syria", "SYR", None)]),
    ("Moscow warned Ankara.", [("Moscow", "RUS", "GOV"), ("Ankara", "TUR", "GOV")]),
    ("The Kremlin denied the report.", [("Kremlin", "RUS", "GOV")]),
    ("Downing Street welcomed the ruling.", [("Downing Street", "GBR", "GOV")]),
    ("A senior Turkish official resigned.", [("senior Turkish official", "TUR", "GOV")]),
    ("The Ukrainian delegation left Geneva.", [("Ukrainian delegation", "UKR", "GOV"), ("Geneva", "CHE", None)]),
    ("Turkey's president left.", [("Turkey's president", "TUR", "GOV")]),
    ("The president of Poland left.", [("president of Poland", "POL", "GOV")]),
    (
        "Turkish President Recep Tayyip Erdogan spoke.",
        [("Turkish President Recep Tayyip Erdogan", "TUR", "GOV")],
    ),
    ("Erdogan telephoned Putin.", [("Erdogan", "TUR", "GOV"), ("Putin", "RUS", "GOV")]),
    ("Russian warplanes bombed Aleppo.", [("Russian warplanes", "RUS", "MIL"), ("Aleppo", "SYR", None)]),
    ("Police in Istanbul arrested a journalist.", [("Police in Istanbul", "TUR", "COP"), ("journalist", None, "JRN")]),
    ("Iraqi lawmakers rejected the bill.", [("Iraqi lawmakers", "IRQ", "LEG")]),
    ("The UN Security Council met.", [("UN Security Council", "UNO", "IGO")]),
    ("NATO condemned Serbia.", [("NATO", "NATO", "IGO"), ("Serbia", "SRB", None)]),
    ("PKK militants attacked a Turkish convoy.", [("PKK militants", "TUR", "REB"), ("Turkish convoy", "TUR", "MIL")]),
    ("Boko Haram seized weapons.", [("Boko Haram", "NGA", "REB")]),
    ("French farmers blocked roads.", [("French farmers", "FRA", "AGR")]),
    ("Syrian refugees reached Lesbos.", [("Syrian refugees", "SYR", "REF"), ("Lesbos", "GRC", None)]),
    ("A former CIA director testified.", [("former CIA director", "USA", "ELI")]),
    ("The Washington Post praised Merkel.", [("Washington Post", "USA", "JRN"), ("Merkel", "DEU", "GOV")]),
    ("US Senator Marco Rubio visited Kyiv.", [("US Senator Marco Rubio", "USA", "LEG"), ("Kyiv", "UKR", "GOV")]),
    # adjectives of what is no actor
    ("Turkish tomatoes are cheap.", [("Turkish", "TUR", None)]),
    ("The Russian-Turkish pipeline was delayed.", [("Russian", "RUS", None), ("Turkish", "TUR", None)]),
    # joined
    (
        "Ukrainian and Polish ministers met.",
        [("Ukrainian ministers", "UKR", "GOV"), ("Polish ministers", "POL", "GOV")],
    ),
    (
        "The presidents of Turkey and Russia met.",
        [("presidents of Turkey", "TUR", "GOV"), ("presidents of Russia", "RUS", "GOV")],
    ),
    ("Germany, France and Italy agreed.", [("Germany", "DEU", None), ("France", "FRA", None), ("Italy", "ITA", None)]),
    (
        "Egypt's and Sudan's foreign ministers met.",
        [("Egypt's foreign ministers", "EGY", "GOV"), ("Sudan's foreign ministers", "SDN", "GOV")],
    ),
    # who is no state
    ("He ate a turkey and broke the china.", []),
    ("Please tell us what it is.", []),
    ("Michael Jordan and Jordan Smith played golf.", []),
    ("Paris Hilton sang.", []),
    ("It may rain in May.", []),
    ("Turkey beat Ukraine 2-0 in a World Cup qualifier.", []),
    ("Leicester Rovers lost again.", []),
    # a person whom no table knows
    (
        "Ruritanian Chancellor Rudolf Rassendyll resigned. Rassendyll was tired.",
        [("Ruritanian Chancellor Rudolf Rassendyll", None, "GOV")],
    ),
    (
        "Lithuanian Defence Minister Jonas Bartkus resigned. Bartkus was tired.",
        [("Lithuanian Defence Minister Jonas Bartkus", "LTU", "GOV"), ("Bartkus", "LTU", "GOV")],
    ),
]


@pytest.mark.parametrize("sentence, expected", SENTENCES)
def test_who_is_named(found, sentence, expected):
    assert [(m.text, m.state, m.sector) for m in found(sentence, day=DAY)] == expected


# words, day, state, sector, part of the name
OFFICES = [
    ("Davutoglu", date(2012, 5, 1), "TUR", "GOV"),
    ("Davutoglu", date(2015, 5, 1), "TUR", "GOV"),
    ("Davutoglu", date(2017, 5, 1), "TUR", "ELI"),
    ("Davutoglu", date(2020, 5, 1), "TUR", "OPP"),
    ("Obama", date(2012, 5, 1), "USA", "GOV"),
    ("Obama", date(2019, 5, 1), "USA", "ELI"),
    ("Merkel", date(2010, 5, 1), "DEU", "GOV"),
    ("Putin", date(2010, 5, 1), "RUS", "GOV"),
]


@pytest.mark.parametrize("name, day, state, sector", OFFICES)
def test_offices_by_day(found, name, day, state, sector):
    (mention,) = [m for m in found(f"Former aides said {name} had resigned.", day=day) if m.kind == "person"]
    assert (mention.state, mention.sector) == (state, sector)
    assert mention.why


STATES = [
    ("The Soviet Union invaded Czechoslovakia.", date(1968, 8, 21), ["RUS", "CSK"]),
    ("The Ottoman Empire fought Austria-Hungary.", date(1909, 1, 1), ["TUR", "AUH"]),
    ("East Germany closed its border with West Germany.", date(1970, 1, 1), ["DDR", "DEU"]),
    ("Soviet troops left Hungary.", date(1991, 6, 1), ["RUS", "HUN"]),
    ("Yugoslavia recalled its envoy to Albania.", date(1975, 6, 1), ["YUG", "ALB"]),
]


@pytest.mark.parametrize("sentence, day, states", STATES)
def test_states_of_the_past(found, sentence, day, states):
    told = [m.state for m in found(sentence, day=day) if m.state and m.kind != "pronoun"]
    assert list(dict.fromkeys(told)) == states


def test_a_state_outside_its_years_says_so(found):
    (mention,) = found("The Soviet Union collapsed.", day=date(2015, 1, 1))
    assert mention.state == "RUS"
    assert "outside its years" in mention.why


GEORGIA = [
    ("Georgia accused Russia of occupying Abkhazia.", "GEO"),
    ("Georgia recalled its envoy. Officials in Tbilisi confirmed it.", "GEO"),
    ("Georgia counted its votes again. Officials in Atlanta and Savannah confirmed it.", "USA"),
    ("Georgia is a fine place.", None),
]


@pytest.mark.parametrize("text, state", GEORGIA)
def test_georgia_is_decided_by_its_text(found, text, state):
    mention = found(text, day=DAY)[0]
    assert mention.state == state
    if state is None:
        assert "GEO or USA" in mention.why


def test_a_place_where_something_is_done(found):
    mentions = found("Officials from France met rebels in Turkey.", day=DAY)
    (place,) = [m for m in mentions if m.state == "TUR"]
    assert place.kind in {"name", "role"}
    (city,) = [m for m in found("A bomb went off near Ankara.", day=DAY) if m.state == "TUR"]
    assert (city.kind, city.sector) == ("name", None)
    assert "locative" in city.why


def test_adjectives_score_less_than_names(found):
    adjective, name = found("Turkish tomatoes rot in silos, Turkey said.", day=DAY)
    assert adjective.kind == "adjective"
    assert adjective.score < name.score
    assert "modifies 'tomatoes'" in adjective.why


def test_headlines_in_capitalised_words(found):
    mentions = found("It was a quiet day.", title="Turkey Betrays Russia By Building Ties With Ukraine", day=DAY)
    assert [m.state for m in mentions if m.role == "title"] == ["TUR", "RUS", "UKR"]


def test_a_byline_names_nobody(found):
    assert [m.text for m in found("Turkey agreed.", dateline="ANKARA", day=DAY)] == ["ANKARA", "Turkey"]
