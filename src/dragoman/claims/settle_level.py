"""How did two states stand on a day? The level L2 that level rules are settled by.

The same measure as in every view (`relations.levels`), by months, filtered: from events up to that day and none later.
What all pairs share (the prior) is learned from the whole store, as there: it is no news of this pair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from dragoman.claims.evidence import Told
from dragoman.records import Rule
from dragoman.relations.affinity import Prior
from dragoman.relations.levels import COUNTS, QUIET_DAYS, levels
from dragoman.relations.periods import month_of

__all__ = ["level_of_pair", "level_on"]


def level_on(prior: Callable[[], Prior]) -> Callable[[Rule, Sequence[Told], date], float | None]:
    """A function that measures the level of a rule's pair, with this prior; for `settle.settled`."""

    def measured(rule: Rule, events: Sequence[Told], day: date) -> float | None:
        if rule.target is None:
            return None
        return level_of_pair(events, rule.source, rule.target, day, either_way=rule.either_way, prior=prior())

    return measured


def level_of_pair(
    events: Iterable[Told], source: str, target: str, day: date, *, either_way: bool, prior: Prior
) -> float | None:
    """L2 of source towards target on a day; of both directions their mean, or the one that has a level.

    Args:
        events: of any states.
        source: code.
        target: code.
        day: the last that counts; an event whose period ends later is left out.
        either_way: both directions.
        prior: what all pairs share.
    Returns:
        -1 to +1; None without news up to that day, or after a year of silence.
    """
    directions = [(source, target), (target, source)] if either_way else [(source, target)]
    found = [_directed(events, *pair, day, prior) for pair in directions]
    known = [level for level in found if level is not None]
    return sum(known) / len(known) if known else None


def _directed(events: Iterable[Told], source: str, target: str, day: date, prior: Prior) -> float | None:
    months: dict[date, dict[str, Any]] = {}
    for told in events:
        if (told.source, told.target) != (source, target) or told.last > day:
            continue
        row = months.setdefault(
            month_of(told.first),
            {"source": source, "target": target, "dataset": "", **dict.fromkeys(COUNTS, 0)},
        )
        row[COUNTS[told.quad - 1]] += 1
    if not months:
        return None
    rows = [{**row, "period": month} for month, row in months.items()]
    last = levels(rows, prior=prior)[-1]
    return last.level if (day - last.period).days <= QUIET_DAYS else None
