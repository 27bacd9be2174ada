"""Is a signed network balanced: are friends of friends friends, and foes of foes? By triads, by walks, by frustration.

Each measure stands for a whole graph and, where it can, for each state. None of them says much alone: a network with
few foes is balanced by that alone. So `null_graphs` gives networks of chance with the same degrees and sign counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from dragoman.errors import InputError
from dragoman.relations.frustration_search import found_camps

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

    from dragoman.relations.frustration_search import SignArray

__all__ = [
    "MEASURES",
    "Against",
    "Triads",
    "against_null",
    "measures",
    "null_graphs",
    "scaled_walk_balance",
    "triad_shares",
    "triads",
    "walk_balance",
]

MEASURES: Final = ("triads", "walks", "walks_scaled", "frustration")
Null = Literal["shuffle", "switch"]


@dataclass(frozen=True, slots=True)
class Triads:
    """Triangles of a graph by the number of foes in them; the first and third kind are balanced."""

    all_friends: int
    one_foe: int
    two_foes: int
    all_foes: int

    @property
    def n(self) -> int:
        """All of them."""
        return self.all_friends + self.one_foe + self.two_foes + self.all_foes

    @property
    def balance(self) -> float | None:
        """Share of balanced ones; None where there is no triangle."""
        return (self.all_friends + self.two_foes) / self.n if self.n else None


def triads(graph: FloatArray) -> Triads:
    """Count triangles by their signs.

        tr(P^3) / 6, tr(P P N) / 2, tr(P N N) / 2, tr(N^3) / 6,   P and N the adjacency of friends and of foes

    Reference:
        Cartwright, Harary (1956), Structural balance: a generalization of Heider's theory, Psychological Review 63(5).
    """
    import numpy as np

    p, n = (graph > 0).astype(float), (graph < 0).astype(float)
    pp, nn = p @ p, n @ n
    found = ((pp * p).sum() / 6, (pp * n).sum() / 2, (nn * p).sum() / 2, (nn * n).sum() / 6)
    return Triads(*(int(np.rint(count)) for count in found))


def triad_shares(graph: FloatArray) -> FloatArray:
    """Share of balanced triangles among those of each state, shape (n,); NaN for a state in none."""
    import numpy as np

    s = np.sign(graph)
    net, all_of_them = ((x @ x * x).sum(axis=1) for x in (s, np.abs(s)))
    with np.errstate(invalid="ignore"):
        share: FloatArray = (1 + net / all_of_them) / 2
    return share


def walk_balance(graph: FloatArray) -> tuple[float | None, FloatArray]:
    """Balance of closed walks of all lengths, short ones weighing more; of the graph and of each state.

        K = tr(exp A) / tr(exp |A|),   K_i = (exp A)_ii / (exp |A|)_ii

    1 exactly where the graph is balanced. In a dense graph long walks rule it and it is near 0 however few the flaws;
    see `scaled_walk_balance`.

    Args:
        graph: symmetric signed weights, shape (n, n).
    Returns:
        K, None for a graph without edges, and K_i, shape (n,), NaN for a state without edges.
    Reference:
        Estrada, Benzi (2014), Walk-based measure of balance in signed networks: detecting lack of balance in social
        networks, Physical Review E 90, 042802.
    """
    import numpy as np

    if not graph.any():
        return None, np.full(len(graph), np.nan)
    values, vectors = np.linalg.eigh(graph)
    plain, plain_vectors = np.linalg.eigh(np.abs(graph))
    with np.errstate(invalid="ignore"):
        local = (vectors**2 @ np.exp(values - plain[-1])) / (plain_vectors**2 @ np.exp(plain - plain[-1]))
    return _whole_walks(values, plain), np.where(graph.any(axis=1), local, np.nan)


def _whole_walks(values: FloatArray, plain: FloatArray) -> float:
    """K from the eigenvalues of A and of |A|; both sums are divided by the largest term, so that none overflows."""
    import numpy as np

    return float(np.exp(values - plain[-1]).sum() / np.exp(plain - plain[-1]).sum())


def scaled_walk_balance(graph: FloatArray) -> float | None:
    """Balance of closed walks with long ones held down, comparable between sparse and dense networks.

        K_b = t(A) / t(|A|),   t(X) = tr(exp(b X) - I - b^2 X^2 / 2),   b = 1 / largest eigenvalue of |A|

    Walks of no step, and there and back, are balanced in every graph and are left out. None for a graph without edges.

    Reference:
        Estrada, Benzi (2014) for exp(b A) with an inverse temperature b; this b and what is left out: our choice.
    """
    import numpy as np

    if not graph.any():
        return None
    return _scaled_walks(*(np.asarray(np.linalg.eigvalsh(x), dtype=np.float64) for x in (graph, np.abs(graph))))


def _scaled_walks(values: FloatArray, plain: FloatArray) -> float:
    """K_b from the eigenvalues of A and of |A|."""
    import numpy as np

    here, there = (float((np.exp(x) - 1 - x**2 / 2).sum()) for x in (values / plain[-1], plain / plain[-1]))
    return here / there


def measures(graphs: FloatArray, *, seed: int = 0) -> tuple[dict[str, FloatArray], SignArray]:
    """All measures of several graphs on the same states; frustration by search alone (a heuristic: an upper bound).

    Args:
        graphs: signed graphs (weights -1, 0, +1), shape (g, n, n).
        seed: of the search.
    Returns:
        Name in `MEASURES` -> values, shape (g,), NaN where a graph has no such measure; frustration as a share of the
        edges, 0 balanced to 1/2. And the camps found, shape (g, n).
    """
    import numpy as np

    edges = np.abs(graphs).sum(axis=(1, 2)) / 2
    tension, camps = found_camps(graphs, starts=4, steps=6 * graphs.shape[1] + 50, seed=seed)
    spectra = [(np.linalg.eigvalsh(g), np.linalg.eigvalsh(np.abs(g))) if g.any() else None for g in graphs]
    found = {
        "triads": [triads(g).balance for g in graphs],
        "walks": [_whole_walks(*s) if s else None for s in spectra],
        "walks_scaled": [_scaled_walks(*s) if s else None for s in spectra],
        "frustration": [t / m if m else None for t, m in zip(tension, edges, strict=True)],
    }
    return {k: np.array([np.nan if x is None else x for x in v], dtype=float) for k, v in found.items()}, camps


def null_graphs(graph: FloatArray, n: int, *, null: Null = "switch", seed: int = 0) -> Iterator[FloatArray]:
    """Networks of chance that keep what balance must not be credited for.

    "shuffle" keeps the edges (and so every degree) and deals the same numbers of friends and foes onto them anew.
    "switch" keeps for each state its number of friends and its number of foes: two edges of one sign trade ends,
    (a, b), (c, d) -> (a, d), (c, b), where no edge of either sign stands there yet. 5 m trials come first, m between
    two networks, m the number of edges.

    Args:
        graph: signs -1, 0, +1, symmetric, shape (n, n).
        n: networks to make.
        null: which kind.
        seed: the same seed gives the same networks.
    Raises:
        InputError: if the kind is another one.
    Reference:
        Maslov, Sneppen (2002), Specificity and stability in topology of protein networks, Science 296, for switching;
        sign by sign, and shuffling signs over fixed edges: None; our choice.
    """
    import numpy as np

    if null not in {"shuffle", "switch"}:
        raise InputError(f"No null {null!r}; expected switch or shuffle.")
    random = np.random.default_rng(seed)
    i, j = np.nonzero(np.triu(graph, 1))
    signs = np.sign(graph[i, j])
    if null == "shuffle":
        for _ in range(n):
            made = np.zeros_like(graph)
            made[i, j] = made[j, i] = random.permutation(signs)
            yield made
        return
    edges = list(zip(i.tolist(), j.tolist(), strict=True))
    of_sign = {s: np.flatnonzero(signs == s).tolist() for s in (-1.0, 1.0)}
    taken = {frozenset(e) for e in edges}
    for round_ in range(n):
        trials = len(edges) * (6 if round_ == 0 else 1)
        chosen, other, turn = (
            random.integers(0, max(1, len(edges)), trials),
            random.random(trials),
            random.random(trials),
        )
        for e, u, t in zip(chosen.tolist(), other.tolist(), turn.tolist(), strict=True):
            same = of_sign[float(signs[e])]
            f = same[int(u * len(same))]
            (a, b), (c, d) = edges[e], edges[f] if t < 0.5 else edges[f][::-1]
            new = frozenset((a, d)), frozenset((c, b))
            if len({a, b, c, d}) < 4 or new[0] in taken or new[1] in taken:
                continue
            taken -= {frozenset((a, b)), frozenset((c, d))}
            taken |= set(new)
            edges[e], edges[f] = (a, d), (c, b)
        made = np.zeros_like(graph)
        ends = np.array(edges, dtype=np.int64).reshape(-1, 2)
        made[ends[:, 0], ends[:, 1]] = made[ends[:, 1], ends[:, 0]] = signs
        yield made


@dataclass(frozen=True, slots=True)
class Against:
    """A measure against networks of chance.

    Attributes:
        mean: of the measure over them.
        sd: its standard deviation over them.
        z: (value - mean) / sd; None where chance gives one value only.
        p: chance of a network at least as balanced: (1 + those) / (1 + all).
    """

    mean: float
    sd: float
    z: float | None
    p: float


def against_null(value: float, chance: FloatArray, *, less_is_balanced: bool = False) -> Against | None:
    """Compare a value with those of networks of chance; None where they have no such measure.

    Args:
        value: of the network.
        chance: of the networks of chance, shape (n,), NaN where one has none.
        less_is_balanced: as for frustration.
    Reference:
        Davison, Hinkley (1997), Bootstrap Methods and their Application, section 4.2, for the ones added in p.
    """
    import numpy as np

    known = chance[np.isfinite(chance)]
    if not len(known) or not np.isfinite(value):
        return None
    mean, sd = float(known.mean()), float(known.std(ddof=1)) if len(known) > 1 else 0.0
    as_balanced = known <= value + 1e-12 if less_is_balanced else known >= value - 1e-12
    z = float((value - mean) / sd) if sd > 1e-12 else None
    return Against(mean=mean, sd=sd, z=z, p=float((1 + as_balanced.sum()) / (1 + len(known))))
