"""`dragoman evaluate stories` and `dragoman evaluate merging`: what happened, against labelled files, printed as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.commands.words import StorePath, evaluate, existing, settings_in_force

if TYPE_CHECKING:
    from dragoman.records import Article
    from dragoman.settings import Settings


@evaluate.command("stories")
def evaluate_stories(
    file: Annotated[Path, typer.Argument(help="JSONL with id, text, subtopic or topic, and day if known.")],
    store: StorePath = None,  # noqa: ARG001 - every command takes it; none is read here
) -> None:
    """Measure which articles are told together. Example: dragoman evaluate stories documents.jsonl"""
    from dragoman.events.evaluation import evaluate_stories as measure

    existing(file)
    typer.echo(json.dumps(measure(file)))


@evaluate.command("merging")
def evaluate_merging(
    file: Annotated[Path, typer.Argument(help="JSONL of labelled articles, such as tests/gold/merging.jsonl.")],
    end_to_end: Annotated[bool, typer.Option("--end-to-end", help="Code the articles first.")] = False,
    store: StorePath = None,
) -> None:
    """Measure which reports are one event. Example: dragoman evaluate merging merging.jsonl --end-to-end"""
    from dragoman.events.evaluation_merging import evaluate_merging as measure

    existing(file)
    settings = settings_in_force(store)
    typer.echo(json.dumps(measure(file, code=(lambda rows: _coded(rows, settings)) if end_to_end else None)))


def _coded(rows: Iterable[Mapping[str, Any]], settings: Settings) -> dict[str, list[Any]]:
    """Reports of labelled articles, in the order of the text, under the names that the articles have there."""
    from dragoman.flow import code
    from dragoman.mentions import Actors
    from dragoman.records import Report
    from dragoman.reports import load_coder

    articles = {a.id: (str(row["id"]), a) for row in rows for a in [_article(row)]}
    coder = load_coder(settings.coder, settings.historical_days)
    made = code([a for _, a in articles.values()], settings=settings, actors=Actors.load(), coder=coder)
    found: dict[str, list[Any]] = {}
    for report in made[Report]:
        name, _ = articles[report.article]
        found.setdefault(name, []).append(replace(report, article=name))
    return found


def _article(row: Mapping[str, Any]) -> Article:
    from dragoman.records import Article, Part, Precision, Role, fingerprint

    text = str(row["text"])
    return Article(
        id=fingerprint("A", row["id"], text),
        title=None,
        byline=None,
        publisher=str(row["outlet"]),
        url=None,
        day=date.fromisoformat(row["day"]),
        day_precision=Precision.DAY,
        day_why="given",
        language="en",
        language_score=1.0,
        text=text,
        parts=(Part(role=Role.BODY, start=0, end=len(text)),),
        origin="labelled file",
        native_id=str(row["id"]),
    )
