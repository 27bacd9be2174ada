"""A user's own actors: tables in PETRARCH's actor format.

    # comment
    RURITANIA_ [RUR]
    +KINGDOM_OF_RURITANIA_
    RUDOLF_RASSENDYLL_ ; or any remark
    +RASSENDYLL_
        [RURGOV 930101-981231]
        [RURELI >981231]

A line without indent names an actor, `+` adds a synonym, a code in brackets gives whom it stands for, with the days for
which it holds: `930101-981231`, `<930101` (before) or `>981231` (after); days as YYMMDD or YYYYMMDD. Codes are CAMEO's:
three letters of the state, then three of the sector ("TURGOV"); what follows is kept out. A sector alone ("GOV")
belongs to the state of the actor's other codes. Underscores are blanks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NoReturn

from dragoman.errors import InputError
from dragoman.mentions.actors import FIRST_DAY, LAST_DAY, Sense

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["read_actors"]

SECTORS: Final = frozenset(
    [
        "GOV",
        "MIL",
        "COP",
        "SPY",
        "JUD",
        "LEG",
        "PTY",
        "OPP",
        "REB",
        "UAF",
        "PRM",
        "CRM",
        "CVL",
        "BUS",
        "LAB",
        "AGR",
        "EDU",
        "JRN",
        "REL",
        "MED",
        "NGO",
        "IGO",
        "SOC",
        "REF",
        "ELI",
        "MNC",
        "DEV",
        "ENV",
        "HRI",
        "UNK",
        "JEW",
        "MOS",
        "CHR",
        "SET",
        "INS",
        "SEP",
        "RAD",
    ]
)
_CODE: Final = re.compile(r"\[([^\]]*)\]")
_SCORE: Final = 0.99  # the user knows
_PIVOT: Final = 30  # two-digit years up to 30 belong to this century


@dataclass(slots=True)
class _Entry:
    """An actor while its lines are read."""

    path: Path
    number: int  # of its first line
    names: list[str] = field(default_factory=list)
    codes: list[tuple[str, int, int]] = field(default_factory=list)


def read_actors(path: Path) -> Iterator[Sense]:
    """Senses of a file, in its order.

    Raises:
        InputError: if the file cannot be read, or a line is none of the format's; with file, line, found and expected.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as cause:
        raise InputError(
            f"Actor table {path}: {cause}. Expected a readable text file in UTF-8 in PETRARCH's actor format. "
            "Give another path, or save it as UTF-8."
        ) from cause
    entry: _Entry | None = None
    for number, line in enumerate(lines, 1):
        text = re.split("[#;]", line, maxsplit=1)[0].rstrip()
        if not text.strip():
            continue
        if not line.startswith((" ", "\t", "+")):
            if entry is not None:
                yield from _senses(entry)
            entry = _Entry(path, number)
        elif entry is None:
            _refuse(path, number, text.strip(), "a line that names an actor before its synonyms and codes")
        _add_line(entry, number, text.strip(), new=entry.number == number)
    if entry is not None:
        yield from _senses(entry)


def _add_line(entry: _Entry, number: int, text: str, *, new: bool) -> None:
    entry.codes += [_code(inner, entry.path, number) for inner in _CODE.findall(text)]
    rest = _CODE.sub("", text).strip()
    if "[" in rest or "]" in rest:
        _refuse(entry.path, number, text, "a code in one pair of square brackets, such as [TURGOV 930101-981231]")
    if rest and not new and not rest.startswith("+"):
        _refuse(entry.path, number, text, "an indented line with codes in brackets, or + and a synonym")
    name = rest.removeprefix("+").replace("_", " ").strip()
    if re.search(r"\w", name):
        entry.names.append(name)
    elif rest or new:
        _refuse(entry.path, number, text, "a name in letters before the code")


def _senses(entry: _Entry) -> Iterator[Sense]:
    names, codes, path, number = entry.names, entry.codes, entry.path, entry.number
    if not codes:
        _refuse(path, number, names[0], "a code in brackets for this actor, such as [TURGOV]")
    states = [c[:3] for c, _, _ in codes if c[:3] not in SECTORS]
    for code, start, end in codes:
        bare = code[:3] in SECTORS
        state = (states[0] if states else None) if bare else (None if code[:3] == "---" else code[:3])
        sector = code[:3] if bare else (code[3:6] or None)
        for name in names:
            spelling = name if not name.isupper() or len(name) <= 5 else name.title()
            yield Sense(
                "organisation" if sector else "name", state, sector, spelling, _SCORE, start, end,
                f"{path.name}, line {number}", spelling, by_user=True,
            )  # fmt: skip


def _code(inner: str, path: Path, number: int) -> tuple[str, int, int]:
    parts = inner.split()
    code = parts[0] if parts else ""
    if not re.fullmatch(r"(?:[A-Z]{3}|---)(?:[A-Z]{3})*", code) or len(parts) > 2:
        _refuse(path, number, f"[{inner}]", "a code of three-letter parts such as TUR or TURGOV, then days or nothing")
    if len(code) > 3 and code[:3] not in SECTORS and code[3:6] not in SECTORS:
        _refuse(path, number, f"[{inner}]", f"a sector after the state, one of {', '.join(sorted(SECTORS))}")
    if len(parts) == 1:
        return code, FIRST_DAY, LAST_DAY
    days = parts[1]
    if days.startswith("<"):
        return code, FIRST_DAY, (_day(days[1:], path, number) - timedelta(days=1)).toordinal()
    if days.startswith(">"):
        return code, (_day(days[1:], path, number) + timedelta(days=1)).toordinal(), LAST_DAY
    if days.count("-") != 1:
        _refuse(path, number, f"[{inner}]", "days such as 930101-981231, <930101 or >981231")
    start, end = (_day(d, path, number) for d in days.split("-"))
    if start > end:
        _refuse(path, number, f"[{inner}]", "a first day that is not after the last")
    return code, start.toordinal(), end.toordinal()


def _day(text: str, path: Path, number: int) -> date:
    digits = text.strip()
    if re.fullmatch(r"\d{6}", digits):
        digits = ("20" if int(digits[:2]) <= _PIVOT else "19") + digits
    try:
        return datetime.strptime(digits, "%Y%m%d").date()  # noqa: DTZ007 - a calendar day has no time zone
    except ValueError:
        _refuse(path, number, text, "a day as YYMMDD or YYYYMMDD")


def _refuse(path: Path, number: int, found: str, expected: str) -> NoReturn:
    raise InputError(f"Actor table {path}, line {number}: found {found!r}; expected {expected}. Mend the line.")
