"""What was published: files, folders, tables, feeds, archives and addresses become articles.

    for record in read_articles(["news/", "https://example.org/feed"], options=ReadOptions(), settings=Settings()):
        ...  # an Article, or a Quarantine that says what was wrong

One record comes out for every item that went in: a text, a page, a row, an entry, an archived page. Nothing is held
but the item at hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.articles.duplicates import (
    Signature,
    body_key,
    link_duplicates,
    links,
    signature,
    similarity,
)
from dragoman.articles.options import ReadOptions, Validators
from dragoman.articles.sources import checked, read_input

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dragoman.records import Article, Quarantine
    from dragoman.settings import Settings

__all__ = [
    "ReadOptions",
    "Signature",
    "Validators",
    "body_key",
    "link_duplicates",
    "links",
    "read_articles",
    "signature",
    "similarity",
]


def read_articles(
    inputs: Iterable[str | Path], *, options: ReadOptions, settings: Settings
) -> Iterator[Article | Quarantine]:
    """Read inputs in their order, one record for each item in them.

    Args:
        inputs: files, folders, "-" for standard input, or addresses that begin with http:// or https://.
        options: how they are read.
        settings: limits on size, time and number.

    Raises:
        InputError: at once, if an input does not exist.
        MappingError: while reading, if a table lacks a mapped column; before any row of that table.
    """
    names = [checked(name) for name in inputs]
    return (record for name in names for record in read_input(name, options=options, settings=settings))
