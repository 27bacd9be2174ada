"""On what day did an act take place? The expressions of time of its clause and of those that govern it.

What a clause of "after" tells happened before the clause above it: "a day after Turkey shot down the jet" puts the shooting
a day before, and "after Turkey shot it down" some time before, never on the day of the article itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from dragoman.records import Precision, Status
from dragoman.reports.days import (
    COUNT,
    UNIT,
    Expression,
    When,
    counted_back,
    find_expressions,
    resolve,
    shifted,
    without_expression,
)
from dragoman.reports.former import ended

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.records import Article, Mention
    from dragoman.reports.clauses import Telling
    from dragoman.reports.frames import Tree
    from dragoman.reports.status import Hedges

__all__ = ["Timing"]

OTHER_TIMES: Final = frozenset({"until", "till", "before", "after", "since", "because", "although", "though"})
EARLIER: Final = frozenset({"after", "following"})
APART: Final = re.compile(rf"{COUNT.format('n')}\s(?:and\sa\shalf\s)?{UNIT.format('u')}\s$", re.IGNORECASE)
APART_VAGUELY: Final = re.compile(r"\b(?P<u>day|week|month|year|decade|centurie)s\s$", re.IGNORECASE)
LONG_AGO: Final = frozenset({"year", "decade", "centurie"})


ANAPHORIC: Final = frozenset({"later", "apart", "month_that"})  # they count from a day that the text names
VAGUE: Final = frozenset({"vague", "vague_apart", "many_ago"})
ADJECTIVAL: Final = frozenset({"year_of", "owned_year"})
COARSE: Final = {
    "relative": 1,
    "part": 1,
    "ago": 1,
    "rel_month": 1,
    "vague": 2,
}  # of two in one clause the finer one counts
BESIDE = 4  # characters between "after the vote of" and its date


class Timing:
    """The times of one article."""

    def __init__(self, article: Article, tree: Tree, hedges: Hedges, historical: timedelta) -> None:
        """Nothing is looked up yet.

        Args:
            article: whose days count.
            tree: its syntax.
            hedges: which verbs attribute.
            historical: an act told as older than this before the article's day is historical.
        """
        self.article, self.tree, self.hedges, self.historical = article, tree, hedges, historical
        self._expressions: dict[int, tuple[tuple[int, Expression], ...]] = {}
        self._latest: date | None = None
        self._looked = False

    def of_the_past(self, named: Sequence[Mention]) -> When | None:
        """Why an act is history when one of its actors is named by a name that had gone out of use long before."""
        latest = self.article.day or self._latest_named()
        for mention in named:
            gone = ended(mention.text)
            if gone and latest and gone[1] < latest - self.historical:
                why = f"{gone[0]!r} is a name used until {gone[1].isoformat()}; the day of the act is not told"
                return When(None, Precision.UNKNOWN, why)
        return None

    def when(  # noqa: PLR0911 - one return a case, in the order in which they are asked
        self, telling: Telling, act: str, status: Status, first: int, last: int
    ) -> tuple[When, bool]:
        """The day of the act, and whether it lies so far back that the act is history."""
        article = self.article
        expression, own = self._expression(telling.anchor, first, last)
        published = without_expression(article.day, article.day_precision)
        if (expression is None or not own) and (earlier := self._earlier(telling.anchor, expression)):
            return earlier, earlier.old or self._is_old(earlier)
        if (expression is None or not own) and self._since(telling.anchor):
            return When(None, Precision.UNKNOWN, "'since' tells that it was earlier; the day itself is not told"), False
        if expression is None and status is Status.FUTURE:
            return When(None, Precision.UNKNOWN, "what is foretold; its day is not told"), False
        if expression is None and status is Status.HYPOTHETICAL:
            return When(None, Precision.UNKNOWN, "what may be, or might have been; its day is not told"), False
        if expression is None:
            return published, False
        if act != telling.act or (telling.mood.future and status is Status.ACTUAL):
            why = f"announced: {expression.words!r} dates what is announced"
            saying = self._of_saying(telling.anchor, expression, first, last)
            return replace(saying or published, why=f"{why}; {(saying or published).why}"), False
        when = self._resolved(expression, first, last, future=status is Status.FUTURE or telling.mood.future)
        old = when.old or self._is_old(when)
        if own:
            return when, old
        if ends := self._ends_span(telling.anchor, expression):
            return ends, self._is_old(ends)
        if old:
            why = f"{expression.words!r} dates the clause above; the day of the act itself is not told"
            return When(None, Precision.UNKNOWN, why), True
        return published, False

    def _resolved(self, expression: Expression, first: int, last: int, *, future: bool) -> When:
        """The day of an expression; of "two days later" and "two weeks after the summit" by the day from which it counts."""
        article = self.article
        if expression.kind in ANAPHORIC:
            base = self._base(expression, first, last)
            if base is not None:
                found = shifted(expression, base)
                return found if found.day else replace(found, old=found.old or self._is_old(base))
        if expression.kind == "ago" and expression.words.lower().endswith(("earlier", "before")):
            told = self._of_sentence_before(first)
            if (
                told is not None and told.day is not None and self._is_old(told)
            ):  # "In 1986 ... . Three years earlier ..."
                return counted_back(
                    expression.words, expression.fact("ago_n") or "", expression.fact("ago_u") or "", told.day
                )
        return resolve(expression, article.day, future=future)

    def _base(self, expression: Expression, first: int, last: int) -> When | None:
        """The day from which an expression counts: the date next to it in its sentence, or that of the noun it names."""
        tree = self.tree
        found = find_expressions(self.article.text, tree.start[first], tree.end[last - 1])
        others = [e for e in found if e.kind not in ANAPHORIC and e.kind not in VAGUE]
        if expression.kind == "apart":
            near = [e for e in others if 0 <= e.start - expression.end <= BESIDE]
            if near:
                return resolve(near[0], self.article.day)
            return self._of_noun((expression.fact("ap_e") or "").split()[-1].lower(), first)
        before = [e for e in others if e.end <= expression.start]
        if before:
            return resolve(before[-1], self.article.day)
        return self._of_sentence_before(first)

    def _of_sentence_before(self, first: int) -> When | None:
        """The day of the sentence before in the same paragraph, as in "In 1999 ... . In June of that year ...", if it tells but one."""
        tree = self.tree
        number = tree.sent[first]
        if not number:
            return None
        start, end = tree.sentences[number - 1]
        if "\n\n" in self.article.text[tree.start[start] : tree.start[first]]:
            return None
        found = find_expressions(self.article.text, tree.start[start], tree.end[end - 1])
        days = [w for e in found if e.kind not in ANAPHORIC | VAGUE and (w := resolve(e, self.article.day)).day]
        return days[0] if len({d.day for d in days}) == 1 else None

    def _of_noun(self, noun: str, first: int) -> When | None:
        """The day that an earlier sentence gives to an event, as in "The summit was held on 3 March"."""
        tree = self.tree
        for start, end in tree.sentences:
            if start >= first:
                return None
            if noun not in tree.lower[start:end]:
                continue
            for word, e in self._located(start, end):
                clause = tree.clause_of(word)
                at = [i for i in range(start, end) if tree.lower[i] == noun]
                if e.kind not in ANAPHORIC and any(tree.clause_of(i) == clause for i in at):
                    found = resolve(e, self.article.day)
                    if found.day is not None:
                        return found
        return None

    def _of_saying(self, anchor: int, announced: Expression, first: int, last: int) -> When | None:
        """The day on which what is announced was said: "will meet in May, the ministry announced on Monday"."""
        tree = self.tree
        saying = next((n for n in tree.chain(anchor)[1:] if tree.is_verb(n) and self._says(n)), None)
        for word, e in self._located(first, last):
            if (
                saying is not None
                and e is not announced
                and tree.clause_of(word) == saying
                and e.kind not in ANAPHORIC | VAGUE
            ):
                return resolve(e, self.article.day)
        return None

    def _says(self, verb: int) -> bool:
        return self.hedges.verb("attribution", self.tree, verb) or self.tree.lemma[verb] in ("announce", "confirm")

    def _is_old(self, when: When) -> bool:
        latest = self.article.day or self._latest_named()
        if when.day is None or latest is None:
            return False
        return _last_day(when.day, when.precision) < latest - self.historical

    def _latest_named(self) -> date | None:
        """Without a day of its own an article is no older than the latest full year, month or day it names."""
        if not self._looked:
            self._looked = True
            days = [w.day for e in find_expressions(self.article.text) if (w := resolve(e, None)).day is not None]
            self._latest = max((d for d in days if d), default=None)
        return self._latest

    def _expression(self, anchor: int, first: int, last: int) -> tuple[Expression | None, bool]:
        """The expression of time nearest to an act, in its own clause or in those that govern it.

        Returns:
            The expression, and whether it dates the act itself: "fell, until ..." does not date what follows "until".
        """
        tree = self.tree
        located = self._located(first, last)
        if not located:
            return None, False
        reach, own = self._governing(anchor)
        best: tuple[tuple[int, int, int], Expression] | None = None
        for word, expression in located:
            clause = tree.clause_of(word)
            if (anchor in tree.chain(word) and (clause == anchor or not tree.is_verb(anchor))) or self._when_clause(
                word, anchor
            ):
                rank = 0
            elif expression.kind in ADJECTIVAL:
                continue  # "the 2008 war" dates the war alone
            elif clause in reach:
                rank = reach.index(clause)
            else:
                continue
            key = (rank, COARSE.get(expression.kind, 0), abs(word - anchor))
            if best is None or key < best[0]:
                best = (key, expression)
        if best is None:
            front = located[0][1]
            said = any(tree.dep[node] == "ccomp" for node in tree.chain(anchor))
            if front.kind in ANAPHORIC | VAGUE and front.start <= tree.start[first] + 1 and not said:
                return front, True  # "Two weeks after the summit ...", whatever the parser makes of it
            return None, False
        return best[1], best[0][0] < own

    def _located(self, first: int, last: int) -> tuple[tuple[int, Expression], ...]:
        """The expressions of a sentence, each with its topmost word."""
        if first not in self._expressions:
            tree, located = self.tree, []
            found = find_expressions(self.article.text, tree.start[first], tree.end[last - 1])
            starts = [e.end for e in found if e.kind == "apart"]
            for e in found:
                if any(0 <= e.start - end <= BESIDE for end in starts):
                    continue  # "four days after the vote of 12 May": the date is the vote's
                words = [i for i in range(first, last) if tree.start[i] < e.end and tree.end[i] > e.start]
                if words:
                    located.append((tree.topmost(words), e))
            self._expressions[first] = tuple(located)
        return self._expressions[first]

    def _when_clause(self, word: int, anchor: int) -> bool:
        """As in "1989, when Ruritania attacked": a clause of "when" that says what happened on a day."""
        tree = self.tree
        return any(
            tree.dep[node] in ("relcl", "advcl", "acl")
            and any(tree.lower[m] == "when" for m in tree.kids(node, "advmod", "mark"))
            and (tree.head[node] == word or word in tree.chain(tree.head[node]))
            for node in tree.chain(anchor)[:3]
        )

    def _ends_span(self, anchor: int, above: Expression) -> When | None:
        """As in "ruled it (1921-1944) until Ruritania attacked": what ends a span of years has its last year."""
        tree = self.tree
        last = above.fact("sp_b") or above.fact("ft_b")
        marks = {tree.lower[m] for node in tree.chain(anchor) for m in tree.kids(node, "mark", "prep", "advmod")}
        if last is None or not marks & {"until", "till"}:
            return None
        first = above.fact("sp_a") or above.fact("ft_a") or ""
        year = int(first[: len(first) - len(last)] + last)
        return When(date(year, 1, 1), Precision.YEAR, f"{above.words!r}: the year in which it ended")

    def _since(self, anchor: int) -> bool:
        """Whether the act stands in a clause of "since": "their first meeting since Turkey shot down a bomber"."""
        tree = self.tree
        verb = next((node for node in tree.chain(anchor) if tree.is_verb(node)), None)
        return verb is not None and any(tree.lower[m] == "since" for m in tree.kids(verb, "mark"))

    def _governing(self, anchor: int) -> tuple[list[int], int]:
        """The verbs whose clause dates an act, nearest first, and how many of them date the act itself."""
        tree = self.tree
        reach, own = [anchor], 99
        for node in tree.chain(anchor)[1:]:
            if not tree.is_verb(node) or tree.dep[node] in ("aux", "auxpass"):
                continue
            if self.hedges.verb("attribution", tree, node):
                break
            if own == 99 and any(tree.lower[m] in OTHER_TIMES for m in tree.kids(reach[-1], "mark", "prep", "advmod")):
                own = len(reach)
            reach.append(node)
        return reach, own

    def _earlier(self, anchor: int, above: Expression | None) -> When | None:
        """The day of an act that a clause of "after" tells: counted back from the clause above, or unknown.

        Args:
            anchor: word that tells the act.
            above: the expression of time of the clause above, if it has one.
        """
        tree = self.tree
        mark = self._mark_of_earlier(anchor)
        if mark is None:
            return None
        base = resolve(above, self.article.day) if above else without_expression(self.article.day, Precision.DAY)
        before = self.article.text[max(0, tree.start[mark] - 40) : tree.start[mark]]
        word = tree.lower[mark]
        if match := APART.search(before):
            if base.day is None:
                return When(None, Precision.UNKNOWN, f"'{match[0]}{word}' counts from a day that is not told")
            return counted_back(f"{match[0]}{word}", match["n"], match["u"], base.day)
        if match := APART_VAGUELY.search(before):
            old = match["u"].lower() in LONG_AGO
            return When(None, Precision.UNKNOWN, f"'{match[0]}{word}' names no day", old)
        if base.day is None or self.article.day is None:
            return None
        why = f"{word!r} tells that it was earlier than {base.day.isoformat()}, if not by how much"
        return When(base.day - timedelta(days=base.day.weekday()), Precision.WEEK, why)

    def _mark_of_earlier(self, anchor: int) -> int | None:
        """The "after" in whose clause a word stands, the nearest."""
        tree = self.tree
        chain = tree.chain(anchor)
        for node in chain:
            for m in tree.kids(node, "mark"):
                if tree.lower[m] in EARLIER and m < anchor:
                    return m
            if tree.lower[node] in EARLIER and tree.dep[node] == "prep" and node < anchor:
                return node
            if self.hedges.verb("attribution", tree, node) and node != anchor:
                return None
        return None


def _last_day(day: date, precision: Precision) -> date:
    """The last day of a period, so that "last year" is not old in January."""
    length = {Precision.WEEK: 6, Precision.MONTH: 30, Precision.YEAR: 365, Precision.DECADE: 3652}
    return day + timedelta(days=length.get(precision, 0))
