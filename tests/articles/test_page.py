from __future__ import annotations

import json
from datetime import date

import pytest

from articles.press import BODY, PAGE
from dragoman.articles.page import fragment_text

PUBLISHED = '<meta property="article:published_time" content="2019-01-04T23:30:00+01:00">'


def with_facts(**facts):
    return PAGE.replace(
        PUBLISHED, f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **facts})}</script>'
    )


def test_page(read):
    ((article,), _) = read(PAGE, "a.html")
    assert (article.title, article.publisher, article.day) == ("Envoy received", "The Strelsau Post", date(2019, 1, 4))
    assert article.body.startswith(BODY)
    assert "Copyright" not in article.text
    assert "Home" not in article.text


@pytest.mark.parametrize("page, day, why", [
    (with_facts(datePublished="2019-01-05T01:00:00Z"), date(2019, 1, 5), "JSON-LD"),
    (with_facts(datePublished="yesterday"), None, "unresolvable date"),
    (with_facts(datePublished="2015-02-30"), None, "impossible date"),
    (PAGE.replace(PUBLISHED, ""), None, "no day in the page"),  # the year of the copyright is no day
    (PAGE.replace(PUBLISHED, "").replace("<article>", '<article><time itemprop="datePublished" datetime="2019-01-04">then</time>'), date(2019, 1, 4), "itemprop"),
])  # fmt: skip
def test_days(read, page, day, why):
    ((article,), _) = read(page, "a.html")
    assert article.day == day
    assert why in article.day_why


def test_declared_facts(read):
    page = with_facts(
        headline="Envoy&#39;s day",
        author=[{"name": "R. Rassendyll"}, {"name": "F. Tarlenheim"}],
        publisher={"name": "The Post"},
    )
    ((article,), _) = read(page, "a.html")
    assert (article.title, article.byline, article.publisher) == (
        "Envoy's day",
        "R. Rassendyll, F. Tarlenheim",
        "The Post",
    )


def test_latin1_declared_as_utf8(read):
    page = PAGE.replace("<title>", '<meta charset="utf-8"><title>').replace("new beginning", "café, “début”")
    ((article,), _) = read(page.encode("cp1252"), "a.html")
    assert "café, “début”" in article.text


@pytest.mark.parametrize("page", [
    "<html><body></body></html>",
    "<!doctype html>",
    "<html>" + "<div>" * 50_000 + BODY,
    "<html><body>" + "<a href=x>y</a>" * 5_000,
    "<html><head><script type='application/ld+json'>{" + '"a":[' * 5_000 + "</script></head><body><p>x</p></body></html>",
    "<html><body><p>" + "\x00\x01" * 10 + "</p></body></html>",
])  # fmt: skip
def test_hostile_pages_end(read, page):
    articles, quarantined = read(page, "a.html")
    assert len(articles) + len(quarantined) == 1


@pytest.mark.parametrize("html, text", [
    ("<p>One <b>two</b></p><p>three<br>four</p>", "One two\n\nthree\n\nfour"),
    ("plain", "plain"),
    ("a &amp; b &lt;c&gt;", "a & b <c>"),
    ("x<script>bad()</script>y<!-- no -->z", "xyz"),
    ("<ul><li>one<li>two</ul>", "one\n\ntwo"),
    ("", ""),
])  # fmt: skip
def test_fragments(html, text):
    assert fragment_text(html) == text
