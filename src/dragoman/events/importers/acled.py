"""ACLED: the user's own export, CSV with header, of its older (numbered actor types) and newer (named) form.

Actor 1 and actor 2 imply no direction; actor 1 is written as the source. No row of ACLED stands in this package.
Reference: ACLED Codebook (2023). Precision of days: 1 the day, 2 the week, 3 the month.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from dragoman.events.importers.actors import NativeActor, sector_of, state_of
from dragoman.events.importers.family import Family, Head, Layout, first_of

__all__ = ["FAMILY"]

_MARKS: Final = {"event_date", "event_type", "sub_event_type", "actor1", "inter1"}


def _recognise(head: Head) -> Layout | None:
    for delimiter in (",", ";", "\t"):
        cells = head.cells(delimiter)
        if {c.lower() for c in cells} >= _MARKS:
            return Layout(cells, delimiter=delimiter, quoted=True, scheme="acled")
    return None


def _staged(layout: Layout) -> Mapping[str, str]:
    def has(*names: str) -> str:
        return first_of(layout, *names)

    def kind(name: str) -> str:
        return f"regexp_replace({has(name)}, '[.]0$', '')"

    return {
        "native_id": has("event_id_cnty", "data_id"),
        "day": has("event_date"),
        "day_precision": f"CASE {kind('time_precision')} WHEN '2' THEN 'week' WHEN '3' THEN 'month' ELSE 'day' END",
        "source_name": has("actor1"),
        "source_code": has("country"),
        "source_sectors": kind("inter1"),
        "target_name": has("actor2"),
        "target_code": f"CASE WHEN {has('actor2')} IS NOT NULL THEN {has('country')} END",
        "target_sectors": kind("inter2"),
        "code": f"concat_ws('|', {has('event_type')}, {has('sub_event_type')})",
        "deaths": f"CAST(TRY_CAST({has('fatalities')} AS DOUBLE) AS BIGINT)",
        "publisher": has("source"),
        "place": f"concat_ws(', ', {has('location')}, {has('admin1')}, {has('country')})",
        "latitude": f"TRY_CAST({has('latitude')} AS DOUBLE)",
        "longitude": f"TRY_CAST({has('longitude')} AS DOUBLE)",
    }


def _who(_layout: Layout, country: str, name: str, kind: str) -> NativeActor:
    """The state in an actor's own name ("Military Forces of Mali (2020-)"), else that of the place for domestic kinds."""
    sector = sector_of(kind, scheme="acled", separator=";")
    inner = re.search(r"\(([^)]*)\)\s*$", name)
    of = re.search(r" of (?:the )?([^(]+?)\s*(?:\(|$)", name)
    for found in (of, inner):
        if found and (state := state_of(found[1])):
            return NativeActor(state, sector)
    if name and sector in {"CVL", "OPP"}:
        return NativeActor(state_of(country), sector)
    return NativeActor(None, sector)


FAMILY: Final = Family("acled", _recognise, _staged, _who)
