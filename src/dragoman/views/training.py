"""What users corrected, as sentences to learn from, and corrections read back from a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman import statements
from dragoman.errors import InputError
from dragoman.records import Correction

if TYPE_CHECKING:
    from dragoman.store import Store

__all__ = ["read_corrections", "training_lines"]


def training_lines(store: Store) -> Iterator[dict[str, Any]]:
    """Sentences with a recoded or discarded report, with all acts that they tell after correction.

    A sentence is left out where a corrected actor is not named in it by a span that the coder found, since a line must
    give every actor as words of its text.

    Args:
        store: open.
    Returns:
        Lines as `training/README.md` describes them: text, actors, acts (source, target, act, mode, status).
    """
    from dragoman.events.corrections import in_force

    held = in_force(Correction.from_row(row) for row in store.query(statements.CORRECTIONS).to_pylist())
    told = [c for c in held if c.verb in ("recode", "discard", "actor")]
    articles = sorted({a.article for c in told for a in c.bound})
    if not articles:
        return
    texts = store.query("SELECT a.id, a.text FROM articles a JOIN given g ON g.id = a.id", given={"id": articles})
    text_of = {row["id"]: row["text"] for row in texts.to_pylist()}
    coded = store.query(statements.REPORTS_AS_CODED, given={"article": articles}).to_pylist()
    now = {row["id"]: row for row in store.query(statements.REPORTS_IN, given={"article": articles}).to_pylist()}
    spans = {
        row["id"]: row
        for row in store.query(
            "SELECT m.* FROM mentions m JOIN given g ON g.article = m.article", given={"article": articles}
        ).to_pylist()
    }
    wanted = sorted(
        {(a.article, a.sentence_start, a.sentence_end) for c in told for a in c.bound if a.article in text_of}
    )
    for article, start, end in wanted:
        here = [r for r in coded if r["article"] == article and start <= r["trigger_start"] < end]
        line = _line(text_of[article], start, end, here, now, spans)
        if line is not None:
            yield line


def _line(
    text: str, start: int, end: int, coded: list[dict[str, Any]], now: dict[str, Any], spans: dict[str, Any]
) -> dict[str, Any] | None:
    actors: list[str] = []
    acts: list[list[Any]] = []
    inside = (
        [s for s in spans.values() if s["article"] == coded[0]["article"] and start <= s["start"] < s["end"] <= end]
        if coded
        else []
    )
    for report in coded:
        after = now.get(report["id"])
        places = []
        for name in ("source", "target"):
            words = _named(text, report, after or report, name, inside)
            if words is None:
                return None
            if words not in actors:
                actors.append(words)
            places.append(actors.index(words))
        if after is not None:  # a discarded pair is not listed: it has no act
            acts.append([*places, after["act"], after["mode"] or "", after["status"]])
    if len(actors) < 2:
        return None
    return {"text": " ".join(text[start:end].split()), "actors": actors, "acts": acts}


def _named(
    text: str, coded: dict[str, Any], after: dict[str, Any], end: str, inside: list[dict[str, Any]]
) -> str | None:
    """The words that name an actor in the sentence: those that the coder took, or the only ones for the right actor."""
    if after[end] == coded[end]:
        found = [s for s in inside if s["id"] == coded[f"{end}_mention"]]
    else:
        found = [s for s in inside if s["state"] == after[end]]
    return " ".join(text[found[0]["start"] : found[0]["end"]].split()) if len(found) == 1 else None


def read_corrections(file: Path) -> list[Correction]:
    """Corrections that `dragoman export corrections` wrote as JSON lines.

    Raises:
        InputError: if there is no such file, or a line is no correction.
    """
    if not file.is_file():
        raise InputError(f"No file {file}. Name one that `dragoman export corrections --out FILE.jsonl` wrote.")
    found = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            made = datetime.fromisoformat(row["made"])
            row = {f.name: row[f.name] for f in fields(Correction)}
            found.append(Correction.from_row({**row, "made": made if made.tzinfo else made.replace(tzinfo=UTC)}))
        except (ValueError, KeyError, TypeError) as cause:
            raise InputError(
                f"{file}, line {number}: no correction ({cause!r}); expected a line of `dragoman export corrections`."
            ) from cause
    return found
