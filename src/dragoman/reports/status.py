"""Did it take place? Negation, future, modals, conditions, predictions, plans: what surrounds the word that tells an act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from dragoman.data import table
from dragoman.reports.frames import RELATIVES, Tree
from dragoman.reports.ontology import acts

__all__ = ["Hedges", "Mood", "announced", "mood_of", "noun_mood"]

WORDS_OF_WILL: Final = frozenset({"will", "shall", "'ll", "wo", "’ll", "sha"})
WOULD: Final = frozenset({"would", "'d", "’d"})
UTTERED: Final = frozenset({"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})  # already words: no announcement of them
OPENERS: Final = frozenset({"to"})


@dataclass(frozen=True, slots=True)
class Hedges:
    """`data/hedges.csv` by kind and part of speech."""

    kinds: Mapping[tuple[str, str], frozenset[str]]

    @classmethod
    def load(cls) -> Hedges:
        """The table of the package."""
        return _load()

    def has(self, kind: str, pos: str, word: str) -> bool:
        """Whether a word is listed."""
        return word in self.kinds.get((kind, pos), frozenset())

    def verb(self, kind: str, tree: Tree, i: int) -> bool:
        """Whether a verb is listed, alone or with its particle."""
        listed = self.kinds.get((kind, "verb"), frozenset())
        if tree.lemma[i] in listed:
            return True
        return any(f"{tree.lemma[i]} {tree.lower[c]}" in listed for c in tree.kids(i, "prt", "prep", "advmod"))


@dataclass(frozen=True, slots=True)
class Mood:
    """What holds of a clause.

    Attributes:
        negated: "did not".
        future: "will".
        modal: "may", "if", "tried to": neither told as done nor announced.
        prediction: somebody's expectation of what others will do.
        purpose: "in order to".
        why: the words that say so.
    """

    negated: bool = False
    future: bool = False
    modal: bool = False
    prediction: bool = False
    purpose: bool = False
    why: tuple[str, ...] = ()

    def also(self, why: str, **changes: bool) -> Mood:
        """The same with something more."""
        return replace(self, why=(*self.why, why) if why not in self.why else self.why, **changes)  # type: ignore[arg-type]


def announced(act: str, *, negated: bool) -> tuple[str, str]:
    """What an announced act is: an announced cooperation AGREE, an announced conflict THREATEN, a "will not" REJECT.

    Returns:
        The act and the status it then has: "actual", "future" or "negated".
    Reference:
        House convention of the training sentences; PLOVER 2021, notes to AGREE and THREATEN.
    """
    kind = acts()[act]
    if act in UTTERED:
        if act == "AGREE" and negated:
            return "REJECT", "actual"
        return act, "negated" if negated else "future"
    if kind.cooperative:
        return ("REJECT" if negated else "AGREE"), "actual"
    return (act, "negated") if negated else ("THREATEN", "actual")


def mood_of(tree: Tree, hedges: Hedges, verb: int) -> Mood:
    """The mood of a verb, its own words and those of what governs it."""
    mood, node, seen_aux = Mood(), verb, False
    for _ in range(12):
        own = _own(tree, hedges, node)
        mood = Mood(
            mood.negated or own.negated,
            mood.future or own.future,
            mood.modal or own.modal,
            mood.prediction or own.prediction,
            mood.purpose or own.purpose,
            mood.why + tuple(w for w in own.why if w not in mood.why),
        )
        seen_aux = seen_aux or bool(tree.kids(node, "aux"))
        head, dep = tree.head[node], tree.dep[node]
        if head == node:
            return _headline(tree, node, mood)
        if dep == "conj" and tree.is_verb(head):
            if tree.kids(node, "nsubj", "nsubjpass") or seen_aux:
                return _of_shared_clause(tree, hedges, head, mood) if not seen_aux else mood
            if any(tree.lower[c] == "but" for c in tree.kids(head, "cc")):
                shared = _own(tree, hedges, head)
                if shared.negated:
                    return mood
            node = head
            continue
        if dep in ("xcomp", "ccomp") or (dep == "acl" and tree.tag[node] == "VB"):
            governed = _under(tree, hedges, node, head, mood)
            if governed is None:
                return mood
            mood, climb = governed
            if not climb:
                return mood
            node = head
            continue
        if dep == "advcl":
            if any(tree.lower[c] == "to" for c in tree.kids(node, "aux")):
                return mood.also("purpose", purpose=True)
            return mood
        if dep == "pcomp":
            word = tree.lower[head]
            if word == "without":
                return mood.also("without", negated=True)
            if word in ("from", "against") or tree.lower[tree.head[head]] in ("aim", "aimed", "accused"):
                return mood.also(word, modal=True)
            if word == "for" and tree.is_verb(tree.head[head]):
                return mood
            return mood
        if dep in ("acomp", "attr") and tree.is_verb(head):
            node = head
            continue
        return mood
    return mood


def noun_mood(tree: Tree, hedges: Hedges, noun: int, verb: int | None) -> Mood:
    """The mood of an act told by a noun: its adjectives, its "no", and the verb that carries it."""
    mood = mood_of(tree, hedges, verb) if verb is not None else Mood()
    for c in tree.children[noun]:
        if tree.dep[c] in ("det", "neg") and tree.lower[c] in ("no", "neither"):
            mood = mood.also(tree.lower[c], negated=True)
        elif tree.dep[c] in ("amod", "advmod", "compound") and hedges.has("planned", "adj", tree.lower[c]):
            mood = mood.also(tree.lower[c], modal=True)
    return mood


def _own(tree: Tree, hedges: Hedges, verb: int) -> Mood:
    """What the words of the clause itself say."""
    mood = Mood()
    auxiliaries = tree.kids(verb, "aux", "auxpass")
    words = [tree.lower[a] for a in auxiliaries]
    for child in tree.children[verb]:
        word, dep = tree.lower[child], tree.dep[child]
        if dep == "neg" or (dep in ("advmod", "preconj") and hedges.has("negation", "word", word)):
            mood = mood.also(word, negated=True)
        elif dep in ("aux", "auxpass"):
            if word in WORDS_OF_WILL:
                mood = mood.also(word, future=True)
            elif word in WOULD:
                reported = _is_reported(tree, hedges, verb) and "have" not in words
                mood = mood.also(word, future=True) if reported else mood.also(word, modal=True)
            elif hedges.has("modal", "aux", word):
                mood = mood.also(word, modal=True)
        elif dep == "mark" and hedges.has("condition", "mark", word):
            mood = mood.also(word, modal=True)
        elif dep == "advmod" and hedges.has("prediction", "adv", word):
            mood = mood.also(word, prediction=True)
        elif dep in ("nsubj", "nsubjpass", "dobj") and (
            hedges.has("negation", "word", word)
            or any(tree.lower[d] in ("no", "neither") for d in tree.kids(child, "det", "preconj", "neg"))
        ):
            mood = mood.also("no", negated=True)
    if mood.prediction and not (mood.future or mood.modal):
        mood = replace(mood, prediction=False)  # "has certainly signed" is no prediction
    if tree.lower[verb] == "going" and tree.kids(verb, "xcomp"):
        mood = mood.also("going to", future=True)
    if tree.lemma[verb] == "be" and any(
        tree.lower[a] == "to" for x in tree.kids(verb, "xcomp") for a in tree.kids(x, "aux")
    ):
        mood = mood.also("is to", future=True)
    return mood


def _under(tree: Tree, hedges: Hedges, node: int, head: int, mood: Mood) -> tuple[Mood, bool] | None:
    """What a governing verb, adjective or noun makes of its complement, and whether to climb on."""
    infinitive = any(tree.lower[a] == "to" for a in tree.kids(node, "aux"))
    if tree.dep[node] == "acl":
        return mood.also(f"{tree.lower[head]} to", modal=True), False
    if tree.pos[head] == "ADJ":
        if hedges.has("prediction", "adj", tree.lower[head]):
            return mood.also(tree.lower[head], prediction=True, future=True), True
        if hedges.has("aspect", "adj", tree.lower[head]):
            return mood, True
        return mood.also(tree.lower[head], modal=True), True
    if not tree.is_verb(head):
        return None
    if tree.dep[node] == "ccomp":
        if hedges.verb("prediction", tree, head) and (mood.future or mood.modal):
            return mood.also(tree.lower[head], prediction=True), False
        if any(tree.dep[c] == "neg" for c in tree.children[head]) and not hedges.verb("attribution", tree, head):
            return mood.also(f"not {tree.lower[head]}", modal=True), False
        if any(tree.lower[c] in ("if", "whether") for c in tree.kids(node, "mark")):
            return mood.also("whether", modal=True), False
        return mood, False
    if tree.lemma[head] == "be" or hedges.verb("aspect", tree, head):
        return mood, True
    if hedges.verb("prediction", tree, head):
        return mood.also(tree.lower[head], prediction=True, future=True), True
    if hedges.verb("attempt", tree, head):
        return mood.also(tree.lower[head], modal=True), True
    if infinitive:
        return mood.also(f"{tree.lower[head]} to", modal=True), True
    return mood, True


def _of_shared_clause(tree: Tree, hedges: Hedges, head: int, mood: Mood) -> Mood:
    """A coordinated clause with its own subject still stands under the condition of its first one."""
    for child in tree.kids(head, "mark"):
        if hedges.has("condition", "mark", tree.lower[child]):
            return mood.also(tree.lower[child], modal=True)
    return mood


def _headline(tree: Tree, root: int, mood: Mood) -> Mood:
    """ "Ruritania to open talks" announces."""
    if any(tree.lower[a] == "to" for a in tree.kids(root, "aux")) and tree.kids(root, "nsubj", "nsubjpass"):
        return mood.also("to", future=True)
    return mood


def _is_reported(tree: Tree, hedges: Hedges, verb: int) -> bool:
    """Whether a clause is what somebody said, so that its "would" is their "will"."""
    for node in tree.chain(verb)[:4]:
        head, dep = tree.head[node], tree.dep[node]
        if dep in ("ccomp", "parataxis") and tree.is_verb(head):
            return hedges.verb("attribution", tree, head) or hedges.verb("intend", tree, head)
        if dep == "relcl" and tree.lower[verb] in RELATIVES:
            return False
        if dep not in ("conj", "xcomp"):
            return False
    return False


@cache
def _load() -> Hedges:
    kinds: dict[tuple[str, str], set[str]] = {}
    for row in table("hedges"):
        kinds.setdefault((row["kind"], row["pos"]), set()).add(row["cue"])
    return Hedges({key: frozenset(words) for key, words in kinds.items()})
