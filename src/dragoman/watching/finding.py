"""What is there to be told? Turns, realignments and rules that a store shows now, as findings with their events.

A finding is *news* if it carries an event that was written, or told by one more report, since the store was last looked
at. So a turn of long ago that only a new estimate of the prior brings up is no news.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from dragoman import statements
from dragoman.errors import InputError
from dragoman.watching.rules import ALL, Rule, episodes
from dragoman.watching.statements import EVENTS_OF_RULE

if TYPE_CHECKING:
    from dragoman.relations.count_turns import CountTurn
    from dragoman.relations.triangles import Realignment
    from dragoman.store import Store

__all__ = ["Finding", "realigned", "ruled", "same", "turned"]

NEAR_TURN: Final = 60  # days: turns of one direction closer than this are one, as in `relations.count_turns`
NEAR_REALIGNMENT: Final = 365  # days: the half-years and years of months nearer than this overlap
HALF_YEAR: Final = 183  # days behind the month of a realignment whose events carry it


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a store shows. Title and text are those of the alert that it may become."""

    kind: str  # "turn", "realignment" or "rule"
    subject: str  # see `records.Alert`
    first: date
    last: date
    near: int  # days: findings of the same subject that are not further apart are the same
    title: str
    why: tuple[str, ...]  # lines: figures, chance, formula
    chance: float | None
    events: tuple[str, ...]  # ids, those to be shown first


def same(finding: Finding, first: date, last: date) -> bool:
    """Whether a finding is what an alert of its subject with these days already told."""
    reach = timedelta(days=finding.near)
    return finding.first - reach <= last and first - reach <= finding.last


def turned(
    store: Store, *, wanted: Sequence[frozenset[str]] = (), among: Set[frozenset[str]] | None = None
) -> Iterator[Finding]:
    """Turns as they could be said from what the store holds now (online), most recent last.

    Args:
        store: limited to the data sets in question.
        wanted: pairs or single states to look at; all if empty.
        among: pairs with something new; others are passed over. All if None.
    """
    from dragoman.relations.count_turns import FDR, fit_prior, online_turns, pair_counts

    pairs = pair_counts(store.query(statements.DAY_COUNTS).to_pylist())
    if not pairs:
        return
    some = [
        p
        for p in pairs
        if (among is None or frozenset({p.a, p.b}) in among) and (not wanted or any(w <= {p.a, p.b} for w in wanted))
    ]
    for turn in online_turns(some, fit_prior(pairs), least=1 - FDR) if some else ():
        yield _of_turn(store, turn)


def _of_turn(store: Store, turn: CountTurn) -> Finding:
    from dragoman.views.words import signed

    last = min(max(turn.day + timedelta(days=30), turn.last), turn.known)
    values = {"a": turn.a, "b": turn.b, "first": turn.first, "last": last, "cooperation": turn.direction == "better"}
    events = store.query(statements.EVENTS_OF_TURN, values).to_pylist()
    a, b = _named(turn.a), _named(turn.b)
    return Finding(
        kind="turn",
        subject=f"{turn.a}-{turn.b} {turn.direction}",
        first=turn.first,
        last=max(turn.last, turn.day),
        near=NEAR_TURN,
        title=f"{a} and {b}: the relation turned {turn.direction} about {_day(turn.day)}",
        why=(
            f"Balance {signed(turn.before)} before, {signed(turn.after)} after (−1 all conflict, +1 all cooperation).",
            (
                f"Chance that the level changed: {turn.probability:.2f}. Its first day lies between {_day(turn.first)} and "
                f"{_day(turn.last)} (90 %). It could be said on {_day(turn.known)}, from what was known by then."
            ),
            f"All turns of the pair: dragoman turns {turn.a} {turn.b} --online",
        ),
        chance=turn.probability,
        events=tuple(row["id"] for row in events),
    )


def realigned(store: Store, *, wanted: Sequence[frozenset[str]] = ()) -> Iterator[Finding]:
    """Realignments of the last half-year, over all triangles, with the false-discovery rate under control.

    Args:
        store: limited to the data sets in question.
        wanted: single states that may leave one for another, or pairs that may part; all if empty.
    """
    from dragoman.relations.triangles import monthly, realignments

    counts = store.query(statements.BALANCE_COUNTS, {"a": None, "b": None, "by": "month"}).to_pylist()
    try:
        ranked = realignments(monthly(counts))
    except InputError:  # no event yet, or no half-year: nothing to tell
        return
    for found in ranked:
        if not wanted or any(w in ({found.a}, {found.a, found.b}) for w in wanted):
            yield _of_realignment(store, found)


def _of_realignment(store: Store, found: Realignment) -> Finding:
    last = found.month + timedelta(days=HALF_YEAR)
    events: list[str] = []
    for other, cooperation in ((found.b, False), (found.c, True)):
        values = {"a": found.a, "b": other, "first": found.month, "last": last, "cooperation": cooperation}
        events += [row["id"] for row in store.query(statements.EVENTS_OF_TURN, values).to_pylist()]
    a, b, c = (_named(code) for code in (found.a, found.b, found.c))
    return Finding(
        kind="realignment",
        subject=f"{found.a} leaves {found.b} for {found.c}",
        first=found.month,
        last=last,
        near=NEAR_REALIGNMENT,
        title=f"{a} leaves {b} for {c}, in the half-year from {found.month:%B %Y}",
        why=(
            (
                f"Against the year before, {a} stands worse to {b} (z {found.z_worse:+.1f}) and better to {c} "
                f"(z {found.z_better:+.1f})."
            ),
            (
                f"Chance where at most one of the two relations changed: {found.p:.4f}; expected share of chance ones "
                f"among those that are as clear: {found.q or 0:.2f}."
            ),
            f"Both relations: dragoman triangles {found.a} {found.b} {found.c}",
        ),
        chance=found.p,
        events=tuple(_interleaved(store, events)),
    )


def _interleaved(store: Store, events: Sequence[str]) -> Iterator[str]:
    """Events of both relations in turn, so that the first few show both."""
    rows = store.query("SELECT e.id, e.quad FROM events e JOIN given g ON g.id = e.id", given={"id": sorted(events)})
    quads = {row["id"]: row["quad"] for row in rows.to_pylist()}
    worse = [e for e in events if quads.get(e, 0) > 2]
    better = [e for e in events if quads.get(e, 0) <= 2]
    for place in range(max(len(worse), len(better))):
        yield from worse[place : place + 1]
        yield from better[place : place + 1]


def ruled(store: Store, rules: Iterable[Rule]) -> Iterator[tuple[Rule, Finding]]:
    """Episodes in which rules held, each rule's by first day."""
    for rule in rules:
        values = {
            "source": None if rule.source == ALL else rule.source,
            "target": None if rule.target == ALL else rule.target,
            "both": rule.both,
            "act": rule.act,
            "outlets": rule.outlets,
        }
        rows = [r for r in store.query(EVENTS_OF_RULE, values).to_pylist() if r["quad"] in rule.quads]
        told = {r["id"]: (-r["n_publishers"], -r["n_articles"], r["day"], r["id"]) for r in rows}
        for episode in episodes(rule, rows):
            ends = f"{_named(rule.source)} {'↔' if rule.both else '→'} {_named(rule.target)}"
            counted = f"{episode.most} {'event' if episode.most == 1 else 'events'}"
            what = "" if rule.kind == "events" else f" of {rule.kind}"
            whole = f"{len(episode.events)} {'event' if len(episode.events) == 1 else 'events'}"
            yield (
                rule,
                Finding(
                    kind="rule",
                    subject=rule.words,
                    first=episode.first,
                    last=episode.last,
                    near=rule.days,
                    title=f"{ends}: {counted}{what} in {rule.days} days up to {_day(episode.peak)}",
                    why=(
                        f"Your rule: {rule.words}",
                        (
                            f"{whole}{what} from {_day(episode.first)} to {_day(episode.last)}, at most {episode.most} within "
                            f"{rule.days} days. Actual acts between states whose day is known, each event once however many "
                            "articles tell it."
                        ),
                    ),
                    chance=None,
                    events=tuple(sorted(episode.events, key=lambda e: told[e])),
                ),
            )


def _named(code: str) -> str:
    from dragoman.mentions.codes import name_of

    return "All" if code == ALL else name_of(code)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
