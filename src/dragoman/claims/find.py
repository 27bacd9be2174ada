"""The predictions of one article, in text order: what is foreseen, by whom, of whom, how surely, by when, on what condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dragoman.claims.chances import chance_of
from dragoman.claims.checks import about_politics, political, uncheckable
from dragoman.claims.holders import OFFICES, Holder, holder_of, intender
from dragoman.claims.horizons import Horizon, horizon_of
from dragoman.claims.interviews import interview_of
from dragoman.claims.kinds import INTENTION, agent, kind_of
from dragoman.claims.not_foreseen import not_foreseen
from dragoman.claims.outlooks import TOLD_OF_THE_PAST, Outlook, outlooks
from dragoman.claims.rules import proposed
from dragoman.claims.subjects import Subject, subject_of, words_of
from dragoman.records import Claim, Role, Rule, fingerprint
from dragoman.reports import Clauses, Hedges, Triggers, laid_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragoman.parsing import Parsed
    from dragoman.records import Mention, Report
    from dragoman.reports import Laid, Tree

__all__ = ["find_claims"]

CONDITIONS: Final = frozenset({"if", "unless", "provided", "once", "should", "lest"})
ODDS: Final = frozenset({"chance", "probability", "likelihood", "odds", "risk", "possibility"})
WEAK: Final = frozenset({"could", "may", "might", "would", "risk", "chance", "danger", "prospect", "possible", "fear"})
SCIENTISTS: Final = frozenset(
    [
        "scientist",
        "scientists",
        "researcher",
        "researchers",
        "study",
        "inventor",
        "astronomer",
        "meteorologist",
        "meteorologists",
        "nhc",
        "doctor",
        "doctors",
        "physician",
        "geologist",
        "biologist",
        "epidemiologist",
        "team",
    ]
)
REPORTS: Final = 0.2  # attributions for each sentence, from which on an article reports rather than argues; our choice
LONGEST: Final = 1_000  # characters of a sentence that are kept as the statement


def find_claims(parsed: Parsed, mentions: Sequence[Mention], reports: Sequence[Report] = ()) -> tuple[Claim, ...]:
    """The predictions of one article.

    Args:
        parsed: the article with its parse.
        mentions: its actors.
        reports: what the coder tells of it; asked for acts that no trigger tells.
    """
    finder = _Finder(parsed, mentions, reports)
    tree = finder.laid.tree
    found: dict[str, Claim] = {}
    for first, last in tree.sentences:
        for claim in finder.sentence(first, last):
            found.setdefault(claim.id, claim)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Condition:
    words: str | None = None
    source: str | None = None
    target: str | None = None
    acts: tuple[str, ...] = ()


class _Finder:
    """One article while its predictions are found."""

    def __init__(self, parsed: Parsed, mentions: Sequence[Mention], reports: Sequence[Report]) -> None:
        self.article, self.mentions = parsed.article, mentions
        self.laid: Laid = laid_out(parsed, mentions)
        self.news = len(self.laid.attributions.told) >= REPORTS * len(self.laid.tree.sentences)
        self.of_politics = about_politics(self.laid.tree)
        self.interview = interview_of(self.article, mentions)
        self.hedges, self.triggers = Hedges.load(), Triggers.load()
        self.reports: dict[int, list[Report]] = {}
        for report in reports:
            self.reports.setdefault(report.sentence_start, []).append(report)

    def sentence(self, first: int, last: int) -> Iterator[Claim]:
        """The predictions of one sentence, those of one event once."""
        tree = self.laid.tree
        role = self.article.role_at(tree.start[first])
        if role not in (Role.TITLE, Role.BODY):
            return
        clauses: Clauses | None = None
        for outlook in outlooks(tree, self.hedges, first, last, title=role is Role.TITLE):
            heads = tree.subject(outlook.event) if tree.is_verb(outlook.event) else [outlook.event]
            clause = words_of(tree, outlook.event)
            weak = outlook.force in WEAK
            about = {"weak": weak, "of_politics": self.of_politics}
            if not political(tree, self.laid.places, self.mentions, clause, range(first, last), heads, **about):
                continue
            told = self.laid.attributions.of(outlook.cue)
            if outlook.score <= TOLD_OF_THE_PAST and told is None and not self._goes_on(first):
                continue
            quote = self.laid.attributions.quotes.around(tree.start[outlook.cue])
            if not_foreseen(tree, outlook, told, quote=quote) is not None:
                continue
            planned = outlook.owner is not None and tree.lemma[outlook.cue] not in ("threaten", "threat")
            if planned and not agent(tree, self.laid.places, outlook):
                continue
            if clauses is None:
                clauses = Clauses(tree, self.laid.places, self.triggers, self.hedges, first, last)
            reports = self.reports.get(tree.start[first], [])
            subject = subject_of(tree, self.laid.places, clauses, self.mentions, outlook.event, reports)
            claim = self._claim(outlook, subject, clauses, first, last)
            if not self._of_themselves(claim, first, last):
                yield claim

    def _goes_on(self, first: int) -> bool:
        """Whether the sentence before is what somebody says or plans, so that its "would" goes on with that."""
        if first == 0:
            return False
        tree = self.laid.tree
        before, last = tree.sentences[tree.sent[first - 1]]
        if "\n" in self.article.text[tree.end[last - 1] : tree.start[first]] or "\n" in tree.text[last - 1]:
            return False
        root = next((i for i in range(before, last) if tree.head[i] == i), before)
        said = self.laid.attributions.of(root) is not None or any(
            t.said.clause and before <= t.said.cue < last for t in self.laid.attributions.told
        )
        return said or bool(outlooks(tree, self.hedges, before, last))

    def _of_themselves(self, claim: Claim, first: int, last: int) -> bool:
        """Talk of a speaker about themselves or anybody, and findings of science: no claim unless data could settle it."""
        if claim.checkable:
            return False
        if claim.why.startswith("could;") and claim.act is None and claim.direction is None and self._able(claim):
            return True
        weak = claim.why.split(";")[0] in ("could", "may", "might", "would")
        own = claim.holder_kind in ("author", "outlet")
        if weak and own and claim.act is None and claim.direction is None and not self.of_politics:
            return True
        lower = self.laid.tree.lower
        if own and any(lower[i] in ("i", "you") for i in range(first, last)):
            return True
        return (weak or not self.of_politics) and any(
            w.strip(",.’'s") in SCIENTISTS for w in claim.holder.lower().split()
        )

    def _able(self, claim: Claim) -> bool:
        """Whether "could" tells what somebody is able or free to do: "the office could call on them"."""
        tree = self.laid.tree
        cue = next(i for i in range(len(tree)) if tree.start[i] >= (claim.start or 0) and tree.lower[i] == "could")
        heads = tree.subject(tree.head[cue])
        return not tree.passive(tree.head[cue]) and any(
            (tree.pos[h] == "PRON" and tree.lower[h] in ("he", "she", "they", "we", "who", "you", "it"))
            or any(self.mentions[m].state for m in self.laid.places.at(h))
            or tree.lower[h] in OFFICES
            for h in heads
        )

    def _claim(self, outlook: Outlook, subject: Subject, clauses: Clauses, first: int, last: int) -> Claim:
        tree, article = self.laid.tree, self.article
        start, end = self._stretch(outlook, first, last)
        while last > first + 1 and not tree.text[last - 1].strip():
            last -= 1
        sentence = article.text[tree.start[first] : tree.end[last - 1]]
        clause = article.text[start:end]
        chance = chance_of(clause, outlook.force)
        horizon = horizon_of(article.text, start, end, article.day)
        condition = self._condition(outlook, clauses)
        holder, kind, kind_why = self._held(outlook, subject, clause)
        reason = uncheckable(subject, self.mentions, sentence)
        source, target, third = (self._code(m) for m in (subject.source, subject.target, subject.third))
        if reason is None and source is None:
            reason = "no actor: no state or organisation is named whose act it would be"
        rule = None if reason else self._rule(outlook, subject, horizon, condition)
        return Claim(
            id=fingerprint("P", article.id, tree.start[outlook.event], tree.start[outlook.cue]),
            article=article.id,
            made=article.day,
            kind=kind,
            holder=holder.words,
            holder_kind=holder.kind,
            holder_name=holder.name,
            holder_state=holder.state,
            statement=" ".join(sentence.split())[:LONGEST],
            sentence_start=tree.start[first],
            sentence_end=tree.end[last - 1],
            start=start,
            end=end,
            source=source,
            target=target,
            third=third,
            act=subject.act,
            direction=subject.direction,
            expected=outlook.expected,
            chance=chance.middle,
            chance_low=chance.low,
            chance_high=chance.high,
            chance_why=chance.why,
            horizon=horizon.words,
            deadline=horizon.last,
            horizon_why=horizon.why,
            condition=condition.words,
            checkable=reason is None,
            reason=reason,
            rule=rule,
            score=outlook.score,
            why=f"{outlook.why}; {subject.why}; {holder.why}; {kind_why}",
        )

    def _rule(self, outlook: Outlook, subject: Subject, horizon: Horizon, condition: _Condition) -> Rule | None:
        source = self._code(subject.source)
        if source is None:
            return None
        return proposed(
            source=source,
            target=self._code(subject.target),
            third=self._code(subject.third),
            act=subject.act,
            direction=subject.direction,
            either_way=subject.either_way,
            # "it is difficult to keep the balance": kept if there is no turn
            expected=outlook.expected != (subject.third is not None and subject.direction is None),
            made=self.article.day,
            deadline=horizon.last,
            condition=condition.words,
            condition_source=condition.source,
            condition_target=condition.target,
            condition_acts=condition.acts,
        )

    def _code(self, mention: int | None) -> str | None:
        return self.mentions[mention].state if mention is not None else None

    def _stretch(self, outlook: Outlook, first: int, last: int) -> tuple[int, int]:
        """First and one-past-last character of the clause that foresees, with the words that open it."""
        tree = self.laid.tree
        governing = outlook.cue if outlook.cue != outlook.event else outlook.event
        words = {*words_of(tree, outlook.event), *words_of(tree, self._clause(governing))}
        if tree.dep[outlook.event] in ("acl", "ccomp") and tree.lemma[tree.head[outlook.event]] in ODDS:
            words.update(tree.subtree(tree.head[outlook.event]))  # "a 30 percent chance that"
        inside = [w for w in words if first <= w < last and tree.text[w].strip()]
        return tree.start[min(inside)], tree.end[max(inside)]

    def _clause(self, word: int) -> int:
        """The verb of the clause of a cue, not above what somebody says."""
        tree = self.laid.tree
        return tree.head[word] if tree.dep[word] in ("aux", "acomp", "oprd", "neg") else word

    def _held(self, outlook: Outlook, subject: Subject, clause: str) -> tuple[Holder, str, str]:
        """Who holds it, of what kind it is, and why."""
        tree, places, mentions = self.laid.tree, self.laid.places, self.mentions
        planned = outlook.owner is not None
        holder = holder_of(
            self.article, self.laid, mentions, self.hedges, outlook.cue, intends=planned, interview=self.interview
        )
        told = self.laid.attributions.of(outlook.cue) is not None
        kind, why = kind_of(
            tree,
            places,
            mentions,
            outlook,
            holder,
            clause=clause,
            told=told or holder.why == "answers in an interview",
            quoted=self.laid.attributions.quotes.around(tree.start[outlook.cue]) is not None,
            turn=subject.direction is not None,
            news=self.news,
        )
        if outlook.owner is not None:
            heads = tree.subject(outlook.owner) if tree.is_verb(outlook.owner) else tree.owner(outlook.owner)
        elif kind == INTENTION and holder.kind in ("author", "outlet") and not tree.passive(outlook.event):
            heads = tree.subject(outlook.event)
        else:
            heads = []
        if heads and tree.tag[heads[0]] in ("WP", "WDT", "WP$"):
            heads = [tree.head[j] for j in tree.chain(heads[0]) if tree.dep[j] == "relcl"][:1]
        if kind != INTENTION:
            heads = []
        if heads and tree.lower[heads[0]] not in ("i", "we", "that"):
            intends = [m for m in places.heads(heads, 1) if mentions[m].state or mentions[m].name]
            holder = intender(tree, mentions, self.laid, self.hedges, heads[0], intends)
        return holder, kind, why

    def _condition(self, outlook: Outlook, clauses: Clauses) -> _Condition:
        """A case such as "if Ruritania attacks": its words, and who has to do what, where a trigger tells it."""
        tree = self.laid.tree
        for node in dict.fromkeys((outlook.event, outlook.cue, *tree.chain(outlook.event)[:3])):
            for clause in tree.kids(node, "advcl"):
                mark = next(
                    (tree.lower[m] for m in tree.kids(clause, "mark", "advmod") if tree.lower[m] in CONDITIONS), None
                )
                if mark is None:
                    continue
                words = tree.subtree(clause)
                text = " ".join(self.article.text[tree.start[words[0]] : tree.end[words[-1]]].split()).strip(" ,;")
                return self._met_by(tree, clauses, clause, text, mark)
        return _Condition()

    def _met_by(self, tree: Tree, clauses: Clauses, clause: int, text: str, mark: str) -> _Condition:
        """Negated conditions ("unless") are left to a person: data tell what happened, not what was left undone."""
        negated = mark in ("unless", "lest") or bool(tree.kids(clause, "neg"))
        hit = None if negated else clauses.hits.get(clause)
        if hit is None:
            return _Condition(text)
        sources = clauses.sources(hit)
        targets = clauses.targets(hit, sources)
        source = self._code(sources[0]) if sources else None
        if source is None:
            return _Condition(text)
        return _Condition(text, source, self._code(targets[0]) if targets else None, (hit.rule.act,))
