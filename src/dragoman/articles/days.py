"""Which day does a declared date name? Absolute dates only: no day is ever counted from today."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate
from typing import TYPE_CHECKING

from dragoman.errors import ReadProblem
from dragoman.records import Precision

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["EARLIEST", "LATEST", "Dated", "dateline_day", "day_line", "resolve"]

EARLIEST, LATEST = 1400, 2199  # years outside are misprints or placeholders (0001-01-01); our choice
_EPOCH = (date(1990, 1, 1), date(2099, 12, 31))  # a number outside these is no time stamp; our choice


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of publication with how exactly and why it is known."""

    day: date | None
    precision: Precision
    why: str


_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1)
    for name in names.split()
}  # fmt: skip
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s*)?"
_CLOCK = r"(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[.,]\d+)?|\d{1,2}(?=\s*[ap]\.?m))(?:\s*[ap]\.?m\.?)?"
_ZONE = r"(?:\s*(?:z|utc|gmt|[ecmp][sd]?t|bst|cest|cet|eet|msk|ist|(?:(?:utc|gmt)?\s*[+-]\d{1,2}:?(?:\d{2})?))\b)?"
_TIME = rf"(?:\s*(?:,|at|-|\||t|–|—)?\s*{_CLOCK}{_ZONE}(?:\s*\([a-z]{{2,5}}\))?)?"
_BEFORE = rf"(?:{_CLOCK}{_ZONE},?\s*)?"
_LABEL = r"(?:(?:first\s+)?(?:published|posted|updated|date|released?)(?:\s+(?:on|at))?\s*:?\s*)?"


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\s*{pattern}\s*\.?\s*", re.IGNORECASE)


_ISO = _whole(rf"(?P<y>\d{{4}})([-/.])(?P<m>\d{{1,2}})\2(?P<d>\d{{1,2}})(?:[t\s]\s*{_CLOCK}{_ZONE}(?:\s*\[[\w/]+\])?)?")
_ISO_HOUR = _whole(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})t\d{2}(?:\d{2}(?:\d{2})?)?(?:z|[+-]\d{2}:?\d{2})?")
_COMPACT = _whole(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:t?\d{4}(?:\d{2})?z?)?")
_WEEK = _whole(r"(?P<y>\d{4})-?w(?P<w>\d{2})(?:-?(?P<wd>\d))?")
_ORDINAL = _whole(r"(?P<y>\d{4})-(?P<o>\d{3})")
_YEAR_MONTH = _whole(r"(?P<y>\d{4})[-/](?P<m>\d{1,2})")
_YEAR = _whole(r"(?P<y>\d{4})")
_DECADE = _whole(r"(?:the\s+)?(?P<y>\d{3}0)s")
_ENGLISH = (
    _whole(rf"{_LABEL}{_BEFORE}{_WEEKDAY}{_MONTH}\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<y>\d{{4}}){_TIME}"),
    _whole(
        rf"{_LABEL}{_BEFORE}{_WEEKDAY}(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]*{_MONTH}"
        rf"[\s,-]*(?P<y>\d{{4}}){_TIME}"
    ),
    _whole(rf"{_WEEKDAY}{_MONTH}\s+(?P<d>\d{{1,2}})\s+{_CLOCK}(?:\s+(?:[a-z]{{2,5}}|[+-]\d{{4}}))?\s+(?P<y>\d{{4}})"),
    _whole(rf"(?P<y>\d{{4}})[\s-]+{_MONTH}[\s-]+(?P<d>\d{{1,2}}){_TIME}"),
)
_IN_DATELINE = (
    re.compile(rf"\b{_MONTH}\s\d{{1,2}},?\s\d{{4}}\b", re.IGNORECASE),
    re.compile(rf"\b\d{{1,2}}\s{_MONTH},?\s\d{{4}}\b", re.IGNORECASE),
)
_MONTH_YEAR = _whole(rf"{_LABEL}{_MONTH}\s*,?\s*(?P<y>\d{{4}})")
_NUMERIC = _whole(
    rf"(?P<a>\d{{1,2}})(?P<mark>[-/.])(?P<b>\d{{1,2}})(?P=mark)(?P<y>\d{{4}})(?:\s*,?\s*{_CLOCK}{_ZONE})?"
)
_MAIL = _whole(r"(?:[a-z]{3,9},?\s*)?\d{1,2}\s+[a-z]{3,9}\.?\s+\d{2}(?:\d{2})?(?:\s+.*)?")
_NUMBER = _whole(r"(?P<n>\d{9,10}(?:\.\d+)?|\d{13}|\d{16}|\d{19})")
_RELATIVE = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|now|ago|last|next|this|current|recent(?:ly)?|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.IGNORECASE)  # fmt: skip


def resolve(declared: str | float | date, *, day_first: bool | None = None) -> Dated:
    """The day that a declared date names, in the time zone in which it is written.

    Args:
        declared: words, a number of seconds (or milli-, micro-, nanoseconds) since 1970, or a date.
        day_first: how 03/04/2019 is read; None refuses it.

    Raises:
        ReadProblem: "impossible date" for a day that no calendar has, "ambiguous date" for one that is two days,
            "unresolvable date" for what names no day by itself, such as "yesterday".
    """
    if isinstance(declared, datetime):
        declared = declared.date()
    if isinstance(declared, date):
        return _dated(declared.year, declared.month, declared.day, str(declared))
    words = " ".join(str(declared).split())
    if isinstance(declared, float) and declared == int(declared):
        words = str(int(declared))
    if len(words) > 100:
        raise _problem("unresolvable date", words)
    return _from_words(words, day_first)


def day_line(line: str) -> Dated | None:
    """The day of a line that is a full date and nothing else; None for any other line."""
    words = line.strip().strip("*_()[]|–—-").strip()
    if not 6 <= len(words) <= 60 or not any(pattern.fullmatch(words) for pattern in (_ISO, *_ENGLISH)):
        return None
    try:
        found = resolve(words)
    except ReadProblem:
        return None
    return Dated(found.day, found.precision, f"the date line {words!r} at the head of the text")


def dateline_day(dateline: str) -> Dated | None:
    """The day in a dateline such as "NAIROBI, March 3, 2021 - "; None where it tells no year, or no day of the calendar."""
    found = next((m for pattern in _IN_DATELINE if (m := pattern.search(dateline))), None)
    if found is None:
        return None
    try:
        day = resolve(found[0])
    except ReadProblem:
        return None
    return Dated(day.day, day.precision, f"the dateline {dateline.strip(' -–—_:')!r}")


def _from_words(words: str, day_first: bool | None) -> Dated:
    for pattern, read in _READINGS:
        if found := pattern.fullmatch(words):
            try:
                return read(found, words, day_first)
            except ValueError as cause:
                raise _problem("impossible date", words) from cause
    if _MAIL.fullmatch(words) and (parsed := parsedate(words)):
        return _dated(parsed[0], parsed[1], parsed[2], words)
    raise _problem("unresolvable date", words)


def _day(found: re.Match[str], words: str, _: bool | None) -> Dated:
    parts = found.groupdict()
    month = _MONTHS[parts["month"].lower()] if parts.get("month") else int(parts["m"])
    return _dated(int(parts["y"]), month, int(parts["d"]), words)


def _numeric_day(found: re.Match[str], words: str, day_first: bool | None) -> Dated:
    if day_first is None and found["mark"] == ".":
        day_first = True  # 03.04.2019: where dates are written with points, the day comes first
    return _from_numeric(int(found["a"]), int(found["b"]), int(found["y"]), words, day_first)


def _week(found: re.Match[str], words: str, _: bool | None) -> Dated:
    day = date.fromisocalendar(int(found["y"]), int(found["w"]), int(found["wd"] or 1))
    return _dated(day.year, day.month, day.day, words, Precision.DAY if found["wd"] else Precision.WEEK)


def _day_of_year(found: re.Match[str], words: str, _: bool | None) -> Dated:
    day = date(int(found["y"]), 1, 1) + timedelta(days=int(found["o"]) - 1)
    if day.year != int(found["y"]):
        raise _problem("impossible date", words)
    return _dated(day.year, day.month, day.day, words)


def _month(found: re.Match[str], words: str, _: bool | None) -> Dated:
    parts = found.groupdict()
    month = _MONTHS[parts["month"].lower()] if parts.get("month") else int(parts["m"])
    return _dated(int(parts["y"]), month, 1, words, Precision.MONTH)


def _year(found: re.Match[str], words: str, _: bool | None) -> Dated:
    return _dated(int(found["y"]), 1, 1, words, Precision.DECADE if words.lower().endswith("s") else Precision.YEAR)


def _number(found: re.Match[str], words: str, _: bool | None) -> Dated:
    return _from_number(found["n"], words)


_READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str, bool | None], Dated]], ...] = (
    *((pattern, _day) for pattern in (_ISO, _ISO_HOUR, _COMPACT, *_ENGLISH)),
    (_NUMBER, _number),
    (_NUMERIC, _numeric_day),
    (_WEEK, _week),
    (_ORDINAL, _day_of_year),
    (_YEAR_MONTH, _month),
    (_MONTH_YEAR, _month),
    (_YEAR, _year),
    (_DECADE, _year),
)
"""Patterns in the order in which they are tried, each with its reading."""


def _from_numeric(a: int, b: int, year: int, words: str, day_first: bool | None) -> Dated:
    """a/b/year: one of them is the month. Above 12 it can only be the day."""
    if a > 12 or a == b:
        return _dated(year, b, a, words)
    if b > 12:
        return _dated(year, a, b, words)
    if day_first is None:
        raise ReadProblem(
            "ambiguous date",
            found=f"{words!r}, which is two different days",
            expected="YYYY-MM-DD, or a word on which comes first",
            remedy="Say that the day or the month comes first (day_first), or give the day with --date YYYY-MM-DD.",
            excerpt=words,
        )
    return _dated(year, b, a, words) if day_first else _dated(year, a, b, words)


def _from_number(number: str, words: str) -> Dated:
    seconds = float(number) / {13: 1e3, 16: 1e6, 19: 1e9}.get(len(number), 1)
    day = datetime.fromtimestamp(seconds, UTC).date() if seconds < 4.2e9 else date.max
    if not _EPOCH[0] <= day <= _EPOCH[1]:
        raise _problem("unresolvable date", words)
    return Dated(day, Precision.DAY, f"declared as {words}, seconds since 1970 in UTC")


def _dated(year: int, month: int, day: int, words: str, precision: Precision = Precision.DAY) -> Dated:
    if not EARLIEST <= year <= LATEST:
        raise _problem("impossible date", words)
    try:
        return Dated(date(year, month, day), precision, f"declared as {words!r}")
    except ValueError as cause:
        raise _problem("impossible date", words) from cause


def _problem(reason: str, words: str) -> ReadProblem:
    found = f"{words[:80]!r}"
    if reason == "unresolvable date" and _RELATIVE.search(words):
        found += ", which depends on the day of reading"
    return ReadProblem(
        reason,
        found=found,
        expected="a day of the calendar such as 2019-01-04 or January 4, 2019",
        remedy="Correct the date, or give the day with --date YYYY-MM-DD.",
        excerpt=words[:200],
    )
