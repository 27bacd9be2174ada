"""What travels between the steps, in the order of the road: small, frozen, with units.

The Arrow schema of every stored record is derived from its fields by `schema_of`; nothing is declared twice.

Offsets are counted in characters (Python string positions) from the start of `Article.text`; `start` is the first
character, `end` is one past the last. Days are calendar days without a time zone, as the text gives them.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, ClassVar, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

__all__ = [
    "Alert",
    "Amended",
    "Anchor",
    "Article",
    "Claim",
    "Correction",
    "Duplicate",
    "Event",
    "Form",
    "Frozen",
    "Kind",
    "Label",
    "Membership",
    "Mention",
    "NativeEvent",
    "NativeMention",
    "Outcome",
    "Overruling",
    "Part",
    "Polled",
    "Precision",
    "Quarantine",
    "Quotation",
    "Redrafted",
    "Relation",
    "Report",
    "Role",
    "Rule",
    "Run",
    "Sending",
    "Status",
    "Story",
    "Stretch",
    "Told",
    "Voice",
    "Watched",
    "fingerprint",
    "row_of",
    "rule_from",
    "schema_of",
]


class Precision(StrEnum):
    """How exactly a day is known. A date stands for the first day of its week, month, year or decade."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a part of an article is."""

    TITLE = "title"
    BYLINE = "byline"
    DATELINE = "dateline"
    BODY = "body"


class Status(StrEnum):
    """Whether the act took place: PLOVER's own five."""

    ACTUAL = "actual"
    HISTORICAL = "historical"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class Kind(StrEnum):
    """What sort of statement a report is."""

    REPORT = "report"
    OPINION = "opinion"
    PREDICTION = "prediction"


class Voice(StrEnum):
    """In whose words a report is told."""

    ARTICLE = "article"
    QUOTATION = "quotation"
    PARAPHRASE = "paraphrase"


class Form(StrEnum):
    """How what somebody says is given: in their words, in the article's, or partly so."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of an article with its own role. A headline is coded but marked; a dateline is where the reporter sits."""

    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One published text, as it was read."""

    table: ClassVar[str] = "articles"

    id: str  # "A" and 16 hex digits of publisher, title and text, wherever it was found
    title: str | None
    byline: str | None
    publisher: str | None  # the outlet that published it, as it names itself, or the host of its address
    url: str | None
    day: date | None  # day of publication; None when nobody told: never the day of reading
    day_precision: Precision
    day_why: str  # where the day was found, or why there is none
    language: str  # ISO 639-1, or "und" when it cannot be told
    language_score: float  # 0 to 1
    text: str  # title and body in one string, so that one offset serves both
    parts: tuple[Part, ...]  # in the order of the text, without overlap
    origin: str  # where it was read: file or address, and the line, entry or record inside it
    native_id: str | None  # the id that its own file gave it, if any; need not be unique

    @property
    def body(self) -> str:
        """The text without title, byline and dateline; paragraphs separated by a blank line."""
        return "\n\n".join(self.text[p.start : p.end].strip() for p in self.parts if p.role is Role.BODY)

    def role_at(self, position: int) -> Role:
        """The role of the part in which a character stands; body where no part claims it."""
        for part in self.parts:
            if part.start <= position < part.end:
                return part.role
        return Role.BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantine:
    """Something that came in and could not become an article: kept with the reason, never dropped."""

    table: ClassVar[str] = "quarantine"

    id: str  # "Q" and 16 hex digits of origin, reason and what was found
    origin: str  # file or address, and the line, entry or record inside it
    reason: str  # one word or two: "empty", "undecodable", "impossible date" ...
    found: str  # what was found
    expected: str  # what was expected
    remedy: str  # what to do
    excerpt: str  # the first characters of it, at most 200, printable


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """Two stored articles with the same or nearly the same text. A link; neither is removed."""

    table: ClassVar[str] = "duplicates"

    article: str  # the smaller of the two ids
    other: str  # the larger of the two ids
    kind: str  # "exact": the same body; "near": similar by MinHash
    similarity: float  # Jaccard similarity of word 5-shingles, 0 to 1; 1 for exact, estimated for near


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span that names an actor: span -> actor (state, sector, name), with score and why."""

    table: ClassVar[str] = "mentions"

    id: str  # "M" and 16 hex digits of article and span
    article: str
    start: int
    end: int
    text: str  # the words of the span, or of the member when a coordination was split ("Ukrainian ministers")
    role: Role  # the part of the article in which it stands
    kind: str  # "name", "adjective", "metonym", "person", "organisation", "role", "pronoun"
    state: str | None  # ISO 3166-1 alpha-3, or a former state's or an organisation's code; None if unknown
    sector: str | None  # PLOVER's list: GOV, MIL, COP, ...; None for the state as such
    name: str | None  # the actor's own name as the tables spell it
    score: float  # 0 to 1: how sure the resolution is
    why: str  # the rows and rules that led to it

    @property
    def locative(self) -> bool:
        """Whether it tells a place rather than an actor, as in "in Syria"; the finder of mentions says so in `why`."""
        return "; locative " in self.why


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One act as one sentence tells it: who did what to whom, whether it happened, when, and who says so."""

    table: ClassVar[str] = "reports"

    id: str  # "R" and 16 hex digits of article, trigger, act and both actors
    article: str
    role: Role  # title or body
    sentence_start: int
    sentence_end: int
    source: str | None  # state or organisation code of the actor; None if no actor was found
    source_sector: str | None
    source_name: str | None
    source_mention: str | None
    target: str | None
    target_sector: str | None
    target_name: str | None
    target_mention: str | None
    act: str  # one of the 16 PLOVER acts
    mode: str | None
    quad: int  # 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
    cameo: str  # root codes of CAMEO that the act covers, such as "03", or "13|138"
    intensity: float  # Goldstein weight of the act, -10 hostile to +10 friendly
    contexts: tuple[str, ...]  # military, diplomatic, economic ...; at most two, the most often told first
    reciprocal: bool  # done jointly: the same act stands in the other direction too
    status: Status
    kind: Kind
    voice: Voice
    said_by: str | None  # the speaker as the text names it; None when the article itself says so
    said_by_state: str | None
    day: date | None  # first day of the period in which the act took place; None if unresolved
    day_precision: Precision
    day_why: str  # the words and the rule that gave the day, or what is missing
    place: str | None  # where the act took place, as a table of places spells it, else as the text does
    place_state: str | None = None  # ISO 3166-1 alpha-3; None at sea, or where no table has the place
    latitude: float | None = None  # degrees north, -90 to 90
    longitude: float | None = None  # degrees east, -180 to 180
    place_why: str | None = None  # the words, the table and the rule; None without a place
    trigger: str  # the words that tell the act
    trigger_start: int
    trigger_end: int
    confidence: float  # 0 to 1
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A class of the user's own that one sentence tells of a pair, beside the standard acts; see `dragoman teach`."""

    table: ClassVar[str] = "labels"

    id: str  # "L" and 16 hex digits of article, both mentions and label
    article: str
    sentence_start: int
    sentence_end: int
    source: str | None
    source_sector: str | None
    source_mention: str
    target: str | None
    target_sector: str | None
    target_mention: str
    label: str  # as the user's rows name it
    chance: float  # 0 to 1
    taught: str  # version of the heads


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of an article's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What somebody says, as one article tells it: who, in which words, to whom, through whom."""

    table: ClassVar[str] = "quotations"

    id: str  # "U" and 16 hex digits of article, cue and source
    article: str
    role: Role  # title or body
    source: str  # the words that stand for the speaker here, a pronoun too
    source_start: int
    source_end: int
    speaker: str  # the same, or the phrase that the pronoun stands for
    named: bool  # a proper name tells who: "Olan Dresk", "the Ruritanian army"; not "officials", "one analyst", "the envoy"
    state: str | None  # of the speaker, as of a mention
    sector: str | None  # by the mention, or by the word for the speaker's work ("analyst")
    name: str | None
    mention: str | None
    place: str | None  # where the text says that the speaker is based
    cue: str  # the words that tell that it is said; "said", "according to", "statement"
    cue_start: int
    cue_end: int
    cue_kind: str  # "say", "think", "find", or "judge": what is said is a noun phrase ("condemned the raid")
    content: tuple[Stretch, ...]  # in the order of the text, without overlap, quotation marks included
    content_start: int  # of the first stretch
    content_end: int  # of the last stretch
    text: str  # the words of the content; "[...]" where stretches part
    form: Form
    about: tuple[str, ...]  # states and organisations named in the content, by code
    addressee: str | None  # to whom, as the text names them: a state's minister or a newspaper
    addressee_state: str | None
    via: tuple[str, ...]  # who passes it on, nearest first: the agency that quotes the minister
    score: float  # 0 to 1
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, merged from its reports. Reports and events are two tables, always."""

    table: ClassVar[str] = "events"

    id: str  # "E" and 16 hex digits of dataset, actors, act, status and day
    dataset: str  # "dragoman" for our own coding
    source: str | None  # state or organisation; None in imported events alone: no state known
    target: str | None
    between_states: bool  # both actors stand for their states; acts of rebels and the like do not move a relation
    act: str | None  # a PLOVER act; None in imported events alone: PLOVER has no act for the native code
    quad: int  # 1 to 4 as in reports; 0 where there is no act
    intensity: float  # Goldstein weight, mean over its reports
    status: Status
    day: date | None  # first day of its period; None: nobody told
    day_precision: Precision
    n_reports: int  # 0 once every report of it was withdrawn; such a row is hidden
    n_articles: int
    n_publishers: int  # independent outlets as far as publishers tell; an unnamed publisher counts once
    headline_only: bool  # told in titles alone
    confidence: float | None  # 1 - product of (1 - confidence) over independent texts; None: its data set tells none
    n_sources: int  # independent outlets: those of one name, and those that print copies of one text, count once
    first_report: str  # id of the report in the article published first; of several the smallest id
    first_published: date | None  # its article's day
    last_day: date | None  # the latest day that any report gives it; with `day` the spread of days
    variants: tuple[str, ...]  # details on which its reports differ, such as "act: CONSULT 3, SUPPORT 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """That a report tells an event."""

    table: ClassVar[str] = "memberships"

    report: str
    event: str
    article: str  # of the report


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """That an article belongs to a story: articles about the same happening. The newest row of an article counts."""

    table: ClassVar[str] = "stories"

    article: str
    story: str  # "S" and 16 hex digits; "" where the article has another day by now: such a row is hidden
    day: date | None  # of publication of the article


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a correction holds on to: facts of the text, which stay when a report is coded anew under another id."""

    report: str  # its id when it was corrected
    article: str
    sentence_start: int
    sentence_end: int
    trigger_start: int
    trigger_end: int
    source: str | None  # as coded, before any correction
    target: str | None
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a user corrected in reports or events. Rows are only added: an undo is a row of its own."""

    table: ClassVar[str] = "corrections"

    id: str  # "C" and 16 hex digits of what was corrected, how, when and by whom
    verb: str  # "recode", "actor", "discard", "split", "merge" or "undo"
    made: datetime  # UTC
    author: str
    note: str
    bound: tuple[Anchor, ...]  # the reports that it is about
    act: str | None  # recode: the right act
    status: str | None  # recode: the right status; None leaves it
    source: str | None  # actor: the right source; None leaves it
    source_sector: str | None  # of the right source; None: the state as such
    target: str | None
    target_sector: str | None
    undoes: str | None  # undo: id of the correction that no longer counts

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Correction:
        """A row of its table."""
        columns = {f.name: row[f.name] for f in dataclasses.fields(cls)}
        names = [f.name for f in dataclasses.fields(Anchor)]
        bound = tuple(Anchor(**{n: one[n] for n in names}) for one in columns["bound"] or ())
        return cls(**{**columns, "bound": bound})


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """What the corrections in force make of a report. The newest row of a report counts, in every reading of reports."""

    table: ClassVar[str] = "amended"

    report: str
    article: str
    lifted: bool  # every correction of it was undone: the report reads as coded
    discarded: bool  # it is left out
    source: str | None
    source_sector: str | None
    source_name: str | None
    target: str | None
    target_sector: str | None
    target_name: str | None
    act: str
    mode: str | None
    cameo: str
    quad: int
    intensity: float
    status: str
    apart: str | None  # id of the split that made it an event of its own
    together: str | None  # id of the merge that joined it with others
    corrections: tuple[str, ...]  # ids, in the order in which they were made


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeEvent:
    """What another data set says of an imported event, in its own words and codes."""

    table: ClassVar[str] = "native_events"

    id: str  # of the event
    dataset: str
    native_id: str | None  # the id that the data set gave it
    file: str  # name of the file from which it came
    line: int  # its line there, or its row in Parquet; the first is 1
    code: str  # of the act, as the data set writes it
    mode: str | None  # PLOVER mode
    contexts: str | None  # PLOVER contexts, separated by ";"
    loss: str | None  # what the mapping to PLOVER loses; None: nothing
    faults: str | None  # what is wrong with the row though it can be used, separated by "; "
    source_code: str | None  # of the actors, as the data set writes them
    source_name: str | None
    source_sector: str | None  # PLOVER sector
    target_code: str | None
    target_name: str | None
    target_sector: str | None
    weight: float | None  # the data set's own weight of the event
    deaths: int | None  # its best estimate
    url: str | None
    publisher: str | None  # outlet, or host of the address
    story: str | None  # the data set's id of the text, or its description of the source
    place: str | None
    latitude: float | None  # degrees north
    longitude: float | None  # degrees east


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeMention:
    """That a text mentions an imported event, as GDELT's table of mentions tells."""

    table: ClassVar[str] = "native_mentions"

    id: str  # "N" and 16 hex digits of event, text and sentence
    event: str  # its id, whether or not it was imported too
    dataset: str
    seen: date | None  # day on which the data set found the text
    publisher: str | None
    url: str | None
    sentence: int | None  # number of the sentence, from 1
    confidence: float | None  # the data set's own, 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How one state stood to another in a period, as far as the news tells. No news: no balance (None), never a zero."""

    table: ClassVar[str] = "relations"

    source: str  # code of a state, organisation or group, or "ALL"
    target: str
    period: date  # first day of the period
    granularity: str  # "day", "week" or "month"
    measure: str  # of level, low and high: "L0" balance, "L1" intensity, "L2" affinity
    verbal_cooperation: int  # events, quad class 1
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    n_events: int
    n_publishers: int  # outlets; of a group or several data sets an outlet counts once for each pair and set
    balance: float | None  # L0: (C - K) / (C + K), -1 all conflict to +1 all cooperation; None without events
    intensity: float | None  # L1: mean Goldstein weight, -10 hostile to +10 friendly; None without events
    level: float | None  # by the measure; L2 has one in periods without events too, within a year of news on both sides
    low: float | None  # band of the level, 90 % unless the setting `band` says otherwise
    high: float | None
    disagree: str | None  # signs of the measures where they differ, such as "L0 −, L1 +, L2 −"
    datasets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What settles a claim from data, in parts; `dragoman.claims.rules.worded` puts it into words.

    Only events after the day on which the claim was made count, and none told by its own article or a copy of that.
    """

    kind: str  # "act": an event of one of `acts`; "level": L2 at the end of the window against `base`; "turn"
    source: str  # code of a state or organisation
    target: str | None  # None: towards anybody
    third: str | None  # turn: source leaves target for third
    either_way: bool  # events of target towards source count too; a level is the mean of both directions
    acts: tuple[str, ...]  # PLOVER acts of which one suffices; act only
    direction: str | None  # "better" or "worse": level and turn only
    amount: float | None  # level: how far from the base at least, in units of L2 (-1 to +1), > 0
    base: float | None  # level: L2 on the day the claim was made, filled in when frozen; None: no level then
    first: date | None  # first day that counts; None: the claim has no day, and cannot be frozen until it has
    last: date | None  # last day that counts; None: open-ended
    reviews: tuple[date, ...]  # of an open-ended claim: days on which it is looked at, 6, 12 and 24 months after
    expected: bool  # whether the claim says that it will happen; False: it is right if nothing of it happens
    condition: str | None  # words of the condition; void where it is not met
    condition_source: str | None  # who has to do what for the condition to be met; all None: a person has to tell
    condition_target: str | None
    condition_acts: tuple[str, ...]
    least_events: int  # events between the two in the window below which the news cannot tell, and it stays open


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A prediction that somebody made in a text, or a user's own. What its speaker decides, or a calendar, is no forecast."""

    table: ClassVar[str] = "claims"

    id: str  # "P" and 16 hex digits of article and words; of a user's own: of holder, statement and day
    article: str | None  # None: entered by a user
    made: date | None  # day of publication of its article, or the day that the user gave
    kind: str  # "forecast", "intention" (by those who can carry it out) or "schedule" (a date in a calendar)
    holder: str  # who predicts, as the text names them; "the author" where the article itself does
    holder_kind: str  # "author", "official", "analyst", "outlet", "person" or "user"
    holder_name: (
        str | None
    )  # by which claims of one holder are found: proper name, byline or outlet; None: nobody named
    holder_state: str | None
    statement: str  # the sentence, or what the user wrote
    sentence_start: int | None  # in the article; None: entered by a user
    sentence_end: int | None
    start: int | None  # of the words that predict, inside the sentence
    end: int | None
    source: str | None  # code of the state or organisation that it is about
    target: str | None
    third: str | None  # of a triangle: source leaves target for third
    act: str | None  # PLOVER act that is foreseen
    direction: str | None  # "better" or "worse", of the relation of source and target
    expected: bool  # False: that it will not happen
    chance: float  # 0 to 1, the middle that the table gives to its words, or the number as told
    chance_low: float  # range of the same, 0 to 1
    chance_high: float
    chance_why: str  # the words and the row of data/chances.csv
    horizon: str | None  # words that tell by when; None: open-ended
    deadline: date | None  # last day of the horizon; None: open-ended or unresolved
    horizon_why: str  # how it was resolved, or why not
    condition: str | None  # words of the condition under which it holds
    checkable: bool
    reason: str | None  # why it cannot be checked: "prophecy", "moral", "no actor" ...
    rule: Rule | None  # that would settle it, as proposed at capture; None where it cannot be checked
    score: float  # 0 to 1: how sure it is that this is a prediction, so read
    why: str

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Claim:
        """A row of its table."""
        columns = {f.name: row[f.name] for f in dataclasses.fields(cls)}
        return cls(**{**columns, "rule": rule_from(columns["rule"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrafted:
    """The rule of a claim as a user changed it before it was frozen. The newest row of a claim counts."""

    table: ClassVar[str] = "redrafted"

    claim: str
    rule: Rule
    author: str
    note: str
    made: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A claim with its rule, frozen: a link of a chain of hashes in which no earlier link can be changed unseen."""

    table: ClassVar[str] = "frozen"

    number: int  # from 1, without gaps
    claim: str  # id
    frozen: datetime  # UTC
    author: str  # who froze it
    body: str  # canonical JSON of the claim with the rule in force, the article's text and the versions; see claims/chain.py
    before: str  # hash of the link before; 64 zeros for the first
    hash: str  # SHA-256 of number, moment, author, body and `before`, 64 hex digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a frozen claim at its deadline or at a review. The newest row of a claim and review counts."""

    table: ClassVar[str] = "outcomes"

    claim: str  # id
    link: str  # hash of the frozen link that it settles
    review: str  # "deadline", or "6 months", "12 months", "24 months" of an open-ended claim
    verdict: str  # "true", "false", "void" or "open"
    decided: date | None  # day on which the data decide it; None while open
    data_until: date | None  # last day of the data that were read
    events: tuple[str, ...]  # ids of the events that decide
    n_events: int  # between the two in the window: the coverage
    n_publishers: int
    value: float | None  # level rules: L2 at the end of the window
    base: float | None  # chance that the base rate gave, 0 to 1; None where it was not asked
    brier: float | None  # mean of (chance - outcome)² over the range meant, 0 to 1; None where nothing is to be scored
    log_score: float | None  # mean of -ln of the chance given to what came, >= 0, in nats
    overruled: bool  # by a person, with a note
    author: str | None  # of the overruling
    note: str | None
    made: datetime  # UTC
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overruling:
    """What a person says became of a claim, against or beyond the data. Rows are only added: an undo is one of its own."""

    table: ClassVar[str] = "overrulings"

    id: str  # "V" and 16 hex digits
    claim: str
    review: str  # as in `Outcome`
    verdict: str | None  # "true", "false", "void" or "open"; None: an undo
    author: str
    note: str
    made: datetime  # UTC
    undoes: str | None  # id of the overruling that no longer counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One call that wrote to the store, with what it read, made and counted."""

    table: ClassVar[str] = "runs"

    id: str
    started: datetime  # UTC
    coder: str
    ontology: str
    settings: str  # JSON of the settings in force


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence behind an alert, as it stood when the alert was raised."""

    event: str
    report: str
    article: str
    day: date | None  # of the act
    act: str
    source: str | None
    target: str | None
    text: str  # the sentence
    publisher: str | None
    published: date | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """That a turn, a realignment or a rule of the user's appeared while the store was watched. Raised once, never changed."""

    table: ClassVar[str] = "alerts"

    id: str  # "W" and 16 hex digits of kind, subject and first day
    kind: str  # "turn", "realignment" or "rule"
    subject: (
        str  # what it is about, the same for the same thing: "RUS-TUR worse", "TUR leaves RUS for UKR", or the rule
    )
    first: date  # days of what carries it; a later finding of the same subject that touches them is the same
    last: date
    raised: datetime  # UTC
    silent: str | None  # why it is sent to nobody; None: it is sent
    title: str  # one line
    text: str  # why it is raised: figures, chance, how to walk on
    chance: float | None  # of a turn: that it is one; of a realignment: that chance alone brings it; a rule has none
    events: tuple[str, ...]  # ids
    sentences: tuple[Told, ...]

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Alert:
        """A row of its table."""
        columns = {f.name: row[f.name] for f in dataclasses.fields(cls)}
        names = [f.name for f in dataclasses.fields(Told)]
        told = tuple(Told(**{n: one[n] for n in names}) for one in columns["sentences"] or ())
        return cls(**{**columns, "events": tuple(columns["events"] or ()), "sentences": told})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What became of one attempt to send an alert over a channel. Rows are only added."""

    table: ClassVar[str] = "sendings"

    alert: str
    channel: str  # its name; addresses with their secrets are never stored
    attempt: int  # 1 for the first
    outcome: str  # "sent", "refused" (tried again), "given up", or "in doubt" (see docs/watching.md)
    tried: datetime  # UTC
    found: str  # what the channel answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """How a feed stood when it last answered otherwise than before. The newest row of a feed counts."""

    table: ClassVar[str] = "polled"

    url: str
    asked: datetime  # UTC
    outcome: str  # "new", "unchanged", "failed" or "gone"
    found: str  # why it failed; else empty
    etag: str | None  # what the server said of the version that was read, sent back when asking again
    last_modified: str | None
    digest: str | None  # of its content, so that one that comes again is known; None if not all behind it could be read
    failures: int  # in a row
    due: datetime  # UTC; it is not asked before


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Since when something is watched, and how far it was looked at. The newest row of a subject counts."""

    table: ClassVar[str] = "watched"

    subject: str  # "turns", "realignments", "rule " and a rule, or "channel " and a name
    begun: datetime  # UTC
    examined: int  # the latest batch with events that was looked at; 0 for channels


def rule_from(row: Mapping[str, Any] | None) -> Rule | None:
    """A rule as a table or JSON holds it; days may be ISO text.

    Raises:
        TypeError: if a part is missing or unknown.
        ValueError: if a day is none.
    """
    if row is None:
        return None
    parts = dict(row)
    for name in ("acts", "reviews", "condition_acts"):
        parts[name] = tuple(parts[name] or ())
    day = date.fromisoformat
    parts["reviews"] = tuple(day(d) if isinstance(d, str) else d for d in parts["reviews"])
    for name in ("first", "last"):
        parts[name] = day(parts[name]) if isinstance(parts[name], str) else parts[name]
    return Rule(**parts)


def fingerprint(letter: str, *facts: object) -> str:
    """An id that depends on facts alone: a letter and 16 hex digits.

    Args:
        letter: what kind of record it is, one capital.
        facts: what makes the record the record; None differs from the empty string.
    Reference:
        BLAKE2b (RFC 7693), 8-byte digest: among a billion records two share an id with a chance of about 3 %.
    """
    digest = blake2b(digest_size=8)
    for fact in facts:
        digest.update(b"\x00" if fact is None else b"\x01" + str(fact).encode("utf-8", "surrogatepass"))
        digest.update(b"\x1f")
    return letter + digest.hexdigest()


@cache
def schema_of(record: type) -> pa.Schema:
    """The Arrow schema of a record class: one field each, in order; `X | None` is nullable.

    Raises:
        TypeError: if a field has a type that no table can hold.
    """
    import pyarrow as pa

    hints = get_type_hints(record)
    return pa.schema([pa.field(f.name, *_arrow_type(hints[f.name])) for f in dataclasses.fields(record)])


def row_of(record: Any) -> Mapping[str, Any]:
    """A record as a plain row for `pyarrow`: enumerations as their words, tuples as lists, parts as mappings."""
    return {f.name: _plain(getattr(record, f.name)) for f in dataclasses.fields(record)}


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return row_of(value)
    return value


def _arrow_type(hint: Any) -> tuple[pa.DataType, bool]:
    """Arrow type and whether it may be null."""
    import pyarrow as pa

    simple = {
        str: pa.string(),
        int: pa.int64(),
        float: pa.float64(),
        bool: pa.bool_(),
        bytes: pa.binary(),
        date: pa.date32(),
        datetime: pa.timestamp("us", tz="UTC"),
    }
    if hint in simple:
        return simple[hint], False
    if get_origin(hint) in (typing.Union, types.UnionType):
        (inner,) = [a for a in get_args(hint) if a is not type(None)]
        return _arrow_type(inner)[0], True
    if get_origin(hint) is tuple:
        return pa.list_(pa.field("element", _arrow_type(get_args(hint)[0])[0], True)), False
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return pa.string(), False
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return pa.struct(list(schema_of(hint))), False
    raise TypeError(f"No Arrow type for {hint!r}.")
