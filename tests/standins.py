"""Stand-ins for readers, parser, actors and coder, and short ways to make records: no network, no model.

Their language has one kind of sentence: "RUR does SANCTION to GRK on 2015-11-24." Behind the act may follow "yesterday"
or nothing instead of the day, then ", historical" or another status, then "(opinion)" or "(prediction)".
"""

from __future__ import annotations

import json
import re
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from dragoman.claims.chain import body_of, link
from dragoman.events import KeyedReport, merge
from dragoman.events.corrections import correction
from dragoman.parsing import Parsed
from dragoman.records import (
    Alert,
    Article,
    Claim,
    Duplicate,
    Form,
    Kind,
    Label,
    Mention,
    NativeEvent,
    NativeMention,
    Outcome,
    Overruling,
    Part,
    Precision,
    Quarantine,
    Quotation,
    Redrafted,
    Report,
    Role,
    Rule,
    Run,
    Status,
    Story,
    Stretch,
    Voice,
    fingerprint,
)
from dragoman.reports.ontology import acts
from dragoman.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

SENTENCE = re.compile(
    r"(?P<source>[A-Z]{3}) does (?P<act>[A-Z]+) to (?P<target>[A-Z]{3})"
    r"(?: (?P<when>yesterday|on (?P<day>\d{4}-\d\d-\d\d)))?(?:, (?P<status>[a-z]+))?(?: \((?P<kind>[a-z]+)\))?\."
)
LEFT_OUT = frozenset({"REB"})


def run(name: str = "1") -> Run:
    return Run(
        id=name, started=datetime(2020, 1, 1, tzinfo=UTC), coder="stand-in-1", ontology="PLOVER-2021", settings="{}"
    )


def article(
    text: str,
    *,
    day: date | None = date(2015, 11, 25),
    publisher: str | None = "Graustark Gazette",
    title: str | None = None,
    url: str | None = None,
    language: str = "en",
    origin: str = "memory",
) -> Article:
    whole = f"{title}\n\n{text}" if title else text
    start = len(whole) - len(text)
    parts = (Part(role=Role.TITLE, start=0, end=len(title)),) if title else ()
    return Article(
        id=fingerprint("A", publisher, title, whole),
        title=title,
        byline=None,
        publisher=publisher,
        url=url,
        day=day,
        day_precision=Precision.DAY if day else Precision.UNKNOWN,
        day_why="given" if day else "nobody told",
        language=language,
        language_score=1.0,
        text=whole,
        parts=(*parts, Part(role=Role.BODY, start=start, end=len(whole))),
        origin=origin,
        native_id=None,
    )


def parse(articles: Iterable[Article], *, model: str = "") -> Iterator[Parsed]:
    for one in articles:
        yield Parsed(one, None)  # type: ignore[arg-type]


def forgetting_words(model: str = "") -> Any:
    return nullcontext()


def find_mentions(parsed: Parsed, *, actors: Any) -> Iterator[Mention]:
    for match in SENTENCE.finditer(parsed.article.text):
        for name in ("source", "target"):
            start, end = match.span(name)
            yield Mention(
                id=fingerprint("M", parsed.article.id, start, end),
                article=parsed.article.id,
                start=start,
                end=end,
                text=match[name],
                role=parsed.article.role_at(start),
                kind="name",
                state=match[name],
                sector="REB" if match[name] == "REB" else None,
                name=match[name],
                score=1.0,
                why="code spelled out",
            )


class LineCoder:
    """Codes the stand-ins' sentences. Same door as every Coder."""

    version = "stand-in-1"

    def code(self, parsed: Parsed, mentions: Iterable[Mention]) -> Iterator[Report]:
        at = {m.start: m.id for m in mentions}
        for match in SENTENCE.finditer(parsed.article.text):
            yield report_of(parsed.article, match, at)


def report_of(told_in: Article, match: re.Match[str], mentions: Mapping[int, str]) -> Report:
    act = acts()[match["act"]]
    day, why = None, "no day told"
    if match["day"]:
        day, why = date.fromisoformat(match["day"]), "spelled out"
    elif match["when"] and told_in.day:
        day, why = told_in.day - timedelta(days=1), "yesterday"
    return Report(
        id=fingerprint("R", told_in.id, match.start("act"), act.code, match["source"], match["target"]),
        article=told_in.id,
        role=told_in.role_at(match.start()),
        sentence_start=match.start(),
        sentence_end=match.end(),
        source=match["source"],
        source_sector="REB" if match["source"] == "REB" else None,
        source_name=match["source"],
        source_mention=mentions.get(match.start("source")),
        target=match["target"],
        target_sector=None,
        target_name=match["target"],
        target_mention=mentions.get(match.start("target")),
        act=act.code,
        mode=None,
        quad=act.quad,
        cameo="|".join(act.cameo),
        intensity=act.intensity,
        contexts=("diplomatic",),
        reciprocal=False,
        status=Status(match["status"] or "actual"),
        kind=Kind(match["kind"] or "report"),
        voice=Voice.ARTICLE,
        said_by=None,
        said_by_state=None,
        day=day,
        day_precision=Precision.DAY if day else Precision.UNKNOWN,
        day_why=why,
        place=None,
        trigger=match["act"],
        trigger_start=match.start("act"),
        trigger_end=match.end("act"),
        confidence=0.8,
        why="the pattern of the stand-in",
    )


def coded(*articles: Article) -> tuple[list[Mention], list[Report]]:
    mentions = [m for p in parse(articles) for m in find_mentions(p, actors=None)]
    return mentions, [r for p in parse(articles) for r in LineCoder().code(p, mentions)]


def derived(*articles: Article) -> list[list[Any]]:
    """Articles and all that follows from them, as groups of one class, ready for `Writer.commit`."""
    mentions, reports = coded(*articles)
    publisher = {a.id: a.publisher for a in articles}
    keyed = [k for r in reports if (k := KeyedReport.of(r, publisher[r.article]))]
    groups: dict[type, list[Any]] = {}
    for record in merge(keyed, left_out=LEFT_OUT):
        groups.setdefault(type(record), []).append(record)
    return [
        list(articles),
        mentions,
        reports,
        [label_of(r) for r in reports],
        [saying_of(r) for r in reports],
        *groups.values(),
    ]


def saying_of(report: Report) -> Quotation:
    """Somebody who says what a report of the stand-in tells."""
    start, end = report.sentence_start, report.sentence_end
    return Quotation(
        id=fingerprint("U", report.id), article=report.article, role=report.role, source="Rudolf", source_start=start,
        source_end=start + 1, speaker="Rudolf", named=True, state=report.source, sector="GOV", name="Rudolf", mention=None,
        place=None, cue="said", cue_start=start, cue_end=start + 1, cue_kind="say",
        content=(Stretch(start=start, end=end),), content_start=start, content_end=end, text="what was said",
        form=Form.INDIRECT, about=(str(report.target),), addressee=None, addressee_state=None, via=(), score=0.9,
        why="the pattern of the stand-in",
    )  # fmt: skip


def label_of(report: Report) -> Label:
    """A class of a user's own, for a report of the stand-in."""
    return Label(
        id=fingerprint("L", report.id), article=report.article, sentence_start=report.sentence_start,
        sentence_end=report.sentence_end, source=report.source, source_sector=report.source_sector,
        source_mention=str(report.source_mention), target=report.target, target_sector=report.target_sector,
        target_mention=str(report.target_mention), label="quarrel", chance=0.75, taught="taught-stand-in",
    )  # fmt: skip


def keyed(**columns: Any) -> KeyedReport:
    """A report in its short form, with whatever a test says of it."""
    usual: dict[str, Any] = {
        "id": "R1", "article": "A1", "publisher": "Graustark Gazette", "role": Role.BODY, "source": "RUR", "target": "GRK",
        "source_sector": None, "target_sector": None, "act": "SANCTION", "quad": 4, "intensity": -7.0,
        "status": Status.ACTUAL, "kind": Kind.REPORT, "day": date(2015, 11, 24), "day_precision": Precision.DAY,
        "confidence": 0.5,
    }  # fmt: skip
    return KeyedReport(**{**usual, **columns})


def jsonl(place: Path, *rows: Mapping[str, Any] | str) -> Path:
    """Rows as a JSONL file; a string stands as it is, so that a line can be broken."""
    lines = [r if isinstance(r, str) else json.dumps(r) for r in rows]
    place.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return place


def rows_of(store: Any, table: str, *, but: Iterable[str] = ("batch", "run", "started")) -> list[dict[str, Any]]:
    """All visible rows of a table in one order, without what may differ from run to run."""
    rows = [
        {k: v for k, v in row.items() if k not in set(but)} for row in store.query(f"SELECT * FROM {table}").to_pylist()
    ]
    return sorted(rows, key=lambda row: json.dumps(row, default=str, sort_keys=True))


HOSTILE = '<script>alert("x")</script> [click](javascript:alert(1)) ![x](http://192.0.2.1/x.png) `TUR` *TUR* | TUR does THREATEN to RUS on 2015-11-26.'
HOSTILE_NAME = "<img src=x onerror=alert(1)>"


def claimed(told_in: Article) -> list[list[Any]]:
    """A claim of an article with its redraft, its frozen link, its outcome and an overruling; hostile words in each."""
    moment, day = datetime(2020, 1, 3, tzinfo=UTC), date(2015, 11, 25)
    rule = Rule(
        kind="act", source="TUR", target="RUS", third=None, either_way=False, acts=("ASSAULT",), direction=None, amount=None,
        base=None, first=date(2015, 11, 26), last=date(2016, 5, 31), reviews=(), expected=True, condition=None,
        condition_source=None, condition_target=None, condition_acts=(), least_events=3,
    )  # fmt: skip
    claim = Claim(
        id=fingerprint("P", told_in.id), article=told_in.id, made=day, kind="forecast", holder=HOSTILE_NAME,
        holder_kind="analyst", holder_name=None, holder_state=None, statement=HOSTILE, sentence_start=0, sentence_end=9,
        start=0, end=9, source="TUR", target="RUS", third=None, act="ASSAULT", direction=None, expected=True, chance=0.7,
        chance_low=0.6, chance_high=0.8, chance_why="told", horizon=None, deadline=None, horizon_why="told", condition=None,
        checkable=True, reason=None, rule=rule, score=1.0, why="told",
    )  # fmt: skip
    outcome = Outcome(
        claim=claim.id, link="0" * 64, review="deadline", verdict="open", decided=None, data_until=None, events=(),
        n_events=0, n_publishers=0, value=None, base=None, brier=None, log_score=None, overruled=False, author=None, note=None,
        made=moment, why="told",
    )  # fmt: skip
    return [
        [claim],
        [Redrafted(claim=claim.id, rule=rule, author=HOSTILE_NAME, note=HOSTILE, made=moment)],
        [link(None, claim.id, body_of(claim, rule, text=told_in.text, versions={}), author="me", frozen=moment)],
        [outcome],
        [
            Overruling(
                id=fingerprint("V", 1), claim=claim.id, review="deadline", verdict="true", author="me", note=HOSTILE,
                made=moment, undoes=None,
            )
        ],
    ]  # fmt: skip


def ledger(folder: Path) -> Store:
    """A store with two batches on Turkey and Russia: gaps, copies, headlines, undated, denied, judged, hostile, refused."""
    strong = article(
        "RUS does SANCTION to TUR on 2015-11-28. TUR does ACCUSE to RUS on 2015-11-24.",
        title="RUS does ASSAULT to TUR on 2015-10-03.",
        publisher="Strelsau Post",
        url="https://example.org/1",
    )
    again = article(
        "RUS does SANCTION to TUR on 2015-11-28. RUS does AGREE to TUR on 2016-06-27. RUS does SUPPORT to TUR on 2016-06-28.",
        publisher="Zenda Wire",
        day=date(2016, 6, 29),
    )
    undated = article("TUR does AID to RUS. TUR does AID to RUS yesterday.", day=None)
    foreign = article("Der Botschafter ist gestern nach Hause gefahren.", language="de")
    hostile = article(HOSTILE, publisher=HOSTILE_NAME, url="javascript:alert(1)", title="<b>Bold</b>")
    unsaid = article("TUR does COERCE to RUS on 2015-12-05, negated. TUR does REJECT to RUS on 2015-12-06 (opinion).")
    rebels = article("REB does ASSAULT to RUS on 2015-11-24.", publisher="Strelsau Post", day=date(2015, 11, 26))
    quarantine = [
        Quarantine(
            id=fingerprint("Q", n), origin=f"news.jsonl:{n}", reason="bad JSON", found="half a line", expected="JSON",
            remedy="Mend the line.", excerpt="{",
        )
        for n in (1, 2)
    ]  # fmt: skip
    copies = Duplicate(article=min(strong.id, again.id), other=max(strong.id, again.id), kind="near", similarity=0.8)
    told = Story(article=strong.id, story=fingerprint("S", "story", strong.id), day=strong.day)
    corrected = correction(
        "discard", coded(rebels)[1], made=datetime(2020, 1, 2, tzinfo=UTC), author=HOSTILE_NAME, note=HOSTILE
    )
    corrected = replace(corrected, bound=())  # of a report that this store does not hold
    told_of = Alert(
        id=fingerprint("W", 1), kind="turn", subject="RUS-TUR worse", first=date(2015, 11, 24), last=date(2015, 11, 28),
        raised=datetime(2020, 1, 3, tzinfo=UTC), silent="it stood before the watch began", title=HOSTILE_NAME,
        text=HOSTILE, chance=0.9, events=(fingerprint("E", 1),), sentences=(),
    )  # fmt: skip
    elsewhere = fingerprint("E", "of a data set whose event this store does not hold")
    nothing = dict.fromkeys(
        ("native_id", "mode", "contexts", "loss", "faults", "source_name", "source_sector", "target_name", "target_sector",
         "weight", "deaths", "publisher", "story", "place", "latitude", "longitude")
    )  # fmt: skip
    native = NativeEvent(
        id=elsewhere, dataset="icews", file="a.tab", line=2, code="040", source_code="TUR", target_code=HOSTILE_NAME,
        url="javascript:alert(1)", **nothing,
    )  # fmt: skip
    mentioned = NativeMention(
        id=fingerprint("N", 1), event=elsewhere, dataset="gdelt", seen=None, publisher=HOSTILE_NAME, url=None, sentence=1,
        confidence=0.5,
    )  # fmt: skip
    store = Store.create(folder)
    groups = derived(strong, again, undated, foreign, hostile, unsaid)
    whole_sentence = {"sentence_start": hostile.parts[-1].start, "voice": Voice.QUOTATION, "said_by": HOSTILE_NAME}
    groups[2] = [replace(r, **whole_sentence) if r.article == hostile.id else r for r in groups[2]]
    groups[2] = [replace(r, place="Yalta", place_state="UKR") if r.article == again.id else r for r in groups[2]]
    with store.writing(run("first")) as writer:
        writer.commit(
            *groups, quarantine, [copies], [told], [corrected], [told_of], [native], [mentioned], *claimed(strong)
        )
    with store.writing(run("second")) as writer:
        writer.commit(*derived(rebels))
    return store.refresh()
