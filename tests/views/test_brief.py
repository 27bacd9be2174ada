"""One page on a pair: what it says, what it leaves out and says so, and that texts stay texts."""

from __future__ import annotations

import html
import json
import re
from dataclasses import asdict, replace
from datetime import date

import pytest

import standins
from dragoman.records import Relation
from dragoman.settings import Settings
from dragoman.views.brief import make_brief, most_telling, spells_of
from dragoman.views.export import jsonable
from dragoman.views.printed import as_html, as_markdown, as_terminal, web_address
from dragoman.views.words import day_in_words, level_in_words

FORMS = {"md": as_markdown, "html": as_html, "terminal": lambda b: printed(as_terminal(b))}


def printed(thing) -> str:
    from rich.console import Console

    console = Console(width=200, record=True, file=open("/dev/null", "w"), highlight=False)  # noqa: PTH123, SIM115
    console.print(thing)
    console.file.close()
    return console.export_text()


@pytest.fixture(scope="module")
def brief(ledger):
    return make_brief(ledger, "RUS", "TUR", settings=Settings())


@pytest.fixture(scope="module")
def pages(brief):
    return {name: form(brief) for name, form in FORMS.items()}


def test_directions_and_counts(brief):
    there, back = brief.directions
    assert (there.source, there.target, there.n_events) == ("RUS", "TUR", 3)  # a headline alone is not counted
    assert (back.source, back.target, back.n_events) == ("TUR", "RUS", 2)
    assert there.latest.period == date(2016, 6, 1)
    assert [m.period for m in there.levels if m.balance is not None] == [date(2015, 11, 1), date(2016, 6, 1)]
    assert len(there.levels) == 8
    assert not brief.empty


def test_what_is_missing_is_counted(brief):
    assert asdict(brief.missing) == {
        "quarantined": 2, "undated_articles": 1, "other_languages": 1, "undated_events": 1, "other_status": 1,
        "opinions": 1, "headlines": 1, "silent_months": 6, "apart": 0,
    }  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("words", [
    "Russia", "RUS does SANCTION to TUR on 2015-11-28.", "measure L2", "6 months without news: shown as gaps, never as 0",
    "2 inputs in quarantine", "1 article without a day", "Beta(C + ½, K + ½)", "--as-of 2", "stand-in-1", "PLOVER-2021",
    "Strelsau Post",
])  # fmt: skip
def test_page_says(pages, form, words):
    assert words in html.unescape(pages[form])


@pytest.mark.parametrize("form", FORMS)
def test_page_names_ids_that_explain_opens(pages, ledger, form):
    from dragoman.views.explain import explain

    named = set(re.findall(r"\b[ER][0-9a-f]{16}\b", pages[form]))
    assert named
    for wanted in named:
        assert explain(ledger, wanted, settings=Settings()).row["id"] == wanted


def test_event_told_twice_shows_its_sentence_once_with_both_counts(brief):
    event = next(e for e in brief.directions[0].telling if e.act == "SANCTION")
    assert (event.n_reports, event.n_publishers, len(event.sentences)) == (2, 2, 1)


def test_hostile_text_stays_text_in_html(pages):
    page = pages["html"]
    assert "<script" not in page.lower()
    assert "<img" not in page.lower()
    assert not re.search(r"""(href|src)\s*=\s*["']?\s*javascript:""", page, re.IGNORECASE)
    assert not re.search(r"<[^>]*\son\w+=", page)
    assert "&lt;script&gt;alert(" in page
    assert html.escape(standins.HOSTILE_NAME) in page
    assert set(re.findall(r'href="([^"#][^"]*)"', page)) == {"https://example.org/1"}


def test_page_loads_nothing_and_forbids_scripts(pages):
    assert re.search(r"""Content-Security-Policy" content="default-src 'none'""", pages["html"])
    assert not re.search(r"""<(link|script|iframe|object|embed)\b|url\(\s*["']?https?:""", pages["html"], re.IGNORECASE)


def test_hostile_text_stays_text_in_markdown(pages):
    page = pages["md"]
    assert "<script" not in page
    assert "<img" not in page
    assert "[click](" not in page
    assert "](http://192.0.2.1" not in page.replace(r"\]", "")
    assert "&lt;script&gt;" in page
    assert r"\`TUR\` \*TUR\*" in page


def test_markdown_tables_have_as_many_cells_as_their_head(pages):
    widths = {line.count("|") for line in pages["md"].splitlines() if line.startswith("|")}
    assert widths == {7}


def test_json_has_no_number_that_json_lacks(brief):
    json.dumps(jsonable(asdict(brief)), allow_nan=False)


@pytest.mark.parametrize("form", FORMS)
def test_pair_without_news_has_no_level_anywhere(ledger, form):
    empty = make_brief(ledger, "FRA", "DEU", settings=Settings())
    assert empty.empty
    page = html.unescape(FORMS[form](empty))
    assert "no level can be given" in page
    assert not re.search(r"[+−]\d\.\d\d \[", page)
    assert "<svg" not in page


@pytest.mark.parametrize("form", FORMS)
def test_empty_store(store, form):
    page = FORMS[form](make_brief(store, "TUR", "RUS", settings=Settings()))
    assert "The store holds no articles." in page


def test_brief_of_an_earlier_moment(ledger):
    from dragoman.store import Store

    earlier = make_brief(Store.open(ledger.path, as_of=1), "RUS", "TUR", settings=Settings())
    assert earlier.versions["store batch"] == "1"
    assert earlier.n_articles == 6


@pytest.mark.parametrize("url, shown", [
    ("https://example.org/a", "https://example.org/a"), ("HTTP://example.org", "HTTP://example.org"), (None, None), ("", None),
    ("javascript:alert(1)", None), (" javascript:alert(1)", None), ("data:text/html,x", None), ("//example.org", None),
    ("file:///etc/passwd", None), ("JaVaScRiPt:alert(1)", None), ("https:example", None),
])  # fmt: skip
def test_web_address(url, shown):
    assert web_address(url) == shown


@pytest.mark.parametrize("day, precision, words", [
    (None, "unknown", "undated"), (date(2015, 11, 24), "day", "24 Nov 2015"), (date(2015, 11, 1), "month", "Nov 2015"),
    (date(2015, 11, 23), "week", "week of 23 Nov 2015"), (date(2015, 1, 1), "year", "2015"), (date(1940, 1, 1), "decade", "1940s"),
])  # fmt: skip
def test_day_in_words(day, precision, words):
    assert day_in_words(day, precision) == words


def month(period: date, quads=(0, 0, 0, 0), level=None, low=None, high=None) -> Relation:
    return Relation(
        source="RUR", target="GRK", period=period, granularity="month", measure="L2", verbal_cooperation=quads[0], material_cooperation=quads[1],
        verbal_conflict=quads[2], material_conflict=quads[3], n_events=sum(quads), n_publishers=1, balance=None,
        intensity=None, level=level, low=low, high=high, disagree=None, datasets=(),
    )  # fmt: skip


@pytest.mark.parametrize("n, level, low, high, words", [
    (1, 0.31, 0.18, 0.43, "+0.31 [+0.18, +0.43]"), (1, -1.0, -1.0, -0.2, "−1.00 [−1.00, −0.20]"),
    (0, None, None, None, "no news"), (0, 0.1, -0.5, 0.6, "no news: +0.10 [−0.50, +0.60]"), (2, 0.0, -0.5, 0.5, "+0.00 [−0.50, +0.50]"),
])  # fmt: skip
def test_level_in_words(n, level, low, high, words):
    assert level_in_words(month(date(2015, 1, 1), (n, 0, 0, 0), level=level, low=low, high=high)) == words


def test_spells_are_runs_of_quarters_of_one_sign():
    months = [month(date(2015, n, 1), (0, 0, 0, 3)) for n in range(1, 7)] + [
        month(date(2016, n, 1), (3, 0, 0, 0)) for n in (1, 2)
    ]
    assert [(s.sign, s.first, s.last, s.n_events) for s in spells_of(months, width=0.9)] == [
        ("hostile", date(2015, 1, 1), date(2015, 4, 1), 18), ("cooperative", date(2016, 1, 1), date(2016, 1, 1), 6),
    ]  # fmt: skip
    assert [s.sign for s in spells_of([month(date(2015, 1, 1), (1, 0, 0, 1))], width=0.9)] == ["mixed"]
    assert spells_of([], width=0.9) == ()


def test_most_telling_are_strong_sure_and_told_by_several_two_a_month_by_day():
    def event(name, day, intensity=-5.0, confidence=0.5, n_publishers=1):
        return {"id": name, "day": day, "intensity": intensity, "confidence": confidence, "n_publishers": n_publishers}

    november, december = date(2015, 11, 20), date(2015, 12, 1)
    chosen = most_telling([
        event("plain", november), event("strong", november, intensity=-10.0), event("sure", november, confidence=0.9),
        event("several", november, n_publishers=9), event("later", december), event("weak", december, intensity=1.0),
    ])  # fmt: skip
    assert {e["id"] for e in chosen} == {"strong", "several", "later", "weak"}
    assert [e["day"] for e in chosen] == sorted(e["day"] for e in chosen)
    many = [event(f"E{n}", date(2000 + n, 1, 1)) for n in range(40)]
    assert len(most_telling(many)) == 12
    assert most_telling([]) == []


def test_settings_of_the_band_move_it(ledger):
    wide, narrow = (
        make_brief(ledger, "RUS", "TUR", settings=Settings({"band": w})).directions[0].latest for w in (0.99, 0.5)
    )
    assert wide.low < narrow.low < narrow.level == wide.level
    assert replace(wide, low=narrow.low, high=narrow.high) == narrow


def test_every_event_behind_a_level_opens_to_its_sentences(brief, pages):
    for d in brief.directions:
        assert len(d.behind) == d.n_events
        for month in (m for m in d.levels if m.n_events):
            anchor = f"{d.source}-{d.target}-{month.period:%Y-%m}"
            assert f'href="#{anchor}"' in pages["html"]
            opened = pages["html"].split(f'<details id="{anchor}">')[1].split("</details>")[0]
            assert opened.count("<li>") == month.n_events
            assert opened.count("<blockquote>") >= month.n_events


def test_runs_end_where_a_quarter_lacks():
    from dragoman.relations import levels

    def month(period, good):
        return {"source": "RUR", "target": "GRK", "period": period, "dataset": "dragoman", "verbal_cooperation": good,
                "material_cooperation": 0, "verbal_conflict": 0, "material_conflict": 0, "n_publishers": 1}  # fmt: skip

    rows = [month(date(2015, 1, 1), 9), month(date(2015, 5, 1), 9), month(date(2019, 5, 1), 9)]
    known = [m for m in levels(rows) if m.balance is not None]
    assert [(s.sign, s.first, s.last) for s in spells_of(known, width=0.9)] == [
        ("cooperative", date(2015, 1, 1), date(2015, 4, 1)),
        ("cooperative", date(2019, 4, 1), date(2019, 4, 1)),
    ]
