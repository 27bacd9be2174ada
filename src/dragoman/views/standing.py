"""How two actors stand, from a store: counts of the pair, a prior from all pairs, levels by one measure.

The one place where views, the API and commands get levels from, so that they all show the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from dragoman import statements, statements_world
from dragoman.errors import InputError
from dragoman.relations.datasets import standing_on
from dragoman.relations.groups import ALL, is_group, joined, undirected
from dragoman.relations.levels import Measure, levels, prior_of
from dragoman.relations.periods import By, checked_span

if TYPE_CHECKING:
    from dragoman.records import Relation
    from dragoman.relations import Prior
    from dragoman.settings import Settings
    from dragoman.store import Store

__all__ = ["end_of", "shared", "standing"]


def end_of(word: str | None) -> str:
    """The code of one end of a relation: a state, organisation or group, or ALL for every other actor.

    Raises:
        UnknownActor: if no table knows the word.
    """
    from dragoman.mentions.codes import code_of

    if word is None or word.strip().upper() in {ALL, "*"}:
        return ALL
    return code_of(word)


def shared(store: Store, by: By = "month") -> Prior:
    """What all pairs of a store share, learned from their counts."""
    return prior_of(store.query(statements.POOL_COUNTS, {"by": by}), by)


def standing(
    store: Store,
    a: str | None,
    b: str | None,
    *,
    settings: Settings,
    by: By = "month",
    measure: Measure = "L2",
    hindsight: bool = False,
    first: date | None = None,
    last: date | None = None,
    both: bool = False,
    groups: bool = True,
    dataset: str | None = None,
    prior: Prior | None = None,
) -> list[Relation]:
    """Levels of two ends, both directions, or of all pairs that touch what is given.

    Args:
        store: open.
        a: code of one end; None: every pair on its own.
        b: code of the other; ALL: all others together; None: every pair on its own.
        settings: the band's width is taken from here.
        by: length of a period.
        measure: of the level.
        hindsight: L2 from all events instead of those up to the period.
        first: first period to give; any day of it.
        last: last period to give; any day of it.
        both: both directions as one relation without direction.
        groups: whether a group's code stands for its members; else for the organisation alone.
        dataset: as for `relations.standing_on`.
        prior: of L2, if it is known already; else learned from all pairs of the store.
    Returns:
        Records in the order of source, target, period; a's direction first.
    Raises:
        InputError: if both ends are the same, or the span ends before it begins.
    """
    if a is not None and a == b:
        raise InputError(f"A relation has two different ends; found {a} twice. Events inside a state have no level.")
    checked_span(first, last)
    store = standing_on(store, dataset)
    whole = {end for end in (a, b) if end is not None and (end == ALL or (groups and is_group(end)))}
    ends = {"a": None if a in whole else a, "b": None if b in whole else b}
    counts: Iterable[Mapping[str, Any]]
    if a is not None and b is not None and not whole:  # both ends bare: sorted files are read in part
        counts = [
            row
            for source, target in ((a, b), (b, a))
            for row in store.query(statements.PAIR_COUNTS, {"source": source, "target": target, "by": by}).to_pylist()
        ]
    else:
        kept = by == "month" and store.prepared is not None and (store.prepared / "cells" / "counts.parquet").exists()
        counts = (
            store.query(statements_world.KEPT_COUNTS, ends)
            if kept
            else store.query(statements.BALANCE_COUNTS, {**ends, "by": by})
        ).to_pylist()
    if whole and a is not None and b is not None:
        counts = joined(counts, a, b)
    found = levels(
        undirected(counts) if both else counts,
        width=settings.band,
        first=first,
        last=last,
        by=by,
        measure=measure,
        hindsight=hindsight,
        prior=shared(store, by) if prior is None else prior,
    )
    return sorted(found, key=lambda m: (m.source != a, m.source, m.target, m.period))
