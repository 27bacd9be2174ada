"""The balance against another implementation and against simulation; months without news stay without level."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dragoman.errors import InputError
from dragoman.relations import balance_band, levels
from dragoman.relations.levels import month_of, months_between

COUNT = st.integers(0, 10_000)


@pytest.mark.parametrize("width", [0.5, 0.8, 0.9, 0.99])
@pytest.mark.parametrize("c, k", [(1, 1), (3, 1), (1, 3), (10, 90), (90, 10), (5_000, 5_001)])
def test_band_is_the_equal_tailed_jeffreys_interval(c, k, width):
    balance, low, high = balance_band([c], [k], width=width)
    jeffreys = stats.beta(c + 0.5, k + 0.5)
    assert balance[0] == pytest.approx((c - k) / (c + k))
    assert low[0] == pytest.approx(2 * jeffreys.ppf((1 - width) / 2) - 1)
    assert high[0] == pytest.approx(2 * jeffreys.ppf((1 + width) / 2) - 1)


@pytest.mark.parametrize("c, k, balance, low, high", [
    (1, 0, 1.0, 2 * stats.beta.ppf(0.05, 1.5, 0.5) - 1, 1.0),
    (0, 1, -1.0, -1.0, 2 * stats.beta.ppf(0.95, 0.5, 1.5) - 1),
    (40, 0, 1.0, 2 * stats.beta.ppf(0.05, 40.5, 0.5) - 1, 1.0),
    (0, 0, None, None, None),
])  # fmt: skip
def test_band_at_the_edges(c, k, balance, low, high):
    found = [None if np.isnan(v[0]) else v[0] for v in balance_band([c], [k])]
    assert found == [None if v is None else pytest.approx(v) for v in (balance, low, high)]


@given(COUNT, COUNT)
def test_band_holds_its_balance_and_mirrors(c, k):
    balance, low, high = (v[0] for v in balance_band([c], [k]))
    mirrored, mirrored_low, mirrored_high = (v[0] for v in balance_band([k], [c]))
    if c + k == 0:
        assert np.isnan([balance, low, high]).all()
        return
    assert -1 <= low <= balance <= high <= 1
    assert mirrored == pytest.approx(-balance)
    assert (mirrored_low, mirrored_high) == pytest.approx((-high, -low), abs=1e-9)


def test_band_narrows_with_more_events():
    _, low, high = balance_band([3, 30, 300], [1, 10, 100])
    assert list(high - low) == sorted(high - low, reverse=True)


@pytest.mark.parametrize("n", [5, 20, 100])
@pytest.mark.parametrize("chance", [0.1, 0.3, 0.5, 0.8, 0.95])
def test_band_covers_the_truth_about_nine_times_in_ten(n, chance):
    # exact: the chance of each possible count, times whether its band holds the truth
    c = np.arange(n + 1)
    _, low, high = balance_band(c, n - c)
    truth = 2 * chance - 1
    held = (low <= truth) & (truth <= high)
    assert 0.81 <= float(stats.binom.pmf(c, n, chance)[held].sum()) <= 0.985


def test_band_covers_simulated_months_about_nine_times_in_ten():
    random = np.random.default_rng(20151124)
    chance = random.uniform(0, 1, 20_000)
    n = random.integers(1, 60, 20_000)
    c = random.binomial(n, chance)
    _, low, high = balance_band(c, n - c)
    assert 0.88 <= float(((low <= 2 * chance - 1) & (2 * chance - 1 <= high)).mean()) <= 0.92


@pytest.mark.parametrize(
    "c, k, width", [([-1], [0], 0.9), ([0], [-1], 0.9), ([1], [1], 0.0), ([1], [1], 1.0), ([1], [1], 90)]
)
def test_band_refuses_what_cannot_be(c, k, width):
    with pytest.raises(InputError):
        balance_band(c, k, width=width)


def counted(period, quads=(0, 0, 0, 1), *, source="RUR", target="GRK", dataset="dragoman", publishers=1):
    names = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    return {
        "source": source, "target": target, "period": period, "dataset": dataset, "n_publishers": publishers,
        **dict(zip(names, quads, strict=True)),
    }  # fmt: skip


def test_months_between_news_have_counts_of_zero_and_no_balance():
    found = levels([counted(date(2015, 11, 1)), counted(date(2016, 2, 1), (2, 0, 0, 0))], measure="L0")
    assert [(m.period, m.n_events, m.balance, m.low is None, m.high is None) for m in found] == [
        (date(2015, 11, 1), 1, -1.0, False, False),
        (date(2015, 12, 1), 0, None, True, True),
        (date(2016, 1, 1), 0, None, True, True),
        (date(2016, 2, 1), 2, 1.0, False, False),
    ]
    assert all(m.datasets == () and m.n_publishers == 0 for m in found if m.balance is None)


def test_balanced_month_has_level_zero_and_so_differs_from_silence():
    (month,) = levels([counted(date(2015, 11, 1), (1, 0, 0, 1))], measure="L0")
    assert month.balance == month.level == 0.0
    assert month.low < 0 < month.high


def test_directions_and_pairs_stay_apart_and_come_in_order():
    found = levels(
        [counted(date(2015, 11, 1), source=s, target=t) for s, t in (("RUR", "GRK"), ("GRK", "RUR"), ("GRK", "ALB"))]
    )
    assert [(m.source, m.target) for m in found] == [("GRK", "ALB"), ("GRK", "RUR"), ("RUR", "GRK")]


def test_data_sets_of_one_month_are_added_up_and_named():
    (month,) = levels(
        [counted(date(2015, 11, 1), (1, 2, 3, 4)), counted(date(2015, 11, 1), (10, 20, 30, 40), dataset="other")]
    )
    assert (month.verbal_cooperation, month.material_cooperation, month.verbal_conflict, month.material_conflict) == (
        11,
        22,
        33,
        44,
    )
    assert (month.n_events, month.datasets) == (110, ("dragoman", "other"))


@pytest.mark.parametrize("first, last, months", [
    (None, None, [10, 11, 12]),
    (date(2015, 11, 30), None, [11, 12]),  # any day of the month names it
    (None, date(2015, 11, 1), [10, 11]),
    (date(2015, 11, 1), date(2015, 11, 1), [11]),
    (date(2016, 1, 1), None, []),
])  # fmt: skip
def test_first_and_last_month(first, last, months):
    rows = [counted(date(2015, month, 1)) for month in (10, 11, 12)]
    assert [m.period.month for m in levels(rows, first=first, last=last)] == months


def test_nothing_in_nothing_out():
    assert levels([]) == []


@given(st.dates(), st.integers(0, 400))
def test_months_between_are_the_months_from_one_to_the_other(first, n):
    year, month = divmod(12 * first.year + first.month - 1 + n, 12)
    if year > 9999:
        return
    last = date(year, month + 1, 1)
    months = months_between(first, last)
    assert len(months) == n + 1
    assert (months[0], months[-1]) == (month_of(first), last)
    assert all(12 * (b.year - a.year) + b.month - a.month == 1 for a, b in pairwise(months))


SPARSE = [
    counted(date(2014, 1, 1), (4, 1, 0, 0)), counted(date(2014, 2, 1), (4, 0, 1, 0)), counted(date(2014, 9, 1), (4, 1, 0, 0)),
    counted(date(2018, 1, 1), (4, 1, 0, 0)),
]  # fmt: skip


def test_affinity_goes_on_through_a_quiet_half_year_and_ends_after_a_year_of_silence():
    found = levels(SPARSE)
    by_month = {m.period: m for m in found}
    assert len(found) == 49
    before, quiet = by_month[date(2014, 2, 1)], [by_month[date(2014, n, 1)] for n in range(3, 9)]
    widths = [m.high - m.low for m in (before, *quiet)]
    assert all(m.level == pytest.approx(before.level) and m.n_events == 0 for m in quiet)
    assert widths == sorted(widths)
    assert by_month[date(2015, 9, 1)].level is not None
    assert all(m.level is None and m.low is None for m in found if date(2015, 10, 1) <= m.period < date(2018, 1, 1))
    assert by_month[date(2018, 1, 1)].level is not None


@pytest.mark.parametrize("measure", ["L0", "L1"])
def test_measures_of_one_period_have_no_level_without_events(measure):
    assert all((m.level is None) == (m.low is None) == (m.n_events == 0) for m in levels(SPARSE, measure=measure))


def test_window_clips_after_the_walk():
    whole = {m.period: m for m in levels(SPARSE)}
    assert all(m == whole[m.period] for m in levels(SPARSE, first=date(2014, 5, 1), last=date(2014, 9, 30)))


@pytest.mark.parametrize("weight, words", [(-3.0, "L0 +, L1 −, L2 +"), (3.0, None)])
def test_measures_that_differ_in_sign_say_so(weight, words):
    quads = (6, 0, 0, 2)
    (month,) = levels([{**counted(date(2015, 1, 1), quads), "intensity_sum": weight, "intensity_squares": 80.0}])
    assert month.disagree == words
    assert month.intensity == pytest.approx(weight / 8)


@pytest.mark.parametrize("by, periods", [
    ("day", [date(2015, 1, 1), date(2015, 1, 2), date(2015, 1, 3)]), ("week", [date(2014, 12, 29)]), ("month", [date(2015, 1, 1)]),
])  # fmt: skip
def test_days_weeks_months(by, periods):
    rows = [counted(date(2015, 1, 1)), counted(date(2015, 1, 3))]
    found = levels(rows, by=by)
    assert [m.period for m in found] == periods
    assert sum(m.n_events for m in found) == 2
    assert {m.granularity for m in found} == {by}


def test_prior_of_a_table():
    import pyarrow as pa

    from dragoman.relations import prior_of

    made = prior_of(pa.table({"source": ["A"] * 3, "target": ["B"] * 3, "period": [date(2015, n, 1) for n in (1, 2, 5)],
                              "cooperation": [3, 4, 5], "conflict": [0, 1, 0]}), "month")  # fmt: skip
    assert made.shares.sum() == pytest.approx(1)
    assert (
        prior_of(pa.table({n: [] for n in ("source", "target", "period", "cooperation", "conflict")}), "week").mean == 0
    )
