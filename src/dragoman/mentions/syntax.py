"""Which words make one noun phrase? The parse of an article as plain lists, and the few questions asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

__all__ = ["Syntax"]

_BEFORE: Final = frozenset(
    {"compound", "amod", "nmod", "nummod", "quantmod", "det", "predet", "punct", "advmod", "poss", "npadvmod", "case"}
)
_LINKS: Final = frozenset({"conj", "cc", "punct", "appos"})


@dataclass(slots=True)
class Syntax:
    """A parse as lists, one entry a token: attribute access on spaCy's tokens is too slow for every word.

    Attributes:
        texts: the words.
        starts: offset of each in the text.
        deps: label of the arc to its head.
        tags: part of speech, Penn tags.
        heads: index of its head.
        sentences: first and one past the last token of each.
    """

    texts: list[str]
    starts: list[int]
    deps: list[str]
    tags: list[str]
    heads: list[int]
    sentences: list[tuple[int, int]]
    _tops: dict[int, int]

    @classmethod
    def of(cls, doc: Doc) -> Syntax:
        """Read a parse."""
        size = len(doc)
        if not size:
            return cls([], [], [], [], [], [], {})
        array = doc.to_array(["DEP", "TAG", "HEAD", "SENT_START", "IDX"])
        strings = doc.vocab.strings
        names: dict[int, str] = {}

        def name(code: int) -> str:
            known = names.get(code)
            if known is None:
                known = names[code] = strings[code] if code else ""
            return known

        columns = array.T.tolist()
        heads = (array[:, 2].astype(np.int64) + np.arange(size)).tolist()
        borders = [i for i, s in enumerate(columns[3]) if s == 1 or i == 0]
        sentences = list(zip(borders, [*borders[1:], size], strict=True))
        texts = [t.text for t in doc]
        return cls(
            texts,
            [int(i) for i in columns[4]],
            [name(c) for c in columns[0]],
            [name(c) for c in columns[1]],
            heads,
            sentences,
            {},
        )

    def end(self, token: int) -> int:
        """Offset one past the last character of a token."""
        return self.starts[token] + len(self.texts[token])

    def top(self, token: int) -> int:
        """The head noun of the noun phrase in which a token stands before or at the head; owners are phrases of their own."""
        known = self._tops.get(token)
        if known is not None:
            return known
        seen: list[int] = []
        at = token
        while True:
            seen.append(at)
            dep, head = self.deps[at], self.heads[at]
            if head > at and self._joins(at, dep, head):
                at = head
            elif (
                head < at and dep in _LINKS and dep != "appos" and (up := self.top(head)) > at and self._close(head, at)
            ):
                at = up
            else:
                break
            if at in self._tops:
                at = self._tops[at]
                break
            if len(seen) > 40:
                break
        for i in seen:
            self._tops[i] = at
        return at

    def _joins(self, token: int, dep: str, head: int) -> bool:
        if dep == "npadvmod":
            return token + 1 < len(self.texts) and self.texts[token + 1] == "-"
        if dep in {"advmod", "punct"}:
            return self.tags[head][:1] in "NJC" and head - token < 8 and self.texts[token] not in ",;:()"
        return dep in _BEFORE and dep not in {"poss", "case"} and self.tags[head][:1] in "NJCV"

    def _close(self, first: int, second: int) -> bool:
        """Whether only commas, conjunctions and modifiers stand between two joined modifiers."""
        return all(
            self.tags[i] in {"CC", ",", "HYPH", "JJ", "NNP", "NNPS", "NN", "POS", "DT", "RB", "NNS"}
            for i in range(first + 1, second)
        )

    def left(self, head: int, floor: int) -> int:
        """The first token of the noun phrase of a head, not before `floor`."""
        at = head
        while at > floor and self.top(at - 1) == head:
            at -= 1
        return at

    def children(self, head: int, floor: int, ceiling: int) -> Iterator[int]:
        """Tokens of a range whose head is `head`."""
        return (i for i in range(floor, ceiling) if self.heads[i] == head and i != head)
