"""Forecast, intention or appointment? What the speaker does not decide is a forecast.

One rule, in this order; words by class are rows of `data/deeds.csv`:

1. **Appointment** ("schedule"): a date in a calendar, told without doubt. "Scheduled", "slated", "due"; or "will", "is to",
   "is expected to" of a meeting, vote, visit or session with a day or date; or of a vote or session that is held,
   begins or ends.
2. **Intention**: what those who can carry it out announce, promise, threaten, plan or arrange.
   a. The words are of planning, promising or threatening. Who plans is the holder, whoever tells it.
   b. "Will", "would", "is going to", said by the one who acts ("we will sign", "the minister said he would sign", Paris
      of France), unless one does not do it but undergoes it ("we will win").
   c. What is told under "announced that", "decided that", "promised that"; and "is to", which by grammar is arranged.
   d. "Will" without a speaker and without doubt, of an office or officer and a deed of administration ("the ministry
      will publish a list"), or in the passive ("bills will be introduced"), unless it befalls ("will be hit"). In an
      article that reports, that is, attributes what it says to speakers, also where a state is named by its name alone.
3. **Forecast**: everything else that is told of what is to come.

Reference: None; our choice. The issue of who can decide is the one that speech-act theory draws between commissives and
assertives (Searle 1976, Language in Society 5(1)).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.claims.holders import OFFICES
from dragoman.data import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.claims.holders import Holder
    from dragoman.claims.outlooks import Outlook
    from dragoman.records import Mention
    from dragoman.reports import Places, Tree

__all__ = ["FORECAST", "INTENTION", "SCHEDULE", "acts_oneself", "agent", "kind_of"]

FORECAST: Final = "forecast"
INTENTION: Final = "intention"
SCHEDULE: Final = "schedule"
SURE: Final = frozenset({"will", "would", "going to", "is to", "scheduled", "expect"})  # told without doubt
BALD: Final = frozenset({"will", "would", "going to", "is to"})
CALENDAR: Final = frozenset({"scheduled", "slated", "due"})
WEAK: Final = frozenset({"may", "might", "could"})
OBSERVERS: Final = frozenset({"analyst", "outlet", "author"})
QUOTES: Final = "‘’'“”\""
OWN_STATE: Final = frozenset({"country", "government", "nation", "bloc", "kingdom", "republic"})
ONESELF: Final = frozenset({"i", "we"})
SPOKEN_OF: Final = frozenset({"he", "she", "they", "it"})
ORGANS: Final = frozenset(["GOV", "MIL", "LEG", "JUD", "COP", "SPY", "IGO", "ELI", "PTY", "OPP"])
_DAY: Final = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tonight|tomorrow|next\s(?:week|weekend|month|year|spring|summer|autumn"
    r"|fall|winter)|later\sthis|this\s(?:week|weekend|month|afternoon|evening|year)|january|february|march|april|june|july|august"
    r"|september|october|november|december|(?:in|on|of|until|from)\smay\b(?!\s(?:have|be))|may\s\d{1,2}|\d{1,2}(?:st|nd|rd|th)"
    r"|within\s(?:hours|days|weeks)|in\s(?:\d+|two|three|four|five|six|seven|ten|a|one)\s(?:days?|weeks?)|in\s20\d\d|at\s\d{1,2}(?::\d\d)?\s?[ap]\.?m)\b",
    re.IGNORECASE,
)


def kind_of(  # noqa: C901, PLR0911 - one return a case of the rule
    tree: Tree,
    places: Places,
    mentions: Sequence[Mention],
    outlook: Outlook,
    holder: Holder,
    *,
    clause: str,
    told: bool,
    quoted: bool,
    turn: bool,
    news: bool,
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
        quoted: whether it stands inside quotation marks, where "he" is not who speaks.
        news: whether the article reports, rather than argues: it attributes what it says.
        turn: whether a relation is said to turn, which no side decides alone.
    """
    if outlook.kind == FORECAST and _appointed(tree, outlook, clause):
        return SCHEDULE, "a date in a calendar"
    if outlook.kind == INTENTION:
        if tree.lemma[outlook.cue] in ("threaten", "threat") and not agent(tree, places, outlook):
            return FORECAST, "what threatens is nobody who decides"
        return INTENTION, "words of planning, promising or threatening"
    if _under(tree, outlook.event, "announcing") and outlook.force in BALD and not turn:
        return INTENTION, "announced, promised or threatened"
    if outlook.force == "is to" and not turn:
        return INTENTION, "arranged"
    if (
        outlook.force in WEAK
        and told
        and not quoted
        and holder.kind not in OBSERVERS
        and not _undergone(tree, outlook)
        and _spoken_of(tree, outlook)
    ):
        return INTENTION, "left open by the one who acts"
    if outlook.force not in BALD or turn or holder.why.startswith("who ") or _under(tree, outlook.event, "expecting"):
        return FORECAST, "the speaker does not decide it"
    oneself = (told or quoted or _oneself(tree, outlook)) and acts_oneself(
        tree, places, mentions, outlook, holder, quoted=quoted
    )
    if oneself and tree.lemma[outlook.event] not in _deeds("never decided"):
        return INTENTION, "said by the one who acts"
    if _undergone(tree, outlook):
        return FORECAST, "the speaker does not decide it"
    if _announced(tree, places, mentions, outlook, holder, news=news):
        return INTENTION, "a deed of administration, announced"
    return FORECAST, "the speaker does not decide it"


def acts_oneself(
    tree: Tree, places: Places, mentions: Sequence[Mention], outlook: Outlook, holder: Holder, *, quoted: bool = False
) -> bool:
    """Whether who speaks is who acts: "we", a pronoun that can stand for the speaker, or an actor of the speaker's state."""
    if _oneself(tree, outlook):
        return True
    if holder.kind in OBSERVERS:
        return False
    heads = tree.subject(outlook.event) if tree.is_verb(outlook.event) else []
    if _spoken_of(tree, outlook):
        return not quoted
    acting = _acting(tree, places, mentions, heads)
    if holder.kind == "official" and (holder.state in acting or any(tree.lower[h] in OWN_STATE for h in heads)):
        return True
    names = {tree.lower[h] for h in heads}
    return bool(names & {w.lower() for w in holder.words.split()[-2:]})


def _acting(tree: Tree, places: Places, mentions: Sequence[Mention], heads: Sequence[int]) -> set[str | None]:
    """States of those who act: of a name, an office or people, not of "the selection of Petrovna"."""
    agents = [h for h in heads if places.at(h) or tree.lower[h] in OFFICES or tree.lower[h] in _deeds("people")]
    return {mentions[m].state for m in places.heads(agents, 1)} - {None}


def _oneself(tree: Tree, outlook: Outlook) -> bool:
    """As in "we will sign", "my ministers will sign"."""
    heads = tree.subject(outlook.event) if tree.is_verb(outlook.event) else []
    return any(
        tree.lower[h] in ONESELF or any(tree.lower[p].strip(QUOTES) in ("my", "our") for p in tree.kids(h, "poss"))
        for h in heads
    )


def _spoken_of(tree: Tree, outlook: Outlook) -> bool:
    """As in "said he would sign": a pronoun that can stand for who speaks."""
    event = outlook.event
    if not tree.is_verb(event) or tree.passive(event) or tree.kids(event, "expl"):
        return False
    return any(tree.lower[h] in SPOKEN_OF and tree.pos[h] == "PRON" for h in tree.subject(event))


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
    where = tree.lemma[event] == "be" and any(tree.lower[p] in ("in", "at") for p in tree.kids(event, "prep"))
    person = any(tree.pos[h] in ("PROPN", "PRON") for h in heads)
    place = (where and person) or (
        tree.lemma[event] == "take" and any(tree.lower[o] == "place" for o in tree.kids(event, "dobj"))
    )
    return (does or held or of_session or place) and bool(_DAY.search(clause))


def _undergone(tree: Tree, outlook: Outlook) -> bool:
    """What one does not do but undergoes: "win", "lose", "suffer"."""
    return tree.lemma[outlook.event] in _deeds("undergone") and not tree.passive(outlook.event)


def _announced(  # noqa: PLR0911 - one return a case
    tree: Tree, places: Places, mentions: Sequence[Mention], outlook: Outlook, holder: Holder, *, news: bool
) -> bool:
    event = outlook.event
    if not tree.is_verb(event):
        return False
    bare = tree.passive(event) and tree.lemma[event] not in _deeds("befalls")
    heads = tree.subject(event)
    if not tree.passive(event) and any(tree.lemma[h] in _deeds("bill") for h in heads):
        return True  # "the bill will ban": what is proposed
    if not bare and tree.lemma[event] not in _deeds("routine"):
        return False
    if tree.passive(event) and not bare:
        return False
    if any(tree.lower[a] in _deeds("doubt") for a in tree.kids(event, "advmod")):
        return False
    if tree.kids(event, "advcl") and any(
        tree.lower[m] in ("if", "unless") for c in tree.kids(event, "advcl") for m in tree.kids(c, "mark")
    ):
        return False
    states = _acting(tree, places, mentions, heads)
    if holder.kind == "official":
        own = holder.state in states or (holder.state is None and bool(states))
        office = not states - {holder.state} and any(tree.lower[h] in OFFICES for h in heads)
        return own or office or (tree.passive(event) and not states)
    if holder.kind not in ("author", "outlet"):
        return False
    if tree.passive(event):
        return True
    return (
        any(mentions[m].sector in ORGANS for h in heads for m in places.at(h))
        or (news and (bool(states) or any(tree.lower[h] in ("they", "it") for h in heads)))
        or any(tree.lower[h] in OFFICES or tree.lower[h] in _deeds("people") for h in heads)
    )


def _under(tree: Tree, event: int, of_class: str) -> bool:
    """Under "announced that", "agreed that", "promised that"."""
    return any(
        tree.dep[n] in ("ccomp", "acl") and tree.lemma[tree.head[n]] in _deeds(of_class) for n in tree.chain(event)[:3]
    )


def agent(tree: Tree, places: Places, outlook: Outlook) -> bool:
    """Whether who threatens is somebody, not something such as a quarrel or a storm."""
    cue = outlook.cue
    heads = tree.subject(cue) if tree.is_verb(cue) else tree.owner(cue)
    for h in heads:
        if tree.tag[h] in ("WP", "WDT", "WP$") or tree.lower[h] == "that":
            h = next((tree.head[j] for j in tree.chain(h) if tree.dep[j] == "relcl"), h)  # noqa: PLW2901 - its antecedent
        if (
            tree.pos[h] in ("PROPN", "PRON")
            or places.at(h)
            or tree.lower[h] in OFFICES
            or tree.lower[h] in _deeds("people")
        ):
            return True
    return not heads


@cache
def _deeds(of_class: str) -> frozenset[str]:
    return frozenset(r["word"] for r in table("deeds") if r["class"] == of_class)
