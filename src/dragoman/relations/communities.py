"""Which states belong together? Groups with more friends inside, and more foes outside, than degrees would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

__all__ = ["agreement", "communities", "signed_modularity"]


def surplus(graph: FloatArray) -> FloatArray:
    """What each pair has above chance: B = (W+ - d+ d+' / 2w+) - (W- - d- d-' / 2w-), divided by 2w+ + 2w-."""
    import numpy as np

    total = np.abs(graph).sum()
    found = np.zeros_like(graph)
    for sign, part in ((1, np.clip(graph, 0, None)), (-1, np.clip(-graph, 0, None))):
        degree = part.sum(axis=1)
        if degree.any():
            found += sign * (part - np.outer(degree, degree) / degree.sum())
    return found / total if total else found


def signed_modularity(graph: FloatArray, groups: IntArray) -> float:
    """Share of weight that friends inside and foes outside have above what degrees alone would give.

        Q = 1 / (2w+ + 2w-)  sum over i, j in one group of  B_ij,   B as in `surplus`

    Args:
        graph: symmetric signed weights, shape (n, n).
        groups: number of each state's group, shape (n,).
    Reference:
        Gómez, Jensen, Arenas (2009), Analysis of community structure in networks of correlated data, Physical Review
        E 80, 016114.
    """
    return float(surplus(graph)[groups[:, None] == groups[None, :]].sum())


def communities(graph: FloatArray, *, starts: int = 10, seed: int = 0) -> IntArray:
    """Groups of high signed modularity. A heuristic: the best of several Louvain runs in different orders.

    States move one by one to the group that raises Q most until none would; then groups are taken as states, again.

    Args:
        graph: symmetric signed weights, diagonal 0, shape (n, n).
        starts: orders tried.
        seed: of the orders; the same seed gives the same groups.
    Returns:
        Group of each state, shape (n,), numbered from 0 by size, the largest first (of equals, that of the first state).
    Reference:
        Blondel, Guillaume, Lambiotte, Lefebvre (2008), Fast unfolding of communities in large networks, Journal of
        Statistical Mechanics P10008, with the modularity of Gómez, Jensen, Arenas (2009).
    """
    import numpy as np

    random = np.random.default_rng(seed)
    gain = surplus(graph)
    best, best_q = np.arange(len(graph), dtype=np.int64), -np.inf
    for _ in range(starts):
        groups = _louvain(gain, random)
        q = float(gain[groups[:, None] == groups[None, :]].sum())
        if q > best_q + 1e-12:
            best, best_q = groups, q
    _, first, number, size = np.unique(best, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(size), dtype=np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(size))
    return rank[number]


def _louvain(gain: FloatArray, random: np.random.Generator) -> IntArray:
    import numpy as np

    groups = np.arange(len(gain), dtype=np.int64)
    level = gain
    while True:
        local = _moved(level, random)
        _, local = np.unique(local, return_inverse=True)
        groups = local[groups]
        if local.max(initial=-1) + 1 == len(level):
            return groups
        member = np.eye(int(local.max()) + 1)[local]
        level = member.T @ level @ member


def _moved(gain: FloatArray, random: np.random.Generator) -> IntArray:
    """Move single states while any move raises Q."""
    import numpy as np

    n = len(gain)
    groups = np.arange(n, dtype=np.int64)
    pull = gain.copy()  # pull[i, c]: what i would have in group c, itself included
    moving = True
    while moving:
        moving = False
        for i in random.permutation(n):
            own = pull[i].copy()
            own[groups[i]] -= gain[i, i]
            to = int(own.argmax())
            if own[to] > own[groups[i]] + 1e-12:
                pull[:, groups[i]] -= gain[:, i]
                pull[:, to] += gain[:, i]
                groups[i] = to
                moving = True
    return groups


def agreement(groups: IntArray, drawn: IntArray) -> FloatArray:
    """How surely each state belongs to its group: mean chance, over its fellows, to be grouped with them in a draw.

    Args:
        groups: of the network, shape (n,).
        drawn: groups of each draw, shape (d, n).
    Returns:
        From 0 to 1, shape (n,); NaN for a state that is alone in its group or where there are no draws.
    """
    import numpy as np

    n = len(groups)
    together = np.zeros((n, n))
    for one in drawn:
        together += one[:, None] == one[None, :]
    fellows = (groups[:, None] == groups[None, :]) & ~np.eye(n, dtype=bool)
    with np.errstate(invalid="ignore"):
        share: FloatArray = (together * fellows).sum(axis=1) / (fellows.sum(axis=1) * len(drawn))
    return share
