"""From a folder to an address: bind, start, say where."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from dragoman.errors import InputError
from dragoman.views.web.guard import Access

if TYPE_CHECKING:
    from dragoman.settings import Settings
    from dragoman.views.web.desk import Desks

__all__ = ["address_of", "serve"]

WARMED_AFTER: Final = 2.0  # seconds; the first page is asked for as soon as the address is printed


def address_of(access: Access) -> str:
    """The address to open, with the token where there is one."""
    host = "127.0.0.1" if access.host in {"0.0.0.0", ""} else "[::1]" if access.host == "::" else access.host  # noqa: S104
    named = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{named}:{access.port}/" + (f"?token={quote(access.token, safe='')}" if access.token else "")


def serve(path: str | Path, settings: Settings, access: Access, *, started: Callable[[str], None]) -> None:
    """Serve the dashboard over a store until it is interrupted.

    Args:
        path: folder of the store.
        settings: in force.
        access: who may ask; port 0 takes a free one.
        started: called once with the address, when it answers.
    Raises:
        StoreMissing: if there is no store.
        InputError: if the address cannot be bound.
    """
    import uvicorn

    from dragoman.views.web.app import application
    from dragoman.views.web.desk import Desks

    desks = Desks(path, settings)
    bound = _bound(access)
    access = Access(access.host, bound.getsockname()[1], access.token, access.writing)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            started(address_of(access))
            threading.Thread(target=_warm, args=(desks,), daemon=True).start()

    config = uvicorn.Config(
        application(desks, access), log_level="warning", access_log=False, server_header=False, ws="none"
    )
    with bound:
        try:
            Server(config).run(sockets=[bound])
        finally:
            desks.close()


def _bound(access: Access) -> socket.socket:
    try:
        family, _, _, _, place = socket.getaddrinfo(access.host, access.port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(place)
    except OSError as cause:
        raise InputError(
            f"Cannot listen on {access.host} port {access.port}: {cause.strerror or cause}. "
            "Name another with --port (0 takes a free one) or --host."
        ) from cause
    return made


def _warm(desks: Desks) -> None:
    """Begin to prepare a large store, and import what the first pair page needs while its reader looks at the first page.

    Not at once: importing would hold up the first page.
    """
    from contextlib import suppress

    from dragoman.errors import DragomanError

    time.sleep(WARMED_AFTER)
    with suppress(DragomanError):  # a page says it
        desks.at()
    import scipy.stats  # noqa: F401

    import dragoman.relations.count_turns  # noqa: F401
