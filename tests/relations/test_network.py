"""The network of a period: silence makes no edge, doubt stays doubt, and what is told is what was counted."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from datetime import date

import numpy as np
import pytest

import dragoman as dragoman_api
import standins
from dragoman.cli import main
from dragoman.errors import InputError, UnknownId
from dragoman.records import Event
from dragoman.relations.network import Choices, network
from dragoman.relations.network_affinity import levels_of_affinity
from dragoman.relations.network_levels import levels_of_bands, levels_of_counts
from dragoman.relations.network_periods import networks_over_time
from dragoman.store import Store
from dragoman.views.networks import EdgeName

QUICK = Choices(draws=40, nulls=10, seconds=5)
JANUARY = date(2015, 1, 1)


def counted(source, target, cooperation, conflict, period=JANUARY):
    return {"source": source, "target": target, "period": period, "dataset": "d", "n_publishers": 1,
            "verbal_cooperation": cooperation, "material_cooperation": 0, "verbal_conflict": 0,
            "material_conflict": conflict, "n_events": cooperation + conflict}  # fmt: skip


def camps(friends=40, foes=40, period=JANUARY):
    """Two camps of three states each; friends inside, foes across."""
    states = ["RUR", "GRK", "SYL", "BOR", "ELB", "FLX"]
    return [
        counted(a, b, friends if (i < 3) == (j < 3) else 0, 0 if (i < 3) == (j < 3) else foes, period)
        for i, a in enumerate(states)
        for j, b in enumerate(states)
        if i < j
    ]


# ---------------------------------------------------------------- levels


def test_both_directions_and_all_months_of_a_pair_are_one_edge():
    rows = [counted("RUR", "GRK", 3, 1), counted("GRK", "RUR", 2, 2, date(2015, 2, 1))]
    found = levels_of_counts(rows, draws=10)
    assert (found.states, list(found.n_events), list(found.mean)) == (("GRK", "RUR"), [8], [0.25])


@pytest.mark.parametrize("first, last, n", [
    (None, None, 6), (date(2015, 2, 28), None, 4), (None, date(2015, 1, 1), 2), (date(2015, 2, 1), date(2015, 2, 2), 4),
])  # fmt: skip
def test_period(first, last, n):
    rows = [counted("RUR", "GRK", 2, 0), counted("RUR", "GRK", 4, 0, date(2015, 2, 1))]
    assert list(levels_of_counts(rows, first=first, last=last, min_events=1).n_events) == [n]


def test_too_few_events_make_no_edge_and_are_counted():
    rows = [counted("RUR", "GRK", 2, 0), counted("RUR", "SYL", 3, 0), counted("RUR", "BOR", 0, 0)]
    found = levels_of_counts(rows, min_events=3)
    assert (found.states, found.left_out) == (("RUR", "SYL"), 1)


def test_draws_are_those_of_the_beta_posterior():
    found = levels_of_counts([counted("RUR", "GRK", 6, 2)], draws=20_000, seed=1)
    assert found.draws.mean() == pytest.approx(2 * 6.5 / 9 - 1, abs=0.01)
    assert (np.abs(found.draws) <= 1).all()


def test_bands_of_two_directions_become_their_mean():
    found = levels_of_bands([("RUR", "GRK"), ("GRK", "RUR"), ("RUR", "SYL")], [1.0, 0.0, np.nan], [0.3, 0.4, np.nan],
                            draws=20_000)  # fmt: skip
    assert (found.states, list(found.mean)) == (("GRK", "RUR"), [0.5])  # without a level there is no edge
    assert found.draws.std() == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize("pairs, mean, sd", [
    ([("RUR", "GRK")], [0.1, 0.2], [0.1]),
    ([("RUR", "RUR")], [0.1], [0.1]),
    ([("RUR", "GRK")] * 2, [0.1, 0.2], [0.1, 0.1]),
    ([("RUR", "GRK")], [0.1], [-0.1]),
    ([("RUR", "GRK")], [0.1], [np.nan]),
])  # fmt: skip
def test_bands_that_cannot_be_are_refused(pairs, mean, sd):
    with pytest.raises(InputError):
        levels_of_bands(pairs, mean, sd)


def test_no_news_gives_no_level_whatever_is_asked():
    with pytest.raises(InputError, match="no level"):
        levels_of_counts([], min_events=0)


# ---------------------------------------------------------------- signs and doubt


@pytest.mark.parametrize("mean, sd, sign", [
    (0.5, 0.01, 1), (-0.5, 0.01, -1), (0.05, 0.01, 0), (-0.05, 0.01, 0), (0.12, 0.5, 0), (0.3, 0.1, 1),
])  # fmt: skip
def test_sign_is_given_where_it_is_more_likely_than_not(mean, sd, sign):
    made = network(levels_of_bands([("RUR", "GRK")], [mean], [sd], draws=400), choices=QUICK)
    assert [e.sign for e in made.edges] == [sign]


def test_chances_are_those_of_the_normal_beyond_the_dead_zone():
    (edge,) = network(levels_of_bands([("RUR", "GRK")], [0.2], [0.2], draws=2_000), choices=QUICK).edges
    assert edge.friend_chance == pytest.approx(0.6915, abs=0.04)  # P(N > (0.1 - 0.2) / 0.2)
    assert edge.foe_chance == pytest.approx(0.0668, abs=0.025)  # P(N < (-0.1 - 0.2) / 0.2)
    assert (edge.low, edge.high) == (pytest.approx(0.2 - 0.329, abs=0.05), pytest.approx(0.2 + 0.329, abs=0.05))


def test_neutral_point_moves_the_signs():
    levels = levels_of_bands([("RUR", "GRK"), ("RUR", "SYL")], [0.3, 0.9], [0.01, 0.01])
    assert [e.sign for e in network(levels, choices=QUICK).edges] == [1, 1]
    assert [e.sign for e in network(levels, choices=Choices(neutral=0.6, draws=40, nulls=10)).edges] == [-1, 1]


def test_two_camps_are_told_as_two_camps():
    made = network(levels_of_counts(camps(), draws=40), choices=QUICK)
    told = {b.name: b for b in made.balance}
    assert (made.frustrated, made.frustrated_at_least, made.proved, made.communities) == (0, 0, True, 2)
    assert (told["triads"].value, told["walks"].value, told["frustration"].value) == (1, pytest.approx(1), 0)
    sides = {s.state: (s.camp, s.community) for s in made.states}
    assert sides["RUR"] == sides["GRK"] == sides["SYL"]
    assert sides["BOR"] == sides["ELB"] == sides["FLX"]
    assert sides["RUR"][0] == -sides["BOR"][0]
    assert {(s.friends, s.foes, s.undecided, s.frustrated_edges, s.triad_balance) for s in made.states} == {
        (2, 3, 0, 0, 1.0)
    }
    assert all(s.community_chance == 1 for s in made.states)
    assert told["triads"].shuffle.p < 0.2


def test_a_flaw_is_told_where_it_is():
    rows = camps()
    rows[0] = counted("RUR", "GRK", 0, 40)  # foes within one camp
    made = network(levels_of_counts(rows, draws=40), choices=QUICK)
    assert made.frustrated == 1
    assert [(e.a, e.b) for e in made.edges if e.frustrated] == [("GRK", "RUR")]
    assert {s.state: s.frustrated_edges for s in made.states if s.frustrated_edges} == {"GRK": 1, "RUR": 1}


def test_doubt_on_signs_widens_the_interval():
    sure, unsure = (
        {b.name: b for b in network(levels_of_counts(camps(n, n), draws=200), choices=QUICK).balance} for n in (400, 3)
    )
    assert (sure["triads"].low, sure["triads"].high) == (1, 1)
    assert unsure["triads"].low < unsure["triads"].median <= 1
    assert unsure["frustration"].high > 0


def test_empty_network_has_no_balance_instead_of_a_perfect_one():
    for rows in ([], [counted("RUR", "GRK", 5, 5)]):  # nobody; and one pair that is neither
        made = network(levels_of_counts(rows, draws=40), choices=QUICK)
        assert all((b.value, b.median, b.low, b.switch, b.beats_chance) == (None,) * 5 for b in made.balance)
        assert made.modularity is None
        assert all(s.community is None and s.camp is None and s.triad_balance is None for s in made.states)


def test_same_seed_same_network():
    levels = levels_of_counts(camps(5, 4), draws=40)
    assert asdict(network(levels, choices=QUICK)) == asdict(network(levels, choices=QUICK))


@pytest.mark.parametrize("wrong", [{"dead_zone": -1}, {"draws": 0}, {"nulls": 1}, {"seconds": 0}, {"width": 1}])
def test_choices_that_cannot_be_are_refused(wrong):
    with pytest.raises(InputError, match="Choices of a network"):
        Choices(**wrong)


# ---------------------------------------------------------------- time


def test_months_without_news_stand_as_empty_networks():
    made = networks_over_time(camps() + camps(period=date(2015, 3, 1)), step="month", choices=QUICK)
    assert [(n.first, n.last, len(n.edges), n.balance[0].value) for n in made] == [
        (date(2015, 1, 1), date(2015, 1, 31), 15, 1.0),
        (date(2015, 2, 1), date(2015, 2, 28), 0, None),
        (date(2015, 3, 1), date(2015, 3, 31), 15, 1.0),
    ]


def test_years():
    rows = camps(2, 2) + camps(2, 2, date(2015, 12, 1)) + camps(period=date(2017, 6, 1))
    made = networks_over_time(rows, step="year", choices=QUICK)
    assert [(n.first, n.last, len(n.edges)) for n in made] == [
        (date(2015, 1, 1), date(2015, 12, 31), 15),
        (date(2016, 1, 1), date(2016, 12, 31), 0),
        (date(2017, 1, 1), date(2017, 12, 31), 15),
    ]
    assert networks_over_time(rows, step="year", choices=QUICK, first=date(2018, 1, 1)) == []
    with pytest.raises(InputError, match="month or year"):
        networks_over_time(rows, step="week")


# ---------------------------------------------------------------- the command


@pytest.fixture
def dragoman(monkeypatch, capsys):
    def call(*words):
        monkeypatch.setattr(sys, "argv", ["dragoman", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return end.value.code or 0, printed.out, printed.err

    return call


@pytest.fixture(scope="module")
def triangle(tmp_path_factory):
    """A store in which two friends have one foe, and a fourth state one act only."""
    told = "RUR does AGREE to GRK on 2015-01-{d:02}. RUR does ASSAULT to SYL on 2015-01-{d:02}. GRK does SANCTION to SYL on 2015-01-{d:02}."
    texts = [standins.article(told.format(d=d), day=date(2015, 1, d + 1)) for d in range(1, 9)]
    texts.append(standins.article("RUR does AGREE to BOR on 2015-01-05.", day=date(2015, 1, 6)))
    store = Store.create(tmp_path_factory.mktemp("triangle") / "store")
    with store.writing(standins.run()) as writer:
        writer.commit(*standins.derived(*texts))
    return store.path


def test_command_tells_the_network(dragoman, triangle, tmp_path):
    code, out, err = dragoman("network", "--store", triangle, "--out", tmp_path / "n.svg")
    assert (code, err) == (0, "Walk to the sentences: dragoman explain GRK~RUR@..\n")
    assert "1 pairs of friends, 2 of foes, 0 undecided, 1 with too few events" in out
    assert "0 of 3 edges frustrated (proved)" in " ".join(out.split())
    assert (tmp_path / "n.svg").read_text(encoding="utf-8").startswith("<svg")
    _, out, _ = dragoman("network", "--store", triangle, "--json")
    told = json.loads(out)
    assert {(e["a"], e["b"]): e["sign"] for e in told["edges"]} == {
        ("GRK", "RUR"): 1, ("GRK", "SYL"): -1, ("RUR", "SYL"): -1,
    }  # fmt: skip
    assert {b["name"]: b["value"] for b in told["balance"]}["triads"] == 1


def test_command_over_time(dragoman, triangle):
    _, out, _ = dragoman("network", "--store", triangle, "--over-time", "month", "--json")
    (month,) = json.loads(out)
    assert (month["first"], month["proved"]) == ("2015-01-01", True)
    assert "2015" in dragoman("network", "--store", triangle, "--over-time", "year")[1]


@pytest.mark.parametrize("words, said", [
    (["--from", "2016-01-01"], "no balance to measure"),
    (["--over-time", "month", "--from", "2016-01-01"], "no network"),
])  # fmt: skip
def test_command_without_news(dragoman, triangle, words, said):
    code, out, _ = dragoman("network", "--store", triangle, *words)
    assert code == 0
    assert said in " ".join(out.split())


@pytest.mark.parametrize("words, said", [
    (["--over-time", "week"], "expected month or year"),
    (["--min-events", "0"], "expected 1 or more"),
    (["--dead-zone", "-1"], "dead zone"),
    (["--from", "2016-01-01", "--out", "x.svg"], "nothing to draw"),
    (["--limit", "-1"], "expected 0 or more"),
])  # fmt: skip
def test_command_refuses(dragoman, triangle, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = dragoman("network", "--store", triangle, *words)
    assert (code, out) == (2, "")
    assert said in " ".join(err.split())


def test_data_sets_are_not_added_up_unless_asked(dragoman, tmp_path):
    texts = [
        standins.article(f"RUR does AGREE to GRK on 2015-01-{d:02}.", day=date(2015, 1, d + 1)) for d in range(1, 7)
    ]
    groups = standins.derived(*texts)
    events = next(g for g in groups if g and isinstance(g[0], Event))
    others = [replace(e, id=f"E{at:016x}", dataset="other") for at, e in enumerate(events)]
    store = Store.create(tmp_path / "store")
    with store.writing(standins.run()) as writer:
        writer.commit(*groups, others)
    for words, n in (([], 6), (["--dataset", "other"], 6), (["--dataset", "all"], 12)):
        _, out, err = dragoman("network", "--store", store.path, "--json", *words)
        assert (json.loads(out)["edges"][0]["n_events"], err) == (n, "")
    assert "other (6 events)" in dragoman("network", "--store", store.path)[2]


# ---------------------------------------------------------------- affinity, and the receipts of edges


def test_affinity_remembers_earlier_months_and_the_balance_does_not():
    rows = [counted("RUR", "GRK", 8, 0, date(2014, m, 1)) for m in range(1, 13)] + [counted("RUR", "GRK", 0, 3)]
    (affinity,) = levels_of_affinity(rows, [(JANUARY, JANUARY)], draws=200)
    balance = levels_of_counts(rows, first=JANUARY, last=JANUARY)
    assert (list(affinity.n_events), list(balance.n_events)) == ([3], [3])
    assert affinity.mean[0] > balance.mean[0] == -1


def test_later_events_are_not_counted_in_a_period():
    rows = [*camps(), counted("RUR", "GRK", 3, 0, date(2015, 2, 1))]
    before = levels_of_affinity(rows, [(JANUARY, JANUARY)], draws=5)[0].n_events
    assert list(before) == list(levels_of_affinity(rows[:-1], [(JANUARY, JANUARY)], draws=5)[0].n_events)


def test_a_pair_without_news_in_the_period_has_no_edge_whatever_was_before():
    rows = [counted("RUR", "GRK", 30, 0), counted("RUR", "SYL", 3, 0, date(2015, 2, 1))]
    (found,) = levels_of_affinity(rows, [(date(2015, 2, 1), None)])
    assert (found.states, found.left_out) == (("RUR", "SYL"), 0)
    (nothing,) = levels_of_affinity([], [(None, None)])
    assert nothing.draws.shape == (100, 0)


def test_draws_agree_with_the_mean_and_few_events_widen_them():
    rows = [*camps(40, 40), counted("RUR", "ZUB", 2, 1)]
    (found,) = levels_of_affinity(rows, [(None, None)], draws=4_000)
    assert found.draws.mean(axis=0) == pytest.approx(found.mean, abs=0.12)
    pairs = [(found.states[i], found.states[j]) for i, j in zip(found.first, found.second, strict=True)]
    width = dict(zip(pairs, found.draws.std(axis=0), strict=True))
    assert width["RUR", "ZUB"] > 2 * width["GRK", "RUR"]


def test_one_pair_alone_has_the_draws_that_it_has_among_all():
    (all_,) = levels_of_affinity(camps(5, 4), [(None, None)], draws=20)
    (one,) = levels_of_affinity(camps(5, 4), [(None, None)], draws=20, only=("GRK", "RUR"))
    at = [
        (all_.states[i], all_.states[j]) for i, j in zip(all_.first, all_.second, strict=True)
    ].index(("GRK", "RUR"))  # fmt: skip
    assert one.draws[:, 0].tolist() == all_.draws[:, at].tolist()
    assert one.mean[0] == all_.mean[at]


@pytest.mark.parametrize("text, read", [
    ("RUS~TUR@2015-11..2016-10", ("RUS", "TUR", date(2015, 11, 1), date(2016, 10, 1))),
    ("TUR~RUS@2015-11", ("RUS", "TUR", date(2015, 11, 1), date(2015, 11, 1))),
    ("Turkey~Russia@..", ("RUS", "TUR", None, None)),
    ("TUR-RUS@2015-11", None),
])  # fmt: skip
def test_name_of_an_edge(text, read):
    found = EdgeName.read(text)
    assert (found and (found.a, found.b, found.first, found.last)) == read
    assert found is None or EdgeName.read(str(found)) == found


def test_each_edge_opens_to_its_events(ledger):
    made = dragoman_api.network(ledger, min_events=1, draws=10, nulls=2, events=1_000)
    assert made.edges
    for edge in made.edges:
        assert len(edge.events) == edge.n_events
        receipt = dragoman_api.explain(ledger, edge.receipt)
        assert {r.row["id"] for r in receipt.beneath} == set(edge.events)
        assert all(r.beneath for r in receipt.beneath)
        assert receipt.row["level"] == edge.level
    few = dragoman_api.network(ledger, min_events=1, draws=10, nulls=2, events=1)
    assert [e.events for e in few.edges] == [e.events[:1] for e in made.edges]
    with pytest.raises(UnknownId, match="no edge"):
        dragoman_api.explain(ledger, f"{made.edges[0].receipt.partition('@')[0]}@1990-01")


def test_networks_and_choices_by_name(ledger):
    made = dragoman_api.networks(ledger, "year", min_events=1, draws=5, nulls=2, measure="L0")
    assert {n.choices.measure for n in made} == {"L0"}
    with pytest.raises(InputError, match="no choice 'colour'"):
        dragoman_api.network(ledger, colour="red")
    with pytest.raises(InputError, match="L1"):
        dragoman_api.network(ledger, measure="L1")
