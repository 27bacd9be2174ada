"""How strongly does each day of a pair look like the first of another level? One signed score for every pair and day.

    f     = median over the pairs of |w| / mean of |w| in the 365 days before        (how loud the world is that day)
    y     = asinh(w / (2 f s)),  s = (q90 - q10) / 2.56 of w / f in the pair's 365 days before
    size  = mean of y over the day and the 4 after it  -  mean of y over the 365 days before
    score = size * (v / mean of v over the pairs) ** 0.45,   v = mean of |w| per calendar day of the 365 days before

The sum of a day has tails as heavy as the news of that day is much; asinh keeps small sums as they are and counts large
ones by their order of magnitude, so that one day of 2,000 reports is no turn by itself. Each pair is measured in its
own spread. The power of the volume says how much more a shift of one spread is worth in a pair of which much is told:
0 would treat all pairs alike, 1/2 is what independent reports of equal weight would give. The share in the world's
volume, not the volume, is taken, so that a growing collection raises nobody; f does the same for a day on which little
or much was collected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.relations.turn_series import SignedSeries
from dragoman.relations.windows import mean_after, mean_before, quantiles_before

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["GAP", "SPELL", "Peaks", "Scores", "crossings", "peaks", "score_days", "score_of"]

# How these were chosen: hits among 96 dated turns of 2018-2020 (tests/quality/episodes.csv, those whose pair is among
# the 789) less the hits that the same pairs' onsets have by chance, averaged over 0.1-0.35 onsets per pair-year. The
# first design was chosen on a half drawn by hash; baseline and volume were then settled on both halves. Swept: spell
# 1-28, baseline 14-365, gap 21-112, compression 0.5-100, power 0-1, better 0.5-1.5. The optimum is flat.
SPELL = 5  # days whose mean is held against the baseline; 3-7 do as well, 14 clearly worse
BASELINE = 365  # days; 28 loses 3 hits of 96, 180 loses none
AT_LEAST = 60  # days with news before a pair can be judged
COMPRESSION = 2.0  # spreads at which asinh bends; 1-8 do as well
VOLUME_POWER = 0.45  # 0 loses a third of the hits over chance, 0.3-0.6 do as well
BETTER = 0.85  # weight of a score towards better: talk alone raises the sum; 0.7-1 do as well
GAP = 28  # days between turns of one direction in a pair: the tolerance after which a turn counts as late
NEAR_GAP = 14  # days that do, if the score fell to less than `FALL` of the weaker one between them; it costs and gains
FALL = 0.75  # nothing on the 96, and keeps apart a summit called off, held a month later
QUIETEST = (
    0.2  # loudness of a day at least, so that a day of a few reports is not blown up; 2018-2020 has 0.36 at least
)
NORMAL_RANGE = 2.5631  # q90 - q10 of a standard normal


@dataclass(frozen=True, slots=True)
class Scores:
    """What each day says, shapes (pairs, days)."""

    compressed: FloatArray  # y; NaN without news
    size: FloatArray  # change of level in the pair's own spreads, compressed; 0 where it cannot be told
    weight: FloatArray  # of the pair's share in the news
    online: bool  # only days before the spell were used for spread and share


@dataclass(frozen=True, slots=True)
class Peaks:
    """Days that stand out, shapes (n,)."""

    pair: NDArray[np.intp]  # row
    day: NDArray[np.intp]  # column: first day of the spell
    sign: NDArray[np.int8]  # +1 better, -1 worse
    score: FloatArray  # > 0

    def __len__(self) -> int:
        """How many."""
        return len(self.score)

    def above(self, threshold: float) -> Peaks:
        """Those with a score above it."""
        kept = self.score > threshold
        return Peaks(self.pair[kept], self.day[kept], self.sign[kept], self.score[kept])


def score_days(series: SignedSeries, *, online: bool = False, active: int | None = None) -> Scores:
    """Score every pair and day.

    Args:
        series: most active pairs first.
        online: leave days unscored until the pair has 60 days of news behind it. Otherwise its first spread and share
            are carried back to them, which only hindsight can do.
        active: how many of the pairs the world's volume is averaged over; all if None.
    """
    import numpy as np

    w = series.weights / loudness(series.weights[:active])
    low, high = quantiles_before(w, (0.1, 0.9), days=BASELINE, at_least=AT_LEAST)
    spread = (high - low) / NORMAL_RANGE
    spread[~(spread > 0)] = np.nan
    volume = mean_before(np.nan_to_num(np.abs(w)), BASELINE)
    volume[~np.isfinite(spread)] = np.nan
    if not online:
        spread, volume = _carried_back(spread), _carried_back(volume)
    with np.errstate(invalid="ignore", divide="ignore"):
        compressed = np.arcsinh(w / (COMPRESSION * spread))
        known = np.isfinite(volume[:active])
        world = np.where(known, volume[:active], 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
        weight = np.nan_to_num((volume / world) ** VOLUME_POWER, posinf=0.0)
    return Scores(compressed=compressed, size=_sizes(compressed), weight=weight, online=online)


def loudness(weights: FloatArray) -> FloatArray:
    """How much is told of the world on each day, against the year before; 1 where it cannot be told; shape (days,)."""
    import numpy as np

    loud = np.abs(weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = loud / mean_before(loud, BASELINE)
    found = np.ones(weights.shape[1])
    for t in np.flatnonzero(np.isfinite(ratio).any(axis=0)).tolist():
        found[t] = np.median(ratio[np.isfinite(ratio[:, t]), t])
    return np.maximum(found, QUIETEST)


def _sizes(compressed: FloatArray) -> FloatArray:
    import numpy as np

    return np.nan_to_num(mean_after(compressed, SPELL) - mean_before(compressed, BASELINE))


def score_of(scores: Scores, compressed: FloatArray | None = None) -> FloatArray:
    """Signed scores, + better, - worse; of another draw of the compressed days under the same weights, if given."""
    import numpy as np

    signed = (scores.size if compressed is None else _sizes(compressed)) * scores.weight
    return np.asarray(np.where(signed > 0, BETTER * signed, signed))


def _carried_back(values: FloatArray) -> FloatArray:
    """The first known value of a row in all days before it; later gaps take the last value before them."""
    import numpy as np

    known = np.isfinite(values)
    last = np.maximum.accumulate(np.where(known, np.arange(values.shape[1]), -1), axis=1)
    first = np.argmax(known, axis=1)[:, None]
    return np.take_along_axis(values, np.where(last < 0, first, last), axis=1)


def peaks(signed: FloatArray, *, floor: float, gap: int = GAP, near: int = NEAR_GAP) -> Peaks:
    """With hindsight: the strongest days, each apart from the stronger ones of its pair and direction.

    Apart are days `gap` days from each other, or 14 days between which the score fell to less than 3/4 of the weaker.

    Args:
        signed: scores, + better, - worse, shape (pairs, days).
        floor: scores up to this are not looked at.
        gap: days.
        near: days that do where the score fell; as many as `gap`, and a fall does not count.
    """
    import numpy as np

    found: list[tuple[int, int, int, float]] = []
    for sign in (-1, 1):
        directed = sign * signed
        for row in np.flatnonzero(directed.max(axis=1) > floor).tolist():
            line = directed[row]
            days = np.flatnonzero(line > floor)
            kept: list[int] = []
            for t in days[np.argsort(-line[days], kind="stable")].tolist():
                if all(abs(t - other) >= gap or (abs(t - other) >= near and _fell(line, t, other)) for other in kept):
                    kept.append(t)
            found += [(row, t, sign, float(line[t])) for t in sorted(kept)]
    return _peaks(found)


def _fell(line: FloatArray, t: int, other: int) -> bool:
    """Whether the score of a day fell away between it and a stronger one."""
    between = line[min(t, other) : max(t, other)]
    return bool(between.min() < FALL * line[t])


def crossings(signed: FloatArray, *, threshold: float, gap: int = GAP) -> Peaks:
    """Online: the first day above the threshold; the next one once the score was below it and `gap` days have passed."""
    import numpy as np

    found: list[tuple[int, int, int, float]] = []
    for sign in (-1, 1):
        directed = sign * signed
        rising = (directed > threshold) & (np.pad(directed, ((0, 0), (1, 0)))[:, :-1] <= threshold)
        last = dict.fromkeys(range(len(directed)), -gap)
        for row, t in np.argwhere(rising).tolist():
            if t - last[row] >= gap:
                found.append((row, t, sign, float(directed[row, t])))
                last[row] = t
    return _peaks(found)


def _peaks(found: list[tuple[int, int, int, float]]) -> Peaks:
    import numpy as np

    pair, day, sign, score = zip(*found, strict=True) if found else ((), (), (), ())
    return Peaks(
        np.array(pair, dtype=np.intp),
        np.array(day, dtype=np.intp),
        np.array(sign, dtype=np.int8),
        np.array(score, float),
    )
