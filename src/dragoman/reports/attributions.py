"""All attributions of one article, laid out once: what is said where, by whom, through whom."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dragoman.records import Form, Voice
from dragoman.reports.colons import colon_speakers
from dragoman.reports.cues import Cues
from dragoman.reports.leadins import led_in
from dragoman.reports.quotemarks import Quotes
from dragoman.reports.running import join_running
from dragoman.reports.speakers import Speaker, Speakers
from dragoman.reports.utterances import SPEECH_WORDS, Utterance, utterances

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragoman.records import Mention
    from dragoman.reports.frames import Places, Tree

__all__ = ["Attributions", "Told"]

TRIMMED: Final = " ,;:–—-\n\t\xa0"
MOST_RELAYS: Final = 4  # speakers around a speaker that are told


@dataclass(frozen=True, slots=True)
class Told:
    """One attribution, found.

    Attributes:
        said: cue, source and content by word numbers.
        speaker: who the source is.
        stretches: the content by character offsets.
        form: direct, indirect, mixed.
        via: phrases of those who pass it on, nearest first.
    """

    said: Utterance
    speaker: Speaker
    stretches: tuple[tuple[int, int], ...]
    form: Form
    via: tuple[str, ...]

    def covers(self, position: int) -> bool:
        """Whether a character stands in the content."""
        return any(start <= position < end for start, end in self.stretches)

    @property
    def length(self) -> int:
        """Characters of the content."""
        return sum(end - start for start, end in self.stretches)


class Attributions:
    """The attributions of an article.

    Attributes:
        told: in the order of their cues.
        quotes: the quotations of the text, claimed or not.
    """

    def __init__(self, text: str, tree: Tree, places: Places, mentions: Sequence[Mention]) -> None:
        """Find them.

        Args:
            text: of the article.
            tree: its parse.
            places: its mentions over the tree.
            mentions: the same mentions.
        """
        cues = Cues.load()
        self._tree = tree
        self.quotes = Quotes(text)
        found = utterances(tree, self.quotes, cues)
        found += colon_speakers(text, tree, self.quotes, places, mentions, cues)
        found += led_in(text, tree, self.quotes, places, mentions, cues, found)
        join_running(text, tree, self.quotes, found)
        speakers = Speakers(tree, places, mentions, cues, text)
        told = []
        for said in sorted(found, key=lambda s: (s.cue, s.source or 0)):
            stretches = _stretches(text, tree, said)
            if said.source is None or not stretches:
                continue
            form = _form(text, said, stretches)
            told.append(Told(said, speakers.of(said.source), stretches, form, ()))
        self._speakers = speakers
        self.told = tuple(self._with_relays(told, speakers))

    def speaker(self, word: int) -> Speaker:
        """Who a phrase names by its head word, a pronoun resolved: for words of foresight that are no speech."""
        return self._speakers.named_by(word)

    def of(self, word: int) -> Told | None:
        """The innermost attribution in whose clause or quotation a word stands."""
        position = self._tree.start[word]
        around = [t for t in self.told if t.said.clause and t.covers(position)]
        return min(around, key=lambda t: (t.length, t.said.relay is None), default=None)

    def voice(self, word: int) -> Voice:
        """In whose words a word is told. A quotation of fewer than three words is a word in inverted commas."""
        quote = self.quotes.around(self._tree.start[word])
        if quote is not None and _words_between(self._tree, quote) >= SPEECH_WORDS:
            return Voice.QUOTATION
        return Voice.PARAPHRASE if self.of(word) else Voice.ARTICLE

    def _with_relays(self, told: list[Told], speakers: Speakers) -> Iterable[Told]:
        """Each with those who pass it on: who quotes it, and in whose content it stands."""
        for one in told:
            cue = self._tree.start[one.said.cue]
            around = [o for o in told if o is not one and o.said.clause and o.covers(cue)]
            outer = [o.speaker.words for o in sorted(around, key=lambda o: o.length) if o.speaker.words]
            relay = speakers.words(one.said.relay) if one.said.relay is not None else None
            via = tuple(dict.fromkeys(w for w in (relay, *outer) if w and w != one.speaker.words))[:MOST_RELAYS]
            yield Told(one.said, one.speaker, one.stretches, one.form, via) if via else one


def _stretches(text: str, tree: Tree, said: Utterance) -> tuple[tuple[int, int], ...]:
    """The content as stretches of text: neighbouring words together with the quotations, without blanks at the ends."""
    runs: list[tuple[int, int]] = []
    words = sorted(set(said.words))
    i = 0
    while i < len(words):
        j = i
        while j + 1 < len(words) and words[j + 1] == words[j] + 1:
            j += 1
        start, end = tree.start[words[i]], tree.end[words[j]]
        while start < end and text[start] in TRIMMED:
            start += 1
        while end > start and text[end - 1] in TRIMMED + ".":
            end -= 1
        if any(letter.isalnum() for letter in text[start:end]):
            runs.append((start, end))
        i = j + 1
    joined: list[tuple[int, int]] = []
    for start, end in sorted((*runs, *said.stretches)):
        if joined and (start <= joined[-1][1] or not text[joined[-1][1] : start].strip(" .,\xa0")):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


def _form(text: str, said: Utterance, stretches: Sequence[tuple[int, int]]) -> Form:
    """Direct: nothing but "that" stands outside quotation marks. Mixed: some words are quoted."""
    quoted = [s for s in said.stretches if len(text[s[0] : s[1]].split()) >= (SPEECH_WORDS if said.words else 1)]
    if not quoted:
        return Form.INDIRECT
    outside = "".join(text[s:e] for s, e in stretches)
    for start, end in sorted(quoted):
        outside = outside.replace(text[start:end], "", 1)
    return Form.DIRECT if outside.strip(TRIMMED + ".").lower() in ("", "that") else Form.MIXED


def _words_between(tree: Tree, quote: tuple[int, int]) -> int:
    first, last = bisect_right(tree.start, quote[0]) - 1, bisect_right(tree.start, quote[1] - 1) - 1
    return sum(1 for i in range(max(first, 0), last + 1) if tree.text[i][:1].isalnum())
