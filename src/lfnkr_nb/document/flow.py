"""The walk: nodes of clean HTML become blocks and runs.

A `Walker` goes through the nodes once, in reading order. Text gathers in the paragraph that is open; a block
element closes it. So a block inside a link or a word beside a table finds its place without special cases.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lfnkr_nb.document.cleaning import clean_picture, is_animated
from lfnkr_nb.document.elements import Child, Node, text_of
from lfnkr_nb.document.inline import BREAK, RunBuffer, Style, join, lines, trim
from lfnkr_nb.document.links import checked
from lfnkr_nb.document.pictures import picture_bytes
from lfnkr_nb.document.places import Places
from lfnkr_nb.document.tree import Block, Heading, Paragraph, Picture, Run, Runs

if TYPE_CHECKING:
    from lfnkr_nb.document.reading import Notes, Notices, Source

__all__ = ["FLATTENED", "Container", "Handler", "Walker"]

#: Lists and quotes nest at most this deep (Typst's layout fails at 16 nested lists and 30 nested quotes).
NESTING = 12
#: Lists, quotes, tables and definitions inside each other, together.
CONTAINERS = 16
#: The notice about what was nested deeper, with its hint.
FLATTENED = (
    f"lists or quotes nested more than {NESTING} deep are shown flat",
    "Divide the passage into smaller lists.",
)


@dataclass(slots=True)
class Container:
    """A place that collects blocks: the section, a list item, a cell, a quote."""

    lang: str
    blocks: list[Block] = field(default_factory=list)
    buffer: RunBuffer = field(init=False)

    def __post_init__(self) -> None:
        self.buffer = RunBuffer(self.lang)

    def flush(self, role: str = "") -> None:
        """Close the open paragraph; two line breaks in a row part it in two."""
        for runs in _parted(self.buffer.take()):
            self.blocks.append(Paragraph(runs, role))


@dataclass(slots=True)
class Walker:
    """The state of one walk.

    Attributes:
        source: Where the text comes from.
        handlers: What to do with each element, by tag; an element without handler is shown by its content.
        notices: Collects what was changed or left out.
        notes: Collects the footnotes that are called.
        pictures: The bytes of the picture a target names, where not files alone are meant.
        caption: Plain text of the caption around the current place, which stands in for a missing alt text.
        depth: How many lists, quotes and other containers are open here, by kind.
        definitions: Footnotes by the label that calls them.
        tables: How many tables are open here.
        places: Where links on the page lead.
        here: The container the walk stands in.
    """

    source: Source
    handlers: dict[str, Callable[[Walker, Node, Style], None]]
    notices: Notices
    notes: Notes
    pictures: Callable[[str], bytes] | None = None
    caption: str = ""
    depth: dict[str, int] = field(default_factory=lambda: {"list": 0, "quote": 0, "other": 0})
    definitions: dict[str, Node] = field(default_factory=dict)
    tables: int = 0
    places: Places = field(default_factory=Places)
    here: Container = field(init=False)

    def __post_init__(self) -> None:
        self.here = Container(self.source.lang)

    @property
    def style(self) -> Style:
        """Plain text in the section's language."""
        return Style(self.source.lang)

    def read(self, children: Sequence[Child], style: Style) -> tuple[Block, ...]:
        """The blocks of some nodes, apart from where the walk stands."""
        outer, self.here = self.here, Container(self.source.lang)
        self.walk(children, style)
        self.here.flush()
        inner, self.here = self.here, outer
        return tuple(inner.blocks)

    def read_inside(self, kind: str, children: Sequence[Child], style: Style) -> tuple[Block, ...]:
        """The blocks of some nodes inside a container of a kind (`list`, `quote` or `other`)."""
        self.depth[kind] += 1
        blocks = self.read(children, style)
        self.depth[kind] -= 1
        return blocks

    def inline(self, children: Sequence[Child], style: Style) -> tuple[Runs, tuple[Block, ...]]:
        """Some nodes as runs, paragraphs under each other, and what cannot be said in runs."""
        blocks = self.read(children, style)
        texts = [block.runs for block in blocks if isinstance(block, Paragraph | Heading)]
        rest = tuple(block for block in blocks if not isinstance(block, Paragraph | Heading))
        return lines(texts), rest

    def walk(self, children: Sequence[Child], style: Style) -> None:
        """Add some nodes where the walk stands."""
        for child in children:
            if isinstance(child, str):
                self.here.buffer.text(child, style)
            elif handler := self.handlers.get(child.tag):
                handler(self, child, in_language(child, style))
            else:
                self.walk(child.children, in_language(child, style))

    def emit(self, *blocks: Block) -> None:
        """Close the open paragraph and add finished blocks."""
        self.here.flush()
        self.here.blocks.extend(blocks)

    def may_nest(self, kind: str) -> bool:
        """Whether one more container of this kind fits; if not, it is said that its content is shown flat."""
        if self.depth[kind] < NESTING and sum(self.depth.values()) < CONTAINERS:
            return True
        self.notices.add(*FLATTENED)
        return False

    @property
    def is_top(self) -> bool:
        """Whether the walk stands in the section itself and not inside a list, quote or table."""
        return not any(self.depth.values())

    def target(self, href: str) -> str:
        """The target of a link as it may stand in the document; empty = the text is shown without a link."""
        if href.startswith("#") and (place := self.places.find(href)):
            return f"#{place}"
        resolved = self.source.resolve(href) if self.source.resolve else href
        if resolved is None:
            return ""
        target = checked(resolved)
        if href.strip() == "#":
            return ""
        if target is None or (target.startswith("#") and not self.source.resolve):
            self.notices.add(
                f"a link leads nowhere from here and is shown as plain text: {shortened(href)}",
                "Give the full address, beginning with https://.",
            )
            return ""
        return target

    def picture(self, href: str) -> Picture:
        """The picture a target names; raises PictureError when it is refused."""
        data = self.pictures(href) if self.pictures else picture_bytes(href, self.source.folder)
        picture = clean_picture(data)
        if is_animated(data):
            self.notices.add(
                f"of a picture with several frames or pages the first is shown: {shortened(href)}"
            )
        return picture


Handler = Callable[[Walker, Node, Style], None]


def in_language(node: Node, style: Style) -> Style:
    """The style inside an element that may name its language."""
    lang = node.get("lang") if node.attributes else ""
    return replace(style, lang=lang) if lang and lang.replace("-", "").isalnum() else style


def shortened(text: str, length: int = 80) -> str:
    """The text for a message: one line, at most `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def strong(runs: Runs) -> Runs:
    """The runs, all of them strong."""
    return tuple(
        run if run.note or run == BREAK else replace(run, marks=run.marks | {"strong"}) for run in runs
    )


def ruby(walker: Walker, node: Node, style: Style) -> None:
    """Base texts with their readings; brackets for old browsers (`<rp>`) are left out."""
    base = ""
    for child in node.children:
        tag = "" if isinstance(child, str) else child.tag
        words = child if isinstance(child, str) else text_of(child)
        if tag in {"rt", "rtc"}:
            _add_ruby(walker, style, base=base.strip(), reading=words.strip())
            base = ""
        elif tag != "rp":
            base += words
    walker.here.buffer.text(base, style)


def _add_ruby(walker: Walker, style: Style, *, base: str, reading: str) -> None:
    buffer = RunBuffer(walker.source.lang)
    buffer.text(base or reading, style)
    for run in buffer.take():
        walker.here.buffer.add(replace(run, ruby=reading if base else ""))


def _parted(runs: Runs) -> list[Runs]:
    """The runs in paragraphs: two or more line breaks in a row part them."""
    if sum(run == BREAK for run in runs) < 2:
        return [runs] if runs else []
    parts: list[list[Run]] = [[]]
    for at, run in enumerate(runs):
        if run == BREAK and at and runs[at - 1] == BREAK:
            parts.append([])
        else:
            parts[-1].append(run)
    return [trimmed for part in parts if (trimmed := trim(join(part)))]
