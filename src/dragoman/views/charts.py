"""The level of a pair through time, with its band, its gaps and its events below on the same axis.

The same Altair chart serves a notebook, a page and a picture file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError
from dragoman.records import Relation
from dragoman.relations.periods import checked, months_between, next_period

if TYPE_CHECKING:
    import altair as alt

__all__ = ["level_chart", "picture"]

# The visual language: cooperation is sea blue, conflict is rust, depth tells material from verbal; the level is ink.
INK, INK_2, INK_3, RULE, PAPER = "#1d2327", "#565f66", "#8b949b", "#e2dfd8", "#ffffff"
BAND, NO_NEWS, HATCH = "#dcebf0", "#efece5", "#c9c4b8"
QUAD_COLOURS: Final[Mapping[str, str]] = {
    "material cooperation": "#1f6f8b",
    "verbal cooperation": "#8fbccb",
    "material conflict": "#b4521e",
    "verbal conflict": "#e0a582",
}


def level_chart(levels: Sequence[Relation], *, width: int = 720, height: int = 200) -> alt.VConcatChart:
    """Level with band above, events by quad class below. A period without news is hatched and has no dot; where there
    is no level the line breaks.

    Args:
        levels: periods of one directed pair, as `relations.levels` gives them, quiet ones included.
        width: of the plotting area, pixels.
        height: of the level's area, pixels.
    Raises:
        InputError: if there are no months, or months of more than one directed pair.
    """
    import altair as alt

    reach = _reach(levels) if levels else 1
    pairs = {(r.source, r.target) for r in levels}
    if len(pairs) != 1:
        raise InputError(f"A level chart shows one directed pair; got {len(pairs)}. Choose one, such as TUR to RUS.")
    lines = [
        _point(r, spell) for spell, (_, run) in enumerate(groupby(levels, key=lambda r: r.level is None)) for r in run
    ]
    first, last = levels[0].period, _end(levels[-1])
    x = alt.X("middle:T", title=None, scale=alt.Scale(domain=[_iso(first), _iso(last)]), axis=_time_axis(first, last))
    y = alt.Y(
        "level:Q",
        title=f"level: {_number(-reach)} hostile, {_number(reach)} cooperative",
        scale=alt.Scale(domain=[-reach, reach]),
        axis=alt.Axis(
            values=[-reach, -reach / 2, 0, reach / 2, reach],
            labelExpr="datum.value > 0 ? '+' + datum.value : replace(datum.value, '-', '−')",
        ),
    )
    drawn = [p for p in lines if p["level"] is not None]
    spells = [p["spell"] for p in drawn]
    alone = [p for p in drawn if spells.count(p["spell"]) == 1]  # an area of one period has no width
    walk, base = _chart(drawn), _chart([_told(p) for p in drawn if p["events"]])
    tooltip = [
        alt.Tooltip("month:N", title=levels[0].granularity),
        alt.Tooltip("level:Q", format="+.2f"),
        alt.Tooltip("low:Q", format="+.2f"),
        alt.Tooltip("high:Q", format="+.2f"),
        alt.Tooltip("events:Q"),
    ]
    upper = alt.layer(
        _chart(_gaps(levels))
        .mark_rect(color=NO_NEWS)
        .encode(x=alt.X("from:T"), x2="to:T", y=alt.Y("bottom:Q"), y2="top:Q"),
        _chart(_hatching(levels, aspect=height / width))
        .mark_line(color=HATCH, strokeWidth=0.8, invalid="break-paths-show-path-domains")
        .encode(x=alt.X("at:T"), y=alt.Y("height:Q"), order="place:Q"),
        _chart([{"level": 0}]).mark_rule(color=INK_3).encode(y="level:Q"),
        walk.mark_area(color=BAND, opacity=0.85).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", detail="spell:N"),
        _chart(alone).mark_rule(color=BAND, strokeWidth=4).encode(x=x, y=alt.Y("low:Q"), y2="high:Q"),
        walk.mark_line(color=INK, strokeWidth=2, strokeJoin="round").encode(x=x, y=y, detail="spell:N"),
        base.mark_circle(color=INK, size=18, opacity=1).encode(x=x, y=y, tooltip=tooltip),
    ).properties(width=width, height=height)
    bars = (
        _chart(_bars(levels))
        .mark_rect()
        .encode(
            x=alt.X(
                "from:T", title=None, scale=alt.Scale(domain=[_iso(first), _iso(last)]), axis=_time_axis(first, last)
            ),
            x2="to:T",
            y=alt.Y(
                "bottom:Q", title="events", axis=alt.Axis(tickMinStep=1, tickCount=4, labelExpr="abs(datum.value)")
            ),
            y2="top:Q",
            color=alt.Color(
                "class:N",
                title=None,
                scale=alt.Scale(domain=list(QUAD_COLOURS), range=list(QUAD_COLOURS.values())),
                legend=alt.Legend(orient="bottom", direction="horizontal", columns=2 if width < 400 else 4),
            ),
            tooltip=["month:N", "class:N", "events:Q"],
        )
        .properties(width=width, height=70)
    )
    joined: alt.VConcatChart = (
        alt.vconcat(upper, bars, spacing=14)
        .resolve_scale(x="shared")
        .configure(background=PAPER, font="system-ui, 'Segoe UI', 'Helvetica Neue', sans-serif")
        .configure_view(stroke=None)
        .configure_axis(
            gridColor=RULE,
            domainColor=RULE,
            tickColor=RULE,
            labelColor=INK_2,
            titleColor=INK_2,
            titleFontWeight="normal",
        )
        .configure_legend(labelColor=INK_2, symbolType="square", columnPadding=30, labelFont="sans-serif")
    )
    return joined


def _chart(values: list[dict[str, Any]]) -> alt.Chart:
    import altair as alt

    return alt.Chart(alt.InlineData(values=values))


def picture(chart: alt.TopLevelMixin, form: str) -> bytes:
    """A chart as a file's bytes.

    Args:
        chart: any Altair chart.
        form: "svg" or "png".
    Raises:
        InputError: if the form is another one.
    """
    import vl_convert

    specification = chart.to_dict()
    if form == "svg":
        return str(vl_convert.vegalite_to_svg(specification)).encode()
    if form == "png":
        return bytes(vl_convert.vegalite_to_png(specification, scale=2))
    raise InputError(f"No picture form {form!r}; expected svg or png.")


def save(chart: alt.TopLevelMixin, path: Path) -> None:
    """Write a chart as .svg or .png, by the name of the file.

    Raises:
        InputError: if the name has another ending, or the file cannot be written.
    """
    drawn = picture(chart, path.suffix.removeprefix(".").lower())
    try:
        path.write_bytes(drawn)
    except OSError as cause:
        raise InputError(f"Cannot write {path}: {cause.strerror or cause}. Name another place with --out.") from cause


def _point(level: Relation, spell: int) -> dict[str, Any]:
    """One period; those of one unbroken run of levels share a spell, so that lines break where levels do."""
    middle = level.period + (_end(level) - level.period) / 2
    return {
        "middle": _iso(middle),
        "name": _name(level),
        "level": level.level,
        "low": level.low,
        "high": level.high,
        "events": level.n_events,
        "spell": spell,
    }


def _told(point: Mapping[str, Any]) -> dict[str, Any]:
    """A period with news, as a dot that tells its figures."""
    return {**{n: v for n, v in point.items() if n != "name"}, "month": point["name"]}


def _name(level: Relation) -> str:
    return f"{level.period:%B %Y}" if level.granularity == "month" else level.period.isoformat()


def _end(level: Relation) -> date:
    """First day after a period."""
    return next_period(level.period, checked(level.granularity))


def _reach(levels: Sequence[Relation]) -> int:
    """The largest level there can be: 10 for mean weights, else 1."""
    return 10 if levels[0].measure == "L1" else 1


def _number(value: float) -> str:
    return f"{value:+g}".replace("-", "−")


def _gaps(levels: Sequence[Relation]) -> list[dict[str, Any]]:
    """Each unbroken run of periods without news, as a rectangle."""
    reach = _reach(levels)
    gaps = []
    for told, run in groupby(levels, key=lambda r: r.n_events > 0):
        periods = list(run)
        if not told:
            gaps.append(
                {"from": _iso(periods[0].period), "to": _iso(_end(periods[-1])), "bottom": -reach, "top": reach}
            )
    return gaps


def _hatching(levels: Sequence[Relation], *, aspect: float) -> list[dict[str, Any]]:
    """Lines at 45 degrees inside the gaps, cut at their borders: the charting language has no hatched fill of its own."""
    span = (levels[-1].period - levels[0].period).days + 31
    step = max(2, round(span / 110))  # days between two lines
    slope = max(1, round(span * aspect))  # days that a line runs along while it climbs from -1 to +1
    points: list[dict[str, Any]] = []
    reach = _reach(levels)
    for gap in _gaps(levels):
        start, end = date.fromisoformat(gap["from"]), date.fromisoformat(gap["to"])
        length = (end - start).days
        for foot in range(-slope, length, step):  # the line starts at height -1 on this day after the gap's start
            enter, leave = max(foot, 0), min(foot + slope, length)
            if leave > enter:
                points += [
                    {"at": _iso(start + timedelta(days=day)), "height": reach * (2 * (day - foot) / slope - 1)}
                    for day in (enter, leave)
                ]
                points.append({"at": _iso(start), "height": None})  # lifts the pen
    return [{**point, "place": place} for place, point in enumerate(points)]


def _bars(levels: Sequence[Relation]) -> list[dict[str, Any]]:
    """Stacked counts: cooperation upwards, conflict downwards, material next to the axis."""
    bars = []
    for level in levels:
        start, end = level.period, _end(level)
        margin = timedelta(days=4 if level.granularity == "month" else 0)
        for sign, names in (
            (1, ("material cooperation", "verbal cooperation")),
            (-1, ("material conflict", "verbal conflict")),
        ):
            base = 0
            for name in names:
                n = getattr(level, name.replace(" ", "_"))
                if n:
                    bars.append(
                        {
                            "from": _iso(start + margin),
                            "to": _iso(end - margin),
                            "bottom": sign * base,
                            "top": sign * (base + n),
                            "class": name,
                            "month": _name(level),
                            "events": n,
                        }
                    )
                base += n
    return bars


def _time_axis(first: date, last: date) -> alt.Axis:
    import altair as alt

    years = (last - first).days / 365
    if years > 2:
        return alt.Axis(format="%Y", tickCount={"interval": "year", "step": 1 if years < 15 else 5}, grid=False)
    return alt.Axis(format="%b %Y", tickCount=min(8, len(months_between(first, last))), grid=False)


def _iso(day: date) -> str:
    return day.isoformat()
