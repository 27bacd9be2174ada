"""How long does exact frustration take, and where is it not exact? Prints JSON.

    python benchmarks/network.py --seconds 60
    python benchmarks/network.py --icews icews_2018_q4.parquet

Graphs hold two hidden camps; a share of their edges, drawn at random, contradicts them: "flaws". At one half the signs
are pure chance, the hardest case. With --icews the network of an ICEWS file is made and measured too.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.relations.frustration import frustration
from dragoman.relations.levels import Measure
from dragoman.relations.network import Choices
from dragoman.relations.network_periods import network_of_counts

SIZES = ((50, 250), (100, 1_000), (200, 4_000))
FLAWS = (0.05, 0.10, 0.20, 0.30, 0.50)
COUNTED = """
SELECT "Source Country" AS source, "Target Country" AS target, date_trunc('month', "Event Date") AS period,
       sum(CASE WHEN root BETWEEN 1 AND 5 THEN 1 ELSE 0 END) AS verbal_cooperation,
       sum(CASE WHEN root BETWEEN 6 AND 8 THEN 1 ELSE 0 END) AS material_cooperation,
       sum(CASE WHEN root BETWEEN 9 AND 13 THEN 1 ELSE 0 END) AS verbal_conflict,
       sum(CASE WHEN root > 13 THEN 1 ELSE 0 END) AS material_conflict
FROM (SELECT *, CAST(substr("CAMEO Code", 1, 2) AS INT) AS root FROM read_parquet($file))
WHERE length("Source Country") > 0 AND length("Target Country") > 0 AND "Event Date" >= DATE '2018-10-01'
GROUP BY ALL ORDER BY ALL
"""


def graph_of(n: int, m: int, flaws: float, seed: int) -> np.ndarray:
    """A signed graph of n states and m edges."""
    random = np.random.default_rng(seed)
    i, j = np.triu_indices(n, 1)
    there = random.choice(len(i), m, replace=False)
    camps = random.choice([-1.0, 1.0], n)
    i, j = i[there], j[there]
    graph = np.zeros((n, n))
    graph[i, j] = graph[j, i] = camps[i] * camps[j] * np.where(random.random(m) < flaws, -1, 1)
    return graph


def exact(seconds: float, repeats: int) -> list[dict[str, Any]]:
    told = []
    for n, m in SIZES:
        for flaws in FLAWS:
            runs = [frustration(graph_of(n, m, flaws, seed), seconds=seconds) for seed in range(repeats)]
            told.append(
                {
                    "states": n,
                    "edges": m,
                    "flaws": flaws,
                    "runs": repeats,
                    "proved": sum(r.proved for r in runs),
                    "seconds": [round(r.seconds, 2) for r in runs],
                    "frustration": [r.tension for r in runs],
                    "at_least": [r.bound for r in runs],
                    "largest_gap": round(max((r.tension - r.bound) / r.tension if r.tension else 0 for r in runs), 4),
                }
            )
    return told


def counted_rows(file: Path) -> list[dict[str, Any]]:
    """Events between two countries by pair, month and quad class of their CAMEO root."""
    import duckdb

    answer = duckdb.execute(COUNTED, {"file": str(file)})
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def icews(file: Path, measure: Measure) -> dict[str, Any]:
    """The network of the quarter; the file's events counted by quad class of their CAMEO root."""
    rows = counted_rows(file)
    began = time.perf_counter()
    made = network_of_counts(rows, choices=Choices(measure=measure))
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "states": len(made.states),
        "friends": sum(e.sign > 0 for e in made.edges),
        "foes": sum(e.sign < 0 for e in made.edges),
        "undecided": sum(e.sign == 0 for e in made.edges),
        "left_out": made.left_out,
        "frustrated": made.frustrated,
        "at_least": made.frustrated_at_least,
        "communities": made.communities,
        "modularity": made.modularity,
        "balance": {
            b.name: {
                "value": b.value,
                "median": b.median,
                "interval": [b.low, b.high],
                "beats_chance": b.beats_chance,
                "switch": {"z": b.switch.z, "p": b.switch.p} if b.switch else None,
                "shuffle": {"z": b.shuffle.z, "p": b.shuffle.p} if b.shuffle else None,
            }
            for b in made.balance
        },
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each graph")
    parser.add_argument("--repeats", type=int, default=3, help="graphs of each kind")
    parser.add_argument("--icews", type=Path, help="an ICEWS file as parquet")
    given = parser.parse_args()
    found: dict[str, Any] = {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}
    if given.icews:
        found["icews"] = {measure: icews(given.icews, measure) for measure in ("L2", "L0")}
    else:
        found["exact"] = exact(given.seconds, given.repeats)
    found["peak_megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(found, indent=1))
