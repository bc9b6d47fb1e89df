"""Block delimiters: the comments by which WordPress 5 and later marks blocks in a post's content."""

from __future__ import annotations

import json
import re
from typing import Final

__all__ = [
    "BLOCK_COMMENT",
    "BLOCK_TAGS",
    "CLASSIC_BLOCKS",
    "PLAIN_DELIMITER",
    "SILENT_BLOCKS",
    "block_url",
    "is_all_blocks",
]

#: The text of a delimiter comment: closing, name, attributes, empty.
BLOCK_COMMENT = re.compile(r"\s*(/)?wp:([a-z][\w-]*(?:/[a-z][\w-]*)?)\s*(\{.*\})?\s*(/)?\s*\Z", re.S)
#: Blocks whose content follows the rules of the classic editor.
CLASSIC_BLOCKS = frozenset({"freeform", "shortcode", "core/freeform"})
#: Empty blocks that show nothing, or are told in another way.
SILENT_BLOCKS = frozenset({"spacer", "footnotes", "more", "nextpage", "separator", "image", "paragraph"})
#: Elements that end a paragraph (WordPress's own list in `wpautop`, and HTML's later ones).
BLOCK_TAGS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "center", "dd", "details", "dir", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
     "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table",
     "ul", "iframe", "audio", "video", "object", "lfnkr-code", "lfnkr-embed"}
)  # fmt: skip
#: Empty blocks that show a link to their `url`.
_LINK_BLOCKS: Final = frozenset({"embed", "social-link", "navigation-link", "bookmark"})
_DELIMITER = re.compile(r"<!--\s+(/)?wp:([a-z][\w/-]*)(?:\s+\{.*?\})?\s+(/)?-->", re.S)
#: Delimiters of core blocks that hold their content as HTML: once no classic text is left, they say nothing.
PLAIN_DELIMITER = re.compile(
    r"<!--\s+/?wp:(?:paragraph|heading|list|list-item|image|gallery|quote|pullquote|columns|column|group|buttons|"
    r"button|table|separator|spacer|cover|media-text|code|preformatted|verse|html|more|nextpage|embed|audio|video|"
    r"file|details|social-links)(?:\s+\{[^<>]*?\})?\s+-->\n?"
)


def is_all_blocks(html: str) -> bool:
    """Whether nothing but blanks stands outside of blocks, so that no line end can mean anything."""
    if "<!-- wp:" not in html:
        return False
    depth = end = 0
    for found in _DELIMITER.finditer(html):
        if depth == 0 and not html[end : found.start()].isspace() and found.start() > end:
            return False
        end = found.end()
        if found[2] in CLASSIC_BLOCKS:
            return False
        if not found[3]:
            depth += -1 if found[1] else 1
        if depth < 0:
            return False
    return depth == 0 and not html[end:].strip()


def block_url(name: str, attributes: str) -> str:
    """The address that an empty block is a link to, or an empty text."""
    if name not in _LINK_BLOCKS:
        return ""
    try:
        url = json.loads(attributes or "{}").get("url", "")
    except (ValueError, AttributeError):
        return ""
    return url.strip() if isinstance(url, str) and re.match(r"\s*https?://\S+\s*\Z", url) else ""
