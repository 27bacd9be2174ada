"""Does the shipped act network still tell acts apart, and do its chances mean what they say? Floors only rise."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dragoman.reports.evaluation_acts import calibration_error, evaluate_acts, evaluate_quads, reliability
from dragoman.reports.model import ActModel

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference")) / "acts"
SENTENCES = ROOT / "training" / "sentences.py"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))["acts"]

elsewhere = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="reference acts are not here; set DRAGOMAN_REFERENCE to their folder"
)


@elsewhere
def test_acts_of_given_pairs() -> None:
    found = evaluate_acts(REFERENCE / "pairs.jsonl")
    print(json.dumps({k: v for k, v in found.items() if k != "confusion"}))
    assert found["n"] > 1000
    for name in ("macro_f1", "quad_macro_f1", "coop_conflict_macro_f1"):
        assert found[name] >= FLOORS[f"pairs_{name}"], name


@elsewhere
def test_quads_of_given_pairs() -> None:
    found = evaluate_quads(REFERENCE / "quads.jsonl")
    print(json.dumps(found))
    assert found["quad_macro_f1"] >= FLOORS["quads_macro_f1"]


def own_sentences() -> list[Any]:
    """The sentences of the project that neither trained nor calibrated the network."""
    if not SENTENCES.exists():
        pytest.skip("training/ is not here; it comes with the checkout, not with the wheel")
    spec = importlib.util.spec_from_file_location("training_sentences", SENTENCES)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    _, _, test = module.split(module.read(sorted((ROOT / "training" / "sentences").glob("*.jsonl"))))
    return list(test)


def test_own_sentences_and_their_chances() -> None:
    model, sentences = ActModel.load(), own_sentences()
    pairs = [[(s, t) for s in range(len(x.spans)) for t in range(len(x.spans)) if s != t] for x in sentences]
    tops, rights, acting = [], [], []
    for x, asked, scores in zip(
        sentences, pairs, model.score([x.text for x in sentences], [x.spans for x in sentences], pairs), strict=True
    ):
        for pair, score in zip(asked, scores, strict=True):
            assert score is not None
            gold = {one.act for one in x.acts.get(pair, ())} or {"NONE"}
            tops.append(float(score.acts.max()))
            rights.append(model.acts[int(score.acts.argmax())] in gold)
            acting.append("NONE" not in gold)
    right, act = np.array(rights), np.array(acting)
    error = calibration_error(reliability(tops, rights))
    print(
        json.dumps(
            {"pairs": len(tops), "ece": round(error, 4), "right": right.mean(), "right_of_acts": right[act].mean()}
        )
    )
    assert error <= FLOORS["calibration_error_at_most"]
    assert right.mean() >= FLOORS["own_accuracy"]
    assert right[act].mean() >= FLOORS["own_accuracy_of_acts"]
