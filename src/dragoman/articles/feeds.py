"""RSS and Atom: which entries does a feed carry? Large feeds are cut into groups of entries, small ones read whole."""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING, Any

from dragoman.articles.compose import Draft
from dragoman.articles.days import Dated, resolve
from dragoman.articles.decode import declared_in_html, encoding_of, without_broken_tail
from dragoman.articles.page import fragment_text
from dragoman.articles.stream import Stream
from dragoman.errors import ReadProblem
from dragoman.records import Precision

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["drafts_from_feed"]

Found = tuple[str, Draft | ReadProblem]
"""Where an entry stands ("entry 3"), and what it says or what is wrong with it."""

_WHOLE = 4 << 20  # bytes up to which a feed is read whole, malformed or not
_HEADER = 1 << 20  # bytes within which the first entry must begin
_EDGE = 64  # bytes of a piece looked at again with the next: longer than any start of an entry
_GROUP = 200  # entries parsed together
_ENTRY = re.compile(rb"<((?:[\w.-]+:)?(?:item|entry))(?=[\s>/])", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!ENTITY\s", re.IGNORECASE)
_NO_DAY = "no day in the entry; give one with --date YYYY-MM-DD"


def drafts_from_feed(
    stream: Stream, *, origin: str, url: str | None, limit: int, most: int, content_type: str | None = None
) -> Iterator[Found]:
    """The entries of a feed, in its order.

    Args:
        stream: the bytes of the feed.
        origin: what the feed is called.
        url: address it came from, the base of its relative links.
        limit: largest entry in bytes.
        most: most entries read; the rest is one problem.
        content_type: what its carrier declared.
    """
    head = stream.peek(_WHOLE + 1)
    try:
        encoding = encoding_of(without_broken_tail(head), declared=_charset(content_type) or declared_in_html(head))
    except ReadProblem as problem:
        yield "the feed", problem
        return
    if encoding != "utf-8":
        stream = _in_utf8(stream, encoding)
        head = stream.peek(_WHOLE + 1)
    if _declares_entities(head[:_HEADER]):
        yield "the head of the feed", ReadProblem(
            "entities declared in the feed", found="<!ENTITY in the document type", expected="a feed without entities of its own",
            remedy="Remove the document type; entities can unfold to any size and are never expanded.",
            excerpt=head[:400].decode("utf-8", "replace"),
        )  # fmt: skip
        return
    if len(head) <= _WHOLE:
        raw = stream.take(_WHOLE)
        yield from _from_whole(raw, origin, url, most)
    else:
        yield from _from_groups(stream, origin, url, limit, most)


def _charset(content_type: str | None) -> str | None:
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type or "", re.IGNORECASE)
    return found[1] if found else None


def _in_utf8(stream: Stream, encoding: str) -> Stream:
    """The same stream in UTF-8. A character that its encoding does not have becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    inner = stream

    def pieces() -> Iterator[bytes]:
        for piece in inner.pieces():
            yield decoder.decode(piece).encode("utf-8", "replace")

    return Stream(piece for piece in pieces() if piece)


def _declares_entities(head: bytes) -> bool:
    return _ENTITIES.search(head.replace(b"\x00", b"")) is not None


def _from_whole(raw: bytes, origin: str, url: str | None, most: int) -> Iterator[Found]:
    parsed = _parsed(raw, url)
    if isinstance(parsed, ReadProblem):
        yield "the feed", parsed
        return
    if not parsed.entries:
        known = bool(parsed.get("version"))
        yield "the feed", ReadProblem(
            "no entries" if known else "not a feed",
            found="a feed without entries" if known else "XML without feed or entries", expected="RSS or Atom with entries",
            remedy="Leave it out.", excerpt=raw[:400].decode("utf-8", "replace"),
        )  # fmt: skip
        return
    for number, entry in enumerate(parsed.entries[:most], start=1):
        yield f"entry {number}", _draft(entry, parsed.feed, f"{origin}, entry {number}")
    if len(parsed.entries) > most:
        yield f"entries after {most}", _too_many(len(parsed.entries), most)


def _from_groups(stream: Stream, origin: str, url: str | None, limit: int, most: int) -> Iterator[Found]:
    """A feed too large to be read whole: its head is put before each group of entries."""
    first = _ENTRY.search(stream.peek(_HEADER))
    if first is None:
        for _ in stream.pieces():
            pass
        yield "the feed", ReadProblem(
            "too large", found=f"more than {_WHOLE:,} bytes in which no entry begins within the first {_HEADER:,}",
            expected="RSS or Atom", remedy="Give it as a feed that is well formed, or as pages.",
        )  # fmt: skip
        return
    header = stream.take(first.start())
    name = first[1]
    top = re.findall(
        rb"<([A-Za-z][\w.:-]*)[^>]*>",
        re.sub(rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>", b"", header, flags=re.DOTALL),
    )
    footer = b"".join(b"</%s>" % tag for tag in reversed(top[:1] + [t for t in top[1:] if t.lower() == b"channel"][:1]))
    if top and top[0].lower().endswith(b"rdf"):
        header, footer = re.sub(rb"<items\b.*?</items>", b"", header, flags=re.DOTALL), b"</%s>" % top[0]
    number, group = 0, list[bytes]()
    beyond = 0
    for raw in _entries(stream, name, limit, most):
        if isinstance(raw, int):
            beyond = raw
            continue
        number += 1
        if raw is not None:
            group.append(raw)
        if raw is None or len(group) >= _GROUP:
            yield from _from_group(header, group, footer, origin, url, number - len(group) + (raw is not None))
            group = []
        if raw is None:
            yield f"entry {number}", ReadProblem(
                "too large", found=f"an entry of more than {limit:,} bytes",
                expected="one article (setting max_record_bytes)", remedy="Raise the setting.",
            )  # fmt: skip
    yield from _from_group(header, group, footer, origin, url, number - len(group) + 1)
    if beyond:
        yield f"entries after {most}", _too_many(number + beyond, most)


def _counted(held: bytes, stream: Stream, start: re.Pattern[bytes]) -> int:
    """How many entries begin in what is left of a feed."""
    count = len(start.findall(held))
    edge = held[-_EDGE:]
    for piece in stream.pieces():
        count += len(start.findall(edge + piece)) - len(start.findall(edge))
        edge = (edge + piece)[-_EDGE:]
    return count


def _from_group(
    header: bytes, group: list[bytes], footer: bytes, origin: str, url: str | None, number: int
) -> Iterator[Found]:
    """The entries of a group; where one of them breaks it, each by itself.

    Args:
        header: the feed up to its first entry.
        group: the bytes of its entries.
        footer: what closes the feed.
        origin: what the feed is called.
        url: address it came from.
        number: place of the first of them in the feed.
    """
    if not group:
        return
    parsed = _parsed(header + b"".join(group) + footer, url)
    whole = not isinstance(parsed, ReadProblem) and len(parsed.entries) == len(group)
    for place, raw in enumerate(group):
        where = f"entry {number + place}"
        alone = parsed if whole else _parsed(header + raw + footer, url)
        if isinstance(alone, ReadProblem):
            yield where, alone
        elif not alone.entries:
            yield where, ReadProblem(
                "broken entry", found="an entry that cannot be parsed", expected="an entry of RSS or Atom",
                remedy="Mend the feed.", excerpt=raw[:400].decode("utf-8", "replace"),
            )  # fmt: skip
        else:
            yield where, _draft(alone.entries[place if whole else 0], alone.feed, f"{origin}, {where}")


def _entries(stream: Stream, name: bytes, limit: int, most: int) -> Iterator[bytes | int | None]:
    """The bytes of each entry, start tag to end tag; None for one longer than `limit`; a number: so many follow after `most`.

    Memory: one entry and one piece.
    """
    start = re.compile(rb"<%s(?=[\s>/])" % re.escape(name), re.IGNORECASE)
    end = re.compile(rb"</%s\s*>" % re.escape(name), re.IGNORECASE)
    held, inside, over, seen, number = b"", False, False, 0, 0
    for piece in stream.pieces():
        held += piece
        at = 0
        while True:
            if not inside:
                found = start.search(held, at)
                if not found:
                    at = max(at, len(held) - len(name) - 3)
                    break
                at, inside, over, seen = found.start(), True, False, found.end()
            else:
                found = end.search(held, max(at, seen))
                if not found:
                    seen = max(at, len(held) - len(name) - 16)
                    if len(held) - at > limit:
                        over, at = True, seen
                    break
                yield None if over or found.end() - at > limit else held[at : found.end()]
                at, inside, over = found.end(), False, False
                number += 1
                if number == most:
                    yield _counted(held[at:], stream, start)
                    return
        seen = max(0, seen - at)
        held = held[at:]
    if inside and not stream.torn:
        yield None if over else held


def _parsed(raw: bytes, url: str | None) -> Any:
    """What feedparser makes of UTF-8 bytes, or why it cannot."""
    import feedparser

    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as cause:
        return ReadProblem(
            "undecodable", found=f"UTF-8 with a damaged byte at {cause.start:,}", expected="UTF-8, or the encoding it declares",
            remedy="Save the feed as UTF-8.", excerpt=raw[:400].decode("ascii", "replace"),
        )  # fmt: skip
    headers = {"content-type": "application/xml; charset=utf-8"}
    if url:
        headers["content-location"] = url
    undeclared = re.sub(rb"<\?xml[^>]{0,300}\?>", b"", raw.removeprefix(codecs.BOM_UTF8), count=1)
    try:
        return feedparser.parse(
            io.BytesIO(undeclared), response_headers=headers, sanitize_html=False, resolve_relative_uris=bool(url)
        )
    except Exception as cause:  # noqa: BLE001 - whatever a hostile feed does to the parser, the feed is at fault
        return ReadProblem(
            "broken feed", found=f"a feed that cannot be parsed ({type(cause).__name__}: {str(cause)[:100]})",
            expected="RSS or Atom", remedy="Mend the feed.", excerpt=raw[:400].decode("utf-8", "replace"),
        )  # fmt: skip


def _draft(entry: Any, feed: Any, origin: str) -> Draft:
    texts = [_plain(c) for c in entry.get("content") or ()] + [
        _plain(entry.get("summary_detail") or {"value": entry.get("summary")})
    ]
    source = entry.get("source") if isinstance(entry.get("source"), dict) else {}
    return Draft(
        origin=origin,
        body=max(texts, key=len),
        title=_one(_plain(entry.get("title_detail") or {"value": entry.get("title")})),
        byline=_one(entry.get("author")),
        publisher=_one((source or {}).get("title")) or _one(feed.get("title")),
        url=link if (link := _one(entry.get("link"))) and re.match("https?://", link) else None,
        language=_one(entry.get("language")) or _one(feed.get("language")),
        native_id=_one(entry.get("id")),
        day=_day(entry),
        strict_day=False,
    )


def _plain(detail: Any) -> str:
    value = detail.get("value") or ""
    if not isinstance(value, str):
        return ""
    return value if detail.get("type") == "text/plain" and "<" not in value else fragment_text(value)


def _one(value: Any) -> str | None:
    return " ".join(fragment_text(value).split()) or None if isinstance(value, str) else None


def _day(entry: Any) -> Dated:
    """The day as the entry writes it; where its words are beyond us, as feedparser understands them."""
    fault = ""
    for name in ("published", "created", "updated"):
        words = entry.get(name) if name in entry else None
        if not isinstance(words, str) or not words.strip():
            continue
        try:
            found = resolve(words)
        except ReadProblem as problem:
            parsed = (
                entry.get(name + "_parsed")
                if problem.reason == "unresolvable date" and re.search(r"\d", words)
                else None
            )
            if parsed:
                try:
                    day = resolve(f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}").day
                    return Dated(day, Precision.DAY, f"{name} {words.strip()[:80]!r}, in UTC")
                except ReadProblem:
                    pass
            fault = fault or f"{problem.reason} in {name}: {problem.found}; give the day with --date YYYY-MM-DD"
        else:
            return Dated(found.day, found.precision, f"{name} {words.strip()[:80]!r}")
    return Dated(None, Precision.UNKNOWN, fault or _NO_DAY)


def _too_many(number: int, most: int) -> ReadProblem:
    return ReadProblem(
        "too many entries", found=f"{number:,} entries; {number - most:,} were not read", expected=f"at most {most:,} (setting max_feed_entries)",
        remedy="Raise the setting, or split the feed.",
    )  # fmt: skip
