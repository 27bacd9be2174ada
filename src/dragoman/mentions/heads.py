"""What is at the head of a phrase - a person, a role, a body, a state - and what follows from it?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dragoman.mentions.lexicon import listed
from dragoman.mentions.owners import (
    DOUBTFUL,
    SURE,
    Owner,
    likeliest,
    owner_after,
    owner_inside,
    owner_of,
    person_after,
    sector_of,
    weigh,
)
from dragoman.mentions.people import FORMER, choose_person
from dragoman.mentions.personal import given_name, name_after, stranger_before
from dragoman.mentions.resolution import NOBODY, Resolution, Setting
from dragoman.mentions.scan import DESCRIBING, Match, STATE_KINDS, Words, first_outside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.mentions.actors import Actors, Sense

__all__ = ["body_head", "generic", "newspaper", "person_head", "role_head", "state_head"]

_DEFENCE: Final = frozenset({"defence", "defense", "armed", "war"})


_STEPPING: Final = frozenset({"outgoing"})  # still in office


_BODY_RANK: Final = ("MIL", "COP", "SPY", "REB", "PRM", "LEG", "JUD", "CRM", "OPP", "PTY", "REL", "JRN", "MED", "EDU")


_ELITE: Final = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP", "IGO", "PTY", "OPP"})


def person_head(
    words: Words, match: Match, roles: Sequence[Match], modifiers: Sequence[Match], tail: Sequence[Match], cut: int,
    setting: Setting, actors: Actors,
) -> Resolution:  # fmt: skip
    owner = owner_of([m for m in modifiers if m.start < match.start and not given_name(m, match.start, words)], words, setting, actors)
    if owner.state is None and tail and cut < len(words.pieces) and words.pieces[cut] == "of":
        owner = owner_after(tail, words.pieces, cut, setting, actors)  # "King Abdullah of Jordan"
    states = [owner.state] if owner.state else []
    senses = match.of_kind(frozenset({"person"})) or match.of_kind(frozenset({"surname"}))
    if states and not any(t.state in states for s in senses if s.person is not None for t in s.person.terms):
        senses = match.of_kind(frozenset({"person", "surname"}))
    named = setting.people.get(match.words)
    if named is not None:
        senses = [s for s in senses if s.person is not None and s.person.name == named] or senses
    weights = dict(setting.weights)
    if setting.known and not states:
        weights[setting.known] = 1.0
    ranked = choose_person(senses, setting.day, weights=weights, known=states)
    titles = [m.role for m in roles if m.role is not None and m.start < match.start]
    before = set(words.pieces[: match.start])
    former = bool(before & (listed("former") - _STEPPING))
    title = titles[-1] if titles else None
    best_weight, best = ranked[0]
    rivals = [at for weight, at in ranked[1:] if at.state != best.state and weight > (1 - SURE) / SURE * best_weight]
    full = bool(match.of_kind(frozenset({"person"})))
    if (states and best.state not in states and not full) or (not full and best_weight < 0.12):
        # a namesake whom no table knows: the words beside the name say who it is
        if title is None and not states:
            return replace(NOBODY, why=f"a surname of {best.person.name} ({best.why}), too far from this text")
        sector = FORMER if former and title else (title.sector if title else None)
        return Resolution(
            owner.state, sector, " ".join(words.raws[match.start : match.end]), 0.6,
            f"person not in the tables; {owner.why or 'no state'}", (sector,) if sector else (), "person",
        )  # fmt: skip
    if rivals and named is None:
        names = ", ".join(f"{at.person.name} ({at.why})" for at in [best, *rivals][:3])
        codes = tuple(dict.fromkeys(at.state for at in [best, *rivals]))
        sectors = (title.sector,) if title and title.sector else ()
        return Resolution(
            None, sectors[0] if sectors else None, None, 0.3, f"ambiguous surname: {names}", sectors, "person", codes
        )  # fmt: skip
    sectors = list(best.sectors)
    why = f"{best.person.name}: {best.why}"
    score = 0.95 if full else 0.85
    if former:
        sectors = [FORMER, *[s for s in sectors if s != FORMER]]
        why += "; former by the text's own words"
    elif title is not None and title.sector and sectors[0] == FORMER and setting.day is None:
        sectors = [title.sector, *[s for s in sectors if s != title.sector]]
    elif title is not None and title.sector and title.sector != sectors[0]:
        if title.sector in sectors or (title.sector not in {"GOV", "CVL", "IGO"} and sectors[0] not in {"ELI"}):
            why += f"; title {title.name!r}"
        if title.sector not in {"GOV", "CVL", "REL", "IGO", "BUS"} or title.sector in sectors:
            sectors = [title.sector, *[s for s in sectors if s != title.sector]]
        else:
            sectors.insert(1, title.sector)
    if named is not None:
        why += "; named in full before"
    return Resolution(best.state, sectors[0], best.person.name, score, why, tuple(sectors), "person")


def role_head(
    words: Words, roles: list[Match], bodies: list[Match], modifiers: list[Match], tail: list[Match], cut: int,
    setting: Setting, actors: Actors,
) -> Resolution:  # fmt: skip
    pieces = words.pieces
    last = roles[-1]
    role = last.role
    assert role is not None  # noqa: S101 - roles hold matches with a role
    run = name_after(last, words, cut)
    if not role.agent and not run and len(roles) > 1:
        agents = [m for m in roles if m.role is not None and m.role.agent]
        if agents:
            role = agents[-1].role or role
    sectors = [role.sector] if role.sector else []
    why = f"role {role.name!r}"
    weak = pieces[last.end - 1] in listed("weak head") or role.sector in {"GOV", "IGO", "CVL", "BUS", None}
    state: str | None = None
    owners = [m for m in modifiers if m.start < last.end or not run]
    if pieces[last.end - 1] in listed("topical"):
        owners = [m for m in owners if m.of_kind(DESCRIBING) or (m.end < len(pieces) and pieces[m.end] in listed("origin") | {"s"})]
    found = owner_of(owners, words, setting, actors)
    for other in reversed(roles[:-1]):
        if other.role is not None and other.role.sector and other.role.sector not in sectors:
            sectors = _two_roles(sectors, other.role, role, weak=weak)
            why = f"{why} with {other.role.name!r}"
    if bodies:
        body = likeliest(bodies[-1].of_kind(frozenset({"organisation", "group"})), setting)
        if body is not None and bodies[-1].start < last.start:
            why += f" of {body.name}"
            found = Owner(body.state, body.score, f"{body.name} ({body.source})") if body.state else found
            if body.sector and weak and body.sector not in {"IGO"} and body.sector not in sectors:
                sectors.insert(0, body.sector)
            elif body.sector and body.sector not in sectors:
                sectors.append(body.sector)
    if found.state is None and not found.candidates:
        found = owner_inside(last, setting, actors)
    if found.state is None and tail:
        after = owner_after(tail, pieces, cut, setting, actors, role=pieces[last.end - 1])
        if not found.candidates or after.state in found.candidates:
            found = after
        if found.state is None and not found.candidates:
            found = person_after(words, tail, cut, setting, actors)
    if weak and tail and cut < len(pieces) and pieces[cut] in {"of", "for", "at", "in", "to"}:
        inner_at = cut + 1
        inner = [m for m in tail if m.start >= inner_at]
        deeper = first_outside(pieces, inner, after=inner_at + 1)
        inner = [m for m in inner if m.start < deeper]
        body_sector = sector_of(inner, setting) if pieces[cut] in {"of", "for", "at"} else None
        if body_sector and body_sector not in {"IGO", "GOV", "CVL"} and body_sector not in sectors[:1]:
            sectors = [body_sector, *[s for s in sectors if s != body_sector]]
            why += f"; of a body of {body_sector}"
    if "GOV" in sectors and not {"MIL"} & set(sectors) and any(w in _DEFENCE for m in roles for w in m.words.split()):
        sectors.insert(sectors.index("GOV") + 1, "MIL")
    state = found.state
    before = set(pieces[: last.start])
    if role.sector in _ELITE and role.human and (before & (listed("former") - _STEPPING)) and sectors[0] != FORMER:
        sectors.insert(0, FORMER)
        why += "; former by the text's own words"
    if found.why:
        why += f"; {found.why}"
    score = role.score * (found.score if state else 0.75)
    kind = "person" if run else "role"
    name = " ".join(run) if run else None
    return Resolution(
        state, sectors[0] if sectors else None, name, round(score, 3), why, tuple(dict.fromkeys(sectors)), kind, found.candidates
    )  # fmt: skip


def _two_roles(sectors: list[str], other: Sense, head: Sense, *, weak: bool) -> list[str]:
    """Sectors of "army accountant", "opposition lawmaker", "military court": body first where the head is weak."""
    second = other.sector or ""
    if not head.human or second in {"CVL", "GOV", "BUS", "IGO"} or head.sector == FORMER:
        return [*sectors, second]
    first = sectors[0] if sectors else ""
    if weak or _rank(second) < _rank(first):
        return [second, *sectors]
    return [*sectors, second]


def _rank(sector: str) -> int:
    return _BODY_RANK.index(sector) if sector in _BODY_RANK else len(_BODY_RANK)


def body_head(
    words: Words, match: Match, modifiers: Sequence[Match], tail: Sequence[Match], cut: int, setting: Setting, actors: Actors
) -> Resolution:
    others = [m for m in modifiers if m is not match]
    owner = owner_of(others, words, setting, actors)
    senses = match.of_kind(frozenset({"organisation", "group"}))
    best, share, states = weigh(senses, setting, prefer=owner.state)
    name = best.name
    sectors = list(dict.fromkeys(
        s.sector for s in sorted(senses, key=lambda s: not s.holds(setting.day))
        if s.sector and s.state == best.state and (s.holds(setting.day) or s.sector == best.sector)
    ))  # fmt: skip
    if best.sector in sectors:
        sectors.remove(best.sector)
        sectors.insert(0, best.sector)
    why = f"{name} ({best.source})"
    for second in _second_sectors(match, best, actors):
        if second not in sectors:
            sectors.append(second)
    state = best.state
    if owner.state and owner.state != state and state not in actors.organisations and generic(match, actors):
        alike = next((s for n in (3, 2, 1) for s in actors.of(" ".join(match.words.split()[-n:])) if s.kind == "role"), None)
        sector = alike.sector if alike is not None else best.sector
        return Resolution(
            owner.state, sector, None, 0.7, f"such a body of {owner.state}: {owner.why}", (sector,) if sector else (), "organisation"
        )
    if state is None:
        state = owner.state or owner_after(tail, words.pieces, cut, setting, actors).state or setting.known
        if state:
            why += f"; state {state} by the words around"
    if not best.holds(setting.day):
        why += "; outside its years"
    if share < SURE and len(states) > 1 and not owner.state:
        return Resolution(None, best.sector, None, 0.35, f"ambiguous: {name} of {' or '.join(states)}", tuple(sectors), "organisation", states)
    score = best.score * (1 if best.holds(setting.day) else 0.7) * (0.8 if match.lowered else 1)
    return Resolution(state, best.sector, name, round(score, 3), why, tuple(sectors), "organisation")


def _second_sectors(match: Match, best: Sense, actors: Actors) -> list[str]:
    """Further sectors that a body's own words tell: a ministry of defence is of the military too."""
    seconds = []
    words = [*match.words.split(), *best.name.lower().replace("'s", "").split()]
    if best.sector == "GOV" and any(w in _DEFENCE for w in words):
        seconds.append("MIL")
    if best.sector in {"DEV", "ENV"} and "government" in best.source:
        seconds.append("GOV")
    for n in (3, 2, 1):
        tail = match.words.split()[-n:]
        role = next((s for s in actors.of(" ".join(tail)) if s.kind == "role"), None)
        if role is not None and role.sector and len(tail) == n and role.sector not in {"GOV", "IGO", "BUS", "NGO"}:
            seconds.append(role.sector)
            break
    return seconds


def generic(match: Match, actors: Actors) -> bool:
    """Whether a body is named by words that many states' bodies share: "Security Service", "Self-Defense Forces"."""
    words = match.words.split()
    common = words[-1] in listed("common body") or any(s.kind == "role" for s in actors.of(words[-1]))
    return len(words) > 1 and common and not any(
        s.kind in STATE_KINDS for w in words for s in actors.of(w)
    )


def state_head(words: Words, modifiers: Sequence[Match], cut: int, setting: Setting, actors: Actors) -> Resolution:
    pieces = words.pieces
    match = modifiers[-1]
    senses = match.of_kind(STATE_KINDS)
    if not senses:
        return NOBODY
    before = stranger_before(match, modifiers, words)
    if before is not None and before not in actors.common and " " not in match.words and all(s.kind == "city" or (s.kind == "region" and s.score < DOUBTFUL + 0.03) for s in senses):
        return replace(NOBODY, why=f"{words.raws[match.start]!r} is a place, but here the end of somebody's name")
    found = owner_of(modifiers, words, setting, actors, doubt=True)
    best = likeliest(senses, setting) or senses[0]
    last = match.end >= cut or pieces[match.end] == "s"
    shown = " ".join(dict.fromkeys(words.raws[match.start : match.end]))
    if found.candidates and found.state is None:
        return Resolution(None, None, None, 0.3, found.why, (), "name", found.candidates)
    if found.state is None:
        return replace(NOBODY, why=found.why or NOBODY.why)
    sectors: tuple[str, ...] = ()
    score = found.score * (0.8 if match.lowered else 1)
    kind, why = "name", found.why
    if not last:
        kind, score = "adjective", score * 0.65
        why += f"; {shown!r} modifies a word that is no actor"
    elif best.kind in {"capital", "seat"}:
        kind, sectors = "metonym", ("GOV",)
        why += f"; {'capital' if best.kind == 'capital' else 'seat of power'} named for its state"
    elif best.kind in {"adjective", "region_adjective"} and not any(s.kind in {"name", "abbreviation", "region"} and s.state == best.state for s in senses):
        people = any(s.kind == "people" for s in senses)
        kind, score = ("name", score) if people else ("adjective", score * 0.9)
    if match.words.rpartition(" ")[2] in listed("governing"):
        sectors = ("GOV",)
    if any(s.kind == "people" for s in senses) and last:
        if any(p in listed("ordinary") for p in pieces[: match.start]):
            sectors = ("CVL",)
    sector = sectors[0] if sectors else None
    return Resolution(found.state, sector, best.name, round(score, 3), why, sectors, kind)


def newspaper(words: Words, head: Sequence[Match], cut: int) -> Resolution | None:
    """ "Washington Post", "Moscow Times": a place and a newspaper's word in capitals are a medium of that state."""
    for match in head:
        i = match.end
        if i < min(cut, len(words.pieces)) and words.pieces[i] in listed("newspaper") and words.raws[i][:1].isupper():
            places = match.of_kind(frozenset({"name", "capital", "city", "region", "adjective"}))
            last = i + 1 >= len(words.pieces) or i + 1 == cut or words.pieces[i + 1] in listed("newspaper")
            if places and last and not (words.pieces[i] in listed("loose newspaper") and len(words.pieces) == i + 1 and match.start):
                best = max(places, key=lambda s: s.score)
                name = " ".join(words.raws[match.start : i + 1])
                return Resolution(best.state, "JRN", name, 0.7, f"a place and {words.raws[i]!r}: a medium", ("JRN",), "organisation")
    return None
