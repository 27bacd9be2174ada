"""Are articles about one happening told together? Floors only rise."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dragoman.events.evaluation import evaluate_stories

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference")) / "stories"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))["stories"]

elsewhere = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="reference stories are not here; set DRAGOMAN_REFERENCE to their folder"
)


@elsewhere
def test_sub_topics_of_ecb_plus() -> None:
    found = evaluate_stories(REFERENCE / "ecbplus_documents.jsonl")
    print(json.dumps(found))
    assert found["f1"] >= FLOORS["ecbplus_f1"]
    assert found["held"]["f1"] >= FLOORS["ecbplus_held_f1"]


@elsewhere
def test_events_of_newswcl50() -> None:
    found = evaluate_stories(REFERENCE / "newswcl50_documents.jsonl")
    print(json.dumps(found))
    assert found["whole"] == found["labelled"]
    assert found["f1"] >= FLOORS["newswcl50_f1"]
