"""The gate reads files that hide their texts: RTF of word processors, and Parquet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

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
    """The text of RTF whose bytes are in an encoding."""
    pending = bytearray()
    text: list[str] = []
    stands_in = False
    for match in _PIECE.finditer(written):
        byte, number, word, _, sign, letters = match.groups()
        data = bytes([int(byte, 16)]) if byte else letters.encode("latin-1") if letters else b""
        if data:  # behind a number stands what programs show that do not know it
            pending += data[1:] if stands_in else data
            stands_in = False
        elif number or word or sign:
            text += [pending.decode(encoding, "replace"), _character(number, word, sign)]
            pending.clear()
            stands_in = bool(number)
    text.append(pending.decode(encoding, "replace"))
    return "".join(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(number: str | None, word: str | None, sign: str | None) -> str:
    """What a control word or sign stands for in the text; nothing for what only says how it looks."""
    return chr(int(number) % 0x10000) if number else _BREAKS.get(word or "", _SIGNS.get(sign or "", ""))


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
