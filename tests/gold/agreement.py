"""Do two readings of the gold agree? `python tests/gold/agreement.py` compares; `--draw` prints rows without their labels.

The second labels are in `second_labels.jsonl`, as they were first given by README.md, before anybody compared. Where the two
differ the first files hold what was settled afterwards, so `--first COMMIT` reads them as they were when the second were given.
"""

from __future__ import annotations

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
SEED = 4
HIDDEN = {"status", "kind", "day", "precision", "place_state", "attributions", "source", "target", "part", "style"}
COLUMNS = {"status": ("status", "kind"), "days": ("day", "precision"), "places": ("place_state",)}
WORD = re.compile(r"\w+|[^\w\s]")

Row = Mapping[str, Any]
Pair = tuple[Any, Any]


def drawn(rows: Sequence[Row]) -> list[Row]:
    """A fifth of the rows of a file, rounded up, by a fixed seed, in the order of the file."""
    ids = sorted(row["id"] for row in rows)
    chosen = set(random.Random(SEED).sample(ids, -(-len(ids) // 5)))  # noqa: S311 - a draw of rows, no secret
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
    if words[:1] == ["--draw"]:
        for name in FILES:
            for row in drawn(rows_of(name)):
                print(json.dumps(row, ensure_ascii=False))
        return
    commit = words[1] if words[:1] == ["--first"] else None
    firsts = {row["id"]: row for name in FILES for row in rows_of(name, commit)}
    seconds = {row["id"]: row for row in rows_of("second_labels")}
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
