"""Levels of all pairs of a large store, month by month, mapped from a file: what a pair's page would take a second to fit.

They are the records that `views.standing` makes, for measure L2 by month as it could be said at the time, and for the
data set on which pages stand unless a reader chooses others.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dragoman import statements_world
from dragoman.records import Relation
from dragoman.relations.levels import COUNTS, levels
from dragoman.relations.periods import months_between

if TYPE_CHECKING:
    from dragoman.relations import Prior
    from dragoman.store import Store

__all__ = ["Cells", "News", "write_cells"]

KIND: Final = (
    ("quads", "<i4", (4,)), ("n_publishers", "<i4"), ("balance", "<f8"), ("intensity", "<f8"), ("level", "<f8"),
    ("low", "<f8"), ("high", "<f8"), ("disagree", "u1"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A month in which something is told of a state and one other, with the level that could be said then."""

    other: str
    month: date
    n_events: int
    level: float
    low: float
    high: float


class Cells:
    """The kept levels of one prepared folder."""

    def __init__(self, folder: Path, told: dict[str, Any]) -> None:
        """Map the file.

        Args:
            folder: that holds it.
            told: what stands beside it: data set, band, pairs, words of disagreement.
        """
        self._file = folder / "levels.npy"
        self._dataset: str = told["dataset"]
        self._disagree: list[str | None] = told["disagree"]
        self._pairs: dict[tuple[str, str], tuple[date, int, int]] = {
            (source, target): (date.fromisoformat(first), at, n) for source, target, first, at, n in told["pairs"]
        }

    @classmethod
    def of(cls, store: Store, band: float) -> Cells | None:
        """The kept levels of a reader; None if none are kept for its data sets and this band."""
        if store.prepared is None or not (told := store.prepared / "cells" / "levels.json").exists():
            return None
        made, dataset, width = _opened(told.parent, told.stat().st_mtime_ns)
        return made if store.datasets == (dataset,) and width == repr(band) else None

    def pair(self, source: str, target: str) -> list[Relation]:
        """All months of a directed pair from the first to the last with news; none if it has no events."""
        if (source, target) not in self._pairs:
            return []
        first, at, n = self._pairs[source, target]
        part, months = self._read(at, n), _months(first, n)
        counts, outlets, disagree = (part[name].tolist() for name in ("quads", "n_publishers", "disagree"))
        figures = [_or_none(part[name]) for name in ("balance", "intensity", "level", "low", "high")]
        made = []
        for i, quads in enumerate(counts):
            n_events = sum(quads)
            balance, intensity, level, low, high = (values[i] for values in figures)
            made.append(
                Relation(
                    source=source,
                    target=target,
                    period=months[i],
                    granularity="month",
                    measure="L2",
                    **dict(zip(COUNTS, quads, strict=True)),
                    n_events=n_events,
                    n_publishers=outlets[i],
                    balance=balance,
                    intensity=intensity,
                    level=level,
                    low=low,
                    high=high,
                    disagree=self._disagree[disagree[i]],
                    datasets=(self._dataset,) if n_events else (),
                )
            )
        return made

    def _read(self, at: int, n: int) -> Any:
        """Some cells; the file is mapped for the moment, so that it does not add to the server's memory."""
        import numpy as np

        return np.array(np.load(self._file, mmap_mode="r")[at : at + n])

    def side(self, state: str, *, outgoing: bool, first: date | None = None, last: date | None = None) -> list[News]:
        """Months with news of one side of a state's relations, from one month to another."""
        made = []
        for pair, (begun, at, n) in self._pairs.items():
            if pair[0 if outgoing else 1] != state:
                continue
            head = max(0, _apart(begun, first)) if first else 0
            end = min(n, _apart(begun, last) + 1) if last else n
            if head >= end:
                continue
            part = self._read(at + head, end - head)
            events = part["quads"].sum(axis=1).tolist()
            level, low, high = (part[name].tolist() for name in ("level", "low", "high"))
            other, months = pair[1 if outgoing else 0], _months(begun, n)[head:end]
            made += [
                News(other=other, month=months[i], n_events=events[i], level=level[i], low=low[i], high=high[i])
                for i in range(end - head)
                if events[i]
            ]
        return made


def write_cells(store: Store, dataset: str, folder: Path, *, band: float, prior: Prior) -> None:
    """Work out and write the counts and levels of all pairs, source by source.

    Args:
        store: with its sorted events, all data sets: counts are of all.
        dataset: whose levels they are.
        folder: new; where they are written: `counts.parquet`, `levels.npy`, `levels.json`.
        band: probability inside the bands.
        prior: what all pairs share, for months.
    """
    import numpy as np
    import pyarrow.parquet as pq

    folder.mkdir()
    writer: Any = None
    parts: list[Any] = []
    pairs: list[list[Any]] = []
    disagree: dict[str | None, int] = {None: 0}
    at = 0
    sources = store.query("SELECT DISTINCT source FROM months ORDER BY source")["source"].to_pylist()
    for source in sources:
        counts = store.query(statements_world.ONE_SOURCE_COUNTS, {"source": source})
        writer = writer or pq.ParquetWriter(folder / "counts.parquet", counts.schema)
        writer.write_table(counts)
        rows = (row for row in counts.to_pylist() if row["dataset"] == dataset)
        made = levels(rows, width=band, prior=prior)
        part = np.zeros(len(made), dtype=list(KIND))
        for i, r in enumerate(made):
            if i == 0 or r.target != made[i - 1].target:
                pairs.append([source, r.target, r.period.isoformat(), at + i, 0])
            pairs[-1][-1] += 1
        part["quads"] = [[getattr(r, name) for name in COUNTS] for r in made]
        part["n_publishers"] = [r.n_publishers for r in made]
        for name in ("balance", "intensity", "level", "low", "high"):
            part[name] = [np.nan if (v := getattr(r, name)) is None else v for r in made]
        part["disagree"] = [disagree.setdefault(r.disagree, len(disagree)) for r in made]
        parts.append(part)
        at += len(made)
    if writer is not None:
        writer.close()
    np.save(folder / "levels.npy", np.concatenate(parts) if parts else np.zeros(0, dtype=list(KIND)))
    told = {
        "dataset": dataset,
        "band": repr(band),
        "disagree": list(disagree),
        "pairs": pairs,
    }
    (folder / "levels.json").write_text(json.dumps(told), encoding="utf-8")


def _or_none(values: Any) -> list[float | None]:
    """Numbers, None where there is none."""
    import math

    return [None if math.isnan(v) else v for v in values.tolist()]


@lru_cache(maxsize=4)
def _opened(folder: Path, _written: int) -> tuple[Cells, str, str]:
    told = json.loads((folder / "levels.json").read_text(encoding="utf-8"))
    return Cells(folder, told), told["dataset"], told["band"]


def _apart(begun: date, month: date) -> int:
    """Months from one to another."""
    return 12 * (month.year - begun.year) + month.month - begun.month


@lru_cache(maxsize=256)
def _months(first: date, n: int) -> list[date]:
    last = first.year * 12 + first.month - 1 + n - 1
    return months_between(first, date(last // 12, last % 12 + 1, 1))
