"""How rare is a word in English? A capitalised word that opens a sentence is a name only if it is no usual word."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.data import table

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["UNLISTED", "USUAL", "rarity"]

USUAL: Final = 14.0  # bits of rarity up to which a word is taken for itself where it may be a name; our choice
UNLISTED: Final = 24.0  # bits of a word that is not among the most usual of the table; our choice


def rarity(word: str) -> float:
    """Bits of rarity of a folded word.

    Reference:
        `data/word_rarity.csv`: the 12,000 most usual words of English books with the binary logarithm of how seldom.
    """
    return _bits().get(word, UNLISTED)


@cache
def _bits() -> Mapping[str, float]:
    return {row["word"]: float(row["bits"]) for row in table("word_rarity")}
