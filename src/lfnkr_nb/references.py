"""The links and pictures that posts refer to, found in their Markdown without reading any picture twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lfnkr_nb.document import load_picture
from lfnkr_nb.document.elements import Node, closing_names, parse, text_of
from lfnkr_nb.document.limits import is_too_hard
from lfnkr_nb.document.parser import markdown_parser
from lfnkr_nb.errors import PictureError
from lfnkr_nb.links import LinkMap
from lfnkr_nb.post import Post

__all__ = ["Image", "elements", "image_rows", "images_in", "link_rows"]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as a post refers to it; `problem` says why it cannot be used, empty where it can."""

    src: str
    alt: str
    problem: str


def images_in(post: Post, nodes: Iterable[Node]) -> list[Image]:
    """The pictures of a post, its featured picture first, then in reading order; `nodes` are its `elements`."""
    featured = [(str(post.get("image")), str(post.get("image_alt", "")))] if post.get("image") else []
    inside = [(node.get("src"), node.get("alt")) for node in nodes if node.tag == "img"]
    first = dict(reversed(featured + inside))
    return [Image(src, alt.strip(), _refusal(post, src)) for src, alt in reversed(first.items())]


def _refusal(post: Post, src: str) -> str:
    try:
        load_picture(src, post.path.parent)
    except PictureError as error:
        return error.message
    return ""


def elements(content: str) -> Iterator[Node]:
    """Every element of a Markdown text in reading order, raw HTML included; none in a text too hard to parse."""
    if is_too_hard(content):
        return
    env: dict[str, Any] = {"closed": closing_names(content)}
    stack = [parse(markdown_parser().render(content, env), lambda _message: None)]
    while stack:
        node = stack.pop()
        yield node
        stack += [child for child in reversed(node.children) if isinstance(child, Node)]


def image_rows(posts: Iterable[Post], keys: Mapping[Path, str]) -> list[dict[str, Any]]:
    """Rows of the `images` frame."""
    return [
        {
            "post": keys[post.path],
            "src": image.src,
            "alt": image.alt or None,
            "exists": not image.problem,
            "problem": image.problem or None,
        }
        for post in posts
        for image in images_in(post, elements(post.content))
    ]


def link_rows(posts: Iterable[Post], links: LinkMap, keys: Mapping[Path, str]) -> list[dict[str, Any]]:
    """Rows of the `links` frame; footnote calls and their way back are no links of the post."""
    return [
        _link_row(keys[post.path], node, links, keys)
        for post in posts
        for node in elements(post.content)
        if node.tag == "a" and node.get("href") and not node.get("href").startswith("#fn")
    ]


def _link_row(post: str, node: Node, links: LinkMap, keys: Mapping[Path, str]) -> dict[str, Any]:
    target = links.find(node.get("href"))
    only = target.posts[0] if len(target) == 1 and target.posts else None
    return {
        "post": post,
        "href": node.get("href"),
        "text": " ".join(text_of(node).split()),
        "kind": target.kind,
        "target": keys[only.path] if only else None,
        "choices": len(target),
    }
