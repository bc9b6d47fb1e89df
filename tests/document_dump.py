"""A document tree as short readable lines, for pairs of given and expected files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lfnkr_nb.document.tree import (
    Block,
    Box,
    BreakBefore,
    Cell,
    Code,
    Definitions,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Run,
    Runs,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lfnkr_nb.document import Reading


def dump(reading: Reading) -> str:
    """Blocks, footnotes and notices, one thing a line, what is inside indented."""
    lines = list(_blocks(reading.blocks))
    for key, blocks in reading.notes:
        lines += [f"note {key}", *_indented(_blocks(blocks))]
    for notice in reading.notices:
        lines.append(f"notice {notice.message}" + (f" / {notice.hint}" if notice.hint else ""))
    return "\n".join(lines) + "\n"


def said(runs: Runs) -> str:
    """Runs as text; what has a look of its own stands in braces: `{strong ja https://…: text}`."""
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    if run.note:
        return f"{{note {run.note}}}"
    text = run.text.replace("\n", "⏎").replace("\u00a0", "⍽")
    look = [
        *sorted(run.marks),
        run.lang,
        run.href,
        run.ruby and f"ruby={run.ruby}",
        run.typst and f"typst={run.typst}",
    ]
    words = " ".join(part for part in look if part)
    return f"{{{words}: {text}}}" if words else text


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(runs=runs, role=role):
            yield f"p{'.' + role if role else ''} {said(runs)}"
        case Heading(level=level, runs=runs):
            yield f"h{level} {said(runs)}"
        case Listing(items=items, ordered=ordered, start=start):
            yield f"ol {start}" if ordered else "ul"
            for item in items:
                yield "  item"
                yield from _indented(_indented(_blocks(item)))
        case Definitions(items=items):
            yield "dl"
            for term, meaning in items:
                yield f"  term {said(term)}"
                yield from _indented(_indented(_blocks(meaning)))
        case Quote(blocks=inner, cite=cite):
            yield "quote" + (f" — {said(cite)}" if cite else "")
            yield from _indented(_blocks(inner))
        case Code(text=text, language=language):
            yield f"code {language}".rstrip()
            yield from (f"  |{line}" for line in text.split("\n"))
        case Table():
            yield from _table(block)
        case Figure(picture=picture, alt=alt, caption=caption):
            size = f"{picture.mime} {picture.width}×{picture.height}" if picture else "no picture"
            yield f"figure {size} alt={alt!r}" + (f" caption={said(caption)}" if caption else "")
        case Box(role=role, title=title, blocks=inner):
            yield f"box {role} {said(title)}".rstrip()
            yield from _indented(_blocks(inner))
        case Rule():
            yield "rule"
        case BreakBefore():
            yield "page break"
        case _:
            raise AssertionError(block)


def _table(table: Table) -> Iterator[str]:
    caption = f" caption={said(table.caption)}" if table.caption else ""
    yield f"table {table.rows}×{table.columns} head={table.header_rows}{caption}"
    for cell in table.cells:
        yield f"  {_cell(cell)}"
        if len(cell.blocks) > 1 or any(not isinstance(block, Paragraph) for block in cell.blocks):
            yield from _indented(_indented(_blocks(cell.blocks)))


def _cell(cell: Cell) -> str:
    span = f" {cell.rowspan}×{cell.colspan}" if (cell.rowspan, cell.colspan) != (1, 1) else ""
    kind = "th" if cell.header else "td"
    align = f" {cell.align}" if cell.align else ""
    only = cell.blocks[0] if len(cell.blocks) == 1 else None
    text = f" {said(only.runs)}" if isinstance(only, Paragraph) else ""
    return f"{kind} {cell.row},{cell.column}{span}{align}{text}"
