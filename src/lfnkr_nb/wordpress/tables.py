"""A table in Markdown, where Markdown can say it: one header row, plain cells, no spans, no caption."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

__all__ = ["markdown_table"]

_IN_CELLS = frozenset(
    {"a", "abbr", "b", "br", "cite", "code", "del", "em", "font", "i", "img", "ins", "kbd", "mark", "p",
     "q", "rt", "rp", "ruby", "s", "small", "span", "strike", "strong", "sub", "sup", "time", "u", "var"}
)  # fmt: skip
_ALIGN = re.compile(r"(?:text-align:\s*|has-text-align-)(left|center|right)")
_RULES = {"left": ":---", "center": ":---:", "right": "---:"}


def markdown_table(table: etree._Element, inline: Callable[[etree._Element], str]) -> str | None:
    """The table as Markdown, or None when it needs HTML; `inline` writes one cell."""
    rows = _rows(table)
    if (
        not rows
        or not _has_one_header(table, rows)
        or not all(_is_plain(cell) for row in rows for cell in row)
    ):
        return None
    width = len(rows[0])
    if width == 0 or any(len(row) > width for row in rows):
        return None
    lines = [[inline(cell).strip() for cell in row] for row in rows]
    lines = [line + [""] * (width - len(line)) for line in lines]
    written = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join([written[0], "| " + " | ".join(_rule(cell) for cell in rows[0]) + " |", *written[1:]])


def _rows(table: etree._Element) -> list[list[etree._Element]]:
    """The cells by row in the order shown; empty when anything but rows and cells is met."""
    parts: dict[str, list[etree._Element]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in table:
        if not isinstance(child.tag, str) or child.tag in ("colgroup", "col"):
            continue
        if child.tag == "tr":
            parts["tbody"].append(child)
        elif child.tag in parts:
            parts[child.tag].extend(row for row in child if row.tag == "tr")
        else:
            return []
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for part in parts.values() for row in part]
    return [row for row in rows if row]


def _has_one_header(table: etree._Element, rows: list[list[etree._Element]]) -> bool:
    heads = table.findall("thead/tr")
    first_is_header = len(heads) == 1 or (not heads and all(cell.tag == "th" for cell in rows[0]))
    return first_is_header and not any(cell.tag == "th" for row in rows[1:] for cell in row)


def _is_plain(cell: etree._Element) -> bool:
    if cell.get("colspan", "1") != "1" or cell.get("rowspan", "1") != "1":
        return False
    paragraphs = list(cell.iterdescendants("p"))
    if len(paragraphs) > 1 or (paragraphs and _has_text_beside(cell, paragraphs[0])):
        return False
    if any(isinstance(child.tag, str) and child.tag not in _IN_CELLS for child in cell.iterdescendants()):
        return False
    return "\n\n" not in "".join(str(text) for text in cell.itertext()).strip()


def _has_text_beside(cell: etree._Element, paragraph: etree._Element) -> bool:
    """Whether a cell shows more than its one paragraph."""
    return (
        len(cell) > 1
        or cell[0] is not paragraph
        or bool(((cell.text or "") + (paragraph.tail or "")).strip())
    )


def _rule(cell: etree._Element) -> str:
    found = _ALIGN.search(f"{cell.get('style', '')} {cell.get('class', '')}")
    return _RULES.get(found[1] if found else cell.get("align", "").lower(), "---")
