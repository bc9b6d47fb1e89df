"""The gate reads files of word processors and databases that hide their texts: RTF, HWP and Parquet."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lfnkr_nb.protection.gate import Examination

__all__ = ["read_parquet", "read_rtf"]

#: A piece of RTF 1.9: a byte, a character by its number, a control word or sign, braces and line breaks of the file.
_PIECE = re.compile(
    r"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?|\\([a-zA-Z]+)(-?\d+)? ?|\\([^a-zA-Z])|[{}\r\n]|([^\\{}\r\n]+)"
)

_BREAKS: Final = {
    "par": "\n",
    "line": "\n",
    "cell": "\n",
    "row": "\n",
    "sect": "\n",
    "page": "\n",
    "tab": "\t",
}
_SIGNS: Final = {"~": "\u00a0", "_": "-", "-": "\u00ad"}
_CODE_PAGES: Final = ("cp949", "cp932", "gb18030", "big5", "cp1252")


def read_rtf(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """The text of an RTF file in each encoding its bytes may have; the file itself is left to the raw readers."""
    written = data.decode("latin-1")
    for encoding in _CODE_PAGES:
        examination.text(_rtf_text(written, encoding), f"{where}, text", depth=depth)
    return False


def _rtf_text(written: str, encoding: str) -> str:
    parts: list[str] = []
    pending = bytearray()
    skipped = 0

    def flush() -> None:
        parts.append(pending.decode(encoding, "replace"))
        pending.clear()

    for match in _PIECE.finditer(written):
        byte, number, word, _, sign, text = match.groups()
        if skipped and (byte or text):  # what stands for a character in programs that do not know its number
            text = text[1:] if text else ""
            skipped, byte = 0, None
        if byte:
            pending.append(int(byte, 16))
            continue
        if text:
            pending += text.encode("latin-1")
            continue
        if number or word or sign:
            flush()
            parts.append(
                chr(int(number) % 65536) if number else _BREAKS.get(word or "", _SIGNS.get(sign or "", ""))
            )
            skipped = 1 if number else 0
    flush()
    return "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def read_parquet(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """Every cell and every row of a Parquet file; without pyarrow, or where it is damaged, it is not clean."""
    try:
        from pyarrow import parquet  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra

        table = parquet.read_table(io.BytesIO(data))
    except (ImportError, OSError, ValueError, TypeError, NotImplementedError):
        examination.add("unreadable", "Parquet file that cannot be read here", where)
        return False
    names = ["" if name is None else str(name) for name in table.column_names]
    examination.pieces(((name, f"{where}, name of a column") for name in names), metadata=False)
    for number, row in enumerate(table.to_pylist(), 1):
        cells = [str(value) for value in row.values() if value is not None]
        examination.pieces([*((cell, f"{where}, row {number}") for cell in cells)])
        examination.plain(" ".join(cells), f"{where}, row {number}")
    return depth < 0
