"""Who foresaw better, when some answered easy questions and some hard ones?

    score = mean + slope * expected + skill of the holder + difficulty of the question + rest

Holder and question are random effects, each normal around 0 with a variance learned from the scores (REML). A holder
with few claims is drawn towards the mean, and the interval says how little is known. Holders without a question in
common are compared through the spread of difficulties, with wider intervals for it; nothing breaks when the overlap is
sparse. `expected` is what the base rate would have scored on the question: it carries difficulty where a question has
one answer only, as most claims in news have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

__all__ = ["Adjusted", "adjusted"]

REACH: Final = 9.0  # log of a variance ratio, at most: beyond e^9 an effect is 0 for any purpose
WEAK: Final = 0.02  # weight of a normal prior on both logs, mean 0 and s. d. 7: it decides only where the scores do not


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Scores of h holders as if all had answered questions of mean difficulty.

    Attributes:
        holders: in the order of their first score, h of them.
        score: loss on a question of mean difficulty, shape (h,); less is better.
        low: band of it, shape (h,).
        high: likewise.
        answers: scores of each holder, shape (h,).
        questions: in the order of their first score, q of them.
        difficulty: loss that each question adds to the mean, beyond what was expected of it, shape (q,).
        slope: loss for each unit of expected loss; None where nothing was expected.
        spread_holders: standard deviation of skills.
        spread_questions: of difficulties.
        spread_rest: of the rest.
    """

    holders: tuple[str, ...]
    score: FloatArray
    low: FloatArray
    high: FloatArray
    answers: IntArray
    questions: tuple[str, ...]
    difficulty: FloatArray
    slope: float | None
    spread_holders: float
    spread_questions: float
    spread_rest: float


def adjusted(
    scores: Any,
    holders: Sequence[str],
    questions: Sequence[str],
    *,
    expected: Any | None = None,
    width: float = 0.90,
) -> Adjusted:
    """Adjust scores for the difficulty of what was asked.

    Args:
        scores: losses, one for each answer, shape (n,).
        holders: who answered, n of them.
        questions: what was answered, n of them.
        expected: loss of the base rate on the same, shape (n,); leave out where it is not known.
        width: probability inside the band.
    Raises:
        InputError: if there is no score, lengths differ, or a score is not finite.
    Reference:
        Henderson (1975), Biometrics 31(2), for the equations; Patterson, Thompson (1971), Biometrika 58(3), for REML;
        for holders and questions as crossed random effects: Baayen, Davidson, Bates (2008), J. Memory and Language 59.
        The weak prior on the variances: None; our choice.
    """
    import numpy as np
    from scipy.special import ndtri

    y = np.asarray(scores, dtype=float)
    if y.size == 0 or not y.shape == (len(holders),) == (len(questions),) or not np.isfinite(y).all():
        raise InputError(
            f"{y.size} scores of {len(holders)} holders on {len(questions)} questions; expected one finite score, holder "
            "and question for each answer, and at least one answer."
        )
    known = None if expected is None else np.asarray(expected, dtype=float)
    if known is not None and (known.shape != y.shape or not np.isfinite(known).all()):
        raise InputError("Expected scores are not as many as scores, or not finite. Leave them out where not known.")
    system = _System.of(y, tuple(dict.fromkeys(holders)), tuple(dict.fromkeys(questions)), holders, questions, known)
    ratios = system.best_ratios()
    solved = system.solved(ratios)
    fixed, h = system.fixed, len(system.holders)
    share = np.zeros((h, fixed + h))
    share[:, 0] = 1
    share[np.arange(h), fixed + np.arange(h)] = 1
    deviation = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", share, solved.inverse, share) * solved.rest, 0))
    centre = share @ solved.effects
    reach = ndtri((1 + width) / 2) * deviation
    return Adjusted(
        system.holders,
        centre,
        centre - reach,
        centre + reach,
        np.bincount(system.holder, minlength=h),
        system.questions,
        solved.difficulty,
        float(solved.effects[1]) if fixed > 1 else None,
        float(np.sqrt(solved.rest / ratios[0])),
        float(np.sqrt(solved.rest / ratios[1])),
        float(np.sqrt(solved.rest)),
    )


@dataclass(frozen=True, slots=True)
class _Solved:
    effects: FloatArray  # mean, slope if any, holders
    difficulty: FloatArray
    inverse: FloatArray  # of the reduced coefficient matrix
    rest: float  # variance
    criterion: float  # -2 log of the restricted likelihood and prior, up to a constant


@dataclass(frozen=True, slots=True)
class _System:
    """The mixed-model equations with the questions eliminated: their block is diagonal."""

    y: FloatArray
    front: FloatArray  # columns of the mean, the slope if any, and the holders, shape (n, fixed + h)
    fixed: int
    holder: IntArray
    question: IntArray
    holders: tuple[str, ...]
    questions: tuple[str, ...]

    @classmethod
    def of(
        cls,
        y: FloatArray,
        holders: tuple[str, ...],
        questions: tuple[str, ...],
        who: Sequence[str],
        what: Sequence[str],
        expected: FloatArray | None,
    ) -> _System:
        import numpy as np

        place = {name: at for at, name in enumerate(holders)}
        spot = {name: at for at, name in enumerate(questions)}
        holder = np.array([place[name] for name in who])
        columns = [np.ones(len(y))]
        if expected is not None and expected.std() > 1e-9 and len(y) > 3:
            columns.append(expected - expected.mean())
        front = np.column_stack([*columns, np.eye(len(holders))[holder]])
        return cls(y, front, len(columns), holder, np.array([spot[n] for n in what]), holders, questions)

    def best_ratios(self) -> tuple[float, float]:
        """Variance of the rest over that of holders and of questions, by restricted likelihood."""
        import numpy as np
        from scipy.optimize import minimize

        def loss(logs: FloatArray) -> float:
            inside = np.clip(logs, -REACH, REACH)
            return self.solved(np.exp(inside)).criterion + float(((logs - inside) ** 2).sum())

        starts = [np.array([a, b]) for a in (-1.0, 2.0) for b in (-1.0, 2.0)]
        start = min(starts, key=loss)
        found = minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-6, "maxiter": 400})
        a, b = np.exp(np.clip(found.x, -REACH, REACH))
        return float(a), float(b)

    def solved(self, ratios: Any) -> _Solved:
        """Effects for given variance ratios."""
        import numpy as np

        of_holder, of_question = ratios
        q, h = len(self.questions), len(self.holders)
        weight = np.bincount(self.question, minlength=q) + of_question
        cross = np.zeros((q, self.front.shape[1]))
        np.add.at(cross, self.question, self.front)
        told = np.bincount(self.question, weights=self.y, minlength=q)
        matrix = self.front.T @ self.front - cross.T @ (cross / weight[:, None])
        matrix[range(self.fixed, self.fixed + h), range(self.fixed, self.fixed + h)] += of_holder
        right = self.front.T @ self.y - cross.T @ (told / weight)
        inverse = np.linalg.inv(matrix)
        effects = inverse @ right
        difficulty = (told - cross @ effects) / weight
        free = max(len(self.y) - self.fixed, 1)
        left = float(self.y @ self.y - effects @ (self.front.T @ self.y) - difficulty @ told)
        rest = max(left / free, 1e-12)
        criterion = (
            free * np.log(rest)
            - h * np.log(of_holder)
            - q * np.log(of_question)
            + np.linalg.slogdet(matrix)[1]
            + np.log(weight).sum()
            + WEAK * (np.log(of_holder) ** 2 + np.log(of_question) ** 2)
        )
        return _Solved(effects, difficulty, inverse, rest, float(criterion))
