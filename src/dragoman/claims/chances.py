"""How sure does a prediction say it is? Words of probability through `data/chances.csv`; numbers as they are given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.data import table
from dragoman.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Chance", "chance_of", "chances"]

_PERCENT: Final = re.compile(
    r"\b(?P<low>\d{1,3}(?:\.\d+)?)(?:\s?(?:-|–|to)\s?(?P<high>\d{1,3}(?:\.\d+)?))?\s?(?:%|per\s?cent)"
    r"(?=\s(?:\w+\s){0,2}(?:chance|probability|likelihood|likely|certain|sure|odds|risk))"
    r"|\b(?:chance|chances|probability|likelihood|odds|risk)\s(?:\w+\s){0,5}?(?P<after>\d{1,3}(?:\.\d+)?)\s?(?:%|per\s?cent)",
    re.IGNORECASE,
)
_ODDS: Final = re.compile(
    r"\b(?P<n>one|two|three|four|nine|\d+)[\s-](?:in|out of)[\s-](?P<of>two|three|four|five|six|ten|twenty|\d+)[\s-](?:chance|chances)\b",
    re.IGNORECASE,
)
_EVEN: Final = re.compile(r"\b50[-\s/]50\b")
_COUNTS: Final = {
    w: n for n, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
} | {"twenty": 20}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability as words give it.

    Attributes:
        low: lower end of the range, 0 to 1.
        middle: the one figure that is scored, 0 to 1.
        high: upper end of the range, 0 to 1.
        why: the words and the source of the range.
    """

    low: float
    middle: float
    high: float
    why: str


def chance_of(clause: str, force: str) -> Chance:
    """The chance that a clause gives to what it foresees.

    A number wins over words, a phrase such as "very likely" over the word that opens the prediction ("will").

    Args:
        clause: its words.
        force: row of the table for the word that opens it, such as "will".
    Raises:
        DataError: if the table has no such row.
    """
    if (number := _number(clause)) is not None:
        return number
    rows = chances()
    if found := _phrases().search(clause):
        row = rows[" ".join(found.group().lower().split())]
    elif force in rows:
        row = rows[force]
    else:
        raise DataError(
            f"No row {force!r} in chances.csv. Add one with its range and source, or install Dragoman again."
        )
    return row


def _number(clause: str) -> Chance | None:
    if found := _PERCENT.search(clause):
        low = float(found["low"] or found["after"])
        high = float(found["high"] or low)
        if low <= high <= 100:
            return Chance(low / 100, round((low + high) / 200, 6), high / 100, f"{found.group().strip()!r}: as given")
    if found := _ODDS.search(clause):
        n, of = _count(found["n"]), _count(found["of"])
        if 0 < n <= of:
            share = round(n / of, 6)
            return Chance(share, share, share, f"{found.group()!r}: as given")
    if found := _EVEN.search(clause):
        return Chance(0.5, 0.5, 0.5, f"{found.group()!r}: as given")
    return None


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS[word.lower()]


@cache
def chances() -> Mapping[str, Chance]:
    """The table: words to their range.

    Raises:
        DataError: if a range does not run from 0 to 1, low to high.
    """
    found = {}
    for row in table("chances"):
        low, middle, high = float(row["low"]), float(row["middle"]), float(row["high"])
        if not 0 <= low <= middle <= high <= 1:
            raise DataError(f"Row {row['words']!r} of chances.csv: expected 0 <= low <= middle <= high <= 1. Mend it.")
        found[row["words"]] = Chance(low, middle, high, f"{row['words']!r}: {row['source']}")
    return found


@cache
def _phrases() -> re.Pattern[str]:
    words = sorted((r["words"] for r in table("chances") if r["stands"] == "clause"), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words) + r")\b", re.IGNORECASE)
