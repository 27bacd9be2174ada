"""What stands on the drawing of a pair beside its level: the words of turns, and claims in the order of their days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dragoman.views.web.drawing import TurnMark, Word

__all__ = ["LETTER", "ClaimMark", "Mark", "claim_rows", "marked", "told_turns"]

LETTER: Final = 6.6  # width of a letter of 12 pixels, about
ROWS: Final = 3  # of words of turns, of claims made at about the same time
ROW: Final = 14  # height of a row of words
SPOT: Final = 9.0  # width and height that the mark of a claim takes
WIDE: Final = 600  # drawings from here on have room for whole words


@dataclass(frozen=True, slots=True)
class ClaimMark:
    """A claim as the drawing needs it.

    Attributes:
        day: when it was made.
        verdict: "true", "false", "void", or "open" as long as nothing is decided.
        words: what it says, for whoever points at it.
        address: of its page.
    """

    day: date
    verdict: str
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim on the drawing."""

    x: float
    y: float
    verdict: str
    words: str
    address: str


def claim_rows(claims: Sequence[ClaimMark], x: Callable[[date], float]) -> list[int]:
    """In which row each claim stands: the first one in which its place is free, at most `ROWS` of them."""
    free = [float("-inf")] * ROWS
    found = []
    for claim in claims:
        at = x(claim.day)
        row = next((r for r in range(ROWS) if at >= free[r]), ROWS - 1)
        free[row] = at + SPOT
        found.append(row)
    return found


def marked(claims: Sequence[ClaimMark], x: Callable[[date], float], top: float) -> tuple[tuple[Mark, ...], float]:
    """Claims as marks, and the height that they take.

    Args:
        claims: in the order of their days.
        x: day -> where it stands.
        top: of the rows.
    """
    rows = claim_rows(claims, x)
    marks = tuple(
        Mark(x(c.day), round(top + SPOT * (row + 0.5), 1), c.verdict, c.words, c.address)
        for c, row in zip(claims, rows, strict=True)
    )
    return marks, SPOT * (max(rows, default=-1) + 1)


def told_turns(turns: Sequence[TurnMark], x: Callable[[date], float], left: float, right: float) -> list[Word]:
    """A word at each turn, where there is room for it: left of its line where the next turn follows closely, else right.

    Args:
        turns: any order.
        x: day -> where it stands.
        left: of the room.
        right: likewise.
    Returns:
        Words that stand above 0, the upper edge of the level's area: their y is negative.
    """
    from dragoman.views.web.drawing import Word

    found: list[Word] = []
    taken: list[list[tuple[float, float]]] = [[] for _ in range(ROWS)]
    ordered = sorted(turns, key=lambda t: t.day)
    for turn, after in zip_longest(ordered, ordered[1:]):
        text, chance = _words(turn, right), _chance(turn.probability)
        wide, at = LETTER * (len(text) + len(chance) + 1), x(turn.day)
        crowded = after is not None and x(after.day) < at + wide + 8
        sides = [(at - 5 - wide, at - 5, "end"), (at + 5, at + 5 + wide, "start")]
        places = [(row, side) for row in range(ROWS) for side in (sides if crowded else sides[::-1])]
        for row, (start, end, anchor) in places:
            if start >= left and end <= right and all(end < a or start > b for a, b in taken[row]):
                at_word = end if anchor == "end" else start
                found.append(Word(round(at_word, 1), -9.0 - ROW * row, text, anchor, "turn", light=chance))
                taken[row].append((start - 4, end + 4))
                break
    return found


def _chance(probability: float) -> str:
    """In per cent; what would round to certainty stays below it."""
    return "> 99 %" if probability > 0.995 else f"{probability:.0%}".replace("%", " %")


def _words(turn: TurnMark, right: float) -> str:
    better = "better" if turn.better else "worse"
    return f"{better}, {turn.day.day} {turn.day:%b %Y}" if right > WIDE else f"{better}, {turn.day:%b %Y}"
