"""The receipt beside a figure: how it was made, from what, by which versions, and how to get it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from dragoman.relations.levels import MEASURES

if TYPE_CHECKING:
    from dragoman.views.web.desk import Desk
    from dragoman.views.web.links import Link

__all__ = ["FORMULAS", "FigureReceipt", "citation", "made_by"]

FORMULAS: Final[Mapping[str, str]] = {
    "L0": "(C − K) / (C + K) of the period's events: C of cooperation, K of conflict; beta-binomial band; −1 to +1",
    "L1": "mean Goldstein weight of the period's events; Student band; −10 to +10",
    "L2": "affinity: a random walk seen through the counts of events up to the period, its steps learned from all pairs; "
    "−1 to +1",
}
"""Measure -> how it is made, in one line. The whole derivation stands in docs/relations.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureReceipt:
    """How a figure was made.

    Attributes:
        what: the figure in words: "Turkey → Russia, December 2017".
        measure: its name.
        formula: how it is made, in one line.
        value: in words, "+0.31 [+0.18, +0.43]"; None: there is none, and why stands in `what`.
        band: width of the band as a probability; None: it has none.
        n_events: behind it.
        n_reports: that tell them; None: not counted.
        n_sources: outlets that told them; None: not counted.
        left_out: what is not in it and why, one line each.
        versions: what made it.
        link: permanent link to the page that shows it, with the state of the store.
        rows: link to the rows behind it.
        command: what prints the same on the command line.
        cite: a reference to it.
    """

    what: str
    measure: str
    formula: str
    value: str | None
    band: float | None
    n_events: int
    n_reports: int | None = None
    n_sources: int | None = None
    left_out: tuple[str, ...] = ()
    versions: Mapping[str, str]
    link: str
    rows: str | None = None
    command: str
    cite: str


def made_by(measure: str) -> str:
    """A measure in words: "L2, affinity, a walk seen through the events"."""
    return f"{measure}, {MEASURES[measure]}"


def citation(desk: Desk, link: Link, what: str, value: str | None, versions: Mapping[str, str]) -> str:
    """A figure as it may be cited: what, how much, from which texts, by which versions, and the link's state.

    No day of retrieval: the batch of the store says better what was seen, and the same figure is always cited alike.
    """
    first, last = desk.totals["first_day"], desk.totals["last_day"]
    span = f"published {_in_words(first)} to {_in_words(last)}" if first and last else "without days"
    figure = f": {value}" if value else ""
    return (
        f"{what}{figure}. Dragoman {versions['dragoman']} (coder {versions['coder']}, {versions['ontology']}; data sets "
        f"{versions['data sets']}), from {desk.totals['articles']:,} articles {span}; store batch "
        f"{versions['store batch']}. {link.url}"
    )


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
