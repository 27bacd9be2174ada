"""What do several data sets say of one pair: counts, balance, and how far they move together?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from dragoman.relations.levels import month_of, months_between

__all__ = ["Agreement", "Compared", "Side", "compared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one data set says of one direction."""

    dataset: str
    source: str
    target: str
    n_events: int  # all of the pair, whoever acts in it
    n_between_states: int  # of these, both actors stand for their states
    n_without_act: int  # of all, PLOVER has no act for them
    cooperation: int  # between states
    conflict: int
    balance: float | None  # (C - K) / (C + K); None without acts
    months: tuple[dict[str, Any], ...]  # period, n_events, cooperation, conflict, balance; months with news alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two data sets move together in one direction."""

    source: str
    target: str
    one: str
    other: str
    n_months: int  # that both cover: from the later first to the earlier last month with news
    counts: float | None  # Pearson's correlation of monthly numbers of events; None below 3 months or without variance
    n_levels: int  # months in which both have a balance
    balances: float | None  # the same of balances, over these months


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Data sets on one pair."""

    sides: tuple[Side, ...]
    agreement: tuple[Agreement, ...]


def compared(rows: Iterable[Mapping[str, Any]]) -> Compared:
    """Compare data sets on one pair.

    Args:
        rows: of the statement `COMPARED`.
    """
    cells: dict[tuple[str, str, str], dict[Any, Mapping[str, Any]]] = {}
    for row in rows:
        cells.setdefault((row["source"], row["target"], row["dataset"]), {})[month_of(row["period"])] = row
    sides = tuple(_side(*key, months) for key, months in sorted(cells.items()))
    agreement = tuple(
        _agreement(one, other, cells[one], cells[other])
        for one, other in combinations(sorted(cells), 2)
        if one[:2] == other[:2]
    )
    return Compared(sides=sides, agreement=agreement)


def _balance(cooperation: int, conflict: int) -> float | None:
    n = cooperation + conflict
    return (cooperation - conflict) / n if n else None


def _side(source: str, target: str, dataset: str, months: Mapping[Any, Mapping[str, Any]]) -> Side:
    names = ("n_events", "n_between_states", "n_without_act", "cooperation", "conflict")
    total = {name: sum(int(row[name]) for row in months.values()) for name in names}
    return Side(
        dataset=dataset,
        source=source,
        target=target,
        **total,
        balance=_balance(total["cooperation"], total["conflict"]),
        months=tuple(
            {
                "period": month,
                **{name: int(row[name]) for name in names},
                "balance": _balance(int(row["cooperation"]), int(row["conflict"])),
            }
            for month, row in sorted(months.items())
        ),
    )


def _agreement(
    one: tuple[str, str, str],
    other: tuple[str, str, str],
    first: Mapping[Any, Mapping[str, Any]],
    second: Mapping[Any, Mapping[str, Any]],
) -> Agreement:
    start, end = max(min(first), min(second)), min(max(first), max(second))
    shared = months_between(start, end) if start <= end else []
    both = [m for m in shared if m in first and m in second]
    levels = [
        (x, y)
        for m in both
        if (x := _balance(int(first[m]["cooperation"]), int(first[m]["conflict"]))) is not None
        and (y := _balance(int(second[m]["cooperation"]), int(second[m]["conflict"]))) is not None
    ]
    numbers = [tuple(float(side[m]["n_events"]) if m in side else 0.0 for side in (first, second)) for m in shared]
    return Agreement(
        source=one[0],
        target=one[1],
        one=one[2],
        other=other[2],
        n_months=len(shared),
        counts=_correlation([(n[0], n[1]) for n in numbers]),
        n_levels=len(levels),
        balances=_correlation(levels),
    )


def _correlation(points: list[tuple[float, float]]) -> float | None:
    """Pearson's r; None for fewer than 3 points or a side that never moves."""
    import numpy as np

    if len(points) < 3:
        return None
    x, y = np.array(points, dtype=float).T
    if x.std() == 0 or y.std() == 0:
        return None
    return float(np.corrcoef(x, y)[0, 1])
