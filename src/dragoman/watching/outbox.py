"""How is each alert sent exactly once? An outbox in the store, and a small journal of what is on its way.

An alert is in the store before anything is sent. Each attempt is noted in `sending.jsonl` in the store's folder, forced
to the disk; a second line follows just before its first byte leaves, and a third when the channel has answered. At the
end of a round the answers become rows of the table `sendings`, and the journal is removed. So after a kill

- without the second line nothing had left: the alert is sent (after a loss of power, which may take the second line
  with it, it is in doubt);
- with an answer the answer counts: it is not sent again;
- with the second line and no answer the attempt is *in doubt*: it most likely arrived. A channel with
  `on_doubt = "hold"`, the default, is not sent it again, and the doubt is listed; one with "repeat" gets it again under
  the same idempotency key.

An attempt that was surely refused is made again: after `watch_back_off_seconds`, twice as long
with each further one, up to twelve times.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dragoman.records import Alert, Sending
from dragoman.watching.channels import send
from dragoman.watching.polling import rest

if TYPE_CHECKING:
    from dragoman.watching.plan import Channel

__all__ = ["ATTEMPTS", "Journal", "pending", "send_all"]

ATTEMPTS: Final = 12  # refusals after which an alert is given up on a channel: after some 34 hours of doubled rests


class Journal:
    """Attempts on their way and their answers, in a file that survives a kill.

    Args:
        folder: of the store.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "sending.jsonl"

    def begun(self, alert: str, channel: str, attempt: int, at: datetime) -> None:
        """Note that an attempt is being made ready."""
        row = {"alert": alert, "channel": channel, "attempt": attempt, "tried": at.isoformat(), "boot": _boot()}
        self._append({**row, "step": "begun"}, forced=True)

    def leaving(self, alert: str, channel: str, attempt: int) -> None:
        """Note that its first byte leaves now. Not forced to the disk: that would widen the moment in which a kill leaves a doubt."""
        self._append({"alert": alert, "channel": channel, "attempt": attempt, "step": "leaving"}, forced=False)

    def answered(self, sending: Sending) -> None:
        """Note what became of it."""
        self._append({**asdict(sending), "tried": sending.tried.isoformat(), "step": "answered"}, forced=True)

    def outcomes(self) -> list[Sending]:
        """What is known of all attempts in the file that had left; one without an answer is in doubt."""
        found: dict[tuple[str, str, int], Sending] = {}
        begun: dict[tuple[str, str, int], datetime] = {}
        for line in self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else ():
            try:
                row = json.loads(line)
            except ValueError:  # torn by a loss of power, or empty
                continue
            key = (row["alert"], row["channel"], row["attempt"])
            if row["step"] == "begun":
                begun[key] = datetime.fromisoformat(row["tried"])
                if row["boot"] and row["boot"] == _boot():
                    continue
            answer = {"outcome": row.get("outcome", "in doubt"), "found": row.get("found", "interrupted on its way")}
            tried = datetime.fromisoformat(row["tried"]) if "tried" in row else begun[key]
            found[key] = Sending(alert=key[0], channel=key[1], attempt=key[2], tried=tried, **answer)
        return list(found.values())

    def clear(self) -> None:
        """Forget all, once it stands in the store."""
        self.path.unlink(missing_ok=True)

    def _append(self, row: Mapping[str, Any], *, forced: bool) -> None:
        with self.path.open("ab") as file:
            file.write(b"\n" * (file.tell() > 0) + json.dumps(row).encode())
            file.flush()
            if forced:
                os.fsync(file.fileno())


def _boot() -> str:
    """What tells this start of the machine from others; empty where the system has no such thing."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def pending(
    alerts: Iterable[Alert],
    sendings: Sequence[Sending],
    channels: Sequence[Channel],
    begun: Mapping[str, datetime],
    now: datetime,
    *,
    seconds: float,
) -> list[tuple[Alert, Channel, int]]:
    """What is to be sent now, with the number of the attempt, first raised first.

    Args:
        alerts: in the store.
        sendings: all attempts so far.
        channels: where alerts go now.
        begun: channel to since when it is watched: alerts raised before are not for it.
        now: in UTC.
        seconds: that an alert rests after a refusal, doubled with each further one.
    """
    tried: dict[tuple[str, str], list[Sending]] = {}
    for sending in sendings:
        tried.setdefault((sending.alert, sending.channel), []).append(sending)
    made = []
    for alert in sorted(alerts, key=lambda a: (a.raised, a.id)):
        for channel in channels:
            if alert.silent or alert.kind not in channel.kinds or alert.raised < begun[channel.name]:
                continue
            before = tried.get((alert.id, channel.name), [])
            outcomes = {s.outcome for s in before}
            if outcomes & {"sent", "given up"} or ("in doubt" in outcomes and channel.on_doubt == "hold"):
                continue
            if before and now < max(s.tried for s in before) + rest(len(before), seconds):
                continue
            made.append((alert, channel, max((s.attempt for s in before), default=0) + 1))
    return made


def send_all(
    waiting: Iterable[tuple[Alert, Channel, int]],
    journal: Journal,
    *,
    seconds: float,
    clock: Callable[[], datetime],
) -> list[Sending]:
    """Send what is pending, one after the other; each answer is in the journal before the next one leaves."""
    made = []
    for alert, channel, attempt in waiting:
        journal.begun(alert.id, channel.name, attempt, clock())
        leaving = partial(journal.leaving, alert.id, channel.name, attempt)
        answer = send(channel, alert, seconds=seconds, mark=leaving)
        outcome = "given up" if answer.outcome == "refused" and attempt >= ATTEMPTS else answer.outcome
        sending = Sending(
            alert=alert.id, channel=channel.name, attempt=attempt, outcome=outcome, tried=clock(), found=answer.found
        )
        journal.answered(sending)
        made.append(sending)
    return made
