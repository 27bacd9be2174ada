from __future__ import annotations

from datetime import date

import pytest

from articles.press import BODY

LONG = " ".join([BODY] * 3)


@pytest.mark.parametrize("text, title, byline, day", [
    (f"Envoy received\n\nBy Rudolf Rassendyll \n\n{BODY}", "Envoy received", "Rudolf Rassendyll", None),
    (f"Envoy received\nBy Rudolf Rassendyll\n{BODY}", "Envoy received", "Rudolf Rassendyll", None),
    (f"Friday, January 4, 2019\n\n{BODY}", None, None, date(2019, 1, 4)),
    (f"Envoy received\nJanuary 4, 2019\n\n{BODY}", "Envoy received", None, date(2019, 1, 4)),
    (f"Will Ruritania leave?\n{LONG}", "Will Ruritania leave?", None, None),
    (f"This is a sentence.\n\n{BODY}", None, None, None),
    (BODY, None, None, None),
    ("The envoy of Ruritania was received in\nStrelsau by the foreign minister of Graustark\nwho spoke of it.", None, None, None),  # wrapped
])  # fmt: skip
def test_plain_text(read, text, title, byline, day):
    ((article,), quarantined) = read(text)
    assert (article.title, article.byline, article.day, quarantined) == (title, byline, day, [])


FRONT = '---\ntitle: "Envoy received"\nauthor: Rudolf Rassendyll\npublisher: The Post\nurl: https://post.example/1\ndate: DATE\nlang: en\nmood: dark\n---\n'


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_front_matter(read, name):
    ((article,), _) = read(FRONT.replace("DATE", "2019-01-04") + "\n" + BODY, name)
    assert (article.title, article.byline, article.publisher, article.url, article.day) == (
        "Envoy received", "Rudolf Rassendyll", "The Post", "https://post.example/1", date(2019, 1, 4))  # fmt: skip
    assert article.body == BODY


@pytest.mark.parametrize("declared, reason", [("2015-02-30", "impossible date"), ("yesterday", "unresolvable date")])
def test_front_matter_with_bad_day(read, declared, reason):
    articles, (row,) = read(FRONT.replace("DATE", declared) + BODY)
    assert (articles, row.reason) == ([], reason)
    assert "--date" in row.remedy


def test_open_front_matter_is_text(read):
    ((article,), _) = read(f"---\n{BODY}")
    assert BODY in article.text


def test_markdown_loses_its_marks(read):
    ((article,), _) = read(
        f"# Envoy *received*\n\nBy Rudolf Rassendyll\n\n{BODY} He said **more**, see [the note](http://a.example/x_(y)).\n\n"
        "![a picture](p.png)\n\n> A snake_case_word was quoted.\n\n```\ncode\n```\n", "a.md")  # fmt: skip
    assert (article.title, article.byline) == ("Envoy received", "Rudolf Rassendyll")
    assert article.body == f"{BODY} He said more, see the note.\n\nA snake_case_word was quoted."
