"""Chances said against shares that came true, by hand and on simulated holders."""

from __future__ import annotations

import json

import numpy as np
import pytest

from dragoman.claims.evaluation_forecasts import evaluate_forecasts
from dragoman.claims.score import brier
from dragoman.claims.score_calibration import calibration, calibration_error, parts_of_brier
from dragoman.errors import InputError
from dragoman.views.charts import picture
from dragoman.views.charts_claims import calibration_chart


@pytest.mark.parametrize(
    "chances, came, bins, wanted",
    [
        ([], [], 10, []),
        ([0.3], [1], 10, [(0.3, 1, 0.3, 1.0)]),  # an edge belongs to the bin above, though 0.3 is stored as less
        ([0.0, 1.0], [0, 1], 10, [(0.0, 1, 0.0, 0.0), (0.9, 1, 1.0, 1.0)]),
        ([0.61, 0.69, 0.2], [1, 0, 0], 5, [(0.2, 1, 0.2, 0.0), (0.6, 2, 0.65, 0.5)]),
    ],
)
def test_bins(chances, came, bins, wanted):
    found = calibration(chances, chances, came, bins=bins)
    assert [(b.first, b.n, b.said, b.came) for b in found] == [pytest.approx(w) for w in wanted]


def test_ranges_stand_in_the_bin_of_their_middle():
    (found,) = calibration([0.55, 0.6], [0.85, 0.9], [1, 1])
    assert (found.said, found.said_low, found.said_high) == pytest.approx((0.725, 0.575, 0.875))


def test_bands_hold_what_they_say():
    rng = np.random.default_rng(0)
    held = []
    for _ in range(300):
        p = rng.random(80)
        held += [b.low <= b.said <= b.high for b in calibration(p, p, rng.random(80) < p, bins=5)]
    assert 0.86 <= np.mean(held) <= 0.95


def test_parts_add_up_to_the_score():
    rng = np.random.default_rng(1)
    p = rng.random(200)
    low, high, y = np.maximum(p - 0.1, 0), np.minimum(p + 0.1, 1), (rng.random(200) < p).astype(float)
    parts = parts_of_brier(low, high, y)
    assert parts.reliability - parts.resolution + parts.uncertainty + parts.within == pytest.approx(
        brier(low, high, y).mean()
    )
    assert parts.reliability < 0.02 < parts.resolution
    assert parts_of_brier([], [], []) is None


def test_overconfidence_is_seen():
    rng = np.random.default_rng(2)
    p = rng.random(2000)
    y = rng.random(2000) < p
    bold = 1 / (1 + (1 / p - 1) ** 3)
    assert calibration_error(calibration(p, p, y)) < 0.04
    assert calibration_error(calibration(bold, bold, y)) > 0.08
    assert calibration_error([]) is None


def test_chart_draws_each_bin_and_refuses_nothing():
    bins = calibration([0.1, 0.7, 0.75], [0.2, 0.8, 0.95], [0, 1, 1])
    drawn = picture(calibration_chart(bins, title="Two of three."), "svg").decode()
    assert "chance said" in drawn
    assert "Two of three." in drawn
    with pytest.raises(InputError, match="nothing to draw"):
        calibration_chart([])


def test_forecasts_of_a_file_by_source(tmp_path):
    rows = [
        {"source": "a", "freeze_value": "0.9", "resolved_to": "1.0"},
        {"source": "a", "freeze_value": 0.5, "resolved_to": 0},
        {"source": "b", "freeze_value": 0.2, "resolved_to": 0.4},
        {"source": "b", "freeze_value": "N/A", "resolved_to": 0},
        {"source": "b", "freeze_value": 0.3, "resolved_to": None},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(r) for r in rows) + "\n\n", "utf-8")
    found = evaluate_forecasts(file)
    assert (found["n"], found["left_out"]) == (3, {"no chance": 1, "no outcome": 1})
    assert found["source"]["a"]["brier"] == pytest.approx((0.01 + 0.25) / 2)
    assert found["source"]["b"]["brier"] == pytest.approx(0.04)
    assert found["all"]["brier"] == pytest.approx(0.1)


@pytest.mark.parametrize(
    "line, said",
    [
        ("{", "line 1 is no JSON"),
        ("[1]", "no object"),
        ('{"freeze_value": 70, "resolved_to": 1}', "Divide percents"),
        ('{"freeze_value": "high", "resolved_to": 1}', "a number from 0 to 1"),
    ],
)
def test_forecasts_that_cannot_be_read(tmp_path, line, said):
    file = tmp_path / "questions.jsonl"
    file.write_text(line, "utf-8")
    with pytest.raises(InputError, match=said):
        evaluate_forecasts(file)
