"""Where an act stands: by the words of its sentence."""

from __future__ import annotations

import pytest

from dragoman.data import table
from dragoman.reports.contexts import CONTEXTS, contexts_of
from dragoman.reports.ontology import acts


def test_table_names_known_contexts_once():
    rows = [(r["lemma"], r["part"], r["context"]) for r in table("contexts")]
    assert {context for *_, context in rows} == set(CONTEXTS)
    assert len(rows) == len(set(rows))
    assert {part for _, part, _ in rows} <= {"", "NOUN", "VERB"}


@pytest.mark.parametrize(
    "act, words, expected",
    [
        ("REQUEST", [("withdraw", "VERB"), ("troop", "NOUN"), ("border", "NOUN")], ("military", "territory")),
        ("ACCUSE", [("court", "NOUN"), ("indict", "VERB"), ("oil", "NOUN")], ("legal", "resource")),
        ("ACCUSE", [("court", "NOUN"), ("indict", "VERB"), ("judge", "NOUN"), ("oil", "NOUN")], ("legal",)),
        ("SANCTION", [("strike", "VERB")], ()),  # "struck a deal": the noun alone is military
        ("ASSAULT", [("blow", "NOUN")], ("military",)),
        ("ACCUSE", [], ()),
    ],
)
def test_contexts_come_from_words(act, words, expected):
    assert contexts_of(act, words) == expected


def test_usual_contexts_are_of_known_acts():
    from dragoman.reports.contexts import USUAL

    assert set(USUAL) <= set(acts())
