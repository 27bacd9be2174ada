"""Other people's event data in our tables. `import_files` reads GDELT, ICEWS, POLECAT, KEDS, UCDP, ACLED, or a map."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError
from dragoman.events.importers import acled, gdelt, icews, keds, polecat, ucdp

if TYPE_CHECKING:
    from dragoman.events.importers.family import Family, Layout
    from dragoman.records import Run
    from dragoman.settings import Settings
    from dragoman.store import Store, Writer

__all__ = ["FAMILIES", "Imported", "import_files"]

FAMILIES: Final[Mapping[str, Family]] = {
    module.FAMILY.name: module.FAMILY for module in (gdelt, icews, polecat, ucdp, acled, keds)
}


@dataclass(slots=True)
class Imported:
    """What became of every row: `rows = imported + mentions + repeated + quarantined`."""

    dataset: str = ""
    rows: int = 0
    imported: int = 0  # new events
    mentions: int = 0  # new mentions of events, from GDELT's table of these
    repeated: int = 0  # rows that the store or the file holds already
    quarantined: int = 0
    without_act: int = 0  # of the imported: PLOVER has no act for them, so they move no relation
    between_states: int = 0  # of the imported
    reasons: dict[str, int] = field(default_factory=dict)  # quarantined, by reason
    faults: dict[str, int] = field(default_factory=dict)  # imported, by the provider's fault

    def as_dict(self) -> dict[str, Any]:
        """Name to number; `reasons` and `faults` as mappings."""
        return {name: getattr(self, name) for name in self.__slots__}


def import_files(
    store: Store,
    files: Iterable[Path],
    *,
    settings: Settings,
    family: str | None = None,
    mapping: Mapping[str, str] | None = None,
    dataset: str | None = None,
    progress: Callable[[Imported], None] | None = None,
) -> list[Imported]:
    """Import files of other people's event data, piece by piece; each piece becomes visible as a whole.

    What the store holds already is passed over, so that an interrupted call is resumed by giving it again.

    Args:
        store: where to.
        files: CSV, tab-separated, Parquet; also .gz, and .zip with several of them.
        settings: in force.
        family: one of `FAMILIES`, "map", or None to see it from each file's head.
        mapping: for "map": our column -> the file's.
        dataset: name of the data set; the family's unless given.
        progress: called with the counts so far after each piece.
    Returns:
        What became of the rows, by data set.
    Raises:
        InputError: if a file is not there or of no known family; nothing is read then.
        MappingError: if the map does not fit.
        StoreBusy: if another process writes to the store.
        StoreError: if the store cannot be written; finished pieces stay.
    """
    from dragoman.events.importers.files import head_of, members, pieces
    from dragoman.events.importers.load import Loader

    plan = [
        (path, member, *_recognised(head_of(path, member), family, mapping or {}))
        for path in files
        for member in members(path)
    ]
    if any(name == "dragoman" for name in (dataset, family)):
        raise InputError("The data set dragoman is our own coding; give another --name.")
    loaders: dict[str, Loader] = {}
    counts: dict[str, Imported] = {}
    with store.writing(_run(settings)) as writer:
        for path, member, kind, layout in plan:
            name = dataset or kind.name
            loader = loaders.get(name)
            if loader is None or loader.family is not kind:
                left_out = frozenset(settings.relation_sectors_left_out.split())
                loader = loaders[name] = Loader(kind, name, sectors_left_out=left_out)
                loader.remember(writer.store)
            loader.begin(layout)
            for n, piece in enumerate(pieces(path, member, layout, loader.wanted(layout)), start=1):
                tables = loader.load(piece, layout, member or path.name)
                if any(t.num_rows for t in tables.values()):
                    writer.commit(tables=tables)
                    _compacted(writer, n, settings.compact_every)
                counts[name] = _counted(loader)
                if progress:
                    progress(counts[name])
    return list(counts.values())


def _recognised(head: Any, wanted: str | None, mapping: Mapping[str, str]) -> tuple[Family, Layout]:
    from dragoman.events.importers.mapped import mapped

    if wanted == "map" or (wanted is None and mapping):
        family = mapped(mapping)
        layout = family.recognise(head)
        if layout is not None:
            return family, layout
    known = ", ".join((*FAMILIES, "map"))
    if wanted is not None and wanted not in FAMILIES:
        raise InputError(f"No family {wanted!r} of event data; expected one of {known}.")
    for family in FAMILIES.values() if wanted is None else (FAMILIES[wanted],):
        layout = family.recognise(head)
        if layout is not None:
            return family, layout
    seen = (head.lines[0] if head.lines else ", ".join(head.columns))[:80]
    raise InputError(
        f"{head.name} does not look like {wanted or 'any data set known here'}: it begins with {seen!r}. Name its family with "
        f"--as ({known}), or its columns with --as map --map source=...,target=...,day=...,code=..."
    )


def _run(settings: Settings) -> Run:
    import json
    import uuid
    from datetime import UTC, datetime

    from dragoman import __version__
    from dragoman.data import edition
    from dragoman.records import Run
    from dragoman.reports.ontology import ONTOLOGY

    return Run(
        id=uuid.uuid4().hex,
        started=datetime.now(UTC),
        coder=f"import-{__version__}-{edition()}",
        ontology=ONTOLOGY,
        settings=json.dumps(settings.as_dict(), sort_keys=True),
    )


def _compacted(writer: Writer, n: int, every: int) -> None:
    if n % every == 0:
        writer.compact()


def _counted(loader: Any) -> Imported:
    c = loader.counts
    return Imported(
        dataset=loader.dataset,
        rows=c["rows"],
        imported=c["imported"],
        mentions=c["mentions"],
        repeated=c["repeated"],
        quarantined=c["quarantined"],
        without_act=c["without act"],
        between_states=c["between states"],
        reasons=dict(loader.reasons.most_common()),
        faults=dict(loader.faults.most_common()),
    )
