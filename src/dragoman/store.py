"""The only file that opens the tables: Delta tables in one folder, many readers beside one writer.

A batch of articles and all that was derived from it touches several tables, and Delta commits one table at a time. So
each row carries the number of its batch, and a small table of finished batches, written last, decides what readers
see. Before a batch touches any table its number is noted in `writing.json`; a writer that finds an unfinished number
there removes its rows first. Readers fix the list of finished batches when they open, and so see whole batches only.

    store/
      store.json          format of the folder
      writing.json        number of the batch under way, if any
      writer.lock         held by the one writer
      batches/            finished batches: number, run, when            <- decides what is visible
      withdrawn/          (article, batch) pairs that a later batch replaced
      articles/ mentions/ quotations/ reports/ events/ memberships/ duplicates/ shingles/
      fingerprints/ fetched/       quarantine/ runs/
      native_events/ native_mentions/
      stories/ outlines/ story_terms/ moved/ corrections/ amended/
      alerts/ sendings/ polled/ watched/
      claims/ redrafted/ frozen/ outcomes/ overrulings/
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from dragoman import __version__
from dragoman.errors import StoreBusy, StoreError, StoreFull, StoreMissing, StoreNewer
from dragoman.records import (
    Alert,
    Amended,
    Article,
    Claim,
    Correction,
    Duplicate,
    Event,
    Frozen,
    Label,
    Membership,
    Mention,
    NativeEvent,
    NativeMention,
    Outcome,
    Overruling,
    Polled,
    Quarantine,
    Quotation,
    Redrafted,
    Report,
    Run,
    Sending,
    Story,
    Watched,
    row_of,
    schema_of,
)

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = [
    "FORMAT",
    "Batch",
    "Cleared",
    "Fetched",
    "Fingerprint",
    "Moved",
    "Outline",
    "Shingle",
    "Store",
    "StoryTerm",
    "Withdrawn",
    "Writer",
    "end_with_parent",
    "explained",
]

FORMAT: Final = 2  # 2: an event knows its sources and variants; stories and corrections
BYTES_OF_A_FILE: Final = 32_000_000  # files are joined up to this size; bounds what compaction holds and writes again
MOST_RUNS: Final = 40  # of batch numbers in one condition: gaps are left by writers that were killed, one each
DAYS_OLD_FILES_STAY: Final = (
    2  # a reader that opened earlier than this before a clean-up may miss files and must reopen
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One finished batch. A row of this table makes everything with its number visible."""

    table: ClassVar[str] = "batches"

    batch: int
    run: str
    finished: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """An article of an earlier batch, with what was derived from it, that a later batch replaced."""

    table: ClassVar[str] = "withdrawn"

    article: str
    of_batch: int  # the batch whose rows no longer count


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """Something in quarantine that a later batch settled: it could be read since, or the user cleared it by hand."""

    table: ClassVar[str] = "cleared"

    quarantine: str
    of_batch: int  # the batch whose row no longer counts; refused again later, it is listed again
    why: str  # "read since", or "by hand: " and the user's note


@dataclass(frozen=True, slots=True, kw_only=True)
class Shingle:
    """One band of an article's MinHash signature: two articles that share one are compared. Some 26 rows an article."""

    table: ClassVar[str] = "shingles"

    article: (
        int  # the hex digits of its id, as a signed 64-bit number: these rows are many, and scanned for every batch
    )
    band: int  # hash of the band, signed 64-bit


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What an article's text is compared by."""

    table: ClassVar[str] = "fingerprints"

    article: str
    key: str  # the same for texts with the same words
    signature: bytes  # MinHash, 128 numbers of 32 bits, little-endian


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a server said of the version of a feed or page, to be sent back when asking again."""

    table: ClassVar[str] = "fetched"

    url: str
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What an article is about, as its rare words; stories and merging compare these."""

    table: ClassVar[str] = "outlines"

    article: str
    day: date | None  # of publication
    terms: bytes  # n terms of 32 bits and their n weights of 16 bits, little-endian


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryTerm:
    """One of the heaviest terms of an article, by which others of its story find it. At most 16 rows an article."""

    table: ClassVar[str] = "story_terms"

    article: int  # the hex digits of its id, as a signed 64-bit number
    term: int  # CRC-32
    day: int  # of publication, proleptic Gregorian ordinal; -1000000 for none


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A membership of an earlier batch that a later batch replaced: the report now tells another event."""

    table: ClassVar[str] = "moved"

    report: str
    of_batch: int  # the batch whose membership no longer counts


OUTLETS: Final = """
SELECT m.event, e.source, e.target, coalesce(a.publisher, '') AS publisher
FROM events e JOIN memberships m ON m.event = e.id JOIN reports r ON r.id = m.report JOIN articles a ON a.id = r.article
UNION ALL
SELECT e.id AS event, e.source, e.target, n.publisher FROM events e JOIN native_events n ON n.id = e.id
"""
"""The view `outlets`: who told an event, a row for each report and each row of another data set."""

PLACES: Final = """
SELECT m.event, lower(r.place) AS place FROM memberships m JOIN reports r ON r.id = m.report WHERE r.place IS NOT NULL
UNION ALL
SELECT m.event, r.place_state AS place FROM memberships m JOIN reports r ON r.id = m.report WHERE r.place_state IS NOT NULL
UNION ALL
SELECT n.id AS event, lower(trim(u.part)) AS place
FROM native_events n, unnest(string_split(n.place, ',')) AS u(part) WHERE n.place IS NOT NULL
"""
"""The view `places`: where an event took place, as its reports tell it: a name in small letters, or the code of a state;
of another data set's "Kobani, Aleppo, Syria" each part."""

MONTHS: Final = """
SELECT dataset, source, target, CAST(date_trunc('month', day) AS DATE) AS period,
       CAST(sum(CASE WHEN quad = 1 THEN 1 ELSE 0 END) AS BIGINT) AS verbal_cooperation,
       CAST(sum(CASE WHEN quad = 2 THEN 1 ELSE 0 END) AS BIGINT) AS material_cooperation,
       CAST(sum(CASE WHEN quad = 3 THEN 1 ELSE 0 END) AS BIGINT) AS verbal_conflict,
       CAST(sum(CASE WHEN quad = 4 THEN 1 ELSE 0 END) AS BIGINT) AS material_conflict,
       count(*) AS n_events, min(day) AS first_day, max(day) AS last_day
FROM events
WHERE status = 'actual' AND between_states AND source <> target AND NOT headline_only AND act IS NOT NULL
  AND day_precision IN ('day', 'week', 'month')
GROUP BY dataset, source, target, date_trunc('month', day)
"""
"""The view `months`: per data set, directed pair and month, the events that stand in levels, by quad class."""

_AMENDABLE: Final = (
    "source", "source_sector", "source_name", "target", "target_sector", "target_name", "act", "mode", "cameo", "quad",
    "intensity", "status",
)  # fmt: skip


# What a batch may hold, and which column ties a row to its article (None: rows that outlive a withdrawn article).
_TIED_TO: Final[Mapping[type, str | None]] = {
    Article: "id",
    Mention: "article",
    Report: "article",
    Label: "article",
    Quotation: "article",
    Event: None,
    Membership: "article",
    Duplicate: None,
    Shingle: None,
    Fingerprint: None,
    Fetched: None,
    Quarantine: None,
    Cleared: None,
    Run: None,
    Withdrawn: None,
    NativeEvent: None,
    NativeMention: None,
    Moved: None,
    Story: "article",
    Outline: "article",
    StoryTerm: None,
    Correction: None,
    Amended: None,
    Alert: None,
    Sending: None,
    Polled: None,
    Watched: None,
    Claim: "article",
    Redrafted: None,
    Frozen: None,
    Outcome: None,
    Overruling: None,
}
# Of these an unchanged id may have rows in several batches; the newest counts.
_NEWEST_OF: Final[Mapping[type, str]] = {
    Event: "id",
    Fetched: "url",
    Story: "article, day",
    Amended: "report",
    Polled: "url",
    Watched: "subject",
    Redrafted: "claim",
    Outcome: "claim, review",
}


class Store:
    """A store, opened for reading at one moment. Use `Store.open`; write through `Store.writing`.

    Attributes:
        path: the folder.
        batches: numbers of the batches that this reader sees, ascending.
        datasets: data sets whose events this reader sees; None for all.
        prepared: folder with the events of these batches in the orders in which pages ask; None: as they were written.
    """

    def __init__(
        self,
        path: Path,
        batches: Sequence[int],
        *,
        datasets: Sequence[str] | None = None,
        prepared: Path | None = None,
    ) -> None:
        """Take the parts; `open` is the way in."""
        self.path = path
        self.prepared = prepared
        self.datasets = None if datasets is None else tuple(datasets)
        self.batches = tuple(batches)
        self._connection: duckdb.DuckDBPyConnection | None = None

    # ---------------------------------------------------------------- opening

    @classmethod
    def open(cls, path: str | Path, *, as_of: int | datetime | None = None) -> Store:
        """Open a store for reading, as it is now or as it was.

        Args:
            path: its folder.
            as_of: a batch number, or a moment (a naive one is taken as UTC); later batches are not seen.
        Raises:
            StoreMissing: if the folder holds no store.
            StoreNewer: if a newer Dragoman wrote it.
            StoreError: if the list of finished batches cannot be read, or `as_of` lies before the first batch.
        """
        folder = Path(path)
        _check_format(folder)
        return cls(folder, _finished(folder, as_of))

    @classmethod
    def create(cls, path: str | Path) -> Store:
        """Open a store for reading, and make an empty one first where there is none.

        Raises:
            StoreError: if the folder cannot be made or written, or holds other things.
        """
        folder = Path(path)
        mark = folder / "store.json"
        if not mark.exists():
            try:
                folder.mkdir(parents=True, exist_ok=True)
                left = {"writer.lock", "store.new"}  # what an interrupted creation may leave
                strange = sorted(p.name for p in folder.iterdir() if p.name not in left)
                if strange:
                    raise StoreError(
                        f"The folder {folder} is no store and not empty (it holds {', '.join(strange[:3])}). "
                        "Name an empty or new folder with --store."
                    )
                _write_whole(mark, json.dumps({"format": FORMAT, "made_by": f"dragoman {__version__}"}))
            except OSError as cause:
                raise explained(cause, folder) from cause
        return cls.open(folder)

    # ---------------------------------------------------------------- reading

    def query(
        self,
        statement: str,
        values: Mapping[str, Any] | None = None,
        *,
        given: Mapping[str, Sequence[str] | Sequence[int]] | None = None,
    ) -> pa.Table:
        """Run one SQL statement over the tables, each a view named as its record's table.

        Args:
            statement: SQL in the subset that DuckDB and Spark share, with named values as `$name`.
            values: the named values.
            given: columns of one more table, `given`, that the statement joins: ids to look up.
        Returns:
            An Arrow table, held in memory.
        Raises:
            StoreError: if a file of the store is gone or damaged.
        """
        with self._damage_explained():
            return self._run(statement, values, given).to_arrow_table()

    def stream(
        self, statement: str, values: Mapping[str, Any] | None = None, *, rows: int = 20_000
    ) -> Iterator[pa.RecordBatch]:
        """As `query`, but batch by batch: for exports that do not fit into memory.

        Each stream has a connection of its own, so that the store can be asked other things while it flows.
        """
        with self._damage_explained(), closing(self._connect()) as connection:
            yield from connection.sql(statement, params=dict(values) if values else None).to_arrow_reader(rows)

    def copy(self, statement: str, file: Path, *, rows: int) -> None:
        """Write what a statement gives into a Parquet file in its order, without holding it.

        Args:
            statement: as for `query`.
            file: new.
            rows: of a row group.
        """
        place = str(file).replace("'", "''")
        with self._damage_explained(), closing(self._connect()) as connection:
            connection.execute("SET memory_limit = '2GB'")
            spill = str(file.parent / "spill").replace("'", "''")  # not the folder in which the command was given
            connection.execute(f"SET temp_directory = '{spill}'")
            connection.execute(f"COPY ({statement}) TO '{place}' (FORMAT parquet, ROW_GROUP_SIZE {int(rows)})")

    def count(self, record: type) -> int:
        """Number of visible rows of one table."""
        return int(self.query(f"SELECT count(*) AS n FROM {record.table}")["n"][0].as_py())  # type: ignore[attr-defined]

    def on(self, datasets: Sequence[str]) -> Store:
        """The same store with the events of these data sets alone."""
        return Store(self.path, self.batches, datasets=datasets, prepared=self.prepared)

    def has(self, record: type) -> bool:
        """Whether anything was ever written to a table; spares queries of tables that most stores lack."""
        return bool(_files(self.path, record))

    def refresh(self) -> Store:
        """The same store as it is now."""
        return Store.open(self.path)

    def _run(
        self,
        statement: str,
        values: Mapping[str, Any] | None,
        given: Mapping[str, Sequence[str] | Sequence[int]] | None,
    ) -> duckdb.DuckDBPyRelation:
        import pyarrow as pa

        if self._connection is None:
            self._connection = self._connect()
        if given is not None:
            kinds = {n: pa.int64() if v and isinstance(v[0], int) else pa.string() for n, v in given.items()}
            self._connection.register("given", pa.table({n: pa.array(v, kinds[n]) for n, v in given.items()}))
        return self._connection.sql(statement, params=dict(values) if values else None)

    @contextmanager
    def _damage_explained(self) -> Iterator[None]:
        import duckdb

        try:
            yield
        except (
            duckdb.IOException,
            duckdb.InvalidInputException,
            OSError,
        ) as cause:  # the second: a scan of Arrow that failed
            if self.prepared is not None and str(self.prepared) in str(cause):
                raise StoreError(
                    f"A file that was prepared for pages is gone or damaged ({cause}). Remove the folder "
                    f"{self.prepared}: no article or event is in there alone, and it is made again."
                ) from cause
            raise StoreError(
                f"A file of the store {self.path} is gone or damaged ({cause}). If it was compacted meanwhile, open it "
                "again; if not, run `dragoman doctor`."
            ) from cause

    def _connect(self) -> duckdb.DuckDBPyConnection:
        import duckdb
        import pyarrow as pa

        connection = duckdb.connect(
            config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        )
        connection.register("visible", pa.table({"batch": pa.array(self.batches, pa.int64())}))
        by_day = None
        first = (Withdrawn, Moved, Amended, Cleared)  # views of the others look at these
        lacking = {record for record in first if not self.has(record)}
        seen = _among(self.batches)
        for record in (*first, *(r for r in _TIED_TO if r not in first)):
            name = record.table  # type: ignore[attr-defined]
            self._lay_out(connection, record)
            view = _view(record, seen=seen, lacking=lacking)
            if record is Event:
                view = self._of_datasets(self._sorted("by_pair") or view)
                by_day = self._sorted("by_day")
            if record is Report:
                connection.execute(f"CREATE VIEW coded_reports AS {view}")
                view = _as_amended() if self.has(Amended) else "SELECT * FROM coded_reports"
            connection.execute(f"CREATE VIEW {name} AS {view}")
        connection.execute(
            f"CREATE VIEW events_by_day AS {self._of_datasets(by_day) if by_day else 'SELECT * FROM events'}"
        )
        connection.execute(f"CREATE VIEW outlets AS {self._sorted('outlets') or OUTLETS}")
        connection.execute(f"CREATE VIEW places AS {PLACES}")
        if evidence := self._sorted("columns/evidence"):
            connection.execute(f"CREATE VIEW sentences AS {evidence}")
        if counts := self._sorted("cells/counts"):
            connection.execute(f"CREATE VIEW month_counts AS {self._of_datasets(counts)}")
        connection.execute(f"CREATE VIEW months AS {self._of_datasets(self._sorted('months') or MONTHS)}")
        self._lay_out(connection, Batch)
        connection.execute(f"CREATE VIEW batches AS SELECT t.* FROM raw_batches t WHERE {seen}")
        return connection

    def _of_datasets(self, events: str) -> str:
        """Of events, those of the data sets that this reader sees."""
        if self.datasets is None:
            return events
        listed = ", ".join("'" + d.replace("'", "''") + "'" for d in self.datasets) or "NULL"
        return f"SELECT * FROM ({events}) WHERE dataset IN ({listed})"

    def _sorted(self, name: str) -> str | None:
        """A prepared table, if there is one."""
        if self.prepared is None or not (self.prepared / f"{name}.parquet").exists():
            return None
        return "SELECT * FROM read_parquet('" + str(self.prepared / f"{name}.parquet").replace("'", "''") + "')"

    def _lay_out(self, connection: duckdb.DuckDBPyConnection, record: type) -> None:
        """A table's rows as `raw_NAME`: the files of its present version, read by DuckDB itself.

        DuckDB reads Parquet row group by row group; an Arrow dataset reads ahead and holds what it read, which grew with
        the corpus.
        """
        name = record.table  # type: ignore[attr-defined]
        files = _files(self.path, record)
        if not files:
            connection.register(f"raw_{name}", stored_schema(record).empty_table())
            return
        listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
        connection.execute(f"CREATE VIEW raw_{name} AS SELECT * FROM read_parquet([{listed}])")

    # ---------------------------------------------------------------- writing

    @contextmanager
    def writing(self, run: Run) -> Iterator[Writer]:
        """Hold the store as its one writer.

        Args:
            run: what every row written now refers to.
        Raises:
            StoreBusy: if another process is writing.
            StoreError: if the folder cannot be written.
        """
        import filelock

        lock = filelock.FileLock(self.path / "writer.lock", timeout=0)
        try:
            lock.acquire()
        except filelock.Timeout as cause:
            raise StoreBusy(
                f"Another process is writing to {self.path}. Wait for it, or use another folder with --store."
            ) from cause
        except OSError as cause:
            raise explained(cause, self.path) from cause
        try:
            yield Writer(self.path, run)
        finally:
            lock.release()


class Writer:
    """The one writer of a store. Each `commit` makes one batch visible.

    Attributes:
        store: the store as this writer sees it, after its last commit.
    """

    def __init__(self, path: Path, run: Run) -> None:
        """Clean what an interrupted writer left, then open."""
        self.path = path
        self.run = run
        try:
            self._clean()
        except OSError as cause:
            raise explained(cause, path) from cause
        self.store = Store.open(path)
        self._run_noted = False

    def commit(self, *groups: Sequence[Any], tables: Mapping[type, pa.Table] | None = None) -> int:
        """Write the records of one batch, then make them visible together.

        Args:
            groups: records, each group of one class; empty groups are left out.
            tables: more rows of the same batch, by record class, as Arrow tables with the columns of `schema_of`: for
                importers, whose rows are too many for records.
        Returns:
            The number of the batch.
        Raises:
            StoreFull: if the disk is full; nothing of this batch is visible then.
            StoreError: if a table cannot be written.
        """
        number = (self.store.batches[-1] if self.store.batches else 0) + 1
        filled = [group for group in groups if group]
        if not self._run_noted:
            filled.append([self.run])
        try:
            self._clean()  # an earlier commit of this writer may have failed half-way
            _write_whole(self.path / "writing.json", json.dumps({"batch": number}))
            for record, table in (tables or {}).items():
                if table.num_rows:
                    self._append_table(record, table, number)
            for group in filled:
                self._append(type(group[0]), [row_of(record) for record in group], number)
            finished = datetime.now(UTC)
            self._append(Batch, [{"batch": number, "run": self.run.id, "finished": finished}], None)
            (self.path / "writing.json").unlink(missing_ok=True)
        except Exception as cause:
            raise explained(cause, self.path) from cause
        self._run_noted = True
        self.store = Store.open(self.path)
        return number

    def compact(self) -> None:
        """Join small files. Readers that are open keep the old files for some days.

        A process of its own does it: what rewriting a table takes is given back whole, and memory does not grow with
        the corpus. It ends with this one, so that it never works beside another writer.

        Raises:
            StoreFull: if the disk is full; no row is lost then.
            StoreError: if a table cannot be rewritten.
        """
        words = [sys.executable, "-c", "from dragoman.store import compact_alone; compact_alone()", str(self.path)]
        pipe = subprocess.PIPE
        with subprocess.Popen(words, stdin=pipe, stdout=subprocess.DEVNULL, stderr=pipe, text=True) as process:  # noqa: S603
            told = process.stderr.read() if process.stderr else ""
        if process.returncode:
            raise explained(OSError((told.strip().splitlines() or ["compaction ended"])[-1]), self.path)

    def _append(self, record: type, rows: Sequence[Mapping[str, Any]], number: int | None) -> None:
        import pyarrow as pa
        from deltalake import write_deltalake

        schema = stored_schema(record)
        if number is not None:
            stamp = {"batch": number, "run": self.run.id, "coder": self.run.coder, "ontology": self.run.ontology}
            rows = [{**stamp, **row} for row in rows]
        table = pa.Table.from_pylist(
            [{k: v for k, v in row.items() if k in schema.names} for row in rows], schema=schema
        )
        place: str = str(self.path / record.table)  # type: ignore[attr-defined]
        write_deltalake(place, table, mode="append")

    def _append_table(self, record: type, table: pa.Table, number: int) -> None:
        import pyarrow as pa
        from deltalake import write_deltalake

        stamp = {"batch": number, "run": self.run.id, "coder": self.run.coder, "ontology": self.run.ontology}
        schema = stored_schema(record)
        for name, value in stamp.items():
            if name not in table.column_names:
                table = table.append_column(name, pa.repeat(pa.scalar(value, schema.field(name).type), table.num_rows))
        place: str = str(self.path / record.table)  # type: ignore[attr-defined]
        write_deltalake(place, table.select(schema.names).cast(schema), mode="append")

    def _clean(self) -> None:
        note = self.path / "writing.json"
        if not note.exists():
            return
        from deltalake import DeltaTable

        try:
            number = int(json.loads(note.read_text())["batch"])
        except (ValueError, KeyError, TypeError):
            number = (_finished(self.path, None) or [0])[
                -1
            ] + 1  # the note itself was torn: only the next number can be under way
        if number not in _finished(self.path, None):
            for record in _TIED_TO:
                place = str(self.path / record.table)  # type: ignore[attr-defined]
                if DeltaTable.is_deltatable(place):
                    DeltaTable(place).delete(f"batch = {number}")
        note.unlink(missing_ok=True)


def compact_alone() -> None:
    """Join the small files of the store named by the first argument; what `Writer.compact` runs in a process of its own."""
    end_with_parent()
    folder = Path(sys.argv[1])
    for record in (*_TIED_TO, Batch):
        _compact(folder, record)


def end_with_parent() -> None:
    """End this process when the one that started it ends, however it ends: its end of our standard input closes."""
    import threading

    def follow() -> None:
        os.read(0, 1)  # not sys.stdin: its lock would be held when the interpreter ends
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def _compact(folder: Path, record: type) -> None:
    from deltalake import DeltaTable

    place = str(folder / record.table)  # type: ignore[attr-defined]
    if DeltaTable.is_deltatable(place):
        table = DeltaTable(place)
        table.optimize.compact(target_size=BYTES_OF_A_FILE, max_concurrent_tasks=1)
        table.vacuum(retention_hours=24 * DAYS_OLD_FILES_STAY, enforce_retention_duration=False, dry_run=False)
        table.create_checkpoint()
        table.cleanup_metadata()


def stored_schema(record: type) -> pa.Schema:
    """Columns of a record's table: its own, and behind them the batch, run, coder and ontology that made the row."""
    import pyarrow as pa

    schema = schema_of(record)
    if record is Batch:
        return schema
    for name, kind in (("batch", pa.int64()), ("run", pa.string()), ("coder", pa.string()), ("ontology", pa.string())):
        if name not in schema.names:
            schema = schema.append(pa.field(name, kind, False))
    return schema


def _among(batches: Sequence[int]) -> str:
    """The condition on `t.batch` that it is one of these, as runs of numbers.

    A join with a table of them would do the same, but DuckDB then thinks that next to nothing is left of a table and
    holds all of it in memory as the smaller side of the joins to come.
    """
    runs: list[list[int]] = []
    for batch in sorted(batches):
        if runs and batch == runs[-1][1] + 1:
            runs[-1][1] = batch
        else:
            runs.append([batch, batch])
    if len(runs) > MOST_RUNS:
        return "t.batch IN (SELECT batch FROM visible)"
    return "(" + (" OR ".join(f"t.batch BETWEEN {first} AND {last}" for first, last in runs) or "false") + ")"


def _view(record: type, *, seen: str, lacking: Set[type]) -> str:
    """What a reader sees of a table: finished batches, without withdrawn articles, the newest row of each id.

    Args:
        record: whose table it is.
        seen: the condition that a row `t` is of a finished batch.
        lacking: records of which the store holds none.
    """
    name = record.table  # type: ignore[attr-defined]
    seen = f"SELECT t.* FROM raw_{name} t WHERE {seen}"
    tie = _TIED_TO[record]
    if tie and Withdrawn not in lacking:
        seen += f" AND NOT EXISTS (SELECT 1 FROM withdrawn w WHERE w.article = t.{tie} AND w.of_batch = t.batch)"
    if record is Membership and Moved not in lacking:
        seen += " AND NOT EXISTS (SELECT 1 FROM moved v WHERE v.report = t.report AND v.of_batch = t.batch)"
    if record is Quarantine and Cleared not in lacking:
        seen += " AND NOT EXISTS (SELECT 1 FROM cleared c WHERE c.quarantine = t.id AND c.of_batch = t.batch)"
    if key := _NEWEST_OF.get(record):
        columns = ", ".join(stored_schema(record).names)
        kept, imported = "", ""
        if record is Story:  # of an article that was dated anew the row under its earlier day is emptied
            kept = " AND story <> ''"
        if record is Event:  # imported events have one row each: they are spared the search for the newest
            kept = " AND n_reports > 0"
            imported = f" UNION ALL SELECT {columns} FROM ({seen} AND t.dataset <> 'dragoman') i"
            seen += " AND t.dataset = 'dragoman'"
        return (
            f"SELECT {columns} FROM (SELECT s.*, row_number() OVER (PARTITION BY {key} ORDER BY batch DESC) AS newest "
            f"FROM ({seen}) s) WHERE newest = 1{kept}{imported}"
        )
    return seen


def _as_amended() -> str:
    """Reports as the user corrected them: what was discarded is left out, what was amended reads as amended."""
    columns = ", ".join(
        f"CASE WHEN a.report IS NULL THEN o.{name} ELSE a.{name} END AS {name}" if name in _AMENDABLE else f"o.{name}"
        for name in stored_schema(Report).names
    )
    return (
        f"SELECT {columns} FROM coded_reports o LEFT JOIN (SELECT * FROM amended WHERE NOT lifted) a ON a.report = o.id "
        "WHERE a.report IS NULL OR NOT a.discarded"
    )


def _files(folder: Path, record: type) -> list[str]:
    """The files of a table's present version; none where nothing was written yet."""
    from deltalake import DeltaTable

    place = str(folder / record.table)  # type: ignore[attr-defined]
    try:
        return sorted(DeltaTable(place).file_uris()) if DeltaTable.is_deltatable(place) else []
    except Exception as cause:
        raise explained(cause, folder) from cause


def _finished(folder: Path, as_of: int | datetime | None) -> list[int]:
    """Numbers of the finished batches, ascending, up to `as_of`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # File by file and without threads: a scan of many that still winds up when the process ends aborts it.
        rows = [
            row
            for file in _files(folder, Batch)
            for row in pq.ParquetFile(file, pre_buffer=False).read(use_threads=False).to_pylist()
        ]
    except (OSError, pa.ArrowInvalid) as cause:
        raise explained(cause, folder) from cause
    if isinstance(as_of, datetime):
        moment = as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC)
        kept = [r for r in rows if r["finished"] <= moment]
    else:
        kept = [r for r in rows if as_of is None or r["batch"] <= as_of]
    if rows and not kept:
        first = min(rows, key=lambda r: r["batch"])
        raise StoreError(
            f"The store has nothing as of {as_of}: its first batch is {first['batch']}, finished {first['finished']:%Y-%m-%d %H:%M} UTC. "
            "Give --as-of a later batch number or moment."
        )
    if isinstance(as_of, int) and as_of > (latest := max((r["batch"] for r in rows), default=0)):
        raise StoreError(
            f"The store has no batch {as_of}: its latest is {latest}. Give --as-of that number or an earlier one."
        )
    return sorted(r["batch"] for r in kept)


def _check_format(folder: Path) -> None:
    mark = folder / "store.json"
    if not mark.exists():
        raise StoreMissing(
            f"No store in {folder}. Read something first (`dragoman read ARTICLES --store {folder}`), "
            "or name the folder of one with --store."
        )
    try:
        found = int(json.loads(mark.read_text(encoding="utf-8"))["format"])
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise StoreError(
            f"The mark {mark} cannot be read ({cause}); expected JSON with a format number. "
            f'If the folder is a store, write {{"format": {FORMAT}}} into it.'
        ) from cause
    if found < FORMAT:
        raise StoreError(
            f"The store {folder} has format {found}, of an earlier Dragoman; this one, {__version__}, reads format {FORMAT}. "
            "Read your articles into a new folder."
        )
    if found > FORMAT:
        raise StoreNewer(
            f"The store {folder} has format {found}; this Dragoman {__version__} reads format {FORMAT}. Upgrade Dragoman."
        )


def _write_whole(path: Path, text: str) -> None:
    """Write a small file so that it is there whole or not at all."""
    beside = path.with_suffix(".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def explained(cause: BaseException, folder: Path) -> StoreError:
    """A failure of disk or table in words that say what to do."""
    if isinstance(cause, StoreError):
        return cause
    text = str(cause)
    if getattr(cause, "errno", None) == errno.ENOSPC or "No space left" in text or "os error 28" in text:
        return StoreFull(
            f"The disk of {folder} is full. What was finished stays; the batch under way is not in the store. "
            "Free some space and give the same command again: it goes on where it stopped."
        )
    if (
        isinstance(cause, PermissionError)
        or "Permission denied" in text
        or getattr(cause, "errno", None) == errno.EROFS
    ):
        return StoreError(
            f"No permission to write in {folder}. Name another folder with --store, or change its rights."
        )
    return StoreError(f"The store {folder} cannot be used: {text or type(cause).__name__}. Run `dragoman doctor`.")
