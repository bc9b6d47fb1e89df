"""Read a record whose XML is broken: control characters, bare `&`, stray CDATA ends, a missing end."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

__all__ = ["Node", "clean_bytes", "salvage"]


@dataclass(slots=True)
class Node:
    """An element: its name with the usual prefix, its text, attributes and child elements."""

    name: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)


#: XML 1.0 allows tab, line feed and carriage return only (section 2.2, production Char).
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PARENTS = ("item", "postmeta", "comment", "commentmeta", "author", "category", "tag", "term", "termmeta")
_ELEMENT = re.compile(r"<((?:\w+:)?[\w-]+)((?:\s[^<>]*?)?)(?:/>|>(.*?)</\1\s*>)", re.S)
_OPEN_END = re.compile(r"<((?:\w+:)?[\w-]+)((?:\s[^<>]*)?)>((?:(?!</\1).)*)\Z", re.S)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_FEED_SPACE = str.maketrans({"\x0b": " ", "\x0c": " "})
_PREFIXED = {"creator": "dc:creator"}


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
        notes.append(("encoding", f"{count} bytes are not UTF-8 and were read as Windows-1252"))
    text = text.translate(_FEED_SPACE)
    text, count = _CONTROLS.subn("", text)
    if count or b"\x0b" in data or b"\x0c" in data:
        count += data.count(b"\x0b") + data.count(b"\x0c")
        notes.append(("control characters", f"{count} control characters, which XML forbids, were taken out"))
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


def salvage(data: bytes) -> Node:
    """The fields of a record that no XML parser accepts, found by their tags alone."""
    text = re.sub(r"^\s*<[\w:]+[^<>]*>", "", data.decode(), count=1)
    text = re.sub(r"</(?:item|\w+:(?:author|category|tag|term))\s*>\s*\Z", "", text)
    return Node("item", "", {}, _fields(text))


def _fields(text: str) -> list[Node]:
    nodes: list[Node] = []
    end = 0
    for found in _ELEMENT.finditer(text):
        nodes.append(_node(found[1], found[2], found[3] or ""))
        end = found.end()
    rest = _OPEN_END.search(text, end)
    if rest and not rest[1].endswith("item"):
        nodes.append(_node(rest[1], rest[2], rest[3]))
    return nodes


def _node(tag: str, attributes: str, inner: str) -> Node:
    local = tag.rsplit(":", 1)[-1]
    if local in _PARENTS and ":" in tag:
        return Node(tag, "", {}, _fields(inner))
    values = {key: html.unescape(first or second) for key, first, second in _ATTRIBUTE.findall(attributes)}
    return Node(_PREFIXED.get(tag, tag), _unwrap(inner), values)


def _unwrap(inner: str) -> str:
    """The text inside CDATA (whose own ends WordPress writes as two sections), or with entities resolved."""
    value = inner.strip()
    if not value.startswith("<![CDATA["):
        return html.unescape(inner) if "&" in inner else inner
    value = value[9:].removesuffix("]]>")
    return value.replace("]]]]><![CDATA[>", "]]>")
