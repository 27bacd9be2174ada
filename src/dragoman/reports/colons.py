"""Whom does a colon or a dash name as the speaker? "Minister: no talks", "No talks - minister", "Q: ... A: ...".

Reference: None; our choice, made with the tuned half of `tests/gold/attribution.jsonl`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.data import table
from dragoman.reports.utterances import Utterance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.records import Mention
    from dragoman.reports.cues import Cues
    from dragoman.reports.frames import Places, Tree
    from dragoman.reports.quotemarks import Quotes

__all__ = ["colon_speakers"]

LONGEST_NAME: Final = 6  # words of a speaker before a colon or behind a dash; our choice
LEAST_SAID: Final = 2  # words that a headline's speaker says at least
SCORE: Final = 0.7  # our choice, below that of a verb
BODIES: Final = frozenset(
    {"army", "navy", "police", "government", "ministry", "court", "union", "palace", "embassy", "opposition", "report"}
)  # bodies that headlines let speak without a name; our choice
TITLES: Final = frozenset(
    {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sir", "gen", "gen.", "col", "col.", "prof", "prof."}
)
_LINE: Final = re.compile(r"[^\n]+")
_TURN: Final = re.compile(r"\s*(?P<name>[A-Z][\w.'’ -]{0,48}?(?:\s?\([^()\n]{1,40}\))?)(?P<cue>:)\s+(?=\S)")
_SHOUTED: Final = re.compile(r"(?:Q|A|[A-Z][A-Z.'’ -]+)\d*(?:\s?\(.*\))?")
_LEADING: Final = re.compile(r"\s*(?P<name>[^:\n“\"]{2,60})(?P<cue>:)\s+(?=\S)")
_TRAILING: Final = re.compile(r"(?P<said>.+?)(?:(?P<colon>:)|\s(?P<dash>[-–—]))\s(?P<name>[^:\n“\"–—]{2,60})")
_ENDS: Final = '.?!…”")'
_HANGING: Final = frozenset({"of", "for", "in", "at", "from", "on", "to", "with", "who", ","})


@dataclass(frozen=True, slots=True)
class _Turn:
    """One speaker with a mark and what is said, by character offsets."""

    name: tuple[int, int]
    cue: int
    said: tuple[int, int]


def colon_speakers(
    text: str, tree: Tree, quotes: Quotes, places: Places, mentions: Sequence[Mention], cues: Cues
) -> list[Utterance]:
    """The attributions of turns of a transcript, and of headlines that name their speaker by a mark.

    Lines are turns where at least two speakers of the text have a colon behind their name and end their sentences: they
    give direct speech. A line that ends without a stop is taken for a headline; there the words before the colon, or
    behind a colon or a dash at its end, must name a person, a person's work or a body that speaks, or all that follows the
    colon must stand in quotation marks.

    Args:
        text: of the article.
        tree: its parse.
        quotes: its quotations.
        places: its mentions over the tree.
        mentions: the same mentions.
        cues: the words of saying.
    """
    if ":" not in text and " - " not in text and " – " not in text and " — " not in text:
        return []
    turns = _turns(text)
    if turns:
        return [u for turn in turns if (u := _utterance(tree, turn, "a turn of a transcript", stretch=turn.said))]
    people = frozenset(i for i in range(len(tree.text)) for m in places.at(i) if mentions[m].kind == "person")
    found = []
    for line in _LINE.finditer(text):
        turn = _headline(text, line, tree, quotes, people, cues)
        if turn is not None:
            quoted = next((q for q in quotes.touching(*turn.said) if q == turn.said), None)
            said = _utterance(tree, turn, "a headline's speaker", stretch=quoted)
            found += [said] if said else []
    return found


def _turns(text: str) -> list[_Turn]:
    """The turns of a transcript, each up to the next; none where the text is no transcript."""
    lines = list(_LINE.finditer(text))
    heads = [m if (m := _TURN.match(text, line.start(), line.end())) else None for line in lines]
    shouted = {m["name"] for m in heads if m and _SHOUTED.fullmatch(m["name"])}
    ended = [m for m, line in zip(heads, lines, strict=True) if m and line[0].rstrip()[-1:] in _ENDS]
    if len(shouted) < 2 and not (len({m["name"] for m in ended}) >= 2 and len(ended) == len(lines)):
        return []
    turns: list[_Turn] = []
    for head, line in zip(heads, lines, strict=True):
        if head and (not shouted or head["name"] in shouted):
            turns.append(_Turn(head.span("name"), head.start("cue"), (head.end(), line.end())))
        elif turns:
            turns[-1] = _Turn(turns[-1].name, turns[-1].cue, (turns[-1].said[0], line.end()))
    return turns


def _headline(
    text: str, line: re.Match[str], tree: Tree, quotes: Quotes, people: frozenset[int], cues: Cues
) -> _Turn | None:
    """The speaker of a headline, before a colon or at its end."""
    if line[0].rstrip()[-1:] in ".:;,":
        return None
    start, end = line.span()
    end = start + len(line[0].rstrip())
    if (m := _LEADING.match(text, start, end)) and (
        _speaks(tree, m.span("name"), people, cues)
        or ((m.end(), end) in quotes.spans and not _tells(tree, _words(tree, m.span("name"))))
    ):
        turn = _Turn(m.span("name"), m.start("cue"), (m.end(), end))
    elif (m := _TRAILING.fullmatch(text, start, end)) and _speaks(tree, m.span("name"), people, cues):
        turn = _Turn(m.span("name"), m.start("colon") if m["colon"] else m.start("dash"), m.span("said"))
    else:
        return None
    return turn if len(text[slice(*turn.said)].split()) >= LEAST_SAID else None


def _speaks(tree: Tree, name: tuple[int, int], people: frozenset[int], cues: Cues) -> bool:
    """Whether a phrase names a person, a person's work, or a body that speaks: no verb in it, and such a word its head."""
    words = _words(tree, name)
    if not 0 < len(words) <= LONGEST_NAME or _tells(tree, words):
        return False
    head = _head(tree, words)
    known = {tree.lemma[head], tree.lower[head], tree.lower[head].removesuffix("s")}
    return bool(known & (_persons() | BODIES | cues.anonymous)) or head in people or tree.lower[words[0]] in TITLES


def _tells(tree: Tree, words: list[int]) -> bool:
    """Whether a verb stands among the words, so that they are a clause rather than a name."""
    return any(
        tree.pos[i] in ("AUX", "SCONJ", "VERB") or tree.tag[i] in ("VBD", "VBZ", "VBP", "VBN", "MD") for i in words
    )


def _head(tree: Tree, words: list[int]) -> int:
    """The word before what hangs on it, else the last."""
    cut = next((k for k, i in enumerate(words) if k and tree.lower[i] in _HANGING), len(words))
    return words[cut - 1]


def _utterance(tree: Tree, turn: _Turn, why: str, *, stretch: tuple[int, int] | None) -> Utterance | None:
    name, mark = _words(tree, turn.name), _words(tree, (turn.cue, turn.cue + 1))
    named = [i for i in name if tree.text[i][:1].isalnum() and "(" not in tree.text[max(0, i - 1)]]
    if not named or not mark:
        return None
    words = [] if stretch else _words(tree, turn.said)
    said = Utterance(mark[0], None, "say", _head(tree, named), words, score=SCORE, why=why)
    said.stretches = [stretch] if stretch else []
    return said


def _words(tree: Tree, span: tuple[int, int]) -> list[int]:
    """Numbers of the words that stand in a stretch."""
    first, last = bisect_left(tree.start, span[0]), bisect_left(tree.start, span[1])
    return [i for i in range(first, last) if tree.text[i].strip()]


@cache
def _persons() -> frozenset[str]:
    """Last words of the terms for persons' work."""
    return frozenset(row["term"].split(" of ")[0].split()[-1] for row in table("roles") if row["person"] == "1")
