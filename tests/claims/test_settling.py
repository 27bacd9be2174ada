"""Settling in a store: outcomes kept, a person above the data, undone again; scores by holder; the commands."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from typer.testing import CliRunner

import dragoman
from dragoman.claims.score_table import Judged, holder_of, question_of, standings
from dragoman.cli import app
from dragoman.errors import InputError, UnknownId
from dragoman.records import Event, Frozen, Outcome, Run
from dragoman.settings import Settings
from dragoman.settling import basing, judged, outcomes, overrule, overrulings, settle, undo_overruling
from dragoman.store import Store

_spec = spec_from_file_location("claim_cases", Path(__file__).with_name("cases.py"))
cases = module_from_spec(_spec)
_spec.loader.exec_module(cases)
SETTINGS, WHEN = Settings(), datetime(2002, 1, 1, tzinfo=UTC)


def event(number: int, day: date, act: str, source="RUR", target="GRK") -> Event:
    """An imported event."""
    quads = {"CONSULT": 1, "ASSAULT": 4}
    return Event(
        id=f"E{number:016x}", dataset="icews", source=source, target=target, between_states=True, act=act,
        quad=quads[act], intensity=0.0, status="actual", day=day, day_precision="day", n_reports=1, n_articles=1,
        n_publishers=1, headline_only=False, confidence=None, n_sources=1, first_report="", first_published=None,
        last_day=day, variants=(),
    )  # fmt: skip


@pytest.fixture
def filled(tmp_path):
    """Talks every fortnight over two years, others' news daily enough, a raid in April 2001, and four frozen claims."""
    store = Store.create(tmp_path / "store")
    begun = date(2000, 1, 1)
    events = [event(n, begun + timedelta(days=14 * n), "CONSULT") for n in range(52)]
    events += [event(100 + n, begun + timedelta(days=5 * n), "CONSULT", "SYL", "BOR") for n in range(146)]
    events.append(event(1000, date(2001, 4, 2), "ASSAULT"))
    with store.writing(Run(id="r0", started=WHEN, coder="none", ontology="none", settings="{}")) as writer:
        writer.commit(events)
    olan, zora = cases.claim(), cases.claim(id="P2", holder="Zora", holder_name="Zora", chance_low=0.1, chance_high=0.1)
    late = cases.rule(last=date(2003, 1, 1))
    later = cases.rule(last=None, acts=("SANCTION",), reviews=(date(2001, 9, 1), date(2002, 3, 1), date(2003, 3, 1)))
    return cases.freeze(
        store,
        (olan, cases.rule()),
        (zora, cases.rule(expected=False)),
        (replace(olan, id="P3"), replace(late, acts=("SANCTION",))),
        (replace(zora, id="P4"), later),
    )


def told(store):
    return {(o.claim, o.review): o for o in outcomes(store.refresh())}


def test_outcomes_are_kept_with_their_events_and_scores(filled):
    found = settle(filled, settings=SETTINGS, made=WHEN)
    kept = told(filled)
    assert list(kept.values()) == sorted(found, key=lambda o: (o.claim, o.review))
    assert {k: o.verdict for k, o in kept.items()} == {
        ("P1", "deadline"): "true", ("P2", "deadline"): "false", ("P3", "deadline"): "open",
        ("P4", "6 months"): "false", ("P4", "12 months"): "open", ("P4", "24 months"): "open",
    }  # fmt: skip
    raid = kept["P1", "deadline"]
    assert raid.events == (f"E{1000:016x}",)
    assert raid.brier == pytest.approx(0.09 + 0.04 / 12)
    assert kept["P2", "deadline"].brier == pytest.approx(0.01)
    assert (kept["P3", "deadline"].brier, kept["P3", "deadline"].log_score) == (None, None)
    assert 0 < raid.base < 0.2
    assert raid.data_until == date(2001, 12, 26)


def test_settling_again_writes_nothing_new(filled):
    settle(filled, settings=SETTINGS, made=WHEN)
    batches = filled.refresh().batches
    settle(filled.refresh(), settings=SETTINGS)
    assert filled.refresh().batches == batches


def test_a_person_stands_above_the_data_until_it_is_undone(filled):
    settle(filled, settings=SETTINGS, made=WHEN)
    said = overrule(filled.refresh(), "P1", "void", author="Ada", note="It was a film.", settings=SETTINGS, made=WHEN)
    one = told(filled)["P1", "deadline"]
    assert (one.verdict, one.overruled, one.author, one.brier) == ("void", True, "Ada", None)
    assert "the data: true" in one.why
    settle(filled.refresh(), settings=SETTINGS)
    assert told(filled)["P1", "deadline"].verdict == "void"  # settling does not undo it
    back = undo_overruling(filled.refresh(), said.id, author="Bo", note="No.", settings=SETTINGS, made=WHEN)
    assert told(filled)["P1", "deadline"].verdict == "true"
    later = WHEN + timedelta(days=1)
    undo_overruling(filled.refresh(), back.id, author="Ada", note="Yes.", settings=SETTINGS, made=later)
    assert told(filled)["P1", "deadline"].verdict == "void"
    assert len(overrulings(filled.refresh())) == 3


@pytest.mark.parametrize(
    "words, error",
    [
        ({"claim": "P9"}, UnknownId),
        ({"verdict": "perhaps"}, InputError),
        ({"note": " "}, InputError),
        ({"claim": "P4"}, InputError),  # three windows: which?
        ({"review": "6 months"}, InputError),
    ],
)
def test_overruling_is_refused(filled, words, error):
    given = {"claim": "P1", "verdict": "true", "author": "Ada", "note": "Why.", "settings": SETTINGS, **words}
    with pytest.raises(error):
        overrule(filled, **given)
    with pytest.raises(UnknownId):
        undo_overruling(filled, "V1", author="Ada", note="", settings=SETTINGS)


def test_bases_of_levels_rest_on_the_days_before(filled):
    parts = {"kind": "level", "acts": (), "direction": "worse", "amount": 0.1}
    based = basing(filled)
    before, after = based(cases.rule(**parts)), based(cases.rule(**parts, made=date(2001, 4, 10)))
    assert before.base > after.base
    assert based(cases.rule(**parts, target="SYL")).base is None
    assert based(cases.rule()) == cases.rule()


def outcome(claim, verdict, **parts):
    return Outcome(
        claim=claim, link="0", review="deadline", verdict=verdict, decided=None, data_until=None, events=(), n_events=5,
        n_publishers=1, value=None, overruled=False, author=None, note=None, made=WHEN, why="", brier=None,
        log_score=None, **{"base": 0.5, **parts},
    )  # fmt: skip


def cases_of(holder, n, right, chance=0.8):
    return [
        Judged(
            cases.claim(id=f"{holder}{i}", holder_name=holder, chance_low=chance, chance_high=chance),
            cases.rule(source=f"S{i:02d}"),
            outcome(f"{holder}{i}", "true" if i < right else "false"),
            "The Invented Herald",
        )
        for i in range(n)
    ]


def test_no_rank_below_the_least_number():
    found = standings([*cases_of("few", 9, 9), *cases_of("good", 12, 11), *cases_of("bad", 12, 3)], least=10)
    assert [(s.holder, s.rank) for s in found] == [("good", 1), ("bad", 2), ("few", None)]
    assert found[2].adjusted is not None  # shown with its band all the same
    assert found[0].skill > 0 > found[1].skill
    assert found[2].skill is None
    assert found[0].brier == pytest.approx((11 * 0.04 + 0.64) / 12)


def test_intentions_and_reviews_stand_apart():
    some = cases_of("a", 3, 3)
    meant = replace(some[0], claim=replace(some[0].claim, kind="intention"))
    half = replace(some[1], outcome=replace(some[1].outcome, review="6 months"))
    void = replace(some[2], outcome=replace(some[2].outcome, verdict="void"))
    found = standings([some[0], void, meant, half])
    assert [(s.kind, s.review, s.n_true, s.n_void) for s in found] == [
        ("forecast", "deadline", 1, 1), ("forecast", "6 months", 1, 0), ("intention", "deadline", 1, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "kind, by, wanted",
    [
        ("analyst", "person", "Olan Dresk"),
        ("analyst", "outlet", None),
        ("author", "outlet", "The Invented Herald"),
        ("official", "office", "officials of RUR"),
        ("analyst", "office", None),
        ("outlet", "person", None),
    ],
)
def test_holders(kind, by, wanted):
    one = Judged(
        cases.claim(holder_kind=kind, holder_state="RUR"), cases.rule(), outcome("P1", "true"), "The Invented Herald"
    )
    assert holder_of(one, by) == wanted
    with pytest.raises(InputError, match="person, office, outlet"):
        holder_of(one, "shoe size")


def test_opposite_claims_are_one_question():
    assert question_of(cases.rule()) == question_of(cases.rule(expected=False, last=date(2001, 6, 30)))
    assert question_of(cases.rule()) != question_of(cases.rule(acts=("SANCTION",)))
    assert question_of(cases.rule(either_way=True)) == question_of(
        cases.rule(source="GRK", target="RUR", either_way=True)
    )


def test_the_commands(filled, tmp_path):
    place = ["--store", str(filled.path)]

    def run(*words):
        ended = CliRunner().invoke(app, ["claims", *words, *place])
        assert ended.exit_code == 0, ended.output
        return ended.output

    assert len(json.loads(run("settle", "--json"))) == 6
    assert json.loads(run("settle", "--count")) == {"count": 6}
    assert "1 event(s) ASSAULT" in " ".join(run("settle", "--quiet").split())
    rows = json.loads(run("table", "--json", "--least", "1", "--plot", str(tmp_path / "c.svg")))
    assert [(r["holder"], r["review"], r["n_true"], r["rank"]) for r in rows][:2] == [
        ("Zora", "deadline", 0, 1), ("Olan Dresk", "deadline", 1, 2),
    ]  # fmt: skip
    assert "chance said" in (tmp_path / "c.svg").read_text("utf-8")
    (said,) = json.loads(run("overrule", "P1", "false", "--note", "Not so.", "--json"))
    assert said["verdict"] == "false"
    run("overrule", said["id"], "--undo")
    assert len(json.loads(run("overrule", "--list", "--json"))) == 2
    assert judged(filled.refresh())[0].outcome.verdict == "true"


def test_the_python_face(filled):
    found = dragoman.settle_claims(filled)
    assert found[0].verdict == "true"
    assert [s.rank for s in dragoman.claim_scores(filled.refresh())] == [
        None
    ] * 5  # three reviews of one claim stand apart
    assert filled.refresh().count(Frozen) == 4
