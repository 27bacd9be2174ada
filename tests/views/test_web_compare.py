"""Data sets side by side: the same figures as `dragoman compare`, on one time axis, and no strip where nothing is told."""

from __future__ import annotations

from datetime import date

import pytest
from starlette.testclient import TestClient

import dragoman
from dragoman.settings import Settings
from dragoman.views.web.app import application
from dragoman.views.web.desk import Desks
from dragoman.views.web.guard import Access

MAP = {"source": "who", "target": "whom", "day": "when", "code": "act", "scheme": "plover"}
ROWS = {
    "north": [("TUR", "RUS", "2015-01-05", "AID"), ("TUR", "RUS", "2015-02-05", "ASSAULT"), ("TUR", "RUS", "2015-04-05", "AID"),
              ("TUR", "RUS", "2015-04-06", "AID"), ("RUS", "TUR", "2015-02-07", "ACCUSE")],
    "south": [("TUR", "RUS", "2015-01-07", "SUPPORT"), ("TUR", "RUS", "2015-02-07", "REJECT"),
              ("TUR", "RUS", "2015-04-07", "CONSULT")],
}  # fmt: skip


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    place = tmp_path_factory.mktemp("compare")
    for name, rows in ROWS.items():
        file = place / f"{name}.csv"
        file.write_text("who,whom,when,act\n" + "".join(",".join(row) + "\n" for row in rows))
        dragoman.import_events(file, store=place / "store", family="map", mapping=MAP, name=name)
    desks = Desks(place / "store", Settings())
    return TestClient(application(desks, Access()), base_url="http://127.0.0.1:8620"), dragoman.open_store(
        place / "store"
    )


def test_figures_are_those_of_the_command(seen):
    web, store = seen
    page = web.get("/compare/TUR/RUS?format=json").json()
    expected = dragoman.compare(store, "TUR", "RUS")
    told = {(s["source"], s["dataset"]): (s["n_events"], s["balance"]) for d in page["directions"] for s in d["sides"]}
    assert told == {(s.source, s.dataset): (s.n_events, s.balance) for s in expected.sides}
    assert told["TUR", "north"] == (4, 0.5)
    (agreement,) = page["directions"][0]["agreement"]
    assert (agreement["one"], agreement["other"], agreement["n_levels"]) == ("north", "south", 3)
    assert agreement["balances"] == pytest.approx(1.0)
    assert "correlate at +1.00 over 3 months" in page["lede"]


def test_strips_share_one_axis_and_a_quiet_month_is_hatched(seen):
    there, back = seen[0].get("/compare/TUR/RUS?format=json").json()["directions"]
    wide = there["drawings"][0]
    assert (wide["first"], wide["last"]) == ("2015-01-01", "2015-05-01")
    assert (back["drawings"][0]["first"], back["drawings"][0]["last"]) == (wide["first"], wide["last"])
    assert [w["text"] for w in wide["labels"] if w["tone"] == "name"] == ["north", "south"]
    assert len(wide["gaps"]) == 2  # March, in each of the two strips
    assert len(wide["hits"]) == 6
    assert not wide["brush"]


def test_a_month_opens_its_events_of_that_data_set(seen):
    web, _ = seen
    hits = web.get("/compare/TUR/RUS?format=json").json()["directions"][0]["drawings"][0]["hits"]
    april = next(h for h in hits if h["words"].startswith("north, April 2015"))
    found = web.get(april["address"] + "&format=json").json()
    assert found["found"] == 2
    assert {e["dataset"] for e in found["events"]} == {"north"}
    assert all(date.fromisoformat(e["day"]).month == 4 for e in found["events"])


def test_nothing_to_compare_is_said(seen, ledger):
    assert "No data set" in seen[0].get("/compare/CHL/PER?format=json").json()["lede"]
    alone = TestClient(application(Desks(ledger.path, Settings()), Access()), base_url="http://127.0.0.1:8620")
    page = alone.get("/compare/TUR/RUS?format=json").json()
    assert "nothing to compare it with" in page["lede"]


def test_the_pair_links_to_it_where_there_are_several_data_sets(seen, ledger):
    assert 'href="/compare/TUR/RUS"' in seen[0].get("/pair/TUR/RUS").text
    alone = TestClient(application(Desks(ledger.path, Settings()), Access()), base_url="http://127.0.0.1:8620")
    assert 'href="/compare/' not in alone.get("/pair/TUR/RUS").text
