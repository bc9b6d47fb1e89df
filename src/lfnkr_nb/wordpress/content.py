"""The content of a WordPress post becomes Markdown: one lxml parse, one walk over its tree.

Classic text (outside of blocks) gets its paragraphs and line breaks from the line ends, as WordPress's own
`wpautop` documents it; text inside blocks does not. What Markdown cannot say stays as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeVar

from lxml import etree

from lfnkr_nb.wordpress.blocks import (
    BLOCK_COMMENT,
    CLASSIC_BLOCKS,
    PLAIN_DELIMITER,
    SILENT_BLOCKS,
    block_url,
    is_all_blocks,
)
from lfnkr_nb.wordpress.converted import Converted, Surroundings
from lfnkr_nb.wordpress.handlers import HANDLERS
from lfnkr_nb.wordpress.handlers_marks import span_of
from lfnkr_nb.wordpress.html_quirks import as_browsers_read
from lfnkr_nb.wordpress.inline import (
    BREAK,
    LINE_END,
    Break,
    End,
    Mark,
    Raw,
    Token,
    escape_text,
    link_target,
    render_inline,
)
from lfnkr_nb.wordpress.notes import collect_notes
from lfnkr_nb.wordpress.overrides import with_overrides
from lfnkr_nb.wordpress.raw_code import guard_raw_code
from lfnkr_nb.wordpress.raw_html import is_comment
from lfnkr_nb.wordpress.shortcodes import expand_shortcodes

__all__ = ["Converted", "Surroundings", "convert_content"]

MAX_DEPTH: Final = 100
Given = TypeVar("Given")


_PARSER = etree.HTMLParser(huge_tree=True, encoding="utf-8", remove_pis=False)
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_BARE_URL = re.compile(r"https?://[^\s<>\"]+\Z")
#: Addresses that renderers show as they are; what is encoded with `%` some of them decode.
_PLAIN_URL = re.compile(r"[!#$&-;=?@A-Z\[\]_a-z~]+\Z")
_FRAGMENT = re.compile(r"""href=["']\#([^"'<>\s]+)""")
_LINE_SEPARATORS = ("\u2028", "\u2029", "\x85")
_OWN_LINE = re.compile(r"(more(?:\s.*)?|nextpage|noteaser)\Z", re.S)


def convert_content(
    content: str,
    around: Surroundings,
    *,
    footnotes: str = "",
    encoded_code: bool = False,
) -> Converted:
    """The Markdown of a post's content.

    Args:
        content: As stored by WordPress.
        around: Links, pictures and blocks elsewhere in the export.
        footnotes: The post meta `footnotes` of WordPress 6.3 and later (JSON), or empty.
        encoded_code: Code shortcodes hold HTML entities.
    """
    if not content.strip():
        return Converted("")
    content = content.replace("\r", "")
    for separator in _LINE_SEPARATORS:
        if separator in content:
            content = content.replace(separator, " ")
    expanded = expand_shortcodes(content, pictures=around.pictures, encoded=encoded_code)
    walker = Walker(around, collect_notes(footnotes))
    walker.shortcodes = expanded.kept
    html = as_browsers_read(guard_raw_code(expanded.html))
    if 'href="#' in html or "href='#" in html:
        walker.fragments = frozenset(_FRAGMENT.findall(html))
    if is_all_blocks(html):
        walker.inside_blocks = 1
        html = PLAIN_DELIMITER.sub("", html)
    markdown = "\n\n".join([*walker.document(html), *walker.note_definitions()])
    return Converted(
        f"{markdown}\n" if markdown else "",
        walker.shortcodes,
        walker.blocks,
        walker.losses,
        walker.dropped,
        walker.notes_made,
    )


class Walker:
    """One walk over one post: `out` are the blocks of the container at hand, `buffer` its open paragraph."""

    def __init__(self, around: Surroundings, notes: dict[str, str]) -> None:
        self.around = around
        self.notes = notes
        self.numbers: dict[str, int] = {}
        self.in_markdown: set[str] = set()
        self.shortcodes: dict[str, int] = {}
        self.blocks: dict[str, int] = {}
        self.losses: list[tuple[str, str]] = []
        self.notes_made: list[tuple[str, str]] = []
        self.dropped: dict[str, int] = {}
        self.out: list[str] = []
        self.buffer: list[Token] = []
        self.marks: list[Mark] = []
        self.fragments: frozenset[str] = frozenset()
        self.last_list = ""
        self.line_mode = ""
        self.nested = 0
        self.inside_blocks = 0
        self.depth = 0
        self.expanding: tuple[str, ...] = ()

    # --- containers ---------------------------------------------------------------------------------

    def document(self, html: str) -> list[str]:
        """The blocks of a piece of HTML."""
        if "<" not in html and "&" not in html:
            return self._apart(self.text, html)
        root = etree.fromstring(f"<html><body>{html}</body></html>", _PARSER)
        if root is None:
            return [render_inline([html])]
        return self.contained(root[0] if len(root) else root)

    def contained(self, element: etree._Element) -> list[str]:
        """The blocks inside an element, as a list of their own."""
        return self._apart(self.children, element)

    def _apart(self, walk: Callable[[Given], None], given: Given) -> list[str]:
        saved = self.out, self.buffer, self.last_list
        self.out, self.last_list = [], ""
        self.buffer = list(self.marks)
        walk(given)
        self.end_paragraph()
        blocks, (self.out, self.buffer, self.last_list) = self.out, saved
        return blocks

    def children(self, element: etree._Element) -> None:
        """Walk over text and child elements in order."""
        if element.text:
            self.text(element.text)
        for child in element:
            self.node(child)
            if child.tail:
                self.text(child.tail)

    def node(self, element: etree._Element) -> None:
        """Walk over one element or comment."""
        tag = element.tag
        if is_comment(element):
            self.comment(element.text or "")
            return
        if self.depth >= MAX_DEPTH:
            self.too_deep(element)
            return
        self.depth += 1
        HANDLERS.get(tag, Walker.children)(self, element)
        self.depth -= 1

    def block(self, element: etree._Element) -> None:
        """A paragraph, or a container that has no meaning of its own."""
        self.end_paragraph()
        if wrapped := span_of(element):
            self.marked(element, wrapped)
        else:
            self.children(element)
        self.end_paragraph()

    def too_deep(self, element: etree._Element) -> None:
        """Below this depth only the text and its paragraphs count."""
        self.text(" ".join(str(text) for text in element.itertext()))
        self.notes_made.append(("nesting", f"elements nested more than {MAX_DEPTH} deep were flattened"))

    # --- paragraphs ---------------------------------------------------------------------------------

    @property
    def classic(self) -> bool:
        """Whether line ends mean what they mean in the classic editor."""
        return self.inside_blocks == 0

    def text(self, text: str) -> None:
        """Text of the open paragraph; in classic text line ends break lines and paragraphs."""
        if self.inside_blocks or "\n" not in text:
            if self.buffer or not text.isspace():
                self.buffer.append(text)
            return
        if not self.buffer and text.isspace():
            return
        for number, paragraph in enumerate(_PARAGRAPH.split(text)):
            if number:
                self.end_paragraph()
            lines = paragraph.split("\n")
            self.buffer.append(lines[0])
            for line in lines[1:]:
                if not self.after_br():
                    self.buffer.append(LINE_END)
                self.buffer.append(line)

    def after_break(self) -> bool:
        """Whether nothing but blanks follows the last line break."""
        for token in reversed(self.buffer):
            if isinstance(token, Break):
                return True
            if not isinstance(token, (str, Mark)) or (isinstance(token, str) and token.strip(" \t\r\f")):
                return False
        return False

    def at_line_start(self) -> bool:
        """Whether the open paragraph, or its line after a break, has nothing to show yet."""
        return self.after_break() or all(
            isinstance(token, Mark) or (isinstance(token, str) and not token.strip()) for token in self.buffer
        )

    def after_br(self) -> bool:
        """Whether nothing but blanks follows a `<br>`, whose line end breaks no line of its own."""
        for token in reversed(self.buffer):
            if not isinstance(token, str) or token.strip(" \t\r\f"):
                return token is BREAK
        return False

    def line_break(self, *, plain: bool) -> None:
        """A `<br>`; in classic text two without attributes in a row end the paragraph."""
        if plain and self.classic and self.after_br():
            self.end_paragraph()
        else:
            self.buffer.append(BREAK if plain else LINE_END)

    def end_paragraph(self) -> None:
        """Write the open paragraph, if it shows anything, and start the next with the same marks."""
        tokens, self.buffer = self.buffer, list(self.marks)
        if not tokens or tokens == self.marks:
            return
        tokens.extend(End(mark) for mark in reversed(self.marks))
        tokens = self._link_bare_urls(tokens)
        if self.line_mode:
            markdown = render_inline(tokens, newline="<br>", cell=self.line_mode == "cell")
        else:
            markdown = render_inline(tokens)
        if markdown.strip():
            self.add(markdown)

    def add(self, block: str) -> None:
        """Add a finished block."""
        self.out.append(block)
        self.last_list = ""

    def add_raw(self, html: str) -> None:
        """Add a block of HTML."""
        self.end_paragraph()
        if html.strip():
            self.add(html.strip("\n"))

    def inline(self, element: etree._Element, *, cell: bool = False) -> str:
        """The content of an element as one line, for headings and table cells."""
        saved = self.out, self.buffer, self.line_mode, self.inside_blocks
        self.out, self.buffer, self.line_mode = [], list(self.marks), "cell" if cell else "line"
        self.children(element)
        self.end_paragraph()
        pieces, (self.out, self.buffer, self.line_mode, self.inside_blocks) = self.out, saved
        return "<br>".join(pieces)

    def marked(self, element: etree._Element, mark: Mark) -> None:
        """Walk over an element whose text has a mark, over as many paragraphs as it has."""
        self.open_mark(mark)
        self.children(element)
        self.close_mark()

    def open_mark(self, mark: Mark) -> None:
        """What follows has this mark, until `close_mark`."""
        self.marks.append(mark)
        self.buffer.append(mark)

    def close_mark(self) -> None:
        """End the mark that was opened last."""
        self.buffer.append(End(self.marks.pop()))

    # --- addresses ----------------------------------------------------------------------------------

    def resolve(self, kind: str, url: str) -> str:
        """The address to write; `kind` is `link` or `media`."""
        return self.around.media(url) if kind == "media" else self.around.link(url)

    def embed(self, url: str) -> None:
        """An embedded address as a link on its own."""
        self.end_paragraph()
        self.add(self._embedded(url))

    def _embedded(self, url: str) -> str:
        target = self.around.link(url)
        plain = target == url and _PLAIN_URL.match(url)
        return f"<{url}>" if plain else f"[{escape_text(url, link=True)}]({link_target(target)})"

    def _link_bare_urls(self, tokens: list[Token]) -> list[Token]:
        """WordPress embeds an address that stands alone on its line (in blocks: in its paragraph)."""
        if not any(isinstance(token, str) and "://" in token[:16] for token in tokens):
            return tokens
        if self.inside_blocks and len(tokens) > 1:
            return tokens
        linked: list[Token] = []
        for place, token in enumerate(tokens):
            alone = (place == 0 or isinstance(tokens[place - 1], Break)) and (
                place + 1 == len(tokens) or isinstance(tokens[place + 1], Break)
            )
            url = token.strip() if isinstance(token, str) else ""
            linked.append(Raw(self._embedded(url)) if alone and _BARE_URL.match(url) else token)
        return linked

    # --- comments and blocks ------------------------------------------------------------------------

    def comment(self, text: str) -> None:
        """More marks, page breaks, block delimiters; other comments are kept."""
        stripped = text.strip()
        if stripped.startswith(("wp:", "/wp:")) and (found := BLOCK_COMMENT.match(stripped)):
            self.delimiter(found[2], found[3] or "", closing=bool(found[1]), empty=bool(found[4]))
        elif _OWN_LINE.match(stripped):
            self.end_paragraph()
            self.add(f"<!--{' '.join(stripped.split())}-->")
        elif stripped and not stripped.startswith("[if ") and stripped != "[endif]" and "-->" not in stripped:
            if self.at_line_start() and not self.line_mode:
                self.add(f"<!-- {_one_line(stripped)} -->")
            else:
                self.buffer.append(Raw(f"<!-- {_one_line(stripped)} -->"))

    def delimiter(self, name: str, attributes: str, *, closing: bool, empty: bool) -> None:
        """The start or end of a block, or a whole block that WordPress fills in when it shows the page."""
        name = name.removeprefix("core/")
        if name.startswith("core-embed/"):  # until WordPress 5.6
            name = "embed"
        self.end_paragraph()
        if not empty:
            if name not in CLASSIC_BLOCKS:
                self.inside_blocks = max(self.inside_blocks + (-1 if closing else 1), 0)
            if "/" in name and not closing:
                self.blocks[name] = self.blocks.get(name, 0) + 1
            return
        url = block_url(name, attributes)
        if name == "block":
            self.reusable(attributes)
        elif url:
            self.embed(url)
        elif name not in SILENT_BLOCKS:
            self.blocks[name] = self.blocks.get(name, 0) + 1
            self.add(f"<!-- block: {_one_line(f'{name} {attributes}'.strip())} -->")

    def reusable(self, attributes: str) -> None:
        """The content of a reusable block in its place."""
        found = re.search(r'"ref"\s*:\s*(\d+)', attributes)
        number = found[1] if found else ""
        content = self.around.reusable(number) if number and number not in self.expanding else None
        if content is None:
            self.blocks["block"] = self.blocks.get("block", 0) + 1
            self.notes_made.append(("reusable block", f"block {number or '?'} is not in this export"))
            self.add(f"<!-- block: {_one_line(f'block {attributes}'.strip())} -->")
            return
        saved, self.expanding, self.inside_blocks = self.inside_blocks, (*self.expanding, number), 0
        content = with_overrides(content, attributes)
        expanded = expand_shortcodes(content, pictures=self.around.pictures)
        for name, count in expanded.kept.items():
            self.shortcodes[name] = self.shortcodes.get(name, 0) + count
        for block in self.document(expanded.html):
            self.add(block)
        self.inside_blocks, self.expanding = saved, self.expanding[:-1]

    # --- footnotes ----------------------------------------------------------------------------------

    def note_call(self, key: str, *, markdown: bool = True) -> str:
        """The call of a footnote: `[^1]`, or its number where Markdown is not read."""
        number = self.numbers.setdefault(key, len(self.numbers) + 1)
        if markdown:
            self.in_markdown.add(key)
            return f"[^{number}]"
        return f"<sup>{number}</sup>"

    def note_definitions(self) -> list[str]:
        """The texts of the footnotes; one that is only called inside HTML becomes a paragraph."""
        definitions: list[str] = []
        for key, html in self.notes.items():
            called = key in self.in_markdown
            number = self.numbers.setdefault(key, len(self.numbers) + 1)
            blocks = [block.replace("\n", "\n    ") for block in self.document(html)] or [""]
            lead = f"[^{number}]: " if called else f"{number}\\. "
            definitions.append(lead + "\n\n    ".join(blocks))
        return definitions


def _one_line(text: str) -> str:
    """A comment's text without what would end it (HTML 13.1.6: no `--`)."""
    return re.sub(r"\s+", " ", text.replace("--", "- -")).strip(">- ")
