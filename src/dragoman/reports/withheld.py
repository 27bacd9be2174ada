"""Who keeps silent, or keeps their name back? "Declined to comment", "asked not to be named" tell no act and no saying."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.data import table

if TYPE_CHECKING:
    from dragoman.reports.frames import Tree

__all__ = ["speaking", "withheld"]

KEEPING: Final = frozenset({"ask", "request", "decline", "refuse", "insist", "prefer", "wish"})
ALLOWED: Final = frozenset(
    {"authorise", "authorize", "allow", "permit", "entitle"}
)  # "not authorised to speak publicly"
NAMING: Final = frozenset({"name", "identify", "quote"})
TELLING: Final = frozenset({"comment", "elaborate", "speculate", "speak", "say", "answer", "discuss", "respond"})
DETAILS: Final = frozenset({"detail", "reason", "figure", "name", "explanation", "information", "comment"})
GIVING: Final = frozenset({"give", "provide", "disclose", "release", "offer", "make"})
SPEAKING_NOUNS: Final = frozenset(
    {"source", "people", "person", "report", "statement", "document", "newspaper", "agency", "witness", "authority", "police", "letter"}
)  # fmt: skip


def withheld(tree: Tree, verb: int) -> bool:  # noqa: PLR0911 - one return a case
    """Whether a verb only tells that a speaker keeps silent or unnamed.

    Args:
        tree: of the article.
        verb: number of the word.
    """
    if tree.lemma[verb] in ("speak", "talk") and any(
        tree.lower[p] == "on" and any(tree.lemma[o] == "condition" for o in tree.kids(p, "pobj"))
        for p in tree.kids(verb, "prep")
    ):
        return True
    above = tree.head[verb]
    if tree.lemma[verb] in TELLING | {"talk"} and tree.dep[verb] == "xcomp" and tree.lemma[above] in ALLOWED:
        return True
    if tree.lemma[verb] not in KEEPING:
        return False
    for inner in tree.kids(verb, "xcomp", "ccomp", "advcl"):
        lemma = tree.lemma[inner]
        if lemma in NAMING and tree.kids(inner, "auxpass"):
            return True
        if tree.lemma[verb] in ("decline", "refuse"):
            if lemma in TELLING and not tree.kids(inner, "dobj", "ccomp") and not _to_somebody(tree, inner):
                return True
            if lemma in GIVING and any(tree.lemma[o] in DETAILS for o in tree.kids(inner, "dobj")):
                return True
    return any(tree.lemma[o] == "anonymity" for o in tree.kids(verb, "dobj"))


def _to_somebody(tree: Tree, verb: int) -> bool:
    return any(tree.lower[p] in ("to", "with") for p in tree.kids(verb, "prep"))


@cache
def speaking() -> frozenset[str]:
    """Words for persons, from `data/roles.csv`, and for bodies and papers that can be cited."""
    persons = {row["term"].split(" of ")[0].split()[-1] for row in table("roles") if row["person"] == "1"}
    return frozenset(persons | SPEAKING_NOUNS)
