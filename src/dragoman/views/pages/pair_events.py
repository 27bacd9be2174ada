"""Which events a pair's page lists, and what stands in no figure of it: from prepared columns, or from the tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from dragoman import statements
from dragoman.records import Report
from dragoman.views.brief import EVENTS_A_MONTH, most_telling
from dragoman.views.brief import EVENTS_SHOWN as TELLING_SHOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.store import Store
    from dragoman.views.web.columns import Columns
    from dragoman.views.web.desk import Desk

__all__ = ["events_on", "left_out_on"]

EVENTS_SHOWN: Final = 60  # of a chosen period


def events_on(desk: Desk, store: Store, a: str, b: str, chosen: tuple[date, date] | None) -> tuple[list[Any], int]:
    """Events of both directions to show, by day: the latest of a period, or the most telling of all; and how many there are."""
    first, last = chosen or (date.min, date.max)
    if columns := desk.columns:
        return _picked_from(columns, store, a, b, chosen)
    rows, n = [], 0
    for source, target in ((a, b), (b, a)):
        ends = {"source": source, "target": target}
        n += int(store.query(statements.N_IN_PERIOD, {**ends, "first": first, "last": last})["n"][0].as_py())
        if chosen:
            found = store.query(
                statements.EVENTS_IN_PERIOD, {**ends, "first": first, "last": last, "most": EVENTS_SHOWN}
            )
        else:
            found = store.query(statements.TELLING_OF_PAIR, {**ends, "a_month": EVENTS_A_MONTH, "most": TELLING_SHOWN})
        rows += found.to_pylist()
    if chosen:
        rows = sorted(rows, key=lambda r: (-r["day"].toordinal(), r["id"]))[:EVENTS_SHOWN]
        return sorted(rows, key=lambda r: (r["day"], r["id"])), n
    return list(most_telling(rows)), n


def _picked_from(
    columns: Columns, store: Store, a: str, b: str, chosen: tuple[date, date] | None
) -> tuple[list[Any], int]:
    """The same from prepared columns."""
    import numpy as np

    directions = ((a, b), (b, a))
    if chosen:
        places = np.sort(np.concatenate([columns.standing(*ends, store.datasets, *chosen) for ends in directions]))
        rows = columns.rows(places[:EVENTS_SHOWN])
        return sorted(rows, key=lambda r: (r["day"], r["id"])), len(places)
    told = [columns.telling(*ends, store.datasets) for ends in directions]
    rows = columns.rows(np.concatenate([places for places, _ in told]))
    return list(most_telling(rows)), sum(n for _, n in told)


def left_out_on(desk: Desk, store: Store, a: str, b: str) -> Mapping[str, int]:
    """What is known of a pair and does not stand in its levels."""
    columns = desk.columns
    if columns is None:
        return dict(store.query(statements.LEFT_OUT_OF_PAIR, {"a": a, "b": b}).to_pylist()[0])
    told = columns.left_out(a, b, store.datasets)
    opinions = (
        int(store.query(statements.OPINIONS_OF_PAIR, {"a": a, "b": b})["n"][0].as_py()) if store.has(Report) else 0
    )
    return {n: told.get(n, opinions) for n in ("undated_events", "other_status", "opinions", "headlines", "apart")}
