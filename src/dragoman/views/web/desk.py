"""What pages are gathered from: the store at one moment, the settings, and what is worth keeping between requests."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from dragoman import __version__, statements
from dragoman.errors import InputError
from dragoman.relations import standing_on
from dragoman.reports.ontology import ONTOLOGY
from dragoman.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.relations import Prior
    from dragoman.relations.periods import By
    from dragoman.settings import Settings
    from dragoman.views.web.columns import Columns
    from dragoman.views.web.links import Link

__all__ = ["Desk", "Desks", "Kept"]

Made = TypeVar("Made")

FRESH: Final = 2.0  # seconds after which the store is looked at again
REOPENED: Final = 6 * 3600.0  # seconds after which it is opened anew: joined files are removed two days later
PREPARING: Final = "the events of this store are being prepared, once for each state of it; that takes some minutes"
MOMENTS: Final = 4  # earlier states of the store (`as_of`) that stay open
ENTRIES: Final = 300  # of what is kept; levels of one pair by day take some 3 MB


class Kept:
    """What was made once and may be asked for again: at most so many entries, the least used go first."""

    def __init__(self, most: int = ENTRIES) -> None:
        """Make an empty one."""
        self._most = most
        self._made: OrderedDict[Any, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Any, make: Callable[[], Made]) -> Made:
        """What stands under the key, made now if nothing does. Two threads may make the same at once: both are right."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                found: Made = self._made[key]
                return found
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made


class Desk:
    """The store at one moment.

    Attributes:
        settings: in force.
        batch: number of the last batch that is seen; 0: nothing was read yet.
        newest: number of the last batch that the store has; later than `batch` while that one is being prepared.
        slow: why pages are slow: the events of a large store are not prepared; None: they are, or need not be.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        """Take an open store; each thread gets readers of its own."""
        from dragoman.views.web.prepared import prepared

        self._first = store
        self._prepared = prepared(store)
        self.settings = settings
        self.batch = self.newest = store.batches[-1] if store.batches else 0
        self.slow: str | None = None
        self.kept = Kept()
        self._own = threading.local()

    @property
    def path(self) -> Path:
        """Folder of the store."""
        return self._first.path

    @property
    def whole(self) -> Store:
        """The store with all its data sets, for this thread."""
        return self._reader(None)

    def store(self, link: Link) -> Store:
        """The store with the data sets on which a page stands: its `dataset`, else our own coding if there is any.

        Raises:
            InputError: if the store has no event of a data set that is named.
        """
        wanted = link.word("dataset")
        there = {d["dataset"]: d["n_events"] for d in self.datasets}
        return self._reader(
            self.kept.get(("standing on", wanted), lambda: standing_on(self.whole, wanted, there=there).datasets)
        )

    def cached(self, key: Any, make: Callable[[], Made]) -> Made:
        """Something that depends on the store alone, made once for this moment."""
        return self.kept.get(key, make)

    def prior(self, store: Store, by: By = "month") -> Prior:
        """What all pairs of these data sets share: as it was prepared, or learned now."""
        from dragoman.views.standing import shared
        from dragoman.views.web.keeping import kept_prior

        return self.cached(("prior", store.datasets, by), lambda: kept_prior(store, by) or shared(store, by))

    def outdated(self, age: float) -> bool:
        """Whether the same moment should be opened anew: after some hours, or when its events were prepared since.

        A prepared folder that was removed counts too.
        """
        from dragoman.views.web.prepared import prepared

        return age > REOPENED or prepared(self._first) != self._prepared

    def _reader(self, datasets: tuple[str, ...] | None) -> Store:
        readers: dict[Any, Store] = self._own.__dict__.setdefault("readers", {})
        if datasets not in readers:
            readers[datasets] = Store(self._first.path, self._first.batches, datasets=datasets, prepared=self._prepared)
        return readers[datasets]

    @property
    def totals(self) -> Mapping[str, Any]:
        """What the store holds, for the head of every page: articles, first and last day, what is in quarantine ..."""
        return self.cached(
            "totals",
            lambda: self.whole.query(statements.MISSING_ARTICLES, {"language": self.settings.language}).to_pylist()[0],
        )

    @property
    def datasets(self) -> tuple[Mapping[str, Any], ...]:
        """Data sets of the store, most events first, each with its number of events and first and last day."""
        return self.cached("datasets", self._datasets)

    def _datasets(self) -> tuple[Mapping[str, Any], ...]:
        from datetime import date

        from dragoman.views.web.keeping import kept_datasets

        kept = kept_datasets(self.whole)
        found = self.whole.query(statements.DATASETS).to_pylist() if kept is None else kept
        days = {
            n: None if n is None else date.fromisoformat(n) for d in kept or () for n in (d["first_day"], d["last_day"])
        }
        return tuple(
            {**d, **({n: days[d[n]] for n in ("first_day", "last_day")} if kept is not None else {})}
            for d in sorted(found, key=lambda d: (-d["n_events"], d["dataset"]))
        )

    @property
    def columns(self) -> Columns | None:
        """Events as columns of numbers; None if they are not prepared."""
        from dragoman.views.web.columns import Columns

        return self.cached("columns", lambda: Columns.of(self._prepared))

    @property
    def n_events(self) -> int:
        """Events of all data sets."""
        return sum(int(d["n_events"]) for d in self.datasets)

    def versions(self, store: Store) -> Mapping[str, str]:
        """What made the figures: Dragoman, coder, ontology, data sets, and the state of the store."""
        coders = self.cached("coders", lambda: self.whole.query(statements.CODERS).to_pylist())
        return {
            "dragoman": __version__,
            "coder": ", ".join(sorted({row["coder"] for row in coders})) or "none yet",
            "ontology": ", ".join(sorted({row["ontology"] for row in coders})) or ONTOLOGY,
            "data sets": ", ".join(store.datasets or ()) or "none yet",
            "store batch": str(self.batch),
        }


class Desks:
    """The desk of now, and of earlier moments that links ask for.

    Of a large store the moment shown is the latest that is prepared; a later one is prepared apart meanwhile.
    """

    def __init__(self, path: str | Path, settings: Settings) -> None:
        """Open the store.

        Raises:
            StoreMissing: if there is none.
        """
        from dragoman.views.web.prepared import Apart

        self.settings = settings
        self._path = path
        self._lock = threading.Lock()
        self._apart = Apart(settings.band)
        self._now = self._desk(Store.open(path))
        self._opened = time.monotonic()
        self._seen = float("-inf")  # the first request looks again, and so begins what has to be prepared
        self._earlier = Kept(MOMENTS)

    def at(self, as_of: str | None = None, *, newest: bool = False) -> Desk:
        """The desk of the latest batch, or of an earlier one.

        Args:
            as_of: number of a batch, as a permanent link carries it.
            newest: the last batch of the store, prepared or not: for pages that show what was just written.
        Raises:
            InputError: if it is no number.
            StoreError: if the store has no such batch.
        """
        if as_of is None:
            now = self._latest()
            return now if not newest or now.newest == now.batch else self._as_of(now.newest)
        if not as_of.isascii() or not as_of.isdigit() or len(as_of) > 12:
            raise InputError(f"as_of={as_of[:40]!r}; expected the number of a batch, such as {self._now.batch}.")
        return self._now if int(as_of) == self._now.batch else self._as_of(int(as_of))

    def changed(self) -> None:
        """Look at the store again at the next request: something was just written."""
        self._seen = float("-inf")

    def close(self) -> None:
        """End what is being prepared."""
        self._apart.end()

    def _as_of(self, batch: int) -> Desk:
        return self._earlier.get(batch, lambda: Desk(Store.open(self._path, as_of=batch), self.settings))

    def _desk(self, found: Store) -> Desk:
        """The desk to show of a store as it is now: of its latest batch, or of the latest that is prepared."""
        from dragoman.views.web.prepared import large, latest_prepared, prepared

        slow = None
        shown = found
        if prepared(found) is None and large(found):
            failed = self._apart.failed(found)
            earlier = None if failed else latest_prepared(found)
            shown = Store.open(self._path, as_of=earlier) if earlier else found
            slow = f"the events could not be prepared: {failed}" if failed else None if earlier else PREPARING
        made = Desk(shown, self.settings)
        made.newest, made.slow = found.batches[-1] if found.batches else 0, slow
        return made

    def _latest(self) -> Desk:
        from dragoman.views.web.prepared import large, prepared

        moment = time.monotonic()
        if moment - self._seen < FRESH:
            return self._now
        with self._lock:
            if moment - self._seen >= FRESH:
                found = Store.open(self._path)
                if prepared(found) is None and large(found):
                    self._apart.begin(found)
                made = self._desk(found)
                if made.batch != self._now.batch or self._now.outdated(moment - self._opened):
                    self._now, self._opened = made, moment
                else:
                    self._now.newest, self._now.slow = made.newest, made.slow
                self._seen = time.monotonic()
            return self._now
