"""How low can frustration be at least? Bounds from negative cycles and from vectors, and which edges they prove at rest.

Every negative cycle (an odd number of foes on it) holds a frustrated edge, whatever the camps. The least weight that
gives each negative cycle at least one, fractions allowed, is a lower bound of frustration. It is the better one where
few edges are flawed; where signs are nearly random, the bound that puts states on a sphere instead of in two camps is.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

__all__ = ["CycleBound", "cycle_bound", "edges_of", "vector_bound"]

VIOLATED: Final = 1e-3  # a cycle is added when its edges sum to less than 1 minus this; smaller gains cost more rounds
SWEEPS: Final = 300  # over all states, at most; 200 states come to rest after some 100
STILL: Final = 1e-6  # the largest move of a vector, as 1 less its cosine, at which the sweeps end
HOP: Final = 1e-7  # added to each edge when cycles are sought, so that of equal ones the short is found


@dataclass(frozen=True, slots=True)
class CycleBound:
    """What the negative cycles prove of a graph.

    Attributes:
        bound: frustration is at least this.
        reduced: by how much the bound rises if an edge is frustrated nevertheless, per edge, shape (m,).
        cycles: the cycles in force, one row each, columns are edges.
        finished: no negative cycle is violated any more, so the bound is that of all of them.
    """

    bound: float
    reduced: FloatArray
    cycles: csr_matrix
    finished: bool


def edges_of(graph: FloatArray) -> tuple[IntArray, IntArray, FloatArray]:
    """Ends i < j and signed weight of each edge of a symmetric matrix."""
    import numpy as np

    i, j = np.nonzero(np.triu(graph, 1))
    return i.astype(np.int64), j.astype(np.int64), graph[i, j]


def vector_bound(graph: FloatArray, *, seed: int = 0) -> float:
    """A lower bound of frustration from states as unit vectors instead of camps; at least 0.

        L >= (sum |a| - B) / 2,   B = (sum u + n lambda(A - diag u)) / 2   for any u, with lambda the largest eigenvalue

    The u come from the vectors that agree best with the signs, found state by state; however well they are found, the
    bound is valid.

    Args:
        graph: symmetric signed weights, diagonal 0, shape (n, n).
        seed: of the first vectors.
    Reference:
        Delorme, Poljak (1993), Laplacian eigenvalues and the maximum cut problem, Mathematical Programming 62 (the
        bound); Wang, Chang, Kolter (2017), The mixing method, arXiv:1706.00476 (the vectors).
    """
    import numpy as np

    n = len(graph)
    if not n:
        return 0.0
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(n, int(np.ceil(np.sqrt(2 * n))) + 1))
    vectors /= np.linalg.norm(vectors, axis=1)[:, None]
    for _ in range(SWEEPS):
        moved = 0.0
        for state in range(n):
            pull = graph[state] @ vectors
            length = float(np.sqrt(pull @ pull))
            if length > 0:
                moved = max(moved, 1 - float(pull @ vectors[state]) / length)
                vectors[state] = pull / length
        if moved < STILL:
            break
    u = (graph @ vectors * vectors).sum(axis=1)
    most = (u.sum() + n * float(np.linalg.eigvalsh(graph - np.diag(u))[-1])) / 2
    plain = n * float(np.linalg.eigvalsh(graph)[-1]) / 2
    return float(max(0.0, (np.abs(graph).sum() / 2 - min(most, plain)) / 2))


def cycle_bound(graph: FloatArray, *, deadline: float, enough: float) -> CycleBound:
    """Solve the linear programme over negative cycles, adding violated cycles until none is left.

        min sum |a_e| x_e   so that   sum over e in C of x_e >= 1 for each negative cycle C,   0 <= x_e <= 1

    Negative triangles come first. Longer ones are found as shortest paths in the graph's double cover, where a foe's
    edge crosses from one copy to the other: a path from a state to its own copy is a negative closed walk.

    Args:
        graph: symmetric signed weights, diagonal 0, shape (n, n).
        deadline: `time.monotonic` after which no further round begins.
        enough: no further round begins once the bound is above this.
    Returns:
        The bound; a valid one also when the deadline ended it.
    Reference:
        Barahona, Mahjoub (1986), On the cut polytope, Mathematical Programming 36; triangle inequalities for
        frustration: Aref, Mason, Wilson (2020), A modeling and computational study of the frustration index in signed
        networks, Networks 75(1).
    """
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, vstack

    i, j, a = edges_of(graph)
    m = len(a)
    cycles = negative_triangles(graph)
    bound, reduced = 0.0, np.abs(a)
    while True:
        if cycles.shape[0]:
            solved = linprog(
                np.abs(a),
                A_ub=-cycles,
                b_ub=-np.ones(cycles.shape[0]),
                bounds=(0, 1),
                method="highs-ipm",
                options={"time_limit": max(1.0, deadline - time.monotonic())},
            )
            if solved.status != 0:
                return CycleBound(bound, reduced, cycles, finished=False)
            bound, reduced, x = float(solved.fun), np.asarray(solved.lower.marginals), np.asarray(solved.x)
            tight = np.asarray(solved.slack) < 0.5  # far from binding: left out of later rounds
            kept = csr_matrix(cycles[tight])
        else:
            x, kept = np.zeros(m), cycles
        if bound > enough or time.monotonic() > deadline:
            return CycleBound(bound, reduced, kept, finished=False)
        new = violated_cycles(i, j, a, x, len(graph))
        if not new.shape[0]:
            return CycleBound(bound, reduced, kept, finished=True)
        cycles = csr_matrix(vstack([kept, new]))


def negative_triangles(graph: FloatArray) -> csr_matrix:
    """Each triangle with an odd number of foes, as a row over the edges."""
    import numpy as np
    from scipy.sparse import csr_matrix

    i, j, a = edges_of(graph)
    n, m = len(graph), len(a)
    number = np.full((n, n), -1, dtype=np.int64)
    number[i, j] = number[j, i] = np.arange(m)
    rows = []
    for e in range(m):
        thirds = np.flatnonzero((graph[i[e]] * graph[j[e]] * a[e] < 0) & (np.arange(n) > j[e]))
        if len(thirds):
            rows.append(np.stack([np.full(len(thirds), e), number[i[e], thirds], number[j[e], thirds]], axis=1))
    found = np.concatenate(rows) if rows else np.zeros((0, 3), dtype=np.int64)
    k = len(found)
    return csr_matrix((np.ones(3 * k), found.ravel(), np.arange(0, 3 * k + 1, 3)), shape=(k, m))


def violated_cycles(i: IntArray, j: IntArray, a: FloatArray, x: FloatArray, n: int) -> csr_matrix:
    """For each edge the most violated negative cycle through it, each cycle once, as rows over the edges.

    Args:
        i: one end of each edge.
        j: the other.
        a: signed weight of each edge, not 0.
        x: the present solution, 0 to 1 per edge.
        n: number of states.
    """
    import numpy as np
    from scipy.sparse import coo_matrix, csr_matrix
    from scipy.sparse.csgraph import dijkstra

    m = len(a)
    across = np.where(a < 0, n, 0)
    begin = np.concatenate([i, i + n, j, j + n])
    end = np.concatenate([j + across, (j + n + across) % (2 * n), i + across, (i + n + across) % (2 * n)])
    length = np.tile(np.clip(x, 0, 1) + HOP, 4)
    cover = csr_matrix(coo_matrix((length, (begin, end)), shape=(2 * n, 2 * n)))
    away, before = dijkstra(cover, indices=np.arange(n), return_predecessors=True, limit=1.0)
    goal = j + np.where(a < 0, 0, n)  # closing with the edge itself makes the walk negative
    through = x + away[i, goal]
    number = {(int(u), int(v)): e for e, (u, v) in enumerate(zip(i, j, strict=True))}
    indices: list[int] = []
    ends = [0]
    known: set[bytes] = set()
    for e in np.argsort(through, kind="stable"):
        if through[e] >= 1 - VIOLATED:
            break
        walk, at = [int(j[e])], int(goal[e])
        while at != i[e]:
            at = int(before[i[e], at])
            walk.append(at % n)
        if len(set(walk)) < len(walk):
            continue  # not simple: a part of it is violated too, and is found from its own edges
        edges = [int(e), *(number[min(u, v), max(u, v)] for u, v in pairwise(walk))]
        key = np.sort(np.array(edges)).tobytes()
        if key not in known:
            known.add(key)
            indices += edges
            ends.append(len(indices))
    return csr_matrix((np.ones(len(indices)), indices, ends), shape=(len(ends) - 1, m))
