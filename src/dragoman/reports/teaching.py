"""Teach classes of your own from a few dozen labelled rows each, and tell by cross-validation how well they hold.

The encoder stays as it is; only a logistic regression on what it sees of each pair is fitted, so that minutes suffice.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import InputError
from dragoman.reports.taught import NO_CLASS, Heads

if TYPE_CHECKING:
    from dragoman.reports.model import ActModel

__all__ = ["teach"]

LEAST_ROWS: Final = 5  # of a class: one for each fold
FOLDS: Final = 5
PENALTIES: Final = (1.0, 10.0, 100.0)  # of squared weights; the best of these by cross-validation is taken
FIELDS: Final = ("text", "source", "target", "label")
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Row:
    """One labelled pair: first character and one past the last of source and target."""

    text: str
    source: tuple[int, int]
    target: tuple[int, int]
    label: str


def teach(path: Path, out: Path, *, model: ActModel | None = None, seed: int = 0) -> dict[str, Any]:
    """Fit heads for the classes of a file and write them to a folder that `read --coder FOLDER` takes.

    Each row has `text` (a sentence), `source` and `target` (words of it, the actors) and `label` (a class of your own, or
    NONE). For each row that has a label the opposite direction is taken as NONE, unless a row of yours labels it too.

    Args:
        path: .csv with these columns, or JSON lines with these fields.
        out: folder to write.
        model: the package's own if not given.
        seed: of the folds.
    Returns:
        n (rows given), classes (name to number), folds, macro_f1 over the user's classes (NONE left out), per_class
        (precision, recall, f1, n), confusion, penalty: all of held-out folds, never of the rows that were fitted.
    Raises:
        InputError: if the file cannot be read as such rows, a class has fewer than 5, or there are fewer than two
            classes, NONE included.
    Reference:
        Multinomial logistic regression with squared penalty, as Hastie, Tibshirani, Friedman (2009), 4.4 and 18.3.
    """
    from dragoman.reports.evaluation_acts import macro, per_class_of
    from dragoman.reports.model import ActModel

    given = _rows(path)
    counts = Counter(row.label for row in given)
    own = sorted(set(counts) - {NO_CLASS})
    if small := sorted(label for label in own if counts[label] < LEAST_ROWS):
        raise InputError(
            f"{path}: {', '.join(f'{name} ({counts[name]})' for name in small)} with fewer than {LEAST_ROWS} rows; "
            "expected a few dozen of each class. Add rows, or leave the class out."
        )
    if not own:
        raise InputError(f"{path} labels no class but {NO_CLASS}; expected one or more of your own. Fill `label`.")
    rows = [*given, *_opposites(given)]
    model = model or ActModel.load()
    kept, seen = _seen(rows, model)
    classes = (NO_CLASS, *own)
    labels = np.array([classes.index(rows[i].label) for i in kept])
    folds = _folds([rows[i].text for i in kept], seed)
    answers = {penalty: _held_out(seen, labels, len(classes), folds, penalty) for penalty in PENALTIES}
    gold = [classes[k] for k in labels]

    def measured(penalty: float) -> dict[str, dict[str, float]]:
        table = per_class_of(gold, [classes[k] for k in answers[penalty]])
        return {name: row for name, row in table.items() if name != NO_CLASS}

    best = max(PENALTIES, key=lambda penalty: (macro(measured(penalty)), penalty))
    mean, scale, weights = _fit(seen, labels, len(classes), best)
    got = [classes[k] for k in answers[best]]
    figures = {
        "n": len(given),
        "not_read": len(rows) - len(kept),
        "classes": {name: counts[name] for name in classes},
        "folds": FOLDS,
        "macro_f1": macro(measured(best)),
        "per_class": measured(best),
        "confusion": {
            c: dict(Counter(h for g, h in zip(gold, got, strict=True) if g == c).most_common()) for c in classes
        },
        "penalty": best,
    }
    content = hashlib.blake2b(weights.tobytes() + mean.tobytes() + json.dumps(classes).encode(), digest_size=4)
    Heads(
        classes=classes, mean=mean, scale=scale, weights=weights, model=model.version,
        version=f"taught-{content.hexdigest()}",
    ).save(out, figures)  # fmt: skip
    return figures


def _opposites(given: Sequence[_Row]) -> list[_Row]:
    """The other direction of every labelled row that no row tells of."""
    told = {(row.text, row.source, row.target) for row in given}
    return [
        _Row(row.text, row.target, row.source, NO_CLASS)
        for row in given
        if row.label != NO_CLASS and (row.text, row.target, row.source) not in told
    ]


def _seen(rows: Sequence[_Row], model: ActModel) -> tuple[list[int], Floats]:
    """Numbers of the rows that the network reads whole, and what it sees of them, shape (n, features)."""
    scores = model.score([r.text for r in rows], [[r.source, r.target] for r in rows], [[(0, 1)] for _ in rows])
    found = [(i, score.seen) for i, (score,) in enumerate(scores) if score is not None]
    return [i for i, _ in found], np.array([seen for _, seen in found], np.float64)


def _folds(texts: Sequence[str], seed: int) -> NDArray[np.int64]:
    """Fold of each row; rows of one text stand in one fold, so that no text helps to judge itself."""
    names = sorted(set(texts))
    order = np.random.default_rng(seed).permutation(len(names))
    fold_of = {name: int(place) % FOLDS for name, place in zip(names, order, strict=True)}
    return np.array([fold_of[text] for text in texts])


def _held_out(seen: Floats, labels: NDArray[Any], n: int, folds: NDArray[np.int64], penalty: float) -> NDArray[Any]:
    """The likeliest class of each row, by heads that were fitted without its fold."""
    answers = np.zeros(len(labels), np.int64)
    for fold in range(FOLDS):
        left = folds == fold
        if left.any() and not left.all():
            mean, scale, weights = _fit(seen[~left], labels[~left], n, penalty)
            answers[left] = (((seen[left] - mean) / scale) @ weights[:-1] + weights[-1]).argmax(1)
    return answers


def _fit(seen: Floats, labels: NDArray[Any], n: int, penalty: float) -> tuple[Floats, Floats, Floats]:
    """Mean and scale of the features, and weights of the regression, shape (features + 1, n)."""
    from scipy.optimize import minimize

    mean, scale = seen.mean(0), np.maximum(seen.std(0), 1e-6)
    whole = (seen - mean) / scale
    # a squared penalty keeps the weights in the span of the rows, so fewer rows than features need no more numbers
    basis = _span(whole) if len(whole) < whole.shape[1] else np.eye(whole.shape[1])
    x = whole @ basis.T
    target = np.eye(n)[labels]
    weight = 1 / np.maximum(target.sum(0), 1)[labels]  # each class counts as much as the others
    weight *= len(labels) / weight.sum()

    def loss(flat: Floats) -> tuple[float, Floats]:
        w = flat.reshape(-1, n)
        logits = x @ w[:-1] + w[-1]
        top = logits.max(1, keepdims=True)
        log_total = top + np.log(np.exp(logits - top).sum(1, keepdims=True))
        slope = weight[:, None] * (np.exp(logits - log_total) - target)
        value = -(weight * ((logits - log_total) * target).sum(1)).sum() + penalty / 2 * (w[:-1] ** 2).sum()
        return float(value), np.vstack([x.T @ slope + penalty * w[:-1], slope.sum(0)]).ravel()

    found = minimize(loss, np.zeros((x.shape[1] + 1) * n), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    w = np.asarray(found.x, np.float64).reshape(-1, n)
    return mean, scale, np.vstack([basis.T @ w[:-1], w[-1]])


def _span(rows: Floats) -> Floats:
    """An orthonormal basis of the rows, shape (rank, features), from the products of the rows with each other."""
    size, turned = np.linalg.eigh(rows @ rows.T)
    kept = size > size[-1] * 1e-10
    return np.asarray((turned[:, kept] / np.sqrt(size[kept])).T @ rows, np.float64)


def _rows(path: Path) -> list[_Row]:
    try:
        content = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as cause:
        raise InputError(f"{path} cannot be read: {cause}. Give a .csv file or JSON lines in UTF-8.") from cause
    rows = []
    for number, fields in _read(path, content):
        text, label = str(fields["text"]), str(fields["label"] or NO_CLASS).strip() or NO_CLASS
        spans = []
        for side in ("source", "target"):
            words = str(fields[side] or "").strip()
            start = text.find(words) if words else -1
            if start < 0:
                raise InputError(
                    f"{path}, row {number}: {side} {words!r} does not stand in {text[:60]!r}. Write it as in the text."
                )
            spans.append((start, start + len(words)))
        rows.append(_Row(text, spans[0], spans[1], NO_CLASS if label.upper() == NO_CLASS else label))
    return rows


def _read(path: Path, content: str) -> list[tuple[int, Mapping[str, Any]]]:
    """Rows with their numbers; the first row of a table with a head is 2."""
    found: list[tuple[int, Mapping[str, Any]]] = []
    if path.suffix.lower() == ".csv":
        reader = csv.DictReader(content.splitlines())
        found = [(i, row) for i, row in enumerate(reader, 2)]
    else:
        for number, line in enumerate(content.splitlines(), 1):
            if line.strip():
                try:
                    found.append((number, json.loads(line)))
                except ValueError as cause:
                    raise InputError(f"{path}, row {number} is no JSON: {cause}. Mend the line.") from cause
    for number, row in found:
        if not isinstance(row, dict) or (lacking := [name for name in FIELDS if name not in row]):
            raise InputError(
                f"{path}, row {number} lacks {', '.join(lacking) if isinstance(row, dict) else 'its fields'}; expected "
                f"{', '.join(FIELDS)}."
            )
    if not found:
        raise InputError(f"{path} has no rows; expected {', '.join(FIELDS)}.")
    return found
