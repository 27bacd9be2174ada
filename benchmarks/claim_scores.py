"""Does adjustment for difficulty recover known skills? Three simulations, 30 holders on 60 questions; prints JSON.

`effects`   score = 0.05 + difficulty + skill + chance: what the model supposes
`signals`   chance of what came = logistic(skill - difficulty + chance), scored by Brier: what it does not
`noise`     chance = logistic(true log-odds + chance), some holders with much of it; what came is drawn: hardest to tell
Each holder answers some of the questions, leaning to the easy or to the hard ones. `plain` is the mean score.

Example: python benchmarks/claim_scores.py
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from dragoman.claims.score import brier
from dragoman.claims.score_adjusted import adjusted

HOLDERS, QUESTIONS, RUNS = 30, 60, 30


def simulated(seed: int, answers: int, form: str) -> tuple[Any, list[int], list[int], Any, Any]:
    """Scores, holders, questions, and the skill of each holder, less is better."""
    rng = np.random.default_rng(seed)
    difficulty = rng.gamma(1.5, 0.1, QUESTIONS) if form == "effects" else rng.normal(-0.5, 1.5, QUESTIONS)
    skill = rng.permutation(np.linspace(0, 0.2, HOLDERS)) if form == "effects" else rng.normal(0, 1, HOLDERS)
    if form == "noise":
        difficulty, skill = rng.normal(0, 1.8, QUESTIONS), rng.permutation(np.linspace(0.05, 2.5, HOLDERS))
    place, holder, question = np.argsort(np.argsort(difficulty)), [], []
    for i in range(HOLDERS):
        lean = np.exp(rng.normal(0, 1.5) * place / QUESTIONS * 2)
        question += list(rng.choice(QUESTIONS, answers, replace=False, p=lean / lean.sum()))
        holder += [i] * answers
    if form == "effects":
        scores = 0.05 + difficulty[question] + skill[holder] + rng.normal(0, 0.1, len(holder))
        return scores, holder, question, skill, 0.05 + difficulty.mean() + skill
    if form == "noise":
        came = (rng.random(QUESTIONS) < 1 / (1 + np.exp(-difficulty))).astype(float)
        said = 1 / (1 + np.exp(-(difficulty[question] + rng.normal(0, 1, len(holder)) * skill[holder])))
        return brier(said, said, came[question]), holder, question, skill, None
    chance = 1 / (1 + np.exp(-(skill[holder] - difficulty[question] + rng.normal(0, 0.7, len(holder)))))
    return brier(chance, chance, np.ones(len(holder))), holder, question, -skill, None


def measured(form: str, answers: int) -> dict[str, Any]:
    found, plain, held = [], [], []
    for seed in range(RUNS):
        scores, holder, question, skill, expected = simulated(seed, answers, form)
        made = adjusted(scores, [str(i) for i in holder], [str(j) for j in question])
        order = [int(h) for h in made.holders]
        means = [scores[np.array(holder) == i].mean() for i in order]
        found.append(spearmanr(made.score, skill[order])[0])
        plain.append(spearmanr(means, skill[order])[0])
        if expected is not None:
            held += list((made.low <= expected[order]) & (expected[order] <= made.high))
    return {
        "form": form,
        "answers": answers,
        "rank_correlation": round(float(np.mean(found)), 3),
        "least": round(float(min(found)), 3),
        "plain": round(float(np.mean(plain)), 3),
        "inside_90_band": round(float(np.mean(held)), 3) if held else None,
    }


if __name__ == "__main__":
    print(json.dumps([measured(form, n) for form in ("effects", "signals", "noise") for n in (5, 10, 20, 30)]))
