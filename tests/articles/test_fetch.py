from __future__ import annotations

import socket
import time
from datetime import date

import pytest

from articles.press import read_all
from dragoman.articles import ReadOptions, Validators, read_articles
from dragoman.articles.fetch import fetch, is_public
from dragoman.errors import FetchRefused
from dragoman.settings import Settings

ALLOWED = Settings({"fetch_private": True, "fetch_seconds": 5, "fetch_bytes": 40_000})


@pytest.mark.parametrize("address, public", [
    ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("127.0.0.1", False), ("10.1.2.3", False), ("192.168.0.1", False),
    ("172.16.0.1", False), ("169.254.169.254", False), ("0.0.0.0", False), ("224.0.0.1", False), ("100.64.0.1", False),
    ("255.255.255.255", False), ("::1", False), ("::", False), ("fe80::1%eth0", False), ("fc00::1", False), ("ff02::1", False),
    ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("nonsense", False),
])  # fmt: skip
def test_public_addresses(address, public):
    assert is_public(address) is public


@pytest.mark.parametrize("url", [
    "http://127.0.0.1:PORT/page", "http://localhost:PORT/page", "http://2130706433:PORT/page", "http://0x7f.1:PORT/page",
    "http://[::1]:PORT/page", "http://[::ffff:127.0.0.1]:PORT/page", "http://0.0.0.0:PORT/page",
])  # fmt: skip
def test_private_addresses_are_refused(server, url):
    before = len(server.seen)
    with pytest.raises(FetchRefused):
        fetch(url.replace("PORT", str(server.server_port)), settings=Settings())
    assert len(server.seen) == before  # nothing was even asked


@pytest.mark.parametrize(
    "url",
    [
        "ftp://post.example/",
        "file:///etc/passwd",
        "http:///x",
        "http://user:word@post.example/",
        "http://post.example:port/",
        "javascript:1",
    ],
)
def test_other_addresses_are_refused(url):
    with pytest.raises(FetchRefused):
        fetch(url, settings=ALLOWED)


@pytest.mark.parametrize("path, words", [
    ("/hop/9", "redirects"), ("/to-file", "http"), ("/large", "more than 40,000 bytes"), ("/bomb", "more than 40,000 bytes"), ("/missing", "status 404"),
])  # fmt: skip
def test_bounds(server, path, words):
    with pytest.raises(FetchRefused, match=words):
        fetch(server.url + path, settings=ALLOWED)


@pytest.mark.parametrize("path", ["/drip", "/drip-head"])
def test_slow_answers_end_in_time(server, path):
    begin = time.monotonic()
    with pytest.raises(FetchRefused, match="longer than"):
        fetch(server.url + path, settings=Settings({"fetch_private": True, "fetch_seconds": 0.5}))
    assert time.monotonic() - begin < 2


def test_redirect_to_a_private_address_is_refused(server, monkeypatch):
    """The first host is public, the one it points to is not. A name for the loopback stands in for the public one."""
    real = socket.getaddrinfo
    monkeypatch.setattr("dragoman.articles.fetch.is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *a, **k: real("127.0.0.1" if host == "post.example" else host, *a, **k)
    )
    with pytest.raises(FetchRefused, match=r"169\.254\.169\.254"):
        fetch(f"http://post.example:{server.server_port}/to-metadata", settings=Settings())


def test_name_is_looked_up_once(server, monkeypatch):
    """A name that means another address at the second look-up does not lead anywhere else."""
    asked = []
    real = socket.getaddrinfo

    def look_up(host, *a, **k):
        if host == "post.example":
            asked.append(host)
            return real("127.0.0.1" if len(asked) == 1 else "10.0.0.1", *a, **k)
        return real(host, *a, **k)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert fetch(f"http://post.example:{server.server_port}/page", settings=ALLOWED).content
    assert asked == ["post.example"]
    assert server.seen[-1][1]["Host"].startswith("post.example")


@pytest.mark.parametrize("path", ["/page", "/gzip", "/hop/3"])
def test_pages_are_read(server, path):
    ((article,), quarantined) = read_all([server.url + path], fetch_private=True)
    assert (article.title, article.day, quarantined) == ("Envoy received", date(2019, 1, 4), [])


def test_feed_with_validators(server):
    url, kept = server.url + "/feed", {}
    options = ReadOptions(on_validators=kept.__setitem__)
    ((article,), _) = read_all([url], options=options, fetch_private=True)
    assert (article.publisher, article.day) == ("The Strelsau Post", date(2019, 1, 4))
    assert kept == {url: Validators('"v1"', "Fri, 04 Jan 2019 23:30:00 GMT")}
    assert read_all([url], options=ReadOptions(validators=kept), fetch_private=True) == ([], [])  # unchanged


def test_followed_entries(server):
    ((article,), _) = read_all([server.url + "/feed"], options=ReadOptions(follow=True), fetch_private=True)
    assert "paragraph four" in article.text
    articles, (row,) = read_all([server.url + "/feed"])
    assert (articles, row.reason) == ([], "fetch refused")
    assert "fetch_private" in row.found


def test_nothing_is_fetched_before_the_first_record_is_asked_for(server):
    before = len(server.seen)
    read_articles([server.url + "/page"], options=ReadOptions(), settings=ALLOWED)
    assert len(server.seen) == before
