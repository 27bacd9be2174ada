"""Which pairs can be looked at: the ones with most events first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from dragoman import statements
from dragoman.mentions.codes import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dragoman.store import Store
    from dragoman.views.web.desk import Desk
    from dragoman.views.web.links import Link

__all__ = ["PairLine", "PairsPage", "pairs_page"]

PAIRS_SHOWN: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """One pair, both directions together."""

    a: str
    b: str
    a_name: str
    b_name: str
    cooperation: int  # events
    conflict: int
    first_day: date
    last_day: date

    @property
    def n_events(self) -> int:
        """Of both kinds."""
        return self.cooperation + self.conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class PairsPage:
    """The pairs of a store.

    Attributes:
        lede: what there is, in a sentence.
        pairs: most events first, `PAIRS_SHOWN` at most.
        n_pairs: all of them.
        actors: code and name of everybody who stands in one, by name.
    """

    title: str
    lede: str
    pairs: tuple[PairLine, ...]
    n_pairs: int
    actors: tuple[tuple[str, str], ...]
    datasets: tuple[Mapping[str, Any], ...]


def pairs_page(desk: Desk, link: Link) -> PairsPage:
    """Gather the page.

    Args:
        desk: the store at one moment.
        link: `dataset` chooses data sets.
    """
    store = desk.store(link)
    found = desk.cached(("pairs", store.datasets), lambda: _pairs(store))
    totals = desk.totals
    told = (
        f"{len(found):,} pairs have dated acts, told by {totals['articles']:,} articles."
        if found
        else "The store has no dated act between two states yet. Read articles with `dragoman read FOLDER`."
    )
    actors = {code: name_of(code) for p in found for code in (p.a, p.b)}
    return PairsPage(
        title="Pairs",
        lede=told,
        pairs=found[:PAIRS_SHOWN],
        n_pairs=len(found),
        actors=tuple(sorted(actors.items(), key=lambda a: a[1])),
        datasets=desk.datasets,
    )


def _pairs(store: Store) -> tuple[PairLine, ...]:
    rows = store.query(statements.PAIRS_TOLD).to_pylist()
    return tuple(PairLine(a_name=name_of(r["a"]), b_name=name_of(r["b"]), **r) for r in rows)
