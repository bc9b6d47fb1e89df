"""Films, sound and other pages: on paper, a link to what cannot be shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lfnkr_nb.document.elements import Node, text_of
from lfnkr_nb.document.links import checked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lfnkr_nb.document.flow import Walker
    from lfnkr_nb.document.inline import Style

__all__ = ["embed"]


def embed(walker: Walker, node: Node, style: Style) -> None:
    """A paragraph that links to the source of `<iframe>`, `<video>`, `<audio>`, `<object>` or `<embed>`."""
    walker.here.flush()
    source = next((target for written in _sources(node) if (target := checked(written))), "")
    if source.startswith("http"):
        title = node.get("title")
        walker.here.buffer.text(title or source, replace(style, href=source))
        walker.here.flush()
    else:
        walker.notices.add(
            f"something embedded (<{node.tag.removeprefix('x-')}>) was left out: it has no web address",
            "Give a link to it in the text.",
        )
    walker.walk([child for child in node.children if not _repeats(child, source)], style)
    walker.here.flush()


def _sources(node: Node) -> Iterator[str]:
    """Every address an embedded thing names, its own first."""
    for name in ("src", "data-src", "data"):
        yield node.get(name)
    for child in node.children:
        if isinstance(child, Node) and child.tag in {"source", "x-embed", "x-iframe", "x-object", "x-video"}:
            yield from _sources(child)


def _repeats(child: Node | str, source: str) -> bool:
    """Whether a fallback inside an element only names the same source again."""
    return isinstance(child, Node) and source in _sources(child) and not text_of(child).strip()
