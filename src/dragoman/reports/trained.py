"""The trained coder: the rules with a small network beside them, each checking the other.

One pass of the network over a sentence scores every ordered pair of its actors. Where rules and network agree, the
report is surer; where the network sees an act that no rule tells, a report is made of it, dated and attributed by the
same rules; where the network is sure that a pair does nothing, the rule's report falls. Each report says so in `why`.

A sentence goes to the network only if it names two actors who surely differ, or if the rules tell something of a pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from dragoman.records import Kind, Report, Role, Status
from dragoman.reports.bystanders import bystanders, telling_word
from dragoman.reports.clauses import Telling
from dragoman.reports.frames import Tree
from dragoman.reports.ontology import acts
from dragoman.reports.rules import HISTORICAL_DAYS, RuleCoder
from dragoman.reports.status import Mood, mood_of, noun_mood

if TYPE_CHECKING:
    from dragoman.parsing import Parsed
    from dragoman.records import Mention
    from dragoman.reports.model import ActModel, PairScores
    from dragoman.reports.rules import Task

__all__ = ["Sentence", "TrainedCoder"]

TOLD_AS_DONE: Final = frozenset({Status.ACTUAL, Status.HISTORICAL})
# Modes that a rule reads from a weapon and the place it goes to: "launched drones at"; the network takes some for a show of
# force.
FIRM: Final = frozenset({"heavy-weapons"})
INTENDED: Final = " (intend): "  # so a rule says that an act was announced, arranged or aimed at, and not done
COMPLEMENTS: Final = frozenset({"dobj", "obj", "xcomp", "ccomp", "nsubjpass"})
ANNOUNCING: Final = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE", "SUPPORT"})  # done by a word alone
MOST_ACTORS: Final = 8  # of one sentence that are paired: more are a list
# Swept on held-out training sentences, end to end with our own mentions (training/join.py). The first trades precision
# for recall (F1 0.62 at 0.5, 0.58 at 0.75), and the surer end was taken, as reports of whole news articles asked for it; the
# second is the best; so is 0.70 for the third by a hair, but it loses reports of the merging gold. Sweep again with a new model.
ADDED_FROM: Final = 0.78  # chance of an act from which the network alone makes a report
# Within one state names are less sure and acts weaker: below this 9 of 12 such reports were wrong in 127 articles of news
# read for it; swept 0.78-0.90 on the gold of reports.
ADDED_AT_HOME_FROM: Final = 0.86
CHANGED_FROM: Final = 0.70  # chance of another act from which the network's act replaces the rule's
UNSEEN_ACT: Final = 0.05  # chance of the rule's act up to which the network surely reads it otherwise
CHANGED_WHERE_UNSEEN: Final = (
    0.5  # chance of another act, of another quad class, from which it then replaces the rule's
)
DROPPED_FROM: Final = 0.85  # chance of no act from which the rule's report falls
HISTORY_DROPPED_FROM: Final = 0.95  # the same of an act told as history; our choice

SURE_ALONE: Final = 0.5  # confidence, with that in its actors, that a report of the network alone needs
GUESSED: Final = "the only other actor"  # so a rule says that it took the target for want of another
GUESSED_FROM: Final = 0.5  # chance of the act from which such a guess stands
GUESS: Final = 0.3  # score of an actor that is but a guess, such as "he" for one of several; our choice
FAINT: Final = 0.30  # joint confidence below which a report of the present falls; our choice
NOTHING: Final = 0.1  # chance of no act below which the network surely sees some act; our choice
UNSEEN: Final = 0.12  # chance below which the network sees nothing of an act that the rules tell as past; our choice
KEPT_FROM: Final = 0.35  # joint confidence below which a rule's report falls if the network rather sees no act


class TrainedCoder:
    """Rules and network. Load it once with `TrainedCoder.load()`."""

    def __init__(self, rules: RuleCoder, model: ActModel) -> None:
        self._rules = rules
        self.model = model
        # what the last article gave, by its text and mentions; no parse is held, since it dies with its words
        self._last: _Scored | None = None
        self.version: str = f"{rules.version}+{model.version}"

    @classmethod
    def load(cls, historical_days: int = HISTORICAL_DAYS, *, threads: int = 1) -> TrainedCoder:
        """Read the tables and the network of the package.

        Args:
            historical_days: an act told as older than this before its article's day is historical.
            threads: sentences that the network reads at once.
        Raises:
            DataError: if a table or the network is missing or damaged.
        """
        from dragoman.reports.model import ActModel

        return cls(RuleCoder.load(historical_days), ActModel.load(threads=threads))

    def code(self, parsed: Parsed, mentions: Sequence[Mention]) -> tuple[Report, ...]:
        """The reports of one article, in text order."""
        told = self._rules.code(parsed, mentions)
        if not mentions:
            return told
        task = self._rules.task(parsed, mentions)
        asked = frozenset((r.source_mention, r.target_mention) for r in told if r.source_mention and r.target_mention)
        places, scores = self.scored(parsed, mentions, task.tree, asked | {(t, s) for s, t in asked})
        seen = {
            (mentions[p.actors[s]].id, mentions[p.actors[t]].id): score
            for p, row in zip(places, scores, strict=True)
            for (s, t), score in zip(p.pairs, row, strict=True)
            if score is not None
        }
        by_rules: dict[tuple[int, str | None, str | None], set[str]] = {}
        for r in told:
            by_rules.setdefault((r.sentence_start, r.source, r.target), set()).add(r.act)
        named = {m.id: m.score for m in mentions}
        kept = [
            r
            for report in told
            for r in self._checked(report, seen, by_rules[report.sentence_start, report.source, report.target], named)
        ]
        known = {
            (
                r.sentence_start,
                (r.source, r.source_sector if r.source is None else None),
                (r.target, r.target_sector if r.target is None else None),
            )
            for r in kept
        }
        acts_told = {(r.sentence_start, r.act) for r in kept}
        halves = {
            (r.sentence_start, r.act, r.source_mention, r.target_mention)
            for r in kept
            if (r.source_mention is None) != (r.target_mention is None)
        }
        for place, row in zip(places, scores, strict=True):
            kept += self._added(task, place, row, known, acts_told, halves)
        unique = {r.id: r for r in kept}
        return tuple(sorted(unique.values(), key=lambda r: (r.trigger_start, r.act, r.id)))

    def scored(
        self,
        parsed: Parsed,
        mentions: Sequence[Mention],
        tree: Tree | None = None,
        told: frozenset[tuple[str | None, str | None]] = frozenset(),
    ) -> tuple[list[Sentence], list[list[PairScores | None]]]:
        """What the network says of the sentences of an article; the last article is remembered.

        Args:
            parsed: the article with its parse.
            mentions: its actors.
            tree: its syntax, if it is laid out already.
            told: ids of source and target of which the rules tell something: these pairs are scored in any case.
        Returns:
            Sentences that went through the network, and for each the scores of its pairs.
        """
        asked = (parsed.article.text, *(m.id for m in mentions))
        if self._last is not None and self._last[0] == asked and told <= self._last[1]:
            return self._last[2]
        places = _sentences(tree or Tree(parsed.doc), mentions, told)
        scores = self.model.score(
            [parsed.article.text[p.start : p.end] for p in places],
            [[(mentions[m].start - p.start, mentions[m].end - p.start) for m in p.actors] for p in places],
            [p.pairs for p in places],
        )
        self._last = asked, told, (places, scores)
        return places, scores

    def _checked(
        self,
        report: Report,
        seen: dict[tuple[str, str], PairScores],
        by_rules: set[str],
        named: dict[str, float],
    ) -> Iterator[Report]:
        """A rule's report after the network was asked about its pair.

        Args:
            report: of the rules.
            seen: what the network says, by the ids of source and target.
            by_rules: acts that the rules tell of this pair in this sentence.
            named: score of each mention: the network cannot know whether a name was resolved rightly.
        """
        score = seen.get((report.source_mention or "", report.target_mention or ""))
        back = seen.get((report.target_mention or "", report.source_mention or "")) if report.reciprocal else None
        if score is not None and back is not None:  # one act done jointly: both directions say the same
            score = replace(score, acts=((score.acts + back.acts) / 2).astype(score.acts.dtype))
        if score is None or report.kind is not Kind.REPORT or report.status not in TOLD_AS_DONE:
            yield report
            return
        sure = (named[str(report.source_mention)] * named[str(report.target_mention)]) ** 0.5
        none, own = float(score.acts[0]), float(score.acts[self.model.acts.index(report.act)])
        best = int(score.acts[1:].argmax()) + 1
        act, chance = self.model.acts[best], float(score.acts[best])
        past = (
            report.status is Status.HISTORICAL
        )  # moves no level, and is told in few words: there the rule weighs more
        if none >= (HISTORY_DROPPED_FROM if past else DROPPED_FROM) or (own < GUESSED_FROM and GUESSED in report.why):
            return
        firm = report.mode in FIRM or (INTENDED in report.why and report.status is Status.ACTUAL)
        unseen = own <= UNSEEN_ACT and acts()[act].quad != report.quad
        least = CHANGED_WHERE_UNSEEN if unseen else CHANGED_FROM
        if act not in by_rules and chance >= least and not firm:
            known = acts()[act]
            yield replace(
                report,
                act=act,
                quad=known.quad,
                cameo="|".join(known.cameo),
                intensity=known.intensity,
                mode=None,
                confidence=round(chance * sure, 4),
                why=f"{report.why}; the network reads {act} ({chance:.2f}) instead of {report.act} ({own:.2f})",
            )
            return
        joint = _joint(report.confidence, own * sure)
        fired = report.mode in FIRM and none < NOTHING  # the network doubts which act it is, and not that it is one
        if not past and not fired and (joint < FAINT or (joint < KEPT_FROM and own < none)):
            return
        if past and joint < FAINT and own < UNSEEN:
            return
        if joint < SURE_ALONE and min(named[str(report.source_mention)], named[str(report.target_mention)]) < GUESS:
            return
        yield replace(
            report, confidence=round(joint, 4), why=f"{report.why}; network {report.act} {own:.2f}, none {none:.2f}"
        )

    def _added(
        self,
        task: Task,
        place: Sentence,
        row: Sequence[PairScores | None],
        known: set[tuple[int, _Actor, _Actor]],
        acts_told: set[tuple[int, str]],
        halves: set[tuple[int, str, str | None, str | None]],
    ) -> Iterator[Report]:
        """Reports that only the network sees, the surest pair of each two actors.

        Args:
            task: the article laid out.
            place: one sentence of it.
            row: scores of its pairs.
            known: first character of a sentence and the actors of which a report tells something.
            acts_told: first character of a sentence and an act that a report of it tells: an actor without a state that
                the network sees beside it adds nothing.
            halves: first character of a sentence, act, source and target of reports of which the rules found one end only.
        """
        best: dict[tuple[_Actor, _Actor], tuple[float, int, int, str, PairScores]] = {}
        for (s, t), score in zip(place.pairs, row, strict=True):
            if score is None or not _differ(task.mentions[place.actors[s]], task.mentions[place.actors[t]]):
                continue
            number = int(score.acts[1:].argmax()) + 1
            chance = float(score.acts[number])
            source, target = place.actors[s], place.actors[t]
            act, ids = self.model.acts[number], (task.mentions[source].id, task.mentions[target].id)
            half_told = {(place.start, act, ids[0], None), (place.start, act, None, ids[1])} & halves
            if bystanders(task, source, target, act, half_told=bool(half_told)):
                continue
            who = (_actor(task.mentions[source]), _actor(task.mentions[target]))
            least = ADDED_AT_HOME_FROM if who[0][0] is not None and who[0][0] == who[1][0] else ADDED_FROM
            if chance >= least and (who not in best or chance > best[who][0]):
                best[who] = (chance, source, target, self.model.acts[number], score)
        for who, (chance, source, target, act, score) in sorted(best.items(), key=lambda b: str(b[0])):
            if (place.start, *who) in known or (None in (who[0][0], who[1][0]) and (place.start, act) in acts_told):
                continue
            status = self.model.statuses[int(score.statuses.argmax())]
            mode = self.model.modes[int(score.modes.argmax())] or None
            anchor = telling_word(task, task.word_of(source), task.word_of(target))
            mood = _mood(task, anchor, act, status)
            telling = Telling(
                act=act,
                mode=mode,
                sources=(source,),
                targets=(target,),
                reciprocal=False,
                anchor=anchor,
                words=(anchor,),
                score=chance,
                mood=mood,
                why=f"network {act} {chance:.2f}; no rule tells it",
                announced=True,
            )
            telling = next(iter(task.weighed((telling,), place.first, place.last)), telling)
            for report in task.reports(telling, place.first, place.last):
                if report.confidence < SURE_ALONE:
                    continue
                history = status == "historical" and report.status is Status.ACTUAL
                yield replace(report, status=Status.HISTORICAL) if history else report


def _mood(task: Task, anchor: int, act: str, status: str) -> Mood:
    """The mood of an act that only the network sees: what it says itself, and what the words around the act say.

    That something "will" be done is in the network's act already: it reads an announcement as AGREE or THREATEN.
    """
    tree = task.tree
    said = mood_of(tree, task.hedges, anchor) if tree.is_verb(anchor) else noun_mood(tree, task.hedges, anchor, None)
    meant = act not in ANNOUNCING and any(
        tree.is_verb(word) and task.hedges.verb("intend", tree, word) for word in _operators(tree, anchor)
    )
    negated = said.negated and not said.future
    return Mood(
        negated=negated or status == "negated",
        modal=said.modal or meant or status == "hypothetical",
        prediction=said.prediction,
        future=said.future,
        why=(f"network: {status}", *said.why),
    )


def _operators(tree: Tree, anchor: int) -> Iterator[int]:
    """Words that may only mean an act: itself, its clause's verbs below, and those of which it is the complement."""
    yield anchor
    below = tree.kids(anchor, "xcomp")
    while below:
        yield below[0]
        below = tree.kids(below[0], "xcomp")
    for under, word in pairwise(tree.chain(anchor)):
        if tree.dep[under] not in COMPLEMENTS:
            return
        yield word


_Scored = tuple[
    tuple[str, ...],
    frozenset[tuple[str | None, str | None]],
    tuple[list["Sentence"], list[list["PairScores | None"]]],
]
_Actor = tuple[str | None, str | None]


def _actor(mention: Mention) -> _Actor:
    """Who acts, as far as one report each is enough: a state, or a sector of none."""
    return mention.state, mention.sector if mention.state is None else None


class Sentence:
    """A sentence with the pairs of its actors to be scored.

    Attributes:
        first: number of its first word.
        last: number of the word behind its last.
        start: its first character.
        end: one past its last character.
        actors: numbers of its mentions.
        pairs: places in `actors`: source, target.
    """

    __slots__ = ("actors", "end", "first", "last", "pairs", "start")

    def __init__(
        self, first: int, last: int, start: int, end: int, actors: list[int], pairs: list[tuple[int, int]]
    ) -> None:
        self.first, self.last, self.start, self.end, self.actors, self.pairs = first, last, start, end, actors, pairs


def _sentences(
    tree: Tree, mentions: Sequence[Mention], told: frozenset[tuple[str | None, str | None]]
) -> list[Sentence]:
    """Sentences worth a pass: those that name two actors who surely differ, or of which the rules tell a pair."""
    found = []
    for first, last in tree.sentences:
        start, end = tree.start[first], tree.end[last - 1]
        actors = [
            i
            for i, m in enumerate(mentions)
            if (m.state or m.sector or m.name)
            and start <= m.start
            and m.end <= end
            and m.role in (Role.TITLE, Role.BODY)
        ][:MOST_ACTORS]
        pairs = [
            (s, t)
            for s, a in enumerate(actors)
            for t, b in enumerate(actors)
            if _differ(mentions[a], mentions[b])
            or ((mentions[a].id, mentions[b].id) in told and _apart(mentions[a], mentions[b]))
        ]
        if pairs:
            found.append(Sentence(first, last, start, end, actors, pairs))
    return found


def _apart(one: Mention, other: Mention) -> bool:
    """Whether two mentions are not the same words of the same actor."""
    overlap = one.start < other.end and other.start < one.end
    return (one.state, one.sector) != (other.state, other.sector) and not (overlap and one.state == other.state)


def _differ(one: Mention, other: Mention) -> bool:
    """Whether two mentions are surely two actors: other states, or other sectors of one, and not the same words."""
    if one.start < other.end and other.start < one.end and one.state == other.state:
        return False
    if one.state != other.state:
        return True
    return one.sector != other.sector and None not in (one.sector, other.sector)


def _joint(one: float, other: float) -> float:
    """Confidence of two coders that agree, as if they erred independently half of the time.

    Reference:
        None; our choice: the mean of the surer one and the noisy-or of both.
    """
    either = 1 - (1 - one) * (1 - other)
    return (max(one, other) + either) / 2 if other >= 0.5 else (one + other) / 2
