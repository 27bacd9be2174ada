"""One round of a watch: ask the feeds, read what is new, raise what appeared, send what is waiting.

    journal -> sendings          what a kill left on its way
    feeds   -> read_into         the same road as `dragoman read`, whole batches
    store   -> alerts            with how far the store was looked at, in one batch
    outbox  -> channels -> sendings

Each step leaves the store so that the next round goes on from there, wherever a kill hits.
"""

from __future__ import annotations

import json
import tempfile
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.articles import ReadOptions, Validators
from dragoman.articles.fetch import fetch as fetch_from_web
from dragoman.errors import FetchRefused, StoreBusy
from dragoman.records import Alert, Polled, Run, Sending, Watched
from dragoman.watching.outbox import Journal, pending, send_all
from dragoman.watching.polling import Asked, Hosts, ask_all, due, polled_of, waits
from dragoman.watching.raising import alerts_of, raised
from dragoman.watching.statements import ADDRESSES_KNOWN, ALERTS, POLLED, SENDINGS, WATCHED

if TYPE_CHECKING:
    from dragoman.articles.fetch import Fetched
    from dragoman.flow import Counts
    from dragoman.mentions import Actors
    from dragoman.reports import Coder
    from dragoman.settings import Settings
    from dragoman.store import Store
    from dragoman.watching.plan import Plan

__all__ = ["Round", "Watcher", "alone"]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    asked: int  # feeds
    new: int  # of them with something new
    failed: tuple[str, ...]  # of them: address and reason
    resting: tuple[str, ...]  # feeds not asked, since they failed: address and until when
    counts: Counts  # what became of the articles
    alerts: tuple[Alert, ...]  # raised now and told; those raised in silence are in the store alone
    sendings: tuple[Sending, ...]


@contextmanager
def alone(store: Store) -> Iterator[None]:
    """Hold a store as its one watch.

    Raises:
        StoreBusy: if another watch runs on it.
    """
    import filelock

    lock = filelock.FileLock(store.path / "watch.lock", timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout as cause:
        raise StoreBusy(
            f"Another watch runs on {store.path}. Wait for it, or use another folder with --store."
        ) from cause
    try:
        yield
    finally:
        lock.release()


@dataclass(slots=True)
class Watcher:
    """A plan at work on a store.

    Attributes:
        plan: what is watched.
        settings: in force.
        actors: who is who.
        coder: who did what to whom.
        fetch: the door to the web.
        clock: gives the time, in UTC.
    """

    plan: Plan
    settings: Settings
    actors: Actors
    coder: Coder
    fetch: Callable[..., Fetched] = fetch_from_web
    clock: Callable[[], datetime] = _now
    hosts: Hosts = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is asked yet."""
        self.hosts = Hosts(self.settings.watch_host_seconds)

    def round(self, store: Store) -> Round:
        """One round; call it inside `alone`.

        Raises:
            StoreBusy: if another process writes to the store; the next round goes on.
            StoreError: if the store cannot be written.
        """
        journal = Journal(store.path)
        store = self._settle(store.refresh(), journal)
        store = self._begin(store)
        before = polled_of(store.query(POLLED).to_pylist())
        now = self.clock()
        feeds = due(self.plan.feeds, before, now)
        with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
            asked = ask_all(
                feeds,
                before,
                Path(folder),
                settings=self.settings,
                hosts=self.hosts,
                fetch=self.fetch,
                clock=self.clock,
            )
            failed = [a.polled for a in asked if a.polled.failures]
            store = self._commit(store, failed)  # at once: a kill while we read must not make us ask them again
            counts, broken = self._read(store, asked)
        store = store.refresh()
        made, seen = self._raised(store)
        polled = [
            replace(a.polled, etag=None, last_modified=None, digest=None) if a.polled.url in broken else a.polled
            for a in asked
        ]
        told = [p for p in polled if not p.failures and self._says_more(p, before.get(p.url))]
        store = self._commit(store, told, made, seen)
        sent = self._send(store, journal)
        return Round(
            asked=len(asked),
            new=sum(a.file is not None for a in asked),
            failed=tuple(f"{p.url}: {p.found}" for p in polled if p.failures),
            resting=tuple(f"{p.url} until {p.due:%Y-%m-%d %H:%M:%S} UTC" for p in waits(self.plan.feeds, before, now)),
            counts=counts,
            alerts=tuple(a for a in made if not a.silent),
            sendings=tuple(sent),
        )

    def _says_more(self, polled: Polled, before: Polled | None) -> bool:
        """Whether how a feed stands is worth a row: an unchanged one, asked each round, is not."""
        minutes = {f.url: f.minutes for f in self.plan.feeds}
        if before is None or minutes.get(polled.url):
            return True
        return replace(polled, asked=before.asked, due=before.due, outcome=before.outcome) != before

    def _settle(self, store: Store, journal: Journal) -> Store:
        """Put into the store what a kill left in the journal."""
        left = journal.outcomes()
        if left:
            stored = {(r["alert"], r["channel"], r["attempt"]) for r in store.query(SENDINGS).to_pylist()}
            store = self._commit(store, [s for s in left if (s.alert, s.channel, s.attempt) not in stored])
        journal.clear()
        return store

    def _begin(self, store: Store) -> Store:
        """Look for the first time at what is watched from now on, before anything new is read."""
        watched = self._watched(store)
        now = self.clock()
        names = [f"channel {c.name}" for c in self.plan.channels]
        fresh = [Watched(subject=n, begun=now, examined=0) for n in names if n not in watched]
        made, seen = self._raised(store, only_new=True)
        return self._commit(store, fresh, made, seen)

    def _raised(self, store: Store, *, only_new: bool = False) -> tuple[list[Alert], list[Watched]]:
        from dragoman.relations import standing_on

        watched = self._watched(store)
        plan = self.plan
        if only_new:
            plan = replace(
                plan,
                rules=tuple(r for r in plan.rules if f"rule {r.words}" not in watched),
                turns=None if "turns" in watched else plan.turns,
                realignments=None if "realignments" in watched else plan.realignments,
            )
        known = alerts_of(store.query(ALERTS).to_pylist())
        return raised(standing_on(store, None), plan, known, watched, self.clock())

    def _watched(self, store: Store) -> dict[str, Watched]:
        return {row["subject"]: Watched(**row) for row in store.query(WATCHED).to_pylist()}

    def _read(self, store: Store, asked: Sequence[Asked]) -> tuple[Counts, Collection[str]]:
        """Read feeds with something new, all in one go; give what became of it, and feeds with pages that failed."""
        from dragoman.flow import Counts, read_into

        new = {a.polled.url: a for a in asked if a.file is not None}
        if not new:
            return Counts(), ()
        door = _Door(new, self)
        pages = set(store.query(ADDRESSES_KNOWN)["url"].to_pylist()) if self.plan.follow else set()
        options = ReadOptions(follow=self.plan.follow, format="feed", fetcher=door.fetch, passed_over=pages)
        counts = read_into(
            store, list(new), options=options, settings=self.settings, actors=self.actors, coder=self.coder
        )
        return counts, door.broken

    def _send(self, store: Store, journal: Journal) -> list[Sending]:
        sendings = [Sending(**row) for row in store.query(SENDINGS).to_pylist()]
        begun = {s.removeprefix("channel "): w.begun for s, w in self._watched(store).items()}
        alerts = alerts_of(store.query(ALERTS).to_pylist()) if self.plan.channels else []
        waiting = pending(
            alerts, sendings, self.plan.channels, begun, self.clock(), seconds=self.settings.watch_back_off_seconds
        )
        sent = send_all(waiting, journal, seconds=self.settings.watch_send_seconds, clock=self.clock)
        self._commit(store, sent)
        journal.clear()
        return sent

    def _commit(self, store: Store, *groups: Sequence[Any]) -> Store:
        from dragoman.reports.ontology import ONTOLOGY

        if not any(groups):
            return store
        run = Run(
            id=uuid.uuid4().hex,
            started=self.clock(),
            coder=self.coder.version,
            ontology=ONTOLOGY,
            settings=json.dumps(self.settings.as_dict(), sort_keys=True),
        )
        with store.writing(run) as writer:
            number = writer.commit(*groups)
            if number % (4 * self.settings.compact_every) == 0:
                writer.compact()
        return store.refresh()


class _Door:
    """Gives out what feeds answered already, and fetches the pages behind their entries politely."""

    def __init__(self, new: dict[str, Asked], watcher: Watcher) -> None:
        self.broken: set[str] = set()  # feeds behind which a page could not be fetched: they are read again
        self._new = new
        self._watcher = watcher
        self._current = ""

    def fetch(self, url: str, *, settings: Settings, validators: Validators | None = None) -> Fetched:
        """As `articles.fetch.fetch`."""
        asked = self._new.get(url)
        if asked is not None and asked.answer is not None and asked.file is not None:
            self._current = url
            return replace(asked.answer, content=asked.file.read_bytes(), validators=Validators())
        self._watcher.hosts.wait(url)
        try:
            return self._watcher.fetch(url, settings=settings, validators=validators)
        except FetchRefused:
            self.broken.add(self._current)
            raise
        finally:
            self._watcher.hosts.asked(url)
