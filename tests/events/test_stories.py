"""Articles about one happening are one story, whatever their order; two happenings of one kind are two."""

from __future__ import annotations

import random
from datetime import date, timedelta

import numpy as np
import pytest

from dragoman.events import gist, stories
from dragoman.events.evaluation import b_cubed
from dragoman.events.gist import Gist, alike
from dragoman.events.linkage import average_linkage
from dragoman.records import Duplicate

DAY = date(2015, 11, 25)
BRIDGE = (
    "The bridge at Strelsau collapsed under a freight train, and eleven carriages fell into the Oder.",
    "Eleven freight carriages plunged into the river when Strelsau's iron bridge gave way, engineers said.",
    "Engineers blame rust for the collapse of the Strelsau bridge that threw a freight train into the river.",
    "Divers search the river below Strelsau after the freight train's carriages fell from the bridge.",
)
ELECTION = (
    "Graustark's premier Halfont lost the election to the farmers' league of Countess Yetive.",
    "Countess Yetive's farmers' league beat Premier Halfont in Graustark's election, officials counted.",
    "Halfont conceded the election; the farmers' league will form Graustark's next cabinet.",
)


def gists(*texts: str, day: date | None = DAY) -> list[Gist]:
    return [gist(f"A{abs(hash_of(t)):016x}", t, day=day) for t in texts]


def hash_of(text: str) -> int:
    import zlib

    return zlib.crc32(text.encode())


def parted(rows) -> set[frozenset[str]]:
    by_story: dict[str, set[str]] = {}
    for row in rows:
        by_story.setdefault(row.story, set()).add(row.article)
    return {frozenset(some) for some in by_story.values()}


EXPECTED = {frozenset(g.article for g in gists(*some)) for some in (BRIDGE, ELECTION)}


def test_each_happening_is_one_story():
    assert parted(stories(gists(*BRIDGE, *ELECTION), {})) == EXPECTED


@pytest.mark.parametrize("seed", range(5))
def test_order_within_a_batch_does_not_matter(seed):
    some = gists(*BRIDGE, *ELECTION)
    random.Random(seed).shuffle(some)  # noqa: S311
    assert stories(some, {}) == stories(gists(*BRIDGE, *ELECTION), {})


def test_a_story_grows_and_keeps_its_id():
    first, later = gists(*BRIDGE[:2]), gists(*BRIDGE[2:], *ELECTION)
    before = {row.article: row.story for row in stories(first, {})}
    rows = stories(later, {g: before[g.article] for g in first})
    assert {row.article for row in rows} == {g.article for g in later}  # what was stored stays
    after = {**before, **{row.article: row.story for row in rows}}
    assert len({after[g.article] for g in gists(*BRIDGE)}) == 1
    assert len(set(after.values())) == 2


@pytest.mark.parametrize("days, n", [(0, 1), (7, 1), (8, 2), (40, 2)])
def test_what_is_told_weeks_apart_is_not_linked(days, n):
    rows = stories([*gists(*BRIDGE[:2]), *gists(*BRIDGE[2:], day=DAY + timedelta(days=days))], {})
    assert len({row.story for row in rows}) == n


def test_undated_articles_are_told_together_by_their_words():
    assert parted(stories(gists(*BRIDGE, *ELECTION, day=None), {})) == EXPECTED


def test_dated_and_undated_articles_are_not_linked():
    assert len({r.story for r in stories([*gists(BRIDGE[0]), *gists(BRIDGE[1], day=None)], {})}) == 2


def test_copies_are_one_story():
    one, other = gists("Nothing shared.", "Entirely different wording.")
    assert len({r.story for r in stories([one, other], {})}) == 2
    copy = Duplicate(
        article=min(one.article, other.article), other=max(one.article, other.article), kind="near", similarity=0.8
    )
    assert len({r.story for r in stories([one, other], {}, [copy])}) == 1


def test_two_happenings_of_one_kind_in_one_place_are_parted():
    """What all texts of a group share says nothing about its halves."""
    clubs = {"Borduria": ("Szohod Rovers", "Kardouk", "keeper"), "Syldavia": ("Klow Athletic", "Muskar", "winger")}
    texts = [
        f"Strelsau United beat {club} in the cup at Hentzau stadium on {when}: {man}, the {place}, {deed}."
        for (club, man, place), when in zip(clubs.values(), ("Saturday", "Wednesday"), strict=True)
        for deed in ("was sent off", "broke his wrist", "scored against his own side", "wept afterwards")
    ]
    rows = stories(gists(*texts), {})
    assert parted(rows) == {frozenset(g.article for g in gists(*some)) for some in (texts[:4], texts[4:])}


def test_a_gist_comes_back_from_its_bytes_as_it_was():
    (one,) = gists(BRIDGE[0])
    back = Gist.unpacked(one.article, one.day, one.packed())
    assert np.array_equal(one.terms, back.terms)
    assert np.array_equal(one.weights, back.weights)
    assert alike(one, back) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("text", ["", "the of and", "?!", "a " * 500])
def test_texts_without_rare_words_have_an_empty_gist_and_stories_of_their_own(text):
    one = gist("A1", text, day=DAY)
    assert len(one.terms) == 0
    assert [r.article for r in stories([one], {})] == ["A1"]


def test_actors_are_terms():
    ankara = gist("A1", "Ankara expelled him.", actors=["TUR"])
    turkey = gist("A2", "Turkey sent him home.", actors=["TUR"])
    assert alike(ankara, turkey) > alike(gist("A1", "Ankara expelled him."), gist("A2", "Turkey sent him home."))


def test_an_article_that_leaves_the_story_named_by_it_gets_one_of_its_own():
    bridge, election = gists(*BRIDGE), gists(ELECTION[0])
    named_by_it = stories(election, {})[0].story
    rows = stories([], {**dict.fromkeys(bridge, named_by_it), election[0]: named_by_it})
    assert [row.article for row in rows] == [election[0].article]
    assert rows[0].story != named_by_it


def test_nothing_in_nothing_out():
    assert stories([], {}) == []


@pytest.mark.parametrize("pairs, least, expected", [
    ([], 0.5, [0, 1, 2, 3]),
    ([(0, 1, 0.9), (2, 3, 0.8)], 0.5, [0, 0, 2, 2]),
    ([(0, 1, 0.9), (1, 2, 0.9)], 0.5, [0, 0, 2, 3]),  # 2 is alike to one of two: 0.45 on average
    ([(0, 1, 0.9), (1, 2, 0.9)], 0.4, [0, 0, 0, 3]),
    ([(0, 1, 0.9), (1, 2, 0.9), (0, 2, -2.0)], 0.4, [0, 0, 2, 3]),  # against
])  # fmt: skip
def test_average_linkage(pairs, least, expected):
    assert average_linkage(4, pairs, least=least) == expected


@pytest.mark.parametrize("found, precision, recall", [
    ("aabb", 1.0, 1.0),
    ("aaaa", 0.5, 1.0),
    ("abcd", 1.0, 0.5),
    ("aaab", 2 / 3 * 0.5 + 1 / 3 * 0.25 + 0.25, 0.75),
])  # fmt: skip
def test_b_cubed(found, precision, recall):
    scores = b_cubed(dict(zip("1234", "xxyy", strict=True)), dict(zip("1234", found, strict=True)))
    assert (scores["precision"], scores["recall"]) == (pytest.approx(precision, abs=1e-4), recall)
