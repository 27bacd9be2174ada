"""Which alerts are there, and what became of each on its way?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.records import Alert, Sending
from dragoman.watching.outbox import Journal
from dragoman.watching.raising import alerts_of
from dragoman.watching.statements import ALERTS, SENDINGS

if TYPE_CHECKING:
    from dragoman.store import Store

__all__ = ["Standing", "standing_of"]


@dataclass(frozen=True, slots=True)
class Standing:
    """An alert and its attempts."""

    alert: Alert
    sendings: tuple[Sending, ...]  # by channel and attempt

    @property
    def words(self) -> str:
        """What became of it on each channel, in a few words."""
        if self.alert.silent:
            return f"not sent: {self.alert.silent}"
        last = {s.channel: s for s in self.sendings}
        return ", ".join(f"{name}: {s.outcome}" for name, s in sorted(last.items())) or "listed"


def standing_of(store: Store, *, silent: bool = False) -> list[Standing]:
    """All alerts, the latest raised first.

    Args:
        store: open.
        silent: those that were raised in silence too.
    """
    rows = [Sending(**row) for row in store.query(SENDINGS).to_pylist()]
    stored = {(s.alert, s.channel, s.attempt) for s in rows}
    rows += [s for s in Journal(store.path).outcomes() if (s.alert, s.channel, s.attempt) not in stored]
    by_alert: dict[str, list[Sending]] = {}
    for sending in sorted(rows, key=lambda s: (s.channel, s.attempt, s.tried)):
        by_alert.setdefault(sending.alert, []).append(sending)
    alerts = [a for a in alerts_of(store.query(ALERTS).to_pylist()) if silent or not a.silent]
    return [Standing(a, tuple(by_alert.get(a.id, ()))) for a in reversed(alerts)]
