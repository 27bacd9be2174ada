"""Status, kind, days and places on the project's own gold: floors of the part that was never used for tuning."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.mentions import Actors
from dragoman.reports import load_coder
from dragoman.reports.evaluation_status import evaluate_days, evaluate_places, evaluate_status
from dragoman.reports.rules import RuleCoder

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "tests" / "gold"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["status"]


@pytest.fixture(scope="module")
def actors() -> Actors:
    return Actors.load()


@pytest.mark.parametrize("name", ["trained", "rules"])
def test_status_and_kind_reach_their_floors(actors, name):
    found = evaluate_status(GOLD / "status.jsonl", load_coder(name), actors)["held"]
    assert found["n"] >= 250
    assert found["status"]["macro_f1"] >= FLOORS[name]["status_macro_f1"]
    assert found["kind"]["macro_f1"] >= FLOORS[name]["kind_macro_f1"]


def test_days_reach_their_floors(actors):
    found = evaluate_days(GOLD / "days.jsonl", RuleCoder.load(), actors)["held"]
    assert found["resolvable"]["exact"] >= FLOORS["days_exact"]
    assert found["unresolvable"]["refused"] >= FLOORS["days_refused"]


def test_places_reach_their_floors(actors):
    found = evaluate_places(GOLD / "places.jsonl", load_coder("trained"), RuleCoder.load(), actors)["held"]
    assert found["right"] >= FLOORS["place_country"]
