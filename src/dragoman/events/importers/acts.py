"""Which PLOVER act is a native act code, and what does the mapping lose?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.data import table
from dragoman.reports.ontology import acts

__all__ = ["NativeAct", "native_act"]


@dataclass(frozen=True, slots=True)
class NativeAct:
    """What a native act code means.

    Attributes:
        act: a PLOVER act; None where PLOVER has none, as for CAMEO 01 (statements).
        quad: 1 to 4 as of the act; 0 where there is none.
        weight: Goldstein weight of the code where the table has it, else of the act, else 0.
        mode: PLOVER mode.
        contexts: PLOVER contexts.
        loss: what is lost.
        fault: what is wrong with the code though it can be read.
    """

    act: str | None
    quad: int
    weight: float
    mode: str | None = None
    contexts: str | None = None
    loss: str | None = None
    fault: str | None = None


def native_act(scheme: str, code: str, mode: str = "") -> NativeAct | None:
    """The meaning of a code; None if it cannot be read at all.

    A code that the code book lacks is read as far as it goes, and says so: `13y` as its root 13; `43`, whose zero a
    spreadsheet took, as 043; `0841]` as 0841; `190.0` as 190.

    Args:
        scheme: "cameo", "weis", "acled" or "plover".
        code: as the data set writes it.
        mode: PLOVER mode, where the data set has one.
    """
    if scheme == "plover":
        found = acts().get(code.strip().upper())
        return NativeAct(found.code, found.quad, found.intensity, mode.strip() or None) if found else None
    if scheme == "acled":
        kind, _, below = code.partition("|")
        known = _table(scheme)
        if code in known:
            return known[code]
        return _faulty(known[kind], f"sub-event type {below!r} in no table; read as {kind}") if kind in known else None
    return _numbered(scheme, code.strip())


def _numbered(scheme: str, code: str) -> NativeAct | None:
    known = _table(scheme)
    if code in known:
        return known[code]
    plain = re.sub(r"\.0$", "", code)
    plain = re.sub(r"\W+$", "", plain)
    if plain in known:
        return _faulty(known[plain], f"code {code} read as {plain}")
    if plain.isdigit() and "0" + plain in known:
        return _faulty(known["0" + plain], f"code {code} read as 0{plain}: a zero is lost")
    for length in (4, 3, 2):
        if len(plain) > length and plain[:length] in known and plain[:2].isdigit():
            return _faulty(known[plain[:length]], f"code {code} is not in the code book; read as {plain[:length]}")
    return None


def _faulty(act: NativeAct, fault: str) -> NativeAct:
    return NativeAct(act.act, act.quad, act.weight, act.mode, act.contexts, act.loss, fault)


@cache
def _table(scheme: str) -> Mapping[str, NativeAct]:
    """All codes of a scheme, the finer ones from the last digits that their row allows."""
    known: dict[str, NativeAct] = {}
    for row in table(f"{scheme}_acts"):
        act = acts().get(row["act"])
        made = NativeAct(
            act=act.code if act else None,
            quad=act.quad if act else 0,
            weight=float(row["weight"]) if row["weight"] else act.intensity if act else 0.0,
            mode=row["mode"] or None,
            contexts=row["contexts"] or None,
            loss=row["loss"] or None,
        )
        known[row["code"]] = made
        if row["finer"]:
            first, _, last = row["finer"].partition("-")
            for digit in range(int(first), int(last or first) + 1):
                known.setdefault(f"{row['code']}{digit}", made)
    return known
