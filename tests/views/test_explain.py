"""Every figure opens to its sentences."""

from __future__ import annotations

import json

import pytest

from dragoman.errors import InputError, UnknownActor, UnknownId
from dragoman.settings import Settings
from dragoman.views.explain import explain
from dragoman.views.export import jsonable
from dragoman.views.listings import Filters, rows


def leaves(receipt, what):
    found = [receipt] if receipt.what == what else []
    return found + [leaf for below in receipt.beneath for leaf in leaves(below, what)]


def first_id(ledger, table, **filters):
    return next(rows(ledger, table, Filters(**filters)))["id"]


def test_level_opens_to_events_reports_sentences_and_articles(ledger):
    receipt = explain(ledger, "RUS-TUR@2015-11", settings=Settings())
    assert receipt.what == "level"
    assert "(0 − 1) / (0 + 1)" in receipt.words
    (event,) = receipt.beneath
    assert event.what == "event"
    assert "SANCTION (material conflict), 28 Nov 2015, actual; 2 reports in 2 articles of 2 outlets" in event.words
    assert [r.what for r in event.beneath] == ["report", "report"]
    assert {s.words for s in leaves(receipt, "sentence")} == {"RUS does SANCTION to TUR on 2015-11-28."}
    assert {a.words.split(" · ")[1] for a in leaves(receipt, "article")} == {"Strelsau Post", "Zenda Wire"}


def test_level_rests_on_as_many_events_as_it_counts(ledger):
    receipt = explain(ledger, "RUS-TUR@2016-06", settings=Settings())
    assert receipt.row["n_events"] == len(receipt.beneath) == 2
    assert "[" in receipt.words
    assert "90%" in receipt.words


@pytest.mark.parametrize("wanted", ["RUS-TUR@2015-11", "Russia-Turkey@2015-11", "ru-tr@2015-11"])
def test_level_by_code_or_name(ledger, wanted):
    assert explain(ledger, wanted, settings=Settings()).row["n_events"] == 1


@pytest.mark.parametrize("table, what, beneath", [
    ("articles", "article", "sentence"), ("reports", "report", "sentence"), ("events", "event", "sentence"),
    ("mentions", "mention", None), ("quarantine", "quarantine", None),
])  # fmt: skip
def test_every_id_of_every_listing_opens(ledger, table, what, beneath):
    for row in rows(ledger, table, Filters()):
        receipt = explain(ledger, row["id"], settings=Settings())
        assert (receipt.what, receipt.row["id"]) == (what, row["id"])
        if beneath and row.get("language") != "de":
            assert leaves(receipt, beneath)
        json.dumps(jsonable(receipt.as_dict()), allow_nan=False)


def test_report_shows_sentence_article_and_both_mentions(ledger):
    receipt = explain(ledger, first_id(ledger, "reports", actor="RUS", act="AGREE"), settings=Settings())
    assert [b.what for b in receipt.beneath] == ["sentence", "article", "mention", "mention"]
    assert receipt.beneath[0].words == "RUS does AGREE to TUR on 2016-06-27."
    assert [b.words[:7] for b in receipt.beneath[2:]] == ["“RUS” →", "“TUR” →"]


def test_quarantine_says_found_expected_and_remedy(ledger):
    words = explain(ledger, first_id(ledger, "quarantine"), settings=Settings()).words
    assert (
        words == "news.jsonl:1: bad JSON: found half a line; expected JSON. Mend the line." or "news.jsonl:2" in words
    )


@pytest.mark.parametrize("wanted, error, words", [
    ("R0000000000000000", UnknownId, "Nothing in"),
    ("RUS-TUR@2015-12", UnknownId, "there is no level"),  # a month of silence
    ("TUR-RUS@1944-01", UnknownId, "there is no level"),
    ("RUS-TUR@2015-13", InputError, "is no month"),
    ("RUS-TUR", InputError, "no id and no level"),
    ("hello", InputError, "no id and no level"),
    ("", InputError, "no id and no level"),
    ("E12", InputError, "no id and no level"),
    ("Atlantis Nova-TUR@2015-11", UnknownActor, "No state or organisation"),
])  # fmt: skip
def test_what_cannot_be_explained_is_told(ledger, wanted, error, words):
    with pytest.raises(error, match=words):
        explain(ledger, wanted, settings=Settings())
