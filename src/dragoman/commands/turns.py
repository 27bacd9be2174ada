"""When relations turned, and who left whom for whom; and the measure of turns against dated history."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from re import fullmatch
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.commands.words import (
    AsJson,
    AsOf,
    DatasetName,
    JustCount,
    Quiet,
    StorePath,
    app,
    day_of,
    evaluate,
    existing,
    open_store,
    print_array,
    print_table,
)
from dragoman.errors import InputError
from dragoman.relations.count_turns import FDR
from dragoman.relations.turns import MOST, NULL_RATE, RATE

if TYPE_CHECKING:
    from dragoman.relations.triangles import Realignment, Triangle
    from dragoman.store import Store

EVENTS_SHOWN = 3
RANKED = {
    "what": "realignment",
    "month": "from",
    "worse": "z worse",
    "p_worse": "chance",
    "better": "z better",
    "p_better": "chance",
    "p": "chance of both",
    "q": "q",
}


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
    """Measure turns found in a series against dated ones.

    A hit is an onset in the expected direction from 7 days before to 28 days after the date.

    Example: dragoman evaluate turns series.parquet episodes.json
    """
    from dragoman.relations.turn_evaluation import evaluate_turns as measure

    for file in (series, episodes):
        existing(file)
    typer.echo(json.dumps(measure(series, episodes, most=most, rate=rate, null_rate=null_rate), ensure_ascii=False))


@app.command()
def turns(
    a: Annotated[str | None, typer.Argument(help="One state: code or name; all pairs if left out.")] = None,
    b: Annotated[str | None, typer.Argument(help="The other; all pairs of the first if left out.")] = None,
    online: Annotated[
        bool, typer.Option("--online", help="As it could have been said at the time, instead of with hindsight.")
    ] = False,
    fdr: Annotated[
        float, typer.Option("--fdr", min=0, max=1, help="Expected share of false turns in a list over several pairs.")
    ] = FDR,
    dataset: DatasetName = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """Show when relations turned: direction, day with its interval, chance, and the events that carry it.

    Of one pair all turns with a chance of one half or more are shown; over several pairs those that keep the expected
    share of false ones under --fdr.

    Example: dragoman turns TUR RUS
    """
    from dragoman import turns as found_in
    from dragoman.records import row_of

    opened, _ = open_store(store, as_of)
    found = found_in(opened, a, b, online=online, fdr=fdr, dataset=dataset)
    if just_count:
        typer.echo(json.dumps({"count": len(found)}))
    elif as_json:
        print_array({**row_of(t), "size": t.size} for t in found)
    elif not found:
        typer.echo(_no_turn(opened, a, b))
    else:
        print_table(
            (
                {
                    **row_of(t),
                    "pair": f"{t.a}-{t.b}",
                    "interval": f"{t.first} to {t.last}",
                    "balance": f"{t.before:+.2f} → {t.after:+.2f}",
                    "told": f"{len(t.events)}: {' '.join(t.events[:EVENTS_SHOWN])}",
                }
                for t in found
            ),
            {
                "pair": "pair",
                "direction": "turn",
                "day": "day",
                "interval": "90 % interval",
                "balance": "balance",
                "probability": "chance",
                "q": "q",
                "known": "known on",
                "told": "events",
            },
        )
        if not quiet:
            typer.echo(
                "Walk to the sentences: dragoman explain EVENT. q: expected share of false turns down to this one.",
                err=True,
            )


def _no_turn(store: Store, a: str | None, b: str | None) -> str:
    """Why nothing is shown: no news to turn, or no turn in them."""
    from dragoman.mentions.codes import code_of
    from dragoman.views.listings import Filters, count

    if a and b:
        ends = [code_of(word) for word in (a, b)]
        if not any(
            count(store, "events", Filters(actor=x, target=y, status="actual")) for x, y in (ends, reversed(ends))
        ):
            return f"No actual event between {a} and {b} in this store: no turn can be told."
    of = f" between {a} and {b}" if a and b else f" of {a}" if a else ""
    return f"No turn{of} that the events of this store tell with enough certainty."


@app.command()
def triangles(
    a: Annotated[str | None, typer.Argument(help="The state between two others; a ranked list if left out.")] = None,
    b: Annotated[str | None, typer.Argument(help="One of the two.")] = None,
    c: Annotated[str | None, typer.Argument(help="The other.")] = None,
    month: Annotated[
        str | None, typer.Option("--month", help="First month of the half-year to look at, YYYY-MM.")
    ] = None,
    fdr: Annotated[
        float, typer.Option("--fdr", min=0, max=1, help="Expected share of chance realignments in the list.")
    ] = FDR,
    dataset: DatasetName = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Test whether a state leaves one for another; without states, rank the realignments of a half-year.

    Both sides must have changed. The chance is the larger of those of the two sides, each of a relation that goes on
    as it does, with its own crises and gaps.

    Example: dragoman triangles TUR RUS UKR
    """
    from dragoman import realignment, realignments, triangle
    from dragoman.records import row_of
    from dragoman.views.export import jsonable

    opened, _ = open_store(store, as_of)
    at = day_of(f"{month}-01" if month and fullmatch(r"\d{4}-\d{2}", month) else month, "--month")
    if a is None:
        ranked = realignments(opened, month=at, fdr=fdr, dataset=dataset)
        if as_json:
            print_array(row_of(r) for r in ranked)
        elif not ranked:
            typer.echo(f"No realignment that stands out from chance (false-discovery rate {fdr:g}).")
        else:
            print_table(ranked_rows(ranked), RANKED)
        return
    if b is None or c is None:
        raise InputError(
            f"{a} {'alone is' if b is None else f'and {b} are'} no triangle; name three states, or none for a ranked list."
        )
    if at is not None:
        both = [realignment(opened, a, *others, at, dataset=dataset) for others in ((b, c), (c, b))]
        told = [r for r in both if r is not None]
        if as_json:
            print_array(row_of(r) for r in told)
        elif not told:
            typer.echo(f"Nothing to compare in the half-year from {at:%Y-%m}: one of the two pairs has no news.")
        else:
            print_table(ranked_rows(told), RANKED)
        return
    found = triangle(opened, a, b, c, dataset=dataset)
    if as_json:
        typer.echo(json.dumps(jsonable(row_of(found)), ensure_ascii=False))
        return
    for line in lines_of(found, quiet=quiet):
        typer.echo(line)


def ranked_rows(ranked: list[Realignment]) -> Iterator[dict[str, Any]]:
    """Rows of a ranked list on screen."""
    for r in ranked:
        yield {
            "what": f"{r.a} leaves {r.b} for {r.c}",
            "month": f"{r.month:%Y-%m}",
            "worse": f"{r.z_worse:+.2f}",
            "p_worse": f"{r.p_worse:.4f}",
            "better": f"{r.z_better:+.2f}",
            "p_better": f"{r.p_better:.4f}",
            "p": f"{r.p:.4f}",
            "q": r.q,
        }


def lines_of(found: Triangle, *, quiet: bool) -> Iterator[str]:
    """A triangle in words."""
    yield f"{found.a}-{found.b}: {found.events_ab} events. {found.a}-{found.c}: {found.events_ac} events."
    for left, joined, r in (
        (found.b, found.c, found.leaves_b_for_c),
        (found.c, found.b, found.leaves_c_for_b),
    ):
        if r is None:
            yield f"{found.a} leaves {left} for {joined}: cannot be told, the two pairs never have news together."
            continue
        verdict = "stands out from chance" if r.p <= 0.05 else "does not stand out from chance"
        yield (
            f"{found.a} leaves {left} for {joined}: most in the half-year from {r.month:%Y-%m} "
            f"({found.a}-{left}: z {r.z_worse:+.1f}, chance {r.p_worse:.2f}; {found.a}-{joined}: z {r.z_better:+.1f}, "
            f"chance {r.p_better:.2f}); chance {r.p:.2f} of both where at most one changed: {verdict}."
        )
    if found.see_saw is None:
        yield "See-saw: cannot be told, fewer than 12 months in which both relations have news."
    else:
        yield (
            f"See-saw (one up, other down): rank correlation {found.see_saw:+.2f} over {found.see_saw_months} months, "
            f"chance {found.see_saw_p:.2f}."
        )
    if found.leaning:
        day, level, low, high = found.leaning[-1]
        yield (
            f"Leaning in the year to {day:%Y-%m}: {level:+.2f} [{low:+.2f}, {high:+.2f}] "
            f"(+ nearer to {found.b}, - nearer to {found.c}; -2 to +2)."
        )
    if not quiet:
        yield (
            "The search over all months misses most realignments; one month is tested with more power: --month YYYY-MM. "
            "When each relation turned: dragoman turns A B."
        )
