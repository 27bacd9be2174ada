"""How fast are GDELT-like rows imported, against DuckDB reading the same file into Parquet? Prints JSON.

    python benchmarks/importing.py --rows 5000000 --samples gdelt1_events_20160728.tsv

Rows are those of the sample file over and over, each with an id of its own. DuckDB goes first and last, and the mean of
both is taken, since other work on the machine may come and go.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import tempfile
import time
from pathlib import Path
from typing import Any


def write(samples: Path, out: Path, n: int) -> None:
    """A file of n rows, after the sample's rows of 58 columns."""
    lines = [line for line in samples.read_text(encoding="utf-8").splitlines() if line.count("\t") == 57]
    tails = [line[line.index("\t") :] for line in lines]
    with out.open("w", encoding="utf-8") as file:
        for first in range(0, n, len(tails)):
            file.writelines(f"{first + i}{tail}\n" for i, tail in enumerate(tails[: n - first]))


def by_duckdb(path: Path) -> float:
    """Seconds that DuckDB takes to read the file into Parquet."""
    import duckdb

    started = time.perf_counter()
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(
            f"COPY (SELECT * FROM read_csv('{path}', delim = '\t', header = false, quote = '')) TO '{path}.parquet'"
        )
    return time.perf_counter() - started


def by_us(path: str, store: str, answer: Any) -> None:
    """Import in a process of its own, so that its memory is its own."""
    from dragoman.events.importers import import_files
    from dragoman.settings import Settings
    from dragoman.store import Store

    started = time.perf_counter()
    (counts,) = import_files(Store.create(store), [Path(path)], settings=Settings())
    seconds = time.perf_counter() - started
    answer.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, counts.as_dict()))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--samples", type=Path, required=True, help="a GDELT 1.0 file of events")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        path = Path(folder) / "rows.tsv"
        write(chosen.samples, path, chosen.rows)
        before = by_duckdb(path)
        context = multiprocessing.get_context("spawn")
        answer = context.Queue()
        process = context.Process(target=by_us, args=(str(path), str(Path(folder) / "store"), answer))
        process.start()
        seconds, megabytes, counts = answer.get()
        process.join()
        after = by_duckdb(path)
        floor = (before + after) / 2
        print(
            json.dumps(
                {
                    "rows": chosen.rows,
                    "megabytes": round(path.stat().st_size / 1e6),
                    "duckdb_seconds": [round(before, 1), round(after, 1)],
                    "import_seconds": round(seconds, 1),
                    "rows_a_second": round(chosen.rows / seconds),
                    "rate_to_duckdb": round(floor / seconds, 3),
                    "peak_megabytes": round(megabytes),
                    "counts": counts,
                },
                indent=2,
            )
        )


if __name__ == "__main__":
    main()
