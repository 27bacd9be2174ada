"""What does coding cost beside its floor: spaCy's parse and one pass of the encoder over every sentence? Prints JSON.

    python benchmarks/coding.py NEWS [NEWS ...]

NEWS: files or folders as `dragoman read` takes them; the bundled sample if none is given. Coding is mentions and reports, as
the road runs them; the floor is the parse of the same texts and the encoder on every one of their sentences, measured in
the same run and on the same cores. Each measurement runs in a fresh process and tells its peak of memory.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from reading import MEGABYTE, peak_bytes


def articles(news: list[str]) -> list[Any]:
    from dragoman.articles import ReadOptions, read_articles
    from dragoman.data import folder
    from dragoman.records import Article
    from dragoman.settings import Settings

    found = read_articles(news or [folder("sample")], options=ReadOptions(), settings=Settings())
    return [a for a in found if isinstance(a, Article) and a.language == "en"]


def floor(news: list[str]) -> dict[str, Any]:
    """Parse, then the encoder on every sentence, with two spans and one pair in each."""
    from dragoman.parsing import forgetting_words, parse, parse_text
    from dragoman.reports.model import ActModel

    texts, model = articles(news), ActModel.load(threads=1)
    parse_text("The model is loaded before the clock starts.")
    model.score(["It is so with the network."], [[(0, 2), (6, 8)]], [[(0, 1)]])
    sentences: list[str] = []
    began = time.perf_counter()
    with forgetting_words():
        for parsed in parse(texts):
            sentences += [s.text.strip() for s in parsed.doc.sents]
    parsed_at = time.perf_counter()
    kept = [s for s in sentences if len(s) > 1]
    model.score(kept, [[(0, 1), (len(s) - 1, len(s))] for s in kept], [[(0, 1)] for _ in kept])
    return {"parse": parsed_at - began, "encoder": time.perf_counter() - parsed_at, "sentences": len(sentences)}


def coding(news: list[str], coder: str) -> dict[str, Any]:
    """Mentions and reports of the same articles in one process."""
    from dragoman import flow
    from dragoman.mentions import Actors
    from dragoman.parsing import parse_text
    from dragoman.records import Report
    from dragoman.reports import load_coder
    from dragoman.settings import Settings

    texts, settings = articles(news), Settings()
    actors, loaded = Actors.load(), load_coder(coder, settings.historical_days)
    parse_text("The model is loaded before the clock starts.")
    flow.code(texts[:2], settings=settings, actors=actors, coder=loaded)
    began = time.perf_counter()
    made = flow.code(texts, settings=settings, actors=actors, coder=loaded)
    return {"seconds": time.perf_counter() - began, "articles": len(texts), "reports": len(made[Report])}


def apart(what: str, news: list[str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, __file__, "--measure", what, *news], stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", nargs="*", help="files or folders; the bundled sample if none is given")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        made = floor(given.news) if given.measure == "floor" else coding(given.news, given.measure)
        print(json.dumps(made | {"peak": peak_bytes()["main"]}))
        return
    below = apart("floor", given.news)
    cost = below["parse"] + below["encoder"]
    print(
        json.dumps(
            {
                "python": platform.python_version(),
                "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
                "processes": 1,
                "sentences": below["sentences"],
                "floor": {name: round(below[name], 2) for name in ("parse", "encoder")},
                "coders": {
                    coder: {
                        "articles": run["articles"],
                        "reports": run["reports"],
                        "seconds": round(run["seconds"], 2),
                        "sentences_per_second": round(below["sentences"] / run["seconds"], 1),
                        "ratio_to_parse_and_encoder": round(run["seconds"] / cost, 3),
                        "peak_megabytes": round(run["peak"] / MEGABYTE),
                    }
                    for coder in ("trained", "rules")
                    for run in [apart(coder, given.news)]
                },
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
