"""Means and quantiles of the days before and after each day, over the days that have news."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["mean_after", "mean_before", "quantiles_before"]


def mean_after(values: FloatArray, days: int) -> FloatArray:
    """Mean of a day and the days that follow it, `days` in all; shape (pairs, days), NaN where none has news."""
    return _trailing(values[:, ::-1], days)[:, ::-1]


def mean_before(values: FloatArray, days: int) -> FloatArray:
    """Mean of the `days` days before a day, without itself; NaN on the first day and where none has news."""
    import numpy as np

    made = np.full_like(values, np.nan)
    made[:, 1:] = _trailing(values, days)[:, :-1]
    return made


def _trailing(values: FloatArray, days: int) -> FloatArray:
    import numpy as np

    known = np.isfinite(values)
    sums = np.pad(np.cumsum(np.where(known, values, 0.0), axis=1), ((0, 0), (1, 0)))
    counts = np.pad(np.cumsum(known, axis=1), ((0, 0), (1, 0)))
    end = np.arange(1, values.shape[1] + 1)
    start = np.maximum(end - days, 0)
    n = counts[:, end] - counts[:, start]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(n > 0, (sums[:, end] - sums[:, start]) / n, np.nan))


def quantiles_before(
    values: FloatArray, chances: tuple[float, ...], *, days: int, at_least: int, every: int = 7
) -> list[FloatArray]:
    """Quantiles of the `days` days before each day, taken anew every `every` days.

    Args:
        values: shape (pairs, days), NaN where there is no news.
        chances: of the quantiles, 0 to 1.
        days: length of the window.
        at_least: days with news that a window must have; NaN below.
        every: days for which one quantile holds; on the last of them it is `every` - 1 days old.
    Returns:
        One array of shape (pairs, days) for each chance.
    """
    import numpy as np

    made = [np.full(values.shape, np.nan) for _ in chances]
    rows = np.arange(values.shape[0])
    for t in range(0, values.shape[1], every):
        window = np.sort(values[:, max(0, t - days) : t], axis=1)  # NaN last
        if not window.shape[1]:
            continue
        n = np.isfinite(window).sum(axis=1)
        for array, chance in zip(made, chances, strict=True):
            place = chance * np.maximum(n - 1, 0)
            low = np.floor(place).astype(int)
            high = np.minimum(low + 1, np.maximum(n - 1, 0))
            found = window[rows, low] + (place - low) * (window[rows, high] - window[rows, low])
            array[:, t : t + every] = np.where(n >= at_least, found, np.nan)[:, None]
    return made
