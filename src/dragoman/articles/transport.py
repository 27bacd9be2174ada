"""How are bytes carried? Over connections to checked addresses only, on which every wait ends at a deadline.

Imported only where something is fetched: it loads httpx.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Door"]

_TRIED = 4  # addresses of one host that are tried


class Door(httpx.BaseTransport):
    """An httpx transport that connects to addresses that `look_up` gives, and to no others.

    Args:
        look_up: host and port to addresses; raises where it may not be connected to.
        deadline: moment of `time.monotonic` at which every wait ends.
    """

    def __init__(self, look_up: Callable[[str, int], list[str]], deadline: float) -> None:
        """Open no connection yet."""
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), network_backend=_Checked(look_up, deadline)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and give back the response, its content still to be read."""
        url = request.url
        carried = httpcore.Request(
            method=request.method,
            headers=request.headers.raw,
            content=request.stream,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            extensions=request.extensions,
        )
        with _told_as_httpx():
            answer = self._pool.handle_request(carried)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Content(answer.stream))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _told_as_httpx:  # noqa: N801 - reads as a statement
    """Errors of httpcore become those of httpx."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Translate the error, if there is one."""
        if isinstance(error, httpcore.TimeoutException):
            raise httpx.ReadTimeout(str(error)) from error
        if isinstance(error, (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol)):
            raise httpx.TransportError(str(error)) from error


class _Content(httpx.SyncByteStream):
    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        with _told_as_httpx():
            yield from self._inner

    def close(self) -> None:
        self._inner.close()


class _Checked(httpcore.NetworkBackend):
    """Looks a host up once and connects to one of the addresses that came back checked."""

    def __init__(self, look_up: Callable[[str, int], list[str]], deadline: float) -> None:
        self._look_up = look_up
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline rules
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception | None = None
        for address in self._look_up(host, port)[:_TRIED]:
            try:
                inner = httpcore.SyncBackend().connect_tcp(
                    address, port, _left(self._deadline), local_address, socket_options
                )
                return _Timed(inner, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as cause:
                failure = cause
        raise failure or httpcore.ConnectError(f"no address of {host}")


class _Timed(httpcore.NetworkStream):
    """A connection on which every wait ends at the deadline, however slowly the bytes drip."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the deadline rules
        return self._inner.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._inner.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: Any,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, _left(self._deadline)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time is over")
    return left
