from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from dragoman.errors import InputError
from dragoman.reports.evaluation_acts import evaluate_acts, evaluate_quads
from dragoman.reports.model import ActModel, PairScores
from dragoman.reports.ontology import acts


class Sayer:
    """Says of every pair the act that is the last word of its sentence; with NONE before it, that there is none."""

    acts = ("NONE", *acts())

    def score(self, sentences: Any, spans: Any, pairs: Any) -> list[list[PairScores | None]]:
        return [[self._one(text) for _ in asked] for text, asked in zip(sentences, pairs, strict=True)]

    def _one(self, text: str) -> PairScores | None:
        *_, before, act = text.split()
        if act == "CUT":
            return None
        chances = np.full(len(self.acts), 0.01, np.float32)
        chances[self.acts.index(act)] = 0.4
        chances[0] = 0.5 if before == "NONE" else 0.01
        return PairScores(chances, np.ones(5, np.float32) / 5, np.ones(1, np.float32), np.zeros(4, np.float32))


SAYER = cast("ActModel", Sayer())


def lines(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def pair(text: str, act: str) -> dict[str, Any]:
    return {"id": text, "text": text, "source": [[0, 1]], "target": [[2, 3]], "act": act}


def quad(text: str, label: int, target: list[str] | None) -> dict[str, Any]:
    return {"id": text, "text": text, "quad": label, "source_spans": ["A"], "target_spans": target}


def test_acts(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "pairs.jsonl",
        pair("A B RETREAT", "YIELD"),  # both kinds of giving way are one here
        pair("A B CONCEDE", "YIELD"),
        pair("A B NONE ASSAULT", "ASSAULT"),  # that there is no act is not offered
        pair("A B COERCE", "ASSAULT"),  # wrong act, right quad class
        pair("A B CUT", "AID"),  # not read: wrong
    )
    found = evaluate_acts(path, model=SAYER)
    assert found["n"] == 5
    assert found["not_read"] == 1
    assert found["called_none"] == 0.2
    assert {act: row["f1"] for act, row in found["per_class"].items()} == {"YIELD": 1, "ASSAULT": 0.6667, "AID": 0}
    assert found["macro_f1"] == pytest.approx((1 + 0.6667 + 0) / 3, abs=1e-4)
    assert found["quad_macro_f1"] == pytest.approx((0.8 + 1) / 2, abs=1e-4)
    assert found["coop_conflict_macro_f1"] == pytest.approx((0.8 + 1) / 2, abs=1e-4)
    assert found["confusion"]["ASSAULT"] == {"ASSAULT": 1, "COERCE": 1}


def test_quads(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "quads.jsonl",
        quad("A B AID", 2, ["B"]),
        quad("A B COERCE", 3, ["B"]),
        quad("A B NONE AID", 0, ["B"]),
        quad("A B AID", 2, None),  # left out
        quad("A B AID", 2, ["C"]),  # not in the text: left out
    )
    found = evaluate_quads(path, model=SAYER)
    assert (found["n"], found["n_with_none"], found["left_out"]) == (2, 3, 2)
    assert found["quad_macro_f1"] == 0.5


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (pair("A B AID", "HUG"), "HUG"),
        ({"text": "A B AID"}, "line 1 lacks"),
        ([], "line 1 lacks an object"),
    ],
)
def test_what_is_no_pair_is_refused(tmp_path: Path, row: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        evaluate_acts(lines(tmp_path / "pairs.jsonl", row), model=SAYER)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        evaluate_acts(tmp_path / "nowhere.jsonl", model=SAYER)
