"""What do all pairs have in common? Empirical Bayes for the prior of measure L2."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Final

from dragoman.relations.affinity import Prior, back, walk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

__all__ = ["learn", "prior_before_news"]

DRIFTS: Final = (0.02, 0.08, 0.25, 0.7)  # candidates, log-odds a week; the counts choose their shares
SPREADS: Final = (0.15, 0.5, 1.1, 2.2)  # candidates, log-odds
CELLS_LEARNED_FROM: Final = 100_000  # pairs times periods; some two seconds
ROUNDS: Final = 14
STRETCH: Final = 1.5  # by which a step of the first affinity's mean and variance grows while it pays
INNER_ROUNDS: Final = 30  # of the shares alone, which need no new filter
PAIRS_OF_START: Final = 8.0  # pairs that the start counts for: in a store of two pairs the prior stays close to it
SMALLEST_SHARE: Final = 0.01  # a class with less is left away


def prior_before_news(days: float) -> Prior:
    """Where learning starts: wide, with more pairs at rest than on the move.

    Args:
        days: length of a period; drift grows with its square root, as that of a walk does.
    Reference:
        None; our choice. Affinity 0 +- 1.2 covers levels from -0.75 to +0.75 in nine cases of ten.
    """
    import numpy as np

    classes = list(product(DRIFTS, SPREADS))
    drifts = np.array([d for d, _ in classes]) * np.sqrt(days / 7.0)
    rest = {d: 2.0**-place for place, d in enumerate(DRIFTS)}
    shares = np.array([rest[d] for d, _ in classes])
    return Prior(0.0, 1.2**2, drifts, np.array([s for _, s in classes]), shares / shares.sum())


def learn(cooperation: FloatArray, conflict: FloatArray, *, days: float) -> Prior:
    """The prior that makes the counts of all pairs most likely (empirical Bayes by expectation-maximisation).

    Shares of the classes are those of their weights over pairs; mean and variance of a pair's first affinity are
    those of its smoothed values. The start (`prior_before_news`) counts as some further pairs, so that few pairs do
    not make a sure prior. Of many pairs a sample learns (`sample`): half evenly spaced by number of events over all
    pairs, half over the fifth with the most events, which tell most of drift and spread.

    Args:
        cooperation: shape (pairs, periods).
        conflict: likewise.
        days: length of a period.
    Reference:
        Dempster, Laird, Rubin (1977), JRSS B 39(1); Salakhutdinov, Roweis (2003), Adaptive overrelaxed bound
        optimization methods, ICML, for the growing steps; Laird (1978), Nonparametric maximum likelihood estimation of a
        mixing distribution, JASA 73, for shares on a grid.
    """
    import numpy as np

    begun = prior_before_news(days)
    chosen = sample(cooperation + conflict)
    if not len(chosen):
        return begun
    c, k = cooperation[chosen], conflict[chosen]
    news = (c + k > 0).T
    seen = np.logical_or.accumulate(news, axis=0)
    first = np.argmax(news, axis=0)
    prior, best, stride = begun, -np.inf, 1.0
    plain = begun  # the last prior that was reached by a plain step
    for _ in range(ROUNDS):
        means, variances, weights, scores = walk(prior, c, k)
        fitting = scores.sum() + _prior_fit(prior, begun)
        if fitting < best:  # the long step went too far
            prior, stride = plain, 1.0
            continue
        best = fitting
        evidence = weights[-1] - np.log(prior.shares)[:, None]  # log chance of all events of a pair in each class
        shares, belongs = _shares(prior.shares, np.exp(evidence - evidence.max(axis=0)), begun.shares)
        back(prior, means, variances, seen)
        everyone = np.arange(len(chosen))
        mean, variance = _first(means[first, :, everyone].T, variances[first, :, everyone].T, belongs, begun)
        plain = replace(prior, mean=mean, variance=variance, shares=shares)
        prior = replace(
            plain,
            mean=prior.mean + stride * (mean - prior.mean),
            variance=prior.variance * (variance / prior.variance) ** stride,
        )
        stride *= STRETCH
    kept = plain.shares >= SMALLEST_SHARE
    return replace(
        plain,
        drifts=plain.drifts[kept],
        spreads=plain.spreads[kept],
        shares=plain.shares[kept] / plain.shares[kept].sum(),
    )


def _shares(shares: FloatArray, evidence: FloatArray, begun: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Shares of the classes, and each pair's chances of belonging to them, shape (g, pairs)."""
    for _ in range(INNER_ROUNDS):
        belongs = shares[:, None] * evidence
        belongs /= belongs.sum(axis=0)
        shares = belongs.sum(axis=1) + PAIRS_OF_START * begun
        shares /= shares.sum()
    return shares, belongs


def _first(x: FloatArray, v: FloatArray, belongs: FloatArray, begun: Prior) -> tuple[float, float]:
    """Mean and variance of first affinities between pairs, from each pair's own mean and variance, shape (g, pairs)."""
    n = x.shape[1] + PAIRS_OF_START
    mean = ((belongs * x).sum() + PAIRS_OF_START * begun.mean) / n
    away = (belongs * (v + (x - mean) ** 2)).sum()
    own = PAIRS_OF_START * (begun.variance + (begun.mean - mean) ** 2)
    return float(mean), float((away + own) / n)


def _prior_fit(prior: Prior, begun: Prior) -> float:
    """What the pairs of the start add to the log likelihood."""
    import numpy as np

    away = (begun.variance + (begun.mean - prior.mean) ** 2) / prior.variance
    first = -0.5 * (np.log(prior.variance) + away)
    return float(PAIRS_OF_START * (first + (begun.shares * np.log(prior.shares)).sum()))


def sample(events: FloatArray) -> IntArray:
    """Indices of the pairs to learn from, at most `CELLS_LEARNED_FROM` cells, the same for the same counts."""
    import numpy as np

    total = events.sum(axis=1)
    order = np.argsort(total, kind="stable")
    order = order[total[order] > 0]
    most = max(CELLS_LEARNED_FROM // max(events.shape[1], 1), 50)
    whole: IntArray = order
    if len(order) <= most:
        return whole
    half = most // 2
    busy = order[-max(most, len(order) // 5) :]
    spaced = [np.linspace(0, len(some) - 1, half).round().astype(int) for some in (order, busy)]
    both: IntArray = np.unique(np.concatenate([order[spaced[0]], busy[spaced[1]]]))
    return both
