"""Rows of one table under the filters that all listings share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError
from dragoman.records import (
    Alert,
    Article,
    Claim,
    Correction,
    Duplicate,
    Event,
    Frozen,
    Label,
    Mention,
    NativeEvent,
    NativeMention,
    Outcome,
    Overruling,
    Part,
    Quarantine,
    Quotation,
    Redrafted,
    Report,
    Role,
    Run,
    Status,
    Story,
)
from dragoman.store import Batch

if TYPE_CHECKING:
    from dragoman.store import Store

__all__ = ["LISTED", "Filters", "count", "rows"]

LISTED: Final[Mapping[str, type]] = {
    r.table: r
    for r in (
        Article,
        Mention,
        Quotation,
        Report,
        Label,
        Claim,
        Redrafted,
        Frozen,
        Outcome,
        Overruling,
        Event,
        Story,
        Correction,
        Alert,
        Duplicate,
        Quarantine,
        Run,
        Batch,
        NativeEvent,
        NativeMention,
    )
}
"""Tables that can be listed and exported, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a listing shows. None: no limit.

    Attributes:
        actor: code of the source; in quotations, of the speaker; in mentions, of the actor; in articles, of an actor mentioned.
        target: code of the target; in quotations, of a state named in what is said.
        act: a PLOVER act.
        status: a status, or "all".
        first: first day; of the act in reports and events, of publication in articles and mentions, of what carries an alert.
        last: last day.
        dataset: data sets of events, separated by commas; "all" for no limit.
        limit: rows at most.
    """

    actor: str | None = None
    target: str | None = None
    act: str | None = None
    status: str | None = None
    first: date | None = None
    last: date | None = None
    dataset: str | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no table could satisfy."""
        if self.status not in {None, "all", *(s.value for s in Status)}:
            raise InputError(f"No status {self.status!r}; expected all, {', '.join(s.value for s in Status)}.")
        if self.limit is not None and self.limit < 0:
            raise InputError(f"The limit is {self.limit}; expected 0 or more.")


def rows(store: Store, table: str, filters: Filters) -> Iterator[dict[str, Any]]:
    """Rows of a table in the order of its days and ids; each with the columns of its record and its batch.

    Args:
        store: open.
        table: one of `LISTED`.
        filters: those that do not fit the table are refused.
    Raises:
        InputError: if the table is unknown, or a filter does not fit it.
    """
    where, values = _where(table, filters)
    limit = "" if filters.limit is None else f" LIMIT {int(filters.limit)}"
    names = [f.name for f in fields(LISTED[table])]
    columns = ", ".join(f"t.{n}" for n in (*names, *(["batch"] if "batch" not in names else [])))
    statement = f"SELECT {columns} FROM {table} t{where} ORDER BY {_ORDER[table]}{limit}"
    for batch in store.stream(statement, values):
        for row in batch.to_pylist():
            if table == "articles":
                row["body"] = _body(row)
            yield row


def count(store: Store, table: str, filters: Filters) -> int:
    """Number of rows that `rows` would give without its limit."""
    where, values = _where(table, filters)
    return int(store.query(f"SELECT count(*) AS n FROM {table} t{where}", values)["n"][0].as_py())


_ORDER: Final[Mapping[str, str]] = {
    "articles": "t.day NULLS LAST, t.id",
    "mentions": "t.article, t.start, t.id",
    "quotations": "t.article, t.cue_start, t.id",
    "reports": "t.day NULLS LAST, t.article, t.trigger_start, t.id",
    "labels": "t.article, t.sentence_start, t.id",
    "claims": "t.made NULLS LAST, t.article, t.start, t.id",
    "redrafted": "t.made, t.claim",
    "frozen": "t.number",
    "outcomes": "t.made, t.claim, t.review",
    "overrulings": "t.made, t.id",
    "events": "t.day NULLS LAST, t.id",
    "stories": "t.story, t.day NULLS LAST, t.article",
    "corrections": "t.made, t.id",
    "alerts": "t.raised, t.id",
    "duplicates": "t.article, t.other",
    "quarantine": "t.origin, t.id",
    "runs": "t.started, t.id",
    "batches": "t.batch",
    "native_events": "t.dataset, t.file, t.line",
    "native_mentions": "t.event, t.seen, t.id",
}

_IN_DATASETS: Final = "contains(concat(',', $dataset, ','), concat(',', t.dataset, ','))"
_CLAUSES: Final[Mapping[str, Mapping[str, str]]] = {
    "articles": {
        "actor": "t.id IN (SELECT article FROM mentions WHERE state = $actor)",
        "first": "t.day >= $first",
        "last": "t.day <= $last",
    },
    "mentions": {
        "actor": "t.state = $actor",
        "first": "t.article IN (SELECT id FROM articles WHERE day >= $first)",
        "last": "t.article IN (SELECT id FROM articles WHERE day <= $last)",
    },
    "quotations": {
        "actor": "t.state = $actor",
        "target": "array_contains(t.about, $target)",
        "first": "t.article IN (SELECT id FROM articles WHERE day >= $first)",
        "last": "t.article IN (SELECT id FROM articles WHERE day <= $last)",
    },
    "claims": {
        "actor": "t.source = $actor",
        "target": "t.target = $target",
        "act": "t.act = $act",
        "first": "t.made >= $first",
        "last": "t.made <= $last",
    },
    "labels": {
        "actor": "t.source = $actor",
        "target": "t.target = $target",
        "first": "t.article IN (SELECT id FROM articles WHERE day >= $first)",
        "last": "t.article IN (SELECT id FROM articles WHERE day <= $last)",
    },
    **{
        table: {
            "actor": "t.source = $actor",
            "target": "t.target = $target",
            "act": "t.act = $act",
            "status": "t.status = $status",
            "first": "t.day >= $first",
            "last": "t.day <= $last",
            **({"dataset": _IN_DATASETS} if table == "events" else {}),
        }
        for table in ("reports", "events")
    },
    "alerts": {"first": "t.last >= $first", "last": "t.first <= $last"},
    **{table: {"dataset": _IN_DATASETS} for table in ("native_events", "native_mentions")},
}


def _where(table: str, filters: Filters) -> tuple[str, dict[str, Any]]:
    if table not in LISTED:
        raise InputError(f"No table {table!r}; expected one of {', '.join(LISTED)}.")
    clauses, values = [], {}
    for name in ("actor", "target", "act", "status", "first", "last", "dataset"):
        value = getattr(filters, name)
        if value is None or (name in {"status", "dataset"} and value == "all"):
            continue
        if name not in _CLAUSES.get(table, {}):
            raise InputError(f"The table {table} has no {name} to filter by; leave that filter out.")
        clauses.append(_CLAUSES[table][name])
        values[name] = value
    return (" WHERE " + " AND ".join(clauses) if clauses else ""), values


def _body(row: Mapping[str, Any]) -> str:
    parts = [Part(role=Role(p["role"]), start=p["start"], end=p["end"]) for p in row["parts"]]
    return "\n\n".join(row["text"][p.start : p.end].strip() for p in parts if p.role is Role.BODY)
