"""Take out of quarantine what the user has settled by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman import statements
from dragoman.errors import UnknownId
from dragoman.runs import run_of_change
from dragoman.store import Cleared

if TYPE_CHECKING:
    from dragoman.settings import Settings
    from dragoman.store import Store

__all__ = ["clear"]


def clear(store: Store, wanted: Sequence[str] | None, *, note: str, settings: Settings) -> int:
    """Clear items of the quarantine: they are listed and counted no more, unless they are refused again.

    What can be read since from the same place is cleared by reading it; this is for what never will be.

    Args:
        store: open; read again afterwards to see it.
        wanted: ids of items; None: all of them.
        note: why.
        settings: in force.
    Returns:
        Number of items cleared.
    Raises:
        UnknownId: if one of them is not in quarantine; nothing is cleared then.
        StoreBusy: if another process writes to the store.
    """
    with store.writing(run_of_change(store, settings)) as writer:
        there = writer.store
        asked = sorted(set(wanted)) if wanted is not None else there.query(statements.QUARANTINE_IDS)["id"].to_pylist()
        rows = there.query(statements.QUARANTINE_BY_ID, given={"id": asked}).to_pylist() if asked else []
        lacking = sorted(set(asked) - {row["id"] for row in rows})
        if lacking:
            raise UnknownId(
                f"Not in quarantine: {', '.join(lacking)}, in {store.path}. `dragoman quarantine` lists what is."
            )
        why = f"by hand: {note}" if note else "by hand"
        if rows:
            writer.commit([Cleared(quarantine=row["id"], of_batch=row["batch"], why=why) for row in rows])
    return len(rows)
