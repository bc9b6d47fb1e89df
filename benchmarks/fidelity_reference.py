"""The reference of `import_fidelity.py`: what a reader of the site sees, and how much of it there is.

It shares no code with the importer: a paragraph rule of its own, and a small tree made by `html.parser`.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from fidelity_code import code_as_written

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SILENT", "WORD", "Element", "count", "gather_text", "reference_html", "tree", "words"]

VOID = {"br", "hr", "wbr", "img", "embed", "param", "source", "track", "area", "col", "input", "link",
        "meta", "base"}  # fmt: skip
SILENT = {"script", "style", "template", "iframe", "audio", "video", "object", "noembed", "head", "title"}
BLOCKS = [
    "address", "article", "aside", "audio", "blockquote", "caption", "center", "col", "colgroup", "dd",
    "details", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "iframe", "legend", "li", "main", "map",
    "menu", "nav", "object", "ol", "option", "p", "pre", "section", "style", "script", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "video",
]  # fmt: skip
BLOCK_SET = set(BLOCKS)
_CLOSES = {
    "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "tr": {"tr", "td", "th"}, "td": {"td", "th"},
    "th": {"td", "th"}, "tbody": {"tr", "td", "th", "thead"}, "option": {"option"},
}  # fmt: skip
_SCOPES = {"li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}, "tr": {"table"}, "td": {"table"}, "th": {"table"},
           "tbody": {"table"}, "option": {"select"}}  # fmt: skip


@dataclass
class Element:
    """A node of the reference tree; a text node has the tag `#`."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def walk(self) -> Iterator[Element]:
        """The node and everything below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def visible(self) -> str:
        """The text a reader sees."""
        if self.tag == "#":
            return self.text
        return "" if self.tag in SILENT else "".join(child.visible() for child in self.children)


class Tree(HTMLParser):
    """A forgiving tree builder: implied ends of paragraphs, items, rows and cells as HTML defines them."""

    CDATA_CONTENT_ELEMENTS = ("script", "style", "iframe")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.stack = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element starts; it may end others."""
        if tag in BLOCK_SET and tag not in ("audio", "video", "iframe", "object", "map", "script", "style"):
            self._close_paragraph()
        if tag in _CLOSES:
            self._imply(_CLOSES[tag], _SCOPES[tag])
        element = Element(tag, {key: value or "" for key, value in attrs})
        self.stack[-1].children.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element written with a slash."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends, with all that are open in it."""
        for place in range(len(self.stack) - 1, 0, -1):
            if self.stack[place].tag == tag:
                del self.stack[place:]
                return
            if tag not in BLOCK_SET and self.stack[place].tag in BLOCK_SET:
                return

    def handle_data(self, data: str) -> None:
        """Text."""
        self.stack[-1].children.append(Element("#", text=data))

    def unknown_decl(self, data: str) -> None:
        """`<![CDATA[` in HTML is a comment."""

    def _close_paragraph(self) -> None:
        for place in range(len(self.stack) - 1, 0, -1):
            tag = self.stack[place].tag
            if tag == "p":
                del self.stack[place:]
                return
            if tag in BLOCK_SET:
                return

    def _imply(self, closed: set[str], scope: set[str]) -> None:
        for place in range(len(self.stack) - 1, 0, -1):
            tag = self.stack[place].tag
            if tag in scope:
                return
            if tag in closed:
                del self.stack[place:]


def tree(source: str) -> Element:
    """The tree of a piece of HTML."""
    parser = Tree()
    parser.feed(source)
    parser.close()
    return parser.root


# --- the reference: what a reader of the site sees ---------------------------------------------------------

_BLOCK_TAG = re.compile(rf"(?:</?(?:{'|'.join(BLOCKS)})\b[^<>]*>)", re.I)
_PROTECTED = re.compile(
    r"<pre\b.*?</pre>|<!--.*?-->|<(?:script|style|textarea|svg)\b.*?</(?:script|style|textarea|svg)>",
    re.S | re.I,
)
_BLOCK_COMMENT = re.compile(r"<!--\s*(/?)wp:([\w/-]+)(?:\s+(\{.*?\}))?\s*(/?)-->", re.S)


def autop(text: str) -> str:
    """Paragraphs and line breaks from line ends, after WordPress's documentation of `wpautop`."""
    kept: list[str] = []

    def hide(found: re.Match[str]) -> str:
        kept.append(found[0])
        mark = f"\x01{len(kept) - 1}\x02"
        stands_alone = re.match(r"<!--\s*(?:more|nextpage)|<pre|<script|<style", found[0], re.I)
        return f"\n\n{mark}\n\n" if stands_alone else mark

    text = _PROTECTED.sub(hide, text.replace("\r", ""))
    text = re.sub(r"<[^<>]*>", lambda found: found[0].replace("\n", " "), text)
    text = re.sub(r"<br\s*/?>\s*<br\s*/?>", "\n\n", text)
    text = _BLOCK_TAG.sub(lambda found: f"\n\n{found[0]}\n\n", text)
    pieces: list[str] = []
    for chunk in map(str.strip, re.split(r"\n[ \t]*\n\s*", text)):
        if not chunk:
            continue
        if _BLOCK_TAG.fullmatch(chunk) or re.fullmatch(r"(?:\x01\d+\x02\s*)+", chunk):
            pieces.append(chunk)
        else:
            pieces.append("<p>" + re.sub(r"(?:<br\s*/?>)?\s*\n\s*", "<br>", chunk) + "</p>")
    joined = "\n".join(pieces)
    # The rule has made paragraphs in paragraphs, headings, captions and cells that have one line.
    for tag in (
        "p",
        *(f"h{level}" for level in range(1, 7)),
        "figcaption",
        "li",
        "td",
        "th",
        "dt",
        "dd",
        "caption",
        "summary",
        "legend",
    ):
        joined = re.sub(
            rf"(<{tag}\b[^<>]*>)\s*<p>((?:(?!</?p>|<{tag}\b).)*)</p>\s*(</{tag}>)",
            r"\1\2\3",
            joined,
            flags=re.S | re.I,
        )
    joined = re.sub(
        r"(<li\b[^<>]*>)\s*<p>((?:(?!</?p>).)*)</p>(?=\s*(?:<[uo]l|</li))", r"\1\2", joined, flags=re.S | re.I
    )
    return re.sub("\x01(\\d+)\x02", lambda found: kept[int(found[1])], joined)


def reference_html(item: dict, blocks: dict[str, str], pictures: dict[str, tuple[str, ...]]) -> str:
    """The content as the site shows it: blocks as they are, everything outside of blocks by `autop`."""
    own = [number for number, picture in pictures.items() if picture[3] == item.get("post_id")]
    content = shortcodes(item.get("content", ""), pictures, own, encoded=bool(item.get("encoded")))
    content = re.sub(
        r'<!--\s*wp:block\s+\{"ref":(\d+)[^>]*/-->', lambda found: blocks.get(found[1], ""), content
    )
    pieces: list[str] = []
    depth = at = 0
    for found in _BLOCK_COMMENT.finditer(content):
        between = content[at : found.start()]
        pieces.append(between if depth else autop(between))
        at = found.end()
        if not found[4] and found[2] not in ("freeform", "shortcode"):
            depth = max(0, depth + (-1 if found[1] else 1))
    rest = content[at:]
    pieces.append(rest if depth else autop(rest))
    notes = json.loads(item["footnotes"]) if item.get("footnotes", "").strip() else []
    return "".join(pieces) + "".join(f"<p>{note['content']}</p>" for note in notes)


#: Shortcodes of WordPress.com and Jetpack that show what lies at an address, or what a number there stands for.
_SERVICES = {
    "youtube": (r"[\w-]{11}", "https://www.youtube.com/watch?v="), "vimeo": (r"\d+", "https://vimeo.com/"),
    "wpvideo": (r"\w{8}", "https://videopress.com/v/"), "ted": (r"\d+", "https://www.ted.com/talks/view/id/"),
    "dailymotion": (r"\w{5,20}", "https://www.dailymotion.com/video/"),
    "archiveorg": (r"[\w.-]+", "https://archive.org/details/"),
    **dict.fromkeys(("soundcloud", "spotify", "instagram", "tweet", "gist", "flickr", "facebook", "mixcloud",
                     "hulu", "twitchtv", "googlemaps"), (r"\Z.", "")),
}  # fmt: skip


def shortcodes(
    content: str, pictures: dict[str, tuple[str, ...]], own: list[str], *, encoded: bool = False
) -> str:
    """Shortcodes that WordPress itself knows, as it shows them."""
    content = code_as_written(content, encoded=encoded)
    content = re.sub(
        r"(<(pre|code)\b.*?</\2>)|\[\w[^\[\]]*=[^\[\]]*\]",
        lambda found: found[0] if found[1] else " ".join(found[0].split("\n")),
        content,
        flags=re.S,
    )
    content = re.sub(r"(?<!\[)\[embed[^\]]*\](.*?)\[/embed\]", r"\n\n\1\n\n", content, flags=re.S)
    content = re.sub(
        r"\[(?:wp_)?caption[^\]]*\]\s*((?:<a [^>]*>)?\s*<img [^>]*>\s*(?:</a>)?)(.*?)\[/(?:wp_)?caption\]",
        lambda found: f"<figure>{found[1]}<figcaption>{found[2].strip()}</figcaption></figure>",
        content,
        flags=re.S,
    )
    content = re.sub(
        r'\[(?:wp_)?caption[^\]]*caption="([^"]*)"[^\]]*\](.*?)\[/(?:wp_)?caption\]',
        lambda found: f"<figure>{found[2]}<figcaption>{found[1]}</figcaption></figure>",
        content,
        flags=re.S,
    )
    content = re.sub(
        r"\[(?:audio|video)\b[^\]]*(https?://[^\s\"'\]]+)[^\]]*\](?:\s*\[/(?:audio|video)\])?",
        r'<video src="\1"></video>',
        content,
    )

    content = re.sub(
        rf"\[(?:{'|'.join(_SERVICES)})[ =][^\]]*?(https?://[^\s\"'\]]+)[^\]]*\]", r"\n\n\1\n\n", content
    )
    for service, (number, address) in _SERVICES.items():
        content = re.sub(rf"\[{service}[ =](?:id=)?\"?({number})\b[^\]]*\]", rf"\n\n{address}\1\n\n", content)

    def gallery(found: re.Match[str]) -> str:
        named = re.search(r'(?:ids|include)="([\d, ]+)"', found[0])
        ids = re.findall(r"\d+", named[1]) if named else own
        if not ids or not all(number in pictures for number in ids):
            return found[0]
        return "".join(
            f'<figure><img src="{url}" alt="{html.escape(alt)}">'
            + (f"<figcaption>{caption}</figcaption>" if caption else "")
            + "</figure>"
            for url, alt, caption, _ in (pictures[number] for number in ids)
        )

    def playlist(found: re.Match[str]) -> str:
        ids = re.findall(r"\d+", found[1])
        known = all(number in pictures for number in ids)
        return (
            "".join(f'<audio src="{pictures[number][0]}"></audio>' for number in ids) if known else found[0]
        )

    content = re.sub(r'\[playlist[^\]]*ids="([^"]*)"[^\]]*\]', playlist, content)
    return re.sub(r"(?<!\[)\[gallery[^\]]*\]", gallery, content)


# --- counting ----------------------------------------------------------------------------------------------

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+")


def words(root: Element) -> Counter[str]:
    """Words in running text; a frame counts by its address, which readers get as a link."""
    text: list[str] = []
    gather_text(root, text)
    return Counter(WORD.findall("".join(text)))


def gather_text(element: Element, text: list[str]) -> None:
    """Add the running text of an element and everything in it; blocks are apart from each other."""
    if element.tag == "#":
        text.append(element.text)
    elif _is_note(element):
        return
    elif element.tag not in SILENT:
        inner = element.tag in BLOCK_SET or element.tag == "br"
        text.append(" " if inner else "")
        for child in element.children:
            gather_text(child, text)
        text.append(" " if inner else "")


def count(root: Element) -> Counter[str]:
    """How many of each kind of thing a tree has."""
    notes = {id(node) for note in root.walk() if _is_note(note) for node in note.walk()}
    counts: Counter[str] = Counter()
    for node in root.walk():
        kind = "" if id(node) in notes else _kind(node)
        if kind:
            counts[kind] += _code_lines(node) if kind == "code lines" else 1
        if node.tag == "img":
            counts["alts"] += bool(node.attributes.get("alt", "").strip())
    counts["breaks"] = _breaks(root)
    return counts


_KINDS = {
    "li": "items", "blockquote": "quotes", "pre": "code lines", "figcaption": "captions", "strong": "strong",
    "b": "strong", "em": "em", "i": "em", "del": "del", "s": "del", "strike": "del",
}  # fmt: skip


def _kind(node: Element) -> str:
    """What a node counts as; empty when it counts as nothing or shows nothing."""
    seen = bool(node.visible().strip())
    shows = seen or any(child.tag == "img" for child in node.walk())
    css = node.attributes.get("class", "")
    if "wp-caption-text" in css:
        return "captions" if seen else ""
    found = {
        "a": "links" if node.attributes.get("href") and shows else "",
        "img": "images" if node.attributes.get("src") else "",
        "td": "cells", "th": "cells",
        "table": "tables" if any(child.tag in ("td", "th") for child in node.walk()) else "",
        "p": "paragraphs" if seen and not css.startswith("footnote") else "",
        **dict.fromkeys(("iframe", "audio", "video", "object", "embed"), "embeds"),
        **dict.fromkeys((f"h{level}" for level in range(1, 7)), "headings" if shows else ""),
    }  # fmt: skip
    return found.get(node.tag, _KINDS.get(node.tag, "") if seen else "")


def _is_note(node: Element) -> bool:
    css = node.attributes.get("class", "")
    return css in ("footnote-ref", "footnote-backref") or bool(node.attributes.get("data-fn"))


def _code_lines(node: Element) -> int:
    text = "".join(
        child.text if child.tag == "#" else "\n" if child.tag == "br" else "" for child in node.walk()
    )
    return text.strip("\n").count("\n") + 1


def _breaks(root: Element) -> int:
    """Line breaks between visible things of one block."""
    events: list[str] = []
    _events(root, events)
    joined = re.sub("B+", "B", "".join(events))
    return sum(len(run) for run in re.findall("(?<=T)(R+)(?=T)", joined))


def _events(node: Element, events: list[str]) -> None:
    if node.tag == "#":
        events.append("T" if node.text.strip() else "")
    elif node.tag in ("pre", *SILENT):
        events.append("B")
    elif node.tag in ("br", "img"):
        events.append("R" if node.tag == "br" else "T")
    else:
        edge = "B" if node.tag in BLOCK_SET else ""
        events.append(edge)
        for child in node.children:
            _events(child, events)
        events.append(edge)
