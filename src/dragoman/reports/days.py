"""On what day? Expressions of time in the clause of an act, read against the day of its article.

A duration ("for two years") and a deadline ("by Friday", "until 2030") are no date. An impossible date is refused.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from dragoman.records import Precision

__all__ = ["COUNT", "UNIT", "Expression", "When", "counted_back", "find_expressions", "resolve", "without_expression"]

GIVE_DAY: Final = "give the article's day with --date YYYY-MM-DD"

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS: Final = {
    name: i for i, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
NUMBERS: Final = {
    word: n
    for n, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"a": 1, "an": 1, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "couple": 2, "few": 3}
ORDINALS: Final = {
    "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "seventeenth": 17, "sixteenth": 16, "fifteenth": 15
}  # fmt: skip

LEAP = 2000  # a year that has every day
LAST_OLD_CENTURY = 20  # the centuries that are over

_MONTH = (
    r"(?P<{0}>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
UNIT = r"(?P<{0}>day|week|fortnight|month|year|decade|century|centurie)s?"
COUNT = (
    r"(?P<{0}>\d{{1,4}}|an?(?:\s(?:couple|few)(?:\sof)?)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|fifteen|twenty|thirty|forty|fifty|several|many|some)"
)
_ON = r"(?:(?:on\s)?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday),?\s)?"  # "Friday, March 11": the date alone counts
_NO_YEAR = r"(?!,?\s(?:of\s)?\d)"
_PATTERNS: Final = (
    ("iso", r"\b(?P<iso_y>\d{4})-(?P<iso_m>\d{2})-(?P<iso_d>\d{2})\b"),
    (
        "month_day",
        r"\b"
        + _ON
        + _MONTH.format("md_m")
        + r"\s(?P<md_d>\d{1,2})(?:st|nd|rd|th)?\b(?!\s?[:%])(?:,?\s(?P<md_y>\d{4})\b)?",
    ),
    (
        "day_month",
        r"\b"
        + _ON
        + r"(?:the\s)?(?P<dm_d>\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?"
        + _MONTH.format("dm_m")
        + r"(?:,?\s(?P<dm_y>\d{4})\b)?",
    ),
    ("month_year", r"\b" + _MONTH.format("my_m") + r",?\s(?:of\s)?(?P<my_y>\d{4})\b"),
    ("rel_month", r"\b(?P<rm_w>last|next|this|this past)\s" + _MONTH.format("rm_m")),
    (
        "month",
        r"\b(?P<mo_w>in|during|early|late|mid-|of|throughout)[\s-]?(?:early\s|late\s|mid-)?"
        + _MONTH.format("mo_m")
        + _NO_YEAR,
    ),
    (
        "ago",
        r"\b(?:(?:more|less|fewer)\sthan\s|nearly\s|almost\s|about\s|around\s|some\s|just\s|over\s)?"
        + COUNT.format("ago_n")
        + r"\s(?:and\sa\shalf\s)?"
        + UNIT.format("ago_u")
        + r"\s(?:ago|earlier|before(?=[.,;]|$)|back)\b",
    ),
    ("many_ago", r"\b(?P<many_u>days|weeks|months|years|decades|centuries|generations)\sago\b"),
    (
        "in_time",
        r"\b(?:in|within)\s" + COUNT.format("it_n") + r"\s" + UNIT.format("it_u") + r"(?:['’]?s?['’]?\stime)\b",
    ),
    (
        "part",
        r"\b(?P<pt_w>earlier|later|late|early)\s(?P<pt_t>this|last|next)\s(?P<pt_u>week|month|year|decade|century)\b",
    ),
    ("part_day", r"\b(?:earlier|later)\s(?P<pd>today|yesterday)\b"),
    (
        "beginning",
        r"\bat\sthe\s(?:start|beginning|end)\sof\s(?P<bg_t>this|last|the)\s(?P<bg_u>week|month|year|decade)\b",
    ),
    (
        "relative",
        (
            r"(?<!\bthe )\b(?P<rel_w>this|last|next|previous|past|coming|following)\s(?P<rel_u>week|weekend|month|year|decade|century)\b"
            r"(?!['’]s)"
        ),
    ),
    ("night", r"\b(?P<night>last\snight|overnight|this\smorning|this\safternoon|this\sevening|tonight)\b"),
    ("near", r"\b(?P<near>today|yesterday|tomorrow|the day before yesterday|the day after tomorrow)\b(?!['’]s)"),
    (
        "weekday",
        (
            r"\b(?:(?P<wd_w>last|next|this|on|late|early|since)\s)?(?P<wd>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
            r"(?!s\b)"
        ),
    ),
    ("decade", r"\b(?:in|during|of|since|from)\sthe\s(?:early\s|late\s|mid-)?(?P<dec>1[0-9]\d0|20\d0)s\b"),
    (
        "century",
        (
            r"\b(?:the\s)?(?:early\s|late\s|mid-)?(?P<cent>\d{1,2}(?:th|st)|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth"
            r"|twentieth)[\s-]century\b"
        ),
    ),
    ("span", r"\(\s?(?P<sp_a>1[0-9]\d\d|20\d\d)\s?[-–—]\s?(?P<sp_b>\d{2,4})\s?\)"),
    ("from_to", r"\b(?:from|between)\s(?P<ft_a>1[0-9]\d\d|20\d\d)\s(?:to|and|until)\s(?P<ft_b>1[0-9]\d\d|20\d\d)\b"),
    ("bracket", r"\(\s?(?P<br>1[0-9]\d\d|20\d\d)\s?\)"),
    (
        "year",
        (
            r"\b(?:back\s)?(?:in|of|during|early|late|mid-|around|circa|year|autumn|summer|winter|spring)\s?(?:the\s)?"
            r"(?:early\s|late\s|mid-|year\s)*(?P<yr>1[0-9]\d\d|20\d\d)\b(?!s\b)(?!\s?(?:%|percent|per\scent|people|troops|men|soldiers|km|miles"
            r"|kilomet|dollars|euros|tonnes|tons))(?![.,]\d)"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Expression:
    """Words of time in a text.

    Attributes:
        start: offset of the first character.
        end: one past the last.
        words: as they stand.
        kind: which pattern found them.
        facts: what the pattern read.
    """

    start: int
    end: int
    words: str
    kind: str
    facts: tuple[tuple[str, str], ...]

    def fact(self, name: str) -> str | None:
        """One thing that the pattern read."""
        return dict(self.facts).get(name)


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


@cache
def _regex() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _renamed()), re.IGNORECASE)


def _renamed() -> list[tuple[str, str]]:
    """Pattern names apart from the names of their groups."""
    return [(f"k_{kind}", pattern) for kind, pattern in _PATTERNS]


# one of these words, or a year, stands in every expression: most sentences are done with after a look at them
CUES: Final = frozenset(
    {
        *MONTHS, *WEEKDAYS, "today", "yesterday", "tomorrow", "night", "tonight", "overnight", "morning", "afternoon", "evening",
        "day", "days", "week", "weeks", "weekend", "fortnight", "fortnights", "month", "months", "year", "years", "decade",
        "decades", "century", "centuries", "generations", "ago",
    }
)  # fmt: skip
AROUND = 60  # characters on either side of a cue in which the rest of its expression stands
_WORD = re.compile(r"\w+")


def _windows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches in which an expression may stand, merged and cut between words."""
    found: list[tuple[int, int]] = []
    for word in _WORD.finditer(text, start, end):
        said = word.group()
        if said.lower() not in CUES and not (said[0].isdigit() and len(said) in (4, 5)):
            continue
        first, last = max(start, word.start() - AROUND), min(end, word.end() + AROUND)
        while first > start and not text[first - 1].isspace():
            first -= 1
        while last < end and not text[last].isspace():
            last += 1
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


_DEADLINE = re.compile(
    r"(?:\b(?:by|until|till|before|after|since|through|than|for)\s(?:the\s|late\s|early\s|end\sof\s)*)$", re.IGNORECASE
)
_DURATION = re.compile(r"(?:\b(?:over|during|for|in|within|throughout|of)\s(?:the\s)?)$", re.IGNORECASE)


def find_expressions(text: str, start: int = 0, end: int | None = None) -> tuple[Expression, ...]:
    """Expressions of time in a stretch of text, in its order, without deadlines and durations.

    Args:
        text: of the article.
        start: first character of the stretch.
        end: one past its last; the end of the text if None.
    """
    end = len(text) if end is None else end
    found = []
    for match in (m for first, last in _windows(text, start, end) for m in _regex().finditer(text, first, last)):
        facts = tuple((k, v) for k, v in match.groupdict().items() if v is not None and not k.startswith("k_"))
        kind = next(k[2:] for k, v in match.groupdict().items() if v is not None and k.startswith("k_"))
        before = text[max(start, match.start() - 24) : match.start()]
        if kind not in ("ago", "many_ago", "from_to", "span", "bracket") and _DEADLINE.search(before):
            continue
        if kind == "weekday" and (match.group("wd_w") or "").lower() == "since":
            continue
        if kind == "relative" and match.group("rel_w").lower() in ("past", "following") and _DURATION.search(before):
            continue
        if kind == "month" and match.group("mo_m").lower() in ("may", "march") and match.group("mo_m")[0].islower():
            continue
        if kind in ("month_day", "day_month", "month_year") and match.group()[0].islower() and "may" in match.group():
            continue
        found.append(Expression(match.start(), match.end(), match.group(), kind, facts))
    return tuple(found)


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


def _dated(e: Expression) -> When | None:
    """A day of a month: absolute with its year, refused where no year has it."""
    m, d, y = ("md_m", "md_d", "md_y") if e.kind == "month_day" else ("dm_m", "dm_d", "dm_y")
    month, day = MONTHS[_fact(e, m)], int(_fact(e, d))
    if _fact(e, y):
        return _exact(int(_fact(e, y)), month, day, e.words)
    if not 1 <= day <= monthrange(LEAP, month)[1]:
        return When(None, Precision.UNKNOWN, f"{e.words!r} is no day of the calendar")
    return None


def _iso(e: Expression) -> When:
    return _exact(int(_fact(e, "iso_y")), int(_fact(e, "iso_m")), int(_fact(e, "iso_d")), e.words)


def _first_year(e: Expression) -> When:
    year = _fact(e, {"span": "sp_a", "from_to": "ft_a", "bracket": "br"}[e.kind])
    return When(date(int(year), 1, 1), Precision.YEAR, f"{e.words!r}: its first year")


def _century(e: Expression) -> When:
    word = _fact(e, "cent")
    number = ORDINALS.get(word) or int(re.sub(r"\D", "", word))
    return When(None, Precision.UNKNOWN, f"{e.words!r}: a century is no day", old=number <= LAST_OLD_CENTURY)


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
    "century": _century,
}


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
    """A month or day without a year: the latest one before the article's day, or the next."""
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
}
_EITHER_WAY: Final[Mapping[str, Callable[[Expression, date, bool], When]]] = {  # they look back or ahead
    "month_day": lambda e, base, future: _of_year(e, MONTHS[_fact(e, "md_m")], int(_fact(e, "md_d")), base, future),
    "day_month": lambda e, base, future: _of_year(e, MONTHS[_fact(e, "dm_m")], int(_fact(e, "dm_d")), base, future),
    "month": lambda e, base, future: _of_year(e, MONTHS[_fact(e, "mo_m")], None, base, future),
    "weekday": _weekday,
}
