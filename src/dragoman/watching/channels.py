"""How does an alert reach somebody? As our own JSON to a webhook, or as words through the library apprise.

What a channel did is one of three: it took the alert ("sent"), it surely did not ("refused"), or nobody can know ("in
doubt"): bytes had left, and no answer came back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman import __version__
from dragoman.errors import InputError

if TYPE_CHECKING:
    from dragoman.records import Alert
    from dragoman.watching.plan import Channel

__all__ = ["Answer", "as_json", "as_words", "check", "key_of", "send"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a channel did with an alert."""

    outcome: str  # "sent", "refused" or "in doubt"
    found: str


def key_of(alert: Alert, channel: Channel) -> str:
    """The idempotency key of an alert on a channel: the same at every attempt, so that a receiver can tell repeats."""
    return f"{alert.id}/{channel.name}"


def as_json(alert: Alert) -> dict[str, Any]:
    """An alert as a webhook gets it: all its fields, days and moments in ISO form."""
    from dragoman.records import row_of
    from dragoman.views.export import jsonable

    told: dict[str, Any] = jsonable({k: v for k, v in row_of(alert).items() if k != "silent"})
    return {**told, "dragoman": __version__}


def as_words(alert: Alert) -> str:
    """An alert as plain words: why it is raised, then its events with their sentences."""
    lines = [alert.text, ""]
    event = ""
    for told in alert.sentences:
        if told.event != event:
            event = told.event
            lines.append(f"{told.day or 'undated'} {told.source or '?'} → {told.target or '?'} {told.act} ({event})")
        where = ", ".join(str(part) for part in (told.publisher or "unnamed outlet", told.published) if part)
        lines += [f"  “{told.text}”", f"  {where}{f' {told.url}' if told.url else ''} ({told.report})"]
    shown = len({told.event for told in alert.sentences})
    if len(alert.events) > shown:
        lines.append(f"and {len(alert.events) - shown} more events: dragoman alerts --json")
    lines += ["", f"Walk on: dragoman explain {alert.events[0]}" if alert.events else "", f"Alert {alert.id}"]
    return "\n".join(lines)


def check(channel: Channel) -> None:
    """Refuse an address that apprise does not know; nothing is sent.

    Raises:
        InputError: without the address, which may hold a password.
    """
    if _apprise(channel) is None:
        raise InputError(
            f"The address of the channel {channel.name!r} is of no kind that is known, or is not whole; expected "
            "http(s)://... for a webhook, or an address of the library apprise, such as mailto://, slack:// or ntfy://."
        )


def send(channel: Channel, alert: Alert, *, seconds: float, mark: Callable[[], None]) -> Answer:
    """Send an alert once.

    Args:
        channel: where to.
        alert: what.
        seconds: that the channel may take.
        mark: called when the first byte is about to leave; before that nothing can have arrived.
    """
    if channel.webhook:
        return _to_webhook(channel, alert, seconds, mark)
    return _through_apprise(channel, alert, mark)


def _to_webhook(channel: Channel, alert: Alert, seconds: float, mark: Callable[[], None]) -> Answer:
    import httpx

    marked = False

    def trace(event: str, _info: Any) -> None:
        nonlocal marked
        if event.endswith("send_request_headers.started") and not marked:
            mark()
            marked = True

    headers = {"Idempotency-Key": key_of(alert, channel), "User-Agent": f"dragoman/{__version__}"}
    try:
        with httpx.Client(timeout=seconds, follow_redirects=False, trust_env=False) as client:
            response = client.post(channel.url, json=as_json(alert), headers=headers, extensions={"trace": trace})
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as cause:
        return Answer("in doubt" if marked else "refused", f"no answer ({type(cause).__name__})")
    if response.is_success:
        return Answer("sent", f"status {response.status_code}")
    return Answer("refused", f"status {response.status_code}")


def _through_apprise(channel: Channel, alert: Alert, mark: Callable[[], None]) -> Answer:
    import apprise

    target = _apprise(channel)
    if target is None:
        return Answer("refused", "an address that apprise does not know")
    mark()
    with _quiet() as told:
        taken = target.notify(
            title=alert.title,
            body=as_words(alert),
            notify_type=apprise.NotifyType.WARNING,
            body_format=apprise.NotifyFormat.TEXT,
        )
    if taken:
        return Answer("sent", "taken by apprise")
    lost = any("timeout" in words.lower() or "timed out" in words.lower() for words in told)
    return Answer("in doubt" if lost else "refused", "no answer in time" if lost else "not taken by the channel")


def _apprise(channel: Channel) -> Any:
    import apprise

    with _quiet():
        target = apprise.Apprise()
        return target if target.add(channel.url) else None


class _quiet(logging.Handler):  # noqa: N801 - reads as a statement
    """Words that apprise logs are kept here and not shown: they may hold addresses with passwords."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())

    def __enter__(self) -> list[str]:
        log = logging.getLogger("apprise")
        self._before = (log.level, log.propagate)
        log.setLevel(logging.DEBUG)
        log.propagate = False
        log.addHandler(self)
        return self.told

    def __exit__(self, *_: object) -> None:
        log = logging.getLogger("apprise")
        log.removeHandler(self)
        log.level, log.propagate = self._before[0], self._before[1]
