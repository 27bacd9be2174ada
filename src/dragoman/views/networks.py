"""The signed network of a store, with the events behind each edge: the one place where the API and commands get it.

An edge of a period is named `RUS~TUR@2015-11..2016-10`, months at both ends included; an end that is left away is open.
`explain` opens that name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from dragoman import statements
from dragoman.errors import InputError
from dragoman.relations.datasets import standing_on
from dragoman.relations.levels import month_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.relations.network import Choices, Network, NetworkEdge
    from dragoman.relations.network_periods import Step
    from dragoman.store import Store

__all__ = ["EVENTS", "EdgeName", "edge_of", "network_of", "networks_of"]

EVENTS: Final = 20  # ids of events that an edge carries unless more are asked for; its receipt opens them all
_NAME: Final = re.compile(
    r"^(?P<a>[^~@]+)~(?P<b>[^~@]+)@(?:(?P<month>\d{4}-\d{2})|(?P<first>\d{4}-\d{2})?\.\.(?P<last>\d{4}-\d{2})?)$"
)


@dataclass(frozen=True, slots=True)
class EdgeName:
    """Two states and a span of months; None: open at that end."""

    a: str
    b: str
    first: date | None
    last: date | None

    def __str__(self) -> str:
        """As `explain` takes it."""
        first, last = (f"{day:%Y-%m}" if day else "" for day in (self.first, self.last))
        return f"{self.a}~{self.b}@{first if first and first == last else f'{first}..{last}'}"

    @classmethod
    def read(cls, text: str) -> EdgeName | None:
        """The name that a text gives; None if it looks like none.

        Raises:
            InputError: if a month of it is none.
            UnknownActor: if nobody has one of the codes or names.
        """
        from dragoman.mentions.codes import code_of

        match = _NAME.match(text)
        if match is None:
            return None
        a, b = sorted((code_of(match["a"]), code_of(match["b"])))
        first, last = (match["month"] or match[end] for end in ("first", "last"))
        return cls(a, b, _month(first), _month(last))


def network_of(
    store: Store,
    *,
    first: date | None = None,
    last: date | None = None,
    choices: Choices | None = None,
    events: int = EVENTS,
    dataset: str | None = None,
) -> Network:
    """The network of one period of a store.

    Args:
        store: open.
        first: first month; any day of it.
        last: last month; any day of it.
        choices: how; the defaults if None.
        events: ids of events that each edge carries, at most.
        dataset: as for `relations.standing_on`.
    """
    from dragoman.relations.network_periods import network_of_counts

    store = standing_on(store, dataset)
    counts = store.query(statements.BALANCE_COUNTS, {"a": None, "b": None, "by": "month"}).to_pylist()
    return _with_events(store, network_of_counts(counts, choices=choices, first=first, last=last), events)


def networks_of(
    store: Store,
    step: Step,
    *,
    first: date | None = None,
    last: date | None = None,
    choices: Choices | None = None,
    events: int = EVENTS,
    dataset: str | None = None,
) -> list[Network]:
    """The network of each month or year of a store; arguments as for `network_of`."""
    from dragoman.relations.network_periods import networks_over_time

    store = standing_on(store, dataset)
    counts = store.query(statements.BALANCE_COUNTS, {"a": None, "b": None, "by": "month"}).to_pylist()
    made = networks_over_time(counts, step=step, choices=choices, first=first, last=last)
    return [_with_events(store, one, events) for one in made]


def edge_of(store: Store, name: EdgeName, *, choices: Choices) -> NetworkEdge | None:
    """One edge as the network of its period has it, without its place in camps; None if it has no events then."""
    from dragoman.relations.network import network
    from dragoman.relations.network_affinity import levels_of_affinity

    counts = store.query(statements.BALANCE_COUNTS, {"a": None, "b": None, "by": "month"}).to_pylist()
    (levels,) = levels_of_affinity(
        counts, [(name.first, name.last)], min_events=1, draws=choices.draws, seed=choices.seed, only=(name.a, name.b)
    )
    edges = network(levels, choices=choices).edges
    return edges[0] if edges else None


def _with_events(store: Store, made: Network, most: int) -> Network:
    """A network whose edges carry their receipts."""
    if not made.edges:
        return made
    told = _told(store, made.edges, made.first, made.last, most) if most else {}
    edges = tuple(
        replace(
            edge,
            receipt=str(EdgeName(edge.a, edge.b, made.first, made.last)),
            events=tuple(told.get((edge.a, edge.b), ())),
        )
        for edge in made.edges
    )
    return replace(made, edges=edges)


def _told(
    store: Store, edges: Sequence[NetworkEdge], first: date | None, last: date | None, most: int
) -> dict[tuple[str, str], list[str]]:
    """Ids of the events of each pair in a period, most told first."""
    found = store.query(
        statements.EVENTS_OF_EDGES,
        {"first": month_of(first) if first else date.min, "last": _month_end(last), "most": most},
        given={"one": [e.a for e in edges], "other": [e.b for e in edges]},
    )
    made: dict[tuple[str, str], list[str]] = {}
    for row in found.to_pylist():
        made.setdefault((row["one"], row["other"]), []).append(row["id"])
    return made


def _month_end(day: date | None) -> date:
    import calendar

    if day is None:
        return date.max
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _month(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as cause:
        raise InputError(f"{text} is no month; expected such as 2015-11.") from cause
