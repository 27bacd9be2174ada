"""The pages of the dashboard: figures with receipts, gaps as gaps, links that restore, hostile words as words."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

import standins
from dragoman.records import Relation
from dragoman.settings import Settings
from dragoman.views.pages.pair import pair_page
from dragoman.views.web.app import PAGES, application
from dragoman.views.web.desk import Desks
from dragoman.views.web.drawing import TurnMark, draw, years
from dragoman.views.web.guard import Access
from dragoman.views.web.links import Link
from dragoman.views.web.marks import ClaimMark

HERE = "http://127.0.0.1:8620"


@pytest.fixture(scope="module")
def seen(ledger):
    return TestClient(application(Desks(ledger.path, Settings()), Access()), base_url=HERE)


@pytest.fixture(scope="module")
def some(seen):
    """Addresses of one page of each kind."""
    event = seen.get("/events?format=json&status=all").json()["events"][0]
    article = seen.get("/quotes?format=json").json()["quotes"][0]["article"]
    claim = seen.get("/claims?format=json").json()["claims"][0]
    return {
        "/world": "/world?state=TUR", "/network": "/network", "/correct": "/correct", "/pairs": "/pairs", "/pair/{a}/{b}": "/pair/TUR/RUS?beside=UKR", "/state/{a}": "/state/TUR",
        "/triangle/{a}/{b}/{c}": "/triangle/TUR/RUS/UKR", "/events": "/events?status=all",
        "/event/{id}": f"/event/{event['id']}", "/article/{id}": f"/article/{article}", "/quotes": "/quotes",
        "/claims": "/claims", "/claim/{id}": f"/claim/{claim['id']}", "/scores": "/scores",
        "/compare/{a}/{b}": "/compare/TUR/RUS",
        "/data": "/data",
    }  # fmt: skip


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and whether all were closed in order."""

    EMPTY = frozenset({"meta", "link", "input", "br", "rect", "path", "circle", "line", "img"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open[-1] != tag and self.open[-1] in {"li", "option", "dt", "dd", "p"}:
            self.open.pop()
        if tag not in self.EMPTY and (not self.open or self.open.pop() != tag):
            self.wrong.append(tag)


@pytest.mark.parametrize("path", [p.path for p in PAGES])
def test_every_page_is_whole_and_needs_nothing_from_elsewhere(seen, some, path):
    found = seen.get(some[path])
    assert found.status_code == 200
    tags = Tags(found.text)
    assert tags.wrong == []
    assert [t for t, _ in tags.tags].count("h1") == 1
    for tag, has in tags.tags:
        assert not any(name.startswith("on") or name == "style" for name in has), (tag, has)
        assert tag not in {"iframe", "object", "embed", "base", "style"}
        if tag in {"script", "link", "img"}:
            assert (has.get("src") or has.get("href") or "").startswith("/static/")
        if tag == "a" and has.get("href"):
            assert re.match(r"(/(?!/)|#|https?://)", str(has["href"])), has


@pytest.mark.parametrize("path", [p.path for p in PAGES])
def test_json_is_the_same_page(seen, some, path):
    address = some[path]
    found = seen.get(address + ("&" if "?" in address else "?") + "format=json")
    assert found.status_code == 200
    assert found.headers["content-type"] == "application/json"
    assert found.json()["title"]
    assert "NaN" not in found.text


@pytest.mark.parametrize("path", [p.path for p in PAGES])
def test_hostile_words_stay_words(seen, some, path):
    text = seen.get(some[path]).text
    assert standins.HOSTILE_NAME not in text
    assert "<script>" not in text
    assert 'href="javascript:' not in text


def test_a_month_without_news_has_no_dot_no_bar_and_no_figure(seen, ledger):
    page = seen.get("/pair/TUR/RUS?format=json&measure=L0").json()
    levels = page["directions"][1]["levels"]
    quiet = [r for r in levels if not r["n_events"]]
    assert quiet
    assert all(r["level"] is None and r["low"] is None for r in quiet)
    drawing = drawn(ledger, {"measure": "L0"}).directions[1].drawings[0]
    assert len(drawing.dots) == sum(r["n_events"] > 0 for r in levels)
    assert drawing.gaps
    assert all(not h.address for h, r in zip(drawing.hits, levels, strict=True) if not r["n_events"])


def drawn(ledger, state=None):
    """The page of Turkey and Russia, with what is drawn for HTML alone."""
    link = Link("/pair/TUR/RUS", state or {}, {"a": "TUR", "b": "RUS"})
    return pair_page(Desks(ledger.path, Settings()).at(), link)


@pytest.mark.parametrize("asked, leads_to", [
    ("/", "/world"), ("/?state=RUS&way=from&as_of=1", "/world?state=RUS&way=from&as_of=1"),
])  # fmt: skip
def test_the_first_page_has_one_permanent_address(seen, asked, leads_to):
    found = seen.get(asked, follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (307, leads_to)


def test_nobody_heard_of_is_no_zero(seen):
    page = seen.get("/pair/CHL/PER?format=json").json()
    assert page["directions"][0]["figure"] == "no news"
    assert page["directions"][0]["latest"] is None
    assert "no level can be given" in page["lede"]
    assert page["events"] == []


def test_from_a_month_of_the_drawing_to_its_sentences(seen, ledger):
    hit = next(h for h in drawn(ledger).directions[0].drawings[0].hits if h.address)
    chosen = seen.get(hit.address.split("#")[0] + "&format=json").json()
    assert chosen["events"]
    first, last = (date.fromisoformat(d) for d in chosen["chosen"])
    assert all(first <= date.fromisoformat(e["day"]) <= last for e in chosen["events"])
    sentence = chosen["events"][0]["sentences"][0]
    article = seen.get(f"/article/{sentence['article']}")
    assert article.status_code == 200
    assert f'id="{sentence["report"]}"' in article.text


def test_a_receipt_stands_beside_the_figure_and_its_link_restores_it(seen):
    page = seen.get("/pair/TUR/RUS?format=json&measure=L1").json()
    receipt = page["directions"][0]["receipt"]
    assert receipt["value"] == page["directions"][0]["figure"]
    assert receipt["n_events"] == page["directions"][0]["n_events"]
    assert receipt["versions"]["store batch"] in receipt["cite"]
    again = seen.get(receipt["link"] + "&format=json").json()
    assert (again["measure"], again["directions"][0]["figure"]) == ("L1", page["directions"][0]["figure"])
    rows = seen.get(receipt["rows"] + "&format=json").json()
    assert {(e["source"], e["target"]) for e in rows["events"]} == {("TUR", "RUS")}


def test_an_earlier_state_of_the_store_can_be_linked_to(seen):
    now, then = (seen.get(f"/pair/RUS/TUR?format=json&as_of={n}").json() for n in (2, 1))
    assert then["directions"][0]["n_events"] <= now["directions"][0]["n_events"]
    assert then["versions"]["store batch"] == "1"


@pytest.mark.parametrize(
    "filters, holds",
    [
        ("actor=RUS", lambda e: e["source"] == "RUS"),
        ("target=Turkey", lambda e: e["target"] == "TUR"),
        ("act=sanction", lambda e: e["act"] == "SANCTION"),
        ("status=negated", lambda e: e["status"] == "negated"),
        ("quad=4", lambda e: e["quad"] == 4),
        ("from=2015-11-25&to=2015-12-31", lambda e: "2015-11-25" <= e["day"] <= "2015-12-31"),
        ("q=does SANCTION", lambda e: e["act"] == "SANCTION"),
        (
            "publisher=strelsau post",
            lambda e: "Strelsau Post" in {o for s in e["sentences"] for o in (s["publisher"], *s["also"])},
        ),
    ],
)
def test_filters_of_events(seen, filters, holds):
    found = seen.get(f"/events?{filters}&format=json").json()
    assert found["events"]
    assert all(holds(e) for e in found["events"])
    assert found["found"] < seen.get("/events?status=all&format=json").json()["found"]


@pytest.mark.parametrize(
    "address, status, words",
    [
        ("/pair/TUR/XYZQ", 404, "XYZQ"),
        ("/event/E0000000000000000", 404, "no event"),
        ("/article/A0000000000000000", 404, "dragoman articles"),
        ("/events?act=DANCE", 400, "PLOVER"),
        ("/events?status=maybe", 400, "expected"),
        ("/events?from=2015-02-30", 400, "YYYY-MM-DD"),
        ("/events?start=-1", 400, "whole number"),
        ("/pair/TUR/RUS?measure=L9", 400, "L0"),
        ("/pair/TUR/RUS?from=2016-01-01&to=2015-01-01", 400, "earlier"),
        ("/pair/TUR/RUS?format=xml", 400, "html or json"),
        ("/pair/TUR/RUS?as_of=99", 503, "99"),
        ("/triangle/TUR/RUS/TUR", 400, "three"),
    ],
)
def test_what_cannot_be_shown_says_why(seen, address, status, words):
    for form in ("", "format=json"):
        found = seen.get(
            address + (("&" if "?" in address else "?") + form if form and "format" not in address else "")
        )
        assert found.status_code == status
        assert words in found.text


def nowhere(first: date, last: date) -> str:
    return "" if first <= last else "never"


def level(month: int, value: float | None, n: int) -> Relation:
    return Relation(
        source="TUR", target="RUS", period=date(2015, month, 1), granularity="month", measure="L2", verbal_cooperation=n,
        material_cooperation=0, verbal_conflict=0, material_conflict=0, n_events=n, n_publishers=n, balance=None,
        intensity=None, level=value, low=None if value is None else value - 0.1, high=None if value is None else value + 0.1,
        disagree=None, datasets=("dragoman",),
    )  # fmt: skip


def test_the_line_breaks_where_there_is_no_level():
    levels = [level(1, 0.1, 1), level(2, 0.2, 1), level(3, None, 0), level(4, -0.2, 2)]
    drawing = draw(levels, width=860, title="t", address=lambda first, last: f"/{first}/{last}")
    lines = [s.path for s in drawing.strokes if s.tone == "level"]
    assert [path.count("L") for path in lines] == [1]  # the fourth month stands alone: a dot, no line
    assert len(drawing.dots) == 3
    assert len(drawing.gaps) == 1
    assert [h.address for h in drawing.hits] == [
        "/2015-01-01/2015-01-31",
        "/2015-02-01/2015-02-28",
        "",
        "/2015-04-01/2015-04-30",
    ]
    assert draw([], width=860, title="t", address=nowhere) is None


def test_a_level_without_news_is_carried_on_in_another_tone():
    levels = [level(1, 0.1, 1), level(2, 0.2, 1), level(3, 0.2, 0), level(4, -0.2, 2), level(5, 0.0, 1)]
    drawing = draw(levels, width=860, title="t", address=nowhere)
    assert [(s.tone, s.path.count("L")) for s in drawing.strokes if s.tone in {"level", "carried"}] == [
        ("level", 1),
        ("carried", 2),
        ("level", 1),
    ]
    assert len(drawing.dots) == 4


def test_a_turn_stands_on_the_line_and_its_words_beside_it():
    levels = [level(m, 0.1 * m, 1) for m in range(1, 7)]
    drawing = draw(levels, width=860, title="t", address=nowhere, turns=[TurnMark(date(2015, 3, 16), True, 0.87)])
    x, y = drawing.turned[0]
    assert y == pytest.approx(next(d for d in drawing.dots if d[0] == x)[1], abs=0.1)  # the middle of March
    word = next(w for w in drawing.labels if w.tone == "turn")
    assert (word.text, word.light) == ("better, 16 Mar 2015", "87 %")
    assert 0 < word.y < drawing.top


def test_claims_stand_below_the_events_at_their_day_and_never_on_each_other():
    levels = [level(m, 0.1, 1) for m in range(1, 13)]
    days = (date(2014, 1, 1), date(2015, 5, 1), date(2015, 5, 2), date(2015, 9, 1))
    claims = [ClaimMark(d, "true", "words", "/claim/P1") for d in days]
    drawing = draw(levels, width=350, title="t", address=nowhere, claims=claims)
    assert len(drawing.claims) == 3  # one was made before the axis begins
    assert all(m.y > drawing.bottom for m in drawing.claims)
    first, second, third = drawing.claims
    assert second.y > first.y == third.y
    assert drawing.height > draw(levels, width=350, title="t", address=nowhere).height


def test_words_of_turns_do_not_stand_on_each_other():
    levels = [level(m, 0.1, 1) for m in range(1, 13)]
    turns = [TurnMark(date(2015, 5, d), d % 2 == 0, 0.9) for d in (1, 2, 3, 4)]
    drawing = draw(levels, width=350, title="t", address=nowhere, turns=turns)
    words = [w for w in drawing.labels if w.tone == "turn"]
    assert len(words) == 3
    assert len({w.y for w in words}) == 3
    assert sum(s.tone == "turn" for s in drawing.strokes) == 4


def test_the_page_of_data_shows_measured_figures_with_the_command_that_prints_them(seen):
    page = seen.get("/data?format=json").json()["accuracy"]
    assert page["other"] is True  # the stand-in read this store, not a coder that was measured
    assert page["tables"]
    text = seen.get("/data").text
    assert page["command"] in text
    assert "another coder than the one that was measured" in text


@pytest.mark.parametrize(("by", "words"), [("month", "In "), ("week", "In the week of "), ("day", "On ")])
def test_the_period_of_a_figure_is_named_as_long_as_it_is(seen, by, words):
    there = seen.get(f"/pair/TUR/RUS?format=json&by={by}").json()["directions"][0]
    assert there["lede"].startswith(words + there["when"].removeprefix("the week of "))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2018, 10, 4), date(2018, 12, 31), ["Nov 2018", "Dec 2018"]),
        (date(2018, 10, 4), date(2018, 10, 20), ["4 Oct 2018"]),
        (date(2017, 8, 1), date(2018, 12, 31), ["Oct 2017", "Jan 2018", "Apr 2018", "Jul 2018", "Oct 2018"]),
        (date(1990, 1, 1), date(1996, 1, 1), ["1990", "1991", "1992", "1993", "1994", "1995"]),
    ],
)
def test_an_axis_names_its_time_however_short_it_is(first, last, expected):
    def x(day: date) -> float:
        return 46 + 806 * (day - first).days / (last - first).days

    assert [w.text for w in years(first, last, x, 0, 860)] == expected


def test_a_narrow_axis_names_fewer_months_and_none_is_cut_off():
    first, last = date(2018, 1, 1), date(2018, 6, 28)
    words = years(first, last, lambda d: 46 + 296 * (d - first).days / (last - first).days, 0, 350)
    assert [w.text for w in words] == ["Jan 2018", "Apr 2018"]
    assert years(first, last, lambda _: 340.0, 0, 350) == []


def test_what_would_round_to_certainty_stays_below_it():
    levels = [level(m, 0.1, 1) for m in range(1, 7)]
    drawing = draw(levels, width=860, title="t", address=nowhere, turns=[TurnMark(date(2015, 3, 1), True, 0.999)])
    assert [w.light for w in drawing.labels if w.tone == "turn"] == ["> 99 %"]
