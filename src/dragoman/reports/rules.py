"""Who did what to whom, by syntax and the tables of triggers: the coder whose every report names its rule."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from dragoman.data import edition
from dragoman.records import Kind, Report, Role, Status, fingerprint
from dragoman.reports.attribution import Attribution, attribution_of
from dragoman.reports.clauses import Telling
from dragoman.reports.contexts import contexts_of
from dragoman.reports.days import When
from dragoman.reports.foresight import foreseen, foretold
from dragoman.reports.judgement import judged
from dragoman.reports.ontology import acts
from dragoman.reports.quotations import laid_out
from dragoman.reports.speech import tellings
from dragoman.reports.status import Hedges, announced
from dragoman.reports.timing import Timing
from dragoman.reports.triggers import Triggers
from dragoman.reports.where import place_of
from dragoman.reports.withheld import withheld

if TYPE_CHECKING:
    from dragoman.mentions import Place
    from dragoman.parsing import Parsed
    from dragoman.records import Label, Mention
    from dragoman.reports.attributions import Attributions
    from dragoman.reports.frames import Places, Tree

__all__ = ["HISTORICAL_DAYS", "Coder", "RuleCoder", "Task"]

HALF = 0.5  # confidence that is left when source or target is missing; our choice
HEDGED = 0.9  # and when the act is not told as done; our choice
ORGANS: Final = frozenset({"GOV", "MIL", "LEG", "JUD", "COP"})  # for which the bare name of a state stands
MOST_PAIRS = 12  # of one trigger: longer lists are roll calls, not acts
ATTEMPTED: Final = frozenset({"ASSAULT", "COERCE"})  # an attempted attack is coded as the attack
HISTORICAL_DAYS = 90  # as in settings.py
RULES: Final = 7  # raise it with any change of code that changes what is coded; a change of tables shows by itself


class Coder(Protocol):
    """Anything that turns a parsed article and its mentions into reports."""

    version: str

    def code(self, parsed: Parsed, mentions: Sequence[Mention]) -> tuple[Report, ...]:
        """The reports of one article, in text order."""
        ...


@runtime_checkable
class Labelling(Protocol):
    """A coder that also tells classes of the user's own."""

    def labels(self, parsed: Parsed, mentions: Sequence[Mention]) -> Iterable[Label]:
        """The classes of one article's pairs."""
        ...


class RuleCoder:
    """Syntax, a table of verbs and nouns, and nothing hidden. Load it once with `RuleCoder.load()`."""

    def __init__(self, triggers: Triggers, hedges: Hedges, historical_days: int = HISTORICAL_DAYS) -> None:
        """Keep what was loaded.

        Args:
            triggers: which words tell an act.
            hedges: which words take it back.
            historical_days: an act told as older than this before its article's day is historical.
        """
        self.version: str = f"rules-{RULES}.{edition()}"
        self._triggers = triggers
        self._hedges = hedges
        self._historical = timedelta(days=historical_days)

    @classmethod
    def load(cls, historical_days: int = HISTORICAL_DAYS) -> RuleCoder:
        """Read the tables of the package.

        Raises:
            DataError: if a table is missing or a row is malformed.
        """
        return cls(Triggers.load(), Hedges.load(), historical_days)

    def task(self, parsed: Parsed, mentions: Sequence[Mention]) -> Task:
        """An article laid out for coding."""
        laid = laid_out(parsed, mentions)
        return Task(
            parsed, laid.tree, laid.places, mentions, self._hedges, self._historical, attributions=laid.attributions
        )

    def code(self, parsed: Parsed, mentions: Sequence[Mention]) -> tuple[Report, ...]:
        """The reports of one article, in text order.

        Args:
            parsed: the article with its parse.
            mentions: its actors.
        """
        if not mentions:
            return ()
        task = self.task(parsed, mentions)
        tree = task.tree
        found: dict[str, Report] = {}
        for first, last in tree.sentences:
            if not any(task.places.at(i) for i in range(first, last)):
                continue
            told: dict[tuple[object, ...], Report] = {}
            for telling in task.weighed(
                tellings(tree, task.places, self._triggers, self._hedges, first, last), first, last
            ):
                for report in task.reports(telling, first, last):
                    key = (report.act, *_who(report, "source"), *_who(report, "target"), report.status, report.kind)
                    if key not in told or told[key].confidence < report.confidence:
                        told[key] = report
            for report in _without_halves(list(told.values())):
                found.setdefault(report.id, report)
        return tuple(sorted(found.values(), key=_in_text_order))


def _in_text_order(report: Report) -> tuple[int, str, str]:
    return report.trigger_start, report.act, report.id


def _who(report: Report, side: str) -> tuple[object, object, object]:
    state = getattr(report, side)
    sector, name = getattr(report, f"{side}_sector"), getattr(report, f"{side}_name")
    if state is None and name is None:
        return state, sector, getattr(report, f"{side}_mention")
    return state, sector, name


def _without_halves(reports: list[Report]) -> Iterator[Report]:
    """A report without source or target is left out where the sentence tells the same act in full."""
    whole = {r.act for r in reports if r.source_mention and r.target_mention}
    for report in reports:
        if (report.source_mention and report.target_mention) or report.act not in whole:
            yield report


class Task:
    """One article while it is coded."""

    def __init__(
        self,
        parsed: Parsed,
        tree: Tree,
        places: Places,
        mentions: Sequence[Mention],
        hedges: Hedges,
        historical: timedelta,
        *,
        attributions: Attributions,
    ) -> None:
        self.article = parsed.article
        self.tree, self.places, self.mentions, self.hedges = tree, places, mentions, hedges
        self.historical = historical
        self.attributions = attributions
        self.timing = Timing(parsed.article, tree, hedges, historical)

    def weighed(self, told: Sequence[Telling], first: int, last: int) -> tuple[Telling, ...]:
        """The tellings of a sentence with those that only judge or foretell told apart, and such as no trigger tells added."""
        tree, places, hedges = self.tree, self.places, self.hedges
        told = [t for t in told if not withheld(tree, t.anchor)]
        kept = judged(tree, places, hedges, told, self.article.text, first, last)
        turns = foretold(tree, places, hedges, kept, first, last)
        known = {
            w for t in turns for s in tree.subject(t.anchor) for w in tree.subtree(s)
        }  # "their partnership will erode"
        return (*(t for t in kept if t.anchor not in known), *turns)

    def reports(self, telling: Telling, first: int, last: int) -> Iterator[Report]:
        """All reports of one telling: one for each pair."""
        anchor = telling.anchor
        attribution = attribution_of(self.attributions, self.mentions, anchor)
        sentence = self.article.text[self.tree.start[first] : self.tree.end[last - 1]]
        who = [self.mentions[m] for m in telling.sources if m is not None]
        telling = foreseen(self.hedges, telling, attribution, who, sentence)
        act, status, kind = _standing(telling)
        if act != telling.act and telling.targets:  # "will meet": the announcement is the subject's alone
            telling = replace(telling, reciprocal=False)
        pairs = self._pairs(telling)
        if not pairs or len(pairs) > MOST_PAIRS:
            return
        when, old = self.timing.when(telling, act, status, first, last)
        if status is Status.ACTUAL and old:
            status = Status.HISTORICAL
        where = place_of(self.tree, self.places, self.mentions, telling, acts()[act].quad, first, last)
        for source, target in pairs:
            then, told = when, status
            named = [self.mentions[m] for m in (source, target) if m is not None]
            if status is Status.ACTUAL and (past := self.timing.of_the_past(named)):
                then, told = (past if when.day == self.article.day else when), Status.HISTORICAL
            yield self._report(telling, act, told, kind, attribution, then, where, source, target, first, last)

    def word_of(self, mention: int) -> int:
        """The word on which the others of a mention hang."""
        m = self.mentions[mention]
        first, last = bisect_left(self.tree.end, m.start + 1), bisect_left(self.tree.start, m.end)
        return self.tree.topmost(range(first, max(last, first + 1)))

    def _pairs(self, telling: Telling) -> list[tuple[int | None, int | None]]:
        """Who to whom: coordination multiplies, joint acts go both ways, nobody acts on themselves."""
        sources, targets = telling.sources, telling.targets
        pairs: list[tuple[int | None, int | None]] = []
        if telling.reciprocal:
            if targets:
                for s, t in product(sources, targets):
                    pairs += [(s, t), (t, s)]
            elif len(sources) > 1:
                pairs = [(s, t) for s, t in product(sources, sources) if s != t]
        else:
            pairs = list(product(sources, targets))
        if telling.act == "RETREAT":  # "withdrew its troops": whoever goes leaves others
            pairs = [(s, t) for s, t in pairs if s is None or t is None or not self.places.of_one_state(s, t)]
        pairs = [(s, t) for s, t in pairs if s is not None and t is not None and not self._same(s, t)]
        if pairs:
            return list(dict.fromkeys(pairs))
        if sources and not targets:
            return [(s, None) for s in sources]
        if targets and not sources:
            return [(None, t) for t in targets]
        if sources:
            return [(s, None) for s in sources]
        return []

    def _same(self, one: int, other: int) -> bool:
        a, b = self.mentions[one], self.mentions[other]
        if (a.start, a.end, a.state) == (b.start, b.end, b.state):
            return True
        if a.state is not None and a.state == b.state and b.sector is None and a.sector in ORGANS:
            return True  # a government and its own state; the other way round "Ruritanians" may stand against theirs
        if a.state is None or a.state != b.state:
            return a.state is None and b.state is None and a.name is not None and a.name == b.name
        if a.sector == b.sector:
            return a.name == b.name or a.name is None or b.name is None or a.sector is None
        return "pronoun" in (a.kind, b.kind)

    def _report(
        self,
        telling: Telling,
        act: str,
        status: Status,
        kind: Kind,
        attribution: Attribution,
        when: When,
        where: Place | None,
        source: int | None,
        target: int | None,
        first: int,
        last: int,
    ) -> Report:
        tree, article = self.tree, self.article
        s = self.mentions[source] if source is not None else None
        t = self.mentions[target] if target is not None else None
        start, end = tree.start[telling.words[0]], tree.end[telling.words[-1]]
        known = acts()[act]
        confidence = telling.score
        confidence *= (s.score if s else HALF) ** 0.5 * (t.score if t else HALF) ** 0.5
        if s is None or t is None:
            confidence *= HALF
        if status is not Status.ACTUAL:
            confidence *= HEDGED
        why = telling.why
        if act != telling.act:
            why = f"{why}; announced {telling.act} is {act}"
        if telling.mood.why:
            why = f"{why}; {', '.join(telling.mood.why)}"
        missing = [side for side, mention in (("source", s), ("target", t)) if mention is None]
        if missing:
            why = f"{why}; no {' and no '.join(missing)} found"
        stop = last
        while stop > first + 1 and not tree.text[stop - 1].strip():
            stop -= 1
        role = article.role_at(start)
        return Report(
            id=fingerprint("R", article.id, start, act, s.id if s else None, t.id if t else None),
            article=article.id,
            role=role if role in (Role.TITLE, Role.BODY) else Role.BODY,
            sentence_start=tree.start[first],
            sentence_end=tree.end[stop - 1],
            source=s.state if s else None,
            source_sector=s.sector if s else None,
            source_name=s.name if s else None,
            source_mention=s.id if s else None,
            target=t.state if t else None,
            target_sector=t.sector if t else None,
            target_name=t.name if t else None,
            target_mention=t.id if t else None,
            act=act,
            mode=telling.mode if act == telling.act else None,
            quad=known.quad,
            cameo="|".join(known.cameo),
            intensity=known.intensity,
            contexts=contexts_of(act, zip(tree.lemma[first:stop], tree.pos[first:stop], strict=True)),
            reciprocal=telling.reciprocal and s is not None and t is not None,
            status=status,
            kind=kind,
            voice=attribution.voice,
            said_by=attribution.said_by,
            said_by_state=attribution.state,
            day=when.day,
            day_precision=when.precision,
            day_why=when.why,
            place=where.name if where else None,
            place_state=where.state if where else None,
            latitude=where.latitude if where else None,
            longitude=where.longitude if where else None,
            place_why=where.why if where else None,
            trigger=article.text[start:end],
            trigger_start=start,
            trigger_end=end,
            confidence=round(min(max(confidence, 0.0), 1.0), 4),
            why=why,
        )


def _standing(telling: Telling) -> tuple[str, Status, Kind]:
    """Act, status and kind after what the clause says of it."""
    act, mood = telling.act, telling.mood
    kind = Kind.OPINION if telling.opinion else Kind.REPORT
    if mood.prediction:
        return act, Status.FUTURE, Kind.PREDICTION if kind is Kind.REPORT else kind
    if mood.foreseen and kind is Kind.REPORT:
        kind = Kind.PREDICTION
    if mood.modal or (mood.tried and act not in ATTEMPTED):
        return act, Status.HYPOTHETICAL, kind
    if mood.future and not telling.announced:
        act, status = announced(act, negated=mood.negated)
        return act, Status(status), kind
    if mood.purpose and act != "PROTEST":  # "burned flags to protest": the burning is the protest
        return act, Status.HYPOTHETICAL, kind
    if mood.negated:
        return act, Status.NEGATED, kind
    return act, Status.ACTUAL, kind
