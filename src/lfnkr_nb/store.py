"""Small SQLite files beside an archive that remember what was worked out, and may be thrown away at any time.

A store is never needed: where it cannot be opened, read or written, the work is done again. What looks
damaged, or was written by another version, is removed and begun anew. A store holds titles and texts of posts
that are not public, so only its owner may read it.
"""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

__all__ = ["DamagedError", "StoreUnavailableError", "open_store", "store_folder", "transaction"]

#: Codes of SQLite that say nothing of the file itself: it is locked, full, out of reach or not ours to write.
_OUT_OF_REACH: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_PROTOCOL,
    }
)
#: File systems on which SQLite's locks cannot be relied upon, by the beginning of their name in Linux's mountinfo.
_REMOTE: Final = ("nfs", "cifs", "smb", "afs", "9p", "ceph", "fuse.sshfs", "fuse.rclone", "davfs", "ncpfs")
#: What SQLite's module raises; over a damaged file also that its own message is no UTF-8.
_ERRORS: Final = (sqlite3.Error, UnicodeDecodeError)
_WAIT_SECONDS: Final = 5.0
_PREFIXES: Final = ("", "-journal", "-wal", "-shm")


class StoreUnavailableError(Exception):
    """The store cannot be used now; whoever asked works without it. It never reaches a user."""


class DamagedError(Exception):
    """What stands in a store does not fit; raised inside `open_store` it removes the store."""


@contextmanager
def open_store(root: Path, name: str, *, schema: str, version: str) -> Iterator[sqlite3.Connection]:
    """A connection to the store of that name, in autocommit mode; closed at the end.

    A store that is missing, damaged or of another version is made anew. When an error of SQLite, or a
    `DamagedError` of whoever reads from it, says inside the block that its contents are damaged, it is removed.

    Args:
        root: The archive's root.
        name: Name of the file, without its suffix.
        schema: The statements that make its tables.
        version: What wrote it; another version cannot read it.

    Raises:
        StoreUnavailableError: It cannot be used, now or here; also when it was removed as damaged.
    """
    path = store_folder(root) / f"{name}.sqlite"
    try:
        connection = _connect(path, schema, version)
    except (*_ERRORS, OSError) as error:  # also that the folder or the file is not ours to read or write
        raise StoreUnavailableError(path) from error
    try:
        yield connection
    except _ERRORS as error:
        connection.close()
        if not _is_out_of_reach(error):
            _remove(path)
        raise StoreUnavailableError(path) from error
    except DamagedError as error:
        connection.close()
        _remove(path)
        raise StoreUnavailableError(path) from error
    finally:
        connection.close()


def _connect(path: Path, schema: str, version: str) -> sqlite3.Connection:
    for last in (False, True):
        _make_file(path)
        connection = sqlite3.connect(
            path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection, schema, version)
        except _ERRORS as error:
            connection.close()
            if last or _is_out_of_reach(error):
                raise
            _remove(path)
        else:
            return connection
    raise StoreUnavailableError(path)


def _prepare(connection: sqlite3.Connection, schema: str, version: str) -> None:
    """Check that the store is one of this version; make its tables where it is new."""
    # A lost write costs a reading, never a post, so nothing waits for the disk.
    connection.execute("PRAGMA synchronous = OFF")
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
        with transaction(connection):
            if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
                connection.execute("CREATE TABLE written_by (version TEXT NOT NULL)")
                connection.execute("INSERT INTO written_by VALUES (?)", (version,))
                for statement in filter(str.strip, schema.split(";")):
                    connection.execute(statement)
    if connection.execute("SELECT version FROM written_by").fetchall() != [(version,)]:
        raise sqlite3.DatabaseError("written by another version")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; others may read meanwhile, nobody else writes."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _is_out_of_reach(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and (code & 0xFF) in _OUT_OF_REACH


def _make_file(path: Path) -> None:
    """An empty file that only its owner may read, in a folder that git ignores; never through a link."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if stat.S_ISLNK(os.lstat(path.parent).st_mode):
            raise StoreUnavailableError(path)
        with suppress(FileExistsError), (path.parent / ".gitignore").open("x", encoding="utf-8") as ignored:
            ignored.write("*\n")
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        if not path.is_file():
            raise StoreUnavailableError(path) from error
    for suffix in _PREFIXES:
        beside = path.with_name(path.name + suffix)
        if os.path.lexists(beside) and not stat.S_ISREG(os.lstat(beside).st_mode):
            _remove_one(beside)  # SQLite would follow a link, and wait for ever at a FIFO
    if not os.path.lexists(path):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _remove(path: Path) -> None:
    for suffix in _PREFIXES:
        with suppress(OSError, StoreUnavailableError):
            _remove_one(path.with_name(path.name + suffix))


def _remove_one(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:  # a folder, or not ours to remove
        raise StoreUnavailableError(path) from error


def store_folder(root: Path) -> Path:
    """The folder of an archive's stores: `.lfnkr` in its root, or the user's cache folder for a root on a network."""
    if not _is_remote(root):
        return root / ".lfnkr"
    return _user_cache() / "lfnkr-nb" / blake2b(os.fsencode(root), digest_size=8).hexdigest()


def _user_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


@lru_cache(maxsize=64)  # each search opens a store, and a folder does not move to a network meanwhile
def _is_remote(folder: Path) -> bool:
    """Whether a folder lies on a network, as far as the system tells."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only for this question

        drive_remote = 4  # DRIVE_REMOTE of GetDriveTypeW (Microsoft: fileapi.h)
        return (
            str(folder).startswith("\\\\")
            or ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == drive_remote
        )
    try:
        lines = (
            Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        )
    except OSError:
        return False
    return _system_of(os.path.realpath(folder), lines).startswith(_REMOTE)


def _system_of(folder: str, lines: list[str]) -> str:
    """The type of the file system of a folder, from the lines of Linux's mountinfo (proc_pid_mountinfo(5))."""
    found, longest = "", -1
    for line in lines:
        mounted, _, system = line.partition(" - ")
        place = re.sub(r"\\([0-7]{3})", _character, mounted.split(" ")[4]).rstrip("/")
        if len(place) >= longest and (folder == place or folder.startswith(f"{place}/")):
            found, longest = system.split(" ")[0], len(place)
    return found


def _character(octal: re.Match[str]) -> str:
    return chr(int(octal[1], 8))
