"""Kinds of columns: texts, codes, numbers and lists, each packed into one run of bytes and unpacked from it.

What an archive knows of 100,000 posts is small and quick to load in this form; `post_table.py` says which columns
there are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any, Final

import numpy as np

__all__ = ["NOTHING", "Codes", "Column", "Ints", "Lists", "Texts"]

Flags = np.ndarray[Any, np.dtype[np.bool_]]
Indices = np.ndarray[Any, np.dtype[np.int64]]

#: Stands for a missing number or moment; it is what NumPy and pandas call NaT.
NOTHING: Final = int(np.iinfo(np.int64).min)

_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Texts:
    """Texts, each its own; None where one is missing."""

    values: np.ndarray[Any, Any]

    @classmethod
    def of(cls, values: Sequence[str | None]) -> Texts:
        """The column of some values."""
        found = np.empty(len(values), dtype=object)
        found[:] = values
        return cls(found)

    def pack(self) -> bytes:
        """The values in one piece: joined, an empty one for a missing one; as JSON where that is ambiguous."""
        values = self.values.tolist()
        joined = _SEPARATOR.join(["" if value is None else value for value in values])
        if "" not in values and joined.count(_SEPARATOR) == max(len(values) - 1, 0):
            return b"T" + joined.encode("utf-8", "surrogatepass")
        return b"J" + _json(values)

    @classmethod
    def unpack(cls, data: bytes, length: int) -> Texts:
        """The column of packed values; ValueError when they are not `length` texts."""
        if data[:1] == b"J":
            values = json.loads(data[1:].decode("utf-8", "surrogatepass"))
        else:
            values = data[1:].decode("utf-8", "surrogatepass").split(_SEPARATOR) if length else []
        if len(values) != length:
            raise ValueError("a column has another length than its table")
        found = cls.of(values)
        if data[:1] == b"T" and _holds_empty(data[1:]):
            found.values[found.values == ""] = None
        return found

    @classmethod
    def unpack_some(cls, data: bytes, rows: Indices) -> Texts | None:
        """The values of a few rows, in that order, without unpacking the others; None where that cannot be done."""
        if data[:1] != b"T":
            return None
        ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord(_SEPARATOR))
        starts = np.concatenate([[1], ends + 1])[rows].tolist()
        stops = np.concatenate([ends, [len(data)]])[rows].tolist()
        values = [data[a:b].decode("utf-8", "surrogatepass") for a, b in zip(starts, stops, strict=True)]
        return cls.of([value or None for value in values])

    def take(self, rows: Indices) -> Texts:
        """The values of some rows, in that order."""
        return Texts(self.values[rows])

    def listed(self) -> list[Any]:
        """The value of each row."""
        values: list[Any] = self.values.tolist()
        return values

    def join(self, other: Texts) -> Texts:
        """These values, then the other's."""
        return Texts(np.concatenate([self.values, other.values]))

    def put(self, rows: Indices, other: Texts) -> Texts:
        """The same values with some of them replaced by the other's, in its order."""
        values = self.values.copy()
        values[rows] = other.values
        return Texts(values)


@dataclass(frozen=True)
class Codes:
    """Values of which many are the same: `codes` are places in `known`, -1 where a value is missing."""

    codes: np.ndarray[Any, np.dtype[np.int32]]
    known: list[Any]

    @classmethod
    def of(cls, values: Sequence[Any]) -> Codes:
        """The column of some values."""
        known = [value for value in dict.fromkeys(values) if value is not None]
        places = {value: place for place, value in enumerate(known)}
        codes = map(places.get, values, repeat(-1))
        return cls(np.fromiter(codes, np.int32, len(values)), known)

    def pack(self) -> bytes:
        """The codes, then what they stand for."""
        return self.codes.astype("<i4").tobytes() + _json(self.known)

    @classmethod
    def unpack(cls, data: bytes, length: int) -> Codes:
        """The column of packed values; ValueError when they are not `length` codes."""
        codes = np.frombuffer(data, "<i4", length).astype(np.int32)
        known = [_fixed(value) for value in json.loads(data[4 * length :].decode("utf-8", "surrogatepass"))]
        if length and not -1 <= codes.min() <= codes.max() < len(known):
            raise ValueError("a code stands for nothing")
        return cls(codes, known)

    def take(self, rows: Indices) -> Codes:
        """The values of some rows, in that order."""
        return Codes(self.codes[rows], self.known)

    def join(self, other: Codes) -> Codes:
        """These values, then the other's."""
        known, moved = _united(self.known, other.known)
        return Codes(np.concatenate([self.codes, moved[other.codes]]), known)

    def put(self, rows: Indices, other: Codes) -> Codes:
        """The same values with some of them replaced by the other's, in its order."""
        known, moved = _united(self.known, other.known)
        codes = self.codes.copy()
        codes[rows] = moved[other.codes]
        return Codes(codes, known)

    def used(self) -> list[Any]:
        """The values that some row has, each once."""
        return [self.known[code] for code in np.unique(self.codes).tolist() if code >= 0]

    def value(self, row: int) -> Any:
        """The value of a row, or None."""
        code = int(self.codes[row])
        return self.known[code] if code >= 0 else None

    def listed(self) -> list[Any]:
        """The value of each row, None where it is missing."""
        table = [*self.known, None]
        return [table[code] for code in self.codes.tolist()]

    def where(self, test: Callable[[Any], bool]) -> Flags:
        """For each row whether its value (None where missing) fulfils a test; each value is tested once."""
        flags: Flags = np.array([test(value) for value in [*self.known, None]], dtype=bool)[self.codes]
        return flags


@dataclass(frozen=True)
class Ints:
    """Whole numbers, flags and moments (microseconds since 1970, UTC); `NOTHING` where one is missing."""

    values: np.ndarray[Any, np.dtype[np.int64]]

    @classmethod
    def of(cls, values: Sequence[int | None]) -> Ints:
        """The column of some values."""
        return cls(np.array([NOTHING if value is None else value for value in values], dtype=np.int64))

    def pack(self) -> bytes:
        """The values in one piece."""
        return self.values.astype("<i8").tobytes()

    @classmethod
    def unpack(cls, data: bytes, length: int) -> Ints:
        """The column of packed values; ValueError when they are not `length` numbers."""
        if len(data) != 8 * length:
            raise ValueError("a column has another length than its table")
        return cls(np.frombuffer(data, "<i8").astype(np.int64))

    def take(self, rows: Indices) -> Ints:
        """The values of some rows, in that order."""
        return Ints(self.values[rows])

    def listed(self) -> list[Any]:
        """The value of each row."""
        values: list[Any] = self.values.tolist()
        return values

    def join(self, other: Ints) -> Ints:
        """These values, then the other's."""
        return Ints(np.concatenate([self.values, other.values]))

    def put(self, rows: Indices, other: Ints) -> Ints:
        """The same values with some of them replaced by the other's, in its order."""
        values = self.values.copy()
        values[rows] = other.values
        return Ints(values)


@dataclass(frozen=True)
class Lists:
    """Lists of values: each row has `counts[row]` of the items, one after the other."""

    counts: np.ndarray[Any, np.dtype[np.int32]]
    items: Codes

    @classmethod
    def of(cls, values: Sequence[Sequence[Any]]) -> Lists:
        """The column of some lists."""
        counts = np.array([len(each) for each in values], dtype=np.int32)
        return cls(counts, Codes.of([_fixed(item) for each in values for item in each]))

    def pack(self) -> bytes:
        """The counts, then the items."""
        return self.counts.astype("<i4").tobytes() + self.items.pack()

    @classmethod
    def unpack(cls, data: bytes, length: int) -> Lists:
        """The column of packed lists; ValueError when they are not `length` lists."""
        counts = np.frombuffer(data, "<i4", length).astype(np.int32)
        if length and counts.min() < 0:
            raise ValueError("a list is shorter than nothing")
        return cls(counts, Codes.unpack(data[4 * length :], int(counts.sum())))

    @cached_property
    def starts(self) -> Indices:
        """Where the items of each row start; one more at the end."""
        return np.concatenate([[0], np.cumsum(self.counts)])

    @cached_property
    def rows(self) -> Indices:
        """The row of each item."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

    def take(self, rows: Indices) -> Lists:
        """The lists of some rows, in that order."""
        counts = self.counts[rows]
        ends = np.cumsum(counts)
        places = np.arange(int(ends[-1]) if len(ends) else 0)
        places += np.repeat(self.starts[:-1][rows] - (ends - counts), counts)
        return Lists(counts, self.items.take(places))

    def join(self, other: Lists) -> Lists:
        """These lists, then the other's."""
        return Lists(np.concatenate([self.counts, other.counts]), self.items.join(other.items))

    def put(self, rows: Indices, other: Lists) -> Lists:
        """The same lists with some of them replaced by the other's, in its order."""
        if len(rows) and (self.counts[rows] == other.counts).all():
            own = np.arange(int(other.counts.sum())) - np.repeat(other.starts[:-1], other.counts)
            return Lists(
                self.counts, self.items.put(np.repeat(self.starts[rows], other.counts) + own, other.items)
            )
        places = np.arange(len(self.counts))
        places[rows] = np.arange(len(places), len(places) + len(other.counts))
        return self.join(other).take(places)

    def value(self, row: int) -> list[Any]:
        """The list of a row."""
        return self.items.take(np.arange(self.starts[row], self.starts[row + 1])).listed()

    def any(self, test: Callable[[Any], bool]) -> Flags:
        """For each row whether one of its items fulfils a test; each value is tested once."""
        found = np.zeros(len(self.counts), dtype=bool)
        fulfil = np.array([test(value) for value in self.items.known], dtype=bool)
        found[self.rows[fulfil[self.items.codes]]] = True
        return found


Column = Texts | Codes | Ints | Lists


def _united(first: list[Any], second: Iterable[Any]) -> tuple[list[Any], np.ndarray[Any, Any]]:
    """Known values of two columns as one list, and the new code of each code of the second (-1 stays)."""
    places = {value: place for place, value in enumerate(first)}
    moved = [places.setdefault(value, len(places)) for value in second]
    return list(places), np.array([*moved, -1], dtype=np.int32)


def _fixed(value: Any) -> Any:
    """A value that can be a key: a list (the path of a category) as a tuple."""
    return tuple(value) if isinstance(value, list) else value


def _holds_empty(joined: bytes) -> bool:
    """Whether one of the joined texts is empty."""
    mark = _SEPARATOR.encode()
    return not joined or joined.startswith(mark) or joined.endswith(mark) or mark + mark in joined


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
