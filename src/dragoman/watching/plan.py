"""What shall be watched? Feeds, rules and channels, from an OPML list or a TOML file.

rules = ["TUR->RUS material conflict >= 3 in 7 days"]
turns = true                      # or pairs and states: ["TUR-RUS", "TUR"]; false: none
realignments = ["TUR"]
follow = true                     # read the page behind each entry

[[feed]]
url = "https://example.org/world.xml"
minutes = 60                      # not asked more often than this

[[channel]]
name = "desk"
url = "env:DESK_WEBHOOK"          # the address itself, or the variable of the environment that holds it
kinds = ["rule", "turn"]          # all if left out
on_doubt = "hold"                 # or "repeat"; see docs/watching.md
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from dragoman.errors import InputError
from dragoman.watching.rules import Rule, parse_rule

__all__ = ["KINDS", "Channel", "Feed", "Plan", "channel_of", "read_plan"]

KINDS: Final = ("turn", "realignment", "rule")
DOUBTS: Final = ("hold", "repeat")
MOST_OPML_BYTES: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed to be asked."""

    url: str
    minutes: float = 0.0  # least time between two requests; 0: each round


@dataclass(frozen=True, slots=True)
class Channel:
    """Where alerts are sent."""

    name: str  # what the store remembers it by
    url: (
        str  # http(s): a webhook of one's own; else an address of the library apprise. It may hold secrets: never shown
    )
    kinds: tuple[str, ...] = KINDS
    on_doubt: str = "hold"  # whether an alert whose arrival is not known is sent again: "hold" no, "repeat" yes

    @property
    def webhook(self) -> bool:
        """Whether it takes our own JSON over HTTP."""
        return self.url.lower().startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that a watch needs to know.

    Attributes:
        feeds: in the order of the file.
        rules: of the user.
        turns: pairs or states whose turns are told; empty: all; None: none.
        realignments: states, or pairs, whose realignments are told; empty: all; None: none.
        channels: where alerts go; none: they are listed alone.
        follow: whether the page behind each entry is read in place of the entry.
    """

    feeds: tuple[Feed, ...] = ()
    rules: tuple[Rule, ...] = ()
    turns: tuple[frozenset[str], ...] | None = ()
    realignments: tuple[frozenset[str], ...] | None = ()
    channels: tuple[Channel, ...] = ()
    follow: bool = False

    def __post_init__(self) -> None:
        """Refuse what could not work: a plan is checked before anything is fetched."""
        names = [c.name for c in self.channels]
        twice = sorted({n for n in names if names.count(n) > 1})
        if twice:
            raise InputError(f"Two channels are named {twice[0]!r}; expected names that differ. Rename one of them.")


def read_plan(path: Path, *, environment: Mapping[str, str] | None = None) -> Plan:
    """Read a plan from a file: TOML by its ending, else OPML.

    Args:
        path: the file.
        environment: variables that channels may name; those of the process if None.
    Raises:
        InputError: if the file cannot be read or says something that is not understood.
    """
    try:
        raw = path.read_bytes()
    except OSError as cause:
        raise InputError(f"Cannot read {path}: {cause.strerror or cause}. Name an OPML or TOML file.") from cause
    if path.suffix.lower() == ".toml":
        return _from_toml(raw, path, os.environ if environment is None else environment)
    return Plan(feeds=_from_opml(raw, path))


def _from_opml(raw: bytes, path: Path) -> tuple[Feed, ...]:
    from lxml import etree

    if len(raw) > MOST_OPML_BYTES:
        raise InputError(f"{path} has {len(raw):,} bytes; expected an OPML list of at most {MOST_OPML_BYTES:,}.")
    try:
        tree = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as cause:
        raise InputError(f"{path} is no XML ({cause}); expected OPML, or TOML in a file that ends in .toml.") from cause
    named = (
        value.strip()
        for outline in tree.iter("{*}outline")
        for name, value in outline.attrib.items()
        if str(name).lower() == "xmlurl"
    )
    feeds = tuple(Feed(_address(url, path)) for url in dict.fromkeys(named) if url)
    if not feeds:
        raise InputError(f"{path} lists no feed; expected OPML with outlines that have an xmlUrl.")
    return feeds


_KEYS: Final[Mapping[str, type | tuple[type, ...]]] = {
    "rules": list,
    "turns": (bool, list),
    "realignments": (bool, list),
    "follow": bool,
    "feed": list,
    "feeds": list,
    "channel": list,
}


def _from_toml(raw: bytes, path: Path, environment: Mapping[str, str]) -> Plan:
    try:
        told = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as cause:
        raise InputError(f"{path} is no TOML: {cause}. Mend it there.") from cause
    _known(told, _KEYS, str(path))
    feeds = [Feed(_address(url, path)) for url in _words(told.get("feeds", []), "feeds", path)]
    for row in told.get("feed", []):
        _known(row, {"url": str, "minutes": (int, float)}, f"{path}, [[feed]]")
        feeds.append(Feed(_address(_needed(row, "url", f"{path}, [[feed]]"), path), float(row.get("minutes", 0))))
    if len({f.url for f in feeds}) < len(feeds):
        raise InputError(f"{path} lists a feed twice; expected each address once.")
    return Plan(
        feeds=tuple(feeds),
        rules=tuple(parse_rule(words) for words in _words(told.get("rules", []), "rules", path)),
        turns=_subjects(told.get("turns", True), "turns", path),
        realignments=_subjects(told.get("realignments", True), "realignments", path),
        channels=tuple(_channel(row, path, environment) for row in told.get("channel", [])),
        follow=told.get("follow", False),
    )


def _channel(row: Any, path: Path, environment: Mapping[str, str]) -> Channel:
    where = f"{path}, [[channel]]"
    _known(row, {"name": str, "url": str, "kinds": list, "on_doubt": str}, where)
    made = channel_of(_needed(row, "url", where), environment=environment, name=_needed(row, "name", where))
    kinds = tuple(_words(row.get("kinds", list(KINDS)), "kinds", path))
    for name, values, allowed in (("kinds", kinds, KINDS), ("on_doubt", (row.get("on_doubt", "hold"),), DOUBTS)):
        if strange := [v for v in values if v not in allowed]:
            raise InputError(f"{where}: {name} has {strange[0]!r}; expected some of {', '.join(allowed)}.")
    return replace(made, kinds=kinds, on_doubt=row.get("on_doubt", "hold"))


def channel_of(url: str, *, environment: Mapping[str, str] | None = None, name: str | None = None) -> Channel:
    """A channel from its address, or from `env:NAME`, a variable that holds the address.

    Args:
        url: of the channel.
        environment: variables; those of the process if None.
        name: of the channel; made of kind and host of the address if None.
    Raises:
        InputError: if the variable is not set, or nobody knows the kind of address. The address is not shown.
    """
    variables = os.environ if environment is None else environment
    if url.startswith("env:"):
        held = url.removeprefix("env:")
        url = variables.get(held, "")
        if not url:
            raise InputError(f"The variable {held} of a channel is not set; expected the channel's address in it.")
    parts = re.match(r"([A-Za-z][A-Za-z0-9+.-]*)://(?:[^/?#]*@)?([^/?#@:]*)", url)
    if parts is None:
        raise InputError("A channel has no address; expected one such as https://host/path or mailto://user:word@host.")
    made = Channel(name or f"{parts[1].lower()} {parts[2]}".strip(), url)
    if not made.webhook:
        from dragoman.watching.channels import check

        check(made)
    return made


def _address(url: str, path: Path) -> str:
    if not re.match(r"https?://[^/\s]+", url, re.IGNORECASE):
        raise InputError(f"{path} names the feed {url!r}; expected an address that begins with http:// or https://.")
    return url


def _known(row: Any, keys: Mapping[str, type | tuple[type, ...]], where: str) -> None:
    if not isinstance(row, dict):
        raise InputError(f"{where} is {row!r}; expected a table with {', '.join(keys)}.")
    for name, value in row.items():
        if name not in keys:
            raise InputError(f"{where} has {name!r}; expected some of {', '.join(keys)}.")
        if not isinstance(value, keys[name]) or (isinstance(value, bool) and bool not in _types(keys[name])):
            expected = " or ".join(t.__name__ for t in _types(keys[name]))
            raise InputError(f"{where}: {name} is {value!r}; expected {expected}.")


def _types(kind: type | tuple[type, ...]) -> tuple[type, ...]:
    return kind if isinstance(kind, tuple) else (kind,)


def _needed(row: Mapping[str, Any], name: str, where: str) -> str:
    if not row.get(name):
        raise InputError(f'{where} lacks {name}; expected {name} = "...".')
    return str(row[name])


def _words(value: Sequence[Any], name: str, path: Path) -> list[str]:
    if strange := [v for v in value if not isinstance(v, str)]:
        raise InputError(f"{path}: {name} holds {strange[0]!r}; expected words in quotation marks.")
    return [str(v) for v in value]


def _subjects(value: Any, name: str, path: Path) -> tuple[frozenset[str], ...] | None:
    from dragoman.mentions.codes import code_of

    if isinstance(value, bool):
        return () if value else None
    made = tuple(frozenset(code_of(end.strip()) for end in words.split("-")) for words in _words(value, name, path))
    if strange := [words for words, codes in zip(value, made, strict=True) if len(codes) > 2]:
        raise InputError(
            f"{path}: {name} holds {strange[0]!r}; expected a state such as TUR or a pair such as TUR-RUS."
        )
    return made or None
