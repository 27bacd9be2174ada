"""`dragoman turns`, `triangles` and `evaluate turns` on a store of invented events."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

import dragoman
from dragoman.cli import app
from dragoman.errors import InputError
from relations.series import FIRST, made, write


def run(*words: str) -> str:
    found = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert found.exit_code == 0
    return found.stdout


@pytest.mark.parametrize("words", [("turns",), ("turns", "TUR", "RUS"), ("turns", "--online")])
def test_turns_of_a_small_store_are_none_and_say_so(ledger, words):
    path = ("--store", str(ledger.path))
    assert "No turn" in run(*words, *path)
    assert json.loads(run(*words, *path, "--json")) == []
    assert json.loads(run(*words, *path, "--count")) == {"count": 0}


def test_turns_of_an_empty_store_are_none(store):
    assert dragoman.turns(store) == []


def test_triangle_without_events_is_refused(store, ledger):
    with pytest.raises(InputError, match="No pair"):
        dragoman.triangle(store, "TUR", "RUS", "UKR")
    with pytest.raises(InputError):
        run("triangles", "TUR", "--store", str(ledger.path))


def test_evaluation_prints_json(tmp_path):
    weights = made(20, 500)
    weights[3, 300:310] -= 3000
    path = write(tmp_path / "s.parquet", weights)
    episode = {"a": "A03", "b": "B03", "date": (FIRST + timedelta(days=300)).isoformat(), "expected": "worse"}
    (tmp_path / "e.json").write_text(json.dumps([episode]))
    told = json.loads(run("evaluate", "turns", str(path), str(tmp_path / "e.json"), "--most", "10"))
    assert (told["episodes"], told["hits"], told["pairs"]) == (1, 1, 10)
    assert date.fromisoformat(told["each"][0]["date"]) == FIRST + timedelta(days=300)
    assert set(told) >= {"onsets_per_pair_year", "chance_hits", "naive", "each"}
