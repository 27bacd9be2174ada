"""A table as a file with its code book beside it: the same rows in each form, whole or not at all."""

from __future__ import annotations

import csv
import errno
import json
from datetime import date

import pyarrow.parquet as pq
import pytest

from dragoman.errors import InputError, StoreError, StoreFull
from dragoman.settings import Settings
from dragoman.store import Store
from dragoman.views.export import EXPORTED, export, jsonable
from dragoman.views.listings import Filters, rows


def read_back(path):
    if path.suffix == ".csv":
        with path.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".jsonl"])
@pytest.mark.parametrize("table", EXPORTED)
def test_every_table_in_every_form_with_code_book(ledger, tmp_path, table, ending):
    out = tmp_path / f"{table}{ending}"
    n = export(ledger, table, out, filters=Filters(), settings=Settings())
    found = read_back(out)
    assert len(found) == n > 0
    book = (tmp_path / f"{table}.codebook.md").read_text()
    assert f"- rows: {n:,}\n" in book
    for column in found[0]:
        assert f"| {column} | " in book
    assert "--as-of 2" in book
    assert "stand-in-1" in book
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([out.name, f"{table}.codebook.md"])
    if table != "relations":
        listed = [jsonable(r) for r in rows(ledger, table, Filters())]
        if ending == ".csv":
            assert [r.get("id") for r in found] == [r.get("id") for r in listed]
        else:
            kept = set(found[0])
            assert [jsonable(r) for r in found] == [{k: v for k, v in r.items() if k in kept} for r in listed]


def test_forms_agree_on_relations(ledger, tmp_path):
    seen = {}
    for ending in (".csv", ".parquet", ".jsonl"):
        export(ledger, "relations", tmp_path / f"r{ending}", filters=Filters(), settings=Settings())
        seen[ending] = [
            (
                r["source"],
                r["target"],
                str(r["period"]),
                int(r["n_events"]),
                float(r["balance"]) if r["balance"] not in {"", None} else None,
            )
            for r in read_back(tmp_path / f"r{ending}")
        ]
    assert seen[".csv"] == seen[".parquet"] == seen[".jsonl"]
    assert any(r[-1] is None for r in seen[".csv"])


@pytest.mark.parametrize("filters, n", [
    ({}, 9), ({"actor": "RUS"}, 8), ({"actor": "TUR"}, 1), ({"actor": "TUR", "target": "RUS"}, 1), ({"target": "TUR"}, 8),
    ({"actor": "TUR", "limit": 5}, 1),  # the limit counts rows that are shown, not those passed over
    ({"actor": "RUS", "limit": 2}, 2), ({"first": date(2016, 6, 1)}, 1), ({"actor": "FRA"}, 0), ({"limit": 0}, 0),
])  # fmt: skip
def test_filters_of_relations(ledger, tmp_path, filters, n):
    assert export(ledger, "relations", tmp_path / "r.csv", filters=Filters(**filters), settings=Settings()) == n


@pytest.mark.parametrize("filters", [{"act": "AID"}, {"status": "negated"}])
def test_relations_refuse_filters_that_do_not_fit(ledger, tmp_path, filters):
    with pytest.raises(InputError, match="The table relations has no"):
        export(ledger, "relations", tmp_path / "r.csv", filters=Filters(**filters), settings=Settings())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("table, name, words", [
    ("thoughts", "a.csv", "expected one of"), ("events", "a.xlsx", "name ending in .csv, .parquet, .jsonl"), ("events", "a", "ending"),
    ("events", "nowhere/a.csv", "Cannot write"), ("events", "nowhere/a.parquet", "Cannot write"),
])  # fmt: skip
def test_what_cannot_be_exported_is_told(ledger, tmp_path, table, name, words):
    with pytest.raises(InputError, match=words):
        export(ledger, table, tmp_path / name, filters=Filters(), settings=Settings())
    assert not list(tmp_path.iterdir())


def test_empty_store_gives_files_with_columns_alone(store, tmp_path):
    for ending in (".csv", ".parquet", ".jsonl"):
        assert export(store, "events", tmp_path / f"e{ending}", filters=Filters(), settings=Settings()) == 0
    assert (tmp_path / "e.csv").read_text().startswith("id,dataset,source,target")
    assert pq.read_table(tmp_path / "e.parquet").column_names[:2] == ["id", "dataset"]


@pytest.mark.parametrize("failure, error", [
    (OSError(errno.ENOSPC, "No space left on device"), StoreFull), (OSError(errno.EIO, "input/output error"), InputError),
    (StoreError("a file is gone"), StoreError),
])  # fmt: skip
def test_broken_export_leaves_the_earlier_file_and_no_torn_one(ledger, tmp_path, monkeypatch, failure, error):
    out = tmp_path / "events.csv"
    out.write_text("earlier")

    def breaks(self, *_, **__):
        yield from ()
        raise failure

    monkeypatch.setattr(Store, "stream", breaks)
    with pytest.raises(error):
        export(ledger, "events", out, filters=Filters(), settings=Settings())
    assert [p.name for p in tmp_path.iterdir()] == ["events.csv"]
    assert out.read_text() == "earlier"
