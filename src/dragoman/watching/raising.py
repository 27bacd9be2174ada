"""Which findings become alerts? Those that are news, and that no earlier alert told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from dragoman import statements
from dragoman.records import Alert, Told, Watched, fingerprint
from dragoman.watching.finding import Finding, realigned, ruled, same, turned
from dragoman.watching.statements import EVENTS_WRITTEN_AFTER, LATEST_EVENT

if TYPE_CHECKING:
    from dragoman.store import Store
    from dragoman.watching.plan import Plan

__all__ = ["alerts_of", "raised"]

EVENTS_TOLD: Final = 5  # of an alert, with their sentences
SENTENCES_TOLD: Final = 2  # of an event
BEFORE: Final = "it stood before the watch began"


def raised(
    store: Store, plan: Plan, known: Sequence[Alert], watched: Mapping[str, Watched], now: datetime
) -> tuple[list[Alert], list[Watched]]:
    """Alerts that are not there yet, and how far the store was looked at for them.

    What a subject shows when it is looked at for the first time is noted in silence: it stood before the watch began.
    Of a rule only what is over is: an episode that reaches into the last window before the newest article is told.

    Args:
        store: limited to the data sets in question.
        plan: what is watched.
        known: all alerts in the store.
        watched: what is watched since when, by subject.
        now: in UTC.
    """
    (latest,) = store.query(LATEST_EVENT).to_pylist()
    today = min(latest["day"] or now.date(), now.date() + timedelta(days=1))
    subjects = [
        *(["turns"] if plan.turns is not None else []),
        *(["realignments"] if plan.realignments is not None else []),
    ]
    subjects += [f"rule {rule.words}" for rule in plan.rules]
    made: list[Alert] = []
    seen: list[Watched] = []
    for subject in dict.fromkeys(subjects):
        before = watched.get(subject)
        if before is not None and before.examined >= latest["batch"]:
            continue
        written = None if before is None else _written(store, before.examined)
        for finding in _found(store, plan, subject, written):
            told = [a for a in (*known, *made) if a.kind == finding.kind and a.subject == finding.subject]
            if any(same(finding, a.first, a.last) for a in told):
                continue
            if written is None:
                on = finding.kind == "rule" and finding.last >= today - timedelta(days=finding.near)
                made.append(_alert(store, finding, now, None if on else BEFORE))
            elif written.events & set(finding.events):
                made.append(_alert(store, finding, now, None))
        begun = before.begun if before else now
        seen.append(Watched(subject=subject, begun=begun, examined=latest["batch"]))
    return made, seen


@dataclass(frozen=True, slots=True)
class _Written:
    """What was written since the last look."""

    events: frozenset[str]
    pairs: frozenset[frozenset[str]]


def _written(store: Store, batch: int) -> _Written:
    rows = store.query(EVENTS_WRITTEN_AFTER, {"batch": batch}).to_pylist()
    pairs = frozenset(frozenset({r["source"], r["target"]}) for r in rows)
    return _Written(frozenset(r["id"] for r in rows), pairs)


def _found(store: Store, plan: Plan, subject: str, written: _Written | None) -> list[Finding]:
    if subject == "turns":
        return list(turned(store, wanted=plan.turns or (), among=written.pairs if written else None))
    if subject == "realignments":
        return list(realigned(store, wanted=plan.realignments or ()))
    rules = [rule for rule in plan.rules if f"rule {rule.words}" == subject][:1]
    return [finding for _, finding in ruled(store, rules)]


def _alert(store: Store, finding: Finding, now: datetime, silent: str | None) -> Alert:
    return Alert(
        id=fingerprint("W", finding.kind, finding.subject, finding.first),
        kind=finding.kind,
        subject=finding.subject,
        first=finding.first,
        last=finding.last,
        raised=now,
        silent=silent,
        title=finding.title,
        text="\n".join(finding.why),
        chance=finding.chance,
        events=finding.events,
        sentences=_sentences(store, finding.events[:EVENTS_TOLD]),
    )


def _sentences(store: Store, events: Sequence[str]) -> tuple[Told, ...]:
    """The sentences behind an alert, in the order of its events, the surest first, each once."""
    by_event: dict[str, list[Mapping[str, Any]]] = {}
    for row in store.query(statements.EVIDENCE, given={"id": sorted(events)}).to_pylist():
        by_event.setdefault(row["event"], []).append(row)
    made: list[Told] = []
    for event in events:
        texts: set[str] = set()
        for row in sorted(by_event.get(event, ()), key=lambda r: (r["role"] == "title", -r["confidence"], r["id"])):
            text = " ".join(row["sentence"].split())
            if text in texts or len(texts) == SENTENCES_TOLD:
                continue
            texts.add(text)
            made.append(
                Told(
                    event=event,
                    report=row["id"],
                    article=row["article"],
                    day=row["day"],
                    act=row["act"],
                    source=row["source"],
                    target=row["target"],
                    text=text,
                    publisher=row["publisher"],
                    published=row["published"],
                    url=_web(row["url"]),
                )
            )
    return tuple(made)


def _web(url: str | None) -> str | None:
    """An address of a page; what an article claims besides http and https is no address to pass on."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def alerts_of(rows: Sequence[Mapping[str, Any]], *, since: date | None = None) -> list[Alert]:
    """Alerts from rows of the statement `ALERTS`."""
    return [a for row in rows if (a := Alert.from_row(row)) and (since is None or a.raised.date() >= since)]
