"""How much of a page's article is read, and is its day right? Floors are pinned in floors.json and only rise.

The gold is matched to a page by the publisher in its name and by its own words standing in the page.
"""

from __future__ import annotations

import gzip
import html
import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dragoman.articles import ReadOptions, read_articles
from dragoman.records import Article
from dragoman.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference")) / "pages"
FLOORS = Path(__file__).parent / "floors.json"

pytestmark = pytest.mark.skipif(
    not PAGES.is_dir(), reason="reference pages are not here; set DRAGOMAN_REFERENCE to their folder"
)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def gold_body(gold: dict[str, Any]) -> str:
    sections = gold["body"]["sections"]
    return "\n\n".join([*gold["body"]["summary"], *(p for s in sections for p in (*s["headline"], *s["paragraphs"]))])


def f1(found: str, gold: str) -> float:
    one, other = Counter(words(found)), Counter(words(gold))
    return 2 * sum((one & other).values()) / max(1, one.total() + other.total())


def gold_pages() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each page with the gold entry of its publisher that stands in it."""
    for page in sorted(PAGES.glob("*/*.html.gz")):
        gold = page.with_name(re.sub(r"_\d{4}_\d\d_\d\d\.html\.gz$", ".json", page.name))
        if gold.exists():
            vocabulary = set(words(html.unescape(gzip.decompress(page.read_bytes()).decode("utf-8", "replace"))))
            entries = [
                (sum(w in vocabulary for w in words(gold_body(e))) / len(words(gold_body(e))), e)
                for e in json.loads(gold.read_text("utf-8")).values()
            ]
            share, best = max(entries, key=lambda pair: pair[0])
            if share > 0.97:
                yield page, best


def test_pages_are_read() -> None:
    floors = json.loads(FLOORS.read_text("utf-8"))["pages"]
    scores, right, dated = {}, [], 0
    for page, gold in gold_pages():
        (record,) = read_articles([page], options=ReadOptions(), settings=Settings())
        read = record if isinstance(record, Article) else None
        scores[page.name] = f1(read.body if read else "", gold_body(gold))
        if gold["publishing_date"]:
            dated += 1
            if read and str(read.day) == gold["publishing_date"][:10]:
                right.append(page.name)
    mean = sum(scores.values()) / len(scores)
    print(json.dumps({"body_f1": round(mean, 4), "day_accuracy": round(len(right) / dated, 4), "pages": len(scores)}))
    print(
        "lowest:",
        sorted((round(s, 3), n) for n, s in scores.items())[:8],
        "day missed:",
        sorted(set(scores) - set(right)),
    )
    assert mean >= floors["body_f1"]
    assert len(right) / dated >= floors["day_accuracy"]


def test_pages_invent_no_day(tmp_path: Path) -> None:
    """A page from which every trace of a date was removed has no day."""
    invented = {}
    for page in sorted(PAGES.glob("*/*.html.gz")):
        text = gzip.decompress(page.read_bytes()).decode("utf-8", "replace")
        bare = re.sub(r"(?<!\d)(?:19|20)\d{2}(?!\d)|\d{10,}|(?:19|20)\d{6}", "", text)
        copy = tmp_path / page.name.removesuffix(".gz")
        copy.write_text(bare, "utf-8", errors="replace")
        (record,) = read_articles([copy], options=ReadOptions(), settings=Settings())
        if isinstance(record, Article) and record.day:
            invented[page.name] = (record.day.isoformat(), record.day_why)
    assert invented == {}
