"""Actors are resolved as well as the pinned floors say: on the project's own gold, and on the reference where it is there."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dragoman.mentions import Actors, evaluate_actors, split_coordination

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference"))
GOLD = ROOT / "tests" / "gold" / "actors.jsonl"
FLOORS = json.loads((ROOT / "tests" / "quality" / "floors.json").read_text(encoding="utf-8"))["actors"]

needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the reference is not here; set DRAGOMAN_REFERENCE to its folder"
)


@pytest.fixture(scope="module")
def actors():
    return Actors.load()


def test_own_gold(actors):
    told = evaluate_actors(GOLD, actors=actors)
    assert told["n"] >= 150
    assert told["country_accuracy"] >= FLOORS["gold_country"], told["wrong"]
    assert told["sector_accuracy"] >= FLOORS["gold_sector"], told["wrong"]


@needs_reference
def test_reference(actors):
    told = evaluate_actors(REFERENCE / "actors" / "actors.jsonl", actors=actors)
    assert told["country_accuracy"] >= FLOORS["reference_country"], told["wrong"]
    assert told["sector_accuracy"] >= FLOORS["reference_sector"], told["wrong"]


@needs_reference
def test_reference_coordination(actors):
    lines = (REFERENCE / "actors" / "coordination.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    wrong = [
        case["id"]
        for case in cases
        if set(split_coordination(case["text"], case["actor_phrase"], actors=actors)) != set(case["expected_actors"])
    ]
    assert cases
    assert wrong == []
