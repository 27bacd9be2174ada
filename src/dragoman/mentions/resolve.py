"""Who is named by a phrase: state, sector and name, with a score and the reason.

The phrase is read as English noun phrases are built: the head says what it is (a soldier, a ministry, a person), what
stands before it or after "of", "in", "from" says whose it is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dragoman.mentions.bearers import person_head
from dragoman.mentions.heads import body_head, generic, newspaper, role_head, state_head
from dragoman.mentions.lexicon import listed
from dragoman.mentions.owners import BODIES, OWNERS, owner_after, owner_of
from dragoman.mentions.personal import is_person, joined_by_parts, surname_like
from dragoman.mentions.phrases import Phrase
from dragoman.mentions.resolution import NOBODY, Resolution, Setting
from dragoman.mentions.scan import STATE_KINDS, Match, Words, first_outside, scan
from dragoman.mentions.spelling import mended, tokens_of
from dragoman.mentions.words import BARRIER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.mentions.actors import Actors, Sense

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
        if near.kind:
            found = replace(near, score=near.score * 0.7, why=f"read as {' '.join(right.raws)!r}; {near.why}")
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
    if not words.pieces or not matches:
        return NOBODY
    phrase = _taken_apart(words, matches, setting, actors)
    if not phrase.head:
        found = owner_after(phrase)
        if found.state is None:
            return NOBODY
        why = f"no actor; {found.why}"
        return Resolution(found.state, None, None, 0.5 * found.score, why, (), "name", found.candidates)
    if phrase.tail and phrase.link == "of" and _partitive(words, phrase.cut):
        start = phrase.cut + 1
        inner = resolve_words(words.part(start, len(words.pieces)), _shifted(phrase.tail, start), setting, actors)
        if inner.kind and inner.sector:
            return replace(inner, state=inner.state or owner_of(phrase, phrase.head).state)
    return _by_head(phrase)


def _taken_apart(words: Words, matches: Sequence[Match], setting: Setting, actors: Actors) -> Phrase:
    """Head and tail; of "a group of thieves" and "several of the largest unions" what follows is the head."""
    pieces = words.pieces
    cut = first_outside(pieces, matches)
    head, tail = [m for m in matches if m.start < cut], [m for m in matches if m.start >= cut]
    while not head and tail and (pieces[cut] == BARRIER or (pieces[cut] in OWNERS and _partitive(words, cut))):
        cut = first_outside(pieces, tail, after=cut + 1)
        head, tail = [m for m in tail if m.start < cut], [m for m in tail if m.start >= cut]
    return Phrase(words, head, tail, cut, setting, actors)


def _by_head(phrase: Phrase) -> Resolution:
    paper = newspaper(phrase)
    if paper is not None:
        return paper
    phrase.head = joined_by_parts(phrase)
    people = [m for m in phrase.head if is_person(phrase, m)]
    roles = [m for m in phrase.head if m.role is not None and m not in people and not _is_name_first(m)]
    while len(roles) > 1 and surname_like(phrase, roles):
        roles.pop()
    person = people[-1] if people else None
    if person is not None and any(_owned(phrase, person, r) for r in roles):
        person = None  # "Trump's envoy", "Trump supporters": the person owns, the role is the head
    modifiers = [m for m in phrase.head if m is not person and m not in roles]
    if person is not None:
        return person_head(phrase, person, roles, modifiers)
    bodies = [m for m in modifiers if m.of_kind(BODIES) and not _state_first(m, phrase.setting)]
    if roles and (not bodies or roles[-1].end > bodies[-1].start):
        return role_head(phrase, roles, bodies, modifiers)
    if bodies:
        body = bodies[-1]
        if len(bodies) > 1 and bodies[-2].end == body.start and generic(body, phrase.actors):
            body = bodies[-2]  # "Shin Bet Security Service"
        return body_head(phrase, body, modifiers)
    return state_head(phrase, modifiers) if modifiers else NOBODY


def _owned(phrase: Phrase, person: Match, role: Match) -> bool:
    """Whether a role is a person's: after a genitive, or as a common noun right after the name."""
    if phrase.piece(person.end) == "s":
        return role.start > person.end
    return role.start == person.end and phrase.words.raws[role.start].islower() and role.end >= phrase.cut


def _partitive(words: Words, cut: int) -> bool:
    return any(p in listed("partitive") for p in words.pieces[max(0, cut - 3) : cut])


def _shifted(matches: Sequence[Match], by: int) -> list[Match]:
    return [Match(m.start - by, m.end - by, m.words, m.senses, m.lowered) for m in matches if m.start >= by]


def _state_first(match: Match, setting: Setting) -> bool:
    """Whether words that are both a state's and a body's mean the state."""

    def best(kinds: frozenset[str]) -> float:
        senses = match.of_kind(kinds)
        return max((_score(s) * (1 if s.holds(setting.day) else 0.5) for s in senses), default=0.0)

    return best(STATE_KINDS) >= best(BODIES)


def _score(sense: Sense) -> float:
    """Score with a little more for a seat of power, and much more for a user's own row."""
    return sense.score + (0.03 if sense.kind in {"seat", "capital"} else 0.0) + (1.0 if sense.by_user else 0.0)


def _is_name_first(match: Match) -> bool:
    """Whether words that are both a role's and a name's mean the name, as their capitals tell."""
    return any(s.kind in {"organisation", "name", "seat", "group"} for s in match.senses) and not match.lowered
