"""How is a bare phrase cut into words, and which misspelt word is near one that the tables know?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dragoman.mentions.scan import Words

if TYPE_CHECKING:
    from dragoman.mentions.actors import Actors

__all__ = ["mended", "tokens_of"]

_MENDABLE: Final = frozenset({"people", "adjective", "role", "name"})


def mended(words: Words, actors: Actors) -> Words | None:
    """The phrase with one misspelt long word put right, if a people, an adjective or a role is that near."""
    from difflib import get_close_matches

    for i, piece in enumerate(words.pieces):
        if len(piece) < 6 or piece in actors.senses:
            continue
        before = " ".join(words.pieces[:i])
        for lead in (f"{before} ", "") if before else ("",):
            typed = f"{lead}{piece}"
            near = [
                w for w in actors.spellings_near(typed)
                if w.startswith(lead) and abs(len(w) - len(typed)) <= 2 and any(s.kind in _MENDABLE for s in actors.of(w))
            ]  # fmt: skip
            if close := get_close_matches(typed, near, n=1, cutoff=0.85):
                fresh = close[0].split()
                capital = words.raws[i][:1].isupper()
                shown = [w.title() if capital else w for w in fresh]
                keep = 0 if lead else i
                return Words(
                    [*words.pieces[:keep], *fresh, *words.pieces[i + 1 :]],
                    [*words.raws[:keep], *shown, *words.raws[i + 1 :]],
                    [],
                )
    return None


def tokens_of(phrase: str) -> list[str]:
    """The words of a bare phrase; punctuation, owners' endings and the parts around hyphens stand alone."""
    spaced = phrase
    for mark in '(),;:"“”[]':
        spaced = spaced.replace(mark, f" {mark} ")
    for mark in ("'s ", "’s "):
        spaced = (spaced + " ").replace(mark, " 's ").rstrip()
    return [t for word in spaced.split() for t in _hyphens(word)]


def _hyphens(word: str) -> list[str]:
    if "-" not in word:
        return [word]
    parts = word.split("-")
    return [p for p in parts if p]
