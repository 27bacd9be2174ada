"""Which articles are the same text, or nearly? MinHash of word 5-shingles, with bands to find candidates by.

The hashing is our own few lines of NumPy on CRC-32 and BLAKE2b, not that of `rensa` or `datasketch`: signatures are
stored and must be the same tomorrow, on every platform and with every version of a library.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from dragoman.records import Article, Duplicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["PERMUTATIONS", "Signature", "band_shape", "body_key", "link_duplicates", "links", "signature", "similarity"]

PERMUTATIONS = 128  # standard error of a similarity: at most 0.5 / sqrt(128) = 0.044
SHINGLE = 5  # words
_FOUND = 0.98  # least chance that two texts as similar as the threshold share a band
_AT_ONCE = 4_096  # shingles hashed at once: bounds memory at some 4 MB


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """What is kept of a text to compare it with others."""

    values: NDArray[np.uint32]  # shape (128,): the smallest hash under each permutation
    bands: tuple[int, ...]  # signed 64 bits; texts that share one are candidates
    key: str  # the same for texts with the same words


def signature(text: str, *, threshold: float = 0.70) -> Signature:
    """The signature of a text: its words without case, marks and spacing.

    Args:
        text: what is compared.
        threshold: similarity from which pairs are to be found (setting near_duplicate); shapes the bands.
    Reference:
        Broder 1997, On the resemblance and containment of documents; bands: Leskovec, Rajaraman and Ullman, Mining of
        Massive Datasets, 3rd ed., section 3.4.
    """
    words = _words(text)
    values = _smallest(words)
    return Signature(values, _bands(values, threshold), _key(words))


def similarity(one: Signature, other: Signature) -> float:
    """Jaccard similarity of word 5-shingles, 0 to 1, estimated."""
    return float((one.values == other.values).mean())


def body_key(article: Article) -> str:
    """The same for articles whose bodies have the same words: 32 hex digits."""
    return _key(_words(_compared(article)))


@cache
def band_shape(threshold: float) -> tuple[int, int]:
    """Number of bands and rows in each: the most rows that still find a pair at the threshold with a chance of 98 %.

    P(found | s) = 1 - (1 - s ** rows) ** bands. For 0.70: 25 bands of 5 rows, found 0.99; a pair with similarity 0.2,
    which is none, becomes a candidate with a chance of 0.008.
    """
    for rows in range(PERMUTATIONS, 1, -1):
        count = PERMUTATIONS // rows
        if 1 - (1 - threshold**rows) ** count >= _FOUND:
            return count, rows
    return PERMUTATIONS, 1


def links(
    new: Mapping[str, Signature], candidates: Mapping[str, Signature], *, threshold: float = 0.70
) -> Iterator[Duplicate]:
    """The pairs of articles with the same or nearly the same text: within the new ones, and of new with candidates.

    Each pair comes once, the smaller id first, in the order of ids, whichever of the two came first.

    Args:
        new: article id to signature of a batch.
        candidates: those already stored that share a band or key with one of the batch; others do no harm. Their bands
            may be left empty: they follow from the values.
        threshold: least similarity that is linked, exact ones aside.
    """
    everything = {**candidates, **new}
    shared: dict[int | str, list[str]] = {}
    for name in sorted(everything):
        sign = everything[name]
        marks: set[int | str] = {*(sign.bands or _bands(sign.values, threshold)), sign.key}
        for mark in marks:
            shared.setdefault(mark, []).append(name)
    pairs = {
        (a, b) for names in shared.values() for i, a in enumerate(names) for b in names[i + 1 :] if a in new or b in new
    }
    for a, b in sorted(pairs):
        one, other = everything[a], everything[b]
        if one.key == other.key:
            yield Duplicate(article=a, other=b, kind="exact", similarity=1.0)
        elif (close := similarity(one, other)) >= threshold:
            yield Duplicate(article=a, other=b, kind="near", similarity=close)


def link_duplicates(articles: Iterable[Article], *, threshold: float = 0.70) -> Iterator[Duplicate]:
    """All pairs among some articles. Holds a signature of 512 bytes for each; the store does it in batches."""
    signs = {article.id: signature(_compared(article), threshold=threshold) for article in articles}
    return links(signs, {}, threshold=threshold)


def _compared(article: Article) -> str:
    """What of an article is compared: its body, or its title where it has no body."""
    return article.body or article.text


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _bands(values: NDArray[np.uint32], threshold: float) -> tuple[int, ...]:
    """A hash of each band of a signature and the band's place."""
    count, rows = band_shape(threshold)
    raw, width = values.astype("<u4").tobytes(), 4 * rows
    return tuple(
        int.from_bytes(
            blake2b(raw[width * i : width * (i + 1)], digest_size=8, salt=i.to_bytes(2, "little")).digest(),
            "little",
            signed=True,
        )
        for i in range(count)
    )


def _key(words: list[str]) -> str:
    return blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _smallest(words: list[str]) -> NDArray[np.uint32]:
    """The smallest hash of the text's shingles under each permutation."""
    import numpy as np

    hashes = np.fromiter((zlib.crc32(w.encode("utf-8", "surrogatepass")) for w in words), np.uint64, len(words))
    count = max(1, len(hashes) - SHINGLE + 1)
    shingles = np.zeros(count, np.uint64)
    for place in range(min(SHINGLE, len(hashes))):
        shingles = _mixed(shingles + hashes[place : place + count] + np.uint64(place))
    shingles = np.unique(shingles)
    factors, terms = _permutations()
    smallest = np.full(PERMUTATIONS, np.iinfo(np.uint32).max, np.uint32)
    for begin in range(0, len(shingles), _AT_ONCE):
        part = shingles[begin : begin + _AT_ONCE, None] * factors + terms
        smallest = np.minimum(smallest, (part >> np.uint64(32)).astype(np.uint32).min(axis=0))
    return smallest


def _mixed(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64's finaliser (Steele, Lea and Flood 2014): every bit of the input moves every bit of the output."""
    import numpy as np

    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@cache
def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Odd factors and terms of multiply-shift hashing, fixed for all time: BLAKE2b of the permutation's number."""
    import numpy as np

    drawn = [blake2b(b"dragoman minhash %d" % i, digest_size=16).digest() for i in range(PERMUTATIONS)]
    factors = np.array([int.from_bytes(d[:8], "little") | 1 for d in drawn], np.uint64)
    return factors, np.array([int.from_bytes(d[8:], "little") for d in drawn], np.uint64)
