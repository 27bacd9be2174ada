"""Who predicts? The speaker that attribution finds around the words, else the article's author or outlet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.claims.interviews import LABELS
from dragoman.data import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.claims.interviews import Interview
    from dragoman.records import Article, Mention
    from dragoman.reports import Hedges, Laid, Speaker, Told, Tree

__all__ = ["Holder", "author_of", "holder_of", "intender"]

SURE: Final = 0.7  # score of an attribution below which a speaker has to be a known actor; our choice
OWN: Final = frozenset({"i", "we"})
NOBODY: Final = frozenset({"", "it", "this", "that", "which", "who", "what", "one", "you"})
OFFICIAL: Final = frozenset(["GOV", "MIL", "LEG", "JUD", "COP", "SPY", "IGO", "ELI", "PTY", "OPP", "REB", "UAF"])
PRESS: Final = frozenset({"MED", "JRN"})
TRADES: Final = frozenset(
    [
        "analyst",
        "expert",
        "economist",
        "academic",
        "professor",
        "scholar",
        "researcher",
        "historian",
        "strategist",
        "fellow",
    ]
)
OFFICES: Final = frozenset(
    [
        "minister",
        "president",
        "premier",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "official",
        "officials",
        "ministry",
        "government",
        "ambassador",
        "envoy",
        "senator",
        "general",
        "governor",
        "chancellor",
        "secretary",
        "commissioner",
        "mayor",
        "diplomat",
        "adviser",
        "advisor",
        "parliament",
        "army",
        "police",
        "embassy",
        "council",
        "commission",
        "leader",
        "leaders",
        "king",
        "queen",
        "sultan",
        "emir",
        "authorities",
        "administration",
        "department",
        "agency",
        "authority",
        "committee",
        "firefighters",
        "court",
        "cabinet",
        "congress",
        "navy",
        "troops",
        "military",
    ]
)
PAPERS: Final = re.compile(
    r"\b(?:News|Times|Post|Journal|Herald|Tribune|Gazette|Guardian|Agency|Reuters|Press|Daily|Telegraph|BBC|CNN|newspaper|channel|magazine|website)\b"
)
_WORD: Final = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who predicts.

    Attributes:
        words: as the text names them.
        kind: "author", "official", "analyst", "outlet" or "person".
        name: by which claims of one holder are found; None where nobody is named.
        state: code of their state.
        why: where it was found.
    """

    words: str
    kind: str
    name: str | None
    state: str | None
    why: str


def holder_of(
    article: Article,
    laid: Laid,
    mentions: Sequence[Mention],
    hedges: Hedges,
    word: int,
    *,
    intends: bool = False,
    interview: Interview | None = None,
) -> Holder:
    """Who holds a prediction.

    Args:
        article: in which it stands.
        laid: the article laid out.
        mentions: its actors.
        hedges: words for people whose trade it is to foresee.
        word: the word that tells what is to come.
        intends: whether the word is one of planning or promising: then its subject is who intends, not who tells it.
        interview: where the article is one, who answers in it.
    """
    tree = laid.tree
    if not intends and (head := _expecting(tree, word)) is not None:
        speaker = laid.attributions.speaker(head)
        if (speaker.words or "").lower() not in OWN | NOBODY:
            return _of(speaker, tree, head, mentions, hedges, f"who {tree.lemma[word]}s it")
    told = laid.attributions.of(word)
    if told is not None and _guessed(tree, told):
        told = None
    if (answering := interview.at(tree.start[word]) if interview else None) is not None and (
        told is None or (told.speaker.words or "").lower() in OWN | LABELS
    ):
        return Holder(answering.words, answering.kind, answering.name, answering.state, "answers in an interview")
    if told is not None and (told.speaker.words or "").lower() not in OWN:
        return _of(told.speaker, tree, told.said.source, mentions, hedges, None)
    return author_of(article, own=_first_person(tree, word))


def _of(
    speaker: Speaker, tree: Tree, head: int | None, mentions: Sequence[Mention], hedges: Hedges, why: str | None
) -> Holder:
    known = mentions[speaker.mention] if speaker.mention is not None else None
    words = speaker.words or ""
    kind = _kind(_with_apposition(tree, words, head), speaker.sector, known, hedges)
    name = known.name if known is not None and known.kind == "person" and known.name else None
    return Holder(
        words,
        kind,
        name or (words if speaker.named else None),
        known.state if known else None,
        why or f"attribution: {speaker.why or 'named'}".rstrip(": "),
    )


def intender(
    tree: Tree, mentions: Sequence[Mention], laid: Laid, hedges: Hedges, head: int, intends: Sequence[int]
) -> Holder:
    """Who plans, promises or threatens: the actor, else the words that name them.

    Args:
        tree: of the article.
        mentions: its actors.
        laid: the article laid out.
        hedges: words for people whose trade it is to foresee.
        head: of the phrase that names who intends.
        intends: mentions of the same.
    """
    if intends and tree.pos[head] != "PRON":
        actor = mentions[intends[0]]
        return Holder(actor.text, "official", actor.name or actor.text, actor.state, "who intends it")
    return _of(laid.attributions.speaker(head), tree, head, mentions, hedges, "who intends it")


def _expecting(tree: Tree, word: int) -> int | None:
    """Who foresees, where the word that opens the prediction is theirs: "analysts expect", "expected by analysts"."""
    above = word
    if not tree.is_verb(word) or tree.lemma[word] not in _foreseeing():  # "fear that it will"
        above = next((tree.head[v] for v in tree.chain(word)[:4] if tree.dep[v] == "ccomp"), word)
        if tree.lemma[above] not in _foreseeing():
            return None
    if not tree.is_verb(above):
        return None
    if tree.passive(above):
        agents = [o for p in tree.kids(above, "agent", "prep") if tree.lower[p] == "by" for o in tree.kids(p, "pobj")]
        return agents[0] if agents and tree.pos[agents[0]] in ("NOUN", "PROPN") else None
    heads = tree.subject(above)
    return heads[0] if heads and tree.pos[heads[0]] in ("NOUN", "PROPN", "PRON") else None


def _guessed(tree: Tree, told: Told) -> bool:
    """A speaker who is no known actor, and whom attribution only takes from a clause above or from beside a quotation."""
    if told.speaker.mention is not None or told.speaker.sector is not None:
        return False
    above = told.said.kind == "think" and told.said.source not in tree.kids(told.said.cue, "nsubj")
    return above or told.said.score < SURE


def author_of(article: Article, *, own: bool = False) -> Holder:
    """The article itself: its author where a byline or "we" tells of one, else its outlet."""
    if article.byline or own or article.publisher is None:
        return Holder("the author", "author", article.byline or article.publisher, None, "the article's own words")
    return Holder(article.publisher, "outlet", article.publisher, None, "the article's own words, without a byline")


def _with_apposition(tree: Tree, words: str, head: int | None) -> str:
    """As in "Ana Petrovna, an analyst in Strelsau": what a speaker is called by."""
    beside = [tree.lower[a] for a in tree.kids(head, "appos")] if head is not None else []
    return " ".join([words, *beside])


def _first_person(tree: Tree, word: int) -> bool:
    first, last = tree.sentences[tree.sent[word]]
    return any(tree.lower[i] in OWN for i in range(first, last))


def _kind(words: str, sector: str | None, known: Mention | None, hedges: Hedges) -> str:
    lowered = [w.lower() for w in _WORD.findall(words)]
    if any(w in TRADES or w.removesuffix("s") in TRADES for w in lowered):
        return "analyst"
    if sector in PRESS or PAPERS.search(words):
        return "outlet"
    if sector in OFFICIAL or any(w in OFFICES or w.removesuffix("s") in OFFICES for w in lowered):
        return "official"
    if known is not None and known.state and known.kind in ("name", "metonym", "organisation"):
        return "official"
    if any(hedges.has("foreseer", "noun", w) or hedges.has("foreseer", "noun", w.removesuffix("s")) for w in lowered):
        return "analyst"
    return "person"


@cache
def _foreseeing() -> frozenset[str]:
    """Verbs of foresight: whose subject foresees."""
    return frozenset(r["cue"] for r in table("foresights") if r["pos"] == "verb" and r["kind"] == "forecast")
