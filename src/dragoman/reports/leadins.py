"""Whose is a quotation that a colon leads in without a word of saying, as in "The envoy was blunt: “We lost”"?"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from dragoman.reports.utterances import SPEECH_WORDS, Utterance
from dragoman.reports.withheld import speaking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.records import Mention
    from dragoman.reports.cues import Cues
    from dragoman.reports.frames import Places, Tree
    from dragoman.reports.quotemarks import Quotes

__all__ = ["led_in"]

SCORE: Final = 0.7  # our choice, as of a headline's colon
LEADING: Final = frozenset(
    {
        "be",
        "put",
        "go",
        "sound",
        "seem",
        "remain",
        "disagree",
        "shrug",
        "laugh",
        "sigh",
        "smile",
        "nod",
        "differ",
        "agree",
    }
)  # "was blunt", "put it so", "went further"; of any verb it took what no speaker said on PolNeAR
PRONOUNS: Final = frozenset({"he", "she", "they"})


def led_in(
    text: str,
    tree: Tree,
    quotes: Quotes,
    places: Places,
    mentions: Sequence[Mention],
    cues: Cues,
    found: Sequence[Utterance],
) -> list[Utterance]:
    """Attributions of quotations that follow a colon and that nobody has claimed, to the subject before it if it is a person.

    Args:
        text: of the article.
        tree: its parse.
        quotes: its quotations.
        places: its mentions over the tree.
        mentions: the same mentions.
        cues: the words of saying.
        found: the attributions so far.
    """
    claimed = {stretch for said in found for stretch in said.stretches}
    made = []
    for start, end in quotes.spans:
        before = text[max(0, start - 3) : start].rstrip(" ")
        if (start, end) in claimed or not before.endswith(":") or len(text[start:end].split()) < SPEECH_WORDS:
            continue
        colon = bisect_left(tree.start, start) - 1
        while colon > 0 and tree.text[colon] != ":":
            colon -= 1
        first = tree.sentences[tree.sent[colon]][0]
        person = _person_before(tree, places, mentions, cues, first, colon)
        if person is not None:
            said = Utterance(colon, None, "say", person, score=SCORE, why="a colon leads in the quotation")
            said.stretches = [(start, end)]
            made.append(said)
    return made


def _person_before(
    tree: Tree, places: Places, mentions: Sequence[Mention], cues: Cues, first: int, colon: int
) -> int | None:
    """The person who is the subject of the clause that ends with a colon, the nearest to it."""
    for i in range(colon - 1, first - 1, -1):
        if tree.dep[i] not in ("nsubj", "nsubjpass") or tree.dep[tree.head[i]] == "relcl":
            continue
        if tree.lemma[tree.head[i]] not in LEADING:
            return None
        known = any(mentions[m].kind == "person" for m in places.at(i))
        if known or tree.lemma[i] in speaking() | cues.anonymous or tree.lower[i] in PRONOUNS:
            return i
    return None
