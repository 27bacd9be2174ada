"""When are two spellings the same word? Folding of case, diacritics, punctuation and hyphens, for tables and texts alike.

"Davutoğlu" and "Davutoglu", "U.S." and "US", "Nagorno-Karabakh" and "Nagorno Karabakh", "N'Djamena" and "Ndjamena" fold
to the same pieces. Case is folded here; whether a word was written in capitals is judged by who reads the text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["BARRIER", "fold", "key", "plural"]

BARRIER: Final = ","  # the piece of a token that no name runs across: comma, full stop, bracket, quotation mark

_LETTERS: Final = str.maketrans(
    {
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "AE",
        "œ": "oe", "Œ": "OE", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ə": "a", "Ə": "A", "’": "'", "‘": "'",
        "ʻ": "'", "ʼ": "'", "`": "'", "´": "'", "ʿ": "'", "ʾ": "'", "‐": "-", "‑": "-",
    }
)  # fmt: skip
_PIECE: Final = re.compile(
    r"[^\W\d_](?:\.[^\W\d_])+\.?(?![^\W_])|(?:(?<=\w)'s\b)|\w+(?:'(?!s\b)\w+)*|&|(?<=\w)\+|[,;:()\[\]\"“”]"
)
_CACHE: Final[dict[str, tuple[str, ...]]] = {}
_CACHE_SIZE: Final = 200_000  # words; a large newspaper corpus holds more, so the cache starts anew


def fold(token: str) -> tuple[str, ...]:
    """The folded pieces of a token: none for a hyphen or apostrophe, `BARRIER` for other punctuation."""
    known = _CACHE.get(token)
    if known is not None:
        return known
    if len(_CACHE) >= _CACHE_SIZE:
        _CACHE.clear()
    pieces = _fold(token)
    _CACHE[token] = pieces
    return pieces


def key(name: str) -> str:
    """The folded pieces of a whole name, joined by blanks: how the tables are looked up."""
    if name.isascii() and name.replace(" ", "").isalpha():
        return " ".join(name.lower().split())
    return " ".join(p for p in _fold(name) if p != BARRIER)


def plural(term: str) -> str:
    """The plural of a noun phrase in English: of its last word, or of the word before "of", "in", "to", "at", "for"."""
    words = term.split(" ")
    at = next(
        (i - 1 for i, w in enumerate(words) if i and w in {"of", "in", "to", "at", "for", "without"}), len(words) - 1
    )
    words[at] = _plural_word(words[at])
    return " ".join(words)


_IRREGULAR: Final = {
    "child": "children", "schoolchild": "schoolchildren", "person": "people", "wife": "wives", "thief": "thieves",
    "foot": "feet", "police": "police", "staff": "staff", "people": "people", "chief": "chiefs", "human": "humans",
    "german": "germans", "roman": "romans", "shaman": "shamans", "ottoman": "ottomans", "personnel": "personnel",
    "aircraft": "aircraft", "youth": "youths", "brigadier": "brigadiers", "general": "generals", "half": "halves",
}  # fmt: skip


def _plural_word(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("man"):
        return word[:-2] + "en"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word if word.endswith("s") and not word.endswith("ss") else word + "es"
    if word.endswith("y") and len(word) > 1 and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def _fold(text: str) -> tuple[str, ...]:
    if text.isascii() and text.isalpha():
        return (text.lower(),)
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    if plain in {"'s", "s'"}:
        return ("s",)
    pieces: list[str] = []
    for piece in _PIECE.findall(plain):
        if piece in {",", ";", ":", "(", ")", "[", "]", '"', "“", "”"}:
            pieces.append(BARRIER)
        elif piece in {"&", "+"}:
            pieces.append("and" if piece == "&" else "plus")
        else:
            bare = piece.replace(".", "").replace("'", "").replace("_", " ").split()
            pieces.extend(bare)
    if not pieces and ("\n" in plain or any(c in ".!?…|*•–—" for c in text)):
        return (BARRIER,)  # a dash between words parts them; a hyphen does not
    return tuple(pieces)
