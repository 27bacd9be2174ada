"""Which verbs of a sentence tell an act, who stands in their slots, and which acts stand inside other words?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dragoman.reports.frames import PRONOUNS, Places, Tree
from dragoman.reports.ontology import acts
from dragoman.reports.status import Hedges, Mood, mood_of, noun_mood
from dragoman.reports.triggers import Hit, Triggers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ALONE", "NEARBY", "NO_TARGET_AFTER", "Clauses", "Telling"]

FAR: Final = frozenset(
    {"block", "refuse", "ask", "deny", "threat", "promise", "announce"}
)  # objects searched to the bottom
ASKING: Final = frozenset({"ask", "threat", "promise", "announce", "refuse"})  # a purpose behind them is their content
PREDICATIVE: Final = frozenset(
    {"acomp", "oprd", "ROOT", "conj", "advcl"}
)  # an adjective that says something of the subject
TELLING_WORDS: Final = frozenset({"VERB", "AUX", "NOUN", "PROPN", "ADJ", "ADV"})
NOUNS: Final = frozenset({"NOUN", "PROPN"})
NEARBY = 0.6  # confidence that is left when the target stands in no slot of the frame; our choice
NO_TARGET_AFTER: Final = frozenset(
    ["according", "by", "than", "like", "as", "via", "including", "despite", "in", "at", "without", "except", "amid"]
)
MUTUAL: Final = frozenset({("each", "other"), ("one", "another")})
PLAYED: Final = frozenset({"ASSAULT", "CONSULT"})  # teams meet, clash and beat each other
PREPOSITIONS: Final = frozenset(["on", "upon", "to", "for", "with", "at", "against", "into", "from", "of", "over"])
CONTENT: Final = frozenset(
    ["to", "for", "on", "of", "with", "in", "from", "against", "at", "over"]
)  # what a word speaks of stands after these
# acts whose target may stand outside their clause, as the only other actor of the sentence: where that was right in more
# than half of the cases in the training sentences
ALONE: Final = frozenset({"MOBILIZE", "PROTEST", "ACCUSE", "CONCEDE", "REQUEST", "THREATEN"})


@dataclass(frozen=True, slots=True)
class Telling:
    """One act as a sentence tells it, before it is known whether it took place.

    Attributes:
        act: PLOVER act.
        mode: its mode, or None.
        sources: numbers of the mentions that act.
        targets: numbers of the mentions acted upon.
        reciprocal: done jointly.
        anchor: the word whose clause dates it.
        words: the words that tell it, in text order.
        score: of the rule, 0 to 1.
        mood: negated, future ...
        why: the rules that led to it.
        opinion: a judgement, not a report.
        announced: the act is the announcement already, where the words say "will": AGREE or THREATEN.
    """

    act: str
    mode: str | None
    sources: tuple[int, ...]
    targets: tuple[int, ...]
    reciprocal: bool
    anchor: int
    words: tuple[int, ...]
    score: float
    mood: Mood
    why: str
    opinion: bool = False
    announced: bool = False


class Clauses:
    """One sentence while it is coded: its triggers, and what stands in the complement of what.

    Args:
        tree: of the article.
        places: its mentions.
        triggers: which words tell an act.
        hedges: which words take it back.
        first: index of the sentence's first word.
        last: one past its last.
    """

    def __init__(self, tree: Tree, places: Places, triggers: Triggers, hedges: Hedges, first: int, last: int) -> None:
        """Find the triggers and what governs them."""
        self.tree, self.places, self.hedges = tree, places, hedges
        self.start, self.stop = first, last
        self.hits: dict[int, Hit] = {}
        for i in range(first, last):
            if tree.pos[i] in TELLING_WORDS and (hit := triggers.at(tree, i)) and self._tells(hit):
                self.hits[i] = hit
        if any(hedges.has("sport", "noun", tree.lemma[i]) for i in range(first, last)):
            self.hits = {i: h for i, h in self.hits.items() if h.rule.act not in PLAYED}
        self.inside: dict[int, int] = {}  # word -> the operator whose complement it stands in
        self.taken: set[int] = set()  # nouns that a verb's rule has taken in
        for hit in [h for h in self.hits.values() if h.rule.pos == "verb"]:
            self._take_objects(hit)
        for i in range(first, last):
            if self._is_operator(i):
                self._govern(i)

    def _tells(self, hit: Hit) -> bool:
        """Whether a trigger is more than a part of a name ("the Strike Force", "a protest song")."""
        tree, i = self.tree, hit.word
        if hit.rule.pos == "noun":
            return not self.places.at(i) and tree.dep[i] not in ("compound", "nmod", "poss")
        if hit.rule.pos == "adj":
            return tree.dep[i] in PREDICATIVE
        return tree.pos[i] == "VERB" or not self.places.at(i)

    def _take_objects(self, hit: Hit) -> None:
        """A noun that a verb's row names as its object is told by the verb."""
        self.taken.update(w for w in hit.words if w != hit.word and w in self.hits)
        for o in self.tree.objects(hit.word) if hit.rule.objects else ():
            for word in (o, *self.tree.conjuncts(o)):
                inner = self.hits.get(word)
                if inner and inner.rule.pos == "noun" and self.tree.lemma[word] in hit.rule.objects:
                    self.taken.add(word)
                    if self.hits[hit.word].noun is None:
                        self.hits[hit.word] = replace(hit, noun=word)

    def authors_word(self, i: int) -> bool:
        """As in "we have warned that Ruritania would attack": the author's own saying is no act, what is said is told plainly."""
        tree = self.tree
        return (
            tree.is_verb(i)
            and any(tree.lower[s] in ("we", "i") and not self.places.at(s) for s in tree.kids(i, "nsubj"))
            and any(tree.kids(c, "nsubj", "nsubjpass") for c in tree.kids(i, "ccomp"))
        )

    def _is_operator(self, i: int) -> bool:
        if self.authors_word(i):
            return False
        hit = self.hits.get(i)
        return hit.rule.complement != "plain" if hit is not None else self.operator_kind(i) is not None

    def _govern(self, i: int) -> None:
        """Mark what stands in the complement of a word."""
        for root in self.complements(i):
            for word in self.tree.subtree(root):
                if word != i:
                    self.inside.setdefault(word, i)
        hit = self.hits.get(i)
        if hit is None or hit.rule.complement != "block":
            for noun in self.noun_objects(i):
                if noun in self.hits:
                    self.inside.setdefault(noun, i)

    def operator_kind(self, i: int) -> str | None:
        """Which of intend, refuse or stop a word means that is no trigger of its own."""
        tree, hedges = self.tree, self.hedges
        if tree.is_verb(i) and tree.dep[i] not in ("aux", "auxpass"):
            return next((kind for kind in ("intend", "refuse", "stop") if hedges.verb(kind, tree, i)), None)
        if tree.pos[i] == "ADJ":
            listed = hedges.has("intend", "adj", tree.lower[i]) and tree.dep[i] in PREDICATIVE
        else:
            listed = tree.pos[i] == "NOUN" and hedges.has("intend", "noun", tree.lemma[i])
        return "intend" if listed else None

    def complements(self, i: int) -> list[int]:
        """Heads of the clauses that are the content of a word."""
        tree = self.tree
        found = tree.kids(i, "xcomp", "ccomp")
        for p in tree.kids(i, "prep", "agent"):
            found += tree.kids(p, "pcomp")
        noun = tree.pos[i] in NOUNS
        found += [c for c in tree.kids(i, "acl") if (self._has_to(c) if noun else tree.tag[c] == "VB")]
        hit = self.hits.get(i)
        if hit is not None and hit.rule.complement in ASKING:
            found += [c for c in tree.kids(i, "advcl") if c > i and self._has_to(c)]
            for o in tree.kids(i, "dobj"):
                found += [c for c in tree.kids(o, "acl", "relcl") if tree.tag[c] == "VB" and c > i]
            for a in tree.kids(i, "acomp", "oprd"):
                found += tree.kids(a, "xcomp")
        return found

    def _has_to(self, verb: int) -> bool:
        return any(self.tree.lower[a] == "to" for a in self.tree.kids(verb, "aux", "mark"))

    def noun_objects(self, i: int) -> list[int]:
        """Nouns that are the object of a word or stand after its preposition, with their coordination."""
        tree = self.tree
        heads = list(tree.objects(i)) if tree.is_verb(i) else []
        for p in tree.kids(i, "prep", "prt"):
            if tree.lower[p] in CONTENT:
                heads += tree.kids(p, "pobj")
        return [w for h in heads for w in (h, *tree.conjuncts(h))]

    # who

    def slot(self, hit: Hit, name: str, reach: int) -> list[int]:
        """Mentions in one slot of a trigger."""
        find = self.places.of_noun if hit.rule.pos == "noun" else self.places.of_verb
        return find(hit.word, name, reach)

    def sources(self, hit: Hit) -> tuple[int, ...]:
        """Who acts."""
        for name in hit.rule.frame.sources:
            if found := self.slot(hit, name, 1):
                return tuple(found)
        return self.same_as_before(hit.word) if hit.rule.pos != "noun" else ()

    def same_as_before(self, word: int) -> tuple[int, ...]:
        """As in "Ruritania said it would ...": a pronoun that no mention resolves is the subject of the clause above."""
        tree = self.tree
        subjects = tree.subject(word)
        if not subjects or tree.lower[subjects[0]] not in PRONOUNS or tree.passive(word):
            return ()
        for node in tree.chain(word):
            head = tree.head[node]
            if head != node and tree.dep[node] in ("ccomp", "advcl", "conj", "parataxis") and tree.is_verb(head):
                above = tree.subject(head)
                if above and above[0] not in subjects:
                    return tuple(self.places.heads(above, 0))
        return ()

    def targets(self, hit: Hit, sources: Sequence[int] = ()) -> tuple[int, ...]:
        """Who is acted upon."""
        rule = hit.rule
        reach = 2 if rule.complement in FAR or rule.act == "MOBILIZE" else 1
        slots = rule.frame.targets
        if rule.pos == "verb" and rule.words[-1] in PREPOSITIONS:
            slots = (rule.words[-1], *slots)  # "pleaded with"
        if rule.pos == "verb" and "obj" not in slots and self.tree.passive(hit.word):
            slots = (*slots, "obj")
        if found := self.first(hit, slots, reach, sources):
            return found
        if hit.noun is not None and (noun := self.hits.get(hit.noun)):
            slots = tuple(s for s in (*noun.rule.frame.targets, *rule.frame.targets) if s != "poss")
            if found := self.first(noun, slots, 1, sources):
                return found
        if rule.complement in ("ask", "promise", "block"):
            return tuple(m for m in self.places.of_verb(hit.word, "that", 1) if m not in sources)
        return ()

    def first(self, hit: Hit, slots: Sequence[str], reach: int, but: Sequence[int]) -> tuple[int, ...]:
        """Mentions in the first slot that has any besides those given."""
        for name in slots:
            if found := self.places.others(self.slot(hit, name, reach), but):
                return tuple(found)
        return ()

    # what

    def verb(self, hit: Hit) -> Iterator[Telling]:
        """The act that a plain verb tells."""
        hit, sources, targets = self._fullest(hit)
        near = False
        joint = hit.rule.frame.reciprocal
        if sources and not targets and not joint:
            near = True
            if acts()[hit.rule.act].quad >= 3:
                targets = self._nearby(hit, sources)
            if not targets and hit.rule.act in ALONE and self.tree.dep[hit.word] != "acl":
                targets = self.only_other(sources)
            if not targets and hit.rule.act == "PROTEST":
                targets = self._aim(hit.word, sources)
        mood = mood_of(self.tree, self.hedges, hit.word)
        if hit.noun is not None:
            mood = mood.joined(noun_mood(self.tree, self.hedges, hit.noun, None))
        near = near and bool(targets)
        why = hit.rule.label + ("; the only other actor" if near else "")
        factor = NEARBY if near else 1.0
        yield self.telling(hit, hit.rule.act, hit.rule.mode, sources, targets, mood, why, factor=factor)

    def _fullest(self, hit: Hit) -> tuple[Hit, tuple[int, ...], tuple[int, ...]]:
        """The first rule of a word that finds both source and target, else the first rule."""
        sources = self.sources(hit)
        targets = self.targets(hit, sources)
        for other in hit.others if not _whole(hit, sources, targets) else ():
            candidate = replace(other, noun=hit.noun)
            if candidate.rule.complement in ("plain", "block", "allow"):
                there = self.sources(candidate)
                found = self.targets(candidate, there)
                if there and _whole(candidate, there, found):
                    return candidate, there, found
        return hit, sources, targets

    def _nearby(self, hit: Hit, sources: Sequence[int]) -> tuple[int, ...]:
        """The only other actors named behind a trigger in its own clause, where no frame reaches them."""
        tree, places = self.tree, self.places
        verb = hit.word
        found: list[int] = []
        for word in tree.subtree(verb):
            if word < verb or not (named := [m for m in places.at(word) if m not in sources and m not in found]):
                continue
            if self._own_clause(word, verb):
                found.extend(named)
        return tuple(found) if len(found) == 1 else ()

    def only_other(self, sources: Sequence[int]) -> tuple[int, ...]:
        """The only other actor of the sentence, where it is not merely a place."""
        tree, found = self.tree, []
        for word in range(self.start, self.stop):
            for m in self.places.at(word):
                if m in sources or m in found:
                    continue
                head = tree.head[word]
                if tree.dep[word] == "pobj" and tree.lower[head] in NO_TARGET_AFTER:
                    return ()
                found.append(m)
        return tuple(found) if len(found) == 1 else ()

    def _aim(self, verb: int, sources: Sequence[int]) -> tuple[int, ...]:
        """Whom a protest is meant for: the target of what it demands or denounces ("marched to demand ... from")."""
        for clause in self.tree.kids(verb, "advcl", "xcomp", "conj"):
            inner = self.hits.get(clause)
            if inner is None or inner.rule.act not in ("REQUEST", "ACCUSE", "PROTEST"):
                continue
            if found := tuple(m for m in self.targets(inner, sources) if m not in sources):
                return found
        return ()

    def _own_clause(self, word: int, verb: int) -> bool:
        tree = self.tree
        for node in tree.chain(word):
            if node == verb:
                return True
            if tree.is_verb(node) or (tree.dep[node] == "prep" and tree.lower[node] in NO_TARGET_AFTER):
                return False
        return False

    def _mutual(self, verb: int) -> bool:
        """Whether a verb's own clause says "each other" or "one another": "they shelled each other's positions"."""
        tree = self.tree
        return any(
            (tree.lower[i - 1], tree.lower[i]) in MUTUAL and tree.clause_of(i) == verb
            for i in tree.subtree(verb)
            if i > verb
        )

    def telling(
        self,
        hit: Hit,
        act: str,
        mode: str | None,
        sources: Sequence[int],
        targets: Sequence[int],
        mood: Mood,
        why: str,
        *,
        factor: float = 1.0,
        reciprocal: bool | None = None,
        anchor: int | None = None,
        words: Sequence[int] = (),
    ) -> Telling:
        """A telling of a hit, with what differs from its rule."""
        rule = hit.rule
        if reciprocal is None:
            reciprocal = rule.frame.reciprocal
        if len(sources) > 1 and not targets and (rule.frame.coordinated or self._mutual(hit.word)):
            reciprocal = True
        return Telling(
            act=act,
            mode=mode,
            sources=tuple(sources),
            targets=tuple(m for m in targets if m not in sources),
            reciprocal=reciprocal,
            anchor=hit.word if anchor is None else anchor,
            words=tuple(sorted({*hit.words, *words})),
            score=rule.score * factor,
            mood=mood,
            why=why,
            opinion=rule.opinion,
        )


def _whole(hit: Hit, sources: Sequence[int], targets: Sequence[int]) -> bool:
    return bool(sources and targets) or (hit.rule.frame.reciprocal and len(sources) > 1)
