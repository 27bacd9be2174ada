"""Which words look like a state's name and are none: "Jordan Smith", "Michael Jordan", "Manchester United", teams in a game."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dragoman.mentions.lexicon import listed
from dragoman.mentions.rarity import USUAL, rarity
from dragoman.mentions.scan import STATE_KINDS, Match, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.mentions.actors import Actors
    from dragoman.mentions.syntax import Syntax

__all__ = ["about_a_game", "somebody_else"]

_PROPER: Final = frozenset({"NNP", "NNPS"})
_LOCAL: Final = frozenset({"city", "region"})
_NAMED: Final = frozenset({"organisation", "group", "person", "surname"})
_MONTHS: Final = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
_OF_A_GROUP: Final = frozenset(
    ["group", "organisation", "organization", "movement", "guerrillas", "militants", "members"]
)
MANY_SPORT_WORDS: Final = 3  # from which a sentence tells of a game without a score; our choice


def about_a_game(texts: Sequence[str], actors: Actors) -> bool:
    """Whether a sentence tells a game, so that states in it are teams: a score and a word of sport, or many such words."""
    count = sum(t.lower() in actors.sport_words for t in texts)
    return count >= MANY_SPORT_WORDS or (count > 0 and any(_score(texts, i) for i in range(1, len(texts) - 1)))


def _score(texts: Sequence[str], i: int) -> bool:
    before, after = texts[i - 1], texts[i + 1]
    return texts[i] in {"-", "–"} and before.isdigit() and after.isdigit() and len(before) < 3 and len(after) < 3


def somebody_else(match: Match, words: Words, syntax: Syntax, offset: int, *, actors: Actors, title: bool) -> bool:
    """Whether the words are part of a person's or a club's name.

    Args:
        match: in a sentence.
        words: of the sentence.
        syntax: of the article.
        offset: first token of the sentence.
        actors: with the lists of names that are people's too.
        title: whether it is a headline, where capitals say nothing.
    """
    if _usual_word(match, words, syntax, offset) or _date(match, words):
        return True
    if not match.of_kind(STATE_KINDS):
        return False
    return (
        _club(match, words, actors)
        or _given(match, words, syntax, offset, actors, title)
        or _family(match, words, actors)
    )


def _usual_word(match: Match, words: Words, syntax: Syntax, offset: int) -> bool:
    """Whether a body's or person's name is but a usual word that opens a sentence: "Most of them", "Target the rebels"."""
    if match.start > 0 or match.end - match.start > 1 or not all(s.kind in _NAMED for s in match.senses):
        return False
    raw, tag = words.raws[match.start], syntax.tags[offset + words.tokens[match.start]]
    return raw[:1].isupper() and not raw.isupper() and tag not in _PROPER and rarity(match.words) < USUAL


def _date(match: Match, words: Words) -> bool:
    """Whether a body named after a day is a day here: "on November 17", and no "group November 17"."""
    pieces = match.words.split()
    if len(pieces) != 2 or not any(p in _MONTHS for p in pieces) or not any(p.isdigit() for p in pieces):
        return False
    around = [words.pieces[i] for i in (match.start - 1, match.end) if 0 <= i < len(words.pieces)]
    return not any(p in _OF_A_GROUP for p in around)


def _club(match: Match, words: Words, actors: Actors) -> bool:
    pieces, raws, before, after = words.pieces, words.raws, match.start - 1, match.end
    if after < len(raws) and raws[after][:1].isupper() and pieces[after] in actors.club_words:
        return True
    if before < 0 or not raws[before][:1].isupper() or pieces[before] not in actors.club_words:
        return False
    return before == 0 or pieces[before - 1] != "the"


def _given(match: Match, words: Words, syntax: Syntax, offset: int, actors: Actors, title: bool) -> bool:
    """Whether a surname that no table knows follows: "Jordan Smith"."""
    after = match.end
    if title or match.words not in actors.first_names or after >= len(words.raws):
        return False
    raw, piece = words.raws[after], words.pieces[after]
    if not raw[:1].isupper() or not raw.isalpha() or raw.isupper() or piece in listed("newspaper"):
        return False
    token = offset + words.tokens[match.end - 1] + 1
    return piece not in actors.senses and token < len(syntax.tags) and syntax.tags[token] in _PROPER


def _family(match: Match, words: Words, actors: Actors) -> bool:
    """Whether a given name stands before: "Michael Jordan", "Paris Hilton"."""
    before = match.start - 1
    if before < 0 or words.pieces[before] not in actors.first_names or not words.raws[before][:1].isupper():
        return False
    if match.words in actors.family_names:
        return True
    return bool(match.of_kind(_LOCAL)) and words.pieces[before] not in actors.senses
