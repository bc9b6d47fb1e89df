"""The gate reads the contents of pages: what stands there beside the text that PDFium has read from them.

A content is taken apart into its strings and the rest. Of both each distinct piece is read once: a page repeats its
operators thousands of times, and strings of glyph numbers repeat with the words they draw.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lfnkr_nb.protection.gate import DEEPEST, Examination
from lfnkr_nb.protection.pdf_objects import NO_TAGS, string_bytes, strings_in
from lfnkr_nb.protection.views import APART, is_text

__all__ = ["read_contents"]

#: Contents of pages by the place they stand in.
Contents = list[tuple[str, bytes]]

#: A property list with a string, in the content of a page (ISO 32000-2, 14.6).
_PROPERTIES = re.compile(
    rb"<<[^<>()]*(?:\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>)(?:[^<>()]|\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>)*>>",
    re.DOTALL,
)

#: What stands between brackets: no others, one level of others, two levels.
_FLAT: Final = rb"[^()\\]*(?:\\.[^()\\]*)*"
_NESTED: Final = rb"[^()\\]*(?:(?:\\.|\(" + _FLAT + rb"\))[^()\\]*)*"
_TWICE_NESTED: Final = rb"[^()\\]*(?:(?:\\.|\(" + _NESTED + rb"\))[^()\\]*)*"
_STRING = re.compile(rb"(\(" + _TWICE_NESTED + rb"\)|<[0-9A-Fa-f\s]*>)", re.DOTALL)
_BRACKETS: Final = b"()<>"
_COMMENT = re.compile(rb"%[^\r\n]+")

#: What can be a word in some code: longer than any operator, or than any number.
_CODED = re.compile(rb"[A-Za-z0-9+/_=-]{12,}")
_DIGITS = re.compile(rb"\d{12,}")
_NUMBER: Final = b"0123456789."
_ZEROS: Final = bytes.maketrans(b"123456789", b"000000000")
_TWELVE: Final = b"0" * 12


def read_contents(examination: Examination, drawn: Contents) -> None:
    """Read the contents of pages all at once, and one by one only where there is something."""
    trial = examination.another()
    _read(trial, b"\n".join(data for _, data in drawn), "")
    if trial.findings:
        for where, data in drawn:
            _read(examination, data, where)


def _read(examination: Examination, data: bytes, where: str) -> None:
    """Read one content: property lists, comments, strings, and the rest of it."""
    data, pieces = _distinct(data)
    examination.pieces(
        (text, f"{where}{key}")
        for key, text in strings_in(b"\n".join(dict.fromkeys(_PROPERTIES.findall(data))))
    )
    if comments := [found[0] for found in _COMMENT.finditer(data) if _begins_line(data, found.start())]:
        examination.raw(b"\n".join(dict.fromkeys(comments)), f"{where}, comment")
    for kind in _by_kind(map(string_bytes, dict.fromkeys(pieces[1::2]))):
        examination.raw(kind, f"{where}, strings")
    rest = b" ".join(pieces[::2])
    # Lines of operators differ by their numbers; without them few are left.
    lines = dict(zip(rest.translate(NO_TAGS, _NUMBER).splitlines(), rest.splitlines(), strict=True))
    examination.raw(b"\n".join(lines), where, depth=DEEPEST)
    codes = dict.fromkeys([*_CODED.findall(b"\n".join(lines.values())), *_long_numbers(rest)])
    examination.raw(b"\n".join(codes), f"{where}, codes")


def _distinct(data: bytes) -> tuple[bytes, list[bytes]]:
    """A content with each of its lines once, and it taken apart: what stands between strings, and every string.

    It stays as it is where a bracket that opens on a line is not closed on it.
    """
    distinct = b"\n".join(dict.fromkeys(data.split(b"\n")))
    pieces = _STRING.split(distinct)
    if any(b"\n" in string for string in pieces[1::2]) or _has_brackets(b" ".join(pieces[::2])):
        return data, _STRING.split(data)
    return distinct, pieces


def _has_brackets(rest: bytes) -> bool:
    """Whether brackets stand outside of strings that are not those of dictionaries."""
    rest = rest.replace(b"<<", b"").replace(b">>", b"")
    return len(rest.translate(None, _BRACKETS)) != len(rest)


def _long_numbers(data: bytes) -> list[bytes]:
    """Rows of digits that are longer than any number; whether there is one is asked first, which costs little."""
    return _DIGITS.findall(data) if _TWELVE in data.translate(_ZEROS) else []


def _by_kind(strings: Iterable[bytes]) -> Iterator[bytes]:
    """Strings put together in two: those that are text, and those that may be numbers of glyphs or UTF-16."""
    apart = APART.encode("utf-8")
    texts, others = [], []
    for string in strings:
        if is_text(string):
            texts.append(string)
        elif len(string) > 2:
            others.append(string + b"\n" * (len(string) % 2))
    yield apart.join(texts)
    yield APART.encode("utf-16-be").join(others)


def _begins_line(data: bytes, place: int) -> bool:
    """Whether only blanks stand before a place on its line: a percent sign among glyphs begins no comment."""
    while place and data[place - 1] in b" \t":
        place -= 1
    return not place or data[place - 1] in b"\r\n"
