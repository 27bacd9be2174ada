"""Which network has which period? One for a span of months, or one for each month or year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from dragoman.errors import InputError
from dragoman.relations.levels import month_of, months_between
from dragoman.relations.network import Choices, Network, network
from dragoman.relations.network_affinity import levels_of_affinity
from dragoman.relations.network_levels import PairLevels, levels_of_counts
from dragoman.relations.periods import checked_span

__all__ = ["levels_of", "network_of_counts", "networks_over_time"]

Step = Literal["month", "year"]


def network_of_counts(
    counts: Iterable[Mapping[str, Any]],
    *,
    choices: Choices | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Network:
    """The network of one period.

    Args:
        counts: rows of the statement `BALANCE_COUNTS`; earlier months than the first inform L2.
        choices: how; the defaults if None.
        first: first month; any day of it.
        last: last month; any day of it.
    Raises:
        InputError: if the span ends before it begins.
    """
    checked_span(first, last)
    by = choices or Choices()
    return network(levels_of(counts, [(first, last)], by)[0], choices=by, first=first, last=last)


def networks_over_time(
    counts: Iterable[Mapping[str, Any]],
    *,
    step: Step,
    choices: Choices | None = None,
    first: date | None = None,
    last: date | None = None,
) -> list[Network]:
    """The network of each month or year, from the first with news to the last; those between without news are empty.

    Args:
        counts: rows of the statement `BALANCE_COUNTS`.
        step: length of a period.
        choices: how; `seconds` holds for each period.
        first: first month; any day of it.
        last: last month; any day of it.
    Raises:
        InputError: if the step is another one, or the span ends before it begins.
    """
    checked_span(first, last)
    if step not in {"month", "year"}:
        raise InputError(f"No step {step!r}; expected month or year.")
    by = choices or Choices()
    rows = list(counts)
    told = [
        month
        for month in {month_of(row["period"]) for row in rows}
        if not (first and month < month_of(first)) and not (last and month > month_of(last))
    ]
    if not told:
        return []
    starts = [m for m in months_between(_start(min(told), step), max(told)) if step == "month" or m.month == 1]
    spans = [(max(s, month_of(first)) if first else s, _last_day(s, step)) for s in starts]
    if last:
        spans = [(start, min(end, _last_day(month_of(last), "month"))) for start, end in spans]
    return [
        network(levels, choices=by, first=start, last=_last_day(start, step))
        for start, levels in zip(starts, levels_of(rows, spans, by), strict=True)
    ]


def levels_of(
    counts: Iterable[Mapping[str, Any]], spans: Sequence[tuple[date | None, date | None]], choices: Choices
) -> list[PairLevels]:
    """Levels of each period by the measure chosen; each period's from the events up to its end."""
    rows = list(counts)
    if choices.measure == "L2":
        return levels_of_affinity(rows, spans, min_events=choices.min_events, draws=choices.draws, seed=choices.seed)
    return [
        levels_of_counts(
            rows, first=first, last=last, min_events=choices.min_events, draws=choices.draws, seed=choices.seed
        )
        for first, last in spans
    ]


def _start(month: date, step: Step) -> date:
    return month if step == "month" else date(month.year, 1, 1)


def _last_day(start: date, step: Step) -> date:
    import calendar

    if step == "year":
        return date(start.year, 12, 31)
    return date(start.year, start.month, calendar.monthrange(start.year, start.month)[1])
