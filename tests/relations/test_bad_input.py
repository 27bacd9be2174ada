"""What a user mistypes is told in words: commands of relations, with their wrong words and with almost nothing to say."""

from __future__ import annotations

import json
import sys
from datetime import date

import pytest

import dragoman as library
import standins
from dragoman.cli import main
from dragoman.errors import InputError
from dragoman.store import Store


@pytest.fixture
def said(monkeypatch, capsys):
    """Exit code and everything that a command says, as one line."""

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["dragoman", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return end.value.code or 0, " ".join((printed.out + printed.err).split())

    return call


@pytest.fixture(scope="module")
def single(tmp_path_factory):
    """A store with one event."""
    store = Store.create(tmp_path_factory.mktemp("single") / "store")
    with store.writing(standins.run()) as writer:
        writer.commit(
            *standins.derived(standins.article("TUR does AGREE to RUS on 2015-11-02.", day=date(2015, 11, 3)))
        )
    return store.path


BACKWARDS = ("--from", "2016-01-01", "--to", "2015-01-01")


@pytest.mark.parametrize("words, wanted", [
    (("relation", "Atlantis", "RUS"), "No state or organisation 'Atlantis'. Closest:"),
    (("relation", "TUR", "Turkey"), "two different ends; found TUR twice"),
    (("relation", "TUR", "RUS", *BACKWARDS), "from 2016-01-01 to 2015-01-01 ends before it begins"),
    (("relation", "TUR", "RUS", "--by", "quarter"), "expected day, week or month"),
    (("relation", "TUR", "RUS", "--measure", "L9"), "No measure 'L9'"),
    (("relation", "TUR", "RUS", "--from", "2015-13-01"), "expected YYYY-MM-DD"),
    (("turns", "TUR", "Turkey"), "two different ends"),
    (("turns", "TUR", "Atlantis"), "No state or organisation 'Atlantis'"),
    (("triangles", "TUR", "RUS"), "TUR and RUS are no triangle; name three states"),
    (("triangles", "TUR"), "TUR alone is no triangle"),
    (("triangles", "TUR", "RUS", "TUR"), "three different states"),
    (("triangles", "TUR", "RUS", "UKR"), "No dated event between TUR and UKR"),
    (("triangles", "TUR", "RUS", "UKR", "--month", "May"), "--month 'May' is no day"),
    (("triangles", "--month", "1980-01"), "Name a month inside it"),
    (("network", *BACKWARDS), "ends before it begins"),
    (("network", "--over-time", "year", *BACKWARDS), "ends before it begins"),
    (("network", "--over-time", "quarter"), "expected month or year"),
    (("events", *BACKWARDS), "ends before it begins"),
    (("brief", "TUR", "Turkey"), "two different"),
])  # fmt: skip
def test_refusals(said, ledger, words, wanted):
    code, told = said(*words, "--store", ledger.path)
    assert code == 2
    assert wanted in told


@pytest.mark.parametrize("words, wanted", [
    (("relation", "TUR", "RUS", "--from", "1990-01-01", "--to", "1991-01-01"), "from 1990-01-01 to 1991-01-01: their news begin on 2015-11-01 and end in the month of 2016-06-01"),
    (("relation", "TUR", "UKR", "--from", "1990-01-01"), "No dated act between TUR and UKR in this store"),
    (("turns", "TUR", "UKR"), "No actual event between TUR and UKR"),
    (("turns", "TUR", "RUS"), "No turn between TUR and RUS"),
    (("network", "--from", "1990-01-01", "--to", "1991-01-01"), "No dated act between states from 1990-01 to 1991-01"),
    (("network", "--to", "1991-01-01"), "No dated act between states to 1991-01"),
])  # fmt: skip
def test_nothing_to_tell(said, ledger, words, wanted):
    code, told = said(*words, "--store", ledger.path)
    assert code == 0
    assert wanted in told


@pytest.mark.parametrize("words, wanted", [
    (("relation", "TUR", "RUS"), "TUR → RUS 2015-11"),
    (("relation", "TUR", "RUS", "--by", "day", "--measure", "L1"), "TUR → RUS 2015-11-02"),
    (("relation", "TUR", "RUS", "--by", "week", "--undirected"), "RUS – TUR 2015-11-02"),
    (("turns",), "No turn"),
    (("turns", "TUR", "RUS", "--online"), "No turn"),
    (("triangles", "TUR", "RUS", "UKR"), "No dated event between TUR and UKR"),
    (("triangles",), "No half-year against the year before"),
    (("network",), "1 pairs with fewer than 3 events"),
    (("network", "--min-events", "1"), "TUR"),
])  # fmt: skip
def test_one_event_alone(said, single, words, wanted):
    _, told = said(*words, "--store", single)
    assert wanted in told


def test_calls_refuse_as_commands_do(ledger):
    first, last = date(2016, 1, 1), date(2015, 1, 1)
    for call in (
        lambda: library.relation(ledger, "TUR", "RUS", first=first, last=last),
        lambda: library.network(ledger, first=first, last=last),
        lambda: library.networks(ledger, "month", first=first, last=last),
    ):
        with pytest.raises(InputError, match="before it begins"):
            call()


def test_a_month_can_be_named_without_its_day(said, ledger):
    told = [
        said("triangles", "--month", month, "--store", ledger.path, "--json") for month in ("2015-12", "2015-12-01")
    ]
    assert told[0] == told[1]
    assert json.loads(told[0][1]) == []
