"""The house: settings, doctor, demo."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.reading import read
from dragoman.commands.relations import print_brief, write_brief
from dragoman.commands.words import (
    AsJson,
    JustCount,
    Quiet,
    StorePath,
    app,
    open_store,
    print_array,
    print_table,
    settings_in_force,
)


@app.command()
def settings(store: StorePath = None, as_json: AsJson = False, just_count: JustCount = False) -> None:
    """List every setting with its value and what it does. Example: DRAGOMAN_BAND=0.8 dragoman settings"""
    from dragoman.settings import SETTINGS

    values = settings_in_force(store).as_dict()
    listed = [
        {"name": s.name, "value": values[s.name], "default": s.default, "variable": s.variable, "help": s.help}
        for s in SETTINGS
    ]
    if just_count:
        typer.echo(json.dumps({"count": len(listed)}))
    elif as_json:
        print_array(listed)
    else:
        print_table(
            listed, {"name": "name", "value": "value", "default": "default", "variable": "variable", "help": "help"}
        )


@app.command()
def doctor(store: StorePath = None, as_json: AsJson = False) -> None:
    """Check versions, model, tables, store, disk and browser, and name the fix. Example: dragoman doctor"""
    from dataclasses import asdict

    from dragoman.doctor import examine

    findings = examine(settings_in_force(store))
    if as_json:
        print_array(asdict(f) for f in findings)
    else:
        print_table(
            ({**asdict(f), "ok": "ok" if f.ok else "look" if f.optional else "BAD"} for f in findings),
            {"ok": "", "what": "what", "found": "found", "fix": "fix"},
        )
    if any(not f.ok and not f.optional for f in findings):
        raise typer.Exit(1)


@app.command()
def demo(
    store: StorePath = None,
    out: Annotated[Path, typer.Option("--out", help="Where the brief goes.")] = Path("brief.html"),
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="Prepare the sample and end, without serving the dashboard.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Read the bundled sample, brief Turkey and Russia, and open the dashboard: the main job, from articles to a page.

    On a terminal the dashboard is served until Ctrl-C; elsewhere, as under CI, its address is named and the demo ends.

    Example: dragoman demo --store demo-store
    """
    from dragoman.data import folder
    from dragoman.views.brief import make_brief

    read([str(folder("sample"))], store=store, quiet=quiet)
    opened, in_force = open_store(store)
    made = make_brief(opened, "TUR", "RUS", settings=in_force)
    write_brief(made, out)
    if not quiet:
        print_brief(made)
        typer.echo(f"\nThe same with charts: {out}")
        typer.echo(
            "Go on: dragoman brief TUR UKR · dragoman explain TUR-RUS@2015-11 · dragoman read YOUR-FOLDER --store my-store"
        )
    if no_serve or quiet or not (sys.stdin.isatty() and sys.stdout.isatty()):
        if not quiet:
            typer.echo(f"Dashboard: `dragoman serve --store {in_force.store}`, then http://127.0.0.1:8620/pair/TUR/RUS")
        return
    from dragoman.commands.dashboard import told
    from dragoman.views.web.guard import Access
    from dragoman.views.web.serving import serve

    serve(in_force.store, in_force, Access(port=0), started=told)
