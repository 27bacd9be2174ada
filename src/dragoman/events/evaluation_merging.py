"""How well do merged events agree with labelled ones? Pairs of reports, and events for each real event."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from dragoman.errors import InputError
from dragoman.events.evaluation import half_of
from dragoman.events.gist import Gist, gist
from dragoman.events.merge import KeyedReport, merge
from dragoman.records import Kind, Membership, Precision, Report, Role, Status

__all__ = ["evaluate_merging", "pairs_f1"]

LEFT_OUT: Final = frozenset({"REB", "UAF", "PRM", "CRM", "OPP"})

Coded = Mapping[str, Sequence[Report]]  # article -> its reports


def pairs_f1(gold: Mapping[str, Hashable], found: Mapping[str, Hashable]) -> dict[str, float]:
    """Precision, recall and F1 of the pairs of reports that stand in one event.

    Args:
        gold: report -> its true event.
        found: report -> the event it was given; one that is missing stands alone.
    """
    true = _pairs(gold)
    made = _pairs({item: group for item, group in found.items() if item in gold})
    right = len(true & made)
    precision, recall = right / max(1, len(made)), right / max(1, len(true))
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _pairs(groups: Mapping[str, Hashable]) -> set[tuple[str, str]]:
    members: dict[Hashable, list[str]] = {}
    for item in sorted(groups):
        members.setdefault(groups[item], []).append(item)
    return {pair for some in members.values() for pair in combinations(some, 2)}


def evaluate_merging(
    file: Path, *, code: Callable[[Iterable[Mapping[str, Any]]], Coded] | None = None
) -> dict[str, Any]:
    """Merge the reports of a file of labelled articles and compare.

    Args:
        file: JSONL with `id`, `scenario`, `outlet`, `day`, `text` and `reports`, each with `event`, `source`, `target`,
            `act`, `quad`, `status`, `day`, `precision`, `told`, and `sentence`, its number.
        code: the articles' rows -> what a coder makes of them, for measuring end to end; None takes the labelled reports,
            so that merging alone is measured.
    Returns:
        For the tuning and the held half of scenarios, and for all: reports, those that were found (end to end, a
        report of the right pair in the right sentence), pairwise scores, true events and `events_per_event`.
    Raises:
        InputError: if a row lacks a field.
    """
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    try:
        gists = {
            row["id"]: gist(
                row["id"],
                row["text"],
                day=date.fromisoformat(row["day"]),
                actors={r[end] for r in row["reports"] for end in ("source", "target")},
            )
            for row in rows
        }
        labelled = {f"{row['id']}#{n}": (row, report) for row in rows for n, report in enumerate(row["reports"])}
        gold = {name: report["event"] for name, (_, report) in labelled.items()}
        given = [_keyed(name, row, report) for name, (row, report) in labelled.items()]
    except (KeyError, ValueError) as cause:
        raise InputError(f"{file}: {cause!r}; see the help for the fields of a row.") from cause
    found = _merged(given, gists) if code is None else _end_to_end(rows, labelled, code(rows), gists)
    half = {name: half_of(row["scenario"]) for name, (row, _) in labelled.items()}
    return {
        name: _scores({i: g for i, g in gold.items() if name == "all" or half[i] == name}, found)
        for name in ("tuning", "held", "all")
    }


def _scores(gold: Mapping[str, Hashable], found: Mapping[str, Hashable]) -> dict[str, Any]:
    here = {i: group for i, group in found.items() if i in gold}
    events = len({gold[i] for i in here})
    return {
        "reports": len(gold),
        "found": len(here),
        **pairs_f1(gold, here),
        "events": events,
        "events_per_event": round(len(set(here.values())) / max(1, events), 3),
    }


def _merged(reports: Iterable[KeyedReport], gists: Mapping[str, Gist]) -> dict[str, str]:
    made = merge(reports, left_out=LEFT_OUT, gists=gists)
    return {m.report: m.event for m in made if isinstance(m, Membership)}


def _end_to_end(
    rows: Sequence[Mapping[str, Any]],
    labelled: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]],
    coded: Coded,
    gists: Mapping[str, Gist],
) -> dict[str, str]:
    """The event of the coder's best report in each labelled sentence: right pair, then right act, then confidence."""
    of = {row["id"]: row for row in rows}
    keyed = [
        k
        for article, some in coded.items()
        for report in some
        if (k := KeyedReport.of(report, of[article]["outlet"], date.fromisoformat(of[article]["day"])))
    ]
    event = _merged(keyed, gists)
    found = {}
    for name, (row, wanted) in labelled.items():
        start, end = _span(row["text"], wanted["sentence"])
        at = [
            r
            for r in coded.get(row["id"], ())
            if start <= r.trigger_start < end
            and (r.source, r.target) == (wanted["source"], wanted["target"])
            and r.id in event
        ]
        if at:
            best = min(at, key=lambda r: (r.act != wanted["act"], -r.confidence, r.id))
            found[name] = event[best.id]
    return found


def _span(text: str, number: int) -> tuple[int, int]:
    """First and last character of a sentence; sentences of the gold end in a full stop and a space."""
    start = 0
    for _ in range(number):
        start = text.index(". ", start) + 2
    end = text.find(". ", start)
    return start, len(text) if end < 0 else end + 1


def _keyed(name: str, row: Mapping[str, Any], report: Mapping[str, Any]) -> KeyedReport:
    return KeyedReport(
        id=name,
        article=row["id"],
        publisher=row["outlet"],
        role=Role.BODY,
        source=report["source"],
        target=report["target"],
        source_sector=None,
        target_sector=None,
        act=report["act"],
        quad=int(report["quad"]),
        intensity=0.0,
        status=Status(report["status"]),
        kind=Kind.REPORT,
        day=date.fromisoformat(report["day"]),
        day_precision=Precision(report["precision"]),
        confidence=0.8,
        told=bool(report["told"]),
        place=report.get("place"),
        published=date.fromisoformat(row["day"]),
    )
