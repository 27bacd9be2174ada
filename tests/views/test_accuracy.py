"""Figures of accuracy as the dashboard tells them: from what was measured, and honest about who was measured."""

from __future__ import annotations

import json

import pytest

from dragoman import errors
from dragoman.views import accuracy
from dragoman.views.accuracy import accuracy_of, figures

SCORE = {"precision": 0.8, "recall": 0.6, "f1": 0.6857, "extra": 0.1, "interval": {"f1": [0.6, 0.75]}}
FOUND = {
    "own_gold_actors": {"n": 207, "country_accuracy": 0.99, "sector_accuracy": 0.9},
    "reports": {"trained": {"n": 150, "triple": SCORE, "act": SCORE, "quad": SCORE}},
    "reliability": [[0.3, 0.25, 40], [0.9, 0.95, 1200]],
    "calibration_error": 0.0123,
    "versions": {
        "dragoman": "0.1.0",
        "ontology": "PLOVER-2021",
        "coders": {"trained": "rules-1+7", "rules": "rules-1"},
    },
}


def test_tables_hold_what_was_measured_and_nothing_else():
    tables = {t.title: t for t in accuracy_of(FOUND).tables}
    assert len(tables) == 3  # no labelled acts were there
    assert tables["Who did what to whom, end to end"].rows == (("trained", "0.80", "0.60", *["0.69 [0.60, 0.75]"] * 3),)
    assert tables["Who is named"].rows == (("our own", "207", "0.990", "0.900"),)
    assert "1,240 pairs" in tables["Do confidences mean what they say?"].words
    assert "0.012" in tables["Do confidences mean what they say?"].words


@pytest.mark.parametrize(
    ("coders", "other"), [("rules-1+7", False), ("rules-1, rules-1+7", False), ("rules-2+7", True), ("", False)]
)
def test_another_coder_than_the_measured_one_is_named(coders, other):
    assert accuracy_of(FOUND, coders).other is other


def test_the_package_carries_figures_of_both_coders():
    assert set(figures()["reports"]) == {"rules", "trained"}
    assert {"dragoman", "ontology", "trained", "rules"} <= set(accuracy_of(figures()).versions)


def test_missing_figures_say_so(monkeypatch, tmp_path):
    figures.cache_clear()
    monkeypatch.setattr(accuracy, "files", lambda _: tmp_path)
    with pytest.raises(errors.DataError, match="Install Dragoman again"):
        figures()
    (tmp_path / "accuracy.json").write_text(json.dumps(FOUND))
    assert figures()["versions"] == FOUND["versions"]
    figures.cache_clear()
