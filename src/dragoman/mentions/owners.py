"""Whose is it? The state that an adjective, an owner, a place or a body beside the head gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from dragoman.mentions.lexicon import listed
from dragoman.mentions.people import choose_person
from dragoman.mentions.resolution import Setting
from dragoman.mentions.scan import DESCRIBING, STATE_KINDS, Match, Words
from dragoman.mentions.words import BARRIER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.mentions.actors import Actors, Sense

__all__ = ["CONTEXT", "DOUBTFUL", "OWNERS", "STANCES", "SURE", "Owner", "likeliest", "owner_after", "owner_inside", "owner_of", "person_after", "sector_of", "state_of", "weigh"]

SURE: Final = 0.70  # share of the best reading from which a name counts as decided; below it stays ambiguous; our choice


DOUBTFUL: Final = 0.90  # a name that is a person's too counts as decided only above this score, or in context


CONTEXT: Final = 6.0  # how much the states of the text weigh against how common a reading is; our choice


OWNERS: Final = ("of", "in", "from", "at", "for", "across", "within", "throughout", "inside", "by", "on", "around")


STANCES: Final = frozenset({"pro", "anti", "non"})


_OPEN: Final = date.max.toordinal()


_KIND_WORDS: Final = {
    "name": "a name", "abbreviation": "a short name", "adjective": "an adjective", "people": "a people",
    "capital": "the capital", "seat": "a seat of power", "nickname": "a byname", "region": "a region",
    "region_adjective": "an adjective of a region", "city": "a city",
}  # fmt: skip


@dataclass(slots=True)
class Owner:
    """A state read from a modifier, or the readings between which it stays open."""

    state: str | None
    score: float
    why: str
    candidates: tuple[str, ...] = ()


def weigh(senses: Sequence[Sense], setting: Setting, *, prefer: str | None = None) -> tuple[Sense, float, tuple[str, ...]]:
    """The likeliest sense, the share of its state among all readings, and the states by weight."""
    by_state: dict[str | None, tuple[float, Sense]] = {}
    own = {s.state for s in senses}
    foreign = sum(w for s, w in setting.weights.items() if s not in own) if len(own) > 1 else 0.0
    for sense in senses:
        weight = sense.score * (1.0 if sense.holds(setting.day) else 0.25) * (0.4 if setting.day is None and sense.end < _OPEN else 1.0)
        local = sense.kind in {"region", "region_adjective", "city"}
        weight *= 1 + CONTEXT * setting.weights.get(sense.state or "", 0.0) * (1 - foreign if local else 1)
        if sense.kind == "name":
            weight *= 1 + 1.5 * foreign  # among other states a state is meant
        if setting.known and sense.state == setting.known:
            weight *= 4
        if prefer and sense.state == prefer:
            weight *= 6
        if ", line " in sense.source:
            weight *= 10  # the user's own row
        if sense.state not in by_state or by_state[sense.state][0] < weight:
            by_state[sense.state] = (weight, sense)
    ranked = sorted(by_state.items(), key=lambda r: -r[1][0])
    total = sum(weight for weight, _ in by_state.values())
    return ranked[0][1][1], ranked[0][1][0] / total if total else 0.0, tuple(s for s, _ in ranked if s)


def likeliest(senses: Sequence[Sense], setting: Setting) -> Sense | None:
    return weigh(senses, setting)[0] if senses else None


def owner_of(
    modifiers: Sequence[Match], words: Words, setting: Setting, actors: Actors, *, doubt: bool = False
) -> Owner:
    """The state that modifiers give: the one nearest to the head that is no "backed" or "pro-"."""
    spare: Owner | None = None
    undecided: Owner | None = None
    for match in reversed(modifiers):
        senses = match.of_kind(STATE_KINDS)
        if not senses:
            body = likeliest(match.of_kind(frozenset({"organisation", "group"})), setting)
            person = match.of_kind(frozenset({"person", "surname"}))
            if body is not None and body.state:
                return Owner(body.state, body.score, f"{body.name} ({body.source})")
            if person:
                ranked = choose_person(person, setting.day, weights=setting.weights)
                if ranked and ranked[0][0] >= 0.2:
                    at = ranked[0][1]
                    return Owner(at.state, 0.75, f"{at.person.name}: {at.why}")
            continue
        found = state_of(match, senses, words, setting, actors, doubt=doubt)
        after = words.pieces[match.end] if match.end < len(words.pieces) else ""
        before = words.pieces[match.start - 1] if match.start else ""
        if before in STANCES:
            continue
        if after in listed("passive") or after in listed("origin"):
            if after in listed("origin") and spare is None and found.state:
                spare = Owner(found.state, found.score * 0.7, f"{found.why}; {after}")
            continue
        if found.state is not None:
            return found
        if found.candidates and undecided is None:
            undecided = found
    return spare or undecided or Owner(None, 0.0, "")


def state_of(
    match: Match, senses: Sequence[Sense], words: Words, setting: Setting, actors: Actors, *, doubt: bool
) -> Owner:
    best, share, states = weigh(senses, setting)
    shown = " ".join(dict.fromkeys(words.raws[match.start : match.end]))
    if share < SURE and len(states) > 1:
        return Owner(None, 0.3, f"ambiguous: {shown!r} is {' or '.join(states)}", states)
    personal = match.words in actors.first_names or match.words in actors.family_names
    alone = len(words.pieces) - sum(p in {"the", "a", "s", BARRIER} for p in words.pieces) <= match.end - match.start
    if doubt and personal and best.score < DOUBTFUL and alone and not setting.weights and setting.known is None:
        return Owner(None, 0.3, f"ambiguous: {shown!r} is {best.state} or a person's name; nothing decides", states)
    score = best.score * (1.0 if best.holds(setting.day) else 0.8)
    if len(states) > 1:
        score *= 0.5 + 0.5 * share
    why = f"{shown!r} is {_KIND_WORDS.get(best.kind, best.kind)} of {best.state} ({best.source})"
    if not best.holds(setting.day):
        why += "; outside its years"
    if len(states) > 1:
        why += f"; rather than {' or '.join(states[1:])}"
    return Owner(best.state, round(score, 3), why)


def owner_inside(role: Match, setting: Setting, actors: Actors) -> Owner:
    """The state that a role's own words name: "Somali pirates" is one row of the table of roles."""
    for word in role.words.split()[:-1]:
        senses = [s for s in actors.of(word) if s.kind in DESCRIBING]
        if senses:
            piece = Match(0, 1, word, senses)
            return state_of(piece, senses, Words([word, "x"], [word.title(), "x"], [0, 1]), setting, actors, doubt=False)
    return Owner(None, 0.0, "")


def owner_after(
    tail: Sequence[Match], pieces: Sequence[str], cut: int, setting: Setting, actors: Actors, *, role: str = ""
) -> Owner:
    """The state after "of", "in", "from" ...; after "to" only for advisers and the like."""
    for match in tail:
        link = next((pieces[i] for i in range(match.start - 1, cut - 1, -1) if pieces[i] in listed("preposition") or pieces[i] == BARRIER), "")
        if link not in OWNERS and not (link == "to" and role in listed("serves")):
            if link in {"to", "with", "against", BARRIER, "who", "which", "that"}:
                break
            continue
        dummy = Words([*match.words.split(), "x"], [*match.words.split(), "x"], [])
        senses = match.of_kind(STATE_KINDS)
        if senses:
            found = state_of(Match(0, match.end - match.start, match.words, match.senses), senses, dummy, setting, actors, doubt=False)
            if found.state or found.candidates:
                weight = 1.0 if link == "of" else 0.85
                return Owner(found.state, found.score * weight, f"{link!r}: {found.why}", found.candidates)
        body = likeliest(match.of_kind(frozenset({"organisation", "group"})), setting)
        if body is not None and body.state:
            return Owner(body.state, body.score * 0.9, f"{link!r}: {body.name} ({body.source})")
    return Owner(None, 0.0, "")


def person_after(words: Words, tail: Sequence[Match], cut: int, setting: Setting, actors: Actors) -> Owner:
    """ "an aide to Putin", "the government of Erdogan"."""
    for match in tail:
        senses = match.of_kind(frozenset({"person"})) or match.of_kind(frozenset({"surname"}))
        link = words.pieces[match.start - 1] if match.start else ""
        if senses and link in {"of", "to", "for"} and match.words not in actors.common:
            ranked = choose_person(senses, setting.day, weights=setting.weights)
            if ranked[0][0] >= 0.2:
                at = ranked[0][1]
                return Owner(at.state, 0.7, f"{link!r}: {at.person.name}: {at.why}")
    return Owner(None, 0.0, "")


def sector_of(matches: Sequence[Match], setting: Setting) -> str | None:
    """The sector of a body named after "of": the last role or organisation."""
    for match in reversed(matches):
        body = likeliest(match.of_kind(frozenset({"organisation"})), setting)
        if body is not None:
            return body.sector
        if match.role is not None and match.role.agent:
            return match.role.sector
    return None
