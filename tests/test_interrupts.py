"""Ctrl-C is not lost in a library."""

from __future__ import annotations

import signal

import pytest

from dragoman.errors import StoreError
from dragoman.interrupts import interruptible


class Swallows:
    """A library that makes its own error of whatever its callback raises."""

    def __init__(self, error):
        self.error = error

    def call(self):
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            if self.error:
                raise self.error from None


@pytest.mark.parametrize(
    "library", [Swallows(None), Swallows(StoreError("damaged"))], ids=["swallowed", "made another error"]
)
def test_interrupt_is_not_lost_in_a_library(library):
    before = signal.getsignal(signal.SIGINT)
    reached = []
    with pytest.raises(KeyboardInterrupt), interruptible() as check:  # noqa: PT012
        library.call()
        reached.append("the next piece of work is not begun")
        check()
        reached.append("never")
    assert "never" not in reached
    assert signal.getsignal(signal.SIGINT) is before


def test_errors_pass_through_unchanged_without_interrupt():
    with pytest.raises(StoreError, match="damaged"), interruptible():
        raise StoreError("damaged")
