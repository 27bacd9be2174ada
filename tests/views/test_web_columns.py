"""Columns of numbers find what the tables hold: the same events in the same order under every filter."""

import random
from datetime import date, timedelta
from itertools import product

import pytest

import standins
from dragoman.errors import InputError
from dragoman.records import Event, NativeEvent
from dragoman.settings import Settings
from dragoman.store import Store
from dragoman.views.pages.events import SHOWN, events_page
from dragoman.views.pages.pair import pair_page
from dragoman.views.web.desk import Desks
from dragoman.views.web.links import Link
from dragoman.views.web.prepared import prepare

ENDS = ("RUS", "TUR", "UKR", None)
ACTS = {"CONSULT": (1, 4.0), "AID": (2, 7.0), "ACCUSE": (3, -2.0), "ASSAULT": (4, -9.0), None: (0, 0.0)}


def event(draw, i):
    act = draw.choice(list(ACTS))
    quad, weight = ACTS[act]
    day = draw.choice([None, *(date(2015, 1, 1) + timedelta(days=n) for n in range(90))])  # few days: many share one
    return Event(
        id=f"E{draw.getrandbits(64):016x}", dataset="phoenix" if i % 7 == 0 else "icews", source=draw.choice(ENDS),
        target=draw.choice(ENDS), between_states=draw.random() < 0.9, act=act, quad=quad, intensity=weight,
        status=draw.choice(["actual", "actual", "actual", "negated", "future"]), day=day,
        day_precision="unknown" if day is None else draw.choice(["day", "week", "month", "year"]), n_reports=1,
        n_articles=1, n_publishers=draw.randint(1, 3), headline_only=draw.random() < 0.1,
        confidence=draw.choice([None, 0.5, 0.9]), n_sources=1, first_report="", first_published=None, last_day=day,
        variants=("act: CONSULT 3, AID 1",) if i % 5 == 0 else (),
    )  # fmt: skip


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The desk of a store as it is, and the desk of the same store prepared."""
    draw = random.Random(11)  # noqa: S311
    store = Store.create(tmp_path_factory.mktemp("columns") / "store")
    made = [event(draw, i) for i in range(2_000)]
    nothing = dict.fromkeys(
        ("native_id", "mode", "contexts", "loss", "faults", "source_name", "source_sector", "target_name", "target_sector",
         "weight", "deaths", "story", "latitude", "longitude", "source_code", "target_code")
    )  # fmt: skip
    native = [
        NativeEvent(
            id=e.id, dataset=e.dataset, file="a.tab", line=i, code="040", url=None, publisher=f"Outlet {i % 9}",
            place=draw.choice([None, "Yalta, Crimea", "Kars"]), **nothing,
        )
        for i, e in enumerate(made)
    ]  # fmt: skip
    with store.writing(standins.run()) as writer:
        writer.commit(made, native)
    plain = Desks(store.path, Settings()).at()
    prepare(store.refresh())
    sorted_ = Desks(store.path, Settings()).at()
    assert plain.columns is None
    assert len(sorted_.columns) == len(made)
    return plain, sorted_


FILTERS = [
    dict(pair for pair in told if pair[1])
    for told in product(
        [("actor", ""), ("actor", "RUS")], [("target", ""), ("target", "TUR")], [("act", ""), ("act", "ACCUSE")],
        [("status", ""), ("status", "all")], [("from", ""), ("from", "2015-02-01")], [("to", ""), ("to", "2015-02-20")],
    )
] + [
    {"start": "40", "status": "all"}, {"start": "1960", "status": "all"}, {"dataset": "phoenix"}, {"dataset": "all"},
    {"quad": "4", "actor": "UKR"}, {"publisher": "OUTLET 3"}, {"publisher": "outlet 4", "actor": "RUS", "target": "TUR"},
    {"place": "yalta"}, {"place": "Crimea", "from": "2015-02-01"}, {"place": "Kars", "publisher": "Outlet 1"},
    {"place": "Paris"}, {"q": "anything"}, {"actor": "CHL"}, {"actor": "CHL", "target": "PER"},
]  # fmt: skip


@pytest.mark.parametrize("state", FILTERS, ids=lambda s: "&".join(f"{k}={v}" for k, v in s.items()) or "none")
def test_the_same_events_in_the_same_order(both, state):
    plain, sorted_ = (events_page(desk, Link("/events", state)) for desk in both)
    assert plain == sorted_
    assert len(sorted_.events) == max(0, min(SHOWN, sorted_.found - sorted_.start))


@pytest.mark.parametrize("state", [
    {}, {"dataset": "phoenix"}, {"dataset": "all"}, {"from": "2015-01-10", "to": "2015-03-01"}, {"to": "2015-01-20"},
    {"from": "2015-03-20"}, {"measure": "L0"}, {"by": "week"},
])  # fmt: skip
@pytest.mark.parametrize("ends", [("RUS", "TUR"), ("UKR", "RUS"), ("CHL", "RUS"), ("RUS", "NATO")])
def test_the_same_pair(both, ends, state):
    link = Link("/pair/" + "/".join(ends), state, dict(zip("ab", ends, strict=True)))
    plain, sorted_ = (pair_page(desk, link) for desk in both)
    assert plain.events == sorted_.events
    assert (plain.n_chosen, plain.left_out) == (sorted_.n_chosen, sorted_.left_out)
    for one, other in zip(plain.directions, sorted_.directions, strict=True):
        assert one.n_events == other.n_events
        assert [(r.period, r.n_events, r.n_publishers, r.datasets) for r in one.levels] == [
            (r.period, r.n_events, r.n_publishers, r.datasets) for r in other.levels
        ]
        for name in ("level", "low", "high", "balance", "intensity"):
            figures = [[-9.0 if (v := getattr(r, name)) is None else v for r in d.levels] for d in (one, other)]
            assert figures[0] == pytest.approx(figures[1], rel=1e-9), name


def test_nobody_is_a_pair_with_itself(both):
    for desk in both:
        with pytest.raises(InputError, match="two actors"):
            pair_page(desk, Link("/pair/TUR/TUR", {}, {"a": "TUR", "b": "TUR"}))
