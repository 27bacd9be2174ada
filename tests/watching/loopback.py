"""Feeds that change, fail, redirect, time out and repeat, and a webhook that takes alerts: all on the loopback."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>{title}</title><link>https://example.org/</link>{items}</channel></rss>"""
ITEM = """<item><title>{title}</title><guid>{guid}</guid><link>https://example.org/{guid}</link>
<pubDate>{day}</pubDate><description>{text}</description></item>"""


def item(guid: str, day: str, text: str) -> str:
    return ITEM.format(title=f"News {guid}", guid=guid, day=day, text=text)


def feed(title: str, *items: str) -> bytes:
    return FEED.format(title=title, items="".join(items)).encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        web = self.server.web
        web.asked.append((time.monotonic(), self.path, dict(self.headers)))
        behave = web.pages.get(self.path)
        try:
            if behave is None:
                self.answer(404)
            elif isinstance(behave, bytes):
                tag = f'"{hash(behave)}"'
                if self.headers.get("If-None-Match") == tag:
                    self.answer(304, ETag=tag)
                else:
                    self.answer(200, behave, ETag=tag, Content_Type="application/rss+xml")
            else:
                behave(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def do_POST(self):
        web = self.server.web
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status = web.hook(self.path, self.headers, content)
        try:
            self.answer(status)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


class Web:
    """Pages by path: bytes, or a function that answers. `taken`: alerts that the webhook took, by id."""

    def __init__(self) -> None:
        self.pages: dict[str, object] = {}
        self.asked: list[tuple[float, str, dict[str, str]]] = []
        self.posts: list[tuple[dict[str, str], dict]] = []
        self.statuses: list[int] = []  # of the next posts; then 200
        self.on_post = lambda: None
        self.guard = threading.Lock()

    def hook(self, _path, headers, content) -> int:
        with self.guard:
            status = self.statuses.pop(0) if self.statuses else 200
            if status == 200:
                self.posts.append((dict(headers), json.loads(content)))
        self.on_post()
        return status

    @property
    def taken(self) -> Counter[str]:
        return Counter(told["id"] for _, told in self.posts)


@contextmanager
def serving():
    web = Web()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # the other end is killed on purpose
    server.web = web
    web.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
