"""The pages World and Network, and corrections from the page: no news is hatched, never a middle colour; work is bounded."""

from __future__ import annotations

import re
from datetime import date

import pytest
from starlette.testclient import TestClient

import standins
from dragoman.settings import Settings
from dragoman.store import Store
from dragoman.views.pages import network, world
from dragoman.views.pages.world import shade_of
from dragoman.views.web.app import application
from dragoman.views.web.desk import Desks
from dragoman.views.web.guard import Access
from dragoman.views.world_map import REGIONS, areas, frame, projected

HERE = "http://127.0.0.1:8620"
TOKEN = "a-token-of-twenty-four-c"


@pytest.fixture(scope="module")
def seen(ledger):
    return TestClient(application(Desks(ledger.path, Settings()), Access()), base_url=HERE)


@pytest.mark.parametrize("level, low, high, shade", [
    (None, None, None, "gap"), (0.0, -0.4, 0.4, "even"), (0.3, -0.1, 0.6, "even"), (0.3, 0.1, 0.6, "coop-2"),
    (0.7, 0.5, 0.9, "coop-1"), (-0.3, -0.5, -0.1, "conf-2"), (-0.8, -0.9, -0.6, "conf-1"),
])  # fmt: skip
def test_no_news_has_a_class_of_its_own_and_doubt_has_no_colour(level, low, high, shade):
    assert shade_of(level, low, high) == shade


@pytest.mark.parametrize("region", REGIONS)
def test_map_lies_in_its_frame_and_names_each_state_once(region):
    width, height = frame(region)
    codes = [a.code for a in areas(region) if a.code]
    assert len(codes) == len(set(codes)) > 30
    west, south, east, north = REGIONS[region][1]
    x, y = projected((west + east) / 2, (south + north) / 2, region)
    assert 0 < x < width
    assert 0 < y < height


@pytest.mark.parametrize("name, longitude, latitude, code", [
    ("Turkey", 33.0, 39.0, "TUR"), ("Russia", 90.0, 62.0, "RUS"), ("Brazil", -53.0, -10.0, "BRA"),
])  # fmt: skip
def test_states_lie_where_they_are(name, longitude, latitude, code):
    x, y = projected(longitude, latitude)
    path = next(a for a in areas() if a.code == code).path
    inside = False
    for ring in path.strip("Z").split("Z"):
        points = [tuple(map(float, p.split())) for p in ring.strip("M").split("L")]
        for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    assert inside, name


def test_areas_under_dispute_carry_no_code():
    assert {a.name for a in areas() if a.code is None} == {"Crimea", "N. Cyprus", "Siachen Glacier", "Somaliland"}


def test_only_states_with_news_have_a_level(seen):
    page = seen.get("/world?state=TUR&from=2015-10-01&to=2016-09-30&format=json").json()
    known = {s["code"] for s in (*page["states"], *page["off_map"]) if s["level"] is not None}
    assert known == {"RUS"}
    for s in page["states"]:
        if s["code"] not in {"RUS", "TUR"}:
            assert (s["level"], s["low"], s["high"], s["shade"], s["link"]) == (None, None, None, "gap", None), s[
                "name"
            ]


def test_state_without_news_is_hatched_in_the_page(seen):
    text = seen.get("/world?state=TUR&from=2015-10-01&to=2016-09-30").text
    hatched = re.findall(r'<path class="gap" fill="url\(#hatch-map\)" d="[^"]+"><title>([^<]+)', text)
    assert "France: no news" in hatched
    assert not [t for t in hatched if t.startswith("Russia")]


def test_period_without_news_is_blank_and_says_so(seen):
    page = seen.get("/world?state=FRA&format=json").json()
    assert "blank, not neutral" in page["lede"]
    assert all(s["level"] is None for s in page["states"])
    assert page["n_events"] == 0


def test_level_of_the_map_is_that_of_the_pair(ledger, seen):
    from dragoman.views.standing import standing

    page = seen.get("/world?state=TUR&from=2015-10-01&to=2016-09-30&format=json").json()
    shown = next(s for s in page["states"] if s["code"] == "RUS")
    months = [m for m in standing(ledger, "RUS", "TUR", settings=Settings(), groups=False) if m.source == "RUS"]
    last = [m for m in months if m.n_events and m.period <= date(2016, 9, 1)][-1]
    assert (shown["level"], shown["low"], shown["high"]) == pytest.approx((last.level, last.low, last.high))


def test_new_since_a_batch(seen):
    assert seen.get("/world?state=TUR&format=json").json()["new"] == []
    assert seen.get("/world?state=TUR&since=0&format=json").json()["new"]
    assert seen.get("/world?state=TUR&since=99&format=json").json()["new"] == []


@pytest.mark.parametrize("query", ["region=moon", "from=2016-01-01&to=2015-01-01", "since=-1", "state=Nowhereland"])
def test_what_cannot_be_shown_is_refused_in_words(seen, query):
    assert seen.get(f"/world?{query}").status_code in {400, 404}


def test_large_stores_do_not_work_out_all_turns(ledger, monkeypatch):
    import dragoman.api

    monkeypatch.setattr(world, "FEW", 1)
    monkeypatch.setattr(dragoman.api, "turns", lambda *_: pytest.fail("turns of all pairs were worked out"))
    page = TestClient(application(Desks(ledger.path, Settings()), Access()), base_url=HERE).get(
        "/world?state=TUR&format=json"
    ).json()  # fmt: skip
    assert page["turns"] is None
    assert page["realignments"] is None
    assert "Not worked out" in page["why_none"]


def year_of(pairs: dict[tuple[str, str], tuple[int, int]]):
    return [
        {"source": a, "target": b, "period": date(2015, 1, 1), "verbal_cooperation": c, "material_cooperation": 0,
         "verbal_conflict": k, "material_conflict": 0}
        for (a, b), (c, k) in pairs.items()
    ]  # fmt: skip


def test_network_is_bounded_to_the_states_with_most_events():
    rows = year_of({("RUR", "GRK"): (9, 0), ("RUR", "SYL"): (0, 9), ("GRK", "SYL"): (0, 9), ("BOR", "ELB"): (3, 0)})
    one = network.network_of_year(rows, 2015, 0.9, 3)
    assert {s.code for s in one.states} == {"RUR", "GRK", "SYL"}
    assert one.unseen == 2


def test_year_without_triangles_has_no_balance():
    from dragoman.views.web.links import Link

    one = network.network_of_year(year_of({("RUR", "GRK"): (9, 0)}), 2015, 0.9, 3)
    for made in (one, None):  # nothing to measure; no news at all
        told = network._year(2015, made, Link("/network"), False, 0, 1)
        assert (told.share, told.low, told.high, told.null_low, told.null_high) == (None,) * 5


def test_balance_of_a_triangle_stands_with_chance():
    from dragoman.views.web.links import Link

    rows = year_of({("RUR", "GRK"): (90, 0), ("RUR", "SYL"): (0, 90), ("GRK", "SYL"): (0, 90)})
    one = network.network_of_year(rows, 2015, 0.9, 3)
    assert network._year(2015, one, Link("/network"), False, 0, 1).share == 1.0


def test_networks_of_large_stores_are_half_as_large(ledger, monkeypatch):
    asked = []
    monkeypatch.setattr(network, "MANY", 1)
    worked_out = network.network_of_year
    monkeypatch.setattr(
        network,
        "network_of_year",
        lambda rows, year, width, states: asked.append((year, states)) or worked_out(rows, year, width, states),
    )
    page = TestClient(application(Desks(ledger.path, Settings()), Access()), base_url=HERE)
    assert page.get("/network?format=json").status_code == 200
    assert asked
    assert {states for _, states in asked} == {network.STATES // 2}


def test_year_that_is_not_there_is_refused(seen):
    assert seen.get("/network?year=1066").status_code == 400


# ---------------------------------------------------------------------------------------- corrections from the page


@pytest.fixture
def writable(tmp_path):
    return standins.ledger(tmp_path / "store").path


def client(path, *, writing=True):
    access = Access(token=TOKEN, writing=writing) if writing else Access()
    made = TestClient(application(Desks(path, Settings()), access), base_url=HERE, follow_redirects=False)
    made.headers["authorization"] = f"Bearer {TOKEN}"
    return made


def some_event(path):
    return (
        Store.open(path)
        .query("SELECT id FROM events WHERE status = 'actual' AND quad = 4 ORDER BY id")["id"][0]
        .as_py()
    )


OURS = {"origin": HERE}


def test_correction_from_the_page_is_that_of_the_command(writable):
    page, event = client(writable), some_event(writable)
    assert page.get(f"/event/{event}").status_code == 200
    form = {"verb": "discard", "ids": event, "author": "A. Reader", "note": "a match", "act": "", "status": ""}
    answer = page.post("/correct", data=form, headers=OURS)
    assert answer.status_code == 303, answer.text
    made = answer.headers["location"].split("done=")[1]
    row = Store.open(writable).query(f"SELECT * FROM corrections WHERE id = '{made}'").to_pylist()[0]
    assert (row["verb"], row["author"], row["note"]) == ("discard", "A. Reader", "a match")
    assert page.get(f"/event/{event}").status_code == 404  # at once, not after the pause between two looks
    undo = {"verb": "undo", "ids": made, "author": "A. Reader", "note": "no, it was none"}
    assert page.post("/correct", data=undo, headers=OURS).status_code == 303
    assert page.get(f"/event/{event}").status_code == 200
    assert made in page.get("/correct").text


@pytest.mark.parametrize("headers, status", [
    ({}, 403), ({"origin": "http://evil.example"}, 403), ({"origin": "null"}, 403),
    ({**OURS, "authorization": "Bearer wrong-wrong-wrong-wrong"}, 401), ({**OURS, "host": "evil.example"}, 421),
])  # fmt: skip
def test_correction_from_elsewhere_changes_nothing(writable, headers, status):
    before = standins.rows_of(Store.open(writable), "corrections")
    form = {"verb": "discard", "ids": some_event(writable), "author": "x", "note": "y"}
    assert client(writable).post("/correct", data=form, headers=headers).status_code == status
    assert standins.rows_of(Store.open(writable), "corrections") == before


def test_reading_server_refuses_a_correction(writable):
    form = {"verb": "discard", "ids": some_event(writable), "author": "x", "note": "y"}
    page = client(writable, writing=False)
    assert page.post("/correct", data=form, headers=OURS).status_code == 405
    assert '<form class="correct"' not in page.get("/correct").text


@pytest.mark.parametrize("change, status", [
    ({"ids": ""}, 400), ({"ids": "E0000000000000000"}, 404), ({"author": " "}, 400), ({"verb": "burn"}, 400),
    ({"verb": "recode", "act": "DANCE"}, 400), ({"note": "x" * 3000}, 400), ({"note": "x" * 30_000}, 413),
])  # fmt: skip
def test_what_cannot_be_corrected_is_told(writable, change, status):
    form = {"verb": "discard", "ids": some_event(writable), "author": "x", "note": "y", **change}
    assert client(writable).post("/correct", data=form, headers=OURS).status_code == status


def test_hostile_author_stays_text(writable):
    text = client(writable).get("/correct?ids=" + "%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
