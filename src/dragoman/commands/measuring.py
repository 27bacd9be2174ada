"""`dragoman evaluate`: the coder against labelled files, printed as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.words import StorePath, evaluate, existing, mapping_of, settings_in_force


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

    existing(file)
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

    existing(file)
    typer.echo(json.dumps(measure(file, coder=load_coder(settings_in_force(store).coder), actors=Actors.load())))


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

    existing(file)
    typer.echo(json.dumps(measure(file, fold=mapping_of(fold or [], flag="--fold", example="CONCEDE=YIELD"))))


@evaluate.command("quads")
def evaluate_quads(
    file: Annotated[Path, typer.Argument(help="JSONL with text, source and target spans, quad class.")],
    store: StorePath = None,  # noqa: ARG001 - every command takes it; none is read here
) -> None:
    """Measure quad classes with source and target given. Example: dragoman evaluate quads quads.jsonl"""
    from dragoman.reports.evaluation_acts import evaluate_quads as measure

    existing(file)
    typer.echo(json.dumps(measure(file)))


@evaluate.command("status")
def evaluate_status(
    file: Annotated[Path, typer.Argument(help="JSONL with text, status, kind, article_day, source, target, trigger.")],
    errors: Annotated[bool, typer.Option("--errors", help="Print the wrong cases of the tuning part too.")] = False,
    store: StorePath = None,
) -> None:
    """Measure whether it happened and of what kind the statement is. Example: dragoman evaluate status status.jsonl"""
    from dragoman.mentions import Actors
    from dragoman.reports import load_coder
    from dragoman.reports.evaluation_status import evaluate_status as measure

    existing(file)
    coder = load_coder(settings_in_force(store).coder)
    typer.echo(json.dumps(measure(file, coder, Actors.load(), wrong=errors), ensure_ascii=False))


@evaluate.command("days")
def evaluate_days(
    file: Annotated[Path, typer.Argument(help="JSONL with text, trigger, article_day, day, precision.")],
    errors: Annotated[bool, typer.Option("--errors", help="Print the wrong cases of the tuning part too.")] = False,
    store: StorePath = None,
) -> None:
    """Measure on what day acts took place. Example: dragoman evaluate days days.jsonl"""
    from dragoman.mentions import Actors
    from dragoman.reports.evaluation_status import evaluate_days as measure
    from dragoman.reports.rules import RuleCoder

    existing(file)
    coder = RuleCoder.load(settings_in_force(store).historical_days)
    typer.echo(json.dumps(measure(file, coder, Actors.load(), wrong=errors), ensure_ascii=False))


@evaluate.command("places")
def evaluate_places(
    file: Annotated[Path, typer.Argument(help="JSONL with text, trigger, place_state.")],
    errors: Annotated[bool, typer.Option("--errors", help="Print the wrong cases of the tuning part too.")] = False,
    store: StorePath = None,
) -> None:
    """Measure in which country acts took place. Example: dragoman evaluate places places.jsonl"""
    from dragoman.mentions import Actors
    from dragoman.reports import load_coder
    from dragoman.reports.evaluation_status import evaluate_places as measure
    from dragoman.reports.rules import RuleCoder

    existing(file)
    coder = load_coder(settings_in_force(store).coder)
    typer.echo(json.dumps(measure(file, coder, RuleCoder.load(), Actors.load(), wrong=errors), ensure_ascii=False))
