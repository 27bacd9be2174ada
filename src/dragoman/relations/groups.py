"""Groups of states as actors, one state against all, and both directions as one: derived from directed pairs.

A group's row of counts is the sum over its members of that period, and over the group's own acts as an organisation.
Acts between members are inside the group and left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from dragoman.data import table

__all__ = ["ALL", "is_group", "joined", "member", "undirected"]

ALL: Final = "ALL"  # every other actor


@cache
def _members() -> Mapping[str, Mapping[str, tuple[tuple[date, date], ...]]]:
    """Group -> member -> first and last days."""
    made: dict[str, dict[str, tuple[tuple[date, date], ...]]] = {}
    for row in table("groups"):
        first = date.fromisoformat(row["start"]) if row["start"] else date.min
        last = date.fromisoformat(row["end"]) if row["end"] else date.max
        group = made.setdefault(row["name"], {})
        group[row["member"]] = (*group.get(row["member"], ()), (first, last))
    return made


def is_group(code: str) -> bool:
    """Whether a code stands for several actors: a group of `data/groups.csv`, or all."""
    return code == ALL or code in _members()


def member(code: str, of: str, day: date) -> bool:
    """Whether an actor counts for a code on a day: it itself, its members then, or everyone for ALL.

    Args:
        code: of the actor that an event names.
        of: code of a state, organisation or group, or ALL.
        day: first day of the event's period.
    """
    if of in {ALL, code}:
        return True
    return any(first <= day <= last for first, last in _members().get(of, {}).get(code, ()))


def joined(rows: Iterable[Mapping[str, Any]], a: str, b: str) -> list[dict[str, Any]]:
    """Rows of directed pairs as rows of a towards b and of b towards a.

    Args:
        rows: with source, target and period, as the statement `LEVEL_COUNTS` gives them.
        a: code of a state or group.
        b: code of a state or group, or ALL.
    Returns:
        The rows between the two, renamed; an act between two members of the same end is left out.
    """
    made = []
    for row in rows:
        day = row["period"]
        day = date(day.year, day.month, day.day)
        for source, target in ((a, b), (b, a)):
            if not (member(row["source"], source, day) and member(row["target"], target, day)):
                continue
            if _inside(row["source"], row["target"], source, day) or _inside(row["source"], row["target"], target, day):
                continue
            made.append({**row, "source": source, "target": target})
    return made


def _inside(source: str, target: str, code: str, day: date) -> bool:
    """Whether both ends of an act belong to the same group."""
    return code != ALL and member(source, code, day) and member(target, code, day)


def undirected(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of directed pairs as rows of pairs: both directions stand under the two codes in their order."""
    return [
        dict(row) | dict(zip(("source", "target"), sorted((row["source"], row["target"])), strict=True)) for row in rows
    ]
