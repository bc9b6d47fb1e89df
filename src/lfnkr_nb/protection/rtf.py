"""The gate reads RTF as a word processor shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lfnkr_nb.protection.gate import Examination

__all__ = ["read_rtf"]

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
