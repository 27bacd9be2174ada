"""In which contexts does an act stand: military, economic, diplomatic ...? By the words of its sentence.

PLOVER tells what was done by the act and where it belongs by its contexts; one act may have several or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from dragoman.data import table

__all__ = ["CONTEXTS", "contexts_of"]

MOST: Final = 2  # contexts of one act; labelled acts seldom have more
USUAL: Final[Mapping[str, str]] = {"ASSAULT": "military", "MOBILIZE": "military", "CONSULT": "diplomatic"}
"""Where an act mostly stands if no word tells; our choice."""


@cache
def _table() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Lemma to (part of speech or "", context)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in table("contexts"):
        found.setdefault(row["lemma"], []).append((row["part"], row["context"]))
    return {lemma: tuple(senses) for lemma, senses in found.items()}


def contexts_of(act: str, words: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The contexts of an act, the most often told first.

    Args:
        act: one of the 16 acts.
        words: lemma in lower case and part of speech of each word of its sentence.
    Returns:
        At most two; a second one needs at least half the words of the first. Where no word tells, the act's usual one.
    """
    senses = _table()
    told = Counter(
        context for lemma, part in words for wanted, context in senses.get(lemma, ()) if wanted in {"", part}
    )
    if not told:
        usual = USUAL.get(act)
        return (usual,) if usual else ()
    (_, most), *_ = ranked = sorted(told.items(), key=lambda c: (-c[1], c[0]))
    return tuple(context for context, n in ranked[:MOST] if 2 * n >= most)


CONTEXTS: Final = (
    "military", "diplomatic", "economic", "resource", "legal", "refugee", "terrorism", "election", "legislative",
    "political", "cbrn", "cyber", "rights", "crime", "disaster", "disease", "environment", "religion", "culture",
    "territory", "peacekeeping", "misinformation",
)  # fmt: skip
"""Every context that the table may give; a test holds it."""
