"""How good are forecasts of other people, by their source? A file of resolved questions in, scores out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dragoman.claims.score import brier, log_score, skill
from dragoman.claims.score_calibration import calibration, calibration_error, parts_of_brier
from dragoman.errors import InputError

__all__ = ["evaluate_forecasts"]


def evaluate_forecasts(file: Path, *, by: str = "source", bins: int = 10) -> dict[str, Any]:
    """Score a file of questions with the chance that was given and what came.

    Each line is a JSON object with `freeze_value` (the chance, 0 to 1, as number or text), `resolved_to` (0, 1, or a
    value between where a market settled so) and the field to group by. Lines without a chance or an outcome are counted
    in `left_out`, by reason, and not scored.

    Args:
        file: JSONL, as ForecastBench publishes resolved questions.
        by: field whose values are told apart.
        bins: of the calibration table.
    Returns:
        n, left_out, all (n, brier, log_score, share_true, brier_of_share, skill, calibration_error, parts, calibration)
        and the same for each value of the field, under its name.
    Raises:
        InputError: if the file cannot be read, a line is no object, or a chance lies outside 0 to 1.
    """
    groups: dict[str, list[tuple[float, float]]] = {}
    left_out: dict[str, int] = {}
    for place, row in _lines(file):
        found = [_number(row.get(name), name, place) for name in ("freeze_value", "resolved_to")]
        lacking = [word for word, value in zip(("no chance", "no outcome"), found, strict=True) if value is None]
        if lacking:
            left_out[lacking[0]] = left_out.get(lacking[0], 0) + 1
            continue
        chance, outcome = found
        groups.setdefault(str(row.get(by)), []).append((float(chance or 0), float(outcome or 0)))
    every = [pair for pairs in groups.values() for pair in pairs]
    return {
        "n": len(every),
        "left_out": left_out,
        "all": _scored(every, bins),
        by: {name: _scored(groups[name], bins) for name in sorted(groups)},
    }


def _scored(pairs: list[tuple[float, float]], bins: int) -> dict[str, Any]:
    import numpy as np

    if not pairs:
        return {"n": 0}
    p, y = np.array(pairs).T
    own, share = brier(p, p, y), np.full(len(y), y.mean())
    table, parts = calibration(p, p, y, bins=bins), parts_of_brier(p, p, y, bins=bins)
    plain = brier(share, share, y)
    saved, error = skill(own, plain), calibration_error(table)
    return {
        "n": len(pairs),
        "brier": round(float(own.mean()), 6),
        "log_score": round(float(log_score(p, p, y).mean()), 6),
        "share_true": round(float(y.mean()), 4),
        "brier_of_share": round(float(plain.mean()), 6),
        "skill": None if saved is None else round(saved, 4),
        "calibration_error": None if error is None else round(error, 4),
        "parts": {k: round(v, 5) for k, v in asdict(parts).items()} if parts else None,
        "calibration": [{k: round(v, 4) for k, v in asdict(b).items()} for b in table],
    }


def _lines(file: Path) -> Iterable[tuple[str, Mapping[str, Any]]]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as cause:
        raise InputError(f"{file} cannot be read: {cause}. Give a file of JSON lines.") from cause
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as cause:
            raise InputError(f"{file}, line {number} is no JSON: {cause}. Give one object a line.") from cause
        if not isinstance(row, dict):
            raise InputError(f"{file}, line {number} is no object; expected freeze_value, resolved_to and source.")
        yield f"{file}, line {number}", row


def _number(value: Any, name: str, place: str) -> float | None:
    """A chance or outcome; None where there is none."""
    if value is None or (isinstance(value, str) and value.strip().lower() in {"", "n/a", "na", "none", "null", "nan"}):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError) as cause:
        raise InputError(f"{place}: {name} is {value!r}; expected a number from 0 to 1.") from cause
    if number != number:  # noqa: PLR0124 - NaN alone differs from itself
        return None
    if not 0 <= number <= 1:
        raise InputError(f"{place}: {name} is {number:g}; expected from 0 to 1. Divide percents by 100.")
    return number
