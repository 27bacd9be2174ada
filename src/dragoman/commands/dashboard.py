"""The dashboard: serve it over a store."""

from __future__ import annotations

from typing import Annotated

import typer

from dragoman.commands.words import Quiet, StorePath, app, settings_in_force

Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes a free one.")]


@app.command()
def serve(
    store: StorePath = None,
    port: Port = 8620,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on. Other than 127.0.0.1 needs --token.")
    ] = "127.0.0.1",
    token: Annotated[
        str | None,
        typer.Option("--token", envvar="DRAGOMAN_TOKEN", help="What readers must know, 16 characters or more."),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Correct from the page; needs --token.")] = False,
    quiet: Quiet = False,
) -> None:
    """Serve the dashboard over a store, to this machine alone. Example: dragoman serve --store my-store"""
    from dragoman.views.web.guard import Access
    from dragoman.views.web.serving import serve as run

    settings = settings_in_force(store)
    access = Access(host, port, token, write)
    run(settings.store, settings, access, started=lambda address: None if quiet else told(address))


def told(address: str) -> None:
    """Say where the dashboard is, also to a reader behind a pipe."""
    import sys

    typer.echo(f"Dashboard: {address}\nCtrl-C ends it.")
    sys.stdout.flush()
