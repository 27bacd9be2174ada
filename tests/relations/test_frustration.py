"""Frustration against enumeration, against published values, and honest where it is not proved."""

from __future__ import annotations

import time
from itertools import combinations, product

import numpy as np
import pytest

from dragoman.errors import InputError
from dragoman.relations.frustration import _joined, _programme, _shrunk, blocks, frustration
from dragoman.relations.frustration_bound import CycleBound, cycle_bound, negative_triangles, vector_bound
from dragoman.relations.frustration_search import found_camps, tension
from standard_networks import highland_tribes


def signed(n, *edges):
    graph = np.zeros((n, n))
    for a, b, sign in edges:
        graph[a, b] = graph[b, a] = sign
    return graph


def drawn(n, chance, seed, *, weighted=False, flaws=0.5):
    """A graph with two hidden camps; a share of its edges contradicts them."""
    random = np.random.default_rng(seed)
    camps = random.choice([-1.0, 1.0], n)
    sign = np.outer(camps, camps) * np.where(random.random((n, n)) < flaws, -1, 1)
    there = random.random((n, n)) < chance
    upper = np.triu(sign * there * (random.random((n, n)).round(2) if weighted else 1), 1)
    return upper + upper.T


def least(graph):
    return min(tension(graph, np.array([1, *rest], dtype=np.int8)) for rest in product([-1, 1], repeat=len(graph) - 1))


def complete(n):
    return np.eye(n) - np.ones((n, n))


PETERSEN = signed(10, *((i, (i + 1) % 5, -1) for i in range(5)), *((i, i + 5, -1) for i in range(5)),
                  *((5 + i, 5 + (i + 2) % 5, -1) for i in range(5)))  # fmt: skip


@pytest.mark.parametrize("name, graph, index", [
    ("nobody", np.zeros((0, 0)), 0),
    ("one state", np.zeros((1, 1)), 0),
    ("no edges", np.zeros((4, 4)), 0),
    ("two foes", signed(2, (0, 1, -1)), 0),
    ("three friends", signed(3, (0, 1, 1), (1, 2, 1), (0, 2, 1)), 0),
    ("my friend's foe is my friend", signed(3, (0, 1, 1), (1, 2, 1), (0, 2, -1)), 1),
    ("three foes", complete(3), 1),
    # Petersdorf (1966): among complete graphs the one of foes only has the most frustration, floor((n - 1)^2 / 4)
    *[(f"{n} foes, each of each", complete(n), (n - 1) ** 2 // 4) for n in (4, 5, 8, 11)],
    # the largest bipartite subgraph of Petersen's graph has 12 of its 15 edges
    ("Petersen's graph of foes", PETERSEN, 3),
    # Aref, Wilson (2018), Measuring partial balance in signed networks, Journal of Complex Networks 6(4): index 7
    ("Read's highland tribes", highland_tribes(), 7),
])  # fmt: skip
def test_known_values(name, graph, index):
    found = frustration(graph)
    assert (found.tension, found.bound, found.proved, found.method) == (index, index, True, "exact")
    assert tension(graph, found.camps) == index


@pytest.mark.parametrize("seed", range(60))
def test_equals_enumeration(seed):
    graph = drawn(2 + seed % 9, (0.2, 0.5, 1.0)[seed % 3], seed, weighted=seed % 4 == 3)
    found = frustration(graph)
    assert found.proved
    assert found.tension == pytest.approx(least(graph), abs=1e-9)
    assert tension(graph, found.camps) == pytest.approx(found.tension, abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_programme_finds_and_proves_without_help_of_the_search(seed):
    graph = drawn(8, 0.7, seed)
    nothing = CycleBound(0.0, np.zeros(0), negative_triangles(graph), finished=False)
    true = least(graph)
    low, high, camps = _programme(graph, nothing, true + 3, time.monotonic() + 20)
    assert (low, high) == (pytest.approx(true), pytest.approx(true))
    assert tension(graph, camps) == true
    assert _programme(graph, nothing, true - 1, time.monotonic() + 20)[2] is None


@pytest.mark.parametrize("seed", range(20))
def test_bounds_lie_below(seed):
    graph = drawn(9, 0.6, seed, weighted=seed % 2 == 1)
    true = least(graph)
    assert cycle_bound(graph, deadline=time.monotonic() + 9, enough=np.inf).bound <= true + 1e-6
    assert vector_bound(graph) <= true + 1e-9


def test_bound_of_a_long_negative_cycle_is_found_without_triangles():
    ring = signed(7, *((i, (i + 1) % 7, -1 if i == 3 else 1) for i in range(7)))
    found = cycle_bound(ring, deadline=time.monotonic() + 9, enough=np.inf)
    assert (found.bound, found.finished, found.cycles.shape) == (pytest.approx(1.0), True, (1, 7))


def test_joining_keeps_the_tension_of_camps_that_respect_it():
    graph = drawn(10, 0.8, 4)
    at_rest = np.zeros(len(np.nonzero(np.triu(graph))[0]), dtype=bool)
    at_rest[:4] = True
    number, side = _joined(graph, at_rest)
    small, gone = _shrunk(graph, number, side)
    for camps in product([-1, 1], repeat=len(small)):
        wide = (np.array(camps)[number] * side).astype(np.int8)
        assert tension(small, np.array(camps, dtype=np.int8)) + gone == pytest.approx(tension(graph, wide))


def test_edges_at_rest_that_contradict_each_other_are_told():
    assert _joined(complete(3), np.ones(3, dtype=bool))[0] is None


@pytest.mark.parametrize("graph, expected", [
    (signed(4, (0, 1, 1), (1, 2, 1), (2, 3, 1)), [{0, 1}, {1, 2}, {2, 3}]),
    (signed(5, (0, 1, 1), (1, 2, 1), (0, 2, 1), (2, 3, 1), (3, 4, 1), (2, 4, 1)), [{0, 1, 2}, {2, 3, 4}]),
    (signed(6, (0, 1, 1), (1, 2, 1), (0, 2, 1), (4, 5, -1)), [{0, 1, 2}, {4, 5}]),
    (np.zeros((3, 3)), []),
])  # fmt: skip
def test_blocks(graph, expected):
    found = blocks(graph)
    assert sorted(map(set, found), key=sorted) == expected
    for at, block in enumerate(found):
        seen = set().union(*found[:at])
        assert len(seen & set(block)) <= 1
        assert not seen & set(block[1:])  # it hangs on the others by its first state, if at all


@pytest.mark.parametrize("seed", range(10))
def test_blocks_part_the_edges(seed):
    graph = drawn(14, 0.14, seed)
    found = blocks(graph)
    edges = [frozenset(e) for block in found for e in combinations(block, 2) if graph[e[0], e[1]]]
    assert sorted(map(sorted, edges)) == [list(e) for e in np.argwhere(np.triu(graph))]


def test_search_over_several_graphs_is_that_over_each():
    graphs = np.stack([drawn(8, 0.7, seed) for seed in range(12)])
    tensions, camps = found_camps(graphs, starts=8)
    assert list(tensions) == [least(g) for g in graphs]
    assert [tension(g, c) for g, c in zip(graphs, camps, strict=True)] == list(tensions)
    again = found_camps(graphs, starts=8)
    assert (again[1] == camps).all()


@pytest.mark.parametrize("flaws", [0.1, 0.2])
def test_proved_for_a_hundred_states_near_balance(flaws):
    graph = drawn(100, 0.25, 5, flaws=flaws)
    found = frustration(graph, seconds=20)
    assert found.proved
    assert found.seconds < 20


def test_what_is_not_proved_says_so():
    graph = drawn(120, 0.5, 1)  # signs at random: the bound of cycles stays far off
    found = frustration(graph, seconds=2)
    assert (found.proved, found.method) == (False, "heuristic")
    assert vector_bound(graph) <= found.bound < found.tension
    assert found.seconds < 15


@pytest.mark.parametrize("graph", [
    np.zeros((2, 3)), np.zeros(3), np.eye(2), np.array([[0, 1], [2, 0]]), np.array([[0, np.nan], [np.nan, 0]]),
])  # fmt: skip
def test_what_is_no_signed_graph_is_refused(graph):
    with pytest.raises(InputError, match="square symmetric"):
        frustration(graph)


def test_vectors_bound_better_where_signs_are_random():
    random = np.random.default_rng(3)
    graph = np.triu(random.choice([-1.0, 1.0], (80, 80)) * (random.random((80, 80)) < 0.4), 1)
    graph += graph.T
    plain = (np.abs(graph).sum() / 2 - 80 * np.linalg.eigvalsh(graph)[-1] / 2) / 2
    best = frustration(graph, seconds=1.0).tension
    assert plain + 0.02 * best < vector_bound(graph) <= best
    assert vector_bound(graph) == vector_bound(graph)
    assert vector_bound(np.zeros((0, 0))) == 0.0 == vector_bound(np.zeros((3, 3)))
