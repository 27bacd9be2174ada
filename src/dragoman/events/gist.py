"""What is an article about, in a few dozen numbers? Its rare words and names, each with a weight.

The weight of a word does not hang on the articles around it but on a table of English (`data/word_rarity.csv`), so that
two articles are as alike today as tomorrow, whatever was read before and in whatever order.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from math import log, sqrt
from typing import TYPE_CHECKING, Final

from dragoman.data import table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

__all__ = ["Gist", "alike", "gist", "matrix_of"]

WORDS: Final = 150  # of an article that are looked at: news tells what happened first
LEAD: Final = 60  # words that tell the happening itself ...
LEAD_WEIGHT: Final = 2.0  # ... count double
NAME_WEIGHT: Final = 1.5  # a word written with a capital, and a number
POWER: Final = 1.25  # of rarity; these five: best B3 F1 on the tuning half of ECB+, see docs/events.md
ACTOR_WEIGHT: Final = 4.0  # of a resolved actor among its words; our choice
BITS_OF_THE_UNKNOWN: Final = 16.0  # a word that the table lacks
WORDS_KEPT: Final = 100_000  # of which the code is remembered: bounded, since news brings new words for ever
WORDS_OF_A_TEXT: Final = 300  # how often a word stands in a text is counted over so many words
INDEXED: Final = 16  # heaviest terms by which an article is found again

_TOKEN = re.compile(r"[^\W_]+")
_SPACED_MARK = re.compile(r" ([.,;:'’?!)%])")


@dataclass(frozen=True, slots=True, eq=False)
class Gist:
    """An article as its terms.

    Attributes:
        article: its id.
        day: day of publication, if told.
        terms: CRC-32 of each term, ascending; shape (n,).
        weights: of each, to unit length; shape (n,), 0 to 1.
    """

    article: str
    day: date | None
    terms: NDArray[np.uint32]
    weights: NDArray[np.float32]

    @property
    def index(self) -> tuple[int, ...]:
        """The heaviest terms, at most 16: articles about one happening share some."""
        import numpy as np

        order = np.lexsort((self.terms, -self.weights))[:INDEXED]
        return tuple(self.terms[order].tolist())

    def packed(self) -> bytes:
        """Terms and weights as bytes, little-endian: n numbers of 32 bits, then n of 16."""
        return bytes(self.terms.astype("<u4").tobytes() + self.weights.astype("<f2").tobytes())

    @classmethod
    def unpacked(cls, article: str, day: date | None, packed: bytes) -> Gist:
        """The gist that was packed, with weights to about three digits."""
        import numpy as np

        n = len(packed) // 6
        return cls(
            article,
            day,
            np.frombuffer(packed[: 4 * n], "<u4"),
            np.frombuffer(packed[4 * n :], "<f2").astype(np.float32),
        )


def gist(article: str, text: str, *, day: date | None = None, actors: Iterable[str] = ()) -> Gist:
    """The gist of a text.

        weight = (1 + ln n) * (-ln d) ** 1.25 * 1.5 if a name * 2 if in the lead,   d = min(1, 300 p)

    with n how often the word stands there and p how often it stands among all words of English; then to unit length.

    Args:
        article: id of the article.
        text: title and body.
        day: of publication.
        actors: codes of the actors named, as terms beside the words: Ankara and the Turks are both TUR.
    Reference:
        TF-IDF: Spärck Jones 1972, with d in the place of document frequency; exponents and factors are our choice,
        tuned as told above.
    """
    import numpy as np

    lower: dict[str, int] = {}
    upper: dict[str, int] = {}
    first: dict[str, int] = {}
    rarity: dict[str, float] = {}
    tokens = _TOKEN.findall(_SPACED_MARK.sub(r"\1", text))[:WORDS]
    for place, token in enumerate(tokens):
        word = token.casefold()
        if len(word) < 3 and not word.isdigit():
            continue
        stem = _stem(word)
        counted = upper if token[0].isupper() or token.isdigit() else lower
        counted[stem] = counted.get(stem, 0) + 1
        first.setdefault(stem, place)
        rarity[stem] = min(rarity.get(stem, BITS_OF_THE_UNKNOWN), _bits().get(word, BITS_OF_THE_UNKNOWN))
    weights: dict[int, float] = {}
    for stem, bits in rarity.items():
        # a stem is as common as the commonest of its words here; "a word of every text" weighs nothing
        common = min(1.0, WORDS_OF_A_TEXT * 2.0**-bits)
        if common >= 1.0:
            continue
        low, up = lower.get(stem, 0), upper.get(stem, 0)
        weight = (1 + log(low + up)) * (-log(common)) ** POWER
        weight *= NAME_WEIGHT if up >= low else 1.0
        weight *= LEAD_WEIGHT if first[stem] < LEAD else 1.0
        weights[_code(stem)] = weight
    for actor in sorted(set(actors)):
        weights[_code("@" + actor)] = ACTOR_WEIGHT * LEAD_WEIGHT
    terms = sorted(weights)
    length = sqrt(sum(weights[t] ** 2 for t in terms)) or 1.0
    # to half precision at once: a gist just made and one read back from a store must be alike to the last digit
    scaled = np.array([weights[t] / length for t in terms], np.float16).astype(np.float32)
    return Gist(article, day, np.array(terms, np.uint32), scaled)


def alike(one: Gist, other: Gist) -> float:
    """Cosine of two gists, 0 to 1."""
    import numpy as np

    _, here, there = np.intersect1d(one.terms, other.terms, assume_unique=True, return_indices=True)
    return float((one.weights[here] * other.weights[there]).sum())


def matrix_of(gists: Sequence[Gist]) -> csr_matrix:
    """Gists as rows of one sparse matrix, shape (articles, terms)."""
    import numpy as np
    from scipy.sparse import csr_matrix

    if not gists:
        return csr_matrix((0, 0), dtype=np.float32)
    ends = np.cumsum([0, *(len(g.terms) for g in gists)])
    found, columns = np.unique(np.concatenate([g.terms for g in gists]), return_inverse=True)
    return csr_matrix((np.concatenate([g.weights for g in gists]), columns, ends), shape=(len(gists), len(found)))


@cache
def _bits() -> Mapping[str, float]:
    return {row["word"]: float(row["bits"]) for row in table("word_rarity")}


@lru_cache(maxsize=WORDS_KEPT)
def _code(term: str) -> int:
    return zlib.crc32(term.encode("utf-8", "surrogatepass"))


def _stem(word: str) -> str:
    """A word without its ending, roughly: "strikes", "striking" and "strike" need not agree, "visits" and "visit" do."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "s"):
        if len(word) - len(ending) >= 4 and word.endswith(ending) and not word.endswith("ss"):
            return word[: -len(ending)]
    return word
