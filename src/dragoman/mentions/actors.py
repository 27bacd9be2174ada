"""Which words can name whom: the actor tables as one gazetteer, built once.

A *sense* is one row that a name may stand for, with its years and its score. The same words may have several senses
("Georgia"); which one a text means is decided in `resolve`.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from dragoman.data import table
from dragoman.errors import DataError
from dragoman.mentions.surnames import surnames
from dragoman.mentions.words import key, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["Actors", "Person", "Sense", "Term"]

FIRST_DAY: Final = date.min.toordinal()
LAST_DAY: Final = date.max.toordinal()

OFFICE_WEIGHT: Final[Mapping[str, float]] = {
    "head_of_state_and_government": 1.0, "head_of_government": 0.98, "head_of_state": 0.97, "supreme_leader": 0.99,
    "monarch": 0.9, "foreign_minister": 0.85, "defence_minister": 0.8, "vice_president": 0.75,
    "deputy_head_of_government": 0.72, "interior_minister": 0.66, "finance_minister": 0.66, "army_chief": 0.66,
    "intelligence_chief": 0.64, "opposition_leader": 0.62, "spokesperson": 0.6, "speaker": 0.58, "envoy": 0.56,
    "party_leader": 0.54, "governor": 0.5, "other": 0.5, "legislator": 0.46, "former_leader": 0.4,
}  # fmt: skip
# How likely a bare surname means the holder of the office, relative to a head of government; our choice.


OBSCURE: Final = 0.8  # a bare surname means the leader of a state outside the G20 that much less often; our choice


@dataclass(frozen=True, slots=True)
class Sense:
    """One row that some words may stand for.

    Attributes:
        kind: name, abbreviation, adjective, people, capital, seat, nickname, region, region_adjective, city,
            organisation, group, person, surname, role.
        state: code of the state or organisation, None for a role or an organisation of no state.
        sector: PLOVER sector, None for the state as such.
        name: as the table spells it.
        score: how likely the words mean this row where nothing else is known, 0 to 1.
        start: first day on which it holds, as ordinal; `FIRST_DAY` if open.
        end: last day, as ordinal; `LAST_DAY` if open.
        source: of the row.
        spelling: as the table writes these very words; tells "US" from "us".
        person: who, for persons.
        human: a role of persons rather than of bodies.
        agent: a role that can act.
        by_user: a row of the user's own table, which wins.
    """

    kind: str
    state: str | None
    sector: str | None
    name: str
    score: float
    start: int
    end: int
    source: str
    spelling: str = ""
    person: Person | None = None
    human: bool = False
    agent: bool = True
    by_user: bool = False

    def holds(self, day: date | None) -> bool:
        """Whether the row holds on a day; any row does when no day is known."""
        return day is None or self.start <= day.toordinal() <= self.end


@dataclass(frozen=True, slots=True)
class Term:
    """An office held."""

    state: str
    office: str
    sector: str
    start: int
    end: int
    effective: bool
    source: str

    @property
    def weight(self) -> float:
        """How prominent the office is, 0 to 1."""
        return OFFICE_WEIGHT.get(self.office, 0.5) + (0.05 if self.effective else 0.0)


@dataclass(slots=True)
class Person:
    """One person of the tables with all terms, earliest first."""

    name: str
    terms: list[Term] = field(default_factory=list)
    given: set[str] = field(default_factory=set)  # folded parts of the name and of its variants

    def on(self, day: date) -> list[Term]:
        """Terms that hold on a day, the most prominent first."""
        ordinal = day.toordinal()
        return sorted((t for t in self.terms if t.start <= ordinal <= t.end), key=lambda t: -t.weight)


class Actors:
    """The gazetteer: costly to build, cheap to ask.

    Look-up is by folded pieces joined by blanks; `starts` tells how long the names are that begin with a piece.
    """

    def __init__(self) -> None:
        self.senses: dict[str, list[Sense]] = {}
        self.starts: dict[
            str, tuple[int, ...]
        ] = {}  # first piece -> lengths of names that begin with it, longest first
        self.people: dict[str, Person] = {}
        self.codes: set[str] = set()
        self.organisations: set[str] = set()  # codes of international organisations
        self.groups: dict[str, list[tuple[str, int, int]]] = {}  # group -> member, first and last day
        self.common: frozenset[str] = frozenset()  # folded words that are names too: "may", "reading"
        self.first_names: frozenset[str] = frozenset()
        self.family_names: frozenset[str] = frozenset()
        self.club_words: frozenset[str] = frozenset()  # "rovers", "dynamo": a place beside one is a team
        self.sport_words: frozenset[str] = frozenset()

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> Actors:
        """Read all tables of the package, and the user's own.

        Args:
            extra: files in PETRARCH's actor format; their rows win over the package's.
        Raises:
            InputError: if a line of a user's file cannot be read.
            DataError: if a table of the package is damaged.
        """
        from dragoman.mentions.petrarch import read_actors

        own = [sense for path in extra for sense in read_actors(path)]  # a bad line is told before anything costly
        made = cls()
        collecting = gc.isenabled()
        gc.disable()  # nothing of what is made here is garbage: looking for some takes a third of the time
        try:
            made._fill(own)
        finally:
            if collecting:
                gc.enable()
        return made

    def _fill(self, own: Sequence[Sense]) -> None:
        from dragoman.mentions.places import city_senses

        words: dict[str, set[str]] = {}
        for row in table("name_words"):
            words.setdefault(row["what"], set()).add(row["word"])
        self.common = frozenset(words["word"])
        self.first_names = frozenset(words["first name"])
        self.family_names = frozenset(words["family name"])
        self.club_words = frozenset(words["club word"])
        self.sport_words = frozenset(words["sport word"])
        self._add_states()
        self._add_organisations()
        self._add_groups()
        self._add_roles()
        self._add_people()
        self._add(city_senses(self))
        self._add(own, first=True)
        self._index()

    def of(self, words: str) -> Sequence[Sense]:
        """Senses of folded words, in order of the tables."""
        return self.senses.get(words, ())

    def spellings_near(self, words: str) -> Iterator[str]:
        """Names that begin with the same two letters, to look for misspellings among."""
        return (w for w in self.senses if w[:2] == words[:2])

    def _add(self, senses: Iterable[Sense], *, first: bool = False) -> None:
        for sense in senses:
            words = key(sense.spelling)
            if not words:
                continue
            there = self.senses.setdefault(words, [])
            if any(
                s.kind == sense.kind and s.state == sense.state and s.sector == sense.sector and s.start == sense.start
                for s in there
            ):
                continue
            if first:
                there.insert(0, sense)
            else:
                there.append(sense)

    def _add_states(self) -> None:
        names: dict[str, str] = {}
        for row in table("states"):
            self.codes.add(row["code"])
            if not row["end"] or row["code"] not in names:
                names[row["code"]] = row["name"]
        for row in table("state_terms"):
            self._add([
                Sense(
                    row["kind"], row["code"], None, names.get(row["code"], row["code"]), float(row["score"]),
                    _ordinal(row["start"], FIRST_DAY), _ordinal(row["end"], LAST_DAY), row["source"], row["term"],
                )
            ])  # fmt: skip

    def _add_organisations(self) -> None:
        for row in table("organisations"):
            code = row["code"] or None
            if code and code not in self.codes:
                self.organisations.add(code)
            start, end = _ordinal(row["start"], FIRST_DAY), _ordinal(row["end"], LAST_DAY)
            spellings = [row["name"], *(a for a in row["aliases"].split("|") if a)]
            self._add(
                Sense("organisation", code, row["sector"] or None, row["name"], 0.93, start, end, row["source"], s)
                for s in spellings
            )

    def _add_groups(self) -> None:
        for row in table("groups"):
            span = (row["member"], _ordinal(row["start"], FIRST_DAY), _ordinal(row["end"], LAST_DAY))
            new = row["name"] not in self.groups
            self.groups.setdefault(row["name"], []).append(span)
            if not new:
                continue
            for spelling in [row["name"], *(a for a in row["aliases"].split("|") if a)]:
                if not self.senses.get(key(spelling)):
                    self._add([
                        Sense("group", row["name"], "IGO", row["name"], 0.85, FIRST_DAY, LAST_DAY, row["source"], spelling)
                    ])  # fmt: skip

    def _add_roles(self) -> None:
        singular = table("roles")
        known = {row["term"] for row in singular}
        for row in singular:
            human, agent = row["person"] == "1", row["agent"] == "1"
            spellings = [row["term"]]
            many = plural(row["term"])
            if many not in known:
                spellings.append(many)
            if many.endswith("people") and row["term"].endswith("person"):
                spellings.append(row["term"] + "s")
            self._add(
                Sense("role", None, row["sector"], row["term"], 0.9, FIRST_DAY, LAST_DAY, row["source"], s,
                      human=human, agent=agent)
                for s in spellings
            )  # fmt: skip

    def _add_people(self) -> None:
        spellings: dict[str, set[str]] = {}
        large = {member for name in ("G20", "P5") for member, _, _ in self.groups.get(name, ())}
        for row in _leader_rows():
            folded = key(row["name"])
            person = self.people.get(folded)
            if person is None:
                person = self.people[folded] = Person(row["name"])
            person.terms.append(
                Term(
                    row["code"], row["office"], row["sector"], _ordinal(row["start"], FIRST_DAY),
                    _ordinal(row["end"], LAST_DAY), row["effective"] == "1", row["source"],
                )
            )  # fmt: skip
            spellings.setdefault(folded, {row["name"]}).update(a for a in row["aliases"].split("|") if a)
        for folded, person in self.people.items():
            person.terms.sort(key=lambda t: (t.start, t.end))
            first = person.terms[0]
            short: dict[str, float] = {}
            full: set[str] = set()
            for spelling in sorted(spellings[folded]):
                words = key(spelling)
                full.add(words)
                person.given.update(words.split())
                for words, weight in surnames(spelling, first.state).items():
                    short[words] = max(weight, short.get(words, 0.0))
            for words in sorted(full):
                kind = "person" if " " in words else "surname"
                self._person_sense(words, kind, person, spelling=words.title())
            known = 1.0 if first.state in large else OBSCURE
            for words in sorted(short.keys() - full):
                self._person_sense(words, "surname", person, spelling=words.title(), weight=known * short[words])

    def _person_sense(self, words: str, kind: str, person: Person, *, spelling: str, weight: float = 1.0) -> None:
        first = person.terms[0]
        self.senses.setdefault(words, []).append(
            Sense(
                kind, first.state, first.sector, person.name, 0.96 if kind == "person" else 0.85 * weight,
                FIRST_DAY, LAST_DAY, first.source, spelling, person=person, human=True,
            )
        )  # fmt: skip

    def _index(self) -> None:
        """Note for each first piece how long the names are that begin with it."""
        masks: dict[str, int] = {}
        for words in self.senses:
            first, _, rest = words.partition(" ")
            masks[first] = masks.get(first, 0) | (1 << (rest.count(" ") + 2 if rest else 1))
        lengths = {
            mask: tuple(n for n in range(mask.bit_length(), 0, -1) if mask >> n & 1) for mask in set(masks.values())
        }
        self.starts = {first: lengths[mask] for first, mask in masks.items()}


def _leader_rows() -> Iterator[Mapping[str, str]]:
    names = sorted(p.name for p in files("dragoman.data").iterdir() if p.name.startswith("leaders_"))
    if not names:
        raise DataError("No table leaders_*.csv in the package. Install Dragoman again.")
    for name in names:
        if name.endswith(".csv"):
            yield from table(name.removesuffix(".csv"))


def _ordinal(text: str, empty: int) -> int:
    return date.fromisoformat(text).toordinal() if text else empty
