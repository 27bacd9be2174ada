"""`dragoman evaluate stories` and `dragoman evaluate merging`: what happened, against labelled files, printed as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.words import StorePath, evaluate, existing


@evaluate.command("stories")
def evaluate_stories(
    file: Annotated[Path, typer.Argument(help="JSONL with id, text, subtopic or topic, and day if known.")],
    store: StorePath = None,  # noqa: ARG001 - every command takes it; none is read here
) -> None:
    """Measure which articles are told together. Example: dragoman evaluate stories documents.jsonl"""
    from dragoman.events.evaluation import evaluate_stories as measure

    existing(file)
    typer.echo(json.dumps(measure(file)))
