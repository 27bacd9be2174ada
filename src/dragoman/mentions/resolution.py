"""What resolving a phrase gives, and what is known around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NOBODY", "Resolution", "Setting"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whom a phrase names.

    Attributes:
        state: code of a state or organisation; None if none or undecided.
        sector: best PLOVER sector; None for the state as such or for no actor.
        name: as the tables spell it.
        score: how sure, 0 to 1.
        why: rows and rules.
        sectors: all that fit, the best first.
        kind: name, adjective, metonym, person, organisation, role, or "" for nobody.
        candidates: states between which it stays undecided, the likeliest first.
    """

    state: str | None = None
    sector: str | None = None
    name: str | None = None
    score: float = 0.0
    why: str = "no table knows an actor in these words"
    sectors: tuple[str, ...] = ()
    kind: str = ""
    candidates: tuple[str, ...] = ()


NOBODY: Final = Resolution()


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known around a phrase.

    Attributes:
        day: of the text.
        weights: state -> how much the text around speaks of it, 0 to 1.
        known: a state given by whoever asks, or None.
        people: surname -> names of persons whom the text named in full before.
        namesakes: surnames that the text gives to persons whom no table knows.
        trusted: the phrase is known to name an actor (it was given alone), so that doubtful surnames count.
    """

    day: date | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    known: str | None = None
    people: Mapping[str, str] = field(default_factory=dict)
    namesakes: frozenset[str] = frozenset()
    trusted: bool = False
