"""A sheet on the screen, as Markdown and as a page of its own: the same blocks told three ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragoman.reports.ontology import QUADS, acts
from dragoman.views.brief import QUAD_COOPERATIVE
from dragoman.views.printed import place_of, plain, shortened, web_address
from dragoman.views.sheet import Chart, Events, Heading, Items, Leaning, Note, Paragraph, Sheet, Table
from dragoman.views.words import counted, day_in_words, level_in_words, said_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.views.brief import Telling
    from dragoman.views.sheet import Block

__all__ = ["drawn", "sheet_as_html", "sheet_as_markdown", "sheet_as_terminal"]


def sheet_as_markdown(sheet: Sheet) -> str:
    """A sheet as Markdown; charts are left to the other forms."""
    lines = [f"# {sheet.title}", "", *([sheet.scope, ""] if sheet.scope else [])]
    for block in sheet.blocks:
        lines += [*_markdown(block), ""]
    return "\n".join([*lines, *([f"Cite as: {sheet.citation}", ""] if sheet.citation else [])])


def _markdown(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.depth + 1)} {block.text}"
        case Paragraph() | Note():
            yield plain(block.text)
        case Items():
            yield from (f"- {plain(item)}" for item in block.items)
        case Table():
            yield f"| {' | '.join(block.head)} |"
            yield f"|---|{'--:|' * (len(block.head) - 1)}"
            yield from (f"| {' | '.join(plain(c).replace('|', '/') for c in row)} |" for row in block.rows)
        case Events():
            for e in block.events:
                yield f"- **{day_in_words(e.day, e.day_precision)} · {e.act}** ({_figures(e)}; `{e.event}`)"
                for s in e.sentences:
                    yield f"  - “{plain(s.text)}” — {plain(place_of(s))}; {plain(said_in_words(s))}; `{s.report}`"
        case Chart():
            known = [m for m in block.levels if m.level is not None]
            if known:
                yield f"Monthly level, {known[0].period:%Y-%m} to {known[-1].period:%Y-%m}; last: {level_in_words(known[-1])}."


def drawn(block: Chart | Leaning) -> str:
    """A chart as SVG."""
    from dragoman.views.charts import level_chart, picture
    from dragoman.views.charts_leaning import leaning_chart

    if isinstance(block, Leaning):
        return picture(leaning_chart(block.points, block.near, block.far), "svg").decode()
    return picture(level_chart(block.levels), "svg").decode()


def sheet_as_html(sheet: Sheet) -> str:
    """A sheet as one self-contained page: charts as vector graphics, no script, nothing loaded from elsewhere."""
    from importlib.resources import files

    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("dragoman.views"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"said": said_in_words, "web_address": web_address}
    style = Markup((files("dragoman.views.templates") / "atlas.css").read_text(encoding="utf-8"))  # noqa: S704
    return environment.get_template("sheet.html").render(
        sheet=sheet,
        blocks=[(type(block).__name__.lower(), block) for block in sheet.blocks],
        style=style,
        drawn=lambda block: Markup(drawn(block)),  # noqa: S704 - our own numbers and names; nothing of a text gets in
        acts=acts(),
        figures=_figures,
        day=day_in_words,
        place=place_of,
    )


def sheet_as_terminal(sheet: Sheet) -> Any:
    """A sheet for a terminal, as something that `rich` prints."""
    from rich.console import Group
    from rich.text import Text

    parts: list[Any] = [Text(sheet.title, style="bold"), Text(sheet.scope, style="dim")]
    for block in sheet.blocks:
        parts += _terminal(block)
    return Group(*parts, Text(), Text(f"Cite as: {sheet.citation}" if sheet.citation else "", style="dim"))


def _terminal(block: Block) -> Iterator[Any]:
    from rich.rule import Rule
    from rich.text import Text

    match block:
        case Heading() if block.depth == 1:
            yield Text()
            yield Rule(Text(block.text, style="bold"), align="left", style="dim")
        case Heading():
            yield Text(f"\n{block.text}", style="bold")
        case Paragraph():
            yield Text(block.text)
        case Note():
            yield Text(block.text, style="dim")
        case Items():
            yield from (Text(f"· {item}") for item in block.items)
        case Table():
            yield _grid(block)
        case Events():
            for e in block.events:
                colour = "cyan" if e.quad <= QUAD_COOPERATIVE else "red"
                yield Text.assemble(
                    (f"{day_in_words(e.day, e.day_precision):>11}  ", "dim"),
                    (f"{e.act:<9}", f"bold {colour}"),
                    (f" {counted(e.n_reports, 'report')}, {counted(e.n_publishers, 'outlet')}  {e.event}", "dim"),
                )
                for s in e.sentences[:1]:
                    yield Text(f"{' ' * 13}“{shortened(s.text)}”")
                    yield Text(f"{' ' * 13}{place_of(s)}; {said_in_words(s)}", style="dim")


def _grid(block: Table) -> Any:
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=None, header_style="bold", pad_edge=False)
    for place, title in enumerate(block.head):
        grid.add_column(Text(title), justify="right" if place else "left")
    for row in block.rows:
        grid.add_row(*(Text(cell) for cell in row))
    return grid


def _figures(event: Telling) -> str:
    return f"{QUADS[event.quad]}; {counted(event.n_reports, 'report')}, {counted(event.n_publishers, 'outlet')}"
