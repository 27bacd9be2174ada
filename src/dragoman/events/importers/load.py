"""Pieces of a file -> rows of `events`, `native_events` and `quarantine`: one vectorised pass in DuckDB a piece.

What an actor or act code means is found once for each distinct code and joined; no row is touched one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from dragoman.events.importers.actors import PLACE_FOR_STATE
from dragoman.events.importers.acts import native_act
from dragoman.events.importers.family import STAGED, Family, Layout
from dragoman.events.importers.statements import (
    ANY_REPEATED,
    EVENT_COLUMNS,
    FAULTS,
    JUDGED,
    MENTIONS,
    NATIVE_COLUMNS,
    NEW_ACTORS,
    NEW_CODES,
    QUARANTINED,
    REPEATED,
    TABLES,
)
from dragoman.records import Event, NativeEvent, NativeMention, Quarantine, fingerprint, schema_of

if TYPE_CHECKING:
    import pyarrow as pa

    from dragoman.events.importers.files import BadLine, Piece
    from dragoman.store import Store

__all__ = ["Loader"]

MEMORY: Final = "500MB"  # of DuckDB; beyond it works on disk
_EXPECTED: Final = {
    "no act code": ("an act code in every row", "Rows without one tell no event; nothing to do."),
    "unknown act code": ("a code of the data set's code book", "Mend the code, or give the scheme with --map."),
    "no actor": ("a source or a target", "Rows without both tell no relation; nothing to do."),
    "impossible date": ("a day such as 2018-11-24 or 20181124", "Mend the day in the file and import it again."),
    "repeated id, other content": (
        "one row for one id",
        "The first row stays. Import corrected rows under another --name.",
    ),
    "another number of columns": (
        "as many cells as the layout has columns",
        "Mend the line and import the file again.",
    ),
    "no event id": ("the id of the event that is mentioned", "Nothing to do."),
}


class Loader:
    """Turns pieces into tables for one data set; remembers which ids the store holds.

    Attributes:
        counts: rows by what became of them: "rows", "imported", "repeated", "quarantined", "without act",
            "between states", "mentions".
        reasons: quarantined rows by reason.
        faults: imported rows by the provider's fault.
    """

    def __init__(self, family: Family, dataset: str, *, sectors_left_out: frozenset[str]) -> None:
        """Open a database in memory."""
        import duckdb

        self.family, self.dataset = family, dataset
        self.counts: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self._left_out = sectors_left_out
        self._schemes = ("", "")
        self._db = duckdb.connect(
            config={
                "memory_limit": MEMORY,
                "threads": "2",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            }
        )
        for statement in TABLES:
            self._db.execute(statement)

    def remember(self, store: Store) -> None:
        """Note which rows of this data set the store holds."""
        for batch in store.stream(
            "SELECT n.id, e.day, n.source_code, n.target_code, n.code FROM native_events n JOIN events e ON e.id = n.id "
            "WHERE n.dataset = $dataset",
            {"dataset": self.dataset},
            rows=500_000,
        ):
            self._put("given", batch)
            self._db.execute("INSERT INTO seen SELECT hash(id), hash(day, source_code, target_code, code) FROM given")
        for batch in store.stream(
            "SELECT id FROM native_mentions WHERE dataset = $dataset", {"dataset": self.dataset}, rows=500_000
        ):
            self._put("given", batch)
            self._db.execute("INSERT INTO seen SELECT hash(substr(id, 2)), 0 FROM given")
        for batch in store.stream("SELECT id FROM quarantine", rows=500_000):
            self._put("given", batch)
            self._db.execute("INSERT INTO refused SELECT id FROM given")

    def begin(self, layout: Layout) -> None:
        """Prepare for a file: codes may mean other things in another layout."""
        if (layout.scheme, layout.actors) != self._schemes:
            self._db.execute("DELETE FROM acts")
            self._db.execute("DELETE FROM actors")
            self._schemes = (layout.scheme, layout.actors)

    def load(self, piece: Piece, layout: Layout, file: str) -> dict[type, pa.Table]:
        """Rows of a piece as tables of the store; what the store holds already is left out.

        Args:
            piece: of a file.
            layout: of the file.
            file: its name.
        """
        self.counts["rows"] += piece.table.num_rows + len(piece.bad)
        self._put("raw", piece.table)
        self._stage(layout)
        made: dict[type, pa.Table]
        if layout.mentions:
            made = {NativeMention: self._mentions(layout)}
        else:
            self._meanings(layout)
            made = self._events(layout, file)
        made[Quarantine] = self._refused(file, piece.bad)
        return made

    def wanted(self, layout: Layout) -> set[str]:
        """Columns of the file that its rows are made of."""
        expressions = " ".join(self.family.staged(layout).values())
        return {c for c in layout.columns if '"' + c.replace('"', '""') + '"' in expressions}

    def _put(self, name: str, table: Any) -> None:
        import pyarrow as pa

        self._db.register(name, pa.Table.from_batches([table]) if isinstance(table, pa.RecordBatch) else table)

    def _stage(self, layout: Layout) -> None:
        said = self.family.staged(layout)
        columns = ", ".join(f"CAST({said.get(name, 'NULL')} AS {kind}) AS {name}" for name, kind in STAGED.items())
        self._db.execute(f"CREATE OR REPLACE TEMP VIEW staged AS SELECT line, recoded, {columns} FROM raw")

    def _meanings(self, layout: Layout) -> None:
        """Look up actors and codes that were not met before."""
        import pyarrow as pa

        new = self._db.execute(NEW_ACTORS).fetchall()
        if new:
            found = [self.family.actor(layout, *key) for key in new]
            rows = {
                **{name: [key[i] for key in new] for i, name in enumerate(("code", "name", "sectors"))},
                "state": pa.array([f.state for f in found], pa.string()),
                "sector": pa.array([f.sector for f in found], pa.string()),
                "fault": pa.array([f.fault for f in found], pa.string()),
                "apart": [f.state is None or f.sector in self._left_out or f.fault is not None for f in found],
            }
            self._put("given", pa.table(rows))
            self._db.execute("INSERT INTO actors SELECT code, name, sectors, state, sector, fault, apart FROM given")
        codes = self._db.execute(NEW_CODES).fetchall()
        for code, mode in codes:
            act = native_act(layout.scheme, code, mode)
            values = (
                (act.act, act.quad, act.weight, act.mode, act.contexts, act.loss, act.fault) if act else (None,) * 7
            )
            self._db.execute(f"INSERT INTO acts VALUES ({', '.join('?' * 10)})", (code, mode, act is not None, *values))

    def _judge(self, statement: str, layout: Layout) -> None:
        identity = ", ".join(f"coalesce(s.{name}, '')" for name in self.family.identity)
        prefix = f"{self.dataset}\x1f{layout.space}"
        self._db.execute(statement.replace("{identity}", identity), {"prefix": prefix})
        if self._one(ANY_REPEATED):
            self._db.execute(REPEATED)
        self._db.execute("INSERT INTO seen SELECT key, facts FROM judged WHERE reason IS NULL AND NOT repeated")
        self.counts["repeated"] += self._one("SELECT count(*) FROM judged WHERE repeated AND reason IS NULL")

    def _events(self, layout: Layout, file: str) -> dict[type, pa.Table]:
        self._judge(JUDGED, layout)
        values = {"dataset": self.dataset, "file": file}
        made: dict[type, pa.Table] = {
            record: self._table(record, columns, {k: v for k, v in values.items() if k in needed})
            for record, columns, needed in (
                (Event, EVENT_COLUMNS, ("dataset",)),
                (NativeEvent, NATIVE_COLUMNS, ("dataset", "file")),
            )
        }
        kept = "FROM judged WHERE reason IS NULL AND NOT repeated"
        self.counts["imported"] += made[Event].num_rows
        self.counts["without act"] += self._one(f"SELECT count(*) {kept} AND act IS NULL")
        self.counts["between states"] += self._one(f"SELECT count(*) {kept} AND between_states")
        for source, target, code, recoded, n in self._db.execute(FAULTS).fetchall():
            actors = (source or "", target or "")
            kinds = {
                PLACE_FOR_STATE: PLACE_FOR_STATE in actors,
                "actor in no table": any(fault.endswith("in no table") for fault in actors),
                "act code mended": code,
                "not UTF-8": recoded,
            }
            self.faults.update({kind: n for kind, there in kinds.items() if there})
        return made

    def _mentions(self, layout: Layout) -> pa.Table:
        self._judge(MENTIONS, layout)
        columns = {f.name: f.name for f in fields(NativeMention)} | {"seen": "day", "dataset": "$dataset"}
        table = self._table(NativeMention, columns, {"dataset": self.dataset})
        self.counts["mentions"] += table.num_rows
        return table

    def _table(self, record: type, columns: Mapping[str, str], values: Mapping[str, str]) -> pa.Table:
        """Rows that go into the store, in the order of the file."""
        schema = schema_of(record)
        chosen = ", ".join(f"{columns[name]} AS {name}" for name in schema.names)
        statement = f"SELECT {chosen} FROM judged WHERE reason IS NULL AND NOT repeated"
        table: pa.Table = self._db.sql(statement, params=dict(values)).to_arrow_table()
        return table.cast(schema)

    def _refused(self, file: str, bad: tuple[BadLine, ...]) -> pa.Table:
        import pyarrow as pa

        rows = [(b.line, b.reason, b.found, b.text) for b in bad]
        rows += self._db.execute(QUARANTINED).fetchall()
        known = {i for (i,) in self._db.execute("SELECT id FROM refused").fetchall()} if rows else set()
        made = {}
        for line, reason, found, text in sorted(rows):
            self.counts["quarantined"] += 1
            self.reasons[reason] += 1
            key = fingerprint("Q", self.dataset, file, line, reason, found, text)
            if key not in known:
                expected, remedy = _EXPECTED[reason]
                excerpt = "".join(c if c.isprintable() else " " for c in text)[:200]
                made[key] = (key, f"{file}:{line}", reason, found[:200], expected, remedy, excerpt)
        if made:
            self._db.executemany("INSERT INTO refused VALUES (?)", [(key,) for key in made])
        schema = schema_of(Quarantine)
        return pa.table([pa.array(c, pa.string()) for c in zip(*made.values(), strict=True)] or [[]] * 7, schema=schema)

    def _one(self, statement: str) -> int:
        rows = self._db.execute(statement).fetchall()
        return int(rows[0][0])
