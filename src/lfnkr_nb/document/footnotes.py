"""Footnotes in HTML: Markdown's own, and those that WordPress and other converters leave as lists of notes.

A call is `<sup data-note="LABEL">`; the Markdown renderer writes it, `take_footnotes` makes it of the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lfnkr_nb.document.elements import Child, Node, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["called_labels", "take_footnotes"]

_LISTS = ("wp-block-footnotes", "footnotes", "footnote-list", "footnotes-list")


def take_footnotes(body: Node) -> dict[str, Node]:
    """The definitions of footnotes by their id; their lists leave the body, their calls carry the id."""
    found: dict[str, Node] = {}
    for holder in [node for node in _nodes(body) if node.has_class(*_LISTS)]:
        items = [node for node in _nodes(holder) if node.tag == "li" and node.get("id")]
        if items:
            found |= {item.get("id"): _without_way_back(item) for item in items}
            holder.children = []
    if found:
        for root in (body, *found.values()):
            _mark_calls(root, found)
    return found


def called_labels(first: Iterable[str], definitions: dict[str, Node]) -> set[str]:
    """The labels of some calls, and those that the notes so called call in turn."""
    called: set[str] = set()
    todo = list(first)
    while todo:
        label = todo.pop()
        if label not in called and label in definitions:
            called.add(label)
            todo += [name for node in _nodes(definitions[label]) if (name := node.get("data-note"))]
    return called


def _mark_calls(root: Node, known: dict[str, Node]) -> None:
    for node in _nodes(root):
        if node.tag == "sup" and (label := _called(node, known)):
            node.attributes = {"data-note": label}
            node.children = []


def _called(node: Node, known: dict[str, Node]) -> str:
    """The id of the footnote that a `<sup>` calls; empty where it is an ordinary superscript."""
    if node.get("data-fn") in known:
        return node.get("data-fn")
    links = [child for child in node.children if isinstance(child, Node) and child.tag == "a"]
    target = links[0].get("href").removeprefix("#") if len(links) == 1 else ""
    return target if target in known else ""


def _nodes(root: Node) -> Iterator[Node]:
    """Every element inside a root, and the root, in reading order."""
    todo = [root]
    while todo:
        node = todo.pop()
        yield node
        todo.extend(child for child in reversed(node.children) if isinstance(child, Node))


def _without_way_back(item: Node) -> Node:
    """A definition without the arrow that leads back to its call."""
    kept: list[Child] = []
    for child in item.children:
        if isinstance(child, Node) and child.tag == "a" and _is_arrow(child):
            continue
        kept.append(_without_way_back(child) if isinstance(child, Node) else child)
    return Node(item.tag, item.attributes, kept)


def _is_arrow(link: Node) -> bool:
    return link.get("href").startswith("#") and not any(char.isalnum() for char in text_of(link))
