"""Coding on several processes gives what one process gives, and a worker follows its parent into the grave."""

from functools import partial

import pytest

from dragoman import pool
from dragoman.articles import ReadOptions, read_articles
from dragoman.data import folder
from dragoman.errors import DragomanError
from dragoman.flow import code
from dragoman.mentions import Actors
from dragoman.pool import CodingPool
from dragoman.records import Mention, Report
from dragoman.reports import CODERS, load_coder
from dragoman.settings import Settings


@pytest.fixture(scope="module")
def articles():
    some = list(read_articles([folder("sample")], options=ReadOptions(), settings=Settings()))
    assert len(some) > 40
    return some[:40]


@pytest.mark.parametrize("name", sorted(CODERS))
def test_workers_give_the_same_records_in_the_same_order(articles, name, monkeypatch):
    work = partial(code, settings=Settings(), actors=Actors.load(), coder=load_coder(name))
    with CodingPool(work, workers=1) as alone:
        here = alone.code(articles)
    monkeypatch.setattr(pool, "WORTH_A_POOL", 1)
    with CodingPool(work, workers=2) as several:
        there = several.code(articles)
    assert len(here[Mention]) > 100
    assert len(here[Report]) > 50
    assert there == here


def die(articles):
    import os

    os._exit(1)


def test_killed_worker_is_told_in_words(articles, monkeypatch):
    monkeypatch.setattr(pool, "WORTH_A_POOL", 1)
    with CodingPool(die, workers=2) as several, pytest.raises(DragomanError, match="DRAGOMAN_WORKERS=1"):
        several.code(articles)


@pytest.mark.parametrize("sizes, most", [([10], 3), ([1, 1, 1, 1], 2), ([1000, 1, 1, 1, 1], 3), ([5] * 17, 6)])
def test_chunks_keep_order_and_lose_nothing(articles, sizes, most, monkeypatch):
    from dataclasses import replace

    some = [replace(articles[0], id=f"A{i:016x}", text="x" * n) for i, n in enumerate(sizes)]
    chunks = pool._chunks(some, most)
    assert [a for chunk in chunks for a in chunk] == some
    assert len(chunks) <= most + 1
    assert all(chunks)


def test_version_tells_the_tables_of_a_coder(monkeypatch):
    from dragoman.reports import rules

    before = load_coder("rules").version
    assert before in load_coder("trained").version
    monkeypatch.setattr(rules, "edition", lambda: "00000000")
    assert load_coder("rules").version != before
