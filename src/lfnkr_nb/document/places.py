"""Places on a page that links of the same page lead to: ids, names, and headings by their words.

In a document only headings are such places. A link to a place inside a passage leads to the heading above it, or to
the beginning of the post where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from lfnkr_nb.document.elements import Child, Node, tag_names, text_of

__all__ = ["HEADINGS", "Places", "find_places", "heading_slug", "names_of"]

HEADINGS: Final = tag_names("h1 h2 h3 h4 h5 h6")
#: A heading in one of these is a strong paragraph in the document.
_CONTAINERS: Final = tag_names("ul ol dl blockquote table")


@dataclass(frozen=True, slots=True)
class Places:
    """Where links on a page lead.

    Attributes:
        by_name: Anchor in the document by the name that a link says.
        of_heading: Anchor of each heading that is one, by the identity of its node.
    """

    by_name: dict[str, str] = field(default_factory=dict)
    of_heading: dict[int, str] = field(default_factory=dict)

    def find(self, href: str) -> str:
        """The anchor that `#name` leads to; empty where there is no such place."""
        name = href[1:]
        return self.by_name.get(name) or self.by_name.get(unquote(name), "")


def names_of(node: Node) -> set[str]:
    """The names by which a link can mean an element."""
    return {node.get("id"), node.get("name")} - {""}


def heading_slug(node: Node) -> str:
    """The name of a heading by its words, as GitHub makes it: `Part two!` is `part-two`."""
    return re.sub(r"[^\w\- ]", "", text_of(node).strip().lower()).replace(" ", "-")


def find_places(body: Node, anchor: str) -> Places:
    """The places of a page; none where no link leads to one.

    Args:
        body: The page.
        anchor: The anchor of the section it becomes; those of its headings are made from it, never from its words.
    """
    places = Places()
    if not any(node.tag == "a" and node.get("href").startswith("#") for node, _ in _nodes(body)):
        return places
    here, waiting = anchor, set[str]()
    for child, contained in _nodes(body, texts=True):
        if child.tag in HEADINGS and not contained:
            here = f"{anchor}.part{len(places.of_heading) + 1}"
            places.of_heading[id(child)] = here
            waiting |= {heading_slug(child)} - {""}
        waiting |= names_of(child)
        if child.tag in HEADINGS or child.tag in ("text", "img"):
            for name in waiting:
                places.by_name.setdefault(name, here)
            waiting = set()
    for name in waiting:
        places.by_name.setdefault(name, here)
    return places


def _nodes(root: Node, *, texts: bool = False) -> Iterator[tuple[Node, bool]]:
    """Every element in reading order, and whether it stands in a container; with `texts` also words, as `text`."""
    todo: list[tuple[Child, bool]] = [(root, False)]
    while todo:
        child, contained = todo.pop()
        if isinstance(child, str):
            if texts and child.strip():
                yield Node("text"), contained
            continue
        yield child, contained
        contained = contained or child.tag in _CONTAINERS
        todo += [(inner, contained) for inner in reversed(child.children)]
