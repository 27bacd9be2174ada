"""Whose is it? The state that an adjective, an owner, a place or a body beside the head gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from dragoman.mentions.lexicon import listed
from dragoman.mentions.people import choose_person
from dragoman.mentions.personal import is_person
from dragoman.mentions.scan import DESCRIBING, STATE_KINDS, Match, first_outside
from dragoman.mentions.words import BARRIER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.mentions.actors import Sense
    from dragoman.mentions.phrases import Phrase
    from dragoman.mentions.resolution import Setting

__all__ = [
    "BODIES", "DOUBTFUL", "NONE", "OWNERS", "SURE", "Owner", "likeliest", "owner_after", "owner_inside", "owner_of",
    "person_after", "sector_after", "state_of", "weigh",
]  # fmt: skip

SURE: Final = (
    0.70  # share of the best reading from which a name counts as decided; below it stays ambiguous; our choice
)
DOUBTFUL: Final = 0.90  # a name that is a person's too counts as decided only above this score, or in context
CONTEXT: Final = 6.0  # how much the states of the text weigh against how common a reading is; our choice
OWNERS: Final = ("of", "in", "from", "at", "for", "across", "within", "throughout", "inside", "by", "on", "around")
AIMED: Final = frozenset(
    {"at", "on", "across", "against", "into", "in", "towards"}
)  # "drones at Elbonia" are not Elbonia's
STANCES: Final = frozenset({"pro", "anti", "non"})
BODIES: Final = frozenset({"organisation", "group"})
KNOWN_ENOUGH: Final = 0.2  # prominence from which a person's name tells a state; our choice
BARE: Final = (
    0.45  # the same of a surname that the text has not told in full: "West's family"; as UNKNOWN in bearers.py
)
_ENDS: Final = frozenset({"to", "with", "against", BARRIER, "who", "which", "that"})
_OPEN: Final = date.max.toordinal()
_KIND_WORDS: Final = {
    "name": "a name", "abbreviation": "a short name", "adjective": "an adjective", "people": "a people",
    "capital": "the capital", "seat": "a seat of power", "nickname": "a byname", "region": "a region",
    "region_adjective": "an adjective of a region", "city": "a city",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owner:
    """A state read from the words beside a head, or the readings between which it stays open."""

    state: str | None
    score: float
    why: str
    candidates: tuple[str, ...] = ()


NONE: Final = Owner(None, 0.0, "")


def weigh(
    senses: Sequence[Sense], setting: Setting, *, prefer: str | None = None
) -> tuple[Sense, float, tuple[str, ...]]:
    """The likeliest sense, the share of its state among all readings, and the states by weight.

    The factors are our choice.

    Args:
        senses: at least one.
        setting: day, and the states that the text names.
        prefer: a state that a word beside it gives.
    """
    by_state: dict[str | None, tuple[float, Sense]] = {}
    own = {s.state for s in senses}
    foreign = sum(w for s, w in setting.weights.items() if s not in own) if len(own) > 1 else 0.0
    for sense in senses:
        weight = sense.score * (1.0 if sense.holds(setting.day) else 0.25)
        if setting.day is None and sense.end < _OPEN:
            weight *= 0.4  # no day is known: a row that still holds is likelier
        local = sense.kind in {"region", "region_adjective", "city"}
        weight *= 1 + CONTEXT * setting.weights.get(sense.state or "", 0.0) * (1 - foreign if local else 1)
        if sense.kind == "name":
            weight *= 1 + 1.5 * foreign  # among other states a state is meant
        if setting.known and sense.state == setting.known:
            weight *= 4
        if prefer and sense.state == prefer:
            weight *= 6
        if sense.by_user:
            weight *= 10  # the user's own row
        if sense.state not in by_state or by_state[sense.state][0] < weight:
            by_state[sense.state] = (weight, sense)
    ranked = sorted(by_state.items(), key=lambda r: -r[1][0])
    total = sum(weight for weight, _ in by_state.values())
    return ranked[0][1][1], ranked[0][1][0] / total if total else 0.0, tuple(s for s, _ in ranked if s)


def likeliest(senses: Sequence[Sense], setting: Setting) -> Sense | None:
    """The likeliest of some senses; None of none."""
    return weigh(senses, setting)[0] if senses else None


def owner_of(phrase: Phrase, modifiers: Sequence[Match], *, doubt: bool = False) -> Owner:
    """The state that modifiers give: the one nearest to the head that is no "backed" or "pro-".

    Args:
        phrase: in which they stand.
        modifiers: matches that are not the head.
        doubt: let a name that is a person's too stay undecided where it stands alone.
    """
    spare: Owner | None = None
    undecided: Owner | None = None
    for match in reversed(modifiers):
        senses = match.of_kind(STATE_KINDS)
        if senses and all(s.kind == "city" for s in senses) and is_person(phrase, match):
            senses = []  # "the Obama administration" is no town's
        found = state_of(phrase, match, senses, doubt=doubt) if senses else _of_namesake(phrase, match)
        after = phrase.piece(match.end)
        if phrase.piece(match.start - 1) in STANCES:
            continue
        if senses and after in listed("passive") | listed("origin"):
            if after in listed("origin") and spare is None and found.state:
                spare = Owner(found.state, found.score * 0.7, f"{found.why}; {after}")
            continue
        if found.state is not None:
            return found
        if found.candidates and undecided is None:
            undecided = found
    return spare or undecided or NONE


def _of_namesake(phrase: Phrase, match: Match) -> Owner:
    """The state of a body or person that stands before the head."""
    body = likeliest(match.of_kind(BODIES), phrase.setting)
    if body is not None and body.state:
        return Owner(body.state, body.score, f"{body.name} ({body.source})")
    return _of_person(phrase, match, "")


def _of_person(phrase: Phrase, match: Match, lead: str) -> Owner:
    full, setting = match.of_kind(frozenset({"person"})), phrase.setting
    people = full or match.of_kind(frozenset({"surname"}))
    named = bool(full) or setting.trusted or match.words in setting.people
    if people and (named or match.words not in setting.namesakes):
        weight, at = choose_person(people, setting.day, weights=setting.weights)[0]
        if weight >= (KNOWN_ENOUGH if named else BARE):
            return Owner(at.state, 0.72, f"{lead}{at.person.name}: {at.why}")
    return NONE


def state_of(phrase: Phrase, match: Match, senses: Sequence[Sense], *, doubt: bool = False) -> Owner:
    """The state that words name, or the states between which they stay open.

    Args:
        phrase: in which they stand.
        match: the words.
        senses: those of the match that are states'.
        doubt: let a name that is a person's too stay undecided where it stands alone.
    """
    setting, actors = phrase.setting, phrase.actors
    best, share, states = weigh(senses, setting)
    shown = phrase.shown(match)
    if share < SURE and len(states) > 1:
        return Owner(None, 0.3, f"ambiguous: {shown!r} is {' or '.join(states)}", states)
    personal = match.words in actors.first_names or match.words in actors.family_names
    others = sum(p not in {"the", "a", "s", BARRIER} for p in phrase.words.pieces)
    alone = others <= match.end - match.start and not setting.weights and setting.known is None
    if doubt and personal and best.score < DOUBTFUL and alone:
        return Owner(None, 0.3, f"ambiguous: {shown!r} is {best.state} or a person's name; nothing decides", states)
    score = best.score * (1.0 if best.holds(setting.day) else 0.8)
    why = f"{shown!r} is {_KIND_WORDS.get(best.kind, best.kind)} of {best.state} ({best.source})"
    if not best.holds(setting.day):
        why += "; outside its years"
    if len(states) > 1:
        score *= 0.5 + 0.5 * share
        why += f"; rather than {' or '.join(states[1:])}"
    return Owner(best.state, round(score, 3), why)


def owner_inside(phrase: Phrase, role: Match) -> Owner:
    """The state that a role's own words name: "Somali pirates" is one row of the table of roles."""
    for at in range(role.start, role.end - 1):
        word = phrase.piece(at)
        senses = [s for s in phrase.actors.of(word) if s.kind in DESCRIBING]
        if senses and (at == 0 or phrase.piece(at - 1) not in STANCES):
            return state_of(phrase, Match(at, at + 1, word, senses), senses)
    return NONE


def owner_after(phrase: Phrase, *, role: str = "") -> Owner:
    """The state after "of", "in", "from" ...; after "to" only for advisers and the like.

    Args:
        phrase: with its tail.
        role: the word of the head.
    """
    pieces = phrase.words.pieces
    for match in phrase.tail:
        links = (pieces[i] for i in range(match.start - 1, phrase.cut - 1, -1))
        link = next((p for p in links if p in listed("preposition") or p == BARRIER), "")
        if role in listed("weapon") and link in AIMED:
            break
        if link not in OWNERS and not (link == "to" and role in listed("serves")):
            if link in _ENDS:
                break
            continue
        senses = match.of_kind(STATE_KINDS)
        if senses:
            found = state_of(phrase, match, senses)
            if found.state or found.candidates:
                weight = 1.0 if link == "of" else 0.85
                return Owner(found.state, found.score * weight, f"{link!r}: {found.why}", found.candidates)
        body = likeliest(match.of_kind(BODIES), phrase.setting)
        if body is not None and body.state:
            return Owner(body.state, body.score * 0.9, f"{link!r}: {body.name} ({body.source})")
    return NONE


def person_after(phrase: Phrase) -> Owner:
    """The state of a person after the head: "an aide to Putin", "the government of Erdogan"."""
    for match in phrase.tail:
        link = phrase.piece(match.start - 1)
        if link in {"of", "to", "for"} and match.words not in phrase.actors.common:
            found = _of_person(phrase, match, f"{link!r}: ")
            if found.state:
                return found
    return NONE


def sector_after(phrase: Phrase) -> str | None:
    """The sector of the body after "of", "for" or "at": "the commander of the navy", "members of Boko Haram"."""
    if phrase.link not in {"of", "for", "at"}:
        return None
    start = phrase.cut + 1
    inner = [m for m in phrase.tail if m.start >= start]
    end = first_outside(phrase.words.pieces, inner, after=start + 1)
    for match in reversed([m for m in inner if m.start < end]):
        body = likeliest(match.of_kind(frozenset({"organisation"})), phrase.setting)
        if body is not None:
            return body.sector
        if match.role is not None and match.role.agent:
            return match.role.sector
    return None
