"""Levels from a store: a pair without events has none in any view, export or call; groups and all are sums."""

from __future__ import annotations

import csv
import json

import pytest

import dragoman as library
from dragoman.errors import InputError, UnknownActor, UnknownId
from dragoman.settings import Settings
from dragoman.views.brief import make_brief
from dragoman.views.explain import explain
from dragoman.views.export import export
from dragoman.views.listings import Filters
from dragoman.views.printed import as_html, as_markdown
from dragoman.views.standing import end_of

CHOICES = [
    {"measure": measure, "by": by, "hindsight": hindsight, "undirected": undirected}
    for measure in ("L0", "L1", "L2")
    for by in ("day", "week", "month")
    for hindsight in (False, True)
    for undirected in (False, True)
]


@pytest.mark.parametrize("choice", CHOICES, ids=lambda c: "-".join(str(v) for v in c.values()))
@pytest.mark.parametrize("pair", [("FRA", "DEU"), ("TUR", "UKR"), ("BRICS", "JPN"), ("JPN", "ALL")])
def test_a_pair_without_events_has_no_level_in_any_call(ledger, pair, choice):
    assert library.relation(ledger, *pair, **choice) == []
    with pytest.raises(InputError, match="nothing to draw"):
        library.plot(ledger, *pair, **choice)


def test_a_pair_without_events_has_no_level_in_any_view_or_export(ledger, tmp_path):
    assert library.relation_table(ledger, "FRA", "DEU").num_rows == 0
    brief = make_brief(ledger, "FRA", "DEU", settings=Settings())
    assert brief.empty
    assert all(d.levels == () and d.latest is None for d in brief.directions)
    for page in (as_markdown(brief), as_html(brief)):
        assert "no level can be given" in page
        assert "<svg" not in page
    with pytest.raises(UnknownId, match="no level"):
        explain(ledger, "FRA-DEU@2015-11", settings=Settings())
    for ending in ("csv", "jsonl", "parquet"):
        pair = Filters(actor="FRA", target="DEU")
        assert export(ledger, "relations", tmp_path / f"pair.{ending}", filters=pair, settings=Settings()) == 0
    export(ledger, "relations", tmp_path / "all.csv", filters=Filters(), settings=Settings())
    with (tmp_path / "all.csv").open(newline="") as file:
        assert {(r["source"], r["target"]) for r in csv.DictReader(file)} == {("RUS", "TUR"), ("TUR", "RUS")}


@pytest.mark.parametrize("measure", ["L0", "L1", "L2"])
@pytest.mark.parametrize("hindsight", [False, True])
def test_levels_begin_and_end_with_news(ledger, measure, hindsight):
    months = library.relation(ledger, "RUS", "TUR", measure=measure, hindsight=hindsight)
    for source in ("RUS", "TUR"):
        own = [m for m in months if m.source == source]
        assert own[0].n_events
        assert own[-1].n_events
        assert all(m.low <= m.level <= m.high for m in own if m.level is not None)
        assert all((m.level is not None) == (m.n_events > 0 or measure == "L2") for m in own)


@pytest.mark.parametrize("a, b, same_as", [
    ("BRICS", "TUR", ("RUS", "TUR")), ("NATO", "BRICS", ("TUR", "RUS")), ("RUS", "ALL", ("RUS", "TUR")), ("TUR", "ALL", ("TUR", "RUS")),
])  # fmt: skip
def test_groups_and_all_are_sums_of_directed_pairs(ledger, a, b, same_as):
    def figures(months):
        return [(m.source == months[0].source, m.period, m.n_events, m.level, m.low) for m in months]

    joined = library.relation(ledger, a, b)
    assert {(m.source, m.target) for m in joined} == {(a, b), (b, a)}
    assert figures(joined) == figures(library.relation(ledger, *same_as))


def test_undirected_adds_both_directions(ledger):
    both = library.relation(ledger, "TUR", "RUS", undirected=True)
    assert {(m.source, m.target) for m in both} == {("RUS", "TUR")}
    assert sum(m.n_events for m in both) == sum(m.n_events for m in library.relation(ledger, "TUR", "RUS"))


@pytest.mark.parametrize(
    "word, code", [("EU", "EUR"), ("brics", "BRICS"), ("all", "ALL"), ("*", "ALL"), (None, "ALL"), ("Turkey", "TUR")]
)
def test_end_of(word, code):
    assert end_of(word) == code


@pytest.mark.parametrize(
    "choice, error", [({"measure": "L9"}, InputError), ({"by": "year"}, InputError), ({"b": "Ruritania"}, UnknownActor)]
)
def test_refusals_say_what_was_expected(ledger, choice, error):
    with pytest.raises(error):
        library.relation(ledger, "TUR", **{"b": "RUS", **choice})


def test_explain_tells_all_three_measures(ledger):
    words = explain(ledger, "RUS-TUR@2015-11", settings=Settings()).words
    assert all(name in words for name in ("(L2)", "(L0)", "(L1)"))
    json.dumps(words)
