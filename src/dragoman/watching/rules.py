"""What does a user's rule say? A small, exact grammar, and the episodes in which a rule held.

    rule    = actor arrow actor what ">=" number "in" number ("days" | "weeks") [ "from" number "outlets" ]
    arrow   = "->" (what the first does to the second) | "<->" (either direction)
    actor   = a code or a name ("TUR", "Turkey", "United States"), or ALL
    what    = [ "verbal" | "material" ] ( "cooperation" | "conflict" ) | a PLOVER act | "events"

    TUR->RUS material conflict >= 3 in 7 days
    ALL->UKR ASSAULT >= 10 in 2 weeks from 2 outlets

Only actual acts between states count, on days that are known to the day; each event once, however many articles tell it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from dragoman.errors import InputError, UnknownActor

__all__ = ["ALL", "Episode", "Rule", "episodes", "parse_rule"]

ALL: Final = "ALL"  # every actor
EXAMPLE: Final = "TUR->RUS material conflict >= 3 in 7 days"
MOST_DAYS: Final = 366  # longest window
_KINDS: Final[Mapping[str, frozenset[int]]] = {
    "events": frozenset({1, 2, 3, 4}),
    "verbal cooperation": frozenset({1}),
    "material cooperation": frozenset({2}),
    "cooperation": frozenset({1, 2}),
    "verbal conflict": frozenset({3}),
    "material conflict": frozenset({4}),
    "conflict": frozenset({3, 4}),
}
_TAIL = re.compile(
    r"(?P<compare>[<>=≥≤]+)\s*(?P<least>\S+)\s+in\s+(?P<number>\S+)\s+(?P<unit>\S+)"
    r"(?:\s+from\s+(?P<outlets>\S+)\s+outlets?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """So many events of a kind between two actors within so many days."""

    source: str  # code, or ALL
    target: str
    both: bool  # either direction
    act: str | None  # a PLOVER act; None: all acts of `quads`
    quads: frozenset[int]  # quad classes that count, 1 to 4
    kind: str  # `act` or the words for `quads`, as the rule writes them
    least: int  # events, 1 or more
    days: int  # length of the window, 1 to `MOST_DAYS`
    outlets: int  # independent outlets that tell an event for it to count, 1 or more

    @property
    def words(self) -> str:
        """The rule in its one normal form."""
        from_ = f" from {self.outlets} outlets" if self.outlets > 1 else ""
        arrow = "<->" if self.both else "->"
        return f"{self.source}{arrow}{self.target} {self.kind} >= {self.least} in {self.days} days{from_}"


def parse_rule(words: str) -> Rule:
    """Read a rule.

    Raises:
        InputError: if it does not follow the grammar; the message says where, and what was expected there.
        UnknownActor: if no table knows one of the actors.
    """
    text = " ".join(words.split())
    ends = re.split(r"(<->|->|→|↔)", text)
    if len(ends) != 3:
        found = "no arrow" if len(ends) == 1 else "more than one arrow"
        raise _wrong(text, found, "ACTOR->ACTOR or ACTOR<->ACTOR at its beginning")
    left, arrow, rest = (part.strip() for part in ends)
    tail = _TAIL.search(rest)
    if tail is None:
        raise _wrong(text, repr(rest), "a kind of event, then >= NUMBER in NUMBER days")
    if rest[tail.end() :].strip():
        raise _wrong(text, f"{rest[tail.end() :].strip()!r} at the end", "nothing after it but `from NUMBER outlets`")
    if tail["compare"] not in {">=", "≥"}:
        raise _wrong(text, repr(tail["compare"]), ">= before the number of events")
    right, kind, act = _target_and_kind(text, rest[: tail.start()].strip())
    length = {"day": 1, "days": 1, "week": 7, "weeks": 7}.get(tail["unit"].lower())
    if length is None:
        raise _wrong(text, repr(tail["unit"]), "days or weeks")
    days = length * _number(text, tail["number"], f"number of {tail['unit']}", MOST_DAYS // length)
    source, target = _actor(text, left), _actor(text, right)
    if source == target:
        raise _wrong(text, f"{source} on both sides", "two different actors")
    return Rule(
        source=source,
        target=target,
        both=arrow in {"<->", "↔"},
        act=act,
        quads=_KINDS.get(kind, frozenset({1, 2, 3, 4})),
        kind=kind,
        least=_number(text, tail["least"], "number of events", 1_000_000),
        days=days,
        outlets=_number(text, tail["outlets"] or "1", "number of outlets", 1_000),
    )


def _target_and_kind(text: str, words: str) -> tuple[str, str, str | None]:
    """The actor and the kind of event of "RUS material conflict"; the kind and, where it is one, the act."""
    from dragoman.reports.ontology import acts

    parts = words.split(" ")
    for size in (2, 1):
        kind = " ".join(parts[-size:]).lower()
        kind = "events" if kind == "event" else kind
        if len(parts) > size and kind in _KINDS:
            return " ".join(parts[:-size]), kind, None
    last = parts[-1].upper()
    if len(parts) > 1 and last in acts():
        return " ".join(parts[:-1]), last, last
    raise _wrong(
        text, repr(words), f"an actor and one of {', '.join(_KINDS)} or an act such as {', '.join(list(acts())[:3])}"
    )


def _actor(text: str, word: str) -> str:
    from dragoman.mentions.codes import code_of

    if word.upper() == ALL:
        return ALL
    if not word:
        raise _wrong(text, "an arrow without an actor", "a code or name on both sides")
    try:
        return code_of(word)
    except UnknownActor as cause:
        raise UnknownActor(f"In the rule {text!r}: {cause}") from cause


def _number(text: str, word: str, what: str, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,7}", word) or not 1 <= int(word) <= most:
        raise _wrong(text, f"{word!r} as {what}", f"a whole number from 1 to {most:,}")
    return int(word)


def _wrong(text: str, found: str, expected: str) -> InputError:
    return InputError(f"The rule {text!r} has {found}; expected {expected}. Write it such as `{EXAMPLE}`.")


@dataclass(frozen=True, slots=True)
class Episode:
    """A time in which a rule held."""

    first: date  # day of the first event
    last: date  # day of the last one
    most: int  # events in its fullest window
    peak: date  # last day of that window; of several the first
    events: tuple[str, ...]  # ids, by day


def episodes(rule: Rule, events: Iterable[Mapping[str, Any]]) -> list[Episode]:
    """When did the rule hold?

    A window of `days` days holds if it has `least` events or more. Windows that share an event, or lie no more than
    `days` days apart, are one episode: what goes on is told once.

    Args:
        rule: what is asked.
        events: rows of the statement `EVENTS_OF_RULE`: id, day, act, source, target.
    Returns:
        By first day.
    """
    rows = sorted((row["day"], str(row["id"])) for row in (_once(events) if rule.both else events))
    spans: list[list[int]] = []  # first row, row behind the last, first and end of the fullest window
    for at in range(len(rows)):
        end = _window(rows, at, rule.days)
        if end - at < rule.least:
            continue
        near = bool(spans) and (rows[at][0] - rows[spans[-1][1] - 1][0]).days <= rule.days
        if not near:
            spans.append([at, end, at, end])
            continue
        spans[-1][1] = max(spans[-1][1], end)
        if end - at > spans[-1][3] - spans[-1][2]:
            spans[-1][2:] = at, end
    return [
        Episode(
            first=rows[begin][0],
            last=rows[end - 1][0],
            most=full_end - full,
            peak=rows[full_end - 1][0],
            events=tuple(i for _, i in rows[begin:end]),
        )
        for begin, end, full, full_end in spans
    ]


def _once(events: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """A joint act stands in both directions: of each act and day the direction with more events counts."""
    cells: dict[tuple[Any, ...], dict[str, list[Mapping[str, Any]]]] = {}
    for row in events:
        key = (row["day"], row["act"], *sorted((row["source"], row["target"])))
        cells.setdefault(key, {}).setdefault(row["source"], []).append(row)
    return [row for cell in cells.values() for row in max(cell.values(), key=len)]


def _window(rows: Sequence[tuple[date, str]], at: int, days: int) -> int:
    """The first place behind the window that begins with a row."""
    after = rows[at][0] + timedelta(days=days)
    end = at
    while end < len(rows) and rows[end][0] < after:
        end += 1
    return end
