"""Did the coder tell whether it happened, of what kind the statement is, and when? Marked sentences in, figures out."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError
from dragoman.records import Article, Kind, Part, Precision, Role, Status, fingerprint
from dragoman.reports.ontology import acts
from dragoman.reports.triggers import Triggers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dragoman.mentions import Actors, Place
    from dragoman.parsing import Parsed
    from dragoman.records import Mention, Report
    from dragoman.reports.rules import Coder, RuleCoder

__all__ = ["evaluate_days", "evaluate_places", "evaluate_status"]

MISSING: Final = "none"  # no report came out of the sentence
PARTS: Final = ("tuning", "held")


def evaluate_status(path: Path, coder: Coder, actors: Actors, *, wrong: bool = False) -> dict[str, Any]:
    """Code marked sentences and compare status and kind of the report that tells the marked act.

    Each line is a JSON object with `text`, `status`, `kind`, and `article_day`, `source`, `target`, `trigger`, `part` or null.
    Of several reports the one counts whose words hold the trigger, then the one of the marked actors, then the surest. A
    sentence of which no report comes out counts as wrong.

    Args:
        path: of the file, JSON lines.
        coder: to be measured.
        actors: the gazetteer.
        wrong: give the wrong sentences too; only those of the tuning part.
    Returns:
        For each part and for all: n, reported (share with a report), and for status and kind accuracy, macro-F1, and f1 by
        class; `of_reported` the macro-F1 of the sentences with a report.
    Raises:
        InputError: if the file cannot be read as such cases.
    """
    cases = _cases(path, "text", "status", "kind")
    found = [
        _told(case, reports)
        for case, (_, _, reports) in zip(cases, _coded(cases, coder, actors), strict=True)
    ]  # fmt: skip
    summary: dict[str, Any] = {}
    for part in (*PARTS, None):
        rows = [(c, f) for c, f in zip(cases, found, strict=True) if part is None or c.get("part") == part]
        if rows:
            summary[part or "all"] = _summary(rows)
    if wrong:
        summary["wrong"] = [
            {"text": c["text"], "expected": [c["status"], c["kind"]], "found": list(f), "id": c.get("id")}
            for c, f in zip(cases, found, strict=True)
            if f != (c["status"], c["kind"]) and c.get("part") != "held"
        ]
    return summary


def _summary(rows: Sequence[tuple[Mapping[str, Any], tuple[str, str]]]) -> dict[str, Any]:
    reported = [(c, f) for c, f in rows if f[0] != MISSING]
    return {
        "n": len(rows),
        "reported": round(len(reported) / len(rows), 4),
        "status": _scores([c["status"] for c, _ in rows], [f[0] for _, f in rows], [s.value for s in Status]),
        "kind": _scores([c["kind"] for c, _ in rows], [f[1] for _, f in rows], [k.value for k in Kind]),
        "of_reported": {
            "status": _scores(
                [c["status"] for c, _ in reported], [f[0] for _, f in reported], [s.value for s in Status]
            )["macro_f1"],
            "kind": _scores([c["kind"] for c, _ in reported], [f[1] for _, f in reported], [k.value for k in Kind])[
                "macro_f1"
            ],
        },
    }


def _scores(expected: Sequence[str], found: Sequence[str], classes: Sequence[str]) -> dict[str, Any]:
    """Accuracy, macro-F1 over the classes that are expected, and F1 by class."""
    by_class = {}
    for name in classes:
        both = sum(e == f == name for e, f in zip(expected, found, strict=True))
        total = expected.count(name) + list(found).count(name)
        if name in expected:
            by_class[name] = round(2 * both / total, 4)
    right = sum(e == f for e, f in zip(expected, found, strict=True))
    return {
        "accuracy": round(right / len(expected), 4) if expected else None,
        "macro_f1": round(sum(by_class.values()) / len(by_class), 4) if by_class else None,
        "f1": by_class,
    }


def _told(case: Mapping[str, Any], reports: Sequence[Report]) -> tuple[str, str]:
    """Status and kind of the report that tells the marked act."""
    chosen = _chosen(case, reports)
    return (chosen.status.value, chosen.kind.value) if chosen else (MISSING, MISSING)


def _chosen(case: Mapping[str, Any], reports: Sequence[Report]) -> Report | None:
    trigger, text = case.get("trigger"), case["text"]
    at = text.find(trigger) if trigger else -1
    end = at + len(trigger or "")

    def fits(r: Report) -> tuple[bool, bool, bool, float]:
        words = at >= 0 and r.trigger_start < end and r.trigger_end > at
        return words, r.source == case.get("source"), r.target == case.get("target"), r.confidence

    return max(reports, key=fits, default=None)


def evaluate_days(path: Path, coder: RuleCoder, actors: Actors, *, wrong: bool = False) -> dict[str, Any]:
    """Date the marked word of each sentence and compare.

    Each line is a JSON object with `text`, `trigger` (the word that tells the act), `article_day` (or null), `day` (or null:
    the sentence does not tell it) and `precision`. The day is the one that the coder would give a report of that word; that
    it falls back on the article's day where a sentence has no expression counts as a refusal, since it says so.

    Args:
        path: of the file, JSON lines.
        coder: its rules date the words.
        actors: the gazetteer.
        wrong: give the wrong sentences too; only those of the tuning part.
    Returns:
        For each part and for all: n; resolvable: n, exact (day and precision), day (the day alone); unresolvable: n, refused.
    Raises:
        InputError: if the file cannot be read as such cases.
    """
    cases = _cases(path, "text", "trigger")
    found = [
        _dated(coder, parsed, mentions, case)
        for case, (parsed, mentions, _) in zip(cases, _coded(cases, None, actors), strict=True)
    ]
    summary: dict[str, Any] = {}
    for part in (*PARTS, None):
        rows = [(c, f) for c, f in zip(cases, found, strict=True) if part is None or c.get("part") == part]
        told = [(c, f) for c, f in rows if c.get("day")]
        untold = [f for c, f in rows if not c.get("day")]
        if rows:
            summary[part or "all"] = {
                "n": len(rows),
                "resolvable": {
                    "n": len(told),
                    "exact": _share([f[:2] == (c["day"], c["precision"]) for c, f in told]),
                    "day": _share([f[0] == c["day"] for c, f in told]),
                },
                "unresolvable": {"n": len(untold), "refused": _share([f[0] is None for f in untold])},
            }
    if wrong:
        summary["wrong"] = [
            {"id": c.get("id"), "text": c["text"], "article_day": c["article_day"], "expected": [c["day"], c["precision"]],
             "found": list(f)}
            for c, f in zip(cases, found, strict=True)
            if f[:2] != (c["day"], c["precision"]) and c.get("part") != "held" and not (f[0] is None and c["day"] is None)
        ]  # fmt: skip
    return summary


def _dated(
    coder: RuleCoder, parsed: Parsed, mentions: Sequence[Mention], case: Mapping[str, Any]
) -> tuple[str | None, str, str]:
    from dragoman.reports.clauses import Telling
    from dragoman.reports.status import mood_of, noun_mood

    task = coder.task(parsed, mentions)
    tree = task.tree
    at = case["text"].find(case["trigger"])
    word = next(i for i in range(len(tree)) if tree.end[i] > at)
    first, last = next((f, end) for f, end in tree.sentences if f <= word < end)
    mood = mood_of(tree, task.hedges, word) if tree.is_verb(word) else noun_mood(tree, task.hedges, word, None)
    telling = Telling(
        "CONSULT", None, (), (), reciprocal=False, anchor=word, words=(word,), score=1.0, mood=mood, why="measured"
    )
    status = Status.FUTURE if mood.prediction or mood.future else Status.ACTUAL
    when, _ = task.timing.when(telling, "CONSULT", status, first, last)
    if when.day is None or when.why.startswith("no expression"):
        return None, Precision.UNKNOWN.value, when.why
    return when.day.isoformat(), when.precision.value, when.why


def _share(right: Sequence[bool]) -> float | None:
    return round(sum(right) / len(right), 4) if right else None


def evaluate_places(
    path: Path, coder: Coder, rules: RuleCoder, actors: Actors, *, wrong: bool = False
) -> dict[str, Any]:
    """The country in which the act of each sentence took place, compared.

    Each line is a JSON object with `text`, `trigger` (the word that tells the act, or null) and `place_state` (ISO 3166-1 alpha-3,
    or null: the sentence does not tell a place). Asked are the report that tells the trigger and, where no report does, the
    function that places reports, on the trigger itself: what the coder of acts misses is not a fault of places.

    Args:
        path: of the file, JSON lines.
        coder: makes the reports.
        rules: places words that no report tells.
        actors: the gazetteer.
        wrong: give the wrong sentences too; only those of the tuning part.
    Returns:
        For each part and for all: n, right (share; null counts as an answer); told: n and right of those that tell a place; untold:
        of the others; reports: share with a report of the trigger, and of these the share right.
    Raises:
        InputError: if the file cannot be read as such cases.
    """
    cases = _cases(path, "text")
    found: list[tuple[str | None, str | None, bool]] = []
    for case, (parsed, mentions, reports) in zip(cases, _coded(cases, coder, actors), strict=True):
        chosen = _chosen(case, reports)
        if chosen is not None and (case.get("trigger") is None or _tells(case, chosen)):
            found.append((chosen.place_state, chosen.place_why, True))
        else:
            place = _placed(rules, parsed, mentions, case)
            found.append((place.state if place else None, place.why if place else None, False))
    summary: dict[str, Any] = {}
    for part in (*PARTS, None):
        rows = [(c, f) for c, f in zip(cases, found, strict=True) if part in (None, c.get("part"))]
        if not rows:
            continue
        told = [f[0] == c["place_state"] for c, f in rows if c["place_state"]]
        untold = [f[0] is None for c, f in rows if not c["place_state"]]
        by_report = [f[0] == c["place_state"] for c, f in rows if f[2]]
        summary[part or "all"] = {
            "n": len(rows),
            "right": _share([*told, *untold]),
            "told": {"n": len(told), "right": _share(told)},
            "untold": {"n": len(untold), "right": _share(untold)},
            "reports": {"share": round(len(by_report) / len(rows), 4), "right": _share(by_report)},
        }
    if wrong:
        summary["wrong"] = [
            {"id": c.get("id"), "text": c["text"], "expected": c["place_state"], "found": list(f)}
            for c, f in zip(cases, found, strict=True)
            if f[0] != c["place_state"] and c.get("part") != "held"
        ]
    return summary


def _tells(case: Mapping[str, Any], report: Report) -> bool:
    at = int(case["text"].find(case["trigger"]))
    return report.trigger_start < at + len(str(case["trigger"])) and report.trigger_end > at


def _placed(rules: RuleCoder, parsed: Parsed, mentions: Sequence[Mention], case: Mapping[str, Any]) -> Place | None:
    """The place of the trigger as a word, as of an act of force where no rule knows it."""
    from dragoman.reports.clauses import Telling
    from dragoman.reports.status import Mood
    from dragoman.reports.where import place_of

    task = rules.task(parsed, mentions)
    tree = task.tree
    at = max(case["text"].find(case.get("trigger") or "") if case.get("trigger") else 0, 0)
    word = next(i for i in range(len(tree)) if tree.end[i] > at)
    if not case.get("trigger"):
        word = tree.clause_of(word)
    hit = Triggers.load().at(tree, word)
    act = hit.rule.act if hit else "ASSAULT"
    first, last = next((f, end) for f, end in tree.sentences if f <= word < end)
    telling = Telling(
        act, None, (), (), reciprocal=False, anchor=word, words=(word,), score=1.0, mood=Mood(), why="measured"
    )
    return place_of(tree, task.places, mentions, telling, acts()[act].quad, first, last)


# cases


def _coded(
    cases: Sequence[Mapping[str, Any]], coder: Coder | None, actors: Actors
) -> list[tuple[Parsed, tuple[Mention, ...], tuple[Report, ...]]]:
    """Each case parsed, with its mentions and, where there is a coder, its reports."""
    from dragoman.mentions import find_mentions
    from dragoman.parsing import parse

    made = []
    for parsed in parse(_article(n, case) for n, case in enumerate(cases)):
        mentions = tuple(find_mentions(parsed, actors=actors))
        made.append((parsed, mentions, coder.code(parsed, mentions) if coder else ()))
    return made


def _article(number: int, case: Mapping[str, Any]) -> Article:
    text, day = case["text"], case.get("article_day")
    return Article(
        id=fingerprint("A", "gold", number, text),
        title=None,
        byline=None,
        publisher=None,
        url=None,
        day=date.fromisoformat(day) if day else None,
        day_precision=Precision.DAY if day else Precision.UNKNOWN,
        day_why="the file says so" if day else "the file tells none",
        language="en",
        language_score=1.0,
        text=text,
        parts=(Part(role=Role.BODY, start=0, end=len(text)),),
        origin="a file of cases",
        native_id=None,
    )


def _cases(path: Path, *needed: str) -> list[dict[str, Any]]:
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except json.JSONDecodeError as cause:
            raise InputError(f"{path}, line {number}: not JSON ({cause.msg}). Each line is one JSON object.") from cause
        if not isinstance(case, dict) or any(not isinstance(case.get(name), str) for name in needed):
            raise InputError(f"{path}, line {number}: expected an object with {', '.join(needed)}.")
        cases.append(case)
    if not cases:
        raise InputError(f"{path} holds no case. Give a file with one JSON object a line.")
    return cases
