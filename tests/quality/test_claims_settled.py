"""Claims with known outcomes, on the bundled sample and on a quarter of ICEWS: is each settled as history has it?"""

from __future__ import annotations

import os
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

import dragoman
from dragoman.events.importers import import_files
from dragoman.settings import Settings
from dragoman.settling import settle
from dragoman.store import Store

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference"))
QUARTER = REFERENCE / "eventdata" / "icews_2018_q4.parquet"
SAMPLE = Path(dragoman.__file__).parent / "data" / "sample"

_spec = spec_from_file_location("claim_cases", ROOT / "tests" / "claims" / "cases.py")
cases = module_from_spec(_spec)
_spec.loader.exec_module(cases)

# what is claimed, made, deadline, the rule, what came of it
SAMPLE_CLAIMS = [
    ("Russia punishes Turkey for the aircraft", "2015-11-25", "2015-12-31", {"source": "RUS", "target": "TUR", "acts": ("SANCTION",)}, "true"),
    ("Turkey brings down a Russian aircraft", "2015-10-20", "2015-12-31", {"source": "TUR", "target": "RUS", "acts": ("ASSAULT",)}, "true"),
    ("the same, said on the day itself", "2015-11-24", "2015-12-31", {"source": "TUR", "target": "RUS", "acts": ("ASSAULT",)}, "false"),
    ("Turkey and Russia come to terms in 2016", "2016-02-01", "2016-12-31", {"source": "TUR", "target": "RUS", "acts": ("AGREE",), "either_way": True}, "true"),
    ("no agreement in 2016", "2016-02-01", "2016-12-31", {"source": "TUR", "target": "RUS", "acts": ("AGREE",), "either_way": True, "expected": False}, "false"),
    ("Turkey attacks Russia again in 2016", "2016-02-20", "2016-12-31", {"source": "TUR", "target": "RUS", "acts": ("ASSAULT",)}, "false"),
    ("relations worsen over the autumn of 2015", "2015-10-01", "2015-12-31", {"source": "TUR", "target": "RUS", "kind": "level", "acts": (), "either_way": True, "direction": "worse", "amount": 0.1}, "true"),
    ("relations worsen over the second half of 2016", "2016-02-20", "2016-12-31", {"source": "TUR", "target": "RUS", "kind": "level", "acts": (), "either_way": True, "direction": "worse", "amount": 0.1}, "false"),
    ("relations mend in 2016", "2016-02-20", "2016-12-31", {"source": "TUR", "target": "RUS", "kind": "level", "acts": (), "either_way": True, "direction": "better", "amount": 0.1}, "true"),
    ("they turn for the worse in late 2015", "2015-10-01", "2015-12-31", {"source": "TUR", "target": "RUS", "kind": "turn", "acts": (), "direction": "worse"}, "true"),
    ("they turn for the better in 2016", "2016-02-20", "2016-12-31", {"source": "TUR", "target": "RUS", "kind": "turn", "acts": (), "direction": "better"}, "true"),
    ("they turn for the worse in 2017", "2017-01-01", "2017-12-31", {"source": "TUR", "target": "RUS", "kind": "turn", "acts": (), "direction": "worse"}, "false"),
    ("Turkey turns from Russia to Ukraine in 2016", "2016-02-20", "2016-12-31", {"source": "TUR", "target": "RUS", "third": "UKR", "kind": "turn", "acts": (), "direction": "worse"}, "false"),
    ("war after the end of the data", "2023-06-01", "2024-06-01", {"source": "RUS", "target": "TUR", "acts": ("ASSAULT",)}, "open"),
    ("Bhutan and Paraguay quarrel", "2016-02-01", "2016-12-31", {"source": "BTN", "target": "PRY", "acts": ("ACCUSE",)}, "void"),
    ("if Turkey sanctions Russia, it hits back", "2016-07-02", "2016-12-31", {"source": "RUS", "target": "TUR", "acts": ("SANCTION",), "condition": "if Turkey sanctions Russia", "condition_source": "TUR", "condition_target": "RUS", "condition_acts": ("SANCTION",)}, "void"),
    ("if the sky falls", "2016-02-01", "2016-12-31", {"source": "RUS", "target": "TUR", "acts": ("AGREE",), "condition": "if the sky falls"}, "open"),
]  # fmt: skip

ICEWS_CLAIMS = [
    ("the United States sanctions Iran in November", "2018-10-15", "2018-11-30", {"source": "USA", "target": "IRN", "acts": ("SANCTION",)}, "true"),
    ("Russia uses force against Ukraine at sea", "2018-11-10", "2018-12-15", {"source": "RUS", "target": "UKR", "acts": ("ASSAULT", "COERCE")}, "true"),
    ("Russia keeps its hands off Ukraine", "2018-11-10", "2018-12-15", {"source": "RUS", "target": "UKR", "acts": ("ASSAULT", "COERCE"), "expected": False}, "false"),
    ("Russia and Ukraine worsen by the end of November", "2018-11-20", "2018-11-30", {"source": "RUS", "target": "UKR", "kind": "level", "acts": (), "either_way": True, "direction": "worse", "amount": 0.05}, "true"),
    ("Russia and Ukraine mend by the end of November", "2018-11-20", "2018-11-30", {"source": "RUS", "target": "UKR", "kind": "level", "acts": (), "either_way": True, "direction": "better", "amount": 0.05}, "false"),
    ("the presidents of the United States and China meet", "2018-11-15", "2018-12-05", {"source": "USA", "target": "CHN", "acts": ("CONSULT",), "either_way": True}, "true"),
    ("New Zealand attacks Canada", "2018-10-15", "2018-12-15", {"source": "NZL", "target": "CAN", "acts": ("ASSAULT",), "either_way": True}, "false"),
    ("no attack between New Zealand and Canada", "2018-10-15", "2018-12-15", {"source": "NZL", "target": "CAN", "acts": ("ASSAULT",), "either_way": True, "expected": False}, "true"),
    ("the same next year", "2018-10-15", "2019-12-15", {"source": "NZL", "target": "CAN", "acts": ("ASSAULT",), "either_way": True}, "open"),
    ("Bhutan and Paraguay quarrel", "2018-10-15", "2018-12-15", {"source": "BTN", "target": "PRY", "acts": ("ACCUSE",)}, "void"),
    ("if New Zealand attacks Canada, it is sanctioned", "2018-10-15", "2018-12-15", {"source": "CAN", "target": "NZL", "acts": ("SANCTION",), "condition": "if New Zealand attacks Canada", "condition_source": "NZL", "condition_target": "CAN", "condition_acts": ("ASSAULT",)}, "void"),
    ("if the sky falls", "2018-10-15", "2018-12-15", {"source": "USA", "target": "CHN", "acts": ("CONSULT",), "condition": "if the sky falls"}, "open"),
]  # fmt: skip


def made_of(rows):
    """Claims and rules of a table."""
    for number, (words, made, last, parts, _) in enumerate(rows):
        day = date.fromisoformat(made)
        default = {"source": "RUS", "target": "TUR"}
        yield (
            cases.claim(id=f"P{number:02d}", article=None, made=day, statement=words),
            cases.rule(made=day, last=date.fromisoformat(last), **{**default, **parts}),
        )


def check(store, rows, dataset=None):
    found = {o.claim: o for o in settle(cases.freeze(store, *made_of(rows)), settings=Settings(), dataset=dataset)}
    told = [(row[0], found[f"P{n:02d}"].verdict, found[f"P{n:02d}"].why) for n, row in enumerate(rows)]
    print(*told, sep="\n")
    assert [(words, verdict) for words, verdict, _ in told] == [(row[0], row[-1]) for row in rows]
    days = {r["id"]: r["day"] for r in store.query("SELECT id, day FROM events").to_pylist()}
    for n, row in enumerate(rows):
        assert all(days[e] > date.fromisoformat(row[1]) for e in found[f"P{n:02d}"].events)
    return found


def test_the_sample(tmp_path):
    dragoman.read(SAMPLE, store=tmp_path / "store")
    check(Store.open(tmp_path / "store"), SAMPLE_CLAIMS)


@pytest.mark.skipif(not QUARTER.is_file(), reason="the ICEWS quarter is not here; set DRAGOMAN_REFERENCE to its folder")
def test_the_icews_quarter(tmp_path):
    store = Store.create(tmp_path / "store")
    import_files(store, [QUARTER], settings=Settings())
    found = check(store.refresh(), ICEWS_CLAIMS)
    (direct,) = (
        store.refresh()
        .query("""SELECT count(*) AS n FROM events WHERE act = 'ASSAULT' AND between_states
        AND source IN ('NZL', 'CAN') AND target IN ('NZL', 'CAN') AND source <> target""")
        .to_pylist()
    )
    assert direct["n"] == 0  # of the claims on an attack that did not come
    assert all(0 < o.base < 1 for o in found.values())
