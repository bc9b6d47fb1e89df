"""What each HTML element becomes: one function an element, called by the walk in content.py."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Final

from lxml import etree

from lfnkr_nb.wordpress.handlers_media import (
    HTML_ONLY,
    UNSAFE,
    figure,
    frame,
    image,
    player,
    shortcode_embed,
    title_part,
)
from lfnkr_nb.wordpress.inline import Mark, Raw, code_span, link_target, render_inline
from lfnkr_nb.wordpress.raw_html import attributes, is_comment, plain_text, raw_html
from lfnkr_nb.wordpress.tables import markdown_table

if TYPE_CHECKING:
    from lfnkr_nb.wordpress.content import Walker

__all__ = ["BLOCK_TAGS", "HANDLERS"]

#: Elements that end a paragraph (WordPress's own list in `wpautop`, and HTML's later ones).
BLOCK_TAGS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "center", "dd", "details", "dir", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
     "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table",
     "ul", "iframe", "audio", "video", "object", "lfnkr-code", "lfnkr-embed"}
)  # fmt: skip
_KEPT_TAGS: Final = (
    "sub", "sup", "u", "ins", "mark", "small", "kbd", "samp", "var", "abbr", "acronym", "cite", "q", "dfn",
    "time", "bdi", "bdo", "ruby", "rb", "rt", "rp", "rtc",
)  # fmt: skip
#: What cannot stand on the one line of a heading.
_NO_LINE: Final = BLOCK_TAGS - {"p", "div", "center", "section", "header", "hgroup", "address"}
_PLAIN_URL = re.compile(r"https?://[!#-;=?@A-Z_a-z~]+\Z")
_LANGUAGE_CLASS = re.compile(r"(?:\b(?:language|lang)-|\bbrush:\s*)([\w+#-]+)")
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*?url\(\s*[\"']?([^\"')]+)", re.I)

Handler = Callable[["Walker", etree._Element], None]


# --- containers ------------------------------------------------------------------------------------------


def block(walker: Walker, element: etree._Element) -> None:
    """A paragraph, or a container that has no meaning of its own."""
    walker.block(element)


def paragraph(walker: Walker, element: etree._Element) -> None:
    """A paragraph; most hold nothing but text."""
    text = element.text
    plain = (
        text is not None
        and not len(element)
        and (walker.inside_blocks or ("\n" not in text and "://" not in text))
    )
    if text is None or not plain or walker.marks or walker.line_mode or element.get("lang"):
        block(walker, element)
        return
    if walker.buffer:
        walker.end_paragraph()
    if markdown := render_inline([text]):
        walker.add(markdown)


def container(walker: Walker, element: etree._Element) -> None:
    """A `div`: captions of the classic editor and pictures in its style are no mere looks."""
    walker.end_paragraph()
    style = element.get("style")
    if style and (found := _BACKGROUND.search(style)):
        walker.add(f"![]({link_target(walker.resolve('media', found[1].strip()))})")
    css = element.get("class", "")
    if "wp-caption" in css and element.find(".//img") is not None:
        for paragraph in element.iter("p"):
            if "wp-caption-text" in paragraph.get("class", ""):
                paragraph.tag = "figcaption"
                element.tag = "figure"
        figure(walker, element)
        return
    block(walker, element)


def heading(walker: Walker, element: etree._Element) -> None:
    """A heading is one line; its level is kept."""
    walker.end_paragraph()
    if any(child.tag in _NO_LINE for child in element.iterdescendants()):
        walker.add_raw(raw_html(element, walker.resolve, breaks=walker.classic))
        return
    line = walker.inline(element)
    if line.strip():
        line = re.sub(r"(^|[ \t])(#+)$", r"\1\\\2", line)
        walker.add(f"{'#' * int(str(element.tag)[1])} {line}")


def quote(walker: Walker, element: etree._Element) -> None:
    """A quotation, however many blocks it holds."""
    walker.end_paragraph()
    walker.nested += 1
    blocks = walker.contained(element)
    walker.nested -= 1
    if blocks:
        text = "\n\n".join(blocks)
        walker.add("\n".join(f"> {line}" if line else ">" for line in text.split("\n")))


def details(walker: Walker, element: etree._Element) -> None:
    """A disclosure: HTML around, Markdown inside."""
    walker.end_paragraph()
    summary = element.find("summary")
    label = raw_html(summary, walker.resolve).strip() if summary is not None else ""
    if summary is not None:
        tail = summary.tail
        element.remove(summary)
        element.text = (element.text or "") + (tail or "")
    blocks = walker.contained(element)
    walker.add(
        "\n\n".join(
            [f"<details{attributes(element, walker.resolve)}>\n{label}".rstrip(), *blocks, "</details>"]
        )
    )


# --- lists -----------------------------------------------------------------------------------------------


def listing(walker: Walker, element: etree._Element) -> None:
    """A list; two neighbours of one kind get different markers, or Markdown would join them."""
    walker.end_paragraph()
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


# --- code ------------------------------------------------------------------------------------------------


def preformatted(walker: Walker, element: etree._Element) -> None:
    """Preformatted text is fenced; where it holds links or emphasis, or is verse, it stays HTML."""
    walker.end_paragraph()
    markup = {child.tag for child in element.iter() if isinstance(child.tag, str)} - {
        "pre",
        "code",
        "span",
        "br",
        "font",
    }
    css = f"{element.get('class', '')} {' '.join(code.get('class', '') for code in element.iter('code'))}"
    for br in element.iter("br"):
        br.text = "\n"
    code = plain_text(element).removeprefix("\n").removesuffix("\n")
    if not code.strip():
        return
    if markup or "wp-block-verse" in css or (walker.nested and re.search(r"(?m)^ *\t", code)):
        for br in element.iter("br"):
            br.text = None
        walker.add_raw(raw_html(element, walker.resolve))
        return
    found = _LANGUAGE_CLASS.search(css)
    fenced(walker, code, found[1] if found else "")


def fenced(walker: Walker, code: str, language: str) -> None:
    """A fence longer than any run of backticks in the code."""
    longest = max((len(run) for run in re.findall("`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    walker.add(f"{fence}{language}\n{code}\n{fence}")


def shortcode_code(walker: Walker, element: etree._Element) -> None:
    """The content of a code shortcode, byte for byte."""
    walker.end_paragraph()
    fenced(walker, element.text or "", element.get("lang", ""))


def inline_code(walker: Walker, element: etree._Element) -> None:
    """Code in a line; with markup or several lines inside it stays HTML."""
    text = element.text or ""
    last = walker.buffer[-1] if walker.buffer else None
    touching = isinstance(last, Raw) and last.text.endswith("`")
    if touching or len(element) or (walker.classic and "\n" in text.strip()):
        walker.marked(element, Mark("html", "<code>", "</code>"))
    elif text:
        walker.buffer.append(Raw(code_span(text)))


# --- marks and links -------------------------------------------------------------------------------------


def strong(walker: Walker, element: etree._Element) -> None:
    """Strong importance."""
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
    """A span says nothing unless it names a language."""
    language = element.get("lang", "")
    if re.fullmatch(r"(?!en\b)[A-Za-z0-9-]+", language, re.I):
        walker.marked(element, Mark("html", f'<span lang="{language}">', "</span>"))
    else:
        walker.children(element)


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


def raw_block(walker: Walker, element: etree._Element) -> None:
    """A block that only HTML can say."""
    walker.add_raw(raw_html(element, walker.resolve, breaks=walker.classic))


def table(walker: Walker, element: etree._Element) -> None:
    """A table in Markdown where it fits, else in HTML."""
    walker.end_paragraph()
    written = markdown_table(element, lambda cell: walker.inline(cell, cell=True))
    walker.add_raw(
        written if written is not None else raw_html(element, walker.resolve, breaks=walker.classic)
    )


def drawing(walker: Walker, element: etree._Element) -> None:
    """A drawing or formula in its own XML, on one line."""
    for script in list(element.iter("script", "foreignObject")):
        script.clear()
    source = etree.tostring(element, encoding="unicode", with_tail=False)
    walker.buffer.append(Raw(re.sub(r"\s*\n\s*", " ", source)))


def rule(walker: Walker, element: etree._Element) -> None:
    """A thematic break; stars, since dashes could be taken for the end of a header."""
    del element
    walker.end_paragraph()
    walker.add("***")


def line_break(walker: Walker, element: etree._Element) -> None:
    """A line break; some parsers find text inside."""
    walker.line_break()
    walker.children(element)


def dropped(walker: Walker, element: etree._Element) -> None:
    """Scripts and style sheets are no content; they are counted."""
    tag = str(element.tag)
    walker.dropped[tag] = walker.dropped.get(tag, 0) + 1


_BLOCKS = BLOCK_TAGS - {"iframe", "audio", "video", "object"}

HANDLERS: Final[dict[str, Handler]] = {
    **dict.fromkeys(_BLOCKS, block),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), heading),
    **dict.fromkeys(_KEPT_TAGS, kept_tag),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), listing),
    **dict.fromkeys(("strong", "b"), strong),
    **dict.fromkeys(("em", "i"), emphasis),
    **dict.fromkeys(("del", "s", "strike"), strike),
    **dict.fromkeys(("audio", "video", "object", "embed"), player),
    **dict.fromkeys(("dl", "form", "map", "select", "textarea"), raw_block),
    **dict.fromkeys(("svg", "math"), drawing),
    **dict.fromkeys(("script", "style", "template"), dropped),
    "p": paragraph, "div": container, "blockquote": quote, "details": details, "li": stray_item, "pre":
    preformatted, "lfnkr-code": shortcode_code, "lfnkr-embed": shortcode_embed, "code": inline_code, "span":
    span, "a": link, "img": image, "figure": figure, "iframe": frame, "table": table, "hr": rule, "br":
    line_break,
}  # fmt: skip
