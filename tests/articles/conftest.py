"""A short way to read, and a server on the loopback that misbehaves on request."""

from __future__ import annotations

import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from articles.press import FEED, PAGE, read_all

if TYPE_CHECKING:
    from dragoman.articles import ReadOptions


@pytest.fixture
def read(tmp_path):
    """Write a file and read it: articles and quarantined rows."""

    def _read(content: bytes | str, name: str = "input.txt", *, options: ReadOptions | None = None, **given):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_all([path], options=options, **given)

    return _read


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, content: bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        path = self.path
        self.server.seen.append((path, dict(self.headers)))
        try:
            if path == "/page":
                self.send(PAGE.encode())
            elif path == "/feed":
                if self.headers.get("If-None-Match") == '"v1"':
                    self.send(b"", status=304, ETag='"v1"')
                else:
                    link = f"http://127.0.0.1:{self.server.server_port}/page"
                    self.send(
                        FEED.replace("LINK", link).encode(),
                        "application/rss+xml",
                        ETag='"v1"',
                        Last_Modified="Fri, 04 Jan 2019 23:30:00 GMT",
                    )
            elif path.startswith("/hop/"):
                left = int(path.rsplit("/", 1)[1])
                self.send(b"", status=302, Location=f"/hop/{left - 1}" if left else "/page")
            elif path == "/to-file":
                self.send(b"", status=302, Location="file:///etc/passwd")
            elif path == "/to-metadata":
                self.send(b"", status=302, Location="http://169.254.169.254/latest/")
            elif path == "/large":
                self.send(b"x" * 50_000)
            elif path == "/bomb":
                self.send(gzip.compress(b"\0" * 5_000_000), Content_Encoding="gzip")
            elif path == "/gzip":
                self.send(gzip.compress(PAGE.encode()), Content_Encoding="gzip")
            elif path == "/drip":
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                for _ in range(100):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.05)
            elif path == "/drip-head":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                for n in range(100):
                    self.wfile.write(b"X-Slow-%d: x\r\n" % n)
                    self.wfile.flush()
                    time.sleep(0.05)
            else:
                self.send(b"nothing here", status=404)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


@pytest.fixture(scope="session")
def server():
    """A server on the loopback; `server.url` and `server.seen`, its requests."""
    running = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    running.daemon_threads = True
    running.seen = []
    running.url = f"http://127.0.0.1:{running.server_port}"
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()
