"""Pictures, figures, players and frames: what the walk does with each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lfnkr_nb.wordpress.inline import Raw, escape_text, link_target
from lfnkr_nb.wordpress.raw_html import LAZY, attributes, picture_source, plain_text, raw_html

if TYPE_CHECKING:
    from lxml import etree

    from lfnkr_nb.wordpress.content import Walker

__all__ = [
    "HTML_ONLY",
    "UNSAFE",
    "figure",
    "frame",
    "image",
    "player",
    "shortcode_embed",
    "title_part",
]

UNSAFE = re.compile(r"\s*(?:javascript|vbscript):", re.I)
#: Schemes that Markdown renderers refuse in links (markdown-it's `validateLink`); HTML can say them.
HTML_ONLY = re.compile(r"\s*(?:file|data):", re.I)


def title_part(title: str) -> str:
    """The title of a link or picture as Markdown writes it after the address."""
    title = " ".join(title.split())
    return ' "' + re.sub(r'([\\"`*_<&\[\]])', r"\\\1", title) + '"' if title else ""


def image(walker: Walker, element: etree._Element) -> None:
    """A picture with its alternative text."""
    source = picture_source(element)
    if not source:
        walker.losses.append(("picture", "a picture without an address was left out"))
        return
    url = walker.resolve("media", source)
    if (
        element.get("usemap")
        or UNSAFE.match(url)
        or (HTML_ONLY.match(url) and not url.startswith("data:image/"))
    ):
        walker.buffer.append(Raw(f"<img{attributes(element, walker.resolve)}>"))
        return
    alt = escape_text(" ".join((element.get("alt") or "").split()), link=True)
    walker.buffer.append(Raw(f"![{alt}]({link_target(url)}{title_part(element.get('title', ''))})"))


def figure(walker: Walker, element: etree._Element) -> None:
    """A figure with a caption stays HTML; without one it is what it holds. An embed is its address."""
    walker.end_paragraph()
    caption = next(
        (child for child in element if child.tag == "figcaption" and plain_text(child).strip()), None
    )
    if caption is None:
        caption = _inner_caption(element)
    url = _embedded_url(element)
    if url and caption is None:
        walker.embed(url)
    elif caption is None:
        walker.block(element)
    else:
        if url:
            _link_embed(element, url)
        walker.add_raw(raw_html(element, walker.resolve, breaks=walker.classic))


def _inner_caption(element: etree._Element) -> etree._Element | None:
    """A caption not directly inside, but not of an inner figure either."""
    for child in element.iter("figcaption"):
        parent = child.getparent()
        while parent is not None and parent.tag != "figure":
            parent = parent.getparent()
        if parent is element and plain_text(child).strip():
            return child
    return None


def _embedded_url(element: etree._Element) -> str:
    wrapper = next((child for child in element if child.tag == "div"), None)
    marked = element.get("class", "") + (wrapper.get("class", "") if wrapper is not None else "")
    if "wp-block-embed" not in marked:
        return ""
    url = plain_text(wrapper if wrapper is not None else element).strip()
    return url if re.fullmatch(r"https?://\S+", url) else ""


def _link_embed(element: etree._Element, url: str) -> None:
    for child in list(element):
        if child.tag == "div":
            child.clear()
            child.tag = "a"
            child.set("href", url)
            child.text = url


def shortcode_embed(walker: Walker, element: etree._Element) -> None:
    """An `[embed]` shortcode."""
    walker.embed(element.get("href", ""))


def frame(walker: Walker, element: etree._Element) -> None:
    """A frame stays as it is, and its address as a link below, since exports show no frames."""
    source = next((value for key in ("src", *LAZY) if (value := element.get(key, "").strip())), "")
    walker.end_paragraph()
    if not source or UNSAFE.match(source):
        return
    element.set("src", source)
    walker.add(f"<iframe{attributes(element, walker.resolve)}></iframe>")
    walker.embed("https:" + source if source.startswith("//") else source)


def player(walker: Walker, element: etree._Element) -> None:
    """Sound or film with its address as a link inside, an object with it below, for readers that play nothing.

    The file block has a link of its own.
    """
    if element.tag == "embed":
        walker.add_raw(f"<embed{attributes(element, walker.resolve)}>")
    else:
        walker.add_raw(raw_html(element, walker.resolve))
    if element.tag in ("object", "embed") and "wp-block-file" not in element.get("class", ""):
        given = [element.get("data"), element.get("src")]
        given += [node.get("value") for node in element.iter("param") if node.get("name") == "movie"]
        given += [node.get("src") for node in element.iter("embed")]
        url = next((url.strip() for url in given if url and re.match(r"\s*(?:https?:)?//\S+\s*\Z", url)), "")
        if url:
            walker.embed("https:" + url if url.startswith("//") else url)
    if element.tag == "embed":  # it has no end tag; libxml2 puts all that follows inside
        walker.children(element)
        walker.end_paragraph()
