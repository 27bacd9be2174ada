"""What is at the head of a phrase - a role, a body, a state, a medium - and what follows from it?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dragoman.mentions.bearers import STILL_IN_OFFICE
from dragoman.mentions.lexicon import listed
from dragoman.mentions.owners import (
    BODIES,
    DOUBTFUL,
    SURE,
    Owner,
    likeliest,
    owner_after,
    owner_inside,
    owner_of,
    person_after,
    sector_after,
    weigh,
)
from dragoman.mentions.people import FORMER
from dragoman.mentions.personal import name_after, stranger_before
from dragoman.mentions.resolution import NOBODY, Resolution
from dragoman.mentions.scan import DESCRIBING, STATE_KINDS, Match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.mentions.actors import Actors, Sense
    from dragoman.mentions.phrases import Phrase

__all__ = ["body_head", "generic", "newspaper", "role_head", "state_head"]

_DEFENCE: Final = frozenset({"defence", "defense", "armed", "war"})
_RANK: Final = ("MIL", "COP", "SPY", "REB", "PRM", "LEG", "JUD", "CRM", "OPP", "PTY", "REL", "JRN", "MED", "EDU")
_ELITE: Final = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP", "IGO", "PTY", "OPP"})
_LOOSE: Final = frozenset(
    {"GOV", "IGO", "CVL", "BUS"}
)  # sectors of heads that take another from the body they belong to


def role_head(
    phrase: Phrase, roles: Sequence[Match], bodies: Sequence[Match], modifiers: Sequence[Match]
) -> Resolution:
    """Whom a role means: "the Turkish foreign minister", "a CIA official", "Foreign Minister Park Jin".

    Args:
        phrase: in which it stands.
        roles: matches of roles in the head, the last is the head itself.
        bodies: matches of organisations in the head.
        modifiers: all other matches of the head.
    """
    last = roles[-1]
    run = name_after(last, phrase.words, phrase.cut)
    role = _acting(roles, named=bool(run))
    if role is None:
        return NOBODY
    weak = phrase.piece(last.end - 1) in listed("weak head") or role.sector in _LOOSE
    sectors, why = _sectors(roles, role, weak=weak)
    owner = owner_of(phrase, _owning(phrase, last, modifiers, named=bool(run)))
    body = likeliest(bodies[-1].of_kind(BODIES), phrase.setting) if bodies else None
    if body is not None and bodies[-1].start < last.start:
        why += f" of {body.name}"
        sectors = _with_body(sectors, body, weak=weak)
        owner = Owner(body.state, body.score, f"{body.name} ({body.source})") if body.state else owner
    owner = _sought(phrase, last, owner)
    behind = sector_after(phrase) if weak else None
    if behind and behind not in {"IGO", "GOV", "CVL"} and behind not in sectors[:1]:
        sectors = [behind, *[s for s in sectors if s != behind]]
        why += f"; of a body of {behind}"
    if "GOV" in sectors and "MIL" not in sectors and any(w in _DEFENCE for m in roles for w in m.words.split()):
        sectors.insert(sectors.index("GOV") + 1, "MIL")
    past = set(phrase.words.pieces[: last.start]) & (listed("former") - STILL_IN_OFFICE)
    if past and role.sector in _ELITE and role.human and sectors[0] != FORMER:
        sectors.insert(0, FORMER)
        why += "; former by the text's own words"
    why += f"; {owner.why}" if owner.why else ""
    score = round(role.score * (owner.score if owner.state else 0.75), 3)
    unique = tuple(dict.fromkeys(sectors))
    sector = unique[0] if unique else None
    name = " ".join(run) if run else None
    return Resolution(owner.state, sector, name, score, why, unique, "person" if run else "role", owner.candidates)


def _acting(roles: Sequence[Match], *, named: bool) -> Sense | None:
    """The role of the head; of "police stations" and the like, which do not act, the one before."""
    role = roles[-1].role
    if role is not None and not role.agent and not named:
        return next((m.role for m in reversed(roles) if m.role is not None and m.role.agent), role)
    return role


def _sectors(roles: Sequence[Match], head: Sense, *, weak: bool) -> tuple[list[str], str]:
    sectors = [head.sector] if head.sector else []
    why = f"role {head.name!r}"
    for match in reversed(roles[:-1]):
        other = match.role
        if other is not None and other.sector and other.sector not in sectors:
            sectors = _two_roles(sectors, other.sector, head, weak=weak)
            why += f" with {other.name!r}"
    return sectors, why


def _two_roles(sectors: list[str], second: str, head: Sense, *, weak: bool) -> list[str]:
    """Sectors of "army accountant", "opposition lawmaker", "military court": body first where the head is weak."""
    if not head.human or second in _LOOSE or head.sector == FORMER:
        return [*sectors, second]
    first = sectors[0] if sectors else ""
    return [second, *sectors] if weak or _rank(second) < _rank(first) else [*sectors, second]


def _rank(sector: str) -> int:
    return _RANK.index(sector) if sector in _RANK else len(_RANK)


def _with_body(sectors: list[str], body: Sense, *, weak: bool) -> list[str]:
    if not body.sector or body.sector in sectors:
        return sectors
    return [body.sector, *sectors] if weak and body.sector != "IGO" else [*sectors, body.sector]


def _owning(phrase: Phrase, last: Match, modifiers: Sequence[Match], *, named: bool) -> list[Match]:
    """Modifiers that can own a role: a Russia analyst studies Russia, a Russian analyst is of it."""
    owners = [m for m in modifiers if m.start < last.end or not named]
    if phrase.piece(last.end - 1) in listed("topical"):
        owning = listed("origin") | {"s"}
        return [m for m in owners if m.of_kind(DESCRIBING) or phrase.piece(m.end) in owning]
    return owners


def _sought(phrase: Phrase, last: Match, owner: Owner) -> Owner:
    """The owner, looked for in the role's own words and after it where none stands before."""
    if owner.state is None and not owner.candidates:
        owner = owner_inside(phrase, last)
    if owner.state is None and phrase.tail:
        after = owner_after(phrase, role=phrase.piece(last.end - 1))
        if not owner.candidates or after.state in owner.candidates:
            owner = after
        if owner.state is None and not owner.candidates:
            owner = person_after(phrase)
    return owner


def body_head(phrase: Phrase, match: Match, modifiers: Sequence[Match]) -> Resolution:
    """Whom an organisation's name means, by its years and by what stands around it.

    Args:
        phrase: in which it stands.
        match: the name.
        modifiers: the other matches of the head.
    """
    setting, actors = phrase.setting, phrase.actors
    owner = owner_of(phrase, [m for m in modifiers if m is not match])
    senses = match.of_kind(BODIES)
    best, share, states = weigh(senses, setting, prefer=owner.state)
    if owner.state and owner.state != best.state and best.state not in actors.organisations and generic(match, actors):
        return _such_a_body(match, best, owner, actors)
    sectors = _body_sectors(match, senses, best, phrase)
    if share < SURE and len(states) > 1 and not owner.state:
        why = f"ambiguous: {best.name} of {' or '.join(states)}"
        return Resolution(None, best.sector, None, 0.35, why, sectors, "organisation", states)
    state, why = best.state, f"{best.name} ({best.source})"
    if state is None:
        state = owner.state or owner_after(phrase).state or setting.known
        why += f"; state {state} by the words around" if state else ""
    held = best.holds(setting.day)
    why += "" if held else "; outside its years"
    score = best.score * (1 if held else 0.7) * (0.8 if match.lowered else 1)
    return Resolution(state, best.sector, best.name, round(score, 3), why, sectors, "organisation")


def _such_a_body(match: Match, best: Sense, owner: Owner, actors: Actors) -> Resolution:
    """A body named by common words is of the state that the text gives, though the table knows another's."""
    last = match.words.split()
    alike = (s for n in (3, 2, 1) for s in actors.of(" ".join(last[-n:])) if s.kind == "role")
    role = next(alike, None)
    sector = role.sector if role is not None else best.sector
    why = f"such a body of {owner.state}: {owner.why}"
    return Resolution(owner.state, sector, None, 0.7, why, (sector,) if sector else (), "organisation")


def _body_sectors(match: Match, senses: Sequence[Sense], best: Sense, phrase: Phrase) -> tuple[str, ...]:
    day = phrase.setting.day
    same = [s for s in senses if s.state == best.state and (s.holds(day) or s.sector == best.sector)]
    found = [best.sector, *[s.sector for s in sorted(same, key=lambda s: not s.holds(day))]]
    return tuple(dict.fromkeys(s for s in [*found, *_second_sectors(match, best, phrase.actors)] if s))


def _second_sectors(match: Match, best: Sense, actors: Actors) -> list[str]:
    """Further sectors that a body's own words tell: a ministry of defence is of the military too."""
    seconds = []
    words = match.words.split()
    if best.sector == "GOV" and any(w in _DEFENCE for w in [*words, *best.name.lower().split()]):
        seconds.append("MIL")
    if best.sector in {"DEV", "ENV"} and "government" in best.source:
        seconds.append("GOV")
    for n in range(min(3, len(words)), 0, -1):
        role = next((s for s in actors.of(" ".join(words[-n:])) if s.kind == "role"), None)
        if role is not None and role.sector and role.sector not in {"GOV", "IGO", "BUS", "NGO"}:
            return [*seconds, role.sector]
    return seconds


def generic(match: Match, actors: Actors) -> bool:
    """Whether a body is named by words that many states' bodies share: "Security Service", "Self-Defense Forces"."""
    words = match.words.split()
    common = words[-1] in listed("common body") or any(s.kind == "role" for s in actors.of(words[-1]))
    return len(words) > 1 and common and not any(s.kind in STATE_KINDS for w in words for s in actors.of(w))


def state_head(phrase: Phrase, modifiers: Sequence[Match]) -> Resolution:
    """What a state's name, people, adjective, capital or place means where no role or body is at the head.

    Args:
        phrase: in which it stands.
        modifiers: the matches of the head.
    """
    match = modifiers[-1]
    senses = match.of_kind(STATE_KINDS)
    if not senses:
        return NOBODY
    if _ends_a_name(phrase, match, senses):
        return replace(NOBODY, why=f"{phrase.shown(match)!r} is a place, but here the end of somebody's name")
    found = owner_of(phrase, modifiers, doubt=True)
    if found.state is None:
        if found.candidates:
            return Resolution(None, None, None, 0.3, found.why, (), "name", found.candidates)
        return replace(NOBODY, why=found.why or NOBODY.why)
    best = likeliest(senses, phrase.setting) or senses[0]
    last = match.end >= phrase.cut or phrase.piece(match.end) == "s"
    kind, weight, told = _state_kind(phrase, match, senses, best, last=last)
    score = round(found.score * weight * (0.8 if match.lowered else 1), 3)
    sector = "GOV" if kind == "metonym" else _sector_of_people(phrase, match, senses, last=last)
    return Resolution(found.state, sector, best.name, score, found.why + told, (sector,) if sector else (), kind)


def _ends_a_name(phrase: Phrase, match: Match, senses: Sequence[Sense]) -> bool:
    """Whether a place is the surname of somebody whom no table knows: "Feliciano Valencia"."""
    before = stranger_before(match, phrase.head, phrase.words)
    if before is None or before in phrase.actors.common or " " in match.words:
        return False
    return all(s.kind == "city" or (s.kind == "region" and s.score < DOUBTFUL + 0.03) for s in senses)


def _state_kind(
    phrase: Phrase, match: Match, senses: Sequence[Sense], best: Sense, *, last: bool
) -> tuple[str, float, str]:
    """Kind of the mention, factor on its score, and what to add to the reason."""
    if not last:
        return "adjective", 0.65, f"; {phrase.shown(match)!r} modifies a word that is no actor"
    if best.kind in {"capital", "seat"}:
        return "metonym", 1.0, f"; {'capital' if best.kind == 'capital' else 'seat of power'} named for its state"
    kinds = {s.kind for s in senses if s.state == best.state}
    if best.kind in DESCRIBING and not kinds & {"name", "abbreviation", "region", "people"}:
        return "adjective", 0.9, ""
    return "name", 1.0, ""


def _sector_of_people(phrase: Phrase, match: Match, senses: Sequence[Sense], *, last: bool) -> str | None:
    if match.words.rpartition(" ")[2] in listed("governing"):
        return "GOV"
    people = last and any(s.kind == "people" for s in senses)
    return "CVL" if people and any(p in listed("ordinary") for p in phrase.words.pieces[: match.start]) else None


def newspaper(phrase: Phrase) -> Resolution | None:
    """A place and a newspaper's word in capitals are a medium of that state: "Washington Post", "Moscow Times"."""
    words, papers = phrase.words, listed("newspaper")
    for match in phrase.head:
        i = match.end
        if i >= phrase.cut or words.pieces[i] not in papers or not words.raws[i][:1].isupper():
            continue
        places = match.of_kind(frozenset({"name", "capital", "city", "region", "adjective"}))
        last = i + 1 >= phrase.cut or words.pieces[i + 1] in papers
        loose = words.pieces[i] in listed("loose newspaper") and len(words.pieces) == i + 1 and match.start > 0
        if places and last and not loose:
            best = max(places, key=lambda s: s.score)
            name = " ".join(words.raws[match.start : i + 1])
            why = f"a place and {words.raws[i]!r}: a medium"
            return Resolution(best.state, "JRN", name, 0.7, why, ("JRN",), "organisation")
    return None
