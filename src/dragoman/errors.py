"""Everything that Dragoman raises on purpose, in one tree.

    DragomanError                  exit 1
    ├── InputError                 exit 2   the user's words: a flag, a date, a name, a file that is not there
    │   ├── SettingError                    a setting outside its range
    │   ├── UnknownActor                    no such state or organisation
    │   ├── UnknownId                       nothing in the store has this id
    │   └── MappingError                    a column map that does not fit the file
    ├── StoreError                 exit 3   the store cannot be opened, read or written
    │   ├── StoreMissing                    no store in the folder
    │   ├── StoreBusy                       another writer holds it
    │   ├── StoreFull                       no space left on its disk
    │   └── StoreNewer                      written by a newer Dragoman
    ├── FetchRefused               exit 4   an address that will not be fetched, or answered too much, too late, too far
    ├── FlowError                  exit 5   steps in an order that cannot work
    ├── DataError                  exit 5   a table or model of the package is damaged
    └── ReadProblem                         one input that cannot become an article; ends in quarantine, never on screen

Every message says what was found, what was expected, and what to do.
"""

from __future__ import annotations

__all__ = [
    "DataError",
    "DragomanError",
    "FetchRefused",
    "FlowError",
    "InputError",
    "MappingError",
    "ReadProblem",
    "SettingError",
    "StoreBusy",
    "StoreError",
    "StoreFull",
    "StoreMissing",
    "StoreNewer",
    "UnknownActor",
    "UnknownId",
]


class DragomanError(Exception):
    """The root. `exit_code` is what the command line ends with."""

    exit_code = 1


class InputError(DragomanError):
    """What the user gave cannot be used."""

    exit_code = 2


class SettingError(InputError):
    """A setting has a value outside its range."""


class UnknownActor(InputError):
    """A name or code that no table knows."""


class UnknownId(InputError):
    """An id that nothing in the store has."""


class MappingError(InputError):
    """A column map names a column that the file lacks, or a field that an article lacks."""


class StoreError(DragomanError):
    """The store cannot be opened, read or written."""

    exit_code = 3


class StoreMissing(StoreError):
    """There is no store in the folder."""


class StoreBusy(StoreError):
    """Another process is writing."""


class StoreFull(StoreError):
    """The disk of the store has no space left."""


class StoreNewer(StoreError):
    """The store was written by a newer version than this one."""


class FetchRefused(DragomanError):
    """An address that will not be fetched, or that answered too much, too late or too far away.

    Args:
        message: what was found, what was expected, what to do.
        status: of the answer, if there was one and it was no success.
        retry_after: when the server says that it may be asked again, in its own words (RFC 9110, section 10.2.3).
    """

    exit_code = 4

    def __init__(self, message: str, *, status: int | None = None, retry_after: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class FlowError(DragomanError):
    """Steps in an order that cannot work."""

    exit_code = 5


class DataError(DragomanError):
    """A table or the model of the package is damaged."""

    exit_code = 5


class ReadProblem(DragomanError):
    """One input that cannot become an article. The readers turn it into a `Quarantine` record.

    Args:
        reason: one word or two.
        found: what was found.
        expected: what was expected.
        remedy: what the user can do.
        excerpt: the first characters of the input.
    """

    def __init__(self, reason: str, *, found: str, expected: str, remedy: str, excerpt: str = "") -> None:
        super().__init__(f"{reason}: found {found}; expected {expected}. {remedy}")
        self.reason = reason
        self.found = found
        self.expected = expected
        self.remedy = remedy
        self.excerpt = excerpt
