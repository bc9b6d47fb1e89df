"""What an archive knows of its posts, column by column; a column is unpacked when it is first used.

A table that was made from another one by taking, leaving out and adding rows does that work for the columns that are
used alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from lfnkr_nb.columns import Codes, Column, Ints, Lists, Texts

__all__ = ["COLUMNS", "Table"]

Indices = np.ndarray[Any, np.dtype[np.int64]]

#: Steps from one table to another (a change takes one to three) that may wait to be worked out.
_MOST_STEPS: Final = 30
#: So many rows are few.
_FEW: Final = 100

#: What is kept of each post, in the order in which `reading.py` lists it, and how.
COLUMNS: Final[dict[str, type[Column]]] = {
    "name": Texts,  # path seen from the posts folder, with `/`
    "hash": Texts,  # of the file's bytes
    "title": Texts,  # as written; None for an untitled post
    "slug": Texts,
    "status": Codes,
    "password": Ints,
    "sticky": Ints,
    "kind": Codes,
    "lang": Codes,
    "date": Texts,  # as written, so are the others
    "moment": Ints,  # of the date
    "precision": Codes,
    "zone": Codes,  # its offset; empty for a partial date
    "date_after": Codes,
    "date_before": Codes,
    "modified": Texts,
    "modified_moment": Ints,
    "categories": Lists,
    "tags": Lists,
    "concepts": Lists,
    "byline": Codes,
    "follows": Codes,
    "permalink": Texts,
    "host": Codes,  # of the permalink; empty without one
    "addresses": Texts,  # ways to write its address, as they are compared, with `addresses.ADDRESS_JOINT` between them
    "old_slugs": Lists,
    "wp_id": Texts,
    "listed_after": Codes,
    "listed_line": Ints,  # where `listed_after` stands in the file
    "characters": Ints,
}


class Table:
    """Posts as columns, all of one length. A column is made when it is first asked for."""

    def __init__(
        self,
        length: int,
        makers: Mapping[str, Callable[[], Column]],
        steps: int = 0,
        *,
        packed: Mapping[str, bytes] | None = None,
    ) -> None:
        self.length = length
        self._makers = makers
        self._steps = steps
        self._packed = packed or {}
        self._made: dict[str, Column] = {}

    def __len__(self) -> int:
        return self.length

    def column(self, name: str) -> Any:
        """The column of a name of `COLUMNS`."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def texts(self, name: str) -> list[Any]:
        """The values of a column of texts, None where one is missing."""
        values: list[Any] = self.column(name).listed()
        return values

    def ints(self, name: str) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The values of a column of numbers."""
        values: np.ndarray[Any, np.dtype[np.int64]] = self.column(name).values
        return values

    # --- making ---------------------------------------------------------------------------------------

    @classmethod
    def of(cls, rows: Sequence[Sequence[Any]]) -> Table:
        """The table of some rows as `reading.py` makes them."""
        by_name = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)) if rows else {}
        return cls(len(rows), {n: _later(kind.of, by_name.get(n, ())) for n, kind in COLUMNS.items()})

    @classmethod
    def unpack(cls, packed: Mapping[str, bytes], length: int) -> Table:
        """The table of packed columns; KeyError or ValueError when one is missing or has another length."""
        makers = {n: _later(kind.unpack, packed[n], length) for n, kind in COLUMNS.items()}
        return cls(length, makers, packed=packed)

    def pack(self) -> dict[str, bytes]:
        """Every column in one piece, by name."""
        return {name: self.column(name).pack() for name in COLUMNS}

    def take(self, rows: Indices) -> Table:
        """The table of some rows, in that order."""
        return Table(len(rows), {n: _later(self._some, n, rows) for n in COLUMNS}, self._steps + 1)

    def _some(self, name: str, rows: Indices) -> Column:
        """Some rows of a column; of a few rows that are asked for alone the rest is not decoded."""
        alone = len(rows) <= _FEW and name not in self._made and name in self._packed
        some = Texts.unpack_some(self._packed[name], rows) if alone and COLUMNS[name] is Texts else None
        found: Column = self.column(name).take(rows) if some is None else some
        return found

    def join(self, other: Table) -> Table:
        """These rows, then the other's."""
        makers = {n: _later(lambda n: self.column(n).join(other.column(n)), n) for n in COLUMNS}
        return Table(len(self) + len(other), makers, self._steps + 1)

    def put(self, rows: Sequence[int], other: Table) -> Table:
        """The same rows with some of them replaced by those of another table, in its order."""
        places = np.array(rows, dtype=np.int64)
        makers = {n: _later(lambda n: self.column(n).put(places, other.column(n)), n) for n in COLUMNS}
        return Table(len(self), makers, self._steps + 1)

    def settled(self) -> Table:
        """The same table; one that many steps lead to is worked out now, so that it lets go of the others."""
        if self._steps <= _MOST_STEPS:
            return self
        return Table(len(self), {n: _later(lambda made: made, self.column(n)) for n in COLUMNS})


def _later(make: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
    return lambda: make(*arguments)
