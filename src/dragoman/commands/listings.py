"""Rows of the store: listed, walked to their sentences, written to a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.commands.words import (
    ActName,
    Actor,
    AsJson,
    AsOf,
    DatasetName,
    From,
    JustCount,
    Limit,
    Quiet,
    StatusName,
    StorePath,
    Target,
    To,
    app,
    filters_of,
    open_store,
    show_rows,
)


@app.command()
def articles(
    actor: Annotated[str | None, typer.Option("--actor", help="Only articles that mention this actor.")] = None,
    first: From = None,
    last: To = None,
    limit: Limit = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """List what was published. Example: dragoman articles --actor TUR --from 2015-11-01"""
    opened, _ = open_store(store, as_of)
    show_rows(
        opened,
        "articles",
        filters_of(actor=actor, first=first, last=last, limit=limit),
        columns={
            "id": "id",
            "day": "day",
            "publisher": "publisher",
            "title": "title",
            "language": "lang",
            "origin": "origin",
        },
        as_json=as_json,
        just_count=just_count,
        quiet=quiet,
    )


@app.command()
def mentions(
    actor: Annotated[str | None, typer.Option("--actor", help="Only this actor.")] = None,
    first: From = None,
    last: To = None,
    limit: Limit = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """List who is named, and why each name was read so.

    A mention tells no act, so there is no --act here: `dragoman reports --act CONSULT` lists acts with their actors.

    Example: dragoman mentions --actor NATO --limit 10
    """
    opened, _ = open_store(store, as_of)
    show_rows(
        opened,
        "mentions",
        filters_of(actor=actor, first=first, last=last, limit=limit),
        columns={
            "id": "id",
            "text": "text",
            "state": "state",
            "sector": "sector",
            "name": "name",
            "score": "score",
            "why": "why",
        },
        as_json=as_json,
        just_count=just_count,
        quiet=quiet,
    )


@app.command()
def reports(
    actor: Actor = None,
    target: Target = None,
    act: ActName = None,
    status: StatusName = "actual",
    first: From = None,
    last: To = None,
    limit: Limit = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """List who did what to whom, as each sentence tells it. Example: dragoman reports --actor TUR --target RUS"""
    opened, _ = open_store(store, as_of)
    show_rows(
        opened,
        "reports",
        filters_of(actor=actor, target=target, act=act, status=status, first=first, last=last, limit=limit),
        columns={
            "id": "id",
            "day": "day",
            "source": "source",
            "act": "act",
            "target": "target",
            "status": "status",
            "kind": "kind",
            "role": "in",
            "trigger": "trigger",
            "said_by": "said by",
            "confidence": "conf.",
        },
        as_json=as_json,
        just_count=just_count,
        quiet=quiet,
    )


@app.command()
def labels(
    actor: Actor = None,
    target: Target = None,
    first: From = None,
    last: To = None,
    limit: Limit = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """List the classes of your own that sentences tell of a pair (see teach). Example: dragoman labels --actor TUR"""
    opened, _ = open_store(store, as_of)
    show_rows(
        opened,
        "labels",
        filters_of(actor=actor, target=target, first=first, last=last, limit=limit),
        columns={
            "id": "id",
            "article": "article",
            "source": "source",
            "label": "label",
            "target": "target",
            "chance": "chance",
        },
        as_json=as_json,
        just_count=just_count,
        quiet=quiet,
    )


@app.command()
def events(
    actor: Actor = None,
    target: Target = None,
    act: ActName = None,
    status: StatusName = "actual",
    first: From = None,
    last: To = None,
    dataset: DatasetName = None,
    limit: Limit = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """List what happened, each event once. Example: dragoman events --actor RUS --target TUR --from 2015-11-01"""
    opened, _ = open_store(store, as_of)
    show_rows(
        opened,
        "events",
        filters_of(
            actor=actor, target=target, act=act, status=status, first=first, last=last, dataset=dataset, limit=limit
        ),
        columns={
            "id": "id",
            "dataset": "data set",
            "day": "day",
            "day_precision": "exact to",
            "source": "source",
            "act": "act",
            "target": "target",
            "status": "status",
            "n_reports": "reports",
            "n_publishers": "outlets",
            "confidence": "conf.",
        },
        as_json=as_json,
        just_count=just_count,
        quiet=quiet,
    )


@app.command()
def quarantine(
    cleared: Annotated[
        list[str] | None, typer.Option("--clear", help="Ids of items that are settled, or all: list them no more.")
    ] = None,
    note: Annotated[str, typer.Option("--note", help="With --clear: why.")] = "",
    limit: Limit = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """List what came in and could not be used, with the reason and the remedy.

    What can be read later from the same place leaves the quarantine by itself; --clear takes out the rest.

    Example: dragoman quarantine
    """
    if cleared:
        from dragoman.clearing import clear

        opened, settings = open_store(store)
        n = clear(opened, None if cleared == ["all"] else cleared, note=note, settings=settings)
        typer.echo(json.dumps({"cleared": n}) if as_json else f"{n:,} cleared.")
        return
    opened, _ = open_store(store, as_of)
    show_rows(
        opened,
        "quarantine",
        filters_of(limit=limit),
        columns={
            "id": "id",
            "origin": "origin",
            "reason": "reason",
            "found": "found",
            "expected": "expected",
            "remedy": "remedy",
        },
        as_json=as_json,
        just_count=just_count,
        quiet=quiet,
    )


@app.command()
def explain(
    wanted: Annotated[str, typer.Argument(help="An id from a listing or brief, or a level such as TUR-RUS@2015-11.")],
    dataset: DatasetName = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Walk from any figure to the sentences it rests on. Example: dragoman explain TUR-RUS@2015-11"""
    from dragoman.views.explain import explain as receipt_of
    from dragoman.views.export import jsonable

    opened, settings = open_store(store, as_of)
    receipt = receipt_of(opened, wanted, settings=settings, dataset=dataset)
    if as_json:
        typer.echo(json.dumps(jsonable(receipt.as_dict()), ensure_ascii=False))
        return
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    def grow(node: Any) -> Tree:
        label = Text(f"{node.what}  ", style="bold").append(Text(node.words, style="default not bold"))
        if "id" in node.row:
            label.append(Text(f"  {node.row['id']}", style="dim not bold"))
        tree = Tree(label)
        for below in node.beneath:
            tree.children.append(grow(below))
        return tree

    Console(width=None if sys.stdout.isatty() else 160, highlight=False).print(grow(receipt))


@app.command()
def export(
    table: Annotated[
        str,
        typer.Argument(
            help="articles, mentions, quotations, reports, labels, claims, redrafted, frozen, outcomes, events, relations, duplicates, quarantine, runs, batches, "
            "native_events, native_mentions."
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", help="File ending in .csv, .parquet or .jsonl; its code book goes beside it.")
    ],
    actor: Actor = None,
    target: Target = None,
    act: ActName = None,
    status: StatusName = None,
    first: From = None,
    last: To = None,
    dataset: DatasetName = None,
    limit: Annotated[int | None, typer.Option("--limit", help="Rows at most; all unless given.")] = None,
    store: StorePath = None,
    as_of: AsOf = None,
    quiet: Quiet = False,
) -> None:
    """Write a table with its code book. Example: dragoman export events --out events.csv --actor TUR"""
    from dragoman.views.export import export as write

    opened, settings = open_store(store, as_of)
    filters = filters_of(
        actor=actor, target=target, act=act, status=status, first=first, last=last, dataset=dataset, limit=limit
    )
    n = write(opened, table, out, filters=filters, settings=settings)
    if not quiet:
        typer.echo(f"{n:,} rows: {out}; code book: {out.with_name(out.stem + '.codebook.md')}")
