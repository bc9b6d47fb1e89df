"""Pictures in a text, with alt text and caption."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lfnkr_nb.document.elements import Child, Node
from lfnkr_nb.document.inline import RunBuffer, Style, lines
from lfnkr_nb.document.links import is_picture_file
from lfnkr_nb.document.tree import Block, Figure, Paragraph, Picture, Quote, Runs, Table, plain
from lfnkr_nb.errors import PictureError

if TYPE_CHECKING:
    from lfnkr_nb.document.flow import Walker

__all__ = ["figure", "image"]


def image(walker: Walker, node: Node, style: Style) -> None:
    """A picture: a block of its own, also amid a paragraph. Emoji pictures are their character."""
    alt = " ".join(node.get("alt").split())
    if node.has_class("emoji", "wp-smiley") and alt:
        walker.here.buffer.text(alt, style)
        return
    picture = _picture(walker, node.get("src"), alt)
    title = RunBuffer(walker.source.lang)
    title.text(node.get("title"), Style(style.lang))
    caption = title.take()
    if picture is None and (post := _post(walker, node.get("src"))):
        caption = _linked(walker, caption, alt, post)
    caption = _with_link(caption, style.href)
    alt = alt or walker.caption or " ".join(node.get("title").split())
    if not alt:
        walker.notices.add(
            f"picture without alt text: {_named(node.get('src'))}", "Describe what the picture shows."
        )
    walker.emit(Figure(picture, alt, caption))


def _picture(walker: Walker, source: str, alt: str) -> Picture | None:
    """The cleaned picture, or None with a notice when it is refused."""
    try:
        return walker.picture(source)
    except PictureError as error:
        what = alt or _named(source)
        walker.notices.add(f"picture left out ({what}): {error.message}", error.hint)
        return None


def _post(walker: Walker, source: str) -> str:
    """The target of a picture that is no picture but leads to a post; empty where it leads to none."""
    resolve = walker.source.resolve
    target = resolve(source) if resolve and not source.startswith("data:") else None
    return target if target is not None and target != source else ""


def _linked(walker: Walker, caption: Runs, alt: str, target: str) -> Runs:
    """The words of a picture that leads to a post, as a link to it."""
    words = RunBuffer(walker.source.lang)
    words.text(plain(caption) or alt, Style(walker.source.lang, href=target))
    return words.take()


def _named(source: str) -> str:
    """A picture's target for a message."""
    return f"{source[:40]}…" if source.startswith("data:") or len(source) > 120 else source or "no target"


def _with_link(caption: Runs, href: str) -> Runs:
    """The caption of a picture that is a link; a link to the picture itself says nothing on paper."""
    if not href or is_picture_file(href):
        return caption
    if not caption:
        buffer = RunBuffer("en")
        buffer.text(href, Style("en", href=href))
        return buffer.take()
    return tuple(run if run.href or run.note else replace(run, href=href) for run in caption)


def figure(walker: Walker, node: Node, style: Style) -> None:
    """A figure: picture, table or quotation with a caption."""
    walker.here.flush()
    captions = [child for child in node.children if isinstance(child, Node) and child.tag == "figcaption"]
    content: list[Child] = [
        child for child in node.children if not isinstance(child, Node) or child.tag != "figcaption"
    ]
    caption, rest = walker.inline([part for each in captions for part in [*each.children, "\n"]], style)
    outer, walker.caption = walker.caption, plain(caption) or walker.caption
    blocks = walker.read(content, style)
    walker.caption = outer
    walker.emit(*_captioned(blocks, caption), *rest)


def _captioned(blocks: tuple[Block, ...], caption: Runs) -> tuple[Block, ...]:
    """The blocks with the caption at the one it belongs to, else as a paragraph after them."""
    if not caption:
        return blocks
    fitting = [block for block in blocks if isinstance(block, Figure | Table | Quote)]
    if len(fitting) != 1:
        return (*blocks, Paragraph(caption))
    return tuple(_with_caption(block, caption) if block is fitting[0] else block for block in blocks)


def _with_caption(block: Block, caption: Runs) -> Block:
    match block:
        case Figure(caption=own):
            return replace(block, caption=lines([own, caption]))
        case Table(caption=own):
            return replace(block, caption=lines([own, caption]))
        case Quote(cite=own):
            return replace(block, cite=lines([own, caption]))
        case _:
            return block
