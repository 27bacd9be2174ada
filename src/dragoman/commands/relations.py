"""How two states stand: levels and briefs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.commands.words import (
    AsJson,
    AsOf,
    DatasetName,
    From,
    JustCount,
    Limit,
    Quiet,
    StorePath,
    To,
    app,
    filters_of,
    open_store,
    print_array,
    print_table,
)
from dragoman.errors import InputError

if TYPE_CHECKING:
    from dragoman.store import Store


@app.command()
def relation(
    a: Annotated[str, typer.Argument(help="One state: code or name.")],
    b: Annotated[str, typer.Argument(help="The other.")],
    first: From = None,
    last: To = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Draw the first direction into this .svg or .png file.")
    ] = None,
    dataset: DatasetName = None,
    limit: Limit = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """Show how two states stand, month by month, both directions; a month without news has no level.

    Example: dragoman relation TUR RUS --from 2015-01-01 --to 2016-12-31
    """
    from dragoman import relation as months_of
    from dragoman.records import row_of
    from dragoman.views.brief import level_in_words
    from dragoman.views.charts import level_chart, save

    opened, settings = open_store(store, as_of)
    opened = stood_on(opened, dataset, quiet=quiet or as_json or just_count)
    filters = filters_of(actor=a, target=b, first=first, last=last, limit=limit)
    months = months_of(
        opened, str(filters.actor), str(filters.target), first=filters.first, last=filters.last, settings=settings
    )
    if out is not None:
        towards = [m for m in months if m.source == filters.actor]
        if not towards:
            raise InputError(f"No news of {filters.actor} towards {filters.target}: nothing to draw.")
        save(level_chart(towards), out)
    months = months[:limit] if limit is not None else months
    if just_count:
        typer.echo(json.dumps({"count": len(months)}))
    elif as_json:
        print_array(row_of(m) for m in months)
    elif not months:
        typer.echo(
            f"No dated act between {filters.actor} and {filters.target} in this store: no level, in either direction."
        )
    else:
        print_table(
            (
                {
                    **row_of(m),
                    "pair": f"{m.source} → {m.target}",
                    "month": f"{m.period:%Y-%m}",
                    "level": level_in_words(m),
                }
                for m in months
            ),
            {
                "pair": "pair",
                "month": "month",
                "level": "level [band]",
                "verbal_cooperation": "verbal coop.",
                "material_cooperation": "material coop.",
                "verbal_conflict": "verbal conf.",
                "material_conflict": "material conf.",
                "n_publishers": "outlets",
            },
        )
    if not quiet and months and not as_json and not just_count:
        typer.echo(
            f"Walk to the sentences: dragoman explain {months[0].source}-{months[0].target}@{months[0].period:%Y-%m}",
            err=True,
        )


@app.command()
def brief(
    a: Annotated[str, typer.Argument(help="One state: code or name.")],
    b: Annotated[str, typer.Argument(help="The other.")],
    out: Annotated[Path | None, typer.Option("--out", help="Write .html or .md instead of the screen.")] = None,
    dataset: DatasetName = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Tell what is known of two states: level with band, telling events with sentences, what is missing.

    Example: dragoman brief TUR RUS --out brief.html
    """
    from dataclasses import asdict

    from dragoman.views.brief import make_brief
    from dragoman.views.export import jsonable

    opened, settings = open_store(store, as_of)
    opened = stood_on(opened, dataset, quiet=quiet or as_json)
    pair = filters_of(actor=a, target=b)
    made = make_brief(opened, str(pair.actor), str(pair.target), settings=settings)
    if as_json:
        typer.echo(json.dumps(jsonable(asdict(made)), ensure_ascii=False))
    elif out is None:
        print_brief(made)
    else:
        write_brief(made, out)
        if not quiet:
            typer.echo(f"Brief: {out}")


def stood_on(store: Store, dataset: str | None, *, quiet: bool) -> Store:
    """The store with the data sets in question alone; what was left out is said, since nobody asked for that."""
    from dragoman import statements
    from dragoman.relations import standing_on

    chosen = standing_on(store, dataset)
    if dataset is None and not quiet:
        there = {row["dataset"]: row["n_events"] for row in store.query(statements.DATASETS).to_pylist()}
        others = sorted(there.keys() - set(chosen.datasets or ()))
        if others:
            typer.echo(
                f"Stands on {', '.join(chosen.datasets or ())} alone; the store also holds "
                f"{', '.join(f'{name} ({there[name]:,} events)' for name in others)}. Choose with --dataset NAME; "
                "--dataset all adds them up, and counts twice what two of them tell.",
                err=True,
            )
    return chosen


def write_brief(made: Any, out: Path) -> None:
    """Write a brief in the form that the name of the file asks for."""
    from dragoman.views.brief import as_html, as_markdown

    forms = {".html": as_html, ".htm": as_html, ".md": as_markdown}
    if out.suffix.lower() not in forms:
        raise InputError(f"No form {out.suffix!r}; expected a name ending in .html or .md.")
    text = forms[out.suffix.lower()](made)
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as cause:
        raise InputError(f"Cannot write {out}: {cause.strerror or cause}. Name another place with --out.") from cause


def print_brief(made: Any) -> None:
    """Print a brief on the screen."""
    from rich.console import Console

    from dragoman.views.brief import as_terminal

    console = Console(width=None if sys.stdout.isatty() else 100, highlight=False)
    console.print(as_terminal(made))
