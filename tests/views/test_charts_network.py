"""What is drawn of a network is what was found; signs differ by dash and not by hue alone; gaps break the line."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.errors import InputError
from dragoman.relations.network import Choices, network
from dragoman.relations.network_levels import levels_of_bands
from dragoman.relations.network_periods import networks_over_time
from dragoman.views.charts import picture
from dragoman.views.charts_network import balance_chart, network_chart

QUICK = Choices(draws=20, nulls=5, seconds=5)
PAIRS = {("RUR", "GRK"): 0.9, ("RUR", "SYL"): -0.9, ("GRK", "SYL"): -0.8, ("SYL", "BOR"): 0.0, ("RUR", "BOR"): 0.7}


def made(pairs=PAIRS, **period):
    return network(levels_of_bands(list(pairs), list(pairs.values()), [0.01] * len(pairs)), choices=QUICK, **period)


def layers(chart):
    return {layer["mark"]["type"]: layer for layer in chart.to_dict()["layer"]}


def rows_of(specification, data):
    return data["values"] if "values" in data else specification["datasets"][data["name"]]


def values(chart, mark):
    told = chart.to_dict()
    return [v for layer in told["layer"] if layer["mark"]["type"] == mark for v in rows_of(told, layer["data"])]


def test_edges_and_states_are_drawn_as_they_are():
    chart = network_chart(made())
    assert {v["pair"]: v["are"] for v in values(chart, "rule")} == {
        "GRK – RUR": "friends", "RUR – SYL": "foes", "GRK – SYL": "foes", "BOR – SYL": "undecided", "BOR – RUR": "friends",
    }  # fmt: skip
    assert {v["state"] for v in values(chart, "circle")} == {v["state"] for v in values(chart, "text")}
    assert {v["state"]: v["edges"] for v in values(chart, "circle")} == {"RUR": 3, "GRK": 2, "SYL": 2, "BOR": 1}


def test_signs_differ_by_dash_and_not_by_hue_alone():
    encoding = layers(network_chart(made()))["rule"]["encoding"]
    dashes = encoding["strokeDash"]["scale"]
    assert encoding["strokeDash"]["field"] == encoding["color"]["field"] == "are"
    assert len({tuple(d) for d in dashes["range"]}) == len(dashes["domain"]) == 3


def test_title_tells_the_period_and_what_is_left_out():
    chart = network_chart(made(first=date(2015, 1, 1), last=date(2015, 3, 31)), edges=2).to_dict()
    assert chart["title"]["text"] == "January 2015 to March 2015: 4 states in 2 communities"
    assert "2 of 5 edges drawn" in chart["title"]["subtitle"][1]
    assert "0 of 4 edges frustrated" in chart["title"]["subtitle"][0]


def test_foes_are_drawn_before_friends_when_there_is_no_room():
    assert {v["are"] for v in values(network_chart(made(), edges=2), "rule")} == {"foes"}


def test_nothing_is_not_drawn():
    with pytest.raises(InputError, match="nothing to draw"):
        network_chart(made({("RUR", "GRK"): 0.0}))
    with pytest.raises(InputError, match="nothing to draw"):
        balance_chart([])


@pytest.mark.parametrize("form, starts", [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_pictures(form, starts):
    assert picture(network_chart(made()), form).startswith(starts)


def test_a_month_without_news_breaks_the_lines():
    def month(number):
        states = ("RUR", "GRK", "SYL", "BOR")
        return [
            {"source": a, "target": b, "period": date(2015, number, 1), "verbal_cooperation": 9 if a < b else 0,
             "material_cooperation": 0, "verbal_conflict": 0, "material_conflict": 0 if a < b else 40}
            for i, a in enumerate(states) for b in states[i + 1 :]
        ]  # fmt: skip

    chart = balance_chart(networks_over_time([*month(1), *month(3)], step="month", choices=QUICK))
    plots = chart.to_dict()["vconcat"]
    assert len(plots) == 3
    for plot in plots:
        (line,) = (x for x in plot["layer"] if x["mark"]["type"] == "line" and x["encoding"]["y"]["field"] == "median")
        rows = rows_of(chart.to_dict(), line.get("data") or plot["data"])
        assert [(r["month"], r["spell"]) for r in rows] == [("January 2015", 0), ("March 2015", 1)]
        assert line["encoding"]["detail"]["field"] == "spell"
    assert picture(chart, "svg").startswith(b"<svg")
