"""How do all states stand to each other at once? The signed network of a year, and its balance through the years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
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

    from dragoman.store import Store
    from dragoman.views.web.desk import Desk
    from dragoman.views.web.links import Link

__all__ = [
    "EdgeLine",
    "NetworkPage",
    "StateDot",
    "YearNetwork",
    "YearOfBalance",
    "network_of_year",
    "network_page",
    "share_of",
    "years_of",
]

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
class YearNetwork:
    """What the page needs of the network of one year; links are the page's.

    Attributes:
        share: of balanced triangles, with its band over draws; None: no triangle, never 0.
        null_mean: of networks of chance that keep each state's numbers of friends and foes, and its standard deviation.
        n_signed: pairs more likely friends, or more likely foes, than not.
        unseen: states left out because others have more events.
    """

    year: int
    edges: tuple[EdgeLine, ...]
    states: tuple[StateDot, ...]
    share: float | None
    low: float | None
    high: float | None
    null_mean: float | None
    null_sd: float | None
    n_signed: int
    n_friends: int
    n_triangles: int
    proved: bool
    left_out: int
    unseen: int

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> YearNetwork:
        """From what `dataclasses.asdict` makes of one."""
        return cls(
            **{
                **row,
                "edges": tuple(EdgeLine(**e) for e in row["edges"]),
                "states": tuple(StateDot(**s) for s in row["states"]),
            }
        )


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
    by_year = desk.cached(("years", store.datasets), lambda: years_of(store))
    known = sorted(by_year)
    year = link.number("year", known[-1] if known else 0, high=9999)
    if known and year not in by_year:
        raise InputError(f"No news between states in {year}; the store has some from {known[0]} to {known[-1]}.")
    share = desk.cached(("share of the network", store.datasets), lambda: share_of(by_year))
    end = max(known.index(year) + 1, min(YEARS // share, len(known))) if known else 0
    told = known[max(0, end - YEARS // share) : end]
    versions = desk.versions(store)
    made = {y: _made(desk, store, by_year[y], y, share) for y in told}
    span = range(told[0], told[-1] + 1) if told else range(0)
    years = tuple(_year(y, made.get(y), link, y == year, i, len(span)) for i, y in enumerate(span))
    one = made.get(year)
    return NetworkPage(
        title=f"The network of {year}" if one else "The network",
        lede=_lede(one, year),
        year=year if one else None,
        edges=tuple(
            replace(e, link=link.at(f"/pair/{e.a}/{e.b}", keep=("dataset", "as_of")).url) for e in one.edges
        ) if one else (),
        states=tuple(
            replace(s, link=link.at(f"/state/{s.code}", keep=("dataset", "as_of")).url) for s in one.states
        ) if one else (),
        years=years,
        choice=tuple((y, link.with_(year=y).url, y == year) for y in known),
        left_out=one.left_out if one else 0,
        states_left_out=one.unseen if one else 0,
        proved=one.proved if one else True,
        size=SIZE,
        plot=PLOT,
        listed=EDGES_LISTED,
        named=(len(one.states) if one else 0) <= NAMED,
        choices=replace(QUICK, width=desk.settings.band),
        versions=versions,
        command=f"dragoman network --from {year}-01-01 --to {year}-12-31",
    )  # fmt: skip


def years_of(store: Store) -> dict[int, list[Mapping[str, Any]]]:
    """Year -> counts of the pairs of states that have news in it."""
    by_year: dict[int, list[Mapping[str, Any]]] = {}
    for row in store.query(statements_world.YEARS_TOLD).to_pylist():
        by_year.setdefault(row["period"].year, []).append(row)
    return by_year


def share_of(by_year: Mapping[int, Sequence[Mapping[str, Any]]]) -> int:
    """By what the states and years of a page are divided: 2 in stores of many events."""
    return 2 if sum(_events(row) for rows in by_year.values() for row in rows) > MANY else 1


def _made(desk: Desk, store: Store, rows: Sequence[Mapping[str, Any]], year: int, share: int) -> YearNetwork:
    """The network of a year: as it was prepared, or now."""
    from dragoman.views.web.keeping import kept_network

    band = desk.settings.band
    return desk.cached(
        ("network", store.datasets, year),
        lambda: kept_network(store, year, band) or network_of_year(rows, year, band, STATES // share),
    )


def network_of_year(rows: Sequence[Mapping[str, Any]], year: int, width: float, states: int) -> YearNetwork:
    """The network of the states with most events.

    Args:
        rows: counts of pairs in the year.
        year: of them.
        width: probability inside bands.
        states: that stand in it, at most.
    """
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
    one = network(levels, choices=by, first=date(year, 1, 1), last=date(year, 12, 31))
    edges, dots = _plate(one)
    told = next((b for b in one.balance if b.name == "triads"), None)
    known = told is not None and told.value is not None
    against = told.switch if told and known else None
    return YearNetwork(
        year=year,
        edges=edges,
        states=dots,
        share=told.value if told and known else None,
        low=told.low if told and known else None,
        high=told.high if told and known else None,
        null_mean=against.mean if against else None,
        null_sd=against.sd if against else None,
        n_signed=sum(e.sign != 0 for e in one.edges),
        n_friends=sum(e.sign > 0 for e in one.edges),
        n_triangles=one.triads.n,
        proved=one.proved,
        left_out=one.left_out,
        unseen=len(counts) - len(kept),
    )


def _events(row: Mapping[str, Any]) -> int:
    return sum(
        int(row[k]) for k in ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    )


def _plate(one: Network) -> tuple[tuple[EdgeLine, ...], tuple[StateDot, ...]]:
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
                link="", x=x, y=y, x2=x2, y2=y2, drawn=there,
            )
        )  # fmt: skip
    dots = []
    for s in one.states:
        if s.state in places:
            x, y = places[s.state]
            dots.append(
                StateDot(
                    code=s.state, name=name_of(s.state), friends=s.friends, foes=s.foes, community=s.community,
                    link="", x=x, y=y,
                    label_x=round(SIZE / 2 + 1.05 * (x - SIZE / 2), 1),
                    label_y=round(SIZE / 2 + 1.05 * (y - SIZE / 2) + 4, 1),
                    anchor="start" if x >= SIZE / 2 else "end",
                )
            )  # fmt: skip
    return tuple(edges), tuple(dots)


def _at(unit: float) -> float:
    """A place on the unit circle in units of the plate."""
    return round(SIZE / 2 + 0.84 * SIZE / 2 * unit, 1)


def _year(year: int, one: YearNetwork | None, link: Link, here: bool, place: int, n: int) -> YearOfBalance:
    spread = (
        None if one is None or one.null_mean is None or one.null_sd is None else (one.null_mean, 1.645 * one.null_sd)
    )
    return YearOfBalance(
        year=year,
        share=one.share if one else None,
        low=one.low if one else None,
        high=one.high if one else None,
        null_low=max(0.0, spread[0] - spread[1]) if spread else None,
        null_high=min(1.0, spread[0] + spread[1]) if spread else None,
        n_edges=one.n_signed if one else 0,
        link=link.with_(year=year).url,
        here=here,
        x=round(PLOT[0] * (place + 0.5) / n, 1),
    )


def _lede(one: YearNetwork | None, year: int) -> str:
    if one is None:
        return "The store has no dated act between two states: no network."
    if not one.n_signed:
        return f"In {year} no pair of states has enough news to call it friends or foes; that is no balance, and no neutrality."
    words = (
        f"In {year} {counted(one.n_friends, 'pair')} of states are more likely friends than not, "
        f"{one.n_signed - one.n_friends} more likely foes."
    )
    if one.share is None:
        return words + " They form no triangle: no balance to measure."
    words += f" {one.share:.0%} of their {counted(one.n_triangles, 'triangle')} balanced"
    return words + (f"; networks of chance have {one.null_mean:.0%}." if one.null_mean is not None else ".")
