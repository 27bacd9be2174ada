"""What a listing shows under each filter, and what it refuses."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.errors import InputError
from dragoman.records import Status
from dragoman.views.listings import LISTED, Filters, count, rows


@pytest.mark.parametrize("table, filters, n", [
    ("articles", {}, 7),
    ("articles", {"actor": "TUR"}, 5),
    ("articles", {"actor": "FRA"}, 0),
    ("articles", {"first": date(2015, 11, 26)}, 2),
    ("articles", {"last": date(2015, 11, 25)}, 4),  # one without a day is neither before nor after
    ("articles", {"first": date(2015, 11, 26), "last": date(2015, 11, 26)}, 1),
    ("mentions", {}, 24),
    ("mentions", {"actor": "RUS"}, 12),
    ("mentions", {"actor": "RUS", "first": date(2016, 1, 1)}, 3),
    ("mentions", {"last": date(2015, 11, 25)}, 12),
    ("reports", {}, 12),
    ("reports", {"status": "all"}, 12),
    ("reports", {"status": "actual"}, 11),
    ("reports", {"status": "negated"}, 1),
    ("reports", {"actor": "TUR"}, 6),
    ("reports", {"target": "TUR"}, 5),
    ("reports", {"actor": "TUR", "act": "AID"}, 2),
    ("reports", {"actor": "RUS", "target": "TUR", "first": date(2016, 6, 27), "last": date(2016, 6, 27)}, 1),
    ("events", {}, 9),
    ("events", {"act": "SANCTION"}, 1),
    ("events", {"actor": "REB"}, 1),
    ("events", {"first": date(2015, 11, 24)}, 7),
    ("duplicates", {}, 1),
    ("quarantine", {}, 2),
    ("runs", {}, 2),
    ("batches", {}, 2),
])  # fmt: skip
def test_filters(ledger, table, filters, n):
    wanted = Filters(**filters)
    assert len(list(rows(ledger, table, wanted))) == n
    assert count(ledger, table, wanted) == n
    assert len(list(rows(ledger, table, Filters(**filters, limit=1)))) == min(1, n)


@pytest.mark.parametrize("limit", [0, 1, 3, 100])
def test_limit_takes_the_first_rows(ledger, limit):
    whole = list(rows(ledger, "reports", Filters()))
    assert list(rows(ledger, "reports", Filters(limit=limit))) == whole[:limit]
    assert count(ledger, "reports", Filters(limit=limit)) == len(whole)


@pytest.mark.parametrize("table", LISTED)
def test_rows_have_the_columns_of_their_record_and_their_batch(ledger, table):
    from dataclasses import fields

    found = next(rows(ledger, table, Filters()))
    expected = {f.name for f in fields(LISTED[table])} | {"batch"} | ({"body"} if table == "articles" else set())
    assert set(found) == expected


def test_rows_come_by_day_with_undated_last(ledger):
    days = [r["day"] for r in rows(ledger, "events", Filters())]
    dated = [d for d in days if d]
    assert days == sorted(dated) + [None] * (len(days) - len(dated))
    assert None in days


def test_body_of_an_article_is_its_text_without_title(ledger):
    (article,) = (r for r in rows(ledger, "articles", Filters()) if r["publisher"] == "Strelsau Post" and r["title"])
    assert article["text"] == f"{article['title']}\n\n{article['body']}"


@pytest.mark.parametrize("table, filters, words", [
    ("thoughts", {}, "expected one of articles"),
    ("quarantine", {"actor": "TUR"}, "no actor to filter by"),
    ("articles", {"act": "AID"}, "no act"),
    ("mentions", {"status": "actual"}, "no status"),
    ("runs", {"first": date(2015, 1, 1)}, "no first"),
])  # fmt: skip
def test_filter_that_does_not_fit_is_refused(ledger, table, filters, words):
    with pytest.raises(InputError, match=words):
        list(rows(ledger, table, Filters(**filters)))
    with pytest.raises(InputError, match=words):
        count(ledger, table, Filters(**filters))


@pytest.mark.parametrize("given", [{"limit": -1}, {"status": "sure"}])
def test_filter_that_nothing_satisfies_is_refused(given):
    with pytest.raises(InputError, match="expected"):
        Filters(**given)


@pytest.mark.parametrize("status", [*Status, "all", None])
def test_every_status_may_be_asked_for(ledger, status):
    assert count(ledger, "events", Filters(status=status)) >= 0
