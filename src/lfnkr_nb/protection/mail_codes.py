"""Codes of mails, calendars and terminals: words in another encoding, lines that were folded, colours between words."""

from __future__ import annotations

import quopri
import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import Final

__all__ = ["encoded_words", "quoted_printable", "unfolded", "without_colours"]

#: Words of a header in another encoding (RFC 2047); blanks between two of them are none of the text.
_ENCODED = re.compile(r"(?:=\?[\w.*-]+\?[bBqQ]\?[^?\s]*\?=\s*)+")

#: A line of a contact or calendar that goes on in the next one (RFC 5545, 3.1; RFC 6350, 3.2).
_FOLDED = re.compile(r"\r?\n[ \t]")

#: What a terminal takes for a colour or a move (ECMA-48, 5.4).
_CONTROL = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]")

#: The encodings that Korean and Japanese mails name by more than one word.
_ALIASES: Final = {"ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "shift_jis": "cp932"}
_NAME = re.compile(r"(?<==\?)([\w.*-]+)(?=\?)")


_QUOTED = re.compile(r"=(?:[0-9A-F]{2}|\r?\n)")
_QUOTED_LINE = re.compile(r"=(?:[0-9A-F]{2}|\r?$)")


def quoted_printable(text: str) -> str | bytes:
    """The lines that hold a byte in quoted-printable, or end softly, with what they go on with (RFC 2045, 6.7)."""
    if not _QUOTED.search(text):
        return ""
    listed = text.split("\n")
    goes_on = (line.rstrip("\r").endswith("=") for line in ["", *listed])
    lines = "\n".join(x for x, whole in zip(listed, goes_on, strict=False) if whole or _QUOTED_LINE.search(x))
    data = quopri.decodestring(lines.encode("utf-8", "surrogatepass"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data


def encoded_words(text: str) -> str:
    """The words of mail headers that are written in another encoding, each row of them on a line."""
    return "\n".join(filter(None, map(_decoded, (match[0] for match in _ENCODED.finditer(text)))))


def _decoded(words: str) -> str:
    plain = _NAME.sub(lambda match: _ALIASES.get(match[1].lower(), match[1]), words.strip())
    try:
        return str(make_header(decode_header(plain)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return ""


def unfolded(text: str) -> str:
    """A contact or calendar with its folded lines whole again."""
    return _FOLDED.sub("", text)


def without_colours(text: str) -> str:
    """A text without what a terminal takes for colours."""
    return _CONTROL.sub("", text)
