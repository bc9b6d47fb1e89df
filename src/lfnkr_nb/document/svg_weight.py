"""How much work a drawing is before anything draws it: parts that reuse parts can grow without end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

__all__ = ["Weight", "references", "weigh"]

#: A reference to another part: `url(#id)` in an attribute, or the target of `use`, gradient or pattern.
_URL: Final = re.compile(r"url\(\s*['\"]?#([\w.:-]+)")
_HREFS: Final = ("href", "{http://www.w3.org/1999/xlink}href")
#: What needs a sheet of pixels of its own beside the drawing.
_LAYERED: Final = frozenset({"opacity", "mask", "clip-path", "stroke-dasharray"})
_LAYERED_STYLE: Final = re.compile(r"(?<![\w-])(?:opacity|mask|clip-path|stroke-dasharray)\s*:")
#: Characters of a path, or of text, that are about as much work as one more element.
_WRITTEN: Final = 40
#: References that a drawing may follow one after the other.
_LONGEST_CHAIN: Final = 32


@dataclass(frozen=True, slots=True)
class Weight:
    """What drawing a part costs.

    Attributes:
        elements: Elements that are drawn, reused ones as often as they are reused.
        layers: Sheets of pixels that are needed.
        depth: How many of them at the same time.
    """

    elements: int = 0
    layers: int = 0
    depth: int = 0

    def __add__(self, other: Weight) -> Weight:
        """Both, one after the other."""
        return Weight(
            self.elements + other.elements, self.layers + other.layers, max(self.depth, other.depth)
        )


def weigh(root: etree._Element) -> Weight | None:
    """What drawing `root` costs; None when its parts refer to each other in a circle or a long chain."""
    parts = {part.get("id"): part for part in root.iter() if part.get("id")}
    try:
        return _Scales(parts).of(root, 0)
    except RecursionError:
        return None


class _Scales:
    """Weighs parts; one that is referred to often is weighed once."""

    def __init__(self, parts: dict[str | None, etree._Element]) -> None:
        self._parts = parts
        self._known: dict[str, Weight] = {}

    def of(self, element: etree._Element, chain: int) -> Weight:
        """The weight of an element with everything in it and everything it refers to."""
        inside = Weight(1 + _written(element))
        for child in element:
            inside += self.of(child, chain)
        used = Weight()
        for name in references(element):
            used += self._referred(name, chain)
        total = inside + _times(used, _repeats(element))
        own = int(_is_layered(element))
        return Weight(total.elements, total.layers + own, total.depth + own)

    def _referred(self, name: str, chain: int) -> Weight:
        if chain >= _LONGEST_CHAIN:
            raise RecursionError
        if name not in self._known:
            part = self._parts.get(name)
            self._known[name] = Weight() if part is None else self.of(part, chain + 1)
        return self._known[name]


def references(element: etree._Element) -> list[str]:
    """The ids of the parts that an element itself refers to."""
    found = [name for value in element.attrib.values() for name in _URL.findall(str(value))]
    targets = (str(element.get(key) or "").strip() for key in _HREFS)
    return found + [target[1:] for target in targets if target.startswith("#")]


def _written(element: etree._Element) -> int:
    """The work in a long path or text, counted in elements."""
    path = len(str(element.get("d") or element.get("points") or ""))
    return (path + len(element.text or "") + len(element.tail or "")) // _WRITTEN


def _repeats(element: etree._Element) -> int:
    """How often an element draws what it refers to: a marker stands at every point of a path."""
    marked = any("marker" in str(key) for key in element.attrib) or "marker" in str(element.get("style"))
    return max(1, len(str(element.get("d") or element.get("points") or "")) // 2) if marked else 1


def _times(weight: Weight, times: int) -> Weight:
    return Weight(weight.elements * times, weight.layers * times, weight.depth)


def _is_layered(element: etree._Element) -> bool:
    return bool(_LAYERED & set(map(str, element.attrib))) or bool(
        _LAYERED_STYLE.search(str(element.get("style") or ""))
    )
