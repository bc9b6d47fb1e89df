"""Serialise what Markdown cannot say as clean HTML: tables with spans, captions, players, ruby, forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Final

from lxml import etree

from lfnkr_nb.wordpress.blocks import BLOCK_TAGS

__all__ = ["LAZY", "VOID", "attributes", "is_comment", "picture_source", "plain_text", "raw_html"]

VOID: Final = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)
#: Attributes that carry meaning; looks (class, style, width of cells) and handlers (on…) are left out.
_KEPT: Final = frozenset(
    {
        "href", "src", "alt", "title", "colspan", "rowspan", "scope", "headers", "span", "lang", "dir", "id",
        "name", "start", "type", "reversed", "value", "cite", "datetime", "controls", "poster", "srclang",
        "label", "kind", "allowfullscreen", "data", "open", "usemap", "shape", "coords", "loop", "preload",
        "checked", "selected",
    }
)  # fmt: skip
#: Where plugins put the address of a picture that is loaded when it comes into view.
LAZY: Final = ("data-src", "data-lazy-src", "data-original", "data-orig-file")
_SIZED: Final = frozenset({"iframe", "video", "object", "embed", "img"})
_LINKS: Final = frozenset({"href", "cite"})
_MEDIA: Final = frozenset({"src", "poster", "data"})
_NEW_LINE_BEFORE: Final = frozenset(
    {"table", "thead", "tbody", "tfoot", "tr", "caption", "colgroup", "figcaption", "dt", "dd", "li",
     "source", "track", "figure", "p", "ul", "ol", "blockquote", "iframe", "audio", "video"}
)  # fmt: skip
_DROPPED: Final = frozenset({"script", "style", "noscript", "template"})
#: Elements that show nothing of their own: their content stays, their tags go.
_TRANSPARENT: Final = frozenset(
    {"font", "span", "center", "tt", "big", "o:p", "html", "body", "article", "section", "picture"}
)
#: Where blanks are layout and no line ends.
_LAYOUT: Final = frozenset(
    {"table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl", "figure", "video", "audio"}
)  # fmt: skip
_UNBROKEN: Final = _LAYOUT | {"ruby", "rtc", "select", "map", "object", "colgroup"}
#: Elements that stand in no line of text.
_BLOCKS: Final = BLOCK_TAGS | {
    "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col", "br", "option", "param",
    "source", "track", "area", "body", "html",
}  # fmt: skip
_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,])(?:\s+(\d+(?:\.\d+)?)[wx])?\s*(?:,|\Z)")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_SECOND_LINE_END = re.compile(r"(?<=\n)([ \t]*)\n")
_PARAGRAPHS: Final = "<br><br>"
_TAGS = re.compile(r"<([a-z][a-z0-9-]*)")
_BLOCK = re.compile(r"<(?:p|div|[uod]l|li|table|blockquote|h[1-6]|pre|figure|iframe|audio|video)\b")
_PARAGRAPH_END = re.compile(r"[ \t]*\n[ \t]*\n\s*")
_LINE_END = re.compile(r"\s*\n\s*")
_TAG_NAME = re.compile(r"[a-z][a-z0-9-]*")
_BLANK_LINES = re.compile(r"\n[ \n]*\n")
_LAYOUT_BLANKS = re.compile(r"^[ ]+|(?<=>)[ ]+(?=\n|$)")
_MAX_DEPTH = 150

Resolve = Callable[[str, str], str]


def is_comment(element: etree._Element) -> bool:
    """Whether this node of the tree is a comment or processing instruction."""
    return not isinstance(element.tag, str)


def attributes(element: etree._Element, resolve: Resolve) -> str:
    """The attributes worth keeping, ready to stand in a tag; addresses go through `resolve(kind, url)`."""
    kept: list[str] = []
    for name, value in element.attrib.items():
        key, text = str(name), str(value)
        if key not in _KEPT and not (key in ("width", "height") and element.tag in _SIZED):
            continue
        if key in _LINKS or key in _MEDIA:
            text = resolve("link" if key in _LINKS else "media", text.strip())
            if text.lower().startswith(("javascript:", "vbscript:")):
                continue
        elif key == "lang" and not re.fullmatch(r"[A-Za-z0-9-]+", text):
            continue
        kept.append(f'{key}="{escape(_SPACES.sub(" ", text), quote=True)}"' if text or key == "alt" else key)
    return "".join(" " + part for part in kept)


def raw_html(element: etree._Element, resolve: Resolve, *, breaks: bool = False, depth: int = 0) -> str:
    """An element as HTML in which no line is blank, so that Markdown takes it as one block.

    Args:
        element: What to write.
        resolve: Maps an address; gets `link` or `media` and the address.
        breaks: Line ends are line breaks, as in the classic editor.
        depth: How deep this element lies already.
    """
    tag = element.tag
    if not isinstance(tag, str) or tag in _DROPPED:
        return ""
    if depth > _MAX_DEPTH:
        return escape(plain_text(element), quote=False)
    if tag in ("pre", "textarea"):
        return _preformatted(element, resolve, depth)
    if tag in ("lfnkr-code", "lfnkr-embed"):
        return _shortcode(element, resolve)
    if tag in ("audio", "video"):
        _add_link(element)
    elif tag == "img":
        _load_now(element)
    inner = _inner(element, resolve, breaks=breaks, depth=depth)
    if not _is_kept(element, tag):
        return inner
    start = f"<{tag}{attributes(element, resolve)}>"
    before = "\n" if tag in _NEW_LINE_BEFORE or (tag == "img" and _stands_alone(element)) else ""
    if tag in VOID:  # libxml2 puts what follows a `<wbr>` or `<source>` inside it
        return before + start + inner
    if tag in ("td", "th", "li", "p", "figcaption", "caption", "dt", "dd"):
        inner = inner.strip(" \n")
        if _PARAGRAPHS in inner and tag in ("td", "th", "li", "dd"):
            inner = _as_paragraphs(inner)
    after = "\n" if tag in ("table", "thead", "tbody", "figure", "ul", "ol") else ""
    address = _frame_link(element, resolve) if tag == "iframe" else ""
    return f"{before}{start}{inner}{after}</{tag}>{address}"


def _is_kept(element: etree._Element, tag: str) -> bool:
    """Whether an element's own tags say something; a source without `src` is another size of a picture."""
    if tag == "source" and not element.get("src"):
        return False
    return bool(_TAG_NAME.fullmatch(tag)) and (tag not in _TRANSPARENT or bool(element.get("lang")))


def _shortcode(element: etree._Element, resolve: Resolve) -> str:
    """The code of a shortcode, which only Markdown could fence, or the address that one embeds as a link."""
    if element.tag == "lfnkr-code":
        return f"\n<pre>{_without_blank_lines(escape(element.text or '', quote=False))}</pre>"
    url = element.get("href", "")
    return f'<a href="{escape(resolve("link", url))}">{escape(url)}</a>'


def picture_source(picture: etree._Element) -> str:
    """Where a picture is: in `src`, where plugins put it until it comes into view, or its largest size."""
    source = (picture.get("src") or "").strip()
    if source and not source.startswith("data:"):
        return source
    late = next((value.strip() for key in LAZY if (value := picture.get(key))), "")
    return late or _largest(picture.get("data-srcset") or picture.get("srcset") or "") or source


def _largest(sizes: str) -> str:
    """The address of the largest candidate of a `srcset` (HTML 4.8.4.2.1)."""
    candidates = [(float(found[2] or 1), found[1]) for found in _CANDIDATE.finditer(sizes)]
    return max(candidates, key=lambda candidate: candidate[0])[1] if candidates else ""


def _load_now(picture: etree._Element) -> None:
    """Give a picture that loads late the address it is loaded from."""
    if source := picture_source(picture):
        picture.set("src", source)


def _frame_link(frame: etree._Element, resolve: Resolve) -> str:
    """The address of a frame as a link behind it, since exports show no frames."""
    source = (frame.get("src") or "").strip()
    source = "https:" + source if source.startswith("//") else source
    if not re.match(r"https?://", source):
        return ""
    return f'\n<a href="{escape(resolve("link", source))}">{escape(source)}</a>'


def _stands_alone(element: etree._Element) -> bool:
    """Whether a picture is that of a figure and not one in running text, where a line end would be a blank."""
    parent = element.getparent()
    return parent is not None and parent.tag == "figure"


def _as_paragraphs(inner: str) -> str:
    """Paragraphs where blank lines stood, unless blocks or marks reach across them."""
    pieces = inner.split(_PARAGRAPHS)
    for piece in pieces:
        opened = [tag for tag in _TAGS.findall(piece) if tag.lower() not in VOID]
        if _BLOCK.search(piece) or len(opened) != piece.count("</"):
            return inner
    return "".join(f"\n<p>{piece}</p>" for piece in pieces)


def _add_link(player: etree._Element) -> None:
    """Put the address of a sound or film inside as a link, for readers that play nothing."""
    source = next(
        (node.get("src") for node in player.iter("audio", "video", "source") if node.get("src")), None
    )
    if source and player.find(".//a") is None:
        link = etree.SubElement(player, "a", {"href": source})
        link.text = source.split("?")[0].rstrip("/").rsplit("/", 1)[-1] or source


def _inner(element: etree._Element, resolve: Resolve, *, breaks: bool, depth: int) -> str:
    lines = breaks and element.tag not in _UNBROKEN
    first = element[0] if len(element) else None
    pieces = [_text(element.text, lines and _joins(element, first))]
    for child in element:
        pieces.append(raw_html(child, resolve, breaks=breaks, depth=depth + 1))
        pieces.append(_text(child.tail, lines and _joins(element, child.getnext(), child)))
    text = "".join(pieces)
    if element.tag in _LAYOUT:
        text = _LAYOUT_BLANKS.sub("", text)
    return _BLANK_LINES.sub("\n", text)


def _joins(
    parent: etree._Element, following: etree._Element | None, before: etree._Element | None = None
) -> tuple[bool, bool]:
    """Whether a text runs on from what stands before it and into what follows; a line end there breaks a line."""
    runs_into = following is not None
    if following is None and parent.tag not in _BLOCKS:  # the end of a mark, not of a line
        following = parent.getnext()
        runs_into = following is not None or bool((parent.tail or "").strip())
    return (
        before is not None and _is_in_line(before),
        runs_into and (following is None or _is_in_line(following)),
    )


def _is_in_line(element: etree._Element) -> bool:
    """Whether an element stands in a line of text."""
    return not is_comment(element) and element.tag not in _BLOCKS


def _text(text: str | None, joins: tuple[bool, bool] | bool) -> str:
    """Text in HTML; with `joins`, line ends are line breaks, at its edges where it joins what is there."""
    if not text:
        return ""
    if not joins or "\n" not in text:
        return escape(_SPACES.sub(" ", text), quote=False)
    before, into = joins if isinstance(joins, tuple) else (False, False)
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if len(lead) == len(text):
        return _gap(text, joined=before and into)
    paragraphs = [_LINE_END.split(paragraph) for paragraph in _PARAGRAPH_END.split(text.strip())]
    lines = ["<br>".join(escape(_SPACES.sub(" ", line), quote=False) for line in p) for p in paragraphs]
    return _gap(lead, joined=before) + _PARAGRAPHS.join(lines) + _gap(trail, joined=into)


def _gap(blanks: str, *, joined: bool) -> str:
    """Blanks at the edge of a text."""
    if joined and "\n" in blanks:
        return _PARAGRAPHS if blanks.count("\n") > 1 else "<br>"
    return " " if blanks else ""


def _preformatted(element: etree._Element, resolve: Resolve, depth: int) -> str:
    """Every blank and line end as it is; a second line end in a row is written as a reference."""
    pieces = [escape(element.text or "", quote=False)]
    for child in element:
        if isinstance(child.tag, str) and child.tag == "br":
            pieces.append("\n")
        elif isinstance(child.tag, str):
            inner = _preformatted(child, resolve, depth + 1) if depth < _MAX_DEPTH else plain_text(child)
            pieces.append(inner)
        pieces.append(escape(child.tail or "", quote=False))
    text = "".join(pieces)
    tag = str(element.tag)
    if depth and tag in _TRANSPARENT:
        return text
    if tag in VOID:
        return f"<{tag}{attributes(element, resolve)}>{text}"
    if tag in ("pre", "textarea"):
        text = _without_blank_lines(text.removeprefix("\n"))
    return f"<{tag}{attributes(element, resolve)}>{text}</{tag}>"


def _without_blank_lines(text: str) -> str:
    """Text of code whose second line end in a row, and tab at the start of a line, are references."""
    return re.sub(r"(?m)^\t", "&#9;", _SECOND_LINE_END.sub(r"\1&#10;", text))


def plain_text(element: etree._Element) -> str:
    """All text inside an element without its comments, however deep."""
    return "".join(
        str(text)
        for text in element.xpath(".//text()[not(parent::script) and not(parent::style)]")  # type: ignore[union-attr]
    )
