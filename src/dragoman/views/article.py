"""The text of an article with its acts, their status and kind, and their speakers marked where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import UnknownId
from dragoman.views.words import counted, day_in_words

if TYPE_CHECKING:
    from datetime import date

    from dragoman.store import Store

__all__ = ["MarkedArticle", "Note", "Stretch", "as_html", "as_terminal", "mark_article"]

STYLES: Final = {"coop": "cyan", "conf": "red", "opinion": "italic yellow", "prediction": "italic magenta"}
NOT_DONE: Final = "strike dim"
SPEAKER: Final = "underline"


@dataclass(frozen=True, slots=True)
class Note:
    """One act as a margin tells it.

    Attributes:
        number: as the text refers to it, from 1.
        id: of the first report.
        ids: of all reports that the same words tell.
        who: "UKR → TUR", one for each pair.
        act: PLOVER act.
        quad: its class.
        status: actual, historical, future, hypothetical, negated.
        kind: report, opinion, prediction.
        voice: article, quotation, paraphrase.
        said_by: the speaker as the text names it, or None.
        day: in words.
        day_why: where the day comes from.
        place: where, or None.
        place_state: in which country, or None.
        trigger: the words that tell the act.
        confidence: of the surest report, 0 to 1.
    """

    number: int
    id: str
    ids: tuple[str, ...]
    who: tuple[str, ...]
    act: str
    quad: int
    status: str
    kind: str
    voice: str
    said_by: str | None
    day: str
    day_why: str
    place: str | None
    place_state: str | None
    trigger: str
    confidence: float

    @property
    def tone(self) -> str:
        """How it is coloured: an opinion and a prediction are no acts; acts by cooperation or conflict."""
        if self.kind != "report":
            return self.kind
        return "coop" if self.quad <= 2 else "conf"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text of which the same holds throughout.

    Attributes:
        start: its first character.
        end: one past its last.
        text: its words.
        notes: numbers of the acts that it tells.
        speaker: it names who says one of them.
    """

    start: int
    end: int
    text: str
    notes: tuple[int, ...]
    speaker: bool


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article laid out for reading.

    Attributes:
        id: of the article.
        title: its title, or None.
        publisher: outlet, or None.
        day: of publication, or None.
        day_why: where that day comes from.
        origin: where it was read.
        stretches: the whole text, in its order, without gap or overlap.
        notes: the acts, in text order.
    """

    id: str
    title: str | None
    publisher: str | None
    day: date | None
    day_why: str
    origin: str
    stretches: tuple[Stretch, ...]
    notes: tuple[Note, ...]

    @property
    def heading(self) -> str:
        """The title, or what stands for one."""
        return self.title or "Untitled article"

    @property
    def counts(self) -> Mapping[str, int]:
        """How many acts are actual, historical ..., and how many notes are opinions and predictions."""
        found: dict[str, int] = {}
        for note in self.notes:
            name = note.status if note.kind == "report" else note.kind
            found[name] = found.get(name, 0) + 1
        return found

    def as_dict(self) -> dict[str, Any]:
        """Plain mappings, for JSON."""
        from dataclasses import asdict

        return asdict(self)


def mark_article(store: Store, wanted: str) -> MarkedArticle:
    """Lay out one article of the store.

    Args:
        store: open.
        wanted: id of the article, as `dragoman articles` lists it.
    Raises:
        UnknownId: if the store has no such article.
    """
    found = store.query("SELECT * FROM articles WHERE id = $id", {"id": wanted}).to_pylist()
    if not found:
        raise UnknownId(f"Nothing in {store.path} has the id {wanted}. List the articles with `dragoman articles`.")
    article = found[0]
    reports = store.query(
        "SELECT * FROM reports WHERE article = $id ORDER BY trigger_start, act, id", {"id": wanted}
    ).to_pylist()
    notes, spans = _noted(reports)
    speakers = _speakers(article["text"], reports)
    return MarkedArticle(
        id=article["id"],
        title=article["title"],
        publisher=article["publisher"],
        day=article["day"],
        day_why=article["day_why"],
        origin=article["origin"],
        stretches=_cut(article["text"], spans, speakers),
        notes=notes,
    )


def _noted(reports: Sequence[Mapping[str, Any]]) -> tuple[tuple[Note, ...], list[tuple[int, int, int]]]:
    """Notes, one for the same act told by the same words of several pairs, and the span of each."""
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for r in reports:
        key = (r["trigger_start"], r["trigger_end"], r["act"], r["status"], r["kind"], r["day"])
        groups.setdefault(key, []).append(r)
    notes, spans = [], []
    for number, told in enumerate(groups.values(), start=1):
        first = max(told, key=lambda r: r["confidence"])
        notes.append(
            Note(
                number=number,
                id=first["id"],
                ids=tuple(r["id"] for r in told),
                who=tuple(dict.fromkeys(f"{_actor(r, 'source')} → {_actor(r, 'target')}" for r in told)),
                act=first["act"],
                quad=first["quad"],
                status=first["status"],
                kind=first["kind"],
                voice=first["voice"],
                said_by=first["said_by"],
                day=day_in_words(first["day"], first["day_precision"]),
                day_why=first["day_why"],
                place=first["place"],
                place_state=first["place_state"],
                trigger=first["trigger"],
                confidence=first["confidence"],
            )
        )
        spans.append((first["trigger_start"], first["trigger_end"], number))
    return tuple(notes), spans


def _actor(report: Mapping[str, Any], side: str) -> str:
    state, sector = report[side], report[f"{side}_sector"]
    return " ".join(filter(None, (state, sector))) or report[f"{side}_name"] or "–"


def _speakers(text: str, reports: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Where the speakers of the acts stand: in their sentence, else the nearest place around it."""
    spans = set()
    for r in reports:
        if not r["said_by"]:
            continue
        start = text.find(r["said_by"], r["sentence_start"], r["sentence_end"])
        if start < 0:
            start = text.find(r["said_by"], r["sentence_end"])
        if start < 0:
            start = text.rfind(r["said_by"], 0, r["sentence_start"])
        if start >= 0:
            spans.add((start, start + len(r["said_by"])))
    return sorted(spans)


def _cut(text: str, spans: Sequence[tuple[int, int, int]], speakers: Sequence[tuple[int, int]]) -> tuple[Stretch, ...]:
    """The text cut where a mark begins or ends."""
    borders = sorted({0, len(text), *(b for s, e, _ in spans for b in (s, e)), *(b for pair in speakers for b in pair)})
    return tuple(
        Stretch(
            start,
            end,
            text[start:end],
            tuple(n for s, e, n in spans if s <= start and end <= e),
            any(s <= start and end <= e for s, e in speakers),
        )
        for start, end in pairwise(borders)
    )


def note_in_words(note: Note) -> str:
    """One note in a line."""
    voice = "" if note.voice == "article" else f" · {note.voice} of {note.said_by or 'a speaker not named'}"
    place = "" if note.place is None else f" · {note.place}" + (f" ({note.place_state})" if note.place_state else "")
    return f"{'; '.join(note.who)} {note.act} · {note.status} · {note.kind} · {note.day}{place}{voice}"


def counts_in_words(marked: MarkedArticle) -> str:
    """What was found, in words; nothing found is said too."""
    if not marked.notes:
        return "No acts were found in this text."
    return f"{counted(len(marked.notes), 'note')}: " + ", ".join(
        f"{n} {name}" for name, n in sorted(marked.counts.items())
    )


def as_terminal(marked: MarkedArticle) -> Any:
    """The article for a terminal: acts in colour with their numbers, speakers underlined, the notes below."""
    from rich.console import Group
    from rich.text import Text

    tones = {n.number: n for n in marked.notes}
    body = Text()
    for stretch in marked.stretches:
        styles = [STYLES[tones[n].tone] for n in stretch.notes]
        styles += [NOT_DONE for n in stretch.notes if tones[n].status == "negated"]
        if stretch.notes:
            styles.append("bold")
        if stretch.speaker:
            styles.append(SPEAKER)
        body.append(stretch.text, style=" ".join(styles) or None)
        for n in stretch.notes:
            if any(n == m.number and stretch.text and m.trigger.endswith(stretch.text) for m in marked.notes):
                body.append(f"[{n}]", style="dim")
    head = Text(f"{marked.publisher or 'unnamed outlet'} · {marked.day or 'undated'} · {marked.id}", style="dim")
    lines = [Text(f"[{n.number}] ", style="dim").append(note_in_words(n), style=STYLES[n.tone]) for n in marked.notes]
    return Group(head, Text(), body, Text(), Text(counts_in_words(marked), style="bold"), *lines)


def as_html(marked: MarkedArticle) -> str:
    """The article as a page of its own; everything that comes from the text is escaped."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("dragoman.views"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    style = Markup((files("dragoman.views.templates") / "atlas.css").read_text(encoding="utf-8"))  # noqa: S704
    return environment.get_template("article.html").render(
        article=marked,
        notes={n.number: n for n in marked.notes},
        last={n.number: max(s.end for s in marked.stretches if n.number in s.notes) for n in marked.notes},
        words=note_in_words,
        counts=counts_in_words(marked),
        style=style,
    )
