"""Which nouns tell an act, alone ("talks between") or carried by a light verb ("held talks with")?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dragoman.reports.clauses import Clauses, Telling
from dragoman.reports.status import noun_mood
from dragoman.reports.triggers import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NOMINAL_ALONE", "Nominal"]

NOMINAL_ALONE = 0.8  # confidence that is left when a noun tells an act without a verb that carries it; our choice
HAPPENING: Final = frozenset(
    [
        "take",
        "begin",
        "start",
        "open",
        "continue",
        "resume",
        "occur",
        "happen",
        "end",
        "go",
        "proceed",
        "come",
        "follow",
    ]
)
MADE_KNOWN: Final = frozenset({"announce", "unveil"})
MADE_OF_DEEDS: Final = frozenset({"RETREAT", "MOBILIZE"})  # acts that are not done by announcing them, as sanctions are
CARRIED_BY: Final = frozenset(
    {"put", "come", "arrive", "meet"}
)  # "put under pressure", "came under attack", "arrived for talks"


class Nominal(Clauses):
    """A sentence whose nouns tell acts too."""

    def noun(self, hit: Hit) -> Iterator[Telling]:
        """The act that a noun tells."""
        verb, kind = self.carrier(hit.word)
        if verb is None:
            yield from self._alone(hit)
        elif kind == "light_passive":
            yield from self._suffered(hit, verb)
        else:
            yield from self._carried(hit, verb)

    def _alone(self, hit: Hit) -> Iterator[Telling]:
        """As in "the talks between Ruritania and Graustark": told only if both sides are named."""
        rule = hit.rule
        sources = self.sources(hit)
        targets = self.targets(hit, sources)
        joint = rule.frame.reciprocal
        if joint and targets and not sources:
            sources = tuple(m for m in self._party(hit.word) if m not in targets)
        if sources and (targets or (joint and len(sources) > 1)):
            mood = noun_mood(self.tree, self.hedges, hit.word, self.clause_of(hit.word))
            yield self.telling(hit, rule.act, rule.mode, sources, targets, mood, rule.label, factor=NOMINAL_ALONE)

    def _suffered(self, hit: Hit, verb: int) -> Iterator[Telling]:
        """As in "suffered an attack": the subject is the target."""
        rule = hit.rule
        sources = self.sources(hit)
        if not sources:
            sources = tuple(self.places.of_verb(verb, "from", 1) or self.places.of_verb(verb, "by", 1))
        victims = self.places.of_verb(verb, "subj", 1)
        mood = noun_mood(self.tree, self.hedges, hit.word, verb)
        why = f"{self.tree.lemma[verb]} + {rule.label}"
        yield self.telling(hit, rule.act, rule.mode, sources, victims, mood, why, anchor=verb, words=(verb,))

    def _carried(self, hit: Hit, verb: int) -> Iterator[Telling]:
        """As in "held talks with": the subject of the verb is the source."""
        rule, joint, passive = hit.rule, hit.rule.frame.reciprocal, self.tree.passive(verb)
        sources = self.sources(hit)
        if joint and not sources:
            sources = tuple(self.places.of_verb(verb, "between", 1))
        targets = self.targets(hit, sources)
        doer = tuple(self.places.of_verb(verb, "subj", 1)) or self.same_as_before(verb)
        if doer and sources and not targets and (joint or not passive):
            targets = tuple(m for m in sources if m not in doer) if joint else sources
        if doer and not (passive and sources):
            sources = doer
        targets = targets or self.around(verb, rule.frame.targets, sources)
        if not targets and not passive:
            targets = tuple(self.places.of_verb(verb, "iobj", 1))
        mood = noun_mood(self.tree, self.hedges, hit.word, verb)
        why = f"{self.tree.lemma[verb]} + {rule.label}"
        if self.tree.lemma[verb] in MADE_KNOWN and rule.act in MADE_OF_DEEDS:
            mood = mood.also(self.tree.lemma[verb], future=True)
        yield self.telling(hit, rule.act, rule.mode, sources, targets, mood, why, anchor=verb, words=(verb,))

    def around(self, verb: int, slots: tuple[str, ...], but: tuple[int, ...] = ()) -> tuple[int, ...]:
        """Mentions in the first slot of a carrying verb that has any."""
        for slot in slots:
            if slot != "poss" and (found := [m for m in self.places.of_verb(verb, slot, 1) if m not in but]):
                return tuple(found)
        return ()

    def _party(self, noun: int) -> list[int]:
        """As in "gave way after talks with Graustark": the other party is the subject of the clause."""
        tree = self.tree
        for node in tree.chain(noun)[1:]:
            if tree.is_verb(node) and tree.dep[node] not in ("aux", "auxpass"):
                subjects = tree.subject(node)
                if noun in [j for s in subjects for j in tree.subtree(s)]:
                    return []
                return self.places.of_verb(node, "subj", 0)
        return []

    def carrier(self, noun: int) -> tuple[int | None, str]:
        """The verb that only carries a noun ("held talks"), with its kind: light or light_passive."""
        tree, hedges = self.tree, self.hedges
        verb = self._verb_above(noun)
        if verb is None or verb in self.hits:
            for clause in tree.kids(noun, "relcl", "acl"):  # "the raid that Ruritania carried out"
                if clause not in self.hits and hedges.verb("light", tree, clause) and tree.tag[clause] != "VB":
                    return clause, "light"
            return None, ""
        kind = next((k for k in ("light", "light_passive") if hedges.verb(k, tree, verb)), "")
        return (verb, kind) if kind else (None, "")

    def _verb_above(self, noun: int) -> int | None:
        """The verb of which a noun is object, or to which it hangs by "in" or "under"."""
        tree = self.tree
        if tree.dep[noun] == "conj" and tree.pos[tree.head[noun]] in ("NOUN", "PROPN"):
            noun = tree.head[noun]
        dep, head = tree.dep[noun], tree.head[noun]
        if dep in ("dobj", "obj", "nsubjpass", "oprd") and tree.is_verb(head):
            return head
        above = tree.head[head]
        if dep != "pobj" or tree.dep[head] != "prep" or not tree.is_verb(above):
            return None
        hangs = tree.lower[head] in ("in", "under")
        hangs = hangs or (tree.lower[head] in ("of", "to", "with", "for") and tree.lemma[above] in CARRIED_BY)
        return above if hangs else None

    def clause_of(self, noun: int) -> int | None:
        """The verb of which a noun is subject or object, for its mood; None where the noun stands apart."""
        tree = self.tree
        head = tree.head[noun]
        if tree.dep[noun] in ("nsubjpass", "dobj") and tree.is_verb(head):
            return head
        if tree.dep[noun] == "nsubj" and tree.lemma[head] in HAPPENING:
            return head
        return None
