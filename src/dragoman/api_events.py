"""The Python face, continued: other people's event data, compared on one pair; and what a user knows better."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman import statements
from dragoman.mentions.codes import code_of
from dragoman.settings import Settings
from dragoman.store import Store

if TYPE_CHECKING:
    from dragoman.events.importers import Imported
    from dragoman.records import Correction
    from dragoman.relations.comparison import Compared

__all__ = ["compare", "correct", "import_events", "undo"]


def import_events(
    files: str | Path | Iterable[str | Path],
    *,
    store: str | Path,
    family: str | None = None,
    mapping: Mapping[str, str] | None = None,
    name: str | None = None,
    settings: Settings | None = None,
    progress: Callable[[Imported], None] | None = None,
) -> list[Imported]:
    """Import event data of others beside our own events; what the store holds already is passed over.

    Args:
        files: one or several; also .zip, .gz and .parquet.
        store: folder of the store; made where there is none.
        family: "gdelt", "icews", "polecat", "keds", "ucdp", "acled" or "map"; seen from each file's head if None.
        mapping: for other files: our column -> the file's, such as `{"source": "who", "target": "whom", "day": "when",
            "code": "act", "scheme": "cameo"}`.
        name: of the data set in the store; the family's if None.
        settings: in force; defaults and environment if None.
        progress: called with the counts so far after each piece.
    Returns:
        What became of the rows, one record a data set: `rows = imported + mentions + repeated + quarantined`.
    Raises:
        InputError: if a file is not there or of no known family; nothing is read then.
        MappingError: if the map does not fit.
        StoreError: if the store cannot be written; finished pieces stay.
    """
    from dragoman.events.importers import import_files

    return import_files(
        Store.create(store),
        [Path(f) for f in ([files] if isinstance(files, str | Path) else files)],
        settings=settings or Settings(),
        family=family,
        mapping=mapping,
        dataset=name,
        progress=progress,
    )


def compare(store: Store, a: str, b: str) -> Compared:
    """What the data sets of a store say of two states: counts, balances, and how their months correlate.

    Args:
        store: open.
        a: code or name.
        b: code or name of the other.
    Raises:
        UnknownActor: if nobody has one of the codes or names.
    """
    from dragoman.relations import compared

    return compared(store.query(statements.COMPARED, {"a": code_of(a), "b": code_of(b)}).to_pylist())


def correct(
    store: Store,
    verb: str,
    wanted: str | Iterable[str],
    *,
    author: str,
    note: str,
    act: str | None = None,
    status: str | None = None,
    source: str | None = None,
    target: str | None = None,
    settings: Settings | None = None,
) -> Correction:
    """Correct reports or events; open the store anew to see it. `table(store, "corrections")` lists all.

    Args:
        store: open.
        verb: "recode", "actor" or "discard" reports, or all reports of events; "split" reports off from their event;
            "merge" events.
        wanted: id of a report or event, or several.
        author: who corrects.
        note: why.
        act: to recode: the right PLOVER act.
        status: to recode: the right status.
        source: to name another actor: a code or name, with a sector if any, as "TUR:MIL".
        target: likewise.
        settings: in force; defaults and environment if None.
    Raises:
        UnknownId: if the store has no such report or event.
        UnknownActor: if nobody has a code or name.
        InputError: if the correction cannot be made of these.
        StoreBusy: if another process writes to the store.
    """
    from dragoman.correcting import correct as made_of
    from dragoman.correcting import right_actor

    right = {"act": act.upper() if act else None, "status": status}
    return made_of(
        store,
        verb,
        [wanted] if isinstance(wanted, str) else list(wanted),
        author=author,
        note=note,
        settings=settings or Settings(),
        made=None,
        **right,
        **right_actor("source", source),
        **right_actor("target", target),
    )


def undo(store: Store, wanted: str, *, author: str, note: str, settings: Settings | None = None) -> Correction:
    """Take a correction back; both stay listed, and an undoing can itself be undone.

    Args:
        store: open.
        wanted: id of a correction.
        author: who undoes.
        note: why.
        settings: in force; defaults and environment if None.
    Raises:
        UnknownId: if the store has no such correction.
        StoreBusy: if another process writes to the store.
    """
    from dragoman.correcting import undo as take_back

    return take_back(store, wanted, author=author, note=note, settings=settings or Settings())
