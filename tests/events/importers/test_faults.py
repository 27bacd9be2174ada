"""Faults of the provider are handled and counted; imports can be repeated, interrupted, resumed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from dragoman.events.importers import files, import_files
from dragoman.events.importers.actors import cameo_actor
from dragoman.events.importers.acts import native_act
from dragoman.settings import Settings
from dragoman.store import Store

sys.path.insert(0, str(Path(__file__).parent))
from rows import ICEWS_HEAD, gdelt, icews


def run(store, path, **choices):
    (counts,) = import_files(store.refresh(), [path], settings=Settings(), **choices)
    assert counts.rows == counts.imported + counts.mentions + counts.repeated + counts.quarantined
    return counts


def tables(store):
    """All that readers see, without what names the run."""
    store = store.refresh()
    left = "EXCLUDE (batch, run)"
    return {
        name: store.query(f"SELECT * {left} FROM {name} ORDER BY id").to_pylist()
        for name in ("events", "native_events", "native_mentions", "quarantine")
    }


@pytest.mark.parametrize(
    ("code", "act", "fault"),
    [
        ("042", "CONSULT", False),
        ("0841]", "RETREAT", True),
        ("13y", "THREATEN", True),
        ("42", "CONSULT", True),
        ("190.0", "ASSAULT", True),
        ("0429", "CONSULT", True),
        ("010", None, False),
    ],
)
def test_codes_are_read_as_far_as_they_go(code, act, fault):
    found = native_act("cameo", code)
    assert found is not None
    assert (found.act, found.fault is not None) == (act, fault)


@pytest.mark.parametrize("code", ["", "zz", "99", "777", "y13"])
def test_codes_that_mean_nothing(code):
    assert native_act("cameo", code) is None


@pytest.mark.parametrize(
    ("code", "name", "state", "sector", "fault"),
    [
        ("USA", "UNITED STATES", "USA", None, False),
        ("USA", "WASHINGTON", "USA", None, False),  # the capital speaks for its state
        ("USA", "IOWA", "USA", None, True),
        ("PAK", "LAHORE", "PAK", None, True),
        ("USAGOV", "IOWA", "USA", "GOV", False),
        ("IGOUNO", "", "UNO", "IGO", False),
        ("IGOEUREEC", "", "EUR", "IGO", False),
        ("PALPLO", "", "PSE", None, False),
        ("TURREBPKK", "", "TUR", "REB", False),
        ("COP", "POLICE", None, "COP", False),
        ("QQQ", "", None, None, True),
    ],
)
def test_actors_of_cameo(code, name, state, sector, fault):
    found = cameo_actor(code, name)
    assert (found.state, found.sector, found.fault is not None) == (state, sector, fault)


def test_every_fault_has_its_reason_and_its_line(store, tmp_path):
    path = tmp_path / "20310503-icews-events.tab"
    lines = [
        ICEWS_HEAD,
        icews(1),
        icews(2, code="777"),
        icews(3, day="2031-02-31"),
        icews(4, source="", name=" ", target=""),
        icews(5) + "\tone more",
        "",
        "a torn line",
        icews(6, code=""),
        icews(1),
        icews(1, code="190"),
        icews(7, code="13y"),
    ]
    path.write_text("\n".join(lines) + "\n")
    counts = run(store, path)
    assert (counts.rows, counts.imported, counts.repeated, counts.quarantined) == (10, 2, 1, 7)
    assert counts.reasons == {
        "another number of columns": 2,
        "unknown act code": 1,
        "impossible date": 1,
        "no actor": 1,
        "no act code": 1,
        "repeated id, other content": 1,
    }
    assert counts.faults == {"act code mended": 1}
    where = {row["reason"]: row["origin"] for row in tables(store)["quarantine"]}
    assert where["impossible date"] == f"{path.name}:4"
    assert where["repeated id, other content"] == f"{path.name}:11"
    assert tables(store)["native_events"][0]["line"] in {2, 12}


def test_places_promoted_to_states_are_kept_but_move_no_relation(store, tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text(gdelt(1, one=("USA", "IOWA")) + "\n" + gdelt(2, one=("USA", "WASHINGTON")) + "\n")
    counts = run(store, path)
    assert counts.faults == {"place promoted to state": 1}
    assert [e["between_states"] for e in sorted(tables(store)["events"], key=lambda e: e["between_states"])] == [
        False,
        True,
    ]


def test_lines_in_another_encoding_are_read_and_marked(store, tmp_path):
    path = tmp_path / "a.tab"
    head, good = f"{ICEWS_HEAD}\n".encode(), icews(1, name="Søren").encode() + b"\n"
    path.write_bytes(head + good + icews(2, name="Søren").encode("cp1252") + b"\n")
    counts = run(store, path)
    rows = sorted(tables(store)["native_events"], key=lambda r: r["line"])
    assert [r["source_name"] for r in rows] == ["Søren", "Søren"]
    assert [r["faults"] is not None for r in rows] == [False, True]
    assert counts.faults == {"not UTF-8": 1}


def test_the_same_file_again_changes_nothing(store, tmp_path):
    path = tmp_path / "a.tab"
    path.write_text("\n".join([ICEWS_HEAD, icews(1), icews(2, code="777"), "torn", icews(1)]) + "\n")
    run(store, path)
    before, batches = tables(store), store.refresh().batches
    counts = run(store, path)
    assert (counts.imported, counts.repeated, counts.quarantined) == (0, 2, 2)
    assert tables(store) == before
    assert store.refresh().batches == batches


@pytest.mark.parametrize("header", [True, False])
def test_many_pieces_make_what_one_makes(tmp_path, monkeypatch, header):
    lines = (
        [icews(i % 40, code="040" if i % 7 else "777") for i in range(60)]
        if header
        else [gdelt(i % 40) for i in range(60)]
    )
    path = tmp_path / "a.tab"
    path.write_bytes(("\n".join([*([ICEWS_HEAD] if header else []), *lines]) + "\n").encode())
    whole, parts = Store.create(tmp_path / "whole"), Store.create(tmp_path / "parts")
    run(whole, path)
    monkeypatch.setattr(files, "BYTES_AT_ONCE", 1_500)
    run(parts, path)
    assert len(parts.refresh().batches) > len(whole.refresh().batches)
    assert tables(parts) == tables(whole)


def test_an_interrupted_import_goes_on_to_the_same_tables(tmp_path, monkeypatch):
    path = tmp_path / "a.tab"
    path.write_text("\n".join([ICEWS_HEAD, *(icews(i, code="040" if i % 5 else "zz") for i in range(80))]) + "\n")
    monkeypatch.setattr(files, "BYTES_AT_ONCE", 1_500)
    whole, broken = Store.create(tmp_path / "whole"), Store.create(tmp_path / "broken")
    run(whole, path)

    def stop(counts):
        if counts.rows > 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_files(broken, [path], settings=Settings(), progress=stop)
    n_before = broken.refresh().query("SELECT count(*) AS n FROM events")["n"][0].as_py()
    assert 0 < n_before < 64
    run(broken, path)
    assert tables(broken) == tables(whole)


def test_quoted_cells_may_hold_line_ends(store, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "BYTES_AT_ONCE", 200)
    path = tmp_path / "mine.csv"
    rows = [f'NOR,CHL,2031-05-{i:02},AID,"a note\nin two lines, {i}"' for i in range(1, 20)]
    path.write_text("\n".join(["who,whom,when,act,note", *rows, "NOR,CHL,2031-05-20"]) + "\n")
    mapping = {"source": "who", "target": "whom", "day": "when", "code": "act", "story": "note"}
    counts = run(store, path, mapping=mapping)
    assert (counts.imported, counts.reasons) == (19, {"another number of columns": 1})


def test_runs_tell_what_imported(store, tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text(gdelt() + "\n")
    run(store, path)
    (row,) = store.refresh().query("SELECT * FROM runs").to_pylist()
    assert row["coder"].startswith("import-")
    assert "band" in json.loads(row["settings"])
