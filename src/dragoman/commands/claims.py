"""`dragoman claims`: what people said would happen, with receipts; one's own forecasts; rules, frozen and verified."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.commands.words import (
    ROWS_ON_SCREEN,
    AsJson,
    AsOf,
    JustCount,
    Limit,
    Quiet,
    StorePath,
    app,
    day_of,
    evaluate,
    existing,
    open_store,
    print_array,
    print_table,
    settings_in_force,
)
from dragoman.errors import InputError

if TYPE_CHECKING:
    from dragoman.claiming import Held

claims_app = typer.Typer(
    help="What people said would happen: list, show, add, edit, freeze, verify. Without a verb: list.",
    invoke_without_command=True,
)
app.add_typer(claims_app, name="claims")

Author = Annotated[str, typer.Option("--author", help="Who does it.", envvar="DRAGOMAN_AUTHOR")]
Source = Annotated[str | None, typer.Option("--source", help="Who acts, or whose relation it is: a code or name.")]
Target = Annotated[str | None, typer.Option("--target", help="Towards whom: a code or name.")]
Third = Annotated[str | None, typer.Option("--third", help="Of a triangle: to whom the source turns.")]
ActName = Annotated[str | None, typer.Option("--act", help="PLOVER act that settles it; several with commas.")]
Direction = Annotated[
    str | None, typer.Option("--direction", help="better or worse: the level of the pair settles it.")
]
By = Annotated[str | None, typer.Option("--by", help="Deadline, YYYY-MM-DD; open-ended if left out.")]
EitherWay = Annotated[bool | None, typer.Option("--either-way/--one-way", help="Acts of the target count too.")]


@claims_app.callback()
def claims(
    context: typer.Context,
    by: Annotated[
        str | None,
        typer.Option("--by", help="Part of the holder's name, a state's code, or analyst, official, outlet ..."),
    ] = None,
    about: Annotated[str | None, typer.Option("--about", help="A state that it is about: a code or name.")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="Only those whose window is not over.")] = False,
    on: Annotated[
        str | None, typer.Option("--on", help="Day on which --open asks, YYYY-MM-DD; today if left out.")
    ] = None,
    checkable: Annotated[bool, typer.Option("--checkable", help="Only those that a rule can settle.")] = False,
    limit: Limit = None,
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    just_count: JustCount = False,
    quiet: Quiet = False,
) -> None:
    """List claims: who said what would happen. Example: dragoman claims --about TUR --by analyst"""
    if context.invoked_subcommand is not None:
        return
    from dragoman.claiming import held
    from dragoman.mentions.codes import code_of
    from dragoman.views.ledger import row_of_claim

    opened, _ = open_store(store, as_of)
    found = held(opened, by=by, about=code_of(about) if about else None)
    if checkable:
        found = [h for h in found if h.claim.checkable or h.edited]
    if open_only:
        day = day_of(on, "--on") or date.today()  # noqa: DTZ011 - the calendar day where the user sits
        found = [h for h in found if h.open(day)]
    total, found = len(found), found if limit is None else found[:limit]
    if just_count:
        typer.echo(json.dumps({"count": total}))
    elif as_json:
        print_array(row_of_claim(h) for h in found)
    elif not found:
        typer.echo("No claim. Claims are found when articles are read; `dragoman claims add` enters your own.")
    else:
        shown = found if limit is not None else found[:ROWS_ON_SCREEN]
        print_table((_line(h) for h in shown), {
            "id": "claim", "made": "made", "holder": "who", "kind": "kind", "about": "about", "chance": "chance",
            "by": "by", "state": "rule", "statement": "sentence",
        })  # fmt: skip
        if not quiet and total > len(shown):
            typer.echo(
                f"{len(shown):,} of {total:,} claims; --limit {total} shows all. Receipt: dragoman claims show ID.",
                err=True,
            )


def _line(h: Held) -> dict[str, Any]:
    from dragoman.views.ledger import about_codes, rule_state

    c = h.claim
    return {
        "id": c.id,
        "made": c.made,
        "holder": f"{c.holder} ({c.holder_kind})",
        "kind": c.kind,
        "about": f"{'-'.join(about_codes(c)) or '–'} {'' if c.expected else 'not '}{c.act or c.direction or ''}",
        "chance": c.chance,
        "by": c.deadline or c.horizon or "open-ended",
        "state": rule_state(h),
        "statement": c.statement[:100],
    }


@claims_app.command("show")
def show(
    claim: Annotated[str, typer.Argument(help="Id of a claim (P...).")],
    store: StorePath = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Show the receipt of a claim: words, holder, chance, horizon, rule, link. Example: dragoman claims show P0123456789abcdef"""
    from dragoman.claiming import held_one
    from dragoman.views.export import jsonable
    from dragoman.views.ledger import row_of_claim

    opened, _ = open_store(store, as_of)
    one = held_one(opened, claim)
    if as_json:
        typer.echo(json.dumps(jsonable(row_of_claim(one)), ensure_ascii=False))
        return
    for line in _receipt(one):
        typer.echo(line)


def _receipt(h: Held) -> Iterator[str]:
    from dragoman.claims import worded

    c = h.claim
    yield f"{c.id}  {c.kind} of {c.made or 'an unknown day'}, by {c.holder} ({c.holder_kind})"
    yield f"  “{c.statement}”"
    if c.article:
        yield f"  in article {c.article}, characters {c.start} to {c.end}"
    about = " - ".join(x for x in (c.source, c.target, c.third) if x) or "nobody named"
    yield f"  about     {about}: {'' if c.expected else 'not '}{c.act or c.direction or 'no act or direction'}"
    yield f"  chance    {c.chance:g} [{c.chance_low:g}, {c.chance_high:g}]: {c.chance_why}"
    yield f"  horizon   {c.deadline or 'none'}: {c.horizon_why}"
    if c.condition:
        yield f"  condition {c.condition}"
    if c.rule is None:
        yield f"  no rule   {c.reason}"
    else:
        yield f"  rule      {worded(c.rule)}{' (edited)' if h.edited else ''}"
    yield f"  why       {c.why}; score {c.score:g}"
    if h.frozen:
        yield f"  frozen    link {h.frozen.number}, {h.frozen.frozen:%Y-%m-%d %H:%M} UTC by {h.frozen.author}, {h.frozen.hash}"
    elif c.rule is not None:
        yield "  not frozen yet: `dragoman claims edit` changes the rule, `dragoman claims freeze` fixes it"


@claims_app.command("add")
def add(
    statement: Annotated[str, typer.Argument(help="What will happen, in words.")],
    source: Annotated[str, typer.Option("--source", help="Who acts, or whose relation it is: a code or name.")],
    made: Annotated[str, typer.Option("--made", help="Day of the forecast, YYYY-MM-DD.")],
    chance: Annotated[float, typer.Option("--chance", min=0, max=1, help="That it comes as stated, 0 to 1.")],
    author: Author,
    target: Target = None,
    third: Third = None,
    act: ActName = None,
    direction: Direction = None,
    by: By = None,
    either_way: EitherWay = None,
    not_expected: Annotated[bool, typer.Option("--not", help="That it will not happen.")] = False,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """Enter a forecast of your own; it lives by the same rules.

    Example: dragoman claims add "Russia will lift the ban" --source RUS --target TUR --act COOPERATE --made 2016-06-30 --chance 0.7 --by 2016-12-31 --author me
    """
    from dragoman.claiming import add_claim
    from dragoman.mentions.codes import code_of

    day = day_of(made, "--made")
    if day is None:
        raise InputError("A claim needs its day: --made YYYY-MM-DD.")
    opened, settings = open_store(store)
    claim = add_claim(
        opened,
        statement,
        source=code_of(source),
        target=code_of(target) if target else None,
        third=code_of(third) if third else None,
        act=act.upper() if act else None,
        direction=direction,
        either_way=bool(either_way),
        expected=not not_expected,
        made=day,
        deadline=day_of(by, "--by"),
        chance=chance,
        holder=author,
        settings=settings,
    )
    _told({"id": claim.id}, f"Entered {claim.id}. Its rule: dragoman claims show {claim.id}", as_json)


@claims_app.command("edit")
def edit(
    claim: Annotated[str, typer.Argument(help="Id of a claim (P...) that is not frozen.")],
    author: Author,
    note: Annotated[str, typer.Option("--note", help="Why.")],
    source: Source = None,
    target: Target = None,
    third: Third = None,
    act: ActName = None,
    direction: Direction = None,
    amount: Annotated[
        float | None, typer.Option("--amount", help="How far the level has to move, in units of L2.")
    ] = None,
    by: By = None,
    made: Annotated[str | None, typer.Option("--made", help="Day of a claim whose article has none.")] = None,
    either_way: EitherWay = None,
    expected: Annotated[
        bool | None, typer.Option("--happens/--not", help="True if it happens, or if it does not.")
    ] = None,
    least: Annotated[int | None, typer.Option("--least", min=1, help="Events below which it stays open.")] = None,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """Change the rule that will settle a claim, until it is frozen.

    Example: dragoman claims edit P0123456789abcdef --act SANCTION --by 2016-12-31 --author me --note "the act is meant"
    """
    from dragoman.claiming import edit_rule
    from dragoman.claims import worded
    from dragoman.mentions.codes import code_of

    changes: dict[str, Any] = {
        "source": code_of(source) if source else None,
        "target": code_of(target) if target else None,
        "third": code_of(third) if third else None,
        "amount": amount,
        "last": day_of(by, "--by"),
        "either_way": either_way,
        "expected": expected,
        "least_events": least,
    }
    if act:
        changes |= {"kind": "act", "acts": tuple(a.strip().upper() for a in act.split(",")), "direction": ""}
    elif direction:
        changes |= {"kind": "turn" if third else "level", "direction": direction, "acts": ()}
    changes = {k: v for k, v in changes.items() if v is not None}
    if changes.get("direction") == "":
        changes["direction"] = None
    if changes.get("kind") == "level" and "amount" not in changes:
        from dragoman.claims.rules import AMOUNT

        changes["amount"] = AMOUNT
    opened, settings = open_store(store)
    rule = edit_rule(opened, claim, changes, author=author, note=note, settings=settings, made=day_of(made, "--made"))
    _told({"id": claim, "rule": worded(rule)}, worded(rule), as_json)


@claims_app.command("freeze")
def freeze(
    author: Author,
    ids: Annotated[list[str] | None, typer.Argument(help="Ids of claims; with --all none.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All that can be checked and are not frozen yet.")] = False,
    store: StorePath = None,
    as_json: AsJson = False,
) -> None:
    """Fix claims with their rules in a chain of hashes, so that nothing can be changed afterwards.

    Example: dragoman claims freeze --all --author me
    """
    from dragoman.claiming import freeze as fix

    if bool(ids) == every:
        raise InputError("Name claims to freeze, or give --all.")
    opened, settings = open_store(store)
    links, refused = fix(opened, None if every else ids, author=author, settings=settings)
    told = {"frozen": len(links), "last": links[-1].hash if links else None, "refused": [list(r) for r in refused]}
    text = f"Froze {len(links)} claims." + (f" Last hash, to be noted elsewhere: {links[-1].hash}" if links else "")
    if refused:
        text += f"\n{len(refused)} were not frozen; the first, {refused[0][0]}: {refused[0][1]}"
    _told(told, text, as_json)


@claims_app.command("verify")
def verify(store: StorePath = None, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Check the chain of frozen claims; exit code 1 if anything was changed. Example: dragoman claims verify"""
    from dragoman.claiming import verify_chain

    opened, _ = open_store(store, as_of)
    n, faults = verify_chain(opened)
    good = f"{n} frozen claims; the chain holds."
    _told({"links": n, "faults": faults}, "\n".join(faults) if faults else good, as_json)
    if faults:
        raise typer.Exit(1)


def _told(values: dict[str, Any], text: str, as_json: bool) -> None:
    typer.echo(json.dumps(values, ensure_ascii=False) if as_json else text)


@evaluate.command("claims")
def evaluate_claims(
    file: Annotated[Path, typer.Argument(help="JSONL with text and statements, or text and claim: true or false.")],
    category: Annotated[
        str, typer.Option("--category", help="Event Category of the statements asked for.")
    ] = "Politics",
    errors: Annotated[bool, typer.Option("--errors", help="Print the wrong cases too.")] = False,
    store: StorePath = None,
) -> None:
    """Measure how predictions are found. Example: dragoman evaluate claims future_statements.jsonl"""
    from dragoman.claims.evaluation import evaluate_claims as measure
    from dragoman.mentions import Actors

    existing(file)
    model = settings_in_force(store).spacy_model
    typer.echo(
        json.dumps(measure(file, Actors.load(), category=category, errors=errors, model=model), ensure_ascii=False)
    )
