"""Which things belong together? Average linkage over a sparse table of likeness."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["average_linkage", "halves"]


def average_linkage(n: int, pairs: Sequence[tuple[int, int, float]], *, least: float) -> list[int]:
    """Join the two groups that are most alike on average, again and again, while that is at least `least`.

    Ties go to the pair with the smallest numbers, so that things given in one order always come out alike.

    Args:
        n: number of things, 0 to n - 1.
        pairs: i < j and their likeness; pairs not given have 0.
        least: mean likeness from which groups are joined; above 0.
    Returns:
        For each thing the smallest number in its group.
    Reference:
        UPGMA: Sokal and Michener 1958. Work grows with the number of pairs given, not with n squared.
    """
    near: list[dict[int, float]] = [{} for _ in range(n)]
    for i, j, value in pairs:
        near[i][j] = near[j][i] = value
    size, version, alive, head = [1] * n, [0] * n, [True] * n, list(range(n))
    heap = [(-value, i, j, 0, 0) for i, j, value in pairs if value >= least]
    heapq.heapify(heap)
    while heap:
        _, i, j, seen_i, seen_j = heapq.heappop(heap)
        if not (alive[i] and alive[j]) or (version[i], version[j]) != (seen_i, seen_j):
            continue
        alive[j], head[j] = False, i
        version[i] += 1
        size[i] += size[j]
        joined: dict[int, float] = {}
        for k in near[i].keys() | near[j].keys():
            if k in (i, j):
                continue
            joined[k] = near[i].get(k, 0.0) + near[j].get(k, 0.0)  # sums; divided by sizes where they are compared
            near[k].pop(j, None)
            near[k][i] = joined[k]
        near[i] = joined
        for k in sorted(joined):
            if (mean := joined[k] / (size[i] * size[k])) >= least:
                a, b = min(i, k), max(i, k)
                heapq.heappush(heap, (-mean, a, b, version[a], version[b]))
    labels = []
    for i in range(n):
        at = i
        while head[at] != at:
            at = head[at]
        labels.append(at)
    return labels


def halves(likeness: NDArray[np.float64]) -> tuple[list[int], list[int]]:
    """The last two groups of average linkage over a full table, shape (n, n), n >= 2; the one with 0 comes first."""
    import numpy as np

    n = len(likeness)
    mean = np.array(likeness, dtype=np.float64)
    np.fill_diagonal(mean, -np.inf)
    members, size, alive = [[i] for i in range(n)], np.ones(n), list(range(n))
    while len(alive) > 2:
        part = mean[np.ix_(alive, alive)]
        at = int(part.argmax())
        i, j = sorted((alive[at // len(alive)], alive[at % len(alive)]))
        mean[i, :] = (mean[i, :] * size[i] + mean[j, :] * size[j]) / (size[i] + size[j])
        mean[:, i] = mean[i, :]
        mean[i, i] = -np.inf
        size[i] += size[j]
        members[i] += members[j]
        alive.remove(j)
    one, other = sorted((sorted(members[i]) for i in alive), key=lambda m: m[0])
    return one, other
