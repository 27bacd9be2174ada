"""How do all states stand to each other at once? The signed network of a year, and its balance through the years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from dragoman import statements_world
from dragoman.errors import InputError
from dragoman.mentions.codes import name_of
from dragoman.relations.network import Choices, Network, network
from dragoman.relations.network_levels import levels_of_counts
from dragoman.views.charts_network import places_of
from dragoman.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragoman.views.web.desk import Desk
    from dragoman.views.web.links import Link

__all__ = ["EdgeLine", "NetworkPage", "StateDot", "YearOfBalance", "network_page"]

STATES: Final = 60  # with most events in the year; a network of all states takes a minute, one of these about a second
YEARS: Final = 12  # of balance through time, up to the year that is looked at
MANY: Final = (
    50_000  # events; beyond, half as many states and years: a network of 30 takes 0.6 s of a core, of 58 1.3 s
)
QUICK: Final = Choices(
    draws=40, nulls=40, seconds=1.0
)  # fewer draws than `dragoman network` for the page to answer soon
EDGES_LISTED: Final = 60
NAMES: Final = {1: "friends", -1: "foes", 0: "undecided"}
SIZE: Final = 640.0  # units of the plate
NAMED: Final = 14  # states up to which the plate has room for whole names on a desk
PLOT: Final = (600.0, 150.0)  # of balance through time
FOOT: Final = 24.0  # room for the years below it


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeLine:
    """A pair of states with enough news."""

    a: str
    b: str
    are: str  # friends, foes or undecided
    level: float
    low: float
    high: float
    chance: float  # of the sign that it has
    n_events: int
    frustrated: bool
    link: str
    x: float
    y: float
    x2: float
    y2: float
    drawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StateDot:
    """A state of the plate."""

    code: str
    name: str
    friends: int
    foes: int
    community: int | None
    link: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfBalance:
    """Share of balanced triangles in a year, and what networks of chance have. None: no triangle, never 0."""

    year: int
    share: float | None
    low: float | None  # over draws of the levels
    high: float | None
    null_low: float | None  # 90 % of networks that keep each state's numbers of friends and foes
    null_high: float | None
    n_edges: int
    link: str
    here: bool
    x: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPage:
    """The network of a year."""

    title: str
    lede: str
    year: int | None
    edges: tuple[EdgeLine, ...]
    states: tuple[StateDot, ...]
    years: tuple[YearOfBalance, ...]
    choice: tuple[tuple[int, str, bool], ...]  # years with news, link, and whether it is this page's own
    left_out: int  # pairs with too few events
    states_left_out: int  # with fewer events than those that are shown, `STATES` or half as many
    proved: bool
    size: float
    plot: tuple[float, float]
    listed: int
    named: bool
    choices: Choices
    versions: Mapping[str, str]
    command: str


def network_page(desk: Desk, link: Link) -> NetworkPage:
    """Gather the page.

    Args:
        desk: the store at one moment.
        link: `year`; the latest with news if left out.
    Raises:
        InputError: if the year is none of those with news.
    """
    store = desk.store(link)
    rows = desk.cached(("years", store.datasets), lambda: store.query(statements_world.YEARS_TOLD).to_pylist())
    by_year: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_year.setdefault(row["period"].year, []).append(row)
    known = sorted(by_year)
    year = link.number("year", known[-1] if known else 0, high=9999)
    if known and year not in by_year:
        raise InputError(f"No news between states in {year}; the store has some from {known[0]} to {known[-1]}.")
    share = 2 if sum(_events(row) for row in rows) > MANY else 1
    end = max(known.index(year) + 1, min(YEARS // share, len(known))) if known else 0
    told = known[max(0, end - YEARS // share) : end]
    versions = desk.versions(store)
    made = {
        y: desk.cached(
            ("network", store.datasets, y), partial(_network, by_year[y], y, desk.settings.band, STATES // share)
        )
        for y in told
    }
    span = range(told[0], told[-1] + 1) if told else range(0)
    years = tuple(_year(y, made.get(y, (None, 0))[0], link, y == year, i, len(span)) for i, y in enumerate(span))
    one, unseen = made.get(year, (None, 0))
    edges, dots = _plate(one, link) if one else ((), ())
    return NetworkPage(
        title=f"The network of {year}" if one else "The network",
        lede=_lede(one, year),
        year=year if one else None,
        edges=edges,
        states=dots,
        years=years,
        choice=tuple((y, link.with_(year=y).url, y == year) for y in known),
        left_out=one.left_out if one else 0,
        states_left_out=unseen,
        proved=one.proved if one else True,
        size=SIZE,
        plot=PLOT,
        listed=EDGES_LISTED,
        named=len(dots) <= NAMED,
        choices=replace(QUICK, width=desk.settings.band),
        versions=versions,
        command=f"dragoman network --from {year}-01-01 --to {year}-12-31",
    )


def _network(rows: Sequence[Mapping[str, Any]], year: int, width: float, states: int) -> tuple[Network, int]:
    """The network of the states with most events, and the number of those left out."""
    counts: dict[str, int] = {}
    for row in rows:
        n = _events(row)
        for end in (row["source"], row["target"]):
            counts[end] = counts.get(end, 0) + n
    kept = set(sorted(counts, key=lambda c: (-counts[c], c))[:states])
    by = replace(QUICK, width=width)
    levels = levels_of_counts(
        (r for r in rows if r["source"] in kept and r["target"] in kept), min_events=by.min_events, draws=by.draws
    )
    return network(levels, choices=by, first=date(year, 1, 1), last=date(year, 12, 31)), len(counts) - len(kept)


def _events(row: Mapping[str, Any]) -> int:
    return sum(
        int(row[k]) for k in ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    )


def _plate(one: Network, link: Link) -> tuple[tuple[EdgeLine, ...], tuple[StateDot, ...]]:
    places = {s: (_at(x), _at(-y)) for s, (x, y) in places_of(one).items()}
    edges = []
    for e in sorted(one.edges, key=lambda e: (-e.n_events, e.a, e.b)):
        there = e.a in places and e.b in places
        (x, y), (x2, y2) = (places[e.a], places[e.b]) if there else ((0.0, 0.0), (0.0, 0.0))
        chance = {1: e.friend_chance, -1: e.foe_chance, 0: 1 - e.friend_chance - e.foe_chance}[e.sign]
        edges.append(
            EdgeLine(
                a=e.a, b=e.b, are=NAMES[e.sign], level=e.level, low=e.low, high=e.high, chance=chance,
                n_events=e.n_events, frustrated=e.frustrated,
                link=link.at(f"/pair/{e.a}/{e.b}", keep=("dataset", "as_of")).url, x=x, y=y, x2=x2, y2=y2, drawn=there,
            )
        )  # fmt: skip
    dots = []
    for s in one.states:
        if s.state in places:
            x, y = places[s.state]
            dots.append(
                StateDot(
                    code=s.state, name=name_of(s.state), friends=s.friends, foes=s.foes, community=s.community,
                    link=link.at(f"/state/{s.state}", keep=("dataset", "as_of")).url, x=x, y=y,
                    label_x=round(SIZE / 2 + 1.05 * (x - SIZE / 2), 1),
                    label_y=round(SIZE / 2 + 1.05 * (y - SIZE / 2) + 4, 1),
                    anchor="start" if x >= SIZE / 2 else "end",
                )
            )  # fmt: skip
    return tuple(edges), tuple(dots)


def _at(unit: float) -> float:
    """A place on the unit circle in units of the plate."""
    return round(SIZE / 2 + 0.84 * SIZE / 2 * unit, 1)


def _year(year: int, one: Network | None, link: Link, here: bool, place: int, n: int) -> YearOfBalance:
    told = next((b for b in one.balance if b.name == "triads"), None) if one else None
    known = told is not None and told.value is not None
    against = told.switch if told and known else None
    return YearOfBalance(
        year=year,
        share=told.value if told and known else None,
        low=told.low if told and known else None,
        high=told.high if told and known else None,
        null_low=max(0.0, against.mean - 1.645 * against.sd) if against else None,
        null_high=min(1.0, against.mean + 1.645 * against.sd) if against else None,
        n_edges=sum(e.sign != 0 for e in one.edges) if one else 0,
        link=link.with_(year=year).url,
        here=here,
        x=round(PLOT[0] * (place + 0.5) / n, 1),
    )


def _lede(one: Network | None, year: int) -> str:
    if one is None:
        return "The store has no dated act between two states: no network."
    signed = [e for e in one.edges if e.sign]
    if not signed:
        return f"In {year} no pair of states has enough news to call it friends or foes; that is no balance, and no neutrality."
    friends = sum(e.sign > 0 for e in signed)
    words = f"In {year} {counted(friends, 'pair')} of states are more likely friends than not, {len(signed) - friends} more likely foes."
    (share,) = (b for b in one.balance if b.name == "triads")
    if share.value is None:
        return words + " They form no triangle: no balance to measure."
    words += f" {share.value:.0%} of their {counted(one.triads.n, 'triangle')} balanced"
    return words + (f"; networks of chance have {share.switch.mean:.0%}." if share.switch else ".")
