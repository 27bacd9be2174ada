"""POLECAT: tab-separated, with its documented header; acts are PLOVER's own.

Some of its published files have surplus empty columns, or names of columns that the rows do not fill.
Reference: Scarborough et al. (2023), POLECAT Weekly Data, doi:10.7910/DVN/AJGVIT; Halterman et al. (2023).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dragoman.events.importers.actors import NativeActor, named_actor
from dragoman.events.importers.family import Family, Head, Layout, first_of

__all__ = ["FAMILY"]

_MARKS: Final = {"Event ID", "Event Type", "Event Mode", "Actor Country", "Recipient Country"}
_SURPLUS: Final = "Headline"  # named in the header of some files, in none of their rows


def _recognise(head: Head) -> Layout | None:
    for delimiter in ("\t", ","):
        cells = head.cells(delimiter)
        if set(cells) >= _MARKS:
            if _SURPLUS in cells and len(head.lines) > 1 and head.lines[1].count(delimiter) == len(cells) - 2:
                cells = tuple(c for c in cells if c != _SURPLUS)
            return Layout(
                cells, delimiter=delimiter, quoted=delimiter == "," or '"' in "".join(head.lines), scheme="plover"
            )
    return None


def _staged(layout: Layout) -> Mapping[str, str]:
    def has(name: str) -> str:
        return first_of(layout, name)

    return {
        "native_id": has("Event ID"),
        "day": f"substr({has('Event Date')}, 1, 10)",
        "source_code": has("Actor Country"),
        "source_name": has("Actor Name"),
        "source_sectors": f"coalesce({has('Primary Actor Sector')}, {has('Actor Sectors')})",
        "target_code": has("Recipient Country"),
        "target_name": has("Recipient Name"),
        "target_sectors": f"coalesce({has('Primary Recipient Sector')}, {has('Recipient Sectors')})",
        "code": has("Event Type"),
        "mode": has("Event Mode"),
        "contexts": has("Contexts"),
        "weight": f"TRY_CAST({has('Intensity')} AS DOUBLE)",
        "publisher": has("Source"),
        "place": f"coalesce({has('Placename')}, {has('Raw Placename')})",
        "latitude": f"TRY_CAST({has('Latitude')} AS DOUBLE)",
        "longitude": f"TRY_CAST({has('Longitude')} AS DOUBLE)",
    }


def _who(_layout: Layout, code: str, name: str, sectors: str) -> NativeActor:
    made = named_actor(code, "", name if not sectors else "")
    sector = next((s.strip() for s in sectors.replace(";", ",").split(",") if len(s.strip()) == 3), None)
    return NativeActor(made.state, sector, made.fault)


FAMILY: Final = Family("polecat", _recognise, _staged, _who)
