from __future__ import annotations

import gzip
import json
from datetime import date, datetime

import pytest

from articles.press import BODY
from dragoman.articles import ReadOptions
from dragoman.errors import MappingError


def reasons(quarantined):
    return [(q.reason, q.origin.rsplit(", ", 1)[1]) for q in quarantined]


def jsonl(*rows):
    return "\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows)


@pytest.mark.parametrize("row, field, value", [
    ({"text": BODY, "headline": "Envoy"}, "title", "Envoy"),
    ({"body": BODY, "published_at": "2019-01-04T10:00:00Z"}, "day", date(2019, 1, 4)),
    ({"content": BODY, "publishedAt": "2019-01-04"}, "day", date(2019, 1, 4)),
    ({"Article": BODY, "pubDate": "Fri, 04 Jan 2019 10:00:00 GMT"}, "day", date(2019, 1, 4)),
    ({"full_text": BODY, "datetime": 1546560000}, "day", date(2019, 1, 4)),
    ({"story": BODY, "outlet": "The Post"}, "publisher", "The Post"),
    ({"text": BODY, "source": {"id": None, "name": "The Post"}}, "publisher", "The Post"),
    ({"text": BODY, "authors": ["R. Rassendyll", "F. Tarlenheim"]}, "byline", "R. Rassendyll, F. Tarlenheim"),
    ({"text": BODY, "link": "http://post.example/1"}, "publisher", "post.example"),
    ({"text": BODY, "id": 7}, "native_id", "7"),
    ({"text": [BODY, BODY]}, "text", f"{BODY}\n\n{BODY}"),
    ({"text": f"<p>{BODY}</p><p>Next &amp; last.</p>"}, "text", f"{BODY}\n\nNext & last."),
])  # fmt: skip
def test_usual_columns(read, row, field, value):
    ((article,), quarantined) = read(jsonl(row), "a.jsonl")
    assert (getattr(article, field), quarantined) == (value, [])


def test_bad_lines_are_quarantined_one_by_one(read):
    articles, quarantined = read(jsonl(
        {"id": 1, "text": BODY}, {"id": 2, "title": "no text"}, "{broken", "[1, 2]", "", {"text": "   "},
        {"text": BODY + " Again.", "date": "2015-02-30"}, {"text": BODY, "date": "yesterday"}, {"text": BODY, "date": None},
        {"text": 7}, '{"text": "\\ud800 ' + BODY + '"}', "[" * 100_000,
    ), "a.jsonl")  # fmt: skip
    assert reasons(quarantined) == [
        ("no text", "line 2"), ("bad JSON", "line 3"), ("no object", "line 4"), ("no text", "line 6"),
        ("impossible date", "line 7"), ("unresolvable date", "line 8"), ("no text", "line 10"), ("bad JSON", "line 12"),
    ]  # fmt: skip
    assert [a.origin.rsplit(", ", 1)[1] for a in articles] == ["line 1", "line 9", "line 11"]


def test_given_day_serves_rows_without_a_usable_one(read):
    day = date(2019, 1, 5)
    articles, _ = read(
        jsonl({"text": BODY, "date": "yesterday"}, {"text": BODY, "date": "2019-01-04"}, {"text": BODY}),
        "a.jsonl",
        options=ReadOptions(day=day),
    )
    assert [a.day for a in articles] == [day, date(2019, 1, 4), day]


def test_two_articles_with_one_id_are_both_kept(read):
    articles, _ = read(jsonl({"id": "x", "text": BODY}, {"id": "x", "text": BODY + " More of it."}), "a.jsonl")
    assert [a.native_id for a in articles] == ["x", "x"]
    assert len({a.id for a in articles}) == 2


def test_latin1_line_among_utf8_ones(read):
    good, latin = (
        json.dumps({"text": BODY}).encode(),
        json.dumps({"text": BODY + " Café."}, ensure_ascii=False).encode("latin-1"),
    )
    broken = b'{"text": "' + "Посол Руритании ".encode() * 9 + b'\xff"}'
    articles, quarantined = read(b"\n".join([good, latin, broken]), "a.jsonl")
    assert (articles[1].text, reasons(quarantined)) == (BODY + " Café.", [("undecodable", "line 3")])


@pytest.mark.parametrize("content, name", [
    (json.dumps([{"text": BODY}, {"text": BODY + ' "]}," said he.'}, {"no": 1}], indent=2), "a.json"),
    (json.dumps({"status": "ok", "articles": [{"text": BODY}, {"text": BODY + ' "]}," said he.'}, {"no": 1}]}), "a.json"),
    (jsonl({"text": BODY}, {"text": BODY + ' "]}," said he.'}, {"no": 1}), "a.json"),
    (json.dumps([{"text": BODY}, {"text": BODY + ' "]}," said he.'}, {"no": 1}]), "a"),
])  # fmt: skip
def test_json_of_every_shape(read, content, name):
    articles, quarantined = read(content, name)
    assert [a.text for a in articles] == [BODY, BODY + ' "]}," said he.']
    assert [q.reason for q in quarantined] == ["no text"]


def test_json_array_one_value_too_large(read):
    articles, quarantined = read(
        json.dumps([{"text": BODY}, {"text": "x" * 20_000}, {"text": BODY}]), "a.json", max_record_bytes=10_000
    )
    assert (len(articles), [q.reason for q in quarantined]) == (2, ["too large"])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv(read, delimiter, encoding):
    head = delimiter.join(["title", "date", "text"])
    row = delimiter.join(['"Café, ""new"""', "2019-01-04", f'"{BODY}\n\nSecond; paragraph, | here."'])
    ((article,), quarantined) = read(f"{head}\r\n{row}\r\n".encode(encoding), "a.csv")
    assert (article.title, article.day, quarantined) == ('Café, "new"', date(2019, 1, 4), [])
    assert article.body == f"{BODY}\n\nSecond; paragraph, | here."


def test_csv_bad_rows(read):
    content = (
        f'title,text\nA,"{BODY}"\nB,"{BODY}",surplus\nC\n\nD,"{BODY} Again."\n'.encode()
        + b'E,"'
        + BODY.encode()
        + b' \xff\xfe"\n'
    )
    articles, quarantined = read(content, "a.csv")
    assert [a.title for a in articles] == ["A", "D"]
    assert reasons(quarantined) == [
        ("wrong number of cells", "line 3"),
        ("wrong number of cells", "line 4"),
        ("undecodable", "line 7"),
    ]


def test_csv_line_too_large(read):
    articles, quarantined = read(
        f'title,text\nA,"{BODY}"\nB,{"x" * 20_000}\nC,"{BODY}"\n', "a.csv", max_record_bytes=10_000
    )
    assert ([a.title for a in articles], [q.reason for q in quarantined]) == (["A", "C"], ["too large"])


def test_csv_without_text_column(read):
    articles, (row,) = read("a,b\n1,2\n", "a.csv")
    assert (articles, row.reason) == ([], "no text column")
    assert "--map text=" in row.remedy


@pytest.mark.parametrize("name, content", [
    ("a.csv", f'corpus,when\n"{BODY}",2019-01-04\n'), ("a.jsonl", jsonl({"corpus": BODY, "when": "2019-01-04"})),
])  # fmt: skip
def test_mapping(read, name, content):
    ((article,), _) = read(content, name, options=ReadOptions(mapping={"text": "corpus", "day": "when"}))
    assert (article.text, article.day) == (BODY, date(2019, 1, 4))
    with pytest.raises(MappingError, match=r"corpus.*when"):
        read(content, name, options=ReadOptions(mapping={"text": "nowhere"}))


def test_mapping_of_unknown_field():
    with pytest.raises(MappingError, match="txt"):
        ReadOptions(mapping={"txt": "body"})


def test_parquet(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    from articles.press import read_all

    path = tmp_path / "a.parquet"
    pq.write_table(
        pa.table({"text": [BODY, None, BODY], "date": [datetime(2019, 1, 4, 23), None, None], "n": [1, 2, 3]}), path
    )
    articles, quarantined = read_all([path])
    assert ([a.day for a in articles], reasons(quarantined)) == ([date(2019, 1, 4), None], [("no text", "row 2")])
    path.write_bytes(path.read_bytes()[:-30])
    articles, (row,) = read_all([path])
    assert (articles, row.reason) == ([], "broken Parquet")


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz"])
def test_torn_gzip_gives_what_stood_before(read, name):
    import random

    draw = random.Random(7)  # noqa: S311
    words = [" ".join(draw.choice(BODY.split()) for _ in range(40)) for _ in range(3_000)]
    text = (
        jsonl(*({"text": w} for w in words)) if "jsonl" in name else "text,n\n" + "\n".join(f'"{w}",1' for w in words)
    )
    packed = gzip.compress(text.encode())
    articles, quarantined = read(packed[: len(packed) // 2], name)
    assert [q.reason for q in quarantined] == ["torn gzip"]
    assert [a.text for a in articles] == words[: len(articles)]
    assert len(articles) > 1_000
    articles, quarantined = read(packed + gzip.compress(("\n" + text.split("\n")[1]).encode()), name)
    assert (len(articles), quarantined) == (3_001, [])  # a gzip of two members


def test_faulty_first_line_costs_itself_alone(tmp_path):
    """`[]` on the first line of many is a line without an article, not an array that swallows the rest."""
    from dragoman.articles import ReadOptions, read_articles
    from dragoman.records import Article
    from dragoman.settings import Settings

    line = '{"text": "Ruritania signed a treaty with Graustark in Strelsau on Monday, officials said.", "date": "2015-01-05"}'
    file = tmp_path / "rows.jsonl"
    file.write_text(f"[]\n{line}\n", encoding="utf-8")
    found = list(read_articles([file], options=ReadOptions(), settings=Settings()))
    assert [isinstance(record, Article) for record in found] == [False, True]
