"""What each HTML element becomes: one function an element, called by the walk in content.py."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Final

from lxml import etree

from lfnkr_nb.wordpress.blocks import BLOCK_TAGS
from lfnkr_nb.wordpress.handlers_lists import listing, stray_item
from lfnkr_nb.wordpress.handlers_marks import emphasis, kept_tag, link, span, strike, strong
from lfnkr_nb.wordpress.handlers_media import figure, frame, image, player, shortcode_embed
from lfnkr_nb.wordpress.inline import Mark, Raw, code_span, link_target, render_inline
from lfnkr_nb.wordpress.raw_html import LAZY, attributes, plain_text, raw_html
from lfnkr_nb.wordpress.shortcodes import is_code_language
from lfnkr_nb.wordpress.tables import markdown_table

if TYPE_CHECKING:
    from lfnkr_nb.wordpress.content import Walker

__all__ = ["BLOCK_TAGS", "HANDLERS"]

_KEPT_TAGS: Final = (
    "sub", "sup", "u", "ins", "mark", "small", "kbd", "samp", "var", "abbr", "acronym", "cite", "q", "dfn",
    "time", "bdi", "bdo", "ruby", "rb", "rt", "rp", "rtc",
)  # fmt: skip
#: What cannot stand on the one line of a heading.
_NO_LINE: Final = BLOCK_TAGS - {"p", "div", "center", "section", "header", "hgroup", "address"}
_LANGUAGE_CLASS = re.compile(r"(?:\b(?:language|lang)-|\b(?:brush|lang):\s*)([\w+#-]+)")
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
    if (
        text is None
        or not plain
        or walker.marks
        or walker.line_mode
        or len(element.attrib)
        or "://" in text[:16]
    ):
        _targeted(walker, element)
        return
    if walker.buffer:
        walker.end_paragraph()
    markdown = render_inline([text])
    if markdown.strip():
        walker.add(markdown)


def _targeted(walker: Walker, element: etree._Element) -> None:
    """A paragraph or container that links of this post may point to."""
    if walker.fragments and (anchor := _anchor(walker, element)):
        walker.end_paragraph()
        walker.buffer.append(Raw(anchor))
        walker.children(element)
        walker.end_paragraph()
    else:
        block(walker, element)


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
    _targeted(walker, element)


def heading(walker: Walker, element: etree._Element) -> None:
    """A heading is one line; its level is kept."""
    walker.end_paragraph()
    if any(child.tag in _NO_LINE for child in element.iterdescendants()):
        walker.add_raw(raw_html(element, walker.resolve, breaks=walker.classic))
        return
    line = walker.inline(element)
    if line.strip():
        line = re.sub(r"(^|[ \t])(#+)$", r"\1\\\2", line)
        walker.add(f"{'#' * int(str(element.tag)[1])} {_anchor(walker, element)}{line}")


def _anchor(walker: Walker, element: etree._Element) -> str:
    """The place that links point to; ids that WordPress makes for headings count if this post uses them."""
    name = element.get("id", "")
    if not name or (name not in walker.fragments and (element.tag[:1] != "h" or name.startswith("h-"))):
        return ""
    return f'<a id="{escape(name)}"></a>'


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
        "lfnkr-code",
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
    shortcode = element.find(".//lfnkr-code")
    named = shortcode.get("lang", "") if shortcode is not None else ""
    fenced(walker, code, named or (found[1] if found else _pre_language(element)))


def _pre_language(element: etree._Element) -> str:
    """What other highlighters write: `lang="php"`, `name="code" class="php"` or an attribute of their own."""
    given = [element.get(key, "") for key in ("data-enlighter-language", "data-language", "data-lang")]
    if element.get("name") == "code":
        given.append(element.get("class", "").partition(":")[0])
    language = element.get("lang", "").lower()
    if is_code_language(language):
        given.append(language)
    return next((name for name in given if re.fullmatch(r"[\w+#-]+", name)), "")


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
    if any(child.tag in BLOCK_TAGS for child in element):
        walker.children(element)
        return
    last = walker.buffer[-1] if walker.buffer else None
    touching = isinstance(last, Raw) and last.text.endswith("`")
    if touching or len(element) or (walker.classic and "\n" in text.strip()):
        walker.marked(element, Mark("html", "<code>", "</code>"))
    elif text:
        walker.buffer.append(Raw(code_span(text)))


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
    walker.line_break(plain=not element.attrib)
    walker.children(element)


def unscripted(walker: Walker, element: etree._Element) -> None:
    """What is shown without scripts; the second copy of a picture that loads late is left out."""
    shown = {str(picture.get(key)) for picture in _pictures_before(element) for key in ("src", *LAZY)}
    for picture in list(element.iter("img")):
        if picture.get("src") in shown:
            picture.attrib.clear()
            picture.tag = "wbr"
    walker.children(element)


def _pictures_before(element: etree._Element) -> list[etree._Element]:
    before = element.getprevious()
    return [] if before is None else [node for node in before.iter() if node.tag == "img"]


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
    preformatted, "lfnkr-code": shortcode_code, "lfnkr-embed": shortcode_embed, "code": inline_code, "tt": inline_code,
    "span": span, "noscript": unscripted, "a": link, "img": image, "amp-img": image, "figure": figure, "iframe": frame,
    "table": table, "hr": rule, "br": line_break,
}  # fmt: skip
