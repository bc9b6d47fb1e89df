"""The index: what was read of each post, remembered on disk, so that only changed files are read again.

`Index.refresh` lists the files, reads those that are not the ones that were read, and keeps the result in one
SQLite file in `.lfnkr/`: whole columns in one piece each, and single posts that changed since they were
written. Where the file is missing, locked, damaged or not ours to write, the result is the same without it.
The index never decides what goes out: an export reads the Markdown itself.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Final
from zlib import crc32

import numpy as np

from lfnkr_nb import __version__
from lfnkr_nb.collecting import without_collection
from lfnkr_nb.dates import parse_when
from lfnkr_nb.errors import LfnkrError
from lfnkr_nb.fields import Problem
from lfnkr_nb.file_states import FileStates
from lfnkr_nb.folders import list_posts
from lfnkr_nb.following import Pace
from lfnkr_nb.ordering import EVIDENCE, order_rows
from lfnkr_nb.post_rows import Answer
from lfnkr_nb.post_table import COLUMNS, Table
from lfnkr_nb.reading import read_files
from lfnkr_nb.store import DamagedError, StoreUnavailableError, open_store, transaction

__all__ = ["Index", "Known"]

Progress = Callable[[int, int | None], None]

#: Changed with every change of what is stored or of how a post is read.
FORMAT: Final = 1

_SCHEMA: Final = """
CREATE TABLE state (generation INTEGER NOT NULL);
INSERT INTO state VALUES (0);
CREATE TABLE piece (name TEXT PRIMARY KEY, data BLOB NOT NULL, sum INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE change (name TEXT PRIMARY KEY, data BLOB NOT NULL, sum INTEGER NOT NULL) WITHOUT ROWID
"""

#: Modules that decide what a row says; when one of them changes, every row is made anew.
_READERS: Final = (
    "addresses", "columns", "dates", "fields", "header", "ordering", "post", "post_rows", "post_table", "saving",
    "schema", "simple_header",
)  # fmt: skip

#: Single changes are written one by one up to this number, or this part of the archive.
_FEW: Final = 100
_PART: Final = 50


@dataclass(frozen=True)
class Known:
    """What is known of an archive's files at one moment; a change makes a new one.

    Attributes:
        table: The posts, in the order of the archive.
        after: By row, the latest date that an undated post is known to be later than.
        order_problems: By row, what is wrong with its `listed_after`.
        twins: Slugs that several posts have.
        bad: By name, message, hint and line of each file that cannot be used.
        files: The files that were read.
        unreadable: Folders that could not be listed.
    """

    table: Table
    after: Mapping[int, Any]
    order_problems: Sequence[tuple[int, Problem]]
    twins: frozenset[str]
    bad: Mapping[str, list[Any]]
    files: FileStates
    unreadable: tuple[Problem, ...] = ()


_NOTHING: Final = Known(Table.of([]), {}, (), frozenset(), {}, FileStates())


@dataclass
class Index:
    """The posts below a folder, as columns that follow the files.

    Attributes:
        folder: The posts folder.
        stored: Whether to remember on disk what was read.
        executor: Where files are read; None reads here.
        known: What the files said when they were last looked at.
        pace: When it is time to look at the files again.
    """

    folder: Path
    stored: bool = True
    executor: Executor | None = None
    known: Known = _NOTHING
    pace: Pace = field(default_factory=Pace, repr=False, compare=False)
    _generation: int = field(default=-1, repr=False)
    _waiting: int = field(default=0, repr=False)
    _lock: Any = field(default_factory=Lock, repr=False, compare=False)
    _aside: Thread | None = field(default=None, repr=False, compare=False)

    def refresh(self, *, progress: Progress | None = None) -> bool:
        """Look at the files and read those that are new or changed; returns whether anything is different.

        Args:
            progress: Called with (files read, files to read) now and then.
        """
        with self._lock:
            return self._refresh(progress)

    def look(self) -> None:
        """Refresh when it is time; beside the work, in a thread, where a look takes long and the last is not long ago.

        A folder that is gone is not looked at.
        """
        if not self.pace.is_due() or not self.folder.is_dir():
            return
        if not self.pace.may_look_aside():
            self.refresh()
        elif self._aside is None or not self._aside.is_alive():
            self._aside = Thread(target=self._refresh_aside, name="lfnkr-look")
            self._aside.start()

    def _refresh_aside(self) -> None:
        try:
            self.refresh()
        except (LfnkrError, OSError):
            self.pace.failed()

    def is_known(self, known: Known) -> bool:
        """Whether this is still what the files said when they were last looked at."""
        now = self.known
        return known.table is now.table and known.bad == now.bad and known.unreadable == now.unreadable

    def _refresh(self, progress: Progress | None) -> bool:
        moment = time.time_ns()
        unreadable: list[Problem] = []
        started = time.monotonic()
        with without_collection():
            listed = list(list_posts(self.folder, unreadable))
        seconds = time.monotonic() - started
        first = self.known is _NOTHING
        if self._generation < 0:
            self._load()
        self.pace.looked(sum(len(folder.names) for folder in listed), seconds)
        to_read, gone = self.known.files.differences(listed)
        if not to_read and not gone:
            same = self.known.unreadable == tuple(unreadable)
            self.known = replace(self.known, unreadable=tuple(unreadable))
            return first or not same
        files = self.known.files.updated(listed, set(to_read), moment)
        answers = self._read(to_read, progress)
        return self._take(answers, gone, files, tuple(unreadable)) or first

    def _read(self, names: list[str], progress: Progress | None) -> dict[str, Answer]:
        table = self.known.table
        places = _places(table.texts("name"), dict.fromkeys(names))
        known = table.take(np.array(list(places.values()), dtype=np.int64)).texts("hash")
        hashes = dict(zip(places, known, strict=True))
        jobs = [(name, hashes.get(name, "")) for name in sorted(names)]
        answers = read_files(self.folder, jobs, executor=self.executor, progress=progress)
        return {name: answer for (name, _), answer in zip(jobs, answers, strict=True)}

    def _take(
        self,
        answers: Mapping[str, Answer],
        gone: set[str],
        files: FileStates,
        unreadable: tuple[Problem, ...],
    ) -> bool:
        """Make what was read known, and remember it; returns whether anything is different."""
        bad, before = self.known.bad, self.known.unreadable
        changed = {n: said for n, said in answers.items() if said is not None and bad.get(n) != said}
        known = _changed(self.known, {**changed, **dict.fromkeys(gone)}, files)
        self.known = replace(known, unreadable=unreadable)
        if self.stored:
            self._save({**answers, **dict.fromkeys(gone)}, set(answers))
        return bool(changed or gone or before != unreadable)

    # --- on disk --------------------------------------------------------------------------------------

    def _load(self) -> None:
        """Take what the store knows; without one everything is new."""
        self._generation = 0
        if not self.stored:
            return
        try:
            with self._store() as connection, without_collection():
                found = _loaded(connection)
        except StoreUnavailableError:
            return
        if found is not None:
            self.known, self._generation, self._waiting = found

    def _store(self) -> Any:
        name = "index" if self.folder.name == "posts" else f"index-{self.folder.name}"
        return open_store(self.folder.parent, name, schema=_SCHEMA, version=_version())

    def _save(self, answers: Mapping[str, Answer], read: set[str]) -> None:
        """Write single changes where they are few, else every column; nothing where somebody else wrote since."""
        with suppress(StoreUnavailableError), self._store() as connection, transaction(connection):
            (generation,) = connection.execute("SELECT generation FROM state").fetchone()
            if generation != self._generation:
                self._generation = -1  # what the other wrote is as good as ours; it is read the next time
                return
            waiting = self._waiting + len(answers)
            if generation and waiting <= max(_FEW, len(self.known.table) // _PART):
                self._write_changes(connection, answers, read)
                self._waiting = waiting
            else:
                _write_all(connection, self.known)
                self._waiting = 0
            connection.execute("UPDATE state SET generation = generation + 1")
            self._generation = generation + 1

    def _write_changes(
        self, connection: sqlite3.Connection, answers: Mapping[str, Answer], read: set[str]
    ) -> None:
        entries = self.known.files.entries(read)
        for name, answer in answers.items():
            key = os.fsencode(name)
            # The same bytes as before may be a change themselves that was written already.
            kept = _written_answer(connection, key) if answer is None and name in read else answer
            data = json.dumps([entries.get(name), kept]).encode("ascii")
            connection.execute("INSERT OR REPLACE INTO change VALUES (?, ?, ?)", (key, data, _sum(key, data)))


def _written_answer(connection: sqlite3.Connection, key: bytes) -> Answer:
    found = _checked(connection.execute("SELECT name, data, sum FROM change WHERE name = ?", (key,)))
    answer: Answer = json.loads(found[key])[1] if key in found else None
    return answer


# --- making what is known --------------------------------------------------------------------------------


def _changed(known: Known, answers: Mapping[str, Answer], files: FileStates) -> Known:
    """What is known with some files read anew; a file whose answer is None is gone."""
    if not answers:
        return replace(known, files=files)
    rows = [answer for answer in answers.values() if answer is not None and len(answer) == len(COLUMNS)]
    fresh = Table.of(rows)
    places = _places(known.table.texts("name"), answers)
    if len(places) == len(rows) == len(answers) and _stand_where_they_stood(known.table, places, fresh):
        put = known.table.put(list(places.values()), fresh).settled()
        return replace(known, table=put, files=files)
    kept = np.delete(np.arange(len(known.table)), list(places.values()))
    table = known.table.take(kept).join(fresh) if len(kept) else fresh
    bad = {name: said for name, said in known.bad.items() if name not in answers}
    bad |= {name: said for name, said in answers.items() if said is not None and len(said) != len(COLUMNS)}
    return _ordered(table, bad, files)


def _places(names: list[str], wanted: Mapping[str, Any]) -> dict[str, int]:
    """The rows of the wanted names that have one, in the order in which they are wanted."""
    if len(wanted) > _FEW:
        known = {name: row for row, name in enumerate(names) if name in wanted}
    else:
        there = set(wanted).intersection(names)
        known = {name: names.index(name) for name in there}
    return {name: known[name] for name in wanted if name in known}


def _stand_where_they_stood(table: Table, places: Mapping[str, int], fresh: Table) -> bool:
    """Whether posts that were read anew say the same of all that decides the order and the keys."""
    before = table.take(np.array(list(places.values()), dtype=np.int64))
    return all(before.column(name).listed() == fresh.column(name).listed() for name in EVIDENCE)


def _ordered(table: Table, bad: Mapping[str, list[Any]], files: FileStates) -> Known:
    order = order_rows(table)
    rows = np.array(order.rows, dtype=np.int64)
    place = np.empty(len(rows), dtype=np.int64)
    place[rows] = np.arange(len(rows))
    return Known(
        table.take(rows).settled(),
        {int(place[row]): when for row, when in order.after.items()},
        tuple((int(place[row]), problem) for row, problem in order.problems),
        order.twins,
        bad,
        files,
    )


# --- reading and writing the store -----------------------------------------------------------------------


def _version() -> str:
    """What wrote a store: this version of the format and of every module that decides what a row says."""
    folder = Path(__file__).parent
    stats = [(folder / f"{name}.py").stat() for name in _READERS]
    written = "".join(f" {stat.st_size} {stat.st_mtime_ns}" for stat in stats)
    return f"{__version__} {FORMAT} {sys.byteorder}{written}"


def _sum(name: bytes, data: bytes) -> int:
    return crc32(data, crc32(name))


def _loaded(connection: sqlite3.Connection) -> tuple[Known, int, int] | None:
    """What a store knows, its generation and how many single changes it holds; None for a new one.

    Raises:
        DamagedError: Something in it does not fit.
    """
    connection.execute("BEGIN")  # one moment for all that is read
    (generation,) = connection.execute("SELECT generation FROM state").fetchone()
    pieces = _checked(connection.execute("SELECT CAST(name AS BLOB), data, sum FROM piece"))
    changes = _checked(connection.execute("SELECT name, data, sum FROM change"))
    connection.execute("COMMIT")
    if not generation:
        return None
    try:
        known = _unpacked({name.decode(): data for name, data in pieces.items()})
        if changes:
            known = _with_changes(
                known, {os.fsdecode(name): json.loads(data) for name, data in changes.items()}
            )
    except (KeyError, ValueError, TypeError) as error:
        raise DamagedError from error
    return known, generation, len(changes)


def _checked(rows: Iterable[tuple[bytes, bytes, int]]) -> dict[bytes, bytes]:
    found = {}
    for name, data, total in rows:
        if _sum(name, data) != total:
            raise DamagedError
        found[name] = data
    return found


def _unpacked(pieces: Mapping[str, bytes]) -> Known:
    order = json.loads(pieces["order"])
    return Known(
        Table.unpack(pieces, order["length"]),
        {row: parse_when(written) for row, written in order["after"]},
        tuple((row, Problem(*said)) for row, said in order["problems"]),
        frozenset(order["twins"]),
        json.loads(pieces["bad"]),
        FileStates.unpack(pieces),
    )


def _with_changes(known: Known, changes: Mapping[str, Any]) -> Known:
    files = known.files.with_entries({name: entry for name, (entry, _) in changes.items()})
    answers = {
        name: answer for name, (entry, answer) in changes.items() if answer is not None or entry is None
    }
    return _changed(known, answers, files)


def _write_all(connection: sqlite3.Connection, known: Known) -> None:
    order = {
        "length": len(known.table),
        "after": [[row, when.written] for row, when in known.after.items()],
        "problems": [
            [row, [p.message, p.hint, p.field, p.line, p.severity]] for row, p in known.order_problems
        ],
        "twins": sorted(known.twins),
    }
    pieces = {**known.table.pack(), **known.files.pack(), "order": _json(order), "bad": _json(known.bad)}
    connection.execute("DELETE FROM piece")
    connection.execute("DELETE FROM change")
    rows = ((name, data, _sum(name.encode(), data)) for name, data in pieces.items())
    connection.executemany("INSERT INTO piece VALUES (?, ?, ?)", rows)


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii")
