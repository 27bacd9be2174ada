"""One article with its acts, speakers, status and kinds marked."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from dragoman.commands.words import AsJson, AsOf, Out, Quiet, StorePath, app, open_store
from dragoman.errors import InputError


@app.command()
def article(
    wanted: Annotated[str, typer.Argument(help="Id of an article, as `dragoman articles` lists it.")],
    out: Out = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Print an article with its acts, speakers, status and kinds marked; --out x.html writes a page.

    Example: dragoman article A0123456789abcdef --out article.html
    """
    from dragoman.views.article import as_html, as_terminal, mark_article
    from dragoman.views.export import jsonable

    opened, _ = open_store(store, as_of)
    marked = mark_article(opened, wanted)
    if as_json:
        typer.echo(json.dumps(jsonable(marked.as_dict()), ensure_ascii=False))
        return
    if out is not None:
        if out.suffix.lower() not in (".html", ".htm"):
            raise InputError(f"No form {out.suffix!r}; expected a name ending in .html.")
        try:
            out.write_text(as_html(marked), encoding="utf-8")
        except OSError as cause:
            raise InputError(
                f"Cannot write {out}: {cause.strerror or cause}. Name another place with --out."
            ) from cause
        if not quiet:
            typer.echo(f"Article: {out}")
        return
    from rich.console import Console

    Console(width=None if sys.stdout.isatty() else 100, highlight=False).print(as_terminal(marked))
