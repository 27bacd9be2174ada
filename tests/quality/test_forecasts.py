"""Do our scores say the same of ForecastBench's resolved questions as `scoringrules`? By source of the crowd's value."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
import scoringrules

from dragoman.claims.evaluation_forecasts import evaluate_forecasts

HERE = Path(__file__).parent
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", HERE.parents[2] / "shared" / "reference")) / "predictions"
MARKETS = REFERENCE / "forecastbench_markets.jsonl"
CROWD = json.loads((HERE / "floors.json").read_text("utf-8"))["forecasts"]["crowd_brier"]

elsewhere = pytest.mark.skipif(
    not MARKETS.is_file(), reason="reference forecasts are not here; set DRAGOMAN_REFERENCE to their folder"
)


@elsewhere
def test_the_crowd_by_source() -> None:
    found = evaluate_forecasts(MARKETS)
    print(json.dumps({s: {k: v for k, v in d.items() if k != "calibration"} for s, d in found["source"].items()}))
    rows = [json.loads(line) for line in MARKETS.read_text("utf-8").splitlines()]
    assert found["n"] == len(rows)
    for source, wanted in CROWD.items():
        some = [r for r in rows if r["source"] == source]
        p, y = (np.array([float(r[name]) for r in some]) for name in ("freeze_value", "resolved_to"))
        told = found["source"][source]
        assert told["n"] == len(some)
        assert told["brier"] == pytest.approx(scoringrules.brier_score(y, p).mean(), abs=1e-6)
        bounded = np.clip(p, 0.005, 0.995)
        assert told["log_score"] == pytest.approx(scoringrules.log_score(y, bounded).mean(), abs=1e-6)
        assert told["brier"] == pytest.approx(wanted, abs=1e-4)
