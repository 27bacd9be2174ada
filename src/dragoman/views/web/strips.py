"""Months of several data sets as strips under each other on one time axis: cooperation upwards, conflict downwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from dragoman.relations.levels import months_between
from dragoman.relations.periods import next_period
from dragoman.views.web.drawing import Box, Drawing, Stroke, Word, years
from dragoman.views.words import counted

if TYPE_CHECKING:
    from dragoman.relations.comparison import Side

__all__ = ["strips"]

TALL: Final = 64  # height of a strip
HEAD: Final = 22  # above each: its name
LEFT: Final = 46
RIGHT: Final = 8


def strips(
    sides: Sequence[Side],
    *,
    width: int,
    title: str,
    axis: tuple[date, date],
    address: Callable[[str, date, date], str],
) -> Drawing | None:
    """Draw one direction of a pair as each data set tells it.

    Each strip has a scale of its own, since data sets differ in size; its largest counts stand beside it.

    Args:
        sides: one for each data set.
        width: of the drawing; 860 for a desk, 350 for a phone.
        title: what it shows.
        axis: first and last month, the same for all.
        address: data set, first and last day of a month -> link to its events.
    Returns:
        None if there is no side.
    """
    if not sides:
        return None
    months = months_between(*axis)
    first, last = axis[0], _end(axis[1])
    span, right = (last - first).days, width - RIGHT

    def x(day: date) -> float:
        return round(LEFT + (right - LEFT) * (day - first).days / span, 1)

    gaps: list[Box] = []
    boxes: list[Box] = []
    strokes: list[Stroke] = []
    labels: list[Word] = []
    hits: list[Box] = []
    for number, side in enumerate(sides):
        top = HEAD + number * (TALL + HEAD)
        told = {m["period"]: m for m in side.months}
        gaps += _gaps(months, told, x, top)
        drawn, zero, words = _bars(told, x, top)
        boxes += drawn
        labels += [Word(LEFT, top - 6, side.dataset, "start", "name", light=counted(side.n_events, "event")), *words]
        strokes.append(Stroke(f"M{LEFT} {zero}H{right}", "zero"))
        hits += [_hit(m, side.dataset, x, top, address) for m in told.values()]
    bottom = len(sides) * (TALL + HEAD)
    labels += years(first, last, x, bottom + 16, width)
    return Drawing(
        width=width, height=bottom + 22, first=first, last=last, left=LEFT, right=right, top=HEAD, bottom=bottom, title=title,
        gaps=tuple(gaps), boxes=tuple(boxes), strokes=tuple(strokes), dots=(), turned=(), claims=(), labels=tuple(labels),
        hits=tuple(hits), brush=False,
    )  # fmt: skip


def _end(month: date) -> date:
    return next_period(month, "month")


def _gaps(months: Sequence[date], told: dict[date, Any], x: Callable[[date], float], top: float) -> list[Box]:
    found = []
    for there, run in groupby(months, key=lambda m: m in told):
        some = list(run)
        if not there:
            start, end = x(some[0]), x(_end(some[-1]))
            found.append(Box(start, top, round(end - start, 1), TALL, "gap", "no news"))
    return found


def _bars(told: dict[date, Any], x: Callable[[date], float], top: float) -> tuple[list[Box], float, list[Word]]:
    """Bars, where 0 stands, and the largest counts in words."""
    up = max((m["cooperation"] for m in told.values()), default=0)
    down = max((m["conflict"] for m in told.values()), default=0)
    unit = TALL / max(up + down, 1)
    zero = round(top + up * unit, 1)
    found = []
    for month, m in told.items():
        start, end = x(month), x(_end(month))
        margin = min(1.0, (end - start) / 8)
        wide = round(max(end - start - 2 * margin, 0.8), 1)
        for name, tone in (("cooperation", "coop-1"), ("conflict", "conf-1")):
            tall = round(m[name] * unit, 1)
            if tall:
                at = zero - tall if tone == "coop-1" else zero
                found.append(Box(round(start + margin, 1), round(at, 1), wide, tall, tone))
    words = [Word(LEFT - 6, top + 10, str(up), "end", "axis")] if up else []
    words += [Word(LEFT - 6, top + TALL, str(down), "end", "axis")] if down else []
    return found, zero, words


def _hit(
    m: dict[str, Any],
    dataset: str,
    x: Callable[[date], float],
    top: float,
    address: Callable[[str, date, date], str],
) -> Box:
    month = m["period"]
    words = (
        f"{dataset}, {month:%B %Y}: {m['cooperation']} of cooperation, {m['conflict']} of conflict between the states"
    )
    wide = round(max(x(_end(month)) - x(month), 1.0), 1)
    return Box(x(month), top, wide, TALL, "hit", words, address(dataset, month, _end(month) - timedelta(days=1)))
