"""What may settle a claim? Events that took place after it was made and that another text tells, published after it.

An event counts against or for a claim only if

    its earliest possible day lies after the day of the claim      a week or month is taken by its first day
    no text of it was published by then                            what was told already was no news to the holder
    a text other than the claim's own article or its copies tells it, published after that day

Events imported from another data set come without texts: of them the day alone decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from dragoman.records import Precision
from dragoman.relations.periods import next_period

__all__ = ["News", "Text", "Told", "admitted", "coverage", "longest_silence", "told_from"]


@dataclass(frozen=True, slots=True)
class Text:
    """An article that tells an event."""

    article: str
    publisher: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """An event between two states that took place, as evidence.

    Attributes:
        event: its id.
        source: code of who acted.
        target: towards whom.
        act: PLOVER act.
        quad: 1 verbal, 2 material cooperation; 3 verbal, 4 material conflict.
        first: the earliest day on which it may have happened.
        last: the latest.
        texts: that tell it; none of an imported event.
        outlets: of an imported event, as its data set names them.
        imported: from another data set.
    """

    event: str
    source: str
    target: str
    act: str
    quad: int
    first: date
    last: date
    texts: tuple[Text, ...] = ()
    outlets: tuple[str, ...] = ()
    imported: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """All that a claim may be settled from.

    Attributes:
        told: events of the states in question, by day and id.
        days: days on which the data tell anything of anybody, ascending: where they are silent nothing can be settled.
        until: last day that the data reach; None: no data.
        copies: article -> articles with nearly the same text.
    """

    told: tuple[Told, ...]
    days: tuple[date, ...]
    until: date | None
    copies: Mapping[str, frozenset[str]]


def told_from(rows: Iterable[Mapping[str, Any]], texts: Mapping[str, Sequence[Text]], *, own: str) -> list[Told]:
    """Events as evidence, from rows of the statement `EVENTS_FOR_CLAIMS`; those of a year or of no day are left out.

    Args:
        rows: id, dataset, source, target, act, quad, day, day_precision, last_day, publishers.
        texts: event -> articles that tell it.
        own: name of our own coding; events of other data sets are imported.
    """
    made = []
    for row in rows:
        ends = _period(row["day"], row["day_precision"])
        if ends is None:
            continue
        imported = row["dataset"] != own
        spread = row["last_day"]
        last = max(ends[1], spread) if spread else ends[1]
        made.append(
            Told(
                row["id"],
                row["source"],
                row["target"],
                row["act"],
                int(row["quad"]),
                ends[0],
                last,
                () if imported else tuple(texts.get(row["id"], ())),
                tuple(row["publishers"] or ()) if imported else (),
                imported,
            )
        )
    return sorted(made, key=lambda t: (t.first, t.last, t.event))


def admitted(told: Told, *, made: date, barred: Collection[str]) -> bool:
    """Whether an event may settle a claim.

    Args:
        told: the event.
        made: day of the claim.
        barred: the claim's own article and its copies.
    """
    if told.first <= made:
        return False
    if told.imported:
        return True
    if any(text.published is not None and text.published <= made for text in told.texts):
        return False
    return bool(telling(told, made=made, barred=barred))


def telling(told: Told, *, made: date, barred: Collection[str]) -> list[Text]:
    """The texts of an event that are evidence: of a known day after the claim, neither its article nor a copy."""
    return [t for t in told.texts if t.article not in barred and t.published is not None and t.published > made]


def known_on(told: Told, *, made: date, barred: Collection[str]) -> date:
    """Day on which an admitted event was known: its first evidence's publication, or its own last day if imported."""
    days = [t.published for t in telling(told, made=made, barred=barred) if t.published is not None]
    return max(min(days), told.first) if days else told.last


def coverage(some: Iterable[Told], *, made: date, barred: Collection[str]) -> tuple[int, int]:
    """Events and the outlets that tell them; an outlet without a name counts once."""
    n, outlets = 0, set()
    for told in some:
        n += 1
        outlets |= {t.publisher or "" for t in telling(told, made=made, barred=barred)} | set(told.outlets)
    return n, len(outlets)


def longest_silence(days: Sequence[date], first: date, last: date) -> int:
    """Days in a row, inside a window, on which the data tell nothing of anybody."""
    from bisect import bisect_left, bisect_right

    inside = days[bisect_left(days, first) : bisect_right(days, last)]
    marks = [first - timedelta(days=1), *inside, last + timedelta(days=1)]
    return max((b - a).days - 1 for a, b in pairwise(marks))


def _period(day: date | None, precision: str) -> tuple[date, date] | None:
    """First and last day; None where the day is not known to the month."""
    if day is None or precision not in {Precision.DAY, Precision.WEEK, Precision.MONTH}:
        return None
    if precision == Precision.DAY:
        return day, day
    if precision == Precision.WEEK:
        return day, day + timedelta(days=6)
    first = day.replace(day=1)
    return first, next_period(first, "month") - timedelta(days=1)
