"""An article with its acts marked, in a terminal, as a page and as plain mappings."""

from __future__ import annotations

from datetime import date

import pytest

import standins
from dragoman.errors import UnknownId
from dragoman.store import Store
from dragoman.views.article import as_html, as_terminal, mark_article

TEXT = (
    "RUR does SANCTION to GRK on 2015-11-24. Then <script>alert(1)</script> & more. "
    "GRK does AID to RUR, negated. RUR does ASSAULT to GRK (opinion)."
)


@pytest.fixture
def marked(tmp_path):
    store = Store.create(tmp_path / "store")
    article = standins.article(TEXT, day=date(2015, 11, 25), title="A <b>bold</b> title")
    with store.writing(standins.run()) as writer:
        writer.commit([article], standins.coded(article)[1])
    return mark_article(Store.open(tmp_path / "store"), article.id)


def test_the_text_is_whole(marked):
    assert TEXT in "".join(s.text for s in marked.stretches)
    assert [s.start for s in marked.stretches][1:] == [s.end for s in marked.stretches][:-1]


def test_notes_stand_in_text_order(marked):
    assert [(n.number, n.act, n.status, n.kind, n.tone) for n in marked.notes] == [
        (1, "SANCTION", "actual", "report", "conf"),
        (2, "AID", "negated", "report", "coop"),
        (3, "ASSAULT", "actual", "opinion", "opinion"),
    ]
    assert marked.notes[0].who == ("RUR → GRK",)
    assert dict(marked.counts) == {"actual": 1, "negated": 1, "opinion": 1}


def test_a_page_escapes_what_the_text_says(marked):
    page = as_html(marked)
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page
    assert "<h1>A &lt;b&gt;bold&lt;/b&gt; title</h1>" in page
    assert '<mark class="coop negated"' in page


def test_a_terminal_takes_marks_in_the_text_as_words(marked):
    from rich.console import Console

    console = Console(width=100, record=True, force_terminal=False)
    console.print(as_terminal(marked))
    shown = console.export_text()
    assert "<script>alert(1)</script>" in shown
    assert "3 notes: 1 actual, 1 negated, 1 opinion" in shown


def test_an_unknown_article_is_refused(tmp_path):
    store = Store.create(tmp_path / "store")
    with pytest.raises(UnknownId, match="dragoman articles"):
        mark_article(store, "A0000000000000000")
