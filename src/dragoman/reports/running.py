"""Quotations that run on: over several sentences, over the cue, over a paragraph without a cue of its own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.reports.frames import Tree
    from dragoman.reports.quotemarks import Quotes
    from dragoman.reports.utterances import Utterance

__all__ = ["join_running"]

LEAST_WORDS = 4  # of a paragraph without a cue that is taken for speech going on; our choice
GOING_ON = 0.75  # score that is left for speech that goes on in a new paragraph; our choice


def join_running(text: str, tree: Tree, quotes: Quotes, found: list[Utterance]) -> None:
    """Give each quotation that nobody claimed to the speaker whom it goes on from or whose name follows.

    A quotation at the start of a sentence goes on from the one before it when nothing but blanks and sentences without
    quotations part them in the same paragraph; one that fills a paragraph goes on from the paragraph before when that
    ended with speech.

    Args:
        text: of the article.
        tree: its parse.
        quotes: its quotations.
        found: attributions in the order of their cues; content is added to them.
    """
    claimed = _claimed(found)
    cues = sorted((said for said in found if said.kind == "say" and said.clause), key=lambda said: said.cue)
    starts = [tree.start[said.cue] for said in cues]
    speaking: tuple[Utterance, int] | None = None
    for stretch in quotes.spans:
        if (owner := claimed.get(stretch)) is not None:
            speaking = (owner, stretch[1]) if owner.kind == "say" else speaking
            continue
        if speaking is None or not _begins_sentence(text, stretch[0]):
            continue
        said, end = speaking
        between = range(bisect_right(starts, max(end, tree.start[said.cue])), bisect_left(starts, stretch[0]))
        if any(cues[k] is not said for k in between):
            continue
        gap = text[max(end, tree.end[said.cue]) : stretch[0]]
        if "\n\n" not in gap and _sentences_between(gap) <= 1:
            said.why += "; goes on"
        elif _in_the_next_paragraph(text, gap, stretch, open_before=end in quotes.unclosed):
            said.why += "; goes on in a new paragraph"
            said.score = min(said.score, GOING_ON)
        else:
            continue
        said.stretches.append(stretch)
        speaking = said, stretch[1]


def _claimed(found: list[Utterance]) -> dict[tuple[int, int], Utterance]:
    """Each quotation to the attribution that has it; a cue of saying goes before others."""
    claimed: dict[tuple[int, int], Utterance] = {}
    for said in found:
        for stretch in said.stretches:
            held = claimed.get(stretch)
            if held is None or (said.kind == "say" and held.kind != "say"):
                claimed[stretch] = said
    return claimed


def _in_the_next_paragraph(text: str, gap: str, stretch: tuple[int, int], *, open_before: bool) -> bool:
    """Whether a quotation opens the next paragraph and fills it, or the one before lacks its closing mark."""
    if gap.count("\n\n") != 1 or gap.rsplit("\n\n", maxsplit=1)[-1].strip():
        return False
    return open_before or (_fills_paragraph(text, stretch) and _words(text, stretch) >= LEAST_WORDS)


def _begins_sentence(text: str, position: int) -> bool:
    before = text[:position].rstrip()[-1:] if position else ""
    return before in ("", ".", "!", "?", "”", '"', "»", ":") or "\n\n" in text[max(0, position - 3) : position]


def _words(text: str, stretch: tuple[int, int]) -> int:
    return len(text[stretch[0] : stretch[1]].split())


def _fills_paragraph(text: str, stretch: tuple[int, int]) -> bool:
    end = text.find("\n\n", stretch[1])
    return not text[stretch[1] : len(text) if end < 0 else end].strip(" .,")


def _sentences_between(gap: str) -> int:
    """Sentence ends in a gap; the rest of the speaker's own sentence counts as the first."""
    return sum(gap.count(mark) for mark in (". ", "! ", "? "))
