"""What is known of how two states stand to each other: one page, with the sentences behind every figure.

`make_brief` gathers it as a `Brief`; `printed` tells it as Markdown, as a page and on the screen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from dragoman import __version__, statements
from dragoman.records import Relation
from dragoman.relations import balance_band, standing_on
from dragoman.reports.ontology import ONTOLOGY
from dragoman.views.standing import standing
from dragoman.views.words import counted

if TYPE_CHECKING:
    from dragoman.settings import Settings
    from dragoman.store import Store

__all__ = [
    "Brief",
    "Direction",
    "Missing",
    "Sentence",
    "Spell",
    "Telling",
    "make_brief",
]

EVENTS_SHOWN: Final = 12  # most telling events of a direction
EVENTS_A_MONTH: Final = 2  # of these at most, so that one loud month does not fill the list
SENTENCES_SHOWN: Final = 3  # of one event
EVENTS_OPENED: Final = 400  # of a direction, that open to their sentences in the page; the latest ones
RUNS_TOLD: Final = 5  # of a lede
QUARTERS: Final = ("first", "second", "third", "fourth")
QUAD_COOPERATIVE: Final = 2  # quad classes up to this one are cooperation


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One report's own words."""

    report: str
    article: str
    text: str
    headline: bool
    publisher: str | None
    published: date | None
    url: str | None
    origin: str
    voice: str
    said_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An event that tells much of the relation, with its sentences."""

    event: str
    day: date | None
    day_precision: str
    act: str
    quad: int
    n_reports: int
    n_publishers: int
    confidence: float | None  # None: its data set tells none
    sentences: tuple[Sentence, ...]

    @property
    def month(self) -> str:
        """The month in whose level it counts, "2015-11"; "" if nobody told."""
        return f"{self.day:%Y-%m}" if self.day else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """Quarters in a row that look alike: cooperative or hostile if the band leaves 0 out, else mixed."""

    sign: str  # "cooperative", "hostile", "mixed"
    first: date  # first day of its first quarter
    last: date  # first day of its last quarter
    n_events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """One direction of the pair."""

    source: str
    target: str
    source_name: str
    target_name: str
    levels: tuple[Relation, ...]  # all months from the first to the last with news
    latest: Relation | None  # the last month with news
    spells: tuple[Spell, ...]
    telling: tuple[Telling, ...]  # by day
    behind: tuple[Telling, ...]  # every event behind the levels by day, the latest `EVENTS_OPENED` of them
    n_events: int
    n_publishers: int
    lede: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What is not in the figures, and why."""

    quarantined: int
    undated_articles: int
    other_languages: int
    undated_events: int  # of this pair: nobody told the month
    other_status: int  # of this pair: historical, future, hypothetical or negated
    opinions: int  # reports of this pair that judge or predict
    headlines: int  # events of this pair told in titles alone
    apart: int  # events of this pair by actors that do not stand for their states, such as rebels
    silent_months: int  # between the first and the last month with news, both directions together


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What is known of a pair."""

    a: str
    b: str
    a_name: str
    b_name: str
    directions: tuple[Direction, Direction]
    speakers: tuple[tuple[str, int], ...]  # who is quoted or paraphrased on the pair, and how often
    missing: Missing
    n_articles: int  # in the store
    first_day: date | None
    last_day: date | None
    versions: Mapping[str, str]
    settings: Mapping[str, Any]
    store: str

    @property
    def title(self) -> str:
        """The pair in words."""
        return f"{self.a_name} and {self.b_name}"

    @property
    def empty(self) -> bool:
        """Whether nothing is known of the pair."""
        return not any(d.n_events for d in self.directions)


def make_brief(store: Store, a: str, b: str, *, settings: Settings, dataset: str | None = None) -> Brief:
    """Gather a brief of two states.

    Args:
        store: open.
        a: code of one state or organisation.
        b: code of the other.
        settings: the band's width is taken from here.
        dataset: as for `relations.standing_on`.
    """
    from dragoman.mentions.codes import name_of

    store = standing_on(store, dataset)
    pair = {"a": a, "b": b}
    months = standing(store, a, b, settings=settings, groups=False)
    there, back = (
        _direction(
            store, source, target, [m for m in months if (m.source, m.target) == (source, target)], settings.band
        )
        for source, target in ((a, b), (b, a))
    )
    totals = store.query(statements.MISSING_ARTICLES, {"language": settings.language}).to_pylist()[0]
    left_out = store.query(statements.LEFT_OUT_OF_PAIR, pair).to_pylist()[0]
    speakers = store.query(statements.SPEAKERS_ON_PAIR, pair).to_pylist()
    coders = store.query(statements.CODERS).to_pylist()
    return Brief(
        a=a,
        b=b,
        a_name=name_of(a),
        b_name=name_of(b),
        directions=(there, back),
        speakers=tuple((row["said_by"], row["n"]) for row in speakers),
        missing=Missing(
            quarantined=totals["quarantined"],
            undated_articles=totals["undated_articles"],
            other_languages=totals["other_languages"],
            silent_months=sum(m.balance is None for m in months),
            **left_out,
        ),
        n_articles=totals["articles"],
        first_day=totals["first_day"],
        last_day=totals["last_day"],
        versions={
            "dragoman": __version__,
            "coder": ", ".join(sorted({row["coder"] for row in coders})) or "none yet",
            "ontology": ", ".join(sorted({row["ontology"] for row in coders})) or ONTOLOGY,
            "data sets": ", ".join(store.datasets or ()) or "none yet",
            "store batch": str(store.batches[-1] if store.batches else 0),
        },
        settings=settings.as_dict(),
        store=str(store.path),
    )


def _direction(store: Store, source: str, target: str, months: Sequence[Relation], width: float) -> Direction:
    from dragoman.mentions.codes import name_of

    known = [m for m in months if m.balance is not None]
    spells = spells_of(known, width=width)
    events = store.query(statements.EVENTS_OF_PAIR, {"source": source, "target": target}).to_pylist()
    chosen = most_telling(events)
    opened = events[-EVENTS_OPENED:]
    wanted = sorted({e["id"] for e in (*chosen, *opened)})
    evidence: dict[str, list[Mapping[str, Any]]] = {}
    for row in store.query(statements.EVIDENCE, given={"id": wanted}).to_pylist():
        evidence.setdefault(row["event"], []).append(row)
    publishers = store.query(statements.PUBLISHERS_OF_PAIR, {"source": source, "target": target}).to_pylist()
    return Direction(
        source=source,
        target=target,
        source_name=name_of(source),
        target_name=name_of(target),
        levels=tuple(months),
        latest=known[-1] if known else None,
        spells=spells,
        telling=tuple(_telling(e, evidence.get(e["id"], ())) for e in chosen),
        behind=tuple(_telling(e, evidence.get(e["id"], ())) for e in opened),
        n_events=sum(m.n_events for m in known),
        n_publishers=publishers[0]["n"],
        lede=_lede(name_of(source), name_of(target), months, spells),
    )


def most_telling(events: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The events that say most of a relation, at most two a month, in the order of their days.

        weight = |intensity| * confidence * (1 + ln(publishers))

    Args:
        events: rows of `EVENTS_OF_PAIR`.
    Reference:
        None; our choice: a strong act that several outlets tell surely comes before a weak one that one tells.
    """
    chosen: list[Mapping[str, Any]] = []
    taken: dict[tuple[int, int], int] = {}
    ranked = sorted(
        events,
        key=lambda e: (
            -abs(e["intensity"])
            * (1.0 if e["confidence"] is None else e["confidence"])
            * (1 + math.log(max(e["n_publishers"], 1))),
            e["day"],
            e["id"],
        ),
    )
    for event in ranked:
        month = (event["day"].year, event["day"].month)
        if taken.get(month, 0) < EVENTS_A_MONTH:
            taken[month] = taken.get(month, 0) + 1
            chosen.append(event)
        if len(chosen) == EVENTS_SHOWN:
            break
    return sorted(chosen, key=lambda e: (e["day"], e["id"]))


def spells_of(months: Sequence[Relation], *, width: float) -> tuple[Spell, ...]:
    """Runs of quarters with the same sign; a quarter without news ends a run.

    Args:
        months: months with news of one directed pair, by period.
        width: of the band that decides whether 0 is left out.
    """
    quarters: dict[date, tuple[int, int]] = {}
    for m in months:
        start = date(m.period.year, 3 * ((m.period.month - 1) // 3) + 1, 1)
        c, k = quarters.get(start, (0, 0))
        quarters[start] = (
            c + m.verbal_cooperation + m.material_cooperation,
            k + m.verbal_conflict + m.material_conflict,
        )
    if not quarters:
        return ()
    starts = sorted(quarters)
    _, low, high = balance_band([quarters[s][0] for s in starts], [quarters[s][1] for s in starts], width=width)
    signs = ["cooperative" if a > 0 else "hostile" if b < 0 else "mixed" for a, b in zip(low, high, strict=True)]
    spells = []
    numbered = [
        (4 * start.year + start.month // 3 - i, start, sign)
        for i, (start, sign) in enumerate(zip(starts, signs, strict=True))
    ]
    for (_, sign), run in groupby(
        numbered, key=lambda q: (q[0], q[2])
    ):  # the first is the same as long as no quarter lacks
        members = [start for _, start, _ in run]
        spells.append(
            Spell(sign=sign, first=members[0], last=members[-1], n_events=sum(sum(quarters[m]) for m in members))
        )
    return tuple(spells)


def _telling(event: Mapping[str, Any], evidence: Sequence[Mapping[str, Any]]) -> Telling:
    seen: set[str] = set()
    sentences = []
    for row in sorted(evidence, key=lambda r: (r["role"] == "title", -r["confidence"], r["id"])):
        if row["sentence"] in seen:
            continue
        seen.add(row["sentence"])
        sentences.append(
            Sentence(
                report=row["id"],
                article=row["article"],
                text=" ".join(row["sentence"].split()),
                headline=row["role"] == "title",
                publisher=row["publisher"],
                published=row["published"],
                url=row["url"],
                origin=row["origin"],
                voice=row["voice"],
                said_by=row["said_by"],
            )
        )
    return Telling(
        event=event["id"],
        day=event["day"],
        day_precision=event["day_precision"],
        act=event["act"],
        quad=event["quad"],
        n_reports=event["n_reports"],
        n_publishers=event["n_publishers"],
        confidence=event["confidence"],
        sentences=tuple(sentences[:SENTENCES_SHOWN]),
    )


def _lede(source: str, target: str, months: Sequence[Relation], spells: Sequence[Spell]) -> str:
    """The direction in one or two sentences."""
    known = [m for m in months if m.balance is not None]
    if not known:
        return f"The store has no dated act of {source} towards {target}: no level can be given."
    clear = [s for s in spells if s.sign != "mixed"]
    silent = len(months) - len(known)
    if clear:
        told = ", ".join(f"{s.sign} {_quarters(s.first, s.last)}" for s in clear[-RUNS_TOLD:])
        earlier = f" ({counted(len(clear) - RUNS_TOLD, 'earlier run')} not told here)" if len(clear) > RUNS_TOLD else ""
        words = f"Where a quarter leans beyond chance, acts of {source} towards {target} were {told}{earlier}."
    else:
        words = f"In no quarter do acts of {source} towards {target} lean to one side beyond chance."
    if silent:
        words += f" {silent} of {len(months)} months have no news: the level is carried on there, its band widens."
    return words


def _quarters(first: date, last: date) -> str:
    start, end = (f"{QUARTERS[(d.month - 1) // 3]} quarter of {d.year}" for d in (first, last))
    return f"in the {start}" if start == end else f"from the {start} to the {end}"
