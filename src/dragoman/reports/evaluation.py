"""How well is a coder? Labelled sentences in, precision and recall of acts and of who did what to whom out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError
from dragoman.records import Article, Kind, Part, Precision, Role, Status, fingerprint
from dragoman.reports.ontology import acts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dragoman.mentions import Actors
    from dragoman.records import Report
    from dragoman.reports.rules import Coder

__all__ = ["evaluate_reports"]

ANY: Final = {"IGO": "IGO", "NGO": "NGO"}  # sectors that labelled files write in place of a country
STATED: Final = (Status.ACTUAL, Status.HISTORICAL)  # what is told as done; undated sentences do not tell how long ago
MISSPELT: Final = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM"}  # codes that such files are known to misspell
Triple = tuple[str, str, str]
DRAWS: Final = 1_000
INTERVAL: Final = (0.025, 0.975)


def evaluate_reports(path: Path, coder: Coder, actors: Actors) -> dict[str, Any]:
    """Code the sentences of a file and compare.

    Each line is a JSON object with `text`, `source` and `target` (lists with `country`), and `event_type_2021` or
    `event_type`. Lines with the same text are one sentence. A triple is (source country, act, target country); an act
    with several sources and no target is joint, and both orders of its sources count. Only reports of kind "report" that
    are told as done count. Acts and quad classes are of reports whose source is an actor, with a target or without ("lifted
    a curfew"); those without a country on a side make no triple.

    Args:
        path: of the file, JSON lines.
        coder: to be measured.
        actors: the gazetteer.
    Returns:
        n; triple, act, quad: precision, recall and f1, micro-averaged over sentences, and interval: each with the 95 %
        of 1,000 bootstrap draws of the sentences (None where a draw has nothing to count); extra: spurious triples a
        sentence.
    Raises:
        InputError: if the file cannot be read as such cases.
    """
    from dragoman.mentions import find_mentions
    from dragoman.parsing import parse

    gold: dict[str, set[Triple]] = {}
    gold_acts: dict[str, set[str]] = {}
    for case in _cases(path):
        text = case["text"]
        act = case.get("event_type_2021") or case["event_type"]
        gold_acts.setdefault(text, set()).add(act)
        gold.setdefault(text, set()).update(_triples_of(case, act))
    triple, act_score, quad = _Score(), _Score(), _Score()
    extra = 0
    known = acts()
    for parsed in parse(_article(text) for text in gold):
        text = parsed.article.text
        reports = [
            r
            for r in coder.code(parsed, tuple(find_mentions(parsed, actors=actors)))
            if r.kind is Kind.REPORT and r.status in STATED and r.source_mention
        ]
        found = set(_coded(r for r in reports if r.target_mention))
        extra += triple.add(found, gold[text])
        act_score.add({r.act for r in reports}, gold_acts[text])
        quad.add({r.quad for r in reports}, {known[a].quad for a in gold_acts[text]})
    n = len(gold)
    return {
        "n": n,
        "triple": {**triple.summary(), "extra": round(extra / n, 4) if n else None},
        "act": act_score.summary(),
        "quad": quad.summary(),
    }


class _Score:
    """Counts of found, expected and both, by sentence."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int, int]] = []

    def add(self, found: set[Any], expected: set[Any]) -> int:
        """Take in one sentence; returns how many were spurious."""
        self.rows.append((len(found & expected), len(found), len(expected)))
        return len(found - expected)

    def summary(self) -> dict[str, Any]:
        """Precision, recall, f1 and their intervals; None where nothing was found or expected.

        Reference:
            Efron, Tibshirani (1993), An Introduction to the Bootstrap, ch. 13 (percentile interval).
        """
        import numpy as np

        counts = np.array(self.rows, dtype=float).reshape(-1, 3)
        draws = np.random.default_rng(0).integers(0, max(1, len(counts)), (DRAWS, len(counts)))
        with np.errstate(invalid="ignore"):
            values, drawn = _rates(counts.sum(0)), _rates(counts[draws].sum(1))
        told = {k: None if np.isnan(v) else round(float(v), 4) for k, v in values.items()}
        interval = {
            k: None if np.isnan(v).any() else [round(float(q), 4) for q in np.quantile(v, INTERVAL)]
            for k, v in drawn.items()
        }
        return {**told, "interval": interval}


def _rates(counts: Any) -> dict[str, Any]:
    """Precision, recall and F1 of counts (both, found, expected), shape (..., 3)."""
    both, found, expected = counts[..., 0], counts[..., 1], counts[..., 2]
    return {"precision": both / found, "recall": both / expected, "f1": 2 * both / (found + expected)}


def _cases(path: Path) -> list[Mapping[str, Any]]:
    cases = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                case = json.loads(line)
                _ = (case["text"], case["source"], case["target"], case.get("event_type_2021") or case["event_type"])
            except (ValueError, KeyError, TypeError, AttributeError) as cause:
                raise InputError(
                    f"{path}, line {number}: found {line.strip()[:60]!r}; expected a JSON object with text, source, target "
                    "and event_type. Mend the line."
                ) from cause
            cases.append(case)
    return cases


def _countries(side: Sequence[Mapping[str, Any]]) -> list[str]:
    found = [MISSPELT.get(a["country"], a["country"]) for a in side if a.get("country")]
    return list(dict.fromkeys(found))


def _triples_of(case: Mapping[str, Any], act: str) -> set[Triple]:
    sources, targets = _countries(case["source"]), _countries(case["target"])
    pairs = [(s, t) for s in sources for t in targets]
    if case.get("reciprocal") or not targets:
        pairs += [(t, s) for s, t in pairs]
        pairs += [(s, t) for s in sources for t in sources if s != t]
    return {(s, act, t) for s, t in pairs}


def _coded(reports: Iterable[Report]) -> Iterable[Triple]:
    for report in reports:
        source = ANY.get(report.source_sector or "", report.source)
        target = ANY.get(report.target_sector or "", report.target)
        if source and target:
            yield source, report.act, target


def _article(text: str) -> Article:
    """A sentence as an article without a day."""
    return Article(
        id=fingerprint("A", None, None, text),
        title=None,
        byline=None,
        publisher=None,
        url=None,
        day=None,
        day_precision=Precision.UNKNOWN,
        day_why="a sentence without an article",
        language="en",
        language_score=1.0,
        text=text,
        parts=(Part(role=Role.BODY, start=0, end=len(text)),),
        origin="a labelled file",
        native_id=None,
    )
