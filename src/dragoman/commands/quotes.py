"""Who says what: the listing of quotations and its measure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.words import (
    AsJson,
    AsOf,
    From,
    JustCount,
    Limit,
    Quiet,
    StorePath,
    To,
    app,
    evaluate,
    existing,
    filters_of,
    open_store,
    settings_in_force,
    show_rows,
)


@app.command()
def quotes(
    by: Annotated[
        str | None, typer.Option("--by", help="Whose speaker: a code or name, such as TUR or Turkey.")
    ] = None,
    about: Annotated[str | None, typer.Option("--about", help="A state named in what is said: a code or name.")] = None,
    first: From = None,
    last: To = None,
    limit: Limit = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """List who says what: speaker, cue, words. Example: dragoman quotes --by TUR --about RUS"""
    opened, _ = open_store(store, as_of)
    show_rows(
        opened,
        "quotations",
        filters_of(actor=by, target=about, first=first, last=last, limit=limit),
        columns={
            "article": "article",
            "speaker": "speaker",
            "state": "state",
            "cue": "cue",
            "addressee": "to",
            "form": "form",
            "text": "what is said",
            "score": "score",
        },
        as_json=as_json,
        just_count=just_count,
        quiet=quiet,
    )


@evaluate.command("attribution")
def evaluate_attribution(
    file: Annotated[Path, typer.Argument(help="JSONL with id, text, attributions: spans of source, cue, content.")],
    half: Annotated[
        str | None,
        typer.Option("--half", help="tuning or figures: only the articles of that half, by a hash of the id."),
    ] = None,
    store: StorePath = None,
) -> None:
    """Measure who says what against marked articles. Example: dragoman evaluate attribution polnear.jsonl"""
    from dragoman.reports.evaluation_attribution import evaluate_attribution as measure

    existing(file)
    typer.echo(json.dumps(measure(file, half=half, model=settings_in_force(store).spacy_model)))
