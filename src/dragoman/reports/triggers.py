"""Which words tell an act? `data/triggers.csv` as a matcher over the lemmas of a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from dragoman.data import table
from dragoman.errors import DataError
from dragoman.reports.frames import Frame, Tree

__all__ = ["COMPLEMENTS", "Hit", "Rule", "Triggers"]

COMPLEMENTS: Final = frozenset({"plain", "block", "ask", "refuse", "deny", "threat", "announce", "promise", "allow"})
REACH_OF_WORDS = 8  # how far the later words of a verb phrase may stand from its verb, in words
ROUNDS: Final = frozenset({"round", "series", "session", "set"})  # of talks, of strikes
PARTICLES: Final = frozenset(["in", "up", "out", "on", "off", "down", "back", "over", "away"])
ASIDE: Final = frozenset({"forward", "back"})
MOVING: Final = frozenset({"return"})  # verbs of moving, unless they have an object
ARTICLES: Final = frozenset({"a", "an", "the"})
VERB_TAGS: Final = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table.

    Attributes:
        words: lemmas, the governing word first for verbs.
        pos: "verb", "noun" or "adj".
        act: PLOVER act.
        mode: its mode, or None.
        frame: where source and target stand.
        complement: what becomes of an act inside it: plain | block | ask | refuse | deny | threat | announce | promise | allow.
        objects: lemmas of which one must head the object; empty when any will do.
        barred: lemmas of which none may head it; written with a minus.
        score: how often the row was right in the project's training sentences, 0 to 1.
        label: how `why` names the row.
        opinion: whether it is a judgement or metaphor, the author's word.
    """

    words: tuple[str, ...]
    pos: str
    act: str
    mode: str | None
    frame: Frame
    complement: str
    objects: frozenset[str]
    score: float
    label: str
    opinion: bool = False
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched.

    Attributes:
        rule: the row.
        word: index of the governing word.
        words: indices of all words that matched, in text order.
        noun: index of the noun that a light verb carries, else None.
        others: what else matched, to be asked when the first finds no source or target.
    """

    rule: Rule
    word: int
    words: tuple[int, ...]
    noun: int | None = None
    others: tuple[Hit, ...] = ()


class Triggers:
    """All rules, by part of speech and first word."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Index rules: longer before shorter, with objects before without, surer before less sure."""
        index: dict[tuple[str, str], list[Rule]] = {}
        for rule in rules:
            index.setdefault((rule.pos, rule.words[0]), []).append(rule)
        for found in index.values():
            found.sort(key=lambda r: (-len(r.words), not r.objects, -r.score, len(r.objects)))
        self._index: Mapping[tuple[str, str], Sequence[Rule]] = index

    @classmethod
    def load(cls) -> Triggers:
        """The rules of the package.

        Raises:
            DataError: if a row is malformed.
        """
        return _load()

    def at(self, tree: Tree, i: int) -> Hit | None:
        """The rule of which a word is the governing one, if any, with what else matched."""
        pos = tree.pos[i]
        hits: list[Hit] = []
        if pos in VERB_TAGS:
            hits = self._verbs(tree, i)
        elif pos in ("NOUN", "PROPN") and tree.text[i] not in ("March", "May"):
            for rule in self._noun_rules(tree, i):
                if (words := _noun_words(tree, i, rule)) is not None:
                    hits.append(Hit(rule, i, words))
        elif pos in ("ADJ", "ADV"):
            hits = [Hit(rule, i, (i,)) for rule in self._index.get(("adj", tree.lemma[i]), ()) if len(rule.words) == 1]
        return replace(hits[0], others=tuple(hits[1:])) if hits else None

    def _verbs(self, tree: Tree, i: int) -> list[Hit]:
        if tree.dep[i] in ("aux", "auxpass", "amod", "compound"):
            return []
        rules = self._index.get(("verb", tree.lemma[i]), ())
        passive = bool(rules) and tree.passive(i)
        return [
            Hit(rule, i, words)
            for rule in rules
            if not (passive and rule.frame.reciprocal and "obj" in rule.frame.targets)  # "was met with" is no meeting
            if (words := _verb_words(tree, i, rule)) is not None and _object_fits(tree, i, rule)
        ]

    def _noun_rules(self, tree: Tree, i: int) -> list[Rule]:
        """Rules of a noun by its last word ("air strike") or its first ("delivery of aid"), longest first."""
        found: list[Rule] = []
        for word in {tree.lemma[j] for j in (i, i - 1, i - 2) if j >= 0}:
            found.extend(self._index.get(("noun", word), ()))
        found.sort(key=lambda r: (-len(r.words), r.words))
        return found


def _noun_words(tree: Tree, i: int, rule: Rule) -> tuple[int, ...] | None:
    """The words of a noun phrase in a row; its head must be the word asked."""
    n = len(rule.words)
    if n == 1:
        return (i,) if tree.lemma[i] == rule.words[0] else None
    for first in (i - n + 1, i):
        if first >= 0 and first + n <= len(tree) and tuple(tree.lemma[first : first + n]) == rule.words:
            words = tuple(range(first, first + n))
            if all(i in tree.chain(w) for w in words):
                return words
    return None


def _verb_words(tree: Tree, i: int, rule: Rule) -> tuple[int, ...] | None:
    """The words of a verb phrase: each later one follows, in order, below the verb."""
    if len(rule.words) == 1:
        return (i,)
    if any(tree.lower[c] not in rule.words for c in tree.kids(i, "prt")):
        return None  # "turned over ... to" is not "turn to"
    if i + 1 < len(tree) and tree.lower[i + 1] in ASIDE and tree.lower[i + 1] not in rule.words:
        return None  # "looks forward to" is not "looks to"
    words, last = [i], i
    for wanted in rule.words[1:]:
        found = _next_word(tree, i, last, wanted)
        if found is None:
            return None
        words.append(found)
        last = max(last, found)
    if len(words) == 2 and words[1] > i and not _belongs(tree, i, words[1], rule):
        return None
    return tuple(sorted(words))


def _next_word(tree: Tree, verb: int, last: int, wanted: str) -> int | None:
    """Where the next word of a phrase stands: soon after the last, or before a passive verb ("talks were suspended")."""
    for j in range(last + 1, min(last + REACH_OF_WORDS, len(tree))):
        if wanted in (tree.lemma[j], tree.lower[j]) and tree.sent[j] == tree.sent[verb] and _below(tree, j, verb):
            return j
    return next((j for j in tree.kids(verb, "nsubjpass") if tree.lemma[j] == wanted), None)


def _belongs(tree: Tree, verb: int, word: int, rule: Rule) -> bool:
    """Whether the second word of a phrase is its verb's own particle, preposition or object."""
    name = rule.words[1]
    if name in PARTICLES and tree.dep[word] == "prep" and word != verb + 1 and name not in rule.frame.targets:
        return False  # "gave 3 million in aid" is not "gave in"
    above = tree.head[word]
    if tree.lower[above] == "of" and tree.lemma[tree.head[above]] in ROUNDS:
        above = tree.head[above]  # "held a new round of talks"
    return above == verb or (tree.head[above] == verb and tree.dep[above] in ("prep", "prt", "dobj"))


def _below(tree: Tree, j: int, verb: int) -> bool:
    """Whether a word hangs on a verb without another verb between."""
    for k in tree.chain(j)[1:]:
        if k == verb:
            return True
        if tree.pos[k] == "VERB":
            return False
    return False


def _object_fits(tree: Tree, verb: int, rule: Rule) -> bool:
    """Whether the object of a verb is one of those that its row wants."""
    if rule.barred and any(tree.lemma[head] in rule.barred for head in tree.objects(verb)):
        return False
    if tree.lemma[verb] in MOVING and rule.words == (tree.lemma[verb],) and not tree.objects(verb):
        return False  # "returned to the capital" gives nothing back
    if not rule.objects:
        return True
    return any(head in rule.objects for head in object_heads(tree, verb, rule))


def object_heads(tree: Tree, verb: int, rule: Rule) -> list[str]:
    """Lemmas of the object with its compounds ("aid worker"), its counted nouns and its coordination."""
    found: list[str] = []
    heads = list(tree.objects(verb))
    if len(rule.words) > 1:
        for p in tree.kids(verb, "prep", "prt"):
            heads += tree.kids(p, "pobj")
    for head in heads:
        for word in (head, *tree.conjuncts(head)):
            found.append(tree.lemma[word])
            found.extend(f"{tree.lemma[c]} {tree.lemma[word]}" for c in tree.kids(word, "compound", "amod"))
            if tree.lower[word] in ("which", "that") and tree.dep[tree.head[word]] == "relcl":
                found.append(tree.lemma[tree.head[tree.head[word]]])
            for p in tree.kids(word, "prep"):
                if tree.lower[p] == "of":
                    found.extend(tree.lemma[o] for o in tree.kids(p, "pobj"))
    return found


@cache
def _load() -> Triggers:
    classes: dict[str, set[str]] = {}
    for row in table("nouns"):
        classes.setdefault(row["class"], set()).add(row["noun"])
    rules = []
    for number, row in enumerate(table("triggers"), start=2):
        if row["complement"] not in COMPLEMENTS:
            raise DataError(
                f"Table triggers.csv, line {number}: complement {row['complement']!r}; expected one of "
                f"{', '.join(sorted(COMPLEMENTS))}. Mend the row, or install Dragoman again."
            )
        objects: set[str] = set()
        barred: set[str] = set()
        for written in filter(None, row["objects"].split("|")):
            part = written.removeprefix("-")
            if part.startswith("@") and part[1:] not in classes:
                raise DataError(
                    f"Table triggers.csv, line {number}: no class {part!r} in nouns.csv. Mend the row, or install "
                    "Dragoman again."
                )
            meant = barred if written.startswith("-") else objects
            meant |= classes[part[1:]] if part.startswith("@") else {part}
        words = tuple(w for w in row["trigger"].split() if w not in ARTICLES)
        label = row["trigger"] + (f" + {row['objects']}" if row["objects"] else "")
        rules.append(
            Rule(
                words,
                row["pos"],
                row["act"],
                row["mode"] or None,
                Frame.parse(row["frame"]),
                row["complement"],
                frozenset(objects),
                float(row.get("score") or 0.7),
                f"{label} ({row['pos']})",
                barred=frozenset(barred),
            )
        )
    for row in table("opinions"):
        words = tuple(w for w in row["phrase"].split() if w not in ARTICLES)
        frame = Frame.parse(row["frame"])
        label = f"{row['phrase']} (opinion)"
        rules.append(Rule(words, row["pos"], row["act"], None, frame, "plain", frozenset(), 0.3, label, opinion=True))
    return Triggers(rules)
