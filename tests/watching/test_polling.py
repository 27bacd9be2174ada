"""Politeness: conditional requests, rests, Retry-After, one request a host at a time."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from dragoman.articles.fetch import fetch
from dragoman.settings import Settings
from dragoman.watching.plan import Feed
from dragoman.watching.polling import Hosts, ask_all, due, rest, waits
from watching.loopback import feed, item

SETTINGS = Settings({"fetch_private": True, "fetch_seconds": 0.5, "watch_back_off_seconds": 60})
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def asked(web, tmp_path, *paths, states=(), settings=SETTINGS, seconds=0.0, minutes=0.0):
    found = ask_all(
        [Feed(web.url + p, minutes) for p in paths], {s.url: s for s in states}, tmp_path, settings=settings,
        hosts=Hosts(seconds), fetch=fetch, clock=lambda: NOW,
    )  # fmt: skip
    return found if len(paths) > 1 else found[0]


def test_unchanged_feeds_are_not_sent_again(web, tmp_path):
    web.pages["/feed"] = feed("One", item("a", "Tue, 24 Nov 2015 10:00:00 GMT", "x"))
    first = asked(web, tmp_path, "/feed")
    assert (first.polled.outcome, first.file.read_bytes()) == ("new", web.pages["/feed"])
    again = asked(web, tmp_path, "/feed", states=[first.polled])
    assert (again.polled.outcome, again.file) == ("unchanged", None)
    assert again.polled.etag == first.polled.etag
    assert web.asked[-1][2]["If-None-Match"] == first.polled.etag
    web.pages["/feed"] += b" "
    assert asked(web, tmp_path, "/feed", states=[again.polled]).polled.outcome == "new"


def test_feed_that_repeats_itself_without_validators_is_known_by_its_content(web, tmp_path):
    web.pages["/feed"] = lambda handler: handler.answer(200, b"<rss/>")
    first = asked(web, tmp_path, "/feed")
    assert asked(web, tmp_path, "/feed", states=[first.polled]).polled.outcome == "unchanged"


@pytest.mark.parametrize("status, header, seconds, outcome", [
    (500, None, 60, "failed"), (404, None, 60, "failed"), (503, "120", 120, "failed"), (429, "5", 60, "failed"), (429, "999999999", 604_800, "failed"),
    (429, "Thu, 01 Jan 2026 13:00:00 GMT", 3600, "failed"), (429, "soon", 60, "failed"), (410, None, 30 * 86_400, "gone"),
    (301, None, 60, "failed"),
])  # fmt: skip
def test_rest_after_a_failure(web, tmp_path, status, header, seconds, outcome):
    web.pages["/feed"] = lambda handler: handler.answer(status, **({"Retry_After": header} if header else {}))
    found = asked(web, tmp_path, "/feed").polled
    assert (found.outcome, found.failures, found.due - NOW) == (outcome, 1, timedelta(seconds=seconds))
    assert due([Feed(found.url)], {found.url: found}, found.due - timedelta(seconds=1)) == []
    assert due([Feed(found.url)], {found.url: found}, found.due) == [Feed(found.url)]
    assert waits([Feed(found.url)], {found.url: found}, NOW) == [found]


def test_time_out_is_a_failure_and_success_ends_the_rests(web, tmp_path):
    web.pages["/feed"] = lambda _handler: time.sleep(1)
    failed = asked(web, tmp_path, "/feed").polled
    assert "longer than" in failed.found
    twice = asked(web, tmp_path, "/feed", states=[failed]).polled
    assert (twice.failures, twice.due - NOW) == (2, timedelta(seconds=120))
    web.pages["/feed"] = feed("One")
    assert asked(web, tmp_path, "/feed", states=[twice]).polled.failures == 0


@pytest.mark.parametrize(
    "failures, seconds", [(1, 60), (2, 120), (5, 960), (11, 61_440), (12, 86_400), (5_000, 86_400)]
)
def test_rests_double_up_to_a_day(failures, seconds):
    assert rest(failures, 60.0) == timedelta(seconds=seconds)


def test_redirects_are_followed_and_bounded(web, tmp_path):
    web.pages |= {
        "/old": lambda h: h.answer(302, Location="/new"),
        "/new": feed("One"),
        "/round": lambda h: h.answer(302, Location="/round"),
    }
    old, turning = asked(web, tmp_path, "/old", "/round")
    assert old.polled.outcome == "new"
    assert "redirects" in turning.polled.found


def test_private_addresses_are_refused_unless_allowed(web, tmp_path):
    web.pages["/feed"] = feed("One")
    found = asked(web, tmp_path, "/feed", settings=Settings({"fetch_seconds": 0.5})).polled
    assert "fetch_private" in found.found
    assert web.asked == []


def test_requests_to_one_host_are_kept_apart(web, tmp_path):
    web.pages |= {f"/{n}": feed("One") for n in range(3)}
    asked(web, tmp_path, "/0", "/1", "/2", seconds=0.15)
    moments = [moment for moment, _, _ in web.asked]
    assert [path for _, path, _ in web.asked] == ["/0", "/1", "/2"]
    assert all(after - before >= 0.14 for before, after in pairwise(moments))


def test_feed_with_minutes_of_its_own(web, tmp_path):
    web.pages["/feed"] = feed("One")
    assert asked(web, tmp_path, "/feed", minutes=60.0).polled.due == NOW + timedelta(minutes=54)
