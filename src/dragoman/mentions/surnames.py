"""By which words is a person named for short? "Le Drian", "bin Salman", "Sisi", "Xi", "Abiy", "Lopez Obrador"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.data import table
from dragoman.mentions.lexicon import listed
from dragoman.mentions.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["surnames"]

_ARTICLES: Final = frozenset({"al", "el", "as", "ash", "ad", "ar", "az", "an", "at"})
_INSEPARABLE: Final = frozenset({"bin", "ben", "ibn", "abu", "san", "st", "la", "le"})
_GENERATIONS: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})


RARE: Final = 0.3  # weight of a form that the press uses seldom, such as the first of two surnames; our choice


def surnames(name: str, state: str) -> dict[str, float]:
    """Folded words by which a person is named for short, with how usual each is, 0 to 1.

    Args:
        name: in full, in the order in which the press writes it.
        state: of the person; tells where the family name stands.
    """
    words = [w for part in name.replace(".", ". ").split() if (w := " ".join(fold(part)))]
    words = [w for w in words if w not in _GENERATIONS]
    customs = _customs().get(state, frozenset())
    if len(words) < 2 or "," in name or "full name only" in customs:
        return {}
    western = len(words) == 2 and words[0] in _western()  # "Andrew Lee", whose family name stands last
    if (
        "family name first" in customs
        and not western
        and (len(words) <= 3 if state != "HKG" else _in_chinese_order(words))
    ):
        short = {words[0]: 1.0}
    else:
        short = dict.fromkeys([*_last(words), *([words[0]] if "given name used" in customs else [])], 1.0)
        if "two surnames" in customs and len(words) >= 3 and words[-2] not in listed("particle"):
            short[" ".join(words[-2:])] = 1.0
            if len(words) > 3:
                short.setdefault(words[-2], RARE)
    return {s: weight for s, weight in short.items() if len(s) > 1}


def _in_chinese_order(words: Sequence[str]) -> bool:
    """Whether a name of Hong Kong stands as in "Lam Wing-kee" rather than as in "Carrie Lam"."""
    return len(words) == 2 and " " in words[1]


def _last(words: Sequence[str]) -> set[str]:
    """The last name with and without the particles before it."""
    last = words[-1]
    short = {last}
    article, _, rest = last.partition(" ")
    if rest and article in _ARTICLES:
        short |= {rest, f"al {rest}", f"el {rest}"}
    at = len(words) - 1
    while at > 1 and words[at - 1] in listed("particle"):
        at -= 1
    if at < len(words) - 1:
        short.add(" ".join(words[at:]))
        if words[at] in _INSEPARABLE:
            short.discard(last)
    return short


@cache
def _western() -> frozenset[str]:
    """Given names of English that are no family names."""
    kinds: dict[str, set[str]] = {}
    for row in table("name_words"):
        kinds.setdefault(row["what"], set()).add(row["word"])
    return frozenset(kinds["first name"] - kinds["family name"])


@cache
def _customs() -> Mapping[str, frozenset[str]]:
    """State -> how its people are named."""
    found: dict[str, set[str]] = {}
    for row in table("name_customs"):
        found.setdefault(row["code"], set()).add(row["custom"])
    return {code: frozenset(customs) for code, customs in found.items()}
