"""From any figure or id down to the sentences: the receipt as a tree.

TUR-RUS@2015-11  a level     -> its events -> their reports -> sentences
RUS~TUR@2015-11..2016-10     an edge of the network of these months, both directions -> its events -> ...
E…               an event    -> its reports -> sentences
R…               a report    -> its sentence, actors, day, and why each was chosen
M…               a mention   -> its span and why it names whom
A…               an article  -> its parts and reports
C…               a correction-> what was corrected, by whom, and the reports it binds to
Q…               quarantine  -> what was found and what to do
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from dragoman import statements
from dragoman.errors import InputError, UnknownId
from dragoman.records import row_of
from dragoman.relations import standing_on
from dragoman.relations.datasets import OWN
from dragoman.relations.levels import month_of
from dragoman.reports.ontology import QUADS
from dragoman.views.networks import EdgeName, edge_of
from dragoman.views.standing import standing
from dragoman.views.words import counted, day_in_words, level_in_words

if TYPE_CHECKING:
    from dragoman.settings import Settings
    from dragoman.store import Store

__all__ = ["Receipt", "explain"]

_RELATION = re.compile(r"^(?P<source>[^-@]+)-(?P<target>[^-@]+)@(?P<year>\d{4})-(?P<month>\d{2})$")
_TABLES = {"A": "articles", "M": "mentions", "R": "reports", "E": "events", "Q": "quarantine", "C": "corrections"}


@dataclass(frozen=True, slots=True)
class Receipt:
    """One line of the tree, with what lies beneath it.

    Attributes:
        what: the kind of thing: "level", "event", "report", "sentence", ...
        words: it in one line.
        row: its columns.
        beneath: what it rests on.
    """

    what: str
    words: str
    row: Mapping[str, Any] = field(default_factory=dict)
    beneath: tuple[Receipt, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The tree as plain mappings."""
        return asdict(self)


def explain(store: Store, wanted: str, *, settings: Settings, dataset: str | None = None) -> Receipt:
    """Walk from a figure or an id to the sentences it rests on.

    Args:
        store: open.
        wanted: an id, a directed pair and month such as "TUR-RUS@2015-11", or an edge of the network of a period such
            as "RUS~TUR@2015-11..2016-10".
        settings: the band's width is taken from here.
        dataset: on which a level or edge stands, as for `relations.standing_on`.
    Raises:
        UnknownId: if nothing in the store has the id, or the pair no news in that month or period.
        InputError: if it looks like none of these.
    """
    if match := _RELATION.match(wanted):
        return _level(standing_on(store, dataset), match, settings)
    if name := EdgeName.read(wanted):
        return _edge(standing_on(store, dataset), name, settings)
    table = _TABLES.get(wanted[:1])
    if table is None or not re.fullmatch(r"[A-Z][0-9a-f]{16}", wanted):
        raise InputError(
            f"{wanted!r} is no id and no level. Expected a letter (A, M, R, E, C or Q) and 16 hex digits as listings show "
            "them, a pair and month such as TUR-RUS@2015-11, or an edge such as RUS~TUR@2015-11..2016-10."
        )
    found = store.query(f"SELECT * FROM {table} WHERE id = $id", {"id": wanted}).to_pylist()
    if not found and table == "reports":  # one that the user discarded still has its receipt
        found = store.query("SELECT * FROM coded_reports WHERE id = $id", {"id": wanted}).to_pylist()
    if not found:
        raise UnknownId(f"Nothing in {store.path} has the id {wanted}. List the {table} with `dragoman {table}`.")
    return {"A": _article, "M": _mention, "R": _report, "E": _event, "Q": _quarantined, "C": _correction}[wanted[0]](
        store, found[0]
    )


def _level(store: Store, match: re.Match[str], settings: Settings) -> Receipt:
    from dragoman.mentions.codes import code_of

    source, target = code_of(match["source"]), code_of(match["target"])
    try:
        month = date(int(match["year"]), int(match["month"]), 1)
    except ValueError as cause:
        raise InputError(f"{match['year']}-{match['month']} is no month; expected such as 2015-11.") from cause
    found = [
        m
        for m in standing(store, source, target, settings=settings, groups=False)
        if (m.source, m.target, m.period) == (source, target, month)
    ]
    if not found or found[0].balance is None:
        raise UnknownId(
            f"No news of {source} towards {target} in {month:%B %Y}, so there is no level. "
            f"`dragoman relation {source} {target}` shows the months with news."
        )
    events = store.query(statements.EVENTS_OF_PAIR, {"source": source, "target": target}).to_pylist()
    beneath = tuple(_event(store, e) for e in events if (e["day"].year, e["day"].month) == (month.year, month.month))
    c = found[0].verbal_cooperation + found[0].material_cooperation
    k = found[0].verbal_conflict + found[0].material_conflict
    words = (
        f"{source} → {target}, {month:%B %Y}: {level_in_words(found[0])}, affinity (L2) with its {settings.band:.0%} band, "
        f"from the events up to this month; this month alone: balance (L0) "
        f"{found[0].balance:+.2f} = ({c} − {k}) / ({c} + {k}), mean intensity (L1) {found[0].intensity:+.1f}"
    )
    return Receipt("level", words, row_of(found[0]), beneath)


def _edge(store: Store, name: EdgeName, settings: Settings) -> Receipt:
    from dragoman.relations.network import Choices

    found = edge_of(store, name, choices=Choices(width=settings.band))
    if found is None:
        raise UnknownId(
            f"No news between {name.a} and {name.b} in this period, so the network has no edge {name}. "
            f"`dragoman relation {name.a} {name.b}` shows the months with news."
        )
    events = [
        event
        for source, target in ((name.a, name.b), (name.b, name.a))
        for event in store.query(statements.EVENTS_OF_PAIR, {"source": source, "target": target}).to_pylist()
        if not (name.first and event["day"] < name.first) and not (name.last and month_of(event["day"]) > name.last)
    ]
    c = sum(event["quad"] in (1, 2) for event in events)
    k = len(events) - c
    are = {1: "friends", -1: "foes", 0: "undecided"}[found.sign]
    words = (
        f"{name.a} – {name.b}, edge of the network ({name}): {are}, chance of friends {found.friend_chance:.2f}, of foes "
        f"{found.foe_chance:.2f}; affinity (L2) {found.level:+.2f} [{found.low:+.2f}, {found.high:+.2f}] over these months, "
        f"from the events up to their end; these {counted(len(events), 'event')} alone: balance (L0) "
        f"{(c - k) / (c + k):+.2f} = ({c} − {k}) / ({c} + {k})"
    )
    ordered = sorted(events, key=lambda e: (e["day"], e["id"]))
    return Receipt("edge", words, row_of(found), tuple(_event(store, e) for e in ordered))


def _event(store: Store, row: Mapping[str, Any]) -> Receipt:
    act = f"{row['act']} ({QUADS[row['quad']]})" if row["act"] else "no act in PLOVER"
    sure = "" if row["confidence"] is None else f"; confidence {row['confidence']:.2f}"
    words = (
        f"{row['source'] or '?'} → {row['target'] or '?'} {act}, {day_in_words(row['day'], row['day_precision'])}, "
        f"{row['status']}; {counted(row['n_reports'], 'report')} in "
        f"{counted(row['n_articles'], 'article')} of {counted(row['n_publishers'], 'outlet')}, "
        f"{counted(row['n_sources'], 'independent source')}{sure}"
    )
    if row["dataset"] != OWN:
        native = store.query(statements.NATIVE_OF, given={"id": [row["id"]]}).to_pylist()
        mentioned = store.query(statements.NATIVE_MENTIONS_OF, given={"id": [row["id"]]}).to_pylist()
        beneath = (*(_native(n) for n in native), *(_native_mention(m) for m in mentioned))
        return Receipt("event", f"{row['dataset']}: {words}", dict(row), beneath)
    told = store.query(statements.EVIDENCE, given={"id": [row["id"]]}).to_pylist()
    if row["variants"]:
        words += "; told differently: " + "; ".join(row["variants"])
    weights = _weights(store, [t["id"] for t in told])
    beneath = tuple(
        replace(one, beneath=(*one.beneath, *weights.get(t["id"], ()), *_corrections(store, t["id"])))
        for t in told
        for one in [_told(t)]
    )
    return Receipt("event", words, dict(row), beneath)


def _weights(store: Store, reports: Sequence[str]) -> dict[str, tuple[Receipt, ...]]:
    """For each report of an event the weight with which it was matched, by its parts."""
    from dragoman.events import KeyedReport, block_of
    from dragoman.events.match import total
    from dragoman.events.receipts import match_weights
    from dragoman.remerging import outlined, stored_in

    rows = store.query(statements.REPORTS_SHORT, given={"id": list(reports)}).to_pylist()
    told = [KeyedReport.from_row(row) for row in rows]
    if len(told) < 2:
        return {}
    blocks = sorted({block_of(r) for r in told})
    block = [KeyedReport.from_row(row) for row in stored_in(store, blocks)]
    gists = outlined(store, told)
    return {
        name: (
            Receipt(
                "match",
                f"match weight {total(parts):+.1f} bits = "
                + " ".join(f"{p.name} {p.bits:+.1f} ({p.why})" for p in parts),
                {p.name: p.bits for p in parts},
            ),
        )
        for name, parts in match_weights(told, block, gists).items()
    }


def _corrections(store: Store, report: str) -> tuple[Receipt, ...]:
    """The corrections in force of a report."""
    from dragoman.records import Amended

    if not store.has(Amended):
        return ()
    rows = store.query("SELECT * FROM amended WHERE report = $id AND NOT lifted", {"id": report}).to_pylist()
    names = [i for row in rows for i in row["corrections"]]
    found = store.query(statements.CORRECTIONS).to_pylist() if names else []
    return tuple(Receipt("correction", _corrected(c), {"id": c["id"]}) for c in found if c["id"] in names)


def _corrected(row: Mapping[str, Any]) -> str:
    right = [f"{n} {row[n]}" for n in ("act", "status", "source", "target", "undoes") if row[n]]
    what = f"{row['verb']}{': ' if right else ''}{', '.join(right)}"
    return f"{row['id']}: {what}; by {row['author']}, {row['made']:%Y-%m-%d %H:%M} UTC: {row['note']}"


def _correction(store: Store, row: Mapping[str, Any]) -> Receipt:
    ids = [a["report"] for a in row["bound"]]
    found = store.query("SELECT r.* FROM coded_reports r JOIN given g ON g.id = r.id", given={"id": ids}).to_pylist()
    return Receipt("correction", _corrected(row), dict(row), tuple(_report(store, r) for r in found))


def _native(row: Mapping[str, Any]) -> Receipt:
    """The row of an imported event as its data set has it."""

    def who(side: str) -> str:
        return " ".join(str(v) for v in (row[f"{side}_name"], row[f"{side}_code"]) if v) or "nobody"

    parts = [
        f"{who('source')} → {who('target')}, code {row['code']}",
        f"lost: {row['loss']}" if row["loss"] else "",
        f"faults: {row['faults']}" if row["faults"] else "",
        row["publisher"] or "",
        row["url"] or (f"story {row['story']}" if row["story"] else ""),
        f"{row['file']}:{row['line']}",
    ]
    return Receipt("native row", " · ".join(p for p in parts if p), {"native_id": row["native_id"]})


def _native_mention(row: Mapping[str, Any]) -> Receipt:
    return Receipt("mention by the data set", f"{row['seen']} · {row['publisher']} · {row['url']}", dict(row))


def _told(row: Mapping[str, Any]) -> Receipt:
    sentence = Receipt("sentence", " ".join(row["sentence"].split()), {})
    article = Receipt(
        "article",
        f"{row['title'] or 'untitled'} · {row['publisher'] or 'unnamed outlet'} · {row['published'] or 'undated'} · {row['url'] or row['origin']}",
        {"id": row["article"]},
    )
    voice = (
        row["voice"] if row["voice"] == "article" else f"{row['voice']} of {row['said_by'] or 'a speaker not named'}"
    )
    words = (
        f"{row['act']} by “{row['trigger']}”, {row['status']}, {row['kind']}, in the {row['role']}; voice: {voice}; "
        f"day: {row['day_why']}; confidence {row['confidence']:.2f}; {row['why']}"
    )
    return Receipt("report", words, {"id": row["id"]}, (sentence, article))


def _report(store: Store, row: Mapping[str, Any]) -> Receipt:
    article = store.query("SELECT * FROM articles WHERE id = $id", {"id": row["article"]}).to_pylist()[0]
    sentence = article["text"][row["sentence_start"] : row["sentence_end"]]
    told = _told(
        {
            **row,
            "sentence": sentence,
            "title": article["title"],
            "publisher": article["publisher"],
            "published": article["day"],
            "url": article["url"],
            "origin": article["origin"],
        }
    )
    named = [i for i in (row["source_mention"], row["target_mention"]) if i]
    mentions = store.query("SELECT m.* FROM mentions m JOIN given g ON g.id = m.id", given={"id": named}).to_pylist()
    who = tuple(_mention(store, m) for i in named for m in mentions if m["id"] == i)
    return Receipt(
        "report",
        f"{row['source'] or '?'} → {row['target'] or '?'} {told.words}",
        dict(row),
        (*told.beneath, *who, *_corrections(store, row["id"])),
    )


def _mention(_store: Store, row: Mapping[str, Any]) -> Receipt:
    actor = " ".join(str(v) for v in (row["state"] or "?", row["sector"], row["name"]) if v)
    return Receipt("mention", f"“{row['text']}” → {actor} ({row['kind']}, {row['score']:.2f}): {row['why']}", dict(row))


def _article(store: Store, row: Mapping[str, Any]) -> Receipt:
    reports = store.query(
        "SELECT * FROM reports WHERE article = $id ORDER BY trigger_start, id", {"id": row["id"]}
    ).to_pylist()
    words = (
        f"{row['title'] or 'untitled'} · {row['publisher'] or 'unnamed outlet'} · {row['day'] or 'undated'} "
        f"({row['day_why']}) · {row['language']} · {row['origin']}"
    )
    return Receipt("article", words, dict(row), tuple(_report(store, r) for r in reports))


def _quarantined(_store: Store, row: Mapping[str, Any]) -> Receipt:
    words = f"{row['origin']}: {row['reason']}: found {row['found']}; expected {row['expected']}. {row['remedy']}"
    return Receipt("quarantine", words, dict(row))
