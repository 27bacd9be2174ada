"""Levels of many pairs at once, as a table: for maps and lists, which need months with news and measure L2 alone.

The numbers are those of `levels.levels`; a record for every period of every pair is what takes time there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dragoman.relations.affinity import Prior, fit
from dragoman.relations.periods import DAYS, periods_between

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["level_table"]

QUADS: Final = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
PAIRS_AT_ONCE: Final = 512  # bounds what is held: 360 months of them with 12 classes take some 60 MB


def level_table(counts: pa.Table, *, width: float, prior: Prior) -> pa.Table:
    """Months with news of each directed pair, with the level that could be said then.

    Args:
        counts: source, target, period (the first day of a month) and events by quad class; several data sets of one
            pair and month are added up. Rows of a pair stand together.
        width: probability inside the band.
        prior: what all pairs of the store share, for months.
    Returns:
        Columns source, target, period, n_events, level, low, high, in the order of the three first; levels from -1 to
        +1. A month without news has no row: never a level of 0.
    """
    import numpy as np
    import pyarrow as pa

    names = ("source", "target", "period", "n_events", "level", "low", "high")
    counts = counts.sort_by([(n, "ascending") for n in names[:3]]) if counts.num_rows else counts
    kinds = (pa.string(), pa.string(), pa.date32(), pa.int64(), pa.float64(), pa.float64(), pa.float64())
    empty = pa.table({n: pa.array([], k) for n, k in zip(names, kinds, strict=True)})
    if not counts.num_rows:
        return empty
    source, target = (np.asarray(counts[n].to_pylist(), dtype=object) for n in names[:2])
    new = np.r_[True, (source[1:] != source[:-1]) | (target[1:] != target[:-1])]
    pair = np.cumsum(new) - 1
    days = counts["period"].cast(pa.date32()).to_numpy().astype("datetime64[M]").astype(np.int64)
    first = int(days.min())
    at = days - first
    quads = np.stack([counts[n].to_numpy().astype(np.int64) for n in QUADS], axis=1)
    starts = np.r_[np.flatnonzero(new), len(new)]
    every = periods_between(_month(first), _month(int(days.max())), "month")
    made = [empty]
    for begin in range(0, len(starts) - 1, PAIRS_AT_ONCE):
        end = min(begin + PAIRS_AT_ONCE, len(starts) - 1)
        rows = slice(int(starts[begin]), int(starts[end]))
        cells = np.zeros((end - begin, len(every), 4), np.int64)
        np.add.at(cells, (pair[rows] - begin, at[rows]), quads[rows])
        level, low, high = fit(cells, prior, days=DAYS["month"], smooth=False).levels(width=width)
        told = cells.sum(axis=2)
        which, when = np.nonzero(told)
        heads = starts[begin:end][which]
        columns: list[Any] = [
            source[heads],
            target[heads],
            [every[i] for i in when.tolist()],
            told[which, when],
            *(a[which, when] for a in (level, low, high)),
        ]
        made.append(pa.table({n: pa.array(c, k) for n, k, c in zip(names, kinds, columns, strict=True)}))
    return pa.concat_tables(made)


def _month(number: int) -> Any:
    """First day of a month, counted from January 1970."""
    from datetime import date

    return date(1970 + number // 12, number % 12 + 1, 1)
