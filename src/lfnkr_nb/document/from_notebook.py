"""A notebook becomes sections: its text and its outputs; code is hidden, errors are said."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from lfnkr_nb.document.from_markdown import read_levels
from lfnkr_nb.document.outline import level_headings
from lfnkr_nb.document.outputs import Cell, attachment, read_output, text_lines
from lfnkr_nb.document.reading import Notices, Source
from lfnkr_nb.document.tree import Block, Heading, Notice, Runs, Section, plain, runs_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["NotebookReading", "read_notebook"]

#: Cells with one of these tags are not shown; the words of Jupyter Book, nbconvert and Papermill.
HIDDEN_CELL = frozenset({"remove-cell", "remove_cell", "hide-cell", "hide_cell", "injected-parameters"})
HIDDEN_OUTPUT = frozenset({"remove-output", "remove_output", "hide-output", "hide_output"})


class NotebookReading(NamedTuple):
    """What was read of a notebook.

    Attributes:
        sections: One for each heading of level 1, and one for what stands before the first.
        notices: What was changed or left out.
        title: The title in the notebook's metadata, else its first heading of level 1, else empty.
    """

    sections: tuple[Section, ...]
    notices: tuple[Notice, ...]
    title: str


@dataclass(slots=True)
class _Part:
    """The blocks under one heading of level 1."""

    title: Runs = ()
    blocks: list[Block] = field(default_factory=list)


def read_notebook(notebook: Mapping[str, Any], source: Source = Source()) -> NotebookReading:  # noqa: B008 - frozen
    """The sections of a notebook (nbformat 4, as a dict or NotebookNode) with its outputs and without code.

    Math between dollar signs is read as math. Pictures come from outputs, attachments and `source.folder`.

    Args:
        notebook: The notebook.
        source: Language, folder and origin of the notebook.
    """
    notices = Notices(source.origin)
    parts = [_Part()]
    notes: dict[str, tuple[Block, ...]] = {}
    for number, data in enumerate(notebook.get("cells", []), start=1):
        for piece in _read_cell(Cell.of(data, number), source, notices):
            if isinstance(piece, Heading) and piece.level == 1:
                parts.append(_Part(piece.runs))
            elif isinstance(piece, tuple):
                notes[piece[0]] = piece[1]
            else:
                parts[-1].blocks.append(piece)
    title, parts = _titled(notebook, [part for part in parts if part.title or part.blocks])
    sections = tuple(_section(part, at, source=source, notes=notes) for at, part in enumerate(parts, start=1))
    return NotebookReading(sections, notices.all(), title)


def _titled(notebook: Mapping[str, Any], parts: list[_Part]) -> tuple[str, list[_Part]]:
    """The title and the parts; a single heading of level 1 at the top is the title and no section's."""
    written = notebook.get("metadata", {}).get("title")
    if isinstance(written, str) and written.strip():
        return " ".join(written.split()), parts
    title = next((plain(part.title) for part in parts if part.title), "")
    if parts and parts[0].title and not any(part.title for part in parts[1:]):
        parts = [replace(parts[0], title=()), *parts[1:]]
    return title, parts


def _section(part: _Part, number: int, *, source: Source, notes: dict[str, tuple[Block, ...]]) -> Section:
    blocks = level_headings(tuple(part.blocks), source.first_heading)
    anchor = f"{source.anchor}-{number}" if source.anchor else f"part-{number}"
    return Section(
        "post", part.title, anchor, source.lang, blocks, notes=_called(part, notes), origin=source.origin
    )


def _called(part: _Part, notes: dict[str, tuple[Block, ...]]) -> tuple[tuple[str, tuple[Block, ...]], ...]:
    """The footnotes that a part calls, in the order of their first call."""
    found: dict[str, tuple[Block, ...]] = {}
    todo = [part.title, *_all_runs(part.blocks)]
    while todo:
        for key in [run.note for run in todo.pop(0) if run.note in notes]:
            if key not in found:
                found[key] = notes[key]
                todo += _all_runs(notes[key])
    return tuple(found.items())


def _all_runs(blocks: Iterable[Block]) -> list[Runs]:
    return [runs for block in walk(tuple(blocks)) for runs in runs_of(block)]


def _read_cell(
    cell: Cell, source: Source, notices: Notices
) -> Iterator[Block | tuple[str, tuple[Block, ...]]]:
    """The blocks of one cell, headings at the levels of the source, and its footnotes."""
    if cell.tags & HIDDEN_CELL:
        return
    own = replace(
        source, anchor=f"{source.anchor}-cell-{cell.number}" if source.anchor else f"cell-{cell.number}"
    )
    if cell.kind == "markdown":
        yield from _read_text(cell, own, notices)
    elif cell.kind == "code" and not cell.tags & HIDDEN_OUTPUT:
        for output in _joined_streams(cell.outputs):
            yield from read_output(output, cell, source=own, notices=notices)
    elif cell.kind == "raw" and cell.source.strip():
        notices.add(f"raw cell {cell.number} was left out", "Make it a Markdown cell if it is to be shown.")


def _read_text(
    cell: Cell, source: Source, notices: Notices
) -> Iterator[Block | tuple[str, tuple[Block, ...]]]:
    """A Markdown cell."""
    reading = read_levels(cell.source, source, math=True, pictures=partial(attachment, cell, source.folder))
    for notice in reading.notices:
        notices.add(notice.message, notice.hint)
    yield from reading.blocks
    yield from reading.notes


def _joined_streams(outputs: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The outputs with neighbouring pieces of one stream as one."""
    joined: list[Mapping[str, Any]] = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output.get("output_type") == "stream" and _same_stream(last, output):
            joined[-1] = {**last, "text": text_lines(last.get("text")) + text_lines(output.get("text"))}
        else:
            joined.append(output)
    return joined


def _same_stream(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return one.get("output_type") == "stream" and one.get("name") == other.get("name")
