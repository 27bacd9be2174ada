"""The command line: each command reads its words, calls one public function and shows the result."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from dragoman import __version__
from dragoman.errors import DragomanError, InputError

if TYPE_CHECKING:
    from dragoman.flow import Counts
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

# ------------------------------------------------------------------------------- words that commands share

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
Limit = Annotated[int | None, typer.Option("--limit", help=f"Rows at most. On screen {ROWS_ON_SCREEN} unless given.")]
Out = Annotated[Path | None, typer.Option("--out", help="File to write.")]


def main() -> None:
    """Run the command line; errors go to stderr in their own words, with an exit code that means something."""
    try:
        app(standalone_mode=True)
    except DragomanError as error:
        typer.echo(f"dragoman: {error}", err=True)
        sys.exit(error.exit_code)
    except SystemExit as end:
        if end.code == 130:  # typer's code for Ctrl-C
            typer.echo(
                "dragoman: interrupted. What was finished stays; give the same command again to go on.", err=True
            )
        raise
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dragoman {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Reads news and keeps the ledger of how states stand to each other. Every figure opens to its sentences.

    Example: dragoman read articles/ && dragoman brief TUR RUS
    """


def _settings(store: Path | None, given: Mapping[str, Any] | None = None) -> Settings:
    from dragoman.settings import Settings

    return Settings({**({"store": str(store)} if store else {}), **(given or {})})


def _open(store: Path | None, as_of: str | None = None) -> tuple[Store, Settings]:
    from dragoman.store import Store

    settings = _settings(store)
    return Store.open(settings.store, as_of=_moment(as_of)), settings


def _moment(text: str | None) -> int | datetime | None:
    if text is None:
        return None
    try:
        return int(text) if text.isdigit() else datetime.fromisoformat(text)
    except ValueError as cause:
        raise InputError(
            f"--as-of {text!r} is neither a batch number nor an ISO moment such as 2026-11-25T10:00."
        ) from cause


def _day(text: str | None, flag: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as cause:
        raise InputError(f"{flag} {text!r} is no day; expected YYYY-MM-DD, such as 2015-11-24.") from cause


def _filters(
    *,
    actor: str | None = None,
    target: str | None = None,
    act: str | None = None,
    status: str | None = None,
    first: str | None = None,
    last: str | None = None,
    limit: int | None = None,
) -> Filters:
    from dragoman.mentions.codes import code_of
    from dragoman.reports.ontology import acts
    from dragoman.views.listings import Filters

    if act is not None and act.upper() not in acts():
        raise InputError(f"No act {act!r}; expected one of {', '.join(acts())}.")
    return Filters(
        actor=code_of(actor) if actor else None,
        target=code_of(target) if target else None,
        act=act.upper() if act else None,
        status=status,
        first=_day(first, "--from"),
        last=_day(last, "--to"),
        limit=limit,
    )


def _list(
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
        _print_array(rows(store, table, filters))
    else:
        limit = ROWS_ON_SCREEN if filters.limit is None else filters.limit
        shown = list(rows(store, table, replace(filters, limit=limit)))
        _print_table(shown, columns)
        total = count(store, table, filters)
        if not quiet and total > len(shown):
            typer.echo(
                f"{len(shown):,} of {total:,} rows; --limit {total} shows all, --json gives them whole.", err=True
            )


def _print_array(lines: Iterable[Mapping[str, Any]]) -> None:
    """One JSON array, written row by row so that it may be longer than memory."""
    from dragoman.views.export import jsonable

    first = True
    for row in lines:
        typer.echo(("[\n" if first else ",\n") + json.dumps(jsonable(row), ensure_ascii=False), nl=False)
        first = False
    typer.echo("[]" if first else "\n]")


def _print_table(lines: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in columns.values():
        table.add_column(title, overflow="ellipsis" if title in {"origin", "sentence"} else "fold")
    for row in lines:
        table.add_row(*(Text(_cell(row.get(name))) for name in columns))
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.2f}"
    return " ".join(str(value).split())


# ------------------------------------------------------------------------------------------------- reading


@app.command()
def read(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders, addresses, or - for standard input.")],
    day: Annotated[
        str | None, typer.Option("--date", help="Day of publication of articles that have none, YYYY-MM-DD.")
    ] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Outlet of articles that name none.")] = None,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", help="Columns of JSONL, CSV, Parquet: text=body,day=published ...")
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Read the page behind each feed entry.")] = False,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Fetch from private addresses too.")] = False,
    actors: Annotated[list[Path] | None, typer.Option("--actors", help="More actors, in PETRARCH's format.")] = None,
    store: StorePath = None,
    as_json: Annotated[bool, typer.Option("--json", help="The counts as one JSON object.")] = False,
    quiet: Quiet = False,
) -> None:
    """Read articles, code who did what to whom, and keep all of it in the store.

    Reads plain text, Markdown, HTML, JSONL, CSV, Parquet, RSS, Atom and WARC, also .gz, also a folder of these.
    Giving the same command again changes nothing and goes on where an interrupted one stopped.

    Example: dragoman read articles/ --store my-store
    """
    from dragoman.articles import ReadOptions
    from dragoman.flow import read_into
    from dragoman.interrupts import interruptible
    from dragoman.mentions import Actors
    from dragoman.reports import load_coder
    from dragoman.store import Store

    settings = _settings(store, {"fetch_private": True} if allow_private else None)
    options = ReadOptions(day=_day(day, "--date"), publisher=publisher, mapping=_mapping(mapping or []), follow=follow)
    opened = Store.create(settings.store)
    with interruptible() as check, _progress(quiet) as show:

        def progress(counts: Counts) -> None:
            check()
            show(counts)

        counts = read_into(
            opened,
            inputs,
            options=options,
            settings=settings,
            actors=Actors.load(tuple(actors or ())),
            coder=load_coder(settings.coder, settings.historical_days),
            progress=progress,
        )
    if as_json:
        typer.echo(json.dumps(counts.as_dict()))
    elif not quiet:
        _print_counts(counts.as_dict(), settings.store)


def _mapping(pairs: Iterable[str], *, flag: str = "--map", example: str = "text=body,day=published") -> dict[str, str]:
    mapping = {}
    for pair in (p for words in pairs for p in words.split(",")):
        name, equals, column = pair.partition("=")
        if not equals or not name.strip() or not column.strip():
            raise InputError(f"{flag} {pair!r} is no pair; expected such as {example}.")
        mapping[name.strip()] = column.strip()
    return mapping


def _print_counts(counts: Mapping[str, Any], store: str) -> None:
    typer.echo(
        f"{counts['came_in']:,} came in: {counts['stored']:,} stored, {counts['duplicates']:,} known already, "
        f"{counts['updated']:,} dated anew, {counts['quarantined']:,} in quarantine. "
        f"{counts['mentions']:,} mentions, {counts['reports']:,} reports. Store: {store}"
    )
    if counts["undated"]:
        typer.echo(
            f"{counts['undated']:,} have no day of publication: their relative days ({'“last week”'} and the like) stay "
            "unresolved. Give it with --date YYYY-MM-DD."
        )
    if counts["not_coded"]:
        typer.echo(f"{counts['not_coded']:,} are in other languages: kept, not coded.")
    if counts["quarantined"]:
        reasons = ", ".join(f"{n} {reason}" for reason, n in sorted(counts["reasons"].items(), key=lambda r: -r[1]))
        typer.echo(f"In quarantine: {reasons}. See `dragoman quarantine --store {store}`.")


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    """A line that counts while work goes on; nothing where nobody looks."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _counts: None
        return
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("reading …")

        def show(counts: Any) -> None:
            bar.update(
                task,
                description=f"{counts.came_in:,} articles in, {counts.reports:,} reports, {counts.quarantined:,} in quarantine",
            )

        yield show


# ------------------------------------------------------------------------------------------------- listings


@app.command()
def articles(
    actor: Annotated[str | None, typer.Option("--actor", help="Only articles that mention this actor.")] = None,
    first: From = None,
    last: To = None,
    limit: Limit = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """List what was published. Example: dragoman articles --actor TUR --from 2015-11-01"""
    opened, _ = _open(store, as_of)
    _list(
        opened,
        "articles",
        _filters(actor=actor, first=first, last=last, limit=limit),
        columns={
            "id": "id",
            "day": "day",
            "publisher": "publisher",
            "title": "title",
            "language": "lang",
            "origin": "origin",
        },
        as_json=as_json,
        just_count=just_count,
        quiet=quiet,
    )


@app.command()
def mentions(
    actor: Annotated[str | None, typer.Option("--actor", help="Only this actor.")] = None,
    first: From = None,
    last: To = None,
    limit: Limit = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """List who is named, and why each name was read so. Example: dragoman mentions --actor NATO --limit 10"""
    opened, _ = _open(store, as_of)
    _list(
        opened,
        "mentions",
        _filters(actor=actor, first=first, last=last, limit=limit),
        columns={
            "id": "id",
            "text": "text",
            "state": "state",
            "sector": "sector",
            "name": "name",
            "score": "score",
            "why": "why",
        },
        as_json=as_json,
        just_count=just_count,
        quiet=quiet,
    )


@app.command()
def reports(
    actor: Actor = None,
    target: Target = None,
    act: ActName = None,
    status: StatusName = "actual",
    first: From = None,
    last: To = None,
    limit: Limit = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """List who did what to whom, as each sentence tells it. Example: dragoman reports --actor TUR --target RUS"""
    opened, _ = _open(store, as_of)
    _list(
        opened,
        "reports",
        _filters(actor=actor, target=target, act=act, status=status, first=first, last=last, limit=limit),
        columns={
            "id": "id",
            "day": "day",
            "source": "source",
            "act": "act",
            "target": "target",
            "status": "status",
            "kind": "kind",
            "role": "in",
            "trigger": "trigger",
            "said_by": "said by",
            "confidence": "conf.",
        },
        as_json=as_json,
        just_count=just_count,
        quiet=quiet,
    )


@app.command()
def events(
    actor: Actor = None,
    target: Target = None,
    act: ActName = None,
    status: StatusName = "actual",
    first: From = None,
    last: To = None,
    limit: Limit = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """List what happened, each event once. Example: dragoman events --actor RUS --target TUR --from 2015-11-01"""
    opened, _ = _open(store, as_of)
    _list(
        opened,
        "events",
        _filters(actor=actor, target=target, act=act, status=status, first=first, last=last, limit=limit),
        columns={
            "id": "id",
            "day": "day",
            "day_precision": "exact to",
            "source": "source",
            "act": "act",
            "target": "target",
            "status": "status",
            "n_reports": "reports",
            "n_publishers": "outlets",
            "confidence": "conf.",
        },
        as_json=as_json,
        just_count=just_count,
        quiet=quiet,
    )


@app.command()
def quarantine(
    limit: Limit = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """List what came in and could not be used, with the reason and the remedy. Example: dragoman quarantine"""
    opened, _ = _open(store, as_of)
    _list(
        opened,
        "quarantine",
        _filters(limit=limit),
        columns={
            "id": "id",
            "origin": "origin",
            "reason": "reason",
            "found": "found",
            "expected": "expected",
            "remedy": "remedy",
        },
        as_json=as_json,
        just_count=just_count,
        quiet=quiet,
    )


# ------------------------------------------------------------------------------------------------- relations


@app.command()
def relation(
    a: Annotated[str, typer.Argument(help="One state: code or name.")],
    b: Annotated[str, typer.Argument(help="The other.")],
    first: From = None,
    last: To = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Draw the first direction into this .svg or .png file.")
    ] = None,
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

    opened, settings = _open(store, as_of)
    filters = _filters(actor=a, target=b, first=first, last=last, limit=limit)
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
        _print_array(row_of(m) for m in months)
    elif not months:
        typer.echo(
            f"No dated act between {filters.actor} and {filters.target} in this store: no level, in either direction."
        )
    else:
        _print_table(
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

    opened, settings = _open(store, as_of)
    pair = _filters(actor=a, target=b)
    made = make_brief(opened, str(pair.actor), str(pair.target), settings=settings)
    if as_json:
        typer.echo(json.dumps(jsonable(asdict(made)), ensure_ascii=False))
    elif out is None:
        _print_brief(made)
    else:
        _write_brief(made, out)
        if not quiet:
            typer.echo(f"Brief: {out}")


def _write_brief(made: Any, out: Path) -> None:
    from dragoman.views.brief import as_html, as_markdown

    forms = {".html": as_html, ".htm": as_html, ".md": as_markdown}
    if out.suffix.lower() not in forms:
        raise InputError(f"No form {out.suffix!r}; expected a name ending in .html or .md.")
    text = forms[out.suffix.lower()](made)
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as cause:
        raise InputError(f"Cannot write {out}: {cause.strerror or cause}. Name another place with --out.") from cause


def _print_brief(made: Any) -> None:
    from rich.console import Console

    from dragoman.views.brief import as_terminal

    console = Console(width=None if sys.stdout.isatty() else 100, highlight=False)
    console.print(as_terminal(made))


@app.command()
def explain(
    wanted: Annotated[str, typer.Argument(help="An id from a listing or brief, or a level such as TUR-RUS@2015-11.")],
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Walk from any figure to the sentences it rests on. Example: dragoman explain TUR-RUS@2015-11"""
    from dragoman.views.explain import explain as receipt_of
    from dragoman.views.export import jsonable

    opened, settings = _open(store, as_of)
    receipt = receipt_of(opened, wanted, settings=settings)
    if as_json:
        typer.echo(json.dumps(jsonable(receipt.as_dict()), ensure_ascii=False))
        return
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    def grow(node: Any) -> Tree:
        label = Text(f"{node.what}  ", style="bold").append(Text(node.words, style="default not bold"))
        if "id" in node.row:
            label.append(Text(f"  {node.row['id']}", style="dim not bold"))
        tree = Tree(label)
        for below in node.beneath:
            tree.children.append(grow(below))
        return tree

    Console(width=None if sys.stdout.isatty() else 160, highlight=False).print(grow(receipt))


@app.command()
def export(
    table: Annotated[
        str,
        typer.Argument(help="articles, mentions, reports, events, relations, duplicates, quarantine, runs, batches."),
    ],
    out: Annotated[
        Path, typer.Option("--out", help="File ending in .csv, .parquet or .jsonl; its code book goes beside it.")
    ],
    actor: Actor = None,
    target: Target = None,
    act: ActName = None,
    status: StatusName = None,
    first: From = None,
    last: To = None,
    limit: Annotated[int | None, typer.Option("--limit", help="Rows at most; all unless given.")] = None,
    store: StorePath = None,
    as_of: AsOf = None,
    quiet: Quiet = False,
) -> None:
    """Write a table with its code book. Example: dragoman export events --out events.csv --actor TUR"""
    from dragoman.views.export import export as write

    opened, settings = _open(store, as_of)
    filters = _filters(actor=actor, target=target, act=act, status=status, first=first, last=last, limit=limit)
    n = write(opened, table, out, filters=filters, settings=settings)
    if not quiet:
        typer.echo(f"{n:,} rows: {out}; code book: {out.with_name(out.stem + '.codebook.md')}")


# ------------------------------------------------------------------------------------------------- the house


@app.command()
def settings(store: StorePath = None, as_json: AsJson = False, just_count: JustCount = False) -> None:
    """List every setting with its value and what it does. Example: DRAGOMAN_BAND=0.8 dragoman settings"""
    from dragoman.settings import SETTINGS

    values = _settings(store).as_dict()
    listed = [
        {"name": s.name, "value": values[s.name], "default": s.default, "variable": s.variable, "help": s.help}
        for s in SETTINGS
    ]
    if just_count:
        typer.echo(json.dumps({"count": len(listed)}))
    elif as_json:
        _print_array(listed)
    else:
        _print_table(
            listed, {"name": "name", "value": "value", "default": "default", "variable": "variable", "help": "help"}
        )


@app.command()
def doctor(store: StorePath = None, as_json: AsJson = False) -> None:
    """Check versions, model, tables, store, disk and browser, and name the fix. Example: dragoman doctor"""
    from dataclasses import asdict

    from dragoman.doctor import examine

    findings = examine(_settings(store))
    if as_json:
        _print_array(asdict(f) for f in findings)
    else:
        _print_table(
            ({**asdict(f), "ok": "ok" if f.ok else "look" if f.optional else "BAD"} for f in findings),
            {"ok": "", "what": "what", "found": "found", "fix": "fix"},
        )
    if any(not f.ok and not f.optional for f in findings):
        raise typer.Exit(1)


@app.command()
def demo(
    store: StorePath = None,
    out: Annotated[Path, typer.Option("--out", help="Where the brief goes.")] = Path("brief.html"),
    quiet: Quiet = False,
) -> None:
    """Read the bundled sample and brief Turkey and Russia: the main job, from articles to a page.

    Example: dragoman demo --store demo-store
    """
    from dragoman.data import folder
    from dragoman.views.brief import make_brief

    read([str(folder("sample"))], store=store, quiet=quiet)
    opened, in_force = _open(store)
    made = make_brief(opened, "TUR", "RUS", settings=in_force)
    _write_brief(made, out)
    if not quiet:
        _print_brief(made)
        typer.echo(f"\nThe same with charts: {out}")
        typer.echo(
            "Go on: dragoman brief TUR UKR · dragoman explain TUR-RUS@2015-11 · dragoman read YOUR-FOLDER --store my-store"
        )


@evaluate.command("actors")
def evaluate_actors(
    file: Annotated[
        Path, typer.Argument(help="JSONL with text, context, query_date, expected_country, expected_code_1 ...")
    ],
    errors: Annotated[bool, typer.Option("--errors", help="Print the wrong cases too.")] = False,
    store: StorePath = None,  # noqa: ARG001 - every command takes it; none is read here
) -> None:
    """Measure country and sector of actor phrases. Example: dragoman evaluate actors actors.jsonl --errors"""
    from dragoman.mentions import Actors
    from dragoman.mentions import evaluate_actors as measure

    _existing(file)
    measured = measure(file, actors=Actors.load())
    shown = measured if errors else {name: value for name, value in measured.items() if name != "wrong"}
    typer.echo(json.dumps(shown, ensure_ascii=False))


@evaluate.command("reports")
def evaluate_reports(
    file: Annotated[Path, typer.Argument(help="JSONL with text, source, target, event_type ...")],
    store: StorePath = None,
) -> None:
    """Measure who did what to whom, end to end. Example: dragoman evaluate reports reports.jsonl"""
    from dragoman.mentions import Actors
    from dragoman.reports import evaluate_reports as measure
    from dragoman.reports import load_coder

    _existing(file)
    typer.echo(json.dumps(measure(file, coder=load_coder(_settings(store).coder), actors=Actors.load())))


@evaluate.command("acts")
def evaluate_acts(
    file: Annotated[Path, typer.Argument(help="JSONL with text, source and target spans, act.")],
    fold: Annotated[list[str] | None, typer.Option("--fold", help="Take one act for another: CONCEDE=YIELD.")] = None,
    store: StorePath = None,  # noqa: ARG001 - every command takes it; none is read here
) -> None:
    """Measure acts with source and target given.

    Example: dragoman evaluate acts pairs.jsonl --fold CONCEDE=YIELD --fold RETREAT=YIELD
    """
    from dragoman.reports.evaluation_acts import evaluate_acts as measure

    _existing(file)
    typer.echo(json.dumps(measure(file, fold=_mapping(fold or [], flag="--fold", example="CONCEDE=YIELD"))))


@evaluate.command("quads")
def evaluate_quads(
    file: Annotated[Path, typer.Argument(help="JSONL with text, source and target spans, quad class.")],
    store: StorePath = None,  # noqa: ARG001 - every command takes it; none is read here
) -> None:
    """Measure quad classes with source and target given. Example: dragoman evaluate quads quads.jsonl"""
    from dragoman.reports.evaluation_acts import evaluate_quads as measure

    _existing(file)
    typer.echo(json.dumps(measure(file)))


def _existing(file: Path) -> None:
    if not file.is_file():
        raise InputError(f"No file {file}. Name a JSONL file with labelled rows.")
