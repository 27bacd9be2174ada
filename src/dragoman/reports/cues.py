"""Which words tell that somebody says, thinks, finds or judges? `data/cues.csv`, asked by lemma."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dragoman.data import table

if TYPE_CHECKING:
    from dragoman.reports.frames import Tree

__all__ = ["Cues"]


@dataclass(frozen=True, slots=True)
class Cues:
    """The table by part of speech.

    Attributes:
        verbs: lemma -> kind: "say" (verbs of communication), "think", "find", "judge" (their content is a noun phrase).
        particled: verb and particle or preposition, such as ("point", "out") -> kind.
        nouns: lemmas of nouns that carry a content, such as "statement".
        anonymous: lemmas of nouns that leave open who it is, such as "source".
    """

    verbs: Mapping[str, str]
    particled: Mapping[tuple[str, str], str]
    nouns: frozenset[str]
    anonymous: frozenset[str]

    @classmethod
    def load(cls) -> Cues:
        """The table of the package."""
        return _load()

    def kind(self, tree: Tree, verb: int) -> tuple[str, int | None] | None:
        """The kind of a verb, and the particle or preposition that belongs to it; None where it is no cue."""
        lemma = tree.lemma[verb]
        for child in tree.children[verb]:
            if child > verb and tree.dep[child] in ("prt", "prep", "advmod", "acomp", "dative"):
                found = self.particled.get((lemma, tree.lower[child]))
                if found:
                    return found, child
        plain = self.verbs.get(lemma)
        return (plain, None) if plain else None


@cache
def _load() -> Cues:
    verbs: dict[str, str] = {}
    particled: dict[tuple[str, str], str] = {}
    nouns: set[str] = set()
    anonymous: set[str] = set()
    for row in table("cues"):
        cue, kind = row["cue"], row["kind"]
        if row["pos"] == "verb":
            lemma, _, particle = cue.partition(" ")
            if particle:
                particled[lemma, particle] = kind
            else:
                verbs.setdefault(lemma, kind)
        elif row["pos"] == "noun":
            (anonymous if kind == "anonymous" else nouns).add(cue)
    return Cues(verbs, particled, frozenset(nouns), frozenset(anonymous))
