"""How many dated turns of public history does the detector find, beside a naive one and chance?

A hit is an onset in the expected direction from 7 days before to 28 days after the date. Chance is told twice: `even`,
as if onsets were spread evenly over pairs and directions, and `own`, as if the onsets of each pair and direction were
turned round its calendar by a random number of days. A detector that fires often in a few loud pairs has more `own`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import InputError
from dragoman.relations.turn_scores import Peaks, peaks, score_days, score_of
from dragoman.relations.turn_series import SignedSeries, pair_of, read_series
from dragoman.relations.turns import DAYS_OF_YEAR, MOST, NULL_RATE, RATE, calibrate, onsets
from dragoman.relations.windows import quantiles_before

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["Episode", "evaluate_turns", "read_episodes"]

BEFORE, AFTER = 7, 28  # days of the tolerance, set by the measure
NAIVE_SPELL, NAIVE_BASELINE, NAIVE_GAP = 5, 365, 56  # days
LOWER_RATES = (0.1, 0.2, 0.3)  # onsets per pair-year at which the hits are told too
SIGNS = {"worse": -1, "better": 1}


@dataclass(frozen=True, slots=True)
class Episode:
    """A dated turn of public history."""

    a: str
    b: str
    day: date
    expected: str  # "better" or "worse"
    event: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """The two codes in the order of the alphabet."""
        return pair_of(self.a, self.b)


def read_episodes(path: Path) -> list[Episode]:
    """Read a JSON list of {a, b, date, expected}.

    Raises:
        InputError: if the file is no such list.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        made = [
            Episode(str(r["a"]), str(r["b"]), date.fromisoformat(r["date"]), r["expected"], str(r.get("event", "")))
            for r in rows
        ]
    except OSError as cause:
        raise InputError(f"Cannot read {path}: {cause.strerror or cause}.") from cause
    except (ValueError, KeyError, TypeError, AttributeError) as cause:
        raise InputError(
            f"{path} is no list of episodes: {cause!r}. Expected JSON such as "
            '[{"a": "TUR", "b": "RUS", "date": "2015-11-24", "expected": "worse"}].'
        ) from cause
    wrong = [e.expected for e in made if e.expected not in SIGNS]
    if wrong:
        raise InputError(f"An episode expects {wrong[0]!r}; expected better or worse. Mend it in {path}.")
    return made


def evaluate_turns(
    series: Path,
    episodes: Path | Sequence[Episode],
    *,
    most: int = MOST,
    rate: float = RATE,
    null_rate: float = NULL_RATE,
) -> dict[str, Any]:
    """Measure the detector on dated turns.

    Rates are counted over the `most` pairs with most days with news. A pair of an episode that is not among them is
    looked at under the same threshold and raises no rate.

    Args:
        series: parquet with date, a, b, w.
        episodes: JSON list of a, b, date, expected, or the episodes themselves.
        most: pairs that rates are counted over.
        rate: onsets per pair-year, at most.
        null_rate: onsets per pair-year in series without turns, at most.
    Returns:
        episodes, hits, onsets_per_pair_year, chance_hits and more; `naive` the same for the naive rule; `each` episode.
    Raises:
        InputError: if a file cannot be read.
    """
    listed = read_episodes(episodes) if isinstance(episodes, Path) else list(episodes)
    read = read_series(series, most=most, also=[e.pair for e in listed])
    n = min(most, len(read.pairs))
    counted = read.take(range(n))
    pair_years = n * read.n_days / DAYS_OF_YEAR
    calibration = calibrate(score_days(counted), rate=rate, null_rate=null_rate)
    scores = score_days(read, active=n)
    found = onsets(scores, threshold=calibration.threshold)
    at_once = onsets(score_days(read, online=True, active=n), threshold=calibration.threshold)
    candidates = peaks(score_of(scores), floor=min(calibration.threshold, 0.5))
    naive_all = naive_onsets(read)
    mine = (found.pair < n).sum() / pair_years
    naive = naive_all.above(_at(naive_all, n, float(mine) * pair_years))
    return {
        "episodes": len(listed),
        "in_span": sum(0 <= read.column(e.day) < read.n_days for e in listed),
        "pairs": n,
        "days": read.n_days,
        **_told(found, read, listed, n, pair_years),
        "threshold": round(calibration.threshold, 4),
        "bound_by": calibration.bound_by,
        "null_onsets_per_pair_year": round(calibration.null_rate, 4),
        "online": _told(at_once, read, listed, n, pair_years),
        "at_lower_rates": {
            str(r): _told(candidates.above(_at(candidates, n, r * pair_years)), read, listed, n, pair_years)
            for r in LOWER_RATES
        },
        "naive": {
            "rule": "5-day mean against the 365-day median in units of its 10-90 % range, onsets 56 days apart",
            **_told(naive, read, listed, n, pair_years),
            "at_lower_rates": {
                str(r): _told(naive_all.above(_at(naive_all, n, r * pair_years)), read, listed, n, pair_years)
                for r in LOWER_RATES
            },
        },
        "each": [_each(e, read, found, at_once, naive) for e in listed],
    }


def naive_onsets(series: SignedSeries) -> Peaks:
    """The naive rival: strongest days of the 5-day mean against the median of the 365 days before, 56 days apart."""
    import numpy as np

    from dragoman.relations.windows import mean_after

    low, middle, high = quantiles_before(series.weights, (0.1, 0.5, 0.9), days=NAIVE_BASELINE, at_least=60)
    width = np.where(high > low, high - low, np.nan)
    spell = mean_after(series.weights, NAIVE_SPELL)
    trailing = np.full_like(spell, np.nan)  # said on the last day of the five
    trailing[:, NAIVE_SPELL - 1 :] = spell[:, : spell.shape[1] - NAIVE_SPELL + 1]
    return peaks(np.nan_to_num((trailing - middle) / width), floor=0.5, gap=NAIVE_GAP, near=NAIVE_GAP)


def _at(found: Peaks, n: int, number: float) -> float:
    """The threshold that `number` onsets of the first n pairs exceed."""
    import numpy as np

    ordered = np.sort(found.score[found.pair < n])[::-1]
    return float(ordered[int(number)]) if int(number) < len(ordered) else 0.0


def _told(found: Peaks, series: SignedSeries, listed: Sequence[Episode], n: int, pair_years: float) -> dict[str, Any]:
    """Hits, rate and chance of a set of onsets."""
    import numpy as np

    counted = found.pair < n
    rate = counted.sum() / pair_years
    own = even = 0.0
    for episode in listed:
        days = _days_of(found, series, episode)
        covered = np.zeros(series.n_days, bool)
        for t in days:
            covered[np.arange(t - AFTER, t + BEFORE + 1) % series.n_days] = True
        own += float(covered.mean())
        share = float((counted & (found.sign == SIGNS[episode.expected])).sum()) / pair_years
        even += 1 - float(np.exp(-share * (BEFORE + AFTER + 1) / DAYS_OF_YEAR))
    worse = float((found.sign[counted] < 0).mean()) if counted.any() else 0.0
    return {
        "hits": sum(_hit(found, series, e) is not None for e in listed),
        "onsets_per_pair_year": round(float(rate), 4),
        "chance_hits": round(own, 2),
        "chance_hits_even": round(even, 2),
        "share_worse": round(worse, 3),
        "pairs_with_onsets": len(set(found.pair[counted].tolist())),
    }


def _days_of(found: Peaks, series: SignedSeries, episode: Episode) -> list[int]:
    """Columns of the onsets of an episode's pair in its direction."""
    if episode.pair not in series.pairs:
        return []
    row = series.pairs.index(episode.pair)
    kept = (found.pair == row) & (found.sign == SIGNS[episode.expected])
    return sorted(int(t) for t in found.day[kept])


def _hit(found: Peaks, series: SignedSeries, episode: Episode) -> int | None:
    """Days from the date to the nearest onset within the tolerance."""
    lags = [t - series.column(episode.day) for t in _days_of(found, series, episode)]
    return min((lag for lag in lags if -BEFORE <= lag <= AFTER), key=abs, default=None)


def _each(episode: Episode, series: SignedSeries, found: Peaks, at_once: Peaks, naive: Peaks) -> dict[str, Any]:
    return {
        "a": episode.a,
        "b": episode.b,
        "date": episode.day.isoformat(),
        "expected": episode.expected,
        "event": episode.event,
        "in_series": episode.pair in series.pairs,
        "hit": (lag := _hit(found, series, episode)) is not None,
        "lag_days": lag,
        "online_lag_days": _hit(at_once, series, episode),
        "naive_lag_days": _hit(naive, series, episode),
        "onsets_of_pair": len(_days_of(found, series, episode)),
    }
