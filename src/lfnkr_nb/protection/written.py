"""The gate reads tables, Markdown and JSON: what their texts say once they are opened, and what cells would run."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.document.parser import markdown_parser
from lfnkr_nb.protection.markup import cut_data_urls, read_html
from lfnkr_nb.spreadsheets import is_formula

if TYPE_CHECKING:
    from lfnkr_nb.protection.gate import Examination

__all__ = ["read_json", "read_json_lines", "read_markdown", "read_parquet", "read_table"]

#: Signs of Markdown that stand inside a word without being part of it.
_SIGNS = re.compile(r"[*_~`]+|\[\^[^\]]*\]|\\(?=[!-/:-@\[-`{-~])")

#: What a notebook keeps beside what readers see: the state of widgets holds whole texts.
_SCRIPTED: Final = ("application/javascript", "application/x-javascript", "text/javascript")


def read_table(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """Cells that a spreadsheet would take for formulas; the text itself is left to the raw readers."""
    text = data.decode("utf-8-sig", "replace") if b"\0" not in data else data.decode("utf-16", "replace")
    delimiter = max(",;\t", key=text[:65536].count)
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for row in reader:
            if any(is_formula(cell) for cell in row):
                examination.add(
                    "formula", "cell that a spreadsheet would run", f"{where}, line {reader.line_num}"
                )
    except csv.Error:
        examination.add("unreadable", "damaged table", f"{where}, line {reader.line_num}")
    return depth < 0


def read_parquet(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """Every cell and every row of a Parquet file; without pyarrow, or where it is damaged, it is not clean."""
    try:
        from pyarrow import parquet  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra

        table = parquet.read_table(io.BytesIO(data))
    except (ImportError, OSError, ValueError, TypeError, NotImplementedError):
        examination.add("unreadable", "Parquet file that cannot be read here", where)
        return False
    examination.pieces((text, f"{where}, {place}") for place, text in _cells(table))
    return depth < 0


def _cells(table: Any) -> Iterator[tuple[str, str]]:
    """Each name of a column, each cell, and each row as one text: a name may be split over two columns."""
    yield from (("name of a column", str(name)) for name in table.column_names)
    for number, row in enumerate(table.to_pylist(), 1):
        cells = [str(value) for value in row.values() if value is not None]
        yield from ((f"row {number}", text) for text in (*cells, " ".join(cells)))


def read_markdown(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """Markdown as a reader's program shows it; its raw text is read beside."""
    _markdown(examination, data.decode("utf-8", "replace"), where, depth)
    return False


def _markdown(examination: Examination, text: str, where: str, depth: int) -> None:
    bare = cut_data_urls(examination, text, where, depth)
    examination.plain(_SIGNS.sub("", bare), where)
    content = re.sub(r"\A---\n.*?\n---\n", "", bare, flags=re.DOTALL)
    read_html(
        examination,
        markdown_parser().render(content, {"closed": frozenset()}).encode("utf-8", "replace"),
        where,
        depth + 1,
    )


def read_json(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """Every text of a JSON file, or of a notebook, as it is once it is opened."""
    value = json.loads(data)
    if isinstance(value, dict) and "cells" in value and "nbformat" in value:
        _notebook(examination, value, where, depth)
    else:
        _strings(examination, value, where, depth)
    return False


def read_json_lines(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """Every text of each line of a JSON lines file."""
    for number, line in enumerate(data.splitlines(), 1):
        try:
            value = json.loads(line) if line.strip() else None
        except (ValueError, RecursionError):
            continue  # no JSON: the raw readers read the line
        _strings(examination, value, f"{where}, line {number}", depth)
    return False


def _strings(examination: Examination, value: Any, where: str, depth: int) -> None:
    examination.pieces((text, f"{where}, {path}") for path, text in _texts(value))
    for path, text in _texts(value):
        cut_data_urls(examination, text, f"{where}, {path}", depth)


def _texts(value: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Each text with its place; a list of lines is also one text."""
    if isinstance(value, str):
        yield path or "value", value
    elif isinstance(value, dict) and depth < 100:
        for key, inner in value.items():
            yield f"{path} key", str(key)
            yield from _texts(inner, f"{path}/{key}"[:80], depth + 1)
    elif isinstance(value, list) and depth < 100:
        if value and all(isinstance(item, str) for item in value):
            yield path, "".join(value)
        for inner in value:
            yield from _texts(inner, path, depth + 1)


def _notebook(examination: Examination, notebook: dict[str, Any], where: str, depth: int) -> None:
    """Cells and outputs: Markdown and HTML as they are shown, pictures, scripts."""
    _strings(examination, notebook.get("metadata", {}), f"{where}, metadata", depth)
    for number, cell in enumerate(notebook.get("cells") or [], 1):
        place = f"{where}, cell {number}"
        if not isinstance(cell, dict):
            continue
        _strings(examination, cell, place, depth)
        if cell.get("cell_type") == "markdown":
            _markdown(examination, _joined(cell.get("source")), place, depth)
        for output in cell.get("outputs") or []:
            bundle = output.get("data") if isinstance(output, dict) else None
            for mime, shown in (bundle or {}).items():
                _shown(examination, mime, _joined(shown), f"{place}, output", depth)


def _joined(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else value if isinstance(value, str) else ""


def _shown(examination: Examination, mime: str, text: str, where: str, depth: int) -> None:
    if mime in ("text/html", "image/svg+xml"):
        read_html(examination, text.encode("utf-8", "replace"), where, depth + 1)
    elif mime == "text/markdown":
        _markdown(examination, text, where, depth)
    elif mime in _SCRIPTED:
        examination.add("script", mime, where)
    elif mime.startswith("image/") or mime == "application/pdf":
        cut_data_urls(examination, f"data:{mime};base64,{''.join(text.split())}", where, depth)
