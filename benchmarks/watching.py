"""Restart drill with the real coder: does each alert arrive exactly once, however often the watch is killed?

    python benchmarks/watching.py --restarts 10

Serves feeds on the loopback that grow from round to round, and a webhook; starts `dragoman watch` on them and kills it
with SIGKILL at random moments. Prints JSON; ends with 1 if an alert arrived twice or not at all.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMMAND = (sys.executable, "-c", "from dragoman.cli import main; main()")
PAIRS = (
    ("Turkish", "Greek"),
    ("Russian", "Ukrainian"),
    ("Israeli", "Syrian"),
    ("Armenian", "Azerbaijani"),
    ("Indian", "Pakistani"),
)
RULES = ("TUR->GRC", "RUS->UKR", "ISR->SYR", "ARM->AZE", "IND->PAK")
ITEM = "<item><title>{title}</title><guid>{guid}</guid><pubDate>{day} Nov 2015 10:00:00 GMT</pubDate><description>{text}</description></item>"


class Handler(BaseHTTPRequestHandler):
    """Feeds by GET, the webhook by POST."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """The feed of this round."""
        content = self.server.feed.encode()  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_POST(self) -> None:
        """Take an alert."""
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken[told["id"]] += 1  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()


def feed(rounds: int) -> str:
    items = []
    for n, (one, other) in enumerate(PAIRS):
        if rounds > 2 * n:
            text = f"{one} warplanes bombed {other} army positions on Tuesday, killing nine soldiers, officials said."
            items.append(ITEM.format(title=f"Raid {n}", guid=f"r{n}", day=f"{24 + n % 5}", text=text))
    return f"<rss version='2.0'><channel><title>Drill</title>{''.join(items)}</channel></rss>"


def drill(folder: Path, restarts: int, seed: int) -> dict[str, object]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    server.taken, server.feed = Counter(), feed(0)  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    plan = folder / "feeds.toml"
    rules = [f"{pair} material conflict >= 1 in 7 days" for pair in RULES]
    plan.write_text(f"rules = {json.dumps(rules)}\nfeeds = ['{url}/feed']\n")
    words = [
        *COMMAND,
        "watch",
        str(plan),
        "--store",
        str(folder / "store"),
        "--allow-private",
        "--notify",
        f"{url}/hook",
        "--quiet",
    ]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DRAGOMAN_")} | {
        "DRAGOMAN_WATCH_HOST_SECONDS": "0", "DRAGOMAN_WATCH_BACK_OFF_SECONDS": "0.2",
    }  # fmt: skip
    draw, began = random.Random(seed), time.perf_counter()
    for number in range(1, restarts + 1):
        server.feed = feed(number)  # type: ignore[attr-defined]
        process = subprocess.Popen(
            [*words, "--every", "0.01"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while not (folder / "store" / "watch.lock").exists() and process.poll() is None:
            time.sleep(0.01)
        time.sleep(draw.uniform(3, 9))
        if process.poll() is not None:
            raise SystemExit(f"the watch ended by itself with {process.returncode}")
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run([*words, "--once"], env=environment, check=True, stdout=subprocess.DEVNULL)
    listed = subprocess.run(
        [*COMMAND, "alerts", "--json", "--store", str(folder / "store")],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    alerts = json.loads(listed.stdout)
    doubts = sum(s["outcome"] == "in doubt" for a in alerts for s in a["sendings"])
    return {
        "restarts": restarts, "seed": seed, "alerts": len(alerts), "received": sum(server.taken.values()), "in_doubt": doubts,  # type: ignore[attr-defined]
        "exactly_once": server.taken == {a["id"]: 1 for a in alerts}, "seconds": round(time.perf_counter() - began, 1),  # type: ignore[attr-defined]
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--restarts", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = drill(Path(folder), given.restarts, given.seed)
    print(json.dumps(result, indent=1))
    if not result["exactly_once"] or not result["alerts"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
