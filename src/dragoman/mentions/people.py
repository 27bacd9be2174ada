"""Which office does a person hold on a day, and which of several namesakes is meant?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragoman.mentions.actors import Person, Sense, Term

__all__ = ["Standing", "choose_person", "standing"]

FORMER: Final = "ELI"  # former officials and other elites
AFTERGLOW: Final = 0.65  # prominence of an office just left, relative to holding it; our choice
HELD: Final = frozenset({"GOV", "LEG", "MIL", "JUD", "SPY", "COP"})  # sectors into which only an office brings somebody
NEARLY: Final = 0.25  # years before an office in which somebody counts as its holder: terms are not known to the day
_YEAR: Final = 365.25
_FORGOTTEN_YEARS: Final = 40  # a bare surname rarely means somebody whose last office ended so long ago; our choice


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is on a day.

    Attributes:
        person: who.
        state: code.
        sectors: of the offices held, the most prominent first.
        prominence: how likely a bare surname means this person then, 0 to 1.
        why: office and years.
        early: years before the first office; 0 once it has begun.
    """

    person: Person
    state: str
    sectors: tuple[str, ...]
    prominence: float
    why: str
    early: float = 0.0


def standing(person: Person, day: date | None) -> Standing:
    """Office and sector of a person on a day.

    On a day between or after offices the person is of the elite out of office (ELI) of the last state served; before the
    first office as well where that is one of state, such as of a candidate, and else what that office makes of them, less
    surely. Without a day the office held
    last counts, with ELI as the second choice when it has ended.
    """
    terms = person.terms
    if day is None:
        offices = [t for t in terms if t.office != "former_leader"] or terms
        last = max(offices, key=lambda t: (t.start, t.weight))
        best = max(offices, key=lambda t: t.weight)
        sectors = list(_both(last)) if last.end == date.max.toordinal() else [last.sector]
        over = max(t.end for t in offices) < date.max.toordinal()
        if over:
            sectors.append(FORMER)
        sectors += [t.sector for t in reversed(offices)]
        return Standing(
            person, last.state, _distinct(sectors), 0.4 * last.weight + 0.5 * best.weight,
            f"{_office(last)}, the office held last (no day is known)",
        )  # fmt: skip
    held = person.on(day)
    if held:
        prominence = held[0].weight
        if held[0].office == "former_leader":
            prominence = AFTERGLOW * max(t.weight for t in terms)
        return Standing(
            person,
            held[0].state,
            _distinct([s for t in held for s in _both(t)]),
            prominence,
            f"{_office(held[0])} on {day}",
        )
    ordinal = day.toordinal()
    before = [t for t in terms if t.end < ordinal]
    if before:
        last = max(before, key=lambda t: (t.end, t.weight))
        best = max(before, key=lambda t: t.weight)
        years = (ordinal - last.end) / _YEAR
        prominence = max(0.05, AFTERGLOW * best.weight * (1 - years / _FORGOTTEN_YEARS))
        return Standing(
            person, last.state, _distinct([FORMER, last.sector]), prominence, f"{_office(last)}, ended before {day}"
        )
    first = min(terms, key=lambda t: t.start)
    years = (first.start - ordinal) / _YEAR
    likeliest = (FORMER, first.sector) if first.sector in HELD and years > NEARLY else (first.sector, FORMER)
    prominence = max(0.02, 0.35 * first.weight * (1 - years / 15))
    return Standing(
        person, first.state, _distinct(likeliest), prominence, f"{_office(first)}, begun after {day}", years
    )


def choose_person(
    senses: Sequence[Sense], day: date | None, *, weights: Mapping[str, float], known: Sequence[str] = ()
) -> list[tuple[float, Standing]]:
    """Namesakes with how likely each is meant, the likeliest first.

    Args:
        senses: of kinds person and surname.
        day: of the text.
        weights: state -> how much the text speaks of it, 0 to 1.
        known: states that the words beside the name give; others then hardly count.
    """
    ranked = []
    usual: dict[int, tuple[Person, float]] = {}
    for sense in senses:
        if sense.person is not None and usual.get(id(sense.person), (sense.person, 0.0))[1] < sense.score:
            usual[id(sense.person)] = (sense.person, sense.score)
    for person, score in usual.values():
        at = standing(person, day)
        weight = score * at.prominence * (1 + 2 * weights.get(at.state, 0.0))
        if known and at.state not in known:
            other = [t for t in person.terms if t.state in known]
            weight *= 0.5 if other else 0.02
        ranked.append((weight, at))
    ranked.sort(key=lambda r: (-r[0], r[1].person.name))
    return ranked


def _both(term: Term) -> tuple[str, ...]:
    """Sectors of an office; a minister of defence stands for the military too."""
    return (term.sector, "MIL") if term.office == "defence_minister" and term.sector == "GOV" else (term.sector,)


def _office(term: Term) -> str:
    end = "" if term.end == date.max.toordinal() else str(date.fromordinal(term.end))
    start = "" if term.start == date.min.toordinal() else str(date.fromordinal(term.start))
    return f"{term.office.replace('_', ' ')} of {term.state} {start}..{end}"


def _distinct(sectors: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s for s in sectors if s))  # type: ignore[attr-defined]
