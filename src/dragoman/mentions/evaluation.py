"""How well are actors resolved? Cases of phrases in, accuracies out."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError
from dragoman.mentions.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dragoman.mentions.actors import Actors
    from dragoman.mentions.resolution import Resolution

__all__ = ["evaluate_actors", "written_day"]

TODAY: Final = date(2022, 7, 1)  # "today" in cases that were written about then
_FORMATS: Final = (
    "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%B %d %Y", "%b %d, %Y", "%b %d %Y", "%d/%m/%Y", "%Y/%m/%d", "%Y%m%d",
    "%d.%m.%Y", "%B %Y", "%Y-%m", "%Y",
)  # fmt: skip
_BEST: Final = 2  # an expected sector counts as found among so many of the best


def evaluate_actors(path: Path, *, actors: Actors) -> dict[str, Any]:
    """Resolve the phrases of a file and compare.

    Each line is a JSON object with `text` and, where known, `context`, `query_date`, `known_country`,
    `expected_country`, `expected_code_1`, `expected_code_2`. A country counts where one is expected; the code IGO stands
    for any international organisation but UNO and EUR. A sector counts where `expected_code_1` is given: right if it is
    among our two best or if our best equals `expected_code_2`; strictly right if our best is `expected_code_1`. The day
    "today" is 2022-07-01, about when such cases were written; no day means that none is known.

    Args:
        path: of the file, JSON lines.
        actors: the gazetteer.
    Returns:
        n, country_n, country_accuracy, sector_n, sector_accuracy, sector_accuracy_strict, wrong: the cases missed.
    Raises:
        InputError: if the file cannot be read as such cases.
    """
    n = country_n = country_right = sector_n = sector_right = sector_strict = 0
    wrong: list[dict[str, Any]] = []
    for case in _cases(path):
        n += 1
        found = resolve(
            case["text"],
            context=case.get("context") or "",
            day=written_day(case.get("query_date")),
            known_country=case.get("known_country") or None,
            actors=actors,
        )
        country, first = case.get("expected_country"), case.get("expected_code_1")
        missed = []
        if country:
            country_n += 1
            right = _same_country(found.state, country, actors)
            country_right += right
            if not right:
                missed.append("country")
        if first:
            sector_n += 1
            right = first in found.sectors[:_BEST] or (
                bool(case.get("expected_code_2")) and found.sector == case["expected_code_2"]
            )
            sector_right += right
            sector_strict += found.sector == first
            if not right:
                missed.append("sector")
        if missed:
            wrong.append(_report(case, found, missed))
    return {
        "n": n,
        "country_n": country_n,
        "country_accuracy": round(country_right / country_n, 4) if country_n else None,
        "sector_n": sector_n,
        "sector_accuracy": round(sector_right / sector_n, 4) if sector_n else None,
        "sector_accuracy_strict": round(sector_strict / sector_n, 4) if sector_n else None,
        "wrong": wrong,
    }


def written_day(text: str | None) -> date | None:
    """A day as people write it; None if there is none.

    Raises:
        InputError: if it is no day.
    """
    if text is None or not text.strip():
        return None
    plain = text.strip()
    if plain.lower() in {"today", "now"}:
        return TODAY
    for form in _FORMATS:
        try:
            return datetime.strptime(plain.title(), form).date()  # noqa: DTZ007 - a calendar day has no time zone
        except ValueError:
            continue
    raise InputError(f"Day {text!r}; expected one such as 2022-03-01, 12 April 2022, October 1, 2021, or today.")


def _cases(path: Path) -> list[Mapping[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as cause:
        raise InputError(f"Cases {path}: {cause}. Give a text file of JSON lines.") from cause
    cases = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
            case["text"].strip()
        except (ValueError, TypeError, KeyError, AttributeError) as cause:
            raise InputError(
                f"Cases {path}, line {number}: found {line[:60]!r}; expected a JSON object with a text. Mend the line."
            ) from cause
        cases.append(case)
    return cases


def _same_country(found: str | None, expected: str, actors: Actors) -> bool:
    if found == expected:
        return True
    return expected == "IGO" and found is not None and found in actors.organisations


def _report(case: Mapping[str, Any], found: Resolution, missed: list[str]) -> dict[str, Any]:
    kept = {
        k: case.get(k)
        for k in ("id", "text", "context", "query_date", "expected_country", "expected_code_1", "expected_code_2")
    }
    return {
        **kept,
        "missed": missed,
        "state": found.state,
        "sectors": list(found.sectors),
        "name": found.name,
        "why": found.why,
    }
