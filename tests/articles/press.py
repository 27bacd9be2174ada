"""The press of Ruritania: texts, a page and a feed to read, and a short way to read them."""

from __future__ import annotations

from pathlib import Path

from dragoman.articles import ReadOptions, read_articles
from dragoman.records import Article, Quarantine
from dragoman.settings import Settings

BODY = "The envoy of Ruritania was received in Strelsau by the foreign minister of Graustark, who spoke of a new beginning."


def read_all(inputs: list[str | Path], *, options: ReadOptions | None = None, **given):
    records = list(read_articles(inputs, options=options or ReadOptions(), settings=Settings(given)))
    for article in (r for r in records if isinstance(r, Article)):
        check_parts(article)
    return [r for r in records if isinstance(r, Article)], [r for r in records if isinstance(r, Quarantine)]


def check_parts(article: Article) -> None:
    """Parts stand in order, do not overlap, lie inside the text, and between them is only space."""
    end = 0
    for part in article.parts:
        assert article.text[end : part.start].strip() == ""
        assert part.start < part.end <= len(article.text)
        end = part.end
    assert end == len(article.text)


PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Envoy received | The Strelsau Post</title>
<meta property="og:site_name" content="The Strelsau Post">
<meta property="article:published_time" content="2019-01-04T23:30:00+01:00"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Envoy received</h1>
{"".join(f"<p>{BODY} This was paragraph {n} of the report.</p>" for n in ["one", "two", "three", "four"])}
</article><footer>Copyright 2024 The Strelsau Post</footer></body></html>"""

FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Strelsau Post</title><link>http://post.example/</link>
<item><title>Envoy received</title><link>LINK</link><pubDate>Fri, 04 Jan 2019 23:30:00 +0100</pubDate>
<description>&lt;p&gt;{BODY}&lt;/p&gt;</description></item></channel></rss>"""
