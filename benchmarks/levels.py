"""Speed and memory of measure L2, its daily update, and statsmodels' state-space model pair by pair beside it.

Prints JSON. `--quick` takes a tenth of the pairs. Bands are checked on the same simulated pairs.

    python benchmarks/levels.py > levels.json
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from importlib.util import find_spec
from typing import Any

import numpy as np

from dragoman.relations.affinity import fit

MONTHS = 120
SAMPLE = 40  # pairs for statsmodels


def simulated(pairs: int, periods: int, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """Affinities and quad-class counts: volumes of all sizes, bursts, quiet stretches, pairs that begin late."""
    random = np.random.default_rng(seed)
    drift = random.choice([0.01, 0.05, 0.2, 0.5], pairs)
    steps = random.standard_normal((pairs, periods)) * drift[:, None]
    steps[:, 0] = 0.5 + random.standard_normal(pairs)
    affinity = np.cumsum(steps, axis=1)
    volume = np.exp(random.normal(1.0, 1.3, pairs))[:, None] * np.exp(random.normal(0, 0.5, affinity.shape))
    n = random.poisson(volume * np.where(random.random(affinity.shape) < 0.03, 20, 1))
    at = np.arange(periods)
    for begin, length in ((random.integers(0, periods, pairs), random.integers(3, 9, pairs)) for _ in range(2)):
        n[(at >= begin[:, None]) & (at < (begin + length)[:, None])] = 0
    shown = affinity + 0.5 * random.standard_normal(affinity.shape)
    c = random.binomial(n, 1 / (1 + np.exp(-shown)))
    counts = np.empty((*n.shape, 4), np.int32)
    counts[..., 0] = random.binomial(c, 0.7)
    counts[..., 1] = c - counts[..., 0]
    counts[..., 2] = random.binomial(n - c, 0.5)
    counts[..., 3] = n - c - counts[..., 2]
    return affinity, counts


def coverage(fitted: Any, affinity: np.ndarray) -> dict[str, float]:
    """Share of 90 % bands that hold the truth."""
    truth, told = np.tanh(affinity / 2), {}
    for name, hindsight in (("filtered", False), ("smoothed", True)):
        level, low, high = fitted.levels(hindsight=hindsight)
        told[name] = float(((low <= truth) & (truth <= high))[~np.isnan(level)].mean())
    return told


def one_by_one(counts: np.ndarray) -> dict[str, Any]:
    """Statsmodels' local level on the empirical log-odds, one pair after another: parameters by maximum likelihood."""
    if find_spec("statsmodels") is None:
        return {"pairs": 0, "why": "statsmodels is not installed"}
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    c, k = counts[..., :2].sum(-1).astype(float), counts[..., 2:].sum(-1).astype(float)
    logit = np.where(c + k > 0, np.log((c + 0.5) / (k + 0.5)), np.nan)
    begun = time.perf_counter()
    for series in logit:
        UnobservedComponents(series, "local level").fit(disp=False)
    seconds = time.perf_counter() - begun
    return {"pairs": len(logit), "seconds": seconds, "seconds_per_pair": seconds / len(logit)}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--quick", action="store_true")
    pairs = 4_000 if words.parse_args().quick else 40_000
    runs = []
    for size in (pairs // 4, pairs // 2, pairs):
        affinity, counts = simulated(size, MONTHS)
        begun = time.perf_counter()
        fitted = fit(counts, days=30.4)
        seconds = time.perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        runs.append(
            {"pairs": size, "months": MONTHS, "seconds": seconds, "peak_megabytes": peak, **coverage(fitted, affinity)}
        )
    begun = time.perf_counter()
    fitted.revised(counts[:, -1] + np.array([1, 0, 0, 0]))
    monthly_update = time.perf_counter() - begun
    sample = counts[np.linspace(0, pairs - 1, SAMPLE).astype(int)]
    beside = one_by_one(sample)
    begun = time.perf_counter()
    fit(sample, fitted.prior, days=30.4)
    ours = time.perf_counter() - begun
    del fitted, affinity
    state = fit(counts[:, :2], days=1).last
    begun = time.perf_counter()
    state.after(counts[:, 2])
    told = {
        "cores": os.cpu_count(),
        "runs": runs,
        "seconds_per_pair_largest_to_smallest": (runs[-1]["seconds"] / pairs) / (runs[0]["seconds"] / (pairs // 4)),
        "update_of_a_month_seconds": monthly_update,
        "update_of_a_day_seconds": time.perf_counter() - begun,
        "statsmodels": beside,
        "same_pairs_with_known_prior_seconds": ours,
    }
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
