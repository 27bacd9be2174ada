"""What the parser often gets wrong in news, put right in the tree before anybody asks it.

Each repair has a shape that no right parse has: a verb of saying whose subject stands inside the quotation that it follows, a
finite verb without a subject behind a list that begins with a place, a clause of "that" hung on "for years".

Reference: None; our choice, each from a sentence of invented articles.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dragoman.reports.expressions import MONTHS

if TYPE_CHECKING:
    from dragoman.reports.cues import Cues
    from dragoman.reports.frames import Tree

__all__ = ["repair"]

FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
SUBJECT: Final = ("nsubj", "nsubjpass", "csubj", "expl")
SPANS: Final = frozenset({"year", "decade", "month", "week", "day", "time", "century"})
ERAS: Final = frozenset({"war", "revolution", "crisis", "congress", "summit", "uprising", "depression", "pandemic"})
CLOSING: Final = frozenset({"”", "''", '"', "»"})
OPENING: Final = frozenset({"“", "``", '"', "«"})
DATELINE: Final = re.compile(
    r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,2}(?:, [A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)?)?"
    r"(?P<day>,? \(?(?:\d{1,2} [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\.? \d{1,2})(?:,? \d{4})?\)?)?(?P<agency> \([A-Z][\w ./-]+\))? (?:—|–|--|-) "
)
LONGEST_PHRASE: Final = 12  # words between a closing mark and the verb whose subject they are


def repair(tree: Tree, cues: Cues, text: str) -> None:
    """Put the heads of some words right, in place.

    Args:
        tree: of an article, as the parser gave it.
        cues: the words of saying.
        text: of the article.
    """
    for first, last in tree.sentences:
        _dateline(tree, text, first, last)
        for verb in range(first, last):
            if not tree.is_verb(verb):
                continue
            if tree.dep[verb] in ("acl", "relcl"):
                _clause_on_a_span(tree, verb)
            if tree.tag[verb] in FINITE:
                if tree.lemma[verb] in cues.verbs:
                    _subject_inside_quotation(tree, verb, first)
                    _inserted(tree, cues, verb)
                if not tree.kids(verb, *SUBJECT) and tree.dep[verb] in ("ROOT", "ccomp", "conj"):
                    _subject_in_the_phrase_before(tree, verb)


def _hang(tree: Tree, word: int, head: int, dep: str) -> None:
    """Give a word another head and relation."""
    old = tree.head[word]
    if old != word and word in tree.children[old]:
        tree.children[old].remove(word)
    tree.head[word], tree.dep[word] = head, dep
    if head != word:
        tree.children[head] = sorted({*tree.children[head], word})


def _dateline(tree: Tree, text: str, first: int, last: int) -> None:
    """As in "Zenda, 12 September — Ruritania condemned ...": the place of writing is no subject."""
    start = tree.start[first]
    if start and text[start - 1] != "\n":
        return
    match = DATELINE.match(text, start)
    if match is None or not (match["day"] or match["agency"] or match[0].split(" ")[0].isupper()):
        return
    if match["day"] and not any(w.strip(".,()").lower() in MONTHS for w in match["day"].split()):
        return
    before = [i for i in range(first, last) if tree.end[i] <= match.end()]
    root = next((i for i in range(first, last) if tree.head[i] == i), first)
    if root in before:
        return
    for i in before:
        if tree.head[i] not in before:
            _hang(tree, i, root, "dateline")
        elif tree.is_verb(i):
            return
    for i in range(before[-1] + 1, last):
        if tree.head[i] in before and tree.dep[i] in ("appos", "conj", "nmod", "dep"):
            _hang(tree, i, root, "nsubj" if not tree.kids(root, *SUBJECT) else "dep")


def _clause_on_a_span(tree: Tree, verb: int) -> None:
    """As in "warned for years that Ruritania would attack": what is warned of hangs on the warning."""
    noun = tree.head[verb]
    if tree.lemma[noun] not in SPANS or not any(tree.lower[m] == "that" for m in tree.kids(verb, "mark")):
        return
    preposition = tree.head[noun]
    governor = tree.head[preposition]
    if tree.dep[noun] == "pobj" and tree.is_verb(governor) and not tree.kids(governor, "ccomp"):
        _hang(tree, verb, governor, "ccomp")


def _subject_inside_quotation(tree: Tree, verb: int, first: int) -> None:
    """As in '"... that the two signed," the Ruritanian minister, Olan Dresk, told parliament': who told stands behind the mark."""
    subjects = tree.kids(verb, "nsubj")
    mark = next((i for i in range(verb - 1, max(first, verb - LONGEST_PHRASE), -1) if tree.text[i] in CLOSING), None)
    if (
        mark is None
        or (subjects and subjects[-1] > mark)
        or any(tree.text[i] in OPENING for i in range(mark + 1, verb))
    ):
        return
    if any(tree.is_verb(i) for i in range(mark + 1, verb)) or mark + 1 >= verb:
        return
    end = next((i for i in range(mark + 1, verb) if tree.text[i] == ","), verb)
    phrase = [i for i in range(mark + 1, end) if tree.pos[i] in ("NOUN", "PROPN", "PRON")]
    heads = [i for i in phrase if not mark < tree.head[i] < end]
    if not heads or heads[-1] != phrase[-1]:
        return
    outer = tree.head[verb]
    for s in subjects:
        clause = tree.kids(s, "acl")
        if clause and tree.tag[clause[0]] in ("VBN", "VBD") and outer != verb:
            _hang(tree, clause[0], outer, "relcl")
            _hang(tree, s, clause[0], "nsubj")
        else:
            _hang(tree, s, outer if outer != verb else s, "dep")
    for m in tree.kids(verb, "mark"):
        if m < mark:
            _hang(tree, m, outer if outer != verb else m, "dep")
    for h in heads:
        _hang(tree, h, verb, "nsubj" if h == heads[-1] else "dep")
    if outer < mark:
        root = next((i for i in tree.chain(outer) if tree.is_verb(i)), outer)
        _hang(tree, verb, root, "parataxis")


def _inserted(tree: Tree, cues: Cues, verb: int) -> None:
    """As in "Ruritania sent troops, the Courier reported": a verb of saying without an object says the clause before it."""
    head = tree.head[verb]
    if tree.dep[verb] != "conj" or head > verb or tree.kids(verb, "dobj", "ccomp", "xcomp", "prt", "dative"):
        return
    if cues.verbs.get(tree.lemma[verb]) != "say" or not tree.is_verb(head) or tree.lemma[head] in cues.verbs:
        return
    subjects = [s for s in tree.kids(verb, "nsubj") if s < verb]
    if not subjects:
        return
    begin = min(tree.subtree(subjects[0]))
    if tree.text[begin - 1] == "," and not any(c > head for c in tree.kids(head, "cc")):
        _hang(tree, verb, head, "parataxis")


def _subject_in_the_phrase_before(tree: Tree, verb: int) -> None:
    """As in "According to a diplomat in Zenda, Ruritania and Syldavia held talks", "During the Great War Ruritania attacked"."""
    helped = tree.kids(verb, "aux", "auxpass", "neg", "advmod")
    at = min([verb, *(a for a in helped if a < verb and all(b in helped for b in range(a, verb)))])
    end = at - 1
    if end < 1 or tree.pos[end] not in ("PROPN", "NOUN") or tree.sent[end] != tree.sent[verb]:
        return
    top = end
    while tree.dep[top] == "compound" and tree.head[top] == end:
        top = tree.head[top]
    listed = top
    while tree.dep[listed] == "conj":
        outer = tree.head[listed]
        between = [tree.text[i] for i in range(outer + 1, min(tree.subtree(listed)))]
        joined = tree.dep[verb] == "conj" and between in (["and"], ["but"], [",", "and"], [",", "but"])
        if joined and tree.head[verb] in tree.chain(outer) and tree.head[verb] < outer:
            for c in [c for c in tree.kids(outer, "cc") if outer < c < listed]:
                _hang(tree, c, tree.head[verb], "cc")
            _hang(tree, listed, verb, "nsubj")
            return
        if between == [","] and _opens_clause(tree, outer, verb):
            _hang(tree, listed, verb, "nsubj")
            comma = next(i for i in range(outer + 1, listed) if tree.text[i] == ",")
            _hang(tree, comma, verb, "punct")
            return
        listed = outer
    compounds = tree.kids(top, "compound")
    if (
        tree.dep[top] == "pobj"
        and compounds
        and top == end
        and tree.lower[top - 1] in ERAS
        and tree.pos[top] == "PROPN"
    ):
        era, preposition = top - 1, tree.head[top]
        if tree.head[preposition] != verb:
            return
        for c in [c for c in tree.children[top] if c < era]:
            _hang(tree, c, era, tree.dep[c])
        _hang(tree, era, preposition, "pobj")
        _hang(tree, top, verb, "nsubj")


def _opens_clause(tree: Tree, word: int, verb: int) -> bool:
    """Whether a word stands in a phrase with which the clause of a verb opens."""
    for node in tree.chain(word):
        if tree.head[node] == verb and tree.dep[node] in ("prep", "advmod"):
            begins = node == tree.sentences[tree.sent[node]][0] or tree.text[node - 1] in (
                ",",
                ";",
                "and",
                "but",
                "that",
            )
            return tree.dep[word] == "pobj" and begins
    return False
