"""A sheet as PDF: charts as vector graphics, text that can be selected, fonts inside the file.

Set by Typst, which comes as one wheel with its fonts. All words reach it as data, never as markup.
"""

from __future__ import annotations

import json
import re
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import DataError
from dragoman.reports.ontology import QUADS
from dragoman.views.brief import QUAD_COOPERATIVE
from dragoman.views.printed import place_of, web_address
from dragoman.views.sheet import Chart, Events, Heading, Items, Leaning, Note, Paragraph, Sheet, Table
from dragoman.views.sheet_forms import drawn
from dragoman.views.words import counted, day_in_words, said_in_words

if TYPE_CHECKING:
    from dragoman.views.brief import Telling
    from dragoman.views.sheet import Block

__all__ = ["as_pdf"]

CHART_FONT: Final = "Libertinus Serif"  # one of the fonts that Typst carries: the same file on every machine


def as_pdf(sheet: Sheet) -> bytes:
    """A sheet as the bytes of a PDF file.

    Raises:
        DataError: if the template of the package is damaged.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="dragoman-") as name:
        folder = Path(name)
        blocks = [_plain(block, place, folder) for place, block in enumerate(sheet.blocks)]
        told = {"title": sheet.title, "scope": sheet.scope, "citation": sheet.citation, "blocks": blocks}
        (folder / "data.json").write_text(json.dumps(told), encoding="utf-8")
        template = (files("dragoman.views.templates") / "brief.typ").read_text(encoding="utf-8")
        (folder / "brief.typ").write_text(template, encoding="utf-8")
        try:
            return bytes(typst.compile(folder / "brief.typ", root=folder, format="pdf"))
        except typst.TypstError as cause:
            raise DataError(
                f"The PDF could not be set ({cause}); expected a whole template. Install Dragoman anew."
            ) from cause


def _plain(block: Block, place: int, folder: Path) -> dict[str, Any]:
    """A block as data for the template."""
    told: dict[str, Any]
    match block:
        case Heading():
            told = {"kind": "heading", "text": block.text, "depth": block.depth}
        case Paragraph():
            told = {"kind": "paragraph", "text": block.text}
        case Note():
            told = {"kind": "note", "text": block.text}
        case Items():
            told = {"kind": "items", "items": list(block.items)}
        case Table():
            told = {"kind": "table", "head": list(block.head), "rows": [list(row) for row in block.rows]}
        case Events():
            told = {"kind": "events", "events": [_event(e) for e in block.events]}
        case Chart() | Leaning():
            file = f"chart-{place}.svg"
            (folder / file).write_bytes(_svg(block))
            told = {"kind": "chart", "file": file, "caption": block.caption, "alt": _alternative(block)}
    return told


def _alternative(block: Chart | Leaning) -> str:
    """What a chart shows, for those who do not see it."""
    if isinstance(block, Leaning):
        return f"Leaning between {block.near} and {block.far} by month"
    return f"Level of {block.levels[0].source} towards {block.levels[0].target} by month, and events"


def _svg(block: Chart | Leaning) -> bytes:
    return re.sub(r'font-family="[^"]*"', f'font-family="{CHART_FONT}"', drawn(block)).encode()


def _event(event: Telling) -> dict[str, Any]:
    return {
        "day": day_in_words(event.day, event.day_precision),
        "act": event.act,
        "cooperative": event.quad <= QUAD_COOPERATIVE,
        "figures": (
            f"{QUADS[event.quad]} · {counted(event.n_reports, 'report')} · {counted(event.n_publishers, 'outlet')} · "
            f"{event.event}"
        ),
        "sentences": [
            {
                "text": s.text,
                "place": f"{place_of(s)} · {said_in_words(s)} · {s.report}",
                "url": web_address(s.url),
            }
            for s in event.sentences
        ],
    }
