"""What users corrected, and the form that corrects one event or report. The form works where the server may write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from dragoman import statements
from dragoman.errors import InputError
from dragoman.events.corrections import VERBS, in_force
from dragoman.records import Correction, Status
from dragoman.reports.ontology import acts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.settings import Settings
    from dragoman.store import Store
    from dragoman.views.web.desk import Desk
    from dragoman.views.web.links import Link

__all__ = ["CorrectPage", "CorrectionLine", "correct_page", "corrected"]

SHOWN: Final = 100  # corrections, newest first
LONGEST: Final = 2_000  # characters of one field


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionLine:
    """One correction, in force or undone."""

    id: str
    verb: str
    made: datetime  # UTC
    author: str
    note: str
    n_reports: int
    in_force: bool
    undoes: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectPage:
    """The form and what was corrected so far."""

    title: str
    lede: str
    ids: str  # that the form starts with
    done: str | None  # the correction just made
    verbs: tuple[str, ...]
    acts: tuple[str, ...]
    statuses: tuple[str, ...]
    corrections: tuple[CorrectionLine, ...]
    n_corrections: int


def correct_page(desk: Desk, link: Link) -> CorrectPage:
    """Gather the page.

    Args:
        desk: the store at one moment.
        link: `ids` fills the form, `done` names the correction just made.
    """
    held = [Correction.from_row(row) for row in desk.whole.query(statements.CORRECTIONS).to_pylist()]
    force = {c.id for c in in_force(held)}
    lines = [
        CorrectionLine(
            id=c.id,
            verb=c.verb,
            made=c.made,
            author=c.author,
            note=c.note,
            n_reports=len(c.bound),
            in_force=c.id in force,
            undoes=c.undoes,
        )
        for c in reversed(held)
    ]
    return CorrectPage(
        title="Corrections",
        lede="Corrections are rows of their own: in force in every reading, listed here, and undoable.",
        ids=link.word("ids") or "",
        done=link.word("done"),
        verbs=tuple(v for v in VERBS if v != "undo"),
        acts=tuple(acts()),
        statuses=tuple(s.value for s in Status),
        corrections=tuple(lines[:SHOWN]),
        n_corrections=len(lines),
    )


def corrected(store: Store, form: Mapping[str, str], *, settings: Settings) -> Correction:
    """Make the correction that a form asks for: the same rows as `dragoman correct` writes.

    Args:
        store: open, as it is now.
        form: `verb`, `ids` (separated by spaces or commas), `author`, `note`, and what is right instead: `act`,
            `status`, `source`, `target`; an empty field leaves what it names.
        settings: in force.
    Raises:
        InputError: if a field is too long or missing, or the correction cannot be made.
        UnknownId: if the store has no such report, event or correction.
        UnknownActor: if nobody has the code or name of a source or target.
        StoreBusy: if another process writes to the store.
    """
    from dragoman.correcting import correct, undo
    from dragoman.mentions.codes import code_of

    long = [name for name, text in form.items() if len(text) > LONGEST]
    if long:
        raise InputError(f"The field {long[0][:40]!r} is longer than {LONGEST} characters; shorten it.")
    said = {name: form.get(name, "").strip() for name in ("verb", "ids", "author", "note", "act", "status")}
    ids = said["ids"].replace(",", " ").split()
    if not ids:
        raise InputError(
            "No id was given; expected R or E (or C to undo) and 16 hex digits, as pages and listings show."
        )
    by = {"author": said["author"], "note": said["note"], "settings": settings}
    if said["verb"] == "undo":
        return undo(store, ids[0], **by)  # type: ignore[arg-type]
    right: dict[str, str | None] = {}
    if said["verb"] == "recode":
        right = {"act": said["act"] or None, "status": said["status"] or None}
    if said["verb"] == "actor":
        for end in ("source", "target"):
            if words := form.get(end, "").strip():
                state, _, sector = words.partition(":")
                right |= {end: code_of(state), f"{end}_sector": sector.upper() or None}
    return correct(store, said["verb"], ids, **by, **right)  # type: ignore[arg-type]
