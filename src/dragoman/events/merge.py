"""Which reports tell the same event?

Reports of a directed pair in a month stand in one *block*. Those that agree in act, status, day and its precision are
one *telling*; tellings of a block are joined into events by average linkage over the weights of `match.py`. What nobody
dated merges within its article only, since two undated texts may tell two visits. Opinions and predictions tell no event.

A block is always merged whole, so that the outcome hangs neither on the order of reports nor on how they were cut into
batches; and a block holds one pair in one month, so that the work grows with the number of reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, fields, replace
from datetime import date
from math import prod
from typing import Any, Final

from dragoman.events.gist import Gist, matrix_of
from dragoman.events.linkage import average_linkage
from dragoman.events.match import Telling, match, total
from dragoman.records import Event, Kind, Membership, Precision, Report, Role, Status, fingerprint

__all__ = ["KeyedReport", "block_of", "event_key", "hide", "merge", "telling_of"]

DATASET = "dragoman"  # events of our own coding; imported ones carry the name of their data set
LEAST: Final = 0.0  # bits from which tellings are one event
SHIFT: Final = 1e-6  # linkage asks for a positive likeness
DISSENT: Final = 0.5  # what a report that differs from its event in the act counts towards confidence; our choice
ARTICLES_COMPARED: Final = 12  # of a telling, by smallest id: bounds the work of much-told events
_WITHIN_MONTH: Final = (Precision.DAY, Precision.WEEK, Precision.MONTH)
_ASSUMED: Final = "no expression"  # how `reports.days` begins when it takes the article's day


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedReport:
    """What merging needs to know of a report: some columns, not the sentence."""

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
    told: bool = True  # the sentence names the day; otherwise it is the article's
    place: str | None = None
    published: date | None = None
    apart: str | None = None  # label of a split by the user: such reports are an event of their own
    together: str | None = None  # label of a merge by the user: such reports are one event

    @classmethod
    def of(cls, report: Report, publisher: str | None, published: date | None = None) -> KeyedReport | None:
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
            told=not report.day_why.startswith(_ASSUMED),
            place=report.place,
            published=published,
        )

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> KeyedReport:
        """A row of the statement `REPORTS_SHORT`; columns that merging does not know are passed over."""
        known = {f.name: row[f.name] for f in fields(cls) if f.name in row}
        if "day_why" in row:
            known["told"] = not row["day_why"].startswith(_ASSUMED)
        return cls(
            **{
                **known,
                "role": Role(row["role"]),
                "status": Status(row["status"]),
                "kind": Kind(row["kind"]),
                "day_precision": Precision(row["day_precision"]),
            }
        )


def event_key(report: KeyedReport, *, left_out: Set[str]) -> str:
    """The id of the event that a report tells if no other kind of telling joins it.

    Args:
        report: a report with source and target.
        left_out: sectors whose acts are not their state's, such as rebels: these merge apart from the state's own.
    """
    undated = report.article if report.day is None else None
    facts = (
        report.source,
        report.target,
        between_states(report, left_out),
        report.act,
        report.status.value,
        report.day,
        report.day_precision.value,
        undated,
    )
    return fingerprint("E", DATASET, *facts, *([report.apart] if report.apart else []))


def between_states(report: KeyedReport, left_out: Set[str]) -> bool:
    """Whether both actors stand for their states, so that the act moves the relation between these."""
    return report.source_sector not in left_out and report.target_sector not in left_out


def block_of(report: KeyedReport) -> tuple[str, str, str]:
    """Source, target and period within which reports can be one event: a month, a year or decade, or an article."""
    if report.day is None:
        return report.source, report.target, report.article
    if report.day_precision in _WITHIN_MONTH:
        return report.source, report.target, report.day.isoformat()[:7]
    return report.source, report.target, f"{report.day_precision.value} {report.day.isoformat()}"


def merge(
    reports: Iterable[KeyedReport],
    *,
    left_out: Set[str],
    gists: Mapping[str, Gist] | None = None,
    copies: Iterable[tuple[str, str]] = (),
) -> Iterator[Event | Membership]:
    """Merge reports into events: each event, followed by its memberships. The order of the reports does not matter.

    The confidence of an event is the chance that at least one of its texts is right, if independent texts err
    independently; a report that differs from its event in the act counts half:

        1 - product over texts of (1 - confidence of the text's best report)

    Args:
        reports: all reports of the blocks in question: an event made of half its reports would count half.
        left_out: sectors whose acts are not their state's.
        gists: article -> what it is about; without them texts are not compared.
        copies: pairs of articles with nearly the same text: these count as one text and one source.
    Reference:
        None for the form of the confidence (noisy-or); our choice.
    """
    same_text = _roots(copies)
    blocks: dict[tuple[str, str, bool, str], dict[str, KeyedReport]] = {}
    bound: dict[str, tuple[str, str, bool, str]] = {}
    for report in sorted({r.id: r for r in reports}.values(), key=lambda r: r.id):
        source, target, period = block_of(report)
        block = (source, target, between_states(report, left_out), period)
        if report.together:  # what the user joined is merged in one block, that of its smallest report
            block = bound.setdefault(report.together, block)
        blocks.setdefault(block, {})[report.id] = report
    made = [
        _event(group, left_out, same_text)
        for members in blocks.values()
        for group in _groups(list(members.values()), left_out, gists or {})
    ]
    for event, members in sorted(made, key=lambda m: m[0].id):
        yield event
        for member in members:
            yield Membership(report=member.id, event=event.id, article=member.article)


def telling_of(reports: Sequence[KeyedReport], *, alone: bool = False) -> Telling:
    """Reports that agree in act, status, day and precision, in the form in which they are compared."""
    first = reports[0]
    return Telling(
        act=first.act,
        quad=first.quad,
        status=first.status,
        day=first.day,
        precision=first.day_precision,
        told=any(r.told for r in reports),
        places=frozenset(r.place for r in reports if r.place),
        articles=frozenset(r.article for r in reports),
        alone=alone,
        apart=first.apart,
    )


def _groups(
    members: Sequence[KeyedReport], left_out: Set[str], gists: Mapping[str, Gist]
) -> list[list[list[KeyedReport]]]:
    """The events of a block, each as its tellings."""
    by_key: dict[str, list[KeyedReport]] = {}
    for member in members:
        by_key.setdefault(event_key(member, left_out=left_out), []).append(member)
    keys = sorted(by_key)
    if len(keys) == 1:
        return [[by_key[keys[0]]]]
    dated = Counter(
        by_key[k][0].act for k in keys if by_key[k][0].day is not None and by_key[k][0].day_precision is Precision.DAY
    )
    tellings = [telling_of(by_key[k], alone=dated[by_key[k][0].act] == 1) for k in keys]
    likeness = _likeness(tellings, gists)
    label: dict[str, set[int]] = {}
    for i, key in enumerate(keys):
        for member in by_key[key]:
            if member.together:
                label.setdefault(member.together, set()).add(i)
    forced = {(a, b) for some in label.values() for a in some for b in some if a < b}
    pairs = []
    for i in range(len(keys)):
        for j in range(i + 1, len(keys)):
            bits = 1e6 if (i, j) in forced else total(match(tellings[i], tellings[j], likeness=likeness.get((i, j))))
            pairs.append((i, j, bits - LEAST))
    groups: dict[int, list[list[KeyedReport]]] = {}
    for i, head in enumerate(average_linkage(len(keys), pairs, least=SHIFT)):
        groups.setdefault(head, []).append(by_key[keys[i]])
    return list(groups.values())


def _likeness(tellings: Sequence[Telling], gists: Mapping[str, Gist]) -> dict[tuple[int, int], float]:
    """How alike the articles of two tellings are where they are most alike; pairs that share an article have none."""
    import numpy as np

    shown = [sorted(a for a in t.articles if a in gists)[:ARTICLES_COMPARED] for t in tellings]
    articles = sorted({a for some in shown for a in some})
    if len(articles) < 2:
        return {}
    place = {a: i for i, a in enumerate(articles)}
    matrix = matrix_of([gists[a] for a in articles])
    table = (matrix @ matrix.T).toarray()
    rows = [np.array([place[a] for a in some], np.int64) for some in shown]
    return {
        (i, j): float(table[np.ix_(rows[i], rows[j])].max())
        for i in range(len(tellings))
        for j in range(i + 1, len(tellings))
        if len(rows[i]) and len(rows[j]) and not tellings[i].articles & tellings[j].articles
    }


def _event(
    tellings: Sequence[Sequence[KeyedReport]], left_out: Set[str], same_text: Mapping[str, str]
) -> tuple[Event, list[KeyedReport]]:
    """The event of some tellings, and its reports in the order of their ids.

    It is named after its most exact, earliest telling; act, day and status are those that most articles give.
    """
    ordered = sorted(tellings, key=_founding)
    members = sorted((r for some in tellings for r in some), key=lambda r: r.id)
    exact = [some for some in ordered if some[0].day_precision is ordered[0][0].day_precision]
    told = [some for some in exact if any(r.told for r in some)] or exact
    shown = max(told, key=lambda some: len({r.article for r in some}))[0]  # of equals the first
    act = max(ordered, key=lambda some: _articles_of(some[0].act, members))[0]
    actual = any(r.status is Status.ACTUAL for r in members)
    best: dict[str, float] = {}
    for member in members:
        text = same_text.get(member.article, member.article)
        counted = member.confidence * (1.0 if member.act == act.act else DISSENT)
        best[text] = max(best.get(text, 0.0), counted)
    first = min(members, key=lambda r: (r.published or date.max, r.id))
    days = [r.day for r in members if r.day is not None]
    event = Event(
        id=event_key(ordered[0][0], left_out=left_out),
        dataset=DATASET,
        source=shown.source,
        target=shown.target,
        between_states=between_states(shown, left_out),
        act=act.act,
        quad=act.quad,
        intensity=sum(m.intensity for m in members) / len(members),
        status=Status.ACTUAL if actual else shown.status,
        day=shown.day,
        day_precision=shown.day_precision,
        n_reports=len(members),
        n_articles=len({m.article for m in members}),
        n_publishers=len({m.publisher for m in members}),
        headline_only=all(m.role is Role.TITLE for m in members),
        confidence=1.0 - prod(1.0 - c for _, c in sorted(best.items())),
        n_sources=_sources(members, same_text),
        first_report=first.id,
        first_published=first.published,
        last_day=max(days, default=None),
        variants=_variants(members),
    )
    return event, members


def _founding(some: Sequence[KeyedReport]) -> tuple[Any, ...]:
    first = some[0]
    exactness = list(Precision).index(first.day_precision)
    return (
        exactness,
        first.status is not Status.ACTUAL,
        first.day or date.max,
        first.act,
        first.status,
        first.source,
        first.target,
        first.apart or "",
    )


def _articles_of(act: str, members: Sequence[KeyedReport]) -> int:
    return len({m.article for m in members if m.act == act})


def _variants(members: Sequence[KeyedReport]) -> tuple[str, ...]:
    """Details on which reports of an event differ, each value with the number of its articles, the most told first."""
    named: Mapping[str, Callable[[KeyedReport], str | None]] = {
        "act": lambda r: r.act,
        "day": lambda r: (
            None if r.day is None else r.day.isoformat()[: 7 if r.day_precision is Precision.MONTH else 10]
        ),
        "place": lambda r: r.place,
        "source sector": lambda r: r.source_sector,
        "target sector": lambda r: r.target_sector,
        "status": lambda r: r.status.value,
    }
    found = []
    for name, value_of in named.items():
        articles: dict[str, set[str]] = {}
        for member in members:
            if (value := value_of(member)) is not None:
                articles.setdefault(value, set()).add(member.article)
        if len(articles) > 1:
            most = sorted(articles.items(), key=lambda v: (-len(v[1]), v[0]))
            found.append(f"{name}: " + ", ".join(f"{value} {len(some)}" for value, some in most))
    return tuple(found)


def _sources(members: Sequence[KeyedReport], same_text: Mapping[str, str]) -> int:
    """Independent outlets: articles of one outlet, and copies of one text, belong together."""
    links = [(f"text {same_text.get(m.article, m.article)}", f"outlet {m.publisher}") for m in members]
    root = _roots(links)
    return len({root[text] for text, _ in links})


def _roots(links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each thing that is linked the smallest thing that it hangs together with."""
    root: dict[str, str] = {}

    def find(thing: str) -> str:
        root.setdefault(thing, thing)
        while root[thing] != thing:
            root[thing] = root[root[thing]]
            thing = root[thing]
        return thing

    for one, other in links:
        a, b = sorted((find(one), find(other)))
        root[b] = a
    return {thing: find(thing) for thing in list(root)}


def hide(row: Mapping[str, Any]) -> Event:
    """A row of the events table -> the row that hides it, because it has no report left."""
    columns = {f.name: row[f.name] for f in fields(Event)}
    columns |= {
        "status": Status(row["status"]),
        "day_precision": Precision(row["day_precision"]),
        "variants": tuple(row["variants"] or ()),
    }
    return replace(Event(**columns), n_reports=0, n_articles=0, n_publishers=0, n_sources=0, confidence=0.0)
