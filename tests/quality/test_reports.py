"""How well reports are coded, with floors that only rise."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dragoman.mentions import Actors
from dragoman.reports import CODERS, evaluate_reports, load_coder

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference"))
FILE = REFERENCE / "acts" / "reports.jsonl"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(
    not FILE.is_file(), reason="the reference is not here; set DRAGOMAN_REFERENCE to its folder"
)


@pytest.fixture(scope="module")
def actors() -> Actors:
    return Actors.load()


@pytest.mark.parametrize("name", sorted(CODERS))
def test_reports_reach_their_floors(actors, name):
    found = evaluate_reports(FILE, load_coder(name), actors)
    floors = FLOORS["reports"][name]
    assert found["triple"]["f1"] >= floors["triple_f1"]
    assert found["triple"]["precision"] >= floors["triple_precision"]
    assert found["triple"]["extra"] <= floors["triple_extra_at_most"]
    assert found["act"]["f1"] >= floors["act_f1"]
    assert found["quad"]["f1"] >= floors["quad_f1"]
