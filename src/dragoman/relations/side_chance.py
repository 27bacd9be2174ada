"""How likely would a relation by itself move this much in this half-year, without having changed for good reason?

One side of a realignment is told by z, the change of the log odds of cooperation between two windows by its standard
error (`triangles.shift_z`). Its chance is the larger of two, so that a side must stand out against both:

*The pair's own dynamics.* How far does its z swing in all months whose windows do not touch those tested?

    s^2 = (m + sum of z^2) / (m + n),   chance = P(t > z / s),  t of 2 + 2 n / m degrees of freedom,  m = 18

n are those months with news. As m months of pure counting (z of variance 1) are added, a pair of short history counts
as a steady one. Overlapping windows make some n / 9 independent looks of n months, which is what the tail knows.

*The counts alone.* With few events z is far from normal: so both windows are drawn anew from one share of cooperation,
that of both together, and the chance is that of a z as large, ties counted half.

Reference:
    Storer, Kim (1990), Exact properties of some approximate test statistics for comparing two binomial proportions,
    Journal of the American Statistical Association 85 (the second; that ties count half is our choice, after Lancaster
    1961, Biometrika 48). The first is a Student tail with a spread shrunk towards 1; m and the degrees of freedom are
    the length of both windows and half of it, our choice. Size and power: benchmarks/triangle_power.py.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["count_chance", "over_looks", "own_chance", "z_of"]

LARGEST = 4000  # pairs of numbers of acts that are gone through one by one; beyond, the tail is taken as normal
TIE = 1e-9


def z_of(c0: FloatArray, k0: FloatArray, c1: FloatArray, k1: FloatArray) -> FloatArray:
    """Z of the change of the expected log odds of cooperation under Jeffreys' prior.

    Args:
        c0: cooperative acts before, >= 0, any shape.
        k0: conflictual acts before.
        c1: cooperative acts after.
        k1: conflictual acts after.
    """
    import numpy as np
    from scipy.special import digamma, polygamma

    change = digamma(c1 + 0.5) - digamma(k1 + 0.5) - digamma(c0 + 0.5) + digamma(k0 + 0.5)
    return np.asarray(change / np.sqrt(sum(polygamma(1, x + 0.5) for x in (c0, k0, c1, k1))))


def own_chance(z: FloatArray, at: int, *, reach: int) -> FloatArray:
    """Chance that each pair moves as much by its own dynamics.

    Args:
        z: towards the side that is asked for, shape (pairs, months); NaN where a window has no news.
        at: column of the month.
        reach: months of both windows; months nearer than that are left out.
    Returns:
        Shape (pairs,); 1 where the month itself has no news.
    """
    import numpy as np
    from scipy.stats import t

    apart = np.abs(np.arange(z.shape[1]) - at) >= reach
    others = np.where(apart, z, np.nan)
    n = np.isfinite(others).sum(axis=1)
    spread = np.sqrt((reach + np.nansum(others**2, axis=1)) / (reach + n))
    return np.asarray(np.where(np.isnan(z[:, at]), 1.0, t.sf(z[:, at] / spread, 2 + 2 * n / reach)))


def count_chance(before: tuple[float, float], after: tuple[float, float], *, sign: int) -> float:
    """Chance that counts of one share of cooperation differ as much between two windows.

    Args:
        before: cooperative and conflictual acts, independent ones: divided by their overdispersion.
        after: the same.
        sign: +1 asks for a rise of the share, -1 for a fall.
    Returns:
        1 if either window has no act.
    """
    import numpy as np
    from scipy.stats import binom, norm

    n0, n1 = (int(np.ceil(sum(window) - TIE)) for window in (before, after))
    if not n0 or not n1:
        return 1.0
    z = float(z_of(*(np.asarray(x, float) for x in (*before, *after))))
    if (n0 + 1) * (n1 + 1) > LARGEST:
        return float(norm.sf(sign * z))
    share = (before[0] + after[0] + 0.5) / (sum(before) + sum(after) + 1)
    weight = np.outer(binom.pmf(np.arange(n0 + 1), n0, share), binom.pmf(np.arange(n1 + 1), n1, share))
    beyond = sign * (_all_z(n0, n1) - z)
    return float(min(1.0, weight[beyond > TIE].sum() + weight[np.abs(beyond) <= TIE].sum() / 2))


def over_looks(chance: float, looks: float) -> float:
    """Chance that the best of so many independent looks is as good.

    Args:
        chance: of one look.
        looks: >= 1, need not be whole.
    Reference:
        Sidak (1967), Rectangular confidence regions for the means of multivariate normal distributions, Journal of the
        American Statistical Association 62.
    """
    import math

    return 1.0 if chance >= 1 else float(-math.expm1(looks * math.log1p(-chance)))


@lru_cache(maxsize=512)
def _all_z(n0: int, n1: int) -> FloatArray:
    """Z of all ways to split two numbers of acts, shape (n0 + 1, n1 + 1)."""
    import numpy as np

    c0, c1 = np.arange(n0 + 1.0)[:, None], np.arange(n1 + 1.0)[None, :]
    return z_of(c0, n0 - c0, c1, n1 - c1)
