"""Permanent links: the address of a page carries everything that it shows, and nothing else does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from dragoman.errors import InputError

__all__ = ["Link", "outward"]

SCHEMES: Final = frozenset({"http", "https"})  # that a link out of the dashboard may have
LONGEST: Final = 2_000  # characters of an address that is linked to; our choice


@dataclass(frozen=True, slots=True)
class Link:
    """Where a page stands and what it shows.

    Attributes:
        path: such as "/pair/TUR/RUS".
        query: the state of the page, such as {"measure": "L1", "from": "2015-01-01"}; in the order of the address.
        parts: what the path names, such as {"a": "TUR", "b": "RUS"}.
    """

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The link itself."""
        words = urlencode([(n, v) for n, v in self.query.items() if v])
        return quote(self.path, safe="/-._~") + (f"?{words}" if words else "")

    def with_(self, **changes: object) -> Link:
        """The same page with other state; None or "" takes a part of it away. `first` and `last` stand for from and to."""
        named = {{"first": "from", "last": "to"}.get(n, n): v for n, v in changes.items()}
        changed = {**self.query, **{n: "" if v is None else str(v) for n, v in named.items()}}
        return Link(self.path, {n: v for n, v in changed.items() if v}, self.parts)

    def at(self, path: str, *, keep: tuple[str, ...] = (), **state: object) -> Link:
        """Another page; of the state here only what is named in `keep` goes along."""
        kept = {n: v for n, v in self.query.items() if n in keep}
        return Link(path, kept).with_(**state)

    def word(self, name: str) -> str | None:
        """A word of the state; None where there is none."""
        return self.query.get(name, "").strip() or None

    def day(self, name: str) -> date | None:
        """A day of the state.

        Raises:
            InputError: if it is no day.
        """
        text = self.word(name)
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError as cause:
            raise InputError(f"{name}={text[:40]!r} is no day; expected YYYY-MM-DD, such as 2015-11-24.") from cause

    def number(self, name: str, default: int, *, low: int = 0, high: int = 1_000_000) -> int:
        """A whole number of the state.

        Raises:
            InputError: if it is none, or lies outside its range.
        """
        text = self.word(name)
        if text is None:
            return default
        if not text.isascii() or not text.isdigit() or not low <= int(text[:12]) <= high:
            raise InputError(f"{name}={text[:40]!r}; expected a whole number from {low} to {high:,}.")
        return int(text)

    def flag(self, name: str) -> bool:
        """Whether a switch of the state is on."""
        return (self.word(name) or "").lower() in {"1", "yes", "true", "on"}


def outward(address: str | None) -> str | None:
    """An address that may be linked to: http or https with a host. Everything else is shown as text.

    Args:
        address: as an article tells it; may be hostile.
    """
    if not address or len(address) > LONGEST or any(ord(c) <= 32 or ord(c) == 127 for c in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme.lower() in SCHEMES and parts.netloc else None
