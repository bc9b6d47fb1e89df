"""Synced patterns: what one use of a reusable block replaces in it (WordPress 6.6 and later)."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

__all__ = ["with_overrides"]

_OPENING = re.compile(r"<!--\s+wp:[\w/-]+\s+(\{.*?\})\s+/?-->", re.S)
_TEXT = re.compile(r"(<(p|h[1-6]|a)\b[^<>]*>).*(</\2>)", re.S)


def with_overrides(content: str, attributes: str) -> str:
    """The content of a reusable block with the texts and pictures that the block's attributes (JSON) give.

    The attribute `content` holds, by the name of a block inside, its text (`content`, of a button `text`) or
    its picture (`url`, `alt`, `title`).
    """
    given = _field(attributes, "content")
    if not isinstance(given, dict):
        return content
    pieces: list[str] = []
    at = 0
    for found in _OPENING.finditer(content):
        named = _field(found[1], "metadata")
        values = given.get(named.get("name", "")) if isinstance(named, dict) else None
        end = content.find("<!-- /wp:", found.end())
        if isinstance(values, dict) and end >= 0 and found.start() >= at:
            pieces.append(content[at : found.end()] + _filled(content[found.end() : end], values))
            at = end
    return "".join(pieces) + content[at:]


def _field(attributes: str, name: str) -> Any:
    try:
        return json.loads(attributes).get(name)
    except (ValueError, AttributeError):
        return None


def _filled(html: str, values: dict[str, Any]) -> str:
    """The HTML of one block with other values."""
    text = values.get("content", values.get("text"))
    if isinstance(text, str):
        html = _TEXT.sub(lambda found: found[1] + text + found[3], html, count=1)
    address = "src" if "<img" in html else "href"
    for key, attribute in (("url", address), ("alt", "alt"), ("title", "title")):
        value = values.get(key)
        if isinstance(value, str):
            written = f'{attribute}="{escape(value)}"'.replace("\\", "\\\\")
            html = re.sub(rf'\b{attribute}="[^"]*"', written, html, count=1)
    return html
