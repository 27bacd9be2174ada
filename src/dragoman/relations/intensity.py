"""Measure L1: the mean weight of a period's events with its band. It looks at one period alone.

The mean, not the sum, so that more talk does not raise it. The default weights are Goldstein's (-10 to +10) as the
events carry them; `QUAD_WEIGHTS` is the documented alternative for counts without weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["QUAD_WEIGHTS", "intensity_band", "quad_sums"]

# Verbal and material cooperation, verbal and material conflict. Reference: None; our choice: material acts count twice.
QUAD_WEIGHTS: Final = (1.0, 2.0, -1.0, -2.0)
SPREAD: Final = (
    4.0  # of weights within a period before any is known; our choice, below the 5.5 of the 16 acts taken evenly
)
WORTH: Final = 4.0  # events that the common spread counts for in a period's own; our choice


def intensity_band(
    n: Any, weights: Any, squares: Any, *, width: float = 0.90, limit: float = 10.0
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean weight of a period's events with an equal-tailed band.

        mean = sum(w) / n
        s²   = (d S² + sum(w²) - n mean²) / (d + n - 1)
        band = mean -/+ t s / sqrt(n),  t the (1 + width) / 2 quantile of Student's t with d + n - 1 degrees of freedom

    S² is the variance within periods, pooled over all periods given; it counts for d = 4 events in each, so that a
    period of one event has a band too (an inverse chi-squared prior, empirical Bayes).

    Args:
        n: events, >= 0, shape (m,).
        weights: sum of their weights, shape (m,).
        squares: sum of their squared weights, shape (m,).
        width: probability inside the band, between 0 and 1.
        limit: the largest weight there can be; mean and band stay within it.
    Returns:
        Mean, low and high, each of shape (m,); NaN where there was no event.
    Raises:
        InputError: if a count is negative or the width is not between 0 and 1.
    Reference:
        Goldstein (1992), A conflict-cooperation scale for WEIS events data, Journal of Conflict Resolution 36(2);
        Gelman and others (2013), Bayesian data analysis, section 3.3, for the band.
    """
    import numpy as np
    from scipy.special import stdtrit

    n, weights, squares = (np.asarray(a, dtype=float) for a in (n, weights, squares))
    if (n < 0).any():
        raise InputError("A count of events is negative; expected 0 or more.")
    if not 0 < width < 1:
        raise InputError(f"The width of the band is {width}; expected a probability between 0 and 1.")
    told = n > 0
    safe = np.where(told, n, 1.0)
    mean = weights / safe
    within = np.maximum(np.where(told, squares - n * mean * mean, 0.0), 0.0)
    freedom = float(np.where(told, n - 1, 0).sum())
    pooled = (WORTH * SPREAD**2 + within.sum()) / (WORTH + freedom)
    own = WORTH + safe - 1
    reach = stdtrit(own, (1 + width) / 2) * np.sqrt((WORTH * pooled + within) / own / safe)
    low, high = np.clip(mean - reach, -limit, limit), np.clip(mean + reach, -limit, limit)
    return tuple(np.where(told, a, np.nan) for a in (np.clip(mean, -limit, limit), low, high))  # type: ignore[return-value]


def quad_sums(counts: Any) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Number, sum and sum of squares of `QUAD_WEIGHTS` over events counted by quad class, for `intensity_band`.

    Args:
        counts: shape (..., 4).
    """
    import numpy as np

    counts, weights = np.asarray(counts, dtype=float), np.array(QUAD_WEIGHTS)
    return counts.sum(axis=-1), counts @ weights, counts @ (weights * weights)
