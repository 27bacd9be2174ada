"""Everything in the reference comes out: as articles or in quarantine with a reason; nothing crashes or disappears."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dragoman.articles import ReadOptions, read_articles
from dragoman.records import Article, Quarantine
from dragoman.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference"))

pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the reference is not here; set DRAGOMAN_REFERENCE to its folder"
)


def read(path: Path) -> list[Article | Quarantine]:
    records = list(read_articles([path], options=ReadOptions(), settings=Settings()))
    for record in records:
        if isinstance(record, Quarantine):
            assert all((record.reason, record.found, record.expected, record.remedy))
        else:
            assert all(0 <= p.start < p.end <= len(record.text) for p in record.parts)
            assert (record.day is None) == (record.day_precision == "unknown")
    return records


def test_wikinews_is_read_whole() -> None:
    records = read(REFERENCE / "news" / "wikinews.jsonl")
    articles = [r for r in records if isinstance(r, Article)]
    assert len(articles) == len(records) == 198
    assert all(a.day and a.title and a.language == "en" for a in articles)


@pytest.mark.parametrize(
    "folder, pattern, count", [("feeds", "*/*.xml", 466), ("warc", "*", 16), ("pages", "*/*.html.gz", 61)]
)
def test_every_file_comes_out(folder: str, pattern: str, count: int) -> None:
    files = sorted(f for f in (REFERENCE / folder).glob(pattern) if f.is_file())
    assert len(files) >= count
    assert [f.name for f in files if not read(f)] == []


def test_undated_article_has_no_day() -> None:
    (path,) = (REFERENCE / "articles").glob("*.txt")
    (article,) = read(path)
    assert isinstance(article, Article)
    assert (article.day, article.byline, [p.role.value for p in article.parts]) == (
        None,
        "Walid Shoebat",
        ["title", "byline", "body"],
    )
