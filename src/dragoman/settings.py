"""Every setting: name, default, range and one sentence. Help, `dragoman settings` and the docs are printed from here.

A value given in code or on the command line wins over the environment (`DRAGOMAN_` and the name in capitals), which
wins over the default.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dragoman.errors import SettingError

__all__ = ["SETTINGS", "Setting", "Settings"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table."""

    name: str
    default: Any
    help: str
    low: float | None = None  # smallest value allowed, where it is a number
    high: float | None = None

    @property
    def variable(self) -> str:
        """Its environment variable."""
        return "DRAGOMAN_" + self.name.upper()

    def parse(self, value: Any) -> Any:
        """A value in the type of the default.

        Raises:
            SettingError: if it has another type or lies outside the range.
        """
        try:
            parsed = _PARSERS[type(self.default)](value)
        except (ValueError, TypeError) as cause:
            raise SettingError(
                f"Setting {self.name} is {value!r}; expected {type(self.default).__name__} such as {self.default!r}. "
                f"Mend it where it was given ({self.variable} or an argument)."
            ) from cause
        if (self.low is not None and parsed < self.low) or (self.high is not None and parsed > self.high):
            raise SettingError(
                f"Setting {self.name} is {parsed}; expected from {self.low} to {self.high}. "
                f"Mend it where it was given ({self.variable} or an argument)."
            )
        return parsed


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if str(value).lower() not in words:
        raise ValueError(value)
    return words[str(value).lower()]


_PARSERS: Mapping[type, Callable[[Any], Any]] = {bool: _boolean, int: int, float: float, str: str}

SETTINGS: tuple[Setting, ...] = (
    Setting("store", "./dragoman-store", "Folder of the store."),
    Setting(
        "batch_articles",
        200,
        "Articles that become visible together; a kill loses at most one batch of work.",
        1,
        10_000,
    ),
    Setting("workers", 0, "Processes that code articles; 0 takes the cores, at most 4.", 0, 64),
    Setting("compact_every", 24, "Batches after which small files of the store are joined.", 2, 10_000),
    Setting(
        "max_article_characters", 400_000, "A longer text goes to quarantine: it is not one article.", 1_000, 50_000_000
    ),
    Setting("max_file_bytes", 2_000_000_000, "A larger single file of one article is not opened.", 1_000),
    Setting(
        "max_feed_entries", 100_000, "Entries read from one feed; the rest of it goes to quarantine as one row.", 1
    ),
    Setting(
        "max_record_bytes",
        32_000_000,
        "One line, entry, page or archive record that is larger goes to quarantine.",
        1_000,
    ),
    Setting("min_article_characters", 25, "A shorter text is no article.", 1, 10_000),
    Setting(
        "coder",
        "trained",
        "Who codes acts: trained (rules and a small network) or rules (alone, and explained to the word).",
    ),
    Setting("language", "en", "Language that goes on to coding; other articles are kept and counted."),
    Setting(
        "near_duplicate", 0.70, "Jaccard similarity of word 5-shingles from which two articles are linked.", 0.3, 1.0
    ),
    Setting("historical_days", 90, "An act told as older than this before its article's day is historical.", 1, 36_500),
    Setting("band", 0.90, "Width of bands on levels, as a probability.", 0.5, 0.999),
    Setting("fetch_bytes", 20_000_000, "Bytes accepted from one address.", 1_000),
    Setting("fetch_seconds", 30.0, "Seconds that one address may take, redirects included.", 0.1, 3_600),
    Setting("fetch_redirects", 5, "Redirects followed from one address.", 0, 20),
    Setting("fetch_private", False, "Fetch from private, loopback and link-local addresses too."),
    Setting("watch_minutes", 15.0, "Minutes between two rounds of `dragoman watch`.", 0.01, 44_640),
    Setting("watch_host_seconds", 1.0, "Seconds between two requests of a watch to one host.", 0, 3_600),
    Setting(
        "watch_back_off_seconds",
        60.0,
        "Seconds that a feed or a channel rests after it failed; doubled with each failure in a row, up to a day.",
        0.1,
        86_400,
    ),
    Setting("watch_send_seconds", 15.0, "Seconds that a channel may take to accept an alert.", 0.1, 600),
    Setting(
        "spacy_model", "", "spaCy model for sentences, names and syntax; empty takes the pinned small English one."
    ),
    Setting(
        "relation_sectors_left_out",
        "REB UAF PRM CRM OPP",
        "Sectors whose acts are not their state's: left out of relations.",
    ),
)

_BY_NAME = {s.name: s for s in SETTINGS}


@dataclass(frozen=True)
class Settings:
    """The settings in force. Read one as an attribute: `settings.band`.

    Args:
        given: values that win over environment and default.
    Raises:
        SettingError: if a name is unknown or a value does not fit.
    """

    given: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Parse all values once, so that a wrong one is refused before anything runs."""
        for name in self.given:
            if name not in _BY_NAME:
                raise SettingError(f"No setting {name!r}; expected one of {', '.join(sorted(_BY_NAME))}.")
        values = {s.name: s.parse(self.given.get(s.name, os.environ.get(s.variable, s.default))) for s in SETTINGS}
        object.__setattr__(self, "_values", values)

    def __getattr__(self, name: str) -> Any:
        try:
            return object.__getattribute__(self, "_values")[name]
        except (KeyError, AttributeError) as cause:
            raise AttributeError(f"No setting {name!r}.") from cause

    def as_dict(self) -> dict[str, Any]:
        """Name to value, in the order of the table."""
        return dict(object.__getattribute__(self, "_values"))
