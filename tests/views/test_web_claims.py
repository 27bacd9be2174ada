"""Claims on the pages: who said what, its rule and its chain, what became of it, and who is ranked."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date

import pytest
from starlette.testclient import TestClient

from dragoman.claiming import add_claim, freeze
from dragoman.claims.score_calibration import calibration
from dragoman.settings import Settings
from dragoman.settling import outcomes, overrule, settle
from dragoman.store import Store
from dragoman.views.pages.pair import pair_page
from dragoman.views.web.app import application
from dragoman.views.web.calibration import plate
from dragoman.views.web.desk import Desks
from dragoman.views.web.guard import Access
from dragoman.views.web.links import Link

HERE = "http://127.0.0.1:8620"
ACT = {"source": "RUS", "target": "TUR", "act": "SANCTION", "deadline": date(2015, 12, 31), "settings": Settings()}


@pytest.fixture(scope="module")
def told(ledger, tmp_path_factory):
    """The ledger with forecasts of our own: frozen and settled, overruled, and one that is only proposed."""
    place = tmp_path_factory.mktemp("claims") / "store"
    shutil.copytree(ledger.path, place)
    ids = {}
    for name, made, holder, chance, changes in (
        ("came", date(2015, 11, 20), "Anna Holm", 0.8, {}),
        ("not", date(2015, 11, 21), "Anna Holm", 0.7, {"act": "AID"}),
        ("void", date(2015, 11, 22), "Peter Quist", 0.6, {}),
        ("proposed", date(2015, 11, 23), "Peter Quist", 0.5, {}),
    ):
        given = ACT | changes
        ids[name] = add_claim(
            Store.open(place), f"{name}: so it will be.", made=made, chance=chance, holder=holder, **given
        ).id
    freeze(Store.open(place), [ids[n] for n in ("came", "not", "void")], author="me", settings=Settings())
    settle(Store.open(place), settings=Settings())
    for name, verdict in (("came", "true"), ("not", "false"), ("void", "void")):
        overrule(Store.open(place), ids[name], verdict, author="me", note="I was there.", settings=Settings())
    return TestClient(application(Desks(place, Settings()), Access()), base_url=HERE), ids, place


def listed(told, words=""):
    seen, ids, _ = told
    names = {value: name for name, value in ids.items()}
    page = seen.get(f"/claims?format=json{words}").json()
    return [names[c["id"]] for c in page["claims"] if c["id"] in names], page


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("&by=holm", ["not", "came"]),
        ("&by=user", ["proposed", "void", "not", "came"]),  # newest first
        ("&by=user&about=TUR&other=RUS", ["proposed", "void", "not", "came"]),
        ("&by=user&about=UKR", []),
        ("&by=user&about=TUR&other=UKR", []),
        ("&by=user&stand=settled", ["void", "not", "came"]),
        ("&by=user&stand=open", ["proposed"]),
        ("&by=user&stand=true", ["came"]),
        ("&by=user&stand=void", ["void"]),
    ],
)
def test_filters(told, words, expected):
    assert listed(told, words)[0] == expected


@pytest.mark.parametrize("words", ["stand=perhaps", "start=-1", "about=Ruritanistan"])
def test_what_cannot_be_is_said(told, words):
    found = told[0].get(f"/claims?{words}&format=json")
    assert found.status_code in {400, 404}
    assert found.json()["error"]


def test_each_line_has_holder_chance_rule_and_verdict(told):
    line = next(c for c in listed(told, "&by=holm")[1]["claims"] if c["before"].startswith("came"))
    assert (line["who"], line["chance"], line["by"], line["state"]) == ("Anna Holm, user", 0.8, "2015-12-31", "frozen")
    assert "SANCTION" in line["rule"]
    assert [(w["review"], w["verdict"], w["overruled"]) for w in line["windows"]] == [("deadline", "true", True)]


def test_the_receipt_of_a_claim_shows_its_chain(told):
    seen, ids, _ = told
    page = seen.get(f"/claim/{ids['not']}?format=json").json()
    chain = dict(page["chain"])
    assert chain["link"].startswith("2 of") or chain["link"].startswith("3 of")
    assert len(chain["hash"]) == len(chain["follows"]) == 64
    assert page["holds"] is True
    assert page["claim"]["windows"][0]["note"] == "I was there."
    assert page["pair"] == "/pair/RUS/TUR"
    text = seen.get(f"/claim/{ids['not']}").text
    assert chain["hash"] in text
    assert "Overruled by me: I was there." in text


def test_a_claim_that_is_not_frozen_has_no_chain_and_says_how_to_freeze_it(told):
    seen, ids, _ = told
    page = seen.get(f"/claim/{ids['proposed']}?format=json").json()
    assert page["chain"] == []
    assert page["holds"] is None
    assert f"dragoman claims freeze {ids['proposed']}" in seen.get(f"/claim/{ids['proposed']}").text


def test_a_claim_that_is_not_there(told):
    assert told[0].get("/claim/P0000000000000000").status_code == 404


def test_nobody_is_ranked_below_the_least_number_of_settled_claims(told):
    page = told[0].get("/scores?format=json").json()
    assert all(r["rank"] is None for p in page["parts"] for r in p["rows"])
    assert "nobody is ranked" in page["lede"]
    page = told[0].get("/scores?format=json&least=2").json()
    ranks = {r["holder"]: r["rank"] for p in page["parts"] if p["kind"] == "forecast" for r in p["rows"]}
    assert ranks["Anna Holm"] == 1
    assert ranks["Peter Quist"] is None  # void is no verdict


def test_the_same_scores_as_in_python(told):
    from dragoman.api import claim_scores

    seen, _, place = told
    page = seen.get("/scores?format=json&least=2").json()
    expected = {(s.kind, s.review, s.holder): s.brier for s in claim_scores(Store.open(place), least=2)}
    assert {(p["kind"], p["review"], r["holder"]): r["brier"] for p in page["parts"] for r in p["rows"]} == expected


def test_calibration_is_drawn_only_from_what_is_settled(told):
    page = told[0].get("/scores?format=json").json()
    drawn = {c["review"]: c for c in page["calibration"]}
    assert "12 months" not in drawn
    assert drawn["deadline"]["n_settled"] >= 2
    assert len(drawn["deadline"]["drawing"]["dots"]) == len(drawn["deadline"]["bins"])


def test_a_plate_puts_what_always_came_on_the_upper_edge():
    assert plate([], title="none") is None
    made = plate(calibration([0.8, 0.8], [0.8, 0.8], [1, 1]), title="always")
    x, y, radius, words = made.dots[0]
    assert (x, y) == (46 + 200 * 0.8, 28)
    assert radius == 9.0  # as large as dots get: no bin has more claims
    assert words.startswith("2 claims said about 80%; 100% came true")


def test_claims_take_their_place_on_the_page_of_their_pair(told):
    seen, ids, place = told
    page = seen.get("/pair/TUR/RUS?format=json").json()
    assert {ids["came"], ids["not"], ids["void"], ids["proposed"]} & {c["id"] for c in page["claims"]}
    assert page["n_claims"] >= 4
    drawn = pair_page(Desks(place, Settings()).at(), Link("/pair/TUR/RUS", {}, {"a": "TUR", "b": "RUS"}))
    there, back = (d.drawings[0].claims for d in drawn.directions)
    marked = {m.address.removeprefix("/claim/"): m.verdict for m in back}
    assert marked[ids["came"]] == "true"  # Russia acts: under Russia → Turkey alone
    assert marked[ids["proposed"]] == "open"
    assert ids["came"] not in {m.address.removeprefix("/claim/") for m in there}
    assert seen.get("/pair/TUR/UKR?format=json").json()["n_claims"] == 0


def test_a_chosen_period_shows_the_claims_made_in_it(told):
    seen, ids, _ = told
    page = seen.get("/pair/TUR/RUS?format=json&from=2015-11-23&to=2015-11-23").json()
    assert [c["id"] for c in page["claims"]] == [ids["proposed"]]


def test_an_event_that_decides_two_windows_is_shown_once(told, ledger):
    from dragoman.views.pages.claims import _windows
    from dragoman.views.pages.evidence import lines_of

    rows = ledger.query("SELECT * FROM events WHERE day IS NOT NULL ORDER BY day LIMIT 3").to_pylist()
    lines = {e.id: e for e in lines_of(ledger, rows)}
    first, second, third = (row["id"] for row in rows)
    (outcome,) = (o for o in outcomes(Store.open(told[2])) if o.claim == told[1]["came"])
    made = (
        replace(outcome, review="6 months", events=(second, first)),
        replace(outcome, review="12 months", events=(first, second, third, "an event that is gone")),
    )
    shown = [([e.id for e in w.events], w.above) for w in _windows(made, lines)]
    assert shown == [([first, second], 0), ([third], 2)]
