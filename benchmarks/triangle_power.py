"""Would the test of triangles see a realignment that is there, and does it see some that are not? Prints JSON.

    python benchmarks/triangle_power.py --store demo-store --states TUR RUS UKR --trials 300

Each trial has as many events in as many months with news as the two pairs of the store: their monthly numbers, turned
round the calendar at random. Acts are told twice, as joint acts are: half as many independent ones, each counted twice.
In a month drawn at random A-B falls and A-C rises by `size` in the share of cooperation, half of it below and half above
`share`, for good or for a half-year.

- `power`, p at or below 0.05: `searched` over the whole series, as `dragoman triangles A B C` does; `given` the month of
  the realignment, as `--month` does; `given_with_news` the share of those trials in which both pairs have news then.
- `false`, the same shares where there is no realignment: nothing changes; one side alone changes, or the other; both
  change the same way; one changes while the other swings by itself all the time (a mean-reverting walk of its log odds,
  0.94 from month to month, steps of 0.3: now and then it truly rises in that half-year); each steps in a month of its own.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

import numpy as np

import dragoman
from dragoman import statements
from dragoman.relations import standing_on
from dragoman.relations.triangles import AFTER, BEFORE, PairSeries, leaving, monthly, realignment_at

LEVEL = 0.05
SIZES = (0.0, 0.2, 0.4, 0.6, 0.8)


def made(series: PairSeries, shares: list[np.ndarray], totals: list[np.ndarray], random: Any) -> PairSeries:
    """A series of two pairs with these shares of cooperation by month."""
    counts = np.zeros((2, 2, len(series.months)))
    for pair, (share, total) in enumerate(zip(shares, totals, strict=True)):
        acts = np.ceil(total / 2).astype(int)
        kind = random.binomial(acts, share)
        counts[:, pair] = 2 * kind, 2 * (acts - kind)
    return PairSeries((("A", "B"), ("A", "C")), series.months, counts[0], counts[1])


def step(n: int, at: int, change: float, length: int) -> np.ndarray:
    """Minus half the change before the month, plus half from it on, for `length` months."""
    months = np.arange(n)
    return np.where((months >= at) & (months < at + length), change / 2, -change / 2)


def swinging(n: int, random: Any) -> np.ndarray:
    """A share of cooperation that never rests."""
    x = np.zeros(n)
    x[0] = random.normal(0, 0.9)
    for i in range(1, n):
        x[i] = 0.94 * x[i - 1] + random.normal(0, 0.3)
    return np.asarray(1 / (1 + np.exp(-x)))


def trial(
    series: PairSeries, rows: list[int], kind: str, size: float, share: float, length: int, seed: int
) -> dict[str, Any]:
    """The two p of one trial; None where a window has no news."""
    random = np.random.default_rng(seed)
    n = len(series.months)
    totals = [np.roll(series.cooperation[r] + series.conflict[r], int(random.integers(n))) for r in rows]
    at = int(random.integers(BEFORE, n - AFTER))
    left, joined = share + step(n, at, -size, length), share + step(n, at, size, length)
    if kind == "own way":
        apart = [m for m in range(BEFORE, n - AFTER) if abs(m - at) >= BEFORE + AFTER]
        joined = share + step(n, int(random.choice(apart)), size, length)
    elif kind == "A-B alone":
        joined = np.full(n, share)
    elif kind == "A-C alone":
        left = np.full(n, share)
    elif kind == "same way":
        joined = left
    elif kind == "other swings":
        joined = swinging(n, random)
    one = made(series, [np.clip(s, 0.02, 0.98) for s in (left, joined)], totals, random)
    found = leaving(one, "A", "B", "C")
    given = realignment_at(one, "A", "B", "C", series.months[at])
    return {"searched": found.p if found else None, "given": given.p if given else None}


def shares_found(trials: list[dict[str, Any]]) -> dict[str, Any]:
    """Share of trials in which each test finds a realignment; one without news finds none."""
    told: dict[str, Any] = {
        name: round(float(np.mean([t[name] is not None and t[name] <= LEVEL for t in trials])), 3)
        for name in ("searched", "given")
    }
    with_news = [t["given"] <= LEVEL for t in trials if t["given"] is not None]
    return told | {
        "given_with_news": round(float(np.mean(with_news)), 3),
        "no_news_then": round(1 - len(with_news) / len(trials), 3),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", required=True)
    parser.add_argument("--states", nargs=3, default=["TUR", "RUS", "UKR"], metavar=("A", "B", "C"))
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--share", type=float, default=0.5, help="of cooperation, between before and after")
    parser.add_argument("--step", type=float, default=0.8, help="of the share, where there is no realignment")
    parser.add_argument("--times", type=int, default=1, help="as many events as the store has, times this")
    given = parser.parse_args()
    store = standing_on(dragoman.open_store(given.store), None)
    whole = monthly(store.query(statements.BALANCE_COUNTS, {"a": None, "b": None, "by": "month"}).to_pylist())
    a, b, c = given.states
    pairs = [whole.row(a, other) for other in (b, c)]
    if None in pairs:
        raise SystemExit(f"No dated event in one of the pairs {a}-{b} and {a}-{c} of {given.store}.")
    whole = PairSeries(whole.pairs, whole.months, whole.cooperation * given.times, whole.conflict * given.times)
    rows = [row for row in pairs if row is not None]
    answer: dict[str, Any] = {"trials": given.trials, "months": len(whole.months), "times": given.times, "events": [
        int((whole.cooperation + whole.conflict)[row].sum()) for row in rows
    ]}  # fmt: skip

    def run(kind: str, size: float, length: int) -> dict[str, Any]:
        return shares_found([trial(whole, rows, kind, size, given.share, length, seed) for seed in range(given.trials)])

    for name, length in (("for good", len(whole.months)), ("half a year", AFTER)):
        answer[f"power, {name}"] = {size: run("together", size, length) for size in SIZES}
    answer["false"] = {"nothing changes": run("together", 0.0, AFTER)} | {
        kind: run(kind, given.step, len(whole.months))
        for kind in ("A-B alone", "A-C alone", "same way", "other swings", "own way")
    }
    print(json.dumps(answer, indent=1))
