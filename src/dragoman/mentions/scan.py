"""Where do names of the tables stand in a run of words? The longest from the left, with case as evidence.

"US" is a state and "us" a pronoun; "Turkey" a state and "turkey" a bird; "Nato" is NATO but "Who" is not the WHO.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dragoman.mentions.lexicon import listed
from dragoman.mentions.rarity import USUAL, rarity
from dragoman.mentions.words import BARRIER, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.mentions.actors import Actors, Sense

__all__ = ["DESCRIBING", "STATE_KINDS", "Match", "Words", "covers", "first_outside", "scan"]

STATE_KINDS: Final = frozenset(
    {"name", "abbreviation", "adjective", "people", "capital", "seat", "nickname", "region", "region_adjective", "city"}
)
_OPENING: Final = frozenset("'’-“\"(")
_CARELESS: Final = frozenset({"city", "region", "capital", "name"})
DESCRIBING: Final = frozenset({"adjective", "region_adjective", "abbreviation"})
_LOWER_TOO: Final = frozenset({"adjective", "people", "region_adjective"})  # "russian" in careless text


@dataclass(slots=True)
class Words:
    """A run of text as folded pieces, each with the word it comes from."""

    pieces: list[str]
    raws: list[str]  # the word as written, one per piece
    tokens: list[int]  # index of that word in its text, one per piece

    @classmethod
    def of(cls, tokens: Sequence[str]) -> Words:
        """Fold tokens."""
        pieces: list[str] = []
        raws: list[str] = []
        places: list[int] = []
        for i, token in enumerate(tokens):
            for piece in fold(token):
                pieces.append(piece)
                raws.append(token)
                places.append(i)
        return cls(pieces, raws, places)

    def part(self, start: int, end: int) -> Words:
        """The pieces from `start` up to `end`."""
        return Words(self.pieces[start:end], self.raws[start:end], self.tokens[start:end])


@dataclass(slots=True)
class Match:
    """Words that a table knows, with the senses that their case allows."""

    start: int  # first piece
    end: int  # one past the last piece
    words: str  # folded
    senses: list[Sense]
    lowered: bool = False  # written without the capital that the table has

    @property
    def role(self) -> Sense | None:
        """The role sense, if the words name one."""
        return next((s for s in self.senses if s.kind == "role"), None)

    def of_kind(self, kinds: frozenset[str]) -> list[Sense]:
        """Senses of some kinds."""
        return [s for s in self.senses if s.kind in kinds]

    @property
    def named(self) -> bool:
        """Whether the words name somebody rather than a role."""
        return any(s.kind != "role" for s in self.senses)


def scan(words: Words, actors: Actors, *, shouted: bool = False, bare: bool = False) -> list[Match]:
    """Matches in order, without overlap.

    Args:
        words: folded.
        actors: the gazetteer.
        shouted: the text is all in capitals, so capitals are no evidence.
        bare: a phrase given by itself, where small letters are carelessness rather than evidence.
    """
    found: list[Match] = []
    pieces, starts, known = words.pieces, actors.starts, actors.senses
    size = len(pieces)
    i = 0
    while i < size:
        lengths = starts.get(pieces[i])
        if lengths is None:
            i += 1
            continue
        step = 1
        for n in lengths:
            if i + n > size or _designation(words, i + n):
                continue
            folded = pieces[i] if n == 1 else " ".join(pieces[i : i + n])
            senses = known.get(folded)
            if senses is None:
                continue
            raws = words.raws[i : i + n]
            fit: list[Sense] = []
            lowered = False
            for sense in senses:
                how = _fits(sense, folded, raws, actors, shouted=shouted, bare=bare)
                if how:
                    fit.append(sense)
                    lowered = lowered or how == 2
            if fit and not _begins_a_name(fit, words, i, n, actors):
                found.append(Match(i, i + n, folded, fit, lowered))
                step = n
                break
        i += step
    return found


def _begins_a_name(senses: Sequence[Sense], words: Words, at: int, n: int, actors: Actors) -> bool:
    """Whether a paper's name is but the first word of another body's: "the Independent Election Commission"."""
    after = at + n
    if n > 1 + (words.pieces[at] == "the") or after >= len(words.raws) or not words.raws[after][:1].isupper():
        return False
    if (
        not all(s.kind == "organisation" and s.sector == "JRN" for s in senses)
        or rarity(words.pieces[after - 1]) >= USUAL
    ):
        return False
    return words.pieces[after] not in listed("newspaper") and not any(s.human for s in actors.of(words.pieces[after]))


def _designation(words: Words, end: int) -> bool:
    """Whether the words before `end` go on with a number in the same word: "Su-24" and "MiG-23" are types of aircraft."""
    return end < len(words.pieces) and words.raws[end] == words.raws[end - 1] and words.pieces[end][:1].isdigit()


def _fits(sense: Sense, folded: str, raws: Sequence[str], actors: Actors, *, shouted: bool, bare: bool) -> int:
    """0 if the case speaks against the sense, 1 if it fits, 2 if only a capital is lacking."""
    spelling = sense.spelling
    if sense.kind == "role":
        return 1
    if " " not in folded and spelling.isupper() and sum(c.isalpha() for c in spelling) > 1:
        return _fits_acronym(folded, raws[0], actors, shouted=shouted, bare=bare)
    if shouted:
        return int(" " in folded or folded not in actors.common or sense.kind in STATE_KINDS)
    named_so = spelling.startswith("the ") and spelling[4:5].isupper()  # "the States", and no "states of a federation"
    if named_so and raws[0] == "the" and not raws[-1][:1].isupper():
        return 0
    if spelling[:1].islower():
        return 1
    return _fits_name(sense, folded, raws, actors, bare=bare)


def _fits_name(sense: Sense, folded: str, raws: Sequence[str], actors: Actors, *, bare: bool) -> int:
    first, last = raws[0], raws[-1]
    capital = first[:1].isupper() or (first[:1] in _OPENING and first[1:2].isupper())
    if sense.kind in {"person", "surname"}:
        return int(last[:1].isupper() or (capital and "-" in last))
    if capital or (first in {"al", "el", "de", "the"} and len(raws) > 1 and last[:1].isupper()):
        return int(sense.kind != "city" or " " not in folded or last[:1].isupper())
    if folded in actors.common:
        return 0
    lower = sense.kind in _LOWER_TOO or (bare and (" " in folded or sense.kind in _CARELESS))
    return 2 if lower else 0


def _fits_acronym(folded: str, raw: str, actors: Actors, *, shouted: bool, bare: bool) -> int:
    if shouted:
        return 0 if folded in actors.common else 1
    letters = [c for c in raw if c.isalpha()]
    big = sum(c.isupper() for c in letters)
    if big >= 2 and (big == len(letters) or letters[-1] == "s" or big >= len(letters) - 1):
        return 1
    if len(folded) >= 4 and letters[0].isupper() and folded not in actors.common:
        return 1
    return 2 if bare and len(folded) >= 4 and folded not in actors.common and "." not in raw else 0


def covers(matches: Sequence[Match], i: int) -> bool:
    """Whether a piece lies in a match."""
    return any(m.start <= i < m.end for m in matches)


def first_outside(pieces: Sequence[str], matches: Sequence[Match], *, after: int = 0) -> int:
    """Index of the first preposition, relative pronoun or barrier that no match contains."""
    inside = {i for m in matches for i in range(m.start, m.end)}
    for i in range(after, len(pieces)):
        if i in inside or (i == 0):
            continue
        if pieces[i] == BARRIER or pieces[i] in listed("preposition"):
            return i
    return len(pieces)
