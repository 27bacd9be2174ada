"""When relations turned, and who left whom for whom; and the measure of turns against dated history."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.words import StorePath, evaluate, existing
from dragoman.relations.turns import MOST, NULL_RATE, RATE


@evaluate.command("turns")
def evaluate_turns(
    series: Annotated[Path, typer.Argument(help="Parquet with date, a, b, w: daily sums of signed weights.")],
    episodes: Annotated[Path, typer.Argument(help="JSON list of a, b, date, expected: better or worse.")],
    most: Annotated[int, typer.Option("--most", min=1, help="Most active pairs that rates are counted over.")] = MOST,
    rate: Annotated[float, typer.Option("--rate", min=0.001, help="Onsets per pair-year, at most.")] = RATE,
    null_rate: Annotated[
        float, typer.Option("--null-rate", min=0.001, help="The same in series without turns, at most.")
    ] = NULL_RATE,
    store: StorePath = None,  # noqa: ARG001 - every command takes it; none is read here
) -> None:
    """Measure turns found in a series against dated ones. Example: dragoman evaluate turns series.parquet episodes.json

    A hit is an onset in the expected direction from 7 days before to 28 days after the date.
    """
    from dragoman.relations.turn_evaluation import evaluate_turns as measure

    for file in (series, episodes):
        existing(file)
    typer.echo(json.dumps(measure(series, episodes, most=most, rate=rate, null_rate=null_rate), ensure_ascii=False))
