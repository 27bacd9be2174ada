"""How good was a stated chance? Brier and log score, for numbers and for words of probability.

A word such as "likely" is no number but a range of chances, from `low` to `high`; a number is a range without width.
Every chance in the range is taken as equally likely meant, and the score is the mean over the range. So a vague word
scores as its middle would, and a little worse the wider it is: by width² / 12 in the Brier score. The best and the worst
score in the range are given beside it (`brier_range`): what the holder could claim to have meant, and what a critic could.

Both scores are losses: 0 is perfect, and more is worse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["LEAST_CHANCE", "brier", "brier_range", "log_score", "skill"]

LEAST_CHANCE: Final = (
    0.005  # log score alone: 0 % and 100 % are whole percents, and stand for half a percent from there
)


def brier(low: Any, high: Any, outcome: Any) -> FloatArray:
    """Mean squared distance of the chances in a range from what came.

        (m - y)² + (high - low)² / 12,  m = (low + high) / 2

    Args:
        low: least chance that the holder may mean, 0 to 1, shape (n,).
        high: greatest, `low` to 1, shape (n,).
        outcome: y, 1 where it came true and 0 where it did not; a value between them where a market settled so; (n,).
    Returns:
        Scores from 0 (perfect) to 1, shape (n,); the sum over one class, half of Brier's own sum over two.
    Raises:
        InputError: if a value lies outside its range or is missing, or lengths differ.
    Reference:
        Brier (1950), Monthly Weather Review 78(1), for a number; the mean over a range: None; our choice.
    """
    least, most, y = _checked(low, high, outcome)
    made: FloatArray = ((least + most) / 2 - y) ** 2 + (most - least) ** 2 / 12
    return made


def brier_range(low: Any, high: Any, outcome: Any) -> tuple[FloatArray, FloatArray]:
    """The best and the worst Brier score of any chance in the range; arguments and errors as for `brier`."""
    import numpy as np

    least, most, y = _checked(low, high, outcome)
    ends = (least - y) ** 2, (most - y) ** 2
    inside = (least <= y) & (y <= most)
    return np.where(inside, 0.0, np.minimum(*ends)), np.maximum(*ends)


def log_score(low: Any, high: Any, outcome: Any, *, least: float = LEAST_CHANCE) -> FloatArray:
    """Mean surprise over the chances in a range.

        -(y E[ln p] + (1 - y) E[ln (1 - p)]),  p uniform from low to high

    Args:
        low: as for `brier`; ends below `least` or above 1 - `least` are drawn in to there.
        high: as for `brier`.
        outcome: as for `brier`.
        least: bound of chances, 0 to below 0.5; with 0, a certain forecast that fails scores infinity.
    Returns:
        Scores in nats, 0 (perfect) or more; 0.69 is a coin's.
    Raises:
        InputError: as for `brier`, or if `least` lies outside its range.
    Reference:
        Good (1952), JRSS B 14(1), for a number; the mean over a range and the bound: None; our choice.
    """
    import numpy as np

    if not 0 <= least < 0.5:
        raise InputError(f"The least chance of the log score is {least}; expected from 0 to below 0.5.")
    first, last, y = _checked(low, high, outcome)
    first, last = np.clip(first, least, 1 - least), np.clip(last, least, 1 - least)
    with np.errstate(divide="ignore", invalid="ignore"):
        hit = np.where(y > 0, -y * _mean_log(first, last), 0.0)
        miss = np.where(y < 1, -(1 - y) * _mean_log(1 - last, 1 - first), 0.0)
    made: FloatArray = hit + miss
    return made


def skill(scores: Any, base: Any) -> float | None:
    """How much of the base rate's loss a holder saves.

        1 - mean(scores) / mean(base)

    Args:
        scores: losses of the holder, shape (n,).
        base: losses of the base rate on the same questions, shape (n,).
    Returns:
        1 perfect, 0 as good as the base rate, negative worse; None without claims or where the base rate never erred.
    Reference:
        Murphy (1973), Journal of Applied Meteorology 12(1): skill score.
    """
    import numpy as np

    own, plain = np.asarray(scores, dtype=float), np.asarray(base, dtype=float)
    if own.size == 0 or plain.mean() == 0:
        return None
    return float(1 - own.mean() / plain.mean())


def _mean_log(low: FloatArray, high: FloatArray) -> FloatArray:
    """E[ln p], p uniform from low to high; by series where the range is too narrow for the difference of two logs."""
    import numpy as np
    from scipy.special import xlogy

    width, middle = high - low, (low + high) / 2
    narrow = width <= 1e-3 * middle
    safe = np.where(narrow, 1.0, width)
    exact = (xlogy(high, high) - xlogy(low, low)) / safe - 1
    ratio = np.divide(width, middle, out=np.zeros_like(width), where=middle > 0)
    return np.where(narrow, np.log(middle) - ratio**2 / 24, exact)


def _checked(low: Any, high: Any, outcome: Any) -> tuple[FloatArray, FloatArray, FloatArray]:
    import numpy as np

    least, most, y = (np.asarray(values, dtype=float) for values in (low, high, outcome))
    if not least.shape == most.shape == y.shape:
        raise InputError(
            f"Chances of shapes {least.shape} and {most.shape} for outcomes of {y.shape}; expected the same of each."
        )
    if not ((least >= 0) & (least <= most) & (most <= 1)).all():
        raise InputError(
            "A chance is missing, lies outside 0 to 1, or its least is above its greatest. Mend the claims."
        )
    if not ((y >= 0) & (y <= 1)).all():
        raise InputError("An outcome is missing or lies outside 0 to 1. Score settled claims alone.")
    return least, most, y
