"""How does what a reader found become an article? One string, parts with roles, offsets that stay valid."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dragoman.articles.days import Dated, dateline_day, day_line, resolve
from dragoman.articles.language import language_of
from dragoman.articles.options import GIVEN_DAY
from dragoman.errors import ReadProblem
from dragoman.records import Article, Part, Precision, Quarantine, Role, fingerprint

if TYPE_CHECKING:
    from datetime import date

    from dragoman.articles.options import ReadOptions
    from dragoman.settings import Settings

__all__ = ["Draft", "compose", "normalised", "quarantined"]

NO_DAY = "no day in the text; give one with --date YYYY-MM-DD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a reader found, before it is an article."""

    origin: str
    body: str
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None  # as declared
    native_id: str | None = None
    day: Dated | None = None  # where the reader resolved it itself
    declared_day: str | float | date | None = None  # as it was declared
    strict_day: bool = True  # an unusable declared day is a fault of the row; if not, only a reason


_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ODD_SPACES = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SPACES = re.compile(f"[{_ODD_SPACES} ]{{2,}}|[{_ODD_SPACES}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BYLINE = re.compile(
    r"(?:written\s+|reported\s+)?by[:\s]\s*(?=\w)(?P<names>[^\n.]{2,20}(?:[^\n]{0,90}[^\n.!?])?)", re.IGNORECASE)  # fmt: skip
_NAME = re.compile(r"[A-Z][\w'’-]*\.?(?:\s|,|$)")
_CITY = r"[A-Z][A-Z.'’-]*[A-Z.](?:[ /-](?:[A-Z][A-Z.'’-]*[A-Z.]|de|la|al|el|da))*"
_REGION = r"(?:,\s?(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,2})"
_WHEN = (
    r"(?:,?\s(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}"
    r"|\d{1,2}\s(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?)(?:,?\s\d{4})?)"
)
_AGENCY = r"(?:\s?\(\s?[A-Z][\w .,'’/&-]{1,40}\)|\s?/[A-Z][\w .]{1,30}/)"
_DASH = r"\s?(?:-{1,2}|–|—|_)\s+"
_DATELINES = (
    re.compile(rf"{_CITY}{_REGION}?{_WHEN}{_AGENCY}?(?:{_DASH}|:\s+)(?=\S)"),  # ANKARA, Nov 24 -
    re.compile(rf"(?:{_CITY}|[A-Z]\w+(?:\s[A-Z]\w+){{0,2}}){_REGION}?{_WHEN}?{_AGENCY}(?:{_DASH}|:\s+)(?=\S)"),  # MOSCOW (Reuters) -
    re.compile(rf"(?=[A-Z.]{{2,}}){_CITY}{_REGION}?{_DASH}(?=[A-Z“\"‘'])"),  # KYIV —
    re.compile(rf"(?!BREAKING|UPDATE|WATCH|EXCLUSIVE|OPINION|ANALYSIS|VIDEO|NOTE|LIVE)"
               rf"{_CITY}{_REGION}?:\s+(?=[A-Z“\"‘'])"),  # ISLAMABAD:
    re.compile(rf"\([A-Z][A-Za-z]{{1,12}}\){_DASH}(?=\S)"),  # (Reuters) -
)  # fmt: skip


def compose(draft: Draft, *, options: ReadOptions, settings: Settings) -> Article:
    """An article from what a reader found: title, byline line, date line, dateline and body, each with its role.

    Raises:
        ReadProblem: "empty", "too short", "too large", or a declared day that is none.
    """
    title = _one_line(draft.title)
    publisher = _one_line(draft.publisher) or _one_line(options.publisher) or _host(draft.url)
    body = normalised(draft.body, limit=settings.max_article_characters)
    text, parts, byline, head_day, line_day = _assembled(title, body)
    if not text:
        raise ReadProblem(
            "empty", found="no words", expected="the text of an article", remedy="Leave it out, or give its text."
        )
    if len(text) < settings.min_article_characters:
        raise ReadProblem(
            "too short", found=f"{len(text)} characters",
            expected=f"at least {settings.min_article_characters} (setting min_article_characters)",
            remedy="Leave it out, or lower the setting.", excerpt=text,
        )  # fmt: skip
    if len(text) > settings.max_article_characters:
        raise _too_large(text, settings.max_article_characters)
    dated = _day(draft, head_day, line_day, options)
    language, score = language_of(body or text, declared=draft.language)
    return Article(
        id=fingerprint("A", publisher, title, text),
        title=title,
        byline=_one_line(draft.byline) or byline,
        publisher=publisher,
        url=_one_line(draft.url),
        day=dated.day,
        day_precision=dated.precision,
        day_why=dated.why,
        language=language,
        language_score=score,
        text=text,
        parts=parts,
        origin=draft.origin,
        native_id=_one_line(draft.native_id),
    )


def quarantined(problem: ReadProblem, origin: str) -> Quarantine:
    """A record of what could not be read, with the reason."""
    excerpt = " ".join("".join(c if c.isprintable() else " " for c in _SURROGATE.sub("�", problem.excerpt)).split())
    found = _SURROGATE.sub("�", problem.found)
    return Quarantine(
        id=fingerprint("Q", origin, problem.reason, found),
        origin=origin,
        reason=problem.reason,
        found=found,
        expected=problem.expected,
        remedy=problem.remedy,
        excerpt=excerpt[:200],
    )


def normalised(text: str, *, limit: int | None = None) -> str:
    """A text in NFC, lines ended by one newline, at most one blank line in a row, no invisible characters.

    Normalising twice changes nothing more.

    Raises:
        ReadProblem: "too large" if the text is longer than four times `limit`, before any work on it.
    """
    if limit is not None and len(text) > 4 * limit:
        raise _too_large(text, limit)
    if not all(map(str.isprintable, text.split("\n"))):  # none of what follows is printable; most texts have none of it
        text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", _SURROGATE.sub("�", text)))
        text = _SPACES.sub(" ", text)
    elif "  " in text:
        text = _SPACES.sub(" ", text)
    text = unicodedata.normalize("NFC", text)
    lines = [line.strip(" ") for line in text.split("\n")]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n ")


def _too_large(text: str, limit: int) -> ReadProblem:
    return ReadProblem(
        "too large",
        found=f"{len(text):,} characters",
        expected=f"at most {limit:,} (setting max_article_characters)",
        remedy="Split it into its articles, or raise the setting.",
        excerpt=text[:400],
    )


def _assembled(title: str | None, body: str) -> tuple[str, tuple[Part, ...], str | None, Dated | None, Dated | None]:
    """Text, parts, the byline in it, the day of a date line in it, the day of its dateline."""
    text, parts = "", []
    byline, dated, line_day = None, None, None

    def add(role: Role, words: str, gap: str) -> None:
        nonlocal text
        text += gap if text else ""
        parts.append(Part(role=role, start=len(text), end=len(text) + len(words)))
        text += words

    if title:
        add(Role.TITLE, title, "")
    rest = body
    if title and rest.split("\n", 1)[0].casefold().strip() == title.casefold():
        rest = rest[len(rest.split("\n", 1)[0]) :].lstrip("\n ")
    for _ in range(3):  # byline and date line, in either order
        line, _, after = rest.partition("\n")
        if byline is None and after and (found := _byline_in(line)):
            byline = found
            add(Role.BYLINE, line, "\n\n")
        elif dated is None and (day := day_line(line)):
            dated = day
            add(Role.DATELINE, line, "\n\n")
        else:
            break
        rest = after.lstrip("\n ")
    gap = "\n\n"
    if found_line := next((m for p in _DATELINES if (m := p.match(rest[:200]))), None):
        add(Role.DATELINE, found_line[0], gap)
        line_day = dateline_day(found_line[0])
        rest, gap = rest[found_line.end() :], ""
    if rest:
        add(Role.BODY, rest, gap)
    return text, tuple(parts), byline, dated, line_day


def _byline_in(line: str) -> str | None:
    """The names of a line "By X", if it is one."""
    found = _BYLINE.fullmatch(line.strip())
    if not found or len(line) > 120 or not _NAME.match(found["names"]):
        return None
    return found["names"].strip(" ,;|-–—")


def _day(draft: Draft, head_day: Dated | None, line_day: Dated | None, options: ReadOptions) -> Dated:
    """The day as declared, of a date line, as given by the user, of a dateline that tells its year: the first there is."""
    given = Dated(options.day, Precision.DAY, GIVEN_DAY) if options.day else None
    if draft.day and draft.day.day:
        return draft.day
    declared = draft.declared_day
    if declared is not None and str(declared).strip():
        try:
            return resolve(declared, day_first=options.day_first)
        except ReadProblem as problem:
            if given:
                return given
            if draft.strict_day:
                raise
            return (
                head_day
                or line_day
                or Dated(
                    None, Precision.UNKNOWN, f"{problem.reason}: {problem.found}; give the day with --date YYYY-MM-DD"
                )
            )
    return head_day or given or line_day or draft.day or Dated(None, Precision.UNKNOWN, NO_DAY)


def _one_line(value: str | None) -> str | None:
    return " ".join(normalised(value[:4_000]).split()) or None if value else None


def _host(url: str | None) -> str | None:
    """The host of an address, without "www."; None if it has none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
