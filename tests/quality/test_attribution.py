"""How well is it told who says what, on marked articles of others; floors that only rise."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dragoman.reports.evaluation_attribution import evaluate_attribution

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference"))
FILE = REFERENCE / "quotes" / "polnear.jsonl"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["attribution"]

pytestmark = pytest.mark.skipif(
    not FILE.is_file(), reason="the reference is not here; set DRAGOMAN_REFERENCE to its folder"
)


def test_attributions_of_articles_that_saw_no_tuning_reach_their_floors():
    measured = evaluate_attribution(FILE, half="figures")
    assert measured["source_head"]["f1"] >= FLOORS["figures_source_head_f1"]
    assert measured["content"]["f1"] >= FLOORS["figures_content_f1"]
    assert measured["direct_speaker"]["precision"] >= FLOORS["figures_direct_speaker_precision"]
