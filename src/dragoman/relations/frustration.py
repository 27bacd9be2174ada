"""How far is a network from two camps? Frustration, proved where it can be proved in the time given.

    whole graph
      -> blocks          a bridge is never frustrated, and blocks that share one state do not disturb each other
      -> camps found     frustration_search.py   an upper bound
      -> bound           frustration_bound.py    lower bounds from vectors and from negative cycles
      -> edges at rest   whose frustration would cost more than the best camps: their ends are joined, and again
      -> the rest        an integer programme, with the cycles in force and a tension to beat

Nothing is called proved unless lower and upper bound meet.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dragoman.errors import InputError
from dragoman.relations.frustration_bound import CycleBound, cycle_bound, edges_of, vector_bound
from dragoman.relations.frustration_search import found_camps

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    SignArray = NDArray[np.int8]

__all__ = ["Frustration", "blocks", "frustration"]

SAME: Final = 1e-6  # two sums of weights that differ by less are equal: the tolerance of the solver


@dataclass(frozen=True, slots=True)
class Frustration:
    """How much tension two camps must leave.

    Attributes:
        tension: weight of the frustrated edges (their number, when weights are signs) in the best camps found.
        bound: no camps leave less than this.
        proved: the two meet: `tension` is the frustration index.
        camps: +1 or -1 for each state, shape (n,); one best choice, others may leave as little.
        method: "exact" where proved, "heuristic" where not.
        seconds: that it took.
    """

    tension: float
    bound: float
    proved: bool
    camps: SignArray
    method: str
    seconds: float


def frustration(graph: FloatArray, *, seconds: float = 60.0, seed: int = 0) -> Frustration:
    """The frustration index: the least weight of edges to take out so that two camps of friends remain.

        L = min over s in {-1, +1}^n of  sum over i < j of (|a_ij| - a_ij s_i s_j) / 2

    Args:
        graph: symmetric signed weights, diagonal 0, 0 where there is no edge, shape (n, n).
        seconds: after which the best bounds so far are given.
        seed: of the search for camps.
    Raises:
        InputError: if the matrix is not square, not symmetric, has a diagonal, or a value that is no number.
    Reference:
        Aref, Wilson (2019), Balance and frustration in signed networks, Journal of Complex Networks 7(2); Aref, Mason,
        Wilson (2020), Networks 75(1), for the programme. Joining edges by reduced cost: None; our choice.
    """
    import numpy as np

    began = time.monotonic()
    a = np.asarray(graph, dtype=float)
    if a.ndim != 2 or a.shape[0] != a.shape[1] or not np.isfinite(a).all() or (a != a.T).any() or a.diagonal().any():
        raise InputError(
            f"A signed graph of shape {a.shape}; expected a square symmetric matrix of numbers with a diagonal of 0."
        )
    camps = np.ones(len(a), dtype=np.int8)
    tension, bound = 0.0, 0.0
    parts = blocks(a)
    for done, states in enumerate(parts):
        part = a[np.ix_(states, states)]
        share = max(1.0, (began + seconds - time.monotonic()) / (1 if done + 1 == len(parts) else 2))
        low, high, found = _solve(part, deadline=time.monotonic() + share, seed=seed)
        tension, bound = tension + high, bound + low
        # blocks come so that all but the first meet what stands already in exactly one state
        camps[states] = found * (found[0] * camps[states[0]])
    proved = tension - bound < SAME * max(1.0, tension)
    return Frustration(
        tension=tension,
        bound=tension if proved else bound,
        proved=proved,
        camps=camps,
        method="exact" if proved else "heuristic",
        seconds=time.monotonic() - began,
    )


def blocks(graph: FloatArray) -> list[list[int]]:
    """Sets of states between any two edges of which runs a cycle; bridges count as blocks of two.

    The first state of each block is the one by which it hangs on those before it, if it hangs on any.

    Reference:
        Hopcroft, Tarjan (1973), Algorithm 447: efficient algorithms for graph manipulation, Communications of the
        ACM 16(6).
    """
    import numpy as np

    friends = [np.flatnonzero(row).tolist() for row in graph]
    entered = [-1] * len(graph)
    low = [0] * len(graph)
    found: list[list[int]] = []
    clock = 0
    for root in range(len(graph)):
        if entered[root] >= 0:
            continue
        entered[root] = low[root] = clock
        clock += 1
        first = len(found)
        standing = [root]
        path = [(root, -1, iter(friends[root]))]
        while path:
            at, parent, others = path[-1]
            other = next((o for o in others if o != parent), None)
            if other is None:
                path.pop()
                if parent >= 0:
                    low[parent] = min(low[parent], low[at])
                    if low[at] >= entered[parent]:
                        cut = standing.index(at)
                        found.append([parent, *standing[cut:]])
                        del standing[cut:]
            elif entered[other] >= 0:
                low[at] = min(low[at], entered[other])
            else:
                entered[other] = low[other] = clock
                clock += 1
                standing.append(other)
                path.append((other, at, iter(friends[other])))
        found[first:] = reversed(found[first:])  # a block is closed after those that hang on it
    return found


def _solve(graph: FloatArray, *, deadline: float, seed: int) -> tuple[float, float, SignArray]:
    """Lower bound, upper bound and camps of one block."""
    import numpy as np

    if len(graph) <= 2:  # a bridge: one edge, never frustrated
        return 0.0, 0.0, np.sign(np.array([1.0, graph[0, 1]])).astype(np.int8)
    high_of, camps_of = found_camps(graph[None], starts=32, seed=seed)
    high, camps = float(high_of[0]), camps_of[0]
    step = 1.0 if (graph == np.round(graph)).all() else SAME * max(1.0, high)  # a better answer is lower by this
    low = vector_bound(graph)
    # In switched terms the best camps are all +1 and the edges that they frustrate are the negative ones.
    switched = graph * np.outer(camps, camps)
    joined = np.arange(len(graph)), np.ones(len(graph))  # state -> number and side in the shrunken graph
    rest = 0.0  # tension among edges that vanished inside joined states
    while low <= high - step + SAME and high > 0:
        told = cycle_bound(switched, deadline=deadline, enough=high - rest - step + SAME)
        at_rest = told.bound + told.reduced > high - rest - step + SAME
        low = max(low, min(told.bound + rest, high))
        if low > high - step + SAME or time.monotonic() > deadline:
            break
        number, side = _joined(switched, at_rest)
        if number is None:  # edges at rest contradict each other: nothing better exists
            low = high
            break
        smaller, gone = _shrunk(switched, number, side)
        if len(smaller) < len(switched):
            joined = number[joined[0]], joined[1] * side[joined[0]]
            switched, rest = smaller, rest + gone
            continue
        low_here, high_here, better = _programme(switched, told, high - rest - step, deadline)
        if better is not None:
            high, camps = high_here + rest, (camps * better[joined[0]] * joined[1]).astype(np.int8)
        low = max(low, min(low_here + rest, high))
        break
    if step == 1.0:
        low = float(np.ceil(low - SAME))
    met = low > high - step + SAME
    return (high if met else low), high, camps


def _joined(graph: FloatArray, at_rest: NDArray[np.bool_]) -> tuple[NDArray[np.int64] | None, FloatArray]:
    """Number the sets of states that edges at rest tie together, with each state's side in its set; None if they clash."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    n = len(graph)
    i, j, a = edges_of(graph)
    i, j, across = i[at_rest], j[at_rest], np.where(a[at_rest] < 0, n, 0)
    begin, end = np.concatenate([i, i + n]), np.concatenate([j + across, (j + n + across) % (2 * n)])
    cover = coo_matrix((np.ones(len(begin)), (begin, end)), shape=(2 * n, 2 * n))
    _, part = connected_components(cover, directed=False)
    here, there = part[:n], part[n:]
    if (here == there).any():
        return None, np.ones(n)
    _, number = np.unique(np.minimum(here, there), return_inverse=True)
    return number.astype(np.int64), np.where(here < there, 1.0, -1.0)


def _shrunk(graph: FloatArray, number: NDArray[np.int64], side: FloatArray) -> tuple[FloatArray, float]:
    """The graph of joined states, and the tension that it no longer shows."""
    import numpy as np

    tie = np.zeros((len(graph), int(number.max()) + 1))
    tie[np.arange(len(graph)), number] = side
    small = tie.T @ graph @ tie
    inside = float(small.diagonal().sum())
    np.fill_diagonal(small, 0.0)
    small[np.abs(small) < 1e-9] = 0.0
    return small, float(np.abs(graph).sum() - np.abs(small).sum() - inside) / 4


def _programme(
    graph: FloatArray, told: CycleBound, beat: float, deadline: float
) -> tuple[float, float, SignArray | None]:
    """Integer programme over camps: lower bound, upper bound, and camps that leave at most `beat`, if there are any.

    One binary for each state (its camp), one variable for each edge (frustrated): at least the difference of the camps
    of friends, at least the agreement of foes. The state with most edges stands in camp 0, so that no answer is sought
    twice. With the cycles in force the programme starts from the linear bound.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix, hstack

    i, j, a = edges_of(graph)
    n, m = len(graph), len(a)
    e = np.arange(m)
    other = np.where(a > 0, -1.0, 1.0)
    row, one = np.concatenate([e, e, e]), np.ones(m)
    first = csr_matrix((np.concatenate([one, -one, -other]), (row, np.concatenate([n + e, i, j]))), (m, n + m))
    second = csr_matrix((np.concatenate([one, one, other]), (row, np.concatenate([n + e, i, j]))), (m, n + m))
    weights = np.concatenate([np.zeros(n), np.abs(a)])
    upper = np.ones(n + m)
    upper[int((graph != 0).sum(axis=1).argmax())] = 0.0
    solved = milp(
        weights,
        integrality=np.concatenate([np.ones(n), np.zeros(m)]),
        bounds=Bounds(np.zeros(n + m), upper),
        constraints=[
            LinearConstraint(first, np.where(a > 0, 0.0, -1.0), np.inf),
            LinearConstraint(second, np.where(a > 0, 0.0, 1.0), np.inf),
            LinearConstraint(hstack([csr_matrix((told.cycles.shape[0], n)), told.cycles]).tocsr(), 1.0, np.inf),
            LinearConstraint(weights[None, :], -np.inf, beat + SAME),
        ],
        options={"time_limit": max(0.5, deadline - time.monotonic())},
    )
    if solved.status == 2:  # nothing leaves so little
        return np.inf, np.inf, None
    low = float(solved.mip_dual_bound) if solved.mip_dual_bound is not None else told.bound
    low = max(told.bound, low if np.isfinite(low) else told.bound)
    if solved.x is None:
        return low, np.inf, None
    camps = np.where(solved.x[:n] > 0.5, -1, 1).astype(np.int8)
    return low, float(solved.fun), camps
