"""What kind of thing are these bytes? Told by their content; a name's ending helps where that leaves it open."""

from __future__ import annotations

import json
import re
from pathlib import Path

__all__ = ["HEAD", "kind_of"]

HEAD = 8_192  # bytes by which a kind is told

_ENDINGS = {
    ".md": "markdown", ".markdown": "markdown", ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".jsonl": "jsonl",
    ".ndjson": "jsonl", ".json": "json", ".txt": "text", ".text": "text", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".rss": "feed", ".atom": "feed", ".rdf": "feed", ".xml": "feed",
}  # fmt: skip
_MAGIC = {
    b"WARC/": "warc", b"filedesc:": "arc", b"PAR1": "parquet", b"%PDF": "pdf", b"PK\x03\x04": "zip",
    b"\x28\xb5\x2f\xfd": "zstd", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"{\\rtf": "rtf",
}  # fmt: skip
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # byte order marks of UTF-16
_PAGE = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|div|p|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)


def kind_of(head: bytes, name: str, content_type: str | None = None) -> str:
    """The kind of an input: one of `FORMATS`, or a word for what cannot be read.

    Args:
        head: its first bytes, unpacked.
        name: what it is called.
        content_type: what its carrier declared.
    """
    nul = b"\x00" in head and not head.startswith(_WIDE)
    known = next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), "binary" if nul else None)
    if known:
        return known
    ending = _ENDINGS.get(Path(name.lower().removesuffix(".gz").removesuffix(".bad")).suffix)
    start = head.decode("utf-16" if head.startswith(_WIDE) else "latin-1", "ignore").lstrip("\ufeffï»¿ \t\r\n")
    media = (content_type or "").split(";")[0].strip().lower()
    if start.startswith("<") and (kind := _markup(start, ending, media)):
        return kind
    if start.startswith(("{", "[")) and (kind := _json(start, ending, cut=len(head) >= HEAD)):
        return kind
    if ending in ("csv", "markdown", "jsonl") or media == "text/csv":
        return ending or "csv"
    return "binary" if re.search(r"[\x00-\x06\x0e-\x1a]", start) and not ending else "text"


def _markup(start: str, ending: str | None, media: str) -> str | None:
    if (
        _PAGE.match(start)
        and not _FEED.search(re.split("<body", start[:600], flags=re.IGNORECASE)[0])
        and ending != "markdown"
    ):
        return "html"
    if _FEED.search(start):
        return "feed"
    if ending == "feed" or media.endswith("xml"):
        return "feed"
    return "html" if ending == "html" or media == "text/html" else None


def _json(start: str, ending: str | None, *, cut: bool) -> str | None:
    """JSONL or JSON. An article may begin with a bracket: prose is no JSON."""
    first, _, rest = start.partition("\n")
    if re.match(r"\[\s*[{\]\[\"]", start):
        if ending == "jsonl" and rest.strip() and _is_whole(first):  # one faulty line among others, not one array
            return "jsonl"
        return "json" if ending in ("json", "jsonl", None) else None
    if not re.match(r"\{\s*[\"}]", start):
        return None
    if ending == "jsonl" or (rest and _is_object(first)):
        return "jsonl"
    one_value = ending == "json" or (not cut and _is_object(start)) or (len(first) < 200 and not first.endswith("}"))
    return "json" if one_value else "jsonl"


def _is_object(words: str) -> bool:
    return _is_whole(words, dict)


def _is_whole(words: str, kind: type = object) -> bool:
    """Whether words are one JSON value, whole, of a kind."""
    try:
        return isinstance(json.loads(words), kind)
    except (ValueError, RecursionError):
        return False
