"""What a user corrects is in force in every reading, outlives re-reading and recoding, and can be taken back."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import dragoman
import standins
from dragoman.articles import ReadOptions
from dragoman.cli import app
from dragoman.correcting import add_corrections, correct, undo
from dragoman.errors import InputError, UnknownId
from dragoman.events.corrections import anchor_of, binds, in_force
from dragoman.flow import read_into
from dragoman.records import Correction, Event, Report, fingerprint
from dragoman.settings import Settings
from dragoman.store import Store
from dragoman.views.explain import explain
from dragoman.views.training import read_corrections, training_lines

pytestmark = pytest.mark.usefixtures("_stand_in_steps")
SETTINGS = Settings({"min_article_characters": 10, "batch_articles": 2})
BY = {"author": "A. Reader", "note": "read it twice", "settings": SETTINGS}
TABLES = ("reports", "events", "memberships")
SANCTION = "RUR does SANCTION to GRK on 2015-11-24."


class Recoder(standins.LineCoder):
    """Another version of the coder: the same acts under other ids, and triggers one character longer."""

    version = "stand-in-2"

    def code(self, parsed, mentions):
        for report in super().code(parsed, mentions):
            yield replace(report, id=fingerprint("R", "2", report.id), trigger_end=report.trigger_end + 1)


def read(store: Store, folder: Path, *texts: str, coder: standins.LineCoder | None = None) -> None:
    lines = [
        {"text": text, "publisher": f"Paper {n} of {len(text)}", "language": "en", "day": "2015-11-26"}
        for n, text in enumerate(texts)
    ]
    read_into(
        store.refresh(),
        [standins.jsonl(folder / f"{fingerprint('F', texts)}.jsonl", *lines)],
        options=ReadOptions(format="jsonl"),
        settings=SETTINGS,
        actors=None,
        coder=coder or standins.LineCoder(),
    )


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    """Folders with the four articles, coded by one coder and by the other: copied for each test."""
    return tmp_path_factory.mktemp("pristine")


@pytest.fixture
def store(pristine, tmp_path):
    return fresh(pristine, tmp_path, standins.LineCoder())


def fresh(pristine: Path, tmp_path: Path, coder: standins.LineCoder) -> Store:
    kept = pristine / coder.version
    if not kept.exists():
        fill(kept, pristine, coder)
    return Store.open(shutil.copytree(kept, tmp_path / coder.version))


def fill(place: Path, folder: Path, coder: standins.LineCoder) -> None:
    read(
        Store.create(place),
        folder,
        f"{SANCTION} The envoy packed his trunks and left by train for the border.",
        f"{SANCTION} Grain merchants of the capital closed their shops and waited for better news.",
        f"{SANCTION} Snow fell over the mountains while ministers were sitting in council all night.",
        "RUR does SANCTION to GRK on 2015-11-20. Ferries stopped and fishermen mended their nets.",
        coder=coder,
    )


def events(store: Store) -> list[tuple]:
    rows = store.refresh().query("SELECT * FROM events ORDER BY day, act, n_reports, source, target").to_pylist()
    return [(f"{e['day']:%d}", e["source"], e["act"], e["target"], e["n_reports"]) for e in rows]


def contents(store: Store) -> dict[str, list]:
    return {table: standins.rows_of(store.refresh(), table) for table in TABLES}


def ids(store: Store, day: int = 24) -> tuple[str, list[str]]:
    """An event of that day and its reports."""
    now = store.refresh()
    (event,) = now.query("SELECT id FROM events WHERE day = $d", {"d": date(2015, 11, day)})["id"].to_pylist()
    told = now.query("SELECT report FROM memberships WHERE event = $e ORDER BY report", {"e": event})
    return event, told["report"].to_pylist()


BEFORE = [("20", "RUR", "SANCTION", "GRK", 1), ("24", "RUR", "SANCTION", "GRK", 3)]
CASES = [
    ("recode", "report", {"act": "CONSULT"}, [BEFORE[0], ("24", "RUR", "CONSULT", "GRK", 1), ("24", "RUR", "SANCTION", "GRK", 2)]),
    ("recode", "event", {"act": "CONSULT"}, [BEFORE[0], ("24", "RUR", "CONSULT", "GRK", 3)]),
    ("recode", "report", {"status": "negated"}, [BEFORE[0], ("24", "RUR", "SANCTION", "GRK", 1), ("24", "RUR", "SANCTION", "GRK", 2)]),
    ("actor", "report", {"source": "BOR"}, [BEFORE[0], ("24", "BOR", "SANCTION", "GRK", 1), ("24", "RUR", "SANCTION", "GRK", 2)]),
    ("actor", "event", {"target": "BOR"}, [BEFORE[0], ("24", "RUR", "SANCTION", "BOR", 3)]),
    ("discard", "report", {}, [BEFORE[0], ("24", "RUR", "SANCTION", "GRK", 2)]),
    ("discard", "event", {}, [BEFORE[0]]),
    ("split", "report", {}, [BEFORE[0], ("24", "RUR", "SANCTION", "GRK", 1), ("24", "RUR", "SANCTION", "GRK", 2)]),
    ("merge", "events", {}, [("24", "RUR", "SANCTION", "GRK", 4)]),
]  # fmt: skip


def wanted(store: Store, what: str) -> list[str]:
    event, reports = ids(store)
    return {"report": reports[:1], "event": [event], "events": [event, ids(store, 20)[0]]}[what]


@pytest.mark.parametrize("verb, what, right, expected", CASES)
def test_correction_is_in_force_and_undone(store, verb, what, right, expected):
    before = contents(store)
    assert events(store) == BEFORE
    made = correct(store, verb, wanted(store, what), **BY, **right)
    assert events(store) == expected
    undo(store.refresh(), made.id, **BY)
    assert contents(store) == before
    assert [c["verb"] for c in store.refresh().query("SELECT verb FROM corrections ORDER BY made").to_pylist()] == [
        verb,
        "undo",
    ]


@pytest.mark.parametrize("verb, what, right, expected", [CASES[0], CASES[4], CASES[5], CASES[8]])
def test_correction_outlives_reading_more_and_reading_again(store, tmp_path, verb, what, right, expected):
    correct(store, verb, wanted(store, what), **BY, **right)
    read(
        store,
        tmp_path,
        "RUR does SANCTION to GRK on 2015-11-28. Geese flew south over the frozen marshes in the evening.",
    )
    corrected = contents(store)
    assert events(store) == [*expected, ("28", "RUR", "SANCTION", "GRK", 1)]
    texts = store.query("SELECT text, publisher FROM articles").to_pylist()
    lines = [{**t, "language": "en", "day": "2015-11-26"} for t in texts]
    news = standins.jsonl(tmp_path / "again.jsonl", *lines)
    read_into(
        store.refresh(),
        [news],
        options=ReadOptions(format="jsonl"),
        settings=SETTINGS,
        actors=None,
        coder=standins.LineCoder(),
    )
    assert contents(store) == corrected


@pytest.mark.parametrize("verb, what, right, expected", CASES)
def test_correction_outlives_recoding(store, pristine, tmp_path, verb, what, right, expected):
    """Another coder's reports of the same articles have other ids; corrections find them by the text."""
    correct(store, verb, wanted(store, what), **BY, **right)
    other = fresh(pristine, tmp_path, Recoder())
    assert {r["id"] for r in contents(other)["reports"]}.isdisjoint(r["id"] for r in contents(store)["reports"])
    add_corrections(other, corrections(store), settings=SETTINGS)
    assert events(other) == expected


def corrections(store: Store) -> list[Correction]:
    return [Correction.from_row(r) for r in store.refresh().query("SELECT * FROM corrections").to_pylist()]


@pytest.mark.parametrize("verb, what, right, expected", [CASES[0], CASES[5], CASES[7], CASES[8]])
def test_corrections_may_come_before_their_articles(store, tmp_path, verb, what, right, expected):
    correct(store, verb, wanted(store, what), **BY, **right)
    add_corrections(early := Store.create(tmp_path / "early"), corrections(store), settings=SETTINGS)
    fill(early.path, tmp_path, Recoder())
    assert events(early) == expected


def test_a_report_told_later_joins_what_the_user_left_of_its_event(store, tmp_path):
    correct(store, "split", ids(store)[1][:1], **BY)
    read(store, tmp_path, f"{SANCTION} Bakers complained loudly about the price of flour and of salt.")
    assert events(store) == [BEFORE[0], ("24", "RUR", "SANCTION", "GRK", 1), ("24", "RUR", "SANCTION", "GRK", 3)]


def test_merged_across_months_and_found_again_from_either_side(store, tmp_path):
    read(store, tmp_path, "RUR does SANCTION to GRK on 2015-12-01. Lamps burned late in the foreign ministry.")
    (december,) = store.refresh().query("SELECT id FROM events WHERE day = DATE '2015-12-01'")["id"].to_pylist()
    correct(store.refresh(), "merge", [ids(store)[0], december], **BY)
    assert events(store) == [BEFORE[0], ("24", "RUR", "SANCTION", "GRK", 4)]
    read(
        store,
        tmp_path,
        "RUR does SANCTION to GRK on 2015-12-09. A clock stopped.",
        f"{SANCTION} Dogs barked at the moon.",
    )
    assert events(store) == [BEFORE[0], ("24", "RUR", "SANCTION", "GRK", 5), ("09", "RUR", "SANCTION", "GRK", 1)]


def test_later_correction_of_one_report_holds_and_undoing_it_brings_the_earlier_back(store):
    report = ids(store)[1][:1]
    correct(store, "recode", report, **BY, act="CONSULT")
    second = correct(store.refresh(), "recode", report, **BY, act="AID")
    assert [e[2] for e in events(store)] == ["SANCTION", "AID", "SANCTION"]
    third = undo(store.refresh(), second.id, **BY)
    assert [e[2] for e in events(store)] == ["SANCTION", "CONSULT", "SANCTION"]
    undo(store.refresh(), third.id, **BY)  # an undoing undone
    assert [e[2] for e in events(store)] == ["SANCTION", "AID", "SANCTION"]


def test_every_reading_shows_it(store, tmp_path):
    event, reports = ids(store)
    correct(store, "recode", [event], **BY, act="CONSULT")
    now = store.refresh()
    assert {r["act"] for r in dragoman.table(now, "reports", first=date(2015, 11, 24)).to_pylist()} == {"CONSULT"}
    assert _levels(now) == (1, 1)
    assert "A. Reader" in json.dumps(explain(now, reports[0], settings=SETTINGS).as_dict(), default=str)
    # as of the batch before it, nothing is corrected
    assert {
        r["act"] for r in Store.open(now.path, as_of=now.batches[-2]).query("SELECT act FROM reports").to_pylist()
    } == {"SANCTION"}


def _levels(store: Store) -> tuple[int, int]:
    from dragoman import statements

    (row,) = store.query(statements.BALANCE_COUNTS, {"a": "RUR", "b": "GRK", "by": "month"}).to_pylist()
    return row["verbal_cooperation"], row["material_conflict"]


def test_discarded_report_keeps_its_receipt(store):
    _, reports = ids(store)
    made = correct(store, "discard", reports[:1], **BY)
    told = json.dumps(explain(store.refresh(), reports[0], settings=SETTINGS).as_dict(), default=str)
    assert made.id in told
    assert explain(store.refresh(), made.id, settings=SETTINGS).beneath[0].row["id"] == reports[0]


@pytest.mark.parametrize("verb, what, right, words", [
    ("recode", "report", {}, "what is right"),
    ("recode", "report", {"act": "WALTZ"}, "No act"),
    ("recode", "report", {"status": "maybe"}, "No status"),
    ("actor", "report", {}, "what is right"),
    ("split", "event", {}, "takes reports"),
    ("merge", "event", {}, "two events"),
    ("waltz", "report", {}, "No correction"),
])  # fmt: skip
def test_what_cannot_be_corrected_is_told(store, verb, what, right, words):
    with pytest.raises(InputError, match=words):
        correct(store, verb, wanted(store, what), **BY, **right)
    assert store.refresh().count(Correction) == 0


def test_all_reports_of_an_event_cannot_be_split_off(store):
    with pytest.raises(InputError, match="leave at least one"):
        correct(store, "split", ids(store)[1], **BY)


@pytest.mark.parametrize("name, error", [("R0000000000000000", UnknownId), ("A0000000000000000", InputError)])
def test_unknown_id_is_told(store, name, error):
    with pytest.raises(error):
        correct(store, "discard", [name], **BY)


@pytest.mark.parametrize("missing", ["author", "note"])
def test_author_and_note_are_asked_for(store, missing):
    with pytest.raises(InputError, match="author and a note"):
        correct(store, "discard", ids(store)[1][:1], **{**BY, missing: " "})


@pytest.mark.parametrize("change, bound", [
    ({}, True),
    ({"id": "R2"}, True),
    ({"id": "R2", "act": "AID"}, True),  # another act by the same trigger
    ({"id": "R2", "trigger_start": 90, "trigger_end": 99}, True),  # the same act elsewhere in the sentence
    ({"id": "R2", "act": "AID", "trigger_start": 90, "trigger_end": 99}, False),
    ({"id": "R2", "target": "BOR"}, False),
    ({"id": "R2", "article": "A2"}, False),
])  # fmt: skip
def test_what_a_correction_binds_to(change, bound):
    (report,) = standins.coded(standins.article(SANCTION))[1]
    assert binds(anchor_of(report), replace(report, **change)) is bound


def test_nothing_is_in_force_of_nothing():
    assert in_force([]) == []


def test_on_the_command_line(store, tmp_path):
    event, reports = ids(store)
    at = ["--store", str(store.path)]
    by = ["--author", "A. Reader", "--note", "why", *at]

    def run(*words: str) -> str:
        done = CliRunner().invoke(app, list(words))
        assert done.exit_code == 0, done.output
        return done.stdout

    made = json.loads(run("correct", "recode", reports[0], "--act", "consult", "--json", *by))["correction"]
    run("correct", "actor", reports[1], "--target", "SYR:REB", *by)
    run("correct", "discard", reports[2], *by)
    assert events(store)[1:] == [("24", "RUR", "CONSULT", "GRK", 1), ("24", "RUR", "SANCTION", "SYR", 1)]
    assert [c["verb"] for c in json.loads(run("correct", "list", "--json", *at))] == ["recode", "actor", "discard"]
    lines = [json.loads(line) for line in run("correct", "export-training", *at).splitlines()]
    assert {"text": SANCTION, "actors": ["RUR", "GRK"], "acts": [[0, 1, "CONSULT", "", "actual"]]} in lines
    assert {"text": SANCTION, "actors": ["RUR", "GRK"], "acts": []} in lines
    run("export", "corrections", "--out", str(tmp_path / "corrections.jsonl"), *at)
    held = read_corrections(tmp_path / "corrections.jsonl")
    assert [c.id for c in held] == store.refresh().query("SELECT id FROM corrections ORDER BY made")["id"].to_pylist()
    assert json.loads(run("correct", "apply", str(tmp_path / "corrections.jsonl"), "--json", *at)) == {"added": 0}
    run("correct", "undo", made, *by)
    assert events(store)[1:] == [("24", "RUR", "SANCTION", "GRK", 1), ("24", "RUR", "SANCTION", "SYR", 1)]
    assert event in {e["id"] for e in store.refresh().query("SELECT id FROM events").to_pylist()}


def test_lines_leave_out_what_the_sentence_does_not_name(store):
    correct(store, "actor", ids(store)[1][:1], **BY, target="BOR")  # no span of the sentence names BOR
    assert list(training_lines(store.refresh())) == []


def test_counts_of_tables(store):
    correct(store, "discard", ids(store)[1][:1], **BY)
    now = store.refresh()
    assert (now.count(Report), now.count(Event), now.count(Correction)) == (3, 2, 1)
