"""When a holder says 70 %, does it come true in 70 of 100? A table of chances said against shares that came true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dragoman.claims.score import brier
from dragoman.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["BINS", "Bin", "Parts", "calibration", "calibration_error", "parts_of_brier"]

BINS: Final = 10  # of equal width; our choice, as verification in meteorology does


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims whose chances lie near each other.

    Attributes:
        first: lower edge, 0 to 1; a chance on an edge belongs to the bin above, 1 to the last.
        last: upper edge.
        n: claims.
        said: mean chance, 0 to 1, the middle of each range.
        said_low: mean of the least chances that holders may mean.
        said_high: mean of the greatest.
        came: share that came true, 0 to 1.
        low: band of that share.
        high: likewise.
    """

    first: float
    last: float
    n: int
    said: float
    said_low: float
    said_high: float
    came: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Parts:
    """What a Brier score is made of: score = reliability - resolution + uncertainty + spread within bins.

    Attributes:
        reliability: mean squared gap between chance and share, by bins; 0 is calibrated; less is better.
        resolution: how far the shares of the bins lie from the share of all; more is better.
        uncertainty: of what came, 0 to 0.25; not the holder's doing.
        within: what is left, since chances in one bin, and those of one range, differ.
    """

    reliability: float
    resolution: float
    uncertainty: float
    within: float


def calibration(low: Any, high: Any, outcome: Any, *, bins: int = BINS, width: float = 0.90) -> list[Bin]:
    """Chances said against shares that came true; bins without claims are left out: nothing is not zero.

    The band of a share is Jeffreys': quantiles of Beta(true + 1/2, false + 1/2), drawn to 0 or 1 where none or all came.

    Args:
        low: least chance that each holder may mean, 0 to 1, shape (n,).
        high: greatest, shape (n,).
        outcome: 1 true, 0 false, or between them, shape (n,).
        bins: of equal width, at least 1.
        width: probability inside the band.
    Raises:
        InputError: if there is no bin, or as for `brier`.
    Reference:
        Brown, Cai, DasGupta (2001), Statistical Science 16(2), for the band.
    """
    import numpy as np
    from scipy.special import betaincinv

    if bins < 1:
        raise InputError(f"Bins: {bins}; expected 1 or more.")
    brier(low, high, outcome)  # refuses what is no chance
    least, most, y = (np.asarray(v, dtype=float) for v in (low, high, outcome))
    middle = (least + most) / 2
    place = _place(middle, bins)
    made = []
    for at in np.unique(place):
        inside = place == at
        n, true = int(inside.sum()), float(y[inside].sum())
        bounds = betaincinv(true + 0.5, n - true + 0.5, [(1 - width) / 2, (1 + width) / 2])
        made.append(
            Bin(
                float(at / bins),
                float((at + 1) / bins),
                n,
                float(middle[inside].mean()),
                float(least[inside].mean()),
                float(most[inside].mean()),
                true / n,
                0.0 if true == 0 else float(bounds[0]),
                1.0 if true == n else float(bounds[1]),
            )
        )
    return made


def calibration_error(table: list[Bin]) -> float | None:
    """Mean gap between chance said and share that came true, weighed by claims, 0 to 1; None without claims.

    Reference:
        Naeini, Cooper, Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning, AAAI.
    """
    total = sum(b.n for b in table)
    return sum(b.n * abs(b.said - b.came) for b in table) / total if total else None


def parts_of_brier(low: Any, high: Any, outcome: Any, *, bins: int = BINS) -> Parts | None:
    """The parts of a mean Brier score; None without claims. Arguments and errors as for `calibration`.

    Reference:
        Murphy (1973), Journal of Applied Meteorology 12(4); the part within bins: Stephenson, Coelho, Jolliffe (2008),
        Weather and Forecasting 23(4).
    """
    import numpy as np

    scores = brier(low, high, outcome)
    if not scores.size:
        return None
    y = np.asarray(outcome, dtype=float)
    table = calibration(low, high, outcome, bins=bins)
    n, mean = y.size, float(y.mean())
    reliability = sum(b.n * (b.said - b.came) ** 2 for b in table) / n
    resolution = sum(b.n * (b.came - mean) ** 2 for b in table) / n
    uncertainty = mean * (1 - mean)
    return Parts(
        float(reliability),
        float(resolution),
        uncertainty,
        float(scores.mean() - reliability + resolution - uncertainty),
    )


def _place(chance: FloatArray, bins: int) -> FloatArray:
    """Number of the bin of each chance; 0.3 * 10 is no whole number to a computer, so products are rounded first."""
    import numpy as np

    made: FloatArray = np.minimum(np.floor(np.round(chance * bins, 9)), bins - 1)
    return made
