"""A table of levels tells what the records tell."""

import random
from datetime import date

import pyarrow as pa
import pytest

from dragoman.relations.level_table import level_table
from dragoman.relations.levels import levels, prior_of

QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
DRAW = random.Random(3)  # noqa: S311


def counts():
    """Three pairs over four years, with silent months, a silent year and two data sets."""
    rows = []
    for source, target in (("RUR", "GRK"), ("GRK", "RUR"), ("RUR", "SYL")):
        for year in (2010, 2011, 2013):
            for month in (1, 2, 5, 9):
                for dataset in ("one", "other")[: DRAW.randint(1, 2)]:
                    told = [DRAW.randint(0, 3) for _ in QUADS]
                    if sum(told):
                        rows.append({
                            "source": source, "target": target, "period": date(year, month, 1), "dataset": dataset,
                            **dict(zip(QUADS, told, strict=True)), "n_events": sum(told),
                        })  # fmt: skip
    return rows


def pooled(rows):
    return pa.table({
        "source": [r["source"] for r in rows], "target": [r["target"] for r in rows],
        "period": pa.array([r["period"] for r in rows], pa.date32()),
        "cooperation": [r[QUADS[0]] + r[QUADS[1]] for r in rows], "conflict": [r[QUADS[2]] + r[QUADS[3]] for r in rows],
    })  # fmt: skip


@pytest.mark.parametrize("width", [0.5, 0.9])
def test_months_with_news_are_those_of_the_records(width):
    rows = counts()
    prior = prior_of(pooled(rows), "month")
    found = level_table(pa.Table.from_pylist(rows), width=width, prior=prior).to_pylist()
    told = [r for r in levels(rows, width=width, prior=prior) if r.n_events]
    assert [(f["source"], f["target"], f["period"], f["n_events"]) for f in found] == [
        (r.source, r.target, r.period, r.n_events) for r in told
    ]
    for name in ("level", "low", "high"):
        assert [f[name] for f in found] == pytest.approx([getattr(r, name) for r in told], rel=1e-12)


def test_no_counts_no_rows():
    rows = counts()
    nothing = pa.Table.from_pylist(rows).slice(0, 0)
    assert level_table(nothing, width=0.9, prior=prior_of(pooled(rows), "month")).num_rows == 0


@pytest.mark.parametrize("by", ["day", "week", "month"])
def test_prior_does_not_depend_on_the_order_of_rows(by):
    rows = counts()
    if by == "week":  # Mondays, as the statement gives them
        rows = [{**r, "period": date.fromordinal(r["period"].toordinal() - r["period"].weekday())} for r in rows]
    one, other = (prior_of(pooled(some), by) for some in (rows, rows[::-1]))
    assert (one.mean, one.variance) == pytest.approx((other.mean, other.variance), rel=1e-6)
    assert one.shares.sum() == pytest.approx(1)
