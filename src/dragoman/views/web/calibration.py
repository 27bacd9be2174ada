"""Chances said against shares that came true, as a square drawing that a page can hold: near the diagonal is well said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dragoman.views.web.drawing import Box, Stroke, Word
from dragoman.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.claims.score_calibration import Bin

__all__ = ["Plate", "plate"]

SIDE: Final = 200  # of the plotting area
LEFT: Final = 46
TOP: Final = 28
BOTTOM: Final = 40
RIGHT: Final = 24
SIZES: Final = (3.0, 9.0)  # radius of the dot of one claim, and of the most claims of a bin; area grows with the number
TICKS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """Everything that is drawn.

    Attributes:
        width: of the whole, in its own units.
        height: likewise.
        title: what it shows, for readers who do not see it.
        boxes: bands of the shares that came true.
        strokes: grid, diagonal, ranges of the chances that words may mean.
        dots: x, y, radius and words of each bin.
        labels: of the axes.
    """

    width: int
    height: int
    title: str
    boxes: tuple[Box, ...]
    strokes: tuple[Stroke, ...]
    dots: tuple[tuple[float, float, float, str], ...]
    labels: tuple[Word, ...]


def plate(bins: Sequence[Bin], *, title: str) -> Plate | None:
    """Draw a calibration table.

    Args:
        bins: as `claims.score_calibration.calibration` gives them.
        title: what it shows.
    Returns:
        None if there is no bin: nothing was settled, and nothing is drawn as zero.
    """
    if not bins:
        return None

    def x(chance: float) -> float:
        return round(LEFT + SIDE * chance, 1)

    def y(share: float) -> float:
        return round(TOP + SIDE * (1 - share), 1)

    most = max(b.n for b in bins)
    strokes = [Stroke(f"M{x(t)} {TOP}V{TOP + SIDE}M{LEFT} {y(t)}H{LEFT + SIDE}", "grid") for t in TICKS]
    strokes += [Stroke(f"M{x(0)} {y(0)}L{x(1)} {y(1)}", "diagonal")]
    strokes += [Stroke(f"M{x(b.said_low)} {y(b.came)}H{x(b.said_high)}", "meant") for b in bins]
    numbers = [Word(x(t), TOP + SIDE + 16, f"{t:.0%}", "middle", "axis") for t in TICKS[::2]]
    numbers += [Word(LEFT - 6, y(t) + 4, f"{t:.0%}", "end", "axis") for t in TICKS[::2]]
    return Plate(
        width=LEFT + SIDE + RIGHT,
        height=TOP + SIDE + BOTTOM,
        title=title,
        boxes=tuple(
            Box(x(b.said) - 3, y(b.high), 6.0, round(max(y(b.low) - y(b.high), 1.0), 1), "share") for b in bins
        ),
        strokes=tuple(strokes),
        dots=tuple((x(b.said), y(b.came), _radius(b.n, most), _words(b)) for b in bins),
        labels=(
            *numbers,
            Word(x(0.5), TOP + SIDE + 34, "chance said", "middle", "axis"),
            Word(4, 14, "came true", "start", "axis"),
        ),
    )


def _radius(n: int, most: int) -> float:
    """Of a dot whose area grows with its claims."""
    small, large = SIZES
    share = (n - 1) / max(most - 1, 1)
    return round(float((small**2 + (large**2 - small**2) * share) ** 0.5), 1)


def _words(b: Bin) -> str:
    return (
        f"{counted(b.n, 'claim')} said about {b.said:.0%}; {b.came:.0%} came true, and a share from {b.low:.0%} to {b.high:.0%} would "
        "be no surprise"
    )
