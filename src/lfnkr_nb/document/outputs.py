"""Outputs of notebook cells: tables, pictures, formulas and text."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lfnkr_nb.document.characters import clean
from lfnkr_nb.document.cleaning import clean_picture
from lfnkr_nb.document.flow import shortened
from lfnkr_nb.document.formulas import formula
from lfnkr_nb.document.from_markdown import html_levels, read_levels
from lfnkr_nb.document.inline import RunBuffer, Style
from lfnkr_nb.document.pictures import picture_bytes
from lfnkr_nb.document.tree import Block, Code, Figure, Paragraph, Run, Runs
from lfnkr_nb.errors import PictureError

if TYPE_CHECKING:
    from pathlib import Path

    from lfnkr_nb.document.reading import Notices, Reading, Source

__all__ = ["Cell", "attachment", "read_output", "text_lines"]

Piece = Block | tuple[str, tuple[Block, ...]]

_PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_OPTION = re.compile(r"^#\|\s*(fig-alt|alt|fig-cap)\s*:\s*(.+?)\s*$", re.MULTILINE)
_OBJECT = re.compile(r"<(?:IPython\.core\.display\.|.* object at 0x)[^>]*>", re.DOTALL)
_WRAPPERS = re.compile(r"^\s*(?:\$\$?|\\\[|\\\(|\\displaystyle\b)|(?:\$\$?|\\\]|\\\))\s*$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a notebook, read with care: any of its parts may be missing.

    Attributes:
        kind: `markdown`, `code` or `raw`.
        number: Its place in the notebook, counted from 1.
        source: Its text.
        tags: The tags given to it.
        alt: Alt text for its pictures, from its metadata or a comment `#| fig-alt: …`.
        caption: Caption for its pictures, from a comment `#| fig-cap: …`.
        outputs: What it put out.
        attachments: Pictures kept in a Markdown cell, by name and type.
    """

    kind: str
    number: int
    source: str
    tags: frozenset[str]
    alt: str
    caption: str
    outputs: tuple[Mapping[str, Any], ...]
    attachments: Mapping[str, Any]

    @classmethod
    def of(cls, data: Mapping[str, Any], number: int) -> Cell:
        """The cell that a notebook's JSON describes."""
        metadata = _mapping(data.get("metadata"))
        source = text_lines(data.get("source"))
        options = {name: value.strip("\"'") for name, value in _OPTION.findall(source)}
        alt = str(metadata.get("alt") or options.get("fig-alt") or options.get("alt") or "")
        tags = metadata.get("tags")
        return cls(
            kind=str(data.get("cell_type", "")),
            number=number,
            source=source,
            tags=frozenset(str(tag) for tag in tags) if isinstance(tags, Sequence) else frozenset(),
            alt=" ".join(alt.split()),
            caption=options.get("fig-cap", ""),
            outputs=tuple(_mapping(output) for output in data.get("outputs") or ()),
            attachments=_mapping(data.get("attachments")),
        )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def text_lines(value: Any) -> str:
    """Text that a notebook keeps as one string or as a list of lines."""
    if isinstance(value, str):
        return value
    return "".join(str(line) for line in value) if isinstance(value, Sequence) else ""


def attachment(cell: Cell, folder: Path | None, href: str) -> bytes:
    """The bytes of a picture that a Markdown cell names: one of its attachments, or a file.

    Raises:
        PictureError: The picture is refused or is not attached.
    """
    if not href.startswith("attachment:"):
        return picture_bytes(href, folder)
    kept = _mapping(cell.attachments.get(href.removeprefix("attachment:")))
    for kind in (*_PICTURES, "image/gif", "image/webp"):
        if kind in kept:
            return _bytes(kind, kept[kind])
    raise PictureError(
        f"nothing is attached under this name: {href}", hint="Paste the picture into the cell again."
    )


def _bytes(kind: str, value: Any) -> bytes:
    """The bytes of a picture in a notebook: base64, or the text of an SVG."""
    text = text_lines(value)
    if kind == "image/svg+xml" and "<" in text:
        return text.encode("utf-8", "replace")
    try:
        return base64.b64decode(re.sub(r"\s+", "", text), validate=True)
    except (binascii.Error, ValueError) as error:
        raise PictureError("the picture in the notebook is damaged", hint="Run the cell again.") from error


def read_output(
    output: Mapping[str, Any], cell: Cell, *, source: Source, notices: Notices
) -> Iterator[Piece]:
    """One output as blocks, headings at the levels of the source, and footnotes."""
    kind = output.get("output_type")
    if kind == "stream":
        yield from _stream(output, cell, notices)
    elif kind == "error":
        yield _error(output, cell, notices)
    elif kind in {"display_data", "execute_result"}:
        yield from _Display(output, cell, source, notices).read()


def _stream(output: Mapping[str, Any], cell: Cell, notices: Notices) -> Iterator[Code]:
    """Printed text; warnings name files of the machine they ran on and are left out."""
    text = _terminal(text_lines(output.get("text")))
    if output.get("name") == "stderr":
        if text.strip():
            notices.add(f"warnings of cell {cell.number} were left out: {shortened(text)}")
    elif text.strip():
        yield Code(text.strip("\n"))


def _terminal(text: str) -> str:
    """Text as a terminal shows it: no colour codes, and each line as it was last overwritten."""
    lines = _ANSI.sub("", text).replace("\r\n", "\n").split("\n")
    shown = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
    return clean(shown, lambda _message: None)


def _error(output: Mapping[str, Any], cell: Cell, notices: Notices) -> Paragraph:
    """That a cell failed, and how; the traceback names files of the machine and is left out."""
    name = shortened(_terminal(str(output.get("ename", "error"))))
    message = f"Cell {cell.number} ended with an error: {name}"
    notices.add(message[0].lower() + message[1:], "Correct the cell and run the notebook again.")
    return Paragraph((Run(f"{message}."),))


@dataclass(slots=True)
class _Display:
    """A rich output, which offers itself in several types; the best one that can be shown is taken."""

    output: Mapping[str, Any]
    cell: Cell
    source: Source
    notices: Notices

    def read(self) -> list[Piece]:
        """The blocks of the first type that can be shown."""
        data = _mapping(self.output.get("data"))
        if any(kind.startswith("application/vnd.jupyter.widget") for kind in data) and not _has_picture(data):
            self.notices.add(
                f"a widget of cell {self.cell.number} was left out", "Show a table or a picture instead."
            )
            return []
        for attempt in (self._formula, self._picture, self._html, self._markdown, self._plain):
            if pieces := attempt(data):
                return pieces
        if data:
            self.notices.add(
                f"an output of cell {self.cell.number} cannot be shown on paper ({', '.join(sorted(data))})"
            )
        return []

    def _formula(self, data: Mapping[str, Any]) -> list[Piece]:
        """TeX, as SymPy gives it, if it can be set; else a picture of it is better."""
        tex = text_lines(data.get("text/latex"))
        run = formula(_bare(tex)) if tex.strip() else None
        if run is None or not (run.typst or not _has_picture(data)) or r"\begin{tabular}" in tex:
            return []
        return [Paragraph((run,), "math")]

    def _picture(self, data: Mapping[str, Any]) -> list[Piece]:
        """A picture with its alt text; a drawing that is refused gives way to the next type."""
        for kind in _PICTURES:
            if kind not in data:
                continue
            try:
                picture = clean_picture(_bytes(kind, data[kind]))
            except PictureError as error:
                self.notices.add(
                    f"a picture of cell {self.cell.number} was left out: {error.message}", error.hint
                )
            else:
                return [Figure(picture, self._alt(data), self._caption())]
        return []

    def _alt(self, data: Mapping[str, Any]) -> str:
        """The alt text that was given, else what the object says of itself, else the number of the cell."""
        metadata = _mapping(self.output.get("metadata"))
        given = [metadata.get("alt"), *(_mapping(metadata.get(kind)).get("alt") for kind in _PICTURES)]
        alt = (
            next((value for value in given if isinstance(value, str) and value.strip()), "") or self.cell.alt
        )
        if alt:
            return " ".join(alt.split())
        self.notices.add(
            f"picture without alt text: output of cell {self.cell.number}",
            "Begin the cell with a comment: #| fig-alt: what the picture shows",
        )
        said = shortened(text_lines(data.get("text/plain")).strip("<>"), 120)
        return said if said and " object at 0x" not in said else f"Output of cell {self.cell.number}"

    def _caption(self) -> Runs:
        buffer = RunBuffer(self.source.lang)
        buffer.text(self.cell.caption, Style(self.source.lang))
        return buffer.take()

    def _html(self, data: Mapping[str, Any]) -> list[Piece]:
        html = text_lines(data.get("text/html"))
        return self._taken(html_levels(html, self.source)) if html.strip() else []

    def _markdown(self, data: Mapping[str, Any]) -> list[Piece]:
        text = text_lines(data.get("text/markdown"))
        return self._taken(read_levels(text, self.source, math=True)) if text.strip() else []

    def _taken(self, reading: Reading) -> list[Piece]:
        """The blocks and footnotes of a reading, its notices handed on if anything was read."""
        if reading.blocks:
            for notice in reading.notices:
                self.notices.add(notice.message, notice.hint)
        return [*reading.blocks, *reading.notes]

    def _plain(self, data: Mapping[str, Any]) -> list[Piece]:
        """Plain text, unless it only names a Python object."""
        text = _terminal(text_lines(data.get("text/plain")))
        return [] if not text.strip() or _OBJECT.fullmatch(text.strip()) else [Code(text.strip("\n"))]


def _has_picture(data: Mapping[str, Any]) -> bool:
    return any(kind in data for kind in _PICTURES)


def _bare(tex: str) -> str:
    """TeX without the signs that switch math on and off."""
    before = ""
    while before != tex:
        before, tex = tex, _WRAPPERS.sub("", tex.strip())
    return tex
