"""How all states stand to each other at once: the signed network of a period."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.commands.relations import stood_on
from dragoman.commands.words import (
    ROWS_ON_SCREEN,
    AsJson,
    AsOf,
    DatasetName,
    From,
    Limit,
    Quiet,
    StorePath,
    To,
    app,
    day_of,
    open_store,
    print_table,
)
from dragoman.errors import InputError
from dragoman.views.networks import EVENTS

if TYPE_CHECKING:
    from dragoman.relations.network import Balance, Network


@app.command(name="network")
def network_of_states(
    first: From = None,
    last: To = None,
    over_time: Annotated[
        str | None, typer.Option("--over-time", help="month or year: one network for each, instead of one for all.")
    ] = None,
    measure: Annotated[
        str, typer.Option("--measure", help="L2 affinity through time, or L0 balance of the period's events alone.")
    ] = "L2",
    neutral: Annotated[float, typer.Option("--neutral", help="Level that is neither friendly nor hostile.")] = 0.0,
    dead_zone: Annotated[
        float, typer.Option("--dead-zone", help="A level no further than this from neutral has no sign.")
    ] = 0.1,
    min_events: Annotated[int, typer.Option("--min-events", help="A pair with fewer events has no edge.")] = 3,
    seconds: Annotated[
        float, typer.Option("--seconds", help="For proving the frustration of a network; then the gap is told.")
    ] = 60.0,
    seed: Annotated[int, typer.Option("--seed", help="Of all draws; the same seed gives the same network.")] = 0,
    events: Annotated[
        int, typer.Option("--events", min=0, help="Ids of events that each edge carries in --json, at most.")
    ] = EVENTS,
    out: Annotated[Path | None, typer.Option("--out", help="Draw into this .svg or .png file.")] = None,
    limit: Limit = None,
    dataset: DatasetName = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show the signed network of a period: states, edges with the chance of their sign, communities, balance.

    Months are whole: the day of --from and --to names its month. --json gives one object, or an array of them over
    time. Each edge has a `receipt`, which `dragoman explain` opens to its events and sentences.

    Example: dragoman network --from 2015-11-01 --to 2016-10-31 --out network.svg
    """
    from dataclasses import asdict

    from dragoman.relations.levels import checked_measure
    from dragoman.relations.network import Choices
    from dragoman.views.charts import save
    from dragoman.views.charts_network import balance_chart, network_chart
    from dragoman.views.export import jsonable
    from dragoman.views.networks import network_of, networks_of

    if limit is not None and limit < 0:
        raise InputError(f"--limit {limit}; expected 0 or more.")
    opened, settings = open_store(store, as_of)
    opened = stood_on(opened, dataset, quiet=quiet or as_json)
    start, end = day_of(first, "--from"), day_of(last, "--to")
    by = Choices(
        measure=checked_measure(measure),
        neutral=neutral,
        dead_zone=dead_zone,
        min_events=min_events,
        seconds=seconds,
        width=settings.band,
        seed=seed,
    )
    if over_time is not None:
        made = networks_of(opened, over_time, first=start, last=end, choices=by, events=events if as_json else 0)  # type: ignore[arg-type]
        if out is not None:
            save(balance_chart(made), out)
        if as_json:
            typer.echo(json.dumps([jsonable(asdict(n)) for n in made], ensure_ascii=False))
        else:
            _print_periods(made, step=over_time)
        return
    one = network_of(opened, first=start, last=end, choices=by, events=events if as_json else 0)
    if out is not None:
        save(network_chart(one), out)
    if as_json:
        typer.echo(json.dumps(jsonable(asdict(one)), ensure_ascii=False))
    else:
        _print_network(one, limit=ROWS_ON_SCREEN if limit is None else limit, quiet=quiet)


def _print_periods(made: list[Network], *, step: str) -> None:
    """One row a period: how many of what, and each measure with its interval and p."""
    if not made:
        typer.echo("No dated act between states in these months: no network.")
        return
    rows = []
    for one in made:
        told = {b.name: b for b in one.balance}
        rows.append(
            {
                "period": f"{one.first:%Y-%m}" if step == "month" else f"{one.first:%Y}",
                "states": sum(s.community is not None for s in one.states),
                "friends": sum(e.sign > 0 for e in one.edges),
                "foes": sum(e.sign < 0 for e in one.edges),
                "communities": one.communities,
                **{name: _measure(b) for name, b in told.items()},
            }
        )
    print_table(rows, {name: name.replace("_", " ") for name in rows[0]})


def _span_in_words(one: Network) -> str:
    begin, end = (f"{day:%Y-%m}" if day else None for day in (one.first, one.last))
    return " ".join(f"{word} {month}" for word, month in (("from", begin), ("to", end)) if month) or "in this store"


def _print_network(one: Network, *, limit: int, quiet: bool) -> None:
    """Balance, states, then edges: those with most events first."""
    signed = [e for e in one.edges if e.sign]
    if not one.edges and not one.left_out:
        typer.echo(f"No dated act between states {_span_in_words(one)}: no network, and no balance to measure.")
        return
    if not signed:
        typer.echo(
            f"No pair of states with enough news to call them friends or foes ({one.left_out} pairs with fewer than "
            f"{one.choices.min_events} events, {len(one.edges)} undecided): no balance to measure."
        )
        return
    friends = sum(e.sign > 0 for e in signed)
    least = "proved" if one.proved else f"not proved: at least {one.frustrated_at_least:.0f}"
    typer.echo(
        f"{len(one.states)} states: {friends} pairs of friends, {len(signed) - friends} of foes, "
        f"{len(one.edges) - len(signed)} undecided, {one.left_out} with too few events. {one.communities} communities. "
        f"Two camps leave {one.frustrated:.0f} of {len(signed)} edges frustrated ({least})."
    )
    print_table(
        (
            {
                "measure": b.name,
                "value": _measure(b),
                "shuffle": _against(b.shuffle),
                "switch": _against(b.switch),
                "beats": b.beats_chance,
                "method": b.method,
            }
            for b in one.balance
        ),
        {
            "measure": "balance",
            "value": "value; median [interval] of draws",
            "shuffle": "against shuffled signs",
            "switch": "against switched edges",
            "beats": "draws that beat chance",
            "method": "method",
        },
    )
    states = sorted(one.states, key=lambda s: (s.community is None, s.community, -s.friends - s.foes, s.state))
    print_table(
        (
            {
                "state": s.state,
                "community": s.community,
                "sure": s.community_chance,
                "camp": None if s.camp is None else f"{s.camp:+d}",
                "friends": s.friends,
                "foes": s.foes,
                "undecided": s.undecided,
                "frustrated": s.frustrated_edges,
                "balance": s.triad_balance,
            }
            for s in states[:limit]
        ),
        {
            "state": "state",
            "community": "community",
            "sure": "sure",
            "camp": "camp",
            "friends": "friends",
            "foes": "foes",
            "undecided": "undecided",
            "frustrated": "frustrated",
            "balance": "balanced triads",
        },
    )
    names = {1: "friends", -1: "foes", 0: "undecided"}
    edges = sorted(one.edges, key=lambda e: (-e.n_events, e.a, e.b))
    print_table(
        (
            {
                "pair": f"{e.a} – {e.b}",
                "are": names[e.sign],
                "level": f"{e.level:+.2f} [{e.low:+.2f}, {e.high:+.2f}]",
                "friend": e.friend_chance,
                "foe": e.foe_chance,
                "events": e.n_events,
                "frustrated": "frustrated" if e.frustrated else "",
            }
            for e in edges[:limit]
        ),
        {
            "pair": "pair",
            "are": "are",
            "level": "level [band]",
            "friend": "chance of friends",
            "foe": "of foes",
            "events": "events",
            "frustrated": "",
        },
    )
    if not quiet and edges[:limit]:
        typer.echo(f"Walk to the sentences: dragoman explain {edges[0].receipt}", err=True)
    if not quiet and max(len(edges), len(states)) > limit:
        typer.echo(
            f"There are {len(states)} states and {len(edges)} edges; --limit shows more than {limit}, --json gives all.",
            err=True,
        )


def _measure(told: Balance) -> str | None:
    if told.value is None:
        return None
    if told.median is None:
        return f"{told.value:.3g}"
    return f"{told.value:.3g}; {told.median:.3g} [{told.low:.3g}, {told.high:.3g}]"


def _against(told: Any) -> str | None:
    if told is None:
        return None
    return f"z {told.z:+.1f}, p {told.p:.2g}" if told.z is not None else f"p {told.p:.2g}"
