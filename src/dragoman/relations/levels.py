"""How does one state stand to another, month by month? Measure L0: the balance of events with its band.

The balance compares numbers of events, not their weights: more talk does not raise it. A month without events has
counts of 0 and no balance at all (None): that nobody reported anything says nothing of where the relation stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from dragoman.errors import InputError
from dragoman.records import Relation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["balance_band", "levels", "month_of", "months_between"]

COUNTS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


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


def levels(
    counts: Iterable[Mapping[str, Any]],
    *,
    width: float = 0.90,
    first: date | None = None,
    last: date | None = None,
) -> list[Relation]:
    """Months of each directed pair, from its first to its last month with news, gaps included as months without level.

    Args:
        counts: rows of the statement `BALANCE_COUNTS`; several data sets of one pair and month are added up.
        width: probability inside the band.
        first: first month to give, if later than the pair's own; any day of it.
        last: last month to give; any day of it.
    Returns:
        Records in the order of source, target, period; a pair without events gives none.
    """
    pairs: dict[tuple[str, str], dict[date, dict[str, Any]]] = {}
    for row in counts:
        month = month_of(row["period"])
        if (first and month < month_of(first)) or (last and month > month_of(last)):
            continue
        cell = pairs.setdefault((row["source"], row["target"]), {}).setdefault(
            month, dict.fromkeys(COUNTS, 0) | {"n_publishers": 0, "datasets": set()}
        )
        for name in COUNTS:
            cell[name] += int(row[name])
        cell["n_publishers"] += int(row["n_publishers"])
        cell["datasets"].add(row["dataset"])
    nothing = dict.fromkeys(COUNTS, 0) | {"n_publishers": 0, "datasets": set()}
    flat = [
        (source, target, month, pairs[source, target].get(month, nothing))
        for source, target in sorted(pairs)
        for month in months_between(min(pairs[source, target]), max(pairs[source, target]))
    ]
    cooperation = [cell["verbal_cooperation"] + cell["material_cooperation"] for *_, cell in flat]
    conflict = [cell["verbal_conflict"] + cell["material_conflict"] for *_, cell in flat]
    bands = zip(*balance_band(cooperation, conflict, width=width), strict=True)
    return [
        Relation(
            source=source,
            target=target,
            period=month,
            granularity="month",
            **{name: cell[name] for name in COUNTS},
            n_events=c + k,
            n_publishers=cell["n_publishers"],
            balance=float(balance) if c + k else None,
            low=float(low) if c + k else None,
            high=float(high) if c + k else None,
            datasets=tuple(sorted(cell["datasets"])),
        )
        for (source, target, month, cell), c, k, (balance, low, high) in zip(
            flat, cooperation, conflict, bands, strict=True
        )
    ]


def month_of(day: Any) -> date:
    """The first day of a day's month."""
    return date(day.year, day.month, 1)


def months_between(first: date, last: date) -> list[date]:
    """First days of all months from one to the other, both included."""
    n = 12 * (last.year - first.year) + last.month - first.month
    return [date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1) for i in range(n + 1)]
