"""Who is source and target? The syntax of a sentence, asked in slots: subject, object, possessor, "with", "against" ...

A frame is written `sources>targets` with slots in the order in which they are asked, parted by `|`; `<>` in place of `>`
marks an act done jointly. `subj` and `obj` are the logical ones: the subject of a passive is its `obj`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.records import Mention

__all__ = ["Frame", "Places", "Tree"]

ARMS: Final = frozenset({"MIL", "COP", "SPY"})  # sectors that act on the orders of their own government
VERBAL: Final = frozenset({"VERB", "AUX"})
NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
SUBJECTS: Final = frozenset({"nsubj", "csubj", "expl"})
PASSIVE_SUBJECTS: Final = frozenset({"nsubjpass", "csubjpass"})
OBJECTS: Final = frozenset({"dobj", "obj", "dative", "oprd"})
MODIFIERS: Final = ("poss", "amod", "compound", "nmod", "nummod")
SHARING: Final = frozenset(
    {"conj", "xcomp", "advcl", "aux", "auxpass", "ccomp", "dep", "parataxis"}
)  # clauses without own subject
DEEPEST = 6  # clauses up in which a subject is looked for
RELATIVES: Final = frozenset({"who", "which", "that", "whom"})
PRONOUNS: Final = frozenset({"it", "he", "she", "they", "him", "her", "them", "we", "i"})
# nouns that only count or frame what follows after "of"
MEASURES: Final = frozenset(
    [
        "thousand",
        "hundred",
        "dozen",
        "score",
        "number",
        "group",
        "member",
        "majority",
        "handful",
        "crowd",
        "lot",
        "million",
        "convoy",
        "series",
        "band",
        "couple",
        "pair",
        "team",
        "coalition",
        "ten",
        "hundred",
        "minority",
        "part",
        "half",
        "third",
        "quarter",
        "one",
        "two",
        "three",
        "four",
        "five",
        "some",
        "many",
        "most",
        "all",
        "both",
        "any",
        "each",
        "several",
        "none",
        "rest",
        "plenty",
        "bulk",
        "section",
        "bunch",
        "column",
        "wave",
        "host",
        "mob",
        "contingent",
        "delegation",
        "head",
        "leader",
    ]
)
# what the parser's lemmatizer makes of "staged", "fined" and their like
MISLEMMAS: Final = {
    "stag": "stage", "fin": "fine", "forgave": "forgive", "cordone": "cordon", "rap": "rape", "resigne": "resign",
    "withdrawn": "withdraw", "withdrew": "withdraw", "striked": "strike", "overthrew": "overthrow", "slew": "slay",
    "overran": "overrun", "shot": "shoot", "bann": "ban", "vow": "vow", "vowe": "vow", "expell": "expel",
    "cancell": "cancel", "sank": "sink", "hosted": "host", "freeed": "free", "shelve": "shelve", "shell": "shell",
    "urgee": "urge", "deplor": "deplore", "seiz": "seize", "releas": "release", "welcom": "welcome", "rebuk": "rebuke", "hop": "hope",
}  # fmt: skip
# verbs that are never without an object: where none stands, as in headlines, the subject suffers the act
SUFFERED: Final = frozenset({
    "kill", "arrest", "detain", "jail", "imprison", "expel", "deport", "extradite", "airlift", "evacuate", "oust", "poison",
    "kidnap", "abduct", "assassinate", "execute", "convict", "acquit", "pardon", "indict", "behead", "bomb", "overthrow",
})  # fmt: skip
# participles through which a noun keeps its own slots: "an attack carried out by"
CARRIERS: Final = frozenset(
    [
        "carry",
        "hold",
        "launch",
        "conduct",
        "mount",
        "stage",
        "impose",
        "sign",
        "reach",
        "issue",
        "make",
        "give",
        "place",
        "send",
        "provide",
        "deliver",
        "agree",
        "conclude",
        "wage",
        "open",
        "levy",
        "commit",
        "perpetrate",
        "direct",
        "aim",
        "lodge",
        "file",
    ]
)
FREE: Final = frozenset({"by", "against"})  # "the arrest of a writer by police": they belong to the noun before "of"
INNER_PREPOSITIONS: Final = (
    "of",
    "by",
    "from",
    "between",
    "with",
    "against",
    "on",
    "to",
    "toward",
    "towards",
    "over",
    "into",
    "at",
    "for",
    "in",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a trigger's source and target stand.

    Attributes:
        sources: slots asked for the source, in order.
        targets: slots asked for the target, in order.
        reciprocal: done jointly, so that source and target are each other's.
        coordinated: done jointly only by coordinated sources ("A and B cut ties", but "A cut ties with B"); written `<&>`.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    reciprocal: bool
    coordinated: bool = False

    @classmethod
    def parse(cls, text: str) -> Frame:
        """Read `subj>obj|with`, `between|by<>with`, `subj<&>with`.

        Raises:
            ValueError: if there is no `>`.
        """
        coordinated = "<&>" in text
        reciprocal = "<>" in text
        sources, sign, targets = text.replace("<&>", ">").replace("<>", ">").partition(">")
        if not sign:
            raise ValueError(f"a frame without '>': {text!r}")
        return cls(tuple(sources.split("|")), tuple(targets.split("|")), reciprocal, coordinated)


class Tree:
    """The parse of a document in plain lists, so that walking it is cheap."""

    __slots__ = ("children", "dep", "end", "head", "lemma", "lower", "pos", "sent", "sentences", "start", "tag", "text")

    def __init__(self, doc: Doc) -> None:
        """Read everything once."""
        words = list(doc)
        self.text = [t.text for t in words]
        self.lower = [t.lower_ for t in words]
        self.lemma = [(t.lemma_ or t.text).lower() for t in words]
        self.lemma = [MISLEMMAS.get(w, w) if t.pos_ == "VERB" else w for w, t in zip(self.lemma, words, strict=True)]
        self.dep = [t.dep_ for t in words]
        self.pos = [t.pos_ for t in words]
        self.tag = [t.tag_ for t in words]
        self.head = [t.head.i for t in words]
        self.start = [t.idx for t in words]
        self.end = [t.idx + len(t.text) for t in words]
        self.children: list[list[int]] = [[] for _ in words]
        for i, h in enumerate(self.head):
            if h != i:
                self.children[h].append(i)
        self.sent = [0] * len(words)
        self.sentences: list[tuple[int, int]] = []
        for number, sentence in enumerate(doc.sents):
            self.sentences.append((sentence.start, sentence.end))
            for i in range(sentence.start, sentence.end):
                self.sent[i] = number

    def __len__(self) -> int:
        return len(self.text)

    def kids(self, i: int, *deps: str) -> list[int]:
        """Children of a word with one of these relations."""
        return [c for c in self.children[i] if self.dep[c] in deps]

    def chain(self, i: int) -> list[int]:
        """A word and its ancestors, nearest first."""
        found = [i]
        while self.head[i] != i and len(found) < 60:
            i = self.head[i]
            found.append(i)
        return found

    def topmost(self, words: Sequence[int]) -> int:
        """The word of a phrase on which the others hang."""
        inside = set(words)
        return next((i for i in words if self.head[i] not in inside or self.head[i] == i), words[0])

    def subtree(self, i: int) -> list[int]:
        """All words below a word, itself included, in text order."""
        found, stack = [], [i]
        while stack:
            j = stack.pop()
            found.append(j)
            stack.extend(self.children[j])
        return sorted(found)

    def is_verb(self, i: int) -> bool:
        """Whether a word is a verb by its part of speech."""
        return self.pos[i] in VERBAL

    def passive(self, verb: int) -> bool:
        """Whether a verb stands in the passive, full ("was hit") or reduced ("shells fired by")."""
        deps = {self.dep[c] for c in self.children[verb]}
        if "nsubjpass" in deps or "auxpass" in deps or "agent" in deps:
            return True
        if self.dep[verb] == "acl" and self.tag[verb] == "VBN":
            return True
        if self._suffered(verb):
            return True
        if self.dep[verb] == "advcl" and self.tag[verb] == "VBN" and not deps & {"aux", "dobj", "nsubj", "mark"}:
            return True  # "Asked about it, the ministry ..."
        if self.dep[verb] == "conj" and self.tag[verb] == "VBN" and not deps & SUBJECTS and "aux" not in deps:
            head = self.head[verb]
            return self.is_verb(head) and self.tag[head] == "VBN" and self.passive(head)
        # "two held after raid": a participle as the only verb of a headline, with a subject and no object
        return False

    def _suffered(self, verb: int) -> bool:
        """As in headlines: "Editor jailed in Elbonia", "Editor shot dead"."""
        if self.lemma[verb] in SUFFERED and self.tag[verb] in ("VBN", "VBD"):
            return self._without_object(verb)
        deps = {self.dep[c] for c in self.children[verb]}
        return self.lemma[verb] == "shoot" and not deps & {"dobj", "aux"} and self._dead_after(verb)

    def _without_object(self, verb: int) -> bool:
        """Whether a verb has no object, nor shares one, and is no perfect."""
        deps = {self.dep[c] for c in self.children[verb]}
        shared = [*self.conjuncts(verb), *([self.head[verb]] if self.dep[verb] == "conj" else [])]
        return (
            not deps & {"dobj", "obj", "dative", "aux", "ccomp", "xcomp"}
            and self.dep[verb] != "relcl"
            and not any(self.kids(v, "dobj", "obj") for v in shared)
        )

    def _dead_after(self, verb: int) -> bool:
        return (
            verb + 1 < len(self)
            and self.lower[verb + 1] == "dead"
            and (verb + 2 == len(self) or self.pos[verb + 2] in ("ADP", "PUNCT", "ADV", "SPACE", "CCONJ"))
        )

    def subject(self, verb: int, depth: int = 0) -> list[int]:
        """Heads of the grammatical subject, looked for upwards where the clause has none of its own."""
        if own := self.kids(verb, "nsubj", "nsubjpass", "csubj") or self._swallowed(verb):
            return own
        head, dep = self.head[verb], self.dep[verb]
        found: list[int] = []
        if depth > DEEPEST or head == verb:
            return found
        if dep in ("relcl", "acl") and not self.is_verb(head):
            found = self.owner(head, depth) if dep == "acl" and self.tag[verb] == "VB" else [head]
        elif dep in SHARING and (self.is_verb(head) or self.pos[head] == "ADJ"):
            if dep == "xcomp" and self.tag[verb] != "VBN":
                found = self.kids(head, "dobj", "obj")
            found = found or self.subject(head, depth + 1)
        elif dep in ("pcomp", "prep", "agent"):
            found = self._clause_subject(head, depth)
        elif dep == "acomp":
            found = self.subject(head, depth + 1)
        return found

    def _swallowed(self, verb: int) -> list[int]:
        """As in "earlier this year Ruritania held ...": a subject that the parser took for a part of the time."""
        for phrase in self.kids(verb, "npadvmod"):
            if phrase < verb and (found := [a for a in self.kids(phrase, "appos") if phrase < a < verb]):
                return found
        return []

    def owner(self, noun: int, depth: int = 0) -> list[int]:
        """Whose plan, threat or offer a noun is: its possessor, else the subject of its verb."""
        if own := self.kids(noun, "poss"):
            return own
        return self._clause_subject(noun, depth)

    def _clause_subject(self, i: int, depth: int) -> list[int]:
        for j in self.chain(i):
            if self.is_verb(j):
                return self.subject(j, depth + 1)
        return []

    def objects(self, verb: int) -> list[int]:
        """Heads of the logical object: of the active verb, or the subject of the passive."""
        if self.passive(verb):
            found = self.kids(verb, "nsubjpass")
            if not found:
                found = self.subject(verb)
            return found + self.kids(verb, "dobj", "oprd")
        found = [c for c in self.children[verb] if self.dep[c] in OBJECTS and self.pos[c] != "ADP"]
        if not found and self.dep[verb] == "relcl" and self.kids(verb, "nsubj"):
            # "the embargo that Turkey imposed"
            subjects = self.kids(verb, "nsubj")
            if not any(self.lower[s] in RELATIVES for s in subjects):
                found = [self.head[verb]]
        if not found and self.dep[verb] == "conj":
            # "condemned and denounced the raid": shared object on the other verb, when this one has none
            return []
        return found

    def clause_of(self, i: int) -> int:
        """The verb that governs a word, or the root of its sentence."""
        for j in self.chain(i):
            if self.is_verb(j) and self.dep[j] not in ("aux", "auxpass"):
                return j
        return self.chain(i)[-1]

    def conjuncts(self, i: int) -> list[int]:
        """Words coordinated with a word below it: in "A, B and C" those of A are B and C."""
        found = []
        for c in self.children[i]:
            if self.dep[c] == "conj":
                found.append(c)
                found.extend(self.conjuncts(c))
        return found


class Places:
    """The mentions of an article laid over its tree: which actors fill a slot of a trigger."""

    __slots__ = ("_at", "_mentions", "_tree")

    def __init__(self, tree: Tree, mentions: Sequence[Mention]) -> None:
        """Lay mentions over words.

        Args:
            tree: of the article.
            mentions: of the same article, in any order.
        """
        self._tree = tree
        self._mentions = mentions
        self._at: Mapping[int, list[int]] = _words_of(tree, mentions)

    def at(self, word: int) -> list[int]:
        """Mentions that cover a word; of an adjective and a whole phrase on one word the phrase."""
        return self._at.get(word, [])

    def others(self, found: Sequence[int], but: Sequence[int]) -> list[int]:
        """Those of some mentions that are somebody else: neither the given ones nor a bare name of their state."""
        states = {self._mentions[m].state for m in but} - {None}
        return [
            m
            for m in found
            if m not in but and not (self._mentions[m].state in states and self._mentions[m].sector is None)
        ]

    def own_arms(self, found: Sequence[int], of: Sequence[int]) -> bool:
        """Whether all of some mentions are forces, police or services of the state of the given ones."""
        states = {self._mentions[m].state for m in of} - {None}
        named = [self._mentions[m] for m in found]
        return bool(states and named) and all(m.state in states and m.sector in ARMS for m in named)

    def of_one_state(self, one: int, other: int) -> bool:
        """Whether two mentions are of the same state: a state and its capital, its army."""
        state = self._mentions[one].state
        return state is not None and state == self._mentions[other].state

    def heads(self, words: Sequence[int], reach: int) -> list[int]:
        """Mentions that a list of phrases names, without repetition."""
        found: list[int] = []
        for word in words:
            for m in self.actors(word, reach):
                if m not in found:
                    found.append(m)
        return found

    def actors(self, head: int, reach: int, depth: int = 0) -> list[int]:
        """Mentions that the phrase around a head word names.

        Args:
            head: the head of the phrase.
            reach: 0 the head itself (and what a word of measure counts); 1 its possessor, adjectives and "of" too;
                2 whatever stands inside the phrase.
            depth: how deep the search already is.
        """
        tree = self._tree
        found = list(self.at(head))
        if not found and tree.lower[head] in RELATIVES and tree.dep[head] in ("nsubj", "nsubjpass", "dobj", "pobj"):
            for j in tree.chain(head)[1:]:
                if tree.dep[j] == "relcl":
                    return self.actors(tree.head[j], reach, depth + 1) if depth < 4 else []
        if not found and depth < 6:
            found = self._around(head, reach, depth)
        for other in tree.kids(head, "conj"):
            if depth < 6 and tree.pos[other] in NOMINAL | {"ADJ"}:
                found.extend(m for m in self.actors(other, reach, depth + 1) if m not in found)
        return found

    def _around(self, head: int, reach: int, depth: int) -> list[int]:
        tree = self._tree
        if tree.lemma[head] in MEASURES or tree.pos[head] == "NUM":
            for p in tree.kids(head, "prep"):
                if tree.lower[p] == "of" and (found := self.heads(tree.kids(p, "pobj"), reach)):
                    return found
        if reach == 0:
            return []
        return (
            self.modifiers(head)
            or self._makers(head, reach)
            or self._apposed(head, reach, depth)
            or self._inside(head, reach, depth)
        )

    def _makers(self, head: int, reach: int) -> list[int]:
        """As in "troops sent by Ruritania": who stands behind a thing."""
        tree = self._tree
        for clause in tree.kids(head, "acl"):
            if tree.lemma[clause] in CARRIERS or reach > 1:
                for p in tree.kids(clause, "agent"):
                    if found := self.heads(tree.kids(p, "pobj"), 1):
                        return found
        return []

    def _apposed(self, head: int, reach: int, depth: int) -> list[int]:
        for a in self._tree.kids(head, "appos"):
            if found := self.actors(a, reach, depth + 1):
                return found
        return []

    def _inside(self, head: int, reach: int, depth: int) -> list[int]:
        """After the prepositions of a phrase, "of" first, then in its relative clauses."""
        tree = self._tree
        children = [(tree.lower[p], p) for p in tree.kids(head, "prep", "agent")]
        for name in ("of",) if reach == 1 else INNER_PREPOSITIONS:
            for p in (p for word, p in children if word == name):
                for o in tree.kids(p, "pobj", "pcomp"):
                    if found := self.actors(o, reach, depth + 1):
                        return found
        for clause in tree.kids(head, "relcl") if reach > 1 else ():
            for o in tree.subject(clause):
                if o != head and (found := self.actors(o, 1, depth + 1)):
                    return found
        return []

    def modifiers(self, head: int) -> list[int]:
        """Mentions that possess or qualify a noun: the possessor alone where there is one."""
        tree = self._tree
        for poss in tree.kids(head, "poss"):
            if found := self.actors(poss, 1, 3):
                return found
        found = []
        for c in tree.children[head]:
            if tree.dep[c] in MODIFIERS and c < head:
                for word in (c, *[k for k in tree.subtree(c) if k != c]):
                    found.extend(m for m in self.at(word) if m not in found)
        return found

    def prepositional(self, word: int, name: str, reach: int) -> list[int]:
        """Mentions after a preposition that hangs on a word."""
        tree = self._tree
        for p in tree.children[word]:
            if tree.dep[p] in ("prep", "agent", "dative", "prt", "advmod") and tree.lower[p] == name:
                objects = tree.kids(p, "pobj")
                for inner in tree.kids(p, "prep"):  # "out of", "in front of"
                    objects += tree.kids(inner, "pobj")
                if found := self.heads(objects, reach):
                    return found
                for clause in tree.kids(p, "pcomp"):
                    if found := self.heads(tree.kids(clause, "nsubj"), reach):
                        return found
        return []

    def of_verb(self, verb: int, slot: str, reach: int) -> list[int]:
        """Mentions in one slot of a verb; a preposition may hang on its object too."""
        tree = self._tree
        if slot == "subj":
            return self._agents(verb, reach) if tree.passive(verb) else self.heads(tree.subject(verb), reach)
        if slot == "obj":
            plain = [o for o in tree.objects(verb) if tree.dep[o] != "dative"]
            return self.heads(plain, reach) or self.heads(tree.kids(verb, "dative"), reach)
        if slot == "iobj":
            return self.heads(tree.kids(verb, "dative"), reach)
        if slot == "that":
            return self._of_clause(verb, reach, "ccomp")
        found = self.prepositional(verb, slot, reach)
        if not found and slot == "to":
            found = self.heads(tree.kids(verb, "dative"), reach)
        return found or self._beside(verb, slot, reach)

    def _agents(self, verb: int, reach: int) -> list[int]:
        tree = self._tree
        for p in tree.kids(verb, "agent"):
            if found := self.heads(tree.kids(p, "pobj"), reach):
                return found
        return self.prepositional(verb, "by", reach) or self._agent_below(verb)

    def _of_clause(self, word: int, reach: int, *deps: str) -> list[int]:
        """The subject of the clause that a word speaks of."""
        tree = self._tree
        for clause in tree.kids(word, *deps):
            if found := self.heads(tree.kids(clause, "nsubj", "nsubjpass"), reach):
                return found
        return []

    def _beside(self, verb: int, slot: str, reach: int) -> list[int]:
        """After a preposition that hangs on what else belongs to a verb: "imposed sanctions over the strait on"."""
        tree = self._tree
        words = [o for o in tree.objects(verb) if tree.dep[o] != "nsubj" or tree.passive(verb)]
        words += [o for p in tree.kids(verb, "prep", "prt") for o in tree.kids(p, "pobj")]
        words += tree.kids(verb, "acomp", "advmod", "attr", "prt")
        for word in words:
            below = [o for p in tree.kids(word, "prep") for o in tree.kids(p, "pobj")]
            for place in (word, *below):
                if found := self.prepositional(place, slot, reach):
                    return found
        return []

    def _agent_below(self, verb: int) -> list[int]:
        """The agent of a passive that the parser hung on a word nearby: "refused entry to the site by the guards"."""
        tree = self._tree
        for i in tree.subtree(verb):
            if i > verb and tree.lower[i] == "by" and tree.dep[i] in ("prep", "agent"):
                between = [j for j in tree.chain(i)[1:] if tree.is_verb(j)]
                if between and between[0] == verb and (found := self.heads(tree.kids(i, "pobj"), 0)):
                    return found
        return []

    def of_noun(self, noun: int, slot: str, reach: int) -> list[int]:
        """Mentions in one slot of a noun that tells an act."""
        tree = self._tree
        if slot == "poss":
            return self.modifiers(noun)
        if slot == "that":
            return self._of_clause(noun, reach, "acl", "ccomp")
        inner = [o for p in tree.kids(noun, "prep") for o in tree.kids(p, "pobj") if slot in FREE or not self.at(o)]
        carried = [c for c in tree.kids(noun, "acl") if tree.lemma[c] in CARRIERS]  # "an attack carried out by"
        for word in (noun, *inner, *carried):
            if found := self.prepositional(word, slot, reach):
                return found
        return []


def _as_whole(mention: Mention, longest: Mention) -> bool:
    """Whether a mention names a whole phrase: the longest on a word, or one of "the presidents of Serbia and Kosovo"."""
    if mention.end - mention.start == longest.end - longest.start:
        return True
    return mention.start == longest.start and mention.kind == longest.kind == "role"


def _words_of(tree: Tree, mentions: Sequence[Mention]) -> dict[int, list[int]]:
    """Word to the mentions that cover it: whole phrases before bare adjectives, longer before shorter."""
    from bisect import bisect_right

    at: dict[int, list[int]] = {}
    for number, mention in enumerate(mentions):
        i = max(bisect_right(tree.start, mention.start) - 1, 0)
        while i < len(tree) and tree.start[i] < mention.end:
            if tree.end[i] > mention.start and tree.text[i].strip():
                at.setdefault(i, []).append(number)
            i += 1
    for word, found in at.items():
        if len(found) > 1:
            longest = max((mentions[m] for m in found), key=lambda m: m.end - m.start)
            at[word] = [m for m in found if _as_whole(mentions[m], longest)]
    return at
