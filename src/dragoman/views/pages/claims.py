"""What people said would happen: all claims under filters, and one claim with its receipt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from dragoman.claiming import held_by
from dragoman.claims.rules import worded
from dragoman.errors import InputError, UnknownId
from dragoman.mentions.codes import name_of
from dragoman.views.ledger import STANDS, Entry, about_codes, entries, holder_in_words, rule_state, what_in_words
from dragoman.views.pages.evidence import EventLine, lines_of
from dragoman.views.standing import end_of
from dragoman.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.records import Claim, Outcome
    from dragoman.views.web.desk import Desk
    from dragoman.views.web.links import Link

__all__ = ["ClaimLine", "ClaimPage", "ClaimsPage", "WindowLine", "claim_line", "claim_page", "claims_page"]

SHOWN: Final = 40  # claims of a page
DEEPEST: Final = 1_000_000
HOLDER_KINDS: Final = ("analyst", "author", "official", "outlet", "person", "user")
CHOICES: Final = ("all", *STANDS, "true", "false", "void")


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowLine:
    """What became of a claim in one window.

    Attributes:
        review: "deadline", or the review of an open-ended claim.
        verdict: "true", "false", "void" or "open".
        decided: day on which the data decide it; None while open.
        data_until: last day of the data that were read.
        n_events: between the two in the window: the coverage.
        n_publishers: outlets that told them.
        value: level rules: L2 at the end of the window, -1 to +1.
        base: chance of the base rate, 0 to 1.
        brier: 0 best to 1; None where nothing is to be scored.
        note: of a person who overruled; None: the data speak.
        author: that person.
        events: that decide, without those that an earlier window shows.
        above: number of deciding events that an earlier window shows.
        why: in words.
    """

    review: str
    verdict: str
    decided: date | None
    data_until: date | None
    n_events: int
    n_publishers: int
    value: float | None
    base: float | None
    brier: float | None
    overruled: bool
    author: str | None
    note: str | None
    why: str
    events: tuple[EventLine, ...]
    above: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """One claim, as lists show it.

    Attributes:
        who: holds it and as what, in words.
        before: its sentence up to the words that foresee.
        foresees: those words.
        after: the rest.
        about: codes of whom it is about.
        what: is foreseen, in words.
        by: when it ends: a day, words of the text, or "open-ended".
        rule: in words; None: no data can settle it, and `reason` says why.
        state: of the rule: "frozen", "edited", "proposed", or why there is none.
        stand: "settled", "open" or "no rule".
        windows: what became of it; empty before the first `dragoman claims settle`.
    """

    id: str
    made: date | None
    kind: str
    who: str
    holder: str
    holder_kind: str
    holder_name: str | None
    before: str
    foresees: str
    after: str
    about: tuple[str, ...]
    what: str
    chance: float
    chance_low: float
    chance_high: float
    by: str
    condition: str | None
    rule: str | None
    reason: str | None
    state: str
    stand: str
    article: str | None
    windows: tuple[WindowLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsPage:
    """Claims under filters, newest first."""

    title: str
    lede: str
    by: str | None
    about: str | None
    other: str | None
    stand: str
    found: int
    start: int
    claims: tuple[ClaimLine, ...]
    earlier: str | None
    later: str | None
    choices: tuple[str, ...]
    holder_kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """One claim with its receipt.

    Attributes:
        facts: name and value of each line of the receipt.
        chain: name and value of the link that froze it; empty before.
        holds: whether the whole chain of the store holds; None: this claim is in none.
        pair: address of the page of its two states; None: it is not about two.
        publisher: that printed it.
    """

    title: str
    lede: str
    claim: ClaimLine
    publisher: str | None
    facts: tuple[tuple[str, str], ...]
    chain: tuple[tuple[str, str], ...]
    holds: bool | None
    faults: tuple[str, ...]
    pair: str | None
    versions: Mapping[str, str]
    command: str


def claims_page(desk: Desk, link: Link) -> ClaimsPage:
    """Gather claims.

    Args:
        desk: the store at one moment.
        link: state `by` (part of the holder's name, a state's code, or a kind of holder), `about` and `other` (states),
            `stand` (all, settled, open, no rule, true, false, void), `start`.
    Raises:
        UnknownActor: if nobody has one of the codes or names.
        InputError: if a part of the state cannot be.
    """
    by, stand = link.word("by"), link.word("stand") or "all"
    about, other = (end_of(word) if (word := link.word(name)) else None for name in ("about", "other"))
    if stand not in CHOICES:
        raise InputError(f"stand={stand[:20]!r}; expected {', '.join(CHOICES)}.")
    start = link.number("start", 0, high=DEEPEST)
    told = desk.cached("claims", lambda: entries(desk.whole))
    ends = {code for code in (about, other) if code}
    known = [e for e in told if held_by(e.held.claim, by) and ends <= set(about_codes(e.held.claim))]
    found = [e for e in known if _stands(e, stand)]
    found.reverse()
    return ClaimsPage(
        title="What was said to come",
        lede=_lede(known, found, by, about, other, stand),
        by=by,
        about=about,
        other=other,
        stand=stand,
        found=len(found),
        start=start,
        claims=tuple(claim_line(e) for e in found[start : start + SHOWN]),
        earlier=link.with_(start=max(start - SHOWN, 0) or None).url if start else None,
        later=link.with_(start=start + SHOWN).url if start + SHOWN < len(found) else None,
        choices=CHOICES,
        holder_kinds=HOLDER_KINDS,
    )


def _stands(entry: Entry, wanted: str) -> bool:
    return wanted in {"all", entry.stand} or any(o.verdict == wanted for o in entry.outcomes)


def _lede(
    known: list[Entry], found: list[Entry], by: str | None, about: str | None, other: str | None, stand: str
) -> str:
    """What there is, in a sentence or two."""
    of_whom = f" by {by}" if by else ""
    on_whom = " and ".join(name_of(code) for code in (about, other) if code)
    what = f"{of_whom}{' about ' + on_whom if on_whom else ''}"
    if not known:
        none = "No claim" + what + " in this store."
        return (
            none if what else none + " Claims are found when articles are read; `dragoman claims add` enters your own."
        )
    stands = Counter(e.stand for e in known)
    words = (
        f"{counted(len(known), 'claim')}{what}: {stands['settled']:,} settled in at least one window, {stands['open']:,} "
        f"open, {stands['no rule']:,} that no data can settle."
    )
    return words if stand == "all" else f"{words} Shown: {len(found):,} with “{stand}”."


def claim_line(entry: Entry) -> ClaimLine:
    """A claim as lists show it.

    Args:
        entry: with its outcomes.
    """
    c = entry.held.claim
    before, foresees, after = _cut(c)
    return ClaimLine(
        id=c.id,
        made=c.made,
        kind=c.kind,
        who=holder_in_words(c),
        holder=c.holder,
        holder_kind=c.holder_kind,
        holder_name=c.holder_name,
        before=before,
        foresees=foresees,
        after=after,
        about=about_codes(c),
        what=what_in_words(c),
        chance=c.chance,
        chance_low=c.chance_low,
        chance_high=c.chance_high,
        by=c.deadline.isoformat() if c.deadline else c.horizon or "open-ended",
        condition=c.condition,
        rule=worded(c.rule) if c.rule else None,
        reason=c.reason,
        state=rule_state(entry.held),
        stand=entry.stand,
        article=c.article,
        windows=tuple(_window(o) for o in entry.outcomes),
    )


def _cut(claim: Claim) -> tuple[str, str, str]:
    """Its sentence, cut at the words that foresee; a user's own has none."""
    text = claim.statement
    if claim.sentence_start is None or claim.start is None or claim.end is None:
        return text, "", ""
    first = min(max(claim.start - claim.sentence_start, 0), len(text))
    last = min(max(claim.end - claim.sentence_start, first), len(text))
    return text[:first].lstrip(), text[first:last], text[last:].rstrip()


def _windows(outcomes: tuple[Outcome, ...], told: Mapping[str, EventLine]) -> tuple[WindowLine, ...]:
    """Windows with the events that decide them, each event once: in the first window that it decides, by day."""
    found, seen = [], set()
    for o in outcomes:
        events = [told[i] for i in o.events if i in told]
        new = sorted((e for e in events if e.id not in seen), key=lambda e: (e.day or date.max, e.id))
        found.append(_window(o, tuple(new), len(events) - len(new)))
        seen |= {e.id for e in events}
    return tuple(found)


def _window(o: Outcome, events: tuple[EventLine, ...] = (), above: int = 0) -> WindowLine:
    return WindowLine(
        review=o.review,
        verdict=o.verdict,
        decided=o.decided,
        data_until=o.data_until,
        n_events=o.n_events,
        n_publishers=o.n_publishers,
        value=o.value,
        base=o.base,
        brier=o.brier,
        overruled=o.overruled,
        author=o.author,
        note=o.note,
        why=o.why,
        events=events,
        above=above,
    )


def claim_page(desk: Desk, link: Link) -> ClaimPage:
    """Gather one claim.

    Args:
        desk: the store at one moment.
        link: part `id`.
    Raises:
        UnknownId: if the store has no such claim.
    """
    from dragoman import statements
    from dragoman.claiming import verify_chain

    store, wanted = desk.whole, link.parts["id"]
    found = entries(store, ids=[wanted])
    if not found:
        raise UnknownId(f"The store has no claim {wanted[:40]!r}. All of them stand on the page Claims.")
    entry = found[0]
    line, frozen = claim_line(entry), entry.held.frozen
    ids = sorted({event for o in entry.outcomes for event in o.events})
    rows = (
        store.query("SELECT e.* FROM events e JOIN given g ON g.id = e.id", given={"id": ids}).to_pylist()
        if ids
        else []
    )
    told = {e.id: e for e in lines_of(store, rows)}
    printed = store.query(statements.PUBLISHED, given={"article": [line.article]}).to_pylist() if line.article else []
    n, faults = desk.cached("chain", lambda: verify_chain(store)) if frozen else (0, [])
    chain: tuple[tuple[str, str], ...] = ()
    if frozen:
        chain = (
            ("link", f"{frozen.number} of {n}"),
            ("frozen", f"{frozen.frozen:%Y-%m-%d %H:%M} UTC by {frozen.author}"),
            ("hash", frozen.hash),
            ("follows", frozen.before),
        )
    return ClaimPage(
        title=what_in_words(entry.held.claim),
        lede=_told(entry),
        claim=replace(line, windows=_windows(entry.outcomes, told)),
        publisher=printed[0]["publisher"] if printed else None,
        facts=_facts(entry),
        chain=chain,
        holds=not faults if frozen else None,
        faults=tuple(faults),
        pair=_pair(entry.held.claim, link),
        versions=desk.versions(desk.store(link)),
        command=f"dragoman claims show {wanted}",
    )


def _pair(claim: Claim, link: Link) -> str | None:
    if claim.source and claim.target and claim.third:
        return link.at(f"/triangle/{claim.source}/{claim.target}/{claim.third}", keep=("as_of",)).url
    if claim.source and claim.target and claim.source != claim.target:
        return link.at(f"/pair/{claim.source}/{claim.target}", keep=("as_of",)).url
    return None


def _told(entry: Entry) -> str:
    """Who said it when, how surely, and what became of it."""
    c = entry.held.claim
    when = f"{c.made.day} {c.made:%B %Y}" if c.made else "an unknown day"
    known = [
        f"{o.verdict} at its {o.review}" if o.review == "deadline" else f"{o.verdict} at {o.review}"
        for o in entry.outcomes
    ]
    kind = "an intention" if c.kind == "intention" else "a forecast"
    became = {
        "settled": f"It came out {', '.join(known)}.",
        "open": "It is not settled yet." + ("" if entry.held.frozen else " Its rule is proposed, not frozen."),
        "no rule": f"No data can settle it: {c.reason or 'no rule'}.",
    }[entry.stand]
    return (
        f"On {when}, {holder_in_words(c)}, made {kind}; the words mean a chance of about {c.chance:.0%}, between "
        f"{c.chance_low:.0%} and {c.chance_high:.0%}. {became}"
    )


def _facts(entry: Entry) -> tuple[tuple[str, str], ...]:
    """The lines of the receipt, those without a value left away."""
    c = entry.held.claim
    facts = (
        ("claim", c.id),
        ("holder", holder_in_words(c) + (f", {name_of(c.holder_state)}" if c.holder_state else "")),
        ("counts for", c.holder_name or "nobody: not named"),
        ("chance", f"{c.chance:g} [{c.chance_low:g}, {c.chance_high:g}]"),
        ("from the words", c.chance_why),
        ("horizon", c.deadline.isoformat() if c.deadline else "none"),
        ("why", c.horizon_why),
        ("condition", c.condition or ""),
        ("rule", rule_state(entry.held)),
        ("read as a prediction", f"{c.score:.2f}: {c.why}"),
    )
    return tuple((name, value) for name, value in facts if value)
