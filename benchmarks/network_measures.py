"""Which levels foretell better how the pairs of a network get on: affinity (L2), or the balance of the period (L0)?

    python benchmarks/network_measures.py icews_2018_q4.parquet

Prints JSON. Edges are made of October and November; December is foretold. For every edge with news then, and by tiers
of its events: the mean log score of each December event's being cooperative or not (natural log, the draws averaged),
and how often the sign given agrees with the sign of the pair's December balance.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from network import counted_rows

from dragoman.relations.levels import Measure, month_of
from dragoman.relations.network import Choices, network
from dragoman.relations.network_periods import levels_of

LAST = date(2018, 11, 1)
NEXT = date(2018, 12, 1)
TIERS = ((3, 5), (6, 20), (21, 100), (101, 10**9))
SIGNED = 5  # December events from which a pair's balance is held against the sign


def measured(rows: list[dict[str, Any]], measure: Measure) -> dict[str, Any]:
    """Scores of one measure."""
    choices = Choices(measure=measure, nulls=2, seconds=5)
    (levels,) = levels_of([r for r in rows if month_of(r["period"]) <= LAST], [(None, LAST)], choices)
    edges = {(e.a, e.b): (e, at) for at, e in enumerate(network(levels, choices=choices).edges)}
    told: dict[tuple[str, str], list[int]] = {}
    for r in rows:
        if month_of(r["period"]) == NEXT and r["source"] != r["target"]:
            cell = told.setdefault((min(r["source"], r["target"]), max(r["source"], r["target"])), [0, 0])
            cell[0] += int(r["verbal_cooperation"] + r["material_cooperation"])
            cell[1] += int(r["verbal_conflict"] + r["material_conflict"])
    found: dict[str, Any] = {}
    for low, high in TIERS:
        score, n, right, wrong, undecided = 0.0, 0, 0, 0, 0
        for pair, (c, k) in told.items():
            edge, at = edges.get(pair, (None, 0))
            if edge is None or not low <= edge.n_events <= high:
                continue
            share = float(np.clip((1 + levels.draws[:, at]) / 2, 1e-6, 1 - 1e-6).mean())
            score, n = score + c * np.log(share) + k * np.log1p(-share), n + c + k
            if c + k >= SIGNED and abs(c - k) > 0.1 * (c + k):
                sign = 1 if c > k else -1
                right += edge.sign == sign
                wrong += edge.sign == -sign
                undecided += edge.sign == 0
        found[f"{low} to {high}" if high < 10**9 else f"{low} or more"] = {
            "events": n, "log_score": round(score / n, 4), "right": right, "wrong": wrong, "undecided": undecided,
        }  # fmt: skip
    return found


if __name__ == "__main__":
    counts = counted_rows(Path(sys.argv[1]))
    print(json.dumps({m: measured(counts, m) for m in ("L2", "L0")}, indent=1))
