"""HTML as browsers read it, where libxml2 does not: done before the one parse."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["as_browsers_read"]

#: Tags that a browser ignores in the middle of a page; libxml2 starts a paragraph there.
_DOCUMENT_TAGS = re.compile(r"</?(?:html|head|body)(?=[\s>])[^<>]*>", re.I)
#: A mark that is still open where a paragraph starts; libxml2 ends these there, browsers go on.
_OPEN_MARK = re.compile(
    r"<(b|i|s|strike)(?:\s[^<>]*)?>(?=[^<]*(?:<(?!/?(?:\1|p|center)\b)[^<>]*>[^<]*)*<(?:p|center)\b)", re.I
)
#: Elements of the same meaning that libxml2 leaves open.
_SAME: Final = {"b": "strong", "i": "em", "s": "del", "strike": "del"}


def as_browsers_read(html: str) -> str:
    """HTML without the tags of a whole page in its middle, and with marks that go on over paragraphs."""
    if "<head>" in html or "<body" in html or "<html" in html:
        html = _DOCUMENT_TAGS.sub("", html)
    if "<p" in html or "<center" in html:
        for mark in {found[1].lower() for found in _OPEN_MARK.finditer(html)}:
            html = re.sub(rf"(</?){mark}(?=[\s>])", rf"\1{_SAME[mark]}", html, flags=re.I)
    return html
