"""Events under filters, and one event with everything behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError, UnknownId
from dragoman.records import Membership, Status
from dragoman.reports.ontology import acts
from dragoman.views.explain import Receipt, explain
from dragoman.views.pages.evidence import EventLine, lines_of
from dragoman.views.standing import end_of
from dragoman.views.web.columns import Filters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dragoman.store import Store
    from dragoman.views.web.columns import IntArray
    from dragoman.views.web.desk import Desk
    from dragoman.views.web.links import Link

__all__ = ["EventPage", "EventsPage", "event_page", "events_page"]

SHOWN: Final = 40  # events on one page
DEEPEST: Final = 100_000  # events that one may page through; narrow the filters beyond
ALL_SENTENCES: Final = 500
SAYING: Final = """
SELECT DISTINCT position FROM sentences WHERE contains(lower(sentence), lower($q)) ORDER BY position
"""
NUMBERED: Final = {
    "actor": "source",
    "target": "target",
    "act": "act",
    "status": "status",
    "quad": "quad",
    "day_from": "first",
    "day_to": "last",
    "publisher": "outlet",
    "place": "place",
}  # filters that prepared columns answer


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsPage:
    """Events, newest first.

    Attributes:
        filters: in force, by name.
        found: how many events fit.
        events: the ones of this page.
        earlier: link to newer ones; None on the first page.
        later: link to older ones; None on the last.
    """

    title: str
    lede: str
    filters: Mapping[str, str]
    found: int
    start: int
    events: tuple[EventLine, ...]
    earlier: str | None
    later: str | None
    acts: tuple[str, ...]
    statuses: tuple[str, ...]
    datasets: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """One event.

    Attributes:
        event: with all its sentences.
        receipt: the tree from the event to its sentences, as `dragoman explain` prints it.
    """

    title: str
    event: EventLine
    receipt: Receipt
    command: str


def events_page(desk: Desk, link: Link) -> EventsPage:
    """Gather a page of events.

    Args:
        desk: the store at one moment.
        link: state `actor`, `target`, `act`, `status` (actual unless told; all), `quad`, `from`, `to`, `q` (words of the
            sentence), `publisher`, `place` (a name, or a state's code), `dataset`, `start`.
    Raises:
        UnknownActor: if nobody has one of the codes or names.
        InputError: if a part of the state cannot be.
    """
    store = desk.store(link)
    where, values, filters = _where(link)
    start = link.number("start", 0, high=DEEPEST)
    found, rows = _found(desk, store, link, where, values, start)
    shown = [f"{name} {value}" for name, value in filters.items()]
    return EventsPage(
        title="Events",
        lede=f"{found:,} events" + (f" with {', '.join(shown)}" if shown else "") + ", newest first.",
        filters=filters,
        found=found,
        start=start,
        events=lines_of(store, rows, columns=desk.columns),
        earlier=link.with_(start=max(start - SHOWN, 0) or None).url if start else None,
        later=link.with_(start=start + SHOWN).url if start + SHOWN < found else None,
        acts=tuple(sorted(acts())),
        statuses=(*(s.value for s in Status), "all"),
        datasets=desk.datasets,
    )


def _found(
    desk: Desk, store: Store, link: Link, where: str, values: Mapping[str, Any], start: int
) -> tuple[int, list[dict[str, Any]]]:
    """How many events fit, and those of this page."""
    columns = desk.columns
    if columns is not None and ("q" not in values or columns.told or not store.has(Membership)):
        by = Filters(**{NUMBERED[name]: value for name, value in values.items() if name != "q"})
        said = _saying(desk, values["q"]) if "q" in values else None
        n, places = columns.find(by, store.datasets, start=start, most=SHOWN, among=said)
        return n, columns.rows(places)
    found = desk.cached(
        ("events found", store.datasets, where, tuple(sorted(values.items()))),
        lambda: int(store.query(f"SELECT count(*) AS n FROM {_sorted_for(link)} e{where}", values)["n"][0].as_py()),
    )
    rows = store.query(
        f"SELECT e.* FROM {_sorted_for(link)} e{where} ORDER BY e.day DESC NULLS LAST, e.id LIMIT {SHOWN} OFFSET {start}",
        values,
    ).to_pylist()
    return found, rows


def _saying(desk: Desk, words: str) -> IntArray:
    """Positions of the events of which a sentence has the words."""
    import numpy as np

    if not desk.whole.has(Membership):
        return np.zeros(0, np.uint32)
    told = desk.cached(("saying", words.lower()), lambda: desk.whole.query(SAYING, {"q": words})["position"])
    return np.asarray(told.to_numpy(), np.uint32)


def _sorted_for(link: Link) -> str:
    """The order of the events that serves the filters best: by pair where the source is named, else by day."""
    return "events" if link.word("actor") else "events_by_day"


def _where(link: Link) -> tuple[str, dict[str, Any], dict[str, str]]:
    """Condition, its values, and the filters in words."""
    found = [*_actors(link), *_kinds(link), *_days(link), *_words(link)]
    clauses = [clause for _, clause, _ in found if clause]
    values = {name: value for name, clause, value in found if clause}
    told = {name.removeprefix("day_"): str(value) for name, _, value in found}
    return (" WHERE " + " AND ".join(clauses) if clauses else ""), values, told


_Filter = tuple[str, str, Any]  # name of the value in the statement, condition, value


def _actors(link: Link) -> Iterator[_Filter]:
    for name, column in (("actor", "e.source"), ("target", "e.target")):
        if word := link.word(name):
            yield name, f"{column} = ${name}", end_of(word)


def _kinds(link: Link) -> Iterator[_Filter]:
    if act := link.word("act"):
        if act.upper() not in acts():
            raise InputError(f"act={act[:20]!r} is no PLOVER act; expected one of {', '.join(sorted(acts()))}.")
        yield "act", "e.act = $act", act.upper()
    status = link.word("status") or Status.ACTUAL.value
    if status not in {"all", *(s.value for s in Status)}:
        raise InputError(f"status={status[:20]!r}; expected all, {', '.join(s.value for s in Status)}.")
    yield "status", "" if status == "all" else "e.status = $status", status
    if link.word("quad"):
        yield "quad", "e.quad = $quad", link.number("quad", 1, low=1, high=4)


def _days(link: Link) -> Iterator[_Filter]:
    for name, sign in (("from", ">="), ("to", "<=")):
        if day := link.day(name):
            yield f"day_{name}", f"e.day {sign} $day_{name}", day


def _words(link: Link) -> Iterator[_Filter]:
    """Words of a sentence, outlets, and places: of any report of the event."""
    inner = "SELECT m.event FROM memberships m JOIN reports r ON r.id = m.report JOIN articles a ON a.id = r.article"
    sentence = "substr(a.text, CAST(r.sentence_start + 1 AS INT), CAST(r.sentence_end - r.sentence_start AS INT))"
    if words := link.word("q"):
        yield "q", f"e.id IN ({inner} WHERE contains(lower({sentence}), lower($q)))", words[:200]
    if outlet := link.word("publisher"):
        told = "SELECT event FROM outlets WHERE lower(publisher) = lower($publisher)"
        yield "publisher", f"e.id IN ({told})", outlet[:200]
    if place := link.word("place"):
        yield "place", "e.id IN (SELECT event FROM places WHERE place IN (lower($place), upper($place)))", place[:200]


def event_page(desk: Desk, link: Link) -> EventPage:
    """Gather one event.

    Args:
        desk: the store at one moment.
        link: part `id`.
    Raises:
        UnknownId: if the store has no such event.
    """
    wanted = link.parts["id"]
    row = _row(desk.whole, wanted)
    line = lines_of(desk.whole, [row], most=ALL_SENTENCES)[0]
    return EventPage(
        title=f"{line.source_name} → {line.target_name}: {line.act or 'no act'}",
        event=line,
        receipt=explain(desk.whole, wanted, settings=desk.settings),
        command=f"dragoman explain {wanted}",
    )


def _row(store: Store, wanted: str) -> Mapping[str, Any]:
    found = store.query("SELECT * FROM events WHERE id = $id", {"id": wanted}).to_pylist()
    if not found:
        raise UnknownId(f"The store has no event {wanted[:40]!r}; it may have been merged with another since.")
    return dict(found[0])
