"""Measure L0: the balance of a period's events with its band. It looks at one period alone.

The balance compares numbers of events, not their weights: more talk does not raise it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["balance_band"]


def balance_band(
    cooperation: Sequence[int] | FloatArray, conflict: Sequence[int] | FloatArray, *, width: float = 0.90
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Balance of cooperation and conflict with an equal-tailed band.

        balance = (C - K) / (C + K)
        band    = 2 q - 1,  q the (1 -/+ width) / 2 quantiles of Beta(C + 1/2, K + 1/2)

    Each event is taken as a draw whose chance to be cooperation is the month's own; with Jeffreys' prior that chance
    has the Beta distribution above after C of C + K draws (the beta-binomial model). Where C is 0 the band starts at
    -1, where K is 0 it ends at +1, as Jeffreys intervals do.

    Args:
        cooperation: events of quad classes 1 and 2, >= 0, shape (n,).
        conflict: events of quad classes 3 and 4, >= 0, shape (n,).
        width: probability inside the band, between 0 and 1.
    Returns:
        Balance, low and high, each of shape (n,), from -1 to +1; NaN where there was no event.
    Raises:
        InputError: if a count is negative or the width is not between 0 and 1.
    Reference:
        Brown, Cai, DasGupta (2001), Interval estimation for a binomial proportion, Statistical Science 16(2).
    """
    import numpy as np
    from scipy.special import betaincinv

    c, k = np.asarray(cooperation, dtype=float), np.asarray(conflict, dtype=float)
    if (c < 0).any() or (k < 0).any():
        raise InputError("A count of events is negative; expected 0 or more.")
    if not 0 < width < 1:
        raise InputError(f"The width of the band is {width}; expected a probability between 0 and 1.")
    n = c + k
    tail = (1 - width) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        balance = np.where(n > 0, (c - k) / n, np.nan)
    low = np.where(c > 0, 2 * betaincinv(c + 0.5, k + 0.5, tail) - 1, -1.0)
    high = np.where(k > 0, 2 * betaincinv(c + 0.5, k + 0.5, 1 - tail) - 1, 1.0)
    return balance, np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)
