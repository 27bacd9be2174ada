"""Which two camps leave the least tension? A tabu search over many graphs and starts at once. A heuristic.

What it finds is an upper bound of frustration; `frustration.py` proves, where it can, that nothing lower exists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    SignArray = NDArray[np.int8]

__all__ = ["found_camps", "tension"]

TENURE: Final = (5, 15)  # steps for which a state may not change camp again, drawn anew each time; usual for max-cut


def tension(graph: FloatArray, camps: SignArray) -> float:
    """Weight of the edges that two camps leave frustrated: friends across, foes within.

        L(s) = sum over i < j of (|a_ij| - a_ij s_i s_j) / 2

    Args:
        graph: symmetric signed weights, diagonal 0, shape (n, n).
        camps: +1 or -1 for each state, shape (n,).
    Reference:
        Harary (1959), On the measurement of structural balance, Behavioral Science 4(4).
    """
    import numpy as np

    s = camps.astype(float)
    return float((np.abs(graph).sum() - s @ graph @ s) / 4)


def found_camps(
    graphs: FloatArray, *, starts: int = 16, steps: int | None = None, seed: int = 0
) -> tuple[FloatArray, SignArray]:
    """Low tension and its camps for each of several graphs on the same states. A heuristic: an upper bound.

    From random camps (one start takes about the leading eigenvector instead), each step moves the state whose move lowers
    the tension most, or raises it least, among those not moved lately, unless the move beats the best so far.

    Args:
        graphs: symmetric signed weights, diagonals 0, shape (g, n, n).
        starts: searches per graph.
        steps: moves per search; 20 n if None, at least 200.
        seed: of the random starts; the same seed gives the same answer.
    Returns:
        Tension, shape (g,), and camps, shape (g, n), the first state of each graph in camp +1.
    Reference:
        Palubeckis (2004), Multistart tabu search strategies for the unconstrained binary quadratic optimization
        problem, Annals of Operations Research 131.
    """
    import numpy as np

    g, n, _ = graphs.shape
    if n == 0:
        return np.zeros(g), np.ones((g, 0), dtype=np.int8)
    random = np.random.default_rng(seed)
    s = random.choice(np.array([-1.0, 1.0]), size=(g, starts, n))
    leading = random.standard_normal((g, n, 1))
    reach = np.abs(graphs).sum(axis=2).max(axis=1)[:, None, None]  # makes every eigenvalue positive
    for _ in range(40):  # power iteration: roughly is enough, a full decomposition costs far more
        leading = graphs @ leading + reach * leading
        leading /= np.abs(leading).max(axis=1, keepdims=True).clip(min=1e-300)
    s[:, 0, :] = np.where(leading[:, :, 0] >= 0, 1.0, -1.0)
    fields = s @ graphs  # what pulls each state into its camp, over all others
    energy = (s * fields).sum(axis=2) / 2
    best, best_s = energy.copy(), s.copy()
    free_at = np.zeros((g, starts, n), dtype=np.int64)
    rows, columns = np.arange(g)[:, None], np.arange(starts)[None, :]
    for step in range(steps if steps is not None else max(200, 20 * n)):
        gain = -2 * s * fields
        beats = gain + energy[:, :, None] > best[:, :, None] + 1e-9
        moved = np.where((free_at <= step) | beats, gain, -np.inf).argmax(axis=2)
        energy += gain[rows, columns, moved]
        was = s[rows, columns, moved]
        fields -= 2 * was[:, :, None] * graphs[rows, moved]
        s[rows, columns, moved] = -was
        free_at[rows, columns, moved] = step + random.integers(*TENURE, size=(g, starts)).clip(max=max(1, n // 4))
        better = energy > best + 1e-9
        if better.any():
            best[better] = energy[better]
            best_s[better] = s[better]
    first = best.argmax(axis=1)
    camps = best_s[np.arange(g), first]
    camps = (camps * camps[:, :1]).astype(np.int8)
    totals = np.abs(graphs).sum(axis=(1, 2)) / 2
    return (totals - best[np.arange(g), first]) / 2, camps
