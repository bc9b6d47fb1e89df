"""Bytes and texts as a reader could make sense of them: every usual encoding, escape and compression.

`texts_in` gives the texts of bytes, `unescaped` what is written inside a text in some code, `packed_in` what
bytes hold in compressed form. Each step gives new material for the next one; who calls limits the depth.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import html
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final
from urllib.parse import unquote_to_bytes

import numpy as np

from lfnkr_nb.protection.mail_codes import encoded_words, quoted_printable, unfolded, without_colours

__all__ = ["APART", "BOMS", "LARGEST", "is_text", "packed_in", "texts_in", "unescaped"]

#: Encodings of old Japanese, Korean, Chinese and Western files, tried where a file is no UTF-8.
_OLD: Final = ("cp932", "euc_jp", "cp949", "johab", "gb18030", "big5", "cp1252")

#: No stream inside a file is inflated beyond this; a larger one is a bomb, and that is said by who calls.
LARGEST: Final = 256 * 1024 * 1024

#: Byte order marks, and what each says.
BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
#: Between texts that are looked through together: a letter (a rune) that is in no name, so none reaches over it.
APART: Final = "\n\u16a0\n"

#: What can be words among bytes that are no text: anything but control characters and bytes that are no UTF-8.
#: Hangul, kana and ideographs make a name of two.
_WORDS = re.compile(
    r"[^\x00-\x08\x0e-\x1f\x7f\x80-\x9f\ufffd]{4,}"
    r"|[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]{2,}"
)

#: The last ideograph of planes 2 and 3, in which rare forms of family names stand.
_LAST_IDEOGRAPH: Final = 0x3FFFF

#: The same for UTF-16: letters and punctuation of Latin, kana, kanji and Hangul.
_WIDE_WORDS = re.compile(
    r"[\x20-\x7e\xa0-\u024f\u0300-\u036f\u1100-\u11ff\u2000-\u206f\u3000-\u30ff\u3130-\u318f\u4e00-\u9fff\uac00-\ud7a3\uff01-\uffee\U00020000-\U0003ffff]{2,}"
)

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def is_text(data: bytes) -> bool:
    """Whether bytes look like a text in some encoding without NULs: hardly any control characters."""
    return len(_CONTROLS.findall(data[:65536])) * 200 <= min(len(data), 65536)


def texts_in(data: bytes) -> Iterator[tuple[str, str]]:
    """What bytes say, as (encoding, text), the likeliest first; the encoding is empty for plain UTF-8.

    Of bytes that are no text only the stretches come back that could be words.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            yield encoding.upper(), data[len(mark) :].decode(encoding, "replace")
            break
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield "UTF-8", _stretches(_WORDS, data.decode("utf-8", "replace"))
        if is_text(data):
            yield from ((name, data.decode(name, "replace")) for name in _OLD)
        yield from _wide(data)
        return
    yield "", text
    if b"\x1b$" in data or b"\x0e" in data:
        yield from _shifted(data)
    if b"\0" in data:
        yield from _wide(data)


def _stretches(pattern: re.Pattern[str], text: str) -> str:
    return APART.join(pattern.findall(text))


def _shifted(data: bytes) -> Iterator[tuple[str, str]]:
    """ISO-2022: Japanese and Korean in seven bits, as in old mails."""
    for name in ("iso2022_jp_2", "iso2022_kr"):
        with suppress(UnicodeDecodeError):
            yield name, data.decode(name, "replace")


def _wide(data: bytes) -> Iterator[tuple[str, str]]:
    """UTF-16 and UTF-32 in both orders and from each place."""
    for order in ("le", "be"):
        for start in (0, 1):
            yield f"UTF-16{order.upper()}", _stretches(_WIDE_WORDS, _utf_16(data[start:], order))
    if b"\0\0" in data:
        for order in ("le", "be"):
            for start in range(4):
                if text := _utf_32(data[start:], order):
                    yield f"UTF-32{order.upper()}", _stretches(_WIDE_WORDS, text)


def _utf_16(data: bytes, order: str) -> str:
    """The text that data are in UTF-16, with NULs in place of half pairs of surrogates.

    Random data are full of those, and to have Python replace them one by one takes longer than all the rest.
    """
    units = np.frombuffer(data, "<u2" if order == "le" else ">u2", len(data) // 2)
    high, low = (units & 0xFC00) == 0xD800, (units & 0xFC00) == 0xDC00
    pairs = np.append(high[:-1] & low[1:], np.zeros(len(units[:1]), np.bool_))
    whole = ~(high | low) | pairs
    whole[1:] |= pairs[:-1]
    return np.where(whole, units, 0).astype("<u2").tobytes().decode("utf-16-le")


def _utf_32(data: bytes, order: str) -> str:
    """The same in UTF-32; nothing where no two characters of a name follow each other."""
    units = np.frombuffer(data, "<u4" if order == "le" else ">u4", len(data) // 4)
    characters = ((units >= 0x20) & (units < 0xD800)) | ((units >= 0xE000) & (units <= _LAST_IDEOGRAPH))
    if not (characters[1:] & characters[:-1]).any():
        return ""
    return np.where(characters, units, 0).astype("<u4").tobytes().decode("utf-32-le")


# --- codes inside a text --------------------------------------------------------------------------------

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/_-]{4}[ \t]*+(?:\\n|\r?\n)?+[ \t]*+){3,}+[A-Za-z0-9+/_-]{0,4}={0,2}")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}[ :\s]{0,2}+){5,}+")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_BACKSLASH = re.compile(
    r"(?:\\u\{([0-9A-Fa-f]{1,6})\}|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})"
    r"|((?:\\x[0-9A-Fa-f]{2})+)|((?:\\[0-3][0-7]{2})+)|\\([0-9A-Fa-f]{1,6})[ \n]?|\\([^\w\s]))"
)
_PUNYCODE = re.compile(r"(?i)xn--[a-z0-9-]+")
_SEVEN_BITS = re.compile(r"\+[A-Za-z0-9+/]{5,}-?")
_ASCII85 = re.compile(r"<~([!-uz\s]{8,}?)~>")
#: First bytes of files that can be written as base64 or hexadecimal digits inside a text.
_TYPES: Final = (
    b"%PDF-", b"PK\x03\x04", b"\x89PNG\r", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*", b"\x1f\x8b\x08",
    b"BZh",     b"\xfd7zXZ", b"<svg", b"<?xml", b"\xd0\xcf\x11\xe0", b"x\x9c", b"x\xda", b"x\x01",
)  # fmt: skip

#: So many blocks of Unicode a short text may use.
_BLOCKS: Final = 4

#: Shorter bytes make a text in every old encoding.
_LEAST_OLD: Final = 12

#: Base64 in runs of such lengths is tried from each of four places: other letters can stand right before it.
_SHORT_RUN: Final = 24
_LONG_RUN: Final = 256

_BREAKS = re.compile(r"\\n|\s")

_URL_SAFE: Final = str.maketrans("-_", "+/")

_PDF_NAME = re.compile(r"#([0-9A-Fa-f]{2})")


def unescaped(text: str, tried: set[str]) -> Iterator[tuple[str, str | bytes]]:
    """What a text says in some code, as (code, text or bytes); nothing where it holds none.

    Of escapes only the lines that hold some come back; of base64 and hexadecimal digits only what makes a text
    or a file of a known type: any long word could be either.

    Args:
        text: Any text.
        tried: Runs of such digits that were tried before and are passed over; those of `text` are added.
    """
    for sign, code, reading in _CODES:
        if sign in text and (found := reading(text)) not in ("", b""):
            yield code, _changed_lines(text, found) if isinstance(found, str) else found
    for match in _ASCII85.finditer(text):
        with suppress(ValueError):
            yield "Ascii85", base64.a85decode(match[1])
    for code, runs in (("base64", _base64_runs(text, tried)), ("hexadecimal", _hex_runs(text, tried))):
        texts: list[str] = []
        for data in runs:
            if _has_type(data):
                yield code, data
            texts += _sensible(data)
        if texts:
            yield code, APART.join(dict.fromkeys(texts))


def _changed_lines(text: str, other: str) -> str:
    before, after = text.split("\n"), other.split("\n")
    if len(before) != len(after):
        return other
    return "\n".join(new for old, new in zip(before, after, strict=True) if old != new)


def _has_type(data: bytes) -> bool:
    """Whether bytes begin like a file of a known type."""
    return data.startswith(_TYPES) or data[4:8] == b"ftyp"


def _sensible(data: bytes) -> Iterator[str]:
    """The text that bytes are in UTF-8 or UTF-16; nothing for bytes that are none."""
    try:
        text = data.decode("utf-8")
        if b"\0" not in data:
            yield text
            return
    except UnicodeDecodeError:
        if len(data) > _LEAST_OLD and is_text(data):
            yield from (data.decode(name, "replace") for name in _OLD)
    for order, high in (("le", 1), ("be", 0)):
        # The high bytes of a text of one writer are few; random bytes are spread over all blocks of Unicode.
        if len(set(data[high::2])) <= _BLOCKS + len(data) // 6:
            text = data.decode(f"utf-16-{order}", "replace").lstrip("\ufeff")
            if sum(c.isalpha() or c in " -.,・\n" for c in text) * 10 >= len(text) * 9:
                yield text


def _entities(text: str) -> str:
    return html.unescape(text)


def _percent(text: str) -> str | bytes:
    if not _PERCENT.search(text):
        return ""
    lines = "\n".join(line for line in text.split("\n") if "%" in line)
    # UTF-7 and JSON can give half of a pair of surrogates.
    data = unquote_to_bytes(lines.replace("+", " ").encode("utf-8", "surrogatepass"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data


def _backslashes(text: str) -> str:
    r"""`\u`, `\x`, octal and CSS escapes; a pair of surrogates becomes its character."""
    plain = _BACKSLASH.sub(_one_backslash, text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _one_backslash(match: re.Match[str]) -> str:
    braces, four, eight, hexes, octals, css, sign = match.groups()
    if sign is not None:
        return sign
    if hexes or octals:
        parts = re.findall(r"\\x(..)", hexes) if hexes else re.findall(r"\\(...)", octals)
        data = bytes(int(part, 16 if hexes else 8) & 255 for part in parts)
        if data.startswith((b"\xfe\xff", b"\xff\xfe")):
            return data.decode("utf-16", "replace")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("latin-1")
    number = int(braces or four or eight or css, 16)
    return chr(number) if number < 0x110000 else "\ufffd"


def _number_signs(text: str) -> str:
    """`#20` as in names of a PDF."""
    if not _PDF_NAME.search(text):
        return ""
    data = _PDF_NAME.sub(lambda match: chr(int(match[1], 16)), text)
    try:
        return data.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return data


def _domains(text: str) -> str:
    return " ".join(_domain(match[0]) for match in _PUNYCODE.finditer(text))


def _domain(name: str) -> str:
    try:
        return name[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return ""


def _seven_bits(text: str) -> str:
    """UTF-7, as in old mails; one line after the other, for a plus sign alone makes a line none."""
    return "\n".join(_SEVEN_BITS.sub(_one_seven_bits, line) for line in text.split("\n"))


def _one_seven_bits(match: re.Match[str]) -> str:
    try:
        return match[0].encode("ascii").decode("utf-7")
    except UnicodeError:
        return match[0]


_CODES: Final[tuple[tuple[str, str, Callable[[str], str | bytes]], ...]] = (
    ("&", "HTML entities", _entities),
    ("%", "percent-encoding", _percent),
    ("\\", "backslash escapes", _backslashes),
    ("=", "quoted-printable", quoted_printable),
    ("#", "#-escapes", _number_signs),
    ("xn--", "punycode", _domains),
    ("+", "UTF-7", _seven_bits),
    ("=?", "words of a mail header", encoded_words),
    ("BEGIN:V", "folded lines", unfolded),
    ("\x1b[", "terminal colours", without_colours),
)


def _base64_runs(text: str, tried: set[str]) -> Iterator[bytes]:
    for found in set(_BASE64.findall(text)) - tried:
        tried.add(found)
        run = _BREAKS.sub("", found).rstrip("=").translate(_URL_SAFE)
        if run.isalpha() and (run.islower() or run.istitle() or run.isupper()):
            continue  # a long word; base64 of any text mixes cases
        for start in range(4) if _SHORT_RUN <= len(run) < _LONG_RUN else (0,):
            part = run[start:]
            part = part[: len(part) - (len(part) % 4 == 1)]
            with suppress(binascii.Error, ValueError):
                yield binascii.a2b_base64(part + "=" * (-len(part) % 4))


def _hex_runs(text: str, tried: set[str]) -> Iterator[bytes]:
    for found in set(_HEX.findall(text)):
        if f"hexadecimal {found}" in tried:
            continue
        tried.add(f"hexadecimal {found}")
        digits = re.sub(r"[^0-9A-Fa-f]", "", found)
        yield bytes.fromhex(digits[: len(digits) // 2 * 2])
        yield bytes.fromhex(digits[1 : len(digits) // 2 * 2 - 1])


# --- compressed data ------------------------------------------------------------------------------------

#: How much is inflated at a time; what comes before a damaged piece is kept.
_PIECE: Final = 1024

#: Two bytes in any data can look like the beginning of a stream; what such a beginning gives is shorter.
_LEAST_CONTENT: Final = 4

_ZLIB = re.compile(rb"[\x08\x18\x28\x38\x48\x58\x68\x78][\x01\x5e\x9c\xda]")


def packed_in(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What is compressed somewhere in bytes (zlib, gzip, bzip2, xz), as (method, content)."""
    end = 0
    for match in _ZLIB.finditer(data):
        if match.start() >= end and not int.from_bytes(match[0], "big") % 31:
            content, used = _inflated(data, match.start(), zlib.MAX_WBITS)
            if len(content) > _LEAST_CONTENT:
                end = match.start() + used
                yield "zlib", content
    for place in _places(data, b"\x1f\x8b\x08"):
        content, _ = _inflated(data, place, zlib.MAX_WBITS | 16)
        if len(content) > _LEAST_CONTENT:
            yield "gzip", content
    for mark, method, made in (
        (b"BZh", "bzip2", bz2.BZ2Decompressor),
        (b"\xfd7zXZ\0", "xz", lzma.LZMADecompressor),
    ):
        for place in _places(data, mark):
            with suppress(OSError, EOFError, lzma.LZMAError, ValueError):
                yield method, made().decompress(data[place:], LARGEST)


def _places(data: bytes, mark: bytes) -> Iterator[int]:
    place = data.find(mark)
    while place >= 0:
        yield place
        place = data.find(mark, place + 1)


def _inflated(data: bytes, start: int, window: int) -> tuple[bytes, int]:
    """What the deflated stream at `start` holds, as far as it is whole, and how many bytes it takes."""
    inflater = zlib.decompressobj(window)
    content = bytearray()
    view = memoryview(data)
    place = start
    # In small pieces, so that a damaged end does not take the beginning with it.
    with suppress(zlib.error):
        while place < len(data) and not inflater.eof and len(content) < LARGEST:
            content += inflater.decompress(view[place : place + _PIECE], LARGEST)
            place += _PIECE
    return bytes(content), min(place, len(data)) - start - len(inflater.unused_data)
