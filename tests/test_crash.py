"""The short form of `benchmarks/crash.py`: killed again and again, and read by two others all the while."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

DRILL = Path(__file__).resolve().parents[1] / "benchmarks" / "crash.py"


@pytest.mark.skipif(sys.platform == "win32", reason="the drill kills with SIGKILL, which Windows lacks")
def test_killed_store_equals_one_that_was_not(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(DRILL.parent))  # the drill's readers import it by name in processes of their own
    specification = importlib.util.spec_from_file_location("crash", DRILL)
    crash = importlib.util.module_from_spec(specification)
    monkeypatch.setitem(sys.modules, "crash", crash)
    specification.loader.exec_module(crash)
    found = crash.drill(tmp_path, articles=300, kills=4, batch=30, n_readers=2, paragraphs=1)
    assert found["torn"] == []
    assert found["equal"], found["tables"]
    assert found["kills"] == 4
    assert found["moments_seen"] > 2
    assert all(found["tables"][t]["rows"] for t in ("articles", "reports", "events", "duplicates", "quarantine"))
