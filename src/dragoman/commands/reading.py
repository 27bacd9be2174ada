"""Reading articles into the store."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.commands.words import Quiet, StorePath, app, day_of, mapping_of, settings_in_force

if TYPE_CHECKING:
    from dragoman.flow import Counts


@app.command()
def read(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders, addresses, or - for standard input.")],
    day: Annotated[
        str | None, typer.Option("--date", help="Day of publication of articles that have none, YYYY-MM-DD.")
    ] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Outlet of articles that name none.")] = None,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", help="Columns of JSONL, CSV, Parquet: text=body,day=published ...")
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Read the page behind each feed entry.")] = False,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Fetch from private addresses too.")] = False,
    actors: Annotated[list[Path] | None, typer.Option("--actors", help="More actors, in PETRARCH's format.")] = None,
    coder: Annotated[
        str | None,
        typer.Option("--coder", help="trained, rules, or the folder of classes that `dragoman teach` wrote."),
    ] = None,
    store: StorePath = None,
    as_json: Annotated[bool, typer.Option("--json", help="The counts as one JSON object.")] = False,
    quiet: Quiet = False,
) -> None:
    """Read articles, code who did what to whom, and keep all of it in the store.

    Reads plain text, Markdown, HTML, JSONL, CSV, Parquet, RSS, Atom and WARC, also .gz, also a folder of these.
    Giving the same command again changes nothing and goes on where an interrupted one stopped.

    Example: dragoman read articles/ --store my-store
    """
    from dragoman.articles import ReadOptions
    from dragoman.flow import read_into
    from dragoman.interrupts import interruptible
    from dragoman.mentions import Actors
    from dragoman.reports import load_coder
    from dragoman.store import Store

    given = ({"fetch_private": True} if allow_private else {}) | ({"coder": coder} if coder else {})
    settings = settings_in_force(store, given)
    options = ReadOptions(
        day=day_of(day, "--date"), publisher=publisher, mapping=mapping_of(mapping or []), follow=follow
    )
    opened = Store.create(settings.store)
    with interruptible() as check, _progress(quiet) as show:

        def progress(counts: Counts) -> None:
            check()
            show(counts)

        counts = read_into(
            opened,
            inputs,
            options=options,
            settings=settings,
            actors=Actors.load(tuple(actors or ())),
            coder=load_coder(settings.coder, settings.historical_days),
            progress=progress,
        )
    if as_json:
        typer.echo(json.dumps(counts.as_dict()))
    elif not quiet:
        _print_counts(counts.as_dict(), settings.store)


def _print_counts(counts: Mapping[str, Any], store: str) -> None:
    typer.echo(
        f"{counts['came_in']:,} came in: {counts['stored']:,} stored, {counts['duplicates']:,} known already, "
        f"{counts['updated']:,} dated anew, {counts['quarantined']:,} in quarantine. "
        f"{counts['mentions']:,} mentions, {counts['reports']:,} reports. Store: {store}"
    )
    if counts["undated"]:
        typer.echo(
            f"{counts['undated']:,} have no day of publication: their relative days ({'“last week”'} and the like) stay "
            "unresolved. Give it with --date YYYY-MM-DD."
        )
    if counts["not_coded"]:
        typer.echo(f"{counts['not_coded']:,} are in other languages: kept, not coded.")
    if counts["quarantined"]:
        reasons = ", ".join(f"{n} {reason}" for reason, n in sorted(counts["reasons"].items(), key=lambda r: -r[1]))
        typer.echo(f"In quarantine: {reasons}. See `dragoman quarantine --store {store}`.")


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    """A line that counts while work goes on; nothing where nobody looks."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _counts: None
        return
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("reading …")

        def show(counts: Any) -> None:
            bar.update(
                task,
                description=f"{counts.came_in:,} articles in, {counts.reports:,} reports, {counts.quarantined:,} in quarantine",
            )

        yield show
