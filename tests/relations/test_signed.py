"""Signed series with heavy tails: bands hold known levels, one loud day moves little, silence is no zero."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.errors import InputError
from dragoman.relations.signed import fit_signed


def simulated(pairs=200, periods=150, seed=2):
    random = np.random.default_rng(seed)
    scale = np.exp(random.normal(0.5, 0.5, (pairs, 1)))
    drift = random.choice([0.01, 0.05, 0.2, 0.6], (pairs, 1))
    steps = random.standard_normal((pairs, periods)) * drift
    steps[:, 0] = 2 * random.standard_normal(pairs)
    level = scale * np.cumsum(steps, axis=1)
    values = level + scale * random.standard_t(4, level.shape)
    values[random.random(level.shape) < 0.3] = np.nan
    return level, values


@pytest.mark.parametrize("hindsight", [False, True])
def test_bands_hold_known_levels_about_nine_times_in_ten(hindsight):
    truth, values = simulated()
    level, low, high = fit_signed(values).levels(hindsight=hindsight)
    known = ~np.isnan(level)
    assert 0.86 <= ((low <= truth) & (truth <= high))[known].mean() <= 0.94


def test_one_loud_day_moves_little_and_a_lasting_change_does():
    _, values = simulated()
    steady = np.random.default_rng(4).standard_normal((2, 60))
    steady[0, 30], steady[1, 30:] = 40.0, steady[1, 30:] + 10.0
    fitted = fit_signed(np.vstack([np.pad(steady, ((0, 0), (0, 90)), constant_values=np.nan), values]))
    assert abs(fitted.mean[0, 31] - fitted.mean[0, 29]) < 1.0
    assert fitted.weight[0, 30] < 0.1
    assert fitted.mean[1, 55] - fitted.mean[1, 29] > 7.0


def test_no_value_no_level_and_a_gap_widens():
    values = np.full((2, 30), np.nan)
    values[0, 3:12], values[0, 20:25] = 1.0, 1.5
    values[0, 4:12:2] = 0.8
    level, low, high = fit_signed(values).levels()
    assert np.isnan(level[1]).all()
    assert np.isnan(level[0]).tolist() == [not 3 <= t < 25 for t in range(30)]
    assert level[0, 12:20] == pytest.approx(level[0, 11])
    assert (np.diff((high - low)[0, 11:20]) > 0).all()


@pytest.mark.parametrize("values", [np.zeros(3), np.array([[np.inf]])])
def test_refuses_what_cannot_be(values):
    with pytest.raises(InputError):
        fit_signed(values)
