"""Does the grammar of a sentence speak against an act between two actors, where the network sees one and no rule does?

The network reads a sentence as a whole: that some act is told, and that both actors stand near it. Who stands in the slots of
the word that tells it, is for the syntax to say.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from dragoman.reports.frames import PRONOUNS
from dragoman.reports.mere_words import WARNING, mere_words

if TYPE_CHECKING:
    from dragoman.reports.rules import Task

__all__ = ["bystanders", "telling_word"]

LIST: Final = frozenset({"conj", "appos"})
TELLING: Final = frozenset({"tell", "inform", "notify", "remind", "brief"})
WHERE: Final = frozenset({"at", "outside", "near", "inside", "beside", "behind"})
DENYING: Final = frozenset({"deny", "disavow"})
JOINT: Final = frozenset({"SUPPORT", "AGREE"})
SIGNING: Final = frozenset({"sign", "initial", "conclude", "ratify"})
BEING: Final = frozenset({"be", "have"})
JOINED: Final = frozenset({"conj", "parataxis"})
MEANWHILE: Final = frozenset({"while", "whereas", "whilst"})
MEDIA: Final = frozenset({"JRN", "MED"})
SAID_TO: Final = frozenset({"CONSULT", "REQUEST", "AGREE", "THREATEN", "ACCUSE"})  # acts that telling somebody can be


def bystanders(task: Task, source: int, target: int, act: str, *, half_told: bool = False) -> bool:
    """Whether the grammar speaks against an act between two actors of a sentence that no rule sees.

    Args:
        task: the article laid out.
        source: number of the mention who would act.
        target: number of the mention who would be acted upon.
        act: that the network sees.
        half_told: a rule tells this act of one of the two, and found nobody at its other end: who that is may stand
            anywhere, as in "accused A of it, and B rejected the charge".
    """
    return (
        task.mentions[source].locative
        or task.mentions[target].locative
        or (_listed(task, source, target) and not (act in JOINT and _signed(task, source)))
        or _within(task, source, target)
        or _within(task, target, source)
        or (act not in SAID_TO and _addressed(task, source, target))
        or _from_where(task, source)
        or _only_there(task, source)
        or _denied(task, source, target)
        or _says_what_is(task, source, target)
        or (act in ("AGREE", "THREATEN") and _remarks(task, source, target))
        or (act == "AGREE" and _spoken_of(task, source, target))
        or task.mentions[target].text.lower() == "it"
        or (act == "ACCUSE" and task.mentions[source].sector in MEDIA and task.mentions[target].sector not in MEDIA)
        or (not half_told and _elsewhere(task, source, target, act))
    )


def _elsewhere(task: Task, source: int, target: int, act: str) -> bool:
    """Whether the two stand in parts of the sentence between which an act is seldom told."""
    return (
        _other_clause(task, source, target)
        or _in_an_aside(task, source, target)
        or (act == "AGREE" and task.mentions[target].kind == "adjective")
    )


def _signed(task: Task, source: int) -> bool:
    """Whether an actor is among those who sign something: the list that joins them is the parties to it."""
    tree = task.tree
    return any(
        tree.lemma[verb] in SIGNING and tree.dep[under] in ("nsubj", "nsubjpass")
        for under, verb in pairwise(tree.chain(task.word_of(source)))
    )


def _only_there(task: Task, source: int) -> bool:
    """Whether an actor is only where something happens: "met the envoy at the Strelsau Hotel", "rallied outside the court"."""
    tree, word = task.tree, task.word_of(source)
    before = tree.head[word]
    return tree.dep[word] == "pobj" and tree.lower[before] in WHERE and tree.is_verb(tree.head[before])


def _other_clause(task: Task, source: int, target: int) -> bool:
    """Whether each stands in a coordinated clause with a subject of its own: "A was allied with B, and C attacked D"."""
    tree, a, b = task.tree, task.word_of(source), task.word_of(target)
    above = tree.chain(a)
    shared = next((word for word in tree.chain(b) if word in above), None)
    if shared is None or not tree.is_verb(shared):
        return False
    for inner, outer in ((a, b), (b, a)):
        chain = tree.chain(inner)
        for verb in chain[: chain.index(shared)]:
            own = tree.kids(verb, "nsubj", "nsubjpass")
            beside = tree.dep[verb] in JOINED or (
                tree.dep[verb] == "advcl" and any(tree.lower[m] in MEANWHILE for m in tree.kids(verb, "mark"))
            )
            if not tree.is_verb(verb) or not beside or not own:
                continue
            if tree.lower[own[0]] in PRONOUNS:
                continue
            return outer not in tree.subtree(verb)
    return False


def _denied(task: Task, source: int, target: int) -> bool:
    """Whether the other is only named in what the one denies: "denied that it had paid the Elbonians"."""
    tree, word = task.tree, task.word_of(target)
    subjects = task.word_of(source)
    return any(
        tree.lemma[verb] in DENYING
        and tree.dep[under] in ("ccomp", "xcomp", "dobj")
        and any(subjects in tree.subtree(s) for s in tree.subject(verb))
        for under, verb in pairwise(tree.chain(word))
    )


def _remarks(task: Task, source: int, target: int) -> bool:
    """Whether the word over both is a mere remark: "agreed with the Elbonian that ..."."""
    tree = task.tree
    anchor = telling_word(task, task.word_of(source), task.word_of(target))
    below = [i for i in tree.subtree(anchor) if i != anchor and tree.lemma[i] in WARNING]
    said = [anchor, *(below if tree.lemma[anchor] not in WARNING else ())]
    return any(mere_words(tree, task.places, word, (source,)) for word in said)


def _spoken_of(task: Task, source: int, target: int) -> bool:
    """Whether the other is who acts in what the one says: "said that the Senate's vote will help"."""
    tree, word = task.tree, task.word_of(target)
    chain = tree.chain(word)
    above = tree.chain(task.word_of(source))
    for under, verb in pairwise(chain):
        if verb in above:
            return False
        if tree.dep[under] == "nsubj" and tree.dep[verb] == "ccomp":
            return True
    return False


def _in_an_aside(task: Task, source: int, target: int) -> bool:
    """Whether the other stands in a relative clause of a thing: "attacked the party for remarks that mocked a student"."""
    tree, chain = task.tree, task.tree.chain(task.word_of(target))
    above = tree.chain(task.word_of(source))
    for word in chain:
        if word in above:
            return False
        if tree.dep[word] == "relcl":
            thing = tree.head[word]
            return thing not in above and not task.places.at(thing)
    return False


def _says_what_is(task: Task, source: int, target: int) -> bool:
    """Whether the word over both is a bare "is" or "has", with no noun or adjective beside it that could tell an act."""
    tree, anchor = task.tree, telling_word(task, task.word_of(source), task.word_of(target))
    of_a_noun = tree.dep[anchor] == "relcl" and tree.pos[tree.head[anchor]] == "NOUN"  # "the talks that A had with B"
    return tree.lemma[anchor] in BEING and not of_a_noun and not tree.kids(anchor, "xcomp")


def _listed(task: Task, one: int, other: int) -> bool:
    """Whether two actors stand in one list, as in "the navies of China, India and Oman": what joins them is the list."""
    a, b = task.word_of(one), task.word_of(other)
    tree = task.tree
    return any(
        first in tree.chain(second)
        and all(tree.dep[w] in LIST for w in tree.chain(second)[: tree.chain(second).index(first)])
        for first, second in ((a, b), (b, a))
        if first != second
    )


def _from_where(task: Task, source: int) -> bool:
    """Whether an actor is only where somebody speaks or acts from: "From Elbonia, the secretary of state defended ..."."""
    tree, word = task.tree, task.word_of(source)
    before = tree.head[word]
    return (
        tree.dep[word] == "pobj"
        and tree.lower[before] == "from"
        and tree.is_verb(tree.head[before])
        and before < tree.head[before]
    )


def _within(task: Task, one: int, other: int) -> bool:
    """Whether one actor stands in the other's own name, as in "Ruritania's governor" or "ambassador to Graustark"."""
    tree, inner, outer = task.tree, task.word_of(one), task.word_of(other)
    chain = tree.chain(inner)
    return outer in chain[1:] and not any(tree.is_verb(word) for word in chain[: chain.index(outer)])


def _addressed(task: Task, source: int, target: int) -> bool:
    """Whether the one merely tells the other something, as in "A told B that ...": what is told concerns who is named in it."""
    tree, told = task.tree, task.word_of(target)
    verb = tree.head[told]
    return (
        tree.dep[told] in ("dobj", "dative")
        and tree.lemma[verb] in TELLING
        and task.word_of(source) in [w for s in tree.subject(verb) for w in tree.subtree(s)]
    )


def telling_word(task: Task, source: int, target: int) -> int:
    """The word that most likely tells the act: the lowest verb or noun above both actors that names no actor itself."""
    tree = task.tree
    above = tree.chain(source)
    shared = next((word for word in tree.chain(target) if word in above), above[-1])
    for word in tree.chain(shared):
        if tree.is_verb(word) or (tree.pos[word] == "NOUN" and not task.places.at(word)):
            return word
    return shared
