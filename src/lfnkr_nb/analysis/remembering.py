"""Readings of the posts of an archive, each made once: in memory and, beside the index, on disk.

A reading is known by the bytes of its file and by what an undated post is known to be later than. So an unchanged
post is neither read nor analysed again, not even by the next process. What is remembered may be thrown away at any
time; it holds sentences of posts that are not public, and only its owner may read it (see `store.py`).
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import astuple
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lfnkr_nb import __version__
from lfnkr_nb.analysis.reading import Claim, DateMention, Reading, read_post
from lfnkr_nb.errors import PostError
from lfnkr_nb.saving import content_hash
from lfnkr_nb.store import DamagedError, StoreUnavailableError, open_store, transaction

if TYPE_CHECKING:
    import sqlite3

    from lfnkr_nb.holdings import Holdings

__all__ = ["forget_readings", "readings_of_rows"]

#: Readings that stay in memory.
_KEPT: Final = 50_000
#: So many readings are looked up one by one; for more the whole store is read.
_MANY: Final = 200
_SCHEMA: Final = "CREATE TABLE reading (key TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID"
_known: OrderedDict[str, Reading] = OrderedDict()


def readings_of_rows(holdings: Holdings, rows: list[int], *, stored: bool) -> list[tuple[str, Reading]]:
    """Key and reading of the posts of some rows, in their order; a post whose file went bad is left out.

    Args:
        holdings: What the archive holds.
        rows: Rows of its table.
        stored: Whether to remember on disk what was read.
    """
    names = _names(holdings, rows)
    if stored:
        _recall(holdings.folder, names)
    fresh = _read_missing(holdings, names)
    if fresh and stored:
        _remember(holdings, fresh)
    found = ((holdings.keys[row], _known.get(name)) for row, name in names.items())
    readings = [(key, reading) for key, reading in found if reading is not None]
    while len(_known) > _KEPT:
        _known.popitem(last=False)
    return readings


def forget_readings() -> None:
    """Let every post be read anew in this process; what is on disk stays."""
    _known.clear()


def _names(holdings: Holdings, rows: list[int]) -> dict[int, str]:
    """The name of each row's reading: the hash of its bytes, and its bound where it is undated."""
    hashes, dates, after = holdings.table.texts("hash"), holdings.table.texts("date"), holdings.known.after
    return {
        row: f"{hashes[row]} {after[row].written if row in after and not dates[row] else ''}" for row in rows
    }


def _read_missing(holdings: Holdings, names: Mapping[int, str]) -> dict[str, Reading]:
    """What was read now and may be remembered: not of a file that changed since the archive looked at it."""
    fresh: dict[str, Reading] = {}
    for row, name in names.items():
        if name in _known:
            continue
        with suppress(PostError):
            post = holdings.post(row)
            _known[name] = read_post(post, holdings.known.after.get(row))
            if name.startswith(content_hash(post.loaded or b"")):
                fresh[name] = _known[name]
    return fresh


# --- on disk --------------------------------------------------------------------------------------------


@contextmanager
def _store(folder: Path) -> Iterator[sqlite3.Connection]:
    name = "readings" if folder.name == "posts" else f"readings-{folder.name}"
    with open_store(folder.parent, name, schema=_SCHEMA, version=_version()) as connection:
        yield connection


def _version() -> str:
    """What wrote a store: every module that decides what is read out of a post."""
    package = Path(__file__).parent.parent
    modules = sorted([*package.glob("analysis/*.py"), *package.glob("document/*.py"), package / "post.py"])
    stats = " ".join(f"{path.stat().st_size} {path.stat().st_mtime_ns}" for path in modules)
    return f"{__version__} {blake2b(stats.encode(), digest_size=16).hexdigest()}"


def _recall(folder: Path, names: Mapping[int, str]) -> None:
    """Take over what is on disk; nothing where it cannot be used."""
    missing = [name for name in names.values() if name not in _known]
    if not missing:
        return
    with suppress(StoreUnavailableError), _store(folder) as connection:
        for name, data in _rows(connection, missing):
            _known[name] = _loaded(data)


def _rows(connection: sqlite3.Connection, names: list[str]) -> Iterator[tuple[str, str]]:
    wanted = set(names)
    if len(wanted) > _MANY:
        yield from (row for row in connection.execute("SELECT key, data FROM reading") if row[0] in wanted)
        return
    for name in names:
        yield from connection.execute("SELECT key, data FROM reading WHERE key = ?", (name,))


def _loaded(data: str) -> Reading:
    """A reading as it was remembered.

    Raises:
        DamagedError: It is none.
    """
    try:
        claims, dates = json.loads(data)
        return Reading(tuple(Claim(*claim) for claim in claims), tuple(DateMention(*date) for date in dates))
    except (TypeError, ValueError) as error:
        raise DamagedError from error


def _remember(holdings: Holdings, fresh: Mapping[str, Reading]) -> None:
    """Write what was read; what belongs to no post any more is removed when it is half of all."""
    rows = [(name, json.dumps(astuple(reading), ensure_ascii=False)) for name, reading in fresh.items()]
    with suppress(StoreUnavailableError), _store(holdings.folder) as connection, transaction(connection):
        connection.executemany("INSERT OR REPLACE INTO reading VALUES (?, ?)", rows)
        (count,) = connection.execute("SELECT count(*) FROM reading").fetchone()
        if count > 2 * len(holdings) + _MANY:
            kept = set(_names(holdings, list(range(len(holdings)))).values())
            gone = [(key,) for (key,) in connection.execute("SELECT key FROM reading") if key not in kept]
            connection.executemany("DELETE FROM reading WHERE key = ?", gone)
