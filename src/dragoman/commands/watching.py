"""Watching feeds, and the alerts that come of it."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.commands.words import (
    AsJson,
    JustCount,
    Limit,
    Quiet,
    StorePath,
    app,
    open_store,
    print_array,
    print_table,
    settings_in_force,
)
from dragoman.errors import InputError, StoreBusy

if TYPE_CHECKING:
    from dragoman.watching import Plan, Round, Standing


@app.command()
def watch(
    feeds: Annotated[Path, typer.Argument(help="OPML list of feeds, or TOML with feeds, rules and channels.")],
    once: Annotated[bool, typer.Option("--once", help="One round, then end: for cron.")] = False,
    every: Annotated[float | None, typer.Option("--every", help="Minutes between two rounds.")] = None,
    rules: Annotated[
        list[str] | None, typer.Option("--rule", help='One more rule: "TUR->RUS material conflict >= 3 in 7 days".')
    ] = None,
    notify: Annotated[
        list[str] | None,
        typer.Option("--notify", help="One more channel: webhook, address of apprise, or env:VARIABLE holding it."),
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Read the page behind each feed entry.")] = False,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Fetch from private addresses too.")] = False,
    coder: Annotated[
        str | None,
        typer.Option("--coder", help="trained, rules, or the folder of classes that `dragoman teach` wrote."),
    ] = None,
    store: StorePath = None,
    as_json: Annotated[bool, typer.Option("--json", help="Each round as one JSON object on a line.")] = False,
    quiet: Quiet = False,
) -> None:
    """Ask feeds, read what is new, and tell once what appears: turns, realignments, and what your rules name.

    Example: dragoman watch feeds.toml --every 15 --rule "TUR->RUS material conflict >= 3 in 7 days"
    """
    from dragoman.interrupts import interruptible
    from dragoman.mentions import Actors
    from dragoman.reports import load_coder
    from dragoman.store import Store
    from dragoman.watching import Watcher, alone

    given: dict[str, Any] = {"fetch_private": True} if allow_private else {}
    given |= ({"coder": coder} if coder else {}) | ({"watch_minutes": every} if every is not None else {})
    settings = settings_in_force(store, given)
    plan = _plan(feeds, rules or [], notify or [], follow=follow)
    opened = Store.create(settings.store)
    watcher = Watcher(plan, settings, Actors.load(), load_coder(settings.coder, settings.historical_days))
    with alone(opened), interruptible() as check:
        while True:
            began = time.monotonic()
            try:
                _show(watcher.round(opened), as_json=as_json, quiet=quiet)
            except StoreBusy as busy:
                if once:
                    raise
                typer.echo(f"dragoman: {busy} The next round tries again.", err=True)
            check()
            if once:
                return
            time.sleep(max(0.0, 60 * settings.watch_minutes - (time.monotonic() - began)))


def _plan(feeds: Path, rules: list[str], notify: list[str], *, follow: bool) -> Plan:
    """The plan of a file with what the command line adds."""
    from dragoman.watching import channel_of, parse_rule, read_plan

    plan = read_plan(feeds)
    if not plan.feeds:
        raise InputError(f'{feeds} names no feed; expected feeds = ["https://..."] or [[feed]] with a url.')
    more = tuple(r for words in rules if (r := parse_rule(words)) not in plan.rules)
    channels = (*plan.channels, *(channel_of(url) for url in notify))
    return replace(plan, rules=(*plan.rules, *more), channels=channels, follow=plan.follow or follow)


def _show(done: Round, *, as_json: bool, quiet: bool) -> None:
    from dragoman.records import row_of
    from dragoman.views.export import jsonable

    if as_json:
        told = {
            "asked": done.asked,
            "new": done.new,
            "failed": list(done.failed),
            "resting": list(done.resting),
            "articles": done.counts.as_dict(),
            "alerts": [jsonable(row_of(a)) for a in done.alerts],
            "sendings": [jsonable(row_of(s)) for s in done.sendings],
        }
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    for alert in done.alerts:
        typer.echo(f"{alert.id}  {alert.title}")
    if quiet:
        return
    outcomes = [s.outcome for s in done.sendings]
    sent = ", ".join(f"{outcomes.count(o)} {o}" for o in dict.fromkeys(outcomes)) or "none sent"
    typer.echo(
        f"{done.asked} feeds asked, {done.new} with something new, {len(done.failed)} failed, {len(done.resting)} rest. "
        f"{done.counts.stored:,} articles, {done.counts.reports:,} reports. {len(done.alerts)} alerts; {sent}."
    )
    for line in (*done.failed, *(f"rests: {r}" for r in done.resting)):
        typer.echo(f"  {line}", err=True)


@app.command()
def alerts(
    atom: Annotated[Path | None, typer.Option("--atom", help="Write them as an Atom feed into this file.")] = None,
    every_one: Annotated[
        bool, typer.Option("--all", help="Those too that stood before the watch began and were sent to nobody.")
    ] = False,
    limit: Limit = None,
    store: StorePath = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """List alerts, the latest first, with what became of each on its way.

    Example: dragoman alerts --atom alerts.xml
    """
    from dragoman.watching import feed_of, standing_of

    opened, _ = open_store(store)
    found = standing_of(opened, silent=every_one)[:limit]
    if atom is not None:
        try:
            atom.write_bytes(feed_of(opened))
        except OSError as cause:
            raise InputError(f"Cannot write {atom}: {cause.strerror or cause}. Name another place.") from cause
        if not quiet:
            typer.echo(f"Atom feed: {atom}", err=True)
    if just_count:
        typer.echo(json.dumps({"count": len(found)}))
    elif as_json:
        print_array(_row(standing) for standing in found)
    elif atom is None and not found:
        typer.echo("No alert in this store. Watch feeds with `dragoman watch feeds.toml`.")
    elif atom is None:
        print_table(
            (
                {
                    "id": s.alert.id,
                    "raised": f"{s.alert.raised:%Y-%m-%d %H:%M}",
                    "title": s.alert.title,
                    "events": f"{len(s.alert.events)}: {' '.join(s.alert.events[:2])}",
                    "way": s.words,
                }
                for s in found
            ),
            {"id": "alert", "raised": "raised (UTC)", "title": "what", "events": "events", "way": "on its way"},
        )


def _row(standing: Standing) -> dict[str, Any]:
    from dragoman.records import row_of

    return {**row_of(standing.alert), "sendings": [row_of(s) for s in standing.sendings]}
