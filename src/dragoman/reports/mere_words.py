"""Is a verb of agreeing or warning a mere remark? "agreed that taxes are high" commits nobody, "warned of floods" threatens nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dragoman.reports.frames import PRONOUNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.reports.frames import Places, Tree

__all__ = ["WARNING", "mere_words"]

AGREEING: Final = frozenset({"agree", "concur"})
WARNING: Final = frozenset({"warn", "caution", "warning"})
OBLIGING: Final = frozenset({"should", "shall", "must", "ought", "need", "to"})
BINDING: Final = frozenset({"will", "would", "'ll", "’ll"})
SETTLED: Final = frozenset(
    {"on", "to", "upon", "over", "for"}
)  # "agreed on a truce": what is settled stands after these
PROVISOS: Final = frozenset({"if", "unless"})
OWN_PEOPLE: Final = frozenset(
    ["citizen", "national", "traveller", "traveler", "tourist", "public", "voter", "consumer", "passenger"]
)
MENACES: Final = frozenset(
    [
        "consequence",
        "repercussion",
        "retaliation",
        "reprisal",
        "response",
        "retaliate",
        "respond",
        "price",
        "vengeance",
        "revenge",
    ]
)


def mere_words(tree: Tree, places: Places, word: int, sources: Sequence[int]) -> bool:
    """Whether a word of agreeing or warning tells no act between two actors.

    Args:
        tree: of the article.
        places: its mentions.
        word: the verb, or the noun "warning".
        sources: numbers of the mentions who agree or warn.
    """
    if tree.lemma[word] in AGREEING and tree.is_verb(word):
        return _shares_an_opinion(tree, places, word)
    return tree.lemma[word] in WARNING and not _menaces(tree, places, word, sources)


def _shares_an_opinion(tree: Tree, places: Places, verb: int) -> bool:
    """Whether somebody agrees with somebody, or that something is so, and not to do something."""
    if tree.kids(verb, "xcomp", "dobj", "prt") or tree.passive(verb):
        return False
    clauses = tree.kids(verb, "ccomp")
    if clauses:
        return not any(_binds(tree, places, clause) for clause in clauses)
    links = {tree.lower[p] for p in tree.kids(verb, "prep")}
    inner = {tree.lower[q] for p in tree.kids(verb, "prep") for o in tree.kids(p, "pobj") for q in tree.kids(o, "prep")}
    clause_behind = any(tree.kids(o, "acl") for p in tree.kids(verb, "prep") for o in tree.kids(p, "pobj"))
    return "with" in links and not (links | inner) & SETTLED and not clause_behind and not _to_do(tree, verb)


def _to_do(tree: Tree, verb: int) -> bool:
    return any(tree.lower[a] == "to" for c in tree.kids(verb, "advcl") for a in tree.kids(c, "aux", "mark"))


def _binds(tree: Tree, places: Places, clause: int) -> bool:
    """Whether a clause says what somebody is to do: "that it would pay", "that the law must go"."""
    said = {tree.lower[a] for a in tree.kids(clause, "aux")}
    if said & OBLIGING:
        return True
    subjects = tree.kids(clause, "nsubj", "nsubjpass")
    own = not subjects or any(tree.lower[s] in PRONOUNS or places.at(s) for s in subjects)
    return own and bool(said & BINDING)


def _menaces(tree: Tree, places: Places, word: int, sources: Sequence[int]) -> bool:
    """Whether a warning is to somebody, or tells what the one who warns will do."""
    addressed = [*(tree.objects(word) if tree.is_verb(word) else ()), *tree.kids(word, "dative")]
    against = [o for p in tree.kids(word, "prep") if tree.lower[p] in ("to", "against") for o in tree.kids(p, "pobj")]
    if any(tree.lemma[o] in OWN_PEOPLE for o in (*addressed, *against)):
        return False  # a warning to one's own people is advice
    if any(places.actors(o, 1) for o in (*addressed, *against)) or tree.passive(word):
        return True
    told = any(tree.lower[c] == "against" for c in tree.children[word])
    told = told or any(tree.lemma[i] in MENACES for i in tree.subtree(word) if i > word)
    clauses = tree.kids(word, "ccomp", "acl", "xcomp")
    if told or any(_own_will(tree, places, clause, sources) for clause in clauses):
        return True
    return not tree.kids(word, "ccomp", "acl") and not tree.kids(word, "prep")


def _own_will(tree: Tree, places: Places, clause: int, sources: Sequence[int]) -> bool:
    """Whether a clause tells what the one who warns will do, or what the one addressed is not to do."""
    subjects = tree.kids(clause, "nsubj", "nsubjpass")
    bound = any(tree.lower[a] in BINDING | OBLIGING for a in tree.kids(clause, "aux"))
    own = any(
        tree.lower[s] in PRONOUNS
        or any(m == source or places.of_one_state(m, source) for m in places.at(s) for source in sources)
        for s in subjects
    )  # "the premier warned that Ruritania would ..."
    on_condition = any(tree.dep[i] == "mark" and tree.lower[i] in PROVISOS for i in tree.subtree(clause))
    return not subjects or (own and (bound or on_condition))  # or "reserved the right to leave if ..."
