"""When did a pair turn, told by counts of events? For stores with a few events a month as well as for many.

The chance of each turn comes from the exact sum over partitions (`partition.py`). Days between turns that the prior
expects, its strength and the overdispersion are found from the counts of all pairs at hand; the first by calibration:
the smallest of a list at which the same counts, with the days of each pair shuffled, show at most `null_rate` turns
per pair-year. The list of turns is cut where the expected share of false ones would pass `fdr`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from dragoman.errors import InputError
from dragoman.relations.partition import MOST_DAYS, Partition, Prior, Share, cut

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["CountTurn", "PairCounts", "fit_prior", "online_turns", "pair_counts", "turns_of_counts"]

NULL_RATE = 0.05  # turns with a chance of one half, per pair-year in shuffled counts: one in twenty years of a pair
FDR = 0.20  # expected share of false turns in a list over all pairs: one in five
LEAST_DAYS = 4  # days with news below which no pair is looked at: fewer cannot reach a chance of one half
LEAST = 0.50  # chance of a turn to be listed at all
TAUS = (365.0, 730.0, 1461.0, 2922.0, 5844.0, 11688.0, 23376.0)  # days: a year to 64 years
STRENGTHS = (1.0, 2.0, 4.0, 8.0)  # a + b of the prior share
MATERIAL = 0.10  # change of the share of cooperation that counts: 0.2 of balance; our choice
NEAR = 60  # days: changes of one direction closer than this are one turn whose day is uncertain; 45 and 0.02 lose the
# turn of November 2015 in the bundled sample, on which both were settled; 60 to 180 give the same turns there
CALIBRATED_ON = 200  # pairs with most days of news; more change the threshold little and cost time
RECENT = 180  # days back to which an online turn may reach: later it is history
SEED = 20151124
FEW = 20  # degrees of freedom below which the overdispersion is taken as 2, since it cannot be told; our choice
DAYS_OF_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Days with news of an undirected pair, in order."""

    a: str
    b: str
    days: tuple[date, ...]
    cooperation: tuple[int, ...]  # events
    conflict: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTurn:
    """That the share of cooperation in a pair changed."""

    a: str
    b: str
    direction: str  # "better" or "worse"
    day: date  # the most probable first day of the new level: a day with news
    first: date  # 90 % interval of that day; gaps without news lie inside it
    last: date
    known: date  # with hindsight the last day with news; online the day on which it could be said
    mode: str  # "hindsight" or "online"
    before: float  # balance (share of cooperation less share of conflict) before and after, -1 to +1
    after: float
    probability: float  # that the level changed in this direction between `first` and `last`
    q: float  # expected share of false turns among this and all that are more probable
    events: tuple[str, ...] = ()  # ids of the events that carry it, most told first

    @property
    def size(self) -> float:
        """Change of balance, -2 to +2."""
        return self.after - self.before


def pair_counts(rows: Iterable[Mapping[str, Any]]) -> list[PairCounts]:
    """Counts by undirected pair and day.

    An act that stands in both directions on one day, as joint acts do, is one: of each act the direction with more
    counts.

    Args:
        rows: of the statement `DAY_COUNTS`: source, target, day, day_precision, act, cooperation, conflict. An event
            whose month alone is known is taken to the 15th: at most 16 days off.
    """
    acts: dict[tuple[str, str, date, str], list[int]] = {}
    for row in rows:
        a, b = sorted((row["source"], row["target"]))
        day = row["day"].replace(day=15) if row["day_precision"] == "month" else row["day"]
        cell = acts.setdefault((a, b, day, row["act"]), [0, 0, 0, 0])
        back = 2 * (row["source"] != a)
        cell[back] += int(row["cooperation"])
        cell[back + 1] += int(row["conflict"])
    pairs: dict[tuple[str, str], dict[date, list[int]]] = {}
    for (a, b, day, _), (c, k, c_back, k_back) in acts.items():
        total = pairs.setdefault((a, b), {}).setdefault(day, [0, 0])
        total[0] += max(c, c_back)
        total[1] += max(k, k_back)
    made = []
    for (a, b), cells in sorted(pairs.items()):
        told = {d: n for d, n in cells.items() if sum(n)}
        told = _by_week(told) if len(told) > MOST_DAYS else told
        days = tuple(sorted(told))
        if days:
            made.append(PairCounts(a, b, days, tuple(told[d][0] for d in days), tuple(told[d][1] for d in days)))
    return made


def _by_week(cells: Mapping[date, list[int]]) -> dict[date, list[int]]:
    """The same counts by weeks, months or longer, as few as fit; a period stands at its first day."""
    length = 7
    while True:
        made: dict[date, list[int]] = {}
        for day, (c, k) in cells.items():
            cell = made.setdefault(date.fromordinal(day.toordinal() // length * length), [0, 0])
            cell[0], cell[1] = cell[0] + c, cell[1] + k
        if len(made) <= MOST_DAYS:
            return made
        length *= 2


def _cut(pair: PairCounts, prior: Prior, order: NDArray[np.integer] | None = None) -> Partition:
    import numpy as np

    days = np.array([d.toordinal() for d in pair.days])
    c, k = np.array(pair.cooperation, float), np.array(pair.conflict, float)
    return cut(days, c, k, prior) if order is None else cut(days, c[order], k[order], prior)


def fit_prior(pairs: Sequence[PairCounts], *, null_rate: float = NULL_RATE) -> Prior:
    """Prior of all pairs, from their own counts.

    Overdispersion: Pearson's X2 of the days of a pair and month against the month's share, by its degrees of freedom,
    at least 1. Strength: the one of a list under which the counts are most probable. tau: see above.

    Raises:
        InputError: if there is no pair.
    """
    import numpy as np

    if not pairs:
        raise InputError("No pair with dated events; read articles first.")
    some = sorted(pairs, key=lambda p: (-len(p.days), p.a, p.b))[:CALIBRATED_ON]
    c, k = sum(sum(p.cooperation) for p in pairs), sum(sum(p.conflict) for p in pairs)
    share = (c + 1) / (c + k + 2)
    dispersion = overdispersion(some)
    fitted = max(
        (Prior(share * s, (1 - share) * s, 1461.0, dispersion) for s in STRENGTHS),
        key=lambda prior: sum(_cut(p, prior).evidence for p in some),
    )
    random = np.random.default_rng(SEED)
    orders = [random.permutation(len(p.days)) for p in some]
    years = sum((p.days[-1] - p.days[0]).days + 1 for p in some) / DAYS_OF_YEAR
    for tau in TAUS:
        prior = replace(fitted, tau=tau)
        false = sum(len(_clusters(p, _cut(p, prior, o), LEAST)) for p, o in zip(some, orders, strict=True))
        if false <= null_rate * max(years, 1.0):
            return prior
    return replace(fitted, tau=TAUS[-1])


def overdispersion(pairs: Sequence[PairCounts]) -> float:
    """Pearson's X2 of days within months by its degrees of freedom, at least 1; 2 where there are too few to tell."""
    statistic = degrees = 0.0
    for pair in pairs:
        months: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for day, c, k in zip(pair.days, pair.cooperation, pair.conflict, strict=True):
            months.setdefault((day.year, day.month), []).append((c, k))
        for cells in months.values():
            total_c, total_k = sum(c for c, _ in cells), sum(k for _, k in cells)
            if len(cells) < 2 or not total_c or not total_k:
                continue
            p = total_c / (total_c + total_k)
            statistic += sum((c - (c + k) * p) ** 2 / ((c + k) * p * (1 - p)) for c, k in cells)
            degrees += len(cells) - 1
    return max(1.0, statistic / degrees) if degrees >= FEW else 2.0


def turns_of_counts(pairs: Sequence[PairCounts], prior: Prior, *, fdr: float = FDR) -> list[CountTurn]:
    """Turns with hindsight, of all pairs, by pair and day.

    Args:
        pairs: all that the list shall control.
        prior: of `fit_prior`.
        fdr: expected share of false turns in the list.
    Reference:
        Newton, Noueiry, Sarkar, Ahlquist (2004), Detecting differential gene expression with a semiparametric
        hierarchical mixture method, Biostatistics 5: the list ordered by chance, cut where its mean passes 1 - fdr.
    """
    found: list[CountTurn] = []
    for pair in pairs:
        if len(pair.days) < LEAST_DAYS:
            continue
        clusters = _clusters(pair, _cut(pair, prior), LEAST)
        found += [_turn(pair, cluster, mode="hindsight", known=pair.days[-1]) for cluster in clusters]
    return _controlled(found, fdr)


def _controlled(found: list[CountTurn], fdr: float) -> list[CountTurn]:
    ordered = sorted(found, key=lambda t: (-t.probability, t.a, t.b, t.day))
    false, kept = 0.0, []
    for n, turn in enumerate(ordered, start=1):
        false += 1 - turn.probability
        if false / n <= fdr:
            kept.append(replace(turn, q=false / n))
    return sorted(kept, key=lambda t: (t.a, t.b, t.day))


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Changes of one direction close to each other."""

    sign: int
    at: int  # index of the most probable day
    first: int
    last: int
    mass: float
    before: float
    after: float


def _clusters(pair: PairCounts, found: Partition, least: float) -> list[_Cluster]:
    """Turns of a pair: changes of one direction with less than 45 days from one to the next, strongest first."""
    import numpy as np

    days = np.array([d.toordinal() for d in pair.days])
    clusters = []
    for sign in (-1, 1):
        older, newer = (found.before, found.after) if sign < 0 else (found.after, found.before)
        mass = found.change * older.fell(newer, MATERIAL)
        while mass.max(initial=0.0) > 0.02:
            at = int(np.argmax(mass))
            inside = np.flatnonzero((np.abs(days - days[at]) <= NEAR) & (mass > 0))
            total = float(mass[inside].sum())
            if total >= least:
                reached = np.cumsum(mass[inside]) / total
                first, last = inside[np.searchsorted(reached, 0.05)], inside[np.searchsorted(reached, 0.95)]
                clusters.append(
                    _Cluster(
                        sign,
                        at,
                        int(first),
                        int(last),
                        min(total, 1.0),
                        float(found.before.mean[at]),
                        float(found.after.mean[at]),
                    )
                )
            mass[inside] = 0.0
    return sorted(clusters, key=lambda c: c.at)


def _turn(pair: PairCounts, cluster: _Cluster, *, mode: str, known: date) -> CountTurn:
    day = pair.days[cluster.at]
    earlier = pair.days[cluster.first - 1] + timedelta(days=1) if cluster.first else day
    return CountTurn(
        a=pair.a,
        b=pair.b,
        direction="better" if cluster.sign > 0 else "worse",
        day=day,
        first=min(earlier, day),
        last=pair.days[cluster.last],
        known=known,
        mode=mode,
        before=2 * cluster.before - 1,
        after=2 * cluster.after - 1,
        probability=cluster.mass,
        q=1 - cluster.mass,
    )


def online_turns(pairs: Sequence[PairCounts], prior: Prior, *, least: float = 1 - FDR) -> list[CountTurn]:
    """Turns as they could have been said: from the days up to each day alone (the prior is that of the whole store).

    A turn is said on the first day with news on which a change of its direction, within the 180 days before, has a
    chance of `least`; the next of that direction must have begun after that day. So each turn is false with
    a chance of 1 - `least` at most, and so is the share of false ones in any list.
    """
    import numpy as np

    found = []
    for pair in pairs:
        if len(pair.days) < LEAST_DAYS:
            continue
        told = _cut(pair, prior)
        days = np.array([d.toordinal() for d in pair.days])
        said = {-1: 0, 1: 0}  # index of the day on which the last turn of a direction was said
        for j in range(1, len(days)):
            reach = slice(0, j + 1)
            older = Share(told.before.mean[reach], told.before.variance[reach])
            newer = Share(told.stretch.mean[reach, j], told.stretch.variance[reach, j])
            recent = days[j] - days[reach] <= RECENT
            recent[0] = False
            for sign in (-1, 1):
                fell = older.fell(newer, MATERIAL) if sign < 0 else newer.fell(older, MATERIAL)
                mass = np.where(recent & (np.arange(j + 1) > said[sign]), told.latest[reach, j] * fell, 0.0)
                total = float(mass.sum())
                if total >= least:
                    at = int(np.argmax(mass))
                    reached = np.cumsum(mass) / total
                    first, last = (int(np.searchsorted(reached, share)) for share in (0.05, 0.95))
                    cluster = _Cluster(
                        sign, at, first, last, min(total, 1.0), float(older.mean[at]), float(newer.mean[at])
                    )
                    found.append(_turn(pair, cluster, mode="online", known=pair.days[j]))
                    said[sign] = j
    return sorted(found, key=lambda t: (t.a, t.b, t.day))
