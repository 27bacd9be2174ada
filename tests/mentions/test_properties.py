from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.mentions import find_mentions, resolve
from dragoman.mentions.words import fold, key, plural
from dragoman.parsing import parse

TEXTS = [
    "Turkey and Ukraine signed a memorandum. The two countries will build tanks, a senior Turkish official said.",
    "The leaders of Germany, France, and the UK met U.S. officials in Geneva; they agreed on sanctions against Iran.",
    'Ukrainian, Polish and Czech ministers said: "We thank the EU." Their spokesman left.\n\nHe did not return.',
    "RUSSIA WARNS TURKEY\n\nMoscow's envoy to Ankara, Andrei Karlov, was shot. Putin's office confirmed it.",
    "Egypt's and Sudan's foreign ministers met the Ethiopian prime minister, Abiy Ahmed, and his army chief.",
]
WORDS = [
    "Turkey",
    "Turkish",
    "Russia",
    "and",
    ",",
    ".",
    "'s",
    "the",
    "president",
    "of",
    "to",
    "Ankara",
    "Moscow",
    "Erdogan",
    "Putin",
    "minister",
    "army",
    "ministers",
    "its",
    "it",
    "they",
    "said",
    "met",
    "US",
    "U.S.",
    "us",
    "Georgia",
    "Jordan",
    "Smith",
    "former",
    "two",
    "countries",
    "both",
    "sides",
    "-",
    "pro",
    "Kurdish",
    "rebels",
    "in",
    "near",
    "Kyiv",
    "May",
    '"',
    "(",
    ")",
    "\n\n",
    "who",
]
KINDS = {"name", "adjective", "metonym", "person", "organisation", "role", "pronoun"}


def check(article, mentions):
    assert [(m.start, m.end) for m in mentions] == sorted((m.start, m.end) for m in mentions)
    assert len({m.id for m in mentions}) == len(mentions)
    for m in mentions:
        assert m.article == article.id
        assert 0 <= m.start < m.end <= len(article.text)
        assert m.kind in KINDS
        assert 0 <= m.score <= 1
        assert m.why
        assert m.text.strip()
        assert "joined" in m.why or m.text == article.text[m.start : m.end]
    for first, second in itertools.pairwise(mentions):
        apart = first.end <= second.start
        split = ("joined" in first.why and "joined" in second.why) or (first.start, first.end) == (
            second.start,
            second.end,
        )
        assert apart or split, (first, second)


@pytest.mark.parametrize("text", TEXTS)
def test_spans_lie_in_the_text_and_apart(article_of, actors, text):
    article = article_of(text, day=date(2016, 11, 24), title="Turkey warns Russia", dateline="ANKARA")
    (parsed,) = parse([article])
    mentions = find_mentions(parsed, actors=actors)
    assert mentions
    check(article, mentions)
    assert mentions == find_mentions(parsed, actors=actors)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
def test_any_order_of_words_is_read(article_of, actors, words):
    text = " ".join(words)
    if not text.strip():
        return
    article = article_of(text, day=date(2016, 11, 24))
    (parsed,) = parse([article])
    check(article, find_mentions(parsed, actors=actors))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(phrase=st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)))
def test_any_phrase_is_resolved_alike(actors, phrase):
    found = resolve(phrase, actors=actors)
    assert found == resolve(phrase, actors=actors)
    assert 0 <= found.score <= 1
    assert found.sector is None or found.sector == found.sectors[0]


FOLDED = [
    ("U.S.", ("us",)), ("Davutoğlu", ("davutoglu",)), ("Nagorno-Karabakh", ("nagorno", "karabakh")), ("’s", ("s",)),
    ("N'Djamena", ("ndjamena",)), ("-", ()), (",", (",",)), ("—", (",",)), ("OPEC+", ("opec", "plus")), ("Łódź", ("lodz",)),
]  # fmt: skip


@pytest.mark.parametrize("token, pieces", FOLDED)
def test_folding(token, pieces):
    assert fold(token) == pieces


@given(st.text(max_size=30))
def test_folding_is_stable(text):
    assert key(key(text)) == key(text)


PLURALS = [
    ("soldier", "soldiers"), ("army", "armies"), ("policeman", "policemen"), ("minister of defence", "ministers of defence"),
    ("child", "children"), ("coach", "coaches"), ("troops", "troops"), ("boss", "bosses"), ("attorney", "attorneys"),
]  # fmt: skip


@pytest.mark.parametrize("one, many", PLURALS)
def test_plurals(one, many):
    assert plural(one) == many
