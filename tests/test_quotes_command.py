"""`dragoman quotes` and the export of its table, from a text to the screen."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import standins
from dragoman.cli import app
from dragoman.records import row_of
from dragoman.reports import find_quotations
from dragoman.settings import Settings
from dragoman.store import Store
from dragoman.views.export import export
from dragoman.views.listings import Filters
from invented import article, mentions_of, parsed

TEXT = (
    "“Graustark must leave the island,” a Ruritanian official told Syldavia. "
    "The Graustarkian navy said Borduria had lost two boats. Borduria said that rain was coming."
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A store with three quotations."""
    told = article(TEXT)
    mentions = mentions_of(told)
    store = Store.create(tmp_path_factory.mktemp("quotes") / "store")
    with store.writing(standins.run("quotes")) as writer:
        writer.commit([told], mentions, find_quotations(parsed(told), mentions))
    return store.path


def rows(folder, *options: str) -> list[dict]:
    shown = CliRunner().invoke(app, ["quotes", "--store", str(folder), "--json", *options])
    assert shown.exit_code == 0, shown.output
    return json.loads(shown.stdout)


def test_all_of_them(folder):
    assert [(r["speaker"], r["form"], r["about"]) for r in rows(folder)] == [
        ("a Ruritanian official", "direct", ["GRK"]),
        ("The Graustarkian navy", "indirect", ["BOR"]),
        ("Borduria", "indirect", []),
    ]


def test_one_speaker_on_one_state(folder):
    store = Store.open(folder)
    from dragoman.views.listings import count
    from dragoman.views.listings import rows as listed

    (found,) = listed(store, "quotations", Filters(actor="RUR", target="GRK"))
    assert (found["addressee"], found["addressee_state"]) == ("Syldavia", "SYL")
    assert count(store, "quotations", Filters(target="GRK")) == 1
    assert count(store, "quotations", Filters(actor="RUR", target="BOR")) == 0


def test_count(folder):
    shown = CliRunner().invoke(app, ["quotes", "--store", str(folder), "--count"])
    assert json.loads(shown.stdout) == {"count": 3}


def test_an_unknown_speaker_is_refused(folder):
    assert CliRunner().invoke(app, ["quotes", "--store", str(folder), "--by", "Nowhereland"]).exit_code != 0


@pytest.mark.parametrize("name", ["q.csv", "q.parquet", "q.jsonl"])
def test_export_with_its_code_book(folder, tmp_path, name):
    n = export(Store.open(folder), "quotations", tmp_path / name, filters=Filters(), settings=Settings({}))
    assert n == 3
    book = (tmp_path / "q.codebook.md").read_text(encoding="utf-8")
    told = article(TEXT)
    for column in row_of(find_quotations(parsed(told), mentions_of(told))[0]):
        assert f"| {column} |" in book
