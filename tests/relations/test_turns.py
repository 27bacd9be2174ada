"""Turns on invented series: where they were put, and hardly where none was."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dragoman.errors import InputError
from dragoman.relations.turn_evaluation import Episode, evaluate_turns, read_episodes
from dragoman.relations.turn_scores import crossings, peaks, score_days, score_of
from dragoman.relations.turn_series import read_series
from dragoman.relations.turns import calibrate, find_turns
from dragoman.relations.windows import mean_after, mean_before, quantiles_before
from relations.series import FIRST, made, series_of, write


def turned(*turns: tuple[int, int, float], **choices) -> np.ndarray:
    """Series in which pair i leaves its level by `by` spreads on a day and comes back over some weeks."""
    weights = made(**choices)
    for row, day, by in turns:
        weights[row, day : day + 40] += by * np.std(weights[row]) * 0.93 ** np.arange(40)
    return weights


@pytest.mark.parametrize("by, direction", [(-4.0, "worse"), (4.0, "better")])
def test_turn_is_found_on_its_day_in_its_direction(by, direction):
    (turn,) = [t for t in find_turns(series_of(turned((7, 500, by)))) if t.a == "A07" and t.direction == direction]
    assert abs((turn.day - FIRST).days - 500) <= 3
    assert turn.first <= FIRST + timedelta(days=500) <= turn.last
    assert (turn.size > 0) == (direction == "better")
    assert (turn.after > turn.before) == (by > 0)
    assert turn.mode == "hindsight"
    assert turn.known == FIRST + timedelta(days=729)


def test_online_turn_is_said_from_what_was_known_then():
    weights = turned((7, 500, -8.0))
    series = series_of(weights)
    whole = score_of(score_days(series, online=True))
    cut = score_of(score_days(series_of(weights[:, :520]), online=True))
    assert np.allclose(whole[:, :515], cut[:, :515])  # later days change nothing
    (turn,) = [t for t in find_turns(series, online=True) if t.a == "A07" and abs((t.day - FIRST).days - 500) < 10]
    assert turn.known == turn.day + timedelta(days=4)
    assert turn.last <= turn.known


def test_series_without_turns_keep_to_the_bound():
    calibration = calibrate(score_days(series_of(made(60, 1096, seed=3))), rate=0.33, null_rate=0.1)
    assert calibration.bound_by == "null_rate"
    assert calibration.null_rate <= 0.1
    assert calibration.rate <= 0.25  # nothing turned, so seen and null come from like days


def test_rate_is_never_above_the_budget():
    weights = turned(*((i, 100 + 12 * i, -6.0) for i in range(40)))
    calibration = calibrate(score_days(series_of(weights)), rate=0.2, null_rate=5.0)
    assert calibration.bound_by == "rate"
    assert calibration.rate <= 0.2


def test_clear_turns_have_higher_chances_than_faint_ones():
    weights = turned(*((i, 300, -8.0) for i in range(0, 40, 4)))
    found = find_turns(series_of(weights), rate=2.0, null_rate=2.0)
    clear = [t for t in found if abs((t.day - FIRST).days - 300) < 5 and t.direction == "worse"]
    faint = [t for t in found if t not in clear]
    assert len(clear) == 10
    assert np.mean([t.probability for t in clear]) > np.mean([t.probability for t in faint]) + 0.2
    assert max(t.q for t in clear) < 0.2
    assert all(0 <= t.probability <= 1 and 0 <= t.q <= 1 for t in found)


def test_interval_holds_the_day_of_simulated_turns():
    days = np.random.default_rng(5).integers(400, 650, 40)
    weights = turned(*((i, int(days[i]), -3.0) for i in range(40)))
    found = {
        t.a: t
        for t in find_turns(series_of(weights), rate=5.0, null_rate=5.0)
        if t.direction == "worse" and abs((t.day - FIRST).days - days[int(t.a[1:])]) <= 14
    }
    held = [t.first <= FIRST + timedelta(days=int(days[int(a[1:])])) <= t.last for a, t in found.items()]
    assert len(held) >= 35
    assert np.mean(held) >= 0.85


def test_same_series_same_turns():
    weights = turned((3, 400, -5.0), (9, 500, 5.0))
    assert find_turns(series_of(weights)) == find_turns(series_of(weights))


def test_day_of_half_the_news_makes_no_turn():
    weights = made(40, 730)
    thin = weights.copy()
    thin[:, 500:506] *= 0.5
    days = [(t.day - FIRST).days for t in find_turns(series_of(thin), rate=0.33, null_rate=5.0)]
    assert sum(495 <= d <= 506 for d in days) <= 1 + sum(
        495 <= (t.day - FIRST).days <= 506 for t in find_turns(series_of(weights), rate=0.33, null_rate=5.0)
    )


def test_no_series_is_refused():
    with pytest.raises(InputError, match="60 days"):
        calibrate(score_days(series_of(np.full((2, 300), np.nan))))


@pytest.mark.parametrize("line, days", [
    ([0, 3, 0, 0], [1]),
    ([0, 3, 2.9, 2.8], [1]),                                     # one spell
    ([3, *[0] * 27, 3], [0, 28]),                                # a gap of 28 days
    ([3, *[2.9] * 16, 2.95], [0]),                               # never fell
    ([3, *[1.0] * 16, 2.95], [0, 17]),                           # fell between
    ([3, *[1.0] * 5, 2.95], [0]),                                # fell, too near
])  # fmt: skip
def test_peaks_are_apart(line, days):
    assert peaks(np.array([line]), floor=2.0).day.tolist() == days
    mirrored = peaks(-np.array([line]), floor=2.0)
    assert mirrored.day.tolist() == days
    assert set(mirrored.sign.tolist()) == {-1}


@pytest.mark.parametrize("line, days", [
    ([3, 3, 3], [0]),
    ([0, 1.9, 2.1, 5, 3], [2]),          # the first day above, not the highest
    ([3, *[0] * 10, 3], [0]),            # too soon
    ([3, *[0] * 30, 3, 3], [0, 31]),
    ([3] * 60, [0]),                     # never fell below
])  # fmt: skip
def test_crossings_are_the_first_days(line, days):
    assert crossings(np.array([line]), threshold=2.0).day.tolist() == days


def test_windows_know_their_days_and_pass_over_gaps():
    x = np.array([[1.0, np.nan, 3.0, 5.0]])
    assert mean_after(x, 2).tolist() == [[1.0, 3.0, 4.0, 5.0]]
    assert np.allclose(mean_before(x, 2), [[np.nan, 1.0, 1.0, 3.0]], equal_nan=True)
    (middle,) = quantiles_before(x, (0.5,), days=9, at_least=2, every=1)
    assert np.allclose(middle, [[np.nan, np.nan, np.nan, 2.0]], equal_nan=True)


def test_quantiles_agree_with_numpy():
    x = np.random.default_rng(2).normal(size=(3, 60))
    x[0, ::3] = np.nan
    low, high = quantiles_before(x, (0.1, 0.9), days=30, at_least=5, every=1)
    for t in range(20, 60):
        assert np.allclose(low[:, t], np.nanquantile(x[:, max(0, t - 30) : t], 0.1, axis=1))
        assert np.allclose(high[:, t], np.nanquantile(x[:, max(0, t - 30) : t], 0.9, axis=1))


def test_reader_takes_both_orders_adds_up_and_leaves_out_a_state_with_itself(tmp_path):
    day = date(2001, 1, 1)
    rows = {"date": [day, day, day, day + timedelta(2)], "a": ["X", "Y", "X", "X"], "b": ["Y", "X", "X", "Z"], "w": [1.0, 2.0, 9.0, 4.0]}  # fmt: skip
    pq.write_table(pa.table(rows), tmp_path / "s.parquet")
    series = read_series(tmp_path / "s.parquet", most=9)
    assert series.pairs == (("X", "Y"), ("X", "Z"))
    assert np.array_equal(series.weights, [[3, np.nan, np.nan], [np.nan, np.nan, 4]], equal_nan=True)


def test_reader_keeps_the_most_active_and_those_asked_for(tmp_path):
    weights = made(6, 100)
    for i in range(6):
        weights[i, 90 - 10 * i :] = np.nan
    path = write(tmp_path / "s.parquet", weights, swap=True)
    series = read_series(path, most=2, also=[("B05", "A05"), ("QQQ", "RRR")])
    assert series.pairs == (("A00", "B00"), ("A01", "B01"), ("A05", "B05"))


def test_evaluation_counts_hits_rates_and_chance(tmp_path):
    weights = turned((7, 500, -5.0), (8, 300, 5.0))
    path = write(tmp_path / "s.parquet", weights)
    day = {n: (FIRST + timedelta(days=n)).isoformat() for n in (300, 500, 620)}
    episodes = [
        {"a": "B07", "b": "A07", "date": day[500], "expected": "worse"},
        {"a": "A08", "b": "B08", "date": day[300], "expected": "better"},
        {"a": "A07", "b": "B07", "date": day[500], "expected": "better"},  # the wrong way
        {"a": "A20", "b": "B20", "date": day[620], "expected": "worse"},  # nothing happened
        {"a": "NOO", "b": "NEE", "date": day[620], "expected": "worse"},  # not in the series
    ]
    (tmp_path / "e.json").write_text(json.dumps(episodes))
    told = evaluate_turns(path, tmp_path / "e.json")
    assert told["episodes"] == 5
    assert told["hits"] == 2
    assert [e["hit"] for e in told["each"]] == [True, True, False, False, False]
    assert [e["in_series"] for e in told["each"]] == [True] * 4 + [False]
    assert told["onsets_per_pair_year"] <= 0.33
    assert 0 < told["chance_hits"] < 1
    assert told["naive"]["onsets_per_pair_year"] <= told["onsets_per_pair_year"] + 1e-9
    assert told["online"]["hits"] == 2


@pytest.mark.parametrize("text", ["{", "[1]", '{"a": 1}', '[{"a": "X", "b": "Y", "date": "2001", "expected": "worse"}]', '[{"a": "X", "b": "Y", "date": "2001-01-01", "expected": "bad"}]'])  # fmt: skip
def test_faulty_episodes_are_refused(tmp_path, text):
    (tmp_path / "e.json").write_text(text)
    with pytest.raises(InputError):
        read_episodes(tmp_path / "e.json")


@pytest.mark.parametrize("table", [{"date": [date(2001, 1, 1)], "a": ["X"], "b": ["Y"]}, {"date": ["x"], "a": ["X"], "b": ["Y"], "w": [1.0]}, {"date": [date(2001, 1, 1)], "a": ["X"], "b": ["X"], "w": [1.0]}])  # fmt: skip
def test_faulty_series_are_refused(tmp_path, table):
    pq.write_table(pa.table(table), tmp_path / "s.parquet")
    with pytest.raises(InputError):
        evaluate_turns(tmp_path / "s.parquet", [Episode("X", "Y", date(2001, 1, 1), "worse")])
