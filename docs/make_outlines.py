"""Make src/lfnkr_nb/charts/outlines.json, the land and borders behind the map of places.

The shapes are those of Natural Earth (public domain) at 1:50 million, as the npm package `world-atlas` 2.0.2 packs
them. Run `npm pack world-atlas@2.0.2`, unpack it, and give this script its `countries-50m.json`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

TARGET: Final = Path(__file__).resolve().parent.parent / "src" / "lfnkr_nb" / "charts" / "outlines.json"

#: West, south, east and north of what the map may show, in degrees.
BOX: Final = (90.0, 5.0, 155.0, 58.0)
#: Bends smaller than this are left out, in degrees; finer than a pixel of the map.
FINENESS: Final = 0.06
#: Islands with fewer points than this after that are left out.
FEWEST: Final = 5

Point = tuple[float, float]


def main(arguments: list[str]) -> int:
    """Write the outlines made from the file that is named."""
    topology = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    arcs = [list(decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    rings = [
        simple
        for shape in topology["objects"]["countries"]["geometries"]
        for ring in rings_of(shape, arcs)
        if inside(ring) and len(simple := simplified(ring)) >= FEWEST
    ]
    shapes = [{"type": "Polygon", "coordinates": [ring]} for ring in rings]
    TARGET.write_text(json.dumps(shapes, separators=(",", ":")) + "\n", encoding="utf-8", newline="\n")
    return 0


def decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    """An arc of a TopoJSON file, whose points are steps from each other, in degrees."""
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield (
            x * transform["scale"][0] + transform["translate"][0],
            y * transform["scale"][1] + transform["translate"][1],
        )


def rings_of(shape: dict[str, Any], arcs: list[list[Point]]) -> Iterator[list[Point]]:
    """The outer rings of a country."""
    polygons = shape.get("arcs", []) if shape["type"] == "MultiPolygon" else [shape.get("arcs", [])]
    for polygon in polygons:
        if polygon:
            yield joined(polygon[0], arcs)


def joined(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    """A ring from its arcs; a negative number is an arc run backwards."""
    ring: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def inside(ring: list[Point]) -> bool:
    """Whether any of a ring lies in the box."""
    west, south, east, north = BOX
    return any(west <= x <= east and south <= y <= north for x, y in ring)


def simplified(ring: list[Point]) -> list[Point]:
    """A ring without bends that nobody sees, its points in the box rounded to a hundredth of a degree."""
    half = len(ring) // 2
    kept = bends(ring[: half + 1])[:-1] + bends(ring[half:])
    west, south, east, north = BOX
    points = [(round(min(max(x, west), east), 2), round(min(max(y, south), north), 2)) for x, y in kept]
    return [p for place, p in enumerate(points) if place == 0 or p != points[place - 1]]


def bends(line: list[Point]) -> list[Point]:
    """Douglas and Peucker's simplification (1973), without recursion."""
    keep = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        far = max(
            range(first + 1, last), key=lambda n: distance(line[n], line[first], line[last]), default=None
        )
        if far is not None and distance(line[far], line[first], line[last]) > FINENESS:
            keep.add(far)
            todo += [(first, far), (far, last)]
    return [line[n] for n in sorted(keep)]


def distance(point: Point, start: Point, end: Point) -> float:
    """How far a point is from a straight line, in degrees."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if length == 0:
        return ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
