"""A document as one self-contained HTML page: no script, nothing from outside, fit for paper too."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from lfnkr_nb.brand import readable_on
from lfnkr_nb.document.tree import Definitions, Figure, Heading, Listing, Paragraph, Quote, Table, plain, walk
from lfnkr_nb.exporters.html_text import Page, Place
from lfnkr_nb.exporters.mathml import mathml
from lfnkr_nb.schema import QUALIFIERS
from lfnkr_nb.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lfnkr_nb.document.tree import Block, Brand, Cell, Document, KeyFigure, Notice, Picture, Runs, Section

__all__ = ["HtmlResult", "anchors_of", "environment", "formulas", "places_of", "style_sheet", "to_html"]

#: Backgrounds of page and boxes, by light and dark; text in brand colours is made readable on the boxes.
_BACKGROUNDS: Final = {"paper": "#ffffff", "box": "#f3f1ec", "dark-paper": "#15191d", "dark-box": "#20262c"}

#: Dark brand colours only just readable on a dark page look dull; this is between level AA and AAA of WCAG.
_DARK_CONTRAST: Final = 6.5

#: Columns from which a table may be wider than a phone: it gets a scrolling frame that the keyboard reaches.
_WIDE_TABLE: Final = 4

#: Characters from which a line of code is wider than the column.
_WIDE_CODE: Final = 64

#: Lists count in 32 bits with a sign (HTML standard, rules for parsing integers, as browsers limit them).
_LARGEST_START: Final = 2**31 - 1

#: Sections that stand below the signatures of a letter or statement.
_ANNEX: Final = frozenset({"changes", "sources", "methodology", "protection"})

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class HtmlResult:
    """A finished page.

    Attributes:
        data: The page, UTF-8.
        notices: What this exporter could not show as it was meant; those of the document are not repeated.
    """

    data: bytes
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents and the lines under it."""

    place: Place
    entries: tuple[Entry, ...] = ()


def to_html(document: Document) -> HtmlResult:
    """Write a document as one HTML page; the same document always gives the same bytes.

    Raises:
        BriefingError: A colour of the brand is not written as `#rrggbb`.
    """
    words = wording(document.lang) | document.wording
    page = Page(words, frozenset(anchors_of(document)), mathml(formulas(document)))
    places = places_of(document, page)
    body, annex = _split(places)
    text = environment().get_template("page.html.jinja").render(
        document=document,
        brand=document.brand,
        words=words,
        body=body,
        annex=annex,
        contents=_contents(places) if document.contents else (),
        css=style_sheet(document.brand, " · ".join(document.stamps)),
    )  # fmt: skip
    return HtmlResult(text.encode("utf-8"), tuple(page.notices))


# --- what is known before the page is written


def anchors_of(document: Document) -> Iterator[str]:
    """The anchor of every section, and of each heading that links lead to."""
    for section in document.sections:
        yield section.anchor
        yield from (b.anchor for b in walk(section.blocks) if isinstance(b, Heading) and b.anchor)


def formulas(document: Document) -> Iterator[str]:
    """Typst source of every formula of a document."""
    for section in document.sections:
        for blocks in (section.blocks, *(note for _, note in section.notes)):
            for block in walk(blocks):
                yield from (run.typst for runs in _runs_in(block) for run in runs if run.typst)


def _runs_in(block: Block) -> tuple[Runs, ...]:
    match block:
        case Paragraph(runs=runs) | Heading(runs=runs):
            return (runs,)
        case Table(caption=runs) | Figure(caption=runs) | Quote(cite=runs):
            return (runs,)
        case Definitions(items=items):
            return tuple(term for term, _ in items)
        case _:
            return ()


def places_of(document: Document, page: Page) -> list[Place]:
    """Sections with their heading levels: h2, h3 for posts under a group; 1 where there is no heading."""
    places: list[Place] = []
    grouped = False
    for section in map(_without_blank_title, document.sections):
        under = section.level > 1 and grouped
        places.append(Place(section, (3 if under else 2) if section.title else 1, page))
        grouped = grouped or (section.level == 1 and bool(section.title))
    return places


def _without_blank_title(section: Section) -> Section:
    """A title without a word would be an empty heading, which screen readers still announce."""
    return section if plain(section.title).strip() else replace(section, title=())


def _split(places: list[Place]) -> tuple[list[Place], list[Place]]:
    """What a letter's signatures stand under, and what follows them: from the first part of the annex on."""
    roles = [place.section.role for place in places]
    cut = next((index for index, role in enumerate(roles) if role in _ANNEX), len(places))
    return places[:cut], places[cut:]


def _contents(places: list[Place]) -> tuple[Entry, ...]:
    """The table of contents; none for fewer than two lines."""
    entries: list[Entry] = []
    for place in (place for place in places if place.section.title):
        if place.level > 2:
            entries[-1] = Entry(entries[-1].place, (*entries[-1].entries, Entry(place)))
        else:
            entries.append(Entry(place))
    lines = len(entries) + sum(len(entry.entries) for entry in entries)
    return tuple(entries) if lines > 1 else ()


def style_sheet(brand: Brand, stamp: str = "") -> Markup:
    """The style sheet of a page in the colours of a brand; raises BriefingError for what is no `#rrggbb`.

    Args:
        brand: Whose colours.
        stamp: Words that are printed across the page; empty without.
    """
    colours = _BACKGROUNDS | {
        "brand": brand.colour,
        "on-brand": readable_on("#ffffff", brand.colour),
        "ink-brand": readable_on(brand.colour, _BACKGROUNDS["box"]),
        "ink-accent": readable_on(brand.accent, _BACKGROUNDS["box"]),
        "dark-ink-brand": readable_on(brand.colour, _BACKGROUNDS["dark-box"], least=_DARK_CONTRAST),
        "dark-ink-accent": readable_on(brand.accent, _BACKGROUNDS["dark-box"], least=_DARK_CONTRAST),
    }
    sheet = environment().get_template("page.css").render(colour=colours, stamp=_css_text(stamp))
    # Our own style sheet and colours that `readable_on` has checked to be `#rrggbb`.
    return Markup(_squeezed(sheet))  # noqa: S704


def _css_text(text: str) -> str:
    """Text between quotes in a style sheet: only what can end it or the sheet is written as its code point."""
    return "".join(c if c.isalnum() or c in " ·:,()（）、" else f"\\{ord(c):x} " for c in text)


def _squeezed(sheet: str) -> str:
    """A style sheet without comments and needless blanks; a blank between selectors is never touched."""
    bare = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    return re.sub(r"\s*([{};])\s*|(?<=[:,])\s+", r"\1", bare).replace(";}", "}").strip()


# --- what the templates ask for


@cache
def environment() -> Environment:
    """Where the templates of pages are, with everything they ask for; made once."""
    made = Environment(
        loader=PackageLoader("lfnkr_nb", "exporters/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        data_url=_data_url, kind=_kind, plain=plain, table_rows=_table_rows, scope=_scope, align=_align,
        is_wide=_is_wide, is_short=_is_short, is_formula=_is_formula, contact_href=_contact_href,
        start=_start, figure=_figure,
    )  # fmt: skip
    return made


def _kind(block: Block) -> str:
    return type(block).__name__


def _data_url(picture: Picture) -> str:
    return f"data:{picture.mime};base64,{base64.b64encode(picture.data).decode('ascii')}"


def _table_rows(table: Table) -> tuple[list[list[Cell]], list[list[Cell]]]:
    """Rows of head and body. A head whose cells reach into the body is no head: HTML would cut them off."""
    rows: list[list[Cell]] = [[] for _ in range(table.rows)]
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        rows[cell.row].append(cell)
    head = table.header_rows
    crossing = any(cell.row < head < cell.row + cell.rowspan for cell in table.cells)
    return ([], rows) if crossing else (rows[:head], rows[head:])


def _scope(cell: Cell, table: Table) -> str:
    """`col` or `row` for a header with text; empty for a cell that is none."""
    if not cell.header or not cell.blocks:
        return ""
    return "col" if cell.row < table.header_rows else "row"


def _align(cell: Cell, table: Table) -> str:
    """How a cell's text is set; a head that says nothing goes with the figures under it."""
    if cell.align or cell.row >= table.header_rows or cell.colspan > 1:
        return cell.align
    below = {c.align for c in table.cells if c.column == cell.column and c.row >= table.header_rows}
    return below.pop() if len(below) == 1 else ""


def _is_wide(block: Block) -> bool:
    if isinstance(block, Table):
        return block.columns >= _WIDE_TABLE
    return any(len(line) > _WIDE_CODE for line in getattr(block, "text", "").splitlines())


def _is_short(blocks: tuple[Block, ...]) -> bool:
    """Whether a list item, cell or note is one paragraph, perhaps with lists below: no `<p>` is needed."""
    first, *others = blocks or (None,)
    plain_start = isinstance(first, Paragraph) and not first.role and not _is_formula(first.runs)
    return plain_start and all(isinstance(block, Listing) for block in others)


def _is_formula(runs: Runs) -> bool:
    return len(runs) == 1 and "math" in runs[0].marks


def _contact_href(line: str) -> str:
    """Where a contact line leads: an e-mail address or a web address, else nowhere."""
    if _EMAIL.fullmatch(line):
        return f"mailto:{line}"
    return line if _ADDRESS.fullmatch(line) else ""


def _start(listing: Listing) -> int:
    return max(-_LARGEST_START, min(listing.start, _LARGEST_START))


def _figure(item: KeyFigure, words: dict[str, Any]) -> Markup:
    """The value of a key figure with its qualifier in the place its language gives it."""
    pattern = words.get(f"figure.{_qualifier(item.qualifier, words)}", f"{item.qualifier} {{value}}")
    before, after = (part.strip() for part in pattern.split("{value}", 1))
    parts = [(before, "qualifier"), (item.value, "value"), (after, "qualifier")]
    return Markup(" ").join(
        Markup('<span class="{}">{}</span>').format(look, text) for text, look in parts if text
    )


def _qualifier(said: str, words: dict[str, Any]) -> str:
    """The schema's word for a qualifier, which may already be worded in the document's language."""
    worded = {words[f"qualifier.{name}"]: name for name in QUALIFIERS}
    return worded.get(said, said)
