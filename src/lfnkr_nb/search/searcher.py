"""Searching one archive: brings its index up to date, works out a query, and does without an index if it must."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

from lfnkr_nb.search.filters import condition_of
from lfnkr_nb.search.meaning import understand
from lfnkr_nb.search.ranking import Fit, evaluate
from lfnkr_nb.search.scan import ScannedSource
from lfnkr_nb.search.source import Source, prepare
from lfnkr_nb.search.synonyms import load_synonyms
from lfnkr_nb.search.text_index import SCHEMA, VERSION, Entries, IndexedSource, read_entries, update
from lfnkr_nb.search.tree import Filter, Node
from lfnkr_nb.store import StoreUnavailableError, open_store

if TYPE_CHECKING:
    from lfnkr_nb.holdings import Holdings

__all__ = ["Found", "Searcher"]

#: Name of the store in `.lfnkr/`.
STORE: Final = "search"

Progress = Callable[[int, int | None], None]
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        query: The query with what its terms stand for.
        fit: For each post of the archive whether and how well it fits.
    """

    query: Node
    fit: Fit


class Searcher:
    """Searches the posts that an archive holds at one moment."""

    def __init__(self, holdings: Holdings, *, stored: bool = True) -> None:
        self._holdings = holdings
        self._stored = stored
        self._entries: Entries | None = None
        self._memory: Source | None = None
        self._lock = RLock()

    def fit(self, query: Node, *, ranked: bool = True) -> Fit:
        """How each post of the archive fits a query."""
        return self.find(query, ranked=ranked).fit

    def find(self, query: Node, *, ranked: bool = True, progress: Progress | None = None) -> Found:
        """Work out a query.

        Args:
            query: The query as it was read.
            ranked: False leaves out the scores.
            progress: Called with (posts read, posts to read) while the index is made.

        Raises:
            SynonymsError: The archive's synonyms cannot be read.
        """
        synonyms = load_synonyms(self._holdings.folder.parent)

        def found(source: Source) -> Found:
            meant = understand(query, synonyms, source.forms)
            return Found(meant, evaluate(meant, source, self._filtered, ranked=ranked))

        return self.look(found, progress=progress)

    def look(self, ask: Callable[[Source], Answer], *, progress: Progress | None = None) -> Answer:
        """Ask something of the words of all posts; when the index turns out to be damaged, ask anew without it."""
        with self._lock:
            for _ in range(2):  # a damaged index is removed, and made anew the second time
                if self._memory is not None or not self._stored:
                    break
                try:
                    with self._indexed(progress) as source:
                        return ask(source)
                except StoreUnavailableError:
                    self._entries = None
            return ask(self._in_memory(progress))

    def _filtered(self, part: Filter) -> np.ndarray[Any, np.dtype[np.bool_]]:
        condition = condition_of(part)
        assert condition.flags is not None  # all filters are decided on the columns of the index
        return condition.flags(self._holdings)

    @contextmanager
    def _indexed(self, progress: Progress | None) -> Iterator[Source]:
        """The index on disk, up to date."""
        root = self._holdings.folder.parent
        with open_store(root, STORE, schema=SCHEMA, version=VERSION) as connection:
            if self._entries is None:
                update(connection, self._holdings, progress=progress)
            connection.execute("BEGIN")  # one moment of the index for the whole question
            self._entries = read_entries(connection, self._holdings, self._entries)
            yield IndexedSource(connection, self._entries)

    def _in_memory(self, progress: Progress | None) -> Source:
        """The words of all posts in memory; made once."""
        if self._memory is None:
            self._memory = self._memory_index(progress) or self._scanned(progress)
        return self._memory

    def _memory_index(self, progress: Progress | None) -> Source | None:
        """An index in memory; None where SQLite has no full-text search."""
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        try:
            connection.executescript(SCHEMA)
        except sqlite3.OperationalError:
            connection.close()
            return None
        update(connection, self._holdings, progress=progress)
        return IndexedSource(connection, read_entries(connection, self._holdings))

    def _scanned(self, progress: Progress | None) -> Source:
        count = len(self._holdings)
        return ScannedSource(prepare(self._holdings, range(count)), count, progress=progress)
