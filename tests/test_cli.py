"""Commands: what they print where, and what they end with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

import pytest
from typer.main import get_command

import standins
from dragoman import __version__
from dragoman.cli import app, main
from dragoman.settings import SETTINGS
from dragoman.store import Store


@dataclass
class Ended:
    code: int
    out: str
    err: str


@pytest.fixture
def dragoman(monkeypatch, capsys):
    """The command line, as a call: `dragoman("events", "--json")`."""

    def call(*words: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["dragoman", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return Ended(end.value.code or 0, printed.out, printed.err)

    return call


def commands(command=None, name=()):
    """Every command by its words."""
    command = command or get_command(app)
    if children := getattr(command, "commands", None):
        return {k: v for child in children for k, v in commands(children[child], (*name, child)).items()}
    return {name: command}


COMMANDS = commands()
LISTINGS = ("articles", "mentions", "reports", "events", "quarantine")


# ---------------------------------------------------------------- help


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_has_one_sentence_and_an_example_of_the_command_itself(dragoman, words):
    ended = dragoman(*words, "--help")
    assert (ended.code, ended.err) == (0, "")
    said = " ".join(ended.out.split())
    assert "Example: " in said
    example = said.split("Example: ", 1)[1]
    assert f"dragoman {' '.join(words)}" in example
    assert all(p.help for p in COMMANDS[words].params if p.param_type_name == "option")


@pytest.mark.parametrize("words", [w for w in COMMANDS if w[0] != "evaluate"], ids=" ".join)
def test_every_command_on_a_store_takes_store(words):
    assert "--store" in [o for p in COMMANDS[words].params for o in p.opts]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_example_in_help_can_be_parsed(words):
    import shlex

    said = " ".join((COMMANDS[words].help or "").split())
    for example in said.split("Example: ", 1)[1].split(" && "):
        tokens = [t for t in shlex.split(example) if not t.startswith("DRAGOMAN_")]
        assert tokens[0] == "dragoman"
        name = next(w for w in COMMANDS if list(w) == tokens[1 : 1 + len(w)])
        COMMANDS[name].make_context("dragoman", tokens[1 + len(name) :])


def test_version_and_help_without_words(dragoman):
    assert dragoman("--version").out == f"dragoman {__version__}\n"
    ended = dragoman()
    assert all(words[0] in ended.out + ended.err for words in COMMANDS)


# ---------------------------------------------------------------- exit codes, errors on stderr


@pytest.mark.parametrize("words, code, said", [
    (["events", "--store", "STORE", "--actor", "Atlantis Nova"], 2, "No state or organisation 'Atlantis Nova'"),
    (["events", "--store", "STORE", "--from", "24.11.2015"], 2, "expected YYYY-MM-DD"),
    (["events", "--store", "STORE", "--act", "HUG"], 2, "expected one of AGREE"),
    (["events", "--store", "STORE", "--status", "sure"], 2, "expected all, actual"),
    (["events", "--store", "STORE", "--limit", "-3"], 2, "expected 0 or more"),
    (["events", "--store", "STORE", "--limit", "many"], 2, "Invalid value"),
    (["events", "--store", "STORE", "--colour"], 2, "No such option"),
    (["events", "--store", "STORE", "--as-of", "yesterday"], 2, "neither a batch number nor an ISO moment"),
    (["events", "--store", "STORE", "--as-of", "0"], 3, "first batch is 1"),
    (["events", "--store", "STORE", "--as-of", "1999-01-01"], 3, "first batch is 1"),
    (["relation", "TUR", "RUS", "--store", "STORE", "--limit", "-1"], 2, "expected 0 or more"),
    (["relation", "FRA", "DEU", "--store", "STORE", "--out", "x.svg"], 2, "nothing to draw"),
    (["relation", "TUR", "RUS", "--store", "STORE", "--out", "x.pdf"], 2, "expected svg or png"),
    (["brief", "TUR", "RUS", "--store", "STORE", "--out", "x.doc"], 2, "ending in .html, .md or .pdf"),
    (["brief", "TUR", "RUS", "--store", "STORE", "--out", "nowhere/x.md"], 2, "Cannot write"),
    (["explain", "E0000000000000000", "--store", "STORE"], 2, "Nothing in"),
    (["explain", "RUS-TUR@2015-12", "--store", "STORE"], 2, "there is no level"),
    (["export", "events", "--out", "x.xlsx", "--store", "STORE"], 2, "name ending in"),
    (["export", "thoughts", "--out", "x.csv", "--store", "STORE"], 2, "No table 'thoughts'"),
    (["export", "events", "--store", "STORE"], 2, "Missing option"),
    (["read", "nowhere.jsonl", "--store", "NEW"], 2, "nowhere.jsonl"),
    (["read", "nowhere.jsonl", "--store", "NEW", "--map", "text"], 2, "no pair"),
    (["read", "nowhere.jsonl", "--store", "NEW", "--date", "today"], 2, "--date 'today' is no day"),
    (["evaluate", "actors", "nowhere.jsonl"], 2, "No file nowhere.jsonl"),
    (["evaluate", "reports", "nowhere.jsonl"], 2, "No file nowhere.jsonl"),
    *[([name, "--store", "NOWHERE"], 3, "No store in") for name in LISTINGS],
    (["brief", "TUR", "RUS", "--store", "NOWHERE"], 3, "No store in"),
    (["relation", "TUR", "RUS", "--store", "NOWHERE"], 3, "No store in"),
    (["explain", "TUR-RUS@2015-11", "--store", "NOWHERE"], 3, "No store in"),
    (["export", "events", "--out", "x.csv", "--store", "NOWHERE"], 3, "No store in"),
    (["hug"], 2, "No such command"),
])  # fmt: skip
def test_errors_are_told_on_stderr_with_an_exit_code(dragoman, ledger, tmp_path, monkeypatch, words, code, said):
    monkeypatch.chdir(tmp_path)
    places = {"STORE": ledger.path, "NOWHERE": tmp_path / "nowhere", "NEW": tmp_path / "new"}
    ended = dragoman(*(places.get(w, w) for w in words))
    assert (ended.code, ended.out) == (code, "")
    assert said in " ".join(ended.err.split())
    assert "Traceback" not in ended.err


def test_wrong_setting_in_the_environment(dragoman, ledger, monkeypatch):
    monkeypatch.setenv("DRAGOMAN_BAND", "2")
    ended = dragoman("events", "--store", ledger.path)
    assert (ended.code, ended.out) == (2, "")
    assert "DRAGOMAN_BAND" in ended.err


def test_store_from_the_environment(dragoman, ledger, monkeypatch):
    monkeypatch.setenv("DRAGOMAN_STORE", str(ledger.path))
    assert json.loads(dragoman("articles", "--count").out) == {"count": 7}


def test_store_that_another_process_writes_to(dragoman, tmp_path):
    store = Store.create(tmp_path / "store")
    news = standins.jsonl(
        tmp_path / "a.jsonl", {"text": "Turkey imposed sanctions on Russia on Tuesday.", "day": "2015-11-25"}
    )
    with store.writing(standins.run()):
        ended = dragoman("read", news, "--store", store.path)
    assert (ended.code, ended.out) == (3, "")
    assert "Another process is writing" in ended.err


# ---------------------------------------------------------------- listings


@pytest.mark.parametrize("table", LISTINGS)
def test_json_is_an_array_and_count_an_object(dragoman, ledger, table):
    listed = json.loads(dragoman(table, "--store", ledger.path, "--json").out)
    assert isinstance(listed, list)
    assert all("id" in row for row in listed)
    assert json.loads(dragoman(table, "--store", ledger.path, "--count").out) == {"count": len(listed)}
    shown = dragoman(table, "--store", ledger.path)
    assert shown.code == 0
    assert all(row["id"] in shown.out for row in listed)


@pytest.mark.parametrize("table", LISTINGS)
def test_json_of_nothing_is_an_empty_array(dragoman, store, table):
    assert json.loads(dragoman(table, "--store", store.path, "--json").out) == []
    assert json.loads(dragoman(table, "--store", store.path, "--count").out) == {"count": 0}
    assert dragoman(table, "--store", store.path).code == 0


def test_rest_of_a_cut_listing_is_told_on_stderr(dragoman, ledger):
    ended = dragoman("mentions", "--store", ledger.path, "--limit", 3)
    assert "3 of 24 rows" in ended.err
    assert dragoman("mentions", "--store", ledger.path, "--limit", 3, "--quiet").err == ""
    assert len(json.loads(dragoman("mentions", "--store", ledger.path, "--limit", 3, "--json").out)) == 3


def test_filters_take_names_and_codes(dragoman, ledger):
    counts = {
        dragoman("reports", "--store", ledger.path, "--actor", who, "--count").out
        for who in ("RUS", "Russia", "ru", "rus")
    }
    assert counts == {'{"count": 5}\n'}
    assert json.loads(dragoman("reports", "--store", ledger.path, "--status", "all", "--count").out) == {"count": 12}
    assert json.loads(dragoman("reports", "--store", ledger.path, "--count").out) == {
        "count": 11
    }  # actual unless asked


def test_as_of_shows_an_earlier_store(dragoman, ledger):
    assert json.loads(dragoman("articles", "--store", ledger.path, "--as-of", "1", "--count").out) == {"count": 6}


# ---------------------------------------------------------------- relations, briefs, receipts, exports


def test_relation_shows_gaps_as_no_news(dragoman, ledger):
    months = json.loads(dragoman("relation", "RUS", "TUR", "--store", ledger.path, "--json").out)
    assert [m["period"] for m in months if m["source"] == "RUS" and m["balance"] is not None] == [
        "2015-11-01",
        "2016-06-01",
    ]
    assert all(m["balance"] is None and m["intensity"] is None for m in months if m["n_events"] == 0)
    alone = json.loads(dragoman("relation", "RUS", "TUR", "--measure", "L0", "--store", ledger.path, "--json").out)
    assert all((m["level"] is None) == (m["low"] is None) == (m["n_events"] == 0) for m in alone)
    shown = dragoman("relation", "RUS", "TUR", "--store", ledger.path)
    assert shown.out.count("no news") == sum(m["balance"] is None for m in months)
    assert "dragoman explain RUS-TUR@2015-11" in shown.err
    assert json.loads(dragoman("relation", "RUS", "TUR", "--store", ledger.path, "--count").out) == {
        "count": len(months)
    }


def test_relation_without_news_says_so(dragoman, ledger):
    ended = dragoman("relation", "FRA", "DEU", "--store", ledger.path)
    assert (ended.code, "no level, in either direction" in ended.out) == (0, True)
    assert json.loads(dragoman("relation", "FRA", "DEU", "--store", ledger.path, "--json").out) == []


def test_relation_draws(dragoman, ledger, tmp_path):
    assert dragoman("relation", "RUS", "TUR", "--store", ledger.path, "--out", tmp_path / "r.svg", "-q").code == 0
    assert (tmp_path / "r.svg").read_text().startswith("<svg")


@pytest.mark.parametrize("name, start", [("b.md", "# Russia and "), ("b.html", "<!doctype html>")])
def test_brief_into_a_file(dragoman, ledger, tmp_path, name, start):
    assert dragoman("brief", "RUS", "TUR", "--store", ledger.path, "--out", tmp_path / name).code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


@pytest.mark.parametrize(
    "words, title", [(("TUR",), "Turkey"), (("TUR", "RUS", "UKR"), "Turkey between Russia and Ukraine")]
)
@pytest.mark.parametrize(
    "ending, start", [(".html", "<!doctype html>"), (".md", "# Turkey"), (".pdf", "%PDF-"), (None, "")]
)
def test_brief_of_a_state_and_of_three(dragoman, ledger, tmp_path, words, title, ending, start):
    place = ["--out", tmp_path / f"brief{ending}"] if ending else []
    ended = dragoman("brief", *words, "--store", ledger.path, *place)
    assert ended.code == 0
    if ending is None:
        assert title in ended.out
    else:
        assert (tmp_path / f"brief{ending}").read_bytes().startswith(start.encode())
    assert json.loads(dragoman("brief", *words, "--store", ledger.path, "--json").out)["briefs"]


def test_brief_on_screen_and_as_json(dragoman, ledger):
    assert "What is missing" in dragoman("brief", "RUS", "TUR", "--store", ledger.path).out
    told = json.loads(dragoman("brief", "RUS", "TUR", "--store", ledger.path, "--json").out)
    assert [d["n_events"] for d in told["directions"]] == [3, 2]


def test_explain_on_screen_and_as_json(dragoman, ledger):
    assert (
        "RUS does SANCTION to TUR on 2015-11-28." in dragoman("explain", "RUS-TUR@2015-11", "--store", ledger.path).out
    )
    told = json.loads(dragoman("explain", "RUS-TUR@2015-11", "--store", ledger.path, "--json").out)
    assert (told["what"], told["beneath"][0]["what"]) == ("level", "event")


def test_export(dragoman, ledger, tmp_path):
    ended = dragoman("export", "events", "--store", ledger.path, "--out", tmp_path / "e.csv", "--actor", "RUS")
    assert (ended.code, ended.out.split(" rows")[0]) == (0, "4")
    assert (tmp_path / "e.codebook.md").exists()


def test_settings(dragoman):
    listed = json.loads(dragoman("settings", "--json").out)
    assert [s["name"] for s in listed] == [s.name for s in SETTINGS]
    assert json.loads(dragoman("settings", "--count").out) == {"count": len(SETTINGS)}
    shown = dragoman("settings").out
    assert all(s.variable in shown for s in SETTINGS)


def test_doctor(dragoman, ledger, tmp_path):
    found = json.loads(dragoman("doctor", "--store", ledger.path, "--json").out)
    assert {f["what"]: f["ok"] for f in found}["store"]
    assert "7 articles in 2 batches" in next(f["found"] for f in found if f["what"] == "store")
    (tmp_path / "store.json").write_text("{")
    ended = dragoman("doctor", "--store", tmp_path)
    assert ended.code == 1
    assert "BAD" in ended.out


# ---------------------------------------------------------------- reading, with the real steps

TOLD = {
    "title": "Ambassador recalled", "text": "Turkey recalled its ambassador to Russia on 24 November 2015. Russia imposed sanctions on Turkey on "
    "28 November 2015, the ministry said.", "publisher": "Strelsau Post", "day": "2015-11-29", "language": "en",
}  # fmt: skip


def test_read_then_ask(dragoman, tmp_path):
    news = standins.jsonl(tmp_path / "news.jsonl", TOLD, {**TOLD, "day": None, "publisher": "Zenda Wire"}, '{"text": ')
    store = tmp_path / "store"
    counts = json.loads(dragoman("read", news, "--store", store, "--json").out)
    assert (counts["came_in"], counts["stored"], counts["quarantined"], counts["undated"]) == (3, 2, 1, 1)
    again = dragoman("read", news, "--store", store)
    assert "3 came in: 0 stored, 2 known already, 0 dated anew, 1 in quarantine" in again.out
    assert "dragoman quarantine" in again.out
    dated = dragoman("read", news, "--store", store, "--date", "2015-11-29")
    assert "1 dated anew" in dated.out
    assert json.loads(dragoman("articles", "--store", store, "--count").out) == {"count": 2}
    events = json.loads(dragoman("events", "--store", store, "--json").out)
    assert ("RUS", "SANCTION", "TUR", "2015-11-28", 2) in [
        (e["source"], e["act"], e["target"], e["day"], e["n_publishers"]) for e in events
    ]


def test_interrupted_reading_says_how_to_go_on(tmp_path):
    news = standins.jsonl(tmp_path / "news.jsonl", *({**TOLD, "publisher": f"Paper {n}"} for n in range(1500)))
    store = tmp_path / "store"
    reading = subprocess.Popen(
        [sys.executable, "-c", "from dragoman.cli import main; main()", "read", news, "--store", store],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "DRAGOMAN_BATCH_ARTICLES": "20"},
    )  # fmt: skip
    while reading.poll() is None and not (store / "batches" / "_delta_log").exists():
        time.sleep(0.02)
    os.killpg(reading.pid, signal.SIGINT)  # as a terminal does: all processes of the command
    _, said = reading.communicate(timeout=120)
    assert said == "dragoman: interrupted. What was finished stays; give the same command again to go on.\n"
    assert reading.returncode == 130
    assert 1 <= len(Store.open(store).batches) <= 2
