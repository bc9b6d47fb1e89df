"""HTML becomes a small clean tree of nodes: what is no HTML is kept as text, what is active never gets in.

The order is fixed: comments and tags of the raw text are looked at (`prepare`), nh3 parses the result as a
browser would and keeps only what is on the list, and its canonical output is read into `Node`s with a stack
of our own, so no depth of nesting can exhaust a parser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

import nh3

from lfnkr_nb.document.characters import clean

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Child", "Node", "closing_names", "is_element", "parse", "prepare", "tag_names", "text_of"]

#: Elements deeper than this dissolve into their ancestor (a browser stops at 512, a page never needs 30).
DEPTH = 60


def tag_names(names: str) -> frozenset[str]:
    """A set of names written with blanks between them."""
    return frozenset(names.split())


_BLOCKS = tag_names(
    "address article aside blockquote center dd details dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section "
    "summary table caption col colgroup tbody td tfoot th thead tr ul"
)
_INLINES = tag_names(
    "a abbr acronym b bdi bdo big br cite code del dfn em font i img ins kbd mark nobr q rb rp rt rtc "
    "ruby s samp small span strike strong sub sup tt u var wbr"
)
# Their content is shown in place of what they would load; renamed, because HTML reads some as raw text.
_RENAMED = tag_names("audio embed iframe noembed noframes noscript object plaintext video xmp")
_CONTROLS = frozenset(["button", "select", "option", "optgroup", "textarea"])
# Real elements that authors also write as placeholders, like `<name>`: without attributes and never closed
# they are the author's text.
_PLACEHOLDERS = tag_names(
    "area base body button canvas data datalist dialog dir head html input label legend link main map "
    "math menu meta meter nav object output param picture progress search section select slot "
    "source template textarea time title track var"
)
_DROPPED_WITH_TEXT = frozenset(
    {"script", "style", "template", "title", "head", "canvas", "datalist", "svg", "math"}
)
_KNOWN = (
    _BLOCKS
    | _INLINES
    | _RENAMED
    | _CONTROLS
    | _PLACEHOLDERS
    | _DROPPED_WITH_TEXT
    | tag_names("applet basefont bgsound blink frame frameset isindex marquee summary")
)

_CLEANER = nh3.Cleaner(
    tags=_BLOCKS | _INLINES | _CONTROLS | {"source"} | {f"x-{name}" for name in _RENAMED},
    clean_content_tags={"script", "style", "template", "title", "canvas", "datalist", "svg", "math"},
    attributes={
        "*": {"lang", "id", "class", "title"},
        "a": {"href", "name"},
        "blockquote": {"cite"},
        "img": {"src", "alt", "width", "height"},
        "li": {"value"},
        "ol": {"start", "reversed", "type"},
        "p": {"style"},
        "span": {"data-math"},
        "sup": {"data-note", "data-fn"},
        "td": {"colspan", "rowspan", "align", "style", "scope"},
        "th": {"colspan", "rowspan", "align", "style", "scope"},
        "source": {"src"},
        "x-audio": {"src"},
        "x-embed": {"src"},
        "x-iframe": {"src", "data-src"},
        "x-object": {"data"},
        "x-video": {"src"},
    },
    # Nothing here is trusted: each target is judged again where it enters the tree. These may come this far
    # so that a notice can name them.
    url_schemes={"http", "https", "mailto", "tel", "data", "file", "ftp", "attachment"},
    filter_style_properties={"text-align"},
    link_rel=None,
)

_MARKUP = re.compile(
    r"<(?:(?P<comment>!--)|(?P<slash>/?)(?P<name>[A-Za-z][^\s/<>]{0,60})(?P<bare>(?=>))?|(?P<other>[!?]))"
)
_TAG = re.compile(r'<(/?)([a-zA-Z][\w:-]*)((?:\s+[^\s="<>]+="[^"]*")*)\s*/?>|([^<]+)|<')
_ATTRIBUTE = re.compile(r'([^\s="<>]+)="([^"]*)"')
_CLOSING = re.compile(r"</([A-Za-z][A-Za-z0-9]*)")
_NEXT_PAGE = re.compile(r"<!--\s*nextpage\s*-->")
_WORD_PREFIX = re.compile(r"(?:o|w|v|m|x|st1|st2)p?:", re.IGNORECASE)
_VOID = frozenset({"br", "col", "hr", "img", "source", "wbr"})
_LEFT_OUT = re.compile(r"<(script|template|title|canvas|datalist|svg|math)\b", re.IGNORECASE)


@dataclass(slots=True)
class Node:
    """An element: its tag, its attributes and what is inside."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute without blanks around it, or an empty string."""
        return self.attributes.get(name, "").strip()

    def has_class(self, *names: str) -> bool:
        """Whether the element carries one of these classes."""
        return not set(names).isdisjoint(self.get("class").split())


Child = Node | str


def is_element(name: str) -> bool:
    """Whether a tag of this name is one of HTML's elements (and not an author's `<label-like>` text)."""
    return name.lower() in _KNOWN


def prepare(html: str, closed: frozenset[str] | None = None) -> str:
    """Raw HTML in which only HTML is markup: anything else that looks like a tag becomes text.

    Args:
        html: A piece of raw HTML.
        closed: Names that are closed somewhere in the whole text, where `html` is only a piece of it.
    """
    names = closing_names(html) if closed is None else closed
    parts: list[str] = []
    at = 0
    while match := _MARKUP.search(html, at):
        parts.append(html[at : match.start()])
        replacement, at = _replacement(html, match, names)
        parts.append(replacement)
    parts.append(html[at:])
    return "".join(parts)


def closing_names(html: str) -> frozenset[str]:
    """The names of all closing tags in a text, in lower case."""
    return frozenset(name.lower() for name in _CLOSING.findall(html))


def _replacement(html: str, match: re.Match[str], closed: frozenset[str]) -> tuple[str, int]:
    """What stands for one piece of markup, and where to read on."""
    if match["comment"]:
        return _comment(html, match.start())
    if match["other"]:
        return _declaration(html, match.start())
    name = match["name"].lower()
    if _WORD_PREFIX.match(name):
        end = html.find(">", match.end())
        return ("", end + 1) if end >= 0 else ("&lt;", match.start() + 1)
    if name not in _KNOWN or _is_placeholder(match, name, closed):
        return "&lt;", match.start() + 1
    if name in _RENAMED:
        return f"<{match['slash']}x-{name}", match.end()
    return match[0], match.end()


def _is_placeholder(match: re.Match[str], name: str, closed: frozenset[str]) -> bool:
    """Whether `<name>` is a word in angle brackets rather than an element."""
    return name in _PLACEHOLDERS and not match["slash"] and name not in closed and match["bare"] is not None


def _comment(html: str, start: int) -> tuple[str, int]:
    """A comment says nothing to a reader, except WordPress's page break; one that never ends is text."""
    end = html.find("-->", start + 2)
    if end < 0:
        return "&lt;", start + 1
    comment = html[start : end + 3]
    return ('<hr class="nextpage">' if _NEXT_PAGE.match(comment) else ""), end + 3


def _declaration(html: str, start: int) -> tuple[str, int]:
    """A document type says nothing to a reader; processing instructions and CDATA are shown as they stand."""
    end = html.find(">", start)
    if end >= 0 and re.match(r"<!doctype\b|<\?xml\b", html[start : start + 10], re.IGNORECASE):
        return "", end + 1
    return "&lt;", start + 1


def parse(prepared: str, notice: Callable[[str], None]) -> Node:
    """The tree of a piece of HTML that went through `prepare`; nothing active is in it.

    Args:
        prepared: HTML from `prepare` or from the Markdown renderer.
        notice: Called with a sentence for what was changed.
    """
    for name in dict.fromkeys(_LEFT_OUT.findall(prepared)):
        notice(f"<{name.lower()}> was left out with its content: it has no place on paper")
    root = Node("root")
    stack = [root]
    for slash, tag, attributes, text in _TAG.findall(_CLEANER.clean(prepared)):
        if not tag:
            stack[-1].children.append(clean(unescape(text or "<"), notice))
        elif slash:
            _close(stack, tag)
        elif tag in _VOID:
            stack[-1].children.append(Node(tag, _attributes(attributes, notice)))
        else:
            deep = _open(stack, Node(tag, _attributes(attributes, notice)))
            if deep:
                notice(f"elements nested more than {DEPTH} deep are shown without their formatting")
    return root


def _attributes(written: str, notice: Callable[[str], None]) -> dict[str, str]:
    if not written:
        return {}
    return {name: clean(unescape(value), notice) for name, value in _ATTRIBUTE.findall(written)}


def _open(stack: list[Node], node: Node) -> bool:
    """Adds an element; one that is too deep shares the place of its ancestor, so that its text stays."""
    deep = len(stack) > DEPTH
    if deep:
        node.children = stack[-1].children
        _part(node)
    else:
        stack[-1].children.append(node)
    stack.append(node)
    return deep


def _close(stack: list[Node], tag: str) -> None:
    if len(stack) > 1 and stack[-1].tag == tag:
        if len(stack) > DEPTH + 1:
            _part(stack[-1])
        stack.pop()


def _part(node: Node) -> None:
    """Keeps words apart where a block that is too deep begins or ends."""
    if node.tag in _BLOCKS:
        node.children.append("\n")


def text_of(node: Node) -> str:
    """All text inside a node, as it stands, with line ends for `<br>`."""
    parts: list[str] = []
    todo: list[Child] = [node]
    while todo:
        child = todo.pop()
        if isinstance(child, str):
            parts.append(child)
        elif child.tag == "br":
            parts.append("\n")
        else:
            todo.extend(reversed(child.children))
    return "".join(parts)
