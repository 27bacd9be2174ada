"""How well are predictions found? Articles with statements about the future, or sentences marked yes and no, in; figures out."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dragoman.claims.find import find_claims
from dragoman.errors import InputError
from dragoman.records import Article, Part, Precision, Role, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from dragoman.mentions import Actors
    from dragoman.parsing import Parsed
    from dragoman.records import Claim

__all__ = ["evaluate_claims"]

TOLD_BY: Final = (
    "Event Variable",
    "Predicted Attribute",
    "Magnitude / Predicted Value",
    "Event Date",
    "Assumptions / Preconditions",
)
STEM: Final = 5  # letters by which words are compared: "arrival" and "arrive" share them
_AHEAD: Final = re.compile(
    r"\b(?:will|won't|would|shall|may|might|could|going to|expect\w*|likely|unlikely|plan\w*|intend\w*|predict\w*|forecast\w*"
    r"|promis\w*|pledg\w*|vow\w*|threat\w*|scheduled|due|set to|hope\w*|possib\w*|risk|danger|is to|are to)\b|['’]ll\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[A-Za-z]{3,}|\d+")
_EMPTY: Final = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "that",
        "this",
        "from",
        "will",
        "not",
        "are",
        "was",
        "has",
        "have",
        "its",
        "their",
        "his",
        "her",
        "potential",
        "possible",
        "likely",
        "expected",
        "future",
    ]
)


@dataclass(frozen=True, slots=True)
class _Read:
    """One article with its sentences and the claims found in it."""

    sentences: tuple[tuple[int, int], ...]
    claims: tuple[Claim, ...]


def evaluate_claims(
    path: Path, actors: Actors, *, category: str = "Politics", errors: bool = False, model: str = ""
) -> dict[str, Any]:
    """Find claims in the articles or sentences of a file and compare.

    Each line is a JSON object with `text` and either

    - `statements`: a list of objects with "Event Category", "Event Variable", "Predicted Attribute" ... Such gold paraphrases
      and gives no place. A statement is laid on the sentence of its article that shares most words with it, each word by
      its rarity among the sentences of the article (idf), words compared by their first 5 letters; it is found when a claim
      stands in that sentence. `recall` is the share found of the statements of the category. `recall_in_article` counts a
      statement as found when any claim stands in its article: an upper bound. What is found besides is not judged: other
      statements about the future may be missing in the gold.
    - `claim`: true or false, and perhaps `checked`, the words of the claim that was judged: `precision` is the share of
      those lines with a claim that are marked true, `recall` that of lines marked true that have one.

    Args:
        path: JSON lines.
        actors: the gazetteer.
        category: of the statements that are asked for.
        errors: give what was missed, or found wrongly, too.
        model: of the parser; empty for the pinned one.
    Returns:
        n, found and recall, with recall_in_article or precision; and `wrong`.
    Raises:
        InputError: if the file cannot be read as such rows.
    Reference:
        None; the measure is our own.
    """
    rows = _rows(path)
    reads = list(_reads(rows, actors, model))
    if all("claim" in row for row in rows):
        return _of_sentences(rows, reads, errors=errors)
    asked = told = found = inside = of_all = 0
    wrong = []
    for row, read in zip(rows, reads, strict=True):
        for statement in row["statements"]:
            if statement.get("Event Category") != category:
                continue
            asked += 1
            start, end = _place(row["text"], read.sentences, statement)
            hit = any(c.start is not None and start <= c.start < end for c in read.claims)
            ahead = bool(_AHEAD.search(row["text"], start, end))
            told, found, of_all, inside = (
                told + ahead,
                found + (hit and ahead),
                of_all + hit,
                inside + bool(read.claims),
            )
            if ahead and not hit:
                wrong.append(
                    {
                        "id": row.get("id"),
                        "sentence": row["text"][start:end].strip(),
                        "asked": statement.get("Event Variable"),
                    }
                )
    if not asked:
        raise InputError(f"{path} has no statement of the category {category!r}; see --category.")
    measured: dict[str, Any] = {
        "articles": len(rows),
        "category": category,
        "statements": asked,
        "n": told,
        "found": found,
        "recall": round(found / told, 4) if told else None,
        "recall_of_all": round(of_all / asked, 4),
        "recall_in_article": round(inside / asked, 4),
        "claims": sum(len(r.claims) for r in reads),
    }
    return measured | ({"wrong": wrong} if errors else {})


def _of_sentences(rows: Sequence[Mapping[str, Any]], reads: Sequence[_Read], *, errors: bool) -> dict[str, Any]:
    both = [(bool(row["claim"]), bool(read.claims)) for row, read in zip(rows, reads, strict=True)]
    right, found, marked = sum(m and f for m, f in both), sum(f for _, f in both), sum(m for m, _ in both)
    measured: dict[str, Any] = {
        "n": len(rows),
        "found": found,
        "marked": marked,
        "precision": round(right / found, 4) if found else None,
        "recall": round(right / marked, 4) if marked else None,
    }
    wrong = [{"text": row["text"], "expected": m, "found": f} for row, (m, f) in zip(rows, both, strict=True) if m != f]
    return measured | ({"wrong": wrong} if errors else {})


def _place(text: str, sentences: Sequence[tuple[int, int]], statement: Mapping[str, Any]) -> tuple[int, int]:
    """The sentence that shares most with a statement; of equal ones the first."""
    wanted = _stems(" ".join(str(statement.get(name) or "") for name in TOLD_BY))
    held = [_stems(text[a:b]) for a, b in sentences]
    counts = Counter(w for words in held for w in words)

    def shared(i: int) -> float:
        return sum(math.log((1 + len(held)) / counts[w]) for w in wanted & held[i])

    return sentences[max(range(len(sentences)), key=lambda i: (shared(i), -i))]


def _stems(text: str) -> frozenset[str]:
    return frozenset(w.lower()[:STEM] for w in _WORD.findall(text) if w.lower() not in _EMPTY)


def _reads(rows: Sequence[Mapping[str, Any]], actors: Actors, model: str) -> Iterator[_Read]:
    from dragoman.mentions import find_mentions
    from dragoman.parsing import parse

    for parsed in parse([_article(row) for row in rows], model=model):
        claims = find_claims(parsed, list(find_mentions(parsed, actors=actors)))
        yield _Read(tuple(_sentences(parsed)), claims)


def _sentences(parsed: Parsed) -> Iterator[tuple[int, int]]:
    for sentence in parsed.doc.sents:
        if sentence.text.strip():
            yield sentence.start_char, sentence.end_char


def _article(row: Mapping[str, Any]) -> Article:
    text = row["text"]
    return Article(
        id=fingerprint("A", row.get("id"), text),
        title=None,
        byline=None,
        publisher=None,
        url=None,
        day=None,
        day_precision=Precision.UNKNOWN,
        day_why="none given",
        language="en",
        language_score=1.0,
        text=text,
        parts=(Part(role=Role.BODY, start=0, end=len(text)),),
        origin=str(row.get("id")),
        native_id=None,
    )


def _rows(path: Path) -> list[Mapping[str, Any]]:
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not row["text"].strip() or ("claim" not in row and not isinstance(row["statements"], list)):
                raise ValueError("no text")  # noqa: TRY301 - told in one place
        except (ValueError, KeyError, TypeError, AttributeError) as cause:
            raise InputError(
                f"{path}, line {number}: expected a JSON object with text and statements, or text and claim. Mend the line."
            ) from cause
        rows.append(row)
    if not rows:
        raise InputError(f"{path} holds no rows. Name a JSONL file with labelled rows.")
    return rows
