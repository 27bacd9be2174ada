"""Count how often each row of triggers.csv is right in the training sentences, and write it to its column `score`.

The labelled actors of a sentence stand in for its mentions, so that only the rules are measured. A report counts as right
if its source, act and target are among the sentence's labels, with an announced act read as its announcement. The score
is (right + 2.1) / (all + 3): a row that was never tried has 0.70.

    python training/score_triggers.py FOLDER-OF-JSONL [--write]

Without --write it only prints precision, recall and spurious reports a sentence.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from pathlib import Path

from dragoman.data import folder
from dragoman.parsing import parse
from dragoman.records import Article, Kind, Mention, Precision, Role, Status, fingerprint
from dragoman.reports import RuleCoder
from dragoman.reports.status import announced

PRIOR_RIGHT, PRIOR = 2.1, 3.0  # what a row is believed to be before it is tried: right in 7 of 10 cases
LEFT_OUT = ("second_coding",)


def sentences(place: Path) -> dict[str, dict]:
    """Id to labelled row."""
    rows = {}
    for file in sorted(place.glob("*.jsonl")):
        if file.stem not in LEFT_OUT:
            for line in file.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                rows[fingerprint("A", row["text"])] = row
    return rows


def article(ident: str, text: str) -> Article:
    """A sentence as an article."""
    return Article(
        id=ident, title=None, byline=None, publisher=None, url=None, day=None, day_precision=Precision.UNKNOWN, day_why="",
        language="en", language_score=1.0, text=text, parts=(), origin="training", native_id=None,
    )  # fmt: skip


def mentions(ident: str, row: dict) -> tuple[Mention, ...]:
    """The labelled actors as mentions with states of their own."""
    found = []
    for number, words in enumerate(row["actors"]):
        start = row["text"].find(words)
        found.append(
            Mention(
                id=str(number),
                article=ident,
                start=start,
                end=start + len(words),
                text=words,
                role=Role.BODY,
                kind="name",
                state=f"X{number}",
                sector=None,
                name=None,
                score=1.0,
                why="labelled",
            )
        )
    return tuple(found)


def labels(row: dict) -> tuple[set, set]:
    """What a coder should find, and what it may."""
    due, allowed = set(), set()
    for source, target, act, _, status in row["acts"]:
        allowed.add((str(source), act, str(target)))
        if status in ("actual", "historical"):
            due.add((str(source), act, str(target)))
        elif status in ("future", "negated"):
            told, standing = announced(act, negated=status == "negated")
            if standing != "negated":
                due.add((str(source), told, str(target)))
    return due, allowed | due


def main() -> None:
    """Measure, and write the scores if asked."""
    rows = sentences(Path(sys.argv[1]))
    coder = RuleCoder.load()
    right, wrong = Counter(), Counter()
    found = both = expected = 0
    for parsed in parse(article(ident, row["text"]) for ident, row in rows.items()):
        row = rows[parsed.article.id]
        due, allowed = labels(row)
        told = {}
        for report in coder.code(parsed, mentions(parsed.article.id, row)):
            done = report.status in (Status.ACTUAL, Status.HISTORICAL) and report.kind is Kind.REPORT
            if done and report.source_mention and report.target_mention:
                told[report.source_mention, report.act, report.target_mention] = report.why.split(": ")[0].split("; ")[
                    0
                ]
        for triple, label in told.items():
            (right if triple in allowed else wrong)[label] += 1
            if " + " in label and label.endswith("(noun)"):  # "hold + talk (noun)" counts for "talk (noun)" too
                (right if triple in allowed else wrong)[label.split(" + ", 1)[1]] += 1
        found += len(set(told) - (allowed - due))
        both += len(set(told) & due)
        expected += len(due)
    n = len(rows)
    print(json.dumps({"n": n, "precision": both / found, "recall": both / expected, "extra": (found - both) / n}))
    if "--write" in sys.argv:
        write(right, wrong)


def write(right: Counter, wrong: Counter) -> None:
    """Put the scores into the table."""
    place = folder("sample").parent / "triggers.csv"
    with place.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table[0].keys(), lineterminator="\n")
        writer.writeheader()
        for row in table:
            label = row["trigger"] + (f" + {row['objects']}" if row["objects"] else "") + f" ({row['pos']})"
            tried = right[label] + wrong[label]
            row["score"] = f"{(right[label] + PRIOR_RIGHT) / (tried + PRIOR):.2f}"
            writer.writerow(row)


if __name__ == "__main__":
    main()
