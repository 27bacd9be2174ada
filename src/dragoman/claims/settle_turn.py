"""Did a relation turn inside a window? The turns of `relations.count_turns`, from events up to the window's end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from dragoman.claims.evidence import Told
from dragoman.records import Rule
from dragoman.relations.count_turns import PairCounts, pair_counts, turns_of_counts
from dragoman.relations.partition import Prior

__all__ = ["turn_in"]


def turn_in(prior: Callable[[], Prior]) -> Callable[[Rule, Sequence[Told], date, date], Sequence[Told] | None]:
    """A function that finds the turn of a rule, with this prior; for `settle.settled`.

    A triangle turns when source and target turn for the worse and source and third for the better, both inside the
    window; either way, also the other way round. Of the events of a turn those are given whose class fits it, from the
    turn's day to the end of the window.
    """

    def found(rule: Rule, events: Sequence[Told], first: date, last: date) -> Sequence[Told] | None:
        if rule.target is None:
            return None
        two = (rule.source, rule.target)
        if rule.third is None:
            return _turned(events, two, str(rule.direction), first, last, prior)
        other = (rule.source, rule.third)
        ways = [("worse", "better"), ("better", "worse")] if rule.either_way else [("worse", "better")]
        for of_target, of_third in ways:
            left = _turned(events, two, of_target, first, last, prior)
            joined = _turned(events, other, of_third, first, last, prior)
            if left is not None and joined is not None:
                return [*left, *joined]
        return None

    return found


def _turned(
    events: Sequence[Told],
    pair: tuple[str, str],
    direction: str,
    first: date,
    last: date,
    prior: Callable[[], Prior],
) -> list[Told] | None:
    """Events of a pair's turns of one direction in a window; None without such a turn."""
    of_pair = [t for t in events if {t.source, t.target} == set(pair) and t.last <= last]
    counts: list[PairCounts] = pair_counts(
        {
            "source": t.source,
            "target": t.target,
            "day": t.first,
            "day_precision": "month" if (t.last - t.first).days > 7 and t.first.day == 1 else "day",
            "act": t.act,
            "cooperation": int(t.quad <= 2),
            "conflict": int(t.quad > 2),
        }
        for t in of_pair
    )
    if not counts:
        return None
    turns = [
        t for t in turns_of_counts(counts, prior(), fdr=1.0) if t.direction == direction and first <= t.day <= last
    ]
    if not turns:
        return None
    since, quads = min(t.day for t in turns), {1, 2} if direction == "better" else {3, 4}
    return [t for t in of_pair if t.first >= since and t.quad in quads]
