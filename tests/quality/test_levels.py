"""Does the walk of measure L2 foresee the next week of real pairs better than L0, L1 and the last value?

ICEWS, fourth quarter of 2018, 12 whole weeks; the prior is learned from the first seven, the last five are foretold
one week ahead, each from all weeks before it. Scored is how a pair's events of the week split into cooperation and
conflict, given their number; natural log, mean over cells with news, by how many events a week the pair had in the
first seven weeks. The rivals get what helps them: L0 is Jeffreys' beta-binomial of the pair's last week with news, L1
the mean Goldstein weight of that week, turned into a chance by a logistic curve fitted to the first seven weeks, both
with an overdispersion fitted to them; the last value is the share of the last week, kept from 0 and 1 by half an
event. Beside them stands a stronger one: Jeffreys' beta-binomial of all the pair's weeks so far.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import betaln, expit, gammaln

from dragoman.relations.affinity import fit

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference"))
QUARTER = REFERENCE / "eventdata" / "icews_2018_q4.parquet"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))["levels"]
WEEKS, LEARNED = 12, 7
TIERS = {"under 1": (0, 1), "1 to 5": (1, 5), "5 to 20": (5, 20), "20 and more": (20, np.inf)}

# CAMEO roots 01 to 05 are verbal, 06 to 08 material cooperation, 09 to 13 verbal, 14 to 20 material conflict.
WEEKLY = """
SELECT "Source Country" AS a, "Target Country" AS b,
       CAST(date_diff('day', DATE '2018-10-08', CAST("Event Date" AS DATE)) // 7 AS INT) AS week,
       CASE WHEN root <= 5 THEN 0 WHEN root <= 8 THEN 1 WHEN root <= 13 THEN 2 ELSE 3 END AS quad,
       count(*) AS n, sum("Intensity") AS weight
FROM (SELECT *, CAST(substr("CAMEO Code", 1, 2) AS INT) AS root FROM read_parquet($file))
WHERE "Source Country" <> "Target Country" AND "Source Country" <> '' AND "Target Country" <> ''
  AND CAST("Event Date" AS DATE) BETWEEN DATE '2018-10-08' AND DATE '2018-12-30'
GROUP BY ALL ORDER BY ALL
"""


def weekly() -> tuple[np.ndarray, np.ndarray]:
    """Counts (pairs, weeks, 4) and sums of Goldstein weights (pairs, weeks)."""
    import duckdb

    rows = duckdb.sql(WEEKLY, params={"file": str(QUARTER)}).fetchall()
    pairs = {pair: place for place, pair in enumerate(sorted({(r[0], r[1]) for r in rows}))}
    counts, weights = np.zeros((len(pairs), WEEKS, 4)), np.zeros((len(pairs), WEEKS))
    for a, b, week, quad, n, weight in rows:
        counts[pairs[a, b], week, quad] += n
        weights[pairs[a, b], week] += weight
    return counts, weights


def beta_binomial(c, k, alpha, beta):
    """Natural log of the chance of c of c + k."""
    return gammaln(c + k + 1) - gammaln(c + 1) - gammaln(k + 1) + betaln(c + alpha, k + beta) - betaln(alpha, beta)


def last_with_news(values: np.ndarray, news: np.ndarray) -> np.ndarray:
    """Each week's value of the pair's latest earlier week with news; NaN before any."""
    made = np.full(values.shape, np.nan)
    held = np.full(len(values), np.nan)
    for week in range(values.shape[1]):
        made[:, week] = held
        held = np.where(news[:, week], values[:, week], held)
    return made


def best(score, start):
    """Parameters that make the learned weeks most likely."""
    return minimize(lambda p: -score(p), start, method="Nelder-Mead", options={"maxiter": 200}).x


def foresight() -> dict[str, dict[str, float]]:
    """Mean log score by tier and measure."""
    counts, weights = weekly()
    c, k = counts[..., :2].sum(-1), counts[..., 2:].sum(-1)
    n = c + k
    news = n > 0
    prior = fit(counts[:, :LEARNED], days=7, smooth=False).prior
    scores = {"L2": fit(counts, prior, days=7, smooth=False).log_score}

    learned = news.copy()
    learned[:, LEARNED:] = False
    c_last, k_last = last_with_news(c, news), last_with_news(k, news)
    known = ~np.isnan(c_last)

    def l0(p):  # events of the last week count for less, as far as the learned weeks want it
        worth = expit(p[0])
        return beta_binomial(c, k, 0.5 + worth * np.where(known, c_last, 0), 0.5 + worth * np.where(known, k_last, 0))

    intensity = last_with_news(weights / np.maximum(n, 1), news)

    def l1(p):
        chance, precision = expit(np.where(known, p[0] + p[1] * intensity, p[3])), np.exp(p[2])
        return beta_binomial(c, k, precision * chance, precision * (1 - chance))

    scores["L0"] = l0([30.0])
    scores["L0, worth fitted"] = l0(best(lambda p: l0(p)[learned].sum(), [0.0]))
    scores["L1"] = l1(best(lambda p: l1(p)[learned].sum(), [0.0, 0.2, 1.0, 0.5]))
    share = np.where(known, (c_last + 0.5) / (c_last + k_last + 1), 0.5)
    scores["last value"] = gammaln(n + 1) - gammaln(c + 1) - gammaln(k + 1) + c * np.log(share) + k * np.log1p(-share)
    so_far = [np.cumsum(x, axis=1) - x for x in (c, k)]
    scores["all weeks so far"] = beta_binomial(c, k, 0.5 + so_far[0], 0.5 + so_far[1])

    a_week = n[:, :LEARNED].mean(axis=1)
    held = news.copy()
    held[:, :LEARNED] = False
    told = {}
    for name, (low, high) in TIERS.items():
        cells = held & ((a_week >= low) & (a_week < high))[:, None]
        told[name] = {"cells": int(cells.sum()), **{m: float(s[cells].mean()) for m, s in scores.items()}}
    return told


@pytest.mark.skipif(not QUARTER.is_file(), reason="reference/eventdata is not here; set DRAGOMAN_REFERENCE")
def test_next_week_of_real_pairs():
    told = foresight()
    print(json.dumps(told, indent=1))
    for tier, scores in told.items():
        rivals = {m: s for m, s in scores.items() if m not in {"cells", "L2"}}
        assert scores["cells"] > 100, tier
        assert scores["L2"] > max(rivals.values()), tier
        assert scores["L2"] >= FLOORS["log_score"][tier], tier
