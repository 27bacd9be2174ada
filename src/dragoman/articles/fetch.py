"""One door to the web: an address in, its bytes out; refused where it leads inward, too far, too late or too much."""

from __future__ import annotations

import ipaddress
import re
import socket
import time
import zlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from dragoman.articles.options import Validators
from dragoman.articles.stream import PIECE, gunzipped
from dragoman.errors import FetchRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.settings import Settings

__all__ = ["Fetched", "fetch", "is_public"]

_AGENT = "dragoman (reads news for a corpus; https://pypi.org/project/dragoman/)"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: IPv4 addresses inside IPv6 ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address answered."""

    url: str  # the last address, after redirects
    content: bytes | None  # None: unchanged since the validators that were sent (status 304)
    content_type: str | None
    charset: str | None
    validators: Validators


def fetch(url: str, *, settings: Settings, validators: Validators | None = None) -> Fetched:
    """Get what stands at an address.

    Every host, after every redirect too, is looked up once; all its addresses must be public, and the connection goes
    to the address that was checked, so that a name cannot change its meaning in between. Proxies are not used.

    Raises:
        FetchRefused: no http or https; a private address; more than `fetch_bytes`, `fetch_seconds` or
            `fetch_redirects`; no connection; a status that is no success.
    """
    import httpx

    from dragoman.articles.transport import Door

    deadline = time.monotonic() + settings.fetch_seconds
    sent = {"User-Agent": _AGENT, "Accept-Encoding": "gzip, deflate", "Accept": "text/html, application/xml, */*;q=0.5"}
    if validators and validators.etag:
        sent["If-None-Match"] = validators.etag
    if validators and validators.last_modified:
        sent["If-Modified-Since"] = validators.last_modified
    try:
        with httpx.Client(
            transport=Door(partial(_looked_up, settings=settings), deadline),
            follow_redirects=False,
            timeout=settings.fetch_seconds,
        ) as client:
            for _ in range(settings.fetch_redirects + 1):
                _check_address(url)
                with client.stream("GET", url, headers=sent) as response:
                    if response.is_redirect and "location" in response.headers:
                        url = urljoin(url, response.headers["location"])
                        continue
                    return _answer(url, response, settings, deadline)
    except FetchRefused:
        raise
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, zlib.error, EOFError) as cause:
        if refused := _refusal_behind(cause):
            raise refused from cause
        if isinstance(cause, httpx.TimeoutException) or time.monotonic() >= deadline:
            raise _too_late(url, settings) from cause
        raise FetchRefused(
            f"{url} did not answer as expected ({type(cause).__name__}: {str(cause)[:150]}); expected a page or a feed. "
            "Check the address and the connection."
        ) from cause
    raise FetchRefused(
        f"{url} was reached after more than {settings.fetch_redirects} redirects (setting fetch_redirects). "
        "Give the address at which it ends."
    )


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, whatever it wraps."""
    try:
        ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    inner: Any = None
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if inner is not None:
        return is_public(str(inner))
    return ip.is_global and not (
        ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local
    )


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        scheme, host, _ = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError as cause:
        raise FetchRefused(f"{url!r} is no address; expected http://host/path or https://host/path.") from cause
    if scheme not in ("http", "https") or not host:
        raise FetchRefused(f"{url!r} is not fetched; expected an address that begins with http:// or https://.")
    if parts.username is not None:
        raise FetchRefused(
            f"The address at {host} carries a user name; expected one without. Remove what stands before the @."
        )


def _answer(url: str, response: Any, settings: Settings, deadline: float) -> Fetched:
    kept = Validators(response.headers.get("etag"), response.headers.get("last-modified"))
    content_type = response.headers.get("content-type")
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type or "", re.IGNORECASE)
    charset = found[1] if found else None
    if response.status_code == 304:
        return Fetched(url=url, content=None, content_type=content_type, charset=charset, validators=kept)
    if not 200 <= response.status_code < 300:
        raise FetchRefused(
            f"{url} answered with status {response.status_code}; expected 200. Check the address.",
            status=response.status_code,
            retry_after=response.headers.get("retry-after"),
        )
    parts, held, raw_held = [], 0, 0

    def bounded() -> Iterator[bytes]:
        nonlocal raw_held
        for piece in response.iter_raw(PIECE):
            raw_held += len(piece)
            if raw_held > settings.fetch_bytes:
                raise _too_much(url, settings)
            if time.monotonic() > deadline:
                raise _too_late(url, settings)
            yield piece

    for piece in _unpacked(bounded(), response.headers.get("content-encoding", "").strip().lower(), url):
        held += len(piece)
        if held > settings.fetch_bytes:
            raise _too_much(url, settings)
        parts.append(piece)
    return Fetched(url=url, content=b"".join(parts), content_type=content_type, charset=charset, validators=kept)


def _unpacked(pieces: Iterator[bytes], encoding: str, url: str) -> Iterator[bytes]:
    """Content without its transport compression, in pieces of bounded size."""
    if encoding in ("", "identity"):
        yield from pieces
    elif encoding in ("gzip", "x-gzip"):
        yield from gunzipped(pieces)
    elif encoding == "deflate":
        inflater: Any = None
        for piece in pieces:
            inflater = inflater or zlib.decompressobj(15 if piece[:1] == b"\x78" else -15)
            data = piece
            while data:
                yield inflater.decompress(data, PIECE)
                data = inflater.unconsumed_tail
        if inflater:
            yield inflater.flush()
    else:
        raise FetchRefused(f"{url} answered in the compression {encoding!r}; expected gzip or none, as was asked for.")


def _looked_up(host: str, port: int, *, settings: Settings) -> list[str]:
    """The addresses of a host, in the order of the resolver.

    Raises:
        FetchRefused: if one of them is not public, unless the setting `fetch_private` allows it.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as cause:
        raise FetchRefused(
            f"No host {host!r} was found ({cause}); expected one that exists. Check the address and the connection."
        ) from cause
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    inward = [a for a in addresses if not is_public(a)]
    if inward and not settings.fetch_private:
        raise FetchRefused(
            f"{host} leads to {inward[0]}, which is not on the public internet. "
            "If that is meant, allow it with the setting fetch_private."
        )
    return addresses


def _refusal_behind(cause: BaseException | None) -> FetchRefused | None:
    while cause is not None:
        if isinstance(cause, FetchRefused):
            return cause
        cause = cause.__cause__ or cause.__context__
    return None


def _too_much(url: str, settings: Settings) -> FetchRefused:
    return FetchRefused(
        f"{url} answered with more than {settings.fetch_bytes:,} bytes (setting fetch_bytes). Raise it, or give a smaller page."
    )


def _too_late(url: str, settings: Settings) -> FetchRefused:
    return FetchRefused(
        f"{url} took longer than {settings.fetch_seconds:g} seconds (setting fetch_seconds). Try again, or raise it."
    )
