"""By when? "By the end of the year", "within months", "on Monday": words to the last day on which a claim can come true.

Counted from the article's day, or from the day that the user gives; without either nothing relative is resolved.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.data import table
from dragoman.records import Precision
from dragoman.reports import find_expressions, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.reports import When

__all__ = ["OPEN", "Horizon", "end_of", "horizon_of"]

OPEN: Final = "no words of time: open-ended"
_UNITS: Final = {"hour": 0, "day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3652}
_NUMBERS: Final = {
    w: n for n, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])
} | {"a": 1, "an": 1, "couple of": 2, "few": 3, "several": 5, "fifteen": 15, "twenty": 20, "thirty": 30}  # fmt: skip
_WITHIN: Final = re.compile(
    r"\b(?:with)?in(?:side)?\s(?:(?:the\s)?(?:next|coming|following)\s)?(?:about\s|around\s|some\s)?"
    r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|(?:a\s)?(?:couple of|few)|several)"
    r"[\s-](?P<u>hour|day|week|fortnight|month|year|decade)s?\b"
    r"|\b(?:over|during)\sthe\s(?:next|coming)\s(?P<n2>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve)\s"
    r"(?P<u2>hour|day|week|fortnight|month|year|decade)s\b",
    re.IGNORECASE,
)
_BY: Final = re.compile(
    r"\b(?P<w>by|before|until|till|through|no later than|ahead of)\s(?:the\s)?"
    r"(?:(?P<part>end|close|start|beginning|middle|summer|spring|autumn|fall|winter)\sof\s)?"
    r"(?:(?:the|this)\s(?P<this>week|month|year|decade|century)|(?P<next>next|the following)\s(?P<nu>week|month|year|decade)"
    r"|year(?:'s|’s|\s)end|(?P<y>20\d\d)\b)",
    re.IGNORECASE,
)
_BEFORE_DATE: Final = re.compile(
    r"\b(?:by|before|until|till|through|no later than)\s(?:the\s(?:end|close)\sof\s)?", re.IGNORECASE
)
_PRESENT: Final = re.compile(r"\b(?:later\s)?this\s(?P<u>week|month|year|decade)\b", re.IGNORECASE)
_CENTURY: Final = 100


@dataclass(frozen=True, slots=True)
class Horizon:
    """By when a claim has to come true.

    Attributes:
        words: that tell it; None: open-ended.
        last: last day; None where open-ended or unresolved.
        why: how it was resolved, or why not.
    """

    words: str | None
    last: date | None
    why: str

    @property
    def open(self) -> bool:
        """Whether the text tells no horizon at all."""
        return self.words is None


def horizon_of(text: str, start: int, end: int, day: date | None) -> Horizon:
    """The horizon of a claim in a stretch of text.

    Args:
        text: of the article.
        start: first character of the clause.
        end: one past its last.
        day: on which the claim was made; None if unknown.
    """
    clause = text[start:end]
    if found := _WITHIN.search(clause):
        return _from(found.group(), day, _span(found))
    if found := _BY.search(clause):
        return _by(found, day)
    if told := _by_date(text, start, end, day):
        return told
    if found := _vague().search(clause):
        return _from(found.group(), day, _vague_days()[" ".join(found.group().lower().split())])
    if found := _PRESENT.search(clause):
        return _of_period(found.group(), found["u"].lower(), 0, day)
    return _on(text, start, end, day) or Horizon(None, None, OPEN)


def _by_date(text: str, start: int, end: int, day: date | None) -> Horizon | None:
    """As in "by Friday", "before 3 May"."""
    for by in _BEFORE_DATE.finditer(text[start:end]):
        named = find_expressions(text, start + by.end(), end)
        if named and named[0].start == start + by.end():
            when = resolve(named[0], day, future=True)
            return _until(by.group() + named[0].words, when, day, before=by.group().lower().startswith("before"))
    return None


def _on(text: str, start: int, end: int, day: date | None) -> Horizon | None:
    """As in "on Monday", "in March": the first expression of a day that is not over."""
    for named in find_expressions(text, start, end):
        when = resolve(named, day, future=True)
        if when.day is None and day is not None:
            continue
        told = _until(named.words, when, day, before=False)
        if told.last is None or day is None or told.last >= day:
            return told
    return None


def end_of(when: When) -> date | None:
    """Last day of the period that a day with its precision means."""
    day = when.day
    if day is None:
        return None
    if when.precision is Precision.WEEK:
        return day + timedelta(days=6)
    if when.precision is Precision.MONTH:
        return day.replace(day=monthrange(day.year, day.month)[1])
    if when.precision is Precision.YEAR:
        return date(day.year, 12, 31)
    if when.precision is Precision.DECADE:
        return date(day.year + 9, 12, 31)
    return day


def _span(found: re.Match[str]) -> int:
    """Days of "within three months"."""
    word = (found["n"] or found["n2"]).lower().removeprefix("a ") if (found["n"] or found["n2"]) != "a" else "a"
    count = int(word) if word.isdigit() else _NUMBERS.get(word, 1)
    unit = (found["u"] or found["u2"]).lower()
    return max(1, count * _UNITS[unit]) if unit != "hour" else max(1, -(-count // 24))


def _from(words: str, day: date | None, days: int) -> Horizon:
    if day is None:
        return _unresolved(words)
    return Horizon(words, day + timedelta(days=days), f"{words!r}: {days} days from {day.isoformat()}")


def _by(found: re.Match[str], day: date | None) -> Horizon:
    """As in "by the end of next year", "before the end of the month", "by 2030"."""
    words, before = found.group(), found["w"].lower() in ("before", "ahead of") and not found["part"]
    early = (found["part"] or "").lower() in ("start", "beginning", "spring", "middle", "summer")
    if found["y"]:
        year = int(found["y"])
        last = date(year - 1, 12, 31) if before else date(year, 6, 30) if early else date(year, 12, 31)
        return Horizon(words, last, f"{words!r}: its last day")
    if found["nu"]:
        return _of_period(words, found["nu"].lower(), 1, day, before=before)
    return _of_period(words, (found["this"] or "year").lower(), 0, day)


def _of_period(words: str, unit: str, shift: int, day: date | None, *, before: bool = False) -> Horizon:
    """Last day of this or the next week, month, year ...; of "before next year" the day before it begins."""
    if day is None:
        return _unresolved(words)
    shift -= 1 if before else 0
    if unit == "week":
        last = day + timedelta(days=6 - day.weekday() + 7 * shift)
    elif unit == "month":
        months = day.year * 12 + day.month - 1 + shift
        last = date(months // 12, months % 12 + 1, monthrange(months // 12, months % 12 + 1)[1])
    elif unit == "year":
        last = date(day.year + shift, 12, 31)
    else:
        years = _CENTURY if unit == "century" else 10
        last = date((day.year // years + 1 + shift) * years - 1, 12, 31)
    return Horizon(words, last, f"{words!r}: last day, counted from {day.isoformat()}")


def _until(words: str, when: When, day: date | None, *, before: bool) -> Horizon:
    if when.day is None:
        return _unresolved(words) if day is None else Horizon(words, None, when.why)
    last = when.day - timedelta(days=1) if before else end_of(when)
    return Horizon(words, last, when.why)


def _unresolved(words: str) -> Horizon:
    return Horizon(
        words, None, f"{words!r} counts from the article's day, which is unknown: give it with --date YYYY-MM-DD"
    )


@cache
def _vague_days() -> Mapping[str, int]:
    return {r["words"]: int(r["days"]) for r in table("horizons")}


@cache
def _vague() -> re.Pattern[str]:
    words = sorted(_vague_days(), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words) + r")\b", re.IGNORECASE)
