"""`dragoman correct`: what a user knows better, kept as rows of its own, in force in every reading, and undoable."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.commands.words import (
    AsJson,
    AsOf,
    Limit,
    Out,
    Quiet,
    StorePath,
    app,
    filters_of,
    open_store,
    print_table,
    show_rows,
)
from dragoman.errors import InputError

correct_app = typer.Typer(
    help="Correct reports and events. Corrections are rows of their own: in force in every reading, listed, undoable.",
    no_args_is_help=True,
)
app.add_typer(correct_app, name="correct")

Author = Annotated[str, typer.Option("--author", help="Who corrects.", envvar="DRAGOMAN_AUTHOR")]
Note = Annotated[str, typer.Option("--note", help="Why.")]
Ids = Annotated[list[str], typer.Argument(help="Ids of reports (R...) or events (E...: all their reports).")]


@correct_app.command("recode")
def recode(
    ids: Ids,
    author: Author,
    note: Note,
    act: Annotated[str | None, typer.Option("--act", help="The right act, such as CONSULT.")] = None,
    status: Annotated[
        str | None, typer.Option("--status", help="actual, historical, future, hypothetical or negated.")
    ] = None,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """Give another act or status.

    Example: dragoman correct recode R0123456789abcdef --act CONSULT --author "A. Reader" --note "a meeting, no deal"
    """
    _correct("recode", ids, author, note, store, as_json, act=act.upper() if act else None, status=status)


@correct_app.command("actor")
def actor(
    ids: Ids,
    author: Author,
    note: Note,
    source: Annotated[
        str | None, typer.Option("--source", help="Who acted: a code or name, with a sector if any, as TUR:MIL.")
    ] = None,
    target: Annotated[str | None, typer.Option("--target", help="Towards whom, likewise.")] = None,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """Give another source or target.

    Example: dragoman correct actor R0123456789abcdef --target SYR:REB --author "A. Reader" --note "the rebels were hit"
    """
    from dragoman.correcting import right_actor

    who = {**right_actor("source", source), **right_actor("target", target)}
    _correct("actor", ids, author, note, store, as_json, **who)


@correct_app.command("discard")
def discard(ids: Ids, author: Author, note: Note, store: StorePath = None, as_json: AsJson = False) -> None:
    """Leave reports out, such as a match report taken for a war.

    Example: dragoman correct discard E0123456789abcdef --author "A. Reader" --note "a football match"
    """
    _correct("discard", ids, author, note, store, as_json)


@correct_app.command("split")
def split(ids: Ids, author: Author, note: Note, store: StorePath = None, as_json: AsJson = False) -> None:
    """Make some reports of an event an event of their own.

    Example: dragoman correct split R0123456789abcdef --author "A. Reader" --note "the second visit"
    """
    _correct("split", ids, author, note, store, as_json)


@correct_app.command("merge")
def merge(ids: Ids, author: Author, note: Note, store: StorePath = None, as_json: AsJson = False) -> None:
    """Make several events one.

    Example: dragoman correct merge E0123456789abcdef Efedcba9876543210 --author "A. Reader" --note "one raid, told twice"
    """
    _correct("merge", ids, author, note, store, as_json)


@correct_app.command("undo")
def undo(
    correction: Annotated[str, typer.Argument(help="Id of a correction (C...).")],
    author: Author,
    note: Note,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """Take a correction back; both stay listed.

    Example: dragoman correct undo C0123456789abcdef --author me --note mistaken
    """
    from dragoman.correcting import undo as take_back

    opened, settings = open_store(store)
    made = take_back(opened, correction, author=author, note=note, settings=settings)
    _told(made.id, f"undid {correction}", as_json)


@correct_app.command("list")
def list_corrections(
    limit: Limit = None, store: StorePath = None, as_of: AsOf = None, as_json: AsJson = False, quiet: Quiet = False
) -> None:
    """Show all corrections, undone ones too. `dragoman export corrections` writes them. Example: dragoman correct list"""
    opened, _ = open_store(store, as_of)
    columns = {
        "id": "correction",
        "verb": "what",
        "author": "author",
        "made": "made",
        "note": "note",
        "undoes": "undoes",
    }
    show_rows(
        opened, "corrections", filters_of(limit=limit), columns=columns, as_json=as_json, just_count=False, quiet=quiet
    )


@correct_app.command("apply")
def apply(
    file: Annotated[Path, typer.Argument(help="JSONL that `dragoman export corrections` wrote.")],
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """Bring corrections from another store; they bind to the same articles. Example: dragoman correct apply corrections.jsonl"""
    from dragoman.correcting import add_corrections
    from dragoman.views.training import read_corrections

    opened, settings = open_store(store)
    n = add_corrections(opened, read_corrections(file), settings=settings)
    typer.echo(json.dumps({"added": n}) if as_json else f"{n} corrections added.")


@correct_app.command("export-training")
def export_training(out: Out = None, store: StorePath = None, as_of: AsOf = None) -> None:
    """Write corrected sentences as training lines (format: training/README.md).

    Example: dragoman correct export-training --out corrected.jsonl
    """
    from dragoman.views.training import training_lines

    opened, _ = open_store(store, as_of)
    lines = [json.dumps(line, ensure_ascii=False) for line in training_lines(opened)]
    if out is None:
        typer.echo("\n".join(lines))
        return
    try:
        out.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    except OSError as cause:
        raise InputError(f"Cannot write {out}: {cause.strerror or cause}. Name another place with --out.") from cause
    typer.echo(f"{len(lines)} sentences written to {out}.", err=True)


def _correct(
    verb: str, ids: list[str], author: str, note: str, store: Path | None, as_json: bool, **right: Any
) -> None:
    from dragoman.correcting import correct

    opened, settings = open_store(store)
    made = correct(opened, verb, ids, author=author, note=note, settings=settings, **right)
    _told(made.id, f"{verb}: {len(made.bound)} reports", as_json)


def _told(name: str, what: str, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"correction": name}))
    else:
        print_table([{"id": name, "what": what}], {"id": "correction", "what": "what"})
