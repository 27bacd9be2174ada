"""Effective leaders agree with Archigos on nearly every day of 1990-2015."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pytest

from dragoman.data import table
from dragoman.mentions import Actors
from dragoman.mentions.words import key

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference"))
FLOORS = json.loads((ROOT / "tests" / "quality" / "floors.json").read_text(encoding="utf-8"))["actors"]
FIRST, LAST = date(1990, 1, 1).toordinal(), date(2015, 12, 31).toordinal()

pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the reference is not here; set DRAGOMAN_REFERENCE to its folder"
)


def parts(name):
    return {p for p in re.split(r"[^a-z]+", key(name)) if len(p) > 2}


@cache
def alike(one, other):
    """Whether two spellings share a part, or have two parts that differ by a letter or so."""
    first, second = parts(one), parts(other)
    if first & second:
        return True
    return any(len(a) > 4 and SequenceMatcher(None, a, b).ratio() >= 0.75 for a in first for b in second)


def spells_of_codes():
    """State of Gleditsch and Ward's number -> its codes with first and last day."""
    spells = defaultdict(list)
    for row in table("states"):
        if row["gw"]:
            start = date.fromisoformat(row["start"]).toordinal() if row["start"] else 0
            end = date.fromisoformat(row["end"]).toordinal() if row["end"] else LAST
            spells[int(row["gw"])].append((row["code"], start, end))
    return spells


def covered(spans):
    """Days in the union of closed spans."""
    days, reach = 0, 0
    for start, end in sorted(spans):
        days += max(0, end - max(start, reach + 1) + 1)
        reach = max(reach, end)
    return days


def test_effective_leaders_agree_with_archigos():
    import pandas as pd

    held = defaultdict(list)
    for person in Actors.load().people.values():
        names = " ".join(sorted(person.given))
        for term in person.terms:
            if term.effective:
                held[term.state].append((names, term.start, term.end))
    spells = spells_of_codes()
    frame = pd.read_parquet(REFERENCE / "drivers" / "archigos.parquet")
    agreed = total = 0
    for row in frame[frame["enddate"] >= "1990-01-01"].itertuples():
        for code, begin, until in spells.get(int(row.gwcode), ()):
            start = max(FIRST, begin, date.fromisoformat(row.startdate[:10]).toordinal())
            end = min(LAST, until, date.fromisoformat(row.enddate[:10]).toordinal())
            if start > end:
                continue
            total += end - start + 1
            agreed += covered(
                (max(start, s), min(end, e))
                for names, s, e in held[code]
                if s <= end and e >= start and alike(row.leader, names)
            )
    assert total > 1_000_000
    assert agreed / total >= FLOORS["leaders_agree"], f"{agreed / total:.4f} of {total} state-days"
