"""Measures of balance on graphs whose balance is known; networks of chance keep what they say they keep."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm

from dragoman.errors import InputError
from dragoman.relations.balance import (
    Triads,
    against_null,
    measures,
    null_graphs,
    scaled_walk_balance,
    triad_shares,
    triads,
    walk_balance,
)
from dragoman.relations.communities import agreement, communities, signed_modularity
from standard_networks import highland_tribes

TRIBES = highland_tribes()


def drawn(n, seed, chance=0.5):
    random = np.random.default_rng(seed)
    upper = np.triu(random.choice([-1.0, 1.0], (n, n)) * (random.random((n, n)) < chance), 1)
    return upper + upper.T


def two_camps(n):
    camps = np.where(np.arange(n) < n // 2, 1.0, -1.0)
    return np.outer(camps, camps) - np.eye(n)


def test_tribes_have_the_published_balance():
    # vignette "Structural Balance" of the R package signnet (Schoch 2023, Journal of Open Source Software 8(81)):
    # triangles 0.8676471, walk 0.3575761
    assert triads(TRIBES).balance == pytest.approx(0.8676471, abs=5e-8)
    assert walk_balance(TRIBES)[0] == pytest.approx(0.3575761, abs=5e-8)
    assert ((TRIBES > 0).sum() // 2, (TRIBES < 0).sum() // 2) == (29, 29)


@pytest.mark.parametrize("seed", range(8))
def test_triads_against_counting(seed):
    graph = drawn(9, seed)
    kinds = [0, 0, 0, 0]
    at = [[0, 0] for _ in graph]
    for a, b, c in combinations(range(9), 3):
        if graph[a, b] * graph[b, c] * graph[a, c]:
            foes = sum(graph[x, y] < 0 for x, y in ((a, b), (b, c), (a, c)))
            kinds[foes] += 1
            for x in (a, b, c):
                at[x][0] += foes % 2 == 0
                at[x][1] += 1
    assert triads(graph) == Triads(*kinds)
    for share, (balanced, n) in zip(triad_shares(graph), at, strict=True):
        assert np.isnan(share) if n == 0 else share == pytest.approx(balanced / n)


@pytest.mark.parametrize("seed", range(4))
def test_walks_against_the_matrix_exponential(seed):
    graph = drawn(8, seed)
    plain = np.abs(graph)
    whole, local = walk_balance(graph)
    assert whole == pytest.approx(np.trace(expm(graph)) / np.trace(expm(plain)))
    assert local == pytest.approx(np.diag(expm(graph)) / np.diag(expm(plain)))
    b = 1 / np.linalg.eigvalsh(plain)[-1]
    closed = [np.trace(expm(b * x) - np.eye(8) - b * b * x @ x / 2) for x in (graph, plain)]
    assert scaled_walk_balance(graph) == pytest.approx(closed[0] / closed[1])


def test_a_balanced_network_is_balanced_by_every_measure():
    found, camps = measures(two_camps(12)[None])
    assert {k: float(v[0]) for k, v in found.items()} == pytest.approx(
        {"triads": 1.0, "walks": 1.0, "walks_scaled": 1.0, "frustration": 0.0}
    )
    assert abs(camps[0].sum()) == 0


def test_long_walks_do_not_overflow():
    assert walk_balance(30 * two_camps(40))[0] == pytest.approx(1.0)


def test_nothing_to_measure_is_none_and_not_zero():
    nothing = np.zeros((3, 3))
    assert (triads(nothing).balance, walk_balance(nothing)[0], scaled_walk_balance(nothing)) == (None, None, None)
    assert np.isnan(triad_shares(nothing)).all()
    assert all(np.isnan(v).all() for v in measures(nothing[None])[0].values())


@given(st.integers(0, 10_000), st.sampled_from(["shuffle", "switch"]))
def test_networks_of_chance_keep_what_they_promise(seed, null):
    graph = drawn(9, seed)
    for made in null_graphs(graph, 3, null=null, seed=seed):
        assert (made == made.T).all()
        assert not made.diagonal().any()
        assert ((made > 0).sum(), (made < 0).sum()) == ((graph > 0).sum(), (graph < 0).sum())
        if null == "shuffle":
            assert (np.abs(made) == np.abs(graph)).all()
        else:
            assert ((made > 0).sum(axis=1) == (graph > 0).sum(axis=1)).all()
            assert ((made < 0).sum(axis=1) == (graph < 0).sum(axis=1)).all()


@pytest.mark.parametrize("null", ["shuffle", "switch"])
def test_networks_of_chance_differ_and_come_again_with_the_seed(null):
    made = list(null_graphs(TRIBES, 4, null=null, seed=7))
    assert all((a != b).any() for a, b in combinations([TRIBES, *made], 2))
    assert all((a == b).all() for a, b in zip(made, null_graphs(TRIBES, 4, null=null, seed=7), strict=True))


def test_an_unknown_null_is_refused():
    with pytest.raises(InputError, match="expected switch or shuffle"):
        next(null_graphs(TRIBES, 1, null="mix"))


def test_shuffled_signs_are_a_null_under_which_p_is_uniform():
    base = drawn(20, 3, 0.6)
    found = []
    for seed in range(60):
        (graph,) = null_graphs(base, 1, null="shuffle", seed=1000 + seed)
        chance = np.array([triads(g).balance for g in null_graphs(graph, 39, null="shuffle", seed=seed)])
        found.append(against_null(triads(graph).balance, chance).p)
    assert 0.38 < np.mean(found) < 0.62
    assert np.mean(np.array(found) <= 0.1) < 0.22


@pytest.mark.parametrize("value, chance, less, z, p", [
    (2.0, [1.0, 2.0, 3.0], False, 0.0, 3 / 4),
    (4.0, [1.0, 2.0, 3.0], False, 2.0, 1 / 4),
    (0.0, [1.0, 2.0, 3.0], True, -2.0, 1 / 4),
    (1.0, [1.0, 1.0], False, None, 1.0),  # chance gives one value only
    (4.0, [1.0, np.nan, 2.0, 3.0], False, 2.0, 1 / 4),
])  # fmt: skip
def test_against_null(value, chance, less, z, p):
    found = against_null(value, np.array(chance), less_is_balanced=less)
    assert (found.z, found.p) == (z if z is None else pytest.approx(z), pytest.approx(p))


def test_against_nothing():
    assert against_null(1.0, np.array([np.nan])) is None


# ---------------------------------------------------------------- communities


def blocks_of_friends(sizes, foes_between=True):
    groups = np.repeat(np.arange(len(sizes)), sizes)
    same = groups[:, None] == groups[None, :]
    return np.where(same, 1.0, -1.0 if foes_between else 0.0) - np.eye(len(groups)), groups


@pytest.mark.parametrize("foes_between", [True, False])
def test_communities_are_found_and_numbered_by_size(foes_between):
    graph, groups = blocks_of_friends([3, 7, 5], foes_between)
    found = communities(graph)
    assert sorted(np.bincount(found).tolist(), reverse=True) == np.bincount(found).tolist() == [7, 5, 3]
    assert ((found[:, None] == found[None, :]) == (groups[:, None] == groups[None, :])).all()


def test_tribes_fall_into_three_groups():
    found = communities(TRIBES)
    assert {frozenset((np.flatnonzero(found == g) + 1).tolist()) for g in range(3)} == {
        frozenset({1, 2, 15, 16}),
        frozenset({5, 9, 10, 13, 14}),
        frozenset({3, 4, 6, 7, 8, 11, 12}),
    }


def test_modularity_against_its_sum():
    graph, groups = drawn(7, 2), np.array([0, 0, 1, 1, 1, 2, 0])
    plus, minus = np.clip(graph, 0, None), np.clip(-graph, 0, None)
    total = 0.0
    for i in range(7):
        for j in range(7):
            if groups[i] == groups[j]:
                total += plus[i, j] - plus[i].sum() * plus[j].sum() / plus.sum()
                total -= minus[i, j] - minus[i].sum() * minus[j].sum() / minus.sum()
    assert signed_modularity(graph, groups) == pytest.approx(total / np.abs(graph).sum())


def test_communities_come_again_with_the_seed():
    graph = drawn(30, 8, 0.3)
    assert (communities(graph, seed=3) == communities(graph, seed=3)).all()
    assert signed_modularity(graph, communities(graph)) >= signed_modularity(graph, np.arange(30))


def test_agreement_is_the_mean_chance_to_meet_ones_fellows():
    found = agreement(np.array([0, 0, 0, 1]), np.array([[0, 0, 0, 1], [0, 0, 1, 1]]))
    assert found[:3] == pytest.approx([0.75, 0.75, 0.5])
    assert np.isnan(found[3])
