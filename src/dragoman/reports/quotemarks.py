"""Which stretches of a text stand between quotation marks?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final

__all__ = ["Quotes"]

CLOSING: Final = {"“": "”", "«": "»", "„": "“”"}  # by the opening mark
STRAIGHT: Final = '"'
SINGLE: Final = "‘'"
SINGLE_CLOSING: Final = "’'"
_MARKS: Final = frozenset("“”«»„" + STRAIGHT + SINGLE)
_BEFORE_CLOSING_SINGLE: Final = frozenset(",.?!")  # only so is it told from an apostrophe


class Quotes:
    """Stretches between quotation marks, outermost only. One left open runs to the end of its paragraph.

    Single marks count only where the closing one follows a comma, a full stop, a question or exclamation mark, since
    it looks like an apostrophe.

    Attributes:
        spans: start and end of each, marks included, in text order.
        unclosed: ends of those that lack their closing mark: the next paragraph may go on with the same speech.
    """

    def __init__(self, text: str) -> None:
        """Find the stretches of a text."""
        self.spans: list[tuple[int, int]] = []
        self.unclosed: set[int] = set()
        start = 0
        while start < len(text):
            end = text.find("\n\n", start)
            end = len(text) if end < 0 else end
            if any(mark in text[start:end] for mark in _MARKS):
                self._paragraph(text, start, end)
            start = end + 2
        self._starts = [s for s, _ in self.spans]
        self._ends = [e for _, e in self.spans]

    def _paragraph(self, text: str, start: int, end: int) -> None:
        opened, single = -1, False
        for i in range(start, end):
            letter = text[i]
            if letter not in _MARKS and letter not in SINGLE_CLOSING:
                continue
            if opened < 0:
                if letter in CLOSING or (letter == STRAIGHT and _opens(text, i)):
                    opened, single = i, False
                elif letter in SINGLE and _opens(text, i) and _single_end(text, i, end) >= 0:
                    opened, single = i, True
            elif single:
                if letter in SINGLE_CLOSING and text[i - 1] in _BEFORE_CLOSING_SINGLE:
                    self.spans.append((opened, i + 1))
                    opened = -1
            elif letter in CLOSING.get(text[opened], "") or (letter == STRAIGHT and not _opens(text, i)):
                self.spans.append((opened, i + 1))
                opened = -1
        if opened >= 0:
            self.spans.append((opened, end))
            self.unclosed.add(end)

    def around(self, position: int) -> tuple[int, int] | None:
        """The quotation in which a character stands."""
        i = bisect_right(self._starts, position) - 1
        if i >= 0 and position < self._ends[i]:
            return self.spans[i]
        return None

    def touching(self, start: int, end: int) -> list[tuple[int, int]]:
        """The quotations that share a character with a stretch."""
        return self.spans[bisect_right(self._ends, start) : bisect_left(self._starts, end)]


def _opens(text: str, i: int) -> bool:
    """Whether a mark that looks alike on both sides stands before a word and after none."""
    before = text[i - 1] if i else " "
    after = text[i + 1] if i + 1 < len(text) else " "
    return not after.isspace() and not before.isalnum() and before not in ",.?!"


def _single_end(text: str, i: int, end: int) -> int:
    return next(
        (j for j in range(i + 2, end) if text[j] in SINGLE_CLOSING and text[j - 1] in _BEFORE_CLOSING_SINGLE), -1
    )
