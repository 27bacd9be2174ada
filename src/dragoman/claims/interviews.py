"""Who answers in an interview of questions and answers? Turns by their labels, the one who answers by name.

    "((WN)) What will you do?"   "Q: ..."   "Zenda Post: ..."      asks: its turns hold question marks
    "((AP)) We will ..."         "A: ..."   "Petrovna: ..."        answers: initials or last name of a person in the text

Where only questions bear a label, what stands between them is answered. Reference: None; our choice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.records import Article, Mention

__all__ = ["LABELS", "Answering", "Interview", "interview_of"]

LEAST_TURNS: Final = 4  # labelled turns that make an interview; our choice
ASKING: Final = 0.6  # share of a label's turns that ask, from which on it is the interviewer's; our choice
LABELS: Final = frozenset({"q", "a", "question", "answer", "wn", "interviewer"})
_LABEL: Final = re.compile(
    r"(?m)^[ \t]*(?:\(\((?P<double>[^()\n]{1,40})\)\)[ \t]*:?|(?P<plain>[A-Z][\w.’'-]*(?:[ ][A-Z][\w.’'-]*){0,3}):)[ \t]+(?=\S)"
)
_NAMED: Final = re.compile(
    r"(?:interview(?:s|ed|ing)?|talks?\s(?:to|with)|speaks?\s(?:to|with)|spoke\s(?:to|with)|discuss\w*\s.{0,60}?\swith)\s(?:with\s)?"
    r"(?:[\w.,’'-]+\s){0,8}?(?P<name>[A-Z][\w’'-]+(?:\s(?:[A-Z]\.\s)?[A-Z][\w’'-]+)+)"
)
_TALKING: Final = re.compile(
    r"(?P<name>[A-Z][\w’'-]+(?:\s[A-Z]\.)?(?:\s[A-Z][\w’'-]+)+)(?:,[^.\n]{0,60}?,)?\s(?:speaks|talks|spoke|talked|tells|discusses|answers)\b"
)
_PERSON: Final = re.compile(r"\b[A-Z][\w’'-]+(?:\s[A-Z]\.)?(?:\s[A-Z][\w’'-]+)+\b")


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers.

    Attributes:
        words: their name, or "the interviewee".
        name: by which claims of one holder are found; None where nobody is named.
        kind: "official", "analyst" or "person".
        state: code of their state; None where it is not known.
    """

    words: str
    name: str | None
    kind: str
    state: str | None


@dataclass(frozen=True, slots=True)
class Interview:
    """Turns of an interview.

    Attributes:
        starts: first character of each turn, ascending.
        who: who speaks in each; None: who asks, or the article.
    """

    starts: tuple[int, ...]
    who: tuple[Answering | None, ...]

    def at(self, position: int) -> Answering | None:
        """Who answers at a character; None where nobody does."""
        turn = bisect_right(self.starts, position) - 1
        return self.who[turn] if turn >= 0 else None


def interview_of(article: Article, mentions: Sequence[Mention]) -> Interview | None:
    """The turns of an article, if it is an interview.

    Args:
        article: its title and text.
        mentions: its actors, which tell state and office of who answers.
    """
    found = list(_LABEL.finditer(article.text))
    if len(found) < LEAST_TURNS:
        return None
    labels = [(m["double"] or m["plain"]).strip() for m in found]
    ends = [*(m.start() for m in found[1:]), len(article.text)]
    turns, asks = Counter(labels), Counter[str]()
    for label, one, end in zip(labels, found, ends, strict=True):
        first = article.text[one.end() : end].strip().split("\n", 1)[0]
        asks[label] += "?" in first[-3:] or first.count("?") * 60 > len(first)
    interviewers = {n for n, k in turns.items() if asks[n] >= ASKING * k}
    if not interviewers or max(turns[n] for n in interviewers) < LEAST_TURNS // 2:
        return None
    starts: list[int] = []
    who: list[Answering | None] = []
    lone = not (set(turns) - interviewers)
    for label, one, end in zip(labels, found, ends, strict=True):
        if label not in interviewers:
            starts.append(one.start())
            who.append(_person(label, article, tuple(mentions)))
            continue
        starts.append(one.start())
        who.append(None)
        answer = article.text.find("\n", one.end(), end)
        if lone and answer > 0:
            starts.append(answer)
            who.append(_person("", article, tuple(mentions)))
    return Interview(tuple(starts), tuple(who))


def _person(label: str, article: Article, mentions: Sequence[Mention]) -> Answering:
    """A person by label: full or last name, or initials; else who the title or opening says is interviewed."""
    opening = f"{article.title or ''}\n{article.text[:6_000]}"
    name = None
    if label and label.lower() not in LABELS:
        fits = [n for n in _PERSON.findall(opening) if _fits(label, n)]
        name = fits[0] if fits else label if not label.isupper() else None
    if name is None and (named := _NAMED.search(opening) or _TALKING.search(opening)):
        name = named["name"]
    if name is None:
        return Answering("the interviewee", None, "person", None)
    known = next((m for m in mentions if m.kind == "person" and name.split()[-1] in m.text.split()), None)
    if known is not None and known.state:
        return Answering(name, known.name or name, "official" if known.sector else "person", known.state)
    return Answering(name, name, "person", None)


def _fits(label: str, name: str) -> bool:
    words = name.split()
    initials = "".join(w[0] for w in words)
    return label in (name, words[-1], words[0], initials, initials[0] + initials[-1])
