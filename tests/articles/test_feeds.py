from __future__ import annotations

import tracemalloc
from datetime import date

import pytest

from articles.press import BODY, read_all

ENTRY = f"<item><title>Envoy N received</title><guid>N</guid><pubDate>Fri, 04 Jan 2019 23:30:00 +0100</pubDate><description>&lt;p&gt;{BODY} N&lt;/p&gt;</description></item>"
RSS = "<?xml version='1.0'?><rss version='2.0'><channel><title>The Post</title>{}</channel></rss>"
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title><entry><title type="html">Envoy &lt;b&gt;received&lt;/b&gt;</title>
<id>urn:1</id><link href="http://post.example/1"/><published>2019-01-04T23:30:00+01:00</published><author><name>R. Rassendyll</name></author>
<summary>short</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{BODY}</p></div></content></entry></feed>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="x"><title>The Post</title></channel><item rdf:about="1"><title>Envoy received</title><dc:date>2019-01-04</dc:date><description>{BODY}</description></item></rdf:RDF>"""


@pytest.mark.parametrize("feed", [RSS.format(ENTRY), ATOM, RDF])
def test_feeds_of_each_kind(read, feed):
    ((article,), quarantined) = read(feed, "feed.xml")
    assert article.title.startswith("Envoy")
    assert article.body.startswith(BODY)
    assert (article.publisher, article.day, quarantined) == ("The Post", date(2019, 1, 4), [])


@pytest.mark.parametrize(
    "words, why",
    [
        ("2015-02-30", "impossible date"),
        ("yesterday", "unresolvable date"),
        ("03/04/2019", "ambiguous date"),
        ("", "no day in the entry"),
    ],
)
def test_unusable_day_is_a_reason_and_no_fault(read, words, why):
    ((article,), _) = read(RSS.format(ENTRY.replace("Fri, 04 Jan 2019 23:30:00 +0100", words)), "feed.xml")
    assert article.day is None
    assert why in article.day_why


@pytest.mark.parametrize("feed, reason", [
    (RSS.format(""), "no entries"),
    ("<a><b/></a>", "not a feed"),
    ('<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">' + "".join(f'<!ENTITY {chr(99 + n)} "{f"&{chr(98 + n)};" * 9}">' for n in range(9))
     + "]>" + RSS.format("<item><title>&k;</title></item>").split("?>", 1)[1], "entities declared in the feed"),
    ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + RSS.format(f"<item><title>&x;</title><description>{BODY}</description></item>").split("?>", 1)[1], "entities declared in the feed"),
])  # fmt: skip
def test_what_is_no_feed(read, feed, reason):
    articles, (row,) = read(feed, "feed.xml")
    assert (articles, row.reason) == ([], reason)


def test_malformed_feed_is_read(read):
    """The second entry breaks off: feedparser makes nothing of its description, but it is told."""
    articles, quarantined = read(
        RSS.format(ENTRY.replace("N", "1") + "<item><title>AT&T & co</title><description>" + BODY), "feed.xml"
    )
    assert ([a.native_id for a in articles], [q.reason for q in quarantined]) == (["1"], ["too short"])


def test_encodings(read):
    text = "Министр иностранных дел Руритании принял посла и говорил о новом начале."
    feed = f'<?xml version="1.0" encoding="koi8-r"?><rss><channel><item><description>{text}</description></item></channel></rss>'
    ((article,), _) = read(feed.encode("koi8-r"), "feed.xml")
    assert article.text == text
    ((article,), _) = read(
        RSS.format(f"<item><description>{BODY} Café</description></item>").encode("latin-1"), "feed.xml"
    )  # declared as UTF-8
    assert article.text.endswith("Café")


def test_large_feed_is_read_in_groups(read, monkeypatch):
    monkeypatch.setattr("dragoman.articles.feeds._WHOLE", 10_000)
    entries = [ENTRY.replace("N", str(n)) for n in range(1_200)]
    entries[777] = "<item><title>broken & <b>unclosed</title></wrong>" + entries[777][6:]
    entries[900] = ENTRY.replace("N", "x" * 60_000)
    articles, quarantined = read(
        RSS.format("".join(entries)), "feed.xml", max_feed_entries=1_100, max_record_bytes=50_000
    )
    assert [(q.reason, q.origin.rsplit(", ", 1)[1]) for q in quarantined] == [
        ("too large", "entry 901"),
        ("too many entries", "entries after 1100"),
    ]
    assert "1,200 entries" in quarantined[-1].found
    assert [a.native_id for a in articles] == [str(n) for n in range(1_100) if n != 900]


@pytest.mark.parametrize(
    "feed",
    [
        RSS.format(ENTRY * 200),
        ATOM.replace("</feed>", ATOM[ATOM.index("<entry>") : ATOM.index("</feed>")] * 200 + "</feed>"),
        RDF.replace("</rdf:RDF>", RDF[RDF.index("<item ") : RDF.index("</rdf:RDF>")] * 200 + "</rdf:RDF>"),
    ],
)
def test_groups_give_what_the_whole_gives(read, monkeypatch, feed):
    whole = read(feed, "feed.xml")
    monkeypatch.setattr("dragoman.articles.feeds._WHOLE", 10_000)
    assert read(feed, "feed.xml") == whole
    assert len(whole[0]) >= 200


def test_feed_of_a_million_entries(tmp_path):
    path = tmp_path / "feed.xml"
    entry = "<item><guid>1</guid><description>The envoy of Ruritania was received in Strelsau.</description></item>"
    with path.open("w") as out:
        head, tail = RSS.split("{}")
        out.write(head)
        for _ in range(100):
            out.write(entry * 10_000)
        out.write(tail)
    tracemalloc.start()
    articles, quarantined = read_all([path], max_feed_entries=500)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(articles), [q.reason for q in quarantined]) == (500, ["too many entries"])
    assert "1,000,000 entries" in quarantined[0].found
    assert peak < 60_000_000
