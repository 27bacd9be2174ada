"""Do two readings of the gold agree? `python tests/gold/agreement.py` compares; `--draw` prints rows without their labels.

Two files hold labels as they were first given by README.md, before anybody compared: `second_labels.jsonl`, a fifth of the
rows, by the writer of the first labels; `third_labels.jsonl`, another fifth, by a reader who had written none of the rows
(`--labels third`). Where two readings differ the first files hold what was settled afterwards, so `--first COMMIT` reads
them as they were before.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FILES = ("status", "days", "places", "attribution")
SEEDS = {"second": 4, "third": 5}
SHOWN = {f"{name}-00{n}" for name in ("status", "days", "places", "tuning") for n in (1, 2, 3)}
"""Rows that the reader of the third labels had seen with their labels; they were not drawn."""
HIDDEN = {"status", "kind", "day", "precision", "place_state", "attributions", "source", "target", "part", "style"}
COLUMNS = {"status": ("status", "kind"), "days": ("day", "precision"), "places": ("place_state",)}
WORD = re.compile(r"\w+|[^\w\s]")

Row = Mapping[str, Any]
Pair = tuple[Any, Any]


def drawn(rows: Sequence[Row], labels: str = "second") -> list[Row]:
    """A fifth of the rows of a file, rounded up, by a fixed seed, in the order of the file; the third from what the second left."""
    apart = SHOWN | {row["id"] for row in rows_of("second_labels")} if labels == "third" else set()
    ids = sorted(row["id"] for row in rows if row["id"] not in apart)
    chosen = set(random.Random(SEEDS[labels]).sample(ids, -(-len(rows) // 5)))  # noqa: S311 - a draw of rows, no secret
    return [{k: v for k, v in row.items() if k not in HIDDEN} for row in rows if row["id"] in chosen]


def kappa(pairs: Iterable[Pair]) -> float:
    """Agreement beyond chance of two readings that give each case one label, 1 perfect, 0 as by chance.

        kappa = (p - e) / (1 - e),  e = sum over labels of the product of both readings' shares

    Args:
        pairs: label of the first and of the second reading, one pair a case; at least one.
    Reference:
        Cohen 1960, A coefficient of agreement for nominal scales. Where both use one label alone it is 1 by our choice.
    """
    seen = [(str(a), str(b)) for a, b in pairs]
    first, second = Counter(a for a, _ in seen), Counter(b for _, b in seen)
    agreed = sum(a == b for a, b in seen) / len(seen)
    chance = sum(first[label] * second[label] for label in first) / len(seen) ** 2
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def matched(first: Row, second: Row) -> list[tuple[Row, Row]]:
    """Attributions of two readings of a row whose cues share a character."""
    found = []
    for one in first["attributions"]:
        start, end = one["cue"][0]["spans"][0]
        for other in second["attributions"]:
            begin, stop = other["cue"][0]
            if begin < end and start < stop:
                found.append((one, other))
    return found


def inside(spans: Iterable[Sequence[int]], start: int) -> bool:
    """Whether a character stands in one of the spans."""
    return any(a <= start < b for a, b in spans)


def compared(firsts: Mapping[str, Row], seconds: Mapping[str, Row]) -> dict[str, list[Pair]]:
    """Pairs of labels by field, over the rows that have both."""
    pairs: dict[str, list[Pair]] = {}
    for key, second in seconds.items():
        first = firsts[key]
        for column in COLUMNS.get(key.split("-")[0], ()):
            pairs.setdefault(column, []).append((first[column], second[column]))
        if "attributions" not in second:
            continue
        both = matched(first, second)
        told = max(len(first["attributions"]), len(second["attributions"]))
        pairs.setdefault("attributions in the row", []).append(
            (len(first["attributions"]), len(second["attributions"]))
        )
        pairs.setdefault("cue", []).extend([(True, True)] * len(both) + [(True, False)] * (told - len(both)))
        for one, other in both:
            for column in ("form", "named", "speaker", "via"):
                if column in ("form", "named") or one.get(column) or other.get(column):
                    pairs.setdefault(column, []).append((one.get(column), other.get(column)))
            for column in ("source", "content"):
                spans = one[column][0]["spans"]
                pairs.setdefault(f"{column}, same span", []).append((spans, other[column]))
                pairs.setdefault(f"{column}, by word", []).extend(
                    (inside(spans, w.start()), inside(other[column], w.start())) for w in WORD.finditer(first["text"])
                )
    return pairs


def rows_of(name: str, commit: str | None = None) -> list[Row]:
    """Rows of a gold file, as they are or as they were at a commit."""
    if commit:
        shown = ["git", "show", f"{commit}:tests/gold/{name}.jsonl"]
        text = subprocess.run(shown, cwd=HERE, check=True, capture_output=True, text=True).stdout
    else:
        text = (HERE / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def figures(pairs: Mapping[str, Sequence[Pair]]) -> dict[str, dict[str, float | int | None]]:
    """By field: n, raw agreement, and kappa where labels are classes."""
    spans = ("cue", "source, same span", "content, same span", "speaker", "via", "day")
    return {
        name: {
            "n": len(some),
            "agreement": round(sum(a == b for a, b in some) / len(some), 3),
            "kappa": None if name in spans else round(kappa(some), 3),
        }
        for name, some in pairs.items()
    }


def main(words: Sequence[str]) -> None:
    """Print the drawn rows, or the figures as JSON and the rows that differ."""
    asked = argparse.ArgumentParser(description="Do two readings of the gold agree?")
    asked.add_argument("--labels", choices=sorted(SEEDS), default="second")
    asked.add_argument("--draw", action="store_true", help="print the drawn rows without their labels")
    asked.add_argument("--first", metavar="COMMIT", help="the first labels as they were at this commit")
    given = asked.parse_args(words)
    if given.draw:
        for name in FILES:
            for row in drawn(rows_of(name), given.labels):
                print(json.dumps(row, ensure_ascii=False))
        return
    firsts = {row["id"]: row for name in FILES for row in rows_of(name, given.first)}
    seconds = {row["id"]: row for row in rows_of(f"{given.labels}_labels")}
    print(json.dumps(figures(compared(firsts, seconds)), indent=1))
    for key, second in seconds.items():
        apart = {
            n: p for n, p in compared(firsts, {key: second}).items() if any(a != b for a, b in p) and "word" not in n
        }
        if apart:
            print(
                key, firsts[key]["text"], {n: [x for x in p if x[0] != x[1]] for n, p in apart.items()}, file=sys.stderr
            )


if __name__ == "__main__":
    main(sys.argv[1:])
