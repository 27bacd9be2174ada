"""What is worked out once for all pages of a large store, and kept beside its sorted events.

    prepared/batch-12/datasets.json    data sets with their numbers of events and days
                      priors.json      what all pairs share, by length of period
                      cells/           levels of all pairs by month, and the counts that they are made of (`cells`)
                      networks/        the network of each year, for the page
                      columns/         events as numbers (`columns`)

Priors, levels and networks hold for the data set on which pages stand unless a reader chooses others, and for the band in
force when they were made; for others a page works them out itself.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from dragoman import statements, statements_world
from dragoman.relations import standing_on
from dragoman.relations.level_table import level_table
from dragoman.relations.periods import By
from dragoman.store import Store
from dragoman.views.export import jsonable
from dragoman.views.standing import shared
from dragoman.views.web.cells import Cells, News, write_cells
from dragoman.views.web.columns_writing import write_columns, write_evidence, write_telling, write_told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from dragoman.relations import Prior
    from dragoman.views.pages.network import YearNetwork
    from dragoman.views.web.desk import Desk

__all__ = ["keep", "kept_datasets", "kept_network", "kept_prior", "side_levels", "step"]


def keep(store: Store, folder: Path, band: float) -> None:
    """Work out and write what pages ask for.

    Args:
        store: with its sorted events, all data sets.
        folder: where they stand.
        band: probability inside bands.
    """
    step(
        folder / "datasets.json",
        lambda file: _write(file, {"datasets": store.query(statements.DATASETS).to_pylist()}),
    )
    chosen = standing_on(store, None)
    if not chosen.datasets:  # no event at all
        return
    step(folder / "columns", lambda columns: _columns(store, folder, columns, chosen.datasets or ()))
    step(folder / "priors.json", lambda file: _write(file, {_name(chosen): _priors(chosen)}))
    months = kept_prior(Store(store.path, store.batches, datasets=chosen.datasets, prepared=folder), "month")
    dataset = chosen.datasets[0]
    step(folder / "cells", lambda cells: write_cells(store, dataset, cells, band=band, prior=months or shared(chosen)))
    step(folder / "networks", lambda networks: _networks(chosen, networks, band))


def step(place: Path, make: Callable[[Path], object]) -> None:
    """Make a file or folder that appears whole or not at all, unless it is there.

    Args:
        place: its name.
        make: writes it under another name, which it is given.
    """
    if place.exists():
        return
    part = place.with_name(f"part-{place.name}")
    if part.is_dir():
        shutil.rmtree(part)
    part.unlink(missing_ok=True)
    make(part)
    part.replace(place)


def _columns(store: Store, folder: Path, columns: Path, datasets: Sequence[str]) -> None:
    by_day = folder / "by_day.parquet"
    if not write_columns(by_day, columns):
        shutil.rmtree(columns)
        columns.mkdir()  # so that it is known that there are none
        return
    write_told(store, by_day, columns)
    write_evidence(store, by_day, columns)
    write_telling(columns, datasets)


def _priors(store: Store) -> dict[str, Any]:
    return {by: _as_words(shared(store, by)) for by in get_args(By)}


def _networks(store: Store, folder: Path, band: float) -> None:
    from dragoman.views.pages.network import STATES, network_of_year, share_of, years_of

    folder.mkdir()
    by_year = years_of(store)
    states = STATES // share_of(by_year)
    for year, rows in by_year.items():
        told = dataclasses.asdict(network_of_year(rows, year, band, states))
        _write(folder / f"{year}.json", {"datasets": _name(store), "band": repr(band), "network": told})


def kept_datasets(store: Store) -> list[dict[str, Any]] | None:
    """Rows of the statement `DATASETS`, with days as words; None if they are not kept."""
    return None if store.prepared is None else _read(store.prepared / "datasets.json").get("datasets")


def kept_prior(store: Store, by: By) -> Prior | None:
    """What all pairs of the store's data sets share; None if it is not kept."""
    import numpy as np

    from dragoman.relations.affinity import Prior

    if store.prepared is None:
        return None
    row = _read(store.prepared / "priors.json").get(_name(store), {}).get(by)
    if row is None:
        return None
    arrays = {n: np.array(row[n]) for n in ("drifts", "spreads", "shares")}
    return Prior(mean=row["mean"], variance=row["variance"], **arrays)


def side_levels(
    desk: Desk, store: Store, state: str, *, outgoing: bool, first: date | None = None, last: date | None = None
) -> list[News]:
    """Months with news of one side of a state's relations: kept ones, or worked out now.

    Args:
        desk: of the store.
        store: with the data sets in question.
        state: its code.
        outgoing: the state towards everybody, instead of everybody towards it.
        first: first month; None for no limit.
        last: last month.
    Returns:
        In the order of the other state and the month.
    """
    if cells := Cells.of(store, desk.settings.band):
        return cells.side(state, outgoing=outgoing, first=first, last=last)
    whole = desk.cached(("side", store.datasets, state, outgoing), lambda: _side(desk, store, state, outgoing))
    return [n for n in whole if (first is None or first <= n.month) and (last is None or n.month <= last)]


def _side(desk: Desk, store: Store, state: str, outgoing: bool) -> list[News]:
    counts = store.query(statements_world.ONE_SIDE_COUNTS, {"state": state, "outgoing": outgoing})
    return [
        News(
            other=row["target" if outgoing else "source"],
            month=row["period"],
            **{name: row[name] for name in ("n_events", "level", "low", "high")},
        )
        for row in level_table(counts, width=desk.settings.band, prior=desk.prior(store)).to_pylist()
    ]


def kept_network(store: Store, year: int, band: float) -> YearNetwork | None:
    """The kept network of a year; None if there is none for these data sets and this band."""
    from dragoman.views.pages.network import YearNetwork

    if store.prepared is None:
        return None
    told = _read(store.prepared / "networks" / f"{year}.json")
    if told.get("datasets") != _name(store) or told.get("band") != repr(band):
        return None
    return YearNetwork.from_row(told["network"])


def _name(store: Store) -> str:
    """Data sets of a reader, in one word."""
    return "" if store.datasets is None else ",".join(sorted(store.datasets))


def _as_words(prior: Prior) -> Mapping[str, Any]:
    fields = {f.name: getattr(prior, f.name) for f in dataclasses.fields(prior)}
    return {k: float(v) if isinstance(v, float) else v.tolist() for k, v in fields.items()}


def _write(file: Path, told: Mapping[str, Any]) -> None:
    file.write_text(json.dumps(jsonable(told), allow_nan=False), encoding="utf-8")


def _read(file: Path) -> dict[str, Any]:
    """A kept file; nothing where there is none."""
    try:
        return _parsed(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=6)
def _parsed(file: Path, _written: int) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read
