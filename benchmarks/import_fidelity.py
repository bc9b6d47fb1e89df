"""How much of a WordPress export survives the import: counts of the source against the rendered Markdown.

    python benchmarks/import_fidelity.py ../shared/data/wxr/*.xml

The reference shares no code with the importer: it reads the export with the standard library's expat, applies
a paragraph rule of its own to the text, and counts in a small tree made by `html.parser`. The other side is
what a reader gets: the imported Markdown rendered by markdown-it-py and counted by the same tree. For each
post and each kind of thing, what the source has and the Markdown lacks is a loss; every loss is listed.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from lfnkr_nb.errors import LfnkrError
from lfnkr_nb.wordpress.importer import import_wordpress

if TYPE_CHECKING:
    from collections.abc import Iterator

#: At least this share of each kind must survive.
THRESHOLDS = {
    "text": 1.0, "tables": 0.995, "headings": 0.995, "images": 0.995, "alts": 0.995, "items": 0.995,
    "cells": 0.995, "links": 0.995, "captions": 0.995, "embeds": 0.995, "paragraphs": 0.99, "strong": 0.99,
    "em": 0.99, "del": 0.99, "breaks": 0.97, "quotes": 0.995, "code lines": 0.995,
}  # fmt: skip
FAULTS = ("text lost > 1 %", "mangled shortcodes", "stray **", "broken YAML", "<!-- wp: left")

VOID = {
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
    own = [number for number, picture in pictures.items() if picture[3] == item["post_id"]]
    content = shortcodes(item["content"], pictures, own)
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
    notes = json.loads(item["footnotes"]) if item.get("footnotes") else []
    return "".join(pieces) + "".join(f"<p>{note['content']}</p>" for note in notes)


_CODES = [
    "code", "sourcecode", "source", "php", "csharp", "perl", "python", "ruby", "js", "css", "html",
    "xml", "sql", "java", "bash", "cpp", "c", "text",
]  # fmt: skip


def shortcodes(content: str, pictures: dict[str, tuple[str, ...]], own: list[str]) -> str:
    """Shortcodes that WordPress itself knows, as it shows them."""
    names = "|".join(_CODES)
    content = re.sub(
        rf"(?<!\[)\[({names})\b([^\]]*)\](.*?)\[/\1\]",
        lambda found: "<pre>" + html.escape(found[3].strip("\n"), quote=False) + "</pre>",
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

    return re.sub(r"(?<!\[)\[gallery[^\]]*\]", gallery, content)


# --- counting ----------------------------------------------------------------------------------------------

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+")


def words(root: Element) -> Counter[str]:
    """Words in running text; a frame counts by its address, which readers get as a link."""
    text: list[str] = []
    _gather(root, text)
    return Counter(_WORD.findall("".join(text)))


def _gather(element: Element, text: list[str]) -> None:
    if element.tag == "#":
        text.append(element.text)
    elif _is_note(element):
        return
    elif element.tag not in SILENT:
        inner = element.tag in BLOCK_SET or element.tag == "br"
        text.append(" " if inner else "")
        for child in element.children:
            _gather(child, text)
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


# --- both sides --------------------------------------------------------------------------------------------


def read_export(path: Path) -> tuple[list[dict], dict[str, str], dict[str, tuple[str, ...]]]:
    """Posts and pages, reusable blocks and attachments of an export, read by expat."""
    data = path.read_bytes()
    data = re.sub(rb"[\x0b\x0c]", b" ", data)
    data = re.sub(rb"[\x00-\x08\x0e-\x1f]|\xef\xbf[\xbe\xbf]", b"", data)
    root = ET.fromstring(data)
    items, blocks, pictures = [], {}, {}
    for item in root.iter("item"):
        values = {
            child.tag.split("}")[-1]: child.text or ""
            for child in item
            if child.tag.split("}")[-1] not in ("postmeta", "encoded")
        }
        for child in item:
            if child.tag.endswith("/modules/content/}encoded"):
                values["content"] = child.text or ""
            elif child.tag.endswith("excerpt/}encoded"):
                values["excerpt"] = child.text or ""
        meta = {
            (node[0].text or "").strip(): node[1].text or ""
            for node in item
            if node.tag.endswith("}postmeta")
        }
        values["footnotes"] = meta.get("footnotes", "")
        kind = values.get("post_type", "post").strip()
        if kind == "attachment":
            pictures[values["post_id"]] = (
                values.get("attachment_url", ""),
                meta.get("_wp_attachment_image_alt", ""),
                values.get("excerpt", ""),
                values.get("post_parent", ""),
            )
        elif kind == "wp_block":
            blocks[values["post_id"]] = values.get("content", "")
        elif kind in ("post", "page"):
            items.append(values)
    return items, blocks, pictures


def renderer() -> MarkdownIt:
    """Markdown as DESIGN names it: CommonMark with tables, footnotes and strikethrough."""
    markdown = MarkdownIt("commonmark", {"html": True, "maxNesting": 200}).enable(["table", "strikethrough"])
    return markdown.use(footnote_plugin)


@dataclass
class Score:
    """Totals over posts: what the source has, what was kept, and each loss."""

    source: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    losses: list[str] = field(default_factory=list)
    posts: int = 0

    def add(self, name: str, before: Counter[str], after: Counter[str]) -> None:
        """Count one post: what its source has and what its Markdown shows."""
        for kind in before:
            self.source[kind] += before[kind]
            self.kept[kind] += min(before[kind], after[kind])
            if after[kind] < before[kind]:
                self.losses.append(f"{name}: {kind} {after[kind]} of {before[kind]}")


def score_file(path: Path, score: Score) -> None:
    """Import one export into a temporary folder and add its posts to the score."""
    items, blocks, pictures = read_export(path)
    markdown = renderer()
    with tempfile.TemporaryDirectory() as folder:
        posts = Path(folder) / "posts"
        import_wordpress(path, posts)
        files = {}
        for file in posts.rglob("*.md"):
            text = file.read_text(encoding="utf-8")
            header, content = split_post(text)
            files[header.get("wp", {}).get("id"), header.get("permalink", "")] = content
    for item in items:
        number = int(item["post_id"]) if item.get("post_id", "").strip().isdecimal() else None
        content = files.get((number, item.get("link", "").strip()))
        name = f"{path.name} {item.get('post_id')} {item.get('title', '')[:40]}"
        if content is None:
            score.losses.append(f"{name}: no file")
            score.faults["broken YAML"] += 1
            continue
        score_post(name, reference_html(item, blocks, pictures), content, score=score, markdown=markdown)


def score_post(name: str, source_html: str, content: str, *, score: Score, markdown: MarkdownIt) -> None:
    """Compare one post's source with its Markdown."""
    score.posts += 1
    before, after = tree(source_html), tree(markdown.render(content))
    before_words, after_words = words(before), words(after)
    for frame in before.walk():
        if frame.tag == "iframe" and frame.attributes.get("src"):
            before_words.update(_WORD.findall(frame.attributes["src"]))
    lost = before_words - after_words
    total, missing = sum(before_words.values()), sum(lost.values())
    score.source["text"] += total
    score.kept["text"] += total - missing
    if missing:
        score.losses.append(f"{name}: text {missing} of {total} words: {' '.join(list(lost)[:8])}")
    score.faults["text lost > 1 %"] += missing > total * 0.01
    score.add(name, count(before), count(after))
    _faults(name, before, after, content=content, score=score)


def _faults(name: str, before: Element, after: Element, *, content: str, score: Score) -> None:
    for kind, pattern in (("stray **", r"\*\*"), ("mangled shortcodes", r"\[/?\w+[^\[\]]*\]")):
        had = Counter(re.findall(pattern, _outside_code(before)))
        has = Counter(re.findall(pattern, _outside_code(after)))
        found = (has - had) if kind == "stray **" else (had - has)
        if found:
            score.faults[kind] += 1
            score.losses.append(f"{name}: {kind}: {list(found)[:3]}")
    score.faults["<!-- wp: left"] += "<!-- wp:" in re.sub(r"(?ms)^( *`{3,}).*?^\1|`[^`]*`", "", content)


def _outside_code(root: Element) -> str:
    if root.tag == "#":
        return root.text
    if (
        root.tag in ("pre", "code", *SILENT)
        or root.attributes.get("class") in ("footnote-ref", "footnote-backref")
        or root.attributes.get("data-fn")
    ):
        return ""
    return "".join(_outside_code(child) for child in root.children)


def split_post(text: str) -> tuple[dict, str]:
    """Header and content of a post, by PyYAML."""
    import yaml

    _, header, content = re.split(r"(?m)^---\n", text, maxsplit=2)
    return yaml.load(header, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), content


def main() -> int:
    """Print the table; 1 when a threshold is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("exports", nargs="*", type=Path)
    parser.add_argument("--losses", type=int, default=100, help="how many losses to list")
    given = parser.parse_args()
    exports = given.exports or sorted(Path(__file__).parents[1].joinpath("../shared/data/wxr").glob("*.xml"))
    score = Score()
    for path in exports:
        try:
            score_file(path, score)
        except (ET.ParseError, LfnkrError) as error:
            print(f"not scored: {path.name}: {error}")
    failed = False
    print(f"{score.posts} posts\n{'':<14}{'source':>9}{'kept':>9}{'share':>9}{'wanted':>9}")
    for kind, wanted in THRESHOLDS.items():
        share = score.kept[kind] / score.source[kind] if score.source[kind] else 1.0
        failed |= share < wanted
        figures = f"{score.source[kind]:>9}{score.kept[kind]:>9}{share:>9.2%}{wanted:>9.1%}"
        print(f"{kind:<14}{figures}{'' if share >= wanted else '  missed'}")
    for fault in FAULTS:
        failed |= bool(score.faults[fault])
        print(f"{fault:<22}{score.faults[fault]:>10}")
    for loss in score.losses[: given.losses]:
        print(f"  {loss}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
