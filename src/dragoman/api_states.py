"""The Python face, continued: when relations turned, who left whom for whom, and how all states stand at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from dragoman import statements
from dragoman.errors import InputError
from dragoman.mentions.codes import code_of
from dragoman.relations import standing_on
from dragoman.relations.count_turns import FDR, LEAST, CountTurn
from dragoman.views.networks import EVENTS

if TYPE_CHECKING:
    from dragoman.relations.network import Choices, Network
    from dragoman.relations.network_periods import Step
    from dragoman.relations.triangles import PairSeries, Realignment, Triangle
    from dragoman.store import Store

__all__ = ["network", "networks", "realignment", "realignments", "triangle", "turns"]


def turns(
    store: Store,
    a: str | None = None,
    b: str | None = None,
    *,
    online: bool = False,
    fdr: float = FDR,
    dataset: str | None = None,
) -> list[CountTurn]:
    """When relations turned, told by counts of events; each turn with its chance, day with interval, and events.

    Args:
        store: open.
        a: code or name of a state; all if None.
        b: code or name of the other; all turns of a if None.
        online: as it could have been said at the time, instead of with hindsight.
        fdr: expected share of false turns in a list over several pairs. Of one pair (a and b given) all turns with a
            chance of one half or more are given; their `q` says in which lists they would stand.
        dataset: as for `relation`.
    Returns:
        By pair and day; none if nothing turned or nothing is known.
    Raises:
        UnknownActor: if nobody has one of the codes or names.
        InputError: if both are the same.
    """
    from dragoman.relations.count_turns import fit_prior, online_turns, pair_counts, turns_of_counts

    wanted = {code_of(name) for name in (a, b) if name}
    if a and b and len(wanted) == 1:
        raise InputError(f"A relation has two different ends; found {a} and {b}.")
    store = standing_on(store, dataset)
    pairs = pair_counts(store.query(statements.DAY_COUNTS).to_pylist())
    if not pairs:
        return []
    prior, one_pair = fit_prior(pairs), len(wanted) == 2
    if online:
        some = [p for p in pairs if wanted <= {p.a, p.b}]
        found = online_turns(some, prior, least=LEAST if one_pair else max(LEAST, 1 - fdr))
    else:
        found = turns_of_counts(pairs, prior, fdr=1.0 if one_pair else fdr)
    return [_with_events(store, t) for t in found if wanted <= {t.a, t.b}]


def _with_events(store: Store, turn: CountTurn) -> CountTurn:
    """A turn with the events of its direction from its interval to 30 days after its day: those known by then."""
    last = min(max(turn.day + timedelta(days=30), turn.last), turn.known)
    rows = store.query(
        statements.EVENTS_OF_TURN,
        {
            "a": turn.a,
            "b": turn.b,
            "first": turn.first,
            "last": last,
            "cooperation": turn.direction == "better",
        },
    ).to_pylist()
    return replace(turn, events=tuple(row["id"] for row in rows))


def realignment(store: Store, a: str, b: str, c: str, month: date, *, dataset: str | None = None) -> Realignment | None:
    """Did a leave b for c in one half-year? None if either pair has no news to compare.

    Args:
        store: open.
        a: code or name.
        b: code or name of the state that a would leave.
        c: code or name of the state that it would join.
        month: the first of the half-year that is held against the year before; any day of it.
        dataset: as for `relation`.
    Raises:
        InputError: if there is no dated event in one of the pairs, or the month lies outside the store.
        UnknownActor: if nobody has one of the codes or names.
    """
    from dragoman.relations.triangles import realignment_at

    return realignment_at(_months(store, dataset), code_of(a), code_of(b), code_of(c), month)


def triangle(store: Store, a: str, b: str, c: str, *, dataset: str | None = None) -> Triangle:
    """Does a leave b for c, or c for b? Both tested together, with a's leaning between the two.

    Args:
        store: open.
        a: code or name of the state between the two.
        b: code or name of one of them.
        c: code or name of the other.
        dataset: as for `relation`.
    Raises:
        InputError: if there is no dated event between a and b, or between a and c.
        UnknownActor: if nobody has one of the codes or names.
    """
    from dragoman.relations.triangles import triangle as of_three

    return of_three(_months(store, dataset), code_of(a), code_of(b), code_of(c))


def realignments(
    store: Store, *, month: date | None = None, fdr: float = FDR, dataset: str | None = None
) -> list[Realignment]:
    """Who left whom for whom in a half-year, over all triangles, most certain first.

    Args:
        store: open.
        month: the first of the half-year, any day of it; the last that leaves a whole half-year if None.
        fdr: expected share of chance realignments in the list.
        dataset: as for `relation`.
    Raises:
        InputError: if there is no dated event, or the month lies outside the series.
    """
    from dragoman.relations.triangles import realignments as ranked

    return ranked(_months(store, dataset), month=month, fdr=fdr)


def network(
    store: Store,
    *,
    first: date | None = None,
    last: date | None = None,
    dataset: str | None = None,
    events: int = EVENTS,
    choices: Choices | None = None,
    **named: Any,
) -> Network:
    """How all states stand at once: the signed network of a period, its communities and its balance.

    Each edge has the ids of its most told `events`, and a `receipt` that `explain` opens to all of them.

    Args:
        store: open.
        first: first month; any day of it.
        last: last month; any day of it.
        dataset: as for `relation`.
        events: ids of events that each edge carries, at most.
        choices: how it is made and tested, as `dragoman.relations.network.Choices`; the defaults if None.
        named: choices by name instead: `measure` ("L2" or "L0"), `neutral`, `dead_zone`, `min_events`, `draws`, `nulls`,
            `seconds`, `width`, `seed`.
    Raises:
        InputError: if a choice cannot be.
    """
    from dragoman.views.networks import network_of

    return network_of(store, first=first, last=last, choices=_choices(choices, named), events=events, dataset=dataset)


def networks(
    store: Store,
    step: Step,
    *,
    first: date | None = None,
    last: date | None = None,
    dataset: str | None = None,
    events: int = EVENTS,
    choices: Choices | None = None,
    **named: Any,
) -> list[Network]:
    """The network of each "month" or "year"; one without news is empty, and has no measure. Arguments as for `network`."""
    from dragoman.views.networks import networks_of

    return networks_of(
        store, step, first=first, last=last, choices=_choices(choices, named), events=events, dataset=dataset
    )


def _choices(given: Choices | None, named: Mapping[str, Any]) -> Choices:
    from dragoman.relations.network import Choices

    known = {f.name for f in fields(Choices)}
    if strange := sorted(set(named) - known):
        raise InputError(f"A network has no choice {strange[0]!r}; expected {', '.join(sorted(known))}.")
    return replace(given or Choices(), **named)


def _months(store: Store, dataset: str | None) -> PairSeries:
    """Months of all pairs, as the data sets in question tell them."""
    from dragoman.relations.triangles import monthly

    counts = standing_on(store, dataset).query(statements.BALANCE_COUNTS, {"a": None, "b": None, "by": "month"})
    return monthly(counts.to_pylist())
