"""Lists, definition lists and quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lfnkr_nb.document.elements import Child, Node, text_of
from lfnkr_nb.document.tree import Block, Definitions, Listing, Paragraph, Quote, Runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lfnkr_nb.document.flow import Walker
    from lfnkr_nb.document.inline import Style

__all__ = ["definitions", "item", "listing", "quote"]

#: The largest number a list may begin with; HTML sets none, an exporter's counter does.
LARGEST_START = 999_999


def item(walker: Walker, node: Node, style: Style) -> None:
    """A list item outside a list: a paragraph of its own."""
    walker.here.flush()
    walker.walk(node.children, style)
    walker.here.flush()


def listing(walker: Walker, node: Node, style: Style) -> None:
    """A list; at the deepest level its items are paragraphs of the item around it."""
    walker.here.flush()
    if not walker.may_nest("list"):
        for children in _items(node):
            item(walker, Node("li", children=children), style)
        return
    items = [walker.read_inside("list", children, style) for children in _items(node)]
    filled = tuple(blocks for blocks in items if blocks)
    if filled:
        ordered = node.tag == "ol"
        walker.emit(Listing(filled, ordered, _start(node) if ordered else 1))


def _items(node: Node) -> Iterator[list[Child]]:
    """The content of each item; a list directly inside a list belongs to the item before it."""
    current: list[Child] | None = None
    for child in node.children:
        if isinstance(child, Node) and child.tag == "li":
            if current is not None:
                yield current
            current = list(child.children)
        elif isinstance(child, Node) or child.strip():
            current = [*(current or []), child]
    if current is not None:
        yield current


def _start(node: Node) -> int:
    """The number of the first item, within what counters can count."""
    written = node.get("start")
    digits = written.removeprefix("-")
    if not digits.isascii() or not digits.isdigit():
        return 1
    return max(0, min(LARGEST_START, int(written[:20])))


def definitions(walker: Walker, node: Node, style: Style) -> None:
    """Terms and what they mean; a term without meaning and a meaning without term are kept."""
    walker.here.flush()
    if not walker.may_nest("other"):
        walker.walk([child for part in _parts(node) for child in (part, "\n")], style)
        walker.here.flush()
        return
    items: list[tuple[Runs, tuple[Block, ...]]] = []
    for part in _parts(node):
        if part.tag == "dt":
            runs, rest = walker.inline(part.children, style)
            items.append((runs, rest))
        else:
            blocks = walker.read_inside("other", part.children, style)
            term, before = items.pop() if items else ((), ())
            items.append((term, before + blocks))
    filled = tuple(pair for pair in items if pair[0] or pair[1])
    if filled:
        walker.emit(Definitions(filled))


def _parts(node: Node) -> Iterator[Node]:
    """Terms and meanings, also those grouped in `<div>`; other content counts as a meaning."""
    for child in node.children:
        if isinstance(child, str):
            if child.strip():
                yield Node("dd", children=[child])
        elif child.tag == "div":
            yield from _parts(child)
        else:
            yield child if child.tag in {"dt", "dd"} else Node("dd", children=[child])


def quote(walker: Walker, node: Node, style: Style) -> None:
    """A quotation; a closing `<cite>` or `<footer>` says whom it is from."""
    walker.here.flush()
    body, source = _without_source(node.children)
    cite, rest = walker.inline(source, style) if source else ((), ())
    if not walker.may_nest("quote"):
        walker.walk(body, style)
        walker.emit(*([Paragraph(cite)] if cite else []), *rest)
        return
    blocks = walker.read_inside("quote", body, style) + rest
    if blocks or cite:
        walker.emit(Quote(blocks, cite))


def _without_source(children: list[Child]) -> tuple[list[Child], list[Child]]:
    """The content of a quotation and, apart, the nodes that say whom it is from."""
    last = len(children)
    while last and isinstance(blank := children[last - 1], str) and not blank.strip():
        last -= 1
    final = children[last - 1] if last else None
    if isinstance(final, Node) and final.tag in {"cite", "footer"} and _stands_alone(children[: last - 1]):
        return children[: last - 1], final.children
    return children, []


def _stands_alone(before: list[Child]) -> bool:
    """Whether what precedes is finished: the source then stands on a line of its own."""
    for child in reversed(before):
        if isinstance(child, str):
            if child.strip():
                return False
        else:
            return bool(text_of(child).strip()) or child.tag == "br"
    return False
