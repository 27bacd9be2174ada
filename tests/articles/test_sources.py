from __future__ import annotations

import gzip
import io
import json
import os
import random
import sys
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.press import BODY, FEED, PAGE, read_all
from dragoman.articles import ReadOptions, read_articles
from dragoman.articles.kinds import kind_of
from dragoman.errors import InputError
from dragoman.settings import Settings

ROW = json.dumps({"text": BODY})


@pytest.mark.parametrize("content, name, kind", [
    (BODY, "a", "text"), (BODY, "a.md", "markdown"), (PAGE, "a", "html"), (PAGE, "a.txt", "html"), ("<p>x</p>", "a", "html"),
    ('<?xml version="1.0"?>' + PAGE, "a.xhtml", "html"), (FEED, "a", "feed"), ("<!-- c --><rss>", "a.xml", "feed"),
    ("<feed xmlns='x'>", "a", "feed"), ("<x/>", "a.xml", "feed"), (ROW + "\n" + ROW, "a", "jsonl"), (ROW, "a.json", "json"),
    ('{\n "text": 1}', "a", "json"), (f"[{ROW}]", "a", "json"), ("[Update] The minister said so.", "a.txt", "text"),
    ("{sic} he wrote", "a.txt", "text"), ("a,text\n1,x", "a.csv", "csv"), ("a\ttext\n1\tx", "a.tsv.gz", "csv"), ("WARC/1.0\r\n", "a", "warc"),
    ("filedesc://x", "a", "arc"), (b"PAR1\x00", "a", "parquet"), (b"%PDF-1.4", "a.txt", "pdf"), (b"PK\x03\x04", "a.docx", "zip"),
    (b"\x89PNG\x00\x00", "a.txt", "binary"), ("é".encode("utf-16"), "a.txt", "text"),
])  # fmt: skip
def test_kinds(content, name, kind):
    assert kind_of(content if isinstance(content, bytes) else content.encode(), name) == kind


def test_folder_is_read_in_order_and_nothing_is_passed_over_in_silence(tmp_path):
    for name, content in {
        "b.txt": BODY,
        "a/c.html": PAGE,
        "a/d.jsonl": ROW,
        "c.png": b"\x89PNG\0",
        ".hidden": BODY,
        ".git/x": "y",
        "e.txt": "",
        "f.bib": "x",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (tmp_path / "empty").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    articles, quarantined = read_all([tmp_path], options=ReadOptions(ignore=(".bib",)))
    assert [a.origin.removeprefix(str(tmp_path)) for a in articles] == ["/a/c.html", "/a/d.jsonl, line 1", "/b.txt"]
    assert [(q.reason, q.origin.removeprefix(str(tmp_path))) for q in quarantined] == [
        ("unknown kind", "/.git"), ("unknown kind", "/.hidden"), ("unknown kind", "/c.png"), ("empty", "/e.txt"), ("empty", "/empty"),
        ("unknown kind", "/gone.txt"), ("unknown kind", "/loop"), ("unknown kind", "/pipe"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["nowhere.txt", "ftp://post.example/a"])
def test_missing_input_is_refused_before_anything_runs(tmp_path, name):
    with pytest.raises(InputError):
        read_articles([tmp_path / name if "//" not in name else name], options=ReadOptions(), settings=Settings())


@pytest.mark.parametrize(
    "content, articles",
    [(BODY, 1), (PAGE, 1), (f"{ROW}\n{ROW}\n", 2), ("", 0), (gzip.compress(ROW.encode() + b"\n" + ROW.encode()), 2)],
)
def test_standard_input(monkeypatch, content, articles):
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(content if isinstance(content, bytes) else content.encode()))
    )
    found, quarantined = read_all(["-"])
    assert len(found) == articles
    assert [q.reason for q in quarantined] == ([] if articles else ["empty"])
    assert all(a.origin.startswith("stdin") for a in found)


@pytest.mark.parametrize("content, name, reason", [
    (b"", "a.txt", "empty"), (b"", "a.jsonl", "empty"), (b"", "a.warc.gz", "empty"), (b" \n\n", "a.csv", "empty"), (b"text\n", "a.csv", "empty"),
    (gzip.compress(b""), "a.txt.gz", "empty"), (gzip.compress(BODY.encode())[:-12], "a.txt.gz", "torn gzip"), (gzip.compress(BODY.encode())[:8], "a.txt.gz", "torn gzip"),
    (gzip.compress(PAGE.encode())[:300], "a.html.gz", "torn gzip"), (b"Too short.", "a.txt", "too short"),
    (b"\xd0\xd1\xd2 \x81\x8d " * 50, "a.txt", "undecodable"), (b"%PDF-1.7 " * 20, "a.pdf", "unknown kind"),
])  # fmt: skip
def test_one_item_in_one_reason_out(read, content, name, reason):
    articles, quarantined = read(content, name)
    assert (articles, [q.reason for q in quarantined]) == ([], [reason])
    row = quarantined[0]
    assert all((row.found, row.expected, row.remedy))


@pytest.mark.parametrize(
    "name, opening",
    [
        ("a.txt", b""),
        ("a.jsonl", b'{"text": "'),
        ("a.csv", b"text\n"),
        ("a.html", b"<html><body><p>"),
        ("a.json", b'[{"text": "'),
    ],
)
def test_a_line_of_200_megabytes(tmp_path, name, opening):
    path = tmp_path / name
    with path.open("wb") as out:
        out.write(opening)
        for _ in range(200):
            out.write(b"words of one line " * 58_255)
    tracemalloc.start()
    articles, quarantined = read_all([path], max_record_bytes=4_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (articles, [q.reason for q in quarantined]) == ([], ["too large"])
    assert peak < 30_000_000


def test_memory_does_not_grow_with_the_corpus(tmp_path):
    def peak(lines: int) -> int:
        path = tmp_path / f"{lines}.jsonl"
        path.write_text((json.dumps({"text": BODY * 20}) + "\n") * lines)
        tracemalloc.start()
        for _ in read_articles([path], options=ReadOptions(), settings=Settings()):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(1_200) < peak(300) * 1.2 + 500_000


@pytest.mark.parametrize(
    "name",
    ["a", "a.txt", "a.md", "a.html", "a.jsonl", "a.json", "a.csv", "a.xml", "a.warc", "a.arc", "a.parquet", "a.gz"],
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | st.integers(0, 10_000))
def test_any_bytes_end_in_records(tmp_path, name, content):
    if isinstance(content, int):  # a good file with a few bytes changed
        draw = random.Random(content)  # noqa: S311
        spoiled = bytearray(
            {"a.html": PAGE, "a.xml": FEED, "a.csv": f"text,n\n{BODY},1\n"}.get(name, ROW + "\n" + ROW).encode()
        )
        for _ in range(draw.randint(1, 6)):
            spoiled[draw.randrange(len(spoiled))] = draw.randrange(256)
        content = bytes(spoiled)
    (tmp_path / name).write_bytes(content)
    first = read_all([tmp_path / name])
    assert sum(map(len, first)) >= 1
    assert first == read_all([tmp_path / name])
