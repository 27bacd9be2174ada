"""Small words that tell how a phrase is built, from `data/phrase_words.csv`: prepositions, partitives, titles ..."""

from __future__ import annotations

from functools import cache

from dragoman.data import table
from dragoman.errors import DataError

__all__ = ["listed"]


@cache
def listed(what: str) -> frozenset[str]:
    """The folded words of one kind.

    Args:
        what: the kind, as in the table's column of that name.
    Raises:
        DataError: if the table has no such kind.
    """
    words = frozenset(row["word"] for row in table("phrase_words") if row["what"] == what)
    if not words:
        raise DataError(f"Table phrase_words.csv has no words of kind {what!r}. Install Dragoman again.")
    return words
