"""Every line of a document in the order in which it is read: a run of text, a title, a cell, a caption.

A name may be split over the runs of a line, over blocks and over table cells, so it is looked for in all lines
together. `map_lines` walks a document once, in one order; what reads it and what rebuilds it are the same walk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import Any, Final

from lfnkr_nb.document.tree import (
    Box,
    Brand,
    Cell,
    Code,
    Definitions,
    Document,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Letter,
    Listing,
    Paragraph,
    Quote,
    Run,
    Section,
    Table,
)

__all__ = ["Line", "Lines", "line_places", "line_text", "map_lines", "read_lines"]

#: A line: plain text, or runs of text.
Line = str | tuple[Run, ...]

Change = Callable[[Line], Line]

#: The text fields of each part of the tree, in the order in which they are printed. What is not named here is
#: no text of the document: languages, roles, numbers, addresses and ids (`redaction.py` sees to those).
_FIELDS: Final[dict[type[Any], tuple[str, ...]]] = {
    Document: ("title", "subtitle", "date", "letter", "sections", "brand", "stamps"),
    Section: ("title", "meta", "standfirst", "blocks", "notes"),
    Letter: ("place_date", "addressee", "subject", "salutation", "signatories"),
    Brand: ("name", "short_name", "contact", "licence", "logo_alt"),
    Paragraph: ("runs",),
    Heading: ("runs",),
    Listing: ("items",),
    Definitions: ("items",),
    Quote: ("blocks", "cite"),
    Code: ("text",),
    Table: ("cells", "caption"),
    Cell: ("blocks",),
    Figure: ("alt", "caption"),
    Box: ("title", "blocks"),
    KeyFigures: ("items",),
    KeyFigure: ("qualifier", "value", "label", "source"),
}

#: Words for the fields of a section that an editor knows by another name.
_WORDS: Final = {"blocks": "text", "notes": "footnotes", "meta": "lines under the title"}


def line_text(line: Line) -> str:
    """The text of a line."""
    return line if isinstance(line, str) else "".join(run.text for run in line)


def map_lines(part: Any, change: Change, *, skip: Callable[[Any], bool] = lambda _: False) -> Any:
    """The same part of a document with each line as `change` gives it, asked in reading order.

    What does not change stays the same object; parts that `skip` names are passed over whole.
    """
    names = _FIELDS.get(type(part))
    if names is not None:
        if skip(part):
            return part
        changed = {}
        for name in names:
            old = getattr(part, name)
            if old and (new := map_lines(old, change, skip=skip)) is not old:
                changed[name] = new
        return replace(part, **changed) if changed else part
    if isinstance(part, str):
        return change(part)
    if isinstance(part, tuple) and part:
        return _map_tuple(part, change, skip)
    return part


def _map_tuple(part: tuple[Any, ...], change: Change, skip: Callable[[Any], bool]) -> Any:
    if isinstance(part[0], Run):
        return change(part)
    if _is_note(part):
        key, blocks = part
        new = map_lines(blocks, change, skip=skip)
        return part if new is blocks else (key, new)
    items = [map_lines(item, change, skip=skip) for item in part]
    return part if all(new is old for new, old in zip(items, part, strict=True)) else tuple(items)


def _is_note(part: tuple[Any, ...]) -> bool:
    """Whether a tuple is a footnote: its key and its blocks. A key is no text."""
    return len(part) == 2 and isinstance(part[0], str) and isinstance(part[1], tuple)


@dataclass(slots=True)
class Lines:
    """The lines of a document.

    Attributes:
        all: The lines in reading order.
        origins: For each line the origin of its section; empty for what surrounds the sections.
        langs: For each line the language of its section, or of the document.
        columns: For each table the numbers of its lines, column by column.
    """

    all: list[Line] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)
    langs: list[str] = field(default_factory=list)
    columns: list[list[int]] = field(default_factory=list)


def read_lines(document: Document) -> Lines:
    """The lines of a document."""
    lines = Lines()
    around = ("", document.lang)

    def keep(line: Line) -> Line:
        lines.all.append(line)
        lines.origins.append(around[0])
        lines.langs.append(around[1])
        return line

    def watch(part: Any) -> bool:
        nonlocal around
        if isinstance(part, Section):
            around = (part.origin, part.lang)
        elif isinstance(part, Brand):
            around = ("", document.lang)
        elif isinstance(part, Table):
            lines.columns.append(_by_columns(part, len(lines.all)))
        return False

    map_lines(document, keep, skip=watch)
    return lines


def line_places(document: Document) -> list[str]:
    """For each line of a document, in the order of `read_lines`, the part of the page it stands in."""
    places: list[str] = []
    for part in _FIELDS[Document]:
        value = getattr(document, part)
        if part == "sections":
            for section in value:
                places += _places_in(section, _in_section)
        elif type(value) in _FIELDS:
            places += _places_in(value, _around)
        elif value:
            places += [f"{part} of the briefing"] * _count(value)
    return places


def _places_in(part: Any, word: Callable[[Any, str], str]) -> Iterator[str]:
    for name in _FIELDS[type(part)]:
        if value := getattr(part, name):
            yield from repeat(word(part, name).replace("_", " "), _count(value))


def _around(part: Any, name: str) -> str:
    return "brand" if isinstance(part, Brand) else name


def _in_section(section: Section, name: str) -> str:
    """The field of a post; of another section what it is."""
    return _WORDS.get(name, name) if section.role == "post" else section.role.replace("-", " ")


def _by_columns(table: Table, first: int) -> list[int]:
    """The numbers of a table's lines, column by column, when its first line has the number `first`."""
    places: list[tuple[int, int, int]] = []
    for cell in table.cells:
        count = _count(cell)
        places += [(cell.column, cell.row, first + number) for number in range(count)]
        first += count
    return [number for _, _, number in sorted(places)]


def _count(part: Any) -> int:
    found: list[Line] = []

    def keep(line: Line) -> Line:
        found.append(line)
        return line

    map_lines(part, keep)
    return len(found)


def runs_in(lines: Lines) -> Iterator[Run]:
    """Every run of a document."""
    return (run for line in lines.all if not isinstance(line, str) for run in line)
