"""Claims, rules and events of invented states for tests of settling."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from dragoman.claims.chain import body_of, link
from dragoman.claims.evidence import News, Text, Told
from dragoman.records import Claim, Frozen, Rule, Run

MOMENT = datetime(2024, 1, 1, tzinfo=UTC)
MADE = date(2001, 3, 1)


def rule(**parts: Any) -> Rule:
    """Ruritania will assault Graustark within 91 days, unless said otherwise."""
    made = parts.pop("made", MADE)
    default = {
        "kind": "act", "source": "RUR", "target": "GRK", "third": None, "either_way": False, "acts": ("ASSAULT",),
        "direction": None, "amount": None, "base": None, "first": made + timedelta(days=1),
        "last": date(2001, 5, 31), "reviews": (), "expected": True, "condition": None, "condition_source": None,
        "condition_target": None, "condition_acts": (), "least_events": 3,
    }  # fmt: skip
    return Rule(**{**default, **parts})


def claim(**parts: Any) -> Claim:
    """A claim of the first of March 2001 in article A0."""
    default = {
        "id": "P1", "article": "A0", "made": MADE, "kind": "forecast", "holder": "Olan Dresk", "holder_kind": "analyst",
        "holder_name": "Olan Dresk", "holder_state": None, "statement": "Ruritania will attack Graustark.",
        "sentence_start": 0, "sentence_end": 32, "start": 10, "end": 31, "source": "RUR", "target": "GRK",
        "third": None, "act": "ASSAULT", "direction": None, "expected": True, "chance": 0.7, "chance_low": 0.6,
        "chance_high": 0.8, "chance_why": "the test says so", "horizon": "by June", "deadline": date(2001, 5, 31),
        "horizon_why": "the test says so", "condition": None, "checkable": True, "reason": None, "rule": None,
        "score": 1.0, "why": "the test says so",
    }  # fmt: skip
    return Claim(**{**default, **parts})


def told(
    day: str,
    act: str = "CONSULT",
    *,
    pair: str = "RUR>GRK",
    by: tuple[tuple[str, str | None], ...] | None = None,
    to: str | None = None,
) -> Told:
    """An event of a day (to another, if it is not known to the day), told by articles of given days; else imported."""
    quads = {"CONSULT": 1, "AGREE": 1, "AID": 2, "ACCUSE": 3, "ASSAULT": 4, "SANCTION": 4}
    source, target = pair.split(">")
    first = date.fromisoformat(day)
    texts = tuple(Text(a, f"outlet of {a}", date.fromisoformat(d) if d else None) for a, d in by or ())
    return Told(
        f"E-{day}-{act}-{pair}", source, target, act, quads[act], first, date.fromisoformat(to) if to else first,
        texts, () if by is not None else ("Wire",), by is None,
    )  # fmt: skip


TALK = tuple(told(d) for d in ("2001-03-10", "2001-03-28", "2001-04-15", "2001-05-10", "2001-05-25"))
"""News of the two that decides nothing."""


def news(*some: Told, until: str = "2001-12-31", days: tuple[date, ...] | None = None, copies=None) -> News:
    """Data with these events, and something of others on every third day."""
    every = tuple(date(2000, 1, 1) + timedelta(days=3 * n) for n in range(400)) if days is None else days
    ordered = tuple(sorted(some, key=lambda t: (t.first, t.last, t.event)))
    return News(ordered, every, date.fromisoformat(until), copies or {})


def freeze(store: Any, *some: tuple[Claim, Rule]) -> Any:
    """Write claims with their rules as frozen links, and give the store as it is then."""
    run = Run(id="r1", started=MOMENT, coder="none", ontology="none", settings="{}")
    links: list[Frozen] = []
    for one, its in some:
        body = body_of(one, its, text=None, versions={})
        links.append(link(links[-1] if links else None, one.id, body, author="the test", frozen=MOMENT))
    with store.writing(run) as writer:
        writer.commit(links)
    return store.refresh()
