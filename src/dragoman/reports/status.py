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
UTTERED: Final = frozenset(
    {"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"}
)  # already words: no announcement of them
FATED: Final = frozenset({"bound", "destined", "doomed", "fated", "tipped", "slated", "condemned", "set"})
SCENARIOS: Final = frozenset(
    {
        "event",
        "case",
        "scenario",
        "possibility",
        "risk",
        "danger",
        "prospect",
        "chance",
        "hypothesis",
        "idea",
        "eventuality",
    }
)  # "in the event that", "the risk that"
MAYBE: Final = frozenset({"perhaps", "maybe", "possibly", "conceivably"})
NEARLY: Final = frozenset({"nearly", "almost", "narrowly", "virtually"})  # what nearly happened did not
HIGHEST = 12  # clauses up that are looked at


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
        modal: "may", "if", "wants to": neither told as done nor announced.
        prediction: somebody's expectation of what others will do.
        purpose: "in order to".
        tried: "tried to": a hostile act that was tried took place, a friendly one did not.
        foreseen: what may be by the word of somebody whose trade is to foresee: a prediction, but hypothetical.
        why: the words that say so.
    """

    negated: bool = False
    future: bool = False
    modal: bool = False
    prediction: bool = False
    purpose: bool = False
    tried: bool = False
    foreseen: bool = False
    why: tuple[str, ...] = ()

    def joined(self, other: Mood) -> Mood:
        """What holds by either."""
        return Mood(
            self.negated or other.negated,
            self.future or other.future,
            self.modal or other.modal,
            self.prediction or other.prediction,
            self.purpose or other.purpose,
            self.tried or other.tried,
            self.foreseen or other.foreseen,
            self.why + tuple(w for w in other.why if w not in self.why),
        )

    def also(self, why: str, **changes: bool) -> Mood:
        """The same with something more."""
        return replace(self, why=(*self.why, why) if why not in self.why else self.why, **changes)


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
    mood, node, has_auxiliary = Mood(), verb, False
    for _ in range(HIGHEST):
        mood = mood.joined(_own(tree, hedges, node))
        has_auxiliary = has_auxiliary or bool(tree.kids(node, "aux"))
        head, dep = tree.head[node], tree.dep[node]
        if head == node:
            return _headline(tree, node, mood)
        climb = False
        if dep == "conj" and tree.is_verb(head):
            mood, climb = _coordinated(tree, hedges, node, mood, has_auxiliary=has_auxiliary)
        elif dep in ("xcomp", "ccomp", "acl") or (dep == "relcl" and tree.lemma[head] in SCENARIOS):
            mood, climb = _governed(tree, hedges, node, mood)
        elif dep == "advcl":
            mood = _once(tree, node, mood)
        elif dep == "pcomp":
            mood = _after_preposition(tree, head, mood)
        elif dep in ("acomp", "attr"):
            climb = tree.is_verb(head)
        if not climb:
            return mood
        node = head
    return mood


def _coordinated(tree: Tree, hedges: Hedges, node: int, mood: Mood, *, has_auxiliary: bool) -> tuple[Mood, bool]:
    """A case such as "will visit and sign": what the first verb has holds of the second too, unless that has its own."""
    head = tree.head[node]
    if has_auxiliary:
        return _of_shared_clause(tree, hedges, head, mood), False
    if tree.kids(node, "nsubj", "nsubjpass"):
        return _of_shared_clause(tree, hedges, head, mood), False
    contrast = any(tree.lower[c] == "but" for c in tree.kids(head, "cc"))
    return mood, not (contrast and _own(tree, hedges, head).negated)


def _after_preposition(tree: Tree, preposition: int, mood: Mood) -> Mood:
    word = tree.lower[preposition]
    if word == "without":
        return mood.also("without", negated=True)
    if word in ("from", "against", "about", "on", "towards", "toward"):  # "talks about ending the war" end no war
        return mood.also(word, modal=True)
    return mood


def noun_mood(tree: Tree, hedges: Hedges, noun: int, verb: int | None) -> Mood:
    """The mood of an act told by a noun: its adjectives, its "no", and the verb that carries it."""
    mood = mood_of(tree, hedges, verb) if verb is not None else Mood()
    if tree.dep[noun] == "pobj" and tree.lower[tree.head[noun]] == "for" and verb is None:
        mood = mood.also("for", modal=True)  # "a venue for talks"
    for c in tree.children[noun]:
        if tree.dep[c] in ("det", "neg") and tree.lower[c] in ("no", "neither"):
            mood = mood.also(tree.lower[c], negated=True)
        elif (
            tree.dep[c] in ("amod", "advmod", "compound")
            and hedges.has("planned", "adj", tree.lower[c])
            and not any(tree.lower[d] in ("long", "previously") for d in tree.children[c])
        ):  # what was long threatened is done now
            mood = mood.also(tree.lower[c], modal=True)
    return _come_to_nothing(tree, hedges, noun, mood)


def _come_to_nothing(tree: Tree, hedges: Hedges, noun: int, mood: Mood) -> Mood:
    """A case such as "the ceasefire collapsed", "undid years of rapprochement", "the end of cooperation"."""
    node = noun
    for _ in range(3):
        head, dep = tree.head[node], tree.dep[node]
        if dep == "nsubj" and hedges.verb("failing", tree, head):
            return mood.also(tree.lower[head], negated=True)
        if dep in ("dobj", "nsubjpass") and hedges.verb("undoing", tree, head):
            return mood.also(tree.lower[head], negated=True)
        if dep != "pobj" or tree.lower[head] not in ("of", "in", "to"):
            return mood
        node = tree.head[head]
        if hedges.has("undoing", "noun", tree.lemma[node]):
            return mood.also(f"{tree.lower[node]} {tree.lower[head]}", negated=True)
    return mood


def _own(tree: Tree, hedges: Hedges, verb: int) -> Mood:
    """What the words of the clause itself say."""
    mood = Mood()
    for child in tree.children[verb]:
        word, dep = tree.lower[child], tree.dep[child]
        if dep == "neg" or (dep in ("advmod", "preconj") and hedges.has("negation", "word", word)):
            mood = mood.also(word, negated=True)
        elif dep in ("aux", "auxpass"):
            mood = _auxiliary(tree, hedges, verb, word, mood)
        elif (dep == "mark" and hedges.has("condition", "mark", word)) or (dep == "advmod" and word in NEARLY):
            mood = mood.also(word, modal=True)
        elif dep == "advmod" and hedges.has("prediction", "adv", word):
            mood = mood.also(word, prediction=True)
        elif dep in ("nsubj", "nsubjpass", "dobj") and _denied(tree, hedges, child):
            mood = mood.also("no", negated=True)
    mood = _sure(hedges, mood)
    if inverted := _inverted(tree, verb):
        mood = mood.also(inverted, modal=True)
    complements = tree.kids(verb, "xcomp")
    if tree.lower[verb] == "going" and complements:
        mood = mood.also("going to", future=True)
    if tree.lemma[verb] == "be" and any(tree.lower[a] == "to" for x in complements for a in tree.kids(x, "aux")):
        mood = mood.also("is to", future=True)
    return mood


def _sure(hedges: Hedges, mood: Mood) -> Mood:
    """What adverbs of prediction come to: "has certainly signed" is none, "perhaps it would" is only possible."""
    if mood.prediction and not (mood.future or mood.modal) and any(w in MAYBE for w in mood.why):
        mood = mood.also("perhaps", modal=True, prediction=False)
    if mood.prediction and not (mood.future or mood.modal):
        mood = replace(mood, prediction=False)  # "has certainly signed" is no prediction
    if (
        mood.prediction
        and mood.modal
        and not mood.future
        and not {w for w in mood.why if hedges.has("prediction", "adv", w)} - MAYBE
    ):
        mood = replace(mood, prediction=False)  # "perhaps it would"
    return mood


def _inverted(tree: Tree, verb: int) -> str:
    """The auxiliary of a condition without "if": "had Ruritania attacked", "should Ruritania attack", "were it to attack"."""
    if tree.dep[verb] not in ("advcl", "ccomp", "ROOT", "conj"):
        return ""
    subjects = tree.kids(verb, "nsubj", "nsubjpass")
    for a in tree.kids(verb, "aux", "auxpass"):
        if (
            tree.lower[a] in ("had", "should", "were")
            and subjects
            and a < subjects[0]
            and (a == 0 or tree.sent[a - 1] != tree.sent[a] or tree.dep[verb] == "advcl")
        ):
            return tree.lower[a]
    return ""


def _auxiliary(tree: Tree, hedges: Hedges, verb: int, word: str, mood: Mood) -> Mood:
    if word in WORDS_OF_WILL:
        return mood.also(word, future=True)
    if word in WOULD:
        perfect = any(tree.lower[a] == "have" for a in tree.kids(verb, "aux"))
        unreal = any(tree.lower[m] in ("if", "unless") for c in tree.kids(verb, "advcl") for m in tree.kids(c, "mark"))
        only = any(
            tree.lower[c] == "only" or any(tree.lower[d] == "only" for d in tree.children[c])
            for c in tree.children[verb]
        )
        reported = _is_reported(tree, hedges, verb) and not perfect and not unreal and not only
        return mood.also(word, future=True) if reported else mood.also(word, modal=True)
    if hedges.has("modal", "aux", word):
        return mood.also(word, modal=True)
    return mood


def _denied(tree: Tree, hedges: Hedges, noun: int) -> bool:
    """A case such as "nobody", "no talks"."""
    if hedges.has("negation", "word", tree.lower[noun]):
        return True
    return any(tree.lower[d] in ("no", "neither") for d in tree.kids(noun, "det", "preconj", "neg"))


def _governed(tree: Tree, hedges: Hedges, node: int, mood: Mood) -> tuple[Mood, bool]:
    """What a governing noun, adjective or verb makes of its complement, and whether to climb on."""
    head, dep = tree.head[node], tree.dep[node]
    if (
        dep in ("acl", "relcl")
        and tree.lemma[head] in SCENARIOS
        and any(tree.lower[m] in ("that", "of") for m in tree.kids(node, "mark"))
    ):
        return mood.also(f"{tree.lower[head]} that", modal=True), False
    if dep == "acl":
        return (mood.also(f"{tree.lower[head]} to", modal=True) if tree.tag[node] == "VB" else mood), False
    if tree.pos[head] == "ADJ":
        return _under_adjective(tree, hedges, head, mood), True
    if not tree.is_verb(head):
        return mood, False
    if dep == "ccomp":
        return _said(tree, hedges, node, mood), False
    return _under_verb(tree, hedges, node, mood), True


def _under_adjective(tree: Tree, hedges: Hedges, adjective: int, mood: Mood) -> Mood:
    word = tree.lower[adjective]
    if hedges.has("prediction", "adj", word):
        return mood.also(word, prediction=True, future=True)
    if hedges.has("aspect", "adj", word):
        return mood
    return mood.also(word, modal=True)


def _said(tree: Tree, hedges: Hedges, node: int, mood: Mood) -> Mood:
    """A clause that is what somebody said, thought or doubted."""
    head = tree.head[node]
    if hedges.verb("prediction", tree, head) and (mood.future or mood.modal or tree.tag[node] == "VB"):
        return mood.also(tree.lower[head], prediction=True)
    denied = any(tree.dep[c] == "neg" for c in tree.children[head]) and (node > head or bool(tree.kids(node, "mark")))
    if denied and not hedges.verb("attribution", tree, head):
        return mood.also(f"not {tree.lower[head]}", modal=True)
    if any(tree.lower[c] in ("if", "whether") for c in tree.kids(node, "mark")):
        return mood.also("whether", modal=True)
    return mood


def _under_verb(  # noqa: PLR0911 - one return a case
    tree: Tree, hedges: Hedges, node: int, mood: Mood
) -> Mood:
    """A case such as "began to", "tried to", "seems to", "used it to"."""
    head = tree.head[node]
    if tree.lemma[head] == "have" and any(tree.lower[c] == "yet" for c in tree.kids(head, "advmod")):
        return mood.also("has yet to", negated=True)
    if tree.lemma[head] == "be" or hedges.verb("aspect", tree, head):
        return mood
    if hedges.verb("prediction", tree, head) or (tree.lower[head] in FATED and tree.passive(head)):
        return mood.also(tree.lower[head], prediction=True, future=True)
    if hedges.verb("tried", tree, head):
        return mood.also(tree.lower[head], tried=True)
    if hedges.verb("attempt", tree, head):
        return mood.also(tree.lower[head], modal=True)
    if any(tree.lower[a] == "to" for a in tree.kids(node, "aux")):
        return mood.also(f"{tree.lower[head]} to", modal=True)
    return mood


def _of_shared_clause(tree: Tree, hedges: Hedges, head: int, mood: Mood) -> Mood:
    """A coordinated clause with its own subject still stands under the condition, or the "perhaps", of its first ones."""
    for _ in range(HIGHEST):
        for child in tree.kids(head, "mark", "advmod"):
            word = tree.lower[child]
            if word in MAYBE if tree.dep[child] == "advmod" else hedges.has("condition", "mark", word):
                return mood.also(word, modal=True)
        if tree.dep[head] != "conj" or not tree.is_verb(tree.head[head]):
            return mood
        head = tree.head[head]
    return mood


def _once(tree: Tree, node: int, mood: Mood) -> Mood:
    """A case such as "in order to attack", "when it attacks": not told as done."""
    if any(tree.lower[c] == "to" for c in tree.kids(node, "aux")):
        return mood.also("purpose", purpose=True)
    for c in tree.kids(node, "advmod", "mark"):
        if (
            tree.lower[c] in ("when", "once", "whenever", "until", "before")
            and tree.tag[node] in ("VBP", "VBZ", "VB")
            and (not tree.kids(node, "aux"))
        ):
            return mood.also(tree.lower[c], modal=True)
    return mood


def _headline(tree: Tree, root: int, mood: Mood) -> Mood:
    """A case such as "Ruritania to open talks" announces; a question to which yes and no are answers tells nothing as done."""
    if _asked(tree, root):
        return mood.also("?", modal=True)
    if any(tree.lower[a] == "to" for a in tree.kids(root, "aux")) and tree.kids(root, "nsubj", "nsubjpass"):
        return mood.also("to", future=True)
    return mood


def _asked(tree: Tree, root: int) -> bool:
    """Whether a clause asks if it is so: "Will Ruritania attack?", "Has it?", but not "Why did Ruritania attack?"."""
    first, last = tree.sentences[tree.sent[root]]
    end = next(
        (tree.text[i] for i in range(last - 1, first - 1, -1) if tree.text[i].strip() and tree.text[i] not in "”\"'’)"),
        "",
    )
    if not end.endswith("?"):
        return False
    subjects = tree.kids(root, "nsubj", "nsubjpass")
    helpers = [root] if tree.lemma[root] == "be" else tree.kids(root, "aux", "auxpass")
    if not subjects or not any(h < subjects[0] for h in helpers):
        return False
    return not any(tree.tag[i] in ("WRB", "WP", "WDT") for i in range(first, subjects[0]))


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
