"""Mean weights with a Student band, against simulation and at the edges."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.errors import InputError
from dragoman.relations.intensity import intensity_band, quad_sums


def test_band_covers_simulated_means_about_nine_times_in_ten():
    random = np.random.default_rng(3)
    truth, n = random.uniform(-4, 4, 8_000), random.integers(1, 30, 8_000)
    drawn = [truth[i] + 2.5 * random.standard_normal(n[i]) for i in range(len(n))]
    mean, low, high = intensity_band(n, [d.sum() for d in drawn], [(d * d).sum() for d in drawn])
    assert 0.88 <= ((low <= truth) & (truth <= high)).mean() <= 0.95
    assert mean == pytest.approx([d.mean() for d in drawn])


def test_no_events_no_mean_and_more_events_narrower():
    mean, low, high = intensity_band([0, 1, 10, 100], [0, 2, 20, 200], [0, 4, 60, 600])
    assert np.isnan([mean[0], low[0], high[0]]).all()
    assert mean[1:] == pytest.approx([2, 2, 2])
    assert (np.diff((high - low)[1:]) < 0).all()


def test_more_talk_does_not_raise_it_and_the_scale_ends():
    mean, low, high = intensity_band([1, 50], [-10, -500], [100, 5000])
    assert mean[0] == mean[1] == -10
    assert (low >= -10).all()
    assert (high <= 10).all()


def test_quad_weights_are_the_alternative():
    n, weights, squares = quad_sums([[3, 1, 2, 1]])
    assert (n[0], weights[0], squares[0]) == (7, 3 + 2 - 2 - 2, 3 + 4 + 2 + 4)


@pytest.mark.parametrize("n, width", [([-1], 0.9), ([1], 0.0), ([1], 1.0)])
def test_refuses_what_cannot_be(n, width):
    with pytest.raises(InputError):
        intensity_band(n, [0], [0], width=width)
