"""The Python face does what the commands do."""

from __future__ import annotations

from datetime import date

import pytest

import dragoman
from dragoman.errors import InputError, UnknownActor

MAP = {"source": "who", "target": "whom", "day": "when", "code": "act", "scheme": "plover"}


def test_event_data_is_imported_once_and_compared(tmp_path):
    (tmp_path / "mine.csv").write_text("who,whom,when,act\nTUR,RUS,2015-11-24,ASSAULT\nTUR,RUS,2015-11-25,nonsense\n")
    store = tmp_path / "store"
    (first,) = dragoman.import_events(tmp_path / "mine.csv", store=store, family="map", mapping=MAP, name="mine")
    assert (first.rows, first.imported, first.quarantined) == (2, 1, 1)
    (again,) = dragoman.import_events([tmp_path / "mine.csv"], store=store, family="map", mapping=MAP, name="mine")
    assert again.imported == 0
    opened = dragoman.open_store(store)
    assert dragoman.table(opened, "events", dataset="mine").num_rows == 1
    assert dragoman.table(opened, "events", dataset="other").num_rows == 0
    assert [(s.dataset, s.n_events) for s in dragoman.compare(opened, "Turkey", "RUS").sides] == [("mine", 1)]


def test_quotes_are_the_rows_of_their_table(ledger):
    said = dragoman.quotes(ledger)
    assert said.num_rows == dragoman.table(ledger, "quotations").num_rows > 0
    assert dragoman.quotes(ledger, first=date(1990, 1, 1), last=date(1990, 1, 2)).num_rows == 0


def test_correction_is_in_force_and_taken_back(tmp_path):
    import standins

    store = standins.ledger(tmp_path / "store")
    report = dragoman.table(store, "reports").to_pylist()[0]
    made = dragoman.correct(store, "actor", report["id"], author="a", note="n", source="Ukraine:MIL")
    changed = {r["id"]: r for r in dragoman.table(dragoman.open_store(store.path), "reports").to_pylist()}
    assert (changed[report["id"]]["source"], changed[report["id"]]["source_sector"]) == ("UKR", "MIL")
    dragoman.undo(dragoman.open_store(store.path), made.id, author="a", note="n")
    back = {r["id"]: r for r in dragoman.table(dragoman.open_store(store.path), "reports").to_pylist()}
    assert back[report["id"]]["source"] == report["source"]
    assert dragoman.table(dragoman.open_store(store.path), "corrections").num_rows >= 2


def test_what_cannot_be_corrected_is_refused(ledger):
    report = dragoman.table(ledger, "reports").to_pylist()[0]["id"]
    with pytest.raises(UnknownActor):
        dragoman.correct(ledger, "actor", report, author="a", note="n", source="Nowhereland")
    with pytest.raises(InputError):
        dragoman.correct(ledger, "recode", report, author="a", note="n")


def test_briefs_of_a_pair_a_state_and_a_triangle_are_those_of_the_command(ledger):
    pair, state = dragoman.brief(ledger, "Turkey", "RUS"), dragoman.brief(ledger, "Turkey")
    triangle = dragoman.brief(ledger, "TUR", "RUS", "Ukraine")
    assert (pair.a, pair.b) == ("TUR", "RUS")
    assert (state.state, state.partners[0].code) == ("TUR", "RUS")
    assert state.briefs[0] == pair
    assert (triangle.a, triangle.b, triangle.c) == ("TUR", "RUS", "UKR")
    assert triangle.briefs[0] == pair
    assert triangle.triangle is None  # there is no news of Turkey and Ukraine


def test_a_brief_prints_as_a_page(ledger):
    from dragoman.views.sheet_forms import sheet_as_markdown
    from dragoman.views.sheets import sheet_of

    for made in (dragoman.brief(ledger, "TUR"), dragoman.brief(ledger, "TUR", "RUS", "UKR")):
        assert "Russia" in sheet_as_markdown(sheet_of(made))


@pytest.mark.parametrize("others", [(None, "UKR"), ("RUS", "RUS"), ("TUR", "UKR")])
def test_no_brief_of_what_is_no_triangle(ledger, others):
    with pytest.raises(InputError):
        dragoman.brief(ledger, "TUR", *others)


def test_no_brief_of_nobody(ledger):
    with pytest.raises(UnknownActor):
        dragoman.brief(ledger, "Ruritanistan")
