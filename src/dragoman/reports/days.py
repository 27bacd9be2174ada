"""On what day? Expressions of time read against the day of their article.

An impossible date is refused, and without the article's day nothing relative is resolved.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from dragoman.records import Precision
from dragoman.reports.expressions import COUNT, MONTHS, ORDINAL_DAYS, UNIT, WEEKDAYS, Expression, find_expressions

__all__ = [
    "COUNT",
    "UNIT",
    "Expression",
    "When",
    "counted_back",
    "find_expressions",
    "resolve",
    "shifted",
    "without_expression",
]

GIVE_DAY: Final = "give the article's day with --date YYYY-MM-DD"
NUMBERS: Final = {
    word: n
    for n, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"a": 1, "an": 1, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "couple": 2, "few": 3}
ORDINALS: Final = {
    "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "seventeenth": 17, "sixteenth": 16, "fifteenth": 15
}  # fmt: skip
FEASTS: Final = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1), "may day": (5, 1),
}  # fmt: skip
YEAR_BEFORE: Final = {"last": -1, "this": 0, "next": 1, "the previous": -1}
LEAP = 2000  # a year that has every day
LAST_OLD_CENTURY = 20  # the centuries that are over


@dataclass(frozen=True, slots=True)
class When:
    """A day with its precision and reason.

    Attributes:
        day: first day of the period, or None.
        precision: of the day.
        why: the words and the rule, or what is missing.
        old: the words themselves tell of a distant past ("a century ago"), whatever the article's day.
    """

    day: date | None
    precision: Precision
    why: str
    old: bool = False


def without_expression(article_day: date | None, precision: Precision) -> When:
    """The day of an act whose clause has no expression of time: the article's, where it has one."""
    if article_day is None:
        return When(None, Precision.UNKNOWN, f"no expression in the sentence and no day of the article: {GIVE_DAY}")
    return When(article_day, precision, "no expression in the sentence: the article's day")


def resolve(expression: Expression, article_day: date | None, *, future: bool = False) -> When:
    """The day that an expression names.

    Args:
        expression: words of time.
        article_day: day of publication; None if nobody told it.
        future: the clause speaks of what is to come, so that "on Tuesday" is the next one.
    """
    absolute = _absolute(expression)
    if absolute is not None:
        return absolute
    if article_day is None:
        old = expression.kind in ("ago", "many_ago") and _unit(expression) in ("decade", "century", "generation")
        return When(
            None,
            Precision.UNKNOWN,
            f"{expression.words!r} counts from the article's day, which is unknown: {GIVE_DAY}",
            old,
        )
    if expression.kind in _EITHER_WAY:
        return _EITHER_WAY[expression.kind](expression, article_day, future)
    return _RELATIVE[expression.kind](expression, article_day)


def _fact(expression: Expression, name: str) -> str:
    return (expression.fact(name) or "").lower()


def _unit(expression: Expression) -> str:
    word = _fact(expression, "ago_u") or _fact(expression, "many_u")
    word = word.rstrip("s") if word != "centuries" else "century"
    return {"centurie": "century"}.get(word, word)


def _exact(year: int, month: int, day: int, words: str) -> When:
    """A full date, refused when the calendar has no such day."""
    if not (1 <= month <= 12 and 1 <= day <= monthrange(max(year, 1), month)[1]):
        return When(None, Precision.UNKNOWN, f"{words!r} is no day of the calendar")
    return When(date(year, month, day), Precision.DAY, f"{words!r}: a date")


def _absolute(e: Expression) -> When | None:
    """Expressions that need no article's day."""
    if e.kind in ("month_day", "day_month"):
        return _dated(e)
    read = _ABSOLUTE.get(e.kind)
    return read(e) if read else None


def _month_and_day(e: Expression) -> tuple[int, int]:
    if e.kind == "month_day":
        return MONTHS[_fact(e, "md_m")], int(_fact(e, "md_d"))
    return MONTHS[_fact(e, "dm_m")], int(_fact(e, "dm_d") or ORDINAL_DAYS[_fact(e, "dm_o")])


def _dated(e: Expression) -> When | None:
    """A day of a month: absolute with its year, refused where no year has it."""
    month, day = _month_and_day(e)
    y = "md_y" if e.kind == "month_day" else "dm_y"
    if _fact(e, y):
        return _exact(int(_fact(e, y)), month, day, e.words)
    if not 1 <= day <= monthrange(LEAP, month)[1]:
        return When(None, Precision.UNKNOWN, f"{e.words!r} is no day of the calendar")
    return None


def _iso(e: Expression) -> When:
    return _exact(int(_fact(e, "iso_y")), int(_fact(e, "iso_m")), int(_fact(e, "iso_d")), e.words)


def _numeric(e: Expression) -> When:
    """Digits with full stops are day, month, year; with strokes only where no other reading is a date."""
    a, b, year = int(_fact(e, "nu_a")), int(_fact(e, "nu_b")), int(_fact(e, "nu_y"))
    if _fact(e, "nu_s") == "." or a == b or a > 12:
        return _exact(year, b, a, e.words)
    if b > 12:
        return _exact(year, a, b, e.words)
    return When(None, Precision.UNKNOWN, f"{e.words!r} may be two days: day or month first")


def _first_year(e: Expression) -> When:
    year = _fact(e, {"span": "sp_a", "from_to": "ft_a", "bracket": "br"}[e.kind])
    return When(date(int(year), 1, 1), Precision.YEAR, f"{e.words!r}: its first year")


def _century(e: Expression) -> When:
    word = _fact(e, "cent")
    number = ORDINALS.get(word) or int(re.sub(r"\D", "", word))
    return When(None, Precision.UNKNOWN, f"{e.words!r}: a century is no day", old=number <= LAST_OLD_CENTURY)


_TENS: Final = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")


def _tens(e: Expression) -> int:
    """The decade of the last century that "the seventies" or "the 70s" means."""
    return int(_fact(e, "dw_n") or 10 * _TENS.index(_fact(e, "dw")) + 20)


_OLD: Final[re.Pattern[str]] = re.compile(
    r"(?<!not\s)\blong ago|in the past|upon a time|ancient|those days|gone by|grandfather|cold war|world war",
    re.IGNORECASE,
)


_ABSOLUTE: Final[Mapping[str, Callable[[Expression], When]]] = {
    "iso": _iso,
    "month_year": lambda e: When(
        date(int(_fact(e, "my_y")), MONTHS[_fact(e, "my_m")], 1), Precision.MONTH, f"{e.words!r}: a month"
    ),
    "year": lambda e: When(date(int(_fact(e, "yr")), 1, 1), Precision.YEAR, f"{e.words!r}: a year"),
    "span": _first_year,
    "from_to": _first_year,
    "bracket": _first_year,
    "decade": lambda e: When(date(int(_fact(e, "dec")), 1, 1), Precision.DECADE, f"{e.words!r}: a decade"),
    "decade_word": lambda e: When(date(1900 + _tens(e), 1, 1), Precision.DECADE, f"{e.words!r}: a decade"),
    "year_when": lambda e: When(date(int(_fact(e, "yw")), 1, 1), Precision.YEAR, f"{e.words!r}: a year"),
    "month_that": lambda e: When(None, Precision.UNKNOWN, f"{e.words!r} counts from a year that is not told"),
    "century": _century,
    "numeric": _numeric,
    "year_of": lambda e: When(date(int(_fact(e, "yo")), 1, 1), Precision.YEAR, f"{e.words!r}: a year"),
    "owned_year": lambda e: When(date(int(_fact(e, "oy")), 1, 1), Precision.YEAR, f"{e.words!r}: a year"),
    "vague": lambda e: When(None, Precision.UNKNOWN, f"{e.words!r} names no day", old=bool(_OLD.search(e.words))),
    "vague_apart": lambda e: When(None, Precision.UNKNOWN, f"{e.words!r} counts from a day that is not told"),
    "apart": lambda e: When(None, Precision.UNKNOWN, f"{e.words!r} counts from a day that is not told"),
    "later": lambda e: When(None, Precision.UNKNOWN, f"{e.words!r} counts from a day that is not told"),
}


def _feast(e: Expression, base: date, future: bool) -> When:
    month, day = FEASTS[" ".join(_fact(e, "feast").replace("’", "'").split())]
    if _fact(e, "fe_y"):
        return _exact(int(_fact(e, "fe_y")), month, day, e.words)
    return _of_year(e, month, day, base, future)


def _day_of_month(e: Expression, base: date, future: bool) -> When:
    """As in "on the 5th": of this month, or of the one before or after where that day is not yet there or over."""
    day, told = int(_fact(e, "dom_d")), _fact(e, "dom_t")
    shift = {"last": -1, "this": 0, "next": 1}.get(told)
    if shift is None:
        shift = (1 if day < base.day else 0) if future else (-1 if day > base.day else 0)
    first = _month_start(base, shift)
    return replace(_exact(first.year, first.month, day, e.words), why=f"{e.words!r} counted from {base.isoformat()}")


def _weekday_of(e: Expression, base: date) -> When:
    shift = {"last": -1, "this": 0, "next": 1}[_fact(e, "wo_t")]
    day = _week_start(base, shift) + timedelta(days=WEEKDAYS[_fact(e, "wo_d")])
    return When(day, Precision.DAY, f"{e.words!r} counted from {base.isoformat()}")


def _season(e: Expression, base: date) -> When:
    """The year of a season; which of two years a winter means is not told."""
    season, word = _fact(e, "se"), _fact(e, "se_w")
    if season == "winter":
        return When(None, Precision.UNKNOWN, f"{e.words!r} lies in two years")
    begins = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}[season]
    year = base.year
    if word == "last" and base.month < begins + 3:
        year -= 1
    elif word == "next" and base.month >= begins:
        year += 1
    return When(date(year, 1, 1), Precision.YEAR, f"{e.words!r} counted from {base.isoformat()}")


def shifted(  # noqa: PLR0911 - one return a case
    expression: Expression, base: When
) -> When:
    """What "two days later", "the next day" or "that day" means, counted from a day that is known.

    Args:
        expression: of kind "later", "apart" or "month_that".
        base: the day from which it counts.
    """
    if base.day is None:
        return When(None, Precision.UNKNOWN, f"{expression.words!r} counts from a day that is not told", base.old)
    if month := _fact(expression, "mt_m"):
        if _FINENESS[base.precision.value] > _FINENESS["year"]:
            return When(None, Precision.UNKNOWN, f"{expression.words!r} counts from a year that is not told", base.old)
        year = base.day.year + bool(re.search(r"following|next", expression.words, re.IGNORECASE))
        return When(date(year, MONTHS[month], 1), Precision.MONTH, f"{expression.words!r}: {base.why}")
    if same := _fact(expression, "lt_s"):
        return _same_period(expression, same.split()[-1], base)
    if expression.fact("lt_x"):
        unit, count = _fact(expression, "lt_y"), 1
    else:
        word = (_fact(expression, "lt_n") or _fact(expression, "ap_n")).split()[-1]
        unit = _fact(expression, "lt_u") or _fact(expression, "ap_u")
        unit = {"centurie": "century"}.get(unit.rstrip("s"), unit.rstrip("s"))
        if word in ("several", "many", "some"):
            return When(None, Precision.UNKNOWN, f"{expression.words!r} names no day", base.old)
        count = int(word) if word.isdigit() else NUMBERS.get(word, 1)
    if _FINENESS[unit] < _FINENESS[base.precision.value]:
        return When(
            None,
            Precision.UNKNOWN,
            f"{expression.words!r} counts from {base.day.isoformat()}, known to the {base.precision}",
            base.old,
        )
    if unit == "week" and base.precision is Precision.DAY:
        unit, count = "day", count * 7
    return _shifted(expression, unit, -count if expression.fact("ap_w") == "before" else count, base.day)


def _same_period(e: Expression, unit: str, base: When) -> When:
    """As in "that day", "later that year": the period of a known day, no finer than it is known."""
    assert base.day is not None  # noqa: S101 - asked by the caller
    why = f"{e.words!r}: {base.why}"
    if unit == "week" and base.precision is Precision.DAY:
        return When(_week_start(base.day), Precision.WEEK, why)
    if unit == "month" and base.precision in (Precision.DAY, Precision.WEEK):
        return When(_month_start(base.day), Precision.MONTH, why)
    if unit == "year" and base.precision in (Precision.DAY, Precision.WEEK, Precision.MONTH):
        return When(date(base.day.year, 1, 1), Precision.YEAR, why)
    return When(base.day, base.precision, why)


_FINENESS: Final = {"day": 0, "week": 1, "fortnight": 1, "month": 2, "year": 3, "decade": 4, "century": 5}


def _month_start(day: date, shift: int = 0) -> date:
    months = day.year * 12 + day.month - 1 + shift
    return date(max(months // 12, 1), months % 12 + 1, 1)


def _week_start(day: date, shift: int = 0) -> date:
    return day - timedelta(days=day.weekday()) + timedelta(weeks=shift)


def _shifted(e: Expression, unit: str, shift: int, base: date) -> When:
    """The day, week, month, year or decade that lies a number of units from that of a day."""
    why = f"{e.words!r} counted from {base.isoformat()}"
    if unit == "day":
        return When(base + timedelta(days=shift), Precision.DAY, why)
    if unit in ("week", "weekend", "fortnight"):
        return When(_week_start(base, shift * (2 if unit == "fortnight" else 1)), Precision.WEEK, why)
    if unit == "month":
        return When(_month_start(base, shift), Precision.MONTH, why)
    year = base.year + shift * {"year": 1, "decade": 10}.get(unit, 100)
    if year < 1 or unit not in ("year", "decade"):
        return When(None, Precision.UNKNOWN, f"{e.words!r} names no day", old=shift < 0)
    if unit == "year":
        return When(date(year, 1, 1), Precision.YEAR, why)
    return When(date(max(year // 10 * 10, 1), 1, 1), Precision.DECADE, why, old=shift < 0)


def _of_year(e: Expression, month: int, day: int | None, base: date, future: bool) -> When:
    """A month or day without a year: the latest one before the article's day, or the next; or of "last year"."""
    told = next((v.lower() for k, v in e.facts if k in ("md_r", "dm_r", "mo_r")), None)
    if told is not None:
        year = base.year + YEAR_BEFORE[" ".join(told.split())]
        if day is not None and day > monthrange(year, month)[1]:
            return When(None, Precision.UNKNOWN, f"{e.words!r} is no day of the calendar")
        precision = Precision.DAY if day else Precision.MONTH
        return When(date(year, month, day or 1), precision, f"{e.words!r} counted from {base.isoformat()}")
    for year in range(base.year, base.year + 9) if future else range(base.year, base.year - 9, -1):
        if day is not None and day > monthrange(year, month)[1]:
            continue
        found = date(year, month, day or 1)
        near = found <= base if not future else (found >= base if day else found >= _month_start(base))
        if near:
            precision = Precision.DAY if day else Precision.MONTH
            side = "next" if future else "latest"
            return When(found, precision, f"{e.words!r}: the {side} one counted from {base.isoformat()}")
    return When(None, Precision.UNKNOWN, f"{e.words!r} is no day near {base.isoformat()}")


def _weekday(e: Expression, base: date, future: bool) -> When:
    wanted, word = WEEKDAYS[_fact(e, "wd")], _fact(e, "wd_w")
    if word == "next" or (future and word != "last"):
        ahead = (wanted - base.weekday()) % 7 or 7
        return When(base + timedelta(days=ahead), Precision.DAY, f"{e.words!r}: the next one after {base.isoformat()}")
    back = (base.weekday() - wanted) % 7
    if word == "last" and back == 0:
        back = 7
    return When(base - timedelta(days=back), Precision.DAY, f"{e.words!r}: the latest one up to {base.isoformat()}")


def counted_back(words: str, count: str, unit: str, base: date) -> When:
    """The day, week, month or year that lies a number of units before a day.

    Args:
        words: as they stand, for the reason.
        count: a number in digits or words, or "several".
        unit: day, week, fortnight, month, year, decade, century.
        base: the day.
    """
    facts = (("ago_n", count), ("ago_u", unit))
    return _ago(Expression(0, len(words), words, "ago", facts), base)


def _ago(e: Expression, base: date) -> When:
    words = _fact(e, "ago_n").split()
    if words[0] in ("several", "many", "some"):
        return _vague(e, _unit(e))
    word = words[-2] if words[-1] == "of" else words[-1]
    count = int(word) if word.isdigit() else NUMBERS.get(word, 1)
    unit = _unit(e)
    if unit == "year" and count > 2000:
        return When(None, Precision.UNKNOWN, f"{e.words!r} lies before the calendar", old=True)
    return _shifted(e, unit, -count, base)


def _vague(e: Expression, unit: str) -> When:
    old = unit in ("year", "decade", "century", "generation")
    return When(None, Precision.UNKNOWN, f"{e.words!r} names no day", old=old)


def _relative(e: Expression, base: date) -> When:
    shift = {"this": 0, "last": -1, "previous": -1, "past": -1}.get(_fact(e, "rel_w"), 1)
    return _shifted(e, _fact(e, "rel_u"), shift, base)


def _part(e: Expression, base: date) -> When:
    return _shifted(e, _fact(e, "pt_u"), {"this": 0, "last": -1}.get(_fact(e, "pt_t"), 1), base)


def _near(e: Expression, base: date) -> When:
    word = " ".join((_fact(e, "near") or _fact(e, "pd")).split())
    shift = {"today": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}[
        word
    ]
    return When(base + timedelta(days=shift), Precision.DAY, f"{e.words!r} counted from {base.isoformat()}")


def _night(e: Expression, base: date) -> When:
    shift = -1 if _fact(e, "night").startswith("last") else 0
    return When(base + timedelta(days=shift), Precision.DAY, f"{e.words!r} counted from {base.isoformat()}")


def _in_time(e: Expression, base: date) -> When:
    word = _fact(e, "it_n").split()[-1]
    count = int(word) if word.isdigit() else NUMBERS.get(word, 1)
    unit = _fact(e, "it_u").rstrip("s")
    return _shifted(e, {"centurie": "century"}.get(unit, unit), count, base)


def _rel_month(e: Expression, base: date) -> When:
    month, word = MONTHS[_fact(e, "rm_m")], _fact(e, "rm_w")
    if word == "next":
        later = _month_start(base, 1)
        return _of_year(e, month, None, later, True)
    if word == "this":
        return When(date(base.year, month, 1), Precision.MONTH, f"{e.words!r} counted from {base.isoformat()}")
    earlier = _month_start(base) - timedelta(days=1)
    return _of_year(e, month, None, earlier, False)


_RELATIVE: Final[Mapping[str, Callable[[Expression, date], When]]] = {
    "rel_month": _rel_month,
    "ago": _ago,
    "many_ago": lambda e, _: _vague(e, _unit(e)),
    "in_time": _in_time,
    "part": _part,
    "part_day": _near,
    "beginning": lambda e, base: _shifted(e, _fact(e, "bg_u"), -1 if _fact(e, "bg_t") == "last" else 0, base),
    "relative": _relative,
    "night": _night,
    "near": _near,
    "weekday_of": _weekday_of,
    "season": _season,
}
_EITHER_WAY: Final[Mapping[str, Callable[[Expression, date, bool], When]]] = {  # they look back or ahead
    "month_day": lambda e, base, future: _of_year(e, *_month_and_day(e), base, future),
    "day_month": lambda e, base, future: _of_year(e, *_month_and_day(e), base, future),
    "feast": _feast,
    "day_of_month": _day_of_month,
    "month": lambda e, base, future: _of_year(e, MONTHS[_fact(e, "mo_m")], None, base, future),
    "weekday": _weekday,
}
