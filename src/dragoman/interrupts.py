"""How does Ctrl-C end a long call, wherever it hits?

Python raises `KeyboardInterrupt` in whatever runs. Inside a callback of a library in another language it is swallowed,
or comes back as that library's own error: seen with DuckDB and Delta while they read the store. So it is noted too.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["interruptible"]


@contextmanager
def interruptible() -> Iterator[Callable[[], None]]:
    """Give a function to call between pieces of work: it ends them if Ctrl-C came and was swallowed.

    Raises:
        KeyboardInterrupt: for every Ctrl-C inside, also where a library made another error of it.
    """
    pressed = threading.Event()

    def note(_signal: int, _frame: FrameType | None) -> None:
        pressed.set()
        raise KeyboardInterrupt

    def check() -> None:
        if pressed.is_set():
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield check  # only the main thread gets signals
        return
    before = signal.signal(signal.SIGINT, note)
    try:
        yield check
        check()
    except Exception as error:
        if pressed.is_set():
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, before)
