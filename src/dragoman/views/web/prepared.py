"""Events in the orders in which pages ask for them, beside the store: what makes pages quick over millions.

`prepare` writes them once for a batch, into `prepared/` of the store's folder; everything in there may be removed at any
time. Pages work without, more slowly. Parquet keeps the least and most value of each group of rows, so that files
sorted by pair or by day are read in part.

    prepared/batch-12/by_pair.parquet   events by source, target, day; what their own data set tells comes along
                      by_day.parquet    the same, latest first
                      outlets.parquet   who told them, by source and target
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from dragoman.store import Store

__all__ = ["prepare", "prepare_apart", "prepared"]

ROWS_OF_A_GROUP: Final = 20_480  # few enough that a pair reads little; swept 10,240 to 122,880 on 10 million events
WORTH: Final = 200_000  # rows of events from which preparing is worth its time


def prepared(store: Store) -> Path | None:
    """Folder with the prepared events of exactly these batches; None if there is none."""
    if not store.batches:
        return None
    folder = store.path / "prepared" / f"batch-{store.batches[-1]}"
    return folder if folder.is_dir() else None


def prepare(store: Store) -> Path | None:
    """Write the events of a store in the orders in which pages ask; at once if they are there.

    Args:
        store: open, with all its data sets.
    Returns:
        The folder; None if the store is empty.
    """
    if not store.batches or (there := prepared(store)):
        return there if store.batches else None
    folder = store.path / "prepared" / f"batch-{store.batches[-1]}"
    working = folder.with_suffix(".new")
    shutil.rmtree(working, ignore_errors=True)
    working.mkdir(parents=True)
    events = (
        "SELECT e.*, n.file AS native_file, n.line AS native_line, n.url AS native_url "
        "FROM events e LEFT JOIN native_events n ON n.id = e.id"
    )
    store.copy(f"{events} ORDER BY e.source, e.target, e.day, e.id", working / "by_pair.parquet", rows=ROWS_OF_A_GROUP)
    store.copy(f"{events} ORDER BY e.day DESC NULLS LAST, e.id", working / "by_day.parquet", rows=ROWS_OF_A_GROUP)
    store.copy(
        "SELECT * FROM outlets ORDER BY source, target, event", working / "outlets.parquet", rows=ROWS_OF_A_GROUP
    )
    shutil.rmtree(working / "spill", ignore_errors=True)
    working.replace(folder)
    for old in folder.parent.iterdir():
        if old != folder and old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
    return folder


def prepare_apart(path: Path) -> subprocess.Popen[bytes] | None:
    """Prepare in a process of its own, which ends with this one; None if there is nothing to do."""
    store = Store.open(path)
    if prepared(store) or not store.batches:
        return None
    n = int(store.query("SELECT count(*) AS n FROM raw_events")["n"][0].as_py())
    if n < WORTH:
        return None
    words = [sys.executable, "-c", "from dragoman.views.web.prepared import alone; alone()", str(path)]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603


def alone() -> None:
    """Prepare the store named by the first argument."""
    from dragoman.store import _end_with_parent

    _end_with_parent()
    prepare(Store.open(sys.argv[1]))
