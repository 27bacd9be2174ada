"""UCDP GED: georeferenced violent events; CSV with header, of any of its versions.

Side a of state-based violence is the government; both sides fight, and side a is written as the source. Precision of
days: 1 the day, 2 two to six days, 3 a week, 4 a month, 5 more than a month, up to a year.
Reference: Sundberg and Melander (2013); Högbladh, UCDP GED Codebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dragoman.events.importers.actors import NativeActor, gleditsch_ward, state_of
from dragoman.events.importers.family import Family, Head, Layout, first_of

__all__ = ["FAMILY"]

_MARKS: Final = {"id", "type_of_violence", "side_a", "side_b", "date_start", "date_prec"}


def _recognise(head: Head) -> Layout | None:
    for delimiter in (",", ";", "\t"):
        cells = head.cells(delimiter)
        if set(cells) >= _MARKS:
            return Layout(cells, delimiter=delimiter, quoted=True, scheme="plover")
    return None


def _staged(layout: Layout) -> Mapping[str, str]:
    def has(*names: str) -> str:
        return first_of(layout, *names)

    def whole(*names: str) -> str:
        return f"CAST(TRY_CAST({has(*names)} AS DOUBLE) AS BIGINT)"

    return {
        "native_id": f"coalesce(CAST({whole('id')} AS VARCHAR), {has('id')})",
        "day": f"substr({has('date_start')}, 1, 10)",
        "last_day": f"substr({has('date_end')}, 1, 10)",
        "day_precision": f"CASE {whole('date_prec')} WHEN 1 THEN 'day' WHEN 2 THEN 'week' WHEN 3 THEN 'week' "
        "WHEN 4 THEN 'month' ELSE 'year' END",
        "source_code": f"coalesce(CAST({whole('gwnoa')} AS VARCHAR), '')",
        "source_name": has("side_a"),
        "target_code": f"coalesce(CAST({whole('gwnob')} AS VARCHAR), '')",
        "target_name": has("side_b"),
        "code": "'ASSAULT'",
        "deaths": whole("best", "best_est"),
        "n_publishers": f"greatest({whole('number_of_sources')}, 1)",
        "publisher": has("source_office"),
        "story": has("source_article"),
        "place": f"concat_ws(', ', {has('where_coordinates', 'where_description')}, {has('country')})",
        "latitude": f"TRY_CAST({has('latitude')} AS DOUBLE)",
        "longitude": f"TRY_CAST({has('longitude')} AS DOUBLE)",
    }


def _who(_layout: Layout, code: str, name: str, _sectors: str) -> NativeActor:
    if name.startswith("Government of "):
        state = gleditsch_ward(code) or state_of(name.removeprefix("Government of "))
        return NativeActor(state, "GOV" if state else None, None if state else f"government {name!r} in no table")
    return NativeActor(None, "CVL" if name == "Civilians" else "REB")


FAMILY: Final = Family("ucdp", _recognise, _staged, _who)
