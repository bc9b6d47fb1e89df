"""Marks and links in running text."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Final

from lfnkr_nb.wordpress.blocks import BLOCK_TAGS
from lfnkr_nb.wordpress.handlers_media import HTML_ONLY, UNSAFE, title_part
from lfnkr_nb.wordpress.inline import Mark, Raw, link_target
from lfnkr_nb.wordpress.raw_html import attributes, raw_html

if TYPE_CHECKING:
    from lxml import etree

    from lfnkr_nb.wordpress.content import Walker

__all__ = ["emphasis", "kept_tag", "link", "span", "span_of", "strike", "strong"]

_PLAIN_URL = re.compile(r"https?://[!#$&-;=?@A-Z_a-z~]+\Z")
_STYLES: Final = (
    (re.compile(r"(?<![\w-])font-weight\s*:\s*(?:bold|[6-9]00)", re.I), Mark("strong", "**", "**", "strong")),
    (re.compile(r"(?<![\w-])font-style\s*:\s*(?:italic|oblique)", re.I), Mark("em", "*", "*", "em")),
    (
        re.compile(r"(?<![\w-])text-decoration(?:-line)?\s*:[^;]*line-through", re.I),
        Mark("del", "~~", "~~", "del"),
    ),
    (re.compile(r"(?<![\w-])text-decoration(?:-line)?\s*:[^;]*underline", re.I), Mark("html", "<u>", "</u>")),
)
_NOT_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:normal|[1-4]00)", re.I)


def strong(walker: Walker, element: etree._Element) -> None:
    """Strong importance; what is pasted from Google Docs comes in a `b` that says it is none."""
    if _NOT_BOLD.search(element.get("style", "")):
        walker.children(element)
        return
    walker.marked(element, Mark("strong", "**", "**", "strong"))


def emphasis(walker: Walker, element: etree._Element) -> None:
    """Emphasis."""
    walker.marked(element, Mark("em", "*", "*", "em"))


def strike(walker: Walker, element: etree._Element) -> None:
    """Text that no longer holds."""
    walker.marked(element, Mark("del", "~~", "~~", "del"))


def kept_tag(walker: Walker, element: etree._Element) -> None:
    """An element that Markdown has no word for; a footnote's call is one as well."""
    if element.get("data-fn"):
        walker.buffer.append(Raw(walker.note_call(element.get("data-fn", ""))))
        return
    opening = f"<{element.tag}{attributes(element, walker.resolve)}>"
    walker.marked(element, Mark("html", opening, f"</{element.tag}>"))


def span(walker: Walker, element: etree._Element) -> None:
    """A span says nothing unless it names a language or has the looks of a mark, as editors write them."""
    style, language = element.get("style", ""), element.get("lang", "")
    open_already = {mark.opening for mark in walker.marks}
    looks = [mark for pattern, mark in _STYLES if style and pattern.search(style)]
    marks = [replace(mark) for mark in looks if mark.opening not in open_already]
    for mark in marks:
        walker.open_mark(mark)
    if re.fullmatch(r"(?!en\b)[A-Za-z0-9-]+", language, re.I):
        walker.marked(element, Mark("html", f'<span lang="{language}">', "</span>"))
    else:
        walker.children(element)
    for _ in marks:
        walker.close_mark()


def span_of(element: etree._Element) -> Mark | None:
    """What tells the language of a block, or that it runs from right to left; most have neither."""
    language, told = element.get("lang", ""), ""
    if language and re.fullmatch(r"[A-Za-z0-9-]+", language):
        told = f' lang="{language}"'
    if element.get("dir", "").lower() == "rtl":
        told += ' dir="rtl"'
    return Mark("html", f"<span{told}>", "</span>") if told else None


def link(walker: Walker, element: etree._Element) -> None:
    """A link or an anchor."""
    name = element.get("name") or element.get("id")
    if name:
        walker.buffer.append(Raw(f'<a id="{escape(name)}"></a>'))
    href = (element.get("href") or "").strip()
    if not href or any(mark.kind == "link" for mark in walker.marks):
        walker.children(element)
        return
    if UNSAFE.match(href):
        walker.losses.append(("link", f"a script in place of an address was left out ({href[:40]})"))
        walker.children(element)
        return
    target = walker.resolve("link", href)
    text = element.text or ""
    if not len(element) and text.strip() == href == target and _PLAIN_URL.match(href):
        walker.buffer.extend(
            [text[: len(text) - len(text.lstrip())], Raw(f"<{href}>"), text[len(text.rstrip()) :]]
        )
    elif not len(element) and not text.strip():
        walker.buffer.append(Raw(f'<a href="{escape(target)}"></a>' + text))
    elif len(element) and any(child.tag in BLOCK_TAGS for child in element.iter()):
        walker.add_raw(f"<div>{raw_html(element, walker.resolve, breaks=walker.classic)}</div>")
    elif HTML_ONLY.match(target):
        walker.marked(element, Mark("html", f'<a href="{escape(target)}">', "</a>"))
    else:
        title = element.get("title", "")
        walker.marked(element, Mark("link", "[", f"]({link_target(target)}{title_part(title)})"))
