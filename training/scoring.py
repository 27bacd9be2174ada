"""Figures on held-out sentences, and the calibration that the shipped model carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sentences import ACTS, COOPERATIVE

Floats = NDArray[np.float32]
BINS = 15  # of the expected calibration error, equal width
FOLDED = tuple(a for a in ACTS[1:] if a != "RETREAT")  # CONCEDE stands for both kinds of yielding


@dataclass(frozen=True, slots=True)
class Held:
    """Logits and truth of every pair of the held-out sentences."""

    acts: Floats  # logits, shape (pairs, 17)
    gold: Floats  # shares, same shape
    statuses: Floats
    gold_statuses: NDArray[np.int64]  # below 0 where unknown


def calibrated(logits: Floats, temperature: float, bias_of_none: float) -> Floats:
    """Chances of each act.

    p = softmax((z + b * [act is NONE]) / T)
    """
    z = logits.astype(np.float64).copy()
    z[:, 0] += bias_of_none
    z = z / temperature
    z -= z.max(1, keepdims=True)
    e = np.exp(z)
    return (e / e.sum(1, keepdims=True)).astype(np.float32)


def fit_calibration(held: Held) -> tuple[float, float]:
    """Temperature and bias of NONE with the least cross-entropy on a grid."""
    best = (np.inf, 1.0, 0.0)
    for temperature in np.arange(0.5, 2.51, 0.05):
        for bias in np.arange(-2.0, 2.01, 0.1):
            p = calibrated(held.acts, float(temperature), float(bias))
            loss = float(-(held.gold * np.log(p + 1e-9)).sum(1).mean())
            best = min(best, (loss, round(float(temperature), 2), round(float(bias), 2)))
    return best[1], best[2]


def calibration_error(p: Floats, gold: Floats) -> float:
    """Expected calibration error of the likeliest act; a pair with several acts is right with any of them.

    ECE = sum over bins of (n_bin / n) * |share right - mean chance|
    """
    top, right = p.max(1), gold[np.arange(len(p)), p.argmax(1)] > 0
    place = np.minimum((top * BINS).astype(int), BINS - 1)
    gaps = [(place == b).sum() * abs(right[place == b].mean() - top[place == b].mean()) for b in set(place.tolist())]
    return float(sum(gaps) / len(p))


def macro_f1(gold: list[str], got: list[str]) -> float:
    """Mean F1 over the classes that the gold holds."""
    values = []
    for name in sorted(set(gold)):
        hit = sum(g == name == h for g, h in zip(gold, got, strict=True))
        values.append(2 * hit / (gold.count(name) + got.count(name)))
    return sum(values) / len(values)


def held_figures(held: Held, temperature: float = 1.0, bias_of_none: float = 0.0) -> dict[str, Any]:
    """Figures of one network on held-out pairs.

    `acts`: macro-F1 over 15 acts (both kinds of yielding as one) where there is one act, NONE not offered;
    `all`: macro-F1 over the 16 acts and NONE on every pair with at most one act; `side`: cooperation or conflict.
    """
    p = calibrated(held.acts, temperature, bias_of_none)
    one = held.gold.max(1) == 1
    acting = one & (held.gold[:, 0] == 0)
    names = np.array(ACTS)
    gold = [str(names[k]) for k in held.gold[acting].argmax(1)]
    folded = p[acting][:, [ACTS.index(a) for a in FOLDED]]
    folded[:, FOLDED.index("CONCEDE")] += p[acting][:, ACTS.index("RETREAT")]
    got = [FOLDED[k] for k in folded.argmax(1)]
    gold = ["CONCEDE" if g == "RETREAT" else g for g in gold]
    known = held.gold_statuses >= 0
    side = [
        ("+" if g in COOPERATIVE else "-", "+" if h in COOPERATIVE else "-") for g, h in zip(gold, got, strict=True)
    ]
    return {
        "acts": round(macro_f1(gold, got), 4),
        "side": round(macro_f1([g for g, _ in side], [h for _, h in side]), 4),
        "all": round(
            macro_f1([str(names[k]) for k in held.gold[one].argmax(1)], [str(names[k]) for k in p[one].argmax(1)]), 4
        ),
        "none_f1": round(macro_f1(*_binary(held.gold[one].argmax(1) == 0, p[one].argmax(1) == 0)), 4),
        "status": round(float((held.statuses[known].argmax(1) == held.gold_statuses[known]).mean()), 4),
        "ece": round(calibration_error(p, held.gold), 4),
        "loss": round(float(-(held.gold * np.log(p + 1e-9)).sum(1).mean()), 4),
    }


def _binary(gold: NDArray[np.bool_], got: NDArray[np.bool_]) -> tuple[list[str], list[str]]:
    return [str(g) for g in gold], [str(g) for g in got]
