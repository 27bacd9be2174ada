"""One state and everybody it deals with; and one state between two others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from dragoman import statements_world
from dragoman.errors import InputError
from dragoman.mentions.codes import name_of
from dragoman.relations.groups import is_group, undirected
from dragoman.relations.levels import levels
from dragoman.relations.triangles import PairSeries, Realignment, Triangle, monthly
from dragoman.relations.triangles import triangle as tested
from dragoman.views.pages.pair import EVENTS_TURNED, WIDTHS
from dragoman.views.standing import end_of, standing
from dragoman.views.web.drawing import Drawing, draw
from dragoman.views.web.keeping import side_levels
from dragoman.views.words import band_in_words, counted, lean_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.records import Relation
    from dragoman.store import Store
    from dragoman.views.web.cells import News
    from dragoman.views.web.desk import Desk
    from dragoman.views.web.links import Link

__all__ = ["PartnerLine", "StatePage", "TrianglePage", "TurnNews", "state_page", "triangle_page"]

PARTNERS_SHOWN: Final = 60
TURNS_SHOWN: Final = 20
CHANCE: Final = 0.05  # that a realignment is told as more than chance


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerLine:
    """How a state stands to one other at the last news, both ways."""

    code: str
    name: str
    there: str  # level of the state towards the other, in words
    there_level: float | None
    there_lean: str  # "coop" or "conf" where the band leaves 0 out, else ""
    back: str
    back_level: float | None
    back_lean: str
    n_events: int  # both ways
    last: date | None  # period of the last news


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnNews:
    """A turn of one of the state's relations."""

    other: str
    other_name: str
    direction: str
    day: date
    probability: float
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatePage:
    """The page of a state: everybody it deals with, and the turns of its relations."""

    code: str
    name: str
    title: str
    lede: str
    partners: tuple[PartnerLine, ...]
    n_partners: int
    turns: tuple[TurnNews, ...]
    why_none: str | None  # why turns are not worked out; None: they are
    band: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrianglePage:
    """A state between two others.

    Attributes:
        sides: its levels towards either, as drawings for a desk and a phone.
        found: what the joint test says; None where a pair has no dated event.
        leaning: month -> level of a-b less level of a-c with its band, as the test tells it.
    """

    a: str
    b: str
    c: str
    names: tuple[str, str, str]
    title: str
    lede: str
    sides: tuple[tuple[str, str, str, tuple[Drawing, ...]], ...]
    found: Triangle | None
    tests: tuple[tuple[str, str], ...]
    why_none: str | None
    command: str
    versions: Mapping[str, str]


def state_page(desk: Desk, link: Link) -> StatePage:
    """Gather the page.

    Args:
        desk: the store at one moment.
        link: part `a`.
    Raises:
        UnknownActor: if nobody has the code or name.
    """
    code = end_of(link.parts["a"])
    store = desk.store(link)
    partners = desk.cached(("state", store.datasets, code), lambda: _partners(desk, store, code))
    turned = (
        None
        if desk.n_events > EVENTS_TURNED
        else desk.cached(("turns of", store.datasets, code), lambda: _turns(store, code))
    )
    name = name_of(code)
    told = sum(p.n_events for p in partners)
    lede = (
        f"{name} has {counted(told, 'dated event')} with {counted(len(partners), 'other actor')}."
        if partners
        else f"The store has no dated act of or towards {name}."
    )
    if turned:
        lede += (
            f" {counted(len(turned), 'turn')} {'stands' if len(turned) == 1 else 'stand'} out among all its relations."
        )
    return StatePage(
        code=code,
        name=name,
        title=name,
        lede=lede,
        partners=tuple(partners[:PARTNERS_SHOWN]),
        n_partners=len(partners),
        turns=tuple(
            TurnNews(
                other=other,
                other_name=name_of(other),
                direction=t.direction,
                day=t.day,
                probability=t.probability,
                link=link.at(
                    f"/pair/{code}/{other}",
                    keep=("dataset", "as_of"),
                    first=t.first.isoformat(),
                    last=t.last.isoformat(),
                ).url,
            )
            for t in turned or ()
            for other in [t.b if t.a == code else t.a]
        ),
        why_none=None
        if turned is not None
        else f"Not worked out here for {desk.n_events:,} events: `dragoman turns {code}` does.",
        band=desk.settings.band,
    )


def _partners(desk: Desk, store: Store, code: str) -> list[PartnerLine]:
    """Everybody with whom the state has dated acts, most first; levels at the last news of either direction."""
    latest: dict[tuple[str, bool], News] = {}
    events: dict[str, int] = {}
    for outgoing in (True, False):
        for news in side_levels(desk, store, code, outgoing=outgoing):
            events[news.other] = events.get(news.other, 0) + news.n_events
            latest[news.other, outgoing] = news
    found = []
    for other, n in events.items():
        there, back = latest.get((other, True)), latest.get((other, False))
        found.append(
            PartnerLine(
                code=other,
                name=name_of(other),
                there=band_in_words(there.level, there.low, there.high) if there else "no news",
                there_level=there.level if there else None,
                there_lean=lean_of(there),
                back=band_in_words(back.level, back.low, back.high) if back else "no news",
                back_level=back.level if back else None,
                back_lean=lean_of(back),
                n_events=n,
                last=max(r.month for r in (there, back) if r),
            )
        )
    return sorted(found, key=lambda p: (-p.n_events, p.code))


def _turns(store: Store, code: str) -> list[Any]:
    from dragoman.api import turns

    return sorted(turns(store, code), key=lambda t: t.day, reverse=True)[:TURNS_SHOWN]


def triangle_page(desk: Desk, link: Link) -> TrianglePage:
    """Gather the page.

    Args:
        desk: the store at one moment.
        link: parts `a`, `b`, `c`.
    Raises:
        UnknownActor: if nobody has one of the codes or names.
        InputError: if two of the three are the same.
    """
    a, b, c = (end_of(link.parts[n]) for n in ("a", "b", "c"))
    if len({a, b, c}) < 3:
        raise InputError(f"A triangle needs three actors; got {a}, {b} and {c}.")
    store = desk.store(link)
    names = (name_of(a), name_of(b), name_of(c))
    found, why = None, None
    try:
        found = desk.cached(("triangle", store.datasets, a, b, c), lambda: tested(_series(store, a, b, c), a, b, c))
    except InputError as error:
        why = str(error)
    levels_of = desk.cached(("sides", store.datasets, a, b, c), lambda: _levels(desk, store, a, b, c))
    sides = []
    for other, name in ((b, names[1]), (c, names[2])):
        both = levels_of[other]
        drawings = [
            draw(
                both,
                width=width,
                title=f"Level between {names[0]} and {name}, both directions together.",
                address=partial(_events_of, link, a, other),
            )
            for width in WIDTHS
        ]
        sides.append(
            (other, name, link.at(f"/pair/{a}/{other}", keep=("dataset", "as_of")).url, tuple(d for d in drawings if d))
        )
    return TrianglePage(
        a=a,
        b=b,
        c=c,
        names=names,
        title=f"{names[0]} between {names[1]} and {names[2]}",
        lede=_lede(names, found, why),
        sides=tuple(sides),
        found=found,
        tests=_tests(names, found) if found else (),
        why_none=why,
        command=f"dragoman triangles {a} {b} {c}",
        versions=desk.versions(store),
    )


def _levels(desk: Desk, store: Store, a: str, b: str, c: str) -> dict[str, list[Relation]]:
    """Levels of a's relation to b and to c, both directions together, by the other's code; for the drawings alone.

    Both are fitted at once, from counts without weights and outlets, which no drawing shows.
    """
    prior = desk.prior(store)
    if any(is_group(end) for end in (a, b, c)):
        return {other: standing(store, a, other, settings=desk.settings, both=True, prior=prior) for other in (b, c)}
    counts = store.query(statements_world.TRIANGLE_COUNTS, {"a": a, "b": b, "c": c}).to_pylist()
    found = levels(undirected(counts), width=desk.settings.band, prior=prior)
    return {other: [r for r in found if other in {r.source, r.target}] for other in (b, c)}


def _series(store: Store, a: str, b: str, c: str) -> PairSeries:
    """The months of both sides of a triangle, over the span of the whole store."""
    counts = store.query(statements_world.TRIANGLE_COUNTS, {"a": a, "b": b, "c": c}).to_pylist()
    (span,) = store.query(statements_world.SPAN_TOLD).to_pylist()
    return monthly(counts, first=span["first"], last=span["last"])


def _events_of(link: Link, a: str, b: str, first: date, last: date) -> str:
    """Where the events of a pair in a period are shown."""
    return link.at(
        f"/pair/{a}/{b}", keep=("dataset", "as_of"), first=first.isoformat(), last=last.isoformat()
    ).url + "#events"  # fmt: skip


def _lede(names: tuple[str, str, str], found: Triangle | None, why: str | None) -> str:
    if found is None:
        return why or "The two relations cannot be tested together."
    strong = [
        (r, frm, to)
        for r, frm, to in ((found.leaves_b_for_c, names[1], names[2]), (found.leaves_c_for_b, names[2], names[1]))
        if r is not None and r.p < CHANCE
    ]
    if strong:
        r, frm, to = min(strong, key=lambda s: s[0].p)
        return (
            f"In the half-year from {r.month:%B %Y} {names[0]} turned from {frm} to {to} more than the two relations' own "
            f"restlessness explains (chance {r.p:.1%})."
        )
    return (
        f"There is no half-year in which {names[0]} clearly left one for the other: nowhere did both relations change, in "
        "opposite directions, beyond their own restlessness."
    )


def _tests(names: tuple[str, str, str], found: Triangle) -> tuple[tuple[str, str], ...]:
    """What was tested and what came out, in words."""

    def told(r: Realignment | None) -> str:
        if r is None:
            return "no month has news on both sides"
        return (
            f"strongest from {r.month:%b %Y}: z {r.z_worse:+.2f}, chance {r.p_worse:.1%}, and z {r.z_better:+.2f}, chance "
            f"{r.p_better:.1%}; chance of both {r.p:.1%}"
        ).replace("-", "−")

    lines = [
        (f"leaves {names[1]} for {names[2]}", told(found.leaves_b_for_c)),
        (f"leaves {names[2]} for {names[1]}", told(found.leaves_c_for_b)),
    ]
    if found.see_saw is not None and found.see_saw_p is not None:
        lines.append(
            (
                "one up, other down",
                f"rank correlation {found.see_saw:+.2f} over {found.see_saw_months} months, chance {found.see_saw_p:.1%}".replace(
                    "-", "−"
                ),
            )
        )
    return tuple(lines)
