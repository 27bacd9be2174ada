"""What a batch of articles, or a correction by the user, changes in the tables of stories and events.

The steps `tell` and `merge` of `flow.py` and the command `correct` end here. Only what changes is written: a row of an
event that is the same as the stored one is left out, and so is a membership that holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from dragoman import statements
from dragoman.events.gist import Gist
from dragoman.memory import give_back
from dragoman.records import Amended, Article, Correction, Duplicate, Event, Membership, Mention, Report, Story, row_of
from dragoman.store import Moved, Outline, Store, StoryTerm

if TYPE_CHECKING:
    from dragoman.events import KeyedReport
    from dragoman.settings import Settings

__all__ = ["corrected", "keyed", "outlined", "remerged", "stored_in", "told_together"]

NO_DAY: Final = -1_000_000  # stands for the day of an undated article among the terms of stories
# What a batch is held against is bounded, so that memory stays flat however many articles tell of one thing or have no day.
CANDIDATES: Final = 20  # stored articles that share most terms with a new one; our choice
OF_A_STORY: Final = 40  # articles of one story
BLOCKS_AT_ONCE: Final = 250  # of a pair and month, merged together: bounds how many stored reports are held
MOST_NEAR: Final = 2_000  # articles of all stories together


# ------------------------------------------------------------------------------------------------- stories


def told_together(
    store: Store,
    articles: Sequence[Article],
    mentions: Iterable[Mention],
    *,
    copies: Sequence[Duplicate],
    withdrawn: Set[str],
) -> Iterator[Story | Outline | StoryTerm]:
    """New articles with the stored ones of the stories that they may belong to.

    Args:
        store: as it is.
        articles: of a batch.
        mentions: in them.
        copies: links between texts of which one is new.
        withdrawn: articles that no longer count.
    """
    from dragoman.events import gist, stories
    from dragoman.events.stories import DAYS_APART

    named: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.state:
            named.setdefault(mention.article, set()).add(mention.state)
    new = [gist(a.id, a.text, day=a.day, actors=named.get(a.id, ())) for a in articles]
    if not new:
        return
    if withdrawn:
        now = {g.article: g.day for g in new}
        held = store.query(statements.STORY_ROWS_OF, given={"article": sorted(withdrawn)}).to_pylist()
        for row in sorted(held, key=lambda r: (r["article"], r["day"] or date.min)):
            if row["article"] not in now or now[row["article"]] != row["day"]:
                yield Story(article=row["article"], story="", day=row["day"])
    near = {i for d in copies for i in (d.article, d.other)}
    terms = [(_signed(g.article[1:]), term, _ordinal(g.day)) for g in new for term in g.index]
    if terms:
        asked = dict(zip(("article", "term", "day"), map(list, zip(*terms, strict=True)), strict=True))
        days = {
            "most": CANDIDATES,
            "first": min(asked["day"]) - DAYS_APART,
            "last": max(asked["day"]) + DAYS_APART,
            "apart": DAYS_APART,
        }
        found = store.query(statements.STORY_CANDIDATES, days, given=asked)
        near |= {f"A{number % 2**64:016x}" for number in found["article"].to_pylist()}
    near -= withdrawn | {g.article for g in new}
    first = min((g.day for g in new if g.day), default=date.max)
    first = max(first, date.min + timedelta(days=2 * DAYS_APART)) - timedelta(days=2 * DAYS_APART)
    bounds = {"first": first, "of_a_story": OF_A_STORY, "most": MOST_NEAR}
    rows = store.query(statements.STORIES_NEAR, bounds, given={"article": sorted(near)}).to_pylist()
    about = _outlines(store, {r["article"]: r["day"] for r in rows if r["article"] not in withdrawn})
    stored = {about[r["article"]]: r["story"] for r in rows if r["article"] in about}
    yield from stories(new, stored, copies)
    for one in new:
        yield Outline(article=one.article, day=one.day, terms=one.packed())
        number, day = _signed(one.article[1:]), _ordinal(one.day)
        yield from (StoryTerm(article=number, term=term, day=day) for term in one.index)


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else NO_DAY


def _signed(digits: str) -> int:
    """16 hex digits as a signed 64-bit number."""
    return int.from_bytes(bytes.fromhex(digits), "big", signed=True)


# ------------------------------------------------------------------------------------------------- events


def corrected(store: Store, reports: Iterable[Report]) -> dict[str, Amended]:
    """Report id -> what the user's corrections make of it; reports that no correction binds to are left out."""
    from dragoman.events.corrections import amend, in_force

    if not store.has(Correction):
        return {}
    held = in_force(Correction.from_row(row) for row in store.query(statements.CORRECTIONS).to_pylist())
    return {r.id: a for r in reports if (a := amend(r, held)) is not None}


def keyed(
    reports: Iterable[Report], published: Mapping[str, tuple[str | None, date | None]], amended: Mapping[str, Amended]
) -> list[KeyedReport]:
    """Reports in the short form of merging, as the user corrected them; without those that tell no event.

    Args:
        reports: as they were coded.
        published: article id -> its outlet and day.
        amended: as `corrected` gives them.
    """
    from dragoman.events import KeyedReport
    from dragoman.events.corrections import as_amended

    found = []
    for report in reports:
        change = amended.get(report.id)
        if change is not None and change.discarded:
            continue
        one = KeyedReport.of(as_amended(report, change), *published[report.article])
        if one is not None:
            found.append(replace(one, apart=change.apart, together=change.together) if change else one)
    return found


def remerged(
    store: Store,
    new: Sequence[KeyedReport],
    *,
    withdrawn: Set[str],
    gists: Mapping[str, Gist],
    copies: Sequence[tuple[str, str]],
    settings: Settings,
    touched: Set[tuple[str, str, str]] = frozenset(),
    gone: Set[str] = frozenset(),
) -> Iterator[Event | Membership | Moved]:
    """Merge the blocks of some reports anew and give what changes in the store.

    Args:
        store: as it is.
        new: reports that it does not hold yet, or holds in another form.
        withdrawn: articles that no longer count.
        gists: of the articles of new reports.
        copies: pairs of articles with the same text, of which one is new.
        settings: in force.
        touched: blocks to merge besides those of the new and withdrawn reports.
        gone: stored reports that no longer count, because the user discarded them.
    """
    from dragoman.events import KeyedReport, block_of

    lost = (
        [
            KeyedReport.from_row(row)
            for row in store.query(statements.REPORTS_TOLD_BY, given={"article": sorted(withdrawn)}).to_pylist()
        ]
        if withdrawn
        else []
    )
    blocks, joined = _bound({block_of(r) for r in (*new, *lost)} | set(touched), store, new)
    together = joined or withdrawn or gone  # what concerns several blocks is looked at with all of them at once
    size = len(blocks) if together else BLOCKS_AT_ONCE
    ordered = sorted(blocks, key=lambda block: (block[2], block))  # by month, so that a part has few days to look at
    mine: dict[tuple[str, str, str], list[KeyedReport]] = {}
    for report in new:
        mine.setdefault(block_of(report), []).append(report)
    for first in range(0, len(ordered), max(1, size)):
        give_back()  # what the queries before it took
        part = ordered[first : first + size]
        fresh = [report for block in part for report in mine.get(block, ())]
        yield from _remerged(
            store, part, fresh, withdrawn=withdrawn, gists=gists, copies=copies, settings=settings, gone=gone
        )


def _remerged(
    store: Store,
    blocks: Sequence[tuple[str, str, str]],
    new: Sequence[KeyedReport],
    *,
    withdrawn: Set[str],
    gists: Mapping[str, Gist],
    copies: Sequence[tuple[str, str]],
    settings: Settings,
    gone: Set[str],
) -> Iterator[Event | Membership | Moved]:
    """As `remerged`, for some blocks."""
    from dragoman.events import KeyedReport, hide, merge

    left_out = frozenset(settings.relation_sectors_left_out.split())
    fresh = {r.id: r for r in new}
    rows = [row for row in stored_in(store, blocks) if row["article"] not in withdrawn]
    before = {row["id"]: (row["event"], row["of_batch"]) for row in rows}
    stored = [KeyedReport.from_row(row) for row in rows if row["id"] not in fresh and row["id"] not in gone]
    theirs = sorted({r.article for r in (*stored, *new)} - gists.keys())
    known = {**gists, **outlined(store, (r for r in (*stored, *new) if r.article not in gists))}
    linked = store.query(statements.COPIES_OF, given={"article": theirs}).to_pylist()
    alike = [*copies, *((row["article"], row["other"]) for row in linked)]

    events: dict[str, Event] = {}
    for record in merge(chain(stored, fresh.values()), left_out=left_out, gists=known, copies=alike):
        if isinstance(record, Event):
            events[record.id] = record
        elif record.report not in before:
            yield record
        elif before[record.report][0] != record.event:
            yield Moved(report=record.report, of_batch=before[record.report][1])
            yield record
    yield from (Moved(report=i, of_batch=before[i][1]) for i in sorted(gone & before.keys()))
    told_before = {event for event, _ in before.values()}
    if withdrawn:
        told_before |= set(
            store.query(statements.EVENTS_TOLD_BY, given={"article": sorted(withdrawn)})["id"].to_pylist()
        )
    asked = sorted(told_before | events.keys())
    newest = {row["id"]: row for row in store.query(statements.EVENT_ROWS, given={"id": asked}).to_pylist()}
    held = {name: row for name, row in newest.items() if row["n_reports"]}
    for name in sorted(events):
        if name not in held or any(held[name][k] != v for k, v in row_of(events[name]).items()):
            yield events[name]
    yield from (hide(held[name]) for name in sorted(held.keys() - events.keys()))


def stored_in(store: Store, blocks: Sequence[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """Stored reports of some blocks, each with its article's outlet and day, its event and what the user said of it."""
    columns = dict(zip(("source", "target", "period"), map(list, zip(*blocks, strict=True)), strict=True))
    rows = store.query(statements.REPORTS_OF_BLOCKS, _days_of(blocks), given=columns).to_pylist()
    ids = {"id": [row["id"] for row in rows]}
    event = {row.pop("report"): row for row in store.query(statements.MEMBERSHIPS_OF, given=ids).to_pylist()}
    articles = {"article": sorted({row["article"] for row in rows})}
    published = {row["id"]: row for row in store.query(statements.PUBLISHED, given=articles).to_pylist()}
    said: dict[str, dict[str, Any]] = {}
    if store.has(Amended):
        kept = store.query(statements.KEPT_APART_OR_TOGETHER, given=ids).to_pylist()
        said = {row.pop("report"): row for row in kept}
    unsaid = {"apart": None, "together": None}
    return [
        row
        | {"publisher": published[row["article"]]["publisher"], "published": published[row["article"]]["day"]}
        | event[row["id"]]
        | said.get(row["id"], unsaid)
        for row in rows
        if row["id"] in event and row["article"] in published
    ]


def outlined(store: Store, reports: Iterable[KeyedReport]) -> dict[str, Gist]:
    """Articles of stored reports -> what they are about."""
    return _outlines(store, {r.article: r.published for r in reports})


def _outlines(store: Store, published: Mapping[str, date | None]) -> dict[str, Gist]:
    """Articles and their days -> what they are about."""
    days = [day for day in published.values() if day]
    span = {"first": min(days, default=date.max), "last": max(days, default=date.min)}
    rows = store.query(statements.OUTLINES_OF, span, given={"article": sorted(published)}).to_pylist()
    return {row["article"]: Gist.unpacked(row["article"], row["day"], row["terms"]) for row in rows}


def _days_of(blocks: Iterable[tuple[str, str, str]]) -> dict[str, date]:
    """First and last day that a report of these blocks can have, as values of `REPORTS_OF_BLOCKS`."""
    periods = [period.rpartition(" ")[2] for _, _, period in blocks]  # "2015-11", "year 2015-01-01", or an article
    first = [date.fromisoformat(f"{p}-01"[:10]) for p in periods if p[:1].isdigit()]
    if not first:
        return {"first": date.max, "last": date.min}
    last = max(first)
    return {"first": min(first), "last": min(last, date.max - timedelta(days=31)) + timedelta(days=31)}


def _bound(
    blocks: set[tuple[str, str, str]], store: Store, new: Sequence[KeyedReport]
) -> tuple[set[tuple[str, str, str]], bool]:
    """These blocks and those with which the user joined any of them; and whether the user joined any at all."""
    from dragoman.events import KeyedReport, block_of

    labelled = [r for r in new if r.together]
    if store.has(Amended):
        labelled += [KeyedReport.from_row(row) for row in store.query(statements.REPORTS_JOINED).to_pylist()]
    joined: dict[str, set[tuple[str, str, str]]] = {}
    for report in labelled:
        joined.setdefault(str(report.together), set()).add(block_of(report))
    found = set(blocks)
    grown = True
    while grown:
        more = set().union(*(some for some in joined.values() if some & found)) - found
        found |= more
        grown = bool(more)
    return found, bool(labelled)
