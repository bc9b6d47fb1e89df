"""Tables: any HTML table becomes a full grid in which nothing overlaps and nothing sticks out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from lfnkr_nb.document.elements import Node
from lfnkr_nb.document.tree import Cell, Paragraph, Runs, Table, plain

if TYPE_CHECKING:
    from lfnkr_nb.document.flow import Walker
    from lfnkr_nb.document.inline import Style

__all__ = ["table"]

#: The largest span of a cell in rows or columns.
LARGEST_SPAN = 100
#: A table of more columns is shown row by row as paragraphs: no page is so wide.
MOST_COLUMNS = 100

_FIGURE = re.compile(r"[-+\u2212]?[\d.,\u202f\u00a0]*\d[\d.,]*(?:[eE][-+]?\d+)?\s?%?|NaN|nan|<NA>|None|NaT|")

Align = Literal["", "left", "center", "right"]


@dataclass(slots=True)
class Row:
    """The cells of one source row, and whether the row stands in the table's head."""

    cells: list[Node]
    head: bool


@dataclass(slots=True)
class Grid:
    """Which places of the grid are taken, and the cells placed so far."""

    rows: int
    taken: set[tuple[int, int]] = field(default_factory=set)
    cells: list[Cell] = field(default_factory=list)
    columns: int = 0

    def place(self, row: int, cell: Cell) -> None:
        """Put a cell at the first free place of a row; its span ends where another cell begins."""
        column = 0
        while (row, column) in self.taken:
            column += 1
        width = 1
        while width < cell.colspan and (row, column + width) not in self.taken:
            width += 1
        height = 1
        while height < min(cell.rowspan, self.rows - row) and self._is_free(row + height, column, width):
            height += 1
        self.taken |= {(row + down, column + right) for down in range(height) for right in range(width)}
        self.cells.append(replace(cell, row=row, column=column, rowspan=height, colspan=width))
        self.columns = max(self.columns, column + width)

    def _is_free(self, row: int, column: int, width: int) -> bool:
        return all((row, column + right) not in self.taken for right in range(width))

    def fill(self) -> None:
        """Put an empty cell at each place that is still free."""
        for row in range(self.rows):
            for column in range(self.columns):
                if (row, column) not in self.taken:
                    self.cells.append(Cell(row, column, ()))
        self.cells.sort(key=lambda cell: (cell.row, cell.column))


def table(walker: Walker, node: Node, style: Style) -> None:
    """A table, or its text as paragraphs where it stands inside another table."""
    walker.here.flush()
    captions, rows = _parts(node)
    caption, rest = walker.inline([child for part in captions for child in part.children], style)
    read = _read(walker, rows, style) if walker.may_nest("other") and not _in_table(walker) else None
    if read is None:
        _flat(walker, rows, style, caption=caption)
    elif read.cells:
        aligned = _with_figures_right(read) if node.has_class("dataframe") else read
        walker.emit(replace(aligned, caption=caption))
    elif caption:
        walker.emit(Paragraph(caption))
    walker.emit(*rest)


def _in_table(walker: Walker) -> bool:
    if walker.tables == 0:
        return False
    walker.notices.add(
        "a table inside a table is shown as paragraphs", "Move the inner table out of the cell it stands in."
    )
    return True


def _parts(node: Node) -> tuple[list[Node], list[Row]]:
    """The captions and the rows of a table, head first and foot last as in a browser."""
    captions: list[Node] = []
    parts: dict[str, list[Row]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in node.children:
        if isinstance(child, str):
            continue
        if child.tag == "caption":
            captions.append(child)
        elif child.tag in parts:
            parts[child.tag] += _rows(child, head=child.tag == "thead")
        elif child.tag == "tr":
            parts["tbody"].append(Row(_cells(child), head=False))
    return captions, [*parts["thead"], *parts["tbody"], *parts["tfoot"]]


def _rows(part: Node, *, head: bool) -> list[Row]:
    rows = [child for child in part.children if isinstance(child, Node) and child.tag == "tr"]
    return [Row(_cells(row), head) for row in rows]


def _cells(row: Node) -> list[Node]:
    return [child for child in row.children if isinstance(child, Node) and child.tag in {"td", "th"}]


def _read(walker: Walker, rows: list[Row], style: Style) -> Table | None:
    """The grid of some rows; None when it is wider than any page."""
    if not any(_span(cell, "rowspan") > 1 for row in rows for cell in row.cells):
        rows = [row for row in rows if row.cells]
    if max((len(row.cells) for row in rows), default=0) > MOST_COLUMNS:
        return None
    widest = max((_width(row) for row in rows), default=0)
    grid = Grid(len(rows))
    walker.tables += 1
    for at, row in enumerate(rows):
        for node in row.cells:
            grid.place(at, _cell(walker, node, style, widest=widest))
    walker.tables -= 1
    grid.fill()
    header_rows = _header_rows(rows, grid)
    return Table(tuple(grid.cells), len(rows), grid.columns, header_rows)


def _width(row: Row) -> int:
    """How many columns a row needs: a span counts once, so a nonsense span cannot make a table wide."""
    return max(len(row.cells), min(LARGEST_SPAN, sum(_honest_span(cell) for cell in row.cells)))


def _honest_span(cell: Node) -> int:
    span = _span(cell, "colspan")
    return span if span < LARGEST_SPAN else 1


def _span(node: Node, name: str) -> int:
    """A span as a number from 1 to 100; `rowspan="0"` (to the end of the table) is 100."""
    written = node.get(name)
    if not written.isascii() or not written.isdigit():
        return 1
    number = int(written[:9])
    return LARGEST_SPAN if number == 0 and name == "rowspan" else max(1, min(number, LARGEST_SPAN))


def _cell(walker: Walker, node: Node, style: Style, *, widest: int) -> Cell:
    """A cell with its content, not yet placed."""
    blocks = walker.read_inside("other", node.children, style)
    rowspan, colspan = _span(node, "rowspan"), min(_span(node, "colspan"), max(widest, 1))
    return Cell(0, 0, blocks, rowspan, colspan, node.tag == "th", _align(node))


def _align(node: Node) -> Align:
    written = node.get("style").lower().removeprefix("text-align:").strip(" ;") or node.get("align").lower()
    found: dict[str, Align] = {"left": "left", "center": "center", "right": "right", "end": "right"}
    return found.get(written, "")


def _header_rows(rows: list[Row], grid: Grid) -> int:
    """How many rows repeat on each page: those of `<thead>`, else leading rows of header cells alone."""
    count = sum(row.head for row in rows)
    if not count:
        for row in rows:
            if any(cell.tag != "th" for cell in row.cells) or len(row.cells) < 2:
                break
            count += 1
    while crossing := [cell for cell in grid.cells if cell.row < count < cell.row + cell.rowspan]:
        count = max(cell.row + cell.rowspan for cell in crossing)
    return 0 if not rows or (count >= len(rows) and not rows[-1].head) else count


def _with_figures_right(table_: Table) -> Table:
    """A table of pandas with its columns of figures to the right, as pandas shows them."""
    body = [cell for cell in table_.cells if not cell.header]
    worded = {cell.column for cell in body if not _FIGURE.fullmatch(_text(cell))}
    figures = {cell.column for cell in body} - worded
    cells = [
        replace(cell, align="right")
        if cell.column in figures and cell.colspan == 1 and not cell.align
        else cell
        for cell in table_.cells
    ]
    return replace(table_, cells=tuple(cells))


def _text(cell: Cell) -> str:
    return " ".join(plain(block.runs) if isinstance(block, Paragraph) else "?" for block in cell.blocks)


def _flat(walker: Walker, rows: list[Row], style: Style, *, caption: Runs) -> None:
    """The content of each cell, one after the other."""
    if caption:
        walker.emit(Paragraph(caption))
    for row in rows:
        for cell in row.cells:
            walker.emit(*walker.read(cell.children, style))
