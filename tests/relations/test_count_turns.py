"""Turns told by a few events a month: exact against brute force, found where they were put, silent where none is."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, product

import numpy as np
import pytest
from scipy.special import betaln

from dragoman.errors import InputError
from dragoman.relations.count_turns import PairCounts, fit_prior, online_turns, pair_counts, turns_of_counts
from dragoman.relations.partition import Prior, Share, cut

FIRST = date(2001, 1, 1)
PRIOR = Prior(cooperation=2.0, conflict=1.5, tau=365.0, dispersion=1.5)


def by_brute_force(days, c, k, prior):
    """Evidence and chance of a change before each day, over all 2 ** (n - 1) partitions."""
    n = len(days)
    hazard = 1 - np.exp(-np.diff(days) / prior.tau)
    total, change = 0.0, np.zeros(n)
    for cuts in product([False, True], repeat=n - 1):
        weight = float(np.prod(np.where(cuts, hazard, 1 - hazard)))
        edges = [0, *(i + 1 for i, is_cut in enumerate(cuts) if is_cut), n]
        for start, end in pairwise(edges):
            a, b = prior.cooperation, prior.conflict
            weight *= np.exp(
                betaln(a + c[start:end].sum() / prior.dispersion, b + k[start:end].sum() / prior.dispersion)
                - betaln(a, b)
            )
        total += weight
        change[edges[1:-1]] += weight
    return np.log(total), change / total


@pytest.mark.parametrize("seed", range(5))
def test_partition_is_the_sum_over_all_ways_to_cut(seed):
    random = np.random.default_rng(seed)
    days = np.cumsum(random.integers(1, 200, 8))
    c, k = random.integers(0, 6, 8).astype(float), random.integers(0, 6, 8).astype(float)
    found = cut(days, c, k, PRIOR)
    evidence, change = by_brute_force(days, c, k, PRIOR)
    assert found.evidence == pytest.approx(evidence)
    assert found.change == pytest.approx(change)
    assert found.latest.sum(axis=0) == pytest.approx(np.ones(8))


def test_partition_of_one_day_has_no_change_and_the_levels_of_the_prior_and_the_day():
    found = cut(np.array([5]), np.array([3.0]), np.array([0.0]), PRIOR)
    assert found.change.tolist() == [0.0]
    assert found.after.mean[0] == pytest.approx((2 + 3 / 1.5) / (3.5 + 3 / 1.5))


@pytest.mark.parametrize("days", [[], [3, 3], [4, 2], list(range(1501))])
def test_partition_refuses_days_that_cannot_be(days):
    n = len(days)
    with pytest.raises(InputError):
        cut(np.array(days, int), np.ones(n), np.ones(n), PRIOR)


def test_chance_of_a_fall_agrees_with_draws_of_beta_shares():
    random = np.random.default_rng(1)
    x, y = random.beta(12, 5, 200_000), random.beta(6, 9, 200_000)
    shares = [Share(np.array([v.mean()]), np.array([v.var()])) for v in (x, y)]
    assert shares[0].fell(shares[1], 0.1)[0] == pytest.approx(float((x - y > 0.1).mean()), abs=0.01)


def pair(name, shares, *, every=9, per_day=3, seed=0, days_each=40):
    """A pair with news every `every` days; `days_each` of them at each share."""
    random = np.random.default_rng(seed)
    chance = np.repeat(shares, days_each)
    c = random.binomial(per_day, chance)
    days = tuple(FIRST + timedelta(days=every * i) for i in range(len(chance)))
    return PairCounts(f"A{name}", f"B{name}", days, tuple(c.tolist()), tuple((per_day - c).tolist()))


def world(*turning, n=30):
    """Pairs that never turn, and those given."""
    quiet = [pair(f"Q{i:02d}", [p], seed=i) for i, p in enumerate(np.linspace(0.2, 0.8, n))]
    return [*quiet, *turning]


@pytest.mark.parametrize("shares, directions", [
    ([0.9, 0.2], ["worse"]),
    ([0.2, 0.9], ["better"]),
    ([0.9, 0.2, 0.85], ["worse", "better"]),
    ([0.6, 0.6], []),
])  # fmt: skip
def test_turns_are_found_where_they_were_put(shares, directions):
    pairs = world(pair("X", shares, seed=99))
    found = [t for t in turns_of_counts(pairs, fit_prior(pairs)) if t.a == "AX"]
    assert [t.direction for t in found] == directions
    for i, turn in enumerate(found, start=1):
        truth = FIRST + timedelta(days=9 * 40 * i)
        assert turn.first - timedelta(days=18) <= truth <= turn.last + timedelta(days=18)
        assert turn.probability > 0.8
        assert (turn.size > 0) == (turn.direction == "better")
        assert turn.q <= 0.2


def test_pairs_that_never_turn_hardly_do():
    pairs = world(n=60)
    assert len(turns_of_counts(pairs, fit_prior(pairs))) <= 2


def test_online_turn_is_said_later_than_its_day_and_from_the_past_alone():
    pairs = world(pair("X", [0.9, 0.2], seed=99))
    prior = fit_prior(pairs)
    (turn,) = [t for t in online_turns(pairs, prior) if t.a == "AX"]
    assert turn.day <= turn.known < turn.day + timedelta(days=180)
    x = pairs[-1]
    n = x.days.index(turn.known) + 1
    cut_off = PairCounts(x.a, x.b, x.days[:n], x.cooperation[:n], x.conflict[:n])
    assert online_turns([cut_off], prior) == [turn]


def test_overdispersed_days_are_believed_less():
    pairs = world(pair("X", [0.75, 0.4], seed=5))
    prior = fit_prior(pairs)
    sure = turns_of_counts(pairs, Prior(prior.cooperation, prior.conflict, prior.tau, 1.0), fdr=1.0)
    unsure = turns_of_counts(pairs, Prior(prior.cooperation, prior.conflict, prior.tau, 6.0), fdr=1.0)
    assert len(unsure) < len(sure)


def test_directions_are_one_pair_joint_acts_one_act_and_a_month_stands_at_its_middle():
    def row(source, target, day, precision, act, c, k):
        return {"source": source, "target": target, "day": day, "day_precision": precision, "act": act, "cooperation": c, "conflict": k}  # fmt: skip

    (found,) = pair_counts([
        row("B", "A", date(2001, 3, 1), "month", "AID", 1, 0),
        row("A", "B", date(2001, 3, 15), "day", "REJECT", 0, 2),
        row("A", "B", date(2001, 1, 2), "day", "CONSULT", 2, 0),
        row("B", "A", date(2001, 1, 2), "day", "CONSULT", 1, 0),  # the same talks
        row("B", "A", date(2001, 1, 2), "day", "ACCUSE", 0, 1),
    ])  # fmt: skip
    assert found == PairCounts("A", "B", (date(2001, 1, 2), date(2001, 3, 15)), (2, 1), (1, 2))


def test_nothing_has_no_prior():
    with pytest.raises(InputError):
        fit_prior([])
