"""Measure L2 on simulated pairs whose affinity is known: bands hold it, silence widens them, updates equal refits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from dragoman.errors import InputError
from dragoman.relations.affinity import Prior, fit, start
from dragoman.relations.observing import choices, updated
from dragoman.relations.pooling import learn, prior_before_news, sample


def simulated(pairs=400, periods=80, *, spread=0.5, seed=5):
    """Affinities and counts with volumes of all sizes, bursts and quiet stretches."""
    random = np.random.default_rng(seed)
    steps = random.standard_normal((pairs, periods)) * random.choice([0.01, 0.05, 0.2, 0.5], pairs)[:, None]
    steps[:, 0] = 0.5 + random.standard_normal(pairs)
    affinity = np.cumsum(steps, axis=1)
    volume = np.exp(random.normal(1.0, 1.3, (pairs, 1))) * np.where(random.random((pairs, periods)) < 0.03, 20, 1)
    n = random.poisson(volume)
    begin, length = random.integers(0, periods, (pairs, 1)), random.integers(3, 9, (pairs, 1))
    at = np.arange(periods)
    n[(at >= begin) & (at < begin + length)] = 0
    c = random.binomial(n, 1 / (1 + np.exp(-affinity - spread * random.standard_normal(affinity.shape))))
    half = random.binomial(c, 0.7)
    return affinity, np.stack([half, c - half, (n - c) // 2, n - c - (n - c) // 2], axis=-1)


PRIOR = Prior(0.5, 1.0, np.array([0.05, 0.4]), np.array([0.5, 0.5]), np.array([0.6, 0.4]))


@pytest.mark.parametrize("spread", [0.2, 0.6, 1.0])
@pytest.mark.parametrize("hindsight", [False, True])
def test_bands_hold_known_levels_about_nine_times_in_ten(spread, hindsight):
    affinity, counts = simulated(spread=spread)
    level, low, high = fit(counts, days=7).levels(hindsight=hindsight)
    truth, n = np.tanh(affinity / 2), counts.sum(axis=-1)
    held, known = (low <= truth) & (truth <= high), ~np.isnan(level)
    assert 0.86 <= held[known].mean() <= 0.94
    for cells in (n == 0, (n > 0) & (n < 5), (n >= 5) & (n < 50), n >= 50):  # quiet, few, many, bursts
        assert 0.82 <= held[known & cells].mean() <= 0.96


def test_hindsight_comes_closer_and_is_the_same_at_the_end():
    affinity, counts = simulated()
    fitted = fit(counts, days=7)
    close = [np.nanmean((fitted.levels(hindsight=h)[0] - np.tanh(affinity / 2)) ** 2) for h in (False, True)]
    assert close[1] < 0.8 * close[0]
    assert fitted.smoothed.mean[:, -1] == pytest.approx(fitted.filtered.mean[:, -1])
    assert fitted.smoothed.deviation[:, -1] == pytest.approx(fitted.filtered.deviation[:, -1])


@pytest.mark.parametrize("mean, variance, spread, c, k", [
    (0.0, 1.0, 0.5, 3, 1), (0.5, 2.0, 0.0, 0, 1), (-1.0, 0.3, 1.0, 40, 2), (2.0, 4.0, 0.2, 0, 300), (0.0, 6.0, 4.0, 1, 0),
])  # fmt: skip
def test_one_look_agrees_with_numerical_integration(mean, variance, spread, c, k):
    total = variance + spread

    def joint(z, power=0):
        return z**power * stats.binom.pmf(c, c + k, 1 / (1 + np.exp(-z))) * stats.norm.pdf(z, mean, np.sqrt(total))

    grid = np.linspace(mean - 12 * np.sqrt(total), mean + 12 * np.sqrt(total), 200_001)
    mass, first, second = (integrate.trapezoid(joint(grid, power), grid) for power in (0, 1, 2))
    z, v = first / mass, second / mass - (first / mass) ** 2
    gain = variance / total
    after, left, chance = updated(
        *(np.array([[x]]) for x in (mean, variance, spread)), np.array([float(c)]), np.array([float(k)])
    )
    assert after[0, 0] == pytest.approx(mean + gain * (z - mean), abs=0.02)
    assert left[0, 0] == pytest.approx(variance - gain**2 * (total - v), rel=0.03)
    assert chance[0, 0] + choices(np.array([float(c)]), np.array([float(k)]))[0] == pytest.approx(
        np.log(mass), abs=0.01
    )


def test_a_quiet_half_year_widens_the_band_and_keeps_the_mean():
    counts = np.zeros((1, 40, 4), int)
    counts[:, :10], counts[:, 36:] = (3, 1, 1, 0), (3, 1, 1, 0)
    fitted = fit(counts, PRIOR, days=7)
    level, low, high = (x[0] for x in fitted.levels())
    assert level[10:36] == pytest.approx(level[9])
    assert (np.diff((high - low)[9:36]) > 0).all()
    _, low, high = (x[0] for x in fitted.levels(hindsight=True))
    assert (high - low)[22] > (high - low)[5]


def test_more_talk_of_the_same_split_does_not_move_the_level_much_and_narrows_the_band():
    quiet, loud = (fit(np.tile([2 * n, n, n, n], (1, 30, 1)), PRIOR, days=7).levels() for n in (2, 20))
    assert loud[0][0, -1] == pytest.approx(quiet[0][0, -1], abs=0.05)
    assert (loud[2] - loud[1])[0, -1] < (quiet[2] - quiet[1])[0, -1]


def test_no_level_before_the_first_after_the_last_and_without_news():
    counts = np.zeros((2, 6, 4), int)
    counts[0, [2, 4], 0] = 1
    for hindsight in (False, True):
        for made in fit(counts, PRIOR, days=7).levels(hindsight=hindsight):
            assert np.isnan(made[0]).tolist() == [True, True, False, False, False, True]
            assert np.isnan(made[1]).all()


def test_what_was_said_at_the_time_does_not_change_with_later_news():
    _, counts = simulated(pairs=40)
    early, late = (fit(counts[:, :n], PRIOR, days=7, smooth=False).filtered for n in (30, 60))
    assert late.mean[:, :30] == pytest.approx(early.mean, nan_ok=True)


def test_updates_equal_refits():
    _, counts = simulated(pairs=60, periods=30)
    whole = fit(counts, PRIOR, days=7)
    older = fit(counts[:50, :-1], PRIOR, days=7)
    half = counts[:50, -1] // 2
    for updated_fit in (older.advanced(half).revised(counts[:, -1]), older.advanced(counts[:, -1])):
        assert updated_fit.filtered.mean[:50] == pytest.approx(whole.filtered.mean[:50], nan_ok=True)
        assert updated_fit.filtered.deviation[:50] == pytest.approx(whole.filtered.deviation[:50], nan_ok=True)
        assert updated_fit.log_score[:50] == pytest.approx(whole.log_score[:50])
        assert updated_fit.news[50:].sum() == (counts[50:, -1].sum(axis=-1) > 0).sum()  # ten new pairs, one period
        with pytest.raises(InputError, match="no smoothed path"):
            updated_fit.levels(hindsight=True)


def test_pairs_do_not_depend_on_their_order_or_their_neighbours():
    _, counts = simulated(pairs=30)
    whole = fit(counts, PRIOR, days=7)
    turned = fit(counts[::-1], PRIOR, days=7)
    assert turned.filtered.mean[::-1] == pytest.approx(whole.filtered.mean, nan_ok=True)
    alone = fit(counts[7:8], PRIOR, days=7)
    assert alone.smoothed.mean[0] == pytest.approx(whole.smoothed.mean[7], nan_ok=True)


def test_the_log_score_is_a_chance():
    scores = [fit(np.array([[[1, 0, 1, 0], [c, 0, 6 - c, 0]]]), PRIOR, days=7).log_score[0, 1] for c in range(7)]
    assert np.exp(scores).sum() == pytest.approx(1, abs=2e-3)


def test_learning_finds_what_the_pairs_share():
    _, counts = simulated(pairs=600, spread=0.5)
    prior = fit(counts, days=7, smooth=False).prior
    assert prior.mean == pytest.approx(0.5, abs=0.2)
    assert prior.variance == pytest.approx(1.0, abs=0.4)
    assert (prior.shares * prior.spreads).sum() == pytest.approx(0.5, abs=0.15)
    assert prior.shares.sum() == pytest.approx(1)


def test_nothing_learned_from_nothing_and_little_from_one_pair():
    none, begun = learn(np.zeros((0, 0)), np.zeros((0, 0)), days=7), prior_before_news(7)
    assert (none.mean, none.variance) == (begun.mean, begun.variance)
    one = learn(np.ones((1, 3)), np.zeros((1, 3)), days=7)
    assert abs(one.mean - begun.mean) < 0.3


def test_sample_is_of_pairs_with_news_and_bounded():
    events = np.random.default_rng(1).poisson(0.2, (5_000, 100))
    chosen = sample(events.astype(float))
    assert len(chosen) == len(set(chosen.tolist())) <= 1_000
    assert (events[chosen].sum(axis=1) > 0).all()


@pytest.mark.parametrize("counts, words", [
    (np.zeros((2, 3)), "expected"), (np.zeros((2, 3, 2)), "expected"), (np.full((1, 1, 4), -1), "negative"),
])  # fmt: skip
def test_counts_that_cannot_be_are_refused(counts, words):
    with pytest.raises(InputError, match=words):
        fit(counts)


def test_a_filter_does_not_lose_pairs():
    with pytest.raises(InputError, match="follows 3 pairs"):
        start(PRIOR, 3).after(np.zeros((2, 4)))


def test_no_periods_no_levels():
    fitted = fit(np.zeros((3, 0, 4), int), PRIOR)
    assert fitted.levels()[0].shape == (3, 0)
    with pytest.raises(InputError, match="no period to revise"):
        fitted.revised(np.zeros((3, 4)))
