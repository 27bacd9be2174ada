"""Which actor does a user mean by a word on the command line or in a call: "TUR", "tr", "Turkey", "NATO"?"""

from __future__ import annotations

import difflib
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from dragoman.data import table
from dragoman.errors import UnknownActor

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["code_of", "folded", "known", "name_of"]


def code_of(word: str) -> str:
    """The code of a state or organisation.

    Args:
        word: a code (ISO alpha-3 or alpha-2, or an organisation's own) or a present name, in any case.
    Raises:
        UnknownActor: if no table knows the word; the message names the closest.
    """
    codes, names = _known()
    if word.upper() in codes:
        return codes[word.upper()]
    if (code := names.get(folded(word))) is not None:
        return code
    near = difflib.get_close_matches(folded(word), names, n=3, cutoff=0.6)
    closest = ", ".join(f"{n.title()} ({names[n]})" for n in near) or "none"
    raise UnknownActor(
        f"No state or organisation {word!r}. Closest: {closest}. Use an ISO code such as TUR, a name such as Turkey, "
        "or an organisation's code such as NATO or EUR."
    )


def known(word: str) -> str | None:
    """As `code_of` for a code of three letters and more or a name, without a guess: None if no table knows it."""
    codes, names = _known()
    if len(word) > 2 and word in codes:
        return codes[word]
    return names.get(folded(word))


def name_of(code: str) -> str:
    """The present English name of a state or organisation; the code itself where no table names it."""
    return _names().get(code, code)


def folded(text: str) -> str:
    """Lower case, without diacritics, punctuation and doubled spaces: how names are compared."""
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.lower().split())


@cache
def _known() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Codes in capitals -> code, and folded names -> code; names of today win over names of the past."""
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in sorted(table("states"), key=lambda r: r["end"] or "9999"):
        codes[row["code"]] = row["code"]
        if row["iso2"]:
            codes[row["iso2"]] = row["code"]
        names[folded(row["name"])] = row["code"]
    for row in table("state_terms"):
        if row["kind"] == "name" and not row["end"] and float(row["score"]) >= 0.9:
            names.setdefault(folded(row["term"]), row["code"])
    groups = {row["name"] for row in table("groups")}
    for row in table("organisations"):
        if (row["sector"] == "IGO" or row["code"] in groups) and row["code"] and not row["end"]:
            codes.setdefault(row["code"], row["code"])
            for name in (row["name"], *row["aliases"].split("|")):
                if name:
                    names.setdefault(folded(name), row["code"])
    for row in table("groups"):
        codes.setdefault(row["name"], row["name"])
    return codes, names


@cache
def _names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for row in sorted(table("states"), key=lambda r: r["end"] or "9999"):
        names[row["code"]] = row["name"]
    best: dict[str, int] = {}  # an organisation is called by the row of its code that has the most other names
    for row in table("organisations"):
        if row["sector"] in {"IGO", "GOV"} and row["code"] and not row["end"] and len(row["code"]) > 2:
            many = 100 if row["name"] == row["code"] else len(row["aliases"].split("|"))
            if row["code"] not in names or many > best.get(row["code"], many):
                names[row["code"]], best[row["code"]] = row["name"], many
    return names
