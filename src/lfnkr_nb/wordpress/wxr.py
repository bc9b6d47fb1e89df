"""Split a WordPress export (WXR 1.0 to 1.2) into items without ever holding more than one of them.

The splitter works on bytes and knows only four things: tags of items, tags of terms and authors, CDATA and
comments. Each item is then parsed alone (items.py), so one broken item never costs another, a truncated file
gives everything before the break, and the line of each item is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from lfnkr_nb.errors import ImportFailure
from lfnkr_nb.wordpress.salvage import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["MAX_ITEM_BYTES", "Chunk", "Head", "broken_off_at", "is_wxr", "read_head", "split_export"]

#: An item above this size is reported and left out; the rest is imported.
MAX_ITEM_BYTES: Final = 16 * 1024**2

_BLOCK = 1 << 18
_HEAD_BYTES = 1 << 18
_OUTSIDE = re.compile(
    rb"<item(?=[\s>])|<(\w+:(?:author|category|tag|term))(?=[\s>])|<!\[CDATA\[|<!--|<!(?:DOCTYPE|ENTITY)\b"
)
_INSIDE = re.compile(rb"</item\s*>|<!\[CDATA\[|<item\s*>\s*<(?=title|link|guid)")
_TAIL = 64
_NAMESPACE = re.compile(rb"""xmlns:(\w+)\s*=\s*["']([^"'<>]*)["']""")
_CLOSE = {
    name: re.compile(rb"</\w+:" + name + rb"\s*>|<!\[CDATA\[")
    for name in (b"author", b"category", b"tag", b"term")
}


class Chunk(NamedTuple):
    """Where one record of an export stands.

    Attributes:
        kind: `item`, `author`, `category`, `tag` or `term`.
        start, length: Its bytes in the file.
        line: Its first line, counted from 1.
        problem: `oversized` (not to be read), `truncated` (the file ends inside it) or empty.
    """

    kind: str
    start: int
    length: int
    line: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the first item.

    Attributes:
        wrapper: An opening `<rss>` tag with every namespace of the file, to parse items alone.
        version: `wp:wxr_version`, empty when the file gives none.
        title, link, language: Of the site.
        is_wxr: Whether this is a WordPress export at all.
        garbage_lines: Lines of foreign text (PHP warnings) before the XML.
    """

    wrapper: bytes
    version: str = ""
    title: str = ""
    link: str = ""
    language: str = ""
    is_wxr: bool = True
    garbage_lines: int = 0


def read_head(path: Path) -> Head:
    """What a file says about itself before its first item.

    Raises:
        ImportFailure: The file is empty or declares entities.
    """
    with path.open("rb") as file:
        data = file.read(_HEAD_BYTES)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ImportFailure("The file is empty", hint="Export again in WordPress: Tools, Export.", path=path)
    first_item = re.search(rb"<item[\s>]", data)
    head = data[: first_item.start()] if first_item else data
    plain = re.sub(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", b"", head, flags=re.S)
    if re.search(rb"<!(?:ENTITY)\b|<!DOCTYPE\s+(?!html)", plain, re.I):
        raise _entities_refused(path)
    start = re.search(rb"<\?xml|<rss[\s>]|<channel[\s>]|<feed[\s>]", data)
    garbage = data[: start.start()].strip(b"\xef\xbb\xbf \t\r\n") if start else b""
    return Head(
        wrapper=_wrapper(head),
        version=_first(head, "wxr_version"),
        title=_first(head, "title"),
        link=_first(head, "base_blog_url") or _first(head, "base_site_url") or _first(head, "link"),
        language=_first(head, "language"),
        is_wxr=_looks_like_wxr(data),
        garbage_lines=garbage.count(b"\n") + 1 if garbage else 0,
    )


def is_wxr(path: Path) -> bool:
    """Whether a file is a WordPress export, however broken."""
    with path.open("rb") as file:
        return _looks_like_wxr(file.read(_HEAD_BYTES))


def _looks_like_wxr(data: bytes) -> bool:
    return bool(
        re.search(rb"wordpress\.org/export/|<wp:(?:wxr_version|post_id|post_type|author|category)\b", data)
    )


def _wrapper(head: bytes) -> bytes:
    declared = {prefix.decode(): uri.decode("utf-8", "replace") for prefix, uri in _NAMESPACE.findall(head)}
    pairs = (f'xmlns:{prefix}="{uri}"' for prefix, uri in {**NAMESPACES, **declared}.items())
    return f"<rss {' '.join(pairs)}>".encode()


def _first(head: bytes, name: str) -> str:
    """The text of the first element of that local name in the head."""
    found = re.search(rb"<(?:\w+:)?%s>(.*?)</" % name.encode(), head, re.S)
    if not found:
        return ""
    value = re.sub(rb"<!\[CDATA\[|\]\]>", b"", found[1]).decode("utf-8", "replace").strip()
    return value.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")


def broken_off_at(path: Path) -> int:
    """The last line of a file that ends without its closing tags; 0 for a whole file."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        if re.search(rb"</(?:channel|rss|\w*channeltag)\s*>", file.read()):
            return 0
        file.seek(0)
        return 1 + sum(block.count(b"\n") for block in iter(lambda: file.read(_BLOCK), b""))


def split_export(path: Path) -> Iterator[Chunk]:
    """Every record of an export in file order, in memory bounded by the block size.

    Raises:
        ImportFailure: Entities are declared between items.
    """
    with path.open("rb") as file:
        yield from _Splitter(file, path).chunks()


class _Splitter:
    """The bytes not yet split (`buffer`), where they start in the file, and the line there."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self.file = file
        self.path = path
        self.buffer = b""
        self.at = 0
        self.offset = 0
        self.ended = False
        self.line = 1
        self.counted = 0

    def chunks(self) -> Iterator[Chunk]:
        while (found := self._search(_OUTSIDE)) is not None:
            token = found[0]
            if token == b"<!--":
                self._skip(b"-->", 4)
            elif token == b"<![CDATA[":
                self._skip(b"]]>", 9)
            elif token.startswith(b"<!"):
                raise _entities_refused(self.path, self._line_at(self.at))
            elif token == b"<item":
                yield self._record("item", _INSIDE)
            else:
                local = found[1].split(b":")[1]
                yield self._record(local.decode(), _CLOSE[local])

    def _record(self, kind: str, inside: re.Pattern[bytes]) -> Chunk:
        """The record that starts at `at`; leaves `at` behind it."""
        start, line = self.offset + self.at, self._line_at(self.at)
        if kind == "item" and (end := self._plain_end()):
            self.at = end
            return self._chunk(kind, start, line, problem="")
        self.at += 5
        while True:
            found = self._search(inside)
            if found is not None and found[0] == b"<![CDATA[":
                self._skip(b"]]>", 9)
                continue
            problem = ""
            if found is None or found[0].startswith(b"<item"):  # it is never closed
                problem = "truncated"
            else:
                self.at += len(found[0])
            return self._chunk(kind, start, line, problem=problem)

    def _chunk(self, kind: str, start: int, line: int, *, problem: str) -> Chunk:
        """The record from `start` to `at`."""
        length = self.offset + self.at - start
        return Chunk(kind, start, length, line, "oversized" if length > MAX_ITEM_BYTES else problem)

    def _plain_end(self) -> int:
        """The end of the item at `at` where nothing about it is odd and the buffer holds all of it, else 0.

        A tag stands outside of CDATA if the last section opened before it is closed before it.
        """
        buffer, at = self.buffer, self.at + 5
        end = buffer.find(b"</item>", at)
        while end >= 0:
            opened = buffer.rfind(b"<![CDATA[", at, end)
            if opened < 0 or buffer.find(b"]]>", opened + 9, end) >= 0:
                break
            end = buffer.find(b"</item>", end + 7)
        return 0 if end < 0 or buffer.find(b"<item", at, end) >= 0 else end + 7

    def _search(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """The next match at or after `at`, to which `at` is moved; None moves it to the end."""
        while True:
            found = pattern.search(self.buffer, self.at)
            if found and (self.ended or found.end() <= len(self.buffer) - _TAIL):
                self.at = found.start()
                return found
            if self.ended:
                self.at = len(self.buffer)
                return None
            self.at = max(self.at, found.start() if found else len(self.buffer) - _TAIL)
            self._more()

    def _skip(self, ending: bytes, ahead: int) -> None:
        """Move `at` behind the next `ending`, or to the end of the file."""
        self.at += ahead
        while True:
            found = self.buffer.find(ending, self.at)
            if found >= 0:
                self.at = found + len(ending)
                return
            if self.ended:
                self.at = len(self.buffer)
                return
            self.at = max(self.at, len(self.buffer) - len(ending))
            self._more()

    def _more(self) -> None:
        """Let go of what is done with, and read on."""
        self._line_at(self.at)
        self.offset += self.at
        block = self.file.read(_BLOCK)
        self.ended = not block
        self.buffer = self.buffer[self.at :] + block
        self.at = 0
        self.counted = 0

    def _line_at(self, at: int) -> int:
        """The line of a place in the buffer; counts on from the place asked last."""
        self.line += self.buffer.count(b"\n", self.counted, at)
        self.counted = at
        return self.line


def _entities_refused(path: Path, line: int | None = None) -> ImportFailure:
    return ImportFailure(
        "The file declares entities, which no WordPress export does",
        hint="Do not import it unless you know where it comes from; export again in WordPress.",
        path=path,
        line=line,
    )
