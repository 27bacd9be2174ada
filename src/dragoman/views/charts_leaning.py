"""To which of two does a state lean, through time? Level towards the one less level towards the other, with its band."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from dragoman.errors import InputError
from dragoman.relations.periods import next_period
from dragoman.views.charts import BAND, INK, INK_2, INK_3, PAPER, RULE

if TYPE_CHECKING:
    import altair as alt

__all__ = ["leaning_chart"]

REACH = 2  # levels run from -1 to +1, so their difference from -2 to +2


def leaning_chart(
    points: Sequence[tuple[date, float, float, float]], near: str, far: str, *, width: int = 720, height: int = 160
) -> alt.LayerChart:
    """The leaning of `relations.triangles.Triangle`. Where a month lacks, the line breaks.

    Args:
        points: month, leaning from -2 to +2, and its band.
        near: name of the state that + is nearer to.
        far: name of the state that - is nearer to.
        width: of the plotting area, pixels.
        height: of the plotting area, pixels.
    Raises:
        InputError: if there is no month.
    """
    import altair as alt

    if not points:
        raise InputError("No month in which both relations have news: no leaning to draw.")
    rows: list[dict[str, Any]] = []
    spell, expected = 0, points[0][0]
    for month, level, low, high in points:
        spell += month != expected
        expected = next_period(month, "month")
        rows.append(
            {
                "month": month.isoformat(),
                "level": level,
                "low": max(low, -REACH),
                "high": min(high, REACH),
                "spell": spell,
            }
        )
    x = alt.X("month:T", title=None, axis=alt.Axis(grid=False, labelOverlap=True))
    y = alt.Y(
        "level:Q",
        title=[f"+ nearer to {near}", f"− nearer to {far}"],
        scale=alt.Scale(domain=[-REACH, REACH]),
        axis=alt.Axis(
            values=[-2, -1, 0, 1, 2], labelExpr="datum.value > 0 ? '+' + datum.value : replace(datum.value, '-', '−')"
        ),
    )
    base = alt.Chart(alt.InlineData(values=rows))
    zero = alt.Chart(alt.InlineData(values=[{"level": 0}])).mark_rule(color=INK_3).encode(y="level:Q")
    drawn: alt.LayerChart = (
        alt.layer(
            base.mark_area(color=BAND, opacity=0.85).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", detail="spell:N"),
            zero,
            base.mark_line(color=INK, strokeWidth=2).encode(x=x, y=y, detail="spell:N"),
            base.mark_circle(color=INK, size=14, opacity=1).encode(x=x, y=y),
        )
        .properties(width=width, height=height)
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
    )
    return drawn
