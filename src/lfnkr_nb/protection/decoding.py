"""Text behind escapes: percent, HTML, backslash and quoted-printable escapes, Punycode, and tags taken out.

Each reading keeps a way back to the text it was made from, so that what is found in it can be replaced there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

__all__ = ["Reading", "readings"]

_BYTES: Final = "|".join(
    (
        r"(?P<bytes>(?:%[0-9A-Fa-f]{2})+",
        r"(?:\\x[0-9A-Fa-f]{2})+",
        r"(?:\\[0-3][0-7]{2})+",
        r"(?:=[0-9A-F]{2}(?:=\r?\n)?)+)",
    )
)
_CODE: Final = (
    r"(?P<pair>(?:(?:%u|\\u)[dD][89abAB][0-9A-Fa-f]{2})(?:%u|\\u)[dD][c-fC-F][0-9A-Fa-f]{2})"
    r"|(?P<code>(?:%u|\\u)[0-9A-Fa-f]{4}|\\u\{[0-9A-Fa-f]{1,6}\}|\\U[0-9A-Fa-f]{8}"
    r"|U\+[0-9A-Fa-f]{4,6}(?![0-9A-Fa-f]))"
)
_ENTITY: Final = r"(?P<entity>&(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?)"
_ESCAPE: Final = re.compile(f"{_BYTES}|{_CODE}|{_ENTITY}|(?P<host>[xX][nN]--[A-Za-z0-9-]+)")
_MAY_ESCAPE: Final = re.compile(r"[%\\&=]|U\+|xn--", re.IGNORECASE)
_TAG: Final = re.compile(r"<[/!?a-zA-Z][^<>]{0,2000}>")

#: Encodings of escaped bytes that are no UTF-8: of old Korean, Japanese and Chinese sites.
_ENCODINGS: Final = ("cp949", "cp932", "euc_jp", "gb18030")

#: Characters around an escape or tag that a name may reach into.
_CONTEXT: Final = 120

#: Escapes within escapes are read so many times.
_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read in another way: for each of its characters, where it comes from in the given text."""

    text: str
    starts: list[int]
    ends: list[int]

    def moved(self, by: int) -> Reading:
        """The reading of a part that begins so many characters into the text."""
        return Reading(self.text, [p + by for p in self.starts], [p + by for p in self.ends]) if by else self

    def within(self, outer: Reading | None) -> Reading:
        """This reading of a reading, as a reading of the first text."""
        if outer is None:
            return self
        return Reading(
            self.text, [outer.starts[p] for p in self.starts], [outer.ends[p - 1] for p in self.ends]
        )


def readings(text: str) -> Iterator[Reading]:
    """Other ways to read a text: what stands around its tags and its escapes, without these."""
    if "<" in text:
        for start, end in _around(text, _TAG.finditer(text)):
            yield _read(text[start:end], _TAG, lambda _: []).moved(start)
    for start, end in _around(text, _escapes(text)):
        part = text[start:end]
        yield from (reading.moved(start) for reading in _unescaped(part))


def _escapes(text: str) -> Iterator[re.Match[str]]:
    """Every escape; only where a sign stands with which one begins is the long pattern tried."""
    end = 0
    for sign in _MAY_ESCAPE.finditer(text):
        if sign.start() >= end and (match := _ESCAPE.match(text, sign.start())):
            end = match.end()
            yield match


def _around(text: str, matches: Iterator[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The stretches of a text that hold a match, with enough around each for a name; none overlaps another."""
    start = end = -1
    for match in matches:
        if match.start() - _CONTEXT > end >= 0:
            yield start, end
            start = -1
        if start < 0:
            start = max(match.start() - _CONTEXT, 0)
        end = match.end() + _CONTEXT
    if start >= 0:
        yield start, min(end, len(text))


def _unescaped(text: str) -> Iterator[Reading]:
    for encoding in ("utf-8", *_ENCODINGS) if _has_other_bytes(text) else ("utf-8",):
        outer: Reading | None = None
        seen = text
        for _ in range(_ROUNDS):
            inner = _read(seen, _ESCAPE, partial(_meant, encoding=encoding))
            if inner.text == seen:
                break
            outer, seen = inner.within(outer), inner.text
        if outer is not None:
            yield outer


_Pieces = list[tuple[str, int, int]]


def _read(text: str, pattern: re.Pattern[str], meant: Callable[[re.Match[str]], _Pieces]) -> Reading:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    for match in pattern.finditer(text):
        parts.append(text[place : match.start()])
        starts += range(place, match.start())
        ends += range(place + 1, match.start() + 1)
        for piece, start, end in meant(match):
            parts.append(piece)
            starts += [start] * len(piece)
            ends += [end] * len(piece)
        place = match.end()
    parts.append(text[place:])
    starts += range(place, len(text))
    ends += range(place + 1, len(text) + 1)
    return Reading("".join(parts), starts, ends)


def _meant(match: re.Match[str], encoding: str) -> _Pieces:
    """What an escape stands for, each character with its place; an escape that means nothing stays."""
    start, end = match.span()
    if match["bytes"]:
        return _decoded(match, encoding)
    if match["pair"]:
        high, low = (int(half, 16) for half in re.findall(r"u([0-9A-Fa-f]{4})", match[0]))
        return [(chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00), start, end)]
    if match["code"]:
        code = int(match[0].strip("%\\uU+{}"), 16)
        return [(chr(code) if code < 0x110000 else match[0], start, end)]
    if match["entity"]:
        return [(html.unescape(match[0]), start, end)]
    try:
        return [(match[0][4:].encode("ascii").decode("punycode"), start, end)]
    except UnicodeError:
        return [(match[0], start, end)]


def _decoded(match: re.Match[str], encoding: str) -> _Pieces:
    octal = match[0][1:2] in "0123" and match[0][0] == "\\"
    found = [(m.start(), m.end()) for m in re.finditer(r"\\?[%x=]?[0-9A-Fa-f]{2,3}(?:=\r?\n)?", match[0])]
    values = [
        int(re.sub(r"[^0-9A-Fa-f]", "", match[0][a:b].replace("x", "")), 8 if octal else 16) for a, b in found
    ]
    data = bytes(values)
    pieces: _Pieces = []
    place = 0
    while place < len(data):
        character, length = _first_character(data, place, encoding)
        start, end = found[place][0], found[place + length - 1][1]
        pieces.append((character, match.start() + start, match.start() + end))
        place += length
    return pieces


def _first_character(data: bytes, place: int, encoding: str) -> tuple[str, int]:
    """The character that begins at a byte, and its length; a byte that begins none stands for itself."""
    for length in range(1, 5):
        try:
            text = data[place : place + length].decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(text) == 1:
            return text, length
    return chr(data[place]), 1


def _has_other_bytes(text: str) -> bool:
    """Whether escaped bytes are there that are no UTF-8."""
    for match in _ESCAPE.finditer(text):
        if match["bytes"] and any(0x80 <= ord(piece) <= 0xFF for piece, _, _ in _decoded(match, "utf-8")):
            return True
    return False
