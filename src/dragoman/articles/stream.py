"""How do bytes come in? In pieces, gunzipped on the way, never held as a whole."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, BinaryIO

from dragoman.errors import ReadProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["PIECE", "Stream", "gunzipped", "pieces_of"]

PIECE = 1 << 18  # bytes read at once; larger gains nothing measurable
GZIP_MAGIC = b"\x1f\x8b"


def pieces_of(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of an open file, piece by piece."""
    while piece := file.read(PIECE):
        yield piece


class Stream:
    """The bytes of one input, in order, read once.

    A gzip is opened on the way. Where it is torn the stream ends, and `torn` tells so; what stood before was given out.

    Args:
        pieces: the bytes as they come.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        """Look at the first bytes, to tell whether they are gzipped."""
        self.torn: ReadProblem | None = None
        self._pieces = iter(pieces)
        self._ahead = b""
        first = self._pull()
        while len(first) < 2 and (more := self._pull()):
            first += more
        self.gzipped = first.startswith(GZIP_MAGIC)
        if self.gzipped:
            self._pieces = gunzipped(_chained(first, self._pieces))
        else:
            self._ahead = first

    def peek(self, size: int) -> bytes:
        """The next bytes, at most `size`, without taking them; fewer only at the end."""
        while len(self._ahead) < size and (piece := self._pull()):
            self._ahead += piece
        return self._ahead[:size]

    def pieces(self) -> Iterator[bytes]:
        """All that is left, as it comes."""
        if self._ahead:
            ahead, self._ahead = self._ahead, b""
            yield ahead
        while piece := self._pull():
            yield piece

    def take(self, size: int) -> bytes:
        """The next `size` bytes; fewer only at the end."""
        parts, held = [], 0
        while held < size:
            piece = self._ahead or self._pull()
            self._ahead = b""
            if not piece:
                break
            parts.append(piece)
            held += len(piece)
        joined = b"".join(parts)
        self._ahead = joined[size:] + self._ahead if len(joined) > size else self._ahead
        return joined[:size]

    def skip(self, size: int) -> int:
        """Pass over the next `size` bytes without holding them; how many there were."""
        left = size
        while left > 0:
            piece = self._ahead or self._pull()
            self._ahead = b""
            if not piece:
                break
            if len(piece) > left:
                self._ahead = piece[left:]
                return size
            left -= len(piece)
        return size - left

    def whole(self, limit: int, *, expected: str) -> bytes:
        """All that is left.

        Raises:
            ReadProblem: "too large" if there is more than `limit`, before more than that is held; or the tear.
        """
        raw = self.take(limit + 1)
        if len(raw) > limit:
            raise ReadProblem(
                "too large",
                found=f"more than {limit:,} bytes",
                expected=expected,
                remedy="Split it into its articles, or raise the limit (dragoman settings).",
                excerpt=raw[:400].decode("utf-8", "replace"),
            )
        if self.torn:
            raise self.torn
        return raw

    def line(self, limit: int) -> bytes | None:
        """The next line with its end; empty at the end of the stream; None if it was longer than `limit`, and skipped."""
        if (end := self._ahead.find(b"\n")) >= 0:  # the usual case, without copying twice
            line, self._ahead = self._ahead[: end + 1], self._ahead[end + 1 :]
            return line if len(line) <= limit else None
        parts, held, over = [self._ahead], len(self._ahead), False
        self._ahead = b""
        while piece := self._pull():
            end = piece.find(b"\n")
            part, self._ahead = (piece, b"") if end < 0 else (piece[: end + 1], piece[end + 1 :])
            held += len(part)
            if held > limit:
                over, parts = True, []
            else:
                parts.append(part)
            if end >= 0:
                break
        return None if over or held > limit else b"".join(parts)

    def lines(self, limit: int) -> Iterator[tuple[int, bytes | None]]:
        """Line number and line with its end, from where the stream stands; None for one longer than `limit` bytes.

        Memory: one piece and one line.
        """
        parts: list[bytes] = []
        number, held, over = 0, 0, False
        for piece in self.pieces():
            *ends, rest = piece.split(b"\n")
            for part in ends:
                number += 1
                held += len(part) + 1
                if over or held > limit:
                    yield number, None
                elif parts:
                    parts += [part, b"\n"]
                    yield number, b"".join(parts)
                else:
                    yield number, part + b"\n"
                parts, held, over = [], 0, False
            if rest:
                held += len(rest)
                if held > limit:
                    over, parts = True, []
                else:
                    parts.append(rest)
        if over:
            yield number + 1, None
        elif parts:
            yield number + 1, b"".join(parts)

    def _pull(self) -> bytes:
        try:
            return next(self._pieces, b"")
        except (zlib.error, EOFError) as cause:
            self._pieces = iter(())
            self.torn = ReadProblem(
                "torn gzip",
                found=f"a gzip that breaks off or is damaged ({cause})",
                expected="a gzip that is whole",
                remedy="Get the file again; what stood before the tear was read.",
            )
            self.torn.__cause__ = cause
            return b""


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def gunzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The content of a gzip of one or more members (RFC 1952), in pieces of bounded size whatever it unfolds to.

    Raises:
        zlib.error: where it is damaged, after all that could be read.
        EOFError: where it breaks off, likewise.
    """
    inflater, begun = zlib.decompressobj(31), False
    for piece in pieces:
        data = piece
        while data:
            if not begun and not (data := data.lstrip(b"\x00")):
                break  # padding after a member
            begun = True
            if content := inflater.decompress(data, PIECE):
                yield content
            if inflater.eof:
                data, begun = inflater.unused_data, False
                inflater = zlib.decompressobj(31)
            elif not (data := inflater.unconsumed_tail):
                while content := inflater.decompress(b"", PIECE):
                    yield content
                if inflater.eof:
                    data, begun = inflater.unused_data, False
                    inflater = zlib.decompressobj(31)
    if begun:
        raise EOFError("it ends before its last member does")
