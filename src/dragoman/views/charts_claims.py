"""Chances said against shares that came true, on a square plate: the nearer to the diagonal, the better calibrated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError
from dragoman.views.charts import BAND, INK, INK_2, INK_3, PAPER, RULE

if TYPE_CHECKING:
    import altair as alt

    from dragoman.claims.score_calibration import Bin

__all__ = ["calibration_chart"]

SIZES: Final = (20, 400)  # area of the smallest and the largest dot, square pixels


def calibration_chart(bins: Sequence[Bin], *, title: str = "", size: int = 320) -> alt.LayerChart:
    """A dot for each bin: where its chances lie, how many came true, as large as it has claims; an upright line is the
    band of that share, a level one the range of chances that words may mean.

    Args:
        bins: as `claims.score_calibration.calibration` gives them.
        title: one sentence in words.
        size: width and height of the plotting area, pixels.
    Raises:
        InputError: if there are no bins: nothing was settled, and nothing is drawn as zero.
    """
    import altair as alt

    if not bins:
        raise InputError("No settled claim with a chance: nothing to draw. See which are open: dragoman claims --open.")
    rows = [
        {
            "said": b.said,
            "said_low": b.said_low,
            "said_high": b.said_high,
            "came": b.came,
            "low": b.low,
            "high": b.high,
            "claims": b.n,
        }
        for b in bins
    ]
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], grid=True)
    x = alt.X("said:Q", title="chance said", scale=scale, axis=axis)
    y = alt.Y("came:Q", title="share that came true", scale=scale, axis=axis)
    base = _chart(rows)
    layers: Any = alt.layer(
        _chart([{"said": 0, "came": 0}, {"said": 1, "came": 1}])
        .mark_line(color=INK_3, strokeDash=[2, 3], strokeWidth=1)
        .encode(x=x, y=y),
        base.mark_rule(color=BAND, strokeWidth=5).encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q"),
        base.mark_rule(color=INK_2, strokeWidth=1).encode(x=alt.X("said_low:Q", scale=scale), x2="said_high:Q", y=y),
        base.mark_circle(color=INK, opacity=1).encode(
            x=x,
            y=y,
            size=alt.Size("claims:Q", title="claims", scale=alt.Scale(domainMin=0, range=list(SIZES)), legend=None),
            tooltip=[
                alt.Tooltip("said:Q", title="chance said", format=".0%"),
                alt.Tooltip("came:Q", title="came true", format=".0%"),
                alt.Tooltip("low:Q", title="from", format=".0%"),
                alt.Tooltip("high:Q", title="to", format=".0%"),
                alt.Tooltip("claims:Q"),
            ],
        ),
    ).properties(width=size, height=size)
    if title:
        layers = layers.properties(title=alt.TitleParams(title))
    return _styled(layers)


def _chart(values: list[dict[str, Any]]) -> alt.Chart:
    import altair as alt

    return alt.Chart(alt.InlineData(values=values))


def _styled(chart: Any) -> alt.LayerChart:
    made: alt.LayerChart = (
        chart.configure(background=PAPER, font="system-ui, 'Segoe UI', 'Helvetica Neue', sans-serif")
        .configure_view(stroke=None)
        .configure_title(font="serif", fontSize=15, color=INK, anchor="start", fontWeight=600)
        .configure_axis(
            gridColor=RULE,
            domainColor=RULE,
            tickColor=RULE,
            labelColor=INK_2,
            titleColor=INK_2,
            titleFontWeight="normal",
        )
    )
    return made
