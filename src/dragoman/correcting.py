"""How a user's correction gets into a store: its row, what it makes of reports, and the events that change with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from dragoman import statements
from dragoman.errors import InputError, UnknownId
from dragoman.records import Correction, Kind, Precision, Report, Role, Status, Voice
from dragoman.remerging import keyed, remerged
from dragoman.runs import run_of_change

if TYPE_CHECKING:
    from dragoman.settings import Settings
    from dragoman.store import Store

__all__ = ["add_corrections", "correct", "right_actor", "undo"]


def correct(
    store: Store,
    verb: str,
    wanted: Sequence[str],
    *,
    author: str,
    note: str,
    settings: Settings,
    made: datetime | None = None,
    **right: str | None,
) -> Correction:
    """Correct reports or events.

    Args:
        store: open; read again afterwards to see the correction.
        verb: "recode", "actor" or "discard" reports, or all reports of events; "split" reports off from their event;
            "merge" events.
        wanted: ids of reports or events.
        author: who corrects.
        note: why.
        settings: in force.
        made: when; now if None.
        right: what is right instead: act and status, or source, source_sector, target, target_sector.
    Raises:
        UnknownId: if the store has no such report or event.
        InputError: if the correction cannot be made of these.
        StoreBusy: if another process writes to the store.
    """
    from dragoman.events.corrections import correction

    chosen = _chosen(store, wanted)
    _check(store, verb, wanted, chosen)
    one = correction(verb, chosen, made=made or datetime.now(UTC), author=author, note=note, **right)
    add_corrections(store, [one], settings=settings)
    return one


def undo(
    store: Store, wanted: str, *, author: str, note: str, settings: Settings, made: datetime | None = None
) -> Correction:
    """Take a correction back; both stay listed. An undoing can itself be undone.

    Raises:
        UnknownId: if the store has no such correction.
    """
    from dragoman.events.corrections import correction

    held = {c.id: c for c in _corrections(store)}
    if wanted not in held:
        raise UnknownId(f"No correction {wanted} in {store.path}. `dragoman correct list` shows them.")
    one = correction("undo", (), made=made or datetime.now(UTC), author=author, note=note, undoes=wanted)
    one = replace(one, bound=held[wanted].bound)
    add_corrections(store, [one], settings=settings)
    return one


def add_corrections(store: Store, corrections: Iterable[Correction], *, settings: Settings) -> int:
    """Write corrections and all that changes with them, as one batch; those that the store holds are passed over.

    Args:
        store: open.
        corrections: made here or exported from another store: they bind to what they find of their articles.
        settings: in force.
    Returns:
        Number of corrections added.
    """
    from dragoman.events.corrections import amend, binds, in_force, unamended
    from dragoman.events.merge import KeyedReport, block_of

    with store.writing(run_of_change(store, settings)) as writer:
        opened = writer.store
        held = _corrections(opened)
        known = {c.id for c in held}
        new = [c for c in {c.id: c for c in corrections}.values() if c.id not in known]
        if not new:
            return 0
        force = in_force([*held, *new])
        anchors = [a for c in new for a in c.bound]
        articles = sorted({a.article for a in anchors})
        coded = [
            _report(row) for row in opened.query(statements.REPORTS_AS_CODED, given={"article": articles}).to_pylist()
        ]
        affected = {r.id: r for r in coded if any(binds(a, r) for a in anchors)}
        amended = {i: amend(r, force) or unamended(r) for i, r in affected.items()}
        now = opened.query(statements.REPORTS_NOW, given={"article": articles}).to_pylist()
        before = [KeyedReport.from_row(row) for row in now if row["id"] in affected and row["event"] is not None]
        published = {
            row["id"]: (row["publisher"], row["day"])
            for row in opened.query(statements.PUBLISHED, given={"article": articles}).to_pylist()
        }
        after = keyed(affected.values(), published, amended)
        changes = remerged(
            opened,
            after,
            withdrawn=frozenset(),
            gists={},
            copies=(),
            settings=settings,
            touched={block_of(r) for r in before},
            gone=affected.keys() - {r.id for r in after},
        )
        groups: dict[type, list[Any]] = {}
        for record in changes:
            groups.setdefault(type(record), []).append(record)
        writer.commit(new, list(amended.values()), *groups.values())
    return len(new)


def right_actor(end: str, given: str | None) -> dict[str, str | None]:
    """Code and sector of the actor that a user names, as `correct` takes them.

    Args:
        end: "source" or "target".
        given: a code or name, with a sector if any, as "TUR:MIL"; None: it stays as it is.
    Raises:
        UnknownActor: if nobody has the code or name.
    """
    from dragoman.mentions.codes import code_of

    if given is None:
        return {}
    state, _, sector = given.partition(":")
    return {end: code_of(state), f"{end}_sector": sector.upper() or None}


def _chosen(store: Store, wanted: Sequence[str]) -> list[Report]:
    """The reports of these ids, or that tell these events, as they were coded."""
    reports = [i for i in wanted if i.startswith("R")]
    events = [i for i in wanted if i.startswith("E")]
    if strange := [i for i in wanted if i not in {*reports, *events}]:
        raise InputError(
            f"{strange[0]!r} is no report and no event; expected R or E and 16 hex digits, as listings show."
        )
    telling = store.query(statements.REPORTS_TELLING, given={"event": events}).to_pylist()
    articles = {row["article"] for row in telling}
    found = store.query(
        "SELECT r.id, r.article FROM coded_reports r JOIN given g ON g.id = r.id", given={"id": reports}
    )
    articles |= set(found["article"].to_pylist())
    known = {row["event"] for row in telling} | set(found["id"].to_pylist())
    if missing := [i for i in wanted if i not in known]:
        raise UnknownId(
            f"Nothing in {store.path} has the id {missing[0]}. List them with `dragoman reports` or `dragoman events`."
        )
    ids = {*reports, *(row["id"] for row in telling)}
    rows = store.query(statements.REPORTS_AS_CODED, given={"article": sorted(articles)}).to_pylist()
    return [_report(row) for row in rows if row["id"] in ids]


def _check(store: Store, verb: str, wanted: Sequence[str], chosen: Sequence[Report]) -> None:
    if verb == "merge" and (len(set(wanted)) < 2 or not all(i.startswith("E") for i in wanted)):
        raise InputError("To merge takes two events or more: give their ids, E and 16 hex digits each.")
    if verb == "split":
        if not all(i.startswith("R") for i in wanted):
            raise InputError(
                "To split takes reports, which become an event of their own: give their ids, R and 16 hex digits."
            )
        rows = store.query(statements.REPORTS_NOW, given={"article": sorted({r.article for r in chosen})}).to_pylist()
        events = {row["event"] for row in rows if row["id"] in set(wanted)}
        if len(events) != 1 or None in events:
            raise InputError("The reports to split off tell several events or none; give reports of one event.")
        telling = store.query(statements.REPORTS_TELLING, given={"event": sorted(events)}).to_pylist()
        if {row["id"] for row in telling} <= set(wanted):
            raise InputError(f"These are all reports of event {events.pop()}; leave at least one of them with it.")


def _corrections(store: Store) -> list[Correction]:
    return [Correction.from_row(row) for row in store.query(statements.CORRECTIONS).to_pylist()]


def _report(row: Mapping[str, Any]) -> Report:
    """A row of the reports table as a record."""
    columns = {f.name: row[f.name] for f in fields(Report)}
    return Report(
        **{
            **columns,
            "contexts": tuple(row["contexts"] or ()),
            "role": Role(row["role"]),
            "status": Status(row["status"]),
            "kind": Kind(row["kind"]),
            "voice": Voice(row["voice"]),
            "day_precision": Precision(row["day_precision"]),
        }
    )
