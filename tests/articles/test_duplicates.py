from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.articles.compose import Draft, compose
from dragoman.articles.duplicates import Signature, band_shape, body_key, link_duplicates, links, signature, similarity
from dragoman.articles.options import ReadOptions
from dragoman.settings import Settings

WORDS = [f"word{n}" for n in range(5_000)]


def text(seed: int, length: int = 400) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)  # noqa: S311


def jaccard(one: list[str], other: list[str]) -> float:
    a, b = ({tuple(w[i : i + 5]) for i in range(len(w) - 4)} for w in (one, other))
    return len(a & b) / len(a | b)


def changed(words: list[str], places: int) -> list[str]:
    draw = random.Random(places)  # noqa: S311
    return [f"other{i}" if i in set(draw.sample(range(len(words)), places)) else w for i, w in enumerate(words)]


def test_signatures_are_the_same_tomorrow():
    sign = signature("The envoy of Ruritania was received in Strelsau by the foreign minister of Graustark.")
    assert [int(v) for v in sign.values[:3]] == [234902706, 333601413, 227181874]
    assert sign.bands[:2] == (-5297810991670755876, 8083705913824717927)
    assert sign.key == "43fb832e62750e3d3690960fe69fb299"


@pytest.mark.parametrize("head", [0, 20, 60, 100])
def test_similarity_estimates_jaccard(head):
    one = text(1)
    other = text(2, head) + one
    assert similarity(signature(" ".join(one)), signature(" ".join(other))) == pytest.approx(
        jaccard(one, other), abs=0.13
    )


def test_near_pairs_are_found_and_far_ones_are_not():
    signs, near = {}, set()
    for n in range(300):
        one = text(n)
        other = text(n + 10_000, 40) + one  # some 0.9
        signs |= {f"A{n:04}": signature(" ".join(one)), f"B{n:04}": signature(" ".join(other))}
        near.add((f"A{n:04}", f"B{n:04}"))
    found = {(d.article, d.other) for d in links(signs, {})}
    assert len(found & near) >= 297
    assert not found - near


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.7, 0.9, 1.0])
def test_bands_find_pairs_at_the_threshold(threshold):
    count, rows = band_shape(threshold)
    assert count * rows <= 128
    assert 1 - (1 - threshold**rows) ** count >= 0.97


@given(st.lists(st.integers(0, 9), min_size=0, max_size=12), st.integers(0, 11))
def test_links_do_not_depend_on_the_order_of_arrival(kinds, cut):
    signs = {f"A{i:02}": signature(" ".join(changed(text(kind // 2, 60), kind % 2))) for i, kind in enumerate(kinds)}
    names = list(signs)
    batches = [{n: signs[n] for n in names[:cut]}, {n: signs[n] for n in names[cut:]}]

    def arrived(first, second):
        return sorted([*links(first, {}), *links(second, first)], key=lambda d: (d.article, d.other))

    together = list(links(signs, {}))
    assert arrived(*batches) == together == arrived(*reversed(batches))
    assert all(d.article < d.other for d in together)


def test_stored_signatures_need_no_bands():
    one, other = text(1), text(2, 40) + text(1)
    new, stored = {"A2": signature(" ".join(one))}, signature(" ".join(other))
    bare = Signature(values=stored.values, bands=(), key=stored.key)
    assert list(links(new, {"A1": bare})) == list(links(new, {"A1": stored})) != []


def test_exact_and_near_articles():
    def article(body, title):
        return compose(Draft(origin=title, body=body, title=title), options=ReadOptions(), settings=Settings())

    body = " ".join(text(5))
    one, same, near, far = (
        article(body, "One"),
        article(body.upper() + "!", "Two"),
        article(body + " more words at its end", "Three"),
        article(" ".join(text(6)), "Four"),
    )
    assert body_key(one) == body_key(same) != body_key(near)
    found = {frozenset((d.article, d.other)): d.kind for d in link_duplicates([one, same, near, far])}
    assert found == {
        frozenset((one.id, same.id)): "exact",
        frozenset((one.id, near.id)): "near",
        frozenset((same.id, near.id)): "near",
    }


@pytest.mark.parametrize("words", ["", "one", "one two three four", "x " * 20_000])
def test_odd_texts_have_signatures(words):
    assert similarity(signature(words), signature(words)) == 1.0
