"""What settles a claim from data? The rule that is proposed at capture, in parts and in words, and how a user changes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError
from dragoman.records import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["AMOUNT", "LEAST_EVENTS", "REVIEWS", "changed", "checked", "proposed", "reviews_from", "since", "worded"]

AMOUNT: Final = 0.10  # units of L2 (-1 to +1) that a level has to move; our choice
LEAST_EVENTS: Final = 3  # between the two in the window; our choice, the least of which a level says anything
REVIEWS: Final = (6, 12, 24)  # months after an open-ended claim was made
KINDS: Final = ("act", "level", "turn")
DIRECTIONS: Final = ("better", "worse")


def proposed(
    *,
    source: str,
    target: str | None,
    third: str | None,
    act: str | None,
    direction: str | None,
    either_way: bool,
    expected: bool,
    made: date | None,
    deadline: date | None,
    condition: str | None = None,
    condition_source: str | None = None,
    condition_target: str | None = None,
    condition_acts: tuple[str, ...] = (),
) -> Rule:
    """The rule that fits what a claim is about: a turn for three, a level for a direction, an event for an act.

    Args:
        source: code of who acts, or whose relation it is.
        target: of the other.
        third: of a triangle, to whom the source turns.
        act: PLOVER act.
        direction: "better" or "worse".
        either_way: both directions count.
        expected: whether it is said to happen.
        made: day of the claim.
        deadline: last day that counts; None: open-ended.
        condition: words of it.
        condition_source: who has to do what.
        condition_target: to whom.
        condition_acts: what.
    """
    kind = "turn" if third else "level" if direction else "act"
    return since(
        Rule(
            kind=kind,
            source=source,
            target=target,
            third=third,
            either_way=either_way,
            acts=(act,) if act and kind == "act" else (),
            direction=(direction or "worse") if kind != "act" else None,
            amount=AMOUNT if kind == "level" else None,
            base=None,
            first=None,
            last=deadline,
            reviews=(),
            expected=expected,
            condition=condition,
            condition_source=condition_source,
            condition_target=condition_target,
            condition_acts=condition_acts,
            least_events=LEAST_EVENTS,
        ),
        made,
    )


def since(rule: Rule, made: date | None) -> Rule:
    """A rule whose window begins on the day after a claim was made, with the reviews of an open-ended one."""
    if made is None:
        return rule
    return replace(rule, first=made + timedelta(days=1), reviews=() if rule.last else reviews_from(made))


def reviews_from(made: date) -> tuple[date, ...]:
    """Days on which an open-ended claim is looked at: 6, 12 and 24 months after it was made."""
    return tuple(_months_after(made, n) for n in REVIEWS)


def _months_after(day: date, months: int) -> date:
    from calendar import monthrange

    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def changed(rule: Rule, changes: Mapping[str, Any]) -> Rule:
    """A rule with some parts changed by a user, checked.

    Raises:
        InputError: if the parts do not make a rule.
    """
    return checked(replace(rule, **changes))


def checked(rule: Rule) -> Rule:
    """The same rule if its parts make one.

    Raises:
        InputError: if they do not.
    """
    from dragoman.reports.ontology import acts

    faults = []
    if rule.kind not in KINDS:
        faults.append(f"kind is {rule.kind!r}; expected {', '.join(KINDS)}")
    if rule.kind == "act" and (not rule.acts or any(a not in acts() for a in rule.acts)):
        faults.append(f"acts are {', '.join(rule.acts) or 'none'}; expected some of {', '.join(acts())}")
    if any(a not in acts() for a in rule.condition_acts):
        faults.append(
            f"acts of the condition are {', '.join(rule.condition_acts)}; expected some of {', '.join(acts())}"
        )
    if rule.kind in ("level", "turn") and (rule.target is None or rule.direction not in DIRECTIONS):
        faults.append("a level or turn needs two states and a direction, better or worse")
    if rule.kind == "level" and not 0 < (rule.amount or 0) <= 2:
        faults.append(f"the amount is {rule.amount}; expected above 0 and at most 2")
    if rule.first and rule.last and rule.last < rule.first:
        faults.append(f"the last day {rule.last} lies before the first, {rule.first}")
    if rule.least_events < 1:
        faults.append(f"least events are {rule.least_events}; expected 1 or more")
    if faults:
        raise InputError(
            "The rule cannot settle anything: " + "; ".join(faults) + ". Change it with `dragoman claims edit`."
        )
    return rule


def worded(rule: Rule) -> str:
    """A rule in words."""
    pair = (
        f"{rule.source} and {rule.target}" if rule.either_way else f"{rule.source} towards {rule.target or 'anybody'}"
    )
    if rule.kind == "act":
        what = f"an event {' or '.join(rule.acts)} {'between' if rule.either_way else 'of'} {pair}"
    elif rule.kind == "level":
        side = "below" if rule.direction == "worse" else "above"
        base = (
            "its value on the day of the claim"
            if rule.base is None
            else f"its value on the day of the claim ({rule.base:+.2f})"
        )
        what = f"the level L2 of {pair} at least {rule.amount:g} {side} {base}"
    elif rule.third:
        what = f"a turn of {rule.source} from {rule.target} to {rule.third}" + (
            ", or the other way" if rule.either_way else ""
        )
    else:
        what = f"a turn of {pair} for the {rule.direction}"
    if rule.first is None:
        when = "after the day of the claim, which is not known"
    elif rule.last:
        when = f"from {rule.first} to {rule.last}"
    else:
        when = f"from {rule.first}, looked at on {', '.join(str(d) for d in rule.reviews)}"
    verdict = "True if there is" if rule.expected else "True if there is no such thing as"
    text = f"{verdict} {what}, {when}."
    if rule.condition:
        acts = (
            f" (an event {' or '.join(rule.condition_acts)} of {rule.condition_source or 'anybody'}"
            if rule.condition_acts
            else ""
        )
        acts += f" towards {rule.condition_target}" if acts and rule.condition_target else ""
        text += f" Void unless {rule.condition!r} is met{acts + ')' if acts else ', which a person has to tell'}."
    return text + f" Open while the news tells fewer than {rule.least_events} events between them."
