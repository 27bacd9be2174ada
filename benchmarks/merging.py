"""What do stories and merging cost an article, and does that stay so as the store grows? Prints JSON.

    python benchmarks/merging.py --sizes 1000,10000,100000

Invented articles with ready-made reports go through the steps `tell` and `merge` into a store, 200 a batch, as reading
sends them. Coding is timed in the same run, on `--coded` synthetic articles of one process, as the floor of the ratio.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # the module beside this file, wherever this one is called from
import synthetic

from dragoman.flow import AFTER, Tools, walk
from dragoman.records import (
    Article,
    Duplicate,
    Event,
    Kind,
    Mention,
    Part,
    Precision,
    Report,
    Role,
    Run,
    Status,
    Story,
    Voice,
    fingerprint,
)
from dragoman.settings import Settings
from dragoman.store import Moved, Store, Withdrawn

BATCH = 200
A_DAY = 150  # articles published a day: a larger corpus is a longer one
TELLINGS = 4  # articles of one happening, on average
STATES = [f"{a}{b}{c}" for a in "BCDF" for b in "AEIOU" for c in "KLM"]
ACTS = [("CONSULT", 1), ("SUPPORT", 1), ("AID", 2), ("ACCUSE", 3), ("THREATEN", 3), ("SANCTION", 4), ("ASSAULT", 4)]
SYLLABLES = ["ka", "lo", "mir", "ten", "vas", "ol", "dra", "ping", "sel", "hu", "bor", "ne", "qua", "ris", "tom", "ze"]


def word(draw: random.Random) -> str:
    """An invented name."""
    return "".join(draw.choice(SYLLABLES) for _ in range(3)).capitalize()


def articles(n: int, seed: int = 1) -> Iterator[tuple[Article, list[Report]]]:
    """Articles in the order of their days, most of which retell one of the last days' happenings, with their reports."""
    draw = random.Random(seed)
    common = [word(draw).lower() for _ in range(3000)]
    live: list[dict[str, Any]] = []
    for number in range(n):
        day = date(2000, 1, 1) + timedelta(days=number // A_DAY)
        if not live or draw.random() < 1 / TELLINGS:
            source, target = draw.sample(STATES, 2)
            act, quad = draw.choice(ACTS)
            live.append({"day": day, "source": source, "target": target, "act": act, "quad": quad, "names": [word(draw) for _ in range(8)]})  # fmt: skip
            live = live[-A_DAY:]
        told = draw.choice(live[-40:])
        words = [draw.choice(common) for _ in range(60)] + draw.sample(told["names"], 6)
        draw.shuffle(words)
        text = f"{told['names'][0]} {told['names'][1]} " + " ".join(words) + "."
        yield one(number, day, text, told, draw)


def one(number: int, day: date, text: str, told: dict[str, Any], draw: random.Random) -> tuple[Article, list[Report]]:
    """An article and its reports: the happening itself, and one of its background."""
    article = Article(
        id=fingerprint("A", number, text), title=None, byline=None, publisher=f"Paper {number % 97}", url=None, day=day,
        day_precision=Precision.DAY, day_why="given", language="en", language_score=1.0, text=text,
        parts=(Part(role=Role.BODY, start=0, end=len(text)),), origin="benchmark", native_id=None,
    )  # fmt: skip
    exact = draw.random() < 0.7
    acts = [(told["source"], told["target"], told["act"], told["quad"], told["day"] if exact else day, exact)]
    source, target = draw.sample(STATES, 2)
    act, quad = draw.choice(ACTS)
    acts.append((source, target, act, quad, day.replace(day=1), True))
    reports = []
    for place, (source, target, act, quad, when, exact) in enumerate(acts):
        reports.append(
            Report(
                id=fingerprint("R", article.id, place), article=article.id, role=Role.BODY, sentence_start=0,
                sentence_end=len(text), source=source, source_sector=None, source_name=None, source_mention=None,
                target=target, target_sector=None, target_name=None, target_mention=None, act=act, mode=None, cameo="", contexts=(), quad=quad,
                intensity=0.0, reciprocal=False, status=Status.ACTUAL, kind=Kind.REPORT, voice=Voice.ARTICLE, said_by=None,
                said_by_state=None, day=when, day_precision=Precision.MONTH if place else Precision.DAY,
                day_why="told" if exact else "no expression in the sentence: the article's day", place=None, trigger="x",
                trigger_start=place, trigger_end=place + 1, confidence=0.8, why="benchmark",
            )
        )  # fmt: skip
    return article, reports


def measure(sizes: list[int], folder: Path) -> list[dict[str, Any]]:
    """Seconds an article over the articles between two sizes."""
    settings = Settings()
    store = Store.create(folder / "store")
    run = Run(id="1", started=datetime.now(UTC), coder="benchmark", ontology="none", settings="{}")
    spent, writing, moved, done = {stage.name: 0.0 for stage in AFTER}, 0.0, 0, 0
    found: list[dict[str, Any]] = []
    since = 0
    with store.writing(run) as writer:
        batch: list[tuple[Article, list[Report]]] = []
        for pair in articles(sizes[-1]):
            batch.append(pair)
            if len(batch) < BATCH:
                continue
            tools = Tools(settings, None, None, writer.store)  # type: ignore[arg-type]
            made: dict[type, list[Any]] = {
                Article: [a for a, _ in batch],
                Report: [r for _, some in batch for r in some],
                Mention: [],
                Duplicate: [],
                Withdrawn: [],
            }
            for stage in AFTER:
                began = time.perf_counter()
                made = walk([stage], made, tools)
                spent[stage.name] += time.perf_counter() - began
            began = time.perf_counter()
            writer.commit(*made.values())
            writing += time.perf_counter() - began
            moved += len(made[Moved])
            done += len(batch)
            batch = []
            if done // BATCH % settings.compact_every == 0:
                writer.compact()
            if done in sizes:
                n = done - since
                found.append({
                    "articles": done,
                    **{f"{name}_ms_an_article": round(1000 * s / n, 3) for name, s in spent.items()},
                    "commit_ms_an_article": round(1000 * writing / n, 3),
                    "reports": writer.store.count(Report),
                    "events": writer.store.count(Event),
                    "stories": writer.store.query("SELECT count(DISTINCT story) AS n FROM stories")["n"][0].as_py(),
                    "memberships_moved": moved,
                    "story_rows": writer.store.count(Story),
                    "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
                })  # fmt: skip
                print(json.dumps(found[-1]), file=sys.stderr)
                spent, writing, moved, since = dict.fromkeys(spent, 0.0), 0.0, 0, done
    return found


def coding(n: int) -> float:
    """Milliseconds that coding takes an article, in one process."""
    from dragoman.articles import ReadOptions, read_articles
    from dragoman.flow import code
    from dragoman.mentions import Actors
    from dragoman.reports import load_coder

    settings = Settings()
    with tempfile.TemporaryDirectory() as folder:
        news = synthetic.write(Path(folder) / "news.jsonl", n)
        some = [a for a in read_articles([news], options=ReadOptions(), settings=settings) if isinstance(a, Article)]
    actors, coder = Actors.load(), load_coder(settings.coder, settings.historical_days)
    code(some[:20], settings=settings, actors=actors, coder=coder)  # models are loaded
    began = time.perf_counter()
    code(some[20:], settings=settings, actors=actors, coder=coder)
    return 1000 * (time.perf_counter() - began) / (len(some) - 20)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--coded", type=int, default=200)
    given = parser.parse_args()
    sizes = sorted(int(s) for s in given.sizes.split(","))
    floor = coding(given.coded)
    with tempfile.TemporaryDirectory() as folder:
        found = measure(sizes, Path(folder))
    for row in found:
        row["share_of_coding"] = round((row["tell_ms_an_article"] + row["merge_ms_an_article"]) / floor, 3)
    told = {"python": platform.python_version(), "coding_ms_an_article": round(floor, 2), "sizes": found}
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
