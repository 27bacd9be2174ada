"""One article with its acts and speakers marked; and what people said, as a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from dragoman.mentions.codes import name_of
from dragoman.views.article import MarkedArticle, counts_in_words, mark_article, note_in_words
from dragoman.views.ledger import entries
from dragoman.views.listings import Filters, count, rows
from dragoman.views.pages.claims import ClaimLine, claim_line
from dragoman.views.standing import end_of

if TYPE_CHECKING:
    from dragoman.views.web.desk import Desk
    from dragoman.views.web.links import Link

__all__ = ["ArticlePage", "QuoteLine", "QuotesPage", "article_page", "quotes_page"]

QUOTES_SHOWN: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """An article.

    Attributes:
        notes: number of a note -> it in a line.
        ends: number of a note -> where its last mark ends, so that its number stands behind it once.
        claims: predictions made in it.
        url: its address as it tells it; may be hostile, so that a page links it only through `outward`.
    """

    title: str
    lede: str
    article: MarkedArticle
    notes: tuple[str, ...]
    ends: dict[int, int]
    claims: tuple[ClaimLine, ...]
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    """What somebody said."""

    id: str
    speaker: str
    state: str | None
    sector: str | None
    cue: str
    text: str
    form: str
    about: tuple[str, ...]
    addressee: str | None
    article: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotesPage:
    """Quotations under filters, in the order of articles."""

    title: str
    lede: str
    by: str | None
    about: str | None
    found: int
    start: int
    quotes: tuple[QuoteLine, ...]
    earlier: str | None
    later: str | None


def article_page(desk: Desk, link: Link) -> ArticlePage:
    """Gather an article.

    Args:
        desk: the store at one moment.
        link: part `id`.
    Raises:
        UnknownId: if the store has no such article.
    """
    marked = mark_article(desk.whole, link.parts["id"])
    found = desk.whole.query("SELECT url FROM articles WHERE id = $id", {"id": marked.id}).to_pylist()
    rows_said = desk.whole.query("SELECT id FROM claims WHERE article = $id ORDER BY id", {"id": marked.id}).to_pylist()
    said = [row["id"] for row in rows_said]
    return ArticlePage(
        title=marked.heading,
        lede=f"{marked.publisher or 'Unnamed outlet'}, {_day(marked.day)}. {counts_in_words(marked)}",
        article=marked,
        notes=tuple(note_in_words(n) for n in marked.notes),
        ends={n.number: max(s.end for s in marked.stretches if n.number in s.notes) for n in marked.notes},
        claims=tuple(claim_line(e) for e in entries(desk.whole, ids=said)) if said else (),
        url=found[0]["url"] if found else None,
    )


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "undated: give its day with `dragoman read FILE --date YYYY-MM-DD`"


def quotes_page(desk: Desk, link: Link) -> QuotesPage:
    """Gather quotations.

    Args:
        desk: the store at one moment.
        link: state `by`, `about`, `from`, `to`, `start`.
    Raises:
        UnknownActor: if nobody has one of the codes or names.
        InputError: if a day or number cannot be.
    """
    by, about = (end_of(word) if (word := link.word(name)) else None for name in ("by", "about"))
    wanted = {"actor": by, "target": about, "first": link.day("from"), "last": link.day("to")}
    found = count(desk.whole, "quotations", Filters(**wanted))  # type: ignore[arg-type]
    start = link.number("start", 0, high=100_000)
    listed = list(rows(desk.whole, "quotations", Filters(**wanted, limit=start + QUOTES_SHOWN)))[start:]  # type: ignore[arg-type]
    told = [f"by {name_of(by)}" if by else "", f"about {name_of(about)}" if about else ""]
    return QuotesPage(
        title="Who said what",
        lede=f"{found:,} quotations and paraphrases {' '.join(filter(None, told))}".rstrip() + ".",
        by=by,
        about=about,
        found=found,
        start=start,
        quotes=tuple(
            QuoteLine(
                id=q["id"],
                speaker=q["speaker"],
                state=q["state"],
                sector=q["sector"],
                cue=q["cue"],
                text=" ".join(q["text"].split()),
                form=q["form"],
                about=tuple(q["about"]),
                addressee=q["addressee"],
                article=q["article"],
                score=q["score"],
            )
            for q in listed
        ),
        earlier=link.with_(start=max(start - QUOTES_SHOWN, 0) or None).url if start else None,
        later=link.with_(start=start + QUOTES_SHOWN).url if start + QUOTES_SHOWN < found else None,
    )
