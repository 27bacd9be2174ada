"""Invented series of signed weights: levels, volumes and turns that a test sets."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.relations.turn_series import SignedSeries

FIRST = date(2001, 1, 1)


def made(n_pairs: int = 40, n_days: int = 730, *, seed: int = 1, volume: float = 100.0) -> np.ndarray:
    """Pairs without any turn: heavy-tailed days around a level of their own."""
    random = np.random.default_rng(seed)
    size = volume * np.linspace(0.5, 2, n_pairs)[:, None]
    return size * (0.5 + random.standard_t(3, (n_pairs, n_days)))


def series_of(weights: np.ndarray) -> SignedSeries:
    """The series of such an array; pairs are A00-B00, A01-B01 ..."""
    pairs = tuple((f"A{i:02d}", f"B{i:02d}") for i in range(len(weights)))
    return SignedSeries(pairs, FIRST, weights)


def write(path: Path, weights: np.ndarray, *, swap: bool = False) -> Path:
    """The series as a file; days that are NaN are missing."""
    series = series_of(weights)
    rows = [
        (FIRST + timedelta(days=int(t)), *(pair[::-1] if swap else pair), float(weights[i, t]))
        for i, pair in enumerate(series.pairs)
        for t in np.flatnonzero(np.isfinite(weights[i]))
    ]
    day, a, b, w = zip(*rows, strict=True)
    pq.write_table(pa.table({"date": pa.array(day), "a": a, "b": b, "w": w}), path)
    return path
