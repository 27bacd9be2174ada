"""Which series of signed weights do the turns stand on? A matrix of pairs by days, with gaps where nobody reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["SignedSeries", "pair_of", "read_series"]

COLUMNS = ("date", "a", "b", "w")


@dataclass(frozen=True, slots=True)
class SignedSeries:
    """Daily sums of signed weights of undirected pairs of states."""

    pairs: tuple[tuple[str, str], ...]  # codes in the order of the alphabet; most days with news first
    first: date
    weights: FloatArray  # shape (pairs, days); any unit; NaN: nobody reported anything that day

    @property
    def n_days(self) -> int:
        """Calendar days from the first to the last."""
        return int(self.weights.shape[1])

    def day(self, index: int) -> date:
        """The calendar day of a column."""
        return self.first + timedelta(days=int(index))

    def column(self, day: date) -> int:
        """The column of a calendar day; may lie outside the series."""
        return (day - self.first).days

    def take(self, rows: Sequence[int]) -> SignedSeries:
        """Some of the pairs."""
        return SignedSeries(tuple(self.pairs[r] for r in rows), self.first, self.weights[list(rows)])


def pair_of(a: str, b: str) -> tuple[str, str]:
    """Two codes in the order of the alphabet."""
    return (a, b) if a <= b else (b, a)


def read_series(path: Path, *, most: int, also: Sequence[tuple[str, str]] = ()) -> SignedSeries:
    """Read a parquet file with date, a, b, w: one row for an undirected pair and day with news.

    A pair written in both orders is one pair; rows of the same pair and day are added up; a state with itself is no
    pair. The pairs with most days with news come first (ties in the order of the alphabet).

    Args:
        path: the file.
        most: how many of the most active pairs to keep.
        also: pairs to keep besides, at the end, where the file has them.
    Raises:
        InputError: if the file cannot be read, lacks a column, or holds no row.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path, columns=list(COLUMNS))
    except (OSError, pa.ArrowException, ValueError) as cause:
        raise InputError(f"Cannot read {path} as a series: {cause}. Expected parquet with date, a, b, w.") from cause
    if set(table.column_names) != set(COLUMNS):
        raise InputError(f"{path} has the columns {', '.join(table.column_names)}; expected date, a, b, w.")
    days, a, b, w = (_plain(table[name], name) for name in COLUMNS)
    known = np.isfinite(w) & ~np.isnat(days)
    names, codes = np.unique(np.concatenate([a[known], b[known]]), return_inverse=True)
    days, w = days[known].astype(np.int64), w[known]
    low, high = np.minimum(*np.split(codes, 2)), np.maximum(*np.split(codes, 2))
    apart = low != high
    days, w, low, high = days[apart], w[apart], low[apart], high[apart]
    if not len(w):
        raise InputError(f"{path} holds no row of two different states; expected at least one.")
    start, n_days = int(days.min()), int(days.max() - days.min()) + 1
    keys, pair = np.unique(low * len(names) + high, return_inverse=True)
    cells, cell = np.unique(pair * n_days + (days - start), return_inverse=True)
    sums = np.bincount(cell, weights=w)
    with_news = np.bincount(cells // n_days, minlength=len(keys))
    order = np.lexsort((keys, -with_news))
    spelled = [(str(names[k // len(names)]), str(names[k % len(names)])) for k in keys.tolist()]
    kept = order[:most].tolist()
    asked = {pair_of(*p) for p in also}
    kept += [r for r in order[most:].tolist() if spelled[r] in asked]
    row = np.full(len(keys), -1)
    row[kept] = np.arange(len(kept))
    weights = np.full((len(kept), n_days), np.nan)
    rows = row[cells // n_days]
    weights[rows[rows >= 0], (cells % n_days)[rows >= 0]] = sums[rows >= 0]
    return SignedSeries(tuple(spelled[r] for r in kept), date(1970, 1, 1) + timedelta(days=start), weights)


def _plain(column: Any, name: str) -> Any:
    """A column as days, strings or numbers.

    Raises:
        InputError: if it has another type.
    """
    import numpy as np
    import pyarrow as pa

    kinds = {"date": pa.date32(), "w": pa.float64()}
    try:
        cast = column.cast(kinds.get(name, pa.string()))
    except pa.ArrowException as cause:
        raise InputError(
            f"Column {name} is {column.type}: {cause}; expected {kinds.get(name, pa.string())}."
        ) from cause
    if name == "date":
        return cast.to_numpy().astype("datetime64[D]")
    if name == "w":
        return cast.to_numpy().astype(np.float64)
    return np.asarray(cast.fill_null("").to_pylist(), dtype=str) if cast.null_count else np.asarray(cast.to_pylist())
