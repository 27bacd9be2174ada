"""Other people's event data: imported, and compared on one pair."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.commands.words import (
    AsOf,
    Quiet,
    StorePath,
    app,
    filters_of,
    mapping_of,
    open_store,
    print_table,
    settings_in_force,
)

if TYPE_CHECKING:
    from dragoman.events.importers import Imported


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Files of event data, also .zip, .gz and .parquet.")],
    family: Annotated[
        str | None,
        typer.Option("--as", help="gdelt, icews, polecat, keds, ucdp, acled or map; seen from the file unless given."),
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help="For other files: source=who,target=whom,day=when,code=act,scheme=cameo ..."),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", help="Name of the data set in the store; the family's unless given.")
    ] = None,
    store: StorePath = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="The counts as one JSON array, one object a data set.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Import event data of GDELT, ICEWS, POLECAT, KEDS, UCDP, ACLED, or any file with a map, beside our own events.

    Giving the same command again changes nothing and goes on where an interrupted one stopped.

    Example: dragoman import 20181120-icews-events.tab --store my-store
    """
    from dragoman.events.importers import import_files
    from dragoman.interrupts import interruptible
    from dragoman.store import Store

    settings = settings_in_force(store)
    opened = Store.create(settings.store)
    with interruptible() as check:

        def progress(counts: Imported) -> None:
            check()
            if not quiet and not as_json:
                typer.echo(f"{counts.dataset}: {counts.rows:,} rows so far", err=True)

        made = import_files(
            opened,
            files,
            settings=settings,
            family=family,
            mapping=mapping_of(mapping or [], example="source=who,target=whom,day=when,code=act"),
            dataset=name,
            progress=progress,
        )
    if as_json:
        typer.echo(json.dumps([counts.as_dict() for counts in made]))
    elif not quiet:
        for counts in made:
            _print_counts(counts, settings.store)


def _print_counts(counts: Imported, store: str) -> None:
    typer.echo(
        f"{counts.dataset}: {counts.rows:,} rows: {counts.imported:,} events imported, {counts.mentions:,} mentions, "
        f"{counts.repeated:,} known already, {counts.quarantined:,} in quarantine. Store: {store}"
    )
    if counts.imported:
        typer.echo(
            f"Of the events {counts.between_states:,} have two actors that stand for states or organisations; "
            f"{counts.without_act:,} have no act in PLOVER and move no relation."
        )
    for what, some in (
        ("In quarantine", counts.reasons),
        ("Faults of the provider in rows that were used", counts.faults),
    ):
        if some:
            typer.echo(f"{what}: {', '.join(f'{n:,} {reason}' for reason, n in some.items())}.")


@app.command()
def compare(
    a: Annotated[str, typer.Argument(help="One state: code or name.")],
    b: Annotated[str, typer.Argument(help="The other.")],
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, with months.")] = False,
) -> None:
    """Compare what the data sets of a store say of two states. Example: dragoman compare USA CHN"""
    from dataclasses import asdict

    from dragoman import statements
    from dragoman.relations import compared
    from dragoman.views.export import jsonable

    opened, _ = open_store(store, as_of)
    pair = filters_of(actor=a, target=b)
    made = compared(opened.query(statements.COMPARED, {"a": pair.actor, "b": pair.target}).to_pylist())
    if as_json:
        typer.echo(json.dumps(jsonable(asdict(made))))
        return
    if not made.sides:
        typer.echo(f"No data set of this store has an event between {pair.actor} and {pair.target}.")
        return
    print_table(
        ({**asdict(side), "pair": f"{side.source} → {side.target}"} for side in made.sides),
        {
            "pair": "pair",
            "dataset": "data set",
            "n_events": "events",
            "n_between_states": "between states",
            "n_without_act": "without act",
            "cooperation": "cooperation",
            "conflict": "conflict",
            "balance": "balance",
        },
    )
    if made.agreement:
        print_table(
            ({**asdict(x), "pair": f"{x.source} → {x.target}", "both": f"{x.one}, {x.other}"} for x in made.agreement),
            {
                "pair": "pair",
                "both": "data sets",
                "n_months": "months",
                "counts": "r of counts",
                "n_levels": "with levels",
                "balances": "r of balances",
            },
        )
