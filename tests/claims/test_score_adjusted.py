"""Does adjustment for difficulty find who is better, when they answered different questions?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from dragoman.claims.score_adjusted import adjusted
from dragoman.errors import InputError

HOLDERS, QUESTIONS = 30, 60


def simulated(seed, *, answers):
    """Holders of known skill who each choose some of the questions, most of them easy or most of them hard ones.

    Returns:
        Scores, holders, questions, the holders' expected scores on all questions.
    """
    rng = np.random.default_rng(seed)
    difficulty, skill = rng.gamma(1.5, 0.1, QUESTIONS), rng.permutation(np.linspace(0, 0.2, HOLDERS))
    holder, question = [], []
    for i in range(HOLDERS):
        lean = np.exp(rng.normal(0, 1.5) * np.argsort(np.argsort(difficulty)) / QUESTIONS * 2)
        question += list(rng.choice(QUESTIONS, answers, replace=False, p=lean / lean.sum()))
        holder += [i] * answers
    scores = 0.05 + difficulty[question] + skill[holder] + rng.normal(0, 0.1, len(holder))
    return scores, [f"h{i}" for i in holder], [f"q{j}" for j in question], 0.05 + difficulty.mean() + skill


def test_known_skills_are_recovered_from_sparse_overlap():
    recovered, plainly = [], []
    for seed in range(12):
        scores, holders, questions, true = simulated(seed, answers=20)
        found = adjusted(scores, holders, questions)
        wanted = true[[int(h[1:]) for h in found.holders]]
        plain = [scores[np.array(holders) == h].mean() for h in found.holders]
        recovered.append(spearmanr(found.score, wanted)[0])
        plainly.append(spearmanr(plain, wanted)[0])
    assert np.mean(recovered) >= 0.9  # as good as 20 answers with this much chance in them allow: 0.94
    assert min(recovered) >= 0.85
    assert np.mean(recovered) > np.mean(plainly) + 0.03


@pytest.mark.parametrize("answers, least", [(15, 0.9), (30, 0.95), (QUESTIONS, 0.97)])
def test_thirty_holders_and_sixty_questions_of_unequal_difficulty_are_ranked(answers, least):
    found = []
    for seed in range(8):
        scores, holders, questions, true = simulated(seed, answers=answers)
        made = adjusted(scores, holders, questions)
        found.append(spearmanr(made.score, true[[int(h[1:]) for h in made.holders]])[0])
    assert np.mean(found) >= least


def test_few_answers_are_ranked_nearly_as_well_as_if_the_difficulties_were_known():
    """With 10 answers each, chance alone keeps the rank correlation below 0.9, whatever the estimator."""
    estimated, known = [], []
    for seed in range(12):
        scores, holders, questions, true = simulated(seed, answers=10)
        made = adjusted(scores, holders, questions)
        wanted = true[[int(h[1:]) for h in made.holders]]
        difficulty = np.random.default_rng(seed).gamma(1.5, 0.1, QUESTIONS)  # the first that `simulated` draws
        rest = scores - difficulty[[int(q[1:]) for q in questions]]
        means = [rest[np.array(holders) == h].mean() for h in made.holders]
        estimated.append(spearmanr(made.score, wanted)[0])
        known.append(spearmanr(means, wanted)[0])
    assert np.mean(known) < 0.91
    assert np.mean(estimated) >= np.mean(known) - 0.05


def test_bands_hold_what_they_say():
    held = []
    for seed in range(20):
        scores, holders, questions, true = simulated(100 + seed, answers=15)
        found = adjusted(scores, holders, questions, width=0.9)
        wanted = true[[int(h[1:]) for h in found.holders]]
        held += list((found.low <= wanted) & (wanted <= found.high))
    assert 0.86 <= np.mean(held) <= 0.98


def test_who_answered_the_hard_questions_is_not_blamed():
    rng = np.random.default_rng(1)
    easy, hard, both = [f"e{i}" for i in range(12)], [f"h{i}" for i in range(12)], []
    rows = [("bold", q, 0.45) for q in hard] + [
        ("safe", q, 0.15) for q in easy
    ]  # safe is worse than the others on easy ones
    for other in ("x", "y", "z"):
        both += [(other, q, 0.5) for q in hard] + [(other, q, 0.05) for q in easy]
    rows += both
    found = adjusted([s + rng.normal(0, 0.02) for *_, s in rows], [r[0] for r in rows], [r[1] for r in rows])
    score = dict(zip(found.holders, found.score, strict=True))
    assert score["bold"] < score["x"] < score["safe"]
    assert dict(zip(found.questions, found.difficulty, strict=True))["h3"] > 0.1


def test_expected_scores_carry_difficulty_where_no_question_is_shared():
    rng = np.random.default_rng(2)
    expected = np.concatenate([rng.uniform(0.15, 0.3, 40), rng.uniform(0.0, 0.1, 40)])
    scores = expected * 1.0 + np.repeat([-0.03, 0.03], 40) + rng.normal(0, 0.02, 80)
    holders, questions = ["hard"] * 40 + ["easy"] * 40, [f"q{i}" for i in range(80)]
    assert scores[:40].mean() > scores[40:].mean()
    found = adjusted(scores, holders, questions, expected=expected)
    assert found.slope == pytest.approx(1.0, abs=0.25)
    assert found.score[0] < found.score[1]


def test_fewer_answers_give_a_wider_band_nearer_to_the_mean():
    rng = np.random.default_rng(3)
    rows = [
        (h, f"q{i}", s + rng.normal(0, 0.1))
        for h, n, s in (("a", 40, 0.2), ("b", 40, 0.3), ("c", 2, 0.6))
        for i in range(n)
    ]
    found = adjusted([r[2] for r in rows], [r[0] for r in rows], [r[1] for r in rows])
    width = found.high - found.low
    assert width[2] > width[0]
    assert list(found.answers) == [40, 40, 2]


@pytest.mark.parametrize("scores, holders, questions", [([0.3], ["a"], ["q"]), ([0.2, 0.2], ["a", "b"], ["q", "q"])])
def test_the_smallest_tables_still_give_a_number(scores, holders, questions):
    found = adjusted(scores, holders, questions)
    assert np.isfinite([found.score, found.low, found.high]).all()
    assert found.score[0] == pytest.approx(scores[0], abs=1e-6)


def test_the_same_answers_give_the_same_scores_in_any_order():
    scores, holders, questions, _ = simulated(9, answers=10)
    turned = np.random.default_rng(0).permutation(len(scores))
    one = adjusted(scores, holders, questions)
    other = adjusted(scores[turned], [holders[i] for i in turned], [questions[i] for i in turned])
    assert dict(zip(one.holders, one.score.round(3), strict=True)) == dict(
        zip(other.holders, other.score.round(3), strict=True)
    )


@pytest.mark.parametrize("scores, holders", [([], []), ([0.1], ["a", "b"]), ([np.nan], ["a"]), ([0.1, 0.2], ["a"])])
def test_what_cannot_be_adjusted_is_refused(scores, holders):
    with pytest.raises(InputError, match="holders"):
        adjusted(scores, holders, ["q"] * len(scores))
