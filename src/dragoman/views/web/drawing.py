"""The level of a pair as a drawing that a page can hold: lines, band, gaps, turns and events, each month a link.

Drawn as SVG with class names in place of colours, so that dark mode and print follow the style sheet, every month opens
its events without a script, and no renderer has to start. The charts of briefs and notebooks are Altair's (`views.charts`);
docs/decisions tells why there are two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from dragoman.relations.periods import checked, next_period
from dragoman.views.web.marks import LETTER, ClaimMark, Mark, marked, told_turns
from dragoman.views.words import counted, level_in_words

if TYPE_CHECKING:
    from dragoman.records import Relation

__all__ = ["Box", "Drawing", "Stroke", "TurnMark", "Word", "draw", "years"]

UPPER: Final = 190  # height of the level's area
LOWER: Final = 84  # of the events' area
BETWEEN: Final = 22
LEFT: Final = 46  # room for the numbers
RIGHT: Final = 8
TOP: Final = 12  # room above the level, without words of turns
MONTH: Final = 62  # width of the name of a month with its year, and a gap
QUADS: Final = (
    ("material_cooperation", "coop-1", 1),
    ("verbal_cooperation", "coop-2", 1),
    ("material_conflict", "conf-1", -1),
    ("verbal_conflict", "conf-2", -1),
)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in units of the drawing; with a link and words where it opens something."""

    x: float
    y: float
    width: float
    height: float
    tone: str
    words: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A path."""

    path: str
    tone: str


@dataclass(frozen=True, slots=True)
class Word:
    """A text with its anchor: start, middle or end; what follows it lighter, and whether it reads upwards."""

    x: float
    y: float
    text: str
    anchor: str
    tone: str = ""
    light: str = ""
    upwards: bool = False


@dataclass(frozen=True, slots=True)
class TurnMark:
    """A turn as the drawing needs it.

    Attributes:
        day: when.
        better: towards cooperation.
        probability: that there was one, 0 to 1.
    """

    day: date
    better: bool
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Everything that is drawn, back to front.

    Attributes:
        width: of the whole, in its own units.
        height: likewise.
        first: first day of its axis.
        last: first day behind its axis.
        left: where the first day stands.
        right: where the last one stands.
        top: of the level's area.
        bottom: of the events' area.
        title: what it shows, for readers who do not see it.
        gaps: periods without news.
        boxes: bars of events.
        strokes: axes, band, lines, turns.
        dots: centres of levels of periods with news.
        turned: where the level stood at a turn.
        claims: said beforehand, below the events.
        labels: words on it.
        hits: periods to point at.
        brush: whether a period can be chosen by dragging over it.
    """

    width: int
    height: int
    first: date
    last: date
    left: float
    right: float
    top: float
    bottom: float
    title: str
    gaps: tuple[Box, ...]
    boxes: tuple[Box, ...]
    strokes: tuple[Stroke, ...]
    dots: tuple[tuple[float, float], ...]
    turned: tuple[tuple[float, float], ...]
    claims: tuple[Mark, ...]
    labels: tuple[Word, ...]
    hits: tuple[Box, ...]
    brush: bool = True


def draw(
    levels: Sequence[Relation],
    *,
    width: int,
    title: str,
    address: Callable[[date, date], str],
    turns: Sequence[TurnMark] = (),
    beside: Sequence[Relation] = (),
    claims: Sequence[ClaimMark] = (),
    chosen: tuple[date, date] | None = None,
) -> Drawing | None:
    """Draw the periods of one directed pair.

    Args:
        levels: as `relations.levels` gives them, quiet periods included.
        width: of the drawing; 860 for a desk, 350 for a phone.
        title: what it shows.
        address: first and last day of a period -> link to what happened in it.
        turns: marked on it.
        beside: another pair's levels, the reader's own comparison.
        claims: made about the pair, by day; those outside the axis are left away.
        chosen: first and last day that the reader chose.
    Returns:
        None if there is no period.
    """
    if not levels:
        return None
    first, last = levels[0].period, _end(levels[-1])
    span = (last - first).days
    reach = 10.0 if levels[0].measure == "L1" else 1.0
    right = width - RIGHT

    def x(day: date) -> float:
        return round(LEFT + (right - LEFT) * min(max((day - first).days / span, 0.0), 1.0), 1)

    told = told_turns(turns, x, LEFT, right)
    top = TOP + max((6 - word.y for word in told), default=0)

    def y(level: float) -> float:
        return round(top + UPPER * (reach - level) / (2 * reach), 1)

    strip = top + UPPER + BETWEEN
    bottom = strip + LOWER
    boxes, counts = _bars(levels, x, strip)
    marks, tall = marked([c for c in claims if first <= c.day < last], x, bottom + 8)
    axis = bottom + (tall + 8 if marks else 0)
    strokes = [Stroke(f"M{LEFT} {y(v)}H{right}", "zero" if v == 0 else "grid") for v in (-reach, 0.0, reach)]
    strokes += [*_band(levels, x, y), *_line(beside, x, y, "beside"), *_line(levels, x, y, "level", "carried")]
    strokes += [Stroke(f"M{x(t.day)} {top - 6}V{bottom}", "turn") for t in turns]
    words = [*years(first, last, x, axis + 16, width), *_scale(reach, y, strip, counts)]
    words += [replace(word, y=word.y + top) for word in told]
    words += [Word(LEFT - 6, bottom + 16, "said", "end", "axis")] if marks else []
    return Drawing(
        width=width,
        height=round(axis + 22),
        first=first,
        last=last,
        left=LEFT,
        right=right,
        top=top,
        bottom=bottom,
        title=title,
        gaps=tuple(_gaps(levels, x, top)) + _selection(chosen, x, top, bottom),
        boxes=boxes,
        strokes=tuple(strokes),
        dots=tuple((x(_middle(r)), y(r.level)) for r in levels if r.level is not None and r.n_events),
        turned=tuple((x(t.day), y(level)) for t in turns if (level := _level_on(levels, t.day)) is not None),
        claims=marks,
        labels=tuple(words),
        hits=tuple(
            Box(
                x(r.period), top, round(max(x(_end(r)) - x(r.period), 1.0), 1), bottom - top, "hit",
                f"{_name(r)}: {level_in_words(r)}; {counted(r.n_events, 'event')}",
                address(r.period, _end(r) - timedelta(days=1)) if r.n_events else "",
            )
            for r in levels
        ),
    )  # fmt: skip


def _level_on(levels: Sequence[Relation], day: date) -> float | None:
    """Level of the line at a day: between the middles of the periods around it; None where the line breaks."""
    for one, other in pairwise(levels):
        first, last = _middle(one), _middle(other)
        if first <= day <= last and one.level is not None and other.level is not None:
            return one.level + (other.level - one.level) * (day - first).days / max((last - first).days, 1)
    return None


def _end(level: Relation) -> date:
    return next_period(level.period, checked(level.granularity))


def _middle(level: Relation) -> date:
    return level.period + (_end(level) - level.period) / 2


def _name(level: Relation) -> str:
    if level.granularity == "month":
        return f"{level.period:%B %Y}"
    return ("week of " if level.granularity == "week" else "") + f"{level.period.day} {level.period:%b %Y}"


def _gaps(levels: Sequence[Relation], x: Callable[[date], float], top: float) -> list[Box]:
    """Each unbroken run of periods without news."""
    found = []
    for told, run in groupby(levels, key=lambda r: r.n_events > 0):
        periods = list(run)
        if not told:
            start, end = x(periods[0].period), x(_end(periods[-1]))
            found.append(Box(start, top, round(end - start, 1), UPPER, "gap", "no news"))
    return found


def _selection(
    chosen: tuple[date, date] | None, x: Callable[[date], float], top: float, bottom: float
) -> tuple[Box, ...]:
    if chosen is None:
        return ()
    start, end = x(chosen[0]), x(chosen[1] + timedelta(days=1))
    return (Box(start, top, round(max(end - start, 1.0), 1), bottom - top, "chosen"),)


def _runs(levels: Sequence[Relation]) -> list[list[Relation]]:
    """Unbroken runs of periods that have a level: where there is none, the line breaks."""
    return [list(run) for known, run in groupby(levels, key=lambda r: r.level is not None) if known]


def _line(
    levels: Sequence[Relation],
    x: Callable[[date], float],
    y: Callable[[float], float],
    tone: str,
    carried: str | None = None,
) -> list[Stroke]:
    """A level through time; where it is only carried on from or to a period without news, in another tone if one is given."""
    found = []
    for run in _runs(levels):
        points = [(f"{x(_middle(r))} {y(r.level)}", r.n_events > 0) for r in run if r.level is not None]
        steps = [(a, b, carried is None or (there and next_there)) for (a, there), (b, next_there) in pairwise(points)]
        for told, some in groupby(steps, key=lambda step: step[2]):
            ends = list(some)
            path = "M" + "L".join([ends[0][0], *(b for _, b, _ in ends)])
            found.append(Stroke(path, tone if told or carried is None else carried))
    return found


def _band(levels: Sequence[Relation], x: Callable[[date], float], y: Callable[[float], float]) -> list[Stroke]:
    found = []
    for run in _runs(levels):
        ends = [(x(r.period), x(_end(r)), r) if len(run) == 1 else (x(_middle(r)), x(_middle(r)), r) for r in run]
        known = [(a, b, r.low, r.high) for a, b, r in ends if r.low is not None and r.high is not None]
        upper = [f"{at} {y(high)}" for a, b, _, high in known for at in dict.fromkeys((a, b))]
        lower = [f"{at} {y(low)}" for a, b, low, _ in reversed(known) for at in dict.fromkeys((b, a))]
        found.append(Stroke("M" + "L".join([*upper, *lower]) + "Z", "band"))
    return found


def _bars(
    levels: Sequence[Relation], x: Callable[[date], float], strip: float
) -> tuple[tuple[Box, ...], tuple[int, int]]:
    """Stacked counts, cooperation upwards, material next to the axis; and the largest count of either side."""
    up = max((r.material_cooperation + r.verbal_cooperation for r in levels), default=0)
    down = max((r.material_conflict + r.verbal_conflict for r in levels), default=0)
    unit = LOWER / max(up + down, 1)
    axis = strip + up * unit
    found = []
    for r in levels:
        start, end = x(r.period), x(_end(r))
        margin = min(1.0, (end - start) / 8)
        heights = {1: 0.0, -1: 0.0}
        for name, tone, sign in QUADS:
            n = getattr(r, name)
            if not n:
                continue
            tall, base = n * unit, heights[sign]
            top = axis - base - tall if sign > 0 else axis + base
            wide = max(end - start - 2 * margin, 0.8)
            found.append(Box(round(start + margin, 1), round(top, 1), round(wide, 1), round(tall, 1), tone))
            heights[sign] = base + tall
    return tuple(found), (up, down)


def years(first: date, last: date, x: Callable[[date], float], at: float, width: int) -> list[Word]:
    """Words of a time axis, from months to half-centuries, as many as there is room for."""
    n = last.year - first.year + 1
    if n <= 2:
        every = next(e for e in (1, 3, 6) if (last - first).days / 30 / e * MONTH <= width - LEFT or e == 6)
        days = [date(y, m, 1) for y in range(first.year, last.year + 1) for m in range(1, 13, every)]
        words = [Word(x(d), at, f"{d:%b %Y}", "start", "axis") for d in days if first <= d < last]
        words = words or [Word(x(first), at, f"{first.day} {first:%b %Y}", "start", "axis")]
    else:
        step = next(s for s in (1, 2, 5, 10, 20, 50, 500) if n / s * 40 <= width)
        days = [date(y, 1, 1) for y in range(first.year, last.year + 1) if y % step == 0]
        words = [Word(x(d), at, str(d.year), "start", "axis") for d in days if first <= d < last]
    return [w for w in words if w.x + LETTER * len(w.text) <= width + 4]


def _scale(reach: float, y: Callable[[float], float], strip: float, counts: tuple[int, int]) -> list[Word]:
    up, down = counts
    unit = LOWER / max(up + down, 1)
    words = [
        Word(LEFT - 6, y(v) + 4, f"{v:+g}".replace("-", "−") if v else "0", "end", "axis") for v in (reach, 0.0, -reach)
    ]
    words += [
        Word(12, y(reach / 2), "cooperative", "middle", "axis", upwards=True),
        Word(12, y(-reach / 2), "hostile", "middle", "axis", upwards=True),
        Word(12, strip + LOWER / 2, "events", "middle", "axis", upwards=True),
    ]
    words += [Word(LEFT - 6, strip + 8, str(up), "end", "axis")] if up else []
    words += [Word(LEFT - 6, strip + LOWER, str(down), "end", "axis")] if down else []
    roomy = up * unit > 18 and down * unit > 18
    return [*words, Word(LEFT - 6, strip + up * unit + 4, "0", "end", "axis")] if roomy else words
