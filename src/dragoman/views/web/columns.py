"""Events of a large store as columns of numbers, mapped from files: what pages filter and count in milliseconds.

Rows stand latest day first, then by id, as `by_day.parquet` has them; their place there is their position. Words are
numbers of a list in `words.json`, 0 for none. What is looked through whole stays mapped, some 12 bytes an event; what is
looked up is mapped for the moment, so that it does not add to the server's memory.

    columns/source.npy  target.npy  act.npy ...     one number an event, in the order of positions
            rows.npy                                all that a list tells of an event, one record each
            pairs.npy  offsets.npy  of_pairs.npy    positions of each directed pair, one pair after the other
            telling.npy  standing.npy               of each pair the most telling events, and how many stand in levels
            words.json                              what the numbers stand for
            told.parquet                            positions by outlet and by place
            evidence.parquet                        reports and sentences by position
            variants.parquet                        details on which reports differ, where there are any
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dragoman.views.brief import EVENTS_A_MONTH, EVENTS_SHOWN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    BoolArray = NDArray[np.bool_]
    IntArray = NDArray[np.integer[Any]]

__all__ = ["Columns", "Filters", "heaviest"]

SCANNED: Final = {
    "source": "<u2", "target": "<u2", "act": "u1", "status": "u1", "day_precision": "u1", "dataset": "u1", "quad": "u1",
    "flags": "u1", "day": "<i4",
}  # fmt: skip
ROW: Final = (
    ("id", "<u8"), ("intensity", "<f8"), ("confidence", "<f8"), ("n_reports", "<u4"), ("n_publishers", "<u4"),
    *((name, kind) for name, kind in SCANNED.items() if name != "flags"),
)  # fmt: skip
WORDS: Final = (
    "source",
    "target",
    "act",
    "status",
    "day_precision",
    "dataset",
)  # columns whose numbers stand for words
BETWEEN, HEADLINE, STANDS = 1, 2, 4  # bits of the flags: between states, told in headlines alone, stands in levels
NO_DAY: Final = -(2**31)
NOWHERE: Final = 2**32 - 1  # no position
EPOCH: Final = date(1970, 1, 1)
ROWS_AT_ONCE: Final = 131_072


@dataclass(frozen=True, slots=True)
class Filters:
    """What events are asked for; None: no limit."""

    source: str | None = None
    target: str | None = None
    act: str | None = None
    status: str | None = None
    quad: int | None = None
    first: date | None = None
    last: date | None = None
    outlet: str | None = None  # that tells it, large and small letters alike
    place: str | None = None  # where it took place: a name, or the code of a state


class Columns:
    """The columns of one prepared folder."""

    def __init__(self, folder: Path) -> None:
        """Map the files."""
        import numpy as np

        self.folder = folder
        self._of: dict[str, Any] = {n: self._mapped(n) for n in SCANNED}
        self._pairs, self._offsets = (np.load(folder / f"{n}.npy") for n in ("pairs", "offsets"))
        told = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        self.words: dict[str, list[str | None]] = told["words"]
        self._varied: bool = told["varied"]
        self._groups: tuple[Any, IntArray, IntArray] | None = None  # of the file of sentences: its layout, least, most
        self._telling_of: list[str] | None = told.get("telling_of")
        self._number = {name: {w: i for i, w in enumerate(words)} for name, words in self.words.items()}

    @classmethod
    def of(cls, prepared: Path | None) -> Columns | None:
        """The columns of a prepared folder; None if it has none."""
        folder = None if prepared is None else prepared / "columns"
        return None if folder is None or not (folder / "words.json").exists() else cls(folder)

    def __len__(self) -> int:
        """Number of events."""
        return len(self._of["day"])

    def pairs(self) -> Iterator[tuple[str, str]]:
        """All directed pairs whose ends are both known, in the order of their files."""
        for key in self._pairs.tolist():
            source, target = self.words["source"][key >> 16], self.words["target"][key & 0xFFFF]
            yield source or "", target or ""

    def _mapped(self, name: str) -> Any:
        import numpy as np

        return np.load(self.folder / f"{name}.npy", mmap_mode="r")

    def find(
        self, by: Filters, datasets: Sequence[str] | None, *, start: int, most: int, among: IntArray | None = None
    ) -> tuple[int, IntArray]:
        """How many events fit, and the positions of some of them, latest first.

        Args:
            by: the filters.
            datasets: names; None for all.
            start: how many are passed over.
            most: positions at most.
            among: positions, ascending, among which alone is looked; None for all.
        """
        import numpy as np

        head, end = self._span(by.first, by.last)
        told = [self._told(kind, word) for kind, word in (("outlet", by.outlet), ("place", by.place)) if word]
        told += [] if among is None else [among]
        if told or (by.source is not None and by.target is not None):
            if by.source is not None and by.target is not None:
                told.append(self.of_pair(by.source, by.target))
            places = min(told, key=len)
            for other in told:
                if other is not places:
                    places = np.intersect1d(places, other, assume_unique=True)
            places = places[np.searchsorted(places, np.uint32(head)) : np.searchsorted(places, np.uint32(end))]
            fits = self._fitting(by, datasets, places)
            found = places if fits is None else places[fits]
            return len(found), found[start : start + most]
        n, kept = 0, []
        for first in range(head, end, 8 * ROWS_AT_ONCE):
            block = slice(first, min(first + 8 * ROWS_AT_ONCE, end))
            fits = self._fitting(by, datasets, block)
            here = block.stop - block.start if fits is None else int(np.count_nonzero(fits))
            if n + here > start and n < start + most:
                some = np.arange(block.start, block.stop) if fits is None else block.start + np.flatnonzero(fits)
                kept.append(some[max(start - n, 0) : start + most - n])
            n += here
        return n, np.concatenate(kept) if kept else np.zeros(0, np.int64)

    def of_pair(self, source: str, target: str) -> IntArray:
        """Positions of the events of a directed pair, latest first."""
        import numpy as np

        at = self._at(source, target)
        if at is None:
            return np.zeros(0, np.uint32)
        found: IntArray = np.array(self._mapped("of_pairs")[int(self._offsets[at]) : int(self._offsets[at + 1])])
        return found

    def _at(self, source: str, target: str) -> int | None:
        """The place of a pair among all."""
        import numpy as np

        ends = self._number["source"].get(source, 0), self._number["target"].get(target, 0)
        key = (ends[0] << 16) + ends[1]
        at = int(np.searchsorted(self._pairs, np.uint32(key)))
        return at if all(ends) and at < len(self._pairs) and self._pairs[at] == key else None

    def standing(
        self,
        source: str,
        target: str,
        datasets: Sequence[str] | None,
        first: date | None = None,
        last: date | None = None,
    ) -> IntArray:
        """Positions of the events of a directed pair that stand in its levels, latest first.

        Args:
            source: code of the one who acts.
            target: code of the other.
            datasets: names; None for all.
            first: first day; None for no limit.
            last: last day.
        """
        import numpy as np

        places = self.of_pair(source, target)
        head, end = self._span(first, last)
        places = places[np.searchsorted(places, np.uint32(head)) : np.searchsorted(places, np.uint32(end))]
        fits = (self._of["flags"][places] & STANDS) != 0
        chosen = self._chosen(datasets)
        if chosen is not None:
            fits &= np.isin(self._of["dataset"][places], chosen)
        found: IntArray = places[fits]
        return found

    def telling(self, source: str, target: str, datasets: Sequence[str] | None) -> tuple[IntArray, int]:
        """Positions of the most telling events of a directed pair, and how many stand in its levels.

        As the statement `TELLING_OF_PAIR` chooses them; kept for the data sets on which pages stand by default.
        """
        import numpy as np

        at = self._at(source, target)
        if at is not None and datasets is not None and self._telling_of == list(datasets):
            kept = np.array(self._mapped("telling")[at])
            return kept[kept != NOWHERE], int(self._mapped("standing")[at])
        places = self.standing(source, target, datasets)
        return places[heaviest(self.records(places))], len(places)

    def left_out(self, a: str, b: str, datasets: Sequence[str] | None) -> dict[str, int]:
        """Of both directions of a pair, what stands in no level: as the statement `LEFT_OUT_OF_PAIR`, without reports."""
        import numpy as np

        places = np.unique(np.concatenate([self.of_pair(a, b), self.of_pair(b, a)]))
        chosen = self._chosen(datasets)
        if chosen is not None:
            places = places[np.isin(self._of["dataset"][places], chosen)]
        flags = self._of["flags"][places]
        actual = self._of["status"][places] == self._number["status"].get("actual", 255)
        known = [self._number["day_precision"].get(w, 255) for w in ("day", "week", "month")]
        dated = np.isin(self._of["day_precision"][places], known)
        headline, between = (flags & HEADLINE) != 0, (flags & BETWEEN) != 0
        return {
            "undated_events": int(np.count_nonzero(actual & ~dated)),
            "other_status": int(np.count_nonzero(~actual)),
            "headlines": int(np.count_nonzero(actual & headline)),
            "apart": int(np.count_nonzero(actual & ~headline & ~between & dated)),
        }

    def records(self, places: IntArray) -> Any:
        """What the file of rows holds at positions."""
        return self._mapped("rows")[places]

    def rows(self, places: IntArray) -> list[dict[str, Any]]:
        """Events at positions, in the order given, with what `evidence.lines_of` tells of them."""
        import math

        records = self.records(places)
        told = {name: records[name].tolist() for name, _ in ROW}
        varied = self._variants(places) if self._varied else {}
        return [
            {
                "position": place,
                "id": f"E{told['id'][i]:016x}",
                **{n: self.words[n][told[n][i]] for n in WORDS},
                "quad": told["quad"][i],
                "day": None if told["day"][i] == NO_DAY else EPOCH + timedelta(days=told["day"][i]),
                "n_reports": told["n_reports"][i],
                "n_publishers": told["n_publishers"][i],
                "intensity": told["intensity"][i],
                "confidence": None if math.isnan(told["confidence"][i]) else told["confidence"][i],
                "variants": varied.get(place, ()),
            }
            for i, place in enumerate(places.tolist())
        ]

    @property
    def told(self) -> bool:
        """Whether sentences are kept."""
        return (self.folder / "evidence.parquet").exists()

    def evidence(self, places: Sequence[int]) -> dict[int, list[dict[str, Any]]] | None:
        """Reports of the events at positions with their sentences, as `statements.EVIDENCE` orders them; None if not kept."""
        import numpy as np
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        file = self.folder / "evidence.parquet"
        if self._groups is None:
            if not file.exists():
                return None
            meta = pq.read_metadata(file)
            groups = [meta.row_group(i).column(0).statistics for i in range(meta.num_row_groups)]
            self._groups = (
                meta,
                np.array([g.min for g in groups], np.int64),
                np.array([g.max for g in groups], np.int64),
            )
        meta, least, most = self._groups
        asked = np.unique(np.array(places, np.int64))
        firsts, lasts = np.searchsorted(most, asked, "left"), np.searchsorted(least, asked, "right")
        wanted = sorted({g for a, b in zip(firsts.tolist(), lasts.tolist(), strict=True) for g in range(a, b)})
        made: dict[int, list[dict[str, Any]]] = {}
        if wanted:
            read = pq.ParquetFile(file, metadata=meta, pre_buffer=False).read_row_groups(wanted, use_threads=False)
            for row in read.filter(pc.is_in(read["position"], pa_array(asked))).to_pylist():
                made.setdefault(row["position"], []).append(row)
        return made

    def _told(self, kind: str, word: str) -> IntArray:
        """Positions of the events that an outlet tells, or that took place somewhere."""
        import numpy as np
        import pyarrow.parquet as pq

        asked = [("kind", "=", kind), ("word", "in", [word.lower(), word.upper()])]
        found = pq.read_table(self.folder / "told.parquet", columns=["position"], filters=asked, use_threads=False)
        return np.unique(found["position"].to_numpy()).astype(np.uint32)

    def _variants(self, places: IntArray) -> dict[int, tuple[str, ...]]:
        import pyarrow.parquet as pq

        asked = [("position", "in", places.tolist())]
        found = pq.read_table(self.folder / "variants.parquet", filters=asked, use_threads=False)
        return {row["position"]: tuple(row["variants"]) for row in found.to_pylist()}

    def _span(self, first: date | None, last: date | None) -> tuple[int, int]:
        """Positions from the last day to the first: a half-open range. Events without a day have none of both."""
        import numpy as np

        up = self._of["day"][::-1]  # ascending; those without a day first
        n = len(up)
        head = n - int(np.searchsorted(up, np.int32(_number(last)), "right")) if last else 0
        end = n - int(np.searchsorted(up, np.int32(_number(first)), "left")) if first else n
        if last and not first:
            end = n - int(np.searchsorted(up, np.int32(NO_DAY), "right"))
        return head, max(head, end)

    def _chosen(self, datasets: Sequence[str] | None) -> list[int] | None:
        """Numbers of data sets; None if these are all."""
        there = [w for w in self.words["dataset"] if w is not None]
        if datasets is None or set(there) <= set(datasets):
            return None
        return [self._number["dataset"][n] for n in datasets if n in self._number["dataset"]]

    def _fitting(self, by: Filters, datasets: Sequence[str] | None, where: Any) -> BoolArray | None:
        """Which rows of a range fit; None: all do."""
        import numpy as np

        made: Any = None
        for name, wanted in (("source", by.source), ("target", by.target), ("act", by.act), ("status", by.status)):
            if wanted is not None:
                number = self._number[name].get(wanted)
                rows = self._of[name][where]
                one = np.zeros(len(rows), bool) if number is None else rows == number
                made = one if made is None else np.logical_and(made, one, out=made)
        if by.quad is not None:
            one = self._of["quad"][where] == by.quad
            made = one if made is None else np.logical_and(made, one, out=made)
        if (chosen := self._chosen(datasets)) is not None:
            one = np.isin(self._of["dataset"][where], chosen)
            made = one if made is None else np.logical_and(made, one, out=made)
        found: BoolArray | None = made
        return found


def heaviest(records: Any) -> IntArray:
    """Of the records of a pair's events those that weigh most, so many of a month: as `TELLING_OF_PAIR` chooses.

    weight = |intensity| * confidence * (1 + ln(publishers))
    """
    import numpy as np

    sure = np.where(np.isnan(records["confidence"]), 1.0, records["confidence"])
    weight = np.abs(records["intensity"]) * sure * (1 + np.log(np.maximum(records["n_publishers"], 1)))
    order = np.lexsort((records["id"], records["day"], -weight))
    months = records["day"].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    kept: list[int] = []
    taken: dict[int, int] = {}
    for i in order.tolist():
        month = int(months[i])
        if taken.get(month, 0) < EVENTS_A_MONTH:
            taken[month] = taken.get(month, 0) + 1
            kept.append(i)
            if len(kept) == EVENTS_SHOWN:
                break
    return np.array(kept, np.int64)


def pa_array(values: IntArray) -> Any:
    """Numbers for Arrow."""
    import pyarrow as pa

    return pa.array(values)


def _number(day: date) -> int:
    return (day - EPOCH).days
