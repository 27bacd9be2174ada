"""On which data sets does a relation stand?

Data sets that tell the same news count the same act twice, so they are not added up unless somebody asks: the default is
our own coding where the store has any, else the data set with most events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dragoman import statements
from dragoman.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.store import Store

__all__ = ["OWN", "standing_on"]

OWN: Final = "dragoman"


def standing_on(store: Store, wanted: str | None, *, there: Mapping[str, int] | None = None) -> Store:
    """The store with the events of the data sets in question alone; `store.datasets` names them.

    Args:
        store: open.
        wanted: names separated by commas, "all", or None for the default. A store that is limited already stays so.
        there: the store's data sets with their numbers of events, if they are known already.
    Raises:
        InputError: if the store has no event of a data set that is named.
    """
    if wanted is None and store.datasets is not None:
        return store
    if there is None:
        there = {row["dataset"]: row["n_events"] for row in store.query(statements.DATASETS).to_pylist()}
    known = there
    if wanted is None:
        most = sorted(known, key=lambda name: (-known[name], name))[:1]
        return store.on([OWN] if OWN in there else most)
    if wanted == "all":
        return store.on(sorted(there))
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    unknown = [name for name in names if name not in there]
    if unknown:
        raise InputError(
            f"No events of the data set {', '.join(unknown)} in {store.path}; it has {', '.join(sorted(there)) or 'none'}. "
            "Import some with `dragoman import FILE`, or leave --dataset out."
        )
    return store.on(names)
