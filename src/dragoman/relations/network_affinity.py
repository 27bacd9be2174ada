"""How did the pairs of a period stand, by measure L2? Affinities of undirected pairs, with draws of their whole path.

The level of a pair is its mean over the period's months, from the events up to the period's end, earlier ones too. In a
draw a pair has one class of drift and one path through the months, so that a doubt which lasts is not averaged away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError
from dragoman.relations.affinity import Prior, back, walk
from dragoman.relations.levels import QUIET_DAYS
from dragoman.relations.network_levels import PairLevels, numbered
from dragoman.relations.periods import DAYS, month_of, months_between
from dragoman.relations.pooling import learn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    BoolArray = NDArray[np.bool_]

__all__ = ["levels_of_affinity"]

Pair = tuple[str, str]
Span = tuple[date | None, date | None]
PAIRS_AT_ONCE: Final = 512  # held with their draws; 100 draws of 120 months are 50 MB


def levels_of_affinity(
    counts: Iterable[Mapping[str, Any]],
    spans: Sequence[Span],
    *,
    min_events: int = 3,
    draws: int = 100,
    seed: int = 0,
    only: Pair | None = None,
) -> list[PairLevels]:
    """Levels of several periods from counts of events by month, both directions of a pair together.

        level = mean over months t of tanh(E x[t] / 2),   draws = mean over months of tanh(x[t] / 2)

    Months without a level of L2 (before the pair's first and after its last news, and after a year of silence) do not
    count. What pairs share (`Prior`) is learned from all rows. A pair's draws do not depend on other pairs.

    Args:
        counts: rows of the statement `BALANCE_COUNTS`, of all months: earlier ones inform the level.
        spans: first and last month of each period, any day of it; None: open.
        min_events: a pair with fewer in the period has no edge, whatever was before.
        draws: how many.
        seed: of the draws.
        only: the one pair wanted; all if None.
    Raises:
        InputError: if `min_events` is below 1: no news gives no level.
    Reference:
        Carter, Kohn (1994), On Gibbs sampling for state space models, Biometrika 81(3), for drawing paths backwards; the
        mean over months: None; our choice.
    """
    import numpy as np

    if min_events < 1:
        raise InputError(f"Events asked of a pair: {min_events}; expected 1 or more: a pair without news has no level.")
    pairs, months, array = _gathered(counts)
    if not pairs:
        return [_of_none(draws) for _ in spans]
    prior = learn(array[0], array[1], days=DAYS["month"])
    told = np.concatenate([np.zeros((len(pairs), 1)), array.sum(axis=0).cumsum(axis=1)], axis=1)
    ends = [
        (
            sum(m < month_of(first) for m in months) if first else 0,
            sum(m <= month_of(last) for m in months) if last else len(months),
        )
        for first, last in spans
    ]
    n_events = np.stack([told[:, max(end, start)] - told[:, start] for start, end in ends], axis=1).astype(np.int64)
    edges = n_events >= min_events
    if only is not None:
        edges &= np.array([p == only for p in pairs])[:, None]
    level = np.full(edges.shape, np.nan)
    drawn = [np.empty((draws, int(edges[:, s].sum()))) for s in range(len(spans))]
    (wanted,) = np.nonzero(edges.any(axis=1))
    for begin in range(0, len(wanted), PAIRS_AT_ONCE):
        rows = wanted[begin : begin + PAIRS_AT_ONCE]
        means, variances, weights, _ = walk(prior, array[0][rows], array[1][rows])
        for s, (start, end) in enumerate(ends):
            here = np.flatnonzero(edges[rows, s])
            if not len(here):
                continue
            counted = _with_level(array[:, rows[here], :end].sum(axis=0) > 0, months)
            counted[:, :start] = False
            path = (means[:end, :, here].copy(), variances[:end, :, here].copy(), _shares(weights[end - 1][:, here]))
            noise = [_noise(pairs[r], start, end, draws, seed) for r in rows[here]]
            place = np.searchsorted(np.flatnonzero(edges[:, s]), rows[here])
            drawn[s][:, place] = _drawn(prior, *path, counted, noise)
            level[rows[here], s] = _mean(prior, *path, counted)
    return [
        _levels([p for p, e in zip(pairs, edges[:, s], strict=True) if e], level[edges[:, s], s], drawn[s], n_events[:, s],
                edges[:, s], min_events)
        for s in range(len(spans))
    ]  # fmt: skip


def _gathered(counts: Iterable[Mapping[str, Any]]) -> tuple[list[Pair], list[date], FloatArray]:
    """Undirected pairs, months without a gap, and cooperation and conflict of them, shape (2, pairs, months)."""
    import numpy as np

    sums: dict[Pair, dict[date, list[int]]] = {}
    for row in counts:
        if row["source"] != row["target"]:
            pair = (min(row["source"], row["target"]), max(row["source"], row["target"]))
            cell = sums.setdefault(pair, {}).setdefault(month_of(row["period"]), [0, 0])
            cell[0] += int(row["verbal_cooperation"]) + int(row["material_cooperation"])
            cell[1] += int(row["verbal_conflict"]) + int(row["material_conflict"])
    if not sums:
        return [], [], np.zeros((2, 0, 0))
    months = months_between(min(map(min, sums.values())), max(map(max, sums.values())))
    column = {month: at for at, month in enumerate(months)}
    pairs = sorted(sums)
    array = np.zeros((2, len(pairs), len(months)))
    for place, pair in enumerate(pairs):
        for month, cell in sums[pair].items():
            array[:, place, column[month]] = cell
    return pairs, months, array


def _of_none(draws: int) -> PairLevels:
    import numpy as np

    nobody = np.zeros(0, dtype=np.int64)
    return PairLevels((), nobody, nobody, np.zeros(0), np.zeros((draws, 0)), nobody)


def _levels(
    pairs: Sequence[Pair], mean: FloatArray, drawn: FloatArray, n_events: Any, edges: BoolArray, min_events: int
) -> PairLevels:
    states, one, other = numbered(pairs)
    left_out = int(((n_events > 0) & (n_events < min_events)).sum())
    return PairLevels(states, one, other, mean, drawn, n_events[edges], left_out)


def _with_level(news: BoolArray, months: Sequence[date]) -> BoolArray:
    """Months in which L2 has a level, shape of the news (pairs, months): as in `relations.levels`."""
    import numpy as np

    day = np.array([m.toordinal() for m in months[: news.shape[1]]])
    latest = np.maximum.accumulate(np.where(news, day, 0), axis=1)
    to_come = np.logical_or.accumulate(news[:, ::-1], axis=1)[:, ::-1]
    made: BoolArray = (latest > 0) & to_come & (day - latest <= QUIET_DAYS)
    return made


def _shares(log_weight: FloatArray) -> FloatArray:
    """Chance of each class, shape (g, pairs)."""
    import numpy as np

    weight = np.exp(log_weight - log_weight.max(axis=0))
    made: FloatArray = weight / weight.sum(axis=0)
    return made


def _noise(pair: Pair, start: int, end: int, draws: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """A pair's own random numbers: for the class, shape (draws,), and for its months, shape (months, draws)."""
    import zlib

    import numpy as np

    random = np.random.default_rng([seed, zlib.crc32(" ".join(pair).encode()), start])
    return random.random(draws), random.standard_normal((end - start, draws))


def _mean(
    prior: Prior, means: FloatArray, variances: FloatArray, chances: FloatArray, counted: BoolArray
) -> FloatArray:
    """Mean level of the months that count, from smoothed affinities over all classes; shape (pairs,)."""
    import numpy as np

    smoothed = means.copy()
    seen = _seen(counted, means.shape[0])
    back(prior, smoothed, variances.copy(), seen)
    level = np.tanh((smoothed * chances).sum(axis=1) / 2).T
    made: FloatArray = (level * counted).sum(axis=1) / counted.sum(axis=1)
    return made


def _seen(counted: BoolArray, months: int) -> BoolArray:
    import numpy as np

    made: BoolArray = np.logical_or.accumulate(counted, axis=1).T[:months]
    return made


def _drawn(
    prior: Prior,
    means: FloatArray,
    variances: FloatArray,
    chances: FloatArray,
    counted: BoolArray,
    noise: Sequence[tuple[FloatArray, FloatArray]],
) -> FloatArray:
    """Mean levels of drawn paths, shape (draws, pairs).

    Args:
        prior: the classes.
        means: filtered, shape (months, g, pairs), up to the period's end.
        variances: likewise.
        chances: of each class at the end, shape (g, pairs).
        counted: months that count, shape (pairs, months).
        noise: of each pair, as `_noise` gives it.
    """
    import numpy as np

    uniform = np.stack([u for u, _ in noise], axis=1)
    normal = np.stack([z for _, z in noise], axis=2)  # (months of the period, draws, pairs)
    chosen = np.minimum((uniform[None] > chances.cumsum(axis=0)[:, None, :]).sum(axis=0), len(chances) - 1)
    drift = (prior.drifts**2)[chosen]
    pair = np.arange(uniform.shape[1])[None, :]
    total = np.zeros(uniform.shape)
    end, x = len(means), np.zeros(uniform.shape)
    for t in range(end - 1, end - 1 - len(normal), -1):
        mean, variance = means[t][chosen, pair], variances[t][chosen, pair]
        if t < end - 1:
            gain = variance / (variance + drift)
            mean, variance = mean + gain * (x - mean), variance * (1 - gain)
        x = mean + np.sqrt(variance) * normal[t - end]
        total += np.tanh(x / 2) * counted[:, t]
    made: FloatArray = total / counted.sum(axis=1)
    return made
