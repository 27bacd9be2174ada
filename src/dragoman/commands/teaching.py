"""`dragoman teach`: classes of the user's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.words import StorePath, app, existing, print_table
from dragoman.errors import InputError


@app.command()
def teach(
    file: Annotated[Path, typer.Argument(help="CSV or JSONL with text, source, target, label.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for what was learned; read --coder FOLDER takes it.")],
    seed: Annotated[int, typer.Option("--seed", help="Of the folds of the cross-validation.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as one JSON object.")] = False,
    store: StorePath = None,  # noqa: ARG001 - every command takes it; none is read here
) -> None:
    """Teach classes of your own from a few dozen labelled sentences each; figures are of held-out folds.

    Example: dragoman teach my_labels.csv --out my_model && dragoman read articles/ --coder my_model
    """
    from dragoman.reports.teaching import teach as fit

    existing(file)
    try:
        figures = fit(file, out, seed=seed)
    except OSError as cause:
        raise InputError(f"Cannot write {out}: {cause.strerror or cause}. Name another folder with --out.") from cause
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False))
        return
    print_table(
        ({"label": name, **row} for name, row in figures["per_class"].items()),
        {"label": "class", "n": "rows", "precision": "precision", "recall": "recall", "f1": "F1"},
    )
    typer.echo(f"Macro-F1 {figures['macro_f1']:.2f} over held-out fifths of {figures['n']} rows. Written: {out}")
