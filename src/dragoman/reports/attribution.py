"""Who says so? Quotation marks, "X said that ...", "according to X"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dragoman.records import Voice

if TYPE_CHECKING:
    from dragoman.records import Mention
    from dragoman.reports.frames import Places, Tree
    from dragoman.reports.status import Hedges

__all__ = ["Attribution", "Quotes", "attribution_of"]

OPENING: Final = "“«„"
CLOSING: Final = "”»"
STRAIGHT: Final = '"'
AFTER, BEFORE = 12, 60  # words beside a quotation in which its speaker is looked for
LONGEST_SPEAKER = 120  # characters of a speaker's phrase that are kept


@dataclass(frozen=True, slots=True)
class Attribution:
    """In whose words something is told.

    Attributes:
        voice: the article's own, a quotation or a paraphrase.
        said_by: the speaker as the text names it.
        state: the speaker's state, where a mention tells it.
        mention: number of the speaker's mention.
    """

    voice: Voice
    said_by: str | None = None
    state: str | None = None
    mention: int | None = None


class Quotes:
    """Stretches between quotation marks. A quotation left open runs to the end of its paragraph."""

    def __init__(self, text: str) -> None:
        """Find the stretches of a text."""
        spans: list[tuple[int, int]] = []
        opened: int | None = None
        for i, letter in enumerate(text):
            if letter == "\n" and opened is not None and text[i : i + 2] == "\n\n":
                spans.append((opened, i))
                opened = None
            elif letter in OPENING and opened is None:
                opened = i
            elif letter in CLOSING and opened is not None:
                spans.append((opened, i + 1))
                opened = None
            elif letter == STRAIGHT:
                if opened is None:
                    opened = i
                else:
                    spans.append((opened, i + 1))
                    opened = None
        if opened is not None:
            spans.append((opened, len(text)))
        self._starts = [s for s, _ in spans]
        self._ends = [e for _, e in spans]

    def around(self, position: int) -> tuple[int, int] | None:
        """The quotation in which a character stands."""
        i = bisect_right(self._starts, position) - 1
        if i >= 0 and position < self._ends[i]:
            return self._starts[i], self._ends[i]
        return None


def attribution_of(
    tree: Tree, places: Places, mentions: Sequence[Mention], hedges: Hedges, quotes: Quotes, word: int
) -> Attribution:
    """In whose words the clause of a word is told.

    A quotation of fewer than three words is a word in inverted commas, not speech.
    """
    quote = quotes.around(tree.start[word])
    quoted = quote is not None and quote[1] - quote[0] > 2 and _words_between(tree, quote) >= 3
    verb = _saying_verb(tree, hedges, word)
    speaker = _speaker(tree, verb) if verb is not None else _according_to(tree, word)
    if verb is not None and quotes.around(tree.start[verb]) == quote and quote is not None:
        speaker = speaker if not quoted else _outside(tree, hedges, quotes, quote)
    elif quoted and speaker is None and quote is not None:
        speaker = _outside(tree, hedges, quotes, quote)
    if not quoted and speaker is None:
        return Attribution(Voice.ARTICLE)
    voice = Voice.QUOTATION if quoted else Voice.PARAPHRASE
    if speaker is None:
        return Attribution(voice)
    named = places.actors(speaker, 1)
    state = mentions[named[0]].state if named else None
    return Attribution(voice, _phrase(tree, speaker), state, named[0] if named else None)


def _words_between(tree: Tree, quote: tuple[int, int]) -> int:
    first, last = bisect_right(tree.start, quote[0]) - 1, bisect_right(tree.start, quote[1] - 1) - 1
    return sum(1 for i in range(max(first, 0), last + 1) if tree.text[i][:1].isalnum())


def _saying_verb(tree: Tree, hedges: Hedges, word: int) -> int | None:
    """The verb of saying of which the clause of a word is the content."""
    for node in tree.chain(word):
        head = tree.head[node]
        if head == node:  # "..., Ruritania said." hung below the clause
            below = (c for c in tree.kids(node, "parataxis") if hedges.verb("attribution", tree, c))
            return next(below, None)
        content = tree.dep[node] in ("ccomp", "parataxis") and tree.is_verb(head)
        if content and hedges.verb("attribution", tree, head) and tree.subject(head):
            return head
    return None


def _speaker(tree: Tree, verb: int) -> int | None:
    subjects = tree.subject(verb)
    if tree.passive(verb):
        return None
    return subjects[0] if subjects else None


def _according_to(tree: Tree, word: int) -> int | None:
    for node in tree.chain(word):
        for child in tree.children[node]:
            if tree.lower[child] != "according":
                continue
            objects = [o for p in tree.children[child] if tree.lower[p] == "to" for o in tree.kids(p, "pobj")]
            if objects and word not in tree.subtree(objects[0]):
                return objects[0]
    return None


def _outside(tree: Tree, hedges: Hedges, quotes: Quotes, quote: tuple[int, int]) -> int | None:
    """The speaker named beside a quotation: after it first, then before it, within the paragraph."""
    last = bisect_right(tree.start, quote[1] - 1)
    first = bisect_right(tree.start, quote[0]) - 1
    for words in (range(last, min(last + AFTER, len(tree))), range(first, max(first - BEFORE, -1), -1)):
        for i in words:
            if "\n\n" in tree.text[i]:
                break
            if not (tree.is_verb(i) and hedges.verb("attribution", tree, i)):
                continue
            subjects = tree.subject(i)
            if subjects and not any(quotes.around(tree.start[j]) for j in (i, subjects[0])):
                return subjects[0]
    return None


def _phrase(tree: Tree, head: int) -> str:
    """The words of a noun phrase without its clauses."""
    left = head
    kept = {head}
    for child in tree.children[head]:
        if tree.dep[child] in ("relcl", "acl", "appos", "punct", "conj", "cc", "ccomp"):
            continue
        below = tree.subtree(child)
        if child < head or tree.dep[child] in ("prep", "nummod"):
            kept.update(below)
    words = sorted(kept)
    left = words[0]
    right = head
    for i in words:
        if i > right and i == right + 1:
            right = i
    pieces = []
    for i in range(left, right + 1):
        pieces.append(tree.text[i])
        if i < right and tree.end[i] < tree.start[i + 1]:
            pieces.append(" ")
    return " ".join("".join(pieces).split())[:LONGEST_SPEAKER]
