"""Plain text and Markdown: which lines are title, byline and date, which are front matter?"""

from __future__ import annotations

import re

from dragoman.articles.compose import Draft, normalised
from dragoman.articles.days import day_line

__all__ = ["draft_from_markdown", "draft_from_text"]

_KEYS = {
    "title": "title", "headline": "title", "byline": "byline", "author": "byline", "authors": "byline",
    "publisher": "publisher", "source": "publisher", "outlet": "publisher", "url": "url", "link": "url",
    "date": "declared_day", "day": "declared_day", "published": "declared_day", "language": "language",
    "lang": "language", "id": "native_id",
}  # fmt: skip
_FRONT = re.compile(r"---[ \t]*\n(?P<lines>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_PAIR = re.compile(r"(?P<key>[A-Za-z][\w -]{0,30}?)\s*:\s*(?P<value>.*)")
_TITLE_LENGTH = 200  # a longer first line is a paragraph
_BYLINE_START = re.compile(r"\s*by\s", re.IGNORECASE)


def draft_from_text(text: str, *, origin: str) -> Draft:
    """An article from plain text, with front matter if it begins with some."""
    facts, rest = _front_matter(text)
    title = facts.pop("title", None)
    if not title:
        title, rest = _title_line(rest)
    return Draft(origin=origin, body=rest, title=title, **facts)  # type: ignore[arg-type]


def draft_from_markdown(text: str, *, origin: str) -> Draft:
    """An article from Markdown: its words without the marks."""
    facts, rest = _front_matter(text)
    title = facts.pop("title", None)
    heading = re.match(r"\s*#\s+(?P<atx>[^\n]+?)\s*#*\s*(?:\n|\Z)|\s*(?P<setext>\S[^\n]*)\n=+[ \t]*(?:\n|\Z)", rest)
    if heading:
        words = _words(heading["atx"] or heading["setext"])
        if not title or title == words:
            title, rest = words, rest[heading.end() :]
    body = _words(rest)
    if not title:
        title, body = _title_line(body)
    return Draft(origin=origin, body=body, title=title, **facts)  # type: ignore[arg-type]


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The facts between two lines of dashes at the head, and the rest; nothing if they are not closed."""
    text = re.sub("\r\n?", "\n", text).lstrip("\ufeff")
    found = _FRONT.match(text)
    if not found:
        return {}, text
    facts: dict[str, str] = {}
    for line in found["lines"].splitlines():
        pair = _PAIR.fullmatch(line.strip())
        name = _KEYS.get(pair["key"].strip().lower()) if pair else None
        if pair and name and (value := pair["value"].strip().strip("\"'").strip()):
            facts.setdefault(name, value)
    return facts, text[found.end() :]


def _title_line(text: str) -> tuple[str | None, str]:
    """The first line where it is a title, and what follows it.

    A title is short, does not end like a sentence, and stands apart: before a blank line, a byline, a date line or a
    paragraph far longer than itself.
    """
    text = normalised(text)
    first, _, rest = text.partition("\n")
    line = first.strip()
    following = rest.lstrip("\n").partition("\n")[0]
    if not line or not following or len(line) > _TITLE_LENGTH or re.search(r"[.;:,][”\"’')]*$", line):
        return None, text
    if day_line(line) or _BYLINE_START.match(line):
        return None, text
    apart = rest.startswith("\n") or day_line(following) or _BYLINE_START.match(following)
    if apart or len(following) > max(200, 2 * len(line)):
        return line, rest.lstrip("\n")
    return None, text


def _words(markdown: str) -> str:
    """Markdown without its marks. Code blocks and pictures are no prose and go."""
    text = re.sub(r"^(```|~~~).*?^\1[^\n]*$", "", markdown, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"!\[[^\]\n]*\]\([^)\n]*\)", "", text)
    text = re.sub(r"\[([^\]\n]+)\]\((?:[^()\n]|\([^()\n]*\))*\)", r"\1", text)
    text = re.sub(r"\[([^\]\n]+)\]\[[^\]\n]*\]", r"\1", text)
    text = re.sub(r"^\s*\[[^\]\n]+\]:\s+\S+.*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"<(https?://[^>\s]+)>", r"\1", text)
    text = re.sub(r"</?[A-Za-z][^>\n]*>", "", text)
    text = re.sub(r"^[ \t]*(?:[-*_][ \t]*){3,}$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]*=+[ \t]*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]*(?:>[ \t]?)+", "", text, flags=re.MULTILINE)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])", r"\1", text)
    text = re.sub(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)", r"\1", text)
    text = re.sub(r"`([^`\n]+)`", r"\1", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!>-])", r"\1", text).strip()
