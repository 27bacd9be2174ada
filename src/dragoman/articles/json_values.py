"""Where does each value of a long JSON file begin and end? Found without parsing or holding the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.articles.stream import Stream

__all__ = ["values_of_json"]

_BLANK = b" \t\r\n\xef\xbb\xbf"
_MARK = re.compile(rb'["\\{}\[\],]')


class _Place:
    """Where in the file the reading stands: inside how many brackets, inside a string, after a backslash."""

    def __init__(self, *, inside_array: bool) -> None:
        self.floor = 1 if inside_array else 0  # depth at which values stand
        self.depth = 0
        self.quoted = False
        self.escaped_until = -1

    def step(self, sign: bytes, at: int) -> str | None:
        """Go over one mark: "begin" where the array opens, "end" after it, "before" it where a value ends; else None."""
        if at < self.escaped_until:
            return None
        if self.quoted:
            if sign == b"\\":
                self.escaped_until = at + 2
            self.quoted = sign != b'"'
            return None
        if sign == b'"':
            self.quoted = True
        elif sign in b"{[":
            self.depth += 1
            return "begin" if self.floor and self.depth == 1 and sign == b"[" else None
        elif sign == b",":
            return "before" if self.floor and self.depth == 1 else None
        elif sign in b"}]":
            self.depth -= 1
            return "end" if self.depth == self.floor else "before" if self.depth < self.floor else None
        return None


def values_of_json(stream: Stream, *, limit: int) -> Iterator[bytes | None]:
    """The bytes of each value of an array, or of each value at the top of the file; None for one longer than `limit`.

    Memory: one value and one piece. A value that is torn off at the end is left to the tear.
    """
    place = _Place(inside_array=stream.peek(4096).lstrip(_BLANK)[:1] == b"[")
    parts: list[bytes] = []
    held = 0
    for piece in stream.pieces():
        begin = 0
        for found in _MARK.finditer(piece):
            step = place.step(found[0], found.start())
            if step is None:
                continue
            end = found.end() if step == "end" else found.start()
            if step != "begin":
                held += end - begin
                value = None if held > limit else b"".join([*parts, piece[begin:end]]).strip(_BLANK + b",")
                if value is None or value:
                    yield value
            parts, held, begin = [], 0, found.end()
        held += len(piece) - begin
        parts = [] if held > limit else [*parts, piece[begin:]] if len(parts) < 64 else [b"".join(parts), piece[begin:]]
        place.escaped_until -= len(piece)
    if held > limit:
        yield None
    elif (rest := b"".join(parts).strip(_BLANK + b",")) and not stream.torn:
        yield rest
