"""How likely do two tellings tell one event? A weight in bits: the sum of named parts, each a small table.

    weight = log2 odds = prior + act + day + text + place + status

Above 0 they are rather one event than two. The parts are what Fellegi and Sunter (1969) call agreement weights; the
numbers are our choice, set by hand and then checked on the tuning half of tests/gold/merging.jsonl (docs/events.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from dragoman.records import Precision, Status

__all__ = ["FORBIDDEN", "Part", "Telling", "match", "total"]

PRIOR: Final = -2.0  # two acts of a pair in a month are rather two than one
FORBIDDEN: Final = -30.0  # cannot be one event whatever else agrees

SAME_ACT, NEAR_ACT, SAME_QUAD, OTHER_ACT, OTHER_SIDE = 2.0, 0.0, -3.0, -8.0, -10.0
BESIDE: Final = "CONSULT"  # a meeting goes with other acts of its quad class without being them
NEAR: Final = (
    frozenset(  # acts that tellings of one happening are taken for; a visit and a signature are two happenings
        frozenset(pair)
        for pair in (
            ("ACCUSE", "REQUEST"),
            ("ACCUSE", "THREATEN"),
            ("ACCUSE", "REJECT"),
            ("REQUEST", "REJECT"),
            ("REQUEST", "THREATEN"),
            ("AGREE", "SUPPORT"),
            ("AID", "COOPERATE"),
            ("CONCEDE", "RETREAT"),
            ("CONCEDE", "AGREE"),
            ("ASSAULT", "COERCE"),
            ("SANCTION", "COERCE"),
            ("MOBILIZE", "THREATEN"),
        )
    )
)
TOLD_TOGETHER: Final = -5.0  # one article tells both acts, so it takes them for two
BOTH_TOLD: Final[tuple[float, ...]] = (3.0, -5.0)  # days apart: 0, 1; then far
ONE_TOLD: Final[tuple[float, ...]] = (
    2.5,
    1.5,
    0.5,
    -1.5,
)  # the article's day is 0, 1, 2, 3 days after the day told; then far
NONE_TOLD: Final[tuple[float, ...]] = (2.5, 1.0, -1.0, -3.0)
FAR: Final = -8.0
IN_MONTH: Final = 0.0  # a month and a day in it
ONLY_IN_MONTH: Final = 2.0  # ... and no other dated event of that act there
SAME_MONTH: Final = 1.5
IN_WEEK: Final = 1.5
SAME_WEEK: Final = 2.0
NOT_IN_WEEK: Final = -5.0
TEXT: Final = (
    (0.0, -2.0),
    (0.07, -0.5),
    (0.15, 1.0),
    (0.30, 2.5),
    (0.50, 4.0),
    (1.0, 6.0),
)  # cosine -> bits, straight between
SAME_PLACE, OTHER_PLACE = 1.5, -1.5  # the coder names a city here and a state there: no strong evidence
LONG_PAST: Final = -0.5  # one tells it as news, the other as history
WEEK: Final = timedelta(days=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Reports that agree in act, status and day, in the form in which they are compared.

    Attributes:
        act: PLOVER act.
        quad: 1 to 4.
        status: actual, historical ...
        day: first day of its period; None if nobody told.
        precision: of the day.
        told: the text names the day; otherwise it is that of the article, and the act may be some days older.
        places: where, as far as told.
        articles: that tell it.
        alone: no other dated telling of that act stands in the same month.
        apart: label of a split by the user.
    """

    act: str
    quad: int
    status: Status
    day: date | None
    precision: Precision
    told: bool = True
    places: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    alone: bool = False
    apart: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a weight: its name, its bits, and what was compared."""

    name: str
    bits: float
    why: str


def total(parts: Sequence[Part]) -> float:
    """The weight, in bits."""
    return sum(p.bits for p in parts)


def match(one: Telling, other: Telling, *, likeness: float | None) -> tuple[Part, ...]:
    """The parts of the weight of two tellings of the same directed pair.

    Args:
        one: a telling.
        other: another; the order of the two does not matter.
        likeness: cosine of the gists of their articles where they are most alike, 0 to 1; None if not known.
    """
    parts = [Part("prior", PRIOR, "two acts of a pair in one month")]
    if one.apart != other.apart:
        return (*parts, Part("correction", FORBIDDEN, "split by the user"))
    parts.append(_act(one, other))
    parts.append(_status(one, other))
    parts.append(_day(one, other))
    if one.act != other.act and one.articles & other.articles:
        parts.append(Part("told together", TOLD_TOGETHER, "an article tells both acts"))
    if likeness is not None:
        parts.append(Part("text", _text(likeness), f"articles alike {likeness:.2f}"))
    if one.places and other.places:
        same = bool(one.places & other.places)
        named = " and ".join(sorted(", ".join(sorted(t.places)) for t in (one, other)))
        parts.append(Part("place", SAME_PLACE if same else OTHER_PLACE, named))
    return tuple(parts)


def _act(one: Telling, other: Telling) -> Part:
    if one.act == other.act:
        return Part("act", SAME_ACT, f"both {one.act}")
    side = (one.quad <= 2) == (other.quad <= 2)
    if frozenset((one.act, other.act)) in NEAR:
        bits = NEAR_ACT
    elif one.quad == other.quad and BESIDE not in (one.act, other.act):
        bits = SAME_QUAD
    else:
        bits = OTHER_ACT if side else OTHER_SIDE
    return Part("act", bits, f"{' and '.join(sorted((one.act, other.act)))}")


def _text(likeness: float) -> float:
    """Bits of a cosine, on straight lines between the points of `TEXT`."""
    at = min(max(likeness, 0.0), 1.0)
    for (left, low), (right, high) in pairwise(TEXT):
        if at <= right:
            return low + (high - low) * (at - left) / (right - left)
    return TEXT[-1][1]


def _status(one: Telling, other: Telling) -> Part:
    if one.status is other.status:
        return Part("status", 0.0, f"both {one.status.value}")
    words = " and ".join(sorted((one.status.value, other.status.value)))
    happened = {Status.ACTUAL, Status.HISTORICAL}
    return Part("status", LONG_PAST if {one.status, other.status} <= happened else FORBIDDEN, words)


def _day(one: Telling, other: Telling) -> Part:
    first, second = sorted((one, other), key=lambda t: (_COARSE.index(t.precision), t.day or date.max, t.told))
    if first.day is None or second.day is None:
        return Part("day", FORBIDDEN, "a day nobody told")
    named = f"{_named(first)} and {_named(second)}"
    if second.precision is Precision.DAY:
        bits = _exact(first.day, second.day, first.told, second.told)
    elif second.precision is Precision.WEEK:
        bits = _week(first, second.day)
    elif second.precision is Precision.MONTH and first.day.isoformat()[:7] == second.day.isoformat()[:7]:
        bits = IN_MONTH
        if first.precision is Precision.MONTH:
            bits = SAME_MONTH
        elif first.alone and first.act == second.act:
            bits, named = ONLY_IN_MONTH, named + ", the only one in it"
    elif first.precision is second.precision and first.day == second.day:
        bits = SAME_MONTH
    else:
        bits = FAR
    return Part("day", bits, named)


def _week(first: Telling, monday: date) -> float:
    """Bits of a day, or of another week, and a week."""
    if first.day is None:
        return FORBIDDEN
    if first.precision is Precision.WEEK:
        return SAME_WEEK if first.day == monday else NOT_IN_WEEK
    return IN_WEEK if monday <= first.day <= monday + WEEK else NOT_IN_WEEK


def _exact(earlier: date, later: date, earlier_told: bool, later_told: bool) -> float:
    """Bits of two days."""
    gap = (later - earlier).days
    if earlier_told and later_told:
        bits = BOTH_TOLD
    elif earlier_told:
        bits = ONE_TOLD
    elif later_told:  # printed before the day on which the other says it took place
        bits = ONE_TOLD[:1]
    else:
        bits = NONE_TOLD
    return bits[gap] if gap < len(bits) else FAR


def _named(telling: Telling) -> str:
    day = telling.day.isoformat() if telling.day else "undated"
    if telling.precision is Precision.MONTH:
        day = day[:7]
    return f"{day} ({telling.precision.value}{'' if telling.told else ', of the article'})"


_COARSE: Final = (
    Precision.DAY,
    Precision.WEEK,
    Precision.MONTH,
    Precision.YEAR,
    Precision.DECADE,
    Precision.UNKNOWN,
)
