"""A table as a file that can be cited: CSV, Parquet or JSON lines, with its code book beside it."""

from __future__ import annotations

import csv
import dataclasses
import inspect
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dragoman import __version__, statements
from dragoman.errors import InputError, StoreFull
from dragoman.records import Relation, row_of, schema_of
from dragoman.reports.ontology import QUADS, acts
from dragoman.store import stored_schema
from dragoman.views.listings import LISTED, Filters, rows
from dragoman.views.standing import standing

if TYPE_CHECKING:
    import pyarrow as pa

    from dragoman.settings import Settings
    from dragoman.store import Store

__all__ = ["EXPORTED", "code_book", "column_notes", "export", "jsonable"]

EXPORTED: Final[Mapping[str, type]] = {**LISTED, Relation.table: Relation}
ROWS_AT_ONCE: Final = 20_000


def export(store: Store, table: str, out: Path, *, filters: Filters, settings: Settings) -> int:
    """Write a table and, beside it, `NAME.codebook.md` with what each column means, versions, settings and filters.

    The file appears whole or not at all.

    Args:
        store: open.
        table: one of `EXPORTED`.
        out: .csv, .parquet or .jsonl.
        filters: as for listings.
        settings: in force; the band of relations is taken from here.
    Returns:
        Number of rows written.
    Raises:
        InputError: if the table or the form is unknown, or the folder cannot be written.
        StoreFull: if the disk is full.
    """
    if table not in EXPORTED:
        raise InputError(f"No table {table!r}; expected one of {', '.join(EXPORTED)}.")
    writers = {".csv": _csv, ".parquet": _parquet, ".jsonl": _jsonl}
    if out.suffix.lower() not in writers:
        raise InputError(
            f"No form {out.suffix or 'without an ending'!r}; expected a name ending in {', '.join(writers)}."
        )
    record = EXPORTED[table]
    schema = schema_of(record) if record is Relation else stored_schema(record)
    schema = _without(schema, () if record is Relation else ("run", "coder", "ontology"))
    lines = _relations(store, filters, settings) if record is Relation else rows(store, table, filters)
    beside = out.with_name(out.name + ".part")
    try:
        n = writers[out.suffix.lower()](beside, schema, lines)
        beside.replace(out)
        book = code_book(store, record, n, filters, settings)
        out.with_name(out.stem + ".codebook.md").write_text(book, encoding="utf-8")
    except OSError as cause:
        if cause.errno == 28:
            raise StoreFull(
                f"The disk of {out} is full; nothing was left there. Free some space and export again."
            ) from cause
        raise InputError(f"Cannot write {out}: {cause.strerror or cause}. Name another place with --out.") from cause
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return n


def jsonable(value: Any) -> Any:
    """A value as JSON can hold it: days and moments in ISO 8601, bytes as hex."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        return {k: jsonable(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(v) for v in value]
    return value


def code_book(store: Store, record: type, n: int, filters: Filters, settings: Settings) -> str:
    """What each column of a table means, in Markdown; taken from the record's own comments."""
    notes = column_notes(record)
    shown = {
        f.name: getattr(filters, f.name) for f in dataclasses.fields(filters) if getattr(filters, f.name) is not None
    }
    coders = store.query(statements.CODERS).to_pylist()
    lines = [
        f"# Code book: {record.table}",  # type: ignore[attr-defined]
        "",
        (inspect.getdoc(record) or "").strip(),
        "",
        f"- rows: {n:,}",
        (
            f"- made by: Dragoman {__version__}, coder {', '.join(sorted({c['coder'] for c in coders})) or 'none'}, "
            f"ontology {', '.join(sorted({c['ontology'] for c in coders})) or 'none'}"
        ),
        f"- store: batch {store.batches[-1] if store.batches else 0}; repeat with `--as-of {store.batches[-1] if store.batches else 0}`",
        f"- filters: {', '.join(f'{k} = {v}' for k, v in shown.items()) or 'none'}",
        f"- settings: {json.dumps(settings.as_dict(), sort_keys=True)}",
        "",
        "| column | type | meaning |",
        "|---|---|---|",
    ]
    for field in schema_of(record):
        kind = f"{field.type}{', may be empty' if field.nullable else ''}"
        lines.append(f"| {field.name} | {kind} | {notes.get(field.name, '').replace('|', '/')} |")
    if record is not Relation:
        lines.append("| batch | int64 | number of the batch of the store that made the row |")
    if record.table == "articles":  # type: ignore[attr-defined]
        lines.append("| body | string | the text without title, byline and dateline |")
    if "act" in schema_of(record).names:
        lines += ["", "## Acts", "", "| act | quad class | weight | meaning |", "|---|---|--:|---|"]
        lines += [
            f"| {a.code} | {a.quad} {QUADS[a.quad]} | {a.intensity:+.1f} | {a.meaning} |" for a in acts().values()
        ]
    return "\n".join(lines) + "\n"


def column_notes(record: type) -> dict[str, str]:
    """The comment behind each field in `records.py`: the one place where columns are explained."""
    notes = {}
    for line in inspect.getsource(record).splitlines():
        if match := re.match(r"\s+(\w+): [^#=]+#\s*(.+)$", line):
            notes[match[1]] = match[2]
    return notes


def _relations(store: Store, filters: Filters, settings: Settings) -> Iterator[dict[str, Any]]:
    for name in ("act", "status"):
        if getattr(filters, name) is not None:
            raise InputError(
                f"The table relations has no {name} to filter by: a level counts all actual acts. Leave that filter out."
            )
    found = standing(
        store,
        filters.actor,
        filters.target,
        settings=settings,
        first=filters.first,
        last=filters.last,
        groups=False,
        dataset=filters.dataset,
    )
    wanted = (
        dict(row_of(level))
        for level in found
        if (filters.actor is None or level.source == filters.actor)
        and (filters.target is None or level.target == filters.target)
    )
    return islice(wanted, filters.limit)


def _csv(path: Path, schema: pa.Schema, lines: Iterable[Mapping[str, Any]]) -> int:
    n = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _names(schema, lines := _peeked(lines)), extrasaction="ignore")
        writer.writeheader()
        for n, row in enumerate(lines, start=1):  # noqa: B007
            writer.writerow({k: json.dumps(v) if isinstance(v, list | dict) else v for k, v in jsonable(row).items()})
    return n


def _jsonl(path: Path, _schema: pa.Schema, lines: Iterable[Mapping[str, Any]]) -> int:
    n = 0
    with path.open("w", encoding="utf-8") as file:
        for n, row in enumerate(lines, start=1):  # noqa: B007
            file.write(json.dumps(jsonable(row), ensure_ascii=False) + "\n")
    return n


def _parquet(path: Path, schema: pa.Schema, lines: Iterable[Mapping[str, Any]]) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    peeked = _peeked(lines)
    for name in _names(schema, peeked):
        if name not in schema.names:
            schema = schema.append(pa.field(name, pa.string()))
    n = 0
    stream = iter(peeked)
    with pq.ParquetWriter(path, schema) as writer:
        while some := list(islice(stream, ROWS_AT_ONCE)):
            writer.write_table(
                pa.Table.from_pylist([{k: row.get(k) for k in schema.names} for row in some], schema=schema)
            )
            n += len(some)
    return n


class _Peeked:
    """Rows of which the first can be looked at before they are written."""

    def __init__(self, lines: Iterable[Mapping[str, Any]]) -> None:
        self._stream = iter(lines)
        self.head = list(islice(self._stream, 1))

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return chain(self.head, self._stream)


def _peeked(lines: Iterable[Mapping[str, Any]]) -> _Peeked:
    return _Peeked(lines)


def _names(schema: pa.Schema, lines: _Peeked) -> list[str]:
    """Columns of the schema, then those that only the rows have."""
    return [*schema.names, *(k for row in lines.head for k in row if k not in schema.names)]


def _without(schema: pa.Schema, left_out: Iterable[str]) -> pa.Schema:
    for name in left_out:
        if name in schema.names:
            schema = schema.remove(schema.get_field_index(name))
    return schema
