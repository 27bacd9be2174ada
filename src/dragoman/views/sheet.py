"""A page as a list of blocks, before it is printed: what a brief says, whatever form it takes.

`sheets` makes one of a brief; `sheet_forms` prints it on the screen, as Markdown and as HTML, `pdf` as PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dragoman.records import Relation

if TYPE_CHECKING:
    from dragoman.views.brief import Telling

__all__ = ["Block", "Chart", "Events", "Heading", "Items", "Leaning", "Note", "Paragraph", "Sheet", "Table"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title."""

    text: str
    depth: int = 1  # 1 or 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that tell."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Words in small print: how a figure was made, how to walk on."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words; the first column is left-aligned, the others to the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # as many cells as the head


@dataclass(frozen=True, slots=True)
class Chart:
    """The level of one directed pair through time."""

    levels: Sequence[Relation]
    caption: str


@dataclass(frozen=True, slots=True)
class Leaning:
    """To which of two a state leans, through time."""

    points: tuple[tuple[date, float, float, float], ...]  # as in `relations.triangles.Triangle`
    near: str  # name of the state that + is nearer to
    far: str
    caption: str


@dataclass(frozen=True, slots=True)
class Events:
    """Events with their sentences."""

    events: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list of words."""

    items: tuple[str, ...]


Block = Heading | Paragraph | Note | Table | Chart | Leaning | Events | Items


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page."""

    title: str
    scope: str  # what it was made from
    blocks: tuple[Block, ...]
    citation: str
