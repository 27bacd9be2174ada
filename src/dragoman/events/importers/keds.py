"""KEDS, TABARI, PETRARCH and Phoenix: day, source, target, code, and what else each prints.

- KEDS project files: CSV with header `date,source,target,code[,desc]`, CAMEO or WEIS codes.
- TABARI and PETRARCH: tab-separated, no header: day, source, target, code, then text or ids.
- Phoenix: 26 tab-separated columns without header, or the Cline Center's CSV with header.

Two things are read off the first lines, since no file says them: WEIS or CAMEO (roots 21 and 22 are WEIS alone, four
digits are CAMEO alone), and actors after the Correlates of War or after ISO (`FRN` and `GER`, or `FRA` and `DEU`).
Reference: KEDS project code books; Schrodt (2012), CAMEO; Open Event Data Alliance, Phoenix.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from dragoman.events.importers.actors import NativeActor, cameo_actor
from dragoman.events.importers.family import Family, Head, Layout, first_of

__all__ = ["FAMILY"]

_PHOENIX: Final = (
    "EventID", "Date", "Year", "Month", "Day", "SourceActorFull", "SourceActorEntity", "SourceActorRole",
    "SourceActorAttribute", "TargetActorFull", "TargetActorEntity", "TargetActorRole", "TargetActorAttribute",
    "EventCode", "EventRootCode", "PentaClass", "GoldsteinScore", "Issues", "Lat", "Lon", "LocationName",
    "StateName", "CountryCode", "SentenceID", "URLs", "NewsSources",
)  # fmt: skip
_OLD: Final = frozenset(
    ["FRN", "UNK", "GER", "JAP", "LEB", "KUW", "AUL", "SPN", "NTH", "SWD", "ROK", "KOS", "UAR", "IDO", "PHI"]
)
_ISO: Final = frozenset(
    ["FRA", "GBR", "DEU", "JPN", "LBN", "KWT", "AUT", "ESP", "NLD", "SWE", "KOR", "DZA", "IDN", "PHL", "MAR"]
)


def _recognise(head: Head) -> Layout | None:
    for delimiter in (",", "\t"):
        cells = head.cells(delimiter)
        lower = {c.lower() for c in cells}
        if {"date", "source", "target", "code"} <= lower or {"eid", "story_date", "source", "target", "code"} <= lower:
            rows = [line.split(delimiter) for line in head.lines[1:]]
            return _with_schemes(Layout(cells, delimiter=delimiter, quoted=delimiter == ","), rows, head)
    rows = [line.split("\t") for line in head.lines]
    if rows and len(rows[0]) == len(_PHOENIX) and re.fullmatch(r"\d{8}", rows[0][1]):
        return Layout(_PHOENIX, header=False)
    for row in rows:
        if (
            len(row) >= 4
            and re.fullmatch(r"\d{6}|\d{8}|\d{4}-\d\d-\d\d", row[0])
            and re.fullmatch(r"\d{2,4}\W?", row[3])
        ):
            names = ("date", "source", "target", "code", *(f"more{i}" for i in range(1, len(row) - 3)))
            return _with_schemes(Layout(names, header=False), rows, head)
    return None


def _with_schemes(layout: Layout, rows: list[list[str]], head: Head) -> Layout:
    there = [c.lower() for c in layout.columns]
    at, source, target = (there.index(c) for c in ("code", "source", "target"))
    full = [r for r in rows if len(r) > max(at, source, target)]
    codes = {r[at].strip('" ') for r in full}
    actors = [r[i].strip('" ')[:3] for r in full for i in (source, target)]
    n_old, n_iso = sum(a in _OLD for a in actors), sum(a in _ISO for a in actors)
    weis = "weis" in head.name.lower() or (
        any(c[:2] in {"21", "22"} for c in codes) and not any(len(c) == 4 for c in codes)
    )
    return Layout(
        layout.columns,
        delimiter=layout.delimiter,
        header=layout.header,
        quoted=layout.quoted,
        scheme="weis" if weis else "cameo",
        actors="keds" if n_old > n_iso else "cameo",
    )


def _staged(layout: Layout) -> Mapping[str, str]:
    def has(*names: str) -> str:
        return first_of(layout, *names)

    return {
        "native_id": has("EventID", "eid"),
        "day": has("date", "story_date"),
        "source_code": has("SourceActorFull", "source"),
        "target_code": has("TargetActorFull", "target"),
        "code": has("EventCode", "code"),
        "weight": f"TRY_CAST({has('GoldsteinScore', 'goldstein')} AS DOUBLE)",
        "url": has("URLs"),
        "publisher": has("NewsSources"),
        "story": has("aid", "SentenceID"),
        "place": has("LocationName", "placename"),
        "latitude": f"TRY_CAST({has('Lat')} AS DOUBLE)",
        "longitude": f"TRY_CAST({has('Lon')} AS DOUBLE)",
    }


def _who(layout: Layout, code: str, _name: str, _sectors: str) -> NativeActor:
    return cameo_actor(code, scheme=layout.actors)


FAMILY: Final = Family("keds", _recognise, _staged, _who)
