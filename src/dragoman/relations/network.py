"""How do all states stand to each other at once? The signed network of a period, its communities and its balance.

levels of pairs, with draws     network_affinity.py (L2), network_levels.py (L0); by period: network_periods.py
  -> friends, foes, undecided   here: a dead zone, and the chance of each sign
  -> communities                communities.py
  -> balance                    balance.py, frustration.py; over the draws, and against networks of chance
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from dragoman.errors import InputError
from dragoman.relations.balance import (
    MEASURES,
    Against,
    Triads,
    against_null,
    measures,
    null_graphs,
    triad_shares,
    triads,
    walk_balance,
)
from dragoman.relations.communities import agreement, communities, signed_modularity
from dragoman.relations.frustration import frustration
from dragoman.relations.levels import MEASURES as LEVELS
from dragoman.relations.levels import Measure
from dragoman.relations.network_levels import PairLevels

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["Balance", "Choices", "Network", "NetworkEdge", "NetworkState", "network"]

SAME: Final = 1e-12  # measures that differ by less are equal; equals count half
DECIDED: Final = 0.5  # an edge has the sign whose chance is above this; our choice: more likely than not


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """How a network is made and tested.

    Attributes:
        measure: of the levels: "L2", affinity through time, or "L0", the balance of the period's events alone.
        neutral: the level that is neither friendly nor hostile.
        dead_zone: a level no further than this from neutral has no sign.
        min_events: a pair with fewer has no edge.
        draws: of the levels, for chances and intervals.
        nulls: networks of chance of each kind.
        seconds: for proving the frustration.
        width: probability inside intervals, between 0 and 1.
        seed: the same seed gives the same network.
    """

    measure: Measure = "L2"
    neutral: float = 0.0
    dead_zone: float = 0.1
    min_events: int = 3
    draws: int = 100
    nulls: int = 100
    seconds: float = 60.0
    width: float = 0.90
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if self.measure not in {"L0", "L2"}:
            known = "; ".join(f"{name} ({LEVELS[name]})" for name in ("L0", "L2"))
            raise InputError(f"No network by measure {self.measure!r}; expected {known}.")
        if self.dead_zone < 0 or self.draws < 1 or self.nulls < 2 or self.seconds <= 0 or not 0 < self.width < 1:
            raise InputError(
                f"Choices of a network: dead zone {self.dead_zone}, {self.draws} draws, {self.nulls} networks of chance, "
                f"{self.seconds} seconds, width {self.width}; expected a dead zone of 0 or more, at least 1 draw and 2 "
                "networks of chance, more than 0 seconds, and a width between 0 and 1."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkEdge:
    """A pair of states with enough news."""

    a: str
    b: str
    level: float
    low: float  # band of the level
    high: float
    sign: int  # +1 friends, -1 foes, 0 undecided: neither sign is more likely than not
    friend_chance: float  # that the level lies above the dead zone
    foe_chance: float  # that it lies below
    n_events: int
    frustrated: bool  # friends in two camps, or foes in one, in the best camps found
    receipt: str = ""  # what `explain` opens, such as "RUS~TUR@2015-11..2016-10"
    events: tuple[str, ...] = ()  # ids of the events of the period, most told first; as many as were asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkState:
    """A state in the network."""

    state: str
    friends: int
    foes: int
    undecided: int
    community: int | None  # numbered from 1 by size; None without friends and foes
    community_chance: float | None  # mean chance, over its fellows, to be grouped with them in a draw
    camp: int | None  # +1 or -1 in the best camps found; camps of unconnected parts do not compare
    frustrated_edges: int  # in these camps; other camps may be as good
    triad_balance: float | None  # share of balanced triangles at it
    low: float | None  # interval of that share over the draws
    high: float | None
    walk_balance: float | None  # Estrada and Benzi's, of its own closed walks


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """One measure of balance of the network."""

    name: str  # "triads", "walks", "walks_scaled" or "frustration"
    value: float | None  # with the likeliest signs; 1 is balanced; of frustration, a share of edges, 0 is balanced
    median: float | None  # over draws of the levels; doubtful signs add flaws, so it is less balanced than the value
    low: float | None  # interval over the draws; it need not hold the value
    high: float | None
    beats_chance: float | None  # share of draws more balanced than a switched network of the very draw; 1/2: no more
    method: str  # "exact", or "heuristic" where the value is an upper bound that was not proved
    shuffle: Against | None  # signs dealt anew over the same edges; frustration here by heuristic on both sides
    switch: Against | None  # numbers of friends and of foes kept for each state


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The signed network of a period."""

    first: date | None
    last: date | None
    choices: Choices
    edges: tuple[NetworkEdge, ...]
    states: tuple[NetworkState, ...]
    left_out: int  # pairs with fewer events than asked for
    communities: int
    modularity: float | None  # signed, of Gómez, Jensen and Arenas
    triads: Triads
    frustrated: float  # edges in the best camps found
    frustrated_at_least: float  # proved
    proved: bool  # the two are one
    balance: tuple[Balance, ...]


def network(
    levels: PairLevels, *, choices: Choices | None = None, first: date | None = None, last: date | None = None
) -> Network:
    """Make the signed network of a period and measure it.

    Signs are those more likely than not beyond the dead zone; communities weigh edges by their distance from neutral;
    balance is measured on signs. Intervals come from measuring every draw of the levels.

    Args:
        levels: of the period's pairs.
        choices: how; the defaults if None.
        first: first day of the period, to be told with it.
        last: last day.
    Returns:
        The network; with measures of None where there is nothing to measure.
    """
    import numpy as np

    by = choices or Choices()
    n = len(levels.states)
    drawn_signs = _sign(levels.draws - by.neutral, by.dead_zone)
    friend, foe = (drawn_signs > 0).mean(axis=0), (drawn_signs < 0).mean(axis=0)
    signs = np.where(friend > DECIDED, 1.0, np.where(foe > DECIDED, -1.0, 0.0))
    graph = _matrix(levels, signs, n)
    drawn = np.stack([_matrix(levels, s, n) for s in drawn_signs])
    best = frustration(graph, seconds=by.seconds, seed=by.seed)
    tense = signs * best.camps[levels.first] * best.camps[levels.second] < 0
    tail = (1 - by.width) / 2
    low, high = np.quantile(levels.draws, [tail, 1 - tail], axis=0)
    edges = tuple(
        NetworkEdge(
            a=levels.states[levels.first[e]],
            b=levels.states[levels.second[e]],
            level=float(levels.mean[e]),
            low=float(low[e]),
            high=float(high[e]),
            sign=int(signs[e]),
            friend_chance=float(friend[e]),
            foe_chance=float(foe[e]),
            n_events=int(levels.n_events[e]),
            frustrated=bool(tense[e]),
        )
        for e in range(len(signs))
    )
    weights = np.abs(levels.mean - by.neutral)
    weighted = _matrix(levels, signs * weights, n)
    groups = communities(weighted, seed=by.seed)
    drawn_groups = np.array(
        [
            communities(_matrix(levels, s * weights, n), starts=2, seed=by.seed + 1 + at)
            for at, s in enumerate(drawn_signs)
        ]
    )
    return Network(
        first=first,
        last=last,
        choices=by,
        edges=edges,
        states=_states(levels, graph, drawn, best.camps, tense, groups, agreement(groups, drawn_groups), tail),
        left_out=levels.left_out,
        communities=len(set(groups[graph.any(axis=1)].tolist())),
        modularity=signed_modularity(weighted, groups) if graph.any() else None,
        triads=triads(graph),
        frustrated=best.tension,
        frustrated_at_least=best.bound,
        proved=best.proved,
        balance=_balance(graph, drawn, best.tension, best.method, by),
    )


def _sign(levels: FloatArray, dead_zone: float) -> FloatArray:
    """+1 above the dead zone, -1 below, 0 inside."""
    import numpy as np

    return np.where(np.abs(levels) > dead_zone, np.sign(levels), 0.0)


def _matrix(levels: PairLevels, values: FloatArray, n: int) -> FloatArray:
    import numpy as np

    made = np.zeros((n, n))
    made[levels.first, levels.second] = made[levels.second, levels.first] = values
    return made


def _states(
    levels: PairLevels,
    graph: FloatArray,
    drawn: FloatArray,
    camps: NDArray[np.int8],
    tense: NDArray[np.bool_],
    groups: NDArray[np.int64],
    sure: FloatArray,
    tail: float,
) -> tuple[NetworkState, ...]:
    import numpy as np

    share, walks = triad_shares(graph), walk_balance(graph)[1]
    shares = np.stack([triad_shares(d) for d in drawn])
    pairs, flaws = np.zeros((2, len(graph)), dtype=np.int64)
    for ends in (levels.first, levels.second):
        np.add.at(pairs, ends, 1)
        np.add.at(flaws, ends[tense], 1)
    found = []
    for at, state in enumerate(levels.states):
        friends, foes = int((graph[at] > 0).sum()), int((graph[at] < 0).sum())
        linked = friends + foes > 0
        low, high = _interval(shares[:, at], tail) if np.isfinite(share[at]) else (None, None)
        found.append(
            NetworkState(
                state=state,
                friends=friends,
                foes=foes,
                undecided=int(pairs[at]) - friends - foes,
                community=int(groups[at]) + 1 if linked else None,
                community_chance=_known(sure[at]) if linked else None,
                camp=int(camps[at]) if linked else None,
                frustrated_edges=int(flaws[at]),
                triad_balance=_known(share[at]),
                low=low,
                high=high,
                walk_balance=_known(walks[at]),
            )
        )
    return tuple(found)


def _balance(graph: FloatArray, drawn: FloatArray, tension: float, method: str, by: Choices) -> tuple[Balance, ...]:
    """Each measure with its interval over the draws and against both kinds of networks of chance."""
    import numpy as np

    n_edges = np.abs(graph).sum() / 2
    if not n_edges:
        return tuple(
            Balance(
                name=name,
                value=None,
                median=None,
                low=None,
                high=None,
                beats_chance=None,
                method="exact",
                shuffle=None,
                switch=None,
            )
            for name in MEASURES
        )
    here, _ = measures(graph[None], seed=by.seed)
    over_draws, _ = measures(drawn, seed=by.seed)
    chance = {
        kind: measures(np.stack(list(null_graphs(graph, by.nulls, null=kind, seed=by.seed))), seed=by.seed)[0]
        for kind in ("shuffle", "switch")
    }
    rivals = np.stack([next(null_graphs(d, 1, null="switch", seed=by.seed + at)) for at, d in enumerate(drawn)])
    over_rivals, _ = measures(rivals, seed=by.seed)
    tail = (1 - by.width) / 2
    found = []
    for name in MEASURES:
        less = name == "frustration"
        value = tension / n_edges if less else here[name][0]
        low, high = _interval(over_draws[name], tail)
        lead = (over_draws[name] - over_rivals[name]) * (-1 if less else 1)
        lead = lead[np.isfinite(lead)]
        # Networks of chance are searched, not proved: so is this one when they are compared.
        against = {kind: against_null(here[name][0], chance[kind][name], less_is_balanced=less) for kind in chance}
        found.append(
            Balance(
                name=name,
                value=_known(value),
                median=_interval(over_draws[name], 0.5)[0],
                low=low,
                high=high,
                beats_chance=float((np.sign(np.where(np.abs(lead) < SAME, 0, lead)) + 1).mean() / 2)
                if len(lead)
                else None,
                method=method if less else "exact",
                shuffle=against["shuffle"],
                switch=against["switch"],
            )
        )
    return tuple(found)


def _interval(values: FloatArray, tail: float) -> tuple[float | None, float | None]:
    import numpy as np

    known = values[np.isfinite(values)]
    if not len(known):
        return None, None
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)


def _known(value: float) -> float | None:
    return float(value) if value == value else None  # noqa: PLR0124 - NaN alone differs from itself
