"""The YAML header of a post or recipe, read strictly from libyaml's event stream.

One pass gives the values, the line of each key and the span of each value, so that an edit is an edit of the
text. What a person cannot foresee is refused: aliases, anchors, tags, duplicate or complex keys, a second
document, headers that are too deep or too large. Plain values stay text, as a person reads them (`NO`, `on`,
`0123` and `12:30` are text); only fields that the schema types are converted, in `fields.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NoReturn

import yaml
from frontmatter.default_handlers import BaseHandler

from lfnkr_nb.errors import HeaderError
from lfnkr_nb.simple_header import Entry, Plain, read_simple_header

__all__ = ["Entry", "Header", "HeaderHandler", "Plain", "Split", "core_value", "read_header", "split_text"]

MAX_HEADER_BYTES: Final = 64 * 1024
MAX_EVENTS: Final = 5_000
MAX_DEPTH: Final = 20

# The pure Python loader is the fallback for a PyYAML built without libyaml.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_BREAK = re.compile(r"\r\n|\r|\n")
_CLOSING = re.compile(r"(?<=[\r\n])(?P<mark>-{3,}|\.\.\.)[ \t]*(?:\r\n|\r|\n|(?!.|\n))", re.DOTALL)
#: A line of hyphens that is longer closes no header.
_LONGEST_MARK: Final = 1_000
_OPENING = re.compile(r"-{3,}[ \t]*")
_FOREIGN_OPENING = re.compile(r"\+{3,}[ \t]*|;{3,}[ \t]*|\{[ \t]*(?:\"[^\"]*\"[ \t]*:.*)?")
_HALF = "The header holds half a character (a surrogate)"
_SURROGATE = re.compile("[\ud800-\udfff]")
_QUOTES_HINT = 'Put the value in quotes, e.g. title: "News: today", and keep one `key: value` a line.'


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was understood: `raw` values by key (see `Plain`) and where each key stands."""

    text: str
    raw: dict[str, Any] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    flow: bool = False

    def line(self, key: str) -> int | None:
        """The line of a key in its file, counted from 1, or None when the header lacks it."""
        entry = self.entries.get(key)
        return entry.line if entry else None


@dataclass(frozen=True, slots=True)
class Split:
    """A post's text in three: up to and with the opening line, the header, the closing line and the content.

    Attributes:
        before: Text up to the header, with the opening `---` line; empty when there is no header.
        header: The header text.
        closing: The closing line.
        content: Everything after it.
        first_line: The line of the file on which the header starts, counted from 1.
    """

    before: str
    header: str
    closing: str
    content: str
    first_line: int = 1


def split_text(text: str, path: Path | None = None) -> Split:
    """Cut a post's text into header and content without changing a character.

    Raises:
        HeaderError: There is a header but no end of it, it is not YAML, or a second one follows.
    """
    start = end = number = 0
    for end in _line_ends(text):
        number += 1
        if text[start:end].strip("\ufeff \t\r\n"):
            break
        start = end
    opening = text[start:end].strip("\r\n").lstrip("\ufeff")
    if _FOREIGN_OPENING.fullmatch(opening):
        _refuse(
            "The header is not YAML between `---` lines",
            "Rewrite it as YAML between two `---` lines.",
            path,
            number,
        )
    if not _OPENING.fullmatch(opening):
        return Split("", "", "", text)
    return _close(text, end, number + 1, opening.strip(), path)


def _line_ends(text: str, position: int = 0) -> Iterator[int]:
    """Where each line ends, its line break included; made one after the other, since most readers stop early."""
    while position < len(text):
        found = _LINE.match(text, position)
        position = found.end() if found else len(text)
        yield position


def _close(text: str, start: int, number: int, opening: str, path: Path | None) -> Split:
    end = min(len(text), start + MAX_HEADER_BYTES + _LONGEST_MARK)
    for found in _CLOSING.finditer(text, start, end):
        too_late = found.start() - start > MAX_HEADER_BYTES or found.end() == end < len(text)
        if too_late or found["mark"] not in (opening, "..."):
            continue
        after = text[found.end() : found.end() + 3]
        if after == "---" and text[found.end() :].split("\n", 1)[0].strip() == "---":
            line = number + len(_BREAK.findall(text, start, found.end()))
            _refuse("A second header follows the first", "Keep one header a file.", path, line)
        return Split(text[:start], text[start : found.start()], found.group(), text[found.end() :], number)
    hint = "Add a line `---` after the last key."
    raise HeaderError("The header has no closing `---` line", hint=hint, path=path, line=number - 1)


def _refuse(message: str, hint: str, path: Path | None, line: int | None) -> NoReturn:
    raise HeaderError(message, hint=hint, path=path, line=line)


def read_header(text: str, *, first_line: int = 1, path: Path | None = None) -> Header:
    """Read header text into raw values and spans.

    Args:
        text: The YAML between the `---` lines.
        first_line: The line of the file on which it starts, for messages.
        path: The file, for messages.

    Raises:
        HeaderError: The header cannot be understood; the error names file and line.
    """
    # A character takes four bytes at most.
    if 4 * len(text) > MAX_HEADER_BYTES < len(text.encode("utf-8", "surrogatepass")):
        _refuse(
            f"The header is larger than {MAX_HEADER_BYTES:,} bytes",
            "Move text below the header.",
            path,
            first_line,
        )
    if not text.isascii() and (half := _SURROGATE.search(text)):
        line = first_line + text.count("\n", 0, half.start())
        _refuse(_HALF, "Type the character itself.", path, line)
    simple = read_simple_header(text, first_line)
    return Header(text, *simple) if simple is not None else _Reader(text, first_line, path).read()


def core_value(raw: Any) -> Any:
    """A raw value with its plain scalars resolved as in YAML 1.2's JSON schema: null, true/false, numbers, text."""
    if isinstance(raw, dict):
        return {key: core_value(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [core_value(value) for value in raw]
    return _core_scalar(raw) if isinstance(raw, Plain) else raw


def _core_scalar(text: str) -> Any:
    if text in ("", "null", "~"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", text):
        return int(text)
    if re.fullmatch(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}", text):
        return float(text)
    return str(text)


class HeaderHandler(BaseHandler):
    """python-frontmatter's door to the strict reader: `frontmatter.load(path, handler=HeaderHandler())`.

    After a load, `header` holds the header with its spans.
    """

    FM_BOUNDARY = _OPENING
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, path: Path | None = None, *, first_line: int = 1) -> None:
        super().__init__()
        self.path = path
        self.first_line = first_line
        self.header = Header("")

    def split(self, text: str) -> tuple[str, str]:
        """Header and content of a text; both are empty-header safe and keep every character."""
        cut = split_text(text, self.path)
        self.first_line = cut.first_line
        return cut.header, cut.content

    def load(self, fm: str) -> dict[str, Any]:
        """The values of a header by key, plain scalars resolved by `core_value`."""
        header = self.read(fm)
        return {key: core_value(value) for key, value in header.raw.items()}

    def read(self, fm: str) -> Header:
        """A header with its raw values and spans; it stays in `header`."""
        self.header = read_header(fm, first_line=self.first_line, path=self.path)
        return self.header

    def export(self, metadata: dict[str, object], **_: object) -> str:
        """YAML text of `metadata`, one key a line where that is possible, in the given order."""
        from lfnkr_nb.header_edit import edit_header  # noqa: PLC0415 - header_edit builds upon this module

        return edit_header(Header(""), dict(metadata)).removesuffix("\n")


class _Reader:
    """One pass over libyaml's events; depth is bounded before libyaml can recurse."""

    def __init__(self, text: str, first_line: int, path: Path | None) -> None:
        self.text = text
        self.first_line = first_line
        self.path = path
        self.count = 0
        self.depth = 0
        self.events = yaml.parse(text, Loader=_LOADER)

    def read(self) -> Header:
        try:
            return self._document()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            _refuse(
                f"The header cannot be understood ({error.problem or error.context})",
                _QUOTES_HINT,
                self.path,
                self.first_line + (mark.line if mark else 0),
            )
        except yaml.reader.ReaderError as error:
            # libyaml counts in bytes of UTF-8.
            before = self.text.encode("utf-8")[: max(error.position, 0)].decode("utf-8", "ignore")
            line = self.first_line + len(re.findall(r"\r\n|\r|\n", before))
            message = f"The header holds a character that YAML forbids (U+{_ordinal(error.character):04X})"
            _refuse(message, "Remove the character.", self.path, line)

    def _document(self) -> Header:
        self._next()  # stream start
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return Header(self.text)
        event = self._next()
        if not isinstance(event, yaml.MappingStartEvent):
            self._stop(
                event, "The header is not a list of `key: value` lines", "Write `key: value`, one a line."
            )
        header = Header(self.text, flow=bool(event.flow_style))
        self._check(event)
        self._mapping(header)
        self._next()  # document end
        if not isinstance(event := self._next(), yaml.StreamEndEvent):
            self._stop(event, "The header holds a second document", "Keep one header a file.")
        return header

    def _mapping(self, header: Header) -> None:
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._key(event, header.raw)
            start = event.start_mark.index
            opener = self._next()
            items: list[tuple[int, int]] = []
            value, end = self._value(opener, items)
            header.raw[key] = value
            header.entries[key] = Entry(
                key,
                self.first_line + event.start_mark.line,
                start,
                opener.start_mark.index,
                end,
                _style(opener),
                tuple(items),
            )

    def _value(self, event: Any, items: list[tuple[int, int]] | None = None) -> tuple[Any, int]:
        """A value and where it ends; spans of a list's items are added to `items`."""
        self._check(event)
        if isinstance(event, yaml.ScalarEvent):
            end_mark: Any = event.end_mark
            return self._scalar(event), end_mark.index
        self.depth += 1
        if self.depth >= MAX_DEPTH:
            self._stop(event, f"The header nests deeper than {MAX_DEPTH} levels", "Flatten it.")
        value: Any
        if isinstance(event, yaml.SequenceStartEvent):
            value, end = self._sequence([] if items is None else items)
        else:
            value, end = self._inner_mapping()
        self.depth -= 1
        return value, end

    def _sequence(self, items: list[tuple[int, int]]) -> tuple[list[Any], int]:
        values = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            value, end = self._value(event)
            values.append(value)
            items.append((event.start_mark.index, end))
        return values, self._end(event, items[-1][1] if items else None)

    def _inner_mapping(self) -> tuple[dict[str, Any], int]:
        values: dict[str, Any] = {}
        last = None
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._key(event, values)
            values[key], last = self._value(self._next())
        return values, self._end(event, last)

    def _end(self, event: Any, last: int | None) -> int:
        # A block collection's own end mark stands at the next token, lines further down.
        closed = self.text[event.start_mark.index : event.end_mark.index] in ("]", "}")
        return event.end_mark.index if closed or last is None else last

    def _key(self, event: Any, seen: dict[str, Any]) -> str:
        self._check(event)
        explicit = self.text[: event.start_mark.index].rstrip(" ").endswith("?")
        if not isinstance(event, yaml.ScalarEvent) or not event.value or explicit or "\n" in event.value:
            self._stop(event, "A key of the header is not a plain word", "Use keys such as title or date.")
        key = self._scalar(event)
        if key in seen:
            self._stop(event, f"The key `{key}` stands twice", "Keep one of them.")
        return str(key)

    def _scalar(self, event: Any) -> str:
        if _SURROGATE.search(event.value):
            self._stop(event, _HALF, "Type the character itself.")
        return event.value if event.style else Plain(event.value)

    def _check(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._stop(
                event, "The header uses an anchor or alias (`&` or `*`)", "Write the value out, or in quotes."
            )
        if getattr(event, "tag", None):
            self._stop(
                event, f"The header uses the tag `{event.tag}`", "Remove the tag, or put the value in quotes."
            )

    def _next(self) -> Any:
        self.count += 1
        if self.count > MAX_EVENTS:
            _refuse(
                f"The header has more than {MAX_EVENTS:,} parts", "Shorten it.", self.path, self.first_line
            )
        return next(self.events)

    def _stop(self, event: Any, message: str, hint: str) -> NoReturn:
        _refuse(message, hint, self.path, self.first_line + event.start_mark.line)


def _style(event: Any) -> str:
    if isinstance(event, yaml.ScalarEvent):
        return event.style or "plain"
    return "flow" if event.flow_style else "block"


def _ordinal(character: Any) -> int:
    return character if isinstance(character, int) else ord(character)
