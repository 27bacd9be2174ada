"""A month without news is hatched and has no dot; without level the line breaks; what is drawn is what was counted."""

from __future__ import annotations

from datetime import date
from itertools import groupby

import pytest

from dragoman.errors import InputError
from dragoman.relations import levels
from dragoman.views.charts import level_chart, picture, save


def counted(year, month, quads=(1, 0, 0, 1), source="RUR"):
    names = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    return {"source": source, "target": "GRK", "period": date(year, month, 1), "dataset": "d", "n_publishers": 1,
            **dict(zip(names, quads, strict=True))}  # fmt: skip


ROWS = [counted(2015, 1), counted(2015, 2), counted(2015, 5), counted(2015, 9, (0, 2, 3, 0))]
GAPPY = levels(ROWS)


def layers(chart):
    """Mark and rows of each layer of the upper area, then of the bars."""
    upper, bars = chart.to_dict()["vconcat"]
    named = chart.to_dict().get("datasets", {})
    found = [*upper["layer"], bars]
    return [
        (x["mark"]["type"], x["data"].get("values", named.get(x["data"].get("name"))), x["encoding"]) for x in found
    ]


def drawn(chart, *marks):
    """Layers with one of these marks that draw a level."""
    return [(rows, encoding) for mark, rows, encoding in layers(chart) if mark in marks and rows and "spell" in rows[0]]


def hatched(chart):
    """Strokes of the hatching, each as its points; a row without height ends a stroke."""
    rows = next((r for mark, r, _ in layers(chart) if mark == "line" and r and "height" in r[0]), [])
    strokes = [list(run) for known, run in groupby(rows, key=lambda r: r["height"] is not None) if known]
    assert [r["place"] for r in rows] == sorted(r["place"] for r in rows)
    return strokes


@pytest.mark.parametrize("months, runs", [
    (levels(ROWS, measure="L0"), [["January 2015", "February 2015"], ["May 2015"], ["September 2015"]]),
    (GAPPY, [[f"{date(2015, n, 1):%B %Y}" for n in range(1, 10)]]),  # by L2 a quiet spring keeps its level
])  # fmt: skip
def test_months_without_level_break_the_line(months, runs):
    lines = drawn(level_chart(months), "line", "area")
    assert len(lines) == 2
    for rows, encoding in lines:
        assert encoding["detail"]["field"] == "spell"
        assert [[r["name"] for r in run] for _, run in groupby(rows, key=lambda r: r["spell"])] == runs
        assert len({r["spell"] for r in rows}) == len(runs)


def test_gaps_are_hatched_and_nothing_else_is():
    (gaps,) = (
        rows for mark, rows, _ in layers(level_chart(GAPPY)) if mark == "rect" and rows and "class" not in rows[0]
    )
    assert [(g["from"], g["to"]) for g in gaps] == [("2015-03-01", "2015-05-01"), ("2015-06-01", "2015-09-01")]
    strokes = [(s[0]["at"], s[-1]["at"], s[0]["height"], s[-1]["height"]) for s in hatched(level_chart(GAPPY))]
    for gap in gaps:
        assert sum(gap["from"] <= left < right <= gap["to"] for left, right, *_ in strokes) >= 3
    assert all(any(g["from"] <= left and right <= g["to"] for g in gaps) for left, right, *_ in strokes)
    assert all(-1 <= low < high <= 1 for *_, low, high in strokes)


def test_no_gap_no_hatching():
    whole = levels([counted(2015, 1), counted(2015, 2)])
    assert hatched(level_chart(whole)) == []
    assert hatched(level_chart(GAPPY)) != []


def test_no_point_is_drawn_for_a_month_without_news():
    ((rows, _),) = drawn(level_chart(GAPPY), "circle")
    assert {r["month"] for r in rows} == {"January 2015", "February 2015", "May 2015", "September 2015"}
    for rows, _ in drawn(level_chart(GAPPY), "line", "area", "circle", "rule"):
        assert all(r["level"] is not None for r in rows)


def test_chart_of_mean_weights_has_their_scale():
    upper, _ = level_chart(levels(ROWS, measure="L1")).to_dict()["vconcat"]
    (line,) = (x for x in upper["layer"] if x["mark"]["type"] == "line" and "detail" in x["encoding"])
    assert line["encoding"]["y"]["scale"]["domain"] == [-10, 10]


def test_bars_are_the_counts_stacked_by_class():
    *_, (_, bars, _) = layers(level_chart(GAPPY))
    september = {b["class"]: (b["bottom"], b["top"]) for b in bars if b["month"] == "September 2015"}
    assert september == {"material cooperation": (0, 2), "verbal conflict": (0, -3)}
    assert sum(b["events"] for b in bars) == sum(m.n_events for m in GAPPY)


@pytest.mark.parametrize("months", [[], levels([counted(2015, 1), counted(2015, 1, source="ALB")])])
def test_chart_of_other_than_one_pair_is_refused(months):
    with pytest.raises(InputError, match="one directed pair"):
        level_chart(months)


@pytest.mark.parametrize(
    "months", [GAPPY, GAPPY[:1], levels([counted(1990, 1), counted(2020, 12)])], ids=["gaps", "one", "long"]
)
@pytest.mark.parametrize("form, start", [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_picture(months, form, start):
    assert picture(level_chart(months), form).startswith(start)


def test_save_by_ending_and_refusals(tmp_path):
    save(level_chart(GAPPY), tmp_path / "level.SVG")
    assert (tmp_path / "level.SVG").read_bytes().startswith(b"<svg")
    with pytest.raises(InputError, match="expected svg or png"):
        save(level_chart(GAPPY), tmp_path / "level.pdf")
    with pytest.raises(InputError, match="Cannot write"):
        save(level_chart(GAPPY), tmp_path / "nowhere" / "level.svg")
