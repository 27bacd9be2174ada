"""How fast are articles read, where does the time go, and does memory stay flat? Prints JSON.

    python benchmarks/reading.py --sizes 1000,50000

The floor is measured in the same run: spaCy's parse alone of the same texts, on one core, as the road parses them. Each
size runs in a fresh process, which tells its own peak of memory.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))  # the module beside this file, wherever this one is called from
import synthetic

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGABYTE = 1_000_000


class Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Add the seconds that the block takes to a stage."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += time.perf_counter() - began

    def timed(self, stage: str, call: Any) -> Any:
        """The call with its time noted; what it yields is made inside."""

        def noted(*given: Any, **named: Any) -> Any:
            with self.of(stage):
                made = call(*given, **named)
                return list(made) if hasattr(made, "__next__") else made

        return noted

    def timed_stream(self, stage: str, call: Any) -> Any:
        """As `timed`, for a stream that must not be held: the time until each next item."""

        def noted(*given: Any, **named: Any) -> Iterator[Any]:
            stream = iter(call(*given, **named))
            while True:
                with self.of(stage):
                    item = next(stream, None)
                if item is None:
                    return
                yield item

        return noted


def read(news: Path, store: Path, *, workers: int, coder: str, clock: Clock | None = None) -> dict[str, Any]:
    """Read a file into a new store; with a clock, note the stages (one process only)."""
    from dragoman import articles, flow
    from dragoman.articles import ReadOptions
    from dragoman.mentions import Actors
    from dragoman.parsing import parse_text
    from dragoman.reports import load_coder
    from dragoman.settings import Settings
    from dragoman.store import Store, Writer

    settings = Settings({"workers": workers, "coder": coder})
    actors, loaded = Actors.load(), load_coder(settings.coder, settings.historical_days)
    parse_text("The model is loaded before the clock starts.")
    if clock:
        for name in ("BEFORE", "CODING", "AFTER"):
            setattr(flow, name, tuple(replace(s, run=clock.timed(s.name, s.run)) for s in getattr(flow, name)))
        articles.read_articles = clock.timed_stream("read", articles.read_articles)
        Writer.commit = clock.timed("commit", Writer.commit)  # type: ignore[method-assign]
        Writer.compact = clock.timed("compact", Writer.compact)  # type: ignore[method-assign]
    began = time.perf_counter()
    counts = flow.read_into(
        Store.create(store), [news], options=ReadOptions(), settings=settings, actors=actors, coder=loaded
    )
    return {"seconds": time.perf_counter() - began, "counts": counts.as_dict()}


def floor(news: Path) -> dict[str, Any]:
    """Parse the same texts and do nothing else."""
    from dragoman.articles import ReadOptions, read_articles
    from dragoman.parsing import forgetting_words, parse, parse_text
    from dragoman.records import Article
    from dragoman.settings import Settings

    texts = [
        a
        for a in read_articles([news], options=ReadOptions(), settings=Settings())
        if isinstance(a, Article) and a.language == "en"
    ]
    parse_text("The model is loaded before the clock starts.")
    sentences, began = 0, time.perf_counter()
    with forgetting_words():
        for parsed in parse(texts):
            sentences += sum(1 for _ in parsed.doc.sents)
    return {"seconds": time.perf_counter() - began, "articles": len(texts), "sentences": sentences}


def peak_bytes() -> dict[str, int]:
    """Peak resident memory of this process, and of the largest of its finished children."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024  # getrusage counts kilobytes, on macOS bytes
    here, children = (
        resource.getrusage(who).ru_maxrss * unit for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {"main": here, "largest_worker": children}


def measure(what: str, news: Path, store: Path, workers: int, coder: str) -> dict[str, Any]:
    """One measurement, in this process."""
    if what == "floor":
        return floor(news)
    clock = Clock() if what == "stages" else None
    found = read(news, store, workers=workers, coder=coder, clock=clock)
    return found | {"peak": peak_bytes(), "stages": dict(clock.seconds) if clock else {}}


def apart(what: str, news: Path, store: Path, *, workers: int = 1, coder: str = "trained") -> dict[str, Any]:
    """One measurement in a fresh process."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DRAGOMAN_")}
    done = subprocess.run(
        [sys.executable, __file__, "--measure", what, str(news), str(store), str(workers), coder],
        env=kept, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def sample(place: Path, n: int, seed: int) -> Path:
    """The bundled sample's articles as lines, then synthetic ones until there are `n`."""
    from dragoman.articles import ReadOptions, read_articles
    from dragoman.data import folder
    from dragoman.records import Article
    from dragoman.settings import Settings

    with place.open("w", encoding="utf-8") as file:
        found = [
            a
            for a in read_articles([folder("sample")], options=ReadOptions(), settings=Settings())
            if isinstance(a, Article)
        ]
        for a in found[:n]:
            row = {
                "title": a.title,
                "text": a.body,
                "publisher": a.publisher,
                "day": a.day.isoformat() if a.day else None,
            }
            file.write(json.dumps({k: v for k, v in row.items() if v}, ensure_ascii=False) + "\n")
        file.writelines(line + "\n" for line in synthetic.rows(max(0, n - len(found)), seed=seed, faulty=False))
    return place


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--sizes", default="1000,50000", help="numbers of articles; the first also gives speed and stages"
    )
    parser.add_argument("--quick", action="store_true", help="sizes 100,200, for a check that it runs")
    parser.add_argument("--coder", default="trained", help="trained or rules")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--measure", nargs=5, metavar=("WHAT", "NEWS", "STORE", "WORKERS", "CODER"), help=argparse.SUPPRESS
    )
    given = parser.parse_args()
    if given.measure:
        what, news, store, workers, coder = given.measure
        print(json.dumps(measure(what, Path(news), Path(store), int(workers), coder)))
        return
    sizes = [100, 200] if given.quick else [int(n) for n in given.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(benchmark(Path(folder), sizes, given.seed, given.coder), indent=1))


def benchmark(folder: Path, sizes: list[int], seed: int, coder: str) -> dict[str, Any]:
    from dragoman import __version__

    news = {n: sample(folder / f"{n}.jsonl", n, seed) for n in sizes}
    first = sizes[0]
    alone = apart("floor", news[first], folder / "none")
    staged = apart("stages", news[first], folder / "staged", coder=coder)
    runs = {(n, 1): apart("read", news[n], folder / f"store-{n}-1", coder=coder) for n in sizes}
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if cores > 1:
        runs |= {(first, cores): apart("read", news[first], folder / f"store-{first}-all", workers=0, coder=coder)}
    one = runs[first, 1]["seconds"]
    inside = sum(staged["stages"].values())
    peaks = {n: runs[n, 1]["peak"]["main"] for n in sizes}
    return {
        "dragoman": __version__,
        "python": platform.python_version(),
        "cores": cores,
        "coder": coder,
        "seed": seed,
        "input": f"the bundled sample, then synthetic articles; {alone['sentences']} sentences in {first} articles",
        "runs": [
            {
                "articles": n, "workers": workers, "seconds": round(run["seconds"], 2),
                "articles_per_second": round(n / run["seconds"], 1), "peak_megabytes": round(run["peak"]["main"] / MEGABYTE),
                "stored": run["counts"]["stored"], "reports": run["counts"]["reports"],
            }
            for (n, workers), run in runs.items()
        ],
        "sentences_per_second": round(alone["sentences"] / one, 1),
        "floor": {
            "what": "spaCy's parse alone, one process", "seconds": round(alone["seconds"], 2),
            "articles_per_second": round(alone["articles"] / alone["seconds"], 1),
            "sentences_per_second": round(alone["sentences"] / alone["seconds"], 1),
        },
        "ratio_to_floor": round(one / alone["seconds"], 3),
        "stages": {name: round(seconds / inside, 3) for name, seconds in staged["stages"].items()},
        "seconds_outside_stages": round(staged["seconds"] - inside, 2),
        "peak_ratio": round(peaks[sizes[-1]] / peaks[first], 3),
    }  # fmt: skip


if __name__ == "__main__":
    main()
