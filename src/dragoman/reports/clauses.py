"""Which acts does a sentence tell? Triggers with their actors, after acts of speech have taken in what they speak of.

"refused to lift sanctions" is one act of refusing, "threatened to impose sanctions" one threat: the act inside the
complement is not told as done, but it decides what the outer one is (an announced cooperation or conflict) and whom it
concerns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dragoman.reports.frames import PRONOUNS, Places, Tree
from dragoman.reports.ontology import acts
from dragoman.reports.status import Hedges, Mood, announced, mood_of, noun_mood
from dragoman.reports.triggers import Hit, Rule, Triggers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Telling", "tellings"]

FAR = ("block", "refuse", "ask", "deny", "threat", "promise", "announce")  # their objects are searched to the bottom
TRANSFORMED = 0.85  # confidence that is left when an act is inferred from its announcement; our choice
NEARBY = 0.6  # and when the target stands in no slot of the frame; our choice
NO_TARGET_AFTER: Final = frozenset("according by than like as via including despite in at without except amid".split())
NOMINAL_ALONE = 0.8  # and when a noun tells it without a verb that carries it; our choice


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


@dataclass(frozen=True, slots=True)
class _Inner:
    """What a complement tells."""

    act: str
    mode: str | None
    targets: tuple[int, ...]
    sources: tuple[int, ...]
    reciprocal: bool
    negated: bool
    label: str
    word: int


def tellings(
    tree: Tree, places: Places, triggers: Triggers, hedges: Hedges, first: int, last: int
) -> tuple[Telling, ...]:
    """The acts that the words from `first` up to `last` tell, in text order."""
    return _Sentence(tree, places, triggers, hedges, first, last).tell()


class _Sentence:
    """One sentence while it is coded."""

    def __init__(
        self, tree: Tree, places: Places, triggers: Triggers, hedges: Hedges, first: int, last: int
    ) -> None:
        self.tree, self.places, self.hedges = tree, places, hedges
        self.hits: dict[int, Hit] = {}
        for i in range(first, last):
            if tree.pos[i] in ("VERB", "AUX", "NOUN", "PROPN", "ADJ", "ADV") and (hit := triggers.at(tree, i)):
                if hit.rule.pos == "noun" and (places.at(i) or tree.dep[i] in ("compound", "nmod", "poss")):
                    continue
                if hit.rule.pos == "verb" and places.at(i) and tree.pos[i] != "VERB":
                    continue
                if hit.rule.pos == "adj" and tree.dep[i] not in ("acomp", "oprd", "ROOT", "conj", "advcl"):
                    continue
                self.hits[i] = hit
        self.inside: dict[int, int] = {}  # word -> the operator whose complement it stands in
        self.taken: set[int] = set()  # nouns that a verb's rule has taken in
        self._take_objects()
        self._govern(first, last)

    def _take_objects(self) -> None:
        for i, hit in list(self.hits.items()):
            if hit.rule.pos != "verb":
                continue
            self.taken.update(w for w in hit.words if w != i and w in self.hits)
            for o in self.tree.objects(i):
                for word in (o, *self.tree.conjuncts(o)):
                    inner = self.hits.get(word)
                    if inner and inner.rule.pos == "noun" and hit.rule.objects and (
                        self.tree.lemma[word] in hit.rule.objects
                    ):
                        self.taken.add(word)
                        if hit.noun is None:
                            self.hits[i] = replace(hit, noun=word)

    def _govern(self, first: int, last: int) -> None:
        tree = self.tree
        for i in range(first, last):
            hit = self.hits.get(i)
            operator = (hit is not None and hit.rule.complement != "plain") or (
                hit is None and self._hedge_operator(i) is not None
            )
            if not operator:
                continue
            for root in self._complements(i):
                for word in tree.subtree(root):
                    if word != i:
                        self.inside.setdefault(word, i)
            block = hit is not None and hit.rule.complement == "block"
            if not block:
                for noun in self._noun_objects(i):
                    if noun in self.hits:
                        self.inside.setdefault(noun, i)

    def _hedge_operator(self, i: int) -> str | None:
        """"intend", "refuse" or "stop" for a word that is no trigger of its own."""
        tree, hedges = self.tree, self.hedges
        if tree.pos[i] == "VERB" or (tree.pos[i] == "AUX" and tree.dep[i] not in ("aux", "auxpass")):
            for kind in ("intend", "refuse", "stop"):
                if hedges.verb(kind, tree, i):
                    return kind
        elif tree.pos[i] == "ADJ":
            if hedges.has("intend", "adj", tree.lower[i]) and tree.dep[i] in ("acomp", "oprd", "ROOT", "conj", "advcl"):
                return "intend"
        elif tree.pos[i] == "NOUN" and hedges.has("intend", "noun", tree.lemma[i]):
            return "intend"
        return None

    def _complements(self, i: int) -> list[int]:
        """Heads of the clauses that are the content of a word."""
        tree = self.tree
        found = tree.kids(i, "xcomp", "ccomp")
        for p in tree.kids(i, "prep", "agent"):
            found += tree.kids(p, "pcomp")
        for c in tree.kids(i, "acl"):
            if tree.tag[c] == "VB" or tree.pos[i] in ("NOUN", "PROPN"):
                if tree.pos[i] not in ("NOUN", "PROPN") or any(tree.lower[a] == "to" for a in tree.kids(c, "aux", "mark")):
                    found.append(c)
        hit = self.hits.get(i)
        if hit is not None and hit.rule.complement in ("ask", "threat", "promise", "announce", "refuse"):
            for c in tree.kids(i, "advcl"):
                if any(tree.lower[a] == "to" for a in tree.kids(c, "aux")) and c > i:
                    found.append(c)
            for o in tree.kids(i, "dobj"):
                found += [c for c in tree.kids(o, "acl", "relcl") if tree.tag[c] == "VB" and c > i]
            for a in tree.kids(i, "acomp", "oprd"):
                found += tree.kids(a, "xcomp")
        return found

    def _noun_objects(self, i: int) -> list[int]:
        """Nouns that are the object of a word or stand after its preposition, with their coordination."""
        tree = self.tree
        heads = list(tree.objects(i)) if tree.is_verb(i) else []
        for p in tree.kids(i, "prep", "prt"):
            if tree.lower[p] in ("to", "for", "on", "of", "with", "in", "from", "against", "at", "over"):
                heads += tree.kids(p, "pobj")
        return [w for h in heads for w in (h, *tree.conjuncts(h))]

    def tell(self) -> tuple[Telling, ...]:
        """All acts of the sentence."""
        found: list[Telling] = []
        words = sorted(set(self.hits) | {i for i in self.inside.values() if i not in self.hits})
        for i in words:
            if i in self.inside or i in self.taken:
                continue
            hit = self.hits.get(i)
            if hit is None:
                found.extend(self._hedged(i))
            elif hit.rule.complement in ("plain", "block", "allow"):
                found.extend(self._noun(hit) if hit.rule.pos == "noun" else self._verb(hit))
            else:
                found.extend(self._operator(hit))
        return tuple(sorted(found, key=lambda t: (t.words[0], t.anchor)))

    # who

    def _sources(self, hit: Hit) -> tuple[int, ...]:
        word = hit.word
        for slot in hit.rule.frame.sources:
            if hit.rule.pos == "noun":
                found = self.places.of_noun(word, slot, 1)
            else:
                found = self.places.of_verb(word, slot, 1)
            if found:
                return tuple(found)
        return self._same_as_before(word) if hit.rule.pos != "noun" else ()

    def _same_as_before(self, word: int) -> tuple[int, ...]:
        """ "Ruritania said it would ...": a pronoun that no mention resolves is the subject of the clause above."""
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

    def _targets(self, hit: Hit, sources: Sequence[int] = ()) -> tuple[int, ...]:
        rule, word = hit.rule, hit.word
        reach = 2 if rule.complement in FAR else 1
        for slot in rule.frame.targets:
            if rule.pos == "noun":
                found = self.places.of_noun(word, slot, reach)
            else:
                found = self.places.of_verb(word, slot, reach)
            found = [m for m in found if m not in sources]
            if found:
                return tuple(found)
        if hit.noun is not None and (noun := self.hits.get(hit.noun)):
            for slot in (*noun.rule.frame.targets, *rule.frame.targets):
                if slot != "poss" and (found := [m for m in self.places.of_noun(hit.noun, slot, 1) if m not in sources]):
                    return tuple(found)
        if rule.complement in ("ask", "promise"):
            return tuple(m for m in self.places.of_verb(word, "that", 1) if m not in sources)
        return ()

    # what

    def _verb(self, hit: Hit) -> Iterator[Telling]:
        sources = self._sources(hit)
        targets = self._targets(hit, sources)
        near = False
        for other in hit.others:
            if (sources and targets) or (hit.rule.frame.reciprocal and len(sources) > 1):
                break
            if other.rule.complement not in ("plain", "block", "allow"):
                continue
            candidate = replace(other, noun=hit.noun)
            there = self._sources(candidate)
            found = self._targets(candidate, there)
            if there and (found or (other.rule.frame.reciprocal and len(there) > 1)):
                hit, sources, targets = candidate, there, found
        if sources and not targets and acts()[hit.rule.act].quad >= 3 and not hit.rule.frame.reciprocal:
            targets, near = self._nearby(hit, sources), True
            if not targets and hit.rule.act == "PROTEST":
                targets = self._aim(hit.word, sources)
        mood = mood_of(self.tree, self.hedges, hit.word)
        if hit.noun is not None:
            mood = _both(mood, noun_mood(self.tree, self.hedges, hit.noun, None))
        why = hit.rule.label + ("; the only other actor of the clause" if near and targets else "")
        factor = NEARBY if near else 1.0
        yield self._telling(hit, hit.rule.act, hit.rule.mode, sources, targets, mood, why, factor=factor)

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

    def _aim(self, verb: int, sources: Sequence[int]) -> tuple[int, ...]:
        """Whom a protest is meant for: the target of what it demands or denounces ("marched to demand ... from")."""
        for clause in self.tree.kids(verb, "advcl", "xcomp", "conj"):
            inner = self.hits.get(clause)
            if inner is not None and inner.rule.act in ("REQUEST", "ACCUSE", "PROTEST"):
                if found := tuple(m for m in self._targets(inner, sources) if m not in sources):
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

    def _telling(
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
        rule = hit.rule
        if reciprocal is None:
            reciprocal = rule.frame.reciprocal
        if rule.frame.coordinated and len(sources) > 1 and not targets:
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

    def _noun(self, hit: Hit) -> Iterator[Telling]:
        tree, rule, noun = self.tree, hit.rule, hit.word
        verb, kind = self._carrier(noun)
        sources = self._sources(hit)
        targets = self._targets(hit, sources)
        if verb is None:
            mood = noun_mood(tree, self.hedges, noun, self._clause(noun))
            if rule.frame.reciprocal and not sources and targets:
                sources = tuple(m for m in self._party(noun) if m not in targets)
            if sources and (targets or (rule.frame.reciprocal and len(sources) > 1)):
                yield self._telling(hit, rule.act, rule.mode, sources, targets, mood, rule.label, factor=NOMINAL_ALONE)
            return
        mood = noun_mood(tree, self.hedges, noun, verb)
        why = f"{tree.lemma[verb]} + {rule.label}"
        if kind == "light_passive":
            if not sources:
                sources = tuple(self.places.of_verb(verb, "from", 1) or self.places.of_verb(verb, "by", 1))
            victims = tuple(self.places.of_verb(verb, "subj", 1))
            yield self._telling(hit, rule.act, rule.mode, sources, victims, mood, why, anchor=verb, words=(verb,))
            return
        doer = tuple(self.places.of_verb(verb, "subj", 1)) or self._same_as_before(verb)
        passive = tree.passive(verb)
        if doer:
            if rule.frame.reciprocal and sources and not targets:
                targets = tuple(m for m in sources if m not in doer)
            elif not rule.frame.reciprocal and sources and not targets and not passive:
                targets = sources
            sources = doer if not passive or not sources else sources
        if not targets:
            for slot in rule.frame.targets:
                if slot != "poss" and (found := [m for m in self.places.of_verb(verb, slot, 1) if m not in sources]):
                    targets = tuple(found)
                    break
        if not targets and not passive and (found := self.places.of_verb(verb, "iobj", 1)):
            targets = tuple(found)
        yield self._telling(hit, rule.act, rule.mode, sources, targets, mood, why, anchor=verb, words=(verb,))

    def _party(self, noun: int) -> list[int]:
        """ "gave way after talks with Graustark": the other party is the subject of the clause."""
        tree = self.tree
        for node in tree.chain(noun)[1:]:
            if tree.is_verb(node) and tree.dep[node] not in ("aux", "auxpass"):
                subjects = tree.subject(node)
                if noun in [j for s in subjects for j in tree.subtree(s)]:
                    return []
                return self.places.heads(subjects, 0)
        return []

    def _carrier(self, noun: int) -> tuple[int | None, str]:
        """The verb that only carries a noun ("held talks"), with its kind: light or light_passive."""
        tree, node = self.tree, noun
        if tree.dep[node] == "conj" and tree.pos[tree.head[node]] in ("NOUN", "PROPN"):
            node = tree.head[node]
        dep, head = tree.dep[node], tree.head[node]
        verb = None
        if dep in ("dobj", "obj", "nsubjpass", "oprd") and tree.is_verb(head):
            verb = head
        elif dep == "pobj" and tree.dep[head] == "prep" and tree.is_verb(tree.head[head]) and tree.lower[head] in (
            "in", "of", "to", "under", "with", "for"
        ):  # fmt: skip
            if tree.lower[head] in ("in", "under") or tree.lemma[tree.head[head]] in ("put", "come", "arrive", "meet"):
                verb = tree.head[head]
        if verb is None or verb in self.hits:
            for clause in tree.kids(noun, "relcl", "acl"):  # "the raid that Ruritania carried out"
                if clause not in self.hits and self.hedges.verb("light", tree, clause) and tree.tag[clause] != "VB":
                    return clause, "light"
            return None, ""
        for kind in ("light", "light_passive"):
            if self.hedges.verb(kind, tree, verb):
                return verb, kind
        return None, ""

    def _clause(self, noun: int) -> int | None:
        """The verb of which a noun is subject or object, for its mood; None where the noun stands apart."""
        tree = self.tree
        head = tree.head[noun]
        if tree.dep[noun] in ("nsubj", "nsubjpass", "dobj") and tree.is_verb(head):
            return head
        return None

    # acts of speech and what they speak of

    def _inner(self, root: int, depth: int = 0) -> _Inner | None:
        """The act that a complement tells, by its head or what the head carries."""
        tree = self.tree
        hit = self.hits.get(root)
        negated = any(tree.dep[c] == "neg" for c in tree.children[root])
        if hit is not None:
            targets = self._targets(hit)
            rule = hit.rule
            if rule.complement in ("announce", "promise", "refuse", "threat") and not targets:
                for inner_root in self._complements(root):
                    if depth < 3 and (inner := self._inner(inner_root, depth + 1)):
                        targets = inner.targets
                        break
            sources: tuple[int, ...] = ()
            if rule.pos == "noun":
                sources = self._sources(hit)
            return _Inner(rule.act, rule.mode, targets, sources, rule.frame.reciprocal, negated, rule.label, root)
        if depth > 3 or not tree.is_verb(root):
            return None
        for noun in self._noun_objects(root):
            if (carried := self.hits.get(noun)) and carried.rule.pos == "noun":
                kind = self._carrier(noun)[1]
                if kind == "light" or self.hedges.verb("stop", tree, root):
                    targets = self._targets(carried)
                    if not targets:
                        for slot in carried.rule.frame.targets:
                            if found := self.places.of_verb(root, slot, 1):
                                targets = tuple(found)
                                break
                    act = carried.rule.act
                    if kind != "light":
                        act = _stopped(act)
                    reciprocal = carried.rule.frame.reciprocal
                    label = f"{tree.lemma[root]} + {carried.rule.label}"
                    return _Inner(act, carried.rule.mode, targets, (), reciprocal, negated, label, root)
        for child in tree.kids(root, "xcomp", "ccomp", "conj", "acomp", "attr"):
            if inner := self._inner(child, depth + 1):
                return inner if not negated else replace(inner, negated=True)
        return None

    def _content(self, word: int) -> _Inner | None:
        """What an operator speaks of: its clause first, then the noun that is its object."""
        for root in self._complements(word):
            if inner := self._inner(root):
                return inner
        for noun in self._noun_objects(word):
            if (hit := self.hits.get(noun)) and hit.rule.pos == "noun":
                return self._inner(noun)
        return None

    def _anyone(self, word: int, sources: Sequence[int]) -> tuple[int, ...]:
        """Actors in the complement of an operator that no frame reaches: by slot, then the first one named."""
        tree = self.tree
        roots = self._complements(word)
        for root in roots:
            for slot in ("obj", "to", "with", "on", "against", "from", "of", "for"):
                if found := [m for m in self.places.of_verb(root, slot, 2) if m not in sources]:
                    return tuple(found)
        for root in roots:
            below = tree.subtree(root)
            for i in below:
                if i > word and (found := [m for m in self.places.at(i) if m not in sources]):
                    if not self._after_idle_word(i, root):
                        return tuple(self.places.actors(i, 0)) if self.places.at(i) == found else tuple(found)
        return ()

    def _after_idle_word(self, word: int, top: int) -> bool:
        """Whether a word stands after a preposition that names no target ("according to", "in")."""
        tree = self.tree
        for node in tree.chain(word):
            if node == top:
                return False
            if tree.dep[node] == "prep" and tree.lower[node] in NO_TARGET_AFTER:
                return True
        return False

    def _operator(self, hit: Hit) -> Iterator[Telling]:
        rule, word = hit.rule, hit.word
        if rule.pos == "noun":
            yield from self._operator_noun(hit)
            return
        sources = self._sources(hit)
        own = self._targets(hit, sources)
        inner = self._content(word)
        mood = mood_of(self.tree, self.hedges, word)
        act, mode, why, factor = rule.act, rule.mode, rule.label, 1.0
        reciprocal = rule.frame.reciprocal
        targets = own
        if rule.complement in ("announce", "promise"):
            if inner is not None:
                act = self._promised(word, inner)
                if inner.negated and not acts()[inner.act].cooperative:
                    act = "AGREE"
                elif inner.act in ("REQUEST", "ACCUSE", "REJECT") and rule.complement == "announce":
                    mood = mood.also(f"{self.tree.lemma[word]} to", future=True)
                if act != "AGREE":
                    mode = None
                why = f"{rule.label}: {inner.label}"
                factor = TRANSFORMED
                targets = tuple(m for m in inner.targets if m not in sources) or own or self._anyone(word, sources)
                reciprocal = (reciprocal and bool(own) and not inner.targets) or (not targets and len(sources) > 1)
            elif self._complements(word):
                targets = own or self._anyone(word, sources)
                reciprocal = reciprocal and bool(own)
                factor = TRANSFORMED
        elif not own:
            if inner is not None:
                targets = inner.targets or inner.sources
                why = f"{rule.label}: {inner.label}"
            targets = tuple(m for m in targets if m not in sources) or self._anyone(word, sources)
        if rule.complement == "deny" and not self._refutes(word):
            if inner is None:
                return
            # a denial is a refusal only towards the accuser; what is denied is negated
            denied = tuple(m for m in inner.targets if m not in sources)
            negated = mood.also(self.tree.lemma[word], negated=not mood.negated)
            yield self._telling(
                hit, inner.act, inner.mode, inner.sources or sources, denied, negated, f"{rule.label}: {inner.label}",
                reciprocal=inner.reciprocal,
            )  # fmt: skip
            return
        if act == "AGREE" and len(sources) > 1 and not targets:
            reciprocal = True  # "Ruritania and Graustark promised to settle their quarrel"
        yield self._telling(hit, act, mode, sources, targets, mood, why, factor=factor, reciprocal=reciprocal)

    def _refutes(self, word: int) -> bool:
        """Whether "deny" is said of an accusation or of something asked for, not of a deed."""
        tree = self.tree
        if tree.kids(word, "dative") or len(tree.objects(word)) > 1 or tree.passive(word):
            return True
        return any(
            self.hits[o].rule.act in ("ACCUSE", "REQUEST") if o in self.hits else tree.lemma[o] in ("claim", "report")
            for o in tree.objects(word)
        )

    def _promised(self, word: int, inner: _Inner) -> str:
        """What a promise, an offer or an agreement to do something is: mostly AGREE, but "vowed to attack" threatens."""
        tree = self.tree
        act, _ = announced(inner.act, negated=inner.negated)
        friendly = tree.lemma[word] in ("offer", "propose") or inner.act == "MOBILIZE"
        if act == "THREATEN" and (friendly or (tree.pos[inner.word] in ("NOUN", "PROPN") and inner.act != "SANCTION")):
            return "AGREE"  # "offered a shorter curfew"
        if act in ("ACCUSE", "REQUEST") and tree.pos[inner.word] in ("NOUN", "PROPN"):
            return "AGREE"  # "promised a public inquiry"
        return act

    def _operator_noun(self, hit: Hit) -> Iterator[Telling]:
        """A threat, promise, appeal or refusal told by a noun."""
        rule, noun = hit.rule, hit.word
        verb, kind = self._carrier(noun)
        sources = self._sources(hit)
        if verb is not None and kind == "light" and (doer := self.places.of_verb(verb, "subj", 1)):
            sources = tuple(doer)
        targets = self._targets(hit, sources)
        if verb is not None and not targets:
            for slot in (*rule.frame.targets, "iobj"):
                if slot not in ("poss", "of") and (found := self.places.of_verb(verb, slot, 1)):
                    targets = tuple(m for m in found if m not in sources)
                    break
        inner = self._content(noun)
        act, why = rule.act, rule.label
        if inner is not None and not targets:
            targets = tuple(m for m in inner.targets if m not in sources)
            why = f"{rule.label}: {inner.label}"
        if inner is not None and rule.complement == "promise":
            act, _ = announced(inner.act, negated=inner.negated)
        mood = noun_mood(self.tree, self.hedges, noun, verb if verb is not None else self._clause(noun))
        if verb is None and not (sources and targets):
            return
        words = (verb,) if verb is not None else ()
        yield self._telling(
            hit, act, rule.mode if act == rule.act else None, sources, targets, mood, why,
            factor=NOMINAL_ALONE if verb is None else 1.0, anchor=verb if verb is not None else noun, words=words,
        )  # fmt: skip

    def _hedged(self, word: int) -> Iterator[Telling]:
        """Plans, failures and endings: words that tell an act only by what they speak of."""
        tree = self.tree
        kind = self._hedge_operator(word)
        inner = self._content(word)
        if inner is None or kind is None:
            return
        if tree.is_verb(word) and not tree.passive(word):
            sources = tuple(self.places.of_verb(word, "subj", 1)) or self._same_as_before(word)
        elif tree.is_verb(word):
            sources = tuple(self.places.of_verb(word, "subj", 1)) or inner.sources
            if kind == "intend":
                sources = tuple(self.places.heads(tree.kids(word, "nsubjpass"), 1))
        elif tree.pos[word] == "NOUN":
            sources = tuple(self.places.modifiers(word) or self.places.heads(tree.subject(word), 1))
            sources = sources or tuple(self.places.heads(tree.owner(word, 0), 1))
        else:
            sources = tuple(self.places.heads(tree.subject(word), 1))
        mood = mood_of(tree, self.hedges, word)
        targets = tuple(m for m in inner.targets if m not in sources)
        reciprocal = inner.reciprocal and not targets
        if not targets and inner.sources:
            targets = tuple(m for m in inner.sources if m not in sources)
        if kind == "stop" and tree.lemma[word] == "end" and inner.act == "CONSULT":
            act, reciprocal = "CONSULT", inner.reciprocal  # "ended two days of talks" held them
        elif kind == "stop":
            act = _stopped(inner.act) if not acts()[inner.act].verbal or inner.act == "CONSULT" else ""
            if not act:
                return
        elif kind == "refuse":
            act = "REJECT" if acts()[inner.act].cooperative and not inner.negated else ""
            if not act:
                return
        else:
            act, status = announced(inner.act, negated=inner.negated)
            if status == "future":
                mood = mood.also(tree.lower[word], future=True)
            elif status == "negated":
                return
        lemma = tree.lemma[word]
        listed = _hedge_rule(act, lemma)
        yield self._telling(
            Hit(listed, word, (word,)), act, None, sources, targets, mood, f"{lemma} ({kind}): {inner.label}",
            factor=TRANSFORMED, reciprocal=reciprocal, words=(inner.word,),
        )  # fmt: skip


def _stopped(act: str) -> str:
    """What ending an act is: ending cooperation is a sanction, ending conflict yields."""
    if acts()[act].cooperative:
        return "SANCTION" if act not in ("AGREE", "SUPPORT", "CONCEDE", "RETREAT") else "REJECT"
    return "RETREAT" if act in ("ASSAULT", "MOBILIZE") else "CONCEDE"


def _hedge_rule(act: str, lemma: str) -> Rule:
    from dragoman.reports.frames import Frame

    return Rule((lemma,), "verb", act, None, Frame(("subj",), ("obj",), False), "plain", frozenset(), 0.7, lemma)


def _both(mood: Mood, other: Mood) -> Mood:
    return Mood(
        mood.negated or other.negated,
        mood.future or other.future,
        mood.modal or other.modal,
        mood.prediction or other.prediction,
        mood.purpose or other.purpose,
        mood.why + tuple(w for w in other.why if w not in mood.why),
    )
