"""What do the pairs of a period say, and how surely? Levels of undirected pairs, with draws that carry the doubt on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dragoman.errors import InputError
from dragoman.relations.levels import month_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

__all__ = ["PairLevels", "levels_of_bands", "levels_of_counts", "numbered"]


@dataclass(frozen=True, slots=True)
class PairLevels:
    """Levels of p undirected pairs of n states in one period.

    Attributes:
        states: codes in order, n of them.
        first: number of one state of each pair, shape (p,); below that of the other.
        second: number of the other, shape (p,).
        mean: level, shape (p,); on the scale of the levels given, -1 hostile to +1 friendly for balances.
        draws: levels that the news would bear out as well, shape (d, p).
        n_events: behind each pair, both directions, shape (p,); 0 where the levels came without.
        left_out: pairs that had events, and fewer than asked for.
    """

    states: tuple[str, ...]
    first: IntArray
    second: IntArray
    mean: FloatArray
    draws: FloatArray
    n_events: IntArray
    left_out: int = 0


def levels_of_counts(
    counts: Iterable[Mapping[str, Any]],
    *,
    first: date | None = None,
    last: date | None = None,
    min_events: int = 3,
    draws: int = 100,
    seed: int = 0,
) -> PairLevels:
    """Levels of a period from counts of events, both directions of a pair and all months together.

        mean = (C - K) / (C + K),   draws = 2 q - 1,  q from Beta(C + 1/2, K + 1/2)

    Args:
        counts: rows of the statement `BALANCE_COUNTS`.
        first: first month; any day of it.
        last: last month; any day of it.
        min_events: a pair with fewer in the period has no edge: its sign is not known. At least 1.
        draws: how many.
        seed: of the draws.
    Raises:
        InputError: if `min_events` is below 1: no news gives no level.
    Reference:
        As `relations.levels.balance_band`.
    """
    import numpy as np

    if min_events < 1:
        raise InputError(f"Events asked of a pair: {min_events}; expected 1 or more: a pair without news has no level.")
    sums: dict[tuple[str, str], list[int]] = {}
    for row in counts:
        month = month_of(row["period"])
        if row["source"] == row["target"] or (first and month < month_of(first)) or (last and month > month_of(last)):
            continue
        cell = sums.setdefault((min(row["source"], row["target"]), max(row["source"], row["target"])), [0, 0])
        cell[0] += int(row["verbal_cooperation"]) + int(row["material_cooperation"])
        cell[1] += int(row["verbal_conflict"]) + int(row["material_conflict"])
    known = {pair: cell for pair, cell in sorted(sums.items()) if sum(cell) >= min_events}
    cells = np.array(list(known.values()), dtype=np.int64).reshape(-1, 2)
    c, k = cells[:, 0], cells[:, 1]
    states, one, other = numbered(list(known))
    drawn = 2 * np.random.default_rng(seed).beta(c + 0.5, k + 0.5, size=(draws, len(known))) - 1
    left_out = sum(0 < sum(cell) < min_events for cell in sums.values())
    return PairLevels(states, one, other, (c - k) / (c + k), drawn, c + k, left_out)


def levels_of_bands(
    pairs: Sequence[tuple[str, str]],
    mean: Sequence[float] | FloatArray,
    sd: Sequence[float] | FloatArray,
    *,
    draws: int = 100,
    seed: int = 0,
) -> PairLevels:
    """Levels of a period from means and standard deviations, of directed or undirected pairs.

    Where both directions of a pair are given the level is their mean. Draws are normal, directions independent.

    Args:
        pairs: codes of source and target; a direction given twice is an error.
        mean: level of each, shape (p,); NaN: no level, left out.
        sd: its standard deviation, >= 0, shape (p,).
        draws: how many.
        seed: of the draws.
    Raises:
        InputError: if lengths differ, a direction comes twice, a pair is one state, or a deviation is negative.
    Reference:
        None; our choice.
    """
    import numpy as np

    m, s = np.asarray(mean, dtype=float), np.asarray(sd, dtype=float)
    if not len(pairs) == len(m) == len(s) or len(set(pairs)) < len(pairs) or any(a == b for a, b in pairs):
        raise InputError(
            f"{len(pairs)} pairs with {len(m)} means and {len(s)} deviations; expected as many of each, each direction "
            "once, and two states in each pair."
        )
    if (s[np.isfinite(m)] < 0).any() or np.isnan(s[np.isfinite(m)]).any():
        raise InputError("A standard deviation of a level is negative or missing; expected 0 or more for each level.")
    sides: dict[tuple[str, str], list[int]] = {}
    for at, (a, b) in enumerate(pairs):
        if np.isfinite(m[at]):
            sides.setdefault((min(a, b), max(a, b)), []).append(at)
    known = sorted(sides)
    states, one, other = numbered(known)
    share = np.zeros((len(pairs), len(known)))
    for column, pair in enumerate(known):
        share[sides[pair], column] = 1 / len(sides[pair])
    m = np.where(np.isfinite(m), m, 0.0)
    s = np.where(np.isfinite(s), s, 0.0)
    drawn = (m + s * np.random.default_rng(seed).standard_normal((draws, len(pairs)))) @ share
    return PairLevels(states, one, other, m @ share, drawn, np.zeros(len(known), dtype=np.int64))


def numbered(pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], IntArray, IntArray]:
    """States of some pairs in order, and the numbers of the ends of each pair."""
    import numpy as np

    states = tuple(sorted({s for pair in pairs for s in pair}))
    number = {s: at for at, s in enumerate(states)}
    ends = np.array([[number[a], number[b]] for a, b in pairs], dtype=np.int64).reshape(-1, 2)
    return states, ends[:, 0], ends[:, 1]
