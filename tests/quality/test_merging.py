"""Are reports of one event merged, and those of two kept apart? On labelled articles written for this project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.commands.happenings import _coded
from dragoman.events.evaluation_merging import evaluate_merging
from dragoman.settings import Settings
from dragoman.store import Store

GOLD = Path(__file__).resolve().parents[1] / "gold"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))["merging"]


def check(found: dict, name: str) -> None:
    print(json.dumps(found))
    held = found["held"]
    assert held["f1"] >= FLOORS[f"{name}_held_f1"]
    assert 0.95 <= held["events_per_event"] <= 1.1
    assert held["found"] >= FLOORS[f"{name}_held_found"] * held["reports"]


def test_reports_given() -> None:
    check(evaluate_merging(GOLD / "merging.jsonl"), "given")


def test_end_to_end() -> None:
    settings = Settings()
    check(evaluate_merging(GOLD / "merging.jsonl", code=lambda rows: _coded(rows, settings)), "coded")


@pytest.mark.parametrize("batch", [1, 4, 10])
def test_ten_rewritings_make_one_event(tmp_path: Path, batch: int) -> None:
    """Ten outlets tell one meeting in their own words; one of them weeks later."""
    from dragoman import read

    read(
        GOLD / "rewritings.jsonl",
        store=tmp_path / "store",
        mapping={"publisher": "outlet"},
        settings=Settings({"batch_articles": batch, "workers": 1}),
    )
    store = Store.open(tmp_path / "store")
    told = store.query(
        "SELECT e.id, e.n_articles, e.n_publishers, e.n_sources FROM events e "
        "WHERE source = 'KEN' AND target = 'UGA' AND act = 'CONSULT' AND status = 'actual'"
    ).to_pylist()
    assert [(e["n_articles"], e["n_publishers"], e["n_sources"]) for e in told] == [(10, 10, 10)]
