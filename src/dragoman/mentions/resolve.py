"""Who is named by a phrase: state, sector and name, with a score and the reason.

The phrase is read as English noun phrases are built: the head says what it is (a soldier, a ministry, a person), what
stands before it or after "of", "in", "from" says whose it is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dragoman.mentions.heads import body_head, generic, newspaper, person_head, role_head, state_head
from dragoman.mentions.lexicon import listed
from dragoman.mentions.owners import OWNERS, owner_after, owner_of
from dragoman.mentions.personal import is_person, joined_by_parts, surname_like
from dragoman.mentions.resolution import NOBODY, Resolution, Setting
from dragoman.mentions.scan import STATE_KINDS, Match, Words, first_outside, scan
from dragoman.mentions.spelling import mended, tokens_of
from dragoman.mentions.words import BARRIER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.mentions.actors import Actors

__all__ = ["resolve", "resolve_words"]

def resolve(
    phrase: str, *, context: str = "", day: date | None = None, known_country: str | None = None, actors: Actors
) -> Resolution:
    """Whom a bare phrase names.

    Args:
        phrase: as a text would have it: "the Turkish foreign minister", "Davutoglu", "Shanghai authorities".
        context: text around it; states named there decide what the phrase leaves open.
        day: of the text; terms of office and the years of states hold by it. Without a day the office held last counts.
        known_country: code of the state that it is about, where known.
        actors: the gazetteer.
    """
    words = Words.of(tokens_of(phrase))
    weights = _weights_of(context, actors)
    top = max(weights, key=lambda s: weights[s]) if weights else None
    known = known_country or top
    setting = Setting(day=day, weights=weights, known=known, trusted=True)
    shouted = phrase.isupper() and len(words.pieces) > 1
    found = resolve_words(words, scan(words, actors, shouted=shouted, bare=True), setting, actors)
    if not found.kind and (right := mended(words, actors)) is not None:
        near = resolve_words(right, scan(right, actors, bare=True), setting, actors)
        found = replace(near, score=near.score * 0.7, why=f"read as {' '.join(right.raws)!r}; {near.why}") if near.kind else found
    if found.state is None and known and found.kind == "role":
        why = "given" if known_country else "named around it"
        return replace(found, state=known, score=found.score * 0.8, why=f"{found.why}; state {known} {why}")
    return found


def _weights_of(context: str, actors: Actors) -> dict[str, float]:
    """States named in a text, by share of their mentions."""
    if not context:
        return {}
    words = Words.of(tokens_of(context))
    counts: dict[str, float] = {}
    for match in scan(words, actors):
        senses = match.of_kind(STATE_KINDS | {"organisation"})
        best = max(senses, key=lambda s: s.score, default=None)
        if best is not None and best.state and best.score >= 0.8:
            counts[best.state] = counts.get(best.state, 0.0) + (1.0 if best.kind != "organisation" else 0.6)
    total = sum(counts.values())
    return {s: n / total for s, n in counts.items()}


def resolve_words(words: Words, matches: Sequence[Match], setting: Setting, actors: Actors) -> Resolution:
    """Whom a noun phrase names, from the matches in it.

    Args:
        words: of the phrase.
        matches: of `scan` on these words.
        setting: what is known around it.
        actors: the gazetteer.
    """
    pieces = words.pieces
    if not pieces or not matches:
        return NOBODY
    cut = first_outside(pieces, matches)
    head = [m for m in matches if m.start < cut]
    tail = [m for m in matches if m.start >= cut]
    while not [m for m in head if m.named or m.role] and tail:
        # "a group of thieves", "several of the largest unions": what follows is the head
        if pieces[cut] not in {"of", BARRIER} and pieces[cut] not in OWNERS:
            break
        if not _partitive(pieces, cut) and pieces[cut] != BARRIER:
            break
        cut = first_outside(pieces, tail, after=cut + 1)
        head, tail = [m for m in tail if m.start < cut], [m for m in tail if m.start >= cut]
    if head and _partitive(pieces, cut) and tail and cut < len(pieces) and pieces[cut] == "of":
        inner = resolve_words(words.part(cut + 1, len(pieces)), _shift(tail, cut + 1), setting, actors)
        if inner.kind and inner.sector:
            own = owner_of(head, words, setting, actors)
            return replace(inner, state=inner.state or own.state)
    if not head:
        if tail:
            found = owner_after(tail, pieces, cut, setting, actors)
            if found.state:
                return Resolution(found.state, None, None, 0.5 * found.score, f"no actor; {found.why}", (), "name", found.candidates)
        return NOBODY
    return _head(words, head, tail, cut, setting, actors)


def _head(
    words: Words, head: list[Match], tail: list[Match], cut: int, setting: Setting, actors: Actors
) -> Resolution:
    pieces = words.pieces
    paper = newspaper(words, head, cut)
    if paper is not None:
        return paper
    head = joined_by_parts(head, words, cut, actors)
    people = [m for m in head if is_person(m, head, words, cut, setting, actors)]
    roles = [m for m in head if m.role is not None and m not in people and not _is_name_first(m)]
    while len(roles) > 1 and surname_like(roles, words, cut):
        roles.pop()
    person = people[-1] if people else None
    if person is not None and (person.end < len(pieces) and pieces[person.end] == "s" and any(r.start > person.end for r in roles)):
        person = None  # "Trump's envoy": the person owns, the role is the head
    modifiers = [m for m in head if m is not person and m not in roles]
    if person is not None:
        return person_head(words, person, roles, modifiers, tail, cut, setting, actors)
    bodies = [m for m in modifiers if m.of_kind(frozenset({"organisation", "group"})) and not _state_first(m, setting)]
    if roles and roles[-1].end > (bodies[-1].start if bodies else -1):
        return role_head(words, roles, bodies, modifiers, tail, cut, setting, actors)
    if bodies:
        body = bodies[-1]
        if len(bodies) > 1 and bodies[-2].end == body.start and generic(body, actors):
            body = bodies[-2]  # "Shin Bet Security Service"
        return body_head(words, body, modifiers, tail, cut, setting, actors)
    return state_head(words, modifiers, cut, setting, actors)


def _small(piece: str) -> bool:
    return piece in {"a", "an", "the", "of", "s", "its", "his", "their", "more", "than", "about", "least"} or piece.isdigit()


def _partitive(pieces: Sequence[str], cut: int) -> bool:
    return any(p in listed("partitive") for p in pieces[max(0, cut - 3) : cut])


def _shift(matches: Sequence[Match], by: int) -> list[Match]:
    return [Match(m.start - by, m.end - by, m.words, m.senses, m.lowered) for m in matches if m.start >= by]


def _state_first(match: Match, setting: Setting) -> bool:
    """Whether words that are both a state's and a body's mean the state."""
    states = match.of_kind(STATE_KINDS)
    bodies = match.of_kind(frozenset({"organisation", "group"}))
    day = setting.day
    best_state = max(((s.score + (0.03 if s.kind in {"seat", "capital"} else 0)) * (1 if s.holds(day) else 0.5) for s in states), default=0.0)
    best_body = max((s.score * (1 if s.holds(day) else 0.5) * (1.2 if s.source.count(", line ") else 1) for s in bodies), default=0.0)
    return best_state >= best_body


def _is_name_first(match: Match) -> bool:
    """Whether words that are both a role's and a name's mean the name, as their capitals tell."""
    return match.named and any(s.kind in {"organisation", "name", "seat", "group"} for s in match.senses) and not match.lowered
