"""WARC and ARC: which pages does a web archive hold?

The records are cut here, so that a torn or damaged archive is read up to its tear and taken up again after damage;
what is inside a record (HTTP headers, chunks, compression) is read by `fastwarc`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.errors import ReadProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.articles.stream import Stream

__all__ = ["Capture", "captures_of_arc", "captures_of_warc"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One document of an archive, as it was sent. The day of crawling is no day of publication and is left out."""

    where: str  # "record 3"
    url: str | None
    kind: str  # "html" or "text"
    charset: str | None
    content: bytes


_VERSION = re.compile(rb"WARC/\d\.\d+\s*")
_ARC_LINE = re.compile(
    rb"(?P<url>[A-Za-z][\w+.-]*:.*) (?P<ip>\S+) (?P<date>\d{14}) (?P<type>\S+) (?:(?P<more>\S+ .*) )?(?P<length>\d+)\s*"
)
_ARC_LIKE = re.compile(rb"[A-Za-z][\w+.-]*://\S.* \d{8,20} .*")
_LINE = 1 << 16  # longest line of a record's header
_HEADERS = 1 << 20  # longest header of a record


def captures_of_warc(stream: Stream, *, limit: int) -> Iterator[Capture | tuple[str, ReadProblem]]:
    """The documents of a WARC (ISO 28500): responses, resources and conversions; each of them or what is wrong with it."""
    number, stray, documents, cut = 0, 0, 0, False
    while True:
        line = stream.line(_LINE)
        if line == b"":
            break
        if line is None or not _VERSION.fullmatch(line):
            stray += _LINE if line is None else len(line.strip())
            continue
        if stray:
            documents += 1
            yield f"before record {number + 1}", _damaged(stray)
            stray = 0
        number += 1
        where = f"record {number}"
        head = _header(stream)
        if head is None:
            cut = True
            break
        length = _whole_number(head.get("content-length"))
        kind = head.get("warc-type", "").lower()
        wanted = kind in ("response", "resource", "conversion")
        if length is None:
            documents += 1
            yield where, _bad_header("Content-Length", head.get("content-length"))
            continue
        if not wanted or length > limit:
            cut = stream.skip(length) < length
            if wanted and not cut:
                documents += 1
                yield where, _too_large(length, limit)
            continue
        block = stream.take(length)
        if len(block) < length:
            cut = True
            break
        documents += 1
        url = head.get("warc-target-uri", "").strip("<> ") or None
        http = kind == "response" and (block[:5] == b"HTTP/" or "http" in head.get("content-type", "application/http"))
        yield _capture(where, url, head.get("content-type"), block, http=http, limit=limit)
    yield from _end(stream, number, stray, documents, cut=cut)


def captures_of_arc(stream: Stream, *, limit: int) -> Iterator[Capture | tuple[str, ReadProblem]]:
    """The documents of an ARC (Internet Archive, versions 1 and 2), likewise."""
    number, stray, documents, cut = 0, 0, 0, False
    while True:
        line = stream.line(_LINE)
        if line == b"":
            break
        found = _ARC_LINE.fullmatch(line) if line is not None else None
        if found is None:
            if line is not None and _ARC_LIKE.fullmatch(line.strip()) and not line.startswith(b"filedesc:"):
                number += 1
                documents += 1
                yield f"record {number}", _bad_header("a record's line", line.decode("latin-1").strip())
            elif line is None or (number and line.strip()):
                stray += _LINE if line is None else len(line.strip())
            continue
        url, length = found["url"].decode("latin-1"), int(found["length"])
        if url.startswith("filedesc:"):
            stream.skip(length)
            continue
        number += 1
        where = f"record {number}"
        if length > limit:
            cut = stream.skip(length) < length
            if not cut:
                documents += 1
                yield where, _too_large(length, limit)
            continue
        block = stream.take(length)
        if len(block) < length:
            cut = True
            break
        documents += 1
        yield _capture(where, url, found["type"].decode("latin-1"), block, http=block[:5] == b"HTTP/", limit=limit)
    yield from _end(stream, number, stray, documents, cut=cut)


def _capture(
    where: str, url: str | None, declared: str | None, block: bytes, *, http: bool, limit: int
) -> Capture | tuple[str, ReadProblem]:
    status, content_type, charset, content = 200, declared, None, block
    if http:
        opened = _opened(block, limit)
        if isinstance(opened, ReadProblem):
            return where, opened
        status, content_type, charset, content = opened
    if status >= 300:
        return where, ReadProblem(
            "HTTP status", found=f"status {status}", expected="a page that was delivered (status 200)",
            remedy="Leave it out; the server sent no article.", excerpt=url or "",
        )  # fmt: skip
    if len(content) > limit:
        return where, _too_large(len(content), limit)
    media = (content_type or "").split(";")[0].strip().lower()
    kind = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}.get(media)
    if (
        kind is None
        and media in ("", "unk", "no-type", "application/octet-stream", "unknown")
        and b"\x00" not in content[:4096]
    ):
        kind = "html" if re.match(rb"\s*<(?:!doctype html|html|head|body)", content, re.IGNORECASE) else None
    if kind is None:
        return where, ReadProblem(
            "not a text page", found=f"a document of type {media or 'unknown'}", expected="HTML or plain text",
            remedy="Leave it out.", excerpt=url or "",
        )  # fmt: skip
    if charset is None and "charset=" in (content_type or "").lower():
        charset = re.split("charset=", content_type or "", flags=re.IGNORECASE)[1].split(";")[0].strip(" \"'")
    if not content.strip():
        return where, ReadProblem(
            "empty",
            found="a page without content",
            expected="HTML or plain text",
            remedy="Leave it out.",
            excerpt=url or "",
        )
    return Capture(where=where, url=url, kind=kind, charset=charset, content=content)


def _opened(block: bytes, limit: int) -> tuple[int, str | None, str | None, bytes] | ReadProblem:
    """Status, type, encoding and content of an HTTP response; chunks joined and compression undone."""
    from fastwarc.warc import WarcRecord

    try:
        record = WarcRecord.from_bytes(
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
            b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"
        )
        record.parse_http(auto_decode="all", quirks_mode=True)
        headers = record.http_headers
        status = (headers.status_code if headers else None) or _status(block)
        content_type = headers.get("Content-Type") if headers else None
        content = record.reader.read(limit + 1)
    except BaseException as cause:  # a panic inside fastwarc is no Exception; the record is at fault
        if isinstance(cause, (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError)):
            raise
        return ReadProblem(
            "broken record", found=f"an HTTP response that cannot be read ({str(cause)[:100]})", expected="HTTP headers and a page",
            remedy="Leave it out, or crawl it again.", excerpt=block[:400].decode("latin-1"),
        )  # fmt: skip
    return status, content_type, record.http_charset, content


def _status(block: bytes) -> int:
    found = re.match(rb"HTTP/[\d.]+\s+(\d{3})", block)
    return int(found[1]) if found else 200


def _header(stream: Stream) -> dict[str, str] | None:
    """The named fields of a record, names in lower case; None if the stream ends or the header does not."""
    fields: dict[str, str] = {}
    held, last = 0, ""
    while (line := stream.line(_LINE)) is not None and line and held < _HEADERS:
        held += len(line)
        words = line.decode("utf-8", "replace").rstrip("\r\n")
        if not words.strip():
            return fields
        if words[0] in " \t" and last:
            fields[last] += " " + words.strip()
            continue
        name, _, value = words.partition(":")
        last = name.strip().lower()
        fields.setdefault(last, value.strip())
    return None


def _end(stream: Stream, number: int, stray: int, documents: int, *, cut: bool) -> Iterator[tuple[str, ReadProblem]]:
    """What is to be said at the end of an archive: whole, broken off, or without documents."""
    if stray:
        documents += 1
        yield f"after record {number}", _damaged(stray)
    if cut and stream.torn is None:
        documents += 1
        yield f"record {number}", ReadProblem(
            "torn archive", found="a record that breaks off", expected="an archive that is whole",
            remedy="Get the file again; what stood before the tear was read.",
        )  # fmt: skip
    if not documents and stream.torn is None:
        yield "the archive", ReadProblem(
            "no pages", found=f"{number} records, none of them a page", expected="response records with pages",
            remedy="Leave it out.",
        )  # fmt: skip


def _whole_number(words: str | None) -> int | None:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 16 else None


def _bad_header(name: str, value: str | None) -> ReadProblem:
    return ReadProblem(
        "bad record header",
        found=f"{name}: {value!r}"[:200],
        expected="a length in bytes",
        remedy="Leave it out, or crawl it again.",
    )


def _damaged(stray: int) -> ReadProblem:
    return ReadProblem(
        "damaged archive", found=f"{stray:,} bytes that belong to no record", expected="one record after the other",
        remedy="Crawl it again; the records around them were read.",
    )  # fmt: skip


def _too_large(size: int, limit: int) -> ReadProblem:
    return ReadProblem(
        "too large", found=f"a record of {size:,} bytes", expected=f"at most {limit:,} (setting max_record_bytes)",
        remedy="Raise the setting.",
    )  # fmt: skip
