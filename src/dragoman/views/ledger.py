"""Claims as lists and pages tell them: with the rule in force, where it stands, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dragoman.claims.rules import worded
from dragoman.records import row_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.claiming import Held
    from dragoman.records import Claim, Outcome
    from dragoman.store import Store

__all__ = [
    "STANDS",
    "Entry",
    "about_codes",
    "entries",
    "holder_in_words",
    "row_of_claim",
    "rule_state",
    "what_in_words",
]

STANDS: Final = ("settled", "open", "no rule")
DECIDED: Final = frozenset({"true", "false", "void"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim with what became of it.

    Attributes:
        held: the claim with the rule in force.
        outcomes: one for each window that was looked at, as last settled.
    """

    held: Held
    outcomes: tuple[Outcome, ...]

    @property
    def verdict(self) -> str:
        """At its deadline, or of its last review that is decided: "true", "false" or "void"; else "open"."""
        return next((o.verdict for o in reversed(self.outcomes) if o.verdict in DECIDED), "open")

    @property
    def stand(self) -> str:
        """One of `STANDS`: "settled" once a window is true, false or void; "no rule" where no data can settle it."""
        if any(o.verdict in DECIDED for o in self.outcomes):
            return "settled"
        return "open" if self.held.claim.rule is not None else "no rule"


def entries(store: Store, *, ids: Sequence[str] | None = None) -> list[Entry]:
    """Claims of a store with their outcomes, in the order of their days.

    Args:
        store: open.
        ids: only these.
    """
    from dragoman.claiming import held
    from dragoman.settling import outcomes

    became: dict[str, list[Outcome]] = {}
    for one in outcomes(store, ids=ids):
        became.setdefault(one.claim, []).append(one)
    return [Entry(h, tuple(sorted(became.get(h.claim.id, ()), key=_window))) for h in held(store, ids=ids)]


def entries_on(store: Store, a: str, b: str) -> list[Entry]:
    """Claims about two states, whichever parts they play in it, in the order of their days; frozen ones outlive articles.

    Args:
        store: open.
        a: code.
        b: code of the other.
    """
    from dragoman import statements
    from dragoman.claiming import links_naming
    from dragoman.claims.chain import frozen_claim

    ids = {row["id"] for row in store.query(statements.CLAIMS_ON_PAIR, {"a": a, "b": b}).to_pylist()}
    ids |= {one.claim for one in links_naming(store, a, b) if {a, b} <= set(about_codes(frozen_claim(one)))}
    return entries(store, ids=sorted(ids)) if ids else []


def _window(outcome: Outcome) -> tuple[int, str]:
    """Reviews in the order of their months."""
    number = outcome.review.split(" ")[0]
    return (int(number) if number.isdigit() else 0, outcome.review)


def about_codes(claim: Claim) -> tuple[str, ...]:
    """Whom a claim is about: source, target, third, as far as it names them."""
    return tuple(code for code in (claim.source, claim.target, claim.third) if code)


def rule_state(held: Held) -> str:
    """Where the rule stands: "frozen", "edited", "proposed"; or in short why there is none."""
    if held.frozen:
        return "frozen"
    if held.edited:
        return "edited"
    return "proposed" if held.claim.rule else (held.claim.reason or "").split(":")[0]


def row_of_claim(held: Held) -> dict[str, Any]:
    """A claim as a row: its columns, the rule in words, and the link that froze it."""
    return {
        **row_of(held.claim),
        "rule_in_words": worded(held.claim.rule) if held.claim.rule else None,
        "edited": held.edited,
        "frozen": held.frozen.frozen if held.frozen else None,
        "hash": held.frozen.hash if held.frozen else None,
    }


def what_in_words(claim: Claim) -> str:
    """What is foreseen, in words: "Turkey → Russia: not SANCTION", "Turkey and Russia: worse", "about Turkey"."""
    from dragoman.mentions.codes import name_of

    names = [name_of(code) for code in about_codes(claim)]
    if claim.third and len(names) == 3:
        ends = f"{names[0]} between {names[1]} and {names[2]}"
    else:
        ends = (" and " if claim.direction else " → ").join(names) or "nobody named"
    what = claim.act or claim.direction
    return f"{ends}: {'' if claim.expected else 'not '}{what}" if what else f"about {ends}"


def holder_in_words(claim: Claim) -> str:
    """Who says so and as what: "Sergei Lavrov, official", "the author"; whose name is not in the text, in brackets."""
    same = claim.holder == f"the {claim.holder_kind}"
    words = claim.holder if same else f"{claim.holder}, {claim.holder_kind}"
    name = claim.holder_name
    return (
        f"{words} ({name})"
        if name and name not in claim.holder and claim.holder_kind in {"author", "outlet"}
        else words
    )
