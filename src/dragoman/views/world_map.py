"""Where does each state lie on the page? Natural Earth's shapes, projected, as paths of an SVG picture.

The shapes are `data/world.json`; its `source` says whence. Borders are drawn as they are held on the ground and say
nothing about whose they are by right: areas under dispute between two states carry no code, and so no level.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from dragoman.errors import DataError, InputError

__all__ = ["REGIONS", "Area", "areas", "frame", "projected", "source"]

WIDTH: Final = 960.0  # of the picture in its own units; its height follows from the projection
SMALL: Final = 4.0  # units; a state that is smaller in both ways is marked by a circle of this radius

REGIONS: Final[Mapping[str, tuple[str, tuple[float, float, float, float]]]] = {  # west, south, east, north, degrees
    "world": ("World", (-180.0, -56.0, 180.0, 84.0)),
    "europe": ("Europe", (-13.0, 33.0, 52.0, 71.0)),
    "middle-east": ("Middle East", (17.0, 10.0, 72.0, 48.0)),
    "asia": ("Asia", (55.0, -11.0, 150.0, 56.0)),
    "africa": ("Africa", (-20.0, -36.0, 56.0, 38.0)),
    "americas": ("Americas", (-135.0, -56.0, -30.0, 62.0)),
}
"""Parts of the map that a page can show: what it is called, and its corners."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One state, or one area under dispute, as drawn."""

    code: str | None  # ISO 3166-1 alpha-3; None: under dispute, no state's level colours it
    name: str
    note: str  # who holds and who claims it; "" where nobody disputes
    path: str  # an SVG path, units of the picture
    x: float  # middle of its largest part
    y: float
    small: bool  # too small to be seen or hit; a circle marks it


def projected(longitude: float, latitude: float, region: str = "world") -> tuple[float, float]:
    """A point of the earth in the units of a region's picture: x to the right, y downwards, from its upper left corner.

    The world is drawn in the Natural Earth projection; a part of it as an equirectangular chart whose scale is true
    along its middle parallel and along its meridians.

    Args:
        longitude: degrees east, -180 to 180.
        latitude: degrees north, -90 to 90.
        region: one of `REGIONS`.
    Reference:
        Šavrič, Jenny, Patterson, Petrovič, Hurni (2011), A polynomial equation for the Natural Earth projection,
        Cartography and Geographic Information Science 38(4); Snyder (1987), Map projections: a working manual, U.S.
        Geological Survey Professional Paper 1395, chapter 12.
    """
    west, south, east, north = _corners(region)
    if region == "world":
        scale = WIDTH / (2 * _natural(math.pi, 0.0)[0])
        x, y = _natural(math.radians(longitude), math.radians(latitude))
        return WIDTH / 2 + scale * x, scale * (_natural(0.0, math.radians(north))[1] - y)
    scale = WIDTH / (east - west)
    return scale * (longitude - west), scale * (north - latitude) / math.cos(math.radians((south + north) / 2))


def _natural(lam: float, phi: float) -> tuple[float, float]:
    """The Natural Earth projection of radians, on a sphere of radius 1."""
    p = phi * phi
    return (
        lam * (0.8707 - 0.131979 * p + p**2 * (-0.013791 + p**2 * (0.003971 * p - 0.001529 * p**2))),
        phi * (1.007226 + p * (0.015085 + p**2 * (-0.044475 + 0.028874 * p - 0.005916 * p**2))),
    )


def _corners(region: str) -> tuple[float, float, float, float]:
    if region not in REGIONS:
        raise InputError(f"No part of the map {region!r}; expected one of {', '.join(REGIONS)}.")
    return REGIONS[region][1]


def frame(region: str) -> tuple[float, float]:
    """Width and height of a part of the map, units of its picture.

    Raises:
        InputError: if there is no such part.
    """
    west, south, _, _ = _corners(region)
    return WIDTH, round(projected(west, south, region)[1], 1)


@cache
def areas(region: str = "world") -> tuple[Area, ...]:
    """All areas that a part of the map shows, states first by code.

    Raises:
        InputError: if there is no such part.
        DataError: if the shapes are missing or torn.
    """
    world = _world()
    steps = float(str(world["unit"]).split("/")[1].split()[0])
    height = frame(region)[1]
    drawn = (_area(row, steps, region, height) for row in world["areas"])
    return tuple(area for area in drawn if area is not None)


@cache
def source() -> str:
    """Whence the shapes come, and under which terms."""
    return str(_world()["source"])


@cache
def _world() -> Mapping[str, Any]:
    try:
        made: Mapping[str, Any] = json.loads((files("dragoman.data") / "world.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as cause:
        raise DataError(
            f"The shapes of states, world.json, cannot be read ({cause}). Install Dragoman again."
        ) from cause
    return made


def _area(row: Mapping[str, Any], steps: float, region: str, height: float) -> Area | None:
    """One row of the shapes; None if nothing of it lies inside the frame."""
    rings = [
        ring
        for flat in row["rings"]
        if _inside(
            ring := [projected(x / steps, y / steps, region) for x, y in zip(flat[::2], flat[1::2], strict=True)],
            height,
        )
    ]
    if not rings:
        return None
    largest = max(rings, key=_extent)
    xs, ys = [x for x, _ in largest], [y for _, y in largest]
    return Area(
        code=row["code"],
        name=row["name"],
        note=row["note"],
        path="".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in rings),
        x=round((min(xs) + max(xs)) / 2, 1),
        y=round((min(ys) + max(ys)) / 2, 1),
        small=max(max(xs) - min(xs), max(ys) - min(ys)) < 2 * SMALL,
    )


def _inside(ring: Sequence[tuple[float, float]], height: float) -> bool:
    """Whether the box around a ring meets the frame."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return max(xs) > 0 and min(xs) < WIDTH and max(ys) > 0 and min(ys) < height


def _extent(ring: Sequence[tuple[float, float]]) -> float:
    return abs(sum(a * d - b * c for (a, b), (c, d) in zip(ring, [*ring[1:], ring[0]], strict=True)))
