"""Which names of the tables does an article use for somebody else? "the Meteorological Information Centre (MIC)" is no party.

An article says so itself: by an abbreviation that it explains, or by a name whose second word stands alone later on, as
the surname of a person does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dragoman.mentions.rarity import rarity
from dragoman.mentions.words import key

if TYPE_CHECKING:
    from dragoman.mentions.actors import Actors, Sense

__all__ = ["redefined"]

_EXPLAINED: Final = re.compile(
    r"((?:[A-Z][\w’'-]*|of|the|and|for|on|in|de|to|&)(?:\s(?:[A-Z][\w’'-]*|of|the|and|for|on|in|de|to|&)){1,9})\s"
    r"\((?:the\s)?([A-Z][A-Za-z]{1,7})\)"
)
_TWO_WORDS: Final = re.compile(r"(?<![\w.’'-])([A-Z][a-z]+)\s([A-Z][a-z]+)(?!\s[A-Z])(?![\w’'-]*-)")
_BODIES: Final = frozenset({"organisation", "group"})
_BORNE: Final = frozenset({"surname", "city"})
ALIKE: Final = 4  # letters that words of two spellings of one name share at least; our choice
RARE: Final = 15.0  # bits of rarity from which a word may be a surname; our choice


def redefined(text: str, actors: Actors) -> frozenset[str]:
    """Folded names of bodies that mean something else in a text.

    Args:
        text: of an article.
        actors: the tables.
    """
    found = set()
    for match in _EXPLAINED.finditer(text):
        short = key(match[2])
        senses = _bodies(short, actors)
        whole = _spelt_out(match[1].split(), match[2])
        if senses and whole and not any(_same(whole, sense, actors) for sense in senses):
            found.add(short)
    for match in _TWO_WORDS.finditer(text):
        first, second = key(match[1]), key(match[2])
        if _bodies(first, actors) and _only_bodies(first, actors):
            alone = _surname_like(second, actors) and _alone(text, match[2], before=match[1])
            if alone and not _alone(text, match[1], after=match[2]):
                found.add(first)
        elif key(match[1]) in actors.first_names and second not in actors.common and _only_a_town(second, actors):
            found.add(second)
    return frozenset(found)


def _only_a_town(words: str, actors: Actors) -> bool:
    """Whether the tables know a word as a town's name and nothing else: "Elena Kirkland" then bears it in a text."""
    senses = actors.of(words)
    return bool(senses) and all(s.kind == "city" for s in senses)


def _bodies(words: str, actors: Actors) -> list[Sense]:
    return [s for s in actors.of(words) if s.kind in _BODIES and not s.by_user]


def _only_bodies(words: str, actors: Actors) -> bool:
    return all(s.kind in _BODIES for s in actors.of(words))


def _surname_like(word: str, actors: Actors) -> bool:
    """Whether a word may be somebody's surname: no usual word, and in the tables at most a person's or a town's name."""
    return all(s.kind in _BORNE for s in actors.of(word)) and word not in actors.common and rarity(word) >= RARE


def _spelt_out(words: list[str], short: str) -> str:
    """The last words before a bracket whose capitals spell the abbreviation; empty if none do."""
    letters = [c.lower() for c in short if c.isupper()]
    for first in range(len(words)):
        capitals = [w[0].lower() for w in words[first:] if w[0].isupper()]
        if capitals == letters and words[first][0].isupper():
            return " ".join(words[first:])
    return ""


def _same(whole: str, sense: Sense, actors: Actors) -> bool:
    """Whether a name spelt out is, by its words, the name that the table has for the abbreviation."""
    if " " not in sense.name or any(s.name == sense.name for s in actors.of(key(whole))):
        return True
    known = {w[:ALIKE] for w in key(sense.name).split() if len(w) >= ALIKE}
    there = [w for w in key(whole).split() if len(w) >= ALIKE]
    return not there or 2 * sum(w[:ALIKE] in known for w in there) >= len(there)


def _alone(text: str, word: str, *, before: str = "", after: str = "") -> bool:
    """Whether a word stands in a text without its neighbour, and as no part of another name."""
    lead = rf"(?<!{before}\s)" if before else ""
    tail = rf"(?!\s{after}\b)" if after else ""
    return re.search(rf"{lead}(?<![\w-])(?<![A-Z]\.\s){word}\b{tail}(?![\w-])", text) is not None
