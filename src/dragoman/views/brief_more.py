"""What is known of a state among its partners, and of a state between two others: gathered, not yet printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError
from dragoman.records import Relation
from dragoman.relations import standing_on
from dragoman.views.brief import Brief, make_brief
from dragoman.views.standing import standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.relations.count_turns import CountTurn
    from dragoman.relations.triangles import Triangle
    from dragoman.settings import Settings
    from dragoman.store import Store

__all__ = ["Partner", "StateBrief", "TriangleBrief", "brief_of", "make_state_brief", "make_triangle_brief"]

PARTNERS_SHOWN: Final = 20  # in the table
PARTNERS_OPENED: Final = 3  # with charts and events


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One that the state has news with."""

    code: str
    name: str
    n_events: int  # both directions
    there: Relation | None  # latest month with news of the state towards it
    back: Relation | None  # and of it towards the state


@dataclass(frozen=True, slots=True, kw_only=True)
class StateBrief:
    """What is known of a state."""

    state: str
    name: str
    partners: tuple[Partner, ...]  # most events first, at most `PARTNERS_SHOWN`
    n_partners: int
    turns: tuple[CountTurn, ...]  # with hindsight, over all its pairs, by day
    briefs: tuple[Brief, ...]  # of the `PARTNERS_OPENED` partners with most events


@dataclass(frozen=True, slots=True, kw_only=True)
class TriangleBrief:
    """What is known of a state between two others."""

    triangle: Triangle | None  # None: one of the two pairs has no event
    a: str
    b: str
    c: str
    briefs: tuple[Brief, Brief]  # a with b, a with c
    turns: tuple[CountTurn, ...]  # of both pairs, by day


def brief_of(
    store: Store, codes: Sequence[str], *, settings: Settings, dataset: str | None = None
) -> Brief | StateBrief | TriangleBrief:
    """Gather the brief that fits: one code is a state among its partners, two are a pair, three a triangle.

    Args:
        store: open.
        codes: of states or organisations; of three, the first stands between the others.
        settings: the band's width is taken from here.
        dataset: as for `relations.standing_on`.
    Raises:
        InputError: if there are none or more than three, or the three are not different.
    """
    match list(codes):
        case [state]:
            return make_state_brief(store, state, settings=settings, dataset=dataset)
        case [a, b]:
            return make_brief(store, a, b, settings=settings, dataset=dataset)
        case [a, b, c]:
            return make_triangle_brief(store, a, b, c, settings=settings, dataset=dataset)
    raise InputError(f"A brief is of one, two or three states; found {len(codes)}. Name one, a pair, or a triangle.")


def make_state_brief(store: Store, state: str, *, settings: Settings, dataset: str | None = None) -> StateBrief:
    """Gather a brief of one state.

    Args:
        store: open.
        state: code of a state or organisation.
        settings: the band's width is taken from here.
        dataset: as for `relations.standing_on`.
    """
    from dragoman.api import turns
    from dragoman.mentions.codes import name_of

    store = standing_on(store, dataset)
    latest: dict[str, dict[str, Any]] = {}
    for month in standing(store, state, None, settings=settings, groups=False):
        other, way = (month.target, "there") if month.source == state else (month.source, "back")
        row = latest.setdefault(other, {"n": 0, "there": None, "back": None})
        row["n"] += month.n_events
        if month.n_events:
            row[way] = month
    ranked = sorted((o for o in latest if latest[o]["n"]), key=lambda o: (-latest[o]["n"], o))
    return StateBrief(
        state=state,
        name=name_of(state),
        partners=tuple(
            Partner(code=o, name=name_of(o), n_events=latest[o]["n"], there=latest[o]["there"], back=latest[o]["back"])
            for o in ranked[:PARTNERS_SHOWN]
        ),
        n_partners=len(ranked),
        turns=tuple(sorted(turns(store, state), key=lambda t: (t.day, t.a, t.b))),
        briefs=tuple(make_brief(store, state, other, settings=settings) for other in ranked[:PARTNERS_OPENED]),
    )


def make_triangle_brief(
    store: Store, a: str, b: str, c: str, *, settings: Settings, dataset: str | None = None
) -> TriangleBrief:
    """Gather a brief of a between b and c.

    Args:
        store: open.
        a: code of the state between the two.
        b: code of one of them.
        c: code of the other.
        settings: the band's width is taken from here.
        dataset: as for `relations.standing_on`.
    Raises:
        InputError: if the three are not different.
    """
    from dragoman.api import triangle, turns

    if len({a, b, c}) < 3:
        raise InputError(f"A triangle has three different states; found {a}, {b}, {c}.")
    store = standing_on(store, dataset)
    briefs = (make_brief(store, a, b, settings=settings), make_brief(store, a, c, settings=settings))
    told = [t for other in (b, c) for t in turns(store, a, other)]
    return TriangleBrief(
        triangle=None if any(brief.empty for brief in briefs) else triangle(store, a, b, c),
        a=a,
        b=b,
        c=c,
        briefs=briefs,
        turns=tuple(sorted(told, key=lambda t: (t.day, t.a, t.b))),
    )
