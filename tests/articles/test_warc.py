from __future__ import annotations

import gzip

import pytest

from articles.press import BODY, PAGE, read_all


def http(
    body: bytes = PAGE.encode(), kind: str = "text/html; charset=utf-8", status: str = "200 OK", extra: bytes = b""
) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n".encode() + extra + b"\r\n" + body


def warc(
    kind: str, block: bytes, content_type: str = "application/http; msgtype=response", length: int | None = None
) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://post.example/1\r\nWARC-Date: 2024-05-05T00:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {len(block) if length is None else length}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


UNDATED = PAGE.replace("2019-01-04T23:30:00+01:00", "")


@pytest.mark.parametrize("record, outcome", [
    (warc("response", http()), "article"),
    (warc("response", http(b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE.encode()), extra=b"Transfer-Encoding: chunked\r\n")), "article"),
    (warc("response", http(gzip.compress(PAGE.encode()), extra=b"Content-Encoding: gzip\r\n")), "article"),
    (warc("response", http(BODY.encode(), "text/plain")), "article"),
    (warc("resource", PAGE.encode(), "text/html"), "article"),
    (warc("conversion", BODY.encode(), "text/plain"), "article"),
    (warc("response", http(status="404 Not Found")), "HTTP status"),
    (warc("response", http(b"", status="301 Moved")), "HTTP status"),
    (warc("response", http(b"{}", "application/json")), "not a text page"),
    (warc("response", http(b"\x89PNG", "image/png")), "not a text page"),
    (warc("response", http(b"")), "empty"),
    (warc("response", http(b"<html><body></body></html>")), "no main text"),
    (warc("request", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"), "no pages"),
    (warc("metadata", b"a: b", "application/warc-fields"), "no pages"),
    (warc("response", http(), length="x"), "bad record header"),
    (warc("response", b"\x00\xff not http at all"), "not a text page"),
])  # fmt: skip
@pytest.mark.parametrize("packed", [False, True])
def test_records(read, record, outcome, packed):
    info = warc("warcinfo", b"software: x\r\n", "application/warc-fields")
    content = gzip.compress(info) + gzip.compress(record) if packed else info + record
    articles, quarantined = read(content, "a.warc.gz" if packed else "a.warc")
    found = ["article"] * len(articles) + [q.reason for q in quarantined if q.reason != "damaged archive"]
    assert found == [outcome]


def test_day_of_crawling_is_no_day_of_publication(read):
    ((article,), _) = read(warc("response", http(UNDATED.encode())), "a.warc")
    assert (article.day, article.publisher) == (None, "The Strelsau Post")


def test_torn_and_damaged_archives(read):
    whole = warc("response", http())
    articles, quarantined = read(whole + whole[:-400], "a.warc")
    assert (len(articles), [q.reason for q in quarantined]) == (1, ["torn archive"])
    packed = gzip.compress(whole)
    articles, quarantined = read(packed + packed[:-40], "a.warc.gz")
    assert (len(articles), [q.reason for q in quarantined]) == (1, ["torn gzip"])
    articles, quarantined = read(whole + b"garbage\n" * 10 + whole, "a.warc")
    assert (len(articles), [q.reason for q in quarantined]) == (2, ["damaged archive"])
    articles, quarantined = read(
        whole + warc("response", http(b"x" * 30_000)) + whole, "a.warc", max_record_bytes=20_000
    )
    assert (len(articles), [q.reason for q in quarantined]) == (2, ["too large"])


def test_arc(read):
    block = http()
    line = f"http://post.example/a b 10.0.0.1 20140216050221 text/html {len(block)}\n".encode()
    version = b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n"
    head = b"filedesc://a.arc 0.0.0.0 20140216050221 text/plain %d\n%s\n" % (len(version), version)
    articles, quarantined = read(
        head
        + line
        + block
        + b"\n"
        + b"http://post.example/ 10.0.0.1 20140216050221 text/html -1\n\n"
        + line
        + block
        + b"\n",
        "a.arc",
    )
    assert ([a.url for a in articles], [q.reason for q in quarantined]) == (
        ["http://post.example/a b"] * 2,
        ["bad record header"],
    )


def test_a_record_that_unfolds_to_any_size_is_bounded(read):
    bomb = warc("response", http(gzip.compress(b" " * 20_000_000), extra=b"Content-Encoding: gzip\r\n"))
    articles, (row,) = read(bomb, "a.warc", max_record_bytes=1_000_000)
    assert (articles, row.reason) == ([], "too large")


def test_same_archive_same_records(tmp_path):
    path = tmp_path / "a.warc"
    path.write_bytes(warc("response", http()) * 3)
    assert read_all([path]) == read_all([path])
