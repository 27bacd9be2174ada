"""Which articles tell the same happening? Stories, grown batch by batch as articles arrive.

A batch and the articles of the stories that it may belong to are grouped anew: groups of articles that are alike on
average, which are then parted again where they fall into two halves that share little but what the whole group shares
(two quakes in one province, two matches of one club). A story keeps its id where most of its articles stay.

The outcome does not hang on the order within a batch. It may hang on how articles were cut into batches: a story is
what was known when its last article came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Final

from dragoman.events.gist import Gist, matrix_of
from dragoman.events.linkage import average_linkage, halves
from dragoman.records import Duplicate, Story, fingerprint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

__all__ = ["DAYS_APART", "grouped", "stories"]

ALIKE: Final = 0.20  # mean cosine from which groups are one story
RATIO: Final = 0.30  # halves are parted when they are less alike than this share of what each half is in itself
LEAST_HALF: Final = 3  # articles in each; these three: best B3 F1 on the tuning half of ECB+, see docs/events.md
DAYS_APART: Final = 7  # dated articles further apart are never linked directly; our choice
LEAST_LINK: Final = 0.02  # a weaker likeness counts as none: it is the noise of common words
ROWS_AT_ONCE: Final = 128  # of the table of likeness: bounds memory
MAX_GROUP: Final = 400  # a larger group is not parted: the table of likeness would be too large


def stories(new: Iterable[Gist], stored: Mapping[Gist, str], copies: Iterable[Duplicate] = ()) -> list[Story]:
    """To which story does each article belong?

    Args:
        new: gists of a batch.
        stored: gists of articles that may be told together with them -> their present story.
        copies: links between texts that are nearly the same: as alike as the link says.
    Returns:
        A row for each new article, and for each stored one whose story changed; in the order of article ids.
    """
    before = {g.article: story for g, story in stored.items()}
    fresh = {g.article: g for g in new}
    gists = sorted((*fresh.values(), *(g for g in stored if g.article not in fresh)), key=lambda g: g.article)
    groups = grouped(gists, copies)
    named = _named([[gists[i].article for i in group] for group in groups], before)
    found = [
        Story(article=article, story=story, day=by_id.day)
        for by_id, article, story in (
            (gists[i], gists[i].article, story) for group, story in zip(groups, named, strict=True) for i in group
        )
        if before.get(article) != story or article in fresh
    ]
    return sorted(found, key=lambda s: s.article)


def grouped(gists: Sequence[Gist], copies: Iterable[Duplicate] = ()) -> list[list[int]]:
    """Places of articles of one story each.

    Args:
        gists: in an order that does not hang on how they came, such as that of their ids.
        copies: as for `stories`.
    """
    if not gists:
        return []
    matrix = matrix_of(gists)
    labels = list(range(len(gists)))
    for part, pairs in _parts(gists, matrix, copies):
        for i, label in enumerate(average_linkage(len(part), pairs, least=ALIKE)):
            labels[part[i]] = part[label]
    groups: dict[int, list[int]] = {}
    for place, label in enumerate(labels):
        groups.setdefault(label, []).append(place)
    todo, done = [groups[label] for label in sorted(groups)], []
    while todo:
        group = todo.pop()
        parted = _parted(matrix, group)
        if parted is None:
            done.append(group)
        else:
            todo.extend(parted)
    return sorted(done)


def _parts(
    gists: Sequence[Gist], matrix: csr_matrix, copies: Iterable[Duplicate]
) -> Iterator[tuple[list[int], list[tuple[int, int, float]]]]:
    """Articles that may be told together, with how alike they are: places, ascending, and pairs of places among them.

    Groups that are joined have a pair that is as alike as their mean must be, so no group reaches beyond such a part.
    """
    import numpy as np
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    n = len(gists)
    rows, others, values = _links(gists, matrix, copies)
    strong = values >= ALIKE
    _, part = connected_components(
        csr_matrix((values[strong], (rows[strong], others[strong])), shape=(n, n)), directed=False
    )
    inside = part[rows] == part[others]
    rows, others, values = rows[inside], others[inside], values[inside]
    order = np.argsort(part[rows], kind="stable")
    for of_one in np.split(order, np.flatnonzero(np.diff(part[rows][order])) + 1):
        places, numbers = np.unique([rows[of_one], others[of_one]], return_inverse=True)
        one, other = numbers.reshape(2, -1)
        yield places.tolist(), list(zip(one.tolist(), other.tolist(), values[of_one].tolist(), strict=True))


def _links(
    gists: Sequence[Gist], matrix: csr_matrix, copies: Iterable[Duplicate]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Pairs within the window of days that share a term by which articles are found, or nearly all of their text.

    Returns:
        Smaller place, larger place and likeness of each pair, ascending; shape (pairs,) each.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    n = len(gists)
    _, columns = np.unique(np.concatenate([np.array(g.index, np.int64) for g in gists]), return_inverse=True)
    ends = np.cumsum([0, *(len(g.index) for g in gists)])
    index = csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(n, int(columns.max(initial=0)) + 1))
    day = np.array([g.day.toordinal() if g.day else -(10**9) for g in gists])
    found = []
    for first in range(0, n, ROWS_AT_ONCE):
        some = slice(first, first + ROWS_AT_ONCE)
        shared = index[some] @ index.T
        shared.data[:] = 1.0
        likeness = shared.multiply(matrix[some] @ matrix.T).tocoo()
        rows, others = likeness.row.astype(np.int64) + first, likeness.col.astype(np.int64)
        kept = (rows < others) & (likeness.data >= LEAST_LINK) & (abs(day[rows] - day[others]) <= DAYS_APART)
        found.append((rows[kept], others[kept], likeness.data[kept]))
    place = {g.article: i for i, g in enumerate(gists)}
    for copy in copies:
        if copy.article == copy.other or copy.article not in place or copy.other not in place:
            continue
        one, other = sorted((place[copy.article], place[copy.other]))
        if copy.similarity >= LEAST_LINK and abs(day[one] - day[other]) <= DAYS_APART:
            found.append((np.array([one]), np.array([other]), np.array([copy.similarity])))
    rows, others, values = (np.concatenate([f[k] for f in found]) for k in range(3))
    order = np.lexsort((-values, others, rows))  # of a pair that is told twice, the greater likeness
    rows, others, values = rows[order], others[order], values[order]
    new = np.append(True, (np.diff(rows) != 0) | (np.diff(others) != 0))[: len(rows)]
    return rows[new], others[new], values[new]


def _parted(matrix: csr_matrix, group: Sequence[int]) -> tuple[list[int], list[int]] | None:
    """The two halves of a group that is not one story, or None.

        w' = w * ln((n + 0.5) / df)   for terms of at least two of its n articles; others fall away

    What all articles of the group share says nothing about its halves; cosines are taken anew with these weights.

    Reference:
        None; our choice, in the manner of divisive clustering.
    """
    import numpy as np

    n = len(group)
    if not 2 * LEAST_HALF <= n <= MAX_GROUP:
        return None
    part = matrix[group].toarray()
    shared = (part > 0).sum(axis=0)
    part = part * np.where(shared >= 2, np.log((n + 0.5) / np.maximum(shared, 1)), 0.0)
    length = np.sqrt((part**2).sum(axis=1, keepdims=True))
    part = part / np.where(length > 0, length, 1.0)
    likeness = part @ part.T
    one, other = halves(likeness)
    if min(len(one), len(other)) < LEAST_HALF:
        return None
    within = (_within(likeness, one) * len(one) + _within(likeness, other) * len(other)) / n
    if likeness[np.ix_(one, other)].mean() >= RATIO * within:
        return None
    return [group[i] for i in one], [group[i] for i in other]


def _within(likeness: NDArray[np.float64], some: Sequence[int]) -> float:
    """Mean likeness of different articles of a half."""
    import numpy as np

    n = len(some)
    part = likeness[np.ix_(some, some)]
    return float((part.sum() - np.trace(part)) / (n * (n - 1)))


def _named(groups: Sequence[Sequence[str]], before: Mapping[str, str]) -> list[str]:
    """An id for each group: a story goes on where most of its articles are; a new one is named by its smallest free id."""
    share: dict[str, dict[int, int]] = {}
    for number, group in enumerate(groups):
        for article in group:
            if article in before:
                counted = share.setdefault(before[article], {})
                counted[number] = counted.get(number, 0) + 1
    claims: dict[int, list[tuple[int, str]]] = {}
    for story, counted in share.items():
        number = min(counted, key=lambda n: (-counted[n], groups[n][0]))
        claims.setdefault(number, []).append((-counted[number], story))
    taken = {number: min(some)[1] for number, some in claims.items()}
    used = set(taken.values()) | set(before.values())
    names = []
    for number, group in enumerate(groups):
        name = taken.get(number) or next(
            made
            for again in count()
            for article in sorted(group)
            if (made := fingerprint("S", "story", article, *([again] if again else []))) not in used
        )
        used.add(name)
        names.append(name)
    return names
