"""Who is it that speaks? The words of a source, whether it is named, whom a pronoun means, where somebody sits."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.data import table
from dragoman.reports.frames import SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.records import Mention
    from dragoman.reports.cues import Cues
    from dragoman.reports.frames import Places, Tree

__all__ = ["Speaker", "Speakers", "phrase_span"]

LONGEST: Final = 120  # characters of a speaker's phrase that are kept
LEFT_OUT: Final = frozenset({"relcl", "acl", "appos", "punct", "conj", "cc", "ccomp", "advcl", "parataxis", "advmod"})
ONE: Final = frozenset({"he", "she", "him", "her"})
MANY: Final = frozenset({"they", "them", "we"})
THING: Final = frozenset({"it"})
SELF: Final = frozenset({"i", "we", "you", "who", "that", "which", "one", "someone", "somebody", "anyone", "everyone"})
FARTHEST: Final = 6  # sentences back in which whom a pronoun means is looked for; our choice
FEMALE: Final = frozenset(
    {"mrs", "ms", "miss", "mrs.", "ms.", "chairwoman", "spokeswoman", "queen", "princess", "woman", "mother"}
)
MALE: Final = frozenset({"mr", "mr.", "sir", "chairman", "spokesman", "king", "prince", "man", "father", "lord"})
PRESS: Final = frozenset(
    {
        "herald",
        "ledger",
        "times",
        "post",
        "courier",
        "tribune",
        "gazette",
        "journal",
        "telegraph",
        "observer",
        "monitor",
        "chronicle",
        "guardian",
        "standard",
        "zeitung",
        "daily",
        "weekly",
        "review",
        "mail",
        "mirror",
        "examiner",
        "bulletin",
        "dispatch",
        "inquirer",
    }
)  # last words of the names of papers
VISITORS: Final = frozenset(
    {
        "diplomat",
        "analyst",
        "expert",
        "journalist",
        "reporter",
        "correspondent",
        "scholar",
        "economist",
        "researcher",
        "observer",
    }
)  # where they sit is not whose they are; "officials in Zenda" are Zenda's
INDEFINITE: Final = frozenset(
    {"a", "an", "one", "some", "another", "several", "many", "other", "few", "two", "three", "certain"}
)
_BASED: Final = re.compile(r"\b(?P<before>[A-Z][\w.’']*(?: [A-Z][\w.’']*){0,2})\s?[-‐–]\s?based\b|\bbased in (?P<after>[A-Z][\w.’']*(?: [A-Z][\w.’']*){0,2})")  # fmt: skip
_UNNAMED: Final = re.compile(r"condition (?:of|that) anonymity|asked not to be (?:named|identified)|declined to be (?:named|identified)|who was not named|unnamed|anonymous(?:ly)?\b", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a source is.

    Attributes:
        words: the phrase that names them; of a pronoun the phrase it stands for, if one was found.
        mention: number of their mention.
        sector: PLOVER's sector by mention or by the word for their work.
        named: whether a proper name tells who it is.
        place: where the text says that they are based.
        score: 0 to 1, how sure the phrase is.
        why: the rule.
    """

    words: str | None
    mention: int | None
    sector: str | None
    named: bool
    place: str | None
    score: float
    why: str


class Speakers:
    """The speakers of one article, told in text order so that pronouns find those before them."""

    def __init__(self, tree: Tree, places: Places, mentions: Sequence[Mention], cues: Cues, text: str) -> None:
        """Keep what is asked."""
        self._tree, self._places, self._mentions, self._cues, self._text = tree, places, mentions, cues, text
        self._known: dict[str, Speaker] = {}  # by the word that heads their first phrase
        self._earlier: list[int] = []  # heads of sources so far, pronouns left out

    def of(self, head: int) -> Speaker:
        """Who the phrase around a head word names."""
        speaker = self.named_by(head)
        if not self._is_pronoun(head):
            self._earlier.append(head)
        return speaker

    def named_by(self, head: int) -> Speaker:
        """Likewise, of a phrase that is no source of speech: no later pronoun means it for that."""
        return self._pronoun(head) if self._is_pronoun(head) else self._phrase(head, 1.0, "")

    def _is_pronoun(self, head: int) -> bool:
        return self._tree.pos[head] == "PRON" or self._tree.lower[head] in ONE | MANY | THING

    def words(self, head: int) -> str:
        """The phrase around a head word, without its clauses."""
        start, end = phrase_span(self._tree, head)
        return " ".join(self._text[start:end].split())[:LONGEST]

    def _phrase(self, head: int, score: float, why: str) -> Speaker:
        tree = self._tree
        whole = tree.subtree(head)
        around = self._text[tree.start[whole[0]] : tree.end[whole[-1]]]
        based = _BASED.search(around)
        place = (based["before"] or based["after"]).removeprefix("A ").removeprefix("One ") if based else None
        found = [m for m in self._places.actors(head, 1) if place is None or place not in self._mentions[m].text]
        if place is None and tree.lemma[head] in VISITORS and (seat := self._seat(head)) is not None:
            place = tree.text[seat]
            found = [m for m in found if m not in self._places.at(seat)]
        press = tree.pos[head] == "PROPN" and tree.lower[head] in PRESS
        if press:  # "the Baltic Herald" is no word of the Baltic states
            found = [m for m in found if self._mentions[m].sector == "JRN"]
        mention = found[0] if found else None
        known = self._mentions[mention] if mention is not None else None
        sector = (known.sector if known else None) or ("JRN" if press else self._work(head))
        made = Speaker(
            words=self.words(head),
            mention=mention,
            sector=sector,
            named=self._named(head, known),
            place=place,
            score=score,
            why=why,
        )
        self._known.setdefault(tree.lower[head], made)
        return made if press or (known and known.state) else self._again(head, made)

    def _again(self, head: int, made: Speaker) -> Speaker:
        """Who "the official" is, or "Dresk": the speaker before who was told by the same word, with more."""
        tree = self._tree
        before = self._known.get(tree.lower[head])
        short = tree.pos[head] == "PROPN" or any(tree.lower[d] == "the" for d in tree.kids(head, "det"))
        if before is None or before is made or not short or tree.kids(head, "poss", "prep", "relcl", "appos"):
            return made
        why = f"{made.why}; as {before.words!r} before".removeprefix("; ")
        return replace(
            made,
            mention=made.mention if before.mention is None else before.mention,
            sector=made.sector or before.sector,
            place=made.place or before.place,
            why=why,
        )

    def _named(  # noqa: PLR0911 - one return a case
        self, head: int, known: Mention | None
    ) -> bool:
        """Whether a proper name tells who it is, be it in "the mayor of Zenda" or "the Bordurian embassy"."""
        tree = self._tree
        first, last = tree.sentences[tree.sent[head]]
        if tree.pos[head] != "PROPN" and _UNNAMED.search(self._text, tree.start[first], tree.end[last - 1]):
            return False
        if any(tree.pos[a] == "PROPN" for a in tree.kids(head, "appos")):
            return True
        if self._indefinite(head):  # "A Defence Adviser to the Government", with capitals though it is nobody's name
            return False
        own = known is not None and known.kind in ("person", "organisation", "metonym") and known.name is not None
        phrase = self._phrase_words(head)
        if self._bare_office(phrase):  # "the minister", "the Prime Minister", whoever that is
            return False
        if tree.pos[head] == "PROPN" or own:
            return True
        if tree.tag[head] == "NNS" or tree.lemma[head] in self._cues.anonymous:
            return False
        definite = tree.lower[phrase[0]] == "the" or bool(tree.kids(head, "poss"))
        return (known is not None or definite) and any(self._names(i) for i in phrase)

    def _work(self, head: int) -> str | None:
        """The sector of the phrase, of what is apposed to it, or of the title before a name."""
        heads = [head, *self._tree.kids(head, "appos", "compound")]
        return next((s for h in heads if (s := _sector(self._tree, h))), None)

    def _seat(self, head: int) -> int | None:
        """As in "a diplomat in Zenda"."""
        tree = self._tree
        found = [o for p in tree.kids(head, "prep") if tree.lower[p] == "in" for o in tree.kids(p, "pobj")]
        return next((o for o in found if tree.pos[o] == "PROPN"), None)

    def _phrase_words(self, head: int) -> range:
        start, end = phrase_span(self._tree, head)
        return range(bisect_left(self._tree.start, start), bisect_left(self._tree.start, end))

    def _names(self, i: int) -> bool:
        """Whether a word is a proper name, or an adjective of one: "the Bordurian embassy"."""
        tree = self._tree
        if tree.pos[i] != "ADJ" or not tree.text[i][:1].isupper():
            return tree.pos[i] == "PROPN"
        return i != tree.sentences[tree.sent[i]][0] or bool(self._places.at(i))

    def _bare_office(self, phrase: range) -> bool:
        """Whether a phrase is a word for a work and no more."""
        tree = self._tree
        words = [tree.lower[i] for i in phrase if tree.pos[i] != "DET"]
        return " ".join(words) in _roles()

    def _indefinite(self, head: int) -> bool:
        tree = self._tree
        return any(tree.lower[c] in INDEFINITE for c in tree.children[head] if c < head)

    # ---------------------------------------------------------------------------------------------- whom "he" means

    def _pronoun(self, head: int) -> Speaker:
        """The nearest source before that fits, else the nearest subject that fits."""
        tree, word = self._tree, self._tree.lower[head]
        own = self._places.at(head)
        mention = own[0] if own else None
        if word in SELF:
            return Speaker(
                tree.text[head], mention, None, named=False, place=None, score=0.5, why=f"{word!r} as it stands"
            )
        number = tree.sent[head]
        best: tuple[float, int] | None = None
        for candidate, base in self._candidates(head):
            back = number - tree.sent[candidate]
            if back > FARTHEST or not (fit := self._fits(word, candidate)):
                continue
            score = base * fit * 0.93**back
            if best is None or score > best[0]:
                best = score, candidate
        if best is None:
            why = f"nobody before fits {word!r}"
            return Speaker(tree.text[head], mention, None, named=False, place=None, score=0.3, why=why)
        found = self._phrase(best[1], best[0], f"{word!r} is the nearest speaker that fits")
        if found.mention is None and mention is not None and found.place is None:
            found = Speaker(found.words, mention, found.sector, found.named, found.place, found.score, found.why)
        return found

    def _candidates(self, head: int) -> list[tuple[int, float]]:
        """Sources of earlier attributions, then subjects and objects of this sentence and those before."""
        tree = self._tree
        found = [(s, 0.9) for s in [s for s in self._earlier if s < head][-8:]]
        number = tree.sent[head]
        for back in range(min(number, 2) + 1):
            first, last = tree.sentences[number - back]
            for i in range(first, min(last, head)):
                if tree.pos[i] in ("NOUN", "PROPN"):
                    dep = tree.dep[i]
                    if dep in SUBJECTS or dep == "nsubjpass":
                        found.append((i, 0.85))
                    elif dep in ("dobj", "pobj", "appos", "poss", "conj"):
                        found.append((i, 0.55))
        return found

    def _fits(self, word: str, head: int) -> float:
        """How well a phrase agrees with a pronoun in number, person and gender, 0 to 1; 0 rules it out."""
        tree = self._tree
        plural = tree.tag[head] in ("NNS", "NNPS") or bool(tree.kids(head, "conj"))
        known = self._places.at(head)
        mention = self._mentions[known[0]] if known else None
        person = _is_person(tree, head, mention)
        if word in MANY:
            return 1.0 if plural else (0.6 if not person else 0.0)
        if plural:
            return 0.0
        if word in THING:
            return 0.0 if person else (1.0 if mention is not None or tree.pos[head] == "PROPN" else 0.4)
        near = {tree.lower[head], *(tree.lower[c] for c in tree.children[head])}
        near |= {tree.lower[c] for a in tree.kids(head, "appos") for c in (a, *tree.children[a])}
        if near & (MALE if word in ("she", "her") else FEMALE):
            return 0.0
        if mention is not None and mention.kind in ("name", "adjective", "metonym", "organisation"):
            return 0.0
        return 1.0 if person else (0.5 if tree.pos[head] == "PROPN" else 0.0)


def _is_person(tree: Tree, head: int, mention: Mention | None) -> bool:
    if mention is not None and mention.kind == "person":
        return True
    if tree.lemma[head] in _persons():
        return True
    if any(tree.lemma[a] in _persons() for a in tree.kids(head, "appos")):
        return True
    return tree.pos[head] == "PROPN" and mention is None and bool(tree.kids(head, "compound", "amod"))


def phrase_span(tree: Tree, head: int) -> tuple[int, int]:
    """First and one-past-last character of a noun phrase without its clauses and appositions."""
    kept = {head}
    for child in tree.children[head]:
        if tree.dep[child] in LEFT_OUT:
            continue
        below = tree.subtree(child)
        if child < head or tree.dep[child] in ("prep", "nummod"):
            kept.update(below)
    left = right = head
    while left - 1 in kept or (left - 2 in kept and tree.text[left - 1] in ("-", "’", "'", "’s", ",")):
        left -= 1
    while right + 1 in kept:
        right += 1
    while right > head and tree.text[right] in (",", "-", "–", "—"):
        right -= 1
    if (name := _name_behind(tree, head, right)) is not None:
        right = name
    return tree.start[left], tree.end[right]


def _name_behind(tree: Tree, head: int, right: int) -> int | None:
    """The last word of the name that stands behind a comma: "the mayor of Zenda, Olan Dresk"."""
    if tree.pos[head] != "NOUN" or right + 2 >= len(tree) or tree.text[right + 1] != ",":
        return None
    for a in tree.kids(head, "appos"):
        words = [a, *tree.kids(a, "compound")]
        if tree.pos[a] == "PROPN" and min(words) == right + 2 and len(words) > 1 and max(words) == a:
            return a
    return None


@cache
def _roles() -> dict[str, str]:
    return {row["term"]: row["sector"] for row in table("roles")}


@cache
def _persons() -> frozenset[str]:
    return frozenset(row["term"].split(" of ")[0].split()[-1] for row in table("roles") if row["person"] == "1")


def _sector(tree: Tree, head: int) -> str | None:
    """The sector of the longest word for a work that ends with the head: "defence adviser", "analyst"."""
    first = bisect_left(tree.start, max(0, tree.start[head] - 40))
    for i in range(max(first, head - 3), head + 1):
        words = [*tree.lower[i:head], tree.lemma[head]]
        if found := _roles().get(" ".join(words)):
            return found or None
    return None
