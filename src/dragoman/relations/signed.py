"""Measure L2 for imported series of signed weights: a random walk seen through values with heavy tails.

    x[t] = x[t-1] + N(0, (r s)²),   y[t] = x[t] + s e[t],   e[t] ~ Student's t with 4 degrees of freedom

`y` is a pair's value of a period: better a mean weight than a sum, since sums rise with talk. One loud day (a summit,
a battle) is far out in the tail and moves the level little; a lasting change does. Values keep their own unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError
from dragoman.relations.affinity import Prior, back

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["Signed", "fit_signed"]

FREEDOM: Final = 4.0  # degrees of freedom of the tails; our choice, usual in robust filtering
RATIOS: Final = (0.01, 0.05, 0.2, 0.6)  # candidates of r, a period; the values choose their shares
VALUES_OF_ALL: Final = 10.0  # values that the scale common to all pairs counts for in a pair's own; our choice
PAIRS_OF_START: Final = 8.0  # pairs that equal shares count for
ROUNDS: Final = 4
TURNS: Final = 3  # of weighing one value


@dataclass(frozen=True, slots=True)
class Signed:
    """Levels of all pairs in the unit of the values; NaN before a pair's first and after its last value.

    Attributes:
        mean: up to the period, shape (pairs, periods).
        deviation: its standard deviation.
        smoothed: from all values.
        smoothed_deviation: its standard deviation.
        weight: what each value counted for, 1 for an ordinary one, near 0 far out; NaN without value.
        scale: of each pair's values about its level, shape (pairs,).
    """

    mean: FloatArray
    deviation: FloatArray
    smoothed: FloatArray
    smoothed_deviation: FloatArray
    weight: FloatArray
    scale: FloatArray

    def levels(self, *, hindsight: bool = False, width: float = 0.90) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Level, low and high: mean -/+ q deviation, q the normal quantile of (1 + width) / 2."""
        from scipy.special import ndtri

        mean, deviation = (self.smoothed, self.smoothed_deviation) if hindsight else (self.mean, self.deviation)
        reach = ndtri((1 + width) / 2) * deviation
        return mean, mean - reach, mean + reach


def fit_signed(values: Any) -> Signed:
    """Levels of all pairs from signed values.

    Each pair's scale is the median size of its changes from one value to the next, drawn to that of all pairs; shares
    of the drift classes are learned over pairs by expectation-maximisation.

    Args:
        values: shape (pairs, periods), periods of one length in a row; NaN where there is no value: never 0.
    Raises:
        InputError: if the array has another shape or an infinite value.
    Reference:
        Meinhold, Singpurwalla (1989), Robustification of Kalman filter models, JASA 84; Agamennoni, Nieto, Nebot
        (2012), Approximate inference in state-space models with heavy-tailed noise, IEEE Trans. Signal Processing 60.
    """
    import numpy as np

    y = np.asarray(values, dtype=float)
    if y.ndim != 2 or np.isinf(y).any():
        raise InputError(f"Values of shape {y.shape}; expected finite ones, (pairs, periods), NaN where there is none.")
    told = ~np.isnan(y)
    scale = _scales(y, told)
    z = y / scale[:, None]
    middle = _middles(z)
    centre = float(np.median(middle)) if len(middle) else 0.0
    prior = Prior(
        centre,
        float(np.mean((middle - centre) ** 2)) + 1.0 if len(middle) else 1.0,
        np.array(RATIOS),
        np.ones(len(RATIOS)),
        np.full(len(RATIOS), 1 / len(RATIOS)),
    )
    means, variances, chances, weight = _walk(prior, z, told)
    shares = prior.shares
    for _ in range(ROUNDS):
        belongs = np.exp(chances[-1] - chances[-1].max(axis=0)) * shares[:, None] if len(chances) else np.ones((4, 0))
        belongs /= belongs.sum(axis=0)
        shares = belongs.sum(axis=1) + PAIRS_OF_START / len(shares)
        shares /= shares.sum()
    seen = np.logical_or.accumulate(told.T, axis=0)
    known = (seen & np.logical_or.accumulate(told.T[::-1], axis=0)[::-1]).T
    filtered = _mixed(means, variances, chances, shares)
    back(prior, means, variances, seen)
    smoothed = _mixed(means, variances, np.broadcast_to(chances[-1:], chances.shape), shares)
    now, now_off, late, late_off = (np.where(known, a.T * scale[:, None], np.nan) for a in (*filtered, *smoothed))
    return Signed(now, now_off, late, late_off, np.where(told, weight.T, np.nan), scale)


def _walk(prior: Prior, z: FloatArray, told: Any) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Filter class by class: means, variances and log chances (periods, g, pairs), weights (periods, pairs)."""
    import numpy as np
    from scipy.special import gammaln

    (pairs, periods), classes = z.shape, len(prior.shares)
    means, variances, chances = (np.empty((periods, classes, pairs)) for _ in range(3))
    weight = np.ones((periods, pairs))
    mean, variance = np.full((classes, pairs), prior.mean), np.full((classes, pairs), prior.variance)
    chance, seen = np.zeros((classes, pairs)), np.zeros(pairs, dtype=bool)
    constant = gammaln((FREEDOM + 1) / 2) - gammaln(FREEDOM / 2) - 0.5 * np.log(FREEDOM * np.pi)
    for t in range(periods):
        variance = variance + (prior.drifts**2)[:, None] * seen
        here = told[:, t]
        value = np.where(here, z[:, t], 0.0)
        width = variance + 1.0
        chance = chance + here * (
            constant - 0.5 * np.log(width) - (FREEDOM + 1) / 2 * np.log1p((value - mean) ** 2 / width / FREEDOM)
        )
        after, counts = mean, np.ones((classes, pairs))
        for _ in range(TURNS):
            counts = (FREEDOM + 1) / (FREEDOM + (value - after) ** 2)
            after = mean + variance * counts / (variance * counts + 1) * (value - mean)
        gain = variance * counts / (variance * counts + 1) * here
        mean, variance = mean + gain * (value - mean), variance * (1 - gain)
        weight[t] = counts.mean(axis=0)
        seen = seen | here
        means[t], variances[t], chances[t] = mean, variance, chance
    return means, variances, chances, weight


def _scales(y: FloatArray, told: Any) -> FloatArray:
    """Each pair's scale: median absolute change between neighbouring values, as of t-distributed ones, pooled."""
    import numpy as np

    pooled = np.ones(len(y))
    own, n = np.full(len(y), np.nan), told.sum(axis=1)
    for place in range(len(y)):
        steps = np.abs(np.diff(y[place, told[place]]))
        if len(steps) and (steps > 0).any():
            own[place] = np.median(steps[steps > 0]) / (0.6745 * np.sqrt(2.0) * 1.1)
    if np.isnan(own).all():
        return pooled
    common = np.nanmedian(np.log(own))
    share = n / (n + VALUES_OF_ALL)
    made: FloatArray = np.exp(np.where(np.isnan(own), common, share * np.log(own) + (1 - share) * common))
    return made


def _middles(z: FloatArray) -> FloatArray:
    """Median value of each pair that has one."""
    import numpy as np

    some = z[~np.isnan(z).all(axis=1)]
    made: FloatArray = np.nanmedian(some, axis=1) if len(some) else np.empty(0)
    return made


def _mixed(
    means: FloatArray, variances: FloatArray, chances: FloatArray, shares: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Mean and standard deviation over classes, shape (periods, pairs)."""
    import numpy as np

    logged = chances + np.log(shares)[:, None]
    weights = np.exp(logged - logged.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    mean = (weights * means).sum(axis=1)
    away = means - mean[:, None]
    return mean, np.sqrt((weights * (variances + away * away)).sum(axis=1))
