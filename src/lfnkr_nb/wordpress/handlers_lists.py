"""Lists: in Markdown where it can count as they do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from lfnkr_nb.wordpress.raw_html import is_comment, raw_html

if TYPE_CHECKING:
    from lfnkr_nb.wordpress.content import Walker

__all__ = ["listing", "stray_item"]

_LETTERS = re.compile(r"list-style(?:-type)?\s*:\s*(lower|upper)-(alpha|latin|roman)", re.I)
_TYPES: Final = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i",
    "upper-roman": "I",
}  # fmt: skip


def listing(walker: Walker, element: etree._Element) -> None:
    """A list; two neighbours of one kind get different markers, or Markdown would join them."""
    if element.find("li") is None:  # only the indent was wanted
        walker.block(element)
        return
    walker.end_paragraph()
    if element.tag == "ol" and _needs_html(element):
        walker.add_raw(raw_html(element, walker.resolve, breaks=walker.classic))
        return
    walker.nested += 1
    items = _items(walker, element)
    walker.nested -= 1
    if not items:
        return
    ordered = element.tag == "ol"
    style = 1 if walker.last_list == str(element.tag) + "0" else 0
    number = int(element.get("start", "1")) if re.fullmatch(r"\d{1,8}", element.get("start", "1")) else 1
    tight = all(_is_tight(blocks) for blocks in items) and element.find("li/p") is None
    lines: list[str] = []
    for place, blocks in enumerate(items):
        marker = f"{number + place}{'.)'[style]}" if ordered else "-+"[style]
        lines.append(_item(marker, blocks, tight=tight))
    walker.add(("\n" if tight else "\n\n").join(lines))
    walker.last_list = f"{element.tag}{style}"


def _needs_html(element: etree._Element) -> bool:
    """Whether a list counts in letters, backwards or with jumps, which Markdown cannot say."""
    style = _LETTERS.search(element.get("style", ""))
    if style:
        kind = f"{style[1]}-{style[2]}".lower()
        element.set("type", _TYPES[kind])
    return (
        element.get("type", "1") in ("a", "A", "i", "I")
        or element.get("reversed") is not None
        or _jumps(element)
    )


def _jumps(element: etree._Element) -> bool:
    """Whether a number that an item is given is another than its place gives it."""
    start = element.get("start", "1")
    return any(
        value is not None and not (start.isdecimal() and value == str(int(start) + place))
        for place, value in enumerate(child.get("value") for child in element.iterchildren("li"))
    )


def _items(walker: Walker, element: etree._Element) -> list[list[str]]:
    """The blocks of each item; a list that stands between items belongs to the item before."""
    items: list[list[str]] = []
    _stray_text(walker, element.text, items)
    for child in list(element):
        tail, child.tail = child.tail, None
        if child.tag == "li":
            items.append(walker.contained(child))
        elif is_comment(child):
            walker.node(child)
        else:
            holder = etree.Element("div")
            holder.append(child)
            blocks = walker.contained(holder)
            if blocks and items and child.tag in ("ul", "ol"):
                items[-1].extend(blocks)
            elif blocks:
                items.append(blocks)
        _stray_text(walker, tail, items)
    return items


def _stray_text(walker: Walker, text: str | None, items: list[list[str]]) -> None:
    if text and text.strip():
        holder = etree.Element("div")
        holder.text = text
        items.append(walker.contained(holder))


def _is_tight(blocks: list[str]) -> bool:
    """Whether an item needs no blank lines: one block, then lists that may follow a paragraph directly."""
    return all(re.match(r"(?:[-+]|1[.)]) \S", later) for later in blocks[1:])


def _item(marker: str, blocks: list[str], *, tight: bool) -> str:
    text = ("\n" if tight else "\n\n").join(blocks)
    indent = " " * (len(marker) + 1)
    return f"{marker} " + re.sub(r"\n(?=[^\n])", "\n" + indent, text) if text else marker


def stray_item(walker: Walker, element: etree._Element) -> None:
    """A list item without a list."""
    walker.end_paragraph()
    walker.nested += 1
    blocks = walker.contained(element)
    walker.nested -= 1
    if blocks:
        walker.add(_item("-", blocks, tight=False))
