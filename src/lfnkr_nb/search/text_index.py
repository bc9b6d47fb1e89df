"""The full-text index: a second SQLite file in `.lfnkr/`, filled when an archive is first searched.

FTS5 holds the tokens and where they stand, not the texts (a contentless table), so the index is smaller than
what it indexes. Its tokenizer only splits at blanks: what a token is was decided by `folding.py`. A post that
changed gets a new entry; the old one stays in FTS5 and is passed over, until a fifth is such and all is made anew.

Counts come from FTS5's own `bm25`: of a query that is one phrase, everything in its formula but the count is
known, so the count follows. FTS5 keeps no sizes of its own, since to look one up for each hit costs more than all
else; then each of its columns has size -1. The ranking itself is made in `ranking.py`, for all sources alike.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from lfnkr_nb.batches import cut
from lfnkr_nb.search.folding import BREAK
from lfnkr_nb.search.source import TITLE_WEIGHT, Occurrences, Prepared, prepare
from lfnkr_nb.search.stems import is_english, stem
from lfnkr_nb.search.tree import Phrase
from lfnkr_nb.store import transaction

if TYPE_CHECKING:
    from lfnkr_nb.holdings import Holdings

__all__ = ["SCHEMA", "VERSION", "Entries", "IndexedSource", "read_entries", "update"]

#: Changed with every change of what is stored or of how a text is read.
VERSION: Final = "5"

SCHEMA: Final = """
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, length INTEGER NOT NULL
);
CREATE TABLE word (stem TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (stem, word)) WITHOUT ROWID;
CREATE TABLE total (entries INTEGER NOT NULL, tokens INTEGER NOT NULL, generation INTEGER NOT NULL);
INSERT INTO total VALUES (0, 0, 0);
CREATE VIRTUAL TABLE words USING fts5 (title, text, content='', columnsize=0, tokenize='ascii')
"""

#: `k1` and `b` of FTS5's bm25, and the least weight it gives a phrase (SQLite, ext/fts5/fts5_aux.c).
_K1, _B, _LEAST_WEIGHT = 1.2, 0.75, 1e-6
#: What bm25 takes for the size of every entry: -1 for each of two columns (SQLite, ext/fts5/fts5_main.c).
_SIZE: Final = -2
#: With so many tokens on average an entry's size and count fall out of the formula of bm25.
_SILENT: Final = -_B * _SIZE / (1 - _B)
#: Solves bm25's formula for the count; the limit keeps SQLite from joining the two queries, in which bm25 fails.
_COUNTED: Final = f"""
SELECT group_concat(entry), group_concat(CAST(? / (? / score - 1) + 0.5 AS INTEGER)) FROM (
    SELECT rowid AS entry, -bm25(words, {TITLE_WEIGHT}, 1) AS score FROM words WHERE words MATCH ? LIMIT -1
)
"""  # noqa: S608
#: Posts that are added at once; other processes may search or add between two portions.
_PORTION: Final = 2_000
#: A batch of posts; while one is written the next is read.
_BATCH: Final = 200
#: Entries of posts that are gone before all is made anew: one in so many.
_MOST_GONE: Final = 5
#: Bytes that FTS5 gathers before it writes; its own default, 1 MiB, makes hundreds of pieces to be merged.
_GATHERED: Final = 64 * 1024 * 1024

Progress = Callable[[int, int | None], None]
Places = np.ndarray[Any, np.dtype[np.int64]]
Numbers = np.ndarray[Any, np.dtype[np.float64]]


# --- filling ---------------------------------------------------------------------------------------------


def update(connection: sqlite3.Connection, holdings: Holdings, *, progress: Progress | None = None) -> None:
    """Bring the index to what an archive holds, in portions that stay when the work is stopped between them."""
    missing, gone = _differences(connection, holdings)
    count = len(missing)
    while missing or gone:
        with transaction(connection):
            missing, gone = _differences(connection, holdings)  # others may have worked at it meanwhile
            if _is_worn(connection, gone):
                _empty(connection)
                missing, gone = _differences(connection, holdings)
            connection.executemany("DELETE FROM entry WHERE id = ?", ((entry,) for entry in gone))
            added = _add(connection, holdings, missing[:_PORTION])
            _keep_counts_readable(connection)
            connection.execute("UPDATE total SET generation = generation + 1")
        if progress:
            progress(max(count - len(missing) + len(missing[:_PORTION]), 0), count)
        missing, gone = missing[_PORTION:] if added else [], []
    if count > _PORTION:
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")


def _differences(connection: sqlite3.Connection, holdings: Holdings) -> tuple[list[int], list[int]]:
    """Rows of the archive that are to be added, and entries of posts that changed or are gone."""
    hashes = dict(zip(holdings.names, holdings.table.texts("hash"), strict=True))
    known, gone = set(), []
    for entry, name, digest in connection.execute("SELECT id, name, hash FROM entry"):
        if hashes.get(name) == digest and name not in known:
            known.add(name)
        else:
            gone.append(entry)
    return [row for row, name in enumerate(holdings.names) if name not in known], gone


def _is_worn(connection: sqlite3.Connection, gone: list[int]) -> bool:
    (entries,) = connection.execute("SELECT entries FROM total").fetchone()
    (living,) = connection.execute("SELECT count(*) FROM entry").fetchone()
    return bool((living - len(gone)) * _MOST_GONE < entries * (_MOST_GONE - 1))


def _empty(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
    connection.execute("DELETE FROM entry")
    connection.execute("DELETE FROM word")
    connection.execute("UPDATE total SET entries = 0, tokens = 0")


def _add(connection: sqlite3.Connection, holdings: Holdings, rows: list[int]) -> int:
    """Add posts and return how many; while SQLite writes a batch, the next one is read in a thread."""
    seen = {word for (word,) in connection.execute("SELECT word FROM word")}
    (first,) = connection.execute("SELECT entries + 1 FROM total").fetchone()
    connection.execute("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (_GATHERED,))
    next_id = first
    for batch in _prepared(holdings, rows):
        next_id = _write(connection, holdings, batch, next_id)
        _write_words(connection, batch, seen)
    return int(next_id - first)


def _keep_counts_readable(connection: sqlite3.Connection) -> None:
    """Add an entry that belongs to no post where bm25 would be the same for every count."""
    entries, tokens, _ = connection.execute("SELECT * FROM total").fetchone()
    if entries and tokens == _SILENT * entries:
        connection.execute("INSERT INTO words (rowid, title, text) VALUES (?, '', ?)", (entries + 1, BREAK))
        connection.execute("UPDATE total SET entries = entries + 1, tokens = tokens + 1")


def _prepared(holdings: Holdings, rows: list[int]) -> Iterator[list[Prepared]]:
    def read(batch: list[int]) -> list[Prepared]:
        return list(prepare(holdings, batch))

    batches = cut(rows, _BATCH)
    with ThreadPoolExecutor(1) as thread:
        ahead = [thread.submit(read, batch) for batch in (next(batches, None),) if batch]
        while ahead:
            done = ahead.pop().result()
            ahead += [thread.submit(read, batch) for batch in (next(batches, None),) if batch]
            yield done


def _write(connection: sqlite3.Connection, holdings: Holdings, batch: list[Prepared], next_id: int) -> int:
    names, hashes = holdings.names, holdings.table.texts("hash")
    numbered = list(enumerate(batch, next_id))
    connection.executemany(
        "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
        ((entry, " ".join(each.title), " ".join(each.text)) for entry, each in numbered),
    )
    connection.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?)",
        (
            (entry, names[each.row], hashes[each.row], len(each.title) + len(each.text))
            for entry, each in numbered
        ),
    )
    size = sum(len(each.title) + len(each.text) for each in batch)
    connection.execute("UPDATE total SET entries = entries + ?, tokens = tokens + ?", (len(batch), size))
    return next_id + len(batch)


def _write_words(connection: sqlite3.Connection, batch: list[Prepared], seen: set[str]) -> None:
    """Remember the stems of English words that are new."""
    new = {word for each in batch for words in (each.title, each.text) for word in words} - seen
    seen |= new
    rows = ((stem(word), word) for word in new if is_english(word))
    connection.executemany("INSERT OR IGNORE INTO word VALUES (?, ?)", rows)


# --- looking ---------------------------------------------------------------------------------------------


class Entries:
    """Which entry of the index is which row of an archive.

    Attributes:
        generation: Of the index, when this was read.
        row_of: The row of each entry, -1 for one that belongs to no post any more.
        living: How many entries belong to a post.
        lengths: Of each row, in tokens; 0 for a post that could not be read.
    """

    def __init__(self, generation: int, rows: Iterable[tuple[int, str, int]], holdings: Holdings) -> None:
        self.generation = generation
        self.lengths: Numbers = np.zeros(len(holdings))
        known = [(entry, holdings.row_of_name.get(name, -1), length) for entry, name, length in rows]
        table = np.array(known, dtype=np.int64).reshape(-1, 3)
        table = table[table[:, 1] >= 0]
        size = int(table[:, 0].max()) + 1 if len(table) else 1
        self.row_of: Places = np.full(size, -1)
        self.row_of[table[:, 0]] = table[:, 1]
        self.living = len(table)
        self.lengths[table[:, 1]] = table[:, 2]


def read_entries(connection: sqlite3.Connection, holdings: Holdings, known: Entries | None = None) -> Entries:
    """The entries of an index; those that are known, where the index did not change since."""
    (generation,) = connection.execute("SELECT generation FROM total").fetchone()
    if known is not None and known.generation == generation:
        return known
    return Entries(generation, connection.execute("SELECT id, name, length FROM entry"), holdings)


class IndexedSource:
    """A connection to an index that is up to date, as a place to look for words."""

    def __init__(self, connection: sqlite3.Connection, entries: Entries) -> None:
        self.connection = connection
        self.entries = entries
        self.lengths = entries.lengths
        self.total, self.tokens, _ = connection.execute("SELECT * FROM total").fetchone()
        self.gone = self.total - entries.living

    def forms(self, stem: str) -> list[str]:
        """The words of the archive that have a stem."""
        found = self.connection.execute("SELECT word FROM word WHERE stem = ?", (stem,))
        return [word for (word,) in found]

    def holding(self, phrase: Phrase, *, most: int) -> int:
        """How many posts hold a phrase, counted up to `most`."""
        sql = "SELECT rowid FROM words WHERE words MATCH ? LIMIT ?"
        found = self.connection.execute(sql, (_expression(phrase, title=False), most + self.gone)).fetchall()
        rows = self._rows(np.array([entry for (entry,) in found], dtype=np.int64))
        return min(int((rows >= 0).sum()), most)

    def occurrences(self, phrase: Phrase, *, title: bool = False, counted: bool = True) -> Occurrences:
        """The posts that hold a phrase; see `Source`."""
        wanted = _expression(phrase, title=title)
        places, counts = self._counted(wanted) if counted else self._listed(wanted)
        rows = self._rows(places)
        living = rows >= 0
        return Occurrences(rows[living], counts[living])

    def _listed(self, wanted: str) -> tuple[Places, Numbers]:
        """The entries that fulfil an expression, each counted once."""
        found = self.connection.execute(
            "SELECT group_concat(rowid) FROM words WHERE words MATCH ?", (wanted,)
        )
        (places,) = map(_numbers, found.fetchone())
        return places, np.ones(len(places))

    def _counted(self, wanted: str) -> tuple[Places, Numbers]:
        """The entries that fulfil an expression of one phrase, and how often, from what FTS5's bm25 makes of it."""
        (holding,) = self.connection.execute(
            "SELECT count(*) FROM words WHERE words MATCH ?", (wanted,)
        ).fetchone()
        weight = np.log((self.total - holding + 0.5) / (holding + 0.5))
        damped = _K1 * (1 - _B + _B * _SIZE * self.total / self.tokens) if holding else 0.0
        top = (_K1 + 1) * max(float(weight), _LEAST_WEIGHT)
        found = self.connection.execute(_COUNTED, (damped, top, wanted)).fetchone()
        places, counts = map(_numbers, found)
        return places, counts.astype(np.float64)

    def _rows(self, places: Places) -> Places:
        """The row of each entry, -1 for one that is passed over or was added by another process since."""
        known = places < len(self.entries.row_of)
        return np.where(known, self.entries.row_of[np.where(known, places, 0)], -1)


def _numbers(written: str | None) -> Places:
    """Numbers that SQLite has joined by commas: fetched one by one they cost four times as much."""
    return np.fromstring(written, np.int64, sep=",") if written else np.array([], dtype=np.int64)


@lru_cache(maxsize=1024)
def _expression(phrase: Phrase, *, title: bool) -> str:
    """A phrase in the language of FTS5; tokens hold no quotation marks."""
    words = f'"{" ".join(phrase.tokens)}"{" *" if phrase.prefix else ""}'
    return f"{{title}} : {words}" if title else words
