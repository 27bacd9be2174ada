"""Which person is at the head of a phrase, and as what: "Erdogan", "former President Obama", "King Abdullah of Jordan"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dragoman.mentions.lexicon import listed
from dragoman.mentions.owners import SURE, Owner, owner_after, owner_of
from dragoman.mentions.people import FORMER, Standing, choose_person
from dragoman.mentions.personal import PROMINENT, given_before, given_name
from dragoman.mentions.resolution import NOBODY, Resolution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.mentions.actors import Sense
    from dragoman.mentions.phrases import Phrase
    from dragoman.mentions.scan import Match

__all__ = ["STILL_IN_OFFICE", "person_head"]

STILL_IN_OFFICE: Final = frozenset({"outgoing"})
FORGOTTEN: Final = 0.12  # a surname whose bearer is less prominent on that day is somebody else's; our choice
UNKNOWN: Final = 0.45  # the same in running text, where nothing beside the surname tells who it is: the half-known of
# other states stay strangers there, heads of government and ministers of foreign affairs do not; our choice
YEARS_AHEAD: Final = 5  # before somebody's first office in which the full name is rather a namesake's; our choice
_LOOSE_TITLES: Final = frozenset(
    {"GOV", "CVL", "REL", "IGO", "BUS"}
)  # "leader", "Mr": they say little beside an office


def person_head(phrase: Phrase, match: Match, roles: Sequence[Match], modifiers: Sequence[Match]) -> Resolution:
    """Whom a person's name means.

    Args:
        phrase: in which it stands.
        match: the name.
        roles: matches of roles in the head; those before the name are its title.
        modifiers: other matches of the head.
    """
    owner = _owner(phrase, match, modifiers)
    setting = phrase.setting
    named = setting.people.get(match.words)
    weights = dict(setting.weights)
    if setting.known and not owner.state:
        weights[setting.known] = 1.0
    senses = _senses(phrase, match, owner, named)
    ranked = choose_person(senses, setting.day, weights=weights, known=[owner.state] if owner.state else [])
    weight, best = ranked[0]
    title = next((m.role for m in reversed(roles) if m.role is not None and m.start < match.start), None)
    full = bool(match.of_kind(frozenset({"person"})))
    told = setting.trusted or named is not None or title is not None or owner.state is not None
    if not full and named is None and match.words in setting.namesakes:
        return _stranger(phrase, match, title, owner, best)
    if not full and (weight < (FORGOTTEN if told else UNKNOWN) or owner.state not in {None, best.state}):
        return _stranger(phrase, match, title, owner, best)
    if full and title is None and owner.state is None and _much_too_early(best):
        return _stranger(phrase, match, title, owner, best)
    rivals = [at for w, at in ranked[1:] if at.state != best.state and w > (1 - SURE) / SURE * weight]
    if rivals and named is None:
        return _undecided([best, *rivals], title)
    sectors, also = _sectors(best, title, former=_former(phrase, match.start), dated=setting.day is not None)
    why = f"{best.person.name}: {best.why}{also}" + ("; named in full before" if named is not None else "")
    return Resolution(best.state, sectors[0], best.person.name, 0.95 if full else 0.85, why, tuple(sectors), "person")


def _much_too_early(at: Standing) -> bool:
    """Whether somebody's first office lies so far ahead that a namesake is likelier, unless it is a prominent one."""
    return at.early > YEARS_AHEAD and max(t.weight for t in at.person.terms) < PROMINENT


def _owner(phrase: Phrase, match: Match, modifiers: Sequence[Match]) -> Owner:
    before = [m for m in modifiers if m.start < match.start and not given_name(m, match.start)]
    owner = owner_of(phrase, before)
    if owner.state is None and phrase.link == "of":
        return owner_after(phrase)
    return owner


def _senses(phrase: Phrase, match: Match, owner: Owner, named: str | None) -> list[Sense]:
    """Persons whom the words may mean: full names first, unless only a namesake for short is of the state told."""
    senses = match.of_kind(frozenset({"person"})) or match.of_kind(frozenset({"surname"}))
    if owner.state and not any(t.state == owner.state for s in senses if s.person is not None for t in s.person.terms):
        senses = match.of_kind(frozenset({"person", "surname"}))
    before = given_before(phrase, match)
    if len(before or "") > 1 and (own := [s for s in senses if s.person is not None and before in s.person.given]):
        senses = own  # of several bearers of a surname the one with this given name
    return [s for s in senses if s.person is not None and s.person.name == named] or senses


def _former(phrase: Phrase, end: int) -> bool:
    return bool(set(phrase.words.pieces[:end]) & (listed("former") - STILL_IN_OFFICE))


def _stranger(phrase: Phrase, match: Match, title: Sense | None, owner: Owner, best: Standing) -> Resolution:
    """A namesake whom no table knows: the words beside the name say who it is."""
    if title is None and not owner.state:
        return replace(NOBODY, why=f"a surname of {best.person.name} ({best.why}), too far from this text")
    sector = title.sector if title is not None else None
    if sector and _former(phrase, match.start):
        sector = FORMER
    why = f"person not in the tables; {owner.why or 'no state'}"
    return Resolution(owner.state, sector, phrase.shown(match), 0.6, why, (sector,) if sector else (), "person")


def _undecided(some: Sequence[Standing], title: Sense | None) -> Resolution:
    names = ", ".join(f"{at.person.name} ({at.why})" for at in some[:3])
    codes = tuple(dict.fromkeys(at.state for at in some))
    sectors = (title.sector,) if title is not None and title.sector else ()
    sector = sectors[0] if sectors else None
    return Resolution(None, sector, None, 0.3, f"ambiguous name: {names}", sectors, "person", codes)


def _sectors(best: Standing, title: Sense | None, *, former: bool, dated: bool) -> tuple[list[str], str]:
    """Sectors by office and by the text's own title, and what to add to the reason."""
    sectors = list(best.sectors)
    if former:
        return [FORMER, *[s for s in sectors if s != FORMER]], "; former by the text's own words"
    if title is None or not title.sector or title.sector == sectors[0]:
        return sectors, ""
    first = [title.sector, *[s for s in sectors if s != title.sector]]
    if title.sector in sectors:
        return (
            (first, f"; title {title.name!r}")
            if not (dated and sectors[0] == FORMER and title.sector == "GOV" and not best.early)
            else (sectors, "")
        )
    if title.sector in _LOOSE_TITLES:
        return [sectors[0], title.sector, *sectors[1:]], ""
    return first, f"; title {title.name!r}"
