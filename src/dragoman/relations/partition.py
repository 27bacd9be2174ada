"""Where in a short series of counts did the share of cooperation change? Exactly, by summing over all partitions.

The days with news of a pair are cut into stretches, each with its own chance p of an event to be cooperation:

    p ~ Beta(a, b) in each stretch;   c of c + k events of a stretch are cooperation
    P(cut before a day) = 1 - exp(-(days since the day with news before it) / tau)

All 2 ** (n - 1) ways to cut are summed by recursion, so that with five events a year the answer is as exact as with
five thousand. A gap without news says nothing of p; it only leaves more room for a cut. Events of a day tell one story:
log likelihoods are divided by the overdispersion.

Reference:
    Barry, Hartigan (1992), Product partition models for change point problems, Annals of Statistics 20; the recursions
    as in Fearnhead (2006), Exact and efficient Bayesian inference for multiple changepoint problems, Statistics and
    Computing 16. Tempering by the overdispersion: Holmes, Walker (2017), Assigning a value to a power likelihood in a
    general Bayesian model, Biometrika 104.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["MOST_DAYS", "Partition", "Prior", "Share", "cut"]

MOST_DAYS = 1500  # days with news; the work grows with their square: 1,500 take some 0.3 s


@dataclass(frozen=True, slots=True)
class Prior:
    """What is thought of any pair before its counts are seen."""

    cooperation: float  # a of Beta(a, b), > 0
    conflict: float  # b, > 0
    tau: float  # days between turns, expected
    dispersion: float  # >= 1: by how much the variance of counts exceeds the binomial's


@dataclass(frozen=True, slots=True)
class Share:
    """What is known of shares of cooperation: their expected values and variances."""

    mean: FloatArray
    variance: FloatArray

    def fell(self, later: Share, by: float) -> FloatArray:
        """Chance that the later share is lower by more than `by`; normal, moments of both."""
        import numpy as np
        from scipy.special import ndtr

        spread = np.sqrt(np.maximum(self.variance + later.variance, 1e-12))
        return np.asarray(ndtr((self.mean - later.mean - by) / spread))


@dataclass(frozen=True, slots=True)
class Partition:
    """What the counts say; n days with news."""

    change: FloatArray  # shape (n,): chance that the level changed before this day; 0 for the first
    before: Share  # of cooperation in the stretch that a cut here would end, shape (n,)
    after: Share  # in the stretch that it would begin, shape (n,)
    latest: (
        FloatArray  # shape (n, n): [i, j] chance that the last change up to day j was before day i, told by days to j
    )
    stretch: Share  # shape (n, n): [i, j] share on the days i to j if they are one stretch
    evidence: float  # log probability of the counts


def cut(days: NDArray[np.integer], cooperation: FloatArray, conflict: FloatArray, prior: Prior) -> Partition:
    """Sum over all partitions of a pair's days with news.

    Args:
        days: of the calendar, rising, shape (n,), 0 < n <= 1,500.
        cooperation: events of quad classes 1 and 2 on each, >= 0.
        conflict: events of quad classes 3 and 4.
        prior: see above.
    Raises:
        InputError: if there is no day, there are too many, or they do not rise.
    """
    import numpy as np
    from scipy.special import betaln

    n = len(days)
    if not 0 < n <= MOST_DAYS or (np.diff(days) <= 0).any():
        raise InputError(
            f"{n} days with news; expected 1 to {MOST_DAYS} different ones in order. Count by week instead."
        )
    a, b, scale = prior.cooperation, prior.conflict, 1 / prior.dispersion
    c = np.concatenate([[0.0], np.cumsum(cooperation) * scale])
    k = np.concatenate([[0.0], np.cumsum(conflict) * scale])
    start, end = np.arange(n)[:, None], np.arange(n)[None, :]
    in_c, in_k = c[end + 1] - c[start], k[end + 1] - k[start]
    forward = end >= start
    in_c, in_k = np.where(forward, in_c, 0.0), np.where(forward, in_k, 0.0)
    hazard = -np.expm1(-np.diff(days, prepend=days[0]) / prior.tau)  # of a cut before each day; 0 before the first
    with np.errstate(divide="ignore"):
        log_cut, stay = np.log(hazard), np.concatenate([[0.0], np.cumsum(np.log1p(-hazard[1:]))])
    # one stretch from i to j: its likelihood and that no cut fell inside it
    stretch = np.where(forward, betaln(a + in_c, b + in_k) - betaln(a, b) + stay[end] - stay[start], -np.inf)
    log_cut[0] = 0.0
    to, latest = np.zeros(n + 1), np.zeros((n, n))  # to[j]: the first j days
    for j in range(n):
        ways = to[: j + 1] + log_cut[: j + 1] + stretch[: j + 1, j]
        top = ways.max()
        to[j + 1] = top + np.log(np.exp(ways - top).sum())
        latest[: j + 1, j] = np.exp(ways - to[j + 1])
    rest = np.zeros(n + 1)  # rest[i]: the days from i on, given a cut before i
    following = np.zeros((n, n))
    for i in range(n - 1, -1, -1):
        ways = stretch[i, i:] + np.concatenate([log_cut[i + 1 :], [0.0]]) + rest[i + 1 :]
        top = ways.max()
        rest[i] = top + np.log(np.exp(ways - top).sum())
        following[i, i:] = np.exp(ways - rest[i])
    change = np.exp(np.minimum(to[:n] + log_cut + rest[:n] - to[n], 0.0))
    change[0] = 0.0
    total = a + b + in_c + in_k
    mean = (a + in_c) / total
    stretches = Share(mean, mean * (1 - mean) / (total + 1))
    square = np.where(forward, mean**2 + stretches.variance, 0.0)
    mean = np.where(forward, mean, 0.0)
    first, second = np.full(n, a / (a + b)), np.full(n, a * (a + 1) / ((a + b) * (a + b + 1)))
    first[1:], second[1:] = (np.einsum("ij,ij->j", latest, m)[:-1] for m in (mean, square))
    before = Share(first, second - first**2)
    first, second = (np.einsum("ij,ij->i", following, m) for m in (mean, square))
    return Partition(change, before, Share(first, second - first**2), latest, stretches, evidence=float(to[n]))
