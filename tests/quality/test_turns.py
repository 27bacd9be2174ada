"""Does the detector find turns of public history, more than the naive one, at a bounded rate? Floors only rise."""

from __future__ import annotations

import csv
import json
import os
from datetime import date
from pathlib import Path

import pytest

import dragoman
from dragoman.relations.turn_evaluation import Episode, evaluate_turns, read_episodes

HERE = Path(__file__).parent
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", HERE.parents[2] / "shared" / "reference")) / "series"
SERIES = REFERENCE / "gdelt_signed_dyad_day_2018_2020.parquet"
FLOORS = json.loads((HERE / "floors.json").read_text("utf-8"))["turns"]
SAMPLE = Path(dragoman.__file__).parent / "data" / "sample"

elsewhere = pytest.mark.skipif(
    not SERIES.is_file(), reason="reference series are not here; set DRAGOMAN_REFERENCE to their folder"
)


def registered() -> list[Episode]:
    """The turns that were written down before any run on them."""
    with (HERE / "episodes.csv").open(encoding="utf-8") as file:
        return [
            Episode(r["a"], r["b"], date.fromisoformat(r["date"]), r["expected"], r["event"])
            for r in csv.DictReader(file)
        ]


def test_registered_turns_are_many_and_whole() -> None:
    turns = registered()
    assert len(turns) >= 60
    assert {t.expected for t in turns} == {"better", "worse"}
    assert min(t.day.year for t in turns) == 1990
    assert max(t.day.year for t in turns) == 2024
    assert len({(t.pair, t.day) for t in turns}) == len(turns)


@elsewhere
def test_registered_turns_in_the_worldwide_series() -> None:
    found = evaluate_turns(SERIES, [t for t in registered() if 2018 <= t.day.year <= 2020])
    print(json.dumps({k: v for k, v in found.items() if k != "each"}))
    assert found["onsets_per_pair_year"] <= 0.35
    assert found["hits"] >= FLOORS["registered_hits"]
    assert found["online"]["hits"] >= FLOORS["registered_online_hits"]
    assert found["at_lower_rates"]["0.2"]["hits"] >= FLOORS["registered_hits_at_0.2"]
    assert found["hits"] - found["chance_hits"] > found["naive"]["hits"] - found["naive"]["chance_hits"]


@elsewhere
def test_turns_of_the_reference_in_the_worldwide_series() -> None:
    found = evaluate_turns(SERIES, read_episodes(REFERENCE / "episodes_2018_2020.json"))
    print(json.dumps({k: v for k, v in found.items() if k != "each"}))
    assert found["onsets_per_pair_year"] <= 0.35
    assert found["hits"] >= FLOORS["reference_hits"]
    assert found["at_lower_rates"]["0.2"]["hits"] >= FLOORS["reference_hits_at_0.2"]


def test_turkey_between_russia_and_ukraine_in_the_sample(tmp_path) -> None:
    dragoman.read(SAMPLE, store=tmp_path / "store")
    store = dragoman.open_store(tmp_path / "store")
    worse, better = dragoman.turns(store, "TUR", "RUS")
    assert (worse.direction, better.direction) == ("worse", "better")
    assert date(2015, 11, 1) <= worse.day <= date(2015, 12, 31)
    assert date(2016, 6, 1) <= better.day <= date(2016, 8, 31)
    for turn, quads in ((worse, {3, 4}), (better, {1, 2})):
        events = {row["id"]: row for row in store.query("SELECT * FROM events").to_pylist()}
        assert turn.events
        assert {events[i]["quad"] for i in turn.events} <= quads
        assert all({events[i]["source"], events[i]["target"]} == {"TUR", "RUS"} for i in turn.events)
    assert dragoman.turns(store, "TUR", "UKR") == []
    found = dragoman.triangle(store, "TUR", "RUS", "UKR")
    assert found.leaves_b_for_c is not None
    assert found.leaves_b_for_c.p > 0.05  # it did not leave one for the other
    at = dragoman.realignment(store, "TUR", "RUS", "UKR", date(2015, 11, 1))
    assert at is not None
    assert at.z_worse < -2
    assert at.z_better < 1
    assert at.p_worse < 0.05  # Turkey-Russia fell
    assert at.p_better > 0.5  # Turkey-Ukraine did not rise: the two are separate
    assert at.p > 0.05
