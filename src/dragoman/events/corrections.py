"""What do the user's corrections make of a report?

A correction holds on to facts of the text: the article (its id is made of its words), the sentence, the trigger, and
whom the coder took for source and target. So it finds its report again after re-reading, and after another version of
the coder has given the report another id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from dragoman.errors import InputError
from dragoman.records import Amended, Anchor, Correction, Report, Status, fingerprint

__all__ = ["VERBS", "amend", "anchor_of", "as_amended", "binds", "correction", "in_force", "unamended"]

VERBS: Final = ("recode", "actor", "discard", "split", "merge", "undo")


def anchor_of(report: Report) -> Anchor:
    """What a correction of a report, as it was coded, holds on to."""
    return Anchor(
        report=report.id,
        article=report.article,
        sentence_start=report.sentence_start,
        sentence_end=report.sentence_end,
        trigger_start=report.trigger_start,
        trigger_end=report.trigger_end,
        source=report.source,
        target=report.target,
        act=report.act,
    )


def binds(anchor: Anchor, report: Report) -> bool:
    """Whether a correction of the anchor's report is one of this report, as it was coded.

    The same id; or, in the same article with the same source and target, a trigger that overlaps, or the same act in a
    sentence that overlaps.
    """
    if anchor.report == report.id:
        return True
    if (anchor.article, anchor.source, anchor.target) != (report.article, report.source, report.target):
        return False
    trigger = anchor.trigger_start < report.trigger_end and report.trigger_start < anchor.trigger_end
    sentence = anchor.sentence_start < report.sentence_end and report.sentence_start < anchor.sentence_end
    return trigger or (sentence and anchor.act == report.act)


def correction(
    verb: str,
    bound: Sequence[Report],
    *,
    made: datetime,
    author: str,
    note: str,
    act: str | None = None,
    status: str | None = None,
    source: str | None = None,
    source_sector: str | None = None,
    target: str | None = None,
    target_sector: str | None = None,
    undoes: str | None = None,
) -> Correction:
    """A correction of some reports, as they were coded.

    Raises:
        InputError: if the verb or act is unknown, if nothing is to be changed, or if author or note are empty.
    """
    from dragoman.reports.ontology import acts

    if verb not in VERBS:
        raise InputError(f"No correction {verb!r}; expected one of {', '.join(VERBS)}.")
    if not author.strip() or not note.strip():
        raise InputError("A correction needs an author and a note: say who corrects and why, with --author and --note.")
    if act is not None and act not in acts():
        raise InputError(f"No act {act!r}; expected one of {', '.join(acts())}.")
    if status is not None and status not in set(Status):
        raise InputError(f"No status {status!r}; expected one of {', '.join(Status)}.")
    changed = {"recode": act or status, "actor": source or target, "undo": undoes}
    if verb in changed and not changed[verb]:
        raise InputError(f"A correction {verb!r} must say what is right instead; see `dragoman correct {verb} --help`.")
    anchors = tuple(anchor_of(r) for r in sorted(bound, key=lambda r: r.id))
    facts = (verb, *(a.report for a in anchors), act, status, source, source_sector, target, target_sector, undoes)
    return Correction(
        id=fingerprint("C", *facts, made.isoformat(), author),
        verb=verb,
        made=made,
        author=author.strip(),
        note=note.strip(),
        bound=anchors,
        act=act,
        status=status,
        source=source,
        source_sector=source_sector,
        target=target,
        target_sector=target_sector,
        undoes=undoes,
    )


def in_force(corrections: Iterable[Correction]) -> list[Correction]:
    """Those that were not undone, without the undoings, in the order in which they were made. An undoing can be undone."""
    ordered = sorted(corrections, key=lambda c: (c.made, c.id))
    undone: set[str] = set()
    for one in reversed(ordered):  # the later decides first
        if one.verb == "undo" and one.id not in undone and one.undoes:
            undone.add(one.undoes)
    return [c for c in ordered if c.verb != "undo" and c.id not in undone]


def amend(report: Report, corrections: Iterable[Correction]) -> Amended | None:
    """What corrections in force make of a report; None if none binds to it.

    Args:
        report: as it was coded.
        corrections: in the order in which they were made; of two that differ the later holds.
    """
    held = [c for c in corrections if any(binds(a, report) for a in c.bound)]
    if not held:
        return None
    row = replace(unamended(report), lifted=False, corrections=tuple(c.id for c in held))
    for one in held:
        row = _changed(row, one)
    return row


def _changed(row: Amended, by: Correction) -> Amended:
    """A row as one more correction makes it."""
    from dragoman.reports.ontology import acts

    if by.act:
        act = acts()[by.act]
        row = replace(row, act=act.code, mode=None, cameo="|".join(act.cameo), quad=act.quad, intensity=act.intensity)
    if by.source:
        row = replace(row, source=by.source, source_sector=by.source_sector, source_name=None)
    if by.target:
        row = replace(row, target=by.target, target_sector=by.target_sector, target_name=None)
    if by.verb == "split":
        row = replace(row, apart=by.id, together=None)
    if by.verb == "merge":
        row = replace(row, together=by.id)
    return replace(row, status=by.status or row.status, discarded=row.discarded or by.verb == "discard")


def unamended(report: Report) -> Amended:
    """The row that says that no correction of a report counts any longer."""
    return Amended(
        report=report.id,
        article=report.article,
        lifted=True,
        discarded=False,
        source=report.source,
        source_sector=report.source_sector,
        source_name=report.source_name,
        target=report.target,
        target_sector=report.target_sector,
        target_name=report.target_name,
        act=report.act,
        mode=report.mode,
        cameo=report.cameo,
        quad=report.quad,
        intensity=report.intensity,
        status=report.status.value,
        apart=None,
        together=None,
        corrections=(),
    )


def as_amended(report: Report, row: Amended | None) -> Report:
    """A report as its corrections make it; as it was coded where there are none."""
    if row is None or row.lifted:
        return report
    return replace(
        report,
        source=row.source,
        source_sector=row.source_sector,
        source_name=row.source_name,
        target=row.target,
        target_sector=row.target_sector,
        target_name=row.target_name,
        act=row.act,
        mode=row.mode,
        cameo=row.cameo,
        quad=row.quad,
        intensity=row.intensity,
        status=Status(row.status),
    )
