"""A brief as Markdown, as a page of its own, and on the screen: the same told three ways."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from dragoman.reports.ontology import QUADS, acts
from dragoman.views.brief import QUAD_COOPERATIVE
from dragoman.views.words import counted, day_in_words, left_out_in_words, level_in_words, said_in_words

if TYPE_CHECKING:
    from dragoman.views.brief import Brief, Direction, Sentence

__all__ = [
    "as_html",
    "as_markdown",
    "as_terminal",
    "citation",
    "formula",
    "place_of",
    "plain",
    "scope",
    "shortened",
    "web_address",
]


def as_markdown(brief: Brief) -> str:
    """The brief as Markdown, with its chart left to `dragoman brief --out brief.html`."""
    lines = [f"# {brief.title}", "", scope(brief), ""]
    for d in brief.directions:
        lines += [f"## {d.source_name} → {d.target_name}", "", d.lede, ""]
        if d.latest is None:
            continue
        lines += [
            (
                f"Latest month with news, {d.latest.period:%B %Y}: **{level_in_words(d.latest)}** "
                f"({counted(d.latest.n_events, 'event')}, {counted(d.latest.n_publishers, 'outlet')}). "
                f"All in all {counted(d.n_events, 'event')} from {counted(d.n_publishers, 'outlet')}."
            ),
            "",
            "| month | level [band] | verbal coop. | material coop. | verbal conf. | material conf. |",
            "|---|---|--:|--:|--:|--:|",
            *(
                f"| {m.period:%Y-%m} | {level_in_words(m)} | {m.verbal_cooperation} | {m.material_cooperation} "
                f"| {m.verbal_conflict} | {m.material_conflict} |"
                for m in d.levels
            ),
            "",
            "### Most telling events",
            "",
        ]
        for e in d.telling:
            lines.append(
                f"- **{day_in_words(e.day, e.day_precision)} · {e.act}** ({QUADS[e.quad]}; {counted(e.n_reports, 'report')}, "
                f"{counted(e.n_publishers, 'outlet')}; `{e.event}`)"
            )
            lines += [
                f"  - “{plain(s.text)}” — {plain(place_of(s))}; {plain(said_in_words(s))}; `{s.report}`"
                for s in e.sentences
            ]
        lines.append("")
    if brief.speakers:
        lines += ["## Who says so", "", *(f"- {plain(who)}: {n}" for who, n in brief.speakers), ""]
    lines += [
        "## What is missing",
        "",
        *(f"- {line}" for line in left_out_in_words(brief.missing) or ["nothing known"]),
        "",
    ]
    lines += ["## How it was made", "", f"{formula()}", ""]
    lines += [f"- {name}: {value}" for name, value in brief.versions.items()]
    lines += [f"- setting {name}: {value}" for name, value in brief.settings.items() if name in _SETTINGS_SHOWN]
    lines += ["", f"Cite as: {citation(brief)}", ""]
    return "\n".join(lines)


def plain(words: str) -> str:
    """Words of an article as Markdown that shows them as they are: no tag, link or picture comes out of them."""
    return re.sub(r"([\\`*_\[\]])", r"\\\1", words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def as_terminal(brief: Brief) -> Any:
    """The brief for a terminal, as something that `rich` prints: words, a level per year, events with sentences."""
    from rich.console import Group
    from rich.rule import Rule
    from rich.text import Text

    parts: list[Any] = [Text(brief.title, style="bold"), Text(scope(brief), style="dim")]
    for d in brief.directions:
        parts += [
            Text(),
            Rule(Text(f"{d.source_name} → {d.target_name}", style="bold"), align="left", style="dim"),
            Text(d.lede),
        ]
        if d.latest is None:
            continue
        parts += [
            Text(),
            Text.assemble(
                ("Latest month with news  ", "dim"),
                (f"{d.latest.period:%B %Y}  ", ""),
                (level_in_words(d.latest), "bold cyan" if (d.latest.level or 0) >= 0 else "bold red"),
                (f"  {counted(d.latest.n_events, 'event')}, {counted(d.latest.n_publishers, 'outlet')}", "dim"),
            ),
            Text(),
            _years(d),
            Text(),
        ]
        for e in d.telling:
            colour = "cyan" if e.quad <= QUAD_COOPERATIVE else "red"
            parts.append(
                Text.assemble(
                    (f"{day_in_words(e.day, e.day_precision):>11}  ", "dim"),
                    (f"{e.act:<9}", f"bold {colour}"),
                    (f" {counted(e.n_reports, 'report')}, {counted(e.n_publishers, 'outlet')}  {e.event}", "dim"),
                )
            )
            for s in e.sentences[:1]:
                parts.append(Text.assemble(" " * 13, (f"“{shortened(s.text)}”", "")))
                parts.append(Text.assemble(" " * 13, (f"{place_of(s)}; {said_in_words(s)}", "dim")))
    if brief.speakers:
        parts += [Text(), Rule(Text("Who says so", style="bold"), align="left", style="dim")]
        parts.append(Text(", ".join(f"{who} ({n})" for who, n in brief.speakers)))
    parts += [Text(), Rule(Text("What is missing", style="bold"), align="left", style="dim")]
    parts += [Text(line) for line in left_out_in_words(brief.missing) or ["nothing known"]]
    parts += [Text(), Text(formula(), style="dim"), Text(f"Cite as: {citation(brief)}", style="dim")]
    return Group(*parts)


def _years(d: Direction) -> Any:
    """One line a year: a letter a month for the sign of its level, and the year's events."""
    from rich.text import Text

    lines = Text()
    by_year = groupby(d.levels, key=lambda m: m.period.year)
    for year, run in by_year:
        months = {m.period.month: m for m in run}
        lines.append(f"{year}  ", style="dim")
        for number in range(1, 13):
            m = months.get(number)
            if m is None or m.level is None or not m.n_events:
                lines.append("· ", style="dim")
            elif m.level > 0:
                lines.append("▲ ", style="cyan")
            elif m.level < 0:
                lines.append("▼ ", style="red")
            else:
                lines.append("■ ")
        lines.append(f" {sum(m.n_events for m in months.values()):>4} events\n", style="dim")
    lines.append("      months: ▲ cooperative level, ▼ hostile level, ■ neither, · no news", style="dim")
    return lines


def shortened(text: str, most: int = 220) -> str:
    """A text cut at a word, with a mark where it was cut."""
    return text if len(text) <= most else text[: text.rfind(" ", 0, most)] + " …"


def as_html(brief: Brief) -> str:
    """The brief as one self-contained page: charts as vector graphics, no script, nothing loaded from elsewhere."""
    from importlib.resources import files

    import jinja2
    from markupsafe import Markup

    from dragoman.views.charts import level_chart, picture

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("dragoman.views"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"level": level_in_words, "said": said_in_words, "web_address": web_address}
    charts = {
        # Made by the charting library from our own numbers and words; nothing of a text gets in.
        (d.source, d.target): Markup(picture(level_chart(d.levels), "svg").decode()) if d.levels else ""  # noqa: S704
        for d in brief.directions
    }
    style = Markup((files("dragoman.views.templates") / "atlas.css").read_text(encoding="utf-8"))  # noqa: S704
    return environment.get_template("brief.html").render(
        brief=brief,
        charts=charts,
        style=style,
        scope=scope(brief),
        missing=left_out_in_words(brief.missing),
        formula=formula(),
        citation=citation(brief),
        quads=QUADS,
        acts=acts(),
        day=day_in_words,
        counted=counted,
        place=place_of,
        shown=_SETTINGS_SHOWN,
    )


def citation(brief: Brief) -> str:
    """One line that lets a reader find the same figures again."""
    versions = ", ".join(f"{name} {value}" for name, value in brief.versions.items() if name != "dragoman")
    return (
        f"Dragoman {brief.versions['dragoman']} ({versions}). {brief.title}: monthly level from events (L2). "
        f"{scope(brief)} `dragoman brief {brief.a} {brief.b} --as-of {brief.versions['store batch']}`."
    )


def web_address(url: str | None) -> str | None:
    """An address that a page may link to: http or https only, whatever an article claims as its address."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


_SETTINGS_SHOWN: Final = ("band", "historical_days", "near_duplicate", "relation_sectors_left_out", "language")


def scope(brief: Brief) -> str:
    """What a brief was made from."""
    if not brief.n_articles:
        return "The store holds no articles."
    days = f", {brief.first_day} to {brief.last_day}" if brief.first_day else ", none of them dated"
    return f"From {counted(brief.n_articles, 'article')}{days}."


def formula() -> str:
    """How levels are made, in words."""
    return (
        "Level: the balance (C − K) / (C + K) to expect, C cooperative and K conflictual events, from an affinity that "
        "walks from month to month and is seen through the events up to the month (measure L2), with its band; actual "
        "acts between the two states only, each event counted once however many articles tell it. A month without "
        "events widens the band; before the first, after the last and after a year of silence there is no level. "
        "Quarters lean beyond chance where the band of their balance alone, Beta(C + ½, K + ½), leaves out 0."
    )


def place_of(sentence: Sentence) -> str:
    """Outlet and day of a sentence."""
    name = sentence.publisher or sentence.origin
    return f"{name}, {sentence.published}" if sentence.published else f"{name}, undated"
