"""Is everything in place, and if not, what mends it?"""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dragoman import __version__
from dragoman.data import LEADERS
from dragoman.errors import DragomanError, StoreMissing

if TYPE_CHECKING:
    from dragoman.settings import Settings

__all__ = ["Finding", "examine"]

LEAST_FREE_BYTES: Final = 500_000_000
TABLES: Final = ("acts", "states", "state_terms", "organisations", "roles", "groups", "triggers", *LEADERS)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: the thing.
        ok: whether it is as it should be.
        found: what was found.
        fix: what to do; empty if nothing.
        optional: Dragoman works without it.
    """

    what: str
    ok: bool
    found: str
    fix: str = ""
    optional: bool = False


def examine(settings: Settings) -> list[Finding]:
    """Look at Python, libraries, model, tables, store, disk and browser, in this order."""
    return list(_findings(settings))


def _findings(settings: Settings) -> Iterator[Finding]:
    version = ".".join(str(n) for n in sys.version_info[:3])
    yield Finding(
        "Python",
        sys.version_info >= (3, 11),
        version,
        "" if sys.version_info >= (3, 11) else "Use Python 3.11 or later.",
    )
    yield Finding("Dragoman", True, __version__)
    for library in ("spacy", "deltalake", "duckdb", "pyarrow", "trafilatura", "altair"):
        try:
            yield Finding(library, True, importlib.metadata.version(library))
        except importlib.metadata.PackageNotFoundError:
            yield Finding(library, False, "not installed", "Run `pip install -r requirements.txt` in the checkout.")
    yield _model(settings)
    yield _tables()
    yield _store(settings)
    yield _disk(settings)
    browser = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    yield Finding(
        "browser",
        browser is not None,
        browser or "no Chromium",
        "" if browser else "Only for tests of pages: install the package chromium.",
        optional=True,
    )


def _model(settings: Settings) -> Finding:
    from dragoman.parsing import parser_version

    try:
        return Finding("model", True, parser_version(settings.spacy_model))
    except DragomanError as error:
        return Finding("model", False, "cannot be loaded", str(error))


def _tables() -> Finding:
    from dragoman.data import table

    try:
        rows = {name: len(table(name)) for name in TABLES}
    except DragomanError as error:
        return Finding("tables", False, "damaged", str(error))
    return Finding("tables", all(rows.values()), ", ".join(f"{name} {n:,}" for name, n in rows.items()))


def _store(settings: Settings) -> Finding:
    from dragoman.records import Article
    from dragoman.store import Store

    folder = Path(settings.store)
    try:
        store = Store.open(folder)
        found = f"{folder}: {store.count(Article):,} articles in {len(store.batches)} batches"
    except StoreMissing as error:
        return Finding("store", False, f"none in {folder}", str(error), optional=True)
    except DragomanError as error:
        return Finding("store", False, "cannot be read", str(error))
    if not os.access(folder, os.W_OK):
        return Finding(
            "store", True, f"{found}; may be read, not written", f"To read articles into it: chmod u+w {folder}."
        )
    if (folder / "writing.json").exists():
        return Finding(
            "store",
            True,
            f"{found}; a batch is under way or was interrupted",
            "If no reading runs: give the interrupted command again; it cleans up and goes on.",
        )
    return Finding("store", True, found)


def _disk(settings: Settings) -> Finding:
    place = Path(settings.store).resolve()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    enough = free >= LEAST_FREE_BYTES
    return Finding(
        "disk",
        enough,
        f"{free / 1e9:.1f} GB free at {place}",
        "" if enough else "Free some space or use another --store.",
    )
