"""Files of rows as Arrow tables of text, piece by piece, with what could not be read of them.

Rows of tab-separated files without quotes are checked by counting delimiters, so that a misformatted line costs itself
alone and keeps its number. Text is UTF-8; a line that is not is read as Windows-1252 and marked.
"""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from dragoman.errors import InputError
from dragoman.events.importers.family import Head, Layout

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["BadLine", "Piece", "head_of", "members", "pieces"]

BYTES_AT_ONCE: Final = 48_000_000  # of text; some 100,000 rows of GDELT, and under 1 GB of memory with all that follows
LINES_OF_HEAD: Final = 400


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that has no place in a table."""

    line: int
    reason: str
    found: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a file.

    Attributes:
        table: columns of the layout as text, and `line` (the number of the line; of the row where cells may hold line
            ends) and `recoded` (whether the line was no UTF-8).
        bad: lines that could not become rows.
    """

    table: pa.Table
    bad: tuple[BadLine, ...] = field(default=())


def members(path: Path) -> list[str | None]:
    """Files inside a zip archive; [None] for any other file.

    Raises:
        InputError: if the file is not there, or no archive though it ends like one.
    """
    if not path.is_file():
        raise InputError(f"No file {path}. Name a file of event data: .csv, .tab, .txt, .tsv, .zip, .gz or .parquet.")
    if path.suffix.lower() != ".zip":
        return [None]
    try:
        with zipfile.ZipFile(path) as archive:
            return [i.filename for i in archive.infolist() if not i.is_dir() and not i.filename.startswith("__MACOSX")]
    except zipfile.BadZipFile as cause:
        raise InputError(f"{path} is no zip archive, or torn ({cause}). Fetch it again.") from cause


@contextmanager
def _opened(path: Path, member: str | None) -> Iterator[IO[bytes]]:
    if member is not None:
        with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
            yield stream
    elif path.suffix.lower() == ".gz":
        with gzip.open(path, "rb") as stream:
            yield stream  # type: ignore[misc]
    else:
        with path.open("rb") as stream:
            yield stream


def head_of(path: Path, member: str | None = None) -> Head:
    """What is seen of a file before it is read."""
    name = member or path.name
    if _is_parquet(path):
        import pyarrow.parquet as pq

        return Head(name, columns=tuple(pq.read_schema(path).names))
    with _opened(path, member) as stream:
        lines = stream.read(400_000).split(b"\n")[:LINES_OF_HEAD]
    return Head(name, tuple(line.rstrip(b"\r").decode("utf-8", "replace") for line in lines if line.strip()))


def pieces(path: Path, member: str | None, layout: Layout, wanted: set[str]) -> Iterator[Piece]:
    """The rows of a file.

    Args:
        path: of the file.
        member: inside a zip archive.
        layout: of its rows.
        wanted: columns to keep.
    """
    if _is_parquet(path):
        yield from _parquet(path, wanted)
        return
    number = 1
    with _opened(path, member) as stream:
        for first, block in enumerate(_blocks(stream, quoted=layout.quoted)):
            text, found = _utf8(block.removeprefix(b"\xef\xbb\xbf") if first == 0 else block)
            recoded = {number + i for i in found}
            if first == 0 and layout.header:
                text = text.partition(b"\n")[2]
                number += 1
            read = _quoted if layout.quoted else _plain
            piece, n_lines = read(text, layout, wanted, number, recoded)
            number += n_lines
            yield piece


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() in {".parquet", ".pq"}


def _blocks(stream: IO[bytes], *, quoted: bool) -> Iterator[bytes]:
    """Whole lines; where cells may hold line ends, a block ends where no quote is open, if there is such a line end."""
    rest = b""
    while more := stream.read(BYTES_AT_ONCE):
        block = rest + more
        cut = block.rfind(b"\n") + 1
        tried = cut
        while quoted and tried > len(rest) and block.count(b'"', 0, tried) % 2:
            tried = block.rfind(b"\n", 0, tried - 1) + 1
        cut = tried if tried > len(rest) else cut
        rest = block[cut:]
        if cut:
            yield block[:cut]
    if rest.strip():
        yield rest + b"\n"


def _utf8(block: bytes) -> tuple[bytes, set[int]]:
    """The block as UTF-8, and which of its lines, from 0, were not."""
    if block.isascii():
        return block, set()
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        lines, recoded = block.split(b"\n"), set()
        for i, line in enumerate(lines):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                lines[i] = line.decode("cp1252", "replace").encode()
                recoded.add(i)
        return b"\n".join(lines), recoded
    return block, set()


def _plain(block: bytes, layout: Layout, wanted: set[str], number: int, recoded: set[int]) -> tuple[Piece, int]:
    """Lines without quotes: cells are counted, and lines with another number of them taken out."""
    import numpy as np

    n_lines = block.count(b"\n")
    wrong_ones: list[BadLine] = []
    table = _parsed(block, layout, wanted, quoted=False, refused=wrong_ones)
    if not wrong_ones and table.num_rows == n_lines:  # each line a row: no need to count cells
        return Piece(_numbered(table, np.arange(number, number + n_lines), recoded)), n_lines
    raw = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(raw == 10)
    starts = np.concatenate([[0], ends[:-1] + 1])
    marks = np.flatnonzero(raw == ord(layout.delimiter))
    cells = np.diff(np.searchsorted(marks, np.concatenate([[0], ends]))) + 1
    numbers = np.arange(number, number + len(ends))
    wrong = np.flatnonzero(cells != len(layout.columns))
    bad: list[BadLine] = []
    kept: list[tuple[int, bytes]] = []
    for i in wrong.tolist():
        line = block[starts[i] : ends[i]].rstrip(b"\r")
        trimmed = line.rstrip(layout.delimiter.encode())
        n = trimmed.count(layout.delimiter.encode()) + 1
        if not line.strip():
            continue
        fits = len(layout.columns) - layout.optional <= cells[i] < len(layout.columns)
        if fits or cells[i] > len(layout.columns) >= n:  # optional cells lacking, or surplus empty ones
            kept.append((i, trimmed + layout.delimiter.encode() * (len(layout.columns) - n)))
        else:
            text = line.decode("utf-8", "replace")
            bad.append(BadLine(int(numbers[i]), "another number of columns", f"{cells[i]} columns", text))
    if len(wrong):
        block, numbers = _without(block, starts, ends, wrong.tolist(), kept, numbers)
    return Piece(_numbered(_parsed(block, layout, wanted, quoted=False), numbers, recoded), tuple(bad)), len(ends)


def _without(
    block: bytes, starts: Any, ends: Any, wrong: list[int], kept: list[tuple[int, bytes]], numbers: Any
) -> Any:
    """The block without its wrong lines, those that could be mended at its end; and the numbers of its lines."""
    import numpy as np

    parts, position = [], 0
    for i in wrong:
        parts.append(block[position : starts[i]])
        position = int(ends[i]) + 1
    parts.append(block[position:])
    parts += [line + b"\n" for _, line in kept]
    left = np.delete(numbers, wrong)
    return b"".join(parts), np.concatenate([left, numbers[[i for i, _ in kept]]]) if kept else left


def _quoted(block: bytes, layout: Layout, wanted: set[str], number: int, recoded: set[int]) -> tuple[Piece, int]:
    """Lines with quotes. Where a quote is never closed the block is read as if it had none."""
    import numpy as np
    import pyarrow as pa

    refused: list[BadLine] = []
    try:
        table = _parsed(block, layout, wanted, quoted=True, refused=refused)
    except pa.ArrowInvalid:
        return _plain(block, layout, wanted, number, recoded)
    n = table.num_rows + len(refused)
    bad = tuple(BadLine(b.line + number - 1, b.reason, b.found, b.text) for b in refused)
    numbers = np.delete(np.arange(number, number + n), [b.line - number for b in bad])
    return Piece(_numbered(table, numbers, recoded), bad), n


def _parsed(
    block: bytes, layout: Layout, wanted: set[str], *, quoted: bool, refused: list[BadLine] | None = None
) -> pa.Table:
    import pyarrow as pa
    from pyarrow import csv

    def refuse(row: Any) -> str:
        if refused is not None:
            found = f"{row.actual_columns} columns"
            refused.append(BadLine(row.number, "another number of columns", found, row.text or ""))
        return "skip"

    names = [f"{c} {i}" if c in layout.columns[:i] else c for i, c in enumerate(layout.columns)]
    kept = [c for c in names if c in wanted]
    if not block.strip():
        return pa.table({c: pa.array([], pa.string()) for c in kept})
    return csv.read_csv(
        pa.py_buffer(block),
        read_options=csv.ReadOptions(column_names=names, use_threads=not quoted, block_size=8_000_000),
        parse_options=csv.ParseOptions(
            delimiter=layout.delimiter,
            quote_char='"' if quoted else False,
            newlines_in_values=quoted,
            invalid_row_handler=refuse,
        ),
        convert_options=csv.ConvertOptions(
            include_columns=kept, column_types={c: pa.string() for c in kept}, strings_can_be_null=False
        ),
    )


def _numbered(table: pa.Table, numbers: Any, recoded: set[int]) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    numbers = np.asarray(numbers, dtype=np.int64)
    marked = np.isin(numbers, sorted(recoded)) if recoded else np.zeros(len(numbers), dtype=bool)
    return table.append_column("line", pa.array(numbers)).append_column("recoded", pa.array(marked))


def _parquet(path: Path, wanted: set[str]) -> Iterator[Piece]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 1
    file = pq.ParquetFile(path)
    for batch in file.iter_batches(100_000, columns=[n for n in file.schema_arrow.names if n in wanted]):
        table = pa.table({name: batch.column(name).cast(pa.string()).fill_null("") for name in batch.schema.names})
        yield Piece(_numbered(table, range(number, number + batch.num_rows), set()))
        number += batch.num_rows
