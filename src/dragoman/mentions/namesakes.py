"""Which surnames of the tables does an article give to somebody else? "Rocky De La Fuente" is not the minister De La Fuente.

Once a text has named such a person in full, the bare surname means that person there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dragoman.mentions.lexicon import listed
from dragoman.mentions.rarity import rarity
from dragoman.mentions.words import key

if TYPE_CHECKING:
    from dragoman.mentions.actors import Actors, Person

__all__ = ["namesakes"]

_PARTICLE: Final = r"(?:de|la|las|los|del|da|dos|al|el|bin|ben|van|von|der)"
_RUN: Final = re.compile(
    rf"(?<![\w.])[A-Z][\w’'-]+(?:\s(?:(?:(?:al|el|as|ash|an)-)?[A-Z][\w’'-]+|[A-Z]\.|{_PARTICLE}(?=\s)))+"
)
_OPENING: Final = re.compile(r"(?:^|[.!?:;\"“”\n]\s*)$")
LONGEST: Final = 3  # words of a surname
RARE: Final = 15.0  # bits of rarity from which a capitalised word that opens a sentence may be a given name; our choice
_BORNE: Final = frozenset({"surname", "person", "city", "region"})  # senses of a word that may be a given name as well


def namesakes(text: str, actors: Actors) -> frozenset[str]:
    """Surnames, folded, that a text gives to persons other than those of the tables, and to these never in full.

    Args:
        text: of an article.
        actors: the tables.
    """
    others: set[str] = set()
    own: set[str] = set()
    for run in _RUN.finditer(text):
        raws = run[0].split()
        words = [key(raw) for raw in raws]
        for end in range(2, len(words) + 1):
            for first in range(max(1, end - LONGEST), end):
                surname = " ".join(words[first:end])
                people = _bearers(surname, actors)
                if not people:
                    continue
                given = first - 1
                while given > 0 and len(words[given]) == 1:
                    given -= 1  # "John F. Kennedy"
                before = words[given]
                if any(before in p.given or _initial(before, p) for p in people) or _full(words, end, actors):
                    own.add(surname)
                elif _is_given_name(before, raws[given], text[: run.start()] if given == 0 else None, actors):
                    others.add(surname)
                break
    return frozenset(others - own)


def _bearers(surname: str, actors: Actors) -> list[Person]:
    return [s.person for s in actors.senses.get(surname, ()) if s.kind == "surname" and s.person is not None]


def _full(words: list[str], end: int, actors: Actors) -> bool:
    """Whether the words up to here end with the full name of somebody in the tables."""
    return any(" ".join(words[k:end]) in actors.people for k in range(end - 1))


def _initial(word: str, person: Person) -> bool:
    return len(word) == 1 and any(given.startswith(word) for given in person.given)


def _is_given_name(word: str, raw: str, before: str | None, actors: Actors) -> bool:
    """Whether a capitalised word before a surname can only be a given name: no title, no state, no word that begins a
    sentence.
    """
    if not raw[1:].islower() or word in listed("title") | listed("opening") | _SMALL:
        return False
    senses = actors.of(word)
    if word not in actors.first_names and (word in actors.common or any(s.kind not in _BORNE for s in senses)):
        return False
    opening = before is not None and _OPENING.search(before)
    return not opening or word in actors.first_names or rarity(word) >= RARE


_SMALL: Final = frozenset(
    {"the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my"}
)
