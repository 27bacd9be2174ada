"""Who may ask, and what a browser may do with the answer.

A page on another site can send a browser to this machine; a name that its owner points at 127.0.0.1 makes it "same
origin" (DNS rebinding). So every request must name, in its Host header, an address under which this server was
started. A server that other machines can reach asks for a token. Nothing but GET and HEAD is answered, unless writing
was asked for; then a change must carry the token and come from a page of this server.
"""

from __future__ import annotations

import hmac
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from dragoman.errors import InputError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["COOKIE", "HEADERS", "Access", "Guard"]

COOKIE: Final = "dragoman_token"
LEAST_TOKEN: Final = 16  # characters: shorter ones can be guessed; our choice
READING: Final = frozenset({"GET", "HEAD"})
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask.

    Attributes:
        host: address that the server is bound to.
        port: its port.
        token: what every request must know; None: this machine needs none.
        writing: whether corrections may be made from the page.
    """

    host: str = "127.0.0.1"
    port: int = 8620
    token: str | None = None
    writing: bool = False

    def __post_init__(self) -> None:
        """Refuse what would open the store to others without a token.

        Raises:
            InputError: if other machines can reach the address, or writing is on, and there is no token of 16 characters.
        """
        why = (
            f"Other machines can reach {self.host}"
            if not self.local
            else "Corrections from the page are on (--write)"
            if self.writing
            else None
        )
        if self.token is None and why:
            raise InputError(f"{why}: expected a token. Give --token WORDS, with {LEAST_TOKEN} characters or more.")
        if self.token is not None and len(self.token) < LEAST_TOKEN:
            raise InputError(
                f"The token has {len(self.token)} characters; expected {LEAST_TOKEN} or more. "
                'One is made by: python -c "import secrets; print(secrets.token_urlsafe(24))"'
            )

    @property
    def local(self) -> bool:
        """Whether this machine alone can reach the address."""
        return _loopback(self.host)

    def knows(self, host: str) -> bool:
        """Whether a Host header names this server: a loopback name, the address it is bound to, or a bare address.

        Args:
            host: the header's value, with or without port.
        """
        name, port = _parted(host)
        if port is not None and port != self.port:
            return False
        if _loopback(name) or name == self.host.lower():
            return True
        return not self.local and (_address(name) is not None or name == socket.gethostname().lower())

    def admits(self, given: str | None) -> bool:
        """Whether a request that gives this token may be answered."""
        return self.token is None or (
            given is not None and hmac.compare_digest(given.encode("utf-8"), self.token.encode("utf-8"))
        )


class Guard:
    """ASGI middleware before everything else: checks the request, adds the headers to the answer."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        """Take the application behind it."""
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse, or hand on."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = {name.lower() for name, _ in message.get("headers", ())}
                extra = [(n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in told]
                if b"cache-control" not in told:
                    extra.append((b"cache-control", b"no-store"))
                message = {**message, "headers": [*message.get("headers", ()), *extra]}
            await send(message)

        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        answer = self._judged(scope, headers)
        if answer is None:
            await self.app(scope, receive, guarded)
        else:
            await _say(guarded, *answer)

    def _judged(self, scope: Scope, headers: Mapping[str, str]) -> tuple[int, str, Mapping[str, str]] | None:
        """Status, words and headers of a refusal or of the way to a page without its token; None: go on."""
        if not self.access.knows(headers.get("host", "")):
            return 421, f"This server is not {headers.get('host', 'an unnamed host')[:80]!r}.", {}
        query = scope["query_string"].decode("latin-1")
        asked = dict(parse_qsl(query))
        if "token" in asked and scope["method"] in READING:
            return self._with_token(scope, asked["token"], query)
        if not self.access.admits(_token_of(headers)):
            return 401, "This dashboard asks for its token: open the address that the server printed.", {}
        if scope["method"] not in READING:
            if not self.access.writing:
                return 405, "This dashboard only reads. Start it with --write and --token to correct from the page.", {}
            if not self._from_here(headers):
                return 403, "A change must come from a page of this server.", {}
        return None

    def _with_token(self, scope: Scope, token: str, query: str) -> tuple[int, str, Mapping[str, str]]:
        """From an address with the token to the same without it: the token goes into a cookie, out of sight."""
        if not self.access.admits(token):
            return 403, "The token is another one.", {}
        rest = urlencode([(n, v) for n, v in parse_qsl(query, keep_blank_values=True) if n != "token"])
        path = "/" + scope.get("raw_path", b"/").split(b"?")[0].decode("latin-1").lstrip(
            "/\\"
        )  # "//elsewhere" or "/\elsewhere" leads away
        cookie = f"{COOKIE}={urlencode({'': token})[1:]}; HttpOnly; SameSite=Strict; Path=/"
        return 303, "", {"location": path + (f"?{rest}" if rest else ""), "set-cookie": cookie}

    def _from_here(self, headers: Mapping[str, str]) -> bool:
        """Whether the browser says that the request comes from one of our own pages."""
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site") == "same-origin"
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


async def _say(send: Send, status: int, words: str, headers: Mapping[str, str]) -> None:
    body = words.encode("utf-8")
    told = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    told += [(n.encode(), v.encode("latin-1")) for n, v in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": body})


def _token_of(headers: Mapping[str, str]) -> str | None:
    """The token that a request carries: as a bearer, or in the cookie that its first page set."""
    kind, _, words = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and words:
        return words.strip()
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return dict(parse_qsl(f"t={found.value}")).get("t") if found else None


def _parted(host: str) -> tuple[str, int | None]:
    """Name in lower case and port of a Host header; an unreadable port gives one that no server has."""
    text = host.strip().lower()
    if text.startswith("["):
        name, _, rest = text[1:].partition("]")
        port = rest.removeprefix(":")
    else:
        name, _, port = text.partition(":")
    if not port:
        return name.removesuffix("."), None
    return name.removesuffix("."), int(port) if port.isascii() and port.isdigit() and len(port) < 6 else -1


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return None


def _loopback(name: str) -> bool:
    address = _address(name)
    return name.lower() == "localhost" or (address is not None and address.is_loopback)
