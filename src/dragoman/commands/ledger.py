"""`dragoman evaluate forecasts`, `dragoman claims settle`, `claims table`, `claims overrule`: outcomes and scores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer

from dragoman.claims.score_table import LEAST_SETTLED
from dragoman.commands.claims import claims_app
from dragoman.commands.words import (
    AsJson,
    AsOf,
    DatasetName,
    JustCount,
    Quiet,
    StorePath,
    evaluate,
    existing,
    open_store,
    print_array,
    print_table,
)
from dragoman.errors import InputError

OUTCOME_COLUMNS: Final = {
    "claim": "claim",
    "review": "window",
    "verdict": "verdict",
    "decided": "decided",
    "n_events": "events",
    "brier": "Brier",
    "base": "base rate",
    "why": "why",
}
TABLE_COLUMNS: Final = {
    "rank": "rank",
    "holder": "holder",
    "kind": "kind",
    "review": "window",
    "told": "true/false/void/open",
    "brier": "Brier",
    "brier_base": "base rate's",
    "skill": "skill",
    "log_score": "log",
    "adjusted": "adjusted",
    "band": "90 % band",
}
OVERRULING_COLUMNS: Final = {
    "id": "overruling",
    "claim": "claim",
    "review": "window",
    "verdict": "verdict",
    "undoes": "undoes",
    "author": "author",
    "made": "made",
    "note": "note",
}


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


@claims_app.command("settle")
def claims_settle(
    dataset: DatasetName = None,
    store: StorePath = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """Settle frozen claims from the events after them: true, false, void, or still open.

    Example: dragoman claims settle --dataset icews
    """
    from dragoman.records import row_of
    from dragoman.settling import settle

    opened, settings = open_store(store)
    found = settle(opened, settings=settings, dataset=dataset)
    if just_count:
        typer.echo(json.dumps({"count": len(found)}))
    elif as_json:
        print_array(row_of(o) for o in found)
    elif not found:
        typer.echo("No frozen claim in this store. Freeze one first: dragoman claims freeze CLAIM")
    else:
        print_table((row_of(o) for o in found), OUTCOME_COLUMNS)
        if not quiet:
            verdicts = [o.verdict for o in found]
            told = ", ".join(f"{verdicts.count(v)} {v}" for v in ("true", "false", "void", "open"))
            typer.echo(f"{told}. Scores by holder: dragoman claims table", err=True)


@claims_app.command("table")
def claims_table(
    by: Annotated[str, typer.Option("--by", help="Whose claims are told apart: person, office or outlet.")] = "person",
    least: Annotated[
        int, typer.Option("--least", min=1, help="Settled claims from which a holder is ranked.")
    ] = LEAST_SETTLED,
    plot: Annotated[Path | None, typer.Option("--plot", help="Draw calibration into this .svg or .png.")] = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """Show how well each holder foresaw: scores, against base rates, and adjusted for difficulty.

    Reviews of open-ended claims and intentions stand apart. Example: dragoman claims table --by outlet
    """
    from dragoman.claims.score_table import calibration_of, standings
    from dragoman.records import row_of
    from dragoman.settling import judged

    opened, _ = open_store(store, as_of)
    known = judged(opened)
    found = standings(known, by=by, least=least)
    if plot is not None:
        from dragoman.views.charts import save
        from dragoman.views.charts_claims import calibration_chart

        save(calibration_chart(calibration_of(known)), plot)
    if just_count:
        typer.echo(json.dumps({"count": len(found)}))
    elif as_json:
        print_array(row_of(s) for s in found)
    elif not found:
        typer.echo(f"No settled or open claim of a known {by}. First: dragoman claims settle")
    else:
        print_table(
            (
                {
                    **row_of(s),
                    "told": f"{s.n_true}/{s.n_false}/{s.n_void}/{s.n_open}",
                    "band": None if s.adjusted is None else f"{s.adjusted_low:.2f} to {s.adjusted_high:.2f}",
                }
                for s in found
            ),
            TABLE_COLUMNS,
        )
        if not quiet:
            typer.echo(f"Ranked from {least} settled claims. Brier scores: 0 is perfect, 0.25 a coin's.", err=True)


@claims_app.command("overrule")
def claims_overrule(
    claim: Annotated[str | None, typer.Argument(help="Id of a frozen claim; of an overruling with --undo.")] = None,
    verdict: Annotated[str | None, typer.Argument(help="true, false, void or open.")] = None,
    note: Annotated[str, typer.Option("--note", help="Why.")] = "",
    author: Annotated[str, typer.Option("--author", help="Who says so.", envvar="DRAGOMAN_AUTHOR")] = "unnamed",
    review: Annotated[str | None, typer.Option("--review", help='Such as "12 months", of an open-ended claim.')] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take an overruling back.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Show all overrulings.")] = False,
    dataset: DatasetName = None,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """Say what became of a claim, above the data, with a note; or take that back.

    Example: dragoman claims overrule P0123456789abcdef true --note "The treaty was signed in secret."
    """
    from dragoman.records import row_of
    from dragoman.settling import overrule, overrulings, undo_overruling

    opened, settings = open_store(store)
    if listed:
        made = overrulings(opened)
    elif claim is None or (verdict is None and not undo):
        raise InputError("Name a claim and a verdict (true, false, void, open), an overruling with --undo, or --list.")
    elif undo:
        made = [undo_overruling(opened, claim, author=author, note=note, settings=settings, dataset=dataset)]
    else:
        made = [
            overrule(
                opened,
                claim,
                str(verdict),
                author=author,
                note=note,
                settings=settings,
                review=review,
                dataset=dataset,
            )
        ]
    if as_json:
        print_array(row_of(o) for o in made)
    elif listed:
        print_table((row_of(o) for o in made), OVERRULING_COLUMNS)
    else:
        typer.echo(f"{made[0].id}: {made[0].claim} ({made[0].review}) {made[0].verdict or 'as the data say'}")
