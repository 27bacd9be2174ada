"""Events in the orders in which pages ask for them, beside the store: what makes pages quick over millions.

`prepare` writes them once for a batch, into `prepared/` of the store's folder; everything in there may be removed at any
time. Pages work without, more slowly. Parquet keeps the least and most value of each group of rows, so that files
sorted by pair or by day are read in part.

    prepared/batch-12/by_pair.parquet   events by source, target, day; what their own data set tells comes along
                      by_day.parquet    the same, latest first
                      outlets.parquet   who told them, by source and target
                      months.parquet    how many stand in levels, by pair and month
                      ...               what `keeping` works out from them
                      whole.json        of which batches and columns they are made, and the size of each file: written last

A correction is a batch too: whatever changes what pages show makes the folder of the batch before stale.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import DragomanError
from dragoman.records import Event
from dragoman.store import Store, stored_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Apart", "alone", "large", "latest_prepared", "prepare", "prepared"]

MADE_AS: Final = 4  # raise it when other files or columns are written: folders made before are made again
ROWS_OF_A_GROUP: Final = 20_480  # few enough that a pair reads little; swept 10,240 to 122,880 on 10 million events
WORTH: Final = 200_000  # rows of events from which preparing is worth its time
BUSY: Final = 75  # what `alone` returns when another process prepares the same store
RESTS: Final = (
    1.0  # of the time that preparing took, until a later batch is prepared: a store that grows leaves the machine half
)
AGAIN: Final = 20.0  # seconds after which it is asked again whether that one is ready


def prepared(store: Store) -> Path | None:
    """Folder with the prepared events of exactly these batches; None if there is none, or a torn or older one."""
    if not store.batches:
        return None
    folder = _folder(store.path, store.batches[-1])
    return folder if _whole(folder, store.batches) else None


def latest_prepared(store: Store) -> int | None:
    """The last batch of the store, not later than what is seen, whose events are prepared; None if none is."""
    for batch in sorted((b for b in _batches_in(store.path / "prepared") if b in store.batches), reverse=True):
        if _whole(_folder(store.path, batch), [b for b in store.batches if b <= batch]):
            return batch
    return None


def large(store: Store) -> bool:
    """Whether a store has so many events that preparing them is worth its time."""
    return bool(store.batches) and _rows(store.path, store.batches[-1]) >= WORTH


def prepare(store: Store, *, band: float = 0.90) -> Path | None:
    """Write the events of a store in the orders in which pages ask; at once if they are there.

    What an interrupted call left of the same batch is gone on with, step by step; of another it is removed. The folder
    of the batch before stays for those who still read it; older ones go.

    Args:
        store: open, with all its data sets.
        band: probability inside the bands of levels that are kept.
    Returns:
        The folder; None if the store is empty.
    Raises:
        StoreBusy: if another process prepares this store.
        StoreError: if the store cannot be read, or its folder not written.
    """
    import filelock

    from dragoman.errors import StoreBusy
    from dragoman.store import explained

    if not store.batches or (there := prepared(store)):
        return there if store.batches else None
    try:
        (store.path / "prepared").mkdir(exist_ok=True)
        with filelock.FileLock(store.path / "prepared" / "writer.lock", timeout=0):
            return _prepare(store, band)
    except filelock.Timeout as cause:
        raise StoreBusy(f"Another process prepares the events of {store.path} for pages; wait for it.") from cause
    except OSError as cause:
        raise explained(cause, store.path) from cause


def _prepare(store: Store, band: float) -> Path:
    from dragoman.views.web.keeping import keep, step

    folder = _folder(store.path, store.batches[-1])
    working = folder.with_suffix(".new")
    made_of = json.dumps({**_made_of(store.batches), "band": band})
    for torn in folder.parent.glob("*.new"):
        if torn != working or _text(working / "begun.json") != made_of:
            shutil.rmtree(torn)
    if not working.exists():
        working.mkdir()
        (working / "begun.json").write_text(made_of, encoding="utf-8")
    events = (
        "SELECT e.*, n.file AS native_file, n.line AS native_line, n.url AS native_url "
        "FROM events e LEFT JOIN native_events n ON n.id = e.id"
    )
    for name, statement in (
        ("by_pair", f"{events} ORDER BY e.source, e.target, e.day, e.id"),
        ("by_day", f"{events} ORDER BY e.day DESC NULLS LAST, e.id"),
        ("outlets", "SELECT * FROM outlets ORDER BY source, target, event"),
        ("months", "SELECT * FROM months ORDER BY source, target, period, dataset"),
    ):
        step(working / f"{name}.parquet", partial(store.copy, statement, rows=ROWS_OF_A_GROUP))
    keep(Store(store.path, store.batches, prepared=working), working, band)
    for spilled in list(working.rglob("spill")):
        shutil.rmtree(spilled, ignore_errors=True)
    (working / "begun.json").unlink()
    sizes = {p.relative_to(working).as_posix(): p.stat().st_size for p in working.rglob("*") if p.is_file()}
    told = {**_made_of(store.batches), "files": sizes}
    (working / "whole.json").write_text(json.dumps(told), encoding="utf-8")
    if folder.exists():  # torn, or made by an earlier version
        shutil.rmtree(folder)
    working.replace(folder)
    for old in sorted(b for b in _batches_in(folder.parent) if b != store.batches[-1])[:-1]:
        shutil.rmtree(_folder(store.path, old), ignore_errors=True)
    return folder


def _text(file: Path) -> str | None:
    """What a small file says; None if it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def _folder(path: Path, batch: int) -> Path:
    return path / "prepared" / f"batch-{batch}"


def _batches_in(folder: Path) -> Iterator[int]:
    """Numbers of the batches that have a folder there, whole or not."""
    if folder.is_dir():
        for place in folder.iterdir():
            number = place.name.removeprefix("batch-")
            if place.name.startswith("batch-") and number.isascii() and number.isdigit():
                yield int(number)


def _made_of(batches: tuple[int, ...] | list[int]) -> dict[str, Any]:
    """What prepared events depend on."""
    return {
        "made_as": MADE_AS,
        "last": batches[-1],
        "batches": len(batches),
        "columns": list(stored_schema(Event).names),
    }


def _whole(folder: Path, batches: tuple[int, ...] | list[int]) -> bool:
    """Whether a folder is of these batches and this version, and every file has the size that it was written with."""
    try:
        told = json.loads((folder / "whole.json").read_text(encoding="utf-8"))
        if any(told[name] != value for name, value in _made_of(batches).items()):
            return False
        return all((folder / name).stat().st_size == size for name, size in told["files"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


@lru_cache(maxsize=64)
def _rows(path: Path, _batch: int) -> int:
    """Rows of the table of events, those of withdrawn and merged ones too."""
    return int(Store.open(path).query("SELECT count(*) AS n FROM raw_events")["n"][0].as_py())


class Apart:
    """Preparing in a process of its own, which ends with this one: one at a time, and not again what failed."""

    def __init__(self, band: float) -> None:
        """Take the probability inside bands; nothing begins yet."""
        self._band = band
        self._process: subprocess.Popen[str] | None = None
        self._batch = 0
        self._failed: tuple[int, str] | None = None
        self._begun = self._not_before = float("-inf")

    def begin(self, store: Store) -> bool:
        """Prepare a store unless something is being prepared, or preparing this batch failed; whether it began."""
        if self._process is not None and not self._ended():
            return False
        if not store.batches or self.failed(store) or time.monotonic() < self._not_before:
            return False
        words = [sys.executable, "-c", "from dragoman.views.web.prepared import alone; alone()"]
        self._process = subprocess.Popen(  # noqa: S603
            [*words, str(store.path), repr(self._band)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._batch, self._begun = store.batches[-1], time.monotonic()
        return True

    def failed(self, store: Store) -> str | None:
        """Why this batch could not be prepared; None if it was not tried or is being prepared."""
        if self._process is not None:
            self._ended()
        return self._failed[1] if self._failed and store.batches and self._failed[0] == store.batches[-1] else None

    def end(self) -> None:
        """End the process, if one runs: what it wrote so far is gone on with the next time."""
        if self._process is not None:
            self._process.terminate()
            self._process.communicate()
            self._process = None

    def wait(self, seconds: float) -> None:
        """Wait until the process ends, at most so long."""
        if self._process is not None:
            self._process.wait(seconds)

    def _ended(self) -> bool:
        process = self._process
        if process is None or process.poll() is None:
            return process is None
        told = process.communicate()[1].strip().splitlines()
        self._not_before = time.monotonic() + RESTS * (time.monotonic() - self._begun)
        if process.returncode == BUSY:
            self._not_before = time.monotonic() + AGAIN
        elif process.returncode:
            self._failed = self._batch, told[-1] if told else f"the process ended with {process.returncode}"
        self._process = None
        return True


def alone() -> None:
    """Prepare the store named by the first argument, with the band of the second."""
    import os

    from dragoman.errors import StoreBusy
    from dragoman.store import end_with_parent

    end_with_parent()
    if hasattr(os, "nice"):
        os.nice(5)  # whoever looks at pages goes first
    try:
        prepare(Store.open(sys.argv[1]), band=float(sys.argv[2]))
    except StoreBusy as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(BUSY)
    except DragomanError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
