"""Whom does a prediction concern, and what will they do? Pair, triangle, state and act, or the direction of a relation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.data import table

if TYPE_CHECKING:
    from dragoman.records import Mention, Report
    from dragoman.reports import Clauses, Places, Tree

__all__ = ["NOT_THE_STATE", "Subject", "subject_of", "words_of"]

NOT_THE_STATE: Final = frozenset({"REB", "UAF", "PRM", "CRM", "OPP"})  # acts of these are not their state's
TIES: Final = frozenset(
    [
        "relation",
        "relations",
        "relationship",
        "ties",
        "tie",
        "partnership",
        "alliance",
        "friendship",
        "rapprochement",
        "bond",
        "bonds",
        "cooperation",
        "link",
        "links",
        "entente",
        "détente",
        "detente",
    ]
)
REACTIONS: Final = frozenset(
    [
        "echo",
        "backfire",
        "rattle",
        "anger",
        "enrage",
        "infuriate",
        "alarm",
        "unsettle",
        "irritate",
        "rankle",
        "provoke",
        "please",
        "delight",
        "upset",
        "worry",
        "trouble",
    ]
)  # whom they are said of reacts
AWAY: Final = frozenset({"away", "from", "against"})
NEARER: Final = frozenset({"toward", "towards", "closer", "to", "with"})
MOVES: Final = frozenset(
    ["move", "shift", "drift", "turn", "pivot", "swing", "lean", "gravitate", "lurch", "defect", "tilt", "draw", "come"]
)
LEFT: Final = frozenset({"leave", "abandon", "desert", "ditch", "forsake"})
SUBORDINATE: Final = frozenset({"relcl", "advcl", "acl", "parataxis"})


@dataclass(frozen=True, slots=True)
class Subject:
    """What a prediction is about.

    Attributes:
        source: number of the mention that acts, or whose relation it is; None if nobody is named.
        target: number of the other's; None if there is none.
        third: of a triangle, to whom the source turns.
        act: PLOVER act.
        direction: "better" or "worse".
        either_way: the act or turn is both sides' own.
        named: numbers of all mentions in the clause.
        why: the rule.
    """

    source: int | None = None
    target: int | None = None
    third: int | None = None
    act: str | None = None
    direction: str | None = None
    either_way: bool = False
    named: tuple[int, ...] = ()
    why: str = ""


def words_of(tree: Tree, event: int) -> list[int]:
    """The words of a clause that is to come: what hangs on its word, and its subject where that stands above."""
    found = set(tree.subtree(event))
    if tree.is_verb(event):
        for s in tree.subject(event):
            found.update(tree.subtree(s))
    return sorted(found)


def subject_of(
    tree: Tree, places: Places, clauses: Clauses, mentions: Sequence[Mention], event: int, reports: Sequence[Report]
) -> Subject:
    """Who and what one prediction is about.

    Args:
        tree: of the article.
        places: its mentions over the tree.
        clauses: triggers of the sentence.
        mentions: of the article.
        event: the word that tells what is to come.
        reports: of the sentence; where no trigger tells the act, one whose words stand in the clause does.
    """
    words = words_of(tree, event)
    named = tuple(dict.fromkeys(m for w in words for m in places.at(w) if mentions[m].state))
    found = (
        _balance(tree, places, mentions, event, words)
        or _turning(tree, places, mentions, event)
        or _relation(tree, places, mentions, clauses, event, words)
        or _acting(tree, places, clauses, mentions, event)
        or _reported(tree, mentions, reports, words)
        or Subject(source=next(iter(_owners(tree, places, mentions, event)), None), why="nothing that the data record")
    )
    return replace(found, named=named)


def _states(mentions: Sequence[Mention], found: Iterable[int]) -> list[int]:
    """Mentions with a state, one of each."""
    seen: dict[str, int] = {}
    for m in found:
        if state := mentions[m].state:
            seen.setdefault(state, m)
    return list(seen.values())


def _owners(tree: Tree, places: Places, mentions: Sequence[Mention], event: int) -> list[int]:
    """Actors of the subject of a clause, or who stands before a noun: "Ruritanian elections"."""
    heads = tree.subject(event) if tree.is_verb(event) else [event]
    return _states(mentions, places.heads(heads, 1))


def _balance(
    tree: Tree, places: Places, mentions: Sequence[Mention], event: int, words: Sequence[int]
) -> Subject | None:
    """A case such as "maintain its policy to balance relations with Graustark and Ruritania"."""
    if not any(tree.lemma[w] in ("balance", "straddle", "hedge") or tree.lower[w] == "balancing" for w in words):
        return None
    source = next(iter(_owners(tree, places, mentions, event)), None)
    if source is None:
        return None
    others = [
        m
        for m in _states(mentions, (m for w in words for m in places.at(w)))
        if mentions[m].state != mentions[source].state
    ]
    if len(others) < 2:
        return None
    return Subject(source, others[0], others[1], either_way=True, why="a balance between two")


def _turning(  # noqa: C901 - one branch a preposition
    tree: Tree, places: Places, mentions: Sequence[Mention], event: int
) -> Subject | None:
    """A case such as "will move away from Ruritania towards Graustark", "will drift closer to Graustark"."""
    if not tree.is_verb(event) or tree.lemma[event] not in MOVES | LEFT:
        return None
    source = next(iter(_owners(tree, places, mentions, event)), None)
    if source is None:
        return None
    left, joined = [], []
    for w in tree.subtree(event):
        if tree.dep[w] != "pobj" or not (found := _states(mentions, places.actors(w, 1))):
            continue
        preposition = tree.lower[tree.head[w]]
        above = tree.lower[tree.head[tree.head[w]]]
        if preposition in ("from", "against"):
            left += found
        elif (
            preposition in ("toward", "towards")
            or (preposition in NEARER and above in ("closer", "nearer"))
            or (preposition == "for" and tree.lemma[event] in LEFT)
        ):
            joined += found
    if tree.lemma[event] in LEFT and joined:
        left += _states(mentions, places.of_verb(event, "obj", 1))
    left = [m for m in left if mentions[m].state != mentions[source].state]
    joined = [m for m in joined if mentions[m].state != mentions[source].state]
    if left and joined:
        return Subject(source, left[0], joined[0], direction="worse", why=f"{tree.lower[event]} from one to another")
    if left and tree.lemma[event] in MOVES:
        return Subject(source, left[0], direction="worse", either_way=True, why=f"{tree.lower[event]} away")
    if joined and tree.lemma[event] in MOVES:
        return Subject(source, joined[0], direction="better", either_way=True, why=f"{tree.lower[event]} towards")
    return None


def _relation(
    tree: Tree, places: Places, mentions: Sequence[Mention], clauses: Clauses, event: int, words: Sequence[int]
) -> Subject | None:
    """A case such as "relations will worsen", "will put a strain on their ties", "will anger Graustark"."""
    turns = _turns()
    near = [event, *(w for w in words if tree.dep[w] in ("dobj", "xcomp", "ccomp", "attr", "acomp", "conj", "oprd"))]
    turn = next((w for w in near if w in words and (tree.lemma[w] in turns or tree.lower[w] in turns)), None)
    if turn is None:
        return None
    direction = "better" if (turns.get(tree.lemma[turn]) or turns[tree.lower[turn]]) == "+" else "worse"
    if tree.lemma[turn] in REACTIONS:
        return _reaction(tree, places, mentions, turn, direction)
    subjects = tree.subject(turn) if tree.is_verb(turn) else []
    of_subject = [w for s in subjects for w in tree.subtree(s)]
    ties = any(tree.lemma[w] in TIES or tree.lower[w] in TIES for w in words)
    this = any(
        tree.lower[w] in TIES and any(tree.lower[d] in ("this", "that") for d in tree.kids(w, "det")) for w in words
    )
    if this:  # whose relation, an earlier sentence tells
        return Subject(direction=direction, why=f"{tree.text[turn]!r} tells a turn of a relation told before")
    if not ties or (turn in clauses.hits and tree.lemma[event] not in turns):
        return None
    pair = _states(mentions, (m for w in of_subject for m in places.at(w)))
    pair += [m for m in _states(mentions, (m for w in words for m in places.at(w))) if m not in pair]
    if len(pair) < 2:
        first, last = tree.sentences[tree.sent[event]]
        pair += _states(mentions, (m for w in range(first, last) for m in places.at(w)))
    pair = _states(mentions, pair)
    if not pair:
        return None
    other = pair[1] if len(pair) > 1 else None
    return Subject(pair[0], other, direction=direction, either_way=True, why=f"{tree.text[turn]!r} tells a turn")


def _reaction(tree: Tree, places: Places, mentions: Sequence[Mention], turn: int, direction: str) -> Subject | None:
    """A case such as "this partnership will echo in Ruritania": Ruritania answers those who make it."""
    about = _states(mentions, (m for s in tree.subject(turn) for w in tree.subtree(s) for m in places.at(w)))
    heads = tree.kids(turn, "dobj") + [o for p in tree.kids(turn, "prep") for o in tree.kids(p, "pobj")]
    answering = _states(mentions, places.heads(heads, 1))
    if not answering:
        return None
    others = [m for m in about if mentions[m].state != mentions[answering[0]].state]
    if not others:  # "This will echo in Ruritania": what the sentence names before
        first, _ = tree.sentences[tree.sent[turn]]
        before = _states(mentions, (m for w in range(first, turn) for m in places.at(w)))
        others = [m for m in before if mentions[m].state != mentions[answering[0]].state]
    return Subject(
        answering[0], others[0] if others else None, direction=direction, why=f"{tree.text[turn]!r}: how one will react"
    )


def _acting(tree: Tree, places: Places, clauses: Clauses, mentions: Sequence[Mention], event: int) -> Subject | None:
    """The act of the nearest trigger in the clause."""
    for word in _nearest(tree, event):
        hit = clauses.hits.get(word)
        if hit is None:
            continue
        sources = _states(mentions, clauses.sources(hit))
        targets = [m for m in _states(mentions, clauses.targets(hit, sources)) if m not in sources]
        if not sources and word != event:
            sources = [m for m in _owners(tree, places, mentions, event) if m not in targets]
        if not sources and not targets:
            sources = _owners(tree, places, mentions, event)
        joint = hit.rule.frame.reciprocal
        if (joint or (hit.rule.frame.coordinated and not targets)) and not targets and len(sources) > 1:
            sources, targets, joint = sources[:1], sources[1:], True
        return Subject(
            sources[0] if sources else None,
            targets[0] if targets else None,
            act=hit.rule.act,
            either_way=joint,
            why=hit.rule.label,
        )
    return None


def _nearest(tree: Tree, event: int) -> list[int]:
    """Words of a clause, breadth first, without its subordinate clauses."""
    found, level = [event], [event]
    while level:
        level = [c for w in level for c in tree.children[w] if tree.dep[c] not in SUBORDINATE | {"nsubj", "conj"}]
        found += level
    return found


def _reported(
    tree: Tree, mentions: Sequence[Mention], reports: Sequence[Report], words: Sequence[int]
) -> Subject | None:
    """An act that the coder tells of the clause by other means."""
    numbers = {m.id: n for n, m in enumerate(mentions)}
    spans = [(tree.start[w], tree.end[w]) for w in words]
    for r in sorted(reports, key=lambda r: -r.confidence):
        if any(a < r.trigger_end and r.trigger_start < b for a, b in spans) and r.source_mention:
            target = numbers.get(r.target_mention) if r.target_mention else None
            return Subject(
                numbers.get(r.source_mention), target, act=r.act, either_way=r.reciprocal, why=f"report {r.id}"
            )
    return None


@cache
def _turns() -> dict[str, str]:
    return {r["cue"]: r["direction"] for r in table("turns")}
