"""Whom does "X and Y" name? Members of a coordination, each with the words that it shares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dragoman.mentions.lexicon import listed
from dragoman.mentions.scan import STATE_KINDS, Match, Words, scan
from dragoman.mentions.words import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.mentions.actors import Actors

__all__ = ["shared_head", "split_coordination"]

_JOINTS: Final = frozenset(
    {",", "and", "or", "&", "as", "well", "both", "plus", "nor", ";", "along", "together", "with", "either", "neither"}
)
_ANDS: Final = frozenset({"and", "or", "&", "well", "plus", "nor", "along", "together"})
_LEADING: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "both",
        "either",
        "neither",
        "its",
        "his",
        "their",
        "of",
        "from",
        "between",
        "with",
        "by",
        "against",
    ]
)
_WORD: Final = re.compile(r"[A-Za-z]\.(?:[A-Za-z]\.)+|'s\b|’s\b|[\w]+(?:[-'’](?!s\b)\w+)*|[^\w\s]")


def split_coordination(sentence: str, phrase: str, *, actors: Actors) -> tuple[str, ...]:
    """The members of the coordination in which a phrase stands, in the order of the text.

    "Russian and Belarusian soldiers" -> "Russian soldiers", "Belarusian soldiers"; for "Japan" in "Japan, Australia and
    India met" -> all three. A phrase that stands alone gives itself, with the title that belongs to it.

    Args:
        sentence: in which the phrase stands.
        phrase: a member, or the whole coordination.
        actors: the gazetteer; tells where names begin and end.
    """
    tokens = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(sentence)]
    at = _find(tokens, sentence, phrase)
    if at is None:
        return (phrase,)
    texts = [t[0] for t in tokens]
    chunks = _chunks(texts, actors)
    own = [k for k, (start, end) in enumerate(chunks) if start < at[1] and at[0] < end]
    if not own:
        return (phrase,)
    first, last = own[0], own[-1]
    while first > 0 and _joined(texts, chunks[first - 1], chunks[first]):
        first -= 1
    while last + 1 < len(chunks) and _joined(texts, chunks[last], chunks[last + 1]):
        last += 1
    if last > first and not any(
        t.lower() in _ANDS for k in range(first, last) for t in texts[chunks[k][1] : chunks[k + 1][0]]
    ):
        first, last = own[0], own[-1]  # commas alone are apposition: "Ankara, the capital"
    members = [texts[s:e] for s, e in chunks[first : last + 1]]
    shown = [sentence[tokens[s][1] : tokens[e - 1][2]] for s, e in chunks[first : last + 1]]
    if len(members) == 1:
        return (_bare(shown[0]),)
    return tuple(_bare(t) for t in _share(members, shown, actors))


def shared_head(words: Sequence[str], actors: Actors) -> int:
    """Number of words at the end of a phrase that are a role or common noun which members before it can share."""
    run = Words.of(words)
    matches = scan(run, actors)
    count = 0
    for i in range(len(words) - 1, -1, -1):
        match = next((m for m in matches if any(run.tokens[p] == i for p in range(m.start, m.end))), None)
        if (
            match is not None
            and match.of_kind(STATE_KINDS | {"organisation", "person", "surname", "group"})
            and match.role is None
        ):
            break
        count += 1
    while count and words[len(words) - count] in {"'s", "’s"}:
        count -= 1  # an owner's ending is not shared
    return count if count < len(words) else 0


def _share(members: Sequence[Sequence[str]], shown: Sequence[str], actors: Actors) -> list[str]:
    """Give bare modifiers the head that follows: "Ukrainian and Polish ministers"."""
    last = list(members[-1])
    head = shared_head(last, actors)
    if not head:
        return list(shown)
    tail = " ".join(last[len(last) - head :])
    out = []
    for member, text in zip(members[:-1], shown[:-1], strict=True):
        out.append(f"{text} {tail}" if _only_modifier(member, actors) else text)
    return [*out, shown[-1]]


def _only_modifier(member: Sequence[str], actors: Actors) -> bool:
    """Whether a member lacks its head: an adjective or an owner."""
    if member[-1] in {"'s", "’s"}:
        return True
    run = Words.of(member)
    matches = scan(run, actors)
    if not matches or matches[-1].end != len(run.pieces):
        return False
    kinds = {s.kind for s in matches[-1].senses}
    return bool(kinds & {"adjective", "region_adjective"}) and member[-1][-1:] != "s"


def _bare(text: str) -> str:
    words = text.split(" ")
    while len(words) > 1 and words[0].lower() in _LEADING:
        words = words[1:]
    return " ".join(words)


def _find(tokens: Sequence[tuple[str, int, int]], sentence: str, phrase: str) -> tuple[int, int] | None:
    place = sentence.find(phrase)
    if place < 0:
        place = sentence.lower().find(phrase.lower())
    if place < 0:
        return None
    inside = [i for i, (_, start, end) in enumerate(tokens) if start < place + len(phrase) and end > place]
    return (inside[0], inside[-1] + 1) if inside else None


def _joined(texts: Sequence[str], left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether only joints stand between two chunks, and a comma alone joins like with like."""
    between = [t.lower() for t in texts[left[1] : right[0]]]
    proper = [any(t[:1].isupper() for t in texts[s:e]) for s, e in (left, right)]
    if proper[0] != proper[1] and not _ANDS & set(between):
        return False
    return (
        bool(between)
        and all(t in _JOINTS or t in {"the", "a", "an"} for t in between)
        and between != ["the"]
        and "with" not in between[:1]
    )


def _chunks(texts: Sequence[str], actors: Actors) -> list[tuple[int, int]]:
    """Runs that name somebody: matches of the tables with the capitalised or role words around them."""
    run = Words.of(texts)
    matches: list[Match] = scan(run, actors)
    inside = [False] * len(texts)
    for match in matches:
        for p in range(match.start, match.end):
            inside[run.tokens[p]] = True
    chunks: list[tuple[int, int]] = []
    i = 0
    while i < len(texts):
        if not _names(texts, i, inside):
            i += 1
            continue
        start = i
        while i < len(texts) and (_names(texts, i, inside) or _binds(texts, i, inside)):
            i += 1
        chunks.append((start, i))
    return chunks


def _names(texts: Sequence[str], i: int, inside: Sequence[bool]) -> bool:
    text = texts[i]
    if inside[i]:
        return True
    return (
        text[:1].isupper()
        and bool(fold(text))
        and text.lower() not in _JOINTS
        and text.lower() not in (listed("preposition") | listed("clause word")) | _LEADING
    )


def _binds(texts: Sequence[str], i: int, inside: Sequence[bool]) -> bool:
    """A word between parts of one name: "'s", a hyphen, a small particle."""
    if texts[i].lower() in {"'s", "’s"} and i + 1 < len(texts) and texts[i + 1].lower() in _JOINTS:
        return True
    if i + 1 >= len(texts) or not _names(texts, i + 1, inside):
        return False
    return texts[i].lower() in {"'s", "’s", "-", "de", "al", "el", "bin", "van", "von", "der", "da", "do"}
