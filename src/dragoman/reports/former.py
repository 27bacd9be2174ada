"""Is an actor named by a name of the past? "The Ottoman Empire fought ..." is history even where no date says so."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dragoman.data import table

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ended"]


@lru_cache(maxsize=4096)
def ended(name: str) -> tuple[str, date] | None:
    """The term in a name that has gone out of use, with the last day of its state; None if there is none.

    Args:
        name: words of a mention, such as "the Soviet army".
    Reference:
        `data/state_terms.csv`: names and adjectives all of whose rows have an end.
    """
    words = name.split()
    for length in range(len(words), 0, -1):
        for first in range(len(words) - length + 1):
            term = " ".join(words[first : first + length]).removesuffix("'s").removesuffix("’s").lower()
            if (last := _ends().get(term)) is not None:
                return term, last
    return None


@cache
def _ends() -> Mapping[str, date]:
    """Term in small letters to the latest day of the states that it named."""
    ends: dict[str, date] = {}
    living = set()
    for row in table("state_terms"):
        term = row["term"].lower()
        if row["kind"] not in ("name", "adjective", "people"):
            continue
        if row["end"]:
            last = date.fromisoformat(row["end"])
            ends[term] = max(last, ends.get(term, last))
        else:
            living.add(term)
    return {term: last for term, last in ends.items() if term not in living}
