"""Who says what, clause by clause: the cue, its source, its content, in words of the parse.

Rules over syntax, tried in this order for each verb that `data/cues.csv` lists: the clause it governs ("said that ...",
"..., he said"), the quotation marks beside it, the infinitive or noun that it takes. "According to" and nouns such as
"statement" have rules of their own. What runs over several sentences is joined in `running.py`.

Reference: None; our choice. The parts follow the scheme of PolNeAR (Newell et al. 2018): source, cue, content.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dragoman.reports.frames import OBJECTS, RELATIVES
from dragoman.reports.withheld import speaking, withheld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.reports.cues import Cues
    from dragoman.reports.frames import Tree
    from dragoman.reports.quotemarks import Quotes

__all__ = ["Utterance", "utterances"]

SPEECH_WORDS = 3  # a quotation of fewer words is a word in inverted commas unless a cue governs it; our choice
NEAR = 3  # words between a quotation and the speaker or cue beside it; swept 1-6 on half of PolNeAR
FRAME = 14  # words from a first quotation over the cue to a second one: "...," said the old envoy of Ruritania, "..."
SOFT: Final = frozenset({",", ":", "-", "–", "—", ";", "."})
RELAYS: Final = frozenset({"quote", "cite"})
CLAUSES_ALONE: Final = frozenset(
    {
        "maintain",
        "note",
        "observe",
        "continue",
        "read",
        "teach",
        "post",
        "publish",
        "wire",
        "cable",
        "cry",
        "agree",
        "assert",
        "answer",
        "indicate",
        "recall",
    }
)  # "maintained its policy", "recalled its ambassador" say nothing, "maintained that ..." does; our choice
EMPTY: Final = frozenset({"nothing", "little", "so", "this", "that", "it", "much", "more", "anything", "something"})
SELVES: Final = frozenset({"itself", "himself", "herself", "themselves"})
GOING_ON: Final = frozenset({"continue", "go"})  # "continued to fight" says nothing
NAMED: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})


@dataclass(slots=True)
class Utterance:
    """One attribution, while it is found.

    Attributes:
        cue: head word of the cue.
        particle: a particle or preposition that belongs to the cue.
        kind: "say", "think", "find" or "judge".
        source: head word of the source; None where nobody is named.
        words: word numbers of the content.
        stretches: quotations of the content, as character offsets, marks included.
        clause: whether the content is a finite clause or a quotation, neither a noun phrase nor an infinitive.
        addressee: head word of whom it is said to.
        relay: head word of who passes it on: "the agency" in "the agency quoted the minister as saying".
        score: 0 to 1.
        why: the rule.
    """

    cue: int
    particle: int | None
    kind: str
    source: int | None
    words: list[int] = field(default_factory=list)
    stretches: list[tuple[int, int]] = field(default_factory=list)
    clause: bool = True
    addressee: int | None = None
    relay: int | None = None
    score: float = 0.9
    why: str = ""


def utterances(tree: Tree, quotes: Quotes, cues: Cues) -> list[Utterance]:
    """The attributions of a text whose cue and source stand in one sentence, in the order of their cues."""
    found: list[Utterance] = []
    for first, last in tree.sentences:
        for i in range(first, last):
            if tree.lower[i] == "according":
                found.extend(_according(tree, i, first, last))
            elif tree.lemma[i] in cues.nouns and tree.pos[i] == "NOUN":
                found.extend(_noun(tree, i))
            elif tree.pos[i] == "VERB" and (known := cues.kind(tree, i)):
                found.extend(_Verb(tree, quotes, cues, i, *known, first, last).read())
    return found


class _Verb:
    """A verb that may be a cue."""

    def __init__(
        self,
        tree: Tree,
        quotes: Quotes,
        cues: Cues,
        verb: int,
        kind: str,
        particle: int | None,
        first: int,
        last: int,
    ) -> None:
        self.tree, self.quotes, self.cues, self.verb, self.kind = tree, quotes, cues, verb, kind
        self.particle, self.first, self.last = particle, first, last
        self.home = quotes.around(tree.start[verb])

    def read(self) -> Iterator[Utterance]:
        """The attribution of the verb, if it is one."""
        tree, verb = self.tree, self.verb
        if tree.dep[verb] in ("amod", "compound", "aux", "auxpass") or withheld(tree, verb):
            return
        if cited := self._cited():
            yield cited
            return
        source, relay, rule = self._source()
        said = Utterance(verb, self.particle, self.kind, source, relay=relay, why=rule)
        roots = self._clauses()
        infinitive = any(tree.dep[r] == "xcomp" for r in roots)
        for root in roots:
            said.words += self._below(root)
        said.stretches = self._beside(said) if self.home is None and self.kind in ("say", "think", "find") else []
        if roots or said.stretches:
            said.clause = not infinitive or bool(said.stretches)
            said.why += "; infinitive" if infinitive else "; clause" if roots else "; quotation beside"
        elif self._phrases(said):
            said.clause = False
            said.why += "; noun phrase"
        else:
            return
        if source is None and said.stretches:
            source = said.source = self._after_cue(said)
            said.score, said.why = 0.6, "the name after the cue" + said.why
        if source is None:
            return
        gone = set(tree.subtree(source)) if tree.head[source] == verb else {source}
        said.words = [i for i in dict.fromkeys(said.words) if i not in gone and i != verb]
        if not said.words and not said.stretches:
            return
        said.addressee = self._addressee(said)
        if not said.clause:
            said.score *= 0.8
        yield said

    def _cited(self) -> Utterance | None:
        """As in "the paper reported that ..., citing two officials": they say it, and the paper passes it on."""
        tree, verb = self.tree, self.verb
        outer = tree.head[verb]
        if tree.lemma[verb] not in RELAYS or tree.tag[verb] != "VBG" or tree.dep[verb] != "advcl":
            return None
        sources = [
            o for o in tree.objects(verb) if tree.pos[o] == "PROPN" or tree.lemma[o] in speaking() | self.cues.anonymous
        ]
        if not sources or not tree.is_verb(outer):
            return None
        relay, known = _one(tree.subject(outer)), self.cues.kind(tree, outer)
        if known is None:
            gone = {*tree.subtree(verb), outer}
            words = [outer, *(w for w in tree.subtree(outer) if w not in gone)]
            return Utterance(verb, None, "say", sources[0], sorted(words), score=0.7, why=f"{tree.lower[verb]}")
        above = _Verb(tree, self.quotes, self.cues, outer, *known, self.first, self.last)
        gone = {*tree.subtree(verb), *(w for s in tree.kids(outer, "nsubj") for w in tree.subtree(s)), outer}
        words = [w for root in above._clauses() for w in above._below(root) if w not in gone]
        if not words:
            return None
        return Utterance(verb, None, "say", sources[0], words, relay=relay, score=0.8, why=f"{tree.lower[verb]}")

    # ------------------------------------------------------------------------------------------------ the source

    def _source(self) -> tuple[int | None, int | None, str]:
        """Head of the source, of who relays it, and the rule."""
        tree, verb = self.tree, self.verb
        if tree.dep[verb] == "pcomp" and tree.lower[tree.head[verb]] == "as":
            outer = tree.head[tree.head[verb]]
            if tree.lemma[outer] in RELAYS:
                agent = self._agent(outer)
                if tree.passive(outer):
                    return _one(tree.kids(outer, "nsubjpass") or tree.subject(outer)), agent, "quoted as saying"
                return _one(tree.objects(outer)), _one(tree.subject(outer)), "quoted as saying"
        if tree.passive(verb):
            return self._agent(verb), None, "by"
        own = [s for s in tree.kids(verb, "nsubj", "csubj") if tree.pos[s] in NAMED]
        if own:
            chosen = own[-1] if len(own) > 1 else own[0]
            return self._antecedent(chosen), None, "subject"
        found = [s for s in tree.subject(verb) if tree.pos[s] in NAMED and s != verb]
        if found and tree.dep[verb] != "ROOT":
            return self._antecedent(found[0]), None, "subject of the clause above"
        return (found[0], None, "subject") if found else (None, None, "")

    def _agent(self, verb: int) -> int | None:
        tree = self.tree
        for by in tree.kids(verb, "agent", "prep"):
            if tree.lower[by] == "by" and (found := tree.kids(by, "pobj")):
                return found[0]
        return None

    def _antecedent(self, word: int) -> int:
        """Of "who" the noun before it."""
        tree = self.tree
        if tree.lower[word] in RELATIVES and tree.lower[word] != "that":
            for node in tree.chain(word):
                if tree.dep[node] == "relcl" and not tree.is_verb(tree.head[node]):
                    return tree.head[node]
        return word

    def _after_cue(self, said: Utterance) -> int | None:
        """As in '"..." said the envoy': a name behind the cue that the parser took for an object."""
        tree, verb = self.tree, self.verb
        if not any(end <= tree.start[verb] for _, end in said.stretches):
            return None
        for child in tree.children[verb]:
            if child > verb and tree.dep[child] in (*OBJECTS, "attr", "npadvmod", "ccomp") and tree.pos[child] in NAMED:
                return child
        return None

    # ----------------------------------------------------------------------------------------------- the content

    def _clauses(self) -> list[int]:
        """Roots of the clauses that are said."""
        tree, verb = self.tree, self.verb
        roots = [c for c in tree.kids(verb, "ccomp") if not self._is_name_behind(c)]
        if not roots and self.kind != "judge" and tree.lemma[verb] not in GOING_ON:
            roots = [c for c in tree.kids(verb, "xcomp") if any(tree.lower[a] == "to" for a in tree.kids(c, "aux"))]
        if not roots:
            head = tree.head[verb]
            inserted = tree.dep[verb] in ("parataxis", "dep") or (
                tree.dep[verb] == "advcl" and any(tree.lower[m] == "as" for m in tree.kids(verb, "mark"))
            )
            told = tree.is_verb(head) or bool(tree.kids(head, "nsubj", "nsubjpass"))
            if inserted and head != verb and told and not tree.kids(verb, "dobj"):
                roots = [head]
        return roots

    def _is_name_behind(self, root: int) -> bool:
        return not self.tree.is_verb(root) and not self.tree.children[root] and root > self.verb

    def _below(self, root: int) -> list[int]:
        """The words of a clause without those of the cue; of a clause above the cue, without what hangs beside it."""
        tree, verb = self.tree, self.verb
        if tree.head[verb] != root:
            words = tree.subtree(root)
            begins = tree.kids(root, "nsubj", "nsubjpass", "expl", "mark")
            if root > verb and begins and min(begins) > verb:  # "After the talks, the envoy said the pact would hold"
                words = [i for i in words if i > verb or self.quotes.around(tree.start[i])]
            return words
        gone = set(tree.subtree(verb))
        return [i for i in tree.subtree(root) if i not in gone]

    def _phrases(self, said: Utterance) -> bool:
        """A noun phrase or an infinitive that is what somebody asks for, announces or judges."""
        tree, verb = self.tree, self.verb
        if tree.lemma[verb] in RELAYS and any(tree.lower[p] == "as" for p in tree.kids(verb, "prep")):
            return False  # the rule of "quoted as saying" tells it
        if self.kind in ("think", "find") or tree.lemma[verb] in CLAUSES_ALONE:
            return False
        roots = [c for c in tree.kids(verb, "dobj", "xcomp", "oprd") if c > verb]
        if not roots and tree.passive(verb):
            roots = tree.kids(verb, "nsubjpass")
        if self.particle is not None and tree.dep[self.particle] in ("prep", "dative"):
            roots += tree.kids(self.particle, "pobj", "pcomp")
        for root in roots:
            said.words += tree.subtree(root)
        if len(said.words) == 1 and tree.lower[said.words[0]] in EMPTY | SELVES:
            said.words = []
        return bool(said.words)

    def _beside(self, said: Utterance) -> list[tuple[int, int]]:
        """Quotations that belong to the cue: those that its clause touches, else those right beside it."""
        tree, quotes = self.tree, self.quotes
        near = quotes.touching(tree.start[self.first], tree.end[self.last - 1])
        if not near and not said.words and self.first and (before := quotes.around(tree.end[self.first - 1] - 1)):
            # the parser ended the sentence with the quotation; "He did not say how" says nothing of it
            return [before] if self.verb - self.first <= NEAR and not tree.kids(self.verb, "neg") else []
        if not near:
            return []
        inside = set(said.words)
        mine = []
        for stretch in near:
            covered = self._words_of(stretch)
            if inside.intersection(covered):
                mine.append(stretch)
        if not said.words:
            mine = [s for s in near if self._touches(s)]
        if mine and self.kind == "say":
            mine = self._resumed(mine, near)
        return sorted(dict.fromkeys(mine))

    def _led_in(self, word: int) -> bool:
        """Whether a quotation stands after a comma or colon, or begins the sentence: so even "No" is speech."""
        tree = self.tree
        return word == self.first or tree.text[word - 1] in (",", ":")

    def _words_of(self, stretch: tuple[int, int]) -> list[int]:
        tree = self.tree
        return [i for i in range(self.first, self.last) if tree.start[i] < stretch[1] and tree.end[i] > stretch[0]]

    def _speech(self, stretch: tuple[int, int]) -> bool:
        return sum(1 for i in self._words_of(stretch) if self.tree.text[i][:1].isalnum()) >= SPEECH_WORDS

    def _touches(self, stretch: tuple[int, int]) -> bool:
        """Whether only a few words, the speaker's own among them, part a quotation from the verb."""
        tree, verb = self.tree, self.verb
        words = self._words_of(stretch)
        if not words or (not self._speech(stretch) and not self._led_in(words[0])):
            return False
        between = range(words[-1] + 1, verb) if words[-1] < verb else range(verb + 1, words[0])
        own = {i for c in tree.children[verb] for i in tree.subtree(c)}
        foreign = [i for i in between if i not in own and tree.text[i] not in SOFT and tree.text[i].strip()]
        return len(foreign) <= NEAR and not any(self._other_cue(i) for i in between)

    def _other_cue(self, i: int) -> bool:
        tree = self.tree
        return tree.pos[i] == "VERB" and self.cues.verbs.get(tree.lemma[i]) == "say" and bool(tree.kids(i, "nsubj"))

    def _resumed(self, mine: list[tuple[int, int]], near: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """A quotation that goes on behind the speaker: "...," said X, "..."."""
        tree, verb = self.tree, self.verb
        if mine[-1][1] > tree.start[verb]:
            return mine
        behind = [s for s in near if s[0] > tree.start[verb]]
        if behind:
            word = self._words_of(behind[0])[0]
            if word - verb <= FRAME and not any(self._other_cue(i) for i in range(verb + 1, word)):
                return [*mine, behind[0]]
        return mine

    # --------------------------------------------------------------------------------------------- the addressee

    def _addressee(self, said: Utterance) -> int | None:
        """Whom it is said to: the object of "told", or what "to" governs."""
        tree, verb = self.tree, self.verb
        content = set(said.words)
        told = [c for c in tree.kids(verb, "dative", "dobj", "pobj") if c not in content and c != said.source]
        for child in told:
            if tree.pos[child] in ("NOUN", "PROPN", "PRON"):
                return child
            if below := tree.kids(child, "pobj"):
                return below[0]
        for prep in tree.kids(verb, "prep"):
            if tree.lower[prep] == "to" and prep != self.particle and (below := tree.kids(prep, "pobj")):
                return below[0]
        if tree.passive(verb) and self.tree.lemma[verb] in ("tell", "inform", "notify", "warn", "remind", "assure"):
            return _one(tree.kids(verb, "nsubjpass"))
        return None


def _one(words: list[int]) -> int | None:
    return words[0] if words else None


def _according(tree: Tree, i: int, first: int, last: int) -> Iterator[Utterance]:
    """As in "according to the ministry": the content is the clause on which it hangs, or the whole sentence."""
    to = next((c for c in range(i + 1, min(i + 3, last)) if tree.lower[c] == "to"), None)
    if to is None:
        return
    objects = tree.kids(to, "pobj") or tree.kids(i, "pobj")
    if not objects:
        return
    gone = set(tree.subtree(i)) | set(tree.subtree(to))
    top = tree.head[i] if tree.head[i] != i else i
    root = tree.clause_of(top)
    while tree.dep[root] in ("conj", "xcomp", "aux", "relcl", "acl", "advcl", "ccomp") and not _bounded(tree, root):
        root = tree.head[root]
        if not tree.is_verb(root) and tree.dep[root] != "ROOT":
            root = tree.clause_of(root)
    words = [w for w in tree.subtree(root) if w not in gone and first <= w < last]
    if words:
        yield Utterance(i, to, "say", objects[0], words, score=0.9, why="according to")


def _bounded(tree: Tree, root: int) -> bool:
    """Whether a clause has a subject of its own, so that what it says ends with it."""
    return tree.dep[root] in ("conj", "ccomp") and bool(tree.kids(root, "nsubj", "nsubjpass"))


def _noun(tree: Tree, noun: int) -> Iterator[Utterance]:
    """As in "the ministry's claim that ...", "a statement by the envoy that ..."."""
    roots = [c for c in tree.kids(noun, "acl", "ccomp", "relcl") if _that(tree, c)]
    source = _one(tree.kids(noun, "poss"))
    if source is None:
        for prep in tree.kids(noun, "prep"):
            if tree.lower[prep] in ("by", "from") and (below := tree.kids(prep, "pobj")):
                source = below[0]
                roots = roots or [c for c in tree.kids(source, "acl", "ccomp", "relcl") if _that(tree, c)]
                break
    if source is None or not roots:
        return
    words = [i for root in roots for i in tree.subtree(root)]
    yield Utterance(noun, None, "say", source, words, score=0.8, why=f"the noun {tree.lemma[noun]!r}")


def _that(tree: Tree, root: int) -> bool:
    marks = [c for c in tree.kids(root, "mark") if tree.lower[c] == "that"]
    to = tree.tag[root] == "VB" and any(tree.lower[c] == "to" for c in tree.kids(root, "aux"))
    return bool(marks) or (tree.dep[root] == "acl" and to)
