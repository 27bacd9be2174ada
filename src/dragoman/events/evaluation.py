"""How well do stories agree with labelled ones? B3 over documents."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from dragoman.errors import InputError
from dragoman.events.gist import Gist, gist
from dragoman.events.stories import stories

__all__ = ["b_cubed", "evaluate_stories", "half_of"]

BATCH: Final = 100  # documents that arrive together


def b_cubed(gold: Mapping[str, Hashable], found: Mapping[str, Hashable]) -> dict[str, float]:
    """Precision, recall and F1 of groups, averaged over their members; each 0 to 1.

    Args:
        gold: item -> its true group.
        found: item -> the group it was given; of items not in `gold` nothing is asked.
    Reference:
        Bagga and Baldwin 1998.
    """
    by_gold: dict[Hashable, set[str]] = {}
    by_found: dict[Hashable, set[str]] = {}
    for item, group in gold.items():
        by_gold.setdefault(group, set()).add(item)
        by_found.setdefault(found[item], set()).add(item)
    right = {item: len(by_gold[group] & by_found[found[item]]) for item, group in gold.items()}
    n = max(1, len(gold))
    precision = sum(right[i] / len(by_found[found[i]]) for i in gold) / n
    recall = sum(right[i] / len(by_gold[g]) for i, g in gold.items()) / n
    f1 = 2 * precision * recall / (precision + recall) if gold else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def half_of(topic: Hashable) -> str:
    """Into which half a topic falls: "tuning", on which constants were chosen, or "held"."""
    digest = blake2b(str(topic).encode(), digest_size=4).digest()
    return "held" if int.from_bytes(digest, "big") % 2 else "tuning"


def evaluate_stories(file: Path, *, batch: int = BATCH) -> dict[str, Any]:
    """Let the documents of a file arrive in batches, in the order of a fixed hash, and compare their stories.

    Args:
        file: JSONL with `id`, `text` and `subtopic` (or `topic` where there is none), and `day` if it is known.
        batch: documents that arrive together.
    Returns:
        B3 over all documents, on the tuning half and on the held half of topics, numbers of documents, stories and
        labelled stories, and `whole`: labelled stories of which all documents stand in one story.
    Raises:
        InputError: if a row lacks a field.
    """
    gold: dict[str, Hashable] = {}
    half: dict[str, str] = {}
    arriving: list[Gist] = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        row = json.loads(line)
        try:
            name, text = str(row["id"]), row["text"]
            gold[name] = row.get("subtopic", row.get("topic", row.get("story")))
            half[name] = half_of(row.get("topic", gold[name]))
            day = date.fromisoformat(row["day"]) if row.get("day") else None
        except (KeyError, ValueError, AttributeError) as cause:
            raise InputError(
                f"{file}, line {number}: {cause!r}; expected id, text, subtopic or topic, and an ISO day if any."
            ) from cause
        arriving.append(gist(name, text, day=day))
    arriving.sort(key=lambda g: blake2b(g.article.encode(), digest_size=8).digest())
    story_of: dict[Gist, str] = {}
    for start in range(0, len(arriving), batch):
        some = arriving[start : start + batch]
        by_id = {g.article: g for g in (*some, *story_of)}
        for row in stories(some, story_of):
            story_of[by_id[row.article]] = row.story
    found = {g.article: story for g, story in story_of.items()}
    together: dict[Hashable, set[str]] = {}
    for name, group in gold.items():
        together.setdefault(group, set()).add(found[name])
    return {
        "documents": len(gold),
        "labelled": len(set(gold.values())),
        "stories": len(set(found.values())),
        "whole": sum(len(some) == 1 for some in together.values()),
        **b_cubed(gold, found),
        **{h: b_cubed({i: g for i, g in gold.items() if half[i] == h}, found) for h in ("tuning", "held")},
    }
