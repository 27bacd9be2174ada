"""Which acts does a sentence tell, after acts of speech have taken in what they speak of?

"refused to lift sanctions" is one act of refusing, "threatened to impose sanctions" one threat: the act inside the
complement is not told as done, but it decides what the outer one is (an announced cooperation or conflict) and whom it
concerns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dragoman.reports.clauses import ALONE, NEARBY, NO_TARGET_AFTER, Telling
from dragoman.reports.frames import Frame, Places, Tree
from dragoman.reports.mere_words import mere_words
from dragoman.reports.nominal import NOMINAL_ALONE, Nominal
from dragoman.reports.ontology import acts
from dragoman.reports.status import Hedges, Mood, announced, mood_of, noun_mood
from dragoman.reports.triggers import Hit, Rule, Triggers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["tellings"]

TRANSFORMED = 0.85  # confidence that is left when an act is inferred from its announcement; our choice
DEEPEST = 3  # complements inside complements that are looked into
COMMANDING: Final = frozenset({"order", "instruct", "direct", "command", "task"})
SPOKEN: Final = frozenset({"AGREE", "SUPPORT", "CONCEDE", "THREATEN"})  # acts of which agreeing and warning are told
PLAIN: Final = frozenset({"plain", "block", "allow"})
SLOTS: Final = ("obj", "to", "with", "on", "against", "from", "of", "for")


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


class _Sentence(Nominal):
    """A sentence with acts of speech."""

    def tell(self) -> tuple[Telling, ...]:
        """All acts of the sentence."""
        found: list[Telling] = []
        for i in sorted(set(self.hits) | set(self.inside.values())):
            if i in self.inside or i in self.taken:
                continue
            hit = self.hits.get(i)
            if self.authors_word(i) or (hit is not None and self._no_act(hit)):
                continue
            if hit is None:
                found.extend(self._hedged(i))
            elif hit.rule.complement in PLAIN:
                found.extend(self.noun(hit) if hit.rule.pos == "noun" else self.verb(hit))
            elif hit.rule.pos == "noun":
                found.extend(self._operator_noun(hit))
            elif hit.rule.complement == "deny" and not self._refutes(i):
                found.extend(self._denial(hit))
            elif hit.rule.complement in ("announce", "promise"):
                found.append(self._promise(hit))
            else:
                found.append(self._speech(hit))
        return tuple(sorted(found, key=lambda t: (t.words[0], t.anchor)))

    def _no_act(self, hit: Hit) -> bool:
        """Whether a word that looks like an act of speech is a mere remark, a command to the own, or a kindness refused."""
        if hit.rule.act in SPOKEN and mere_words(self.tree, self.places, hit.word, self.sources(hit)):
            return True
        return self._commands(hit) or (hit.rule.complement == "refuse" and self._refuses_to_harm(hit.word))

    # what is spoken of

    def _content(self, word: int) -> _Inner | None:
        """What an operator speaks of: its clause first, then the noun that is its object."""
        for root in self.complements(word):
            if inner := self._inner(root):
                return inner
        for noun in self.noun_objects(word):
            if (hit := self.hits.get(noun)) and hit.rule.pos == "noun":
                return self._inner(noun)
        return None

    def _inner(self, root: int, depth: int = 0) -> _Inner | None:
        """The act that a complement tells, by its head or what the head carries."""
        tree = self.tree
        negated = any(tree.dep[c] == "neg" for c in tree.children[root])
        if (hit := self.hits.get(root)) is not None:
            return self._inner_hit(hit, depth, negated=negated)
        if depth > DEEPEST or not tree.is_verb(root):
            return None
        if (carried := self._inner_noun(root, negated=negated)) is not None:
            return carried
        stops = self.hedges.verb("stop", tree, root)
        for child in tree.kids(root, "xcomp", "ccomp", "conj", "acomp", "attr"):
            if inner := self._inner(child, depth + 1):
                act = _stopped(inner.act) if stops and tree.dep[child] == "xcomp" else inner.act
                return replace(inner, act=act, negated=negated or inner.negated)
        return None

    def _inner_hit(self, hit: Hit, depth: int, *, negated: bool) -> _Inner:
        rule = hit.rule
        targets = self.targets(hit)
        if not targets and depth < DEEPEST and rule.complement in ("announce", "promise", "refuse", "threat"):
            deeper = [i for root in self.complements(hit.word) if (i := self._inner(root, depth + 1))]
            targets = deeper[0].targets if deeper else ()
        sources = self.sources(hit) if rule.pos == "noun" else ()
        return _Inner(rule.act, rule.mode, targets, sources, rule.frame.reciprocal, negated, rule.label, hit.word)

    def _inner_noun(self, verb: int, *, negated: bool) -> _Inner | None:
        """The act of a noun that a verb inside a complement carries or stops."""
        for noun in self.noun_objects(verb):
            hit = self.hits.get(noun)
            if hit is None or hit.rule.pos != "noun":
                continue
            light = self.carrier(noun)[1] == "light"
            if light or self.hedges.verb("stop", self.tree, verb):
                rule = hit.rule
                targets = self.targets(hit) or self.around(verb, rule.frame.targets)
                act = rule.act if light else _stopped(rule.act)
                label = f"{self.tree.lemma[verb]} + {rule.label}"
                return _Inner(act, rule.mode, targets, (), rule.frame.reciprocal, negated, label, verb)
        return None

    def _anyone(self, word: int, sources: Sequence[int]) -> tuple[int, ...]:
        """Actors in the complement of an operator that no frame reaches: by slot, then the first one named."""
        roots = self.complements(word)
        for root in roots:
            for slot in SLOTS:
                if found := [m for m in self.places.of_verb(root, slot, 2) if m not in sources]:
                    return tuple(found)
        for root in roots:
            for i in self.tree.subtree(root):
                if i <= word or self._after_idle_word(i, root):
                    continue
                if found := [m for m in self.places.at(i) if m not in sources]:
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

    # acts of speech

    def _speech(self, hit: Hit) -> Telling:
        """Asking, refusing, threatening: the act is the verb's own; whom it concerns may stand in what it speaks of."""
        rule, word = hit.rule, hit.word
        sources = self.sources(hit)
        targets = self.targets(hit, sources)
        why, factor = rule.label, 1.0
        if not targets:
            inner = self._content(word)
            if inner is not None:
                targets = tuple(m for m in inner.targets or inner.sources if m not in sources)
                why = f"{rule.label}: {inner.label}"
            targets = targets or self._anyone(word, sources)
        if sources and not targets and rule.act in ALONE:
            targets, factor = self.only_other(sources), NEARBY
        mood = mood_of(self.tree, self.hedges, word)
        return self.telling(hit, rule.act, rule.mode, sources, targets, mood, why, factor=factor)

    def _commands(self, hit: Hit) -> bool:
        """Whether somebody orders an arm of the own state: a command within it, and no demand of another."""
        if hit.rule.act != "REQUEST" or self.tree.lemma[hit.word] not in COMMANDING:
            return False
        sources = self.sources(hit)
        return self.places.own_arms(self.targets(hit, sources), sources)

    def _promise(self, hit: Hit) -> Telling:
        """Agreeing, promising, offering: what is announced decides whether it is AGREE."""
        rule, word, joint = hit.rule, hit.word, hit.rule.frame.reciprocal
        sources = self.sources(hit)
        targets = own = self.targets(hit, sources)
        mood = mood_of(self.tree, self.hedges, word)
        act, why, factor = rule.act, rule.label, 1.0
        inner = self._content(word)
        if inner is not None:
            act, why, factor = self._promised(word, inner), f"{rule.label}: {inner.label}", TRANSFORMED
            if rule.complement == "announce" and inner.act in ("REQUEST", "ACCUSE", "REJECT") and not inner.negated:
                mood = mood.also(f"{self.tree.lemma[word]} to", future=True)
            if not (joint and len(sources) > 1):  # else: "they agreed to fight smugglers" is with each other
                targets = tuple(m for m in inner.targets if m not in sources) or own or self._anyone(word, sources)
            joint = joint and bool(own) and not inner.targets
        elif self.complements(word):
            targets, factor = own or self._anyone(word, sources), TRANSFORMED
            joint = joint and bool(own)
        if sources and not targets and act in ALONE:
            targets, factor = self.only_other(sources), factor * NEARBY
        joint = joint or (len(sources) > 1 and not targets and rule.frame.reciprocal)
        mode = rule.mode if act == rule.act else None
        return self.telling(hit, act, mode, sources, targets, mood, why, factor=factor, reciprocal=joint)

    def _promised(self, word: int, inner: _Inner) -> str:
        """What a promise, an offer or an agreement to do something is: mostly AGREE, but "vowed to attack" threatens."""
        tree = self.tree
        if inner.negated and not acts()[inner.act].cooperative:
            return "AGREE"
        act, _ = announced(inner.act, negated=inner.negated)
        lemma, noun = tree.lemma[word], tree.pos[inner.word] in ("NOUN", "PROPN")
        friendly = lemma in ("offer", "propose") or inner.act == "MOBILIZE"
        friendly = friendly or (lemma == "agree" and inner.act != "ASSAULT" and "@sanction" not in inner.label)
        if act == "THREATEN" and (friendly or (noun and inner.act != "SANCTION")):
            return "AGREE"  # "offered a shorter curfew"
        return "AGREE" if noun and act in ("ACCUSE", "REQUEST") else act  # "promised a public inquiry"

    def _refuses_to_harm(self, word: int) -> bool:
        """As in "refused to condemn the rebels": what is not done would have been against them."""
        inner = self._content(word)
        if inner is None or inner.negated or acts()[inner.act].cooperative:
            return False
        return inner.act in ("ACCUSE", "REJECT") and self.tree.is_verb(inner.word)

    def _refutes(self, word: int) -> bool:
        """Whether "deny" is said of an accusation or of something asked for, not of a deed."""
        tree = self.tree
        if tree.kids(word, "dative") or len(tree.objects(word)) > 1 or tree.passive(word):
            return True
        return any(
            self.hits[o].rule.act in ("ACCUSE", "REQUEST") if o in self.hits else tree.lemma[o] in ("claim", "report")
            for o in tree.objects(word)
        )

    def _denial(self, hit: Hit) -> Iterator[Telling]:
        """A denial is a refusal only towards the accuser; a deed that is denied is told as not done."""
        rule, word = hit.rule, hit.word
        inner = self._content(word)
        if inner is None:
            return
        sources = inner.sources or self.sources(hit)
        mood = mood_of(self.tree, self.hedges, word)
        mood = mood.also(self.tree.lemma[word], negated=not mood.negated)
        why = f"{rule.label}: {inner.label}"
        yield self.telling(hit, inner.act, inner.mode, sources, inner.targets, mood, why, reciprocal=inner.reciprocal)

    def _operator_noun(self, hit: Hit) -> Iterator[Telling]:
        """A threat, promise, appeal or refusal told by a noun."""
        rule, noun = hit.rule, hit.word
        verb, kind = self.carrier(noun)
        sources = self.sources(hit)
        if verb is not None and kind == "light" and (doer := self.places.of_verb(verb, "subj", 1)):
            sources = tuple(doer)
        targets = self.targets(hit, sources)
        if verb is not None and not targets:
            slots = tuple(s for s in (*rule.frame.targets, "iobj") if s != "of")
            targets = self.around(verb, slots, sources)
        inner = self._content(noun)
        act, why = rule.act, rule.label
        if inner is not None and not targets:
            targets = tuple(m for m in inner.targets if m not in sources)
            why = f"{rule.label}: {inner.label}"
        if inner is not None and rule.complement == "promise":
            act, _ = announced(inner.act, negated=inner.negated)
        mode = rule.mode if act == rule.act else None
        if verb is not None:
            mood = noun_mood(self.tree, self.hedges, noun, verb)
            yield self.telling(hit, act, mode, sources, targets, mood, why, anchor=verb, words=(verb,))
        elif sources and targets:
            mood = noun_mood(self.tree, self.hedges, noun, self.clause_of(noun))
            yield self.telling(hit, act, mode, sources, targets, mood, why, factor=NOMINAL_ALONE)

    # plans, failures and endings

    def _hedged(self, word: int) -> Iterator[Telling]:
        """Words that tell an act only by what they speak of: "plans to", "failed to", "halted"."""
        tree = self.tree
        kind, inner = self.operator_kind(word), self._content(word)
        if inner is None or kind is None:
            return
        act, mood = self._standing(word, kind, inner)
        if not act:
            return
        sources = self._planner(word, kind, inner)
        targets = tuple(m for m in inner.targets if m not in sources)
        held = act == inner.act == "CONSULT"
        reciprocal = inner.reciprocal and (held or not targets)
        targets = targets or tuple(m for m in inner.sources if m not in sources)
        lemma = tree.lemma[word]
        rule = Rule((lemma,), "verb", act, None, Frame(("subj",), ("obj",), False), "plain", frozenset(), 0.7, lemma)
        why = f"{lemma} ({kind}): {inner.label}"
        yield self.telling(
            Hit(rule, word, (word,)), act, None, sources, targets, mood, why,
            factor=TRANSFORMED, reciprocal=reciprocal, words=(inner.word,),
        )  # fmt: skip

    def _standing(self, word: int, kind: str, inner: _Inner) -> tuple[str, Mood]:
        """Which act it is to plan, to fail in or to end another; empty if none."""
        tree, known = self.tree, acts()[inner.act]
        mood = mood_of(tree, self.hedges, word)
        if kind == "stop":
            if inner.act == "CONSULT" and tree.lemma[word] == "end":
                return "CONSULT", mood  # "ended two days of talks" held them
            return (_stopped(inner.act) if not known.verbal or inner.act == "CONSULT" else ""), mood
        if kind == "refuse":
            return ("REJECT" if known.cooperative and not inner.negated else ""), mood
        act, status = announced(inner.act, negated=inner.negated)
        if status == "future":
            mood = mood.also(tree.lower[word], future=True)
        return ("" if status == "negated" else act), mood

    def _planner(self, word: int, kind: str, inner: _Inner) -> tuple[int, ...]:
        """Who plans, fails or ends."""
        tree, places = self.tree, self.places
        if tree.pos[word] == "NOUN":
            found = places.modifiers(word) or places.heads(tree.subject(word), 1) or places.heads(tree.owner(word), 1)
        elif not tree.is_verb(word):
            found = places.heads(tree.subject(word), 1)
        elif not tree.passive(word):
            return tuple(places.of_verb(word, "subj", 1)) or self.same_as_before(word)
        elif kind == "intend":
            found = places.heads(tree.kids(word, "nsubjpass"), 1)
        else:
            found = places.of_verb(word, "subj", 1)
            return tuple(found) or inner.sources
        return tuple(found)


def _stopped(act: str) -> str:
    """What ending an act is: ending cooperation is a sanction, ending conflict yields."""
    if acts()[act].cooperative:
        return "SANCTION" if act not in ("AGREE", "SUPPORT", "CONCEDE", "RETREAT") else "REJECT"
    return "RETREAT" if act in ("ASSAULT", "MOBILIZE") else "CONCEDE"
