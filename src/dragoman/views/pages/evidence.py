"""Events as a page tells them: act, day, and the sentences with the telling words marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from dragoman import statements
from dragoman.mentions.codes import name_of
from dragoman.relations.datasets import OWN
from dragoman.views.words import day_in_words

if TYPE_CHECKING:
    from dragoman.store import Store
    from dragoman.views.web.columns import Columns

__all__ = ["EventLine", "SentenceLine", "lines_of"]

SENTENCES_SHOWN: Final = 4  # of one event in a list


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceLine:
    """A report's own sentence, cut at the words that tell the act."""

    report: str
    article: str
    before: str
    trigger: str
    after: str
    headline: bool
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    voice: str
    said_by: str | None
    confidence: float
    also: tuple[str, ...]  # other outlets that print the same sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """One event with its sentences."""

    id: str
    source: str | None
    target: str | None
    source_name: str
    target_name: str
    act: str | None
    quad: int | None
    status: str
    day: date | None
    day_precision: str
    when: str
    dataset: str
    n_reports: int
    n_publishers: int
    confidence: float | None
    variants: tuple[str, ...]
    sentences: tuple[SentenceLine, ...]
    more: int  # sentences that are not shown here


def lines_of(
    store: Store,
    events: Sequence[Mapping[str, Any]],
    *,
    most: int = SENTENCES_SHOWN,
    columns: Columns | None = None,
) -> tuple[EventLine, ...]:
    """Events with their sentences, in the order given.

    Args:
        store: open.
        events: rows of the table of events.
        most: sentences of each.
        columns: prepared ones, if the rows come from them: sentences then do too.
    """
    told: dict[str, list[Mapping[str, Any]]] = {}
    ours: dict[str, int] = {e["id"]: e.get("position", -1) for e in events if e["dataset"] == OWN}
    kept = columns.evidence(list(ours.values())) if columns is not None and -1 not in ours.values() else None
    if kept is not None:
        for i, position in ours.items():
            told[i] = list(kept.get(position, ()))
    elif own := sorted(ours):  # other data sets tell no sentences
        for row in store.query(statements.EVIDENCE, given={"id": own}).to_pylist():
            told.setdefault(row["event"], []).append(row)
    return tuple(_line(event, told.get(event["id"], ()), most) for event in events)


def _line(event: Mapping[str, Any], told: Iterable[Mapping[str, Any]], most: int) -> EventLine:
    same: dict[str, list[Mapping[str, Any]]] = {}
    for row in sorted(told, key=lambda r: (r["role"] == "title", -r["confidence"], r["id"])):
        same.setdefault(row["sentence"], []).append(row)
    sentences = [_sentence(rows) for rows in same.values()]
    return EventLine(
        id=event["id"],
        source=event["source"],
        target=event["target"],
        source_name=name_of(event["source"]) if event["source"] else "nobody named",
        target_name=name_of(event["target"]) if event["target"] else "nobody named",
        act=event["act"],
        quad=event["quad"],
        status=event["status"],
        day=event["day"],
        day_precision=event["day_precision"],
        when=day_in_words(event["day"], event["day_precision"]),
        dataset=event["dataset"],
        n_reports=event["n_reports"],
        n_publishers=event["n_publishers"],
        confidence=event["confidence"],
        variants=tuple(event["variants"] or ()),
        sentences=tuple(sentences[:most]),
        more=max(len(sentences) - most, 0),
    )


def _sentence(rows: Sequence[Mapping[str, Any]]) -> SentenceLine:
    """One sentence, from the surest of the reports that it gave."""
    row = rows[0]
    text, start = row["sentence"], row["sentence_start"]
    a = min(max(row["trigger_start"] - start, 0), len(text))
    b = min(max(row["trigger_end"] - start, a), len(text))
    return SentenceLine(
        report=row["id"],
        article=row["article"],
        before=text[:a].lstrip(),
        trigger=text[a:b],
        after=text[b:].rstrip(),
        headline=row["role"] == "title",
        title=row["title"],
        publisher=row["publisher"],
        published=row["published"],
        url=row["url"],
        voice=row["voice"],
        said_by=row["said_by"],
        confidence=row["confidence"],
        also=tuple(sorted({r["publisher"] or "unnamed outlet" for r in rows} - {row["publisher"] or "unnamed outlet"})),
    )
