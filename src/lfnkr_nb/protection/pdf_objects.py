"""Strings and names in the syntax of a PDF, and which objects draw text (ISO 32000-2, 7.3 and 8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pikepdf

from lfnkr_nb.protection.views import texts_in

__all__ = [
    "NO_TAGS",
    "holds_strings",
    "looks_like_content",
    "names_in",
    "shown_objects",
    "string_bytes",
    "strings_in",
]

_STRING = re.compile(
    rb"\((?P<literal>(?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)|<(?P<hex>[0-9A-Fa-f\s]{4,})>", re.DOTALL
)
#: The key right before a string, and so much as is looked through for it.
_KEY = re.compile(rb"/([A-Za-z]\w{0,30})\s*\Z")
_KEY_BEFORE: Final = 48
#: The brackets of dictionaries as blanks: they are no tags, which a text is read without.
NO_TAGS: Final = bytes.maketrans(b"<>", b"  ")

#: Bytes of the shortest name: two ideographs in any encoding, or initials with their full stops.
_LEAST: Final = 4

_NAME = re.compile(rb"/([^\s()<>\[\]{}/%]{3,})")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\r\n])|(.))", re.DOTALL)
_SIMPLE_ESCAPE = re.compile(rb"\\([()\\])")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PLAIN = re.compile(rb"[\x20-\x7e\s]*")
_TEXT_OPERATORS = re.compile(rb"\bBT\b.*?\b(?:Tj|TJ)\b|\)\s*'|\)\s*\"", re.DOTALL)


def strings_in(written: bytes, known: set[bytes] | None = None) -> Iterator[tuple[str, str]]:
    """Every string and name in PDF syntax, as (place, text); the place is the key it stands under, if any.

    A text can be read in more than one way (PDFDocEncoding, UTF-16, UTF-8, old encodings); each is given. Strings
    too short for a name are left out.

    Args:
        written: An object, or any part of a file.
        known: Names that were met before, which are left out; those of `written` are added.
    """
    names = set(_NAME.findall(written))
    for name in names - known if known is not None else names:
        yield ", name", _name(name)
    if known is not None:
        known |= names
    if not holds_strings(written):
        return
    for match in _STRING.finditer(written):
        data = _literal(match["literal"]) if match["literal"] is not None else _hexadecimal(match["hex"])
        if len(data) >= _LEAST:
            key = _KEY.search(written, max(match.start() - _KEY_BEFORE, 0), match.start())
            place = f", /{key[1].decode('ascii')}" if key else ""
            yield from ((place, text) for text in _readings(data))


def string_bytes(written: bytes) -> bytes:
    """What a literal or hexadecimal string, written with its brackets, holds."""
    return _hexadecimal(written[1:-1]) if written[:1] == b"<" else _literal(written[1:-1])


def _literal(written: bytes) -> bytes:
    if b"\\" not in written:
        return written
    simple = _SIMPLE_ESCAPE.sub(rb"\1", written)
    # Nearly all escapes stand for brackets and backslashes; others need a look at each.
    return simple if b"\\" not in _SIMPLE_ESCAPE.sub(b"", written) else _ESCAPE.sub(_character, written)


def _hexadecimal(written: bytes) -> bytes:
    digits = re.sub(rb"\s", b"", written)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def holds_strings(written: bytes) -> bool:
    """Whether a string may stand in an object; most objects hold none."""
    return b"(" in written or b"<" in written.replace(b"<<", b"")


def _character(match: re.Match[bytes]) -> bytes:
    octal, line, other = match.groups()
    if octal:
        return bytes([int(octal, 8) & 255])
    return b"" if line else _ESCAPED.get(other, other)


def names_in(written: bytes) -> Iterator[str]:
    """Every name in PDF syntax, once each."""
    return map(_name, set(_NAME.findall(written)))


def _name(written: bytes) -> str:
    data = _NAME_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), written) if b"#" in written else written
    return data.decode("utf-8", "replace")


def _readings(data: bytes) -> Iterator[str]:
    if _PLAIN.fullmatch(data):
        yield data.decode("ascii")
        return
    if data.startswith(b"\xfe\xff"):
        # Language codes between escapes are no text (ISO 32000-2, 7.9.2.2).
        yield re.sub("\x1b.*?\x1b", "", data[2:].decode("utf-16-be", "replace"))
        return
    yield (
        pikepdf.String(data).__str__()
        if not data.startswith(b"\xef\xbb\xbf")
        else data[3:].decode("utf-8", "replace")
    )
    yield from (text for _, text in texts_in(data))


def looks_like_content(data: bytes) -> bool:
    """Whether a stream draws text."""
    return _TEXT_OPERATORS.search(data) is not None


def shown_objects(
    document: pikepdf.Pdf, drawings: list[pikepdf.Object]
) -> Iterator[tuple[bytes, pikepdf.Object | None]]:
    """Content and resources of each drawing; one without resources is tried with those of each page."""
    others = _resources(document)
    for item in drawings:
        if isinstance(item, pikepdf.Stream):
            contents = [item.read_bytes()] if _readable(item) else []
        else:
            listed = item.get("/Contents")
            parts = list(listed) if isinstance(listed, pikepdf.Array) else [listed]
            contents = [b"\n".join(part.read_bytes() for part in parts if isinstance(part, pikepdf.Stream))]
        own = item.get("/Resources")
        for content in contents:
            for resources in (own,) if own is not None else others or (None,):
                yield content, resources


def _readable(item: pikepdf.Stream) -> bool:
    try:
        item.read_bytes()
    except (pikepdf.PdfError, RuntimeError):
        return False
    return True


def _resources(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    """The different resources of the pages; a handful is enough for what belongs to none of them."""
    found: dict[bytes, pikepdf.Object] = {}
    for page in document.pages:
        resources = page.obj.get("/Resources")
        if resources is not None:
            fonts = resources.get("/Font")
            found.setdefault(fonts.unparse() if fonts is not None else b"", resources)
        if len(found) >= 8:
            break
    return list(found.values())
