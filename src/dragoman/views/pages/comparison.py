"""What several data sets say of one pair, side by side: counts, balance, and how far they move together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman import statements
from dragoman.mentions.codes import name_of
from dragoman.relations import compared
from dragoman.views.pages.pair import WIDTHS
from dragoman.views.standing import end_of
from dragoman.views.web.strips import strips
from dragoman.views.words import counted, signed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dragoman.relations.comparison import Agreement, Compared, Side
    from dragoman.views.web.desk import Desk
    from dragoman.views.web.drawing import Drawing
    from dragoman.views.web.links import Link

__all__ = ["ComparePage", "ComparedDirection", "compare_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedDirection:
    """One direction, as each data set tells it.

    Attributes:
        sides: one for each data set that tells of it.
        agreement: of each two of them.
        drawings: months on one axis, for a desk and for a phone.
    """

    source: str
    target: str
    source_name: str
    target_name: str
    sides: tuple[Side, ...]
    agreement: tuple[Agreement, ...]
    drawings: tuple[Drawing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """The page of a comparison.

    Attributes:
        pages: data set and address of the pair's page that stands on it.
    """

    title: str
    lede: str
    a: str
    b: str
    directions: tuple[ComparedDirection, ...]
    pages: tuple[tuple[str, str], ...]
    versions: Mapping[str, str]
    command: str


def compare_page(desk: Desk, link: Link) -> ComparePage:
    """Gather the page.

    Args:
        desk: the store at one moment.
        link: parts `a` and `b`.
    Raises:
        UnknownActor: if nobody has one of the codes or names.
    """
    a, b = end_of(link.parts["a"]), end_of(link.parts["b"])
    found = desk.cached(
        ("compared", a, b), lambda: compared(desk.whole.query(statements.COMPARED, {"a": a, "b": b}).to_pylist())
    )
    months = [m["period"] for side in found.sides for m in side.months]
    axis = (min(months), max(months)) if months else None
    datasets = sorted({side.dataset for side in found.sides})
    return ComparePage(
        title=f"{name_of(a)} and {name_of(b)}, by data set",
        lede=_lede(found, datasets, (a, b)),
        a=a,
        b=b,
        directions=tuple(_direction(found, ends, axis, link) for ends in ((a, b), (b, a)) if axis),
        pages=tuple((d, link.at(f"/pair/{a}/{b}", keep=("as_of",), dataset=d).url) for d in datasets),
        versions={**desk.versions(desk.whole), "data sets": ", ".join(datasets) or "none"},
        command=f"dragoman compare {a} {b}",
    )


def _direction(found: Compared, ends: tuple[str, str], axis: tuple[date, date], link: Link) -> ComparedDirection:
    source, target = ends
    sides = tuple(s for s in found.sides if (s.source, s.target) == ends)

    def address(dataset: str, first: date, last: date) -> str:
        state = {"actor": source, "target": target, "dataset": dataset, "first": first, "last": last}
        return link.at("/events", keep=("as_of",), **state).url

    title = f"Events of {name_of(source)} towards {name_of(target)} by month, a strip for each data set."
    drawings = [strips(sides, width=width, title=title, axis=axis, address=address) for width in WIDTHS]
    return ComparedDirection(
        source=source,
        target=target,
        source_name=name_of(source),
        target_name=name_of(target),
        sides=sides,
        agreement=tuple(x for x in found.agreement if (x.source, x.target) == ends),
        drawings=tuple(d for d in drawings if d is not None),
    )


def _lede(found: Compared, datasets: list[str], ends: tuple[str, str]) -> str:
    names = " and ".join(name_of(code) for code in ends)
    if not datasets:
        return f"No data set of this store has an event between {names}."
    if len(datasets) == 1:
        return f"Of this store's data sets only {datasets[0]} tells of {names}: there is nothing to compare it with."
    words = f"{counted(len(datasets), 'data set')} tell of {names}: {', '.join(datasets)}."
    known = [x for x in found.agreement if x.balances is not None]
    if not known:
        return words + " They share too few months with a balance to say whether they move together."
    best = max(known, key=lambda x: x.n_levels)
    return (
        f"{words} In {name_of(best.source)} → {name_of(best.target)}, the monthly balances of {best.one} and {best.other} "
        f"correlate at {signed(best.balances or 0.0)} over {best.n_levels} months that both tell of."
    )
