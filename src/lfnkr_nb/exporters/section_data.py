"""One section of a document → plain data for the templates.

Everything the templates would be slow or clumsy at is settled here: which footnote call is the first, where a
long word may break, how large a picture is printed, which heading level follows which. Nothing in the data is
ever read as Typst markup; the one exception, mathematics, is gathered apart in `SectionData.formulas`, and
only source that passes `harmless_math` gets there.

The letters of the data (`k` kind, `c` children, `t` text, …) are short because a long briefing holds tens of
thousands of them; `templates/blocks.typ` is their only reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from lfnkr_nb.document.tree import (
    Block,
    Box,
    BreakBefore,
    Cell,
    Code,
    Definitions,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Listing,
    Mark,
    Notice,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Section,
    Table,
    children,
    plain,
)
from lfnkr_nb.exporters.breaking import in_parts, pieces
from lfnkr_nb.exporters.nesting import CONTAINERS, DEEPEST, depth_of, holds_table, own_words
from lfnkr_nb.exporters.placing import Place, SectionData, file_name, is_titled
from lfnkr_nb.exporters.print_rules import (
    LARGEST_START,
    LONG_PARAGRAPH,
    PICTURE_HEIGHT,
    TEXT_WIDTH,
    address,
    harmless_math,
    is_short,
    language,
    may_repeat,
    one_line,
    printed_size,
    whole_header,
)

if TYPE_CHECKING:
    from collections.abc import Callable

#: PDF/UA-1 knows one line on a text at a time (Typst: "cannot combine underline, overline, or strike"): words
#: that are struck or underlined lose the line of their link, struck ones that of their underlining.
LINES: frozenset[Mark] = frozenset({"underline", "strike"})

__all__ = ["section_data"]


def section_data(section: Section, place: Place) -> SectionData:
    """A section as data for the templates."""
    data = SectionData()
    over = 0 if is_titled(section) or place.titled else 1
    level = place.level if is_titled(section) else int(place.titled)
    data.tree = Walker(data, place, section, level, place.level - 1 - over).whole()
    return data


def beside(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Blocks whose first paragraph stands beside a number or a term, not below it."""
    if blocks and blocks[0]["k"] == "p":
        blocks[0]["k"] = "beside"
    return blocks


@dataclass
class Walker:
    """Walks the blocks and runs of one section.

    Attributes:
        data: What is gathered on the way.
        place: What the section must know of the document.
        section: The section.
        level: The level of the last heading.
        shift: What is added to the level of the section's own headings.
        narrow: How many things the present block is indented by.
        in_note: How many footnotes the present block is inside of.
        quotes: How many quotations the present block is inside of.
        depth: How much of `DEEPEST` the blocks around it have taken.
        called: Keys of the footnotes called so far.
    """

    data: SectionData
    place: Place
    section: Section
    level: int
    shift: int
    narrow: int = 0
    quotes: int = 0
    in_note: int = 0
    depth: float = 0.0
    called: set[str] = field(default_factory=set)

    @property
    def notes(self) -> dict[str, tuple[Block, ...]]:
        """The section's footnotes by key."""
        return dict(self.section.notes)

    def whole(self) -> dict[str, Any]:
        """The section with its heading, meta lines, text and the notes nobody called."""
        section = self.section
        title = section.title if is_titled(section) else ()
        made: dict[str, Any] = {
            "role": section.role,
            "label": self.place.label,
            "level": self.place.level,
            "title": self.title(title),
            "meta": list(section.meta),
            "standfirst": self.runs(section.standfirst),
            "c": self.blocks(section.blocks),
            **language(section.lang),
        }
        rest = [] if title else [{"k": "p", "c": self.runs(section.title)}] if section.title else []
        return made | {"c": rest + made["c"] + self.uncalled()}

    def uncalled(self) -> list[dict[str, Any]]:
        """Footnotes that are nowhere called, as paragraphs after the text: nothing is lost."""
        left = [(key, blocks) for key, blocks in self.notes.items() if key not in self.called]
        return [block for _, blocks in left for block in self.blocks(blocks)]

    def blocks(self, blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
        """Blocks in order."""
        return [made for block in blocks for made in self.block(block)]

    def block(self, block: Block) -> list[dict[str, Any]]:
        """One block, by its kind; one that Typst cannot nest gives way to what is in it."""
        if self.place.simple and isinstance(block, CONTAINERS):
            return self.flattened(block, "This cannot be set as it is: its text is printed plain")
        weight = depth_of(block, self.quotes)
        if holds_table(block):
            return self.flattened(block, "A table with tables inside it is printed cell after cell")
        if weight and self.depth + weight > DEEPEST:
            return self.flattened(block, "Something nested too deep to be printed is printed flat")
        if isinstance(block, Paragraph) and len(plain(block.runs)) > LONG_PARAGRAPH:
            return self.parted(block)
        self.depth += weight
        made = WRITERS[type(block)](self, block)
        self.depth -= weight
        return [made]

    def parted(self, block: Paragraph) -> list[dict[str, Any]]:
        """A paragraph of many pages in parts: Typst's work grows faster than its length."""
        message = f"A paragraph of {len(plain(block.runs)):,} characters is printed in parts"
        self.data.notices.append(Notice(message, self.section.origin, "Divide it into paragraphs."))
        return [
            self.paragraph(replace(block, runs=part)) | {"long": True}
            for part in in_parts(block.runs, LONG_PARAGRAPH)
        ]

    def flattened(self, block: Block, message: str) -> list[dict[str, Any]]:
        """What is in a block, without the block: its words first, then its blocks."""
        notice = Notice(
            message, self.section.origin, "Nest fewer lists, quotations and tables in each other."
        )
        if notice not in self.data.notices:
            self.data.notices.append(notice)
        words = [runs for runs in own_words(block) if runs]
        return [{"k": "p", "c": self.runs(runs)} for runs in words] + self.blocks(children(block))

    def paragraph(self, block: Paragraph) -> dict[str, Any]:
        """A paragraph; one that is a single formula stands apart."""
        if len(block.runs) == 1 and "math" in block.runs[0].marks:
            return {"k": "math", "c": self.runs(block.runs, display=True)}
        made: dict[str, Any] = {"k": "p", "c": self.runs(block.runs)}
        if block.role:
            made |= {"k": "role", "role": block.role}
        return made

    def heading(self, block: Heading) -> dict[str, Any]:
        """A heading no more than one level below the one before: PDF/UA-1 (ISO 14289-1, 7.4.2) asks it.

        In a footnote, which stands outside the order of the text, it is a paragraph in bold; so is one
        without words (a footnote call alone makes no heading).
        """
        if self.in_note or not plain(block.runs).strip():
            return {"k": "role", "role": "question", "c": self.runs(block.runs)}
        self.level = max(1, min(block.level + self.shift, self.level + 1, 6))
        label = self.place.anchors.get(block.anchor, "") if block.anchor else ""
        named = {"label": label} if label else {}
        return {"k": "h", "level": self.level, "depth": block.level, **named, **self.title(block.runs)}

    def title(self, runs: tuple[Run, ...]) -> dict[str, list[Any]]:
        """The runs of a heading, footnote calls apart: they must not come again in contents and bookmarks."""
        calls = tuple(run for run in runs if run.note)
        return {"c": self.runs(tuple(run for run in runs if not run.note)), "calls": self.runs(calls)}

    def listing(self, block: Listing) -> dict[str, Any]:
        """A list; a start that cannot be counted from is clamped and said."""
        start = min(max(block.start, 0), LARGEST_START)
        if block.ordered and start != block.start:
            message = f"A list that starts at {block.start} is printed from {start}"
            self.data.notices.append(
                Notice(message, self.section.origin, "Start the list at a smaller number.")
            )
        items = [self.narrower(item) for item in block.items]
        tight = all(len(item) <= 1 or isinstance(item[1], Listing) for item in block.items)
        return {"k": "ol" if block.ordered else "ul", "start": start, "tight": tight, "c": items}

    def definitions(self, block: Definitions) -> dict[str, Any]:
        """A definition list."""
        return {
            "k": "dl",
            "c": [[self.runs(term), beside(self.narrower(told))] for term, told in block.items],
        }

    def quote(self, block: Quote) -> dict[str, Any]:
        """A block quotation."""
        self.quotes += 1
        deep = self.quotes > 1
        made = {"k": "quote", "c": self.narrower(block.blocks), "cite": self.runs(block.cite), "deep": deep}
        self.quotes -= 1
        return made

    def code(self, block: Code) -> dict[str, Any]:
        """Preformatted lines; tabs stand on stops of four as in most editors."""
        lines = block.text.expandtabs(4).removesuffix("\n")
        return {"k": "code", "t": lines, "c": [pieces(line, longest=40) for line in lines.split("\n")]}

    def table(self, block: Table) -> dict[str, Any]:
        """A table: cells by row, the header's rows first."""
        header_rows = whole_header(block)
        self.narrow += 2
        cells = [self.cell(c, block.columns) for c in sorted(block.cells, key=lambda c: (c.row, c.column))]
        self.narrow -= 2
        return {
            "k": "table",
            "columns": block.columns,
            "keep": is_short(block),
            "repeat": may_repeat(block, header_rows),
            "header": [c for c in cells if c["y"] < header_rows],
            "c": [c for c in cells if c["y"] >= header_rows],
            "caption": self.runs(block.caption),
        }

    def cell(self, cell: Cell, columns: int) -> dict[str, Any]:
        """One cell; many columns let words break sooner."""
        limit = 30 if columns < 4 else max(8, 60 // columns)
        one = cell.blocks[0] if len(cell.blocks) == 1 else None
        inline = isinstance(one, Paragraph) and not one.role
        made: dict[str, Any] = {"y": cell.row, "x": cell.column, "rows": cell.rowspan, "cols": cell.colspan}
        made |= {"th": cell.header, "align": cell.align, "inline": inline}
        if isinstance(one, Paragraph) and inline:
            return made | {"c": self.runs(one.runs, longest=limit)}
        return made | {"c": self.blocks(cell.blocks)}

    def figure(self, block: Figure) -> dict[str, Any]:
        """A picture with its printed size, or a frame with its alt text."""
        made: dict[str, Any] = {
            "k": "figure",
            "alt": block.alt,
            "caption": self.runs(block.caption),
            "file": None,
        }
        if block.picture is None or block.picture.name in self.place.refused:
            return made
        most = PICTURE_HEIGHT if self.narrow < 2 else PICTURE_HEIGHT / 3
        width, height = printed_size(block.picture, TEXT_WIDTH, most)
        return made | {"file": self.keep(block.picture), "w": width, "h": height, "fit": self.narrow > 0}

    def box(self, block: Box) -> dict[str, Any]:
        """A framed group."""
        content = self.narrower(block.blocks)
        return {"k": "box", "role": block.role, "title": self.runs(block.title), "c": content}

    def key_figures(self, block: KeyFigures) -> dict[str, Any]:
        """The key-figures box."""
        return {"k": "figures", "c": [self.key_figure(item) for item in block.items]}

    @staticmethod
    def key_figure(item: KeyFigure) -> dict[str, Any]:
        """One key figure."""
        return {
            "value": item.value,
            "qualifier": item.qualifier,
            "label": item.label,
            "source": item.source,
            "href": address(item.href),
        }

    def narrower(self, blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
        """Blocks in something indented, where pictures must ask how much room there is."""
        self.narrow += 1
        made = self.blocks(blocks)
        self.narrow -= 1
        return made

    def keep(self, picture: Picture) -> str:
        """Remember a picture; returns the name it is staged under."""
        name = file_name(picture)
        self.data.pictures[name] = picture
        return name

    def runs(self, runs: tuple[Run, ...], *, longest: int = 30, display: bool = False) -> list[Any]:
        """Runs as data; neighbours of one link become one link."""
        made: list[Any] = []
        open_link = ""
        for run in runs:
            items = self.run(run, longest, display)
            target = self.target(run.href)
            if not target:
                made += items
            elif open_link == run.href:
                made[-1]["c"] += items
            else:
                made.append({"k": "a", **target, "c": items, "line": not self.place.simple})
            if target and run.marks & LINES:
                made[-1]["line"] = False
            open_link = run.href if target else ""
        return made

    def target(self, href: str) -> dict[str, str]:
        """Where a link leads; empty when it leads nowhere in this document."""
        if href.startswith("#"):
            anchors, section = self.place.anchors, href[1:].partition(".")[0]
            label = anchors.get(href[1:]) or anchors.get(
                section, ""
            )  # of a heading that became something else
            return {"to": label} if label else {}
        return {"href": address(href)} if href else {}

    def run(self, run: Run, longest: int, display: bool) -> list[Any]:
        """One run: plain text as it is, everything else as a dictionary."""
        if run.note:
            return [self.note(run.note)]
        if run.text == "\n":
            return [1]
        if "math" in run.marks:
            return [self.math(run, display)]
        lang = run.lang or self.section.lang
        content = pieces(one_line(run.text), longest=longest, korean=lang.startswith("ko"))
        if run.ruby:
            content = [{"k": "ruby", "t": one_line(run.text), "r": one_line(run.ruby)}]
        if not run.marks and not run.lang:
            return content
        changed = language(run.lang) if run.lang and run.lang != self.section.lang else {}
        marks = run.marks - {"underline"} if "strike" in run.marks else run.marks
        marks = marks - LINES if self.place.simple else marks
        return [{"k": "r", "m": sorted(marks), "c": content, **changed}]

    def math(self, run: Run, display: bool) -> dict[str, Any]:
        """A formula by its source, or its TeX source where it cannot be set."""
        if not harmless_math(run.typst):
            return {"k": "r", "m": ["code"], "c": pieces(one_line(run.text), longest=30)}
        self.data.formulas.add(run.typst)
        return {"k": "m", "t": run.typst, "alt": run.text, "block": display}

    def note(self, key: str) -> dict[str, Any]:
        """A footnote: its text at the first call, a reference to it afterwards."""
        label = f"{self.place.label}-{key}"
        if key not in self.notes:
            return {"k": "r", "m": ["sup"], "c": [key]}
        if key in self.called:
            return {"k": "n", "label": label, "c": None}
        self.called.add(key)
        self.in_note += 1
        text = beside(self.narrower(self.notes[key]))
        self.in_note -= 1
        return {"k": "n", "label": label, "c": text}


WRITERS: dict[type[Any], Callable[[Walker, Any], dict[str, Any]]] = {
    Paragraph: Walker.paragraph,
    Heading: Walker.heading,
    Listing: Walker.listing,
    Definitions: Walker.definitions,
    Quote: Walker.quote,
    Code: Walker.code,
    Table: Walker.table,
    Figure: Walker.figure,
    Rule: lambda _, __: {"k": "rule"},
    BreakBefore: lambda _, __: {"k": "break"},
    Box: Walker.box,
    KeyFigures: Walker.key_figures,
}
