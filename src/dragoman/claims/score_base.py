"""What would somebody have said who knew only how often such things happened before? The base rate of a claim's rule.

    chance = (share * m + 1/2) / (m + 1)

`share` is the part of past windows, as long as the claim's, in which the same rule would have come true; `m` is how many
such windows fit side by side into the history before the claim. Without history the chance is a coin's. Nothing from
after the claim enters.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dragoman.claims.evidence import Told
from dragoman.claims.settle import LevelOn, TurnsIn, hits
from dragoman.records import Rule

__all__ = ["base_rate"]


def base_rate(
    rule: Rule, events: Sequence[Told], *, made: date, last: date, begun: date, level_on: LevelOn, turn_in: TurnsIn
) -> float:
    """Chance of a rule by the pair's own past, 0 to 1, that what was expected comes.

    Args:
        rule: as frozen; its condition is not looked at.
        events: of the states of the rule; those that end after `made` are left out.
        made: day of the claim.
        last: last day of its window.
        begun: first day of the data.
        level_on: as for `settle.settled`.
        turn_in: as for `settle.settled`.
    Reference:
        None; our choice: Jeffreys' prior of one event in two, on the windows that fit side by side.
    """
    length = max((last - made).days, 1)
    past = [t for t in events if t.last <= made]
    history = (made - begun).days
    fitting = history / length
    if fitting < 1:
        return 0.5
    starts = [begun + timedelta(days=at) for at in range(0, history - length + 1, 1 if rule.kind == "act" else 30)]
    if rule.kind == "act":
        share = _share_of_acts(rule, past, starts, length)
    elif rule.kind == "level":
        share = _share_of_levels(rule, past, starts, length, level_on)
    else:
        steps = [begun + timedelta(days=at) for at in range(0, history - length + 1, length)]
        share = _mean(
            [turn_in(rule, past, s + timedelta(days=1), s + timedelta(days=length)) is not None for s in steps]
        )
    chance = ((share or 0.0) * fitting + 0.5) / (fitting + 1) if share is not None else 0.5
    return chance if rule.expected else 1 - chance


def _share_of_acts(rule: Rule, past: Sequence[Told], starts: Sequence[date], length: int) -> float | None:
    from bisect import bisect_right

    days = sorted(t.first for t in past if hits(rule, t))
    return _mean(
        [bisect_right(days, s + timedelta(days=length)) > bisect_right(days, s) for s in starts],
    )


def _share_of_levels(
    rule: Rule, past: Sequence[Told], starts: Sequence[date], length: int, level_on: LevelOn
) -> float | None:
    moved = []
    for start in starts:
        before = level_on(rule, past, start)
        after = level_on(rule, past, start + timedelta(days=length))
        if before is not None and after is not None:
            change = before - after if rule.direction == "worse" else after - before
            moved.append(change >= (rule.amount or 0))
    return _mean(moved)


def _mean(flags: Sequence[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None
