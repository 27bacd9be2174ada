"""Forecast, intention or appointment? What the speaker does not decide is a forecast.

One rule, in this order; words by class are rows of `data/deeds.csv`:

1. **Appointment** ("schedule"): a date in a calendar, told without doubt. "Scheduled", "slated", "due"; or "will", "is to",
   "is expected to" of a meeting, vote, visit or session with a day or date; or of a vote or session that is held,
   begins or ends.
2. **Intention**: what those who can carry it out announce, promise, threaten or plan.
   a. The words are of planning, promising or threatening. Who plans is the holder, whoever tells it.
   b. "Will", "would", "is going to", said by the one who acts ("we will sign", "the minister said he would sign", Paris
      of France), unless one does not do it but undergoes it ("we will win").
   c. "Will" or "is to" without a speaker and without doubt, of an office or officer and a deed of administration
      ("the ministry will publish a list"): an announcement.
3. **Forecast**: everything else that is told of what is to come.

Reference: None; our choice. The issue of who can decide is the one that speech-act theory draws between commissives and
assertives (Searle 1976, Language in Society 5(1)).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.data import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.claims.holders import Holder
    from dragoman.claims.outlooks import Outlook
    from dragoman.records import Mention
    from dragoman.reports import Places, Tree

__all__ = ["FORECAST", "INTENTION", "SCHEDULE", "acts_oneself", "kind_of"]

FORECAST: Final = "forecast"
INTENTION: Final = "intention"
SCHEDULE: Final = "schedule"
SURE: Final = frozenset({"will", "would", "going to", "is to", "scheduled", "expect"})  # told without doubt
BALD: Final = frozenset({"will", "would", "going to", "is to"})
CALENDAR: Final = frozenset({"scheduled", "slated", "due"})
ONESELF: Final = frozenset({"i", "we"})
SPOKEN_OF: Final = frozenset({"he", "she", "they", "it"})
ORGANS: Final = frozenset(["GOV", "MIL", "LEG", "JUD", "COP", "SPY", "IGO", "ELI", "PTY", "OPP"])
OBSERVERS: Final = frozenset({"analyst", "outlet", "author"})
_DAY: Final = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tonight|tomorrow|next\s(?:week|weekend|month|year|spring|summer|autumn"
    r"|fall|winter)|later\sthis|this\s(?:week|weekend|month|afternoon|evening|year)|january|february|march|april|june|july|august"
    r"|september|october|november|december|(?:in|on|of|until|from)\smay\b(?!\s(?:have|be))|may\s\d{1,2}|\d{1,2}(?:st|nd|rd|th)"
    r"|in\s(?:\d+|two|three|four|five|six|seven|ten|a|one)\s(?:days?|weeks?)|in\s20\d\d|at\s\d{1,2}(?::\d\d)?\s?[ap]\.?m)\b",
    re.IGNORECASE,
)


def kind_of(
    tree: Tree,
    places: Places,
    mentions: Sequence[Mention],
    outlook: Outlook,
    holder: Holder,
    *,
    clause: str,
    told: bool,
    turn: bool,
) -> tuple[str, str]:
    """The kind of a claim, and why.

    Args:
        tree: of the article.
        places: its mentions over the tree.
        mentions: of the article.
        outlook: what is looked ahead to.
        holder: who says so.
        clause: its words.
        told: whether somebody is quoted for it.
        turn: whether a relation is said to turn, which no side decides alone.
    """
    if outlook.kind == FORECAST and _appointed(tree, outlook, clause):
        return SCHEDULE, "a date in a calendar"
    if outlook.kind == INTENTION:
        return INTENTION, "words of planning, promising or threatening"
    if outlook.force not in BALD or turn or _undergone(tree, outlook):
        return FORECAST, "the speaker does not decide it"
    if told and holder.kind not in ("author", "outlet") and acts_oneself(tree, places, mentions, outlook, holder):
        return INTENTION, "said by the one who acts"
    if holder.kind in ("author", "outlet", "official") and _announced(tree, places, mentions, outlook):
        return INTENTION, "a deed of administration, announced"
    return FORECAST, "the speaker does not decide it"


def acts_oneself(
    tree: Tree, places: Places, mentions: Sequence[Mention], outlook: Outlook, holder: Holder
) -> bool:
    """Whether who speaks is who acts: "we", a pronoun that can stand for the speaker, or an actor of the speaker's state."""
    heads = tree.subject(outlook.event) if tree.is_verb(outlook.event) else []
    if any(tree.lower[h] in ONESELF for h in heads):
        return True
    if holder.kind == "analyst":
        return False
    if any(tree.lower[h] in SPOKEN_OF and tree.pos[h] == "PRON" for h in heads):
        return not tree.passive(outlook.event) and not tree.kids(outlook.event, "expl")
    acting = {mentions[m].state for m in places.heads(heads, 1)} - {None}
    if holder.kind == "official" and holder.state in acting:
        return True
    names = {tree.lower[h] for h in heads}
    return bool(names & {w.lower() for w in holder.words.split()[-2:]})


def _appointed(tree: Tree, outlook: Outlook, clause: str) -> bool:
    if outlook.force not in SURE:
        return False
    cue, event = tree.lower[outlook.cue], outlook.event
    if outlook.force == "scheduled" and (cue in CALENDAR or outlook.cue == event):
        return True
    nouns, verbs = _deeds("appointment noun"), _deeds("appointment verb")
    heads = tree.subject(event) if tree.is_verb(event) else [event]
    of_session = any(tree.lemma[h] in nouns or tree.lower[h] in nouns for h in heads)
    held = any(tree.lower[o] in nouns or tree.lemma[o] in nouns for o in tree.kids(event, "dobj", "attr"))
    does = tree.lemma[event] in verbs
    if of_session and (does or (tree.lemma[event] == "be" and _DAY.search(clause))):
        return outlook.force != "expect" or bool(_DAY.search(clause))
    place = tree.lemma[event] == "take" and any(tree.lower[o] == "place" for o in tree.kids(event, "dobj"))
    return (does or held or of_session or place) and bool(_DAY.search(clause))


def _undergone(tree: Tree, outlook: Outlook) -> bool:
    """What one does not do but undergoes: "win", "lose", "suffer"."""
    return tree.lemma[outlook.event] in _deeds("undergone") and not tree.passive(outlook.event)


def _announced(tree: Tree, places: Places, mentions: Sequence[Mention], outlook: Outlook) -> bool:
    event = outlook.event
    if not tree.is_verb(event) or tree.lemma[event] not in _deeds("routine"):
        return False
    if any(tree.lower[a] in ("probably", "likely", "eventually", "surely", "inevitably") for a in tree.kids(event, "advmod")):
        return False
    if tree.kids(event, "advcl") and any(
        tree.lower[m] in ("if", "unless") for c in tree.kids(event, "advcl") for m in tree.kids(c, "mark")
    ):
        return False
    if tree.passive(event):
        return True
    return any(mentions[m].sector in ORGANS for m in places.heads(tree.subject(event), 1))


@cache
def _deeds(of_class: str) -> frozenset[str]:
    return frozenset(r["word"] for r in table("deeds") if r["class"] == of_class)
