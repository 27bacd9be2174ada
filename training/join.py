"""Sweeps the chances at which the network overrules the rules, on held-out sentences of our own; prints JSON lines.

    python training/join.py

A sentence counts end to end: our own mentions, then rules and network. Its labelled actors are resolved by the tables; a
triple is (source state, act, target state), left out where an actor has no state.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import product
from pathlib import Path

import sentences as labelled

from dragoman.mentions import Actors, find_mentions, resolve
from dragoman.parsing import parse
from dragoman.records import Article, Kind, Part, Precision, Role, Status
from dragoman.reports import trained
from dragoman.reports.ontology import acts

ADDED, CHANGED, DROPPED = (0.5, 0.55, 0.6, 0.65, 0.7), (0.7, 0.8, 0.9), (0.85, 0.9, 0.95)


def main() -> None:
    actors = Actors.load()
    coder = trained.TrainedCoder.load(threads=2)
    rows = labelled.split(labelled.read(sorted((Path(__file__).parent / "sentences").glob("*.jsonl"))))[1]
    parsed = list(parse(_article(s.text) for s in rows))
    named = [find_mentions(p, actors=actors) for p in parsed]
    gold = [_gold(s, actors) for s in rows]
    for added, changed, dropped in product(ADDED, CHANGED, DROPPED):
        trained.ADDED_FROM, trained.CHANGED_FROM, trained.DROPPED_FROM = added, changed, dropped
        counts: Counter[str] = Counter()
        for p, mentions, wanted in zip(parsed, named, gold, strict=True):
            told = {
                (r.source, r.act, r.target)
                for r in coder.code(p, mentions)
                if r.kind is Kind.REPORT and r.status in {Status.ACTUAL, Status.HISTORICAL} and r.source and r.target
            }
            counts += Counter(right=len(told & wanted), told=len(told), wanted=len(wanted))
            quads = {(s, acts()[a].quad, t) for s, a, t in told}, {(s, acts()[a].quad, t) for s, a, t in wanted}
            counts += Counter(quad_right=len(quads[0] & quads[1]), quad_told=len(quads[0]), quad_wanted=len(quads[1]))
        f1 = 2 * counts["right"] / (counts["told"] + counts["wanted"])
        quad = 2 * counts["quad_right"] / (counts["quad_told"] + counts["quad_wanted"])
        extra = (counts["told"] - counts["right"]) / len(rows)
        print(
            json.dumps(
                {
                    "added": added,
                    "changed": changed,
                    "dropped": dropped,
                    "triple_f1": round(f1, 4),
                    "precision": round(counts["right"] / counts["told"], 4),
                    "quad_f1": round(quad, 4),
                    "extra": round(extra, 3),
                }
            ),
            flush=True,
        )


def _gold(sentence: labelled.Sentence, actors: Actors) -> set[tuple[str, str, str]]:
    """The labelled triples between different states."""
    states = [resolve(sentence.text[a:b], context=sentence.text, actors=actors).state for a, b in sentence.spans]
    return {
        (str(states[s]), told.act, str(states[t]))
        for (s, t), acts_told in sentence.acts.items()
        for told in acts_told
        if told.act != "NONE"
        and told.status in {"actual", "historical"}
        and states[s]
        and states[t]
        and states[s] != states[t]
    }


def _article(text: str) -> Article:
    return Article(
        id="A0", title=None, byline=None, publisher=None, url=None, day=None, day_precision=Precision.UNKNOWN,
        day_why="none", language="en", language_score=1.0, text=text, parts=(Part(role=Role.BODY, start=0, end=len(text)),),
        origin="training", native_id=None,
    )  # fmt: skip


if __name__ == "__main__":
    main()
