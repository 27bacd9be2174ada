"""The signed network of a period as a plate, and its balance through time.

Friends are drawn as whole sea-blue lines, foes as broken rust ones, so that the sign shows in grey print too; a line is
as dark as its sign is sure. Undecided pairs are faint dots.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError
from dragoman.views.charts import BAND, INK, INK_2, INK_3, PAPER, QUAD_COLOURS, RULE

if TYPE_CHECKING:
    import altair as alt

    from dragoman.relations.network import Network

__all__ = ["balance_chart", "network_chart", "places_of"]

COLOURS: Final = {
    "friends": QUAD_COLOURS["material cooperation"],
    "foes": QUAD_COLOURS["material conflict"],
    "undecided": INK_3,
}
DASHES: Final = {"friends": [1, 0], "foes": [5, 3], "undecided": [1, 3]}
NAMES: Final = {1: "friends", -1: "foes", 0: "undecided"}
NAMED: Final = 120  # at most so many states are named, those with most edges; more would overlap
CROWDED: Final = 80  # edges from which lines are drawn paler
TITLES: Final = {
    "triads": "balanced triads, share",
    "walks_scaled": "balance of walks, scaled",
    "frustration": "frustrated edges, share (0 is balanced)",
}


def network_chart(network: Network, *, size: int = 640, edges: int = 600) -> alt.LayerChart:
    """States on a circle, communities side by side; friends and foes as lines between them.

    Args:
        network: of a period, as `relations.network.network` gives it.
        size: width and height, pixels.
        edges: at most so many are drawn, those with most events first; all foes go before friends.
    Raises:
        InputError: if it has neither friends nor foes: nothing to draw.
    """
    import altair as alt

    linked = [s for s in network.states if s.community is not None]
    if not linked:
        raise InputError("No pair of states with enough news to call them friends or foes: nothing to draw.")
    places = places_of(network)
    kept = sorted(
        (e for e in network.edges if e.a in places and e.b in places),
        key=lambda e: (-abs(e.sign), e.sign, -e.n_events, e.a, e.b),
    )[:edges]
    lines = [
        {
            "x": places[e.a][0],
            "y": places[e.a][1],
            "x2": places[e.b][0],
            "y2": places[e.b][1],
            "are": NAMES[e.sign],
            "chance": round(max(e.friend_chance, e.foe_chance, 1 - e.friend_chance - e.foe_chance), 3),
            "pair": f"{e.a} – {e.b}",
            "level": round(e.level, 2),
            "events": e.n_events,
        }
        for e in reversed(kept)  # foes last, on top
    ]
    named = sorted(linked, key=lambda s: (-s.friends - s.foes, s.state))[:NAMED]
    dots = [
        {
            "x": places[s.state][0],
            "y": places[s.state][1],
            "state": s.state,
            "edges": s.friends + s.foes,
            "community": s.community,
        }
        for s in linked
    ]
    labels = [
        {
            "x": 1.03 * places[s.state][0],
            "y": 1.03 * places[s.state][1],
            "state": s.state,
            "angle": _upright(*places[s.state]),
        }
        for s in named
    ]
    x, y = (alt.X("x:Q", axis=None, scale=_square()), alt.Y("y:Q", axis=None, scale=_square()))
    order = list(COLOURS)
    plate = (
        _chart(lines)
        .mark_rule(strokeWidth=1.1)
        .encode(
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
            color=alt.Color(
                "are:N",
                title=None,
                scale=alt.Scale(domain=order, range=list(COLOURS.values())),
                legend=alt.Legend(orient="bottom", symbolType="stroke", symbolStrokeWidth=2),
            ),
            strokeDash=alt.StrokeDash(
                "are:N", title=None, scale=alt.Scale(domain=order, range=[DASHES[name] for name in order])
            ),
            opacity=alt.Opacity(
                "chance:Q",
                legend=None,
                scale=alt.Scale(domain=[0.4, 1], range=[0.3, 0.95] if len(kept) < CROWDED else [0.08, 0.6]),
            ),
            tooltip=["pair:N", "are:N", "chance:Q", "level:Q", "events:Q"],
        )
    )
    points = (
        _chart(dots)
        .mark_circle(color=INK, opacity=1)
        .encode(
            x=x,
            y=y,
            size=alt.Size("edges:Q", legend=None, scale=alt.Scale(range=[12, 110])),
            tooltip=["state:N", "edges:Q", "community:N"],
        )
    )
    names = [
        _chart([label for label in labels if (places[str(label["state"])][0] >= 0) == right])
        .mark_text(fontSize=9, color=INK_2, align="left" if right else "right", baseline="middle", limit=80)
        .encode(x=x, y=y, text="state:N", angle=alt.Angle("angle:Q", scale=None))
        for right in (True, False)
    ]
    when = f"{network.first:%B %Y} to {network.last:%B %Y}" if network.first and network.last else "All months"
    drawn: alt.LayerChart = _styled(
        alt.layer(plate, points, *names).properties(
            width=size,
            height=size,
            title=alt.Title(
                f"{when}: {len(linked)} states in {network.communities} communities",
                subtitle=[_balance_in_words(network), _left_out_in_words(network, len(kept), len(linked), len(named))],
            ),
        )
    )
    return drawn


def balance_chart(networks: Sequence[Network], *, width: int = 640, height: int = 110) -> alt.VConcatChart:
    """Measures of balance through time: line and band over the draws of the levels, rings for the likeliest signs.

    The dotted line is the mean over switched networks of chance, to be compared with the rings.

    Args:
        networks: of each period in order, as `relations.network_periods.networks_over_time` gives them.
        width: of each plot, pixels.
        height: of each plot, pixels.
    Raises:
        InputError: if no period has a measure: nothing to draw.
    """
    import altair as alt

    plots = []
    domain = [str(networks[0].first), str(networks[-1].last)] if networks else []
    for name, title in TITLES.items():
        rows, spell = [], 0
        for one in networks:
            (told,) = (b for b in one.balance if b.name == name)
            if told.value is None:
                spell += 1  # the line breaks where there is nothing to measure
                continue
            rows.append(
                {
                    "month": f"{one.first:%B %Y}",
                    "middle": str(one.first + (one.last - one.first) / 2) if one.first and one.last else None,
                    "median": told.median,
                    "value": told.value,
                    "low": told.low,
                    "high": told.high,
                    "chance": told.switch.mean if told.switch else None,
                    "spell": spell,
                }
            )
        if not rows:
            continue
        x = alt.X("middle:T", title=None, scale=alt.Scale(domain=domain), axis=_time_axis(networks))
        base = _chart(rows)
        plots.append(
            alt.layer(
                base.mark_area(color=BAND).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", detail="spell:N"),
                base.mark_rule(color=BAND, strokeWidth=4).encode(x=x, y=alt.Y("low:Q"), y2="high:Q"),
                base.mark_line(color=INK_3, strokeDash=[2, 3]).encode(x=x, y="chance:Q", detail="spell:N"),
                base.mark_line(color=INK, strokeWidth=2).encode(
                    x=x, y=alt.Y("median:Q", title=None, scale=alt.Scale(zero=False)), detail="spell:N"
                ),
                base.mark_point(color=INK, size=18, filled=False, opacity=1).encode(
                    x=x,
                    y="value:Q",
                    tooltip=["month:N", *(f"{k}:Q" for k in ("value", "median", "low", "high", "chance"))],
                ),
            ).properties(width=width, height=height, title=alt.Title(title))
        )
    if not plots:
        raise InputError("No period with friends and foes: nothing to draw.")
    drawn: alt.VConcatChart = _styled(alt.vconcat(*plots, spacing=18))
    return drawn


def places_of(network: Network) -> dict[str, tuple[float, float]]:
    """A place on the unit circle for each linked state: communities in order, a gap between two of them."""
    import math

    linked = sorted(
        (s for s in network.states if s.community is not None),
        key=lambda s: (s.community, s.state),
    )
    gap = max(1, len(linked) // 40)
    turns, at = {}, 0
    for before, state in zip([None, *linked], linked, strict=False):
        at += 1 + (gap if before is not None and before.community != state.community else 0)
        turns[state.state] = at
    whole = at + (gap if network.communities > 1 else 0)
    return {
        s: (round(math.sin(2 * math.pi * t / whole), 5), round(math.cos(2 * math.pi * t / whole), 5))
        for s, t in turns.items()
    }


def _upright(x: float, y: float) -> float:
    """Degrees that turn a label along its radius and leave it readable from below."""
    import math

    turned = -math.degrees(math.atan2(y, x))
    return round(turned if x >= 0 else turned + 180, 2)


def _balance_in_words(network: Network) -> str:
    (share,) = (b for b in network.balance if b.name == "triads")
    flaws = f"two camps leave {network.frustrated:.0f} of {sum(e.sign != 0 for e in network.edges)} edges frustrated"
    known = "" if network.proved else f" (not proved; at least {network.frustrated_at_least:.0f})"
    if share.value is None:
        return f"No triangles; {flaws}{known}."
    return f"{share.value:.0%} of triangles balanced; {flaws}{known}."


def _left_out_in_words(network: Network, drawn: int, linked: int, named: int) -> str:
    told = [f"{network.left_out} pairs with too few events"]
    if drawn < len(network.edges):
        told.append(f"{drawn} of {len(network.edges)} edges drawn")
    if named < linked:
        told.append(f"{named} states named")
    return "; ".join(told) + "."


def _time_axis(networks: Sequence[Network]) -> alt.Axis:
    import altair as alt

    days = (networks[-1].last - networks[0].first).days if networks[0].first and networks[-1].last else 0
    if days > 1100:
        return alt.Axis(format="%Y", tickCount={"interval": "year", "step": 1 if days < 5500 else 5}, grid=False)
    return alt.Axis(format="%b %Y", tickCount={"interval": "month", "step": 1 if days < 370 else 3}, grid=False)


def _square() -> alt.Scale:
    import altair as alt

    return alt.Scale(domain=[-1.3, 1.3], nice=False)


def _chart(values: list[dict[str, Any]]) -> alt.Chart:
    import altair as alt

    return alt.Chart(alt.InlineData(values=values))


def _styled(chart: Any) -> Any:
    return (
        chart.configure(background=PAPER, font="system-ui, 'Segoe UI', 'Helvetica Neue', sans-serif")
        .configure_view(stroke=None)
        .configure_title(
            font="serif",
            fontSize=15,
            color=INK,
            subtitleColor=INK_2,
            anchor="start",
            fontWeight=600,
        )
        .configure_axis(
            gridColor=RULE,
            domainColor=RULE,
            tickColor=RULE,
            labelColor=INK_2,
            titleColor=INK_2,
            titleFontWeight="normal",
        )
        .configure_legend(labelColor=INK_2, labelFont="sans-serif", columnPadding=24)
    )
