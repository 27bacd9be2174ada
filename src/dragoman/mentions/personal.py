"""Does a word name a person here? "Khan" alone, "Imran Khan", "Jam Kamal Khan", "Foreign Minister Park Jin"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dragoman.mentions.lexicon import listed
from dragoman.mentions.people import standing
from dragoman.mentions.scan import Match, Words
from dragoman.mentions.words import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.mentions.actors import Person, Sense
    from dragoman.mentions.phrases import Phrase

__all__ = [
    "given_before",
    "given_name",
    "is_person",
    "joined_by_parts",
    "name_after",
    "stranger_before",
    "surname_like",
]

PROMINENT: Final = 0.75  # of an office, from which a surname alone names its holder in a text; our choice
KNOWN: Final = 0.45  # the same where the text names the holder's state
RARE_NAME: Final = 0.25  # the same where the tables have a single bearer of a long name
_PERSONAL: Final = frozenset({"person", "surname"})
_NAMELIKE: Final = frozenset({"city", "surname", "region"})  # what a stranger's name may happen to be in the tables
_NO_NAMES: Final = frozenset({"the", "a", "s", "former", "late", "as"})


def joined_by_parts(phrase: Phrase) -> list[Match]:
    """Join a run of capitalised words into one person when a table's person has all of them as parts of the name.

    "Nawaf Al-Ahmad Al-Jaber Al-Sabah" and "Tayyip Erdogan" need not be spelled so in the table.

    Args:
        phrase: before its persons are known.
    Returns:
        The matches of the head, joined where that holds.
    """
    head, words = phrase.head, phrase.words
    short = [m for m in head if m.of_kind(_PERSONAL)]
    for match in short:
        start, end = _run(phrase, match)
        parts = [p for p in words.pieces[start:end] if p not in listed("title")]
        start = end - len(parts)
        if not 2 <= len(parts) <= 8 or (start, end) == (match.start, match.end):
            continue
        senses = [s for m in short if start <= m.start and m.end <= end for s in m.of_kind(_PERSONAL)]
        senses += [s for n in (1, 2) for s in phrase.actors.of(" ".join(parts[-n:])) if s.kind in _PERSONAL]
        fits = {s.person.name: s for s in senses if s.person is not None and _made_of(parts, s.person)}
        if len(fits) == 1:
            (sense,) = fits.values()
            whole = Match(start, end, " ".join(parts), [replace(sense, kind="person")])
            return sorted([*(m for m in head if m.end <= start or m.start >= end), whole], key=lambda m: m.start)
    return head


def _made_of(parts: Sequence[str], person: Person) -> bool:
    """Whether all words are parts of a person's name; one further name is let pass among four or more."""
    more = set(parts) - person.given
    return not more or (len(parts) >= 4 and len(more) == 1 and key(person.name).split()[0] == parts[0])


def _run(phrase: Phrase, match: Match) -> tuple[int, int]:
    """The capitalised words around a name that are no role's."""
    words, start, end = phrase.words, match.start, match.end

    def free(i: int) -> bool:
        inside = any(m.start <= i < m.end and not m.of_kind(_PERSONAL | {"city", "region"}) for m in phrase.head)
        return words.raws[i][:1].isupper() and words.pieces[i] != "s" and not inside

    while start > 0 and free(start - 1):
        start -= 1
    while end < phrase.cut and free(end):
        end += 1
    return start, end


def surname_like(phrase: Phrase, roles: Sequence[Match]) -> bool:
    """Whether the last role is a name in truth: capitalised between a title and a name, as in "Minister Park Jin"."""
    title, last, raws = roles[-2], roles[-1], phrase.words.raws
    if title.role is None or not title.role.human or title.end != last.start or last.end - last.start != 1:
        return False
    if last.end >= phrase.cut or (last.role is not None and last.role.human) or phrase.piece(last.end) == "s":
        return False
    first = raws[last.start]
    return first[:1].isupper() and not first.isupper() and raws[last.end][:1].isupper()


def is_person(phrase: Phrase, match: Match) -> bool:
    """Whether a match names a person, judged by the words beside it."""
    if not match.of_kind(_PERSONAL):
        return False
    given = set[str]().union(*(s.person.given for s in match.senses if s.person is not None))
    before = given_before(phrase, match)
    after = _stranger_after(phrase, match)
    if after is not None and after not in given:
        return match.words.count(" ") > 1 and bool(match.of_kind(frozenset({"person"})))
    if match.of_kind(frozenset({"person"})) or match.words in phrase.setting.people or _titled(phrase, match):
        return True
    if before is not None:
        initial = len(before) == 1 and any(g.startswith(before) for g in given)
        return before in given or initial
    return after is not None or _stands_alone(phrase, match)


def _titled(phrase: Phrase, match: Match) -> bool:
    if any(m.end == match.start and m.role is not None for m in phrase.head):
        return True
    return match.start > 0 and phrase.piece(match.start - 1) in listed("title")


def _stands_alone(phrase: Phrase, match: Match) -> bool:
    """Whether a surname without given name or title means its bearer: no common word or place, and prominent then."""
    if match.words in phrase.actors.common:
        return False
    if any(s.kind not in {"surname", "role"} and s.score >= 0.5 for s in match.senses):
        return False
    senses = match.of_kind(_PERSONAL)
    if phrase.setting.trusted or any(_prominent(phrase, s) for s in senses):
        return True
    people = {id(s.person): s.person for s in senses if s.person is not None}
    rare = len(people) == 1 and len(match.words) > 5 and match.words not in phrase.actors.first_names
    return rare and standing(next(iter(people.values())), phrase.setting.day).prominence >= RARE_NAME


def _prominent(phrase: Phrase, sense: Sense) -> bool:
    if sense.person is None:
        return False
    at = standing(sense.person, phrase.setting.day)
    return at.prominence >= PROMINENT or (at.prominence >= KNOWN and phrase.setting.weights.get(at.state, 0.0) > 0.0)


def stranger_before(match: Match, head: Sequence[Match], words: Words) -> str | None:
    """The capitalised word right before a match that no table knows as an actor; None if there is none."""
    i = match.start - 1
    if i < 0 or not words.raws[i][:1].isupper() or words.pieces[i] in listed("title") | listed("opening") | _NO_NAMES:
        return None
    there = next((m for m in head if m.start <= i < m.end), None)
    if there is not None and (there.end - there.start > 1 or any(s.kind not in _NAMELIKE for s in there.senses)):
        return None
    return words.pieces[i] if words.pieces[i].isalpha() else None


def given_before(phrase: Phrase, match: Match) -> str | None:
    """The given name right before a surname, past initials: "john" of "John F. Kennedy"; an initial where it stands alone."""
    before = stranger_before(match, phrase.head, phrase.words)
    at = match.start - 1
    while before is not None and len(before) == 1 and at > 0:
        ahead = Match(at, at + 1, before, [])
        name = stranger_before(ahead, phrase.head, phrase.words)
        if name is None:
            break
        before, at = name, at - 1
    return before


def _stranger_after(phrase: Phrase, match: Match) -> str | None:
    i, words = match.end, phrase.words
    if i >= min(phrase.cut, len(words.pieces)) or not words.raws[i][:1].isupper() or words.pieces[i] == "s":
        return None
    there = next((m for m in phrase.head if m.start == i), None)
    if there is not None and any(s.kind not in _NAMELIKE for s in there.senses):
        return None
    return words.pieces[i] if words.pieces[i].isalpha() else None


def given_name(match: Match, end: int) -> bool:
    """Whether a city's or region's name right before a surname is a given name in truth: "Jam Kamal Khan"."""
    return match.end == end and " " not in match.words and all(s.kind in _NAMELIKE | _PERSONAL for s in match.senses)


_SMALL: Final = frozenset({"al", "el", "bin", "de", "van", "von", "der", "da", "dos", "ben", "la"})


def name_after(role: Match, words: Words, cut: int) -> list[str]:
    """The capitalised words right after a title: a person whom no table knows."""
    run: list[str] = []
    for i in range(role.end, min(cut, len(words.pieces))):
        raw = words.raws[i]
        if words.pieces[i] == "s" and raw.lower() in {"'s", "’s"}:
            return []
        if not raw[:1].isupper() and words.pieces[i] not in _SMALL:
            break
        if not run or run[-1] != raw:
            run.append(raw)
    return run
