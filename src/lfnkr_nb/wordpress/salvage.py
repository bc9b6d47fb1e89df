"""Read a record whose XML is broken: control characters, bare `&`, stray CDATA ends, a missing end."""

from __future__ import annotations

import html
import re
from typing import Final

from lxml import etree

from lfnkr_nb.counting import counted

__all__ = ["NAMESPACES", "clean_bytes", "salvage"]

#: Prefixes of WXR, for exports whose own declarations are missing.
NAMESPACES: Final = {
    "wp": "http://wordpress.org/export/1.2/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}


#: XML 1.0 allows tab, line feed and carriage return only (section 2.2, production Char).
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PARENTS = ("item", "postmeta", "comment", "commentmeta", "author", "category", "tag", "term", "termmeta")
_NAME = r"(?:[A-Za-z]\w*:)?[A-Za-z_][A-Za-z0-9_.-]*"
_ELEMENT = re.compile(rf"<({_NAME})((?:\s[^<>]*?)?)(?:/>|>(.*?)</\1\s*>)", re.S)
_OPEN_END = re.compile(rf"<({_NAME})((?:\s[^<>]*)?)>((?:(?!</\1).)*)\Z", re.S)
#: What is left of a closing mark where a file breaks off.
_CUT_OFF = re.compile(r"(?:\]\]?>?)?\s*(?:</?[\w:]*)?\Z")
_ATTRIBUTE = re.compile(rf"""({_NAME})\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_FEED_SPACE = str.maketrans({"\x0b": " ", "\x0c": " "})


def clean_bytes(data: bytes) -> tuple[bytes, list[tuple[str, str]]]:
    """The record without what XML forbids, and what was taken out, as (what, why).

    Bytes that are not UTF-8 are read as Windows-1252, the usual culprit. A form feed or vertical tab
    becomes a blank, since it stood between words.
    """
    notes: list[tuple[str, str]] = []
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text, count = _decode_mixed(data)
        were = "is not UTF-8 and was" if count == 1 else "are not UTF-8 and were"
        notes.append(("encoding", f"{counted(count, 'byte')} {were} read as Windows-1252"))
    text = text.translate(_FEED_SPACE)
    text, count = _CONTROLS.subn("", text)
    if count or b"\x0b" in data or b"\x0c" in data:
        count += data.count(b"\x0b") + data.count(b"\x0c")
        were = "was" if count == 1 else "were"
        notes.append(
            (
                "control characters",
                f"{counted(count, 'control character')}, which XML forbids, {were} taken out",
            )
        )
    return text.encode(), notes


def _decode_mixed(data: bytes) -> tuple[str, int]:
    """UTF-8 where it is valid, Windows-1252 for the bytes between."""
    pieces: list[str] = []
    count = 0
    while data:
        try:
            pieces.append(data.decode())
            break
        except UnicodeDecodeError as error:
            pieces.append(data[: error.start].decode())
            wrong = data[error.start : error.start + 1]
            pieces.append(wrong.decode("cp1252", "replace"))
            count += 1
            data = data[error.start + 1 :]
    return "".join(pieces), count


def salvage(data: bytes) -> etree._Element:
    """The fields of a record that no XML parser accepts, found by their tags alone."""
    text = re.sub(r"^\s*<[\w:]+[^<>]*>", "", data.decode(), count=1)
    text = re.sub(r"</(?:item|\w+:(?:author|category|tag|term))\s*>\s*\Z", "", text)
    record = etree.Element("item")
    _add_fields(record, text)
    return record


def _add_fields(parent: etree._Element, text: str) -> None:
    end = 0
    for found in _ELEMENT.finditer(text):
        _add(parent, found[1], found[2], inner=found[3] or "")
        end = found.end()
    rest = _OPEN_END.search(text, end)
    if rest and not rest[1].endswith("item"):
        _add(parent, rest[1], rest[2], inner=_CUT_OFF.sub("", rest[3]))


def _add(parent: etree._Element, tag: str, attributes: str, *, inner: str) -> None:
    prefix, _, local = tag.rpartition(":")
    uri = NAMESPACES.get(prefix or ("dc" if local == "creator" else ""), "")
    values = {
        key: html.unescape(first or second)
        for key, first, second in _ATTRIBUTE.findall(attributes)
        if ":" not in key
    }
    element = etree.SubElement(parent, f"{{{uri}}}{local}" if uri else local, values)
    if local in _PARENTS and prefix:
        _add_fields(element, inner)
    else:
        element.text = _CONTROLS.sub("", _unwrap(inner))


def _unwrap(inner: str) -> str:
    """The text inside CDATA (whose own ends WordPress writes as two sections), or with entities resolved."""
    value = inner.strip()
    if not value.startswith("<![CDATA["):
        return html.unescape(inner) if "&" in inner else inner
    value = value[9:].removesuffix("]]>")
    return value.replace("]]]]><![CDATA[>", "]]>")
