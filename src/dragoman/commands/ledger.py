"""`dragoman evaluate forecasts`, `dragoman claims settle`, `claims table`, `claims overrule`: outcomes and scores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.words import StorePath, evaluate, existing


@evaluate.command("forecasts")
def evaluate_forecasts(
    file: Annotated[Path, typer.Argument(help="JSONL with freeze_value (chance), resolved_to (0 to 1), source.")],
    by: Annotated[str, typer.Option("--by", help="Field whose values are told apart.")] = "source",
    store: StorePath = None,  # noqa: ARG001 - every command takes it; none is read here
) -> None:
    """Score other people's forecasts of resolved questions. Example: dragoman evaluate forecasts markets.jsonl"""
    from dragoman.claims.evaluation_forecasts import evaluate_forecasts as measure

    existing(file)
    typer.echo(json.dumps(measure(file, by=by), ensure_ascii=False))
