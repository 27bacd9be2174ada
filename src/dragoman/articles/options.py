"""What the reader of a corpus can choose: a day for texts without one, a column map, a forced format."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.errors import InputError, MappingError

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping
    from datetime import date

    from dragoman.articles.fetch import Fetched

__all__ = ["FIELDS", "FORMATS", "GIVEN_DAY", "ReadOptions", "Validators"]

GIVEN_DAY = "given by the user"
"""Why an article has the day that `ReadOptions.day` gave it: the only day that reading again can replace."""

FIELDS = ("text", "title", "byline", "publisher", "url", "day", "language", "id")
"""The fields of an article that a column can fill."""

FORMATS = ("text", "markdown", "html", "jsonl", "json", "csv", "parquet", "feed", "warc", "arc")
"""The kinds of input that can be forced; without force they are told by their content."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said about the version of a page, to be sent back when asking again (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How inputs are read.

    Args:
        day: day of publication of articles that have no usable day of their own.
        publisher: outlet of articles that do not name theirs.
        mapping: article field to column, for tables; other columns are guessed by their usual names.
        follow: read the page that a feed entry links to, in place of the entry's own text.
        stdin_name: what standard input is called in `Article.origin`.
        format: kind of every input, one of `FORMATS`; None tells it by content.
        day_first: how 03/04/2019 is read: True 3 April, False March 4, None refuses it.
        ignore: endings of files in folders that are passed over without a word, such as ".bib".
        validators: address to what its server said last time; an unchanged feed then yields nothing.
        on_validators: called with each fetched address and its validators, so that they can be kept.
        fetcher: what fetches an address in place of `articles.fetch.fetch`, with the same arguments; an answer without
            content is passed over.
        passed_over: addresses behind feed entries that are not fetched, since their pages are known.

    Raises:
        MappingError: if the mapping names a field that no article has.
        InputError: if the format is unknown.
    """

    day: date | None = None
    publisher: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    follow: bool = False
    stdin_name: str = "stdin"
    format: str | None = None
    day_first: bool | None = None
    ignore: tuple[str, ...] = ()
    validators: Mapping[str, Validators] = field(default_factory=dict)
    on_validators: Callable[[str, Validators], None] | None = None
    fetcher: Callable[..., Fetched] | None = None
    passed_over: Container[str] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot work before anything is read."""
        unknown = [name for name in self.mapping if name not in FIELDS]
        if unknown:
            raise MappingError(
                f"No article field {', '.join(map(repr, unknown))}; expected some of {', '.join(FIELDS)}. "
                "Write the article's field first: --map text=body,day=published."
            )
        if self.format is not None and self.format not in FORMATS:
            raise InputError(f"No format {self.format!r}; expected one of {', '.join(FORMATS)}.")
