"""The ordinary header, read line by line: `key: value`, quoted texts, lists, and what is indented below a key.

Nearly every header is of this kind, and reading it so takes a fraction of the time that libyaml's events take.
A line that could mean anything else (a comment, an escape, a colon or a bracket where YAML may see one, a
blank that is not a plain one) leaves the whole header to libyaml, which alone decides what is wrong. A test
holds both to the same values and spans.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

__all__ = ["Entry", "Plain", "read_simple_header"]

#: Larger or deeper headers are left to libyaml, which counts their parts.
_MOST_CHARACTERS: Final = 16_000
_DEEPEST: Final = 8

#: A plain text begins with a letter, digit or underscore, so with none of YAML's indicators. In it a colon
#: stands before something else than a blank, and no number sign after a blank (YAML 1.2.2, 7.3.3).
_PLAIN: Final = r"(?P<plain>\w(?:[^:#]++|:(?=[^\s:#])|(?<=\S)#)*+)"
#: In a list in brackets nothing may stand that ends an item or begins another thing there.
_ITEM: Final = r"\w(?:[^,:#\[\]{}?\"'&*!|%@`\\]*[^\s,:#\[\]{}?\"'&*!|%@`\\])?"
_VALUE: Final = (
    rf"{_PLAIN}|\"(?P<double>[^\"\\]*)\"|'(?P<single>[^']*)'|\[(?P<items>(?:{_ITEM}(?:, {_ITEM})*)?)\]"
)
_LINE: Final = re.compile(
    rf"(?P<indent> *)(?P<dash>- )?(?:(?P<key>[A-Za-z_][A-Za-z0-9_-]{{0,60}}):(?: (?P<value>{_VALUE}))?"
    rf"|(?P<alone>{_VALUE.replace('?P<', '?P<alone_')}))"
)
#: Most lines of most headers, told from the others by a pattern that costs least.
_PLAIN_LINE: Final = re.compile(rf"([A-Za-z_][A-Za-z0-9_-]{{0,60}}): {_PLAIN}")


class Plain(str):
    """A scalar written without quotes; it may stand for null, a flag or a number where a field says so."""

    __slots__ = ()


class Entry(NamedTuple):
    """Where one top-level key of a header stands, in characters of the header text.

    Attributes:
        key: The key.
        line: Its line in the file, counted from 1.
        start: Where the key starts.
        value_start, value_end: Where its value starts and ends.
        style: `plain`, `'`, `"`, `|`, `>` for scalars; `flow` or `block` for lists and mappings.
        items: The spans of a list's items.
    """

    key: str
    line: int
    start: int
    value_start: int
    value_end: int
    style: str
    items: tuple[tuple[int, int], ...] = ()


class _Node(NamedTuple):
    """A value, where it starts and ends, its style, and the spans of its items."""

    value: Any
    start: int
    end: int
    style: str
    items: tuple[tuple[int, int], ...] = ()


class _NotSimpleError(Exception):
    """The header has to be left to libyaml."""


def read_simple_header(text: str, first_line: int) -> tuple[dict[str, Any], dict[str, Entry]] | None:
    """The raw values and the entries of a header; None for one that has to be left to libyaml.

    Args:
        text: The header, as `read_header` is given it.
        first_line: The line of the file on which it starts.
    """
    lines = text.split("\n")
    if len(text) > _MOST_CHARACTERS or lines.pop() or not "".join(lines).isprintable() or " \n" in text:
        return None
    try:
        return _Lines(lines, first_line).top()
    except _NotSimpleError:
        return None


class _Lines:
    """The lines of a header, read from the first to the last."""

    def __init__(self, lines: list[str], first_line: int) -> None:
        self.lines = lines
        self.first_line = first_line
        self.number = 0
        self.position = 0

    def _match(self) -> re.Match[str] | None:
        """The line that is to be read now; None behind the last."""
        if self.number == len(self.lines):
            return None
        found = _LINE.fullmatch(self.lines[self.number])
        if found is None:
            raise _NotSimpleError
        return found

    def _step(self) -> None:
        self.position += len(self.lines[self.number]) + 1
        self.number += 1

    def top(self) -> tuple[dict[str, Any], dict[str, Entry]]:
        raw: dict[str, Any] = {}
        entries: dict[str, Entry] = {}
        while self.number < len(self.lines):
            written, line, start = self.lines[self.number], self.first_line + self.number, self.position
            if plain := _PLAIN_LINE.fullmatch(written):
                key, text = plain.groups()
                end = start + len(written)
                node = _Node(Plain(text), end - len(text), end, "plain")
                self.number, self.position = self.number + 1, end + 1
            else:
                key, node = self._key_at_the_margin()
            if key in raw:
                raise _NotSimpleError
            raw[key] = node[0]
            entries[key] = Entry(key, line, start, *node[1:])
        return raw, entries

    def _key_at_the_margin(self) -> tuple[str, _Node]:
        found = self._match()
        if found is None or found["indent"] or found["dash"] or found["key"] is None:
            raise _NotSimpleError
        return found["key"], self._of_key(found, 0, 0)

    def _of_key(self, found: re.Match[str], column: int, depth: int) -> _Node:
        """The value of a key that stands in a column: on its line, or indented below it."""
        if found["value"] is not None:
            node = self._scalar(found, "value", "")
            self._step()
            return node
        self._step()
        below = self._match()
        if below is None or len(below["indent"]) <= column or depth == _DEEPEST:
            raise _NotSimpleError
        inner = len(below["indent"])
        return self._sequence(inner, depth + 1) if below["dash"] else self._mapping(inner, depth + 1)

    def _mapping(self, column: int, depth: int) -> _Node:
        """The keys that stand in a column; the first may stand behind the dash of an item."""
        values: dict[str, Any] = {}
        start, end, first = self.position + column, 0, True
        while (found := self._match()) is not None:
            here = len(found["indent"]) + 2 * (found["dash"] is not None)
            if here < column or (found["dash"] and not first):
                break
            key = found["key"]
            if here != column or key is None or key in values:
                raise _NotSimpleError
            node = self._of_key(found, column, depth)
            values[key], end, first = node.value, node.end, False
        return _Node(values, start, end, "block")

    def _sequence(self, column: int, depth: int) -> _Node:
        """The items whose dashes stand in a column."""
        values: list[Any] = []
        spans = []
        start = self.position + column
        while (found := self._match()) is not None and len(found["indent"]) >= column:
            if len(found["indent"]) != column or found["dash"] is None:
                raise _NotSimpleError
            if found["alone"] is not None:
                node = self._scalar(found, "alone", "alone_")
                self._step()
            else:
                node = self._mapping(column + 2, depth + 1)
            values.append(node.value)
            spans.append((node.start, node.end))
        return _Node(values, start, spans[-1][1], "block", tuple(spans))

    def _scalar(self, found: re.Match[str], whole: str, prefix: str) -> _Node:
        """A text, or a list in brackets, on one line."""
        start, end = self.position + found.start(whole), self.position + found.end(whole)
        if (text := found[f"{prefix}plain"]) is not None:
            return _Node(Plain(text), start, end, "plain")
        if (text := found[f"{prefix}double"]) is not None:
            return _Node(text, start, end, '"')
        if (text := found[f"{prefix}single"]) is not None:
            return _Node(text, start, end, "'")
        values, spans = _items(found[f"{prefix}items"], start + 1)
        return _Node(values, start, end, "flow", spans)


def _items(text: str, start: int) -> tuple[list[str], tuple[tuple[int, int], ...]]:
    values: list[str] = []
    spans = []
    for item in text.split(", ") if text else ():
        values.append(Plain(item))
        spans.append((start, start + len(item)))
        start += len(item) + 2
    return values, tuple(spans)
