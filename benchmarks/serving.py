"""Speed of the dashboard over 10 million generated events: prints JSON.

    python benchmarks/serving.py [--events 10000000] [--folder FOLDER] [--pages 300]

Events of a generated data set go straight into the store's tables. Then `dragoman serve` runs as users start it; 10
clients ask for pair and events pages as JSON, each address once, so that no answer is merely kept (`pages`). Then one
client asks for the other pages as HTML (`first_ms`: the first of its kind, `later_p95_ms`: of other states or years)
and for events under each filter (`filters`). `pair_query_p50_ms` is a bare query of one pair over the same files, alone
and without a server; `cpu_ms_a_page` is what a page of `pages` takes of a core, whatever else runs; `load` that of the
machine, before and after, in processes that run or wait.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import psutil

from dragoman.records import Event, NativeEvent, Run, schema_of
from dragoman.store import Store
from dragoman.views.web.prepared import prepare, prepared

CLIENTS = 10
STATES = [
    "TUR",
    "RUS",
    "UKR",
    "USA",
    "CHN",
    "DEU",
    "FRA",
    "GBR",
    "IRN",
    "IRQ",
    "SYR",
    "ISR",
    "SAU",
    "EGY",
    "IND",
    "PAK",
    "JPN",
    "KOR",
    "PRK",
    "POL",
    "ITA",
    "ESP",
    "GRC",
    "BGR",
    "ROU",
    "HUN",
    "SRB",
    "GEO",
    "ARM",
    "AZE",
    "KAZ",
    "UZB",
    "AFG",
    "YEM",
    "QAT",
    "ARE",
    "JOR",
    "LBN",
    "LBY",
    "TUN",
    "MAR",
    "DZA",
    "SDN",
    "ETH",
    "SOM",
    "KEN",
    "NGA",
    "ZAF",
    "BRA",
    "ARG",
    "MEX",
    "CAN",
    "AUS",
    "IDN",
    "PHL",
    "VNM",
    "THA",
    "MYS",
]
ROWS = """
WITH drawn AS (
    SELECT i, list_extract($states, 1 + CAST(floor({n} * pow(random(), 2.5)) AS INT)) AS source,
           list_extract($states, 1 + CAST(floor({n} * pow(random(), 2.5)) AS INT)) AS target,
           DATE '1995-01-01' + CAST(floor(i * 11000.0 / {total}) AS INT) AS day,
           CAST(floor(random() * 4) AS INT) AS q
    FROM range({first}, {last}) t(i)
)
SELECT 'E' || printf('%016x', i) AS id, 'generated' AS dataset, source, target, source <> target AS between_states,
       list_extract(['CONSULT', 'COOPERATE', 'ACCUSE', 'ASSAULT'], q + 1) AS act, CAST(q + 1 AS BIGINT) AS quad,
       list_extract([4.0, 7.0, -2.0, -9.0], q + 1)::DOUBLE AS intensity, 'actual' AS status, day, 'day' AS day_precision,
       1::BIGINT AS n_reports, 1::BIGINT AS n_articles, 1::BIGINT AS n_publishers, false AS headline_only,
       CAST(NULL AS DOUBLE) AS confidence, 1::BIGINT AS n_sources, '' AS first_report, CAST(NULL AS DATE) AS first_published,
       day AS last_day, CAST([] AS VARCHAR[]) AS variants
FROM drawn ORDER BY i
"""
NATIVE = """
SELECT 'E' || printf('%016x', i) AS id, 'generated' AS dataset, 'generated.csv' AS file, CAST(i AS BIGINT) AS line,
       '040' AS code, 'Place ' || (i % 997) || ', Province ' || (i % 31) AS place, 'outlet ' || (i % 500) AS publisher, 'https://example.org/' || i AS url
FROM range({first}, {last}) t(i)
"""


def generate(folder: Path, events: int, *, step: int = 1_000_000) -> None:
    """Fill a store with events and the rows of their data set, `step` a batch."""
    import pyarrow as pa

    connection = duckdb.connect()
    connection.execute("SELECT setseed(0.5)").fetchall()
    run = Run(id="benchmark", started=datetime.now(UTC), coder="none", ontology="PLOVER-2021", settings="{}")
    with Store.create(folder).writing(run) as writer:
        for first in range(0, events, step):
            last = min(first + step, events)
            words = {"first": first, "last": last, "total": events, "n": len(STATES)}
            made = connection.sql(ROWS.format(**words), params={"states": list(STATES)}).to_arrow_table()
            native = connection.sql(NATIVE.format(**words)).to_arrow_table()
            for field in schema_of(NativeEvent):
                if field.name not in native.column_names:
                    native = native.append_column(field.name, pa.nulls(native.num_rows, field.type))
            tables = {
                kind: table.select(schema_of(kind).names).cast(schema_of(kind))
                for kind, table in ((Event, made), (NativeEvent, native))
            }
            writer.commit(tables=tables)


def addresses(n: int) -> list[tuple[str, str]]:
    """Kind and address of `n` pages of each kind, all different."""
    draw = random.Random(7)
    pairs = [(a, b) for a in STATES for b in STATES if a != b]
    draw.shuffle(pairs)
    acts = ("CONSULT", "COOPERATE", "ACCUSE", "ASSAULT")
    made = []
    for i in range(n):
        a, b = pairs[i % len(pairs)]
        y = draw.randint(1996, 2023)
        made.append(("pair", f"/pair/{a}/{b}?format=json&from={y}-01-01&to={y}-03-31"))
        filters = (
            f"actor={a}&target={b}&from={y}-01-01",
            f"actor={a}&act={draw.choice(acts)}&to={y}-12-31",
            f"target={b}&from={y}-03-01&to={y + 1}-06-30",
            f"act={draw.choice(acts)}&from={y}-{draw.randint(1, 12):02d}-01",
        )
        made.append(("events", f"/events?format=json&{filters[i % len(filters)]}"))
    return made


def others() -> dict[str, list[str]]:
    """Addresses of the pages that look at all states at once, by kind; each address once."""
    some = STATES[:20]
    return {
        "world": [f"/world?state={a}" for a in some],
        "world, levels of the state": [f"/world?state={a}&way=from" for a in some],
        "state": [f"/state/{a}" for a in some],
        "triangle": [f"/triangle/{a}/{b}/{c}" for a, b, c in zip(some, STATES[20:], STATES[30:], strict=False)],
        "network": [f"/network?year={y}" for y in range(2004, 2024)],
        "pair as HTML": [f"/pair/{a}/{b}" for a, b in zip(some, STATES[20:], strict=False)],
        "event": [f"/event/E{i:016x}" for i in range(0, 1000, 100)],
        "group of states": [f"/pair/{a}/NATO" for a in some[:5]],
        "pairs": ["/pairs", "/pairs?dataset=generated"],
    }


def filtered() -> dict[str, list[str]]:
    """Addresses of events under each filter alone, over the whole store."""
    head = "/events?format=json&"
    return {
        "no filter": [head + f"start={40 * i}" for i in range(20)],
        "page 1000": [head + f"start={39_960 + 40 * i}" for i in range(20)],
        "page 1000 of an actor": [head + f"start=39960&actor={a}" for a in STATES[:20]],
        "actor": [head + f"actor={a}" for a in STATES[:20]],
        "target": [head + f"target={a}" for a in STATES[:20]],
        "act": [head + f"act={a}" for a in ("CONSULT", "COOPERATE", "ACCUSE", "ASSAULT")],
        "class": [head + f"quad={q}" for q in (1, 2, 3, 4)],
        "status": [head + f"status={s}" for s in ("all", "actual", "historical", "future", "hypothetical", "negated")],
        "outlet": [head + f"publisher=outlet+{i}" for i in range(20)],
        "outlet, actor and class": [head + f"publisher=outlet+{i}&actor={STATES[i]}&quad=4" for i in range(20)],
        "place": [head + f"place={p}" for p in ("Place+1", "place+77", "Place+300", "Province+7", "Nowhere")],
        "words": [head + f"q={w}" for w in ("talks", "sanctions", "border", "visit", "gas")],
    }


def alone(base: str, asked: dict[str, list[str]], memory: list[int], server: psutil.Process) -> dict[str, Any]:
    """Milliseconds of some addresses, one after the other: the first, and the 95th percentile of those after it."""
    told = {}
    for kind, addresses in asked.items():
        taken = [ask(base + address)[0] for address in addresses]
        memory.append(server.memory_info().rss)
        told[kind] = {"first_ms": round(taken[0], 1), "later_p95_ms": percentile(taken[1:], 0.95), "n": len(taken)}
    return told


def ask(address: str) -> tuple[float, int]:
    """Milliseconds and size of an answer."""
    start = time.perf_counter()
    with urllib.request.urlopen(address, timeout=600) as answer:  # noqa: S310 - our own server
        size = len(answer.read())
    return 1000 * (time.perf_counter() - start), size


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(int(share * len(ordered)), len(ordered) - 1)], 1)


def under_load(
    base: str, asked: list[tuple[str, str]], memory: list[int], server: psutil.Process
) -> dict[str, list[float]]:
    """Milliseconds of each kind of page, with all clients at once."""
    taken: dict[str, list[float]] = {"pair": [], "events": []}
    waiting, lock = iter(asked), threading.Lock()

    def client() -> None:
        while True:
            with lock:
                kind, address = next(waiting, ("", ""))
            if not address:
                return
            ms, _ = ask(base + address)
            with lock:
                taken[kind].append(ms)
                memory.append(server.memory_info().rss)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def measure(folder: Path, pages: int) -> dict[str, Any]:
    begun = time.perf_counter()
    words = "from dragoman.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", words, "serve", "--store", str(folder), "--port", "0"], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            listening = time.perf_counter() - begun
            base = line.split()[-1].rstrip("/")
            first_ms, _ = ask(base + "/")
            from_start = time.perf_counter() - begun
            server, memory = psutil.Process(process.pid), []
            looked = alone(base, others(), memory, server)
            asked = addresses(pages + CLIENTS)
            for _, address in asked[: 2 * CLIENTS]:  # warm
                ask(base + address)
            before = sum(server.cpu_times()[:2])
            taken = under_load(base, asked[2 * CLIENTS :], memory, server)
            busy = sum(server.cpu_times()[:2]) - before
            narrowed = alone(base, filtered(), memory, server)
        finally:
            process.terminate()
            process.wait(20)
    return {
        "seconds_to_listening": round(listening, 2),
        "first_page_ms": round(first_ms, 1),
        "seconds_from_start_to_first_page": round(from_start, 2),
        "pages": {
            kind: {
                "n": len(ms),
                "p50_ms": percentile(ms, 0.5),
                "p95_ms": percentile(ms, 0.95),
                "most_ms": round(max(ms), 1),
            }
            for kind, ms in taken.items()
        },
        "cpu_ms_a_page": round(1000 * busy / sum(len(ms) for ms in taken.values()), 1),
        "others": looked,
        "filters": narrowed,
        "server_mb": round(max(memory) / 1e6),
    }


def bare(folder: Path, pages: int) -> dict[str, float]:
    """The pages' main query alone, over the same files: median milliseconds."""
    store = Store.open(folder)
    reader = Store(store.path, store.batches, prepared=prepared(store))
    taken = []
    pairs = [(a, b) for a in STATES for b in STATES if a != b][:pages]
    for a, b in pairs:
        start = time.perf_counter()
        reader.query(
            "SELECT date_trunc('month', day), quad, count(*) FROM events WHERE source = $a AND target = $b GROUP BY ALL",
            {"a": a, "b": b},
        )
        taken.append(1000 * (time.perf_counter() - start))
    return {"pair_query_p50_ms": percentile(taken, 0.5)}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--events", type=int, default=10_000_000)
    words.add_argument("--folder", type=Path, help="keep the store here, or take the one that is here")
    words.add_argument("--pages", type=int, default=300, help="of each kind")
    given = words.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp()) / "store"
    try:
        if not (folder / "store.json").exists():
            generate(folder, given.events)
        store = Store.open(folder)
        begun = time.perf_counter()
        there = prepared(store) is not None
        prepare(store)
        told = {
            "events": store.count(Event),
            "prepare_seconds": None if there else round(time.perf_counter() - begun, 1),
            "load": round(psutil.getloadavg()[0], 1),
        }
        told |= {**measure(folder, given.pages), **bare(folder, 50), "clients": CLIENTS}
        print(json.dumps({**told, "load_after": round(psutil.getloadavg()[0], 1)}))
    finally:
        if given.folder is None:
            shutil.rmtree(folder.parent)


if __name__ == "__main__":
    main()
