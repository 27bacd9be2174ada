"""How does everybody stand to one state? A map, the biggest turns and realignments, and what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from dragoman import statements, statements_world
from dragoman.errors import InputError
from dragoman.mentions.codes import code_of, name_of
from dragoman.relations.levels import month_of
from dragoman.views.web.keeping import side_levels
from dragoman.views.words import band_in_words, counted, day_in_words
from dragoman.views.world_map import REGIONS, areas, frame, source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragoman.store import Store
    from dragoman.views.web.cells import News
    from dragoman.views.web.desk import Desk
    from dragoman.views.web.links import Link

__all__ = ["Shade", "StateOnMap", "WorldPage", "shade_of", "world_page"]

STRONG: Final = 0.5  # a level at least this far from 0 is deep in colour; our choice: half of the scale
FEW: Final = 50_000  # events; up to so many, turns of all pairs are worked out for the page: some 2 s, once a batch
SHOWN: Final = 8  # turns, and realignments
MONTHS: Final = 12  # of the period, if the link names none


@dataclass(frozen=True, slots=True)
class Shade:
    """A class of the legend."""

    name: str
    words: str


SHADES: Final = (
    Shade("coop-1", "cooperative"),
    Shade("coop-2", "rather cooperative"),
    Shade("even", "no clear sign"),
    Shade("conf-2", "rather hostile"),
    Shade("conf-1", "hostile"),
    Shade("gap", "no news"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StateOnMap:
    """One area of the map, or one state that the map does not show.

    Attributes:
        code: None for an area under dispute: no state's level colours it.
        level: at its last news of the period; None: no news, never 0.
        shade: name of its class in the legend.
        path: SVG; "" where it is not on this part of the map.
    """

    code: str | None
    name: str
    note: str
    level: float | None
    low: float | None
    high: float | None
    month: date | None
    n_events: int  # in the period
    shade: str
    words: str
    link: str | None
    path: str = ""
    x: float = 0.0
    y: float = 0.0
    small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A turn, a realignment or a new event in one line."""

    when: str
    words: str
    chance: float | None
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldPage:
    """The map and what changed.

    Attributes:
        outgoing: whether levels are those of the state towards everybody, instead of everybody's towards it.
        turns: biggest turns of the period over all pairs; None: not worked out, `why_none` tells why.
        batch: last batch that is seen; what the next visit is compared with.
        new: newest events since the batch that the link names; None: it names none.
    """

    title: str
    lede: str
    state: str
    name: str
    outgoing: bool
    first: date
    last: date
    region: str
    width: float
    height: float
    states: tuple[StateOnMap, ...]
    off_map: tuple[StateOnMap, ...]
    n_events: int
    turns: tuple[Line, ...] | None
    realignments: tuple[Line, ...] | None
    why_none: str | None
    since: int | None
    batch: int
    new_words: str | None
    new: tuple[Line, ...]
    choices: tuple[tuple[str, str], ...]
    regions: tuple[tuple[str, str], ...]
    shades: tuple[Shade, ...]
    band: float
    shapes: str
    versions: Mapping[str, str]
    command: str


def shade_of(level: float | None, low: float | None, high: float | None) -> str:
    """The class of a level in the legend: no news has one of its own, and a band that holds 0 has no colour.

    Args:
        level: -1 hostile to +1 cooperative; None without news.
        low: of its band.
        high: of its band.
    """
    if level is None or low is None or high is None:
        return "gap"
    if low <= 0 <= high:
        return "even"
    return ("coop" if level > 0 else "conf") + ("-1" if abs(level) >= STRONG else "-2")


def world_page(desk: Desk, link: Link) -> WorldPage:
    """Gather the page.

    Args:
        desk: the store at one moment.
        link: `state` is looked at (the one with most events if left out), `way` is "from" for its levels towards the
            others, `from` and `to` bound the period (the last year of the store), `region` is a part of the map,
            `since` a batch.
    Raises:
        UnknownActor: if nobody has the code or name.
        InputError: if there is no such part of the map, or the period ends before it begins.
    """
    store = desk.store(link)
    pairs = desk.cached(("pairs of the world", store.datasets), lambda: store.query(statements.PAIRS_TOLD).to_pylist())
    counts: dict[str, int] = {}
    for row in pairs:
        for end in ("a", "b"):
            counts[row[end]] = counts.get(row[end], 0) + row["cooperation"] + row["conflict"]
    word = link.word("state")
    code = code_of(word) if word else max(sorted(counts), key=lambda c: counts[c], default="USA")
    region, outgoing = link.word("region") or "world", link.word("way") == "from"
    width, height = frame(region)
    first, last = _period(desk, link)
    known = _at_the_end(side_levels(desk, store, code, outgoing=outgoing, first=first, last=last))
    drawn = areas(region)
    on_map = tuple(_on_map(a, known.get(a.code or ""), code, outgoing, link) for a in drawn)
    shown = {a.code for a in drawn}
    off = tuple(
        _on_map(None, k, code, outgoing, link)
        for other, k in sorted(known.items(), key=lambda k: name_of(k[0]))
        if other not in shown
    )
    total = sum(r["cooperation"] + r["conflict"] for r in pairs)
    turned = _turned(desk, store, link, first, last) if total <= FEW else None
    since = link.number("since", 0, high=10**12) if link.word("since") else None
    new_words, new = _new(desk, link, since)
    return WorldPage(
        title=f"{name_of(code)} and the world" if outgoing else f"The world and {name_of(code)}",
        lede=_lede(code, known, outgoing, first, last),
        state=code,
        name=name_of(code),
        outgoing=outgoing,
        first=first,
        last=last,
        region=region,
        width=width,
        height=height,
        states=on_map,
        off_map=off,
        n_events=sum(n for _, n in known.values()),
        turns=turned[0] if turned else None,
        realignments=turned[1] if turned else None,
        why_none=None
        if turned
        else f"Not worked out here for {total:,} events: `dragoman turns` does, or a state's page.",
        since=since,
        batch=desk.batch,
        new_words=new_words,
        new=new,
        choices=tuple(sorted(((c, name_of(c)) for c in counts), key=lambda c: c[1])),
        regions=tuple((key, words) for key, (words, _) in REGIONS.items()),
        shades=SHADES,
        band=desk.settings.band,
        shapes=source(),
        versions=desk.versions(store),
        command=f"dragoman relation {code} ALL",
    )


def _period(desk: Desk, link: Link) -> tuple[date, date]:
    latest = month_of(desk.totals["last_day"] or date(2000, 1, 1))
    last = month_of(link.day("to") or latest)
    back = last.year * 12 + last.month - MONTHS
    first = month_of(link.day("from") or date(back // 12, back % 12 + 1, 1))
    if first > last:
        raise InputError(f"The period runs from {first:%Y-%m} to {last:%Y-%m}; expected an end after its beginning.")
    return first, last


def _at_the_end(months: Sequence[News]) -> dict[str, tuple[News, int]]:
    """Other state -> its last month with news, and its events in all of them."""
    found: dict[str, tuple[News, int]] = {}
    for m in months:
        found[m.other] = (m, found[m.other][1] + m.n_events if m.other in found else m.n_events)
    return found


def _on_map(area: Any, known: tuple[News, int] | None, code: str, outgoing: bool, link: Link) -> StateOnMap:
    at, n = known or (None, 0)
    other = area.code if area else at.other if at else None
    name = name_of(other) if other else area.name
    a, b = (code, other) if outgoing else (other, code)
    itself = other == code
    if itself:
        words = f"{name}: the state looked at"
    elif at is None:
        words = area.note or f"{name}: no news"
    else:
        words = (
            f"{name}: {band_in_words(at.level, at.low, at.high)}, {at.month:%B %Y}; {counted(n, 'event')} in the period"
        )
    return StateOnMap(
        code=other,
        name=name,
        note=area.note if area else "",
        level=at.level if at else None,
        low=at.low if at else None,
        high=at.high if at else None,
        month=at.month if at else None,
        n_events=n,
        shade="itself" if itself else shade_of(at.level, at.low, at.high) if at else "gap",
        words=words,
        link=link.at(f"/pair/{a}/{b}", keep=("dataset", "as_of")).url if at else None,
        path=area.path if area else "",
        x=area.x if area else 0.0,
        y=area.y if area else 0.0,
        small=bool(area and area.small),
    )


def _lede(code: str, known: Mapping[str, tuple[News, int]], outgoing: bool, first: date, last: date) -> str:
    when = f"{first:%B %Y} to {last:%B %Y}"
    if not known:
        return f"From {when} the store has no dated act {'of' if outgoing else 'towards'} {name_of(code)}: the map is blank, not neutral."
    shades = [shade_of(m.level, m.low, m.high) for m, _ in known.values()]
    kind = {w: sum(s.startswith(w) for s in shades) for w in ("coop", "conf", "even")}
    whom = f"{name_of(code)} acts towards" if outgoing else f"Towards {name_of(code)} act"
    return (
        f"{whom} {counted(len(known), 'other')} in the news from {when}: {kind['coop']} beyond doubt cooperative, "
        f"{kind['conf']} hostile, {kind['even']} without a clear sign. All others are hatched: no news."
    )


def _turned(desk: Desk, store: Store, link: Link, first: date, last: date) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Biggest turns and realignments of the period, over all pairs."""
    from dragoman import api
    from dragoman.relations.triangles import monthly, realignments

    end = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    turns = desk.cached(("turns of all", store.datasets), lambda: api.turns(store))
    inside = sorted((t for t in turns if first <= t.day < end), key=lambda t: -abs(t.after - t.before))[:SHOWN]
    told = tuple(
        Line(
            when=day_in_words(t.day, "day"),
            words=f"{name_of(t.a)} and {name_of(t.b)} turned {t.direction}",
            chance=t.probability,
            link=link.at(f"/pair/{t.a}/{t.b}", keep=("dataset", "as_of")).url,
        )
        for t in inside
    )
    back = last.year * 12 + last.month - 1 - 5
    month = date(back // 12, back % 12 + 1, 1)
    try:
        series = desk.cached(
            ("monthly", store.datasets),
            lambda: monthly(store.query(statements_world.ALL_COUNTS).to_pylist()),
        )
        moved = desk.cached(("realigned", store.datasets, month), lambda: realignments(series, month=month))
    except InputError:  # the half-year lies outside the series: nothing to compare
        moved = []
    return told, tuple(
        Line(
            when=f"half-year from {r.month:%b %Y}",
            words=f"{name_of(r.a)} left {name_of(r.b)} for {name_of(r.c)} (false discovery {r.q:.2f})",
            chance=None,
            link=link.at(f"/triangle/{r.a}/{r.b}/{r.c}", keep=("dataset", "as_of")).url,
        )
        for r in moved[:SHOWN]
    )


def _new(desk: Desk, link: Link, since: int | None) -> tuple[str | None, tuple[Line, ...]]:
    """What came after a batch, in words, and its latest events."""
    if since is None:
        return None, ()
    n = desk.whole.query(statements_world.NEW_COUNTS, {"since": since}).to_pylist()[0]
    rows = desk.whole.query(statements_world.NEW_EVENTS, {"since": since}).to_pylist()
    lines = tuple(
        Line(
            when=day_in_words(r["day"], r["day_precision"]),
            words=f"{name_of(r['source'] or 'unknown')} → {name_of(r['target'] or 'unknown')}: {r['act']}",
            chance=None,
            link=link.at(f"/event/{r['id']}", keep=("as_of",)).url,
        )
        for r in rows
    )
    return f"{counted(n['articles'], 'article')}, {counted(n['events'], 'event')} new or told anew", lines
