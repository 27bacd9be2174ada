"""The chance that one relation moves as much by itself: by its own dynamics, by its counts, over several looks."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, norm

from dragoman.relations.side_chance import count_chance, over_looks, own_chance


@pytest.mark.parametrize("before, after, sign, low, high", [
    ((3, 0), (0, 3), -1, 0.007, 0.008),  # 1/64 if the share is a half, half of it as ties count half
    ((0, 3), (3, 0), 1, 0.007, 0.008),
    ((3, 0), (0, 3), 1, 0.98, 1.0),
    ((1, 1), (1, 1), 1, 0.49, 0.51),  # ties count half
    ((0, 0), (5, 0), 1, 1, 1),  # nothing before: nothing can be told
    ((1.5, 0), (0, 0.5), -1, 0.05, 0.3),  # half acts are taken as whole ones
])  # fmt: skip
def test_chance_of_counts(before, after, sign, low, high):
    assert low <= count_chance(before, after, sign=sign) <= high


def test_many_counts_go_over_to_the_normal_tail():
    near = [count_chance((n / 2, n / 2), (0.62 * n, 0.38 * n), sign=1) for n in (62, 64)]  # 63 x 63 and 65 x 65 ways
    assert near[0] == pytest.approx(near[1], rel=0.2)


@pytest.mark.parametrize("n0, n1, share", [(6, 3, 0.5), (12, 6, 0.8), (20, 20, 0.3)])
def test_counts_of_one_share_seldom_differ(n0, n1, share):
    size = sum(
        float(binom.pmf(c0, n0, share) * binom.pmf(c1, n1, share))
        for c0 in range(n0 + 1)
        for c1 in range(n1 + 1)
        if count_chance((c0, n0 - c0), (c1, n1 - c1), sign=1) <= 0.05
    )
    assert size <= 0.06


def test_a_swing_is_held_against_the_others_of_its_pair():
    z = np.ones((4, 100))
    z[:, 1::2] = -1
    z[2], z[3] = 3 * z[2], np.nan
    z[:3, 50] = 2.5
    steady, same, restless, silent = own_chance(z, 50, reach=18)
    assert norm.sf(2.5) < steady == same < 0.02  # the heavier tail of few independent looks
    assert restless > 0.15
    assert silent == 1
    z[:, 40] = 99  # nearer than the windows reach: belongs to the change that is asked for
    assert own_chance(z, 50, reach=18)[0] == steady


def test_short_history_counts_as_steady_with_a_heavy_tail():
    z = np.full((1, 10), 2.0)
    assert norm.sf(2.0) < own_chance(z, 5, reach=18)[0] < 0.1


@pytest.mark.parametrize(
    "chance, looks, expected", [(0.01, 1, 0.01), (0.01, 3, 1 - 0.99**3), (1.0, 4, 1.0), (0.0, 9, 0.0)]
)
def test_chance_over_looks(chance, looks, expected):
    assert over_looks(chance, looks) == pytest.approx(expected)
