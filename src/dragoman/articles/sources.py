"""What kind of thing is an input, and which reader opens it? Told by its content, not by its name alone."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from dragoman.articles.compose import Draft, compose, quarantined
from dragoman.articles.decode import decode
from dragoman.articles.feeds import drafts_from_feed
from dragoman.articles.fetch import Fetched, fetch
from dragoman.articles.kinds import HEAD, kind_of
from dragoman.articles.options import Validators
from dragoman.articles.page import draft_from_page
from dragoman.articles.stream import Stream, pieces_of
from dragoman.articles.tables import (
    Row,
    columns_for,
    draft_from_row,
    rows_of_csv,
    rows_of_json,
    rows_of_jsonl,
    rows_of_parquet,
)
from dragoman.articles.text import draft_from_markdown, draft_from_text
from dragoman.articles.warc import Capture, captures_of_arc, captures_of_warc
from dragoman.errors import DragomanError, FetchRefused, InputError, ReadProblem
from dragoman.records import Article, Quarantine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dragoman.articles.options import ReadOptions
    from dragoman.settings import Settings

__all__ = ["STDIN", "checked", "is_address", "read_input"]

STDIN = "-"
Record = Article | Quarantine

_PROSE_BYTES = 4  # most bytes of a character in UTF-8


def is_address(name: str) -> bool:
    """Whether an input is an address rather than a file."""
    return re.match(r"https?://", name, re.IGNORECASE) is not None


def checked(name: str | Path) -> str | Path:
    """An input that can be begun with.

    Raises:
        InputError: if it is a file or folder that does not exist, or an address of another kind than http(s).
    """
    words = str(name)
    if words == STDIN or is_address(words):
        return words
    if re.match(r"[a-z][a-z0-9+.-]+://", words, re.IGNORECASE):
        raise InputError(
            f"{words!r} cannot be read; expected a file, a folder, - for standard input, or an address http(s)://."
        )
    path = Path(name)
    if not path.exists():
        raise InputError(f"There is no file or folder {words!r}; expected one that exists. Check the path.")
    return path


def read_input(name: str | Path, *, options: ReadOptions, settings: Settings) -> Iterator[Record]:
    """All records of one input: a file, a folder, standard input or an address."""
    reader = _Reader(options, settings)
    if isinstance(name, Path):
        return reader.folder(name) if name.is_dir() else reader.file(name)
    return reader.stdin() if name == STDIN else reader.address(name)


class _Reader:
    """The options and settings that every reader needs, held together."""

    def __init__(self, options: ReadOptions, settings: Settings) -> None:
        self.options = options
        self.settings = settings
        self._fetch = options.fetcher or fetch

    def folder(self, path: Path) -> Iterator[Record]:
        """Every file below a folder, sorted by name; what is passed over says so."""
        try:
            entries = sorted(os.scandir(path), key=lambda entry: entry.name)
        except OSError as cause:
            yield quarantined(_unreadable(cause), str(path))
            return
        if not entries:
            yield quarantined(
                ReadProblem("empty", found="a folder without files", expected="files", remedy="Leave it out."),
                str(path),
            )
        for entry in entries:
            below = path / entry.name
            if entry.name.endswith(self.options.ignore or ("\x00",)):
                continue
            if entry.name.startswith("."):
                yield quarantined(_unknown("a hidden file or folder"), str(below))
            elif entry.is_dir(follow_symlinks=False):
                yield from self.folder(below)
            elif below.is_dir():
                yield quarantined(_unknown("a link to a folder"), str(below))
            elif not below.exists():
                yield quarantined(_unknown("a link that leads nowhere"), str(below))
            elif not below.is_file():
                yield quarantined(_unknown("a device, pipe or socket"), str(below))
            else:
                yield from self.file(below)

    def file(self, path: Path) -> Iterator[Record]:
        """The records of one file."""
        try:
            with path.open("rb") as opened:
                stream = Stream(pieces_of(opened))
                yield from self.stream(stream, str(path), path=path)
        except OSError as cause:
            yield quarantined(_unreadable(cause), str(path))

    def stdin(self) -> Iterator[Record]:
        """The records of standard input."""
        yield from self.stream(Stream(pieces_of(cast("BinaryIO", sys.stdin.buffer))), self.options.stdin_name)

    def address(self, url: str) -> Iterator[Record]:
        """The records of an address: a page, a feed, or a file of any kind. Unchanged since last time: none."""
        try:
            answer = self._fetched(url)
        except FetchRefused as refusal:
            yield quarantined(_refused(refusal, url), url)
            return
        if answer.content is not None:
            yield from self.stream(Stream(iter([answer.content])), url, fetched=answer)

    def stream(
        self, stream: Stream, name: str, *, path: Path | None = None, fetched: Fetched | None = None
    ) -> Iterator[Record]:
        """The records in some bytes, and their tear where they are torn."""
        head = stream.peek(HEAD)
        if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf") and len(head) < HEAD:
            problem = stream.torn or ReadProblem(
                "empty",
                found="a file without content",
                expected="text, a page, a table, a feed or an archive",
                remedy="Leave it out.",
            )
            yield quarantined(problem, name)
            return
        kind = self.options.format or kind_of(head, name, fetched.content_type if fetched else None)
        if kind in ("text", "markdown", "html"):
            yield self._one(stream, kind, name, fetched)
            return
        if kind in ("jsonl", "json", "csv", "parquet"):
            yield from self._table(stream, kind, name, path)
        elif kind == "feed":
            yield from self._feed(stream, name, fetched)
        elif kind in ("warc", "arc"):
            yield from self._archive(stream, kind, name)
        else:
            yield quarantined(_unknown(f"a file of the kind {kind}", head), name)
            return
        if stream.torn:
            yield quarantined(stream.torn, name)

    def _one(self, stream: Stream, kind: str, name: str, fetched: Fetched | None) -> Record:
        """A file that is one article."""
        prose = _PROSE_BYTES * self.settings.max_article_characters + 4
        limit = self.settings.max_record_bytes if kind == "html" else prose
        try:
            raw = stream.whole(
                min(limit, self.settings.max_file_bytes), expected=f"one article of at most {limit:,} bytes"
            )
            return self._composed(
                self._draft(raw, kind, name, fetched.url if fetched else None, fetched.charset if fetched else None)
            )
        except ReadProblem as problem:
            return quarantined(problem, name)

    def _draft(self, raw: bytes, kind: str, origin: str, url: str | None, charset: str | None) -> Draft:
        if kind == "html":
            return draft_from_page(raw, origin=origin, url=url, charset=charset)
        text = decode(raw, declared=charset)
        draft = draft_from_markdown(text, origin=origin) if kind == "markdown" else draft_from_text(text, origin=origin)
        return _with_address(draft, url)

    def _composed(self, draft: Draft) -> Article:
        return compose(draft, options=self.options, settings=self.settings)

    def _table(self, stream: Stream, kind: str, name: str, path: Path | None) -> Iterator[Record]:
        limit = self.settings.max_record_bytes
        rows: Iterator[Row]
        if kind == "parquet":
            if path is None or stream.gzipped:
                yield quarantined(_unknown("Parquet that is not a plain file"), name)
                return
            rows = rows_of_parquet(path, limit=limit)
        elif kind == "csv":
            rows = rows_of_csv(stream, limit=limit, wanted=self.options.mapping.values())
        else:
            rows = rows_of_jsonl(stream, limit=limit) if kind == "jsonl" else rows_of_json(stream, limit=limit)
        yield from self._rows(rows, name, headed=kind in ("csv", "parquet"))

    def _rows(self, rows: Iterator[Row], name: str, *, headed: bool) -> Iterator[Record]:
        """One record for each row. Tables with a header say their columns first; others are asked for 50 rows."""
        ahead: list[Row] = []
        columns: dict[str, None] = {}
        for row in rows:
            ahead.append(row)
            if not isinstance(row[1], ReadProblem):
                columns.update(dict.fromkeys(row[1]))
            if headed or len(ahead) >= 50:
                break
        chosen = columns_for(list(columns), self.options.mapping, where=name) if columns else {}
        if headed and ahead and not isinstance(ahead[0][1], ReadProblem):
            if "text" not in chosen:
                yield quarantined(ReadProblem(
                    "no text column", found=f"the columns {', '.join(columns)}"[:400], expected="a column text, body or content",
                    remedy="Name it with --map text=COLUMN.", excerpt=", ".join(columns),
                ), name)  # fmt: skip
                return
            ahead = []
        number = 0
        for source in (ahead, rows):
            for where, columns_of_it in source:
                number += 1
                yield self._row(columns_of_it, chosen, f"{name}, {where}", headed=headed)
        if not number:
            yield quarantined(ReadProblem(
                "empty", found="a table without rows", expected="rows with a text", remedy="Leave it out."), name)  # fmt: skip

    def _row(
        self, row: Mapping[str, object] | ReadProblem, chosen: dict[str, str], origin: str, *, headed: bool
    ) -> Record:
        try:
            if isinstance(row, ReadProblem):
                raise row
            if not headed and ("text" not in chosen or any(column not in row for column in chosen.values())):
                mapped = {n: c for n, c in self.options.mapping.items() if c in row}
                chosen = {**columns_for(list(row), mapped, where=origin), **self.options.mapping}
            return self._composed(draft_from_row(row, chosen, origin=origin))
        except ReadProblem as problem:
            return quarantined(problem, origin)

    def _feed(self, stream: Stream, name: str, fetched: Fetched | None) -> Iterator[Record]:
        found = drafts_from_feed(
            stream, origin=name, url=fetched.url if fetched else None, limit=self.settings.max_record_bytes,
            most=self.settings.max_feed_entries, content_type=fetched.content_type if fetched else None,
        )  # fmt: skip
        for where, draft in found:
            try:
                if isinstance(draft, ReadProblem):
                    raise draft
                if self.options.follow and draft.url and draft.url in self.options.passed_over:
                    continue
                yield self._composed(self._followed(draft) if self.options.follow and draft.url else draft)
            except ReadProblem as problem:
                yield quarantined(problem, f"{name}, {where}")

    def _followed(self, entry: Draft) -> Draft:
        """The page that an entry links to, with what the entry says where the page is silent."""
        url = entry.url or ""
        try:
            answer = self._fetch(url, settings=self.settings)
        except FetchRefused as refusal:
            raise _refused(refusal, url, "Read the feed without --follow.") from refusal
        page = draft_from_page(
            answer.content or b"", origin=f"{entry.origin}, {url}", url=answer.url, charset=answer.charset
        )
        return Draft(
            origin=page.origin, body=page.body, title=page.title or entry.title, byline=page.byline or entry.byline,
            publisher=page.publisher or entry.publisher, url=url, language=page.language or entry.language,
            native_id=entry.native_id, day=entry.day if entry.day and entry.day.day else page.day, strict_day=False,
        )  # fmt: skip

    def _archive(self, stream: Stream, kind: str, name: str) -> Iterator[Record]:
        captures = (captures_of_warc if kind == "warc" else captures_of_arc)(
            stream, limit=self.settings.max_record_bytes
        )
        for capture in captures:
            if not isinstance(capture, Capture):
                yield quarantined(capture[1], f"{name}, {capture[0]}")
                continue
            origin = f"{name}, {capture.where}"
            try:
                yield self._composed(self._draft(capture.content, capture.kind, origin, capture.url, capture.charset))
            except ReadProblem as problem:
                yield quarantined(problem, origin)

    def _fetched(self, url: str) -> Fetched:
        # a feed that was read for its own entries is not known yet for the pages behind them
        name = f"{url} followed" if self.options.follow else url
        answer = self._fetch(url, settings=self.settings, validators=self.options.validators.get(name))
        if self.options.on_validators and answer.content is not None and answer.validators != Validators():
            self.options.on_validators(name, answer.validators)
        return answer


def _with_address(draft: Draft, url: str | None) -> Draft:
    if url is None or draft.url:
        return draft
    from dataclasses import replace

    return replace(draft, url=url)


def _unknown(found: str, head: bytes = b"") -> ReadProblem:
    return ReadProblem(
        "unknown kind", found=found, expected="text, Markdown, HTML, JSONL, CSV, Parquet, RSS, Atom, WARC or ARC",
        remedy="Leave it out, or convert it.", excerpt=head[:100].decode("latin-1"),
    )  # fmt: skip


def _unreadable(cause: OSError) -> ReadProblem:
    return ReadProblem(
        "unreadable", found=f"a file that the system does not give out ({cause.strerror or cause})", expected="a file that can be read",
        remedy="Check its permissions and its disk.",
    )  # fmt: skip


def _refused(
    refusal: DragomanError, url: str, remedy: str = "Check the address, or the settings that begin with fetch_."
) -> ReadProblem:
    return ReadProblem(
        "fetch refused", found=str(refusal), expected="a page or feed that can be fetched", remedy=remedy, excerpt=url
    )
