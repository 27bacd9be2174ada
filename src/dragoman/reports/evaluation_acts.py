"""How well does the act network tell acts apart, when it is told who the actors are? Labelled pairs in, figures out."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dragoman.errors import InputError
from dragoman.reports.model import ActModel
from dragoman.reports.ontology import acts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["YIELDING", "calibration_error", "evaluate_acts", "evaluate_quads", "macro", "per_class_of", "reliability"]

YIELDING: Final[Mapping[str, str]] = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
"""The fold of label sets that know one act of giving way."""
NONE: Final = "NONE"


def evaluate_acts(path: Path, fold: Mapping[str, str] = YIELDING, *, model: ActModel | None = None) -> dict[str, Any]:
    """Compare the likeliest act of labelled pairs with their label; that there is no act is not offered.

    Each line is a JSON object with `text`, `source` and `target` (lists of first character and one past the last; the
    first of a list is meant), and `act`, one of the folded acts.

    Args:
        path: of the file, JSON lines.
        fold: acts that the file knows under another name; their chances are added up.
        model: the package's own if not given.
    Returns:
        n; macro_f1 over the folded acts, quad_macro_f1, coop_conflict_macro_f1; called_none: share whose likeliest is no
        act; not_read: pairs cut off by the network's limit, counted as wrong; per_class: act to precision, recall, f1
        and n; confusion: label to answer to count.
    Raises:
        InputError: if a line is not such a pair.
    """
    model = model or ActModel.load()
    quads = {fold.get(a.code, a.code): a.quad for a in acts().values()}
    rows = _rows(path, ("text", "source", "target", "act"))
    if unknown := {row["act"] for row in rows} - set(quads):
        raise InputError(f"{path} has acts {sorted(unknown)}; expected {sorted(quads)}. Give another fold.")
    scores = model.score(
        [row["text"] for row in rows],
        [[(s[0], s[1]) for s in (row["source"][0], row["target"][0])] for row in rows],
        [[(0, 1)] for _ in rows],
    )
    gold: list[str] = []
    got: list[str] = []
    none = 0
    for row, (score,) in zip(rows, scores, strict=True):
        gold.append(row["act"])
        if score is None:
            got.append("")
            continue
        none += model.acts[int(score.acts.argmax())] == NONE
        chances: Counter[str] = Counter()
        for act, chance in zip(model.acts, score.acts.tolist(), strict=True):
            if act != NONE:
                chances[fold.get(act, act)] += chance
        got.append(max(chances, key=lambda act: (chances[act], act)))
    per_class = per_class_of(gold, got)
    sides = {act: str(quad > 2) for act, quad in quads.items()} | {"": ""}
    names = {act: str(quad) for act, quad in quads.items()} | {"": ""}
    confusion = {g: dict(Counter(h for x, h in zip(gold, got, strict=True) if x == g).most_common()) for g in per_class}
    return {
        "n": len(rows),
        "macro_f1": macro(per_class),
        "quad_macro_f1": macro(per_class_of([names[g] for g in gold], [names[h] for h in got])),
        "coop_conflict_macro_f1": macro(per_class_of([sides[g] for g in gold], [sides[h] for h in got])),
        "called_none": round(none / max(1, len(rows)), 4),
        "not_read": got.count(""),
        "per_class": per_class,
        "confusion": confusion,
    }


def evaluate_quads(path: Path, *, model: ActModel | None = None) -> dict[str, Any]:
    """Compare the likeliest quad class of labelled sentences with their label.

    Each line is a JSON object with `text`, `quad` (0: none, 1 to 4) and `source_spans`, `target_spans`: words of the text,
    or null. Lines without a span on a side, or whose spans are not in the text, are left out and counted. Of several spans
    a side, the pair that is surest of an act speaks for the line.

    Args:
        path: of the file, JSON lines.
        model: the package's own if not given.
    Returns:
        n and quad_macro_f1 over lines of class 1 to 4, where none is not offered; n_with_none and with_none_macro_f1 over
        all lines, where it is; left_out; per_class: class to precision, recall, f1 and n, without none.
    Raises:
        InputError: if a line is not such a sentence.
    """
    model = model or ActModel.load()
    quad_of = np.array([0 if a == NONE else acts()[a].quad for a in model.acts])
    rows = _rows(path, ("text", "quad", "source_spans", "target_spans"))
    sentences, spans, pairs, labels = [], [], [], []
    for row in rows:
        sources, targets = (_found(row["text"], row[side] or ()) for side in ("source_spans", "target_spans"))
        if sources and targets:
            sentences.append(row["text"])
            spans.append([*sources, *targets])
            pairs.append([(s, len(sources) + t) for s in range(len(sources)) for t in range(len(targets))])
            labels.append(int(row["quad"]))
    forced, free, gold, gold_free = [], [], [], []
    for label, found in zip(labels, model.score(sentences, spans, pairs), strict=True):
        chances = max(
            (np.bincount(quad_of, s.acts, minlength=5) for s in found if s is not None),
            key=lambda c: -c[0],
            default=None,
        )
        gold_free.append(str(label))
        free.append("" if chances is None else str(int(chances.argmax())))
        if label:
            gold.append(str(label))
            forced.append("" if chances is None else str(1 + int(chances[1:].argmax())))
    per_class = per_class_of(gold, forced)
    return {
        "n": len(gold),
        "quad_macro_f1": macro(per_class),
        "n_with_none": len(gold_free),
        "with_none_macro_f1": macro(per_class_of(gold_free, free)),
        "left_out": len(rows) - len(gold_free),
        "per_class": per_class,
    }


def reliability(chances: Sequence[float], right: Sequence[bool], *, bins: int = 15) -> list[tuple[float, float, int]]:
    """How often answers of about the same chance were right.

    Args:
        chances: of the likeliest answer, 0 to 1, shape (n,).
        right: whether it was right, shape (n,).
        bins: of equal width.
    Returns:
        Mean chance, share right and number, for each bin that has answers.
    """
    chance, hit = np.asarray(chances, float), np.asarray(right, float)
    place = np.minimum((chance * bins).astype(int), bins - 1)
    return [
        (float(chance[place == b].mean()), float(hit[place == b].mean()), int((place == b).sum()))
        for b in sorted(set(place.tolist()))
    ]


def calibration_error(bins: Sequence[tuple[float, float, int]]) -> float:
    """Expected calibration error: the mean gap between chance and share right, weighed by the numbers of the bins.

    Reference:
        Naeini, Cooper, Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning, AAAI.
    """
    return sum(n * abs(chance - share) for chance, share, n in bins) / max(1, sum(n for *_, n in bins))


def _found(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    return [(text.find(w), text.find(w) + len(w)) for w in words if w and w in text]


def per_class_of(gold: Sequence[str], got: Sequence[str]) -> dict[str, dict[str, float]]:
    """Precision, recall, F1 and number of each class that the gold holds."""
    table = {}
    for name in sorted(set(gold)):
        hits = sum(g == name == h for g, h in zip(gold, got, strict=True))
        said, there = sum(h == name for h in got), sum(g == name for g in gold)
        table[name] = {
            "precision": round(hits / max(1, said), 4),
            "recall": round(hits / there, 4),
            "f1": round(2 * hits / (said + there), 4),
            "n": there,
        }
    return table


def macro(table: Mapping[str, Mapping[str, float]]) -> float:
    """Mean F1 of the classes of `per_class_of`."""
    return round(sum(row["f1"] for row in table.values()) / max(1, len(table)), 4)


def _rows(path: Path, fields: Sequence[str]) -> list[dict[str, Any]]:
    rows = []
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as cause:
        raise InputError(f"{path} cannot be read: {cause}. Give a file of JSON lines.") from cause
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as cause:
            raise InputError(f"{path}, line {number} is no JSON: {cause}. Mend the line.") from cause
        if not isinstance(row, dict) or (lacking := [f for f in fields if f not in row]):
            missing = lacking if isinstance(row, dict) else "an object"
            raise InputError(f"{path}, line {number} lacks {missing}; expected {', '.join(fields)}. Mend the line.")
        rows.append(row)
    return rows
