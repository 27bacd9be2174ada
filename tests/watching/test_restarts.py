"""A real process, killed and started again ten times: each alert arrives exactly once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.store import Store
from dragoman.watching import standing_of
from watching.loopback import feed, item

CHILD = Path(__file__).with_name("child.py")
RULES = [
    "TUR->RUS material conflict >= 2 in 7 days",
    "RUS->UKR ASSAULT >= 1 in 1 day",
    "RUS->GEO conflict >= 1 in 3 days",
]


def slow(handler):
    time.sleep(2.5)
    handler.answer(200, b"too late")


def moved(handler):
    handler.answer(301, Location="/moved")


def broken(handler):
    handler.answer(500)


def busy(handler):
    handler.answer(429, Retry_After="3600")


def start(folder: Path, web, *words: str) -> subprocess.Popen:
    plan = folder / "feeds.toml"
    feeds = [f"{web.url}/{name}" for name in ("changes", "old", "slow", "broken", "busy", "repeats", "missing")]
    plan.write_text(f"rules = {json.dumps(RULES)}\nfeeds = {json.dumps(feeds)}\n")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DRAGOMAN_")} | {
        "DRAGOMAN_FETCH_SECONDS": "1.5", "DRAGOMAN_WATCH_HOST_SECONDS": "0", "DRAGOMAN_WATCH_BACK_OFF_SECONDS": "0.2",
        "DRAGOMAN_WORKERS": "1", "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    command = [sys.executable, str(CHILD), "watch", str(plan), "--store", str(folder / "store"), "--allow-private",
               "--notify", f"{web.url}/hook", *words]  # fmt: skip
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def once(folder: Path, web) -> dict:
    process = start(folder, web, "--once", "--json")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return json.loads(out)


def news(n: int) -> list[str]:
    """News that grow: two attacks by the second round, one on another state by the fifth, on a third by the eighth."""
    told = [item("a1", "Tue, 24 Nov 2015 10:00:00 GMT", "TUR does ASSAULT to RUS on 2015-11-24.")]
    if n >= 2:
        told.append(item("a2", "Thu, 26 Nov 2015 10:00:00 GMT", "TUR does SANCTION to RUS on 2015-11-26."))
    if n >= 5:
        told.append(item("a3", "Sat, 28 Nov 2015 10:00:00 GMT", "RUS does ASSAULT to UKR on 2015-11-28."))
    if n >= 8:
        told.append(item("a4", "Mon, 30 Nov 2015 10:00:00 GMT", "RUS does ASSAULT to GEO on 2015-11-30."))
    return told


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL, which Windows lacks")
def test_each_alert_arrives_once_over_ten_restarts(tmp_path, web):
    web.pages |= {"/old": moved, "/slow": slow, "/broken": broken, "/busy": busy}
    web.pages["/moved"] = feed(
        "Moved", item("b1", "Tue, 24 Nov 2015 12:00:00 GMT", "TUR does AGREE to RUS on 2015-11-01.")
    )
    for n in range(1, 11):
        web.pages["/changes"] = feed("Changes", *news(n))
        web.pages["/repeats"] = lambda handler, n=n: handler.answer(
            200, feed("Repeats", *news(n)), Content_Type="text/xml"
        )
        if n == 8:  # the receiver is out of order: what it surely refused is sent again
            web.statuses = [503]
        process = start(tmp_path, web, "--every", "0.01")
        if n in {2, 5}:  # killed at the worst moment: the receiver has the alert, nobody has noted it
            web.on_post = lambda p=process: p.send_signal(signal.SIGKILL)
            process.wait(timeout=120)
            web.on_post = lambda: None
        else:
            asked = len(web.asked)
            until = time.monotonic() + 60
            while time.monotonic() < until and len(web.asked) < asked + 5 and process.poll() is None:
                time.sleep(0.01)
            time.sleep(0.07 * n)
            process.send_signal(signal.SIGKILL)
        _, said = process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL, said  # it lived until it was killed
    ended = once(tmp_path, web)
    told = standing_of(Store.open(tmp_path / "store"))
    assert {s.alert.subject for s in told if s.alert.kind == "rule"} == {
        "TUR->RUS material conflict >= 2 in 7 days", "RUS->UKR ASSAULT >= 1 in 1 days", "RUS->GEO conflict >= 1 in 3 days",
    }  # fmt: skip
    assert web.taken == {s.alert.id: 1 for s in told}
    assert "refused" in {t.outcome for s in told for t in s.sendings}
    assert [t.outcome for s in told for t in s.sendings].count(
        "in doubt"
    ) == 2  # the two that were killed at the worst moment
    assert any("busy" in line for line in ended["resting"])
    assert (
        sum(path == "/busy" for _, path, _ in web.asked) <= 3
    )  # Retry-After: an hour; a kill may come before it is noted
    assert any(path == "/changes" and "If-None-Match" in headers for _, path, headers in web.asked)
    assert not any(path == "/moved" and "example" in headers.get("Host", "") for _, path, headers in web.asked)
