"""Does a word name a person here? "Khan" alone, "Imran Khan", "Jam Kamal Khan", "Foreign Minister Park Jin"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dragoman.mentions.lexicon import listed
from dragoman.mentions.people import standing
from dragoman.mentions.resolution import Setting
from dragoman.mentions.scan import Match, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.mentions.actors import Actors

__all__ = ["KNOWN", "PROMINENT", "given_name", "is_person", "joined_by_parts", "name_after", "stranger_before", "surname_like"]

PROMINENT: Final = 0.75  # of an office, from which a surname alone names its holder in a text; our choice


KNOWN: Final = 0.45  # the same where the text names the holder's state


_PERSONAL: Final = frozenset({"person", "surname"})


def joined_by_parts(head: list[Match], words: Words, cut: int, actors: Actors) -> list[Match]:
    """Join a run of capitalised words into one person when a table's person has all of them as parts of the name.

    "Nawaf Al-Ahmad Al-Jaber Al-Sabah" and "Tayyip Erdogan" need not be spelled so in the table.
    """
    short = [m for m in head if m.of_kind(_PERSONAL)]
    if not short:
        return head
    for match in short:
        start, end = match.start, match.end
        while start > 0 and words.raws[start - 1][:1].isupper() and not _role_at(head, start - 1):
            start -= 1
        while end < cut and words.raws[end][:1].isupper() and words.pieces[end] != "s" and not _role_at(head, end):
            end += 1
        parts = [p for p in words.pieces[start:end] if p not in listed("title")]
        start = end - len(parts)
        if len(parts) < 2 or (start, end) == (match.start, match.end) or len(parts) > 8:
            continue
        senses = [s for m in short if start <= m.start and m.end <= end for s in m.of_kind(_PERSONAL)]
        senses += [s for n in (1, 2) for s in actors.of(" ".join(parts[-n:])) if s.kind in _PERSONAL]
        fits = {s.person.name: s for s in senses if s.person is not None and set(parts) <= s.person.given}
        if len(fits) == 1:
            (sense,) = fits.values()
            whole = Match(start, end, " ".join(parts), [replace(sense, kind="person")])
            return sorted([*(m for m in head if m.end <= start or m.start >= end), whole], key=lambda m: m.start)
    return head


def _role_at(head: Sequence[Match], i: int) -> bool:
    return any(m.start <= i < m.end and not m.of_kind(_PERSONAL | {"city", "region"}) for m in head)


def surname_like(roles: Sequence[Match], words: Words, cut: int) -> bool:
    """Whether the last role is a name in truth: capitalised right after a title, with a name after it ("Minister Park Jin")."""
    title, last = roles[-2], roles[-1]
    return (
        title.role is not None
        and title.role.human
        and title.end == last.start
        and last.end - last.start == 1
        and last.end < cut
        and words.raws[last.start][:1].isupper()
        and words.raws[last.end][:1].isupper()
        and words.pieces[last.end] != "s"
        and not words.raws[last.start].isupper()
        and (last.role is None or not last.role.human)
    )


def is_person(
    match: Match, head: Sequence[Match], words: Words, cut: int, setting: Setting, actors: Actors
) -> bool:
    """Whether a match names a person, judged by the words beside it."""
    full = match.of_kind(frozenset({"person"}))
    short = match.of_kind(frozenset({"surname"}))
    if not full and not short:
        return False
    given = set().union(*(s.person.given for s in match.senses if s.person is not None))
    before, after = stranger_before(match, head, words), _unknown_after(match, head, words, cut)
    if full:
        return after is None or after in given or match.words.count(" ") > 1
    if match.words in setting.people and after is None:
        return True
    titled = any(m.end == match.start and m.role is not None for m in head) or (
        match.start > 0 and words.pieces[match.start - 1] in listed("title")
    )
    if titled and (after is None or after in given):
        return True
    if before is not None and not (before in given or (len(before) == 1 and any(g.startswith(before) for g in given))):
        return False
    if after is not None and after not in given:
        return False
    others = [s for s in match.senses if s.kind not in {"surname", "role"}]
    if others and max(s.score for s in others) >= 0.5 and before is None:
        return False
    if match.words in actors.common and before is None:
        return False
    if setting.trusted or before is not None or after is not None:
        return True
    return any(
        at.prominence >= PROMINENT or (at.prominence >= KNOWN and setting.weights.get(at.state, 0.0) > 0.0)
        for at in (standing(s.person, setting.day) for s in short if s.person is not None)
    )


def stranger_before(match: Match, head: Sequence[Match], words: Words) -> str | None:
    """The capitalised word right before a match that no table knows; None if there is none."""
    i = match.start - 1
    if i < 0 or not words.raws[i][:1].isupper() or words.pieces[i] in listed("title"):
        return None
    there = next((m for m in head if m.start <= i < m.end), None)
    if there is not None and (there.end - there.start > 1 or any(s.kind not in {"city", "surname", "region"} for s in there.senses)):
        return None
    return words.pieces[i] if words.pieces[i].isalpha() and words.pieces[i] not in {"the", "a", "s", "former", "late", "as"} else None


def given_name(match: Match, end: int, words: Words) -> bool:
    """Whether a city's or region's name right before a surname is a given name in truth: "Jam Kamal Khan"."""
    return match.end == end and all(s.kind in {"city", "region", "surname", "person"} for s in match.senses) and " " not in match.words


def _unknown_after(match: Match, head: Sequence[Match], words: Words, cut: int) -> str | None:
    i = match.end
    if i >= min(cut, len(words.pieces)) or not words.raws[i][:1].isupper():
        return None
    there = next((m for m in head if m.start == i), None)
    if there is not None and any(s.kind not in {"city", "surname", "region"} for s in there.senses):
        return None
    return words.pieces[i] if words.pieces[i].isalpha() and words.pieces[i] != "s" else None


def name_after(role: Match, words: Words, cut: int) -> list[str]:
    """The capitalised words right after a title: a person whom no table knows."""
    run: list[str] = []
    for i in range(role.end, min(cut, len(words.pieces))):
        raw = words.raws[i]
        if words.pieces[i] == "s" and raw.lower() in {"'s", "’s"}:
            return []
        if not raw[:1].isupper() and words.pieces[i] not in {"al", "el", "bin", "de", "van", "von", "der", "da", "dos", "ben", "la"}:
            return [] if not run else run
        if not run or run[-1] != raw:
            run.append(raw)
    return run
