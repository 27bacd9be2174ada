"""The calendar behind levels: days, weeks that begin on Monday, and months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final, Literal, get_args

from dragoman.errors import InputError

__all__ = [
    "DAYS",
    "By",
    "checked",
    "checked_span",
    "month_of",
    "months_between",
    "next_period",
    "period_in_words",
    "period_of",
    "periods_between",
]

By = Literal["day", "week", "month"]
DAYS: Final[dict[str, float]] = {"day": 1.0, "week": 7.0, "month": 30.4}  # mean length


def checked(by: str) -> By:
    """The word for a length of period.

    Raises:
        InputError: if it is none of day, week, month.
    """
    for word in get_args(By):
        if by == word:
            made: By = word
            return made
    raise InputError(f"No period {by!r}; expected day, week or month.")


def checked_span(first: date | None, last: date | None) -> None:
    """See that a span does not end before it begins; None is an open end.

    Raises:
        InputError: if it does.
    """
    if first is not None and last is not None and first > last:
        raise InputError(f"The span from {first} to {last} ends before it begins; expected the earlier day first.")


def period_of(day: Any, by: By) -> date:
    """First day of a day's period."""
    first = date(day.year, day.month, day.day)
    if by == "month":
        return first.replace(day=1)
    return first - timedelta(days=first.weekday()) if by == "week" else first


def next_period(first: date, by: By) -> date:
    """First day of the period after the one that begins on a day."""
    if by == "month":
        return date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first + timedelta(days=7 if by == "week" else 1)


def periods_between(first: date, last: date, by: By) -> list[date]:
    """First days of all periods from one to the other, both included; each the first day of its period."""
    if by == "month":
        n = 12 * (last.year - first.year) + last.month - first.month
        return [date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1) for i in range(n + 1)]
    step = 7 if by == "week" else 1
    return [first + timedelta(days=i) for i in range(0, (last - first).days + 1, step)]


def period_in_words(first: date, by: str) -> str:
    """A period as tables show it: 2015-11, or 2015-11-23 for a day and for the Monday of a week."""
    return f"{first:%Y-%m}" if by == "month" else first.isoformat()


def month_of(day: Any) -> date:
    """The first day of a day's month."""
    return period_of(day, "month")


def months_between(first: date, last: date) -> list[date]:
    """First days of all months from one to the other, both included."""
    return periods_between(first, last, "month")
