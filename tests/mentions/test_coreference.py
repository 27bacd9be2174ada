from __future__ import annotations

from datetime import date

import pytest

DAY = date(2016, 11, 24)

# text, words of the last mention, its state, its sector
LAST = [
    ("Turkey sent its navy.", "navy", "TUR", "MIL"),
    ("Turkey said it would stay.", "it", "TUR", None),
    ("Syrian rebels said they would fight.", "they", "SYR", "REB"),
    ("President Putin said he agreed.", "he", "RUS", "GOV"),
    ("Turkey has a plan. Its details leaked.", "Its", "TUR", None),
    ("The Turkish president and prime minister left.", "prime minister", "TUR", "GOV"),
    ("The Polish president spoke. Later the president left.", "president", "POL", "GOV"),
    ("Poland criticised Iran and its policy.", "its", "IRN", None),
    ("Poland criticised Iran's raids and its policy.", "its", "IRN", None),
    ("Poland criticised Iran in its report.", "its", "POL", None),
    ("Iran tested a missile. The government said nothing.", "government", "IRN", "GOV"),
]


@pytest.mark.parametrize("text, words, state, sector", LAST)
def test_whom_it_means(found, text, words, state, sector):
    mention = found(text, day=DAY)[-1]
    assert (mention.text, mention.state, mention.sector) == (words, state, sector)


NOBODY = [
    "It is likely that it will rain.",
    "It rained. They laughed.",
    "The government said nothing.",
    "The president left.",
]


@pytest.mark.parametrize("text", NOBODY)
def test_without_antecedent_nobody_is_meant(found, text):
    assert [m.state for m in found(text, day=DAY) if m.state] == []


def test_a_president_among_several_stays_open(found):
    mentions = found("Turkey, Russia and Iran agreed. The president left.", day=DAY)
    assert mentions[-1].state is None
    assert "undecided between" in mentions[-1].why


PAIRS = [
    ("Turkey and Ukraine signed a pact. The two countries will trade.", "two countries", ["TUR", "UKR"]),
    ("Washington and Moscow talked. Both sides agreed.", "Both sides", ["USA", "RUS"]),
    ("Erdogan and Putin discussed Syria. The two leaders agreed.", "two leaders", ["TUR", "RUS"]),
    (
        "Erdogan met Putin. Erdogan spoke of gas. Dinner was late. The two leaders agreed.",
        "two leaders",
        ["TUR", "RUS"],
    ),
    ("Turkey hosted Russia. The two leaders agreed.", "two leaders", ["TUR", "RUS"]),
]


@pytest.mark.parametrize("text, words, states", PAIRS)
def test_pairs_are_two_mentions(found, text, words, states):
    pair = [m for m in found(text, day=DAY) if m.text == words]
    assert [m.state for m in pair] == states
    assert len({m.id for m in pair}) == 2
    assert len({(m.start, m.end) for m in pair}) == 1


def test_three_states_make_no_pair(found):
    mentions = found("Turkey, Russia and Iran agreed. The two countries will trade.", day=DAY)
    assert [m for m in mentions if m.kind == "pronoun"] == []


def test_pronouns_score_less_and_reach_one_sentence(found):
    name, pronoun = found("Turkey agreed. It left.", day=DAY)
    assert pronoun.kind == "pronoun"
    assert pronoun.score < name.score
    far = found("Turkey agreed. There was rain. There was snow. It left.", day=DAY)
    assert [m.text for m in far] == ["Turkey"]


def test_leaders_named_long_before_are_no_pair(found):
    mentions = found(
        "Erdogan met Putin. Erdogan spoke of gas. Dinner was late. It rained. The two leaders agreed.", day=DAY
    )
    assert not [m for m in mentions if m.kind == "pronoun" and m.state]
