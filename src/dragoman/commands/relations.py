"""How two states stand: levels and briefs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.commands.words import (
    AsJson,
    AsOf,
    DatasetName,
    From,
    JustCount,
    Limit,
    Quiet,
    StorePath,
    To,
    app,
    filters_of,
    open_store,
    print_array,
    print_table,
)
from dragoman.errors import InputError

if TYPE_CHECKING:
    from dragoman.records import Relation
    from dragoman.store import Store
    from dragoman.views.listings import Filters


@app.command()
def relation(
    a: Annotated[str, typer.Argument(help="A state or group: code or name, such as TUR, Turkey or EU.")],
    b: Annotated[str, typer.Argument(help="The other; ALL or nothing: all others together.")] = "ALL",
    measure: Annotated[
        str, typer.Option("--measure", help="L0 balance, L1 mean intensity, L2 affinity through time.")
    ] = "L2",
    by: Annotated[str, typer.Option("--by", help="day, week or month.")] = "month",
    hindsight: Annotated[
        bool, typer.Option("--hindsight", help="L2 from later events too, instead of those up to the period.")
    ] = False,
    undirected: Annotated[bool, typer.Option("--undirected", help="Both directions as one relation.")] = False,
    first: From = None,
    last: To = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Draw the first direction into this .svg or .png file.")
    ] = None,
    dataset: DatasetName = None,
    limit: Limit = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """Show how two states or groups stand, period by period, with bands; a pair without news has no level.

    Example: dragoman relation TUR RUS --measure L2 --by month --from 2015-01-01 --to 2016-12-31
    """
    from dragoman import relation as periods_of
    from dragoman.records import row_of
    from dragoman.views.charts import level_chart, save
    from dragoman.views.standing import end_of

    opened, settings = open_store(store, as_of)
    opened = stood_on(opened, dataset, quiet=quiet or as_json or just_count)
    ends = end_of(a), end_of(b)
    window = filters_of(first=first, last=last, limit=limit)
    periods = periods_of(
        opened,
        *ends,
        measure=measure,
        by=by,
        hindsight=hindsight,
        undirected=undirected,
        first=window.first,
        last=window.last,
        settings=settings,
    )
    if out is not None:
        towards = [m for m in periods if undirected or m.source == ends[0]]
        if not towards:
            raise InputError(f"No news of {ends[0]} towards {ends[1]}: nothing to draw.")
        save(level_chart(towards), out)
    periods = periods[:limit] if limit is not None else periods
    if just_count:
        typer.echo(json.dumps({"count": len(periods)}))
    elif as_json:
        print_array(row_of(m) for m in periods)
    elif not periods:
        typer.echo(_no_level(ends, periods_of(opened, *ends, by=by, undirected=undirected, settings=settings), window))
    else:
        _print_levels(periods, undirected=undirected)
    if not quiet and periods and not as_json and not just_count:
        typer.echo(_walk_on(periods), err=True)


def _no_level(ends: tuple[str, str], known: Sequence[Relation], window: Filters) -> str:
    """Why nothing is shown: no news at all, or none in the span that was asked for."""
    if not known or (window.first is None and window.last is None):
        return f"No dated act between {ends[0]} and {ends[1]} in this store: no level, in either direction."
    asked = " ".join(f"{word} {day}" for word, day in (("from", window.first), ("to", window.last)) if day)
    begin, end = min(m.period for m in known), max(m.period for m in known)
    return (
        f"No level between {ends[0]} and {ends[1]} {asked}: their news begin on {begin} and end in the "
        f"{known[0].granularity} of {end}."
    )


def _print_levels(periods: Sequence[Relation], *, undirected: bool) -> None:
    from dragoman.records import row_of
    from dragoman.relations.periods import period_in_words
    from dragoman.views.words import level_in_words

    print_table(
        (
            {
                **row_of(m),
                "pair": f"{m.source} {'–' if undirected else '→'} {m.target}",
                "period": period_in_words(m.period, m.granularity),
                "level": level_in_words(m),
            }
            for m in periods
        ),
        {
            "pair": "pair",
            "period": periods[0].granularity,
            "level": f"{periods[0].measure} [band]",
            "verbal_cooperation": "verbal coop.",
            "material_cooperation": "material coop.",
            "verbal_conflict": "verbal conf.",
            "material_conflict": "material conf.",
            "n_publishers": "outlets",
            **({"disagree": "measures disagree"} if any(m.disagree for m in periods) else {}),
        },
    )


def _walk_on(periods: Sequence[Relation]) -> str:
    """How to get from these figures to the sentences."""
    from dragoman.relations.groups import is_group

    told = periods[0]
    if is_group(told.source) or is_group(told.target):
        return f"Walk to the events: dragoman events --from {told.period}"
    return f"Walk to the sentences: dragoman explain {told.source}-{told.target}@{told.period:%Y-%m}"


@app.command()
def brief(
    a: Annotated[str, typer.Argument(help="A state: code or name.")],
    b: Annotated[
        str | None, typer.Argument(help="Another, for the pair; left out: the state among its partners.")
    ] = None,
    c: Annotated[str | None, typer.Argument(help="A third: the first between the second and the third.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write .html, .md or .pdf instead of the screen.")] = None,
    dataset: DatasetName = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Tell what is known of a pair, a state or a triangle: levels with bands, telling events with sentences, what is missing.

    Example: dragoman brief TUR RUS --out brief.pdf
    """
    from dataclasses import asdict

    from dragoman.mentions.codes import code_of
    from dragoman.views.brief_more import brief_of
    from dragoman.views.export import jsonable

    opened, settings = open_store(store, as_of)
    opened = stood_on(opened, dataset, quiet=quiet or as_json)
    codes = [code_of(word) for word in (a, b, c) if word is not None]
    made = brief_of(opened, codes, settings=settings)
    if as_json:
        typer.echo(json.dumps(jsonable(asdict(made)), ensure_ascii=False))
    elif out is None:
        print_brief(made)
    else:
        write_brief(made, out)
        if not quiet:
            typer.echo(f"Brief: {out}")


def stood_on(store: Store, dataset: str | None, *, quiet: bool) -> Store:
    """The store with the data sets in question alone; what was left out is said, since nobody asked for that."""
    from dragoman import statements
    from dragoman.relations import standing_on

    chosen = standing_on(store, dataset)
    if dataset is None and not quiet:
        there = {row["dataset"]: row["n_events"] for row in store.query(statements.DATASETS).to_pylist()}
        others = sorted(there.keys() - set(chosen.datasets or ()))
        if others:
            typer.echo(
                f"Stands on {', '.join(chosen.datasets or ())} alone; the store also holds "
                f"{', '.join(f'{name} ({there[name]:,} events)' for name in others)}. Choose with --dataset NAME; "
                "--dataset all adds them up, and counts twice what two of them tell.",
                err=True,
            )
    return chosen


def write_brief(made: Any, out: Path) -> None:
    """Write a brief in the form that the name of the file asks for."""
    from dragoman.views.brief import Brief
    from dragoman.views.pdf import as_pdf
    from dragoman.views.printed import as_html, as_markdown
    from dragoman.views.sheet_forms import sheet_as_html, sheet_as_markdown
    from dragoman.views.sheets import sheet_of

    pair = isinstance(made, Brief)
    form = out.suffix.lower()
    if form not in {".html", ".htm", ".md", ".pdf"}:
        raise InputError(f"No form {out.suffix!r}; expected a name ending in .html, .md or .pdf.")
    if form == ".pdf":
        content = as_pdf(sheet_of(made))
    elif form == ".md":
        content = (as_markdown(made) if pair else sheet_as_markdown(sheet_of(made))).encode()
    else:
        content = (as_html(made) if pair else sheet_as_html(sheet_of(made))).encode()
    try:
        out.write_bytes(content)
    except OSError as cause:
        raise InputError(f"Cannot write {out}: {cause.strerror or cause}. Name another place with --out.") from cause


def print_brief(made: Any) -> None:
    """Print a brief on the screen."""
    from rich.console import Console

    from dragoman.views.brief import Brief
    from dragoman.views.printed import as_terminal
    from dragoman.views.sheet_forms import sheet_as_terminal
    from dragoman.views.sheets import sheet_of

    console = Console(width=None if sys.stdout.isatty() else 100, highlight=False)
    console.print(as_terminal(made) if isinstance(made, Brief) else sheet_as_terminal(sheet_of(made)))
