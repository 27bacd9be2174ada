"""Dragoman reads news and keeps the ledger of how states stand to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "Settings",
    "Store",
    "brief",
    "claim_scores",
    "compare",
    "correct",
    "explain",
    "import_events",
    "network",
    "networks",
    "open_store",
    "plot",
    "quotes",
    "read",
    "realignment",
    "realignments",
    "relation",
    "relation_table",
    "settle_claims",
    "table",
    "triangle",
    "turns",
    "undo",
]

if TYPE_CHECKING:
    from dragoman.api import (
        brief,
        claim_scores,
        compare,
        correct,
        explain,
        import_events,
        network,
        networks,
        open_store,
        plot,
        quotes,
        read,
        realignment,
        realignments,
        relation,
        relation_table,
        settle_claims,
        table,
        triangle,
        turns,
        undo,
    )
    from dragoman.settings import Settings
    from dragoman.store import Store


def __getattr__(name: str) -> Any:
    """The public names, imported when they are first used: `import dragoman` itself is quick and quiet."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    home = {"Settings": "dragoman.settings", "Store": "dragoman.store"}.get(name, "dragoman.api")
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
