"""Which feeds have something new? Asked politely: conditionally, with rests after failures, one request a host at a time.

A feed that failed rests `watch_back_off_seconds`, twice as long with each further failure, a day at most; a server that
says when it may be asked again (Retry-After) is not asked before, within a week. What was read is told to the store
only afterwards, so that a kill in between makes us ask again and not forget.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from dragoman.articles import Validators
from dragoman.errors import FetchRefused
from dragoman.records import Polled

if TYPE_CHECKING:
    from dragoman.articles.fetch import Fetched
    from dragoman.settings import Settings
    from dragoman.watching.plan import Feed

__all__ = ["Asked", "Hosts", "ask_all", "due", "rest", "waits"]

AT_ONCE: Final = 8  # hosts asked at the same time
LONGEST_REST: Final = timedelta(days=1)
LONGEST_RETRY_AFTER: Final = timedelta(days=7)  # a longer wish is a mistake more often than a wish
GONE_FOR: Final = timedelta(days=30)  # a feed that says that it is gone (410) is asked again after a month
SLACK: Final = 0.9  # of a feed's own minutes: a round that comes a little early is no round lost
BUSY: Final = frozenset({429, 503})


@dataclass(slots=True)
class Hosts:
    """Keeps requests to one host apart.

    Args:
        seconds: between the end of one request and the begin of the next.
    """

    seconds: float
    _free: dict[str, float] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, url: str) -> None:
        """Wait until the host of an address may be asked."""
        with self._guard:
            left = self._free.get(_host(url), 0.0) - time.monotonic()
        if left > 0:
            time.sleep(left)

    def asked(self, url: str) -> None:
        """Note that a request to its host has ended."""
        with self._guard:
            self._free[_host(url)] = time.monotonic() + self.seconds


@dataclass(frozen=True, slots=True)
class Asked:
    """What a feed answered."""

    polled: Polled  # how it stands now, to be stored once its content was read
    answer: Fetched | None  # without its content, which stands in the file; None: nothing to read
    file: Path | None


def due(feeds: Iterable[Feed], states: Mapping[str, Polled], now: datetime) -> list[Feed]:
    """Feeds that may be asked now, in their order."""
    return [f for f in feeds if f.url not in states or states[f.url].due <= now]


def waits(feeds: Iterable[Feed], states: Mapping[str, Polled], now: datetime) -> list[Polled]:
    """Failed feeds that rest, with when they may be asked again."""
    return [s for f in feeds if (s := states.get(f.url)) and s.failures and s.due > now]


def ask_all(
    feeds: Sequence[Feed],
    states: Mapping[str, Polled],
    folder: Path,
    *,
    settings: Settings,
    hosts: Hosts,
    fetch: Callable[..., Fetched],
    clock: Callable[[], datetime],
) -> list[Asked]:
    """Ask feeds, several hosts at once, those of one host one after the other.

    Args:
        feeds: to be asked.
        states: how they stood, by address.
        folder: for what they answer: memory stays flat however many there are.
        settings: back-off and limits of fetching.
        hosts: keeps requests to one host apart.
        fetch: the door to the web.
        clock: gives the time, in UTC.
    Returns:
        In the order of the feeds.
    """
    by_host: dict[str, list[tuple[int, Feed]]] = {}
    for place, feed in enumerate(feeds):
        by_host.setdefault(_host(feed.url), []).append((place, feed))

    def of_one_host(some: list[tuple[int, Feed]]) -> list[tuple[int, Asked]]:
        made = []
        for place, feed in some:
            hosts.wait(feed.url)
            made.append((place, _ask(feed, states.get(feed.url), folder / str(place), settings, fetch, clock)))
            hosts.asked(feed.url)
        return made

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [asked for some in pool.map(of_one_host, by_host.values()) for asked in some]
    return [asked for _, asked in sorted(found, key=lambda f: f[0])]


def _ask(
    feed: Feed,
    before: Polled | None,
    file: Path,
    settings: Settings,
    fetch: Callable[..., Fetched],
    clock: Callable[[], datetime],
) -> Asked:
    known = Validators(before.etag, before.last_modified) if before else Validators()
    try:
        answer = fetch(feed.url, settings=settings, validators=known)
    except FetchRefused as refusal:
        return Asked(_failed(feed, before, refusal, settings, clock()), None, None)
    now = clock()
    validators = answer.validators if answer.content is not None else known
    digest = before.digest if before else None
    if answer.content is not None:
        digest = blake2b(answer.content, digest_size=16).hexdigest()
    new = answer.content is not None and not (before and before.digest == digest)
    polled = Polled(
        url=feed.url,
        asked=now,
        outcome="new" if new else "unchanged",
        found="",
        etag=validators.etag,
        last_modified=validators.last_modified,
        digest=digest,
        failures=0,
        due=now + SLACK * timedelta(minutes=feed.minutes),
    )
    if not new:
        return Asked(polled, None, None)
    file.write_bytes(answer.content or b"")
    return Asked(polled, replace(answer, content=b""), file)


def _failed(feed: Feed, before: Polled | None, refusal: FetchRefused, settings: Settings, now: datetime) -> Polled:
    failures = (before.failures if before else 0) + 1
    gone = refusal.status == 410
    pause = GONE_FOR if gone else rest(failures, settings.watch_back_off_seconds)
    if refusal.status in BUSY or refusal.retry_after:
        pause = max(pause, min(_retry_after(refusal.retry_after, now), LONGEST_RETRY_AFTER))
    return Polled(
        url=feed.url,
        asked=now,
        outcome="gone" if gone else "failed",
        found=str(refusal)[:300],
        etag=before.etag if before else None,
        last_modified=before.last_modified if before else None,
        digest=before.digest if before else None,
        failures=failures,
        due=now + pause,
    )


def rest(failures: int, seconds: float) -> timedelta:
    """How long to wait after failures in a row.

    seconds * 2 ** (failures - 1), a day at most
    """
    return min(timedelta(seconds=seconds * float(2 ** min(failures - 1, 20))), LONGEST_REST)


def _retry_after(words: str | None, now: datetime) -> timedelta:
    """How long a server asks us to wait: seconds or an HTTP date; nothing where it says neither."""
    told = (words or "").strip()
    if told.isascii() and told.isdigit():
        return timedelta(seconds=int(told[:9]))
    try:
        moment = parsedate_to_datetime(told)
    except (TypeError, ValueError, IndexError):
        return timedelta(0)
    return max((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now, timedelta(0))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).netloc.rpartition("@")[2] or url).lower()
    except ValueError:
        return url


def polled_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, Polled]:
    """How feeds stood, by address, from rows of the statement `POLLED`."""
    return {row["url"]: Polled(**row) for row in rows}
