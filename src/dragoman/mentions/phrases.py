"""A noun phrase taken apart: head, what follows it, and what is known around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.mentions.actors import Actors
    from dragoman.mentions.resolution import Setting
    from dragoman.mentions.scan import Match, Words

__all__ = ["Phrase"]


@dataclass(slots=True)
class Phrase:
    """What the readers of heads and owners share.

    Attributes:
        words: of the whole phrase.
        head: matches up to `cut`.
        tail: matches after it, behind a preposition, a relative pronoun or a comma.
        cut: the piece at which the tail begins; the number of pieces if there is none.
        setting: what is known around the phrase.
        actors: the gazetteer.
    """

    words: Words
    head: list[Match]
    tail: list[Match]
    cut: int
    setting: Setting
    actors: Actors

    @property
    def link(self) -> str:
        """The piece that opens the tail; empty if there is none."""
        return self.words.pieces[self.cut] if self.cut < len(self.words.pieces) else ""

    def piece(self, at: int) -> str:
        """A folded piece; empty outside the phrase."""
        return self.words.pieces[at] if 0 <= at < len(self.words.pieces) else ""

    def shown(self, match: Match) -> str:
        """The words of a match as they are written."""
        return " ".join(dict.fromkeys(self.words.raws[match.start : match.end]))
