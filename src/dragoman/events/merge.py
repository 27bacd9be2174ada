"""Which reports tell the same event?

First form: reports of the same act by the same pair, with the same status, on the same day. What nobody dated merges
within its article only, since two undated texts may tell two visits. Opinions and predictions tell no event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, fields
from datetime import date
from math import prod
from typing import Any

from dragoman.records import Event, Kind, Membership, Precision, Report, Role, Status, fingerprint

__all__ = ["KeyedReport", "event_key", "hide", "merge"]

DATASET = "dragoman"  # events of our own coding; imported ones carry the name of their data set


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedReport:
    """What merging needs to know of a report: a dozen columns, not the sentence."""

    id: str
    article: str
    publisher: str | None
    role: Role
    source: str
    target: str
    source_sector: str | None
    target_sector: str | None
    act: str
    quad: int
    intensity: float
    status: Status
    kind: Kind
    day: date | None
    day_precision: Precision
    confidence: float

    @classmethod
    def of(cls, report: Report, publisher: str | None) -> KeyedReport | None:
        """A report in this short form, or None when it has no source or no target, or tells no event."""
        if report.source is None or report.target is None or report.kind is not Kind.REPORT:
            return None
        return cls(
            id=report.id,
            article=report.article,
            publisher=publisher,
            role=report.role,
            source=report.source,
            target=report.target,
            source_sector=report.source_sector,
            target_sector=report.target_sector,
            act=report.act,
            quad=report.quad,
            intensity=report.intensity,
            status=report.status,
            kind=report.kind,
            day=report.day,
            day_precision=report.day_precision,
            confidence=report.confidence,
        )

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> KeyedReport:
        """A row of the statement `REPORTS_OF_EVENTS`."""
        return cls(
            **{
                **row,
                "role": Role(row["role"]),
                "status": Status(row["status"]),
                "kind": Kind(row["kind"]),
                "day_precision": Precision(row["day_precision"]),
            }
        )


def event_key(report: KeyedReport, *, left_out: Set[str]) -> str:
    """The id of the event that a report tells; reports with one id are one event.

    Args:
        report: a report with source and target.
        left_out: sectors whose acts are not their state's, such as rebels: these merge apart from the state's own.
    """
    undated = report.article if report.day is None else None
    return fingerprint(
        "E",
        DATASET,
        report.source,
        report.target,
        between_states(report, left_out),
        report.act,
        report.status.value,
        report.day,
        report.day_precision.value,
        undated,
    )


def between_states(report: KeyedReport, left_out: Set[str]) -> bool:
    """Whether both actors stand for their states, so that the act moves the relation between these."""
    return report.source_sector not in left_out and report.target_sector not in left_out


def merge(reports: Iterable[KeyedReport], *, left_out: Set[str]) -> Iterator[Event | Membership]:
    """Merge reports into events: each event, followed by its memberships. The order of the reports does not matter.

    The confidence of an event is the chance that at least one of its articles is right, if articles err independently:

        1 - product over articles of (1 - confidence of the article's best report)

    Args:
        reports: all reports of the events in question: an event made of half its reports would count half.
        left_out: sectors whose acts are not their state's.
    Reference:
        None for the form of the confidence (noisy-or); our choice. Copies of one agency text are not independent, so
        it is an upper bound wherever texts were copied.
    """
    groups: dict[str, list[KeyedReport]] = {}
    for report in reports:
        groups.setdefault(event_key(report, left_out=left_out), []).append(report)
    for key in sorted(groups):
        members = sorted({r.id: r for r in groups[key]}.values(), key=lambda r: r.id)
        first = members[0]
        best: dict[str, float] = {}
        for member in members:
            best[member.article] = max(best.get(member.article, 0.0), member.confidence)
        yield Event(
            id=key,
            dataset=DATASET,
            source=first.source,
            target=first.target,
            between_states=between_states(first, left_out),
            act=first.act,
            quad=first.quad,
            intensity=sum(m.intensity for m in members) / len(members),
            status=first.status,
            day=first.day,
            day_precision=first.day_precision,
            n_reports=len(members),
            n_articles=len(best),
            n_publishers=len({m.publisher for m in members}),
            headline_only=all(m.role is Role.TITLE for m in members),
            confidence=1.0 - prod(1.0 - c for _, c in sorted(best.items())),
        )
        for member in members:
            yield Membership(report=member.id, event=key, article=member.article)


def hide(row: Mapping[str, Any]) -> Event:
    """A row of the events table -> the row that hides it, because its last report was withdrawn."""
    columns = {f.name: row[f.name] for f in fields(Event)}
    columns |= {"status": Status(row["status"]), "day_precision": Precision(row["day_precision"])}
    return Event(**{**columns, "n_reports": 0, "n_articles": 0, "n_publishers": 0, "confidence": 0.0})
