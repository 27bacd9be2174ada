"""A leaves B for C where it was so put; two relations that go their own way seldom meet."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from dragoman.errors import InputError
from dragoman.relations.levels import months_between
from dragoman.relations.triangles import PairSeries, leaving, monthly, realignment_at, realignments, shift_z, triangle

MONTHS = tuple(months_between(date(2001, 1, 1), date(2010, 12, 1)))
PAIRS = (("A", "B"), ("A", "C"))


def counted(*shares, events=8.0, seed=0, pairs=PAIRS):
    """Counts with the given share of cooperation in each month of each pair."""
    random = np.random.default_rng(seed)
    share = np.array([np.broadcast_to(s, len(MONTHS)) for s in shares])
    n = random.poisson(events, share.shape)
    c = random.binomial(n, share)
    return PairSeries(pairs, MONTHS, c.astype(float), (n - c).astype(float))


def step(before, after, at=60):
    return np.where(np.arange(len(MONTHS)) < at, before, after)


def test_realignment_is_found_in_its_month_with_its_chance():
    found = triangle(counted(step(0.9, 0.2), step(0.2, 0.9)), "A", "B", "C")
    leaves = found.leaves_b_for_c
    assert abs(MONTHS.index(leaves.month) - 60) <= 3
    assert leaves.p <= 0.05
    assert leaves.z_worse < -2 < 2 < leaves.z_better
    assert found.leaves_c_for_b.p > 0.05
    assert found.leaning[40][1] > 0 > found.leaning[-1][1]
    assert all(low <= level <= high for _, level, low, high in found.leaning)


def test_two_losses_are_no_realignment():
    found = triangle(counted(step(0.9, 0.2), step(0.9, 0.2)), "A", "B", "C")
    assert found.leaves_b_for_c.p > 0.1
    at = realignment_at(counted(step(0.9, 0.2), step(0.9, 0.2)), "A", "B", "C", MONTHS[60])
    assert at.strength < 0
    assert at.p_worse < 0.05
    assert at.p > 0.3


def test_see_saw_is_negative_where_one_rises_as_the_other_falls():
    wave = 0.5 + 0.4 * np.sin(np.arange(len(MONTHS)) * 2 * np.pi / 17)
    found = triangle(counted(wave, 1 - wave), "A", "B", "C")
    assert found.see_saw < -0.5
    together = triangle(counted(wave, wave), "A", "B", "C")
    assert together.see_saw > 0.5
    assert together.see_saw_p > 0.5


def test_chance_of_unrelated_restless_pairs_is_not_too_small():
    ps = []
    for seed in range(120):
        random = np.random.default_rng(seed)
        walks = [0.5 + 0.35 * np.sin(np.cumsum(random.normal(0, 0.35, len(MONTHS)))) for _ in range(2)]
        ps.append(leaving(counted(*walks, seed=seed), "A", "B", "C").p)
    assert np.mean(np.array(ps) <= 0.05) <= 0.07


@pytest.mark.parametrize("shares, few, many", [
    ((0.5, 0.5), 0.0, 0.02),  # nothing changes
    ((step(0.95, 0.05), 0.5), 0.0, 0.09),  # one side alone; 0.05 is meant, of 200 draws at most 0.09
    ((0.5, step(0.05, 0.95)), 0.0, 0.09),
    ((step(0.95, 0.05), step(0.95, 0.05)), 0.0, 0.0),  # both the same way
    ((step(0.85, 0.15), step(0.15, 0.85)), 0.95, 1.0),  # a realignment
    ((step(0.15, 0.85), step(0.85, 0.15)), 0.0, 0.0),  # the other way round
])  # fmt: skip
def test_a_given_month_needs_both_sides(shares, few, many):
    found = [realignment_at(counted(*shares, seed=seed), "A", "B", "C", MONTHS[60]) for seed in range(200)]
    assert few <= np.mean([r.p <= 0.05 for r in found]) <= many
    assert all(r.p == max(r.p_worse, r.p_better) for r in found)


def test_a_restless_pair_must_move_further_than_a_steady_one():
    wave = 0.5 + 0.4 * np.sin(np.arange(len(MONTHS)) * 2 * np.pi / 24)  # falls as much every second year
    fall = step(0.9, 0.1)
    steady, restless = (
        realignment_at(counted(share, 1 - fall, events=40), "A", "B", "C", MONTHS[60]) for share in (fall, wave)
    )
    assert steady.p_worse < 0.001
    assert restless.z_worse < -2
    assert restless.p_worse > 0.05


def test_ranked_list_holds_the_realignment_and_keeps_to_its_rate():
    pairs = tuple(("A", f"B{i:02d}") for i in range(12))
    shares = [np.full(len(MONTHS), 0.5) for _ in pairs]
    shares[3], shares[7] = step(0.95, 0.05, 114), step(0.05, 0.95, 114)
    (found, *others) = realignments(counted(*shares, events=30, pairs=pairs))
    assert (found.a, found.b, found.c) == ("A", "B03", "B07")
    assert found.q <= 0.2
    assert len(others) <= 3
    assert not realignments(counted(*[np.full(len(MONTHS), 0.5) for _ in pairs], events=30, pairs=pairs), fdr=0.05)


def test_silence_moves_nothing():
    c, k = np.zeros((1, 40)), np.zeros((1, 40))
    c[0, :10] = 5
    assert np.isnan(shift_z(c, k)[0, 30])  # nothing after
    assert np.isnan(shift_z(c[:, ::-1], k)[0, 5])  # nothing before
    assert shift_z(c, c)[0, 5] == 0.0  # news, and no change: that is not the same
    series = PairSeries(PAIRS, MONTHS, np.zeros((2, len(MONTHS))), np.zeros((2, len(MONTHS))))
    found = triangle(series, "A", "B", "C")
    assert found.leaves_b_for_c is None
    assert found.leaning == ()
    assert realignment_at(series, "A", "B", "C", MONTHS[60]) is None


def test_months_of_rows_are_without_gap_and_directions_are_added_up():
    def row(source, target, month, quads):
        names = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
        return {"source": source, "target": target, "period": month, **dict(zip(names, quads, strict=True))}

    series = monthly([row("B", "A", date(2001, 1, 1), (1, 1, 0, 0)), row("A", "B", date(2001, 1, 1), (0, 1, 2, 0)), row("A", "C", date(2001, 3, 1), (0, 0, 0, 4))])  # fmt: skip
    assert series.months == (date(2001, 1, 1), date(2001, 2, 1), date(2001, 3, 1))
    assert series.cooperation.tolist() == [[3, 0, 0], [0, 0, 0]]
    assert series.conflict.tolist() == [[2, 0, 0], [0, 0, 4]]


@pytest.mark.parametrize("states, match", [(("A", "B", "B"), "three different"), (("A", "B", "Z"), "A and Z")])
def test_no_triangle_is_refused(states, match):
    with pytest.raises(InputError, match=match):
        triangle(counted(0.5, 0.5), *states)


@pytest.mark.parametrize("month", [date(1990, 1, 1), MONTHS[0]])
def test_month_outside_is_refused(month):
    with pytest.raises(InputError, match="2001-01 to 2010-12"):
        realignments(counted(0.5, 0.5), month=month)
    with pytest.raises(InputError):
        monthly([])
