"""What became of a claim? True, false, void or still open, from the events after it and nothing else.

    happened      the rule's event, level or turn is there        true if that was expected, else false
    not           the window is over and the news would tell      false if it was expected, else true
    void          the condition was not met; or the window is over, the data reach through it, and tell nothing of the two
    open          the window is not over; or the news are too few or silent too long; or a person has to tell

An event of the rule settles an act at once. Whatever rests on absence, on a level or on a turn waits for the end of the
window. An open-ended claim has three windows, to 6, 12 and 24 months after it, each settled apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from dragoman.claims.evidence import News, Told, admitted, coverage, known_on, longest_silence
from dragoman.records import Claim, Rule

__all__ = ["DEADLINE", "REVIEW_NAMES", "Verdict", "hits", "settled", "windows"]

DEADLINE: Final = "deadline"
REVIEW_NAMES: Final = ("6 months", "12 months", "24 months")
SILENT_SHARE: Final = 0.5  # of a window: data silent for longer in a row cannot tell what did not happen; our choice
SILENT_DAYS: Final = 14  # silences up to this are no gap, however short the window; our choice
EVENTS_KEPT: Final = 50  # ids that an outcome names, those that weigh most first

LevelOn = Callable[[Rule, Sequence[Told], date], float | None]
"""Rule, events, day -> L2, or None; see `settle_level.level_on`."""
TurnsIn = Callable[[Rule, Sequence[Told], date, date], Sequence[Told] | None]
"""Rule, events, first and last day -> the events of a turn in the window, or None; see `settle_turn.turn_in`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the data say of a claim in one window.

    Attributes:
        review: "deadline", or the review of an open-ended claim.
        verdict: "true", "false", "void" or "open".
        decided: day on which the data decide it; None while open.
        events: ids of the events that decide.
        n_events: of the pair in the window, admitted as evidence.
        n_publishers: outlets that tell them.
        value: L2 at the end of the window, of level rules.
        why: in words.
    """

    review: str
    verdict: str
    decided: date | None
    events: tuple[str, ...]
    n_events: int
    n_publishers: int
    value: float | None
    why: str


def windows(rule: Rule) -> list[tuple[str, date]]:
    """Each review's name and the last day of its window."""
    if rule.last is not None:
        return [(DEADLINE, rule.last)]
    return list(zip(REVIEW_NAMES, rule.reviews, strict=False))


def settled(claim: Claim, rule: Rule, news: News, *, level_on: LevelOn, turn_in: TurnsIn) -> list[Verdict]:
    """Settle one claim by its frozen rule.

    Args:
        claim: as frozen.
        rule: as frozen.
        news: the data; more than the states of the rule may be in it.
        level_on: how a level is measured.
        turn_in: how a turn is found.
    Returns:
        A verdict for each window; none for a claim that has no day.
    """
    if claim.made is None or rule.first is None:
        return []
    made = max(claim.made, rule.first - timedelta(days=1))
    barred = frozenset({claim.article}) | news.copies.get(claim.article, frozenset()) if claim.article else frozenset()
    case = _Case(rule, news, made, barred, level_on, turn_in)
    return [case.verdict(name, last) for name, last in windows(rule)]


@dataclass(frozen=True, slots=True)
class _Case:
    rule: Rule
    news: News
    made: date
    barred: frozenset[str]
    level_on: LevelOn
    turn_in: TurnsIn

    def verdict(self, review: str, last: date) -> Verdict:
        """What the data say by the end of a window."""
        rule, first = self.rule, self.made + timedelta(days=1)
        evidence = [t for t in self.news.told if admitted(t, made=self.made, barred=self.barred) and t.first <= last]
        inside = [t for t in evidence if t.last <= last]
        pair = [t for t in inside if _between(rule, t)]
        n, outlets = coverage(pair, made=self.made, barred=self.barred)
        blank = Verdict(review, "open", None, (), n, outlets, None, "")
        if rule.condition and not rule.condition_acts:
            return replace(blank, why=f"a person has to tell whether {rule.condition!r} was met; `claims overrule`")
        if rule.condition_acts:
            met = [t for t in inside if _meets(rule, t)]
            if not met:
                return self._unmet(blank, inside, last)
            first = max(first, min(t.first for t in met))
            inside = [t for t in inside if t.first >= first]
            pair = [t for t in pair if t.first >= first]
        if rule.kind == "act":
            return self._act(blank, pair, evidence, first, last)
        waiting = self._waiting(blank, pair, first, last)
        if waiting is not None:
            return waiting
        return self._level(blank, pair, last) if rule.kind == "level" else self._turn(blank, first, last)

    def _act(self, blank: Verdict, pair: list[Told], evidence: list[Told], first: date, last: date) -> Verdict:
        found = [t for t in pair if hits(self.rule, t)]
        acts = " or ".join(self.rule.acts)
        if found:
            known = [known_on(t, made=self.made, barred=self.barred) for t in found]
            return self._told(blank, True, min(known), found, f"{len(found)} event(s) {acts} from {first} to {last}")
        edge = [t for t in evidence if t.first >= first and t.last > last and hits(self.rule, t)]
        waiting = self._waiting(blank, pair, first, last)
        if waiting is None and edge:
            return replace(blank, why=f"{edge[0].event} ({acts}) lies in the window or after it: its day is not known")
        return waiting or self._told(
            blank, False, last, [], f"no event {acts} among {len(pair)} between the two from {first} to {last}"
        )

    def _level(self, blank: Verdict, pair: list[Told], last: date) -> Verdict:
        rule = self.rule
        counted = [t for t in self.news.told if t.last <= self.made or admitted(t, made=self.made, barred=self.barred)]
        base = rule.base if rule.base is not None else self.level_on(rule, counted, self.made)
        value = self.level_on(rule, counted, last)
        if base is None:
            return replace(blank, verdict="void", decided=last, value=value, why="no level on the day of the claim")
        if value is None:
            return replace(blank, verdict="void", decided=last, why=f"no level on {last}: no news for a year")
        moved = value - base
        worse = rule.direction == "worse"
        happened = (-moved if worse else moved) >= (rule.amount or 0)
        side = {3, 4} if moved < 0 else {1, 2}
        why = f"L2 {base:+.2f} on the day of the claim, {value:+.2f} on {last}: {moved:+.2f}, {rule.amount:g} asked"
        return replace(self._told(blank, happened, last, [t for t in pair if t.quad in side], why), value=value)

    def _turn(self, blank: Verdict, first: date, last: date) -> Verdict:
        found = self.turn_in(self.rule, self.news.told, first, last)
        if found is None:
            return self._told(blank, False, last, [], f"no turn from {first} to {last}")
        carried = [t for t in found if admitted(t, made=self.made, barred=self.barred)]
        if not carried:
            return replace(
                blank, why="a turn in the window rests on events that are no evidence: by then told, or its own"
            )
        return self._told(blank, True, last, carried, f"a turn that {len(carried)} event(s) carry")

    def _waiting(self, blank: Verdict, pair: Sequence[Told], first: date, last: date) -> Verdict | None:
        """Open or void where nothing can be said of absence, levels and turns; None where it can."""
        until = self.news.until
        if until is None or until < last:
            return replace(blank, why=f"the data reach {until or 'no day'}; the window ends on {last}")
        silence, length = longest_silence(self.news.days, first, last), (last - first).days + 1
        if silence > max(SILENT_DAYS, SILENT_SHARE * length):
            return replace(blank, why=f"the data tell nothing of anybody on {silence} of {length} days in a row")
        if not pair:
            return replace(blank, verdict="void", decided=last, why=f"no news of the two from {first} to {last}")
        if len(pair) < self.rule.least_events:
            return replace(
                blank, why=f"{len(pair)} event(s) between the two in the window; {self.rule.least_events} are asked"
            )
        return None

    def _unmet(self, blank: Verdict, inside: Iterable[Told], last: date) -> Verdict:
        """No act that would meet the condition: void once the news of those whom it names would tell."""
        named = [t for t in inside if _named(self.rule, t)]
        waiting = self._waiting(blank, named, self.made + timedelta(days=1), last)
        if waiting is not None and waiting.verdict == "open":
            return replace(waiting, why=f"condition {self.rule.condition!r} not met so far: {waiting.why}")
        return replace(blank, verdict="void", decided=last, why=f"the condition {self.rule.condition!r} was not met")

    def _told(self, blank: Verdict, happened: bool, day: date, events: Sequence[Told], why: str) -> Verdict:
        kept = sorted(events, key=lambda t: (-len(t.texts), t.first, t.event))[:EVENTS_KEPT]
        expected = "expected" if self.rule.expected else "expected not to be"
        return replace(
            blank,
            verdict="true" if happened == self.rule.expected else "false",
            decided=day,
            events=tuple(t.event for t in kept),
            why=f"{why}; {expected}",
        )


def _between(rule: Rule, told: Told) -> bool:
    """Whether an event is between the two of a rule, in either direction; of a triangle between either two."""
    ends = {told.source, told.target}
    if rule.target is None:
        return rule.source in ends
    return ends in ({rule.source, rule.target}, {rule.source, rule.third})


def hits(rule: Rule, told: Told) -> bool:
    """Whether an event is what the rule speaks of."""
    if told.act not in rule.acts:
        return False
    there = told.source == rule.source and rule.target in (None, told.target)
    back = rule.either_way and told.target == rule.source and rule.target in (None, told.source)
    return there or back


def _meets(rule: Rule, told: Told) -> bool:
    """Whether an event meets the condition."""
    return (
        told.act in rule.condition_acts
        and rule.condition_source in (None, told.source)
        and rule.condition_target in (None, told.target)
    )


def _named(rule: Rule, told: Told) -> bool:
    """Whether an event is of those whom the condition names, whatever they did, in either direction."""
    wanted = {code for code in (rule.condition_source, rule.condition_target) if code is not None}
    return wanted <= {told.source, told.target}
