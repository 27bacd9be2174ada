"""No news, no level: of a pair without events no call, page, export or command of the whole project gives a figure.

Every public name, page, table and command must stand in one of the lists here, so that a new one is asked too.
"""

from __future__ import annotations

import inspect
import json
from contextlib import suppress
from datetime import date

import pytest
from starlette.testclient import TestClient
from typer.main import get_command

import dragoman as library
from dragoman.cli import app, main
from dragoman.errors import InputError, UnknownId
from dragoman.settings import Settings
from dragoman.views.export import EXPORTED, export
from dragoman.views.listings import Filters
from dragoman.views.web.app import PAGES, application
from dragoman.views.web.desk import Desks
from dragoman.views.web.guard import Access

SILENT = ("FRA", "DEU")  # neither has an event in the ledger
HALF_SILENT = ("TUR", "FRA")  # one of them has
STANDING = {  # keys under which an answer says how two stand to each other, or how all do
    "level", "low", "high", "balance", "intensity", "before", "after", "median", "mean", "share", "modularity", "value",
    "latest", "probability", "chance", "p", "q", "leaning", "see_saw", "null_low", "null_high",
}  # fmt: skip
ENDS = {"a", "b", "source", "target", "code", "other", "state"}


def said_of(answer, silent=frozenset(SILENT), about=frozenset()):
    """Every figure on how somebody without news stands, with the keys that lead to it."""
    if isinstance(answer, dict):
        named = about | {str(answer[k]) for k in ENDS & answer.keys()}
        for key, value in answer.items():
            if key in STANDING and named & silent and isinstance(value, int | float) and not isinstance(value, bool):
                yield key, value
            yield from said_of(value, silent, named)
    elif isinstance(answer, list | tuple):
        for one in answer:
            yield from said_of(one, silent, about)


def test_a_figure_of_somebody_silent_would_be_seen():
    assert list(said_of({"a": "FRA", "rows": [{"level": 0.0}, {"level": None}]})) == [("level", 0.0)]
    assert list(said_of([{"a": "TUR", "b": "RUS", "level": 0.3}])) == []


# ---------------------------------------------------------------- calls

CALLS = {
    "relation": (lambda s, a, b: [library.relation(s, *ends, undirected=u) for ends in ((a, b), (a, "ALL")) for u in (False, True)], None),
    "relation_table": (lambda s, a, b: library.relation_table(s, a, b).to_pylist(), None),
    "turns": (library.turns, None),
    "triangle": (lambda s, a, b: library.triangle(s, a, b, "RUS"), InputError),
    "realignment": (lambda s, a, b: library.realignment(s, a, b, "RUS", date(2015, 12, 1)), InputError),
    "plot": (library.plot, InputError),
    "explain": (lambda s, a, b: library.explain(s, f"{a}-{b}@2015-11"), UnknownId),
    "quotes": (lambda s, a, b: library.quotes(s, by=a, about=b).to_pylist(), None),
    "table": (lambda s, a, b: [library.table(s, "events", actor=a, target=b).to_pylist(), library.table(s, "reports", actor=a, target=b).to_pylist()], None),
}  # fmt: skip
WHOLE = {  # answers over all pairs: nobody silent is in them
    "realignments": lambda s: library.realignments(s, month=date(2015, 12, 1)),
    "network": lambda s: [(e.a, e.b) for e in library.network(s, min_events=1).edges],
    "networks": lambda s: [(e.a, e.b) for n in library.networks(s, "month", min_events=1) for e in n.edges],
}
OF_NO_LEVEL = {  # they change a store, open it, or hold one data set against another
    "Settings", "Store", "compare", "correct", "import_events", "open_store", "read", "undo",
}  # fmt: skip
OF_CLAIMS = {"claim_scores", "settle_claims"}  # that silence settles nothing: tests/claims/test_settle.py


def emptied(answer):
    """Whether an answer has no row."""
    return not answer or (isinstance(answer, list) and all(isinstance(one, list) and emptied(one) for one in answer))


def test_every_public_name_is_asked():
    public = {n for n in library.__all__ if callable(getattr(library, n)) or inspect.isclass(getattr(library, n))}
    assert public == CALLS.keys() | WHOLE.keys() | OF_NO_LEVEL | OF_CLAIMS | {"brief"}


@pytest.mark.parametrize("pair", [SILENT, HALF_SILENT, HALF_SILENT[::-1]])
@pytest.mark.parametrize("name", CALLS)
def test_calls(ledger, name, pair):
    call, refusal = CALLS[name]
    if refusal:
        with pytest.raises(refusal, match=r"(?i)no "):
            call(ledger, *pair)
        return
    answer = call(ledger, *pair)
    if pair[0] == "TUR" and name == "relation":  # with everybody it has news
        answer = answer[:2]
    assert emptied(answer)


@pytest.mark.parametrize("name", WHOLE)
def test_calls_over_all_pairs(ledger, name):
    told = json.dumps(WHOLE[name](ledger), default=str)
    assert not any(code in told for code in SILENT)


@pytest.mark.parametrize("pair", [SILENT, HALF_SILENT])
def test_brief(ledger, pair):
    brief = library.brief(ledger, *pair)
    assert brief.empty
    assert all(d.levels == () and d.latest is None for d in brief.directions)


# ---------------------------------------------------------------- pages

ADDRESSES = {
    "/world": ("/world?state=FRA", "/world?state=FRA&direction=out", "/world?state=TUR", "/world?state=TUR&first=2001-01-01&last=2001-12-31"),
    "/pairs": ("/pairs",),
    "/pair/{a}/{b}": ("/pair/FRA/DEU?measure=L0&by=week", "/pair/FRA/DEU?measure=L1&by=day", "/pair/FRA/DEU?hindsight=1", "/pair/FRA/DEU?beside=RUS", "/pair/TUR/FRA", "/pair/EU/FRA", "/pair/FRA/ALL"),
    "/state/{a}": ("/state/FRA", "/state/TUR"),
    "/triangle/{a}/{b}/{c}": ("/triangle/FRA/DEU/RUS", "/triangle/TUR/RUS/FRA", "/triangle/TUR/FRA/RUS"),
    "/network": ("/network", "/network?year=2015", "/network?year=2001"),
    "/events": ("/events?actor=FRA&target=DEU&status=all",),
    "/quotes": ("/quotes?by=FRA",),
    "/compare/{a}/{b}": ("/compare/FRA/DEU", "/compare/TUR/FRA"),
    "/claims": ("/claims?about=FRA&other=DEU",),
}  # fmt: skip
PAGES_OF_NO_PAIR = {
    "/event/{id}",
    "/article/{id}",
    "/claim/{id}",
    "/scores",
    "/correct",
    "/data",
}  # of one event, one text, the store


@pytest.fixture(scope="module")
def seen(ledger):
    return TestClient(application(Desks(ledger.path, Settings()), Access()), base_url="http://127.0.0.1:8620")


def test_every_page_is_asked():
    assert {p.path for p in PAGES} == ADDRESSES.keys() | PAGES_OF_NO_PAIR


@pytest.mark.parametrize("address", [a for addresses in ADDRESSES.values() for a in addresses])
def test_pages(seen, address):
    found = seen.get(f"{address}{'&' if '?' in address else '?'}format=json")
    if found.status_code in {400, 404}:  # refused in words, with no figure
        assert list(said_of(found.json())) == []
        return
    assert found.status_code == 200
    assert list(said_of(found.json(), frozenset({"FRA", "DEU"}))) == []
    page = seen.get(address)
    assert page.status_code == 200
    if "FRA/DEU" in address and "beside" not in address:
        assert 'class="level"' not in page.text  # no line is drawn


# ---------------------------------------------------------------- exports


@pytest.mark.parametrize("table", EXPORTED)
@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_exports(ledger, tmp_path, table, ending):
    file = tmp_path / f"pair.{ending}"
    n = None
    with suppress(InputError):  # a table that names no actors
        n = export(ledger, table, file, filters=Filters(actor="FRA", target="DEU"), settings=Settings())
    assert n == 0 or (n is None and table not in {"relations", "events", "reports"})
    if table == "relations":
        export(ledger, table, tmp_path / "all.jsonl", filters=Filters(), settings=Settings())
        rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
        assert rows
        assert list(said_of(rows)) == []
        assert {r["source"] for r in rows} | {r["target"] for r in rows} == {"TUR", "RUS"}


# ---------------------------------------------------------------- commands

COMMANDS = {
    "relation": (("FRA", "DEU"), ("FRA",), ("FRA", "DEU", "--measure", "L0"), ("FRA", "DEU", "--by", "week", "--hindsight")),
    "turns": (("FRA", "DEU"), ("FRA",), ("FRA", "DEU", "--online"), ()),
    "triangles": (("FRA", "DEU", "RUS"), ("TUR", "RUS", "FRA"), ("FRA", "DEU", "RUS", "--month", "2015-12-01"), ()),
    "brief": (("FRA", "DEU"), ("FRA",), ("FRA", "DEU", "RUS")),
    "network": (("--from", "2001-01-01", "--to", "2001-12-31"), ("--min-events", "1"), ("--over-time", "month")),
    "explain": (("FRA-DEU@2015-11",), ("FRA~DEU@2015-11..2016-10",)),
    "events": (("--actor", "FRA", "--target", "DEU"),),
    "reports": (("--actor", "FRA", "--target", "DEU"),),
    "labels": (("--actor", "FRA", "--target", "DEU"),),
    "quotes": (("--by", "FRA", "--about", "DEU"),),
    "alerts": ((),),
}  # fmt: skip
COMMANDS_OF_NO_PAIR = {
    "article", "articles", "claims", "compare", "correct", "demo", "doctor", "evaluate", "export", "import", "mentions", "quarantine",
    "read", "serve", "settings", "teach", "watch",
}  # fmt: skip


def test_every_command_is_asked():
    assert set(get_command(app).commands) == COMMANDS.keys() | COMMANDS_OF_NO_PAIR


@pytest.mark.parametrize("words", [(name, *more) for name, ways in COMMANDS.items() for more in ways], ids=" ".join)
def test_commands(ledger, monkeypatch, capsys, words):
    monkeypatch.setattr("sys.argv", ["dragoman", *words, "--json", "--store", str(ledger.path)])
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    if ended.value.code:
        assert printed.out == ""
        assert "No " in printed.err
        return
    assert list(said_of(json.loads(printed.out))) == []
