"""Invented states and a small finder of their names, so that the coder is tested without the tables of actors."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from dragoman.parsing import Parsed, parse
from dragoman.records import Article, Mention, Part, Precision, Report, Role, fingerprint
from dragoman.reports import RuleCoder

STATES = {
    "Ruritania": "RUR", "Graustark": "GRK", "Syldavia": "SYL", "Borduria": "BOR", "Elbonia": "ELB",
    "Ruritanian": "RUR", "Graustarkian": "GRK", "Syldavian": "SYL", "Bordurian": "BOR", "Elbonian": "ELB",
    "Ruritanians": "RUR", "Graustarkians": "GRK", "Syldavians": "SYL", "Bordurians": "BOR", "Elbonians": "ELB",
}  # fmt: skip
ROLES = {
    "president": "GOV", "prime minister": "GOV", "foreign minister": "GOV", "government": "GOV", "parliament": "LEG",
    "army": "MIL", "navy": "MIL", "troops": "MIL", "soldiers": "MIL", "forces": "MIL", "warplanes": "MIL", "jets": "MIL",
    "police": "COP", "rebels": "REB", "delegation": "GOV", "officials": "GOV", "official": "GOV", "ambassador": "GOV",
    "opposition": "OPP", "students": "EDU", "workers": "LAB", "protesters": "OPP", "journalist": "JRN", "court": "JUD",
    "diplomats": "GOV", "refugees": "REF", "villagers": "CVL", "embassy": "GOV", "ministers": "GOV", "analyst": "EDU",
}  # fmt: skip
_NAMES = "|".join(sorted(STATES, key=len, reverse=True))
_ROLES = "|".join(sorted(ROLES, key=len, reverse=True))
_MENTION = re.compile(rf"\b(?P<state>{_NAMES})\b(?:(?:['’]s)? (?P<role>{_ROLES})\b)?")
_CAPITALS = re.compile(rf"\b(?:{_NAMES.upper()})\b")


@cache
def coder() -> RuleCoder:
    """The coder, loaded once."""
    return RuleCoder.load()


def article(text: str, *, day: date | None = None, title: str | None = None) -> Article:
    """A text as an article; a title is put before it."""
    whole = f"{title}\n\n{text}" if title else text
    parts = [Part(role=Role.BODY, start=len(whole) - len(text), end=len(whole))]
    if title:
        parts.insert(0, Part(role=Role.TITLE, start=0, end=len(title)))
    return Article(
        id=fingerprint("A", None, title, whole),
        title=title,
        byline=None,
        publisher="The Invented Herald",
        url=None,
        day=day,
        day_precision=Precision.DAY if day else Precision.UNKNOWN,
        day_why="the test says so",
        language="en",
        language_score=1.0,
        text=whole,
        parts=tuple(parts),
        origin="a test",
        native_id=None,
    )


def mentions_of(told: Article) -> tuple[Mention, ...]:
    """Names, adjectives and roles of the invented states."""
    found = []
    for match in _MENTION.finditer(told.text):
        role = match["role"]
        kind = "role" if role else "adjective" if match["state"].endswith("n") else "name"
        found.append(
            Mention(
                id=fingerprint("M", told.id, match.start(), match.end()),
                article=told.id,
                start=match.start(),
                end=match.end(),
                text=match.group(),
                role=told.role_at(match.start()),
                kind=kind,
                state=STATES[match["state"]],
                sector=ROLES[role] if role else None,
                name=None,
                score=0.7 if kind == "adjective" else 0.95,
                why="invented",
            )
        )
    return tuple(found)


def parsed(told: Article) -> Parsed:
    """An article with its parse."""
    return next(iter(parse([told])))


def reports(text: str, *, day: date | None = None, title: str | None = None) -> tuple[Report, ...]:
    """What the coder makes of a text."""
    told = article(text, day=day, title=title)
    return coder().code(parsed(told), mentions_of(told))


def told(text: str, *, day: date | None = None) -> set[tuple[str, str, str, str]]:
    """Source, act, target and status of the whole reports of a text."""
    return {
        (r.source or "", r.act, r.target or "", r.status.value)
        for r in reports(text, day=day)
        if r.source_mention and r.target_mention and r.kind == "report"
    }
