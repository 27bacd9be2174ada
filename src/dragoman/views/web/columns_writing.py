"""From events sorted by day to the columns of numbers that pages ask (`columns`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dragoman.records import Membership
from dragoman.views.brief import EVENTS_SHOWN
from dragoman.views.web.columns import (
    BETWEEN,
    HEADLINE,
    NO_DAY,
    NOWHERE,
    ROW,
    ROWS_AT_ONCE,
    SCANNED,
    STANDS,
    WORDS,
    Columns,
    heaviest,
)  # fmt: skip

if TYPE_CHECKING:
    import pyarrow as pa

    from dragoman.store import Store

__all__ = ["write_columns", "write_evidence", "write_telling", "write_told"]

SENTENCES_AT_ONCE: Final = 2_048  # of a row group: a page reads some forty of them; the least that DuckDB writes
ID_LENGTH: Final = 17  # "E" and 16 hex digits


def write_columns(by_day: Path, folder: Path) -> bool:
    """Write the columns of events sorted by day.

    Args:
        by_day: the Parquet file.
        folder: new.
    Returns:
        Whether there are any: not if an id is not of the usual form, or a list of words is too long for its column.
    """
    import numpy as np
    import pyarrow.parquet as pq

    file = pq.ParquetFile(by_day)
    n = file.metadata.num_rows
    folder.mkdir()
    opened = np.lib.format.open_memmap
    arrays = {
        name: opened(folder / f"{name}.npy", mode="w+", dtype=np.dtype(kind), shape=(n,))
        for name, kind in SCANNED.items()
    }
    rows = opened(folder / "rows.npy", mode="w+", dtype=np.dtype(list(ROW)), shape=(n,))
    kept = {name for name, _ in ROW}
    words: dict[str, dict[str | None, int]] = {name: {None: 0} for name in WORDS}
    varied = None
    first = 0
    for batch in file.iter_batches(ROWS_AT_ONCE, columns=list(_read_from())):
        here = slice(first, first + len(batch))
        first += len(batch)
        try:
            for name, values in _numbers(batch, words):
                if name in arrays:
                    arrays[name][here] = values
                if name in kept:
                    rows[name][here] = values
        except ValueError:  # an id of another form
            return False
        if any(len(words[w]) > np.iinfo(arrays[w].dtype).max for w in WORDS):
            return False
        varied = _add_variants(batch, here.start, folder, varied)
    if varied is not None:
        varied.close()
    keys = (arrays["source"].astype(np.uint32) << 16) + arrays["target"]
    order = np.argsort(keys, kind="stable").astype(np.uint32)
    pairs, offsets = np.unique(keys[order], return_index=True)
    np.save(folder / "of_pairs.npy", order)
    np.save(folder / "pairs.npy", pairs)
    np.save(folder / "offsets.npy", np.r_[offsets, n].astype(np.int64))
    told = {"words": {name: list(numbers) for name, numbers in words.items()}, "varied": varied is not None}
    (folder / "words.json").write_text(json.dumps(told), encoding="utf-8")
    return True


def write_told(store: Store, by_day: Path, folder: Path) -> None:
    """Write by which outlets and places events are found.

    Args:
        store: with its sorted events, all data sets.
        by_day: the Parquet file whose rows stand at positions.
        folder: of the columns.
    """
    place = str(by_day).replace("'", "''")
    statement = f"""
        SELECT DISTINCT t.kind, t.word, CAST(d.file_row_number AS UINTEGER) AS position
        FROM (
            SELECT 'outlet' AS kind, lower(publisher) AS word, event FROM outlets WHERE publisher <> ''
            UNION ALL
            SELECT 'place' AS kind, place AS word, event FROM places
        ) t
        JOIN read_parquet('{place}', file_row_number = true) d ON d.id = t.event
        ORDER BY kind, word, position
    """
    store.copy(statement, folder / "told.parquet", rows=ROWS_AT_ONCE)


def write_evidence(store: Store, by_day: Path, folder: Path) -> None:
    """Write the sentences of all events, in the order of positions: of `statements.EVIDENCE` what lists tell.

    Args:
        store: with its sorted events, all data sets.
        by_day: the Parquet file whose rows stand at positions.
        folder: of the columns.
    """
    if not store.has(Membership):
        return
    place = str(by_day).replace("'", "''")
    statement = f"""
        SELECT CAST(d.file_row_number AS BIGINT) AS position, r.id, r.article, r.role, r.sentence_start, r.trigger_start,
               r.trigger_end, r.voice, r.said_by, r.confidence, a.title, a.publisher, a.url, a.day AS published,
               substr(a.text, CAST(r.sentence_start + 1 AS INT), CAST(r.sentence_end - r.sentence_start AS INT)) AS sentence
        FROM memberships m
        JOIN reports r ON r.id = m.report
        JOIN articles a ON a.id = r.article
        JOIN read_parquet('{place}', file_row_number = true) d ON d.id = m.event
        ORDER BY position, a.day, r.article, r.trigger_start, r.id
    """
    store.copy(statement, folder / "evidence.parquet", rows=SENTENCES_AT_ONCE)


def write_telling(folder: Path, datasets: Sequence[str]) -> None:
    """Write, of each pair, the most telling events of some data sets, and how many stand in its levels.

    Args:
        folder: of the columns.
        datasets: on which pages stand by default.
    """
    import numpy as np

    columns = Columns(folder)
    pairs = list(columns.pairs())
    telling = np.full((len(pairs), EVENTS_SHOWN), NOWHERE, np.uint32)
    standing = np.zeros(len(pairs), np.int64)
    for at, (source, target) in enumerate(pairs):
        places = columns.standing(source, target, datasets)
        kept = places[heaviest(columns.records(places))]
        telling[at, : len(kept)], standing[at] = kept, len(places)
    np.save(folder / "telling.npy", telling)
    np.save(folder / "standing.npy", standing)
    told = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    (folder / "words.json").write_text(json.dumps({**told, "telling_of": list(datasets)}), encoding="utf-8")


def _read_from() -> Iterator[str]:
    yield from (name for name, _ in ROW)
    yield from ("between_states", "headline_only", "variants")


def _numbers(batch: pa.RecordBatch, words: dict[str, dict[str | None, int]]) -> Iterator[tuple[str, Any]]:
    """Each column of a batch as numbers."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    coded: dict[str, Any] = {}
    for name in WORDS:
        told = batch[name].dictionary_encode()
        known = words[name]
        numbers = np.array([known.setdefault(w, len(known)) for w in told.dictionary.to_pylist()] + [0])
        coded[name] = numbers[pc.fill_null(told.indices, len(numbers) - 1).to_numpy(zero_copy_only=False)]
        yield name, coded[name]
    yield "id", _ids(batch["id"])
    yield "day", pc.fill_null(batch["day"].cast(pa.int32()), NO_DAY).to_numpy(zero_copy_only=False)
    for name in ("quad", "n_reports", "n_publishers"):
        yield name, pc.fill_null(batch[name], 0).to_numpy(zero_copy_only=False)
    for name in ("intensity", "confidence"):
        yield name, batch[name].to_numpy(zero_copy_only=False)
    between, headline = (
        batch[n].to_numpy(zero_copy_only=False).astype(bool) for n in ("between_states", "headline_only")
    )
    dated = np.isin(coded["day_precision"], [words["day_precision"].get(w, -1) for w in ("day", "week", "month")])
    actual = coded["status"] == words["status"].get("actual", -1)
    stands = actual & between & ~headline & (coded["act"] > 0) & dated
    yield "flags", BETWEEN * between + HEADLINE * headline + STANDS * stands


def _ids(column: Any) -> Any:
    """The hex digits of ids as numbers."""
    import numpy as np

    text = "".join(column.to_pylist()).encode("ascii")
    chars = np.frombuffer(text, np.uint8)
    if len(chars) != ID_LENGTH * len(column):
        raise ValueError("an id without 16 hex digits")
    chars = chars.reshape(-1, ID_LENGTH)[:, 1:]
    digits = np.where(chars >= ord("a"), chars - ord("a") + 10, chars - ord("0")).astype(np.uint8)
    octets = (digits[:, ::2] << 4) | digits[:, 1::2]
    return np.ascontiguousarray(octets).view(">u8")[:, 0]


def _add_variants(batch: pa.RecordBatch, first: int, folder: Path, writer: Any) -> Any:
    """Details on which reports differ, of the events that have any."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    some = np.flatnonzero(pc.fill_null(pc.list_value_length(batch["variants"]), 0).to_numpy(zero_copy_only=False))
    if not len(some):
        return writer
    table = pa.table(
        {"position": pa.array(first + some, pa.int64()), "variants": batch["variants"].take(pa.array(some))}
    )
    if writer is None:
        writer = pq.ParquetWriter(folder / "variants.parquet", table.schema)
    writer.write_table(table, row_group_size=4096)
    return writer
