"""Claims in a store: listing them with the rule in force, entering one's own, changing rules, freezing, verifying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from dragoman import __version__, statements
from dragoman.claims.chain import body_of, frozen_claim, link, retold, verify
from dragoman.claims.rules import changed, checked, proposed, reviews_from, since
from dragoman.errors import InputError, UnknownId
from dragoman.records import Claim, Frozen, Redrafted, Rule, fingerprint, rule_from
from dragoman.runs import run_of_change
from dragoman.settling import basing

if TYPE_CHECKING:
    from dragoman.settings import Settings
    from dragoman.store import Store

__all__ = [
    "Held",
    "add_claim",
    "chain_of",
    "edit_rule",
    "freeze",
    "held",
    "held_by",
    "held_one",
    "links_naming",
    "verify_chain",
]

OPEN_DAYS: Final = 731  # an open-ended claim counts as open until its last review, two years after


@dataclass(frozen=True, slots=True)
class Held:
    """A claim as the store holds it.

    Attributes:
        claim: with the rule in force: frozen, else as a user changed it, else as proposed.
        frozen: its link, if it is frozen.
        edited: whether a user changed the rule.
    """

    claim: Claim
    frozen: Frozen | None
    edited: bool

    def open(self, on: date) -> bool:
        """Whether its window is not over on a day; a claim that cannot be checked is never open."""
        rule = self.claim.rule
        if rule is None or rule.first is None:
            return False
        last = rule.last or max(rule.reviews, default=rule.first + timedelta(days=OPEN_DAYS))
        return last >= on


def held(
    store: Store, *, by: str | None = None, about: str | None = None, ids: Sequence[str] | None = None
) -> list[Held]:
    """Claims of a store in the order of their days.

    Args:
        store: open.
        by: part of the holder's name or words, in any case; or a kind of holder such as "analyst".
        about: code of a state that it is about.
        ids: only these.
    """
    rows = (
        store.query(statements.CLAIMS).to_pylist()
        if ids is None
        else store.query(statements.CLAIMS_OF, given={"id": list(ids)}).to_pylist()
    )
    links = {one.claim: one for one in chain_of(store, ids=ids)}
    drafts = {r["claim"]: rule_from(r["rule"]) for r in store.query(statements.REDRAFTED).to_pylist()}
    claims = {r["id"]: Claim.from_row(r) for r in rows}
    for one in links.values():  # a frozen claim outlives its article
        claims[one.claim] = frozen_claim(one)
    found = []
    for claim in claims.values():
        if not held_by(claim, by) or (about and about not in (claim.source, claim.target, claim.third)):
            continue
        rule = claim.rule if claim.id in links else drafts.get(claim.id) or claim.rule
        found.append(Held(replace(claim, rule=rule), links.get(claim.id), claim.id in drafts))
    return sorted(
        found, key=lambda h: (h.claim.made or date.max, h.claim.article or "", h.claim.start or 0, h.claim.id)
    )


def held_by(claim: Claim, by: str | None) -> bool:
    """Whether a claim is of a holder: part of the name or words, in any case, a state's code, or a kind of holder."""
    if by is None:
        return True
    names = (claim.holder, claim.holder_name or "", claim.holder_state or "")
    return (
        by.lower() == claim.holder_kind
        or by.upper() == claim.holder_state
        or any(by.lower() in n.lower() for n in names)
    )


def held_one(store: Store, wanted: str) -> Held:
    """One claim.

    Raises:
        UnknownId: if the store has none of that id.
    """
    found = held(store, ids=[wanted])
    if not found:
        raise UnknownId(f"No claim {wanted} in {store.path}. List them with `dragoman claims`.")
    return found[0]


def chain_of(store: Store, *, ids: Sequence[str] | None = None) -> list[Frozen]:
    """The links of frozen claims, in order; of these claims alone if ids are given."""
    rows = store.query(statements.FROZEN) if ids is None else store.query(statements.FROZEN_OF, given={"id": list(ids)})
    return [_link_of(row) for row in rows.to_pylist()]


def links_naming(store: Store, a: str, b: str) -> list[Frozen]:
    """Links whose claim may be about two states, by their codes; the claim itself tells whether it is."""
    words = {"a": f'"{a}"', "b": f'"{b}"'}
    return [_link_of(row) for row in store.query(statements.FROZEN_NAMING, words).to_pylist()]


def _link_of(row: Mapping[str, Any]) -> Frozen:
    names = ("number", "claim", "frozen", "author", "body", "before", "hash")
    return Frozen(**{n: row[n] for n in names})


def verify_chain(store: Store) -> tuple[int, list[str]]:
    """Number of links, and what is wrong with them or with the articles whose texts were frozen.

    An article that is no longer in the store is no fault: its claim stands in the link.
    """
    chain = chain_of(store)
    faults = verify(chain)
    if not faults:
        texts = _texts(store, [a for one in chain if (a := frozen_claim(one).article)])
        faults = retold(chain, texts)
    return len(chain), faults


def add_claim(
    store: Store,
    statement: str,
    *,
    source: str,
    target: str | None,
    made: date,
    chance: float,
    holder: str,
    settings: Settings,
    third: str | None = None,
    act: str | None = None,
    direction: str | None = None,
    either_way: bool = False,
    expected: bool = True,
    deadline: date | None = None,
) -> Claim:
    """Enter a forecast of one's own; it lives by the same rules.

    Args:
        store: open.
        statement: in words.
        source: code of who acts, or whose relation it is.
        target: of the other.
        made: the day.
        chance: 0 to 1, that it comes as stated.
        holder: who forecasts.
        settings: in force.
        third: to whom the source turns.
        act: PLOVER act.
        direction: "better" or "worse".
        either_way: both directions count.
        expected: False: that it will not happen.
        deadline: last day; None: open-ended.
    Raises:
        InputError: if the parts do not make a claim.
        StoreBusy: if another process writes to the store.
    """
    if not 0 <= chance <= 1:
        raise InputError(f"The chance is {chance}; expected a probability from 0 to 1.")
    if (act is None) == (direction is None and third is None):
        raise InputError("Give either --act, or --direction better or worse: that is what settles it.")
    if not statement.strip():
        raise InputError("The statement is empty; say in words what will happen.")
    rule = checked(
        proposed(
            source=source,
            target=target,
            third=third,
            act=act,
            direction=direction,
            either_way=either_way,
            expected=expected,
            made=made,
            deadline=deadline,
        )
    )
    claim = Claim(
        id=fingerprint("P", holder, statement, made, source, target, third, act, direction),
        article=None,
        made=made,
        kind="forecast",
        holder=holder,
        holder_kind="user",
        holder_name=holder,
        holder_state=None,
        statement=statement.strip(),
        sentence_start=None,
        sentence_end=None,
        start=None,
        end=None,
        source=source,
        target=target,
        third=third,
        act=act,
        direction=direction,
        expected=expected,
        chance=chance,
        chance_low=chance,
        chance_high=chance,
        chance_why="as given",
        horizon=deadline.isoformat() if deadline else None,
        deadline=deadline,
        horizon_why="as given" if deadline else "no deadline given: open-ended",
        condition=None,
        checkable=True,
        reason=None,
        rule=rule,
        score=1.0,
        why="entered by a user",
    )
    if held(store, ids=[claim.id]):
        raise InputError(f"The store holds this claim already, as {claim.id}.")
    with store.writing(run_of_change(store, settings)) as writer:
        writer.commit([claim])
    return claim


def edit_rule(
    store: Store,
    wanted: str,
    changes: dict[str, Any],
    *,
    author: str,
    note: str,
    settings: Settings,
    made: date | None = None,
) -> Rule:
    """Change the rule of a claim that is not frozen yet.

    Args:
        store: open.
        wanted: id.
        changes: parts of the rule.
        author: who changes it.
        note: why.
        settings: in force.
        made: the day of a claim whose article has none.
    Raises:
        InputError: if it is frozen, cannot be checked, or the parts do not make a rule.
    """
    one = held_one(store, wanted)
    if one.frozen:
        raise InputError(
            f"Claim {wanted} was frozen on {one.frozen.frozen:%Y-%m-%d} by {one.frozen.author}: its rule stands."
        )
    rule = one.claim.rule
    if rule is None:
        if one.claim.source is None and "source" not in changes:
            raise InputError(
                f"Claim {wanted} has no rule ({one.claim.reason}); give one whole: --source, and --act or --direction."
            )
        rule = _blank(one.claim, changes)
    if made is not None:
        if one.claim.made is not None:
            raise InputError(f"Claim {wanted} was made on {one.claim.made}; its day stands.")
        rule = since(rule, made)
    rule = changed(rule, changes)
    day = one.claim.made or made or (rule.first - timedelta(days=1) if rule.first else None)
    if day is not None and rule.first is not None and rule.first <= day:
        raise InputError(f"The first day {rule.first} is not after the claim of {day}: nothing from before counts.")
    if day is not None:
        rule = replace(rule, reviews=() if rule.last else reviews_from(day))
    draft = Redrafted(claim=wanted, rule=rule, author=author, note=note, made=datetime.now(UTC))
    with store.writing(run_of_change(store, settings)) as writer:
        writer.commit([draft])
    return rule


def _blank(claim: Claim, changes: dict[str, Any]) -> Rule:
    acts = changes.get("acts") or ()
    return proposed(
        source=changes.get("source") or claim.source or "",
        target=changes.get("target") or claim.target,
        third=changes.get("third") or claim.third,
        act=acts[0] if acts else claim.act,
        direction=None if acts else changes.get("direction") or claim.direction,
        either_way=False,
        expected=claim.expected,
        made=claim.made,
        deadline=claim.deadline,
    )


def freeze(
    store: Store, wanted: Sequence[str] | None, *, author: str, settings: Settings, moment: datetime | None = None
) -> tuple[list[Frozen], list[tuple[str, str]]]:
    """Freeze claims with their rules; those frozen already are passed over.

    Args:
        store: open.
        wanted: ids; None for all that can be checked.
        author: who freezes.
        settings: in force.
        moment: when; now if None.
    Returns:
        The new links, and of those that cannot be frozen id and reason.
    Raises:
        UnknownId: if the store has no such claim.
        InputError: if the chain of the store is broken.
        StoreBusy: if another process writes to the store.
    """
    now = (moment or datetime.now(UTC)).replace(microsecond=0)
    with store.writing(run_of_change(store, settings)) as writer:
        opened = writer.store
        chain = chain_of(opened)
        if faults := verify(chain):
            raise InputError(f"The chain of frozen claims is broken, so nothing is added to it: {faults[0]}")
        known = {h.claim.id: h for h in held(opened, ids=wanted)}
        if missing := [i for i in wanted or () if i not in known]:
            raise UnknownId(f"No claim {missing[0]} in {store.path}. List them with `dragoman claims`.")
        last = chain[-1] if chain else None
        versions = {"dragoman": __version__, "coder": writer.run.coder, "ontology": writer.run.ontology}
        links, refused = [], []
        based = basing(opened)
        texts = _texts(opened, [h.claim.article for h in known.values() if h.claim.article])
        for one in known.values():
            if one.frozen is not None:
                continue
            if one.claim.rule is None:
                refused.append((one.claim.id, one.claim.reason or "no rule"))
                continue
            try:
                rule = based(one.claim.rule)
                body = body_of(one.claim, rule, text=texts.get(one.claim.article or ""), versions=versions)
            except InputError as cause:
                refused.append((one.claim.id, str(cause)))
                continue
            last = link(last, one.claim.id, body, author=author, frozen=now)
            links.append(last)
        if links:
            writer.commit(links)
    return links, refused


def _texts(store: Store, articles: Sequence[str]) -> dict[str, str]:
    rows = store.query(statements.TEXTS_OF, given={"id": sorted(set(articles))}).to_pylist()
    return {row["id"]: row["text"] for row in rows}
