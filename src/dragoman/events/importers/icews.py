"""ICEWS: daily and yearly `.tab` files of one layout of 20 columns with header, or the same columns in Parquet.

Actors are named, not coded: country and sectors in words. Files that R wrote have NA for what is missing.
Reference: Boschee et al. (2015), ICEWS Coded Event Data, doi:10.7910/DVN/28075.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dragoman.events.importers.actors import NativeActor, named_actor
from dragoman.events.importers.family import Family, Head, Layout, first_of

__all__ = ["FAMILY"]

_MARKS: Final = {"event id", "cameo code", "source country", "target country"}


def _recognise(head: Head) -> Layout | None:
    for delimiter in ("\t", ","):
        cells = head.cells(delimiter)
        if {c.lower().replace(".", " ").replace("_", " ") for c in cells} >= _MARKS:
            return Layout(cells, delimiter=delimiter, quoted=delimiter == "," or '"' in "".join(head.lines))
    return None


def _staged(layout: Layout) -> Mapping[str, str]:
    def has(name: str) -> str:
        return first_of(layout, name, name.replace(" ", "."), name.replace(" ", "_"))

    return {
        "native_id": has("Event ID"),
        "day": f"substr({has('Event Date')}, 1, 10)",
        "source_code": has("Source Country"),
        "source_name": has("Source Name"),
        "source_sectors": has("Source Sectors"),
        "target_code": has("Target Country"),
        "target_name": has("Target Name"),
        "target_sectors": has("Target Sectors"),
        "code": has("CAMEO Code"),
        "weight": f"TRY_CAST({has('Intensity')} AS DOUBLE)",
        "publisher": has("Publisher"),
        "story": has("Story ID"),
        "place": f"concat_ws(', ', {has('City')}, {has('Province')}, {has('Country')})",
        "latitude": f"TRY_CAST({has('Latitude')} AS DOUBLE)",
        "longitude": f"TRY_CAST({has('Longitude')} AS DOUBLE)",
    }


def _who(_layout: Layout, code: str, name: str, sectors: str) -> NativeActor:
    return named_actor(code, sectors, name)


FAMILY: Final = Family("icews", _recognise, _staged, _who)
