"""Does A leave B for C? Two pairs that share a state, tested together; and A's balance between two rivals.

A *realignment* of A from B to C in a period: A-B is worse in the half-year from it on than in the year before, and A-C
is better. Each pair says so with a z:

    z = (L_after - L_before) / sqrt(v_after + v_before)
    L = digamma(c / f + 1/2) - digamma(k / f + 1/2),  v = trigamma(c / f + 1/2) + trigamma(k / f + 1/2)

L is the expected log odds of cooperation under Jeffreys' prior, v its variance, f the overdispersion of counts. A
window without news has the prior's v and moves nothing.

Both sides must have changed. So the chance of a realignment is the larger of the chances of its two sides, each of
them that of a pair which goes on as it always does (`side_chance`): the test keeps its rate where nothing changes,
where both change the same way, and where one side alone changes, however much (intersection-union). It does not ask
whether two true changes in one half-year have to do with each other: no series can tell.

Looked for over all months, the chance of each side is that of the best of as many looks as there are half-years in
which the other side alone would have let it pass.

Reference:
    Berger, Hsu (1996), Bioequivalence trials, intersection-union tests and equivalence confidence sets, Statistical
    Science 11. See-saw: circular shifts as surrogates, Theiler, Prichard (1996), Constrained-realization Monte-Carlo
    method for hypothesis testing, Physica D 94. The windows are our choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dragoman.errors import InputError
from dragoman.relations.side_chance import count_chance, over_looks, own_chance, z_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = [
    "PairSeries",
    "Realignment",
    "Triangle",
    "leaving",
    "monthly",
    "realignment_at",
    "realignments",
    "shift_z",
    "triangle",
]

AFTER, BEFORE = 6, 12  # months of the windows
DISPERSION = 2.0  # a joint act stands in both directions: counts vary twice as much as independent ones, at least
LEAST = 20  # events of a pair below which it enters no ranked list
FDR = 0.20  # expected share of chance realignments in the ranked list


@dataclass(frozen=True, slots=True)
class PairSeries:
    """Counts of undirected pairs by month, shape (pairs, months); 0 where nobody reported."""

    pairs: tuple[tuple[str, str], ...]  # codes in the order of the alphabet
    months: tuple[date, ...]  # first days, without a gap
    cooperation: FloatArray
    conflict: FloatArray

    def row(self, a: str, b: str) -> int | None:
        """The row of a pair, in either order."""
        pair = (min(a, b), max(a, b))
        return self.pairs.index(pair) if pair in self.pairs else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Realignment:
    """That a leaves b for c, so far as the counts go."""

    a: str
    b: str  # towards whom a is worse
    c: str  # towards whom a is better
    month: date  # the first of the half-year held against the year before
    z_worse: float  # of a-b; < 0 worse
    z_better: float  # of a-c; > 0 better
    strength: float  # min(-z_worse, z_better)
    p_worse: float  # chance that a-b, going on as it does, moves as much by itself
    p_better: float  # the same of a-c
    p: float  # the larger of the two: chance of this where at most one side changed
    q: float | None  # expected share of chance realignments among those of its p or less; None outside a ranked list


@dataclass(frozen=True, slots=True, kw_only=True)
class Triangle:
    """What two relations of one state say of each other."""

    a: str
    b: str
    c: str
    events_ab: int
    events_ac: int
    leaves_b_for_c: Realignment | None  # the strongest in the whole series; None if no month has news on both sides
    leaves_c_for_b: Realignment | None
    see_saw: float | None  # rank correlation of the two z over months in which both have news; < 0: one up, other down
    see_saw_p: float | None  # chance of one at least as negative under turned calendars
    see_saw_months: int
    leaning: tuple[tuple[date, float, float, float], ...]
    # month, level of a-b less level of a-c over the year up to it (-2 to +2), and its 90 % band; months in which
    # either pair has no news in that year are left out


def monthly(rows: Iterable[Mapping[str, Any]], *, first: date | None = None, last: date | None = None) -> PairSeries:
    """Series of undirected pairs from the rows of the statement `BALANCE_COUNTS`.

    Args:
        rows: of all pairs, or of some.
        first: month with which the series begins; that of the first row if None. Rows of some pairs alone should come
            with the span of all: chances rest on its length.
        last: month with which it ends.
    Raises:
        InputError: if there is no row.
    """
    import numpy as np

    from dragoman.relations.levels import month_of, months_between

    cells: dict[tuple[str, str], dict[date, list[float]]] = {}
    for row in rows:
        pair = (min(row["source"], row["target"]), max(row["source"], row["target"]))
        cell = cells.setdefault(pair, {}).setdefault(month_of(row["period"]), [0.0, 0.0])
        cell[0] += int(row["verbal_cooperation"] + row["material_cooperation"])
        cell[1] += int(row["verbal_conflict"] + row["material_conflict"])
    if not cells:
        raise InputError("No pair with dated events in the store; read articles first.")
    pairs = sorted(cells)
    months = months_between(
        month_of(first) if first else min(min(c) for c in cells.values()),
        month_of(last) if last else max(max(c) for c in cells.values()),
    )
    column = {month: i for i, month in enumerate(months)}
    counts = np.zeros((2, len(pairs), len(months)))
    for i, pair in enumerate(pairs):
        for month, (c, k) in cells[pair].items():
            counts[:, i, column[month]] = c, k
    return PairSeries(tuple(pairs), tuple(months), counts[0], counts[1])


def shift_z(cooperation: FloatArray, conflict: FloatArray, *, after: int = AFTER, before: int = BEFORE) -> FloatArray:
    """Z of the change of level at each period, shape as given; NaN where either window has no news.

    Args:
        cooperation: counts, shape (..., periods).
        conflict: counts, same shape.
        after: periods from it on; fewer at the end of the series.
        before: periods before it; fewer at its start.
    """
    import numpy as np

    def windows(counts: FloatArray) -> tuple[FloatArray, FloatArray]:
        scaled = np.asarray(counts, float) / DISPERSION
        sums = np.concatenate([np.zeros((*scaled.shape[:-1], 1)), np.cumsum(scaled, axis=-1)], axis=-1)
        at, n = np.arange(scaled.shape[-1]), scaled.shape[-1]
        return sums[..., at] - sums[..., np.maximum(at - before, 0)], sums[..., np.minimum(at + after, n)] - sums[
            ..., at
        ]

    (c0, c1), (k0, k1) = windows(cooperation), windows(conflict)
    told = (c0 + k0 > 1e-9) & (c1 + k1 > 1e-9)
    return np.asarray(np.where(told, z_of(c0, k0, c1, k1), np.nan))


def triangle(series: PairSeries, a: str, b: str, c: str) -> Triangle:
    """Test one triangle over the whole series.

    The p of the strongest realignment takes account of that it was looked for.

    Raises:
        InputError: if the three are not different, or one of the pairs has no event.
    """
    import numpy as np

    ab, ac = _rows(series, a, b, c)
    n = len(series.months)
    z = [shift_z(series.cooperation[r], series.conflict[r]) for r in (ab, ac)]
    turned = (np.arange(n)[:, None] + np.arange(n)[None, :]) % n
    found = [leaving(series, a, b, c), leaving(series, a, c, b)]
    r, p, both = _see_saw(z[0], z[1], turned)
    return Triangle(
        a=a,
        b=b,
        c=c,
        events_ab=int(series.cooperation[ab].sum() + series.conflict[ab].sum()),
        events_ac=int(series.cooperation[ac].sum() + series.conflict[ac].sum()),
        leaves_b_for_c=found[0],
        leaves_c_for_b=found[1],
        see_saw=r,
        see_saw_p=p,
        see_saw_months=both,
        leaning=_leaning(series, ab, ac),
    )


def leaving(series: PairSeries, a: str, b: str, c: str) -> Realignment | None:
    """The month in which a leaves b most clearly for c, and the chance of such a one; None without news on both sides.

    Raises:
        InputError: if the three are not different, or one of the pairs has no event.
    """
    import numpy as np

    rows = _rows(series, a, b, c)
    left, joined = (shift_z(series.cooperation[r], series.conflict[r]) for r in rows)
    both = np.isfinite(left) & np.isfinite(joined)
    if not both.any():
        return None
    strength = np.where(both, np.minimum(-left, joined), -np.inf)
    at = int(np.argmax(strength))
    chances = [
        over_looks(_side_chance(series, row, z, at, sign=sign), _looks(other, float(strength[at])))
        for row, z, other, sign in ((rows[0], -left, joined, -1), (rows[1], joined, -left, 1))
    ]
    return _meeting(series, (a, b, c), at, (left[at], joined[at]), (chances[0], chances[1]))


def _looks(other: FloatArray, strength: float) -> float:
    """Independent looks that a side has: one for each half-year in which the other one is as strong; at least one."""
    passed = int((other >= strength - 1e-12).sum())
    return 1 + max(0, passed - 1) / AFTER


def _side_chance(series: PairSeries, row: int, z: FloatArray, at: int, *, sign: int) -> float:
    """Chance that a pair moves as much in this half-year while it goes on as it does; z is towards the side."""
    before, after = ((max(0, at - BEFORE), at), (at, at + AFTER))
    counts = [
        (float(series.cooperation[row, i:j].sum()) / DISPERSION, float(series.conflict[row, i:j].sum()) / DISPERSION)
        for i, j in (before, after)
    ]
    return max(float(own_chance(z[None], at, reach=BEFORE + AFTER)[0]), count_chance(*counts, sign=sign))


def _see_saw(
    first: FloatArray, second: FloatArray, turned: NDArray[np.integer]
) -> tuple[float | None, float | None, int]:
    """Rank correlation of two z where both have news, its chance under turned calendars, and the months behind it."""
    import numpy as np
    from scipy.stats import rankdata

    def correlation(x: FloatArray, y: FloatArray) -> float:
        kept = np.isfinite(x) & np.isfinite(y)
        if kept.sum() < 12 or np.ptp(x[kept]) == 0 or np.ptp(y[kept]) == 0:
            return float("nan")
        return float(np.corrcoef(rankdata(x[kept]), rankdata(y[kept]))[0, 1])

    all_of_them = np.array([correlation(first, second[t]) for t in turned])
    both = int((np.isfinite(first) & np.isfinite(second)).sum())
    if not np.isfinite(all_of_them[0]):
        return None, None, both
    known = all_of_them[np.isfinite(all_of_them)]
    return float(known[0]), float((known <= known[0] + 1e-12).mean()), both


def _leaning(series: PairSeries, ab: int, ac: int) -> tuple[tuple[date, float, float, float], ...]:
    """Level of a-b less level of a-c over the year up to each month, with a 90 % band of normal form.

    The level is 2 p - 1, p ~ Beta(c / f + 1/2, k / f + 1/2).
    """
    import numpy as np

    def year(counts: FloatArray) -> FloatArray:
        sums = np.concatenate([[0.0], np.cumsum(counts)])
        end = np.arange(1, len(counts) + 1)
        return np.asarray(sums[end] - sums[np.maximum(end - BEFORE, 0)])

    means, variances, known = [], [], np.ones(len(series.months), bool)
    for row in (ab, ac):
        c, k = year(series.cooperation[row]) / DISPERSION, year(series.conflict[row]) / DISPERSION
        known &= c + k > 0
        p = (c + 0.5) / (c + k + 1)
        means.append(2 * p - 1)
        variances.append(4 * p * (1 - p) / (c + k + 2))
    leaning, half = means[0] - means[1], 1.645 * np.sqrt(variances[0] + variances[1])
    return tuple(
        (series.months[i], float(leaning[i]), float(leaning[i] - half[i]), float(leaning[i] + half[i]))
        for i in np.flatnonzero(known).tolist()
    )


def realignments(
    series: PairSeries, *, month: date | None = None, fdr: float = FDR, least: int = LEAST, only: Sequence[str] = ()
) -> list[Realignment]:
    """All current realignments, most certain first, with the false-discovery rate under control.

    One month is looked at: the half-year from it on against the year before. Every triangle of pairs with enough events
    counts as tested.

    Args:
        series: pairs by month.
        month: the first month of the half-year; by default the last that leaves a whole half-year.
        fdr: expected share of chance realignments in the list.
        least: events of a pair below which it does not enter.
        only: states a to look at; all if empty.
    Reference:
        Benjamini, Hochberg (1995), Controlling the false discovery rate, Journal of the Royal Statistical Society B 57.
    Raises:
        InputError: if the month lies outside the series or has no half-year after it.
    """
    import numpy as np

    at = _column(series, month)
    enough = np.flatnonzero(series.cooperation.sum(axis=1) + series.conflict.sum(axis=1) >= least).tolist()
    z = shift_z(series.cooperation[enough], series.conflict[enough])
    states: dict[str, list[tuple[str, int]]] = {}
    for i, row in enumerate(enough):
        a, b = series.pairs[row]
        states.setdefault(a, []).append((b, i))
        states.setdefault(b, []).append((a, i))
    chances: dict[int, dict[int, float]] = {}
    for sign in (-1, 1):  # a side above the rate can be in no list
        likely = own_chance(sign * z, at, reach=BEFORE + AFTER) <= fdr
        moved = np.flatnonzero(likely & (sign * z[:, at] > 0)).tolist()
        chances[sign] = {i: _side_chance(series, enough[i], sign * z[i], at, sign=sign) for i in moved}
    found: list[Realignment] = []
    tested = 0
    for a in sorted(states):
        if only and a not in only:
            continue
        others = states[a]
        tested += len(others) * (len(others) - 1)
        worse = [(b, i) for b, i in others if chances[-1].get(i, 1.0) <= fdr]
        better = [(c, j) for c, j in others if chances[1].get(j, 1.0) <= fdr]
        found += [
            _meeting(series, (a, b, c), at, (z[i, at], z[j, at]), (chances[-1][i], chances[1][j]))
            for b, i in worse
            for c, j in better
        ]
    return _controlled(found, tested, fdr)


def realignment_at(series: PairSeries, a: str, b: str, c: str, month: date) -> Realignment | None:
    """One triangle in one half-year against the year before; None if either pair has no news to compare.

    Raises:
        InputError: if one of the pairs has no event, or the month lies outside the series.
    """
    import numpy as np

    ab, ac = _rows(series, a, b, c)
    at = _column(series, month)
    left, joined = (shift_z(series.cooperation[r], series.conflict[r]) for r in (ab, ac))
    if np.isnan(left[at]) or np.isnan(joined[at]):
        return None
    chances = (_side_chance(series, ab, -left, at, sign=-1), _side_chance(series, ac, joined, at, sign=1))
    return _meeting(series, (a, b, c), at, (left[at], joined[at]), chances)


def _meeting(
    series: PairSeries, names: tuple[str, str, str], at: int, z: tuple[float, float], chances: tuple[float, float]
) -> Realignment:
    """A loss and a gain in one month, with their chances."""
    return Realignment(
        a=names[0],
        b=names[1],
        c=names[2],
        month=series.months[at],
        z_worse=float(z[0]),
        z_better=float(z[1]),
        strength=float(min(-z[0], z[1])),
        p_worse=chances[0],
        p_better=chances[1],
        p=max(chances),
        q=None,
    )


def _column(series: PairSeries, month: date | None) -> int:
    n = len(series.months)
    at = n - AFTER if month is None else next((i for i, m in enumerate(series.months) if m == month.replace(day=1)), -1)
    if not 0 < at <= n - 1:
        raise InputError(
            f"No half-year against the year before at {month or 'the end'}; the series runs from "
            f"{series.months[0]:%Y-%m} to {series.months[-1]:%Y-%m}. Name a month inside it."
        )
    return at


def _rows(series: PairSeries, a: str, b: str, c: str) -> tuple[int, int]:
    if len({a, b, c}) < 3:
        raise InputError(f"A triangle has three different states; found {a}, {b}, {c}.")
    rows = []
    for other in (b, c):
        row = series.row(a, other)
        if row is None:
            raise InputError(f"No dated event between {a} and {other} in this store: no triangle.")
        rows.append(row)
    return rows[0], rows[1]


def _controlled(found: list[Realignment], tested: int, fdr: float) -> list[Realignment]:
    """Benjamini and Hochberg's list, with q."""
    from dataclasses import replace

    ordered = sorted(found, key=lambda r: (r.p, -r.strength, r.a, r.b, r.c))
    smallest, made = 1.0, []
    for rank in range(len(ordered), 0, -1):
        smallest = min(smallest, ordered[rank - 1].p * tested / rank)
        made.append(replace(ordered[rank - 1], q=smallest))
    return [r for r in reversed(made) if r.q is not None and r.q <= fdr]
