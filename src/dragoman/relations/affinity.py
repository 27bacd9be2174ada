"""Measure L2: the affinity of each directed pair as a random walk, seen through the events of each period.

    x[t] = x[t-1] + N(0, drift²)          affinity, log-odds that an act is cooperative
    z[t] = x[t] + N(0, spread²)           what the period's stories show of it
    C[t] ~ Binomial(C[t] + K[t], 1 / (1 + exp(-z[t])))

A level is tanh(x / 2): the balance (C - K) / (C + K) to expect, -1 to +1. The number of events of a period is the
exposure: few events widen the band and hardly move the level; a period without events only lets the walk go on.

Pairs borrow from each other (`Prior`, learned in `pooling.py`): the first affinity of a pair has a common mean and
variance, and each pair belongs, with chances that its own news decide, to one of some classes of drift and spread
whose shares are common. `fit` runs filter and smoother over all pairs at once: a loop goes over periods, numpy over
pairs. Time and memory grow with pairs times periods.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError
from dragoman.relations.observing import choices, updated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

__all__ = ["Filter", "Fitted", "Path", "Prior", "fit", "start"]

PAIRS_AT_ONCE: Final = 2048  # what a block holds; 1,024 to 4,096 took the same time, 8,192 a fifth more


@dataclass(frozen=True, slots=True)
class Prior:
    """What all pairs share, for periods of one length.

    Attributes:
        mean: of the affinity at a pair's first news, log-odds of cooperation.
        variance: of the same, between pairs, > 0.
        drifts: standard deviation of the walk's step, log-odds a period, > 0, shape (g,).
        spreads: standard deviation of what a period shows about the affinity, log-odds, >= 0, shape (g,).
        shares: of the g classes among pairs, adding up to 1, shape (g,).
    """

    mean: float
    variance: float
    drifts: FloatArray
    spreads: FloatArray
    shares: FloatArray


@dataclass(frozen=True, slots=True)
class Filter:
    """Where all pairs stand after some period: all that the next period's events have to be added to.

    Attributes:
        prior: what the pairs share.
        mean: of each pair's affinity in each class, shape (g, pairs).
        variance: of the same.
        log_weight: natural log of each class's weight for the pair, not normed, shape (g, pairs).
        seen: whether the pair has had news, shape (pairs,).
    """

    prior: Prior
    mean: FloatArray
    variance: FloatArray
    log_weight: FloatArray
    seen: BoolArray

    def after(self, counts: Any) -> tuple[Filter, FloatArray]:
        """The filter after one more period, and how well it foresaw the split of that period's events.

        Args:
            counts: events by quad class, shape (p, 4), p not below the pairs so far; further pairs are new.
        Returns:
            The new filter, and the log score as in `Fitted.log_score`, shape (p,).
        """
        import numpy as np

        cooperation, conflict = _split(np.asarray(counts)[:, None, :])
        grown = self._grown(len(cooperation))
        mean, variance, weight = grown.mean.copy(), grown.variance.copy(), grown.log_weight.copy()
        seen = grown.seen.copy()
        score = _advance(self.prior, mean, variance, weight, seen, cooperation[:, 0], conflict[:, 0])
        return Filter(self.prior, mean, variance, weight, seen), score

    def affinity(self) -> tuple[FloatArray, FloatArray]:
        """Mean and standard deviation of each pair's affinity, over its classes; NaN without news. Shape (pairs,)."""
        import numpy as np

        mean, deviation = _mixed(self.mean, self.variance, _weights(self.log_weight))
        return np.where(self.seen, mean, np.nan), np.where(self.seen, deviation, np.nan)

    def _grown(self, pairs: int) -> Filter:
        import numpy as np

        new = pairs - len(self.seen)
        if new < 0:
            raise InputError(
                f"The filter follows {len(self.seen)} pairs; got counts of {pairs}. Add new pairs at the end."
            )
        if new == 0:
            return self
        fresh = start(self.prior, new)
        return Filter(
            self.prior,
            np.concatenate([self.mean, fresh.mean], axis=1),
            np.concatenate([self.variance, fresh.variance], axis=1),
            np.concatenate([self.log_weight, fresh.log_weight], axis=1),
            np.concatenate([self.seen, fresh.seen]),
        )


@dataclass(frozen=True, slots=True)
class Path:
    """Affinities through time: mean and standard deviation, log-odds, NaN before a pair's first news, (pairs, periods)."""

    mean: FloatArray
    deviation: FloatArray

    def levels(self, *, width: float = 0.90) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Levels with an equal-tailed band.

            level = tanh(mean / 2),  band = tanh((mean -/+ q deviation) / 2),  q the normal quantile of (1 + width) / 2

        Args:
            width: probability inside the band, between 0 and 1.
        Returns:
            Level, low and high, each from -1 to +1, shape (pairs, periods).
        Raises:
            InputError: if the width is not between 0 and 1.
        """
        import numpy as np
        from scipy.special import ndtri

        if not 0 < width < 1:
            raise InputError(f"The width of the band is {width}; expected a probability between 0 and 1.")
        reach = ndtri((1 + width) / 2) * self.deviation
        return np.tanh(self.mean / 2), np.tanh((self.mean - reach) / 2), np.tanh((self.mean + reach) / 2)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Affinities of all pairs.

    Attributes:
        prior: what the pairs share.
        filtered: each period from the events up to it: what could be said at the time.
        smoothed: each period from all events: what can be said with hindsight; None where it was not wanted.
        log_score: natural log of the chance that the filter gave, one period ahead, to the split of a period's events
            into cooperation and conflict, given their number; 0 in periods without events; shape (pairs, periods).
        news: whether the period had events, shape (pairs, periods).
        before: the filter before the last period, None if there is no period.
        last: the filter after it.
    """

    prior: Prior
    filtered: Path
    smoothed: Path | None
    log_score: FloatArray
    news: BoolArray
    before: Filter | None
    last: Filter

    def levels(self, *, hindsight: bool = False, width: float = 0.90) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Levels with bands, NaN before a pair's first and after its last news, shape (pairs, periods) each.

        Args:
            hindsight: smoothed instead of filtered.
            width: probability inside the band.
        Raises:
            InputError: if hindsight is wanted of a fit without it.
        """
        import numpy as np

        path = self.smoothed if hindsight else self.filtered
        if path is None:
            raise InputError("This fit holds no smoothed path. Fit again with smooth=True.")
        to_come = np.logical_or.accumulate(self.news[:, ::-1], axis=1)[:, ::-1]
        level, low, high = (np.where(to_come, a, np.nan) for a in path.levels(width=width))
        return level, low, high

    def revised(self, counts: Any) -> Fitted:
        """The same with other counts for the last period, such as a month that one more day has been added to.

        Only the last column of the filtered path and the filter change; the smoothed path is dropped.

        Args:
            counts: events of the last period by quad class, shape (p, 4); pairs beyond the known ones are new.
        """
        if self.before is None:
            raise InputError("This fit holds no period to revise. Add one with `advanced`.")
        return _with_last(self, counts, keep=self.news.shape[1] - 1, before=self.before)

    def advanced(self, counts: Any) -> Fitted:
        """The same with one period more; counts as for `revised`."""
        return _with_last(self, counts, keep=self.news.shape[1], before=self.last)


def fit(counts: Any, prior: Prior | None = None, *, days: float = 30.4, smooth: bool = True) -> Fitted:
    """Affinities of all pairs in all periods.

    Args:
        counts: events by quad class (verbal and material cooperation, verbal and material conflict), >= 0, shape
            (pairs, periods, 4), periods of one length in a row. Pairs may be anything that has counts of its own.
        prior: what the pairs share; learned from the counts if None.
        days: length of a period, for the prior's classes of drift: 1, 7 or 30.4.
        smooth: whether to look back from the end too.
    Raises:
        InputError: if the counts have another shape or a negative one among them.
    Reference:
        Rauch, Tung, Striebel (1965), AIAA Journal 3(8), for the smoother; the filter in `observing.updated`;
        classes and pooling: None; our choice, a discrete form of a hierarchical prior (see `pooling.learn`).
    """
    import numpy as np

    from dragoman.relations.pooling import learn

    cooperation, conflict = _split(counts)
    shared = prior or learn(cooperation, conflict, days=days)
    pairs, periods = cooperation.shape
    nothing = np.full((pairs, periods), np.nan)
    made = Fitted(
        shared,
        Path(nothing, nothing.copy()),
        Path(nothing.copy(), nothing.copy()) if smooth else None,
        np.zeros((pairs, periods)),
        cooperation + conflict > 0,
        start(shared, pairs) if periods else None,
        start(shared, pairs),
    )
    for first in range(0, pairs, PAIRS_AT_ONCE):
        _fit_block(made, slice(first, first + PAIRS_AT_ONCE), cooperation, conflict)
    return made


def start(prior: Prior, pairs: int) -> Filter:
    """The filter of pairs that have had no news yet."""
    import numpy as np

    classes = len(prior.shares)
    return Filter(
        prior,
        np.full((classes, pairs), float(prior.mean)),
        np.full((classes, pairs), float(prior.variance)),
        np.repeat(np.log(prior.shares)[:, None], pairs, axis=1),
        np.zeros(pairs, dtype=bool),
    )


def walk(
    prior: Prior, cooperation: FloatArray, conflict: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """The filter through all periods of some pairs, class by class.

    Returns:
        Mean, variance and log weight after each period, each of shape (periods, g, pairs), and the log score, shape
        (periods, pairs).
    """
    import numpy as np

    pairs, periods = cooperation.shape
    begun = start(prior, pairs)
    shape = (periods, len(prior.shares), pairs)
    means, variances, weights = np.empty(shape), np.empty(shape), np.empty(shape)
    scores = np.empty((periods, pairs))
    mean, variance, weight, seen = begun.mean, begun.variance, begun.log_weight, begun.seen
    for t in range(periods):
        scores[t] = _advance(prior, mean, variance, weight, seen, cooperation[:, t], conflict[:, t])
        means[t], variances[t], weights[t] = mean, variance, weight
    return means, variances, weights, scores


def back(prior: Prior, means: FloatArray, variances: FloatArray, seen: BoolArray) -> None:
    """Smooth filtered means and variances in place, from the end back to each pair's first news.

        x[t] += J (x[t+1] - x[t]),  P[t] += J² (P[t+1] - P[t] - drift²),  J = P[t] / (P[t] + drift²)

    Args:
        prior: the classes.
        means: shape (periods, g, pairs), as `walk` gives them; changed.
        variances: likewise; changed.
        seen: whether the pair had had news by the period, shape (periods, pairs).
    """
    drift = (prior.drifts**2)[:, None]
    for t in range(len(means) - 2, -1, -1):
        ahead = variances[t] + drift
        gain = variances[t] / ahead * seen[t]
        means[t] += gain * (means[t + 1] - means[t])
        variances[t] += gain * gain * (variances[t + 1] - ahead)


def _fit_block(made: Fitted, block: slice, cooperation: FloatArray, conflict: FloatArray) -> None:
    """Fill the columns of some pairs."""
    import numpy as np

    c, k = cooperation[block], conflict[block]
    means, variances, weights, scores = walk(made.prior, c, k)
    seen = np.logical_or.accumulate(made.news[block].T, axis=0)
    if len(means):
        for t, filtered in ((-2, made.before), (-1, made.last)):
            if filtered is not None and len(means) >= -t:
                filtered.mean[:, block], filtered.variance[:, block] = means[t], variances[t]
                filtered.log_weight[:, block], filtered.seen[block] = weights[t], seen[t]
    made.log_score[block] = scores.T
    chances = _weights(weights.swapaxes(0, 1)).swapaxes(0, 1)
    _fill(made.filtered, block, means, variances, chances, seen)
    if made.smoothed is not None and len(means):
        back(made.prior, means, variances, seen)
        _fill(made.smoothed, block, means, variances, np.broadcast_to(chances[-1], chances.shape), seen)


def _fill(
    path: Path, block: slice, means: FloatArray, variances: FloatArray, chances: FloatArray, seen: BoolArray
) -> None:
    import numpy as np

    mean, deviation = _mixed(means.swapaxes(0, 1), variances.swapaxes(0, 1), chances.swapaxes(0, 1))
    path.mean[block] = np.where(seen, mean, np.nan).T
    path.deviation[block] = np.where(seen, deviation, np.nan).T


def _advance(
    prior: Prior,
    mean: FloatArray,
    variance: FloatArray,
    weight: FloatArray,
    seen: BoolArray,
    cooperation: FloatArray,
    conflict: FloatArray,
) -> FloatArray:
    """One period: the walk goes on, then the events speak. Changes the arrays; returns the log score, (pairs,)."""
    import numpy as np

    variance += (prior.drifts**2)[:, None] * seen
    score = np.zeros(len(seen))
    (told,) = np.nonzero(cooperation + conflict)
    if len(told):
        c, k = cooperation[told], conflict[told]
        weighed = weight[:, told]
        mean[:, told], variance[:, told], chance = updated(
            mean[:, told], variance[:, told], (prior.spreads**2)[:, None], c, k
        )
        weight[:, told] = weighed + chance
        score[told] = _log_sum(weighed + chance) - _log_sum(weighed) + choices(c, k)
        seen[told] = True
    return score


def _with_last(fitted: Fitted, counts: Any, *, keep: int, before: Filter) -> Fitted:
    """A fit whose periods after the first `keep` are replaced by one with these counts."""
    import numpy as np

    last, score = before.after(counts)
    mean, deviation = last.affinity()
    new = len(last.seen) - len(fitted.news)

    def joined(old: Any, column: Any, empty: Any) -> Any:
        return np.column_stack([np.concatenate([old[:, :keep], np.full((new, keep), empty)]), column])

    return replace(
        fitted,
        filtered=Path(joined(fitted.filtered.mean, mean, np.nan), joined(fitted.filtered.deviation, deviation, np.nan)),
        smoothed=None,
        log_score=joined(fitted.log_score, score, 0.0),
        news=joined(fitted.news, np.asarray(counts).sum(axis=1) > 0, False),
        before=before,
        last=last,
    )


def _split(counts: Any) -> tuple[FloatArray, FloatArray]:
    """Cooperation and conflict of quad-class counts, as floats, shape (pairs, periods)."""
    import numpy as np

    array = np.asarray(counts)
    if array.ndim != 3 or array.shape[-1] != 4:
        raise InputError(f"Counts of shape {array.shape}; expected (pairs, periods, 4), the last by quad class.")
    if (array < 0).any():
        raise InputError("A count of events is negative; expected 0 or more.")
    return (array[..., 0] + array[..., 1]).astype(float), (array[..., 2] + array[..., 3]).astype(float)


def _weights(log_weight: FloatArray) -> FloatArray:
    """Weights that add up to 1 over the first axis."""
    import numpy as np

    shares = np.exp(log_weight - log_weight.max(axis=0))
    made: FloatArray = shares / shares.sum(axis=0)
    return made


def _log_sum(terms: FloatArray) -> FloatArray:
    import numpy as np

    top = terms.max(axis=0)
    made: FloatArray = top + np.log(np.exp(terms - top).sum(axis=0))
    return made


def _mixed(means: FloatArray, variances: FloatArray, chances: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Mean and standard deviation of a mixture over the first axis."""
    import numpy as np

    mean = (chances * means).sum(axis=0)
    away = means - mean
    return mean, np.sqrt((chances * (variances + away * away)).sum(axis=0))
