"""Serialise what Markdown cannot say as clean HTML: tables with spans, captions, players, ruby, forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Final

from lxml import etree

__all__ = ["LAZY", "VOID", "attributes", "is_comment", "plain_text", "raw_html"]

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


def _load_now(picture: etree._Element) -> None:
    """Give a picture that loads late the address it is loaded from."""
    source = (picture.get("src") or "").strip()
    if not source or source.startswith("data:"):
        late = next((value.strip() for key in LAZY if (value := picture.get(key))), "")
        if late:
            picture.set("src", late)


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
    pieces = [_text(element.text, breaks=breaks)]
    for child in element:
        pieces.append(raw_html(child, resolve, breaks=breaks, depth=depth + 1))
        pieces.append(_text(child.tail, breaks=breaks))
    text = "".join(pieces)
    if element.tag in (
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "ul",
        "ol",
        "dl",
        "figure",
        "video",
        "audio",
    ):
        text = _LAYOUT_BLANKS.sub("", text)
    return _BLANK_LINES.sub("\n", text)


def _text(text: str | None, *, breaks: bool) -> str:
    if not text:
        return ""
    if breaks and "\n" in text.strip():
        lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        paragraphs = [_LINE_END.split(paragraph) for paragraph in _PARAGRAPH_END.split(text.strip())]
        lines = ["<br>".join(escape(_SPACES.sub(" ", line), quote=False) for line in p) for p in paragraphs]
        return (" " if lead else "") + _PARAGRAPHS.join(lines) + (" " if trail else "")
    return escape(_SPACES.sub(" ", text), quote=False)


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
