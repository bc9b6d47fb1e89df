"""SVG drawings: only plain shapes and text pass; anything that loads, runs or multiplies is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from lfnkr_nb.document.elements import tag_names
from lfnkr_nb.document.svg_weight import Weight, weigh
from lfnkr_nb.errors import PictureError

__all__ = ["Drawing", "clean_svg", "looks_like_svg"]

#: Bytes of an SVG file.
LARGEST_SVG = 5_000_000
#: Elements of an SVG file (a scatter plot of 10,000 points has about 20,000).
MOST_ELEMENTS = 100_000
#: Elements that are drawn, reused ones each time.
MOST_DRAWN = 500_000
#: Layers of pixels that lie over each other at the same time; each may take 23 MB.
MOST_LAYERS = 12
#: Pixels of a drawing without a size of its own, as in CSS (replaced elements).
DEFAULT_SIZE = (300, 150)

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_ELEMENTS = tag_names(
    "svg g defs path rect circle ellipse line polyline polygon text tspan use clipPath mask "
    "linearGradient radialGradient stop symbol marker pattern style"
)
_IGNORED = frozenset(["title", "desc", "metadata"])
_ATTRIBUTES = tag_names(
    "id class style x y x1 y1 x2 y2 cx cy r rx ry fx fy d points width height viewBox version "
    "transform dx dy rotate textLength lengthAdjust preserveAspectRatio pathLength offset "
    "gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform "
    "clipPathUnits maskUnits maskContentUnits markerWidth markerHeight markerUnits orient refX refY "
    "overflow fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke- "
    "linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display visibility "
    "clip-path clip-rule mask marker-start marker-mid marker-end stop-color stop-opacity font font- "
    "family font-size font-style font-weight font-variant font-stretch text-anchor dominant-baseline "
    "baseline-shift alignment-baseline letter-spacing word-spacing text-decoration writing-mode "
    "shape-rendering text-rendering color-interpolation vector-effect paint-order"
)
_LOCAL_URL = re.compile(r"url\(\s*(['\"]?)#([\w.:-]+)\1\s*\)")
_FOREIGN = re.compile(r"url\s*\(|@|\\|expression|javascript:|<|behaviou?r\s*:", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*(px|pt|pc|mm|cm|in|em|ex)?\s*")
# CSS Values 4, absolute lengths: pixels of each unit; em and ex by a font of 16 pixels.
_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "em": 16.0,
    "ex": 8.0,
}
_HINT = "Save the drawing as PNG."


@dataclass(frozen=True, slots=True)
class Drawing:
    """A cleaned SVG file.

    Attributes:
        data: The file.
        width, height: Its size in pixels.
        words: Every text in it, also text that nobody sees.
        weight: How much work it is to draw.
    """

    data: bytes
    width: int
    height: int
    words: str
    weight: Weight


def looks_like_svg(data: bytes) -> bool:
    """Whether a file begins like an SVG drawing."""
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg"))


def clean_svg(data: bytes) -> Drawing:
    """The drawing with nothing but shapes, text and local references, written anew.

    Raises:
        PictureError: Not well-formed, too large, or with something that loads, runs or multiplies itself.
    """
    root = _parsed(data)
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise PictureError(f"the drawing has more than {MOST_ELEMENTS:,} elements", hint=_HINT)
    for element in list(root.iter()):
        _clean_element(element, root)
    weight = _weighed(root)
    width, height = _size(root)
    etree.cleanup_namespaces(root)
    written = etree.tostring(root, encoding="utf-8", xml_declaration=False)
    return Drawing(written, width, height, _words(root), weight)


def _parsed(data: bytes) -> etree._Element:
    """The root element; entities are refused before a parser sees them."""
    if len(data) > LARGEST_SVG:
        raise PictureError(f"the drawing is larger than {LARGEST_SVG // 1_000_000} MB", hint=_HINT)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PictureError("the drawing is not UTF-8", hint=_HINT) from error
    if "<!ENTITY" in text.upper() or re.search(r"<\?xml-stylesheet", text, re.IGNORECASE):
        raise PictureError("the drawing has entities or a style sheet from elsewhere", hint=_HINT)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PictureError("the drawing is not well-formed", hint=_HINT) from error
    if root.tag not in {f"{{{_SVG}}}svg", "svg"}:
        raise PictureError("the file is no SVG drawing", hint=_HINT)
    return root


def _weighed(root: etree._Element) -> Weight:
    """The weight of a drawing; one whose parts reuse parts without end is refused."""
    weight = weigh(root)
    if weight is None or weight.elements > MOST_DRAWN or weight.depth > MOST_LAYERS:
        raise PictureError("the drawing reuses its parts too often", hint=_HINT)
    return weight


def _words(root: etree._Element) -> str:
    """The text of a drawing, each text element a line."""
    texts = ("".join(map(str, each.itertext())) for each in root.iter() if _local(each) == "text")
    return "\n".join(filter(None, (" ".join(text.split()) for text in texts)))


def _local(element: etree._Element) -> str:
    """The name of an element of SVG; empty for anything else."""
    if _is_entity(element):
        return ""
    name = etree.QName(element)
    return name.localname if name.namespace in {_SVG, None} else ""


def _is_entity(element: object) -> bool:
    """Whether a node is a reference to an entity, which lxml keeps among the elements."""
    return isinstance(element, etree._Entity)


def _clean_element(element: etree._Element, root: etree._Element) -> None:
    """Keep, drop or refuse one element and its attributes."""
    name = _local(element)
    if name in _IGNORED or (not name and not _is_entity(element)):
        parent = element.getparent()
        if parent is not None:
            _remove(element, parent)
        return
    if not _is_inside(element, root):
        return
    if name not in _ELEMENTS:
        raise PictureError(f"the drawing has an element that is not allowed: {name or 'entity'}", hint=_HINT)
    if name == "style":
        _check_sheet(element, root)
    for attribute, value in list(element.attrib.items()):
        _clean_attribute(element, str(attribute), str(value))


def _check_sheet(style: etree._Element, root: etree._Element) -> None:
    """A style sheet loads nothing, and fills shapes with gradients at most: what multiplies stands in attributes."""
    sheet = style.text or ""
    if _FOREIGN.search(_LOCAL_URL.sub("", sheet)):
        raise PictureError("the style sheet of the drawing loads something", hint=_HINT)
    gradients = {e.get("id") for e in root.iter() if _local(e) in ("linearGradient", "radialGradient")}
    if not {match[2] for match in _LOCAL_URL.finditer(sheet)} <= gradients:
        raise PictureError("the style sheet of the drawing reuses its parts", hint=_HINT)


def _is_inside(element: etree._Element, root: etree._Element) -> bool:
    return element is root or any(parent is root for parent in element.iterancestors())


def _remove(element: etree._Element, parent: etree._Element) -> None:
    """Take an element out; the text after it stays."""
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _clean_attribute(element: etree._Element, name: str, value: str) -> None:
    """Keep an attribute on the list, drop an unknown one, refuse an active one."""
    if name in {"href", f"{{{_XLINK}}}href"}:
        if not re.fullmatch(r"\s*#[\w.:-]+\s*", value):
            raise PictureError("the drawing refers to something outside itself", hint=_HINT)
        return
    if name[:2].lower() == "on":
        raise PictureError("the drawing carries a script", hint=_HINT)
    if name not in _ATTRIBUTES and name != "{http://www.w3.org/XML/1998/namespace}space":
        del element.attrib[name]
    elif _FOREIGN.search(_LOCAL_URL.sub("", value)):
        raise PictureError("an attribute of the drawing loads something", hint=_HINT)


def _size(root: etree._Element) -> tuple[int, int]:
    """Width and height in pixels, from the attributes or the view box."""
    box = [part for part in re.split(r"[\s,]+", str(root.get("viewBox", "")).strip()) if part]
    try:
        _, _, box_width, box_height = (float(part) for part in box)
    except ValueError:
        box_width, box_height = DEFAULT_SIZE
    width = _length(root.get("width"), box_width)
    height = _length(root.get("height"), box_height)
    return max(1, min(100_000, round(width))), max(1, min(100_000, round(height)))


def _length(written: object, default: float) -> float:
    match = _LENGTH.fullmatch(str(written or ""))
    number = float(match[1]) * _PIXELS[match[2] or ""] if match else default
    return number if 0 < number < 1e6 else float(DEFAULT_SIZE[0])
