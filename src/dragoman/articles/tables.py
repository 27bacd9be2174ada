"""Rows of JSONL, JSON, CSV and Parquet: which column is what, and which rows are articles?"""

from __future__ import annotations

import codecs
import csv
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from dragoman.articles.compose import Draft
from dragoman.articles.decode import decode, encoding_of, without_broken_tail
from dragoman.articles.json_values import values_of_json
from dragoman.articles.options import FIELDS
from dragoman.articles.page import fragment_text
from dragoman.articles.stream import PIECE, Stream
from dragoman.errors import MappingError, ReadProblem

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Row", "columns_for", "draft_from_row", "rows_of_csv", "rows_of_json", "rows_of_jsonl", "rows_of_parquet"]

USUAL_NAMES: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "fulltext", "story", "articletext", "articlebody", "maintext"),
    "title": ("title", "headline", "head"),
    "byline": ("byline", "author", "authors"),
    "publisher": ("publisher", "source", "outlet", "domain", "publication", "newspaper", "sourcename"),
    "url": ("url", "link", "articleurl", "sourceurl", "permalink"),
    "day": ("date", "published", "day", "pubdate", "publishedat", "datetime", "publicationdate", "publisheddate",
            "datepublished", "dateadded", "publishdate", "publishtime", "timestamp"),
    "language": ("language", "lang"),
    "id": ("id", "docid", "documentid", "articleid", "uuid", "guid"),
}  # fmt: skip
"""Usual names of columns, best first, without case and marks: publishedAt, published_at and PublishedAt are one."""

Row = tuple[str, Mapping[str, Any] | ReadProblem]
"""Where a row stands ("line 3"), and its columns or what is wrong with it."""

_HEAD_LINES = 50  # lines of JSONL looked at for the columns that exist
_HTML = re.compile(r"<(?:p|div|br|span|a|em|strong|h\d|ul|li|img)\b[^>]*>", re.IGNORECASE)


def columns_for(columns: Sequence[str], mapping: Mapping[str, str], *, where: str) -> dict[str, str]:
    """Article field to column: as mapped, else guessed by usual names.

    Raises:
        MappingError: if a mapped column does not exist.
    """
    for name, column in mapping.items():
        if column not in columns:
            raise MappingError(
                f"{where} has no column {column!r}, mapped to {name}; it has {', '.join(map(repr, columns[:60])) or 'none'}. "
                f"Write --map {name}=COLUMN with one of these."
            )
    bare: dict[str, str] = {}
    for column in columns:
        bare.setdefault(_bare(column), column)
    taken = set(mapping.values())
    chosen = dict(mapping)
    for name in FIELDS:
        if name not in chosen:
            guess = next((bare[n] for n in USUAL_NAMES[name] if n in bare and bare[n] not in taken), None)
            if guess is not None:
                chosen[name] = guess
                taken.add(guess)
    return chosen


def draft_from_row(row: Mapping[str, Any], chosen: Mapping[str, str], *, origin: str) -> Draft:
    """An article from the columns of a row.

    Raises:
        ReadProblem: "no text" if its text column is missing, empty or no text.
    """
    text = _text(row.get(chosen["text"])) if "text" in chosen else None
    if not text or not text.strip():
        present = ", ".join(map(str, list(row)[:20])) or "nothing"
        raise ReadProblem(
            "no text", found=f"a row without text; its columns: {present}"[:300],
            expected=f"text in the column {chosen['text']!r}" if "text" in chosen else "a column text, body or content",
            remedy="Leave it out, or name the column of the text with --map text=COLUMN.",
            excerpt=_excerpt(row),
        )  # fmt: skip
    day = row.get(chosen["day"]) if "day" in chosen else None
    return Draft(
        origin=origin,
        body=fragment_text(text) if _HTML.search(text) else text,
        title=_words(row.get(chosen.get("title", ""))),
        byline=_words(row.get(chosen.get("byline", ""))),
        publisher=_words(row.get(chosen.get("publisher", ""))),
        url=_words(row.get(chosen.get("url", ""))),
        language=_words(row.get(chosen.get("language", ""))),
        native_id=_words(row.get(chosen.get("id", ""))),
        declared_day=day if isinstance(day, (str, float, int, date)) and not isinstance(day, bool) else _words(day),
    )


def rows_of_jsonl(stream: Stream, *, limit: int) -> Iterator[Row]:
    """One row for each line that is not blank."""
    lines = stream.lines(limit)
    wide = stream.peek(4)[:4]
    if wide.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        lines = _lines_of_text(stream, limit)
    held: tuple[int, bytes | None] | None = None
    for number, line in lines:
        if held:
            yield from _json_line(*held, limit)
        held = (number, line)
    if held and not (stream.torn and held[1] is not None and not held[1].endswith(b"\n")):
        yield from _json_line(*held, limit)  # a line that is torn off belongs to the tear, which is told by itself


def rows_of_json(stream: Stream, *, limit: int) -> Iterator[Row]:
    """One row for each object of an array, or of several values one after the other, however long the file."""
    number = 0
    for number, value in enumerate(values_of_json(stream, limit=limit), start=1):
        where = f"item {number}"
        if value is None:
            yield where, _too_large(limit)
            continue
        row = _json_object(value)
        inner = (
            [v for v in row.values() if isinstance(v, list) and v and all(isinstance(i, dict) for i in v)]
            if isinstance(row, dict)
            else []
        )
        if isinstance(row, dict) and len(inner) == 1 and not columns_for(list(row), {}, where="").get("text"):
            yield from ((f"{where}, {n}", item) for n, item in enumerate(inner[0], start=1))
        else:
            yield where, row


def rows_of_csv(stream: Stream, *, limit: int, wanted: Iterable[str] = ()) -> Iterator[Row]:
    """First the header, as a row of its names to themselves, then one row for each line of the table.

    Args:
        stream: the bytes of the table.
        limit: largest line in bytes.
        wanted: names of columns that the user mapped; they help to tell the delimiter.
    """
    csv.field_size_limit(max(limit, csv.field_size_limit()))
    over: list[int] = []
    lines = _text_lines(stream, limit, over)
    head = next(lines, "")
    while head and not head.strip():
        head = next(lines, "")
    delimiter = _delimiter(head, wanted)
    reader = csv.reader(_chained(head, lines), delimiter=delimiter)
    names: list[str] | None = None
    while True:
        begin = reader.line_num + 1 + len(over)
        try:
            cells = next(reader, None)
        except csv.Error as cause:
            yield f"line {begin}", ReadProblem(
                "broken row", found=f"a row that cannot be read ({cause})", expected="cells, quoted as CSV is",
                remedy="Mend the quotes of this row.",
            )  # fmt: skip
            continue
        if cells is None:
            break
        if not any(cell.strip() for cell in cells):
            continue
        if names is None:
            names = [cell.strip() for cell in cells]
            yield f"line {begin}", {name: name for name in names}
            continue
        yield f"line {begin}", _csv_row(cells, names, limit)
    for number in over:
        yield f"line {number}", _too_large(limit)


def rows_of_parquet(path: Path, *, limit: int) -> Iterator[Row]:
    """First the columns, as a row of their names to themselves, then the rows, a few hundred held at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(path) as file:
            names = list(file.schema_arrow.names)
            yield "columns", {name: name for name in names}
            useful = [
                c
                for c in names
                if not pa.types.is_nested(file.schema_arrow.field(c).type)
                or _bare(c) in USUAL_NAMES["byline"] + USUAL_NAMES["text"]
            ]
            for batch in file.iter_batches(batch_size=256, columns=useful):
                for row in batch.to_pylist():
                    number += 1
                    size = sum(len(v) for v in row.values() if isinstance(v, (str, bytes)))
                    yield f"row {number}", _too_large(limit) if size > limit else {k: _cell(v) for k, v in row.items()}
    except (pa.ArrowException, OSError, ValueError) as cause:
        yield f"after row {number}", ReadProblem(
            "broken Parquet", found=f"a file that cannot be read ({str(cause)[:150]})", expected="a whole Parquet file",
            remedy="Write it again.",
        )  # fmt: skip


def _json_line(number: int, line: bytes | None, limit: int) -> Iterator[Row]:
    if line is None:
        yield f"line {number}", _too_large(limit)
    elif line.strip(b" \t\r\n\xef\xbb\xbf"):
        yield f"line {number}", _json_object(line)


def _json_object(raw: bytes) -> Mapping[str, Any] | ReadProblem:
    try:
        value = json.loads(decode(raw))
    except ReadProblem as problem:
        return problem
    except (ValueError, RecursionError) as cause:
        return ReadProblem(
            "bad JSON", found=f"a line that is no JSON ({str(cause)[:100]})", expected="one JSON object",
            remedy="Mend or remove it.", excerpt=raw[:400].decode("utf-8", "replace"),
        )  # fmt: skip
    if not isinstance(value, dict):
        return ReadProblem(
            "no object", found=f"a JSON {type(value).__name__}", expected="an object with a text",
            remedy="Write each article as an object with its text.", excerpt=raw[:400].decode("utf-8", "replace"),
        )  # fmt: skip
    return value


def _csv_row(cells: list[str], names: list[str], limit: int) -> Mapping[str, Any] | ReadProblem:
    if any("\udc80" <= c <= "\udcff" for cell in cells for c in (cell if not cell.isascii() else "")):
        return ReadProblem(
            "undecodable", found="bytes that are not in the encoding of the rest of the table", expected="one encoding",
            remedy="Save the table as UTF-8.", excerpt=" ".join(cells)[:400].encode("ascii", "replace").decode(),
        )  # fmt: skip
    if len(cells) != len(names):
        return ReadProblem(
            "wrong number of cells", found=f"{len(cells)} cells", expected=f"{len(names)}, as the header has",
            remedy="Mend the quotes or delimiters of this row.", excerpt=" ".join(cells)[:400],
        )  # fmt: skip
    if sum(map(len, cells)) > limit:
        return _too_large(limit)
    row: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=True):
        row.setdefault(name, cell)
    return row


def _text_lines(stream: Stream, limit: int, over: list[int]) -> Iterator[str]:
    """The lines of a table as text; numbers of those too long go to `over`. A bad byte becomes a lone surrogate."""
    try:
        encoding = encoding_of(without_broken_tail(stream.peek(PIECE)))
    except ReadProblem:
        encoding = "utf-8"  # rows that are not are told one by one
    if encoding in ("utf-16", "utf-32"):
        lines = _lines_of_text(stream, limit)
        encoding = "utf-8"
    else:
        lines = stream.lines(limit)
    for number, line in lines:
        if line is None:
            over.append(number)
        elif not (stream.torn and not line.endswith(b"\n")):  # a line that is torn off belongs to the tear
            text = line.decode(encoding, "surrogateescape")
            yield text.lstrip("\ufeff").replace("\x00", "") if number == 1 else text.replace("\x00", "")


def _lines_of_text(stream: Stream, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a UTF-16 or UTF-32 stream, as UTF-8."""
    decoder = codecs.getincrementaldecoder(encoding_of(stream.peek(4)))("replace")
    return Stream(decoder.decode(piece).encode("utf-8", "replace") for piece in stream.pieces()).lines(limit)


def _chained(head: str, lines: Iterator[str]) -> Iterator[str]:
    yield head
    yield from lines


def _delimiter(head: str, wanted: Iterable[str]) -> str:
    """The delimiter that makes most sense of the header: most known names, then most cells."""
    usual = {name for names in USUAL_NAMES.values() for name in names} | {_bare(w) for w in wanted}

    def score(delimiter: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([head], delimiter=delimiter), [])
        except csv.Error:
            cells = []
        return sum(_bare(cell) in usual for cell in cells), len(cells)

    return max(",;\t|", key=score)


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _text(value: Any) -> str | None:
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "\n\n".join(value)
    return value if isinstance(value, str) else None


def _words(value: Any) -> str | None:
    """A cell as a word: names of objects and lists of them too."""
    if isinstance(value, list):
        return ", ".join(w for v in value if (w := _words(v))) or None
    if isinstance(value, dict):
        return _words(value.get("name") or value.get("title"))
    return None if value is None or (isinstance(value, float) and math.isnan(value)) else str(value)


def _cell(value: Any) -> Any:
    """A Parquet value as JSON would hold it: bytes as text where they are text."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value


def _excerpt(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{k}: {v}" for k, v in row.items() if v is not None)[:400]


def _too_large(limit: int) -> ReadProblem:
    return ReadProblem(
        "too large", found=f"more than {limit:,} bytes", expected="one article (setting max_record_bytes)",
        remedy="Split it into its articles, or raise the setting.",
    )  # fmt: skip
