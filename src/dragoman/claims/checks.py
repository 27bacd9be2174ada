"""Can it be checked? A prophecy, a moral judgement or a claim without actor or observable act is kept, with the reason."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.claims.subjects import NOT_THE_STATE
from dragoman.data import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.claims.subjects import Subject
    from dragoman.records import Mention
    from dragoman.reports import Places, Tree

__all__ = ["about_politics", "political", "uncheckable"]

SCRIPTURE: Final = re.compile(
    r"\b(?:Genesis|Exodus|Isaiah|Jeremiah|Ezekiel|Daniel|Joel|Zechariah|Matthew|Mark|Luke|John|Revelation|Psalms?|Quran|Koran|Surah?)\s\d+[:.]\d+"
)
SHARE: Final = (
    0.03  # of words of politics, from which on a text is about politics; set on development news, see docs/claims.md
)
PERSONAL: Final = frozenset({"i", "you", "one", "me"})  # who speaks of themselves or of anybody
PUBLIC: Final = frozenset(["GOV", "MIL", "LEG", "JUD", "COP", "SPY", "IGO", "ELI", "PTY", "OPP", "REB", "UAF"])


def uncheckable(  # noqa: PLR0911 - one return a reason
    subject: Subject, mentions: Sequence[Mention], sentence: str
) -> str | None:
    """Why no rule can settle it; None if one can.

    Args:
        subject: what it is about.
        mentions: of the article.
        sentence: its words.
    """
    observable = subject.act is not None or subject.direction is not None or subject.third is not None
    found = _unforeseeable().search(sentence)
    if found:
        return f"{_reasons()[' '.join(found.group().lower().split())]}: {found.group()!r}"
    if not observable:
        scripture = SCRIPTURE.search(sentence)
        if scripture:
            return f"prophecy: {scripture.group()!r}"
        return "no observable: neither an act that the data record nor a turn of a relation"
    if subject.source is None:
        return "no actor: no state or organisation is named whose act it would be"
    for m in (subject.source, subject.target, subject.third):
        if m is not None and mentions[m].sector in NOT_THE_STATE:
            return f"not a state: {mentions[m].text!r} acts for no state, and the levels leave such acts out"
    if subject.direction and subject.target is None:
        return "one side only: a relation needs two"
    if subject.target is not None and mentions[subject.source].state == mentions[subject.target].state:
        return "within one state: the data record what stands between states"
    return None


def political(  # noqa: PLR0911 - one return a case
    tree: Tree,
    places: Places,
    mentions: Sequence[Mention],
    clause: Sequence[int],
    sentence: Sequence[int],
    heads: Sequence[int],
    *,
    weak: bool = False,
    of_politics: bool = False,
) -> bool:
    """Whether a clause speaks of states, their organs or politics, and not of weather, sport, machines or the speaker.

    Args:
        tree: of the article.
        places: its mentions over the tree.
        mentions: of the article.
        clause: words of what is to come, its subject included.
        sentence: all words of the sentence.
        heads: of the subject of what is to come.
        weak: whether the words only call it possible.
        of_politics: whether the article is about politics, so that fewer words are asked of the clause.
    """
    if any(tree.lemma[h] in _words("unpolitical") or tree.lower[h] in _words("unpolitical") for h in heads):
        return False
    if any(tree.lower[h] in PERSONAL for h in heads):
        return False
    acting = any(_acts(tree, places, mentions, h) for h in heads)
    in_clause, in_sentence = (_political_words(tree, words) for words in (clause, sentence))
    named = any(_of_a_state(mentions[m]) for w in clause for m in places.at(w))
    if named and any(tree.lower[w] in _reasons() for w in sentence):
        return True  # a prophecy or moral judgement of states: kept, with the reason why nothing settles it
    if not acting and _other_words(tree, clause) > in_clause:
        return False
    beside = named or any(_of_a_state(mentions[m]) for w in sentence for m in places.at(w))
    if of_politics and not weak:
        return acting or named or in_clause > 0 or (beside and in_sentence > 0) or in_sentence > 1
    if of_politics:
        return acting or in_clause > 0 or (named and in_sentence > 0)
    if weak:  # "could", "may": of states and politics themselves alone
        return acting or in_clause > 1 or (beside and in_clause > 0)
    return acting or in_clause > 1 or (beside and in_clause > 0) or (named and in_sentence > 0)


def about_politics(tree: Tree) -> bool:
    """Whether a text is about politics: the share of its words that are words of politics."""
    known = _words("politics")
    return sum(w in known or m in known for w, m in zip(tree.lower, tree.lemma, strict=True)) >= SHARE * len(tree)


def _acts(tree: Tree, places: Places, mentions: Sequence[Mention], head: int) -> bool:
    """Whether a subject is a state, its organ or officer: "Bordurian firms" and "Bordurian fans" are not."""
    beside = [c for c in tree.kids(head, "compound", "amod") if tree.lemma[c] in _words("private")]
    private = tree.pos[head] != "PROPN" and bool({tree.lower[head], tree.lemma[head]} & _words("private"))
    own = [m for m in places.at(head) if _of_a_state(mentions[m])]
    if own and not beside and not private:
        return True
    if tree.pos[head] == "PRON":
        return any(_of_a_state(mentions[m]) for m in places.heads([head], 1))
    if beside or private:
        return False
    return any(_of_a_state(mentions[m]) for m in places.heads([head], 1))


def _political_words(tree: Tree, words: Sequence[int]) -> int:
    known = _words("politics")
    return sum(tree.lower[w] in known or tree.lemma[w] in known for w in words)


def _other_words(tree: Tree, words: Sequence[int]) -> int:
    known = _words("unpolitical") | _words("private")
    return sum(tree.lower[w] in known or tree.lemma[w] in known for w in words)


def _of_a_state(mention: Mention) -> bool:
    return not mention.locative and (mention.state is not None or mention.sector in PUBLIC)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(r["word"] for r in table(name))


@cache
def _reasons() -> dict[str, str]:
    return {r["cue"]: r["reason"] for r in table("unforeseeable")}


@cache
def _unforeseeable() -> re.Pattern[str]:
    words = sorted(_reasons(), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words) + r")\b", re.IGNORECASE)
