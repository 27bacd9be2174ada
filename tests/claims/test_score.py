"""Scores of chances and of ranges of chances, against `scoringrules` and against plain integration."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from dragoman.claims.score import LEAST_CHANCE, brier, brier_range, log_score, skill
from dragoman.errors import InputError

chances = st.floats(0, 1)


@given(st.lists(st.tuples(st.floats(0.001, 0.999), st.booleans()), min_size=1, max_size=20))
def test_numbers_score_as_in_scoringrules(pairs):
    import scoringrules

    p, y = np.array([p for p, _ in pairs]), np.array([float(y) for _, y in pairs])
    np.testing.assert_allclose(brier(p, p, y), scoringrules.brier_score(y, p), rtol=1e-12)
    np.testing.assert_allclose(log_score(p, p, y, least=0), scoringrules.log_score(y, p), rtol=1e-9)


@given(chances, chances, chances)
def test_a_range_scores_the_mean_over_its_chances(a, b, y):
    low, high = min(a, b), max(a, b)
    if high - low < 1e-6:
        return
    wanted = quad(lambda p: (p - y) ** 2, low, high)[0] / (high - low)
    assert brier([low], [high], [y])[0] == pytest.approx(wanted, abs=1e-9)
    low, high = np.clip([low, high], LEAST_CHANCE, 1 - LEAST_CHANCE)
    if high - low > 1e-6:
        wanted = quad(lambda p: -y * np.log(p) - (1 - y) * np.log(1 - p), low, high)[0] / (high - low)
        assert log_score([low], [high], [y])[0] == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize(
    "low, high, came, score, best, worst",
    [
        (1.0, 1.0, 1, 0.0, 0.0, 0.0),
        (1.0, 1.0, 0, 1.0, 1.0, 1.0),
        (0.5, 0.5, 1, 0.25, 0.25, 0.25),
        (0.6, 0.8, 1, 0.09 + 0.04 / 12, 0.04, 0.16),
        (0.6, 0.8, 0, 0.49 + 0.04 / 12, 0.36, 0.64),
        (0.0, 1.0, 1, 0.25 + 1 / 12, 0.0, 1.0),  # "may or may not": worse than a coin
        (0.2, 0.6, 0.5, 0.01 + 0.16 / 12, 0.0, 0.09),  # a market that settled half-way
    ],
)
def test_brier_by_hand(low, high, came, score, best, worst):
    assert brier([low], [high], [came])[0] == pytest.approx(score)
    assert [float(x[0]) for x in brier_range([low], [high], [came])] == pytest.approx([best, worst])


@given(chances, st.floats(0, 0.5), st.booleans())
def test_vagueness_never_helps(middle, half, came):
    half = min(half, middle, 1 - middle)
    y = [float(came)]
    assert brier([middle - half], [middle + half], y)[0] >= brier([middle], [middle], y)[0] - 1e-12
    wide, plain = (log_score([middle - h], [middle + h], y, least=0)[0] for h in (half, 0))
    assert wide >= plain - 1e-9 or plain == np.inf


def test_certainty_that_fails_is_bounded_unless_it_is_wanted_otherwise():
    assert log_score([1.0], [1.0], [0])[0] == pytest.approx(-np.log(LEAST_CHANCE))
    assert log_score([1.0], [1.0], [0], least=0)[0] == np.inf
    assert log_score([1.0], [1.0], [1], least=0)[0] == 0


@pytest.mark.parametrize(
    "low, high, outcome, said",
    [
        ([0.6], [0.5], [1], "above its greatest"),
        ([-0.1], [0.5], [1], "outside 0 to 1"),
        ([np.nan], [0.5], [1], "missing"),
        ([0.4], [0.5], [2], "outcome"),
        ([0.4], [0.5], [np.nan], "outcome"),
        ([0.4, 0.4], [0.5], [1], "shapes"),
    ],
)
def test_what_is_no_chance_is_refused(low, high, outcome, said):
    with pytest.raises(InputError, match=said):
        brier(low, high, outcome)
    with pytest.raises(InputError, match=said):
        log_score(low, high, outcome)


@pytest.mark.parametrize(
    "own, base, wanted",
    [([0.0], [0.25], 1.0), ([0.25], [0.25], 0.0), ([0.5], [0.25], -1.0), ([], [], None), ([0.1], [0.0], None)],
)
def test_skill(own, base, wanted):
    assert skill(own, base) == wanted
