"""Which articles tell the same happening? Stories, grown batch by batch as articles arrive.

A batch and the articles of the stories that it may belong to are grouped anew: groups of articles that are alike on
average, which are then parted again where they fall into two halves that share little but what the whole group shares
(two quakes in one province, two matches of one club). A story keeps its id where most of its articles stay.

The outcome does not hang on the order within a batch. It may hang on how articles were cut into batches: a story is
what was known when its last article came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    labels = average_linkage(len(gists), _pairs(gists, matrix, copies), least=ALIKE)
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


def _pairs(gists: Sequence[Gist], matrix: csr_matrix, copies: Iterable[Duplicate]) -> list[tuple[int, int, float]]:
    """Pairs within the window of days that share a term by which articles are found, or nearly all of their text."""
    import numpy as np
    from scipy.sparse import csr_matrix, triu
    from scipy.sparse.csgraph import connected_components

    place = {g.article: i for i, g in enumerate(gists)}
    _, columns = np.unique(np.concatenate([np.array(g.index, np.int64) for g in gists]), return_inverse=True)
    ends = np.cumsum([0, *(len(g.index) for g in gists)])
    index = csr_matrix(
        (np.ones(len(columns), np.float32), columns, ends), shape=(len(gists), int(columns.max(initial=0)) + 1)
    )
    shared = triu(index @ index.T, k=1).tocsr()
    shared.data[:] = 1.0
    likeness = shared.multiply(matrix @ matrix.T).tocoo()
    day = np.array([g.day.toordinal() if g.day else -(10**9) for g in gists])
    rows, others, values = likeness.row, likeness.col, likeness.data
    linked = [
        (*sorted((place[c.article], place[c.other])), c.similarity)
        for c in copies
        if c.article in place and c.other in place and c.article != c.other
    ]
    if linked:
        rows, others = (np.concatenate([old, [x[k] for x in linked]]) for k, old in enumerate((rows, others)))
        values = np.concatenate([values, [x[2] for x in linked]])
    kept = (values >= LEAST_LINK) & (abs(day[rows] - day[others]) <= DAYS_APART)
    rows, others, values = rows[kept], others[kept], values[kept]
    # Groups that are joined have a pair that is as alike as their mean must be: all else lies within its components.
    strong = values >= ALIKE
    graph = csr_matrix((values[strong], (rows[strong], others[strong])), shape=(len(gists), len(gists)))
    _, part = connected_components(graph, directed=False)
    kept = part[rows] == part[others]
    found: dict[tuple[int, int], float] = {}
    for i, j, value in zip(rows[kept].tolist(), others[kept].tolist(), values[kept].tolist(), strict=True):
        found[i, j] = max(found.get((i, j), 0.0), value)
    return [(i, j, value) for (i, j), value in sorted(found.items())]


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
