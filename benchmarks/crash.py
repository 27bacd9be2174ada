"""Crash drill: is a store that was killed again and again equal to one that never was?

    python benchmarks/crash.py --articles 2000 --kills 25

Reads the same articles into one store without interruption and into another with SIGKILL at random moments, resumed each
time by giving the same command again. Readers open the second store all the while and check that they see whole batches
only. Prints JSON; ends with 1 if a row differs or a reader saw a torn batch.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))  # the module beside this file, wherever this one is called from
import synthetic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.synchronize import Event

    from dragoman.store import Store

COMMAND = (sys.executable, "-c", "from dragoman.cli import main; main()")
TABLES = ("articles", "mentions", "reports", "events", "memberships", "duplicates", "quarantine", "shingles", "stories")
LEFT_OUT = {"batch", "run"}  # which batch and run made a row may differ
ORPHANS = (
    "SELECT (SELECT count(*) FROM reports r WHERE r.article NOT IN (SELECT id FROM articles)) AS reports_without_article, "
    "(SELECT count(*) FROM mentions m WHERE m.article NOT IN (SELECT id FROM articles)) AS mentions_without_article, "
    "(SELECT count(*) FROM reports r WHERE (r.source_mention IS NOT NULL AND r.source_mention NOT IN (SELECT id FROM mentions)) "
    "OR (r.target_mention IS NOT NULL AND r.target_mention NOT IN (SELECT id FROM mentions))) AS reports_without_mention, "
    "(SELECT count(*) FROM memberships m WHERE m.report NOT IN (SELECT id FROM reports)) AS memberships_without_report, "
    "(SELECT count(*) FROM memberships m WHERE m.event NOT IN (SELECT id FROM events)) AS memberships_without_event"
)
COUNTS = " UNION ALL ".join(f"SELECT '{t}' AS name, count(*) AS n FROM {t}" for t in TABLES)


def environment(batch: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DRAGOMAN_")}
    return {**kept, "DRAGOMAN_BATCH_ARTICLES": str(batch)}


def start(news: Path, store: Path, batch: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, "read", str(news), "--store", str(store), "--quiet"], env=environment(batch), stderr=subprocess.PIPE
    )


def finish(reading: subprocess.Popen[bytes]) -> None:
    _, said = reading.communicate()
    if reading.returncode:
        raise SystemExit(f"reading ended with {reading.returncode}: {said.decode()}")


def counts(opened: Store) -> dict[str, int]:
    return {row["name"]: row["n"] for row in opened.query(COUNTS).to_pylist()}


def watch(place: Path, stop: Event, seen: Any) -> None:
    """Open the store again and again; note what is torn, and how many rows it had after which batch."""
    from dragoman.errors import StoreMissing
    from dragoman.store import Store

    openings, counted, torn = 0, {}, []
    while not stop.wait(0.5):
        try:
            opened = Store.open(place)
            (orphans,) = opened.query(ORPHANS).to_pylist()
            found = counts(opened)
        except StoreMissing:
            continue
        except Exception as error:
            torn.append(f"{type(error).__name__}: {error}")
            break
        openings += 1
        batch = opened.batches[-1] if opened.batches else 0
        torn += [f"{n} {name} after batch {batch}" for name, n in orphans.items() if n]
        if counted.setdefault(batch, found) != found:
            torn.append(f"after batch {batch}: first {counted[batch]}, then {found}")
    seen.put((openings, counted, torn))


def not_as_committed(place: Path, counted: dict[int, dict[str, int]]) -> list[str]:
    """What a reader counted after a batch and the finished store, seen as of that batch, does not hold."""
    from dragoman.store import Store

    return [
        f"after batch {batch}: seen {found}, committed {committed}"
        for batch, found in counted.items()
        if batch and (committed := counts(Store.open(place, as_of=batch))) != found
    ]


@contextmanager
def readers(store: Path, n: int, found: list[Any]) -> Iterator[None]:
    """Readers at work while the block runs; what they saw goes into `found`."""
    spawn = multiprocessing.get_context("spawn")
    stop, seen = spawn.Event(), spawn.Queue()
    processes = [spawn.Process(target=watch, args=(store, stop, seen)) for _ in range(n)]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        stop.set()
        found.extend(seen.get(timeout=120) for _ in processes)
        for process in processes:
            process.join()


def kill_until(news: Path, store: Path, batch: int, kills: int, draw: random.Random) -> tuple[int, Counter[str]]:
    """Start, kill at a random moment while it works, start again; give kills that hit and what they hit."""
    hits, moments = 0, Counter()
    while hits < kills:
        reading = start(news, store, batch)
        wait_for(partial(holds, reading, store), reading)
        if hits % 2:  # a batch touches the tables for a short moment only: wait for it, then hit inside
            wait_for((store / "writing.json").exists, reading)
            time.sleep(draw.uniform(0, 0.03))
        else:
            time.sleep(draw.uniform(0, 2.0))
        if reading.poll() is None:
            reading.send_signal(signal.SIGKILL)
            hits += 1
            moments["in a commit" if (store / "writing.json").exists() else "between commits"] += 1
        reading.communicate()
        if reading.returncode == 0:
            break  # all is read: no work is left in which a kill could hit
    return hits, moments


def holds(reading: subprocess.Popen[bytes], store: Path) -> bool:
    """Whether the process has come so far that it holds the store: before that a kill would hit no work."""
    import psutil

    try:
        return any(file.path == str(store / "writer.lock") for file in psutil.Process(reading.pid).open_files())
    except psutil.Error:
        return False


def wait_for(condition: Any, reading: subprocess.Popen[bytes]) -> None:
    while reading.poll() is None and not condition():
        time.sleep(0.002)


def contents(store: Path, table: str) -> Counter[str]:
    from dragoman.store import Store

    rows = Store.open(store).query(f"SELECT * FROM {table}").to_pylist()
    return Counter(
        json.dumps({k: v for k, v in row.items() if k not in LEFT_OUT}, default=str, sort_keys=True) for row in rows
    )


def drill(
    folder: Path, *, articles: int, kills: int, seed: int = 0, batch: int = 20, n_readers: int = 1, paragraphs: int = 4
) -> dict[str, Any]:
    """Both stores, the comparison and what the readers saw."""
    began = time.perf_counter()
    news = synthetic.write(folder / "news.jsonl", articles, seed=seed, paragraphs=paragraphs)
    whole, killed = folder / "whole", folder / "killed"
    finish(start(news, whole, batch))
    seen: list[Any] = []
    hits, moments = 0, Counter()
    with readers(killed, n_readers, seen):
        draw = random.Random(seed)
        hits, moments = kill_until(news, killed, batch, kills, draw)
        finish(start(news, killed, batch))
    tables = {}
    for table in TABLES:
        one, other = contents(whole, table), contents(killed, table)
        tables[table] = {
            "rows": one.total(),
            "only_uninterrupted": (one - other).total(),
            "only_killed": (other - one).total(),
        }
    torn = [words for _, counted, some in seen for words in (*some, *not_as_committed(killed, counted))]
    equal = not any(t["only_uninterrupted"] or t["only_killed"] for t in tables.values())
    return {
        "articles": articles, "batch_articles": batch, "seed": seed, "kills": hits, "moments": dict(moments), "equal": equal,
        "tables": tables, "readers": n_readers, "openings": sum(n for n, _, _ in seen),
        "moments_seen": len({batch for _, counted, _ in seen for batch in counted}), "torn": torn[:20],
        "seconds": round(time.perf_counter() - began, 1),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=25, help="kills that hit while work goes on")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--batch", type=int, default=20, help="articles a batch: small ones give many moments to hit")
    parser.add_argument("--readers", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = drill(
            Path(folder),
            articles=given.articles,
            kills=given.kills,
            seed=given.seed,
            batch=given.batch,
            n_readers=given.readers,
        )
    print(json.dumps(result, indent=1))
    if not result["equal"] or result["torn"] or result["kills"] < given.kills or not result["openings"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
