"""Words of agreeing, warning and refusing that tell no act, and their neighbours that do."""

from __future__ import annotations

import pytest

from invented import told


def acts_of(text):
    return {(s, act, t) for s, act, t, status in told(text) if status in ("actual", "historical")}


AGREED = {("RUR", "AGREE", "GRK"), ("GRK", "AGREE", "RUR")}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Ruritania and Graustark agreed that flour is dear.", set()),
        ("Ruritania agreed with Graustark that winters are long.", set()),
        ("Ruritania agreed with Graustark, saying that winters are long.", set()),
        ("Ruritania and Graustark agreed that they would hold talks.", AGREED),
        ("Ruritania agreed with Graustark on a new treaty.", AGREED),
        ("Ruritania warned that Graustark is running out of flour.", set()),
        ("Ruritania warned Ruritanian citizens to leave Graustark.", set()),
        ("Ruritania warned Graustark that it would answer.", {("RUR", "THREATEN", "GRK")}),
        ("Ruritania warned Graustark against an attack.", {("RUR", "THREATEN", "GRK")}),
        ("The Ruritanian president warned that Ruritania would hit Graustark.", {("RUR", "THREATEN", "GRK")}),
        ("Ruritania refused to condemn Graustark.", set()),
        ("Ruritania refused to meet Graustark.", {("RUR", "REJECT", "GRK")}),
        ("The Ruritanian government ordered the Ruritanian army to wait.", set()),
        ("The Ruritanian president returned to Graustark.", set()),
        ("Ruritania is looking forward to a match against Graustark.", set()),
        ("Ruritania announced a troop withdrawal from Graustark.", {("RUR", "AGREE", "GRK")}),
    ],
)
def test_words_that_are_acts_and_words_that_are_none(text, expected):
    assert acts_of(text) == expected


@pytest.mark.parametrize("verb", ["launched", "fired", "sent", "hurled"])
def test_weapons_at_somebody(verb):
    assert ("RUR", "ASSAULT", "GRK") in acts_of(f"Ruritania {verb} 40 drones at Graustark.")
