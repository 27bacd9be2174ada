"""When did a relation turn? Changes of level on unsmoothed days, with chance, size, day with interval; two modes.

*Hindsight* looks at the whole series and takes the strongest days. *Online* goes through it as it came: a turn is the
first day above the threshold and is said `SPELL` - 1 days later, from what was known then. They are never mixed.

The threshold is not set by hand. It is the lowest one at which (1) series without turns would show at most
`null_rate` onsets per pair-year and (2) this series shows at most `rate`. Series without turns are drawn from the
series itself: each pair's own weeks in another order, without the weeks around its strongest onsets (`quiet_draws`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dragoman.errors import InputError
from dragoman.relations.turn_scores import BASELINE, GAP, SPELL, Peaks, Scores, crossings, peaks, score_days, score_of
from dragoman.relations.turn_series import SignedSeries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["Calibration", "Shift", "calibrate", "find_turns", "onsets"]

DAYS_OF_YEAR = 365.25
MOST = 789  # pairs counted in rates: those with news on most days; on 2018-2020 all have news on half of the days
RATE = 0.33  # onsets per pair-year shown at most: a user's budget, just under the 0.35 that the rivals are measured at
NULL_RATE = 0.165  # onsets per pair-year that quiet weeks alone may show: half of RATE
WEEK = 7  # days of a block: what a pair's news remember from day to day stays in the null series
DRAWS = 3  # null series; 789 pairs x 3 years x 3 draws tell a rate of 0.15 to +/- 2 %
SEED = 20151124
TIERS = 3  # of volume, within each of which chances are judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """That a relation turned."""

    a: str
    b: str
    direction: str  # "better" or "worse"
    day: date  # first of the five days that stand out most
    first: date  # 90 % interval of the day on which the new level began
    last: date
    known: date  # the day at whose end it could be said: online the first one, with hindsight the end of the series
    mode: str  # "hindsight" or "online"
    size: float  # change of the compressed level in the pair's own spreads
    before: float | None  # mean weight of the days with news in the year before
    after: float | None  # mean weight of the days with news in the spell
    score: float  # size times the weight of the pair's share in the news
    probability: float  # that quiet weeks of pairs of its volume do not do this by themselves
    q: float  # share of false onsets among all of its score or more


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A threshold and why it is where it is."""

    threshold: float
    null_rate: float  # onsets per pair-year above it in series without turns
    rate: float  # onsets per pair-year above it in the series
    bound_by: str  # "null_rate" or "rate"
    null: Peaks  # of all draws
    seen: Peaks
    pair_years: float
    draws: int


def onsets(scores: Scores, *, threshold: float) -> Peaks:
    """The onsets of the mode in which the scores were made."""
    signed = score_of(scores)
    return crossings(signed, threshold=threshold) if scores.online else peaks(signed, floor=threshold)


def calibrate(scores: Scores, *, rate: float = RATE, null_rate: float = NULL_RATE, draws: int = DRAWS) -> Calibration:
    """Find the threshold.

    Args:
        scores: of the pairs to count.
        rate: onsets per pair-year in the series, at most.
        null_rate: onsets per pair-year in series without turns, at most.
        draws: series without turns.
    Raises:
        InputError: if there is no day to score.
    """
    import numpy as np

    n_pairs, n_days = scores.size.shape
    pair_years = n_pairs * n_days / DAYS_OF_YEAR
    if not n_pairs or not np.any(scores.size):
        raise InputError("No day of the series can be scored; expected pairs with at least 60 days of news.")
    signed = score_of(scores)
    floor = float(np.quantile(np.abs(signed[signed != 0]), 0.9))
    seen = peaks(signed, floor=floor)
    loud = seen.above(_at_rate(seen.score, rate * pair_years))
    drawn = [peaks(score_of(scores, days), floor=floor) for days in quiet_draws(scores, loud, draws)]
    null = Peaks(*(np.concatenate([getattr(p, name) for p in drawn]) for name in ("pair", "day", "sign", "score")))
    by_null, by_rate = (
        _at_rate(null.score, null_rate * pair_years * draws),
        _at_rate(seen.score, rate * pair_years),
    )
    threshold = max(by_null, by_rate)
    return Calibration(
        threshold=threshold,
        null_rate=float((null.score > threshold).sum() / pair_years / draws),
        rate=float((seen.score > threshold).sum() / pair_years),
        bound_by="null_rate" if by_null > by_rate else "rate",
        null=null,
        seen=seen,
        pair_years=pair_years,
        draws=draws,
    )


def _at_rate(score: FloatArray, n: float) -> float:
    """The score that `n` scores exceed; just under the lowest if there are fewer."""
    import numpy as np

    ordered = np.sort(score)[::-1]
    if not len(ordered):
        return 0.0
    return float(ordered[int(n)]) if int(n) < len(ordered) else float(np.nextafter(ordered[-1], -np.inf))


def quiet_draws(scores: Scores, loud: Peaks, draws: int) -> Iterator[FloatArray]:
    """Series without turns: each pair's own weeks in random order, its loudest weeks left out.

    Blocks of 7 days are drawn with replacement from the days outside the spells of loud onsets: from 2 days before one
    until 9 after the last day on which its score still is above half of the threshold. Within a block the pair's own tails, gaps and memory stay; no level lasts longer than one.

    Reference:
        Kuensch (1989), The jackknife and the bootstrap for general stationary observations, Annals of Statistics 17:
        the moving-block bootstrap. That the loud days are left out is our choice: they are what is tested for. It
        makes the null quieter than a world in which such weeks are news without consequence.
    """
    import numpy as np

    n_pairs, n_days = scores.compressed.shape
    quiet = np.ones((n_pairs, n_days), bool)
    signed, half = score_of(scores), float(loud.score.min(initial=np.inf)) / 2
    for row, t, sign in zip(loud.pair.tolist(), loud.day.tolist(), loud.sign.tolist(), strict=True):
        over = np.flatnonzero(sign * signed[row, t:] <= half)
        end = t + int(over[0]) if len(over) else n_days
        quiet[row, max(0, t - 2) : end + SPELL + 5] = False
    block = min(WEEK, n_days)
    runs = np.asarray(np.all(np.lib.stride_tricks.sliding_window_view(quiet, block, axis=1), axis=2))
    starts = [np.flatnonzero(row if row.any() else ~row) for row in runs]
    random = np.random.default_rng(SEED)
    n_blocks = -(-n_days // block)
    for _ in range(draws):
        begun = np.stack([random.choice(s, n_blocks) for s in starts])
        columns = (begun[:, :, None] + np.arange(block)).reshape(n_pairs, -1)[:, :n_days]
        yield np.take_along_axis(scores.compressed, columns, axis=1)


def false_shares(found: Peaks, scores: Scores, calibration: Calibration) -> tuple[FloatArray, FloatArray]:
    """Probability of each onset to be none of a quiet week's, and its q-value.

        q(s)           = min over s' <= s of  null onsets above s' / seen onsets above s'   (all pairs and days)
        probability(s) = 1 - null density / seen density at s, among pairs of like volume, not falling in s

    The densities are counts in classes that halve the seen onsets again and again, down to some ten, in each third of
    the pairs by volume; the ratio is made monotone by pooling neighbours.

    Reference:
        Storey, Tibshirani (2003), Statistical significance for genomewide studies, PNAS 100 (q-values against a null
        made by permutation); Efron (2008), Microarrays, empirical Bayes and the two-groups model, Statistical Science
        23 (local false discovery rate, the share of nulls taken as 1).
    """
    import numpy as np

    seen, null, draws = np.sort(calibration.seen.score), np.sort(calibration.null.score), calibration.draws
    above_seen = len(seen) - np.arange(len(seen))
    above_null = (len(null) - np.searchsorted(null, seen)) / draws
    ratio = np.minimum.accumulate(np.minimum(above_null / above_seen, 1.0))
    q = ratio[np.clip(np.searchsorted(seen, found.score, side="right") - 1, 0, None)]
    volume = scores.weight.mean(axis=1)
    n_counted = int(max(calibration.seen.pair.max(initial=0), calibration.null.pair.max(initial=0))) + 1
    tier = np.searchsorted(np.quantile(volume[:n_counted], np.arange(1, TIERS) / TIERS), volume)
    probability = np.zeros(len(found))
    for number in range(TIERS):
        s = calibration.seen.score[tier[calibration.seen.pair] == number]
        n = calibration.null.score[tier[calibration.null.pair] == number]
        mine = tier[found.pair] == number
        if not len(s) or not mine.any():
            continue
        halvings = np.arange(1, max(2, int(np.log2(max(len(s) / 10, 1)) + 1)))
        edges = np.unique(np.quantile(s, 1 - 0.5**halvings))
        in_seen = np.bincount(np.searchsorted(edges, s), minlength=len(edges) + 1)
        in_null = np.bincount(np.searchsorted(edges, n), minlength=len(edges) + 1) / draws
        true = _rising(1 - np.minimum((in_null + 0.5 / draws) / np.maximum(in_seen, 1), 1.0), np.maximum(in_seen, 1))
        probability[mine] = true[np.searchsorted(edges, found.score[mine])]
    return probability, q


def _rising(values: FloatArray, weights: NDArray[np.integer]) -> FloatArray:
    """The closest rising sequence: isotonic regression."""
    import numpy as np
    from scipy.optimize import isotonic_regression

    return np.asarray(isotonic_regression(values, weights=weights).x)


def find_turns(
    series: SignedSeries,
    *,
    online: bool = False,
    rate: float = RATE,
    null_rate: float = NULL_RATE,
    pairs: Sequence[tuple[str, str]] | None = None,
) -> list[Shift]:
    """All turns of a series of signed weights, by pair and day.

    Args:
        series: undirected pairs by days.
        online: what could have been said at the time.
        rate: onsets per pair-year, at most.
        null_rate: onsets per pair-year in series without turns, at most.
        pairs: turns of these alone; the threshold is that of all.
    """
    scores = score_days(series, online=online)
    calibration = calibrate(scores, rate=rate, null_rate=null_rate)
    found = onsets(scores, threshold=calibration.threshold)
    shifts = shifts_of(found, series, scores, calibration)
    wanted = None if pairs is None else {tuple(sorted(p)) for p in pairs}
    return [s for s in shifts if wanted is None or (s.a, s.b) in wanted]


def shifts_of(found: Peaks, series: SignedSeries, scores: Scores, calibration: Calibration) -> list[Shift]:
    """Onsets as records."""
    import numpy as np

    from dragoman.relations.windows import mean_after, mean_before

    probability, q = false_shares(found, scores, calibration)
    before, after = mean_before(series.weights, BASELINE), mean_after(series.weights, SPELL)
    made = []
    for i in np.lexsort((found.day, found.pair)).tolist():
        row, t = int(found.pair[i]), int(found.day[i])
        first, last = day_interval(scores, row, t, int(found.sign[i]))
        a, b = series.pairs[row]
        made.append(
            Shift(
                a=a,
                b=b,
                direction="better" if found.sign[i] > 0 else "worse",
                day=series.day(t),
                first=series.day(first),
                last=series.day(last),
                known=series.day(min(t + SPELL, series.n_days) - 1 if scores.online else series.n_days - 1),
                mode="online" if scores.online else "hindsight",
                size=float(scores.size[row, t]),
                before=_number(before[row, t]),
                after=_number(after[row, t]),
                score=float(found.score[i]),
                probability=float(probability[i]),
                q=float(q[i]),
            )
        )
    return made


def _number(value: float) -> float | None:
    return float(value) if value == value else None  # noqa: PLR0124 - NaN differs from itself


def day_interval(scores: Scores, row: int, t: int, sign: int, *, width: float = 0.90) -> tuple[int, int]:
    """Columns between which the new level began, equal-tailed; the day itself is always inside.

        P(start = u) ~ exp(S(u)^2 / (2 n(u) v)),  u from t - 28 to t + 4

    S(u) is the sum of the n(u) compressed days from u to t + 4, less the baseline of their days: the log likelihood of
    a level of their own against the baseline. v is 5 times the variance of 5-day means in the pair, so that days that
    are alike because they tell one story do not count as independent. No day after the spell is looked at.

    Reference:
        Smith (1975), A Bayesian approach to inference about a change-point, Biometrika 62, with a flat prior.
    """
    import numpy as np

    from dragoman.relations.windows import mean_after, mean_before

    start, end = max(0, t - GAP), min(scores.size.shape[1], t + SPELL)
    line = scores.compressed[row : row + 1]
    above = sign * np.nan_to_num(line - mean_before(line, BASELINE))[0, start:end]
    n = np.cumsum(np.isfinite(line[0, start:end])[::-1])[::-1]
    sums = np.maximum(np.cumsum(above[::-1])[::-1], 0)
    variance = max(SPELL * float(np.nanvar(mean_after(line, SPELL))), 0.01)
    log = np.where(n > 0, sums**2 / (2 * np.maximum(n, 1) * variance), 0.0)
    share = np.exp(log - log.max())
    reached = np.cumsum(share) / share.sum()
    tail = (1 - width) / 2
    first, last = int(np.searchsorted(reached, tail)), int(np.searchsorted(reached, 1 - tail))
    return min(start + first, t), min(max(start + last, t), end - 1)
