"""Posts that are nearly the same: imported twice, posted again, or copied and changed a little."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from lfnkr_nb.batches import cut
from lfnkr_nb.related.sketches import BINS, candidates, likeness, shingles, sketch
from lfnkr_nb.search.source import prepare
from lfnkr_nb.store import StoreUnavailableError, open_store, transaction

if TYPE_CHECKING:
    from lfnkr_nb.holdings import Holdings

__all__ = ["Pair", "near_duplicates"]

#: Changed with every change of how a sketch is made.
VERSION: Final = "1"
SCHEMA: Final = """
CREATE TABLE sketch (name TEXT PRIMARY KEY, hash TEXT NOT NULL, bins BLOB NOT NULL) WITHOUT ROWID
"""
_PORTION: Final = 1_000
#: How much less than the real likeness a sketch may estimate; 0.2 is more than three standard errors of 63 bins.
_DOUBT: Final = 0.2

Progress = Callable[[int, int | None], None]
Rows = np.ndarray[Any, np.dtype[np.int64]]
Sketches = np.ndarray[Any, np.dtype[np.uint32]]


@dataclass(frozen=True)
class Pair:
    """Two rows of an archive whose texts are alike, the newer post first, and how much: 1 is the same text."""

    row: int
    other: int
    likeness: float


def near_duplicates(
    holdings: Holdings, rows: Rows, *, at_least: float, progress: Progress | None = None
) -> list[Pair]:
    """Pairs of posts whose texts are nearly the same, the likest first.

    Args:
        holdings: The posts.
        rows: Those to look at.
        at_least: Least Jaccard likeness of their runs of five words (or characters).
        progress: Called with (posts read, posts to read) while texts are read.
    """
    sketches = _sketches(holdings, progress)[rows]
    promising = [
        (int(rows[one]), int(rows[other]))
        for one, other in candidates(sketches)
        if float((sketches[one] == sketches[other]).mean()) >= at_least - _DOUBT
    ]
    found = [pair for pair in _compared(holdings, promising) if pair.likeness >= at_least]
    return sorted(found, key=lambda pair: (-round(pair.likeness, 9), pair.row, pair.other))


def _compared(holdings: Holdings, pairs: list[tuple[int, int]]) -> Iterator[Pair]:
    """Pairs with their real likeness; the texts are read anew."""
    wanted = sorted({row for pair in pairs for row in pair})
    hashes = {post.row: shingles(post.text) for post in prepare(holdings, wanted)}
    for one, other in pairs:
        if one in hashes and other in hashes:
            yield Pair(min(one, other), max(one, other), likeness(hashes[one], hashes[other]))


def _sketches(holdings: Holdings, progress: Progress | None) -> Sketches:
    """The sketch of every post, from the store as far as it knows them."""
    if holdings.stored:
        try:
            root = holdings.folder.parent
            with open_store(root, "sketches", schema=SCHEMA, version=VERSION) as connection:
                return _remembered(connection, holdings, progress)
        except StoreUnavailableError:
            pass
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(SCHEMA)
    return _remembered(connection, holdings, progress)


def _remembered(connection: sqlite3.Connection, holdings: Holdings, progress: Progress | None) -> Sketches:
    names, hashes = holdings.names, holdings.table.texts("hash")
    known = {
        name: bins
        for name, digest, bins in connection.execute("SELECT name, hash, bins FROM sketch")
        if (row := holdings.row_of_name.get(name)) is not None and hashes[row] == digest
    }
    missing = [row for row, name in enumerate(names) if name not in known]
    for portion in cut(missing, _PORTION):
        made = {post.row: sketch(post.text).astype("<u4").tobytes() for post in prepare(holdings, portion)}
        with transaction(connection):
            connection.executemany(
                "INSERT OR REPLACE INTO sketch VALUES (?, ?, ?)",
                ((names[row], hashes[row], bins) for row, bins in made.items()),
            )
        known |= {names[row]: bins for row, bins in made.items()}
        if progress:
            progress(missing.index(portion[-1]) + 1, len(missing))
    empty = b"\xff" * (4 * BINS)
    data = b"".join(known.get(name, empty) for name in names)
    return np.frombuffer(data, "<u4").reshape(-1, BINS).astype(np.uint32)
