"""READ THIS FIRST: the road from articles to events, step by step, with what each step reads and writes.

    files, feeds, pages, archives
      -> read       Article, Quarantine      articles/    what was published
      -> link       Duplicate, Shingle ...   articles/    which texts are copies of each other
      -> parse      Parsed                   parsing.py   sentences, words, syntax
      -> mention    Mention                  mentions/    who is named
      -> quote      Quotation                reports/     who says what
      -> report     Report, Label            reports/     who did what to whom, as told; classes of the user's own
      -> claim      Claim                    claims/      what somebody says will happen
      -> tell       Story, Outline ...       events/      which articles tell the same happening
      -> merge      Event, Membership        events/      what happened
      => store.py   one batch, visible as a whole
      -> relations/ levels of each pair, from the events   -> views/ briefs, charts, exports

`ROAD` is that list as data. `check_road` refuses an order in which a step would read what no earlier step wrote.
`read_into` walks it over batches of articles: the only place where the steps meet.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dragoman import statements
from dragoman.errors import DragomanError, FlowError
from dragoman.events.gist import Gist
from dragoman.memory import give_back, keep_whole
from dragoman.parsing import Parsed
from dragoman.records import (
    Amended,
    Article,
    Claim,
    Duplicate,
    Event,
    Label,
    Membership,
    Mention,
    Quarantine,
    Quotation,
    Report,
    Run,
    Story,
    fingerprint,
)
from dragoman.store import Cleared, Fetched, Fingerprint, Moved, Outline, Shingle, Store, StoryTerm, Withdrawn, Writer

if TYPE_CHECKING:
    from dragoman.articles import ReadOptions, Signature
    from dragoman.mentions import Actors
    from dragoman.pool import CodingPool
    from dragoman.reports import Coder
    from dragoman.settings import Settings

__all__ = ["ROAD", "Counts", "Stage", "Tools", "check_road", "code", "read_into"]

ARTICLES_PARSED_AT_ONCE: Final = 16  # parses are large (some 3 kB a word), so few are held; more gain no speed
MAX_BATCH_CHARACTERS: Final = 2_000_000  # a batch ends here even when it holds few articles, so that memory stays flat


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps need besides records: made once, costly, shared.

    Attributes:
        settings: in force for this run.
        actors: who is who, by name and day.
        coder: who did what to whom.
        store: as it is before the batch; None for coding, which needs none.
    """

    settings: Settings
    actors: Actors
    coder: Coder
    store: Store | None = None

    @property
    def opened(self) -> Store:
        """The store, for steps that look things up there.

        Raises:
            FlowError: if there is none.
        """
        if self.store is None:
            raise FlowError("This step looks things up in a store, and there is none. Run it through `read_into`.")
        return self.store


Records = Mapping[type, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the road.

    Attributes:
        name: a verb.
        reads: record classes that it needs.
        writes: record classes that it makes.
        run: records so far and tools -> new records.
    """

    name: str
    reads: tuple[type, ...]
    writes: tuple[type, ...]
    run: Callable[[Records, Tools], Iterable[Any]]


# ------------------------------------------------------------------------------------------------- the steps


def _link(records: Records, tools: Tools) -> Iterator[Duplicate | Shingle | Fingerprint]:
    """New texts against each other and against the stored ones that share a band of their signature."""
    import numpy as np

    from dragoman.articles import Signature, links, signature

    threshold = tools.settings.near_duplicate
    linked_before = {w.article for w in records.get(Withdrawn, ())}
    new = {
        a.id: signature(a.body or a.text, threshold=threshold) for a in records[Article] if a.id not in linked_before
    }
    shared = sorted({band for sign in new.values() for band in _bands(sign)})
    found = tools.opened.query(statements.BANDS_SHARED, given={"band": shared})["article"].to_pylist()
    candidates = sorted(f"A{number % 2**64:016x}" for number in found)
    rows = tools.opened.query(statements.SIGNATURES, given={"article": candidates}).to_pylist() if candidates else []
    stored = {
        row["article"]: Signature(values=np.frombuffer(row["signature"], "<u4"), bands=(), key=row["key"])
        for row in rows
    }
    yield from links(new, stored, threshold=threshold)
    for article, sign in new.items():
        yield Fingerprint(article=article, key=sign.key, signature=sign.values.astype("<u4").tobytes())
        number = _signed(article[1:])
        yield from (Shingle(article=number, band=band) for band in _bands(sign))


def _signed(digits: str) -> int:
    """16 hex digits as a signed 64-bit number."""
    return int.from_bytes(bytes.fromhex(digits), "big", signed=True)


def _bands(sign: Signature) -> tuple[int, ...]:
    """The bands of a signature and one more that texts with the same words share, however short they are."""
    return (*sign.bands, _signed(sign.key[:16]))


def _parse(records: Records, tools: Tools) -> Iterator[Parsed]:
    from dragoman.parsing import parse

    coded = [a for a in records[Article] if a.language == tools.settings.language]
    yield from parse(coded, model=tools.settings.spacy_model)


def _mention(records: Records, tools: Tools) -> Iterator[Mention]:
    from dragoman.mentions import find_mentions

    for parsed in records[Parsed]:
        yield from find_mentions(parsed, actors=tools.actors)


def _quote(records: Records, tools: Tools) -> Iterator[Quotation]:  # noqa: ARG001 - steps share one form
    from dragoman.reports import find_quotations

    named = _by_article(records[Mention])
    for parsed in records[Parsed]:
        yield from find_quotations(parsed, named.get(parsed.article.id, []))


def _report(records: Records, tools: Tools) -> Iterator[Report | Label]:
    from dragoman.reports import Labelling

    named = _by_article(records[Mention])
    for parsed in records[Parsed]:
        mentions = named.get(parsed.article.id, [])
        yield from tools.coder.code(parsed, mentions)
        if isinstance(tools.coder, Labelling):
            yield from tools.coder.labels(parsed, mentions)


def _claim(records: Records, tools: Tools) -> Iterator[Claim]:  # noqa: ARG001 - steps share one form
    from dragoman.claims import find_claims

    named = _by_article(records[Mention])
    told: dict[str, list[Report]] = {}
    for report in records[Report]:
        told.setdefault(report.article, []).append(report)
    for parsed in records[Parsed]:
        article = parsed.article.id
        yield from find_claims(parsed, named.get(article, []), told.get(article, []))


def _by_article(mentions: Iterable[Mention]) -> dict[str, list[Mention]]:
    named: dict[str, list[Mention]] = {}
    for mention in mentions:
        named.setdefault(mention.article, []).append(mention)
    return named


def _tell(records: Records, tools: Tools) -> Iterator[Story | Outline | StoryTerm]:
    from dragoman.remerging import told_together

    yield from told_together(
        tools.opened,
        [a for a in records[Article] if a.language == tools.settings.language],
        records[Mention],
        copies=records[Duplicate],
        withdrawn={w.article for w in records.get(Withdrawn, ())},
    )


def _merge(records: Records, tools: Tools) -> Iterator[Event | Membership | Moved | Amended]:
    """New reports, as the user corrected them, together with the stored ones of the same blocks."""
    from dragoman.remerging import corrected, keyed, remerged

    published = {a.id: (a.publisher, a.day) for a in records[Article]}
    amended = corrected(tools.opened, records[Report])
    yield from amended.values()
    yield from remerged(
        tools.opened,
        keyed(records[Report], published, amended),
        withdrawn={w.article for w in records.get(Withdrawn, ())},
        gists={o.article: Gist.unpacked(o.article, o.day, o.terms) for o in records[Outline]},
        copies=[(d.article, d.other) for d in records[Duplicate]],
        settings=tools.settings,
    )


ROAD: Final[tuple[Stage, ...]] = (
    Stage("link", reads=(Article,), writes=(Duplicate, Shingle, Fingerprint), run=_link),
    Stage("parse", reads=(Article,), writes=(Parsed,), run=_parse),
    Stage("mention", reads=(Parsed,), writes=(Mention,), run=_mention),
    Stage("quote", reads=(Parsed, Mention), writes=(Quotation,), run=_quote),
    Stage("report", reads=(Parsed, Mention), writes=(Report, Label), run=_report),
    Stage("claim", reads=(Parsed, Mention, Report), writes=(Claim,), run=_claim),
    Stage("tell", reads=(Article, Mention, Duplicate), writes=(Story, Outline, StoryTerm), run=_tell),
    Stage("merge", reads=(Article, Report, Duplicate, Outline), writes=(Event, Membership, Moved, Amended), run=_merge),
)
"""The steps behind `articles.read_articles`, which gives the first records: Article, Quarantine."""

_CODING: Final = ("parse", "mention", "quote", "report", "claim")
BEFORE: Final = tuple(s for s in ROAD if s.name == "link")
CODING: Final = tuple(s for s in ROAD if s.name in _CODING)
"""The part of the road that needs no store: a map over articles, the same on one core, on many, or on many machines."""
CODED: Final = tuple(kind for stage in CODING for kind in stage.writes if kind is not Parsed)
"""What coding leaves behind: records that are stored."""
AFTER: Final = tuple(s for s in ROAD if s.name in ("tell", "merge"))


def check_road(stages: Sequence[Stage], *, given: Sequence[type] = (Article,)) -> None:
    """Refuse an order of steps that cannot work.

    Args:
        stages: in the order in which they are to run.
        given: record classes that are there before the first.
    Raises:
        FlowError: if a step reads what no earlier step wrote, or writes what an earlier one wrote already.
    """
    there = list(given)
    for stage in stages:
        lacking = [r.__name__ for r in stage.reads if r not in there]
        if lacking:
            raise FlowError(
                f"Step {stage.name!r} reads {', '.join(lacking)}, which no earlier step writes; there are "
                f"{', '.join(r.__name__ for r in there)}. Put the step that writes it before."
            )
        twice = [r.__name__ for r in stage.writes if r in there]
        if twice:
            raise FlowError(
                f"Step {stage.name!r} writes {', '.join(twice)}, which is there already. Take one of the two out."
            )
        there.extend(stage.writes)


def walk(stages: Sequence[Stage], records: Records, tools: Tools) -> dict[type, list[Any]]:
    """Run steps one after the other.

    Args:
        stages: in an order that `check_road` accepts.
        records: what is there before the first; left as it is.
        tools: what the steps need besides.
    Returns:
        What was there and all that was made, by class.
    """
    check_road(stages, given=tuple(records))
    made = {kind: list(some) for kind, some in records.items()}
    for stage in stages:
        made |= {kind: [] for kind in stage.writes}
        for record in stage.run(made, tools):
            made[type(record)].append(record)
    return made


# ------------------------------------------------------------------------------------------------- walking it


@dataclass(slots=True)
class Counts:
    """What became of everything that came in: `came_in = stored + duplicates + updated + quarantined`."""

    came_in: int = 0
    stored: int = 0
    duplicates: int = 0  # the store holds the same article already
    updated: int = 0  # it held the same article without a day, or under one that the user gave, and has another now
    quarantined: int = 0
    undated: int = 0  # of the stored and updated
    not_coded: int = 0  # of the stored and updated: in another language
    mentions: int = 0
    reports: int = 0
    reasons: dict[str, int] = field(default_factory=dict)  # quarantined, by reason

    def as_dict(self) -> dict[str, Any]:
        """Name to number, `reasons` as a mapping."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Failed:
    """An article that a step of coding could not take, by a fault of ours."""

    article: str
    found: str


def code(articles: Sequence[Article], *, settings: Settings, actors: Actors, coder: Coder) -> dict[type, list[Any]]:
    """Articles -> mentions and reports, without a store: what a core or machine among many runs on its share.

    Args:
        articles: of any language; only those in the language of the settings are coded.
        settings: in force.
        actors: who is who.
        coder: who did what to whom.
    Returns:
        Mentions, quotations, reports, labels and claims, each in the order of the articles; and a `Failed` for each article that a step could not
        take.
    """
    from dragoman.parsing import forgetting_words

    made: dict[type, list[Any]] = {kind: [] for kind in (*CODED, Failed)}
    with forgetting_words(settings.spacy_model):
        for some in batched(articles, ARTICLES_PARSED_AT_ONCE):
            for kind, records in _coded(some, Tools(settings, actors, coder)).items():
                made[kind] += records
    return made


def _coded(articles: Sequence[Article], tools: Tools) -> dict[type, list[Any]]:
    """Code articles; where a step fails, halve them until the one that it cannot take stands alone."""
    try:
        made = walk(CODING, {Article: articles}, tools)
    except (DragomanError, MemoryError):
        raise
    except Exception as cause:  # noqa: BLE001 - a fault of ours in one text must not stop the others
        if len(articles) == 1:
            failed = Failed(articles[0].id, f"{type(cause).__name__}: {cause}")
            return {kind: [] for kind in CODED} | {Failed: [failed]}
        half = len(articles) // 2
        first, second = _coded(articles[:half], tools), _coded(articles[half:], tools)
        return {kind: first[kind] + second[kind] for kind in first}
    return {kind: made[kind] for kind in CODED} | {Failed: []}


def _uncodable(article: Article, failed: Failed) -> Quarantine:
    return Quarantine(
        id=fingerprint("Q", article.origin, "not codable", failed.found),
        origin=article.origin,
        reason="not codable",
        found=failed.found[:200],
        expected="a text that every step of the coder can take",
        remedy="This is a fault of Dragoman: report it with the text. A later version will read it again.",
        excerpt=" ".join(article.text[:200].split()),
    )


def read_into(
    store: Store,
    inputs: Iterable[str | Path],
    *,
    options: ReadOptions,
    settings: Settings,
    actors: Actors,
    coder: Coder,
    progress: Callable[[Counts], None] | None = None,
) -> Counts:
    """Read articles, code them, and write all of it to the store, batch by batch.

    What the store holds already is passed over, so that an interrupted call is resumed by giving it again.

    Args:
        store: where to.
        inputs: files, folders, addresses, or "-" for standard input.
        options: what the user said about them: a day for undated ones, a column map ...
        settings: in force.
        actors: who is who.
        coder: who did what to whom.
        progress: called with the counts so far after each batch.
    Returns:
        What became of everything that came in.
    Raises:
        InputError: if an input does not exist; nothing is read then.
        StoreBusy: if another process writes to the store.
        StoreError: if the store cannot be written; finished batches stay.
    """
    from dragoman.articles import Validators, read_articles
    from dragoman.pool import CodingPool
    from dragoman.reports.ontology import ONTOLOGY

    check_road(ROAD)
    keep_whole()
    counts = Counts()
    fetched: dict[str, Fetched] = {}
    options = replace(
        options,
        validators={
            row["url"]: Validators(row["etag"], row["last_modified"])
            for row in store.query(statements.FETCHED).to_pylist()
        },
        on_validators=lambda url, seen: fetched.update(
            {url: Fetched(url=url, etag=seen.etag, last_modified=seen.last_modified)}
        ),
    )
    run = Run(
        id=uuid.uuid4().hex,
        started=datetime.now(UTC),
        coder=coder.version,
        ontology=ONTOLOGY,
        settings=json.dumps(settings.as_dict(), sort_keys=True),
    )
    incoming = read_articles(inputs, options=options, settings=settings)
    coding = partial(code, settings=settings, actors=actors, coder=coder)
    with store.writing(run) as writer, CodingPool(coding, workers=settings.workers) as pool:
        for number, batch in enumerate(_batches(incoming, settings.batch_articles), start=1):
            _commit(batch, writer, Tools(settings, actors, coder, writer.store), pool, counts)
            give_back()
            if number % settings.compact_every == 0:
                writer.compact()
            if progress:
                progress(counts)
        if fetched:  # last of all: a feed whose entries are not all stored must not count as known
            writer.commit([fetched[url] for url in sorted(fetched)])
    return counts


def _commit(
    batch: Sequence[Article | Quarantine], writer: Writer, tools: Tools, pool: CodingPool, counts: Counts
) -> None:
    """Take what is new in a batch down the road and make it visible."""
    counts.came_in += len(batch)
    articles: dict[str, Article] = {}
    for item in batch:
        if isinstance(item, Article) and (
            item.id not in articles or (articles[item.id].day is None and item.day is not None)
        ):
            articles[item.id] = item
    store = writer.store
    known = {
        row["id"]: row for row in store.query(statements.ARTICLES_KNOWN, given={"id": sorted(articles)}).to_pylist()
    }
    redated = {i for i, row in known.items() if _dated_anew(articles[i].day, row)}
    fresh = [a for i, a in articles.items() if i not in known or i in redated]

    coded = pool.code(fresh)
    give_back()
    uncodable = {f.article: _uncodable(articles[f.article], f) for f in coded[Failed]}
    fresh = [a for a in fresh if a.id not in uncodable]
    redated -= uncodable.keys()
    refused = {q.id: q for q in (*batch, *uncodable.values()) if isinstance(q, Quarantine)}
    known_refusals = store.query(statements.QUARANTINE_BY_ID, given={"id": sorted(refused)})
    refused_before = set(known_refusals["id"].to_pylist())
    come: dict[type, list[Any]] = {
        Article: fresh,
        Withdrawn: [Withdrawn(article=i, of_batch=known[i]["batch"]) for i in sorted(redated)],
    }
    linked = walk(BEFORE, come, tools)
    give_back()
    made = walk(AFTER, linked | {kind: coded[kind] for kind in CODED}, tools)
    new_refusals = [q for i, q in refused.items() if i not in refused_before]
    read = {a.origin for a in batch if isinstance(a, Article) and a.id not in uncodable}
    read_since = _read_since(store, read - {q.origin for q in refused.values()})
    if fresh or new_refusals or read_since:
        writer.commit(new_refusals, read_since, *made.values())

    n_articles = sum(isinstance(a, Article) for a in batch)
    counts.stored += len(fresh) - len(redated)
    counts.updated += len(redated)
    counts.duplicates += n_articles - len(fresh) - len(uncodable)
    counts.quarantined += len(batch) - n_articles + len(uncodable)
    counts.undated += sum(a.day is None for a in fresh)
    counts.not_coded += sum(a.language != tools.settings.language for a in fresh)
    counts.mentions += len(made[Mention])
    counts.reports += len(made[Report])
    for item in (*batch, *uncodable.values()):
        if isinstance(item, Quarantine):
            counts.reasons[item.reason] = counts.reasons.get(item.reason, 0) + 1


def _dated_anew(day: date | None, stored: Mapping[str, Any]) -> bool:
    """Does a known article come with a better day: its first one, or another than the one that the user gave?"""
    from dragoman.articles.options import GIVEN_DAY

    if day is None:
        return False
    return stored["day"] is None or (stored["day_why"] == GIVEN_DAY and stored["day"] != day)


def _read_since(store: Store, origins: Set[str]) -> list[Cleared]:
    """What lay in quarantine and could be read now from the same place."""
    if not store.has(Quarantine):
        return []
    rows = store.query(statements.QUARANTINE_OF, given={"origin": sorted(origins)}).to_pylist()
    return [Cleared(quarantine=row["id"], of_batch=row["batch"], why="read since") for row in rows]


def _batches(incoming: Iterable[Article | Quarantine], size: int) -> Iterator[list[Article | Quarantine]]:
    """Batches of at most `size` items and about `MAX_BATCH_CHARACTERS` characters."""
    batch: list[Article | Quarantine] = []
    characters = 0
    for item in incoming:
        batch.append(item)
        characters += len(item.text) if isinstance(item, Article) else 0
        if len(batch) >= size or characters >= MAX_BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def batched(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    """Articles in runs of at most `size`."""
    stream = iter(articles)
    while some := list(islice(stream, size)):
        yield some
