"""What the importer of one family of data sets has to say; the rest is shared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from dragoman.events.importers.actors import NativeActor

__all__ = ["STAGED", "Family", "Head", "Layout", "column", "first_of"]

STAGED: Final[Mapping[str, str]] = {
    "native_id": "VARCHAR",
    "day": "VARCHAR",  # as written; ISO, YYYYMMDD, YYMMDD or "24 November 2015"
    "day_precision": "VARCHAR",
    "last_day": "VARCHAR",
    "source_code": "VARCHAR",
    "source_name": "VARCHAR",
    "source_sectors": "VARCHAR",
    "target_code": "VARCHAR",
    "target_name": "VARCHAR",
    "target_sectors": "VARCHAR",
    "code": "VARCHAR",
    "mode": "VARCHAR",
    "contexts": "VARCHAR",
    "weight": "DOUBLE",
    "deaths": "BIGINT",
    "n_reports": "BIGINT",
    "n_articles": "BIGINT",
    "n_publishers": "BIGINT",
    "url": "VARCHAR",
    "publisher": "VARCHAR",
    "story": "VARCHAR",
    "place": "VARCHAR",
    "latitude": "DOUBLE",
    "longitude": "DOUBLE",
}
"""Columns to which each family maps its own by SQL expressions; NULL where it says nothing."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is seen of a file before it is read.

    Attributes:
        name: of the file.
        lines: its first lines, without line ends.
        columns: names of its columns where it is Parquet.
    """

    name: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    def cells(self, delimiter: str) -> tuple[str, ...]:
        """The first line, split; or the columns of Parquet."""
        if self.columns:
            return self.columns
        if not self.lines:
            return ()
        return tuple(c.strip().strip('"') for c in self.lines[0].removeprefix("\ufeff").split(delimiter))


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of one file are laid out.

    Attributes:
        columns: names in order.
        delimiter: between cells.
        header: whether the first line names the columns.
        quoted: whether cells may stand in double quotes and hold line ends.
        space: what native ids are unique in, such as "2" for GDELT 2.0.
        scheme: of the act codes: "cameo", "weis", "plover", "acled".
        actors: of the actor codes: "cameo", "keds", or the family's own.
        mentions: whether its rows mention events rather than being events.
        optional: how many of the last columns a row may lack.
    """

    columns: tuple[str, ...]
    delimiter: str = "\t"
    header: bool = True
    quoted: bool = False
    space: str = ""
    scheme: str = "cameo"
    actors: str = "cameo"
    mentions: bool = False
    optional: int = 0


@dataclass(frozen=True, slots=True)
class Family:
    """One family of data sets.

    Attributes:
        name: as `--as` takes it, and the data set's name unless the user gives another.
        recognise: a file's head -> its layout, or None if it is none of ours.
        staged: layout -> SQL expressions for columns of `STAGED`, over the file's columns.
        actor: layout, code, name, sectors -> whom they mean.
        identity: columns of `STAGED` that make a row itself where the family has no ids.
    """

    name: str
    recognise: Callable[[Head], Layout | None]
    staged: Callable[[Layout], Mapping[str, str]]
    actor: Callable[[Layout, str, str, str], NativeActor]
    identity: Sequence[str] = field(default=("day", "source_code", "target_code", "code", "story"))


def column(name: str) -> str:
    """A column as SQL, null where its text says "nothing"."""
    quoted = '"' + name.replace('"', '""') + '"'
    return f"CASE WHEN trim({quoted}) NOT IN ('', 'NA', 'NULL', 'None', 'nan', 'NaN', '---') THEN trim({quoted}) END"


def first_of(layout: Layout, *names: str) -> str:
    """The first of these columns that the layout has, as SQL; NULL if it has none. Capitals do not matter."""
    there = {c.lower(): c for c in layout.columns}
    for name in names:
        if name.lower() in there:
            return column(there[name.lower()])
    return "NULL"
