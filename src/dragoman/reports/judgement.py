"""Is it a judgement rather than a report? Words of praise and blame, similes and idioms that are said of an actor.

A judgement is its author's word: "Ruritania's greed in Graustark is an old story", "treats Graustark like a colony". An
evaluative word beside a deed ("a barbaric raid killed nine") leaves the deed a report; a sentence that only values it ("the
raid was barbaric") is a judgement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.data import table
from dragoman.reports.clauses import Telling
from dragoman.reports.status import Hedges, mood_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.reports.frames import Places, Tree

__all__ = ["Judgements", "judged"]

SCORE: Final = 0.3  # confidence of a report that is a judgement, as of those of opinions.csv; our choice
COPULAS: Final = frozenset({"be", "become", "remain", "seem", "look", "prove", "appear", "sound", "turn", "call"})
LIKENING: Final = frozenset({"be", "look", "seem", "sound", "feel", "appear", "something", "do", "make"})  # no simile
PREDICATES: Final = frozenset({"attr", "acomp", "oprd", "dobj", "pobj", "ROOT", "conj", "appos"})
CONCRETE: Final = frozenset({"ASSAULT", "MOBILIZE", "COERCE", "SEIZE", "AID", "RETREAT"})
MARKS: Final = re.compile(r"[’']")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judgement on an actor.

    Attributes:
        word: that tells it.
        clause: the verb of its clause, or the word itself.
        tone: "+" or "-".
        why: the cue, with how it was found.
        whole: the judgement is all that the clause says; acts told by its nouns are only presupposed.
    """

    word: int
    clause: int
    tone: str
    why: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Judgements:
    """`data/judgements.csv`, laid out for look-ups."""

    words: dict[tuple[str, str], str]  # part of speech and lemma -> tone
    vague: frozenset[str]
    phrases: re.Pattern[str]
    voices: re.Pattern[str]

    @classmethod
    def load(cls) -> Judgements:
        """The table of the package."""
        return _load()


@cache
def _load() -> Judgements:
    rows = table("judgements")
    words = {(r["pos"], r["cue"]): r["tone"] for r in rows if r["kind"] == "judgement" and r["pos"] != "phrase"}
    cues = [r["cue"] for r in rows if r["pos"] == "phrase" and r["kind"] == "judgement"]
    voices = [r["cue"] for r in rows if r["kind"] == "voice"]
    return Judgements(
        words,
        frozenset(r["cue"] for r in rows if r["kind"] == "vague"),
        re.compile(r"\b(?:" + "|".join(cues) + r")\b", re.IGNORECASE),
        re.compile(r"\b(?:" + "|".join(voices) + r")\b", re.IGNORECASE),
    )


def judged(
    tree: Tree, places: Places, hedges: Hedges, told: Sequence[Telling], text: str, first: int, last: int
) -> tuple[Telling, ...]:
    """The tellings of a sentence after its words of judgement were heard: some become opinions, some are added.

    Args:
        tree: of the article.
        places: its mentions.
        hedges: which words take an act back.
        told: what the triggers tell.
        text: of the article.
        first: index of the sentence's first word.
        last: one past its last.
    """
    known = Judgements.load()
    said = MARKS.sub("'", text[tree.start[first] : tree.end[last - 1]])
    found = [*_words(tree, known, first, last), *_similes(tree, places, first, last)]
    found += _idioms(tree, known, said, first, last)
    if not found:
        return tuple(told)
    kept = [replace(t, opinion=True) if _touched(tree, known, t, found) else t for t in told]
    if any(t.opinion and t.sources for t in kept):
        return tuple(kept)
    added = _added(tree, places, hedges, found, first, last)
    if added is None:
        return tuple(kept)
    pair = (added.sources[:1], added.targets[:1])
    return (
        *(
            t
            for t in kept
            if (t.sources[:1], t.targets[:1]) != pair or (t.act in CONCRETE and tree.lemma[t.anchor] not in known.vague)
        ),
        added,
    )


def _words(tree: Tree, known: Judgements, first: int, last: int) -> list[Judgement]:
    """Words of praise and blame that are said of somebody: predicates, nouns that somebody owns, judging adverbs."""
    found = []
    for i in range(first, last):
        pos, lemma, dep = tree.pos[i], tree.lemma[i], tree.dep[i]
        clause = tree.clause_of(i)
        if pos == "ADJ" and (tone := known.words.get(("adj", tree.lower[i]))):
            predicate = _predicate(tree, i)
            if predicate:
                found.append(Judgement(i, clause, tone, f"{tree.text[i]!r} values", whole=True))
        elif pos in ("NOUN", "PROPN") and (
            tone := known.words.get(("noun", tree.lower[i])) or known.words.get(("noun", lemma))
        ):
            if _predicate(tree, i):
                found.append(Judgement(i, clause, tone, f"{tree.text[i]!r} values", whole=True))
            elif (
                tree.kids(i, "poss")
                or any(tree.lower[p] in ("of", "towards", "toward") for p in tree.kids(i, "prep"))
                or (tree.kids(i, "amod") and dep in ("nsubj", "dobj"))
            ):
                found.append(Judgement(i, i, tone, f"{tree.text[i]!r} values", whole=False))
        elif pos == "ADV" and (tone := known.words.get(("adv", tree.lower[i]))) and dep == "advmod":
            head = tree.head[i]
            if tree.is_verb(head) and tree.lemma[head] in known.vague:
                found.append(Judgement(i, head, tone, f"{tree.text[i]!r} values", whole=True))
        elif pos == "VERB" and (tone := known.words.get(("verb", lemma))) and lemma not in known.vague:
            found.append(Judgement(i, i, tone, f"{tree.text[i]!r} values", whole=True))
    return found


def _predicate(tree: Tree, i: int) -> bool:
    """Whether a word is what a clause says of its subject: "is a disgrace", "a moral disgrace", "was barbaric"."""
    dep, head = tree.dep[i], tree.head[i]
    if dep == "conj":
        return head != i and _predicate(tree, head)
    if dep in ("attr", "acomp", "oprd"):
        return tree.is_verb(head) and tree.lemma[head] in COPULAS
    if dep == "amod":
        return tree.dep[head] == "attr" and tree.is_verb(tree.head[head]) and tree.lemma[tree.head[head]] in COPULAS
    if dep == "dobj":
        return tree.lemma[head] == "become"
    return False


def _similes(tree: Tree, places: Places, first: int, last: int) -> list[Judgement]:
    """As in "circles Graustark like a shark": a common noun after "like" that hangs on what an actor does."""
    found = []
    for i in range(first, last):
        if tree.lower[i] != "like" or tree.dep[i] != "prep" or tree.text[i - 1] == ",":
            continue
        verb = tree.head[i]
        if not tree.is_verb(verb):  # "treats Graustark like a beggar", as the parser may take it
            verb = tree.head[verb] if tree.dep[verb] == "dobj" and places.at(verb) else -1
        if verb < 0:
            continue
        objects = tree.kids(i, "pobj")
        if tree.lemma[verb] in LIKENING or not objects or places.at(objects[0]):
            continue
        noun = objects[0]
        if (
            tree.pos[noun] == "NOUN"
            and not tree.kids(noun, "poss")
            and (tree.kids(noun, "det") or tree.tag[noun] == "NNS")
        ):
            found.append(Judgement(i, verb, "-", f"a simile: 'like ... {tree.text[noun]}'", whole=True))
    return found


def _idioms(tree: Tree, known: Judgements, said: str, first: int, last: int) -> list[Judgement]:
    found = []
    for match in known.phrases.finditer(said):
        at = tree.start[first] + match.start()
        word = next(i for i in range(first, last) if tree.end[i] > at)
        found.append(Judgement(word, tree.clause_of(word), "-", f"{match.group()!r} values", whole=True))
    return found


def _touched(tree: Tree, known: Judgements, telling: Telling, found: Sequence[Judgement]) -> bool:
    """Whether an act is told only within a judgement."""
    anchor = telling.anchor
    verb = tree.clause_of(anchor)
    for j in found:
        if j.clause not in (anchor, verb) or not j.whole:
            continue
        deed = telling.act in CONCRETE and tree.lemma[anchor] not in known.vague
        if tree.is_verb(anchor) and anchor != j.word and deed:
            continue  # "fired on the convoy like a bandit" is a deed
        return True
    return False


def _added(
    tree: Tree, places: Places, hedges: Hedges, found: Sequence[Judgement], first: int, last: int
) -> Telling | None:
    """The judgement as a telling of its own, of two actors of the sentence."""
    for j in found:
        sources = _judged_actor(tree, places, j)
        others = [m for i in range(first, last) for m in places.at(i)]
        targets = places.others(list(dict.fromkeys(others)), sources)[:1] if sources else []
        if sources and targets:
            anchor = j.word if tree.is_verb(j.word) or not tree.is_verb(j.clause) else j.clause
            mood = (
                mood_of(tree, hedges, j.clause)
                if tree.is_verb(j.clause)
                else mood_of(tree, hedges, tree.clause_of(j.word))
            )
            mood = replace(mood, negated=False) if mood.why == ("no",) else mood  # "knows no bounds"
            act = "SUPPORT" if j.tone == "+" else "ACCUSE"
            return Telling(
                act, None, tuple(sources[:1]), tuple(targets), False, anchor, (j.word,), SCORE, mood, j.why, opinion=True
            )  # fmt: skip
    return None


def _judged_actor(tree: Tree, places: Places, j: Judgement) -> list[int]:
    """Of whom a judgement speaks: the owner of its noun, else the subject of its clause."""
    if tree.pos[j.word] in ("NOUN", "PROPN") and (owned := places.modifiers(j.word)) and not _predicate(tree, j.word):
        return owned
    if tree.is_verb(j.clause):
        for subject in tree.subject(j.clause):
            if found := places.actors(subject, 1):
                return found
    return []
