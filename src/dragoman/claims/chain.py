"""The chain of frozen claims: each link holds the hash of the one before, so that no link can be changed unseen.

    hash = SHA-256(number, moment, author, claim, body, hash of the link before), as canonical JSON

Whoever can write to the store can make a whole new chain; note the last hash elsewhere to be sure that this is not done.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from dragoman.claims.rules import checked, worded
from dragoman.errors import InputError, StoreError
from dragoman.records import Claim, Frozen, Rule, rule_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["START", "body_of", "frozen_claim", "link", "retold", "verify"]

START: Final = "0" * 64


def body_of(claim: Claim, rule: Rule, *, text: str | None, versions: Mapping[str, str]) -> str:
    """What is frozen of a claim, as canonical JSON: keys sorted, no blanks.

    Args:
        claim: as found or entered.
        rule: in force, with its base filled in.
        text: of the article; its SHA-256 is kept, the words of the claim stand in the claim.
        versions: of Dragoman, coder and ontology.
    Raises:
        InputError: if the rule cannot settle anything, or the claim has no day.
    """
    if rule.first is None:
        raise InputError(
            f"Claim {claim.id} has no day, so no window in which it could come true. Give its article a day (`dragoman read "
            "--date`), or the rule one: `dragoman claims edit ID --made YYYY-MM-DD`."
        )
    digest = _digest(text) if text is not None else None
    whole = {
        "claim": asdict(replace(claim, rule=checked(rule))),
        "rule in words": worded(rule),
        "text": digest,
        "versions": dict(versions),
    }
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_day)


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"No JSON for {value!r}.")


def link(before: Frozen | None, claim: str, body: str, *, author: str, frozen: datetime) -> Frozen:
    """The next link of a chain.

    Args:
        before: the last link; None for the first.
        claim: id.
        body: as `body_of` gives it.
        author: who freezes.
        frozen: when, UTC.
    """
    number = before.number + 1 if before else 1
    above = before.hash if before else START
    return Frozen(
        number=number,
        claim=claim,
        frozen=frozen,
        author=author,
        body=body,
        before=above,
        hash=_hash(number, claim, frozen, author, body, above),
    )


def verify(chain: Sequence[Frozen]) -> list[str]:
    """What is wrong with a chain; empty if nothing is.

    Args:
        chain: in the order of its numbers.
    """
    faults, before = [], START
    for number, one in enumerate(chain, start=1):
        if one.number != number:
            faults.append(f"Link {number} is missing or stands twice: number {one.number} stands in its place.")
            return faults
        if one.before != before:
            faults.append(
                f"Link {number} ({one.claim}) does not follow on link {number - 1}: one of the two was changed."
            )
        if one.hash != _hash(one.number, one.claim, one.frozen, one.author, one.body, one.before):
            faults.append(f"Link {number} ({one.claim}) was changed after it was frozen.")
        elif json.loads(one.body)["claim"]["id"] != one.claim:
            faults.append(f"Link {number} holds another claim than {one.claim}.")
        before = one.hash
    return faults


def retold(chain: Sequence[Frozen], texts: Mapping[str, str]) -> list[str]:
    """Articles that no longer read as when their claims were frozen; empty if none.

    Args:
        chain: links that `verify` finds whole.
        texts: article -> its text now; those that are gone are left out.
    """
    faults = []
    for one in chain:
        held = json.loads(one.body)
        text = texts.get(held["claim"]["article"] or "")
        if text is not None and held["text"] is not None and _digest(text) != held["text"]:
            faults.append(
                f"Link {one.number} ({one.claim}): its article {held['claim']['article']} now reads otherwise."
            )
    return faults


def frozen_claim(one: Frozen) -> Claim:
    """The claim of a link, with the rule that settles it.

    Raises:
        StoreError: if its body holds no claim: it was changed after it was frozen.
    """
    try:
        held: dict[str, Any] = json.loads(one.body)["claim"]
        for name in ("made", "deadline"):
            held[name] = date.fromisoformat(held[name]) if held[name] else None
        return Claim(**{**held, "rule": rule_from(held["rule"])})
    except (KeyError, TypeError, ValueError) as cause:
        raise StoreError(
            f"Link {one.number} ({one.claim}) of the frozen claims holds no claim that can be read: it was changed after it "
            "was frozen. See `dragoman claims verify`; a copy of the store has the link as it was."
        ) from cause


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _hash(number: int, claim: str, frozen: datetime, author: str, body: str, before: str) -> str:
    facts = [number, claim, frozen.isoformat(), author, body, before]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()
