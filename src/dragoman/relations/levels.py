"""How does one state stand to another, period by period? Three measures side by side, from the counts of events.

    L0  balance     event_balance.py  (C - K) / (C + K) of the period alone, beta-binomial band, -1 to +1
    L1  intensity   intensity.py      mean Goldstein weight of the period alone, Student band, -10 to +10
    L2  affinity    affinity.py       a random walk seen through the counts, pooled over pairs, -1 to +1: the default

Before a pair's first and after its last news there is no level. In a period without events between them L0 and L1
have none; L2 keeps its level with a band that widens, for a year; then it has none either, until there is news.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from dragoman.errors import InputError
from dragoman.records import Relation
from dragoman.relations.affinity import Prior, fit
from dragoman.relations.event_balance import balance_band
from dragoman.relations.intensity import intensity_band
from dragoman.relations.periods import DAYS, By, month_of, months_between, period_of, periods_between
from dragoman.relations.pooling import learn

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["MEASURES", "Measure", "balance_band", "checked_measure", "levels", "month_of", "months_between", "prior_of"]

Measure = Literal["L0", "L1", "L2"]
MEASURES: Final[Mapping[str, str]] = {
    "L0": "balance of the period's events",
    "L1": "mean weight of the period's events",
    "L2": "affinity, a walk seen through the events",
}
COUNTS: Final = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
SUMS: Final = (*COUNTS, "n_publishers", "intensity_sum", "intensity_squares")
QUIET_DAYS: Final = 366  # of silence after which L2 gives no level; our choice: a year's round of summits has passed


def checked_measure(word: str) -> Measure:
    """The measure that a word names.

    Raises:
        InputError: if it is none of L0, L1, L2.
    """
    for known in get_args(Measure):
        if word.upper() == known:
            made: Measure = known
            return made
    raise InputError(f"No measure {word!r}; expected {', '.join(f'{m} ({words})' for m, words in MEASURES.items())}.")


def levels(
    counts: Iterable[Mapping[str, Any]],
    *,
    width: float = 0.90,
    first: date | None = None,
    last: date | None = None,
    by: By = "month",
    measure: Measure = "L2",
    hindsight: bool = False,
    prior: Prior | None = None,
) -> list[Relation]:
    """Periods of each directed pair, from its first to its last period with news, those without news included.

    Args:
        counts: rows of the statement `BALANCE_COUNTS`; several data sets of one pair and period are added up.
        width: probability inside the band.
        first: first period to give, if later than the pair's own; any day of it. Levels rest on earlier ones too.
        last: last period to give; any day of it. L2 without hindsight does not change with it.
        by: length of the periods that the rows count.
        measure: which of the three stands in `level`, `low` and `high`.
        hindsight: L2 from all events, later ones too, instead of those up to the period.
        prior: of L2; learned from these rows if None. Rows of few pairs should come with a prior of many.
    Returns:
        Records in the order of source, target, period; a pair without events gives none.
    """
    pairs = _gathered(counts, by)
    ordered = sorted(pairs)
    if not ordered:
        return []
    cells = [
        (pair, period, pairs[pair].get(period))
        for pair in ordered
        for period in periods_between(min(pairs[pair]), max(pairs[pair]), by)
    ]
    bands = {
        "L0": _each(*_balance(cells, width)),
        "L1": _each(*_intensity(cells, width)),
        "L2": _affinity(pairs, ordered, by=by, width=width, hindsight=hindsight, prior=prior),
    }
    start, end = (period_of(day, by) if day else None for day in (first, last))
    return [
        _record(pair, period, cell, by, measure, {m: bands[m][place] for m in bands})
        for place, (pair, period, cell) in enumerate(cells)
        if not (start and period < start) and not (end and period > end)
    ]


def prior_of(counts: pa.Table, by: By) -> Prior:
    """What all pairs of a store share, from its counts.

    Args:
        counts: of the statement `POOL_COUNTS`: source, target, period, cooperation, conflict.
        by: length of the periods that it counts.
    """
    import numpy as np

    if not counts.num_rows:
        return learn(np.zeros((0, 0)), np.zeros((0, 0)), days=DAYS[by])
    import pyarrow as pa
    import pyarrow.compute as pc

    # Codes are told apart as numbers and days counted from 1970: a table of millions of rows is never a list.
    ends = [pc.fill_null(counts[n].combine_chunks(), "").dictionary_encode() for n in ("source", "target")]
    one, other = (end.indices.to_numpy(zero_copy_only=False).astype(np.int64) for end in ends)
    key = one * len(ends[1].dictionary) + other
    _, heads, place = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(np.argsort(heads))  # pairs in the order in which they come
    place = order[place]
    days = counts["period"].cast(pa.date32()).to_numpy().astype("datetime64[D]")
    if by == "month":
        at = days.astype("datetime64[M]").astype(np.int64)
    elif by == "week":
        at = (days.astype(np.int64) + 3) // 7  # 1970-01-01 was a Thursday; weeks begin on Mondays
    else:
        at = days.astype(np.int64)
    at = at - at.min()
    made = []
    for name in ("cooperation", "conflict"):
        array = np.zeros((len(heads), int(at.max()) + 1))
        np.add.at(array, (place, at), counts[name].to_numpy().astype(float))
        made.append(array)
    return learn(made[0], made[1], days=DAYS[by])


Pair = tuple[str, str]
Cell = Mapping[str, Any]
Band = tuple[float, float, float] | None


def _gathered(counts: Iterable[Mapping[str, Any]], by: By) -> dict[Pair, dict[date, dict[str, Any]]]:
    """Counts of each pair and period, data sets added up."""
    pairs: dict[Pair, dict[date, dict[str, Any]]] = {}
    for row in counts:
        cell = pairs.setdefault((row["source"], row["target"]), {}).setdefault(
            period_of(row["period"], by), dict.fromkeys(SUMS, 0) | {"datasets": set()}
        )
        for name in SUMS:
            cell[name] += row.get(name) or 0
        cell["datasets"].add(row["dataset"])
    return pairs


def _quads(cell: Cell | None) -> list[int]:
    return [int(cell[name]) if cell else 0 for name in COUNTS]


def _balance(cells: Sequence[tuple[Pair, date, Cell | None]], width: float) -> tuple[FloatArray, ...]:
    import numpy as np

    quads = np.array([_quads(cell) for *_, cell in cells])
    return balance_band(quads[:, :2].sum(axis=1), quads[:, 2:].sum(axis=1), width=width)


def _intensity(cells: Sequence[tuple[Pair, date, Cell | None]], width: float) -> tuple[FloatArray, ...]:
    import numpy as np

    sums = np.array(
        [
            [sum(_quads(cell)), *((cell[n] if cell else 0) for n in ("intensity_sum", "intensity_squares"))]
            for *_, cell in cells
        ]
    )
    return intensity_band(sums[:, 0], sums[:, 1], sums[:, 2], width=width)


def _affinity(
    pairs: Mapping[Pair, Mapping[date, Cell]],
    ordered: Sequence[Pair],
    *,
    by: By,
    width: float,
    hindsight: bool,
    prior: Prior | None,
) -> list[Band]:
    """L2 for each cell, in the order of the pairs and of each pair's periods."""
    import numpy as np

    earliest, latest = min(min(p) for p in pairs.values()), max(max(p) for p in pairs.values())
    periods = periods_between(earliest, latest, by)
    spot = {period: at for at, period in enumerate(periods)}
    array = np.zeros((len(ordered), len(periods), 4), np.int64)
    for place, pair in enumerate(ordered):
        for period, cell in pairs[pair].items():
            array[place, spot[period]] = _quads(cell)
    fitted = fit(array, prior, days=DAYS[by], smooth=hindsight)
    level, low, high = fitted.levels(hindsight=hindsight, width=width)
    made: list[Band] = []
    for place, pair in enumerate(ordered):
        news = min(pairs[pair])
        for period in periods_between(news, max(pairs[pair]), by):
            at = spot[period]
            if period in pairs[pair]:
                news = period
            quiet = (period - news).days > QUIET_DAYS
            made.append(None if quiet else (float(level[place, at]), float(low[place, at]), float(high[place, at])))
    return made


def _each(value: FloatArray, low: FloatArray, high: FloatArray) -> list[Band]:
    """Bands one by one; None where there is no number."""
    import numpy as np

    return [None if np.isnan(v) else (float(v), float(a), float(b)) for v, a, b in zip(value, low, high, strict=True)]


def _record(
    pair: Pair, period: date, cell: Cell | None, by: By, measure: Measure, bands: Mapping[str, Band]
) -> Relation:
    balance, intensity, chosen = bands["L0"], bands["L1"], bands[measure]
    quads = _quads(cell)
    return Relation(
        source=pair[0],
        target=pair[1],
        period=period,
        granularity=by,
        measure=measure,
        **dict(zip(COUNTS, quads, strict=True)),
        n_events=sum(quads),
        n_publishers=int(cell["n_publishers"]) if cell else 0,
        balance=balance[0] if balance else None,
        intensity=intensity[0] if intensity else None,
        level=chosen[0] if chosen else None,
        low=chosen[1] if chosen else None,
        high=chosen[2] if chosen else None,
        disagree=_disagreement(bands),
        datasets=tuple(sorted(cell["datasets"])) if cell else (),
    )


def _disagreement(bands: Mapping[str, Band]) -> str | None:
    """The measures with their signs, such as "L0 −, L1 +, L2 −", where two of them differ; else None."""
    signs = {name: "+" if band[0] > 0 else "−" for name, band in bands.items() if band and band[0] != 0}
    return ", ".join(f"{name} {sign}" for name, sign in signs.items()) if len(set(signs.values())) > 1 else None
