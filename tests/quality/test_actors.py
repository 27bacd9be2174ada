"""Actors are resolved as well as the pinned floors say: on the project's own gold, and on the reference where it is there."""

from __future__ import annotations

import itertools
import json
import os
import time
from pathlib import Path

import pytest

from dragoman.mentions import Actors, evaluate_actors, find_mentions, split_coordination
from dragoman.parsing import parse
from dragoman.records import Article, Part, Precision, Role

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


def test_loading_is_quick():
    Actors.load()  # files are warm, as from the second command on
    start = time.process_time()
    Actors.load()
    assert time.process_time() - start < FLOORS["load_seconds_at_most"]


def test_finding_costs_a_part_of_the_parse(actors):
    """A ratio to the parse of the same texts in the same run, so that the machine does not matter."""
    cases = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    text = "\n\n".join(
        f"Officials said on Monday that {c['text']} had met {d['text']} and would not discuss the new sanctions further."
        for c, d in itertools.pairwise(cases)
    )
    article = Article(
        id="A0", title=None, byline=None, publisher=None, url=None, day=None, day_precision=Precision.UNKNOWN, day_why="",
        language="en", language_score=1.0, text=text, parts=(Part(role=Role.BODY, start=0, end=len(text)),), origin="test",
        native_id=None,
    )  # fmt: skip
    list(parse([article]))
    start = time.process_time()
    (parsed,) = parse([article])
    middle = time.process_time()
    assert find_mentions(parsed, actors=actors)
    assert time.process_time() - middle < FLOORS["time_to_parse_at_most"] * (middle - start)
