"""Forecast, intention, appointment, or none at all: the rule of `kinds.py` and the reasons of `not_foreseen.py`, case by case."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.claims import find_claims
from dragoman.mentions import Actors, find_mentions
from dragoman.parsing import parse
from standins import article


@pytest.fixture(scope="module")
def actors():
    return Actors.load()


def claims_in(text, actors, **about):
    (parsed,) = parse([article(text, day=date(2019, 5, 14), **about)])
    return find_claims(parsed, list(find_mentions(parsed, actors=actors)))


@pytest.mark.parametrize(
    "text, kind",
    [
        # 1. a date in a calendar
        ("The ministers of France and Italy will meet on Tuesday.", "schedule"),
        ("The election will be held in June.", "schedule"),
        ("A referendum is scheduled for May 12.", "schedule"),
        ("The president of France is expected to visit Rome next week.", "schedule"),
        ("The summit of France and Italy will begin tomorrow.", "schedule"),
        # 2a. words of planning, promising, threatening
        ("Kenya vowed to attack Somalia.", "intention"),
        ("Analysts say that Iran plans to attack Israel.", "intention"),
        # 2b. said by the one who acts
        ("The French minister said that he would sign the treaty.", "intention"),
        ("“We will impose sanctions on Italy,” the French minister said.", "intention"),
        ("The French president said that France would continue to support Egypt.", "intention"),
        ("The Italian minister said that the government might recall its envoy.", "forecast"),
        # 2c. announced, arranged
        ("The Greek government announced that troops would leave Cyprus.", "intention"),
        ("Officials of both states are to sign the treaty.", "intention"),
        # 2d. administration, and what befalls
        ("The ministry of defence will publish a list of sanctions.", "intention"),
        ("A bill will be introduced to reform the police of France.", "intention"),
        ("The government of France will be defeated.", "forecast"),
        # 3. what the speaker does not decide
        ("The French minister said that Italy would leave the union.", "forecast"),
        ("“We will win the war against Italy,” the French minister said.", "forecast"),
        ("Analysts expect France to attack Italy.", "forecast"),
        ("France is likely to attack Italy on Tuesday.", "forecast"),
        ("The dispute between France and Italy threatens to derail the talks.", "forecast"),
        ("Abe\u2019s government fears that tariffs will reduce trade with Japan.", "forecast"),
    ],
)
def test_the_kind(text, kind, actors):
    found = claims_in(text, actors)
    assert {c.kind for c in found} == {kind}, [(c.kind, c.why) for c in found]


@pytest.mark.parametrize(
    "text, why",
    [
        ("Members of the European Union will have to register by Monday.", "a rule"),
        ("No minister of France shall be eligible for the senate.", "a rule"),
        ("The French army may not enter the parliament.", "a rule"),
        ("France hopes that Italy will sign the treaty.", "a wish"),
        ("The French minister urged that Italy should not leave the union.", "a wish"),
        ("The French government has not said whether it will leave the union.", "nobody says so"),
        ("It remains unclear if Italy will leave the union.", "nobody says so"),
        ("A visitor to the French parliament will feel at home.", "anybody"),
        ("A country could demand that a minister resigns.", "anybody"),
        ("The president of France will often meet voters.", "a habit"),
        ("The note of the French minister could mean war.", "a guess at what is"),
        ("The rebels of Mali were planning to attack the army.", "a plan of the past"),
        ("France reneged on its pledge to leave the union.", "a plan of the past"),
        ("The minister of France understood that the treaty would fail.", "what was known"),
        ("The judges who will hear the case against France met.", "whose part it is"),
        ("France proposed a treaty that would limit missiles.", "what a measure is for"),
        ("Under this bill the senators of France would be limited to two terms.", "what is proposed"),
        ("The late president of France will be missed.", "no event"),
        ("“I would sign the treaty,” the French minister said.", "what is imagined"),
        ("A French company will sell its software to an Italian bank.", "business"),
        ("The French team will play Italy in the final of the cup.", "sport"),
        ("The storm is expected to reach France.", "weather"),
    ],
)
def test_what_foresees_nothing(text, why, actors):
    assert [(c.statement, c.why) for c in claims_in(text, actors)] == [], why


@pytest.mark.parametrize(
    "text, holder, kind",
    [
        ("Analysts expect France to attack Italy.", "Analysts", "analyst"),
        ("France is expected by analysts to attack Italy.", "analysts", "analyst"),
        ("Economists fear that France will leave the union.", "Economists", "analyst"),
        ("Ana Petrovna said that diplomats expect France to attack Italy.", "diplomats", "official"),
        ("The Spanish minister said he believes that Italy will leave the union.", "The Spanish minister", "official"),
        ("The Spanish minister said that he expects Italy to leave the union.", "The Spanish minister", "official"),
        ("Analysts say that Iran plans to attack Israel.", "Iran", "official"),
        ("France is expected to attack Italy.", "Graustark Gazette", "outlet"),
    ],
)
def test_who_expects_is_the_holder(text, holder, kind, actors):
    (claim,) = claims_in(text, actors)
    assert (claim.holder, claim.holder_kind) == (holder, kind)


INTERVIEW = """Ana Petrovna, an analyst, speaks with the Gazette.

((GG)) Who are you?

((AP)) I am an analyst.

((GG)) What comes next?

((AP)) France will attack Italy.

((GG)) Are you sure?

((AP)) The government of France will fall.

((GG)) And then?

((AP)) Italy will leave the union."""


@pytest.mark.parametrize(
    "text",
    [
        INTERVIEW,
        INTERVIEW.replace("((GG))", "Q:").replace("((AP))", "A:"),
        INTERVIEW.replace("((GG))", "Gazette:").replace("((AP))", "Petrovna:"),
        INTERVIEW.replace("((AP)) ", ""),
    ],
)
def test_who_answers_in_an_interview_is_the_holder(text, actors):
    assert {c.holder for c in claims_in(text, actors)} == {"Ana Petrovna"}


def test_a_list_of_labels_is_no_interview(actors):
    text = "Place: Rome.\n\nDay: Monday.\n\nTopic: trade.\n\nHost: Italy.\n\nFrance will attack Italy."
    assert {c.holder for c in claims_in(text, actors)} == {"Graustark Gazette"}
