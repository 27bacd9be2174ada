"""The command line. The commands stand in `commands/`, by topic."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from dragoman import __version__
from dragoman.commands import (  # noqa: F401 - each adds its commands to the app
    article,
    claims,
    correct,
    dashboard,
    happenings,
    house,
    importing,
    ledger,
    listings,
    measuring,
    network,
    quotes,
    reading,
    relations,
    teaching,
    turns,
    watching,
)
from dragoman.commands.words import app
from dragoman.errors import DragomanError

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; errors go to stderr in their own words, with an exit code that means something."""
    try:
        app(standalone_mode=True)
    except DragomanError as error:
        typer.echo(f"dragoman: {error}", err=True)
        sys.exit(error.exit_code)
    except SystemExit as end:
        if end.code == 130:  # typer's code for Ctrl-C
            typer.echo(
                "dragoman: interrupted. What was finished stays; give the same command again to go on.", err=True
            )
        raise
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dragoman {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Reads news and keeps the ledger of how states stand to each other. Every figure opens to its sentences.

    Example: dragoman read articles/ && dragoman brief TUR RUS
    """
