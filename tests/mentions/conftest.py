from __future__ import annotations

import pytest

from dragoman.mentions import Actors, find_mentions
from dragoman.parsing import parse
from dragoman.records import Article, Part, Precision, Role


@pytest.fixture(scope="session")
def actors():
    return Actors.load()


@pytest.fixture(scope="session")
def article_of():
    def make(text, *, day=None, title=None, dateline=None):
        whole, parts = "", []
        for role, part in ((Role.TITLE, title), (Role.DATELINE, dateline), (Role.BODY, text)):
            if part is None:
                continue
            start = len(whole) + (2 if whole else 0)
            whole = f"{whole}\n\n{part}" if whole else part
            parts.append(Part(role=role, start=start, end=start + len(part)))
        return Article(
            id="A0123456789abcdef", title=title, byline=None, publisher=None, url=None, day=day,
            day_precision=Precision.DAY if day else Precision.UNKNOWN, day_why="given", language="en", language_score=1.0,
            text=whole, parts=tuple(parts), origin="test", native_id=None,
        )  # fmt: skip

    return make


@pytest.fixture(scope="session")
def found(actors, article_of):
    """A text in, its mentions out."""

    def find(text, *, using=None, **given):
        (parsed,) = parse([article_of(text, **given)])
        return find_mentions(parsed, actors=using or actors)

    return find
