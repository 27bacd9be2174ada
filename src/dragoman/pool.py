"""Where does coding run: in this process, or on several cores?

A few articles are coded here, since a second process needs seconds to start. From `WORTH_A_POOL` articles on they go
to worker processes, which hold their own parser, actors and coder. The records that come back are the same, in the
same order.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final, Self

from dragoman.errors import DragomanError
from dragoman.records import Article

__all__ = ["CodingPool", "default_workers"]

# Articles. At 500, two processes took 21.9 s and one 14.0 s (benchmarks/reading.py): starting costs more than it gains.
WORTH_A_POOL: Final = 1_000
MOST_BY_DEFAULT: Final = 4  # more workers gain little: the store is written by one process
CHUNKS_A_WORKER: Final = 3  # so that one long article does not leave the others idle

Coded = dict[type, list[Any]]


def default_workers() -> int:
    """The cores that this process may use, at most four."""
    return min(
        MOST_BY_DEFAULT, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )


class CodingPool:
    """Codes articles, here at first and on worker processes once there is enough to do. A context manager.

    Args:
        code: articles -> records by class; must be importable, as `functools.partial` of a function with what it needs.
        workers: processes; 1 codes everything here, 0 takes `default_workers`.
    """

    def __init__(self, code: Callable[[Sequence[Article]], Coded], *, workers: int = 0) -> None:
        """Nothing is started yet."""
        self._code = code
        self._workers = workers or default_workers()
        self._done = 0
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Nothing is started yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the workers."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)

    def code(self, articles: Sequence[Article]) -> Coded:
        """Records of these articles, by class, in the order of the articles.

        Raises:
            DragomanError: if a worker was killed, such as by a system without memory.
        """
        self._done += len(articles)
        if self._workers == 1 or self._done < WORTH_A_POOL or not articles:
            return self._code(articles)
        if self._executor is None:
            self._executor = self._start()
        try:
            with _main_left_alone():
                coded = self._executor.map(_code_here, _chunks(articles, self._workers * CHUNKS_A_WORKER))
            parts = list(coded)
        except BrokenProcessPool as cause:
            raise DragomanError(
                "A coding process was killed, most likely because memory ran out. What was finished stays. Give the "
                "command again with DRAGOMAN_WORKERS=1."
            ) from cause
        return {kind: [record for part in parts for record in part[kind]] for kind in parts[0]}

    def _start(self) -> ProcessPoolExecutor:
        import multiprocessing

        # Started afresh, not forked: the store's libraries run threads, and a forked thread's locks stay locked.
        return ProcessPoolExecutor(
            self._workers, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare, initargs=(self._code,)
        )


@contextmanager
def _main_left_alone() -> Iterator[None]:
    """Start workers without running the user's script in them anew: a script that calls us needs no guard.

    A worker that is started afresh imports the main module by its file or name; without these it imports none.
    """
    main = sys.modules["__main__"]
    file, spec = main.__dict__.pop("__file__", None), getattr(main, "__spec__", None)
    main.__spec__ = None
    try:
        yield
    finally:
        main.__spec__ = spec
        if file is not None:
            main.__file__ = file


_here: dict[str, Callable[[Sequence[Article]], Coded]] = {}  # what this worker process codes with


def _prepare(code: Callable[[Sequence[Article]], Coded]) -> None:
    """Take what is needed, and end with the process that started us, even if that was killed."""
    import multiprocessing
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the one that started us ends us
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
    _here["code"] = code


def _code_here(articles: Sequence[Article]) -> Coded:
    return _here["code"](articles)


def _chunks(articles: Sequence[Article], most: int) -> list[Sequence[Article]]:
    """At most `most` runs of articles of about the same number of characters, in order."""
    share = sum(len(a.text) for a in articles) / most
    chunks: list[Sequence[Article]] = []
    start, size = 0, 0
    for place, article in enumerate(articles, start=1):
        size += len(article.text)
        if size >= share or place == len(articles):
            chunks.append(articles[start:place])
            start, size = place, 0
    return chunks
