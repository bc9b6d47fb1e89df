"""The document tree: the one thing both exporters read.

A `Document` holds `Section`s, a section blocks, a block runs of text; all frozen. Inline text is a flat tuple of
`Run`s, so a name split over `<em>` and `<a>` is still one string, and no depth of nesting can hurt a renderer.

What the readers promise to the exporters:

* all text is NFC-safe as written (never normalised), free of C0 controls and noncharacters;
* heading levels inside a section start at 2 and never skip one; empty headings do not exist;
* lists nest at most 12 deep, quotes at most 12; what was flatter than its source is in `Document.notices`;
* a table is a full grid: every row covers `columns`, spans never overlap, nothing spans past the edge;
* a picture is already cleaned, re-encoded and named by its content hash;
* a link's `href` is `http(s):`, `mailto:` or `#anchor`; that of a heading which is gone stands for its section.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Block",
    "Box",
    "Brand",
    "BreakBefore",
    "Cell",
    "Code",
    "Definitions",
    "Document",
    "Figure",
    "Heading",
    "KeyFigure",
    "KeyFigures",
    "Letter",
    "Listing",
    "Mark",
    "Notice",
    "Paragraph",
    "Picture",
    "Quote",
    "Rule",
    "Run",
    "Section",
    "Table",
    "plain",
    "runs_of",
    "walk",
]

Mark = Literal["strong", "em", "strike", "underline", "code", "sub", "sup", "highlight", "small", "math"]


@dataclass(frozen=True, slots=True)
class Run:
    r"""A stretch of text with one look.

    Attributes:
        text: The text; `"\n"` alone is a hard line break. For a `math` run, the TeX source.
        lang: Language of this run where it differs from its section (`ja`, `ko`, …), else empty.
        marks: How it looks.
        href: Target of the link this run belongs to; neighbours with the same target are one link.
        note: Key of the footnote called here (in `Section.notes`); such a run's text is empty.
        ruby: Reading printed above the text.
        typst: For a `math` run, Typst math that was tried and found to compile; empty = show the TeX.
    """

    text: str
    lang: str = ""
    marks: frozenset[Mark] = frozenset()
    href: str = ""
    note: str = ""
    ruby: str = ""
    typst: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `role` names the special ones (`question`, `answer`, `lead`, `byline`)."""

    runs: Runs
    role: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; `level` is 2 to 6. Where links lead to it, `anchor` is its id: `SECTION.partN`."""

    level: int
    runs: Runs
    anchor: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; each item is a tuple of blocks. `start` counts only where `ordered`."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Definitions:
    """A definition list: terms and what they mean."""

    items: tuple[tuple[Runs, tuple[Block, ...]], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation and, where given, whom it is from."""

    blocks: tuple[Block, ...]
    cite: Runs = ()


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text, kept to the last blank."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell at `row`, `column` (counted from 0) of the grid."""

    row: int
    column: int
    blocks: tuple[Block, ...]
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    align: Literal["", "left", "center", "right"] = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a full grid of `rows` × `columns`; the first `header_rows` rows repeat on each page."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    header_rows: int = 0
    caption: Runs = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A cleaned picture: pixels only.

    Attributes:
        name: File name by content hash, such as `3f2a….png`.
        data: The encoded bytes.
        mime: `image/png` or `image/jpeg` (`image/svg+xml` for drawings of our own only).
        width, height: Size in pixels; of a drawing as it is shown, its pixels may be finer.
        words: What was written in a drawing before it became pixels, also what nobody sees; for finding names.
    """

    name: str
    data: bytes = field(repr=False)
    mime: str
    width: int
    height: int
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its alt text and caption. Without a `picture` a frame with the alt text is shown."""

    picture: Picture | None
    alt: str
    caption: Runs = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""


@dataclass(frozen=True, slots=True)
class BreakBefore:
    """Start a new page here (`<!--nextpage-->`)."""


@dataclass(frozen=True, slots=True)
class Box:
    """A framed group of blocks: `role` is `part`, `back-story`, `note` or `output`."""

    role: str
    title: Runs
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure of the key-figures box: `600`, `approximately`, `people forcibly returned`, its source."""

    value: str
    qualifier: str
    label: str
    source: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The key-figures box."""

    items: tuple[KeyFigure, ...]


Block = (
    Paragraph
    | Heading
    | Listing
    | Definitions
    | Quote
    | Code
    | Table
    | Figure
    | Rule
    | BreakBefore
    | Box
    | KeyFigures
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document with a heading of its own (level 1 in outline and contents).

    Attributes:
        role: `post`, `words` (the editor's own), `changes`, `summary`, `key-figures`, `recommendations`,
            `methodology`, `protection`, `sources` or `group` (a heading over the posts that follow).
        title: Heading text; empty for a section without heading (the body of a letter).
        anchor: Unique id in the document, `[a-z0-9-]+`.
        lang: Language of the section.
        blocks: What it says.
        meta: Lines under the heading, already worded: date, kind, byline, …
        standfirst: Sentences between heading and text.
        notes: Footnotes by key, in the order of their first call.
        origin: Where it comes from (`posts/2017/2017-09-04-x.md`), for messages; never printed.
        level: 1, or 2 for posts under a `group`.
        url: The post's permalink, if public.
    """

    role: str
    title: Runs
    anchor: str
    lang: str
    blocks: tuple[Block, ...]
    meta: tuple[str, ...] = ()
    standfirst: Runs = ()
    notes: tuple[tuple[str, tuple[Block, ...]], ...] = ()
    origin: str = ""
    level: int = 1
    url: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """The parts of a letter that surround its body."""

    place_date: str = ""
    addressee: tuple[str, ...] = ()
    subject: str = ""
    salutation: str = ""
    signatories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brand:
    """Who speaks: one file, `brand.yaml`.

    Attributes:
        name: Full name of the organisation.
        short_name: Its short name.
        colour: Main colour, `#rrggbb`, dark enough for white text on it (WCAG AA).
        accent: Second colour, `#rrggbb`.
        contact: Lines of the contact block.
        licence: Licence line.
        licence_url: Address of the licence.
        logo: The cleaned logo, if any.
        logo_alt: Its alt text.
    """

    name: str
    short_name: str
    colour: str = "#1d3f6e"
    accent: str = "#b5542b"
    contact: tuple[str, ...] = ()
    licence: str = ""
    licence_url: str = ""
    logo: Picture | None = None
    logo_alt: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was changed or left out on the way, said once: what, where, and what to do."""

    message: str
    origin: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Everything an exporter needs; nothing else reaches the page.

    Attributes:
        title: Title as plain text.
        lang: Language of the document's own wording.
        template: `digest`, `briefing`, `statement`, `open-letter` or `notebook`.
        sections: The content in order.
        brand: Who speaks.
        subtitle: Line under the title.
        date: Date as printed, e.g. `4 September 2017`; empty when unknown.
        timestamp: The same moment as seconds since 1970 UTC, for the file's metadata.
        edition: Number of the edition, from 1.
        id: Document id, derived from the content.
        letter: The frame of a letter, for `statement` and `open-letter`.
        wording: The document's own words in its language by key; see `wording.py`.
        notices: What was changed or left out on the way.
        contents: Whether a table of contents is shown.
        stamps: What stands on every page, already worded: `DRAFT`, an embargo.
    """

    title: str
    lang: str
    template: str
    sections: tuple[Section, ...]
    brand: Brand
    subtitle: str = ""
    date: str = ""
    timestamp: int = 0
    edition: int = 1
    id: str = ""
    letter: Letter | None = None
    wording: dict[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    contents: bool = True
    stamps: tuple[str, ...] = ()

    @property
    def pictures(self) -> dict[str, Picture]:
        """Every picture of the document by file name."""
        trees = [s.blocks for s in self.sections] + [b for s in self.sections for _, b in s.notes]
        blocks = (block for tree in trees for block in walk(tree))
        found = [b.picture for b in blocks if isinstance(b, Figure)] + [self.brand.logo]
        return {picture.name: picture for picture in found if picture is not None}


def children(block: Block) -> tuple[Block, ...]:
    """The blocks directly inside a block, in reading order."""
    match block:
        case Listing(items=items):
            return tuple(b for item in items for b in item)
        case Definitions(items=items):
            return tuple(b for _, blocks in items for b in blocks)
        case Quote(blocks=blocks) | Box(blocks=blocks):
            return blocks
        case Table(cells=cells):
            return tuple(b for cell in cells for b in cell.blocks)
        case _:
            return ()


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, outer before inner, in reading order."""
    for block in blocks:
        yield block
        yield from walk(children(block))


def runs_of(block: Block) -> Iterator[Runs]:
    """The runs a block holds itself, in reading order, without those of the blocks inside it."""
    match block:
        case Paragraph(runs=runs) | Heading(runs=runs):
            yield runs
        case Quote(cite=runs) | Table(caption=runs) | Figure(caption=runs) | Box(title=runs):
            yield runs
        case Definitions(items=items):
            yield from (term for term, _ in items)
        case _:
            return


def plain(runs: Runs) -> str:
    """The text of runs without any look; a line break becomes a blank."""
    return "".join(run.text for run in runs).replace("\n", " ")
