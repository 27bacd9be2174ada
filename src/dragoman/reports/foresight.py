"""Is it a prediction? What somebody who is not the actor says the actor will do, and what an author prophesies.

"Ruritania will visit" by Ruritania's own word is an announcement; said by an analyst, by another state or with "sooner or later"
it is a prediction. What is foretold of a relation without an act ("their partnership will erode") is told as a prediction too.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.data import table
from dragoman.records import Voice
from dragoman.reports.clauses import Telling
from dragoman.reports.status import Hedges, mood_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.records import Mention
    from dragoman.reports.attribution import Attribution
    from dragoman.reports.frames import Places, Tree

__all__ = ["foreseen", "foretold"]

MAYBE: Final = frozenset({"may", "might", "could"})
PARTLY: Final = frozenset({"he", "she", "it", "they", "who", "we", "i"})  # speakers that a word alone does not tell
OWN: Final = frozenset({"we", "i"})
WOULD: Final = frozenset({"would", "'d", "’d"})
SCORE: Final = 0.3  # confidence of a prediction about a relation that names no act; our choice
_STANDING: Final = re.compile(r"\balways\b|\b(?:is|are) and will\b", re.IGNORECASE)  # what holds already is a verdict
_WORD = re.compile(r"[\w-]+")


def foreseen(  # noqa: PLR0911 - one return a case
    hedges: Hedges, telling: Telling, attribution: Attribution, sources: Sequence[Mention], text: str
) -> Telling:
    """A telling that turns out to be a prediction, by its speaker or by the author's words.

    Args:
        hedges: words of prophecy, and people whose trade it is.
        telling: an act with its mood.
        attribution: in whose words it is told.
        sources: who acts.
        text: the sentence.
    """
    mood = telling.mood
    if telling.opinion and (mood.future or mood.prediction) and not mood.negated and not _STANDING.search(text):
        return replace(telling, opinion=False, mood=mood.also("in a figure of speech", prediction=True))
    if mood.prediction or telling.opinion or not (mood.future or mood.modal):
        return telling
    told = mood.future or (mood.modal and set(mood.why) <= WOULD)
    if told and attribution.voice is Voice.PARAPHRASE and (attribution.said_by or "").lower() in OWN:
        return replace(telling, mood=mood.also("the author's own", prediction=True))
    by = _foreseer(hedges, attribution, sources)
    if mood.modal:
        if by and by != "state" and any(w in MAYBE | WOULD for w in mood.why):
            return replace(telling, mood=mood.also("a foreseer's", foreseen=True))
        return telling
    if by:
        return replace(telling, mood=mood.also(f"said by {attribution.said_by}", prediction=True))
    if phrase := _prophecy().search(text):
        own = attribution.said_by is None or attribution.said_by.lower() in OWN
        if own or not _speaks_for_itself(attribution, sources):
            return replace(telling, mood=mood.also(phrase.group().lower(), prediction=True))
    return telling


def _foreseer(hedges: Hedges, attribution: Attribution, sources: Sequence[Mention]) -> str:
    """Why a speaker foresees rather than announces: "trade", "state", or "" where they speak of themselves."""
    said_by = (attribution.said_by or "").lower()
    if not said_by or said_by in PARTLY:
        return ""
    words = _WORD.findall(said_by)
    if attribution.sector == "EDU" or any(
        hedges.has("foreseer", "noun", w) or hedges.has("foreseer", "noun", w.removesuffix("s")) for w in words
    ):
        return "trade"
    if attribution.sector == "JRN":
        return ""  # a paper or agency passes on what others announced
    states = {m.state for m in sources if m.state}
    if attribution.state and states and attribution.state not in states:
        return "state"
    return ""


def _speaks_for_itself(attribution: Attribution, sources: Sequence[Mention]) -> bool:
    return attribution.state is not None and attribution.state in {m.state for m in sources}


@cache
def _prophecy() -> re.Pattern[str]:
    cues = [r["cue"] for r in table("hedges") if r["kind"] == "prophecy"]
    return re.compile(r"\b(?:" + "|".join(re.escape(c) for c in cues) + r")\b", re.IGNORECASE)


@cache
def _turns() -> dict[str, str]:
    return {r["cue"]: r["direction"] for r in table("turns")}


def foretold(
    tree: Tree, places: Places, hedges: Hedges, told: Sequence[Telling], first: int, last: int
) -> list[Telling]:
    """What is foretold of a relation without an act: "Ruritania's partnership with Graustark will eventually erode".

    It is given as a telling of the one or two actors, to worsen (SANCTION: what reduces relations) or to improve (SUPPORT).

    Args:
        tree: of the article.
        places: its mentions.
        hedges: words of prediction.
        told: what triggers tell of the sentence already.
        first: index of the sentence's first word.
        last: one past its last.
    Reference:
        PLOVER 2021, SANCTION ("reductions in existing, routine, or cooperative relations"); the choice of SUPPORT is ours.
    """
    turns, found = _turns(), []
    anchors = {t.anchor for t in told}
    for verb in range(first, last):
        telling = tree.pos[verb] == "VERB" or tree.kids(verb, "aux")
        direction = (turns.get(tree.lemma[verb]) or turns.get(tree.lower[verb])) if telling else None
        if direction is None or verb in anchors:
            continue
        mood = mood_of(tree, hedges, verb)
        if not (mood.future or mood.prediction) or mood.negated:
            continue
        pair = _pair(tree, places, verb, first, last)
        if not pair:
            continue
        alone = len(pair) == 1 and any(pair[0] in places.at(w) for w in tree.subtree(verb) if w > verb)
        found.append(
            Telling(
                "SUPPORT" if direction == "+" else "SANCTION",
                None,
                () if alone else (pair[0],),
                (pair[0],) if alone else tuple(pair[1:]),
                False,
                verb,
                (verb,),
                SCORE,
                mood.also(tree.lower[verb], prediction=True, future=True),
                f"{tree.text[verb]!r} foretells a turn of the relation; no act is told",
            )
        )
    return found


def _pair(tree: Tree, places: Places, verb: int, first: int, last: int) -> list[int]:
    """Of whom a turn is foretold: who stands in the subject, then another, behind the verb where there is one.

    A subject that names nobody ("This [the Graustarkian partnership] will echo in Ruritania") leaves it to the clause.
    """
    subject = [m for s in tree.subject(verb) for w in tree.subtree(s) for m in places.at(w)]
    clause = set(tree.subtree(verb))
    inside = [m for w in sorted(clause) for m in places.at(w)]
    anyone = [m for w in range(first, last) for m in places.at(w)]
    named = list(dict.fromkeys([*subject, *inside] or anyone))
    if not named:
        return []
    behind = [m for w in sorted(clause) if w > verb for m in places.at(w)]
    others = places.others([*(m for m in named if m in behind), *named[1:]], named[:1])
    return [named[0], *(m for m in others if not places.of_one_state(m, named[0]))][:2]
