"""What commands share: the app, options of the same meaning, opening the store, showing rows."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from dragoman.errors import InputError

if TYPE_CHECKING:
    from dragoman.settings import Settings
    from dragoman.store import Store
    from dragoman.views.listings import Filters

app = typer.Typer(
    name="dragoman",
    help="Reads news and keeps the ledger of how states stand to each other. Every figure opens to its sentences.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
evaluate = typer.Typer(help="Measure the coder against labelled files; prints JSON.", no_args_is_help=True)
app.add_typer(evaluate, name="evaluate")

ROWS_ON_SCREEN: Final = 40

StorePath = Annotated[Path | None, typer.Option("--store", help="Folder of the store.", envvar="DRAGOMAN_STORE")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="See the store as of a batch number or an ISO moment (UTC).")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON array of records.")]
JustCount = Annotated[bool, typer.Option("--count", help='Only the number of rows, as {"count": n}.')]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no remarks.")]
Actor = Annotated[str | None, typer.Option("--actor", help="Who acts: a code or name, such as TUR or Turkey.")]
Target = Annotated[str | None, typer.Option("--target", help="Towards whom: a code or name.")]
ActName = Annotated[str | None, typer.Option("--act", help="A PLOVER act, such as SANCTION.")]
StatusName = Annotated[
    str | None, typer.Option("--status", help="actual, historical, future, hypothetical, negated, or all.")
]
From = Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")]
To = Annotated[str | None, typer.Option("--to", help="Last day, YYYY-MM-DD.")]
DatasetName = Annotated[
    str | None, typer.Option("--dataset", help="Data set, such as icews; several with commas; or all.")
]
Limit = Annotated[int | None, typer.Option("--limit", help=f"Rows at most. On screen {ROWS_ON_SCREEN} unless given.")]
Out = Annotated[Path | None, typer.Option("--out", help="File to write.")]


def settings_in_force(store: Path | None, given: Mapping[str, Any] | None = None) -> Settings:
    """Settings from the environment, with the store of `--store` and what the command was given."""
    from dragoman.settings import Settings

    return Settings({**({"store": str(store)} if store else {}), **(given or {})})


def open_store(store: Path | None, as_of: str | None = None) -> tuple[Store, Settings]:
    """Open a store for reading, as `--store` and `--as-of` say."""
    from dragoman.store import Store

    settings = settings_in_force(store)
    return Store.open(settings.store, as_of=moment(as_of)), settings


def moment(text: str | None) -> int | datetime | None:
    """What `--as-of` means: a batch number or a moment."""
    if text is None:
        return None
    try:
        return int(text) if text.isdigit() else datetime.fromisoformat(text)
    except ValueError as cause:
        raise InputError(
            f"--as-of {text!r} is neither a batch number nor an ISO moment such as 2026-11-25T10:00."
        ) from cause


def day_of(text: str | None, flag: str) -> date | None:
    """The day that an option gives."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as cause:
        raise InputError(f"{flag} {text!r} is no day; expected YYYY-MM-DD, such as 2015-11-24.") from cause


def filters_of(
    *,
    actor: str | None = None,
    target: str | None = None,
    act: str | None = None,
    status: str | None = None,
    first: str | None = None,
    last: str | None = None,
    dataset: str | None = None,
    limit: int | None = None,
) -> Filters:
    """Filters of a listing, from the options that listings share."""
    from dragoman.mentions.codes import code_of
    from dragoman.relations.periods import checked_span
    from dragoman.reports.ontology import acts
    from dragoman.views.listings import Filters

    start, end = day_of(first, "--from"), day_of(last, "--to")
    checked_span(start, end)
    if act is not None and act.upper() not in acts():
        raise InputError(f"No act {act!r}; expected one of {', '.join(acts())}.")
    return Filters(
        actor=code_of(actor) if actor else None,
        target=code_of(target) if target else None,
        act=act.upper() if act else None,
        status=status,
        first=start,
        last=end,
        dataset=dataset,
        limit=limit,
    )


def show_rows(
    store: Store,
    table: str,
    filters: Filters,
    *,
    columns: Mapping[str, str],
    as_json: bool,
    just_count: bool,
    quiet: bool,
) -> None:
    """Show rows of a table: a JSON array, a count, or a table on screen."""
    from dataclasses import replace

    from dragoman.views.listings import count, rows

    if just_count:
        typer.echo(json.dumps({"count": count(store, table, filters)}))
    elif as_json:
        print_array(rows(store, table, filters))
    else:
        limit = ROWS_ON_SCREEN if filters.limit is None else filters.limit
        shown = list(rows(store, table, replace(filters, limit=limit)))
        print_table(shown, columns)
        total = count(store, table, filters)
        if not quiet and total > len(shown):
            typer.echo(
                f"{len(shown):,} of {total:,} rows; --limit {total} shows all, --json gives them whole.", err=True
            )


def print_array(lines: Iterable[Mapping[str, Any]]) -> None:
    """One JSON array, written row by row so that it may be longer than memory."""
    from dragoman.views.export import jsonable

    first = True
    for row in lines:
        typer.echo(("[\n" if first else ",\n") + json.dumps(jsonable(row), ensure_ascii=False), nl=False)
        first = False
    typer.echo("[]" if first else "\n]")


def print_table(lines: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> None:
    """Rows as a table on screen, with the columns as they are headed."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in columns.values():
        table.add_column(Text(title), overflow="ellipsis" if title in {"origin", "sentence"} else "fold")
    for row in lines:
        table.add_row(*(Text(_cell(row.get(name))) for name in columns))
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.2f}"
    return " ".join(str(value).split())


def mapping_of(
    pairs: Iterable[str], *, flag: str = "--map", example: str = "text=body,day=published"
) -> dict[str, str]:
    """What options such as `--map text=body,day=published` give, as a mapping."""
    mapping = {}
    for pair in (p for words in pairs for p in words.split(",")):
        name, equals, column = pair.partition("=")
        if not equals or not name.strip() or not column.strip():
            raise InputError(f"{flag} {pair!r} is no pair; expected such as {example}.")
        mapping[name.strip()] = column.strip()
    return mapping


def existing(file: Path) -> None:
    """Refuse a file that is not there."""
    if not file.is_file():
        raise InputError(f"No file {file}. Name a JSONL file with labelled rows.")
