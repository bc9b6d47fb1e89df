"""Writing files so that no crash, second editor or full disk can spoil one.

A file is written beside its place under a temporary name, forced to disk and moved into place in one step,
so a reader finds the old file or the new one, never a half. `replace_text` also compares what was read with
what is on disk while it holds a lock, so two writers cannot overwrite each other.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from lfnkr_nb.errors import ConflictError, UnsafeFileError

__all__ = [
    "MAX_POST_BYTES",
    "TEMP_PREFIX",
    "content_hash",
    "fresh_temp",
    "fresh_temp_folder",
    "lock",
    "naming",
    "read_bytes",
    "remove_leftover_folders",
    "remove_leftovers",
    "replace_text",
    "unlock_folder",
    "write_atomically",
    "writes",
]

#: Name prefix of every temporary file: git-ignored, never loaded as a post, removed when its writer is gone.
TEMP_PREFIX = ".lfnkr-tmp-"
_LOCK_NAME = f"{TEMP_PREFIX}lock"
#: Seconds in which a temporary folder that was made certainly has its lock, or has been moved.
_AT_ONCE = 60

#: No post comes near this size; a larger file is a mistake and would only slow everything down.
MAX_POST_BYTES = 8 * 1024 * 1024

_OPEN_SAFELY = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)


_CHANGED = (
    "The file changed on disk since it was opened",
    "Compare both versions and save again, or run the command again; nothing was overwritten.",
)
_EXISTS = (
    "The file exists already",
    "Open that one, or choose another title or name; nothing was overwritten.",
)
_written = [0]


def read_bytes(path: Path, *, limit: int = MAX_POST_BYTES) -> bytes:
    """The bytes of a regular file.

    Links are not followed and FIFOs and devices are never opened for waiting.

    Raises:
        UnsafeFileError: The file is a symbolic link, not a regular file, unreadable or over `limit` bytes.
    """
    try:
        data = _bytes_of(path, limit)
    except FileNotFoundError as error:
        raise _unsafe(path, "There is no such file", _nearest(path)) from error
    except OSError as error:
        raise _unsafe(
            path, f"The file cannot be read ({error.strerror})", "Check its permissions."
        ) from error
    if len(data) > limit:
        raise _unsafe(path, f"The file is larger than {limit:,} bytes", "Split it into several posts.")
    return data


def _nearest(path: Path) -> str:
    """The files beside a missing one that are called nearly so."""
    from difflib import get_close_matches  # noqa: PLC0415 - only when a file is missing

    try:
        beside = sorted(beside.name for beside in path.parent.iterdir() if not beside.name.startswith("."))
    except OSError:
        return "Check the folder and the name."
    close = get_close_matches(path.name, beside, n=3)
    return f"Did you mean {' or '.join(close)}?" if close else "Check the folder and the name."


def _bytes_of(path: Path, limit: int) -> bytes:
    """The bytes of a regular file; of one that is larger than `limit` more than that."""
    mode = os.lstat(path).st_mode
    if stat.S_ISDIR(mode):
        raise _unsafe(path, "This is a folder", "Name a file in it.")
    if not stat.S_ISREG(mode):
        raise _unsafe(path, "This is not an ordinary file", "Put a real file in its place or remove it.")
    handle = os.open(path, _OPEN_SAFELY)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise _unsafe(path, "This is not an ordinary file", "Put a real file in its place or remove it.")
        return _read_up_to(handle, limit + 1, found.st_size)
    finally:
        os.close(handle)


def _read_up_to(handle: int, limit: int, expected: int) -> bytes:
    """The bytes of an open file, at most `limit`; most often all of it comes at once."""
    data = os.read(handle, min(expected + 1, limit))
    while len(data) != expected and len(data) < limit:  # it has changed, or does not tell its size
        more = os.read(handle, limit - len(data))
        if not more:
            break
        data += more
    return data


def content_hash(data: bytes) -> str:
    """What files with the same bytes have in common, in 32 hexadecimal digits.

    It stays inside: who guesses a text can prove it by its hash.
    """
    return sha256(data).hexdigest()[:32]


def writes() -> int:
    """How many files this process has written; an open archive looks at its folder when the number changed."""
    return _written[0]


def _unsafe(path: Path, message: str, hint: str) -> UnsafeFileError:
    return UnsafeFileError(message, hint=hint, path=path)


def write_atomically(path: Path, data: bytes, *, private: bool = False) -> None:
    """Put `data` in the place of `path` in one step; its folder is made when missing.

    The mode of a file that was there stays; a new file that is `private` is its owner's alone, at no moment
    anybody else's. On any failure the old file is untouched and nothing is left over.
    """
    path.parent.mkdir(mode=0o700 if private else 0o777, parents=True, exist_ok=True)
    with naming(path), fresh_temp(path, private=private) as temporary:
        _write_through(temporary, data)
        with suppress(OSError):
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        temporary.replace(path)
    _sync_folder(path.parent)
    _written[0] += 1


@contextmanager
def naming(path: Path | str) -> Iterator[None]:
    """Let an error of a temporary file be that of the file which was asked for."""
    try:
        yield
    except OSError as error:
        if TEMP_PREFIX not in str(error.filename):
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


@contextmanager
def fresh_temp(path: Path, *, private: bool = False) -> Iterator[Path]:
    """A new, empty, locked temporary file beside `path`; removed at the end unless it was moved away.

    The lock tells `remove_leftovers` that its writer is alive.
    """
    temporary = path.parent / f"{TEMP_PREFIX}{token_hex(8)}{path.suffix}"
    handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600 if private else 0o666)
    try:
        lock(handle, wait=True)
        yield temporary
    finally:
        os.close(handle)
        temporary.unlink(missing_ok=True)


@contextmanager
def fresh_temp_folder(path: Path) -> Iterator[Path]:
    """A new temporary folder beside `path`, its owner's alone; removed with all in it at the end unless it was moved.

    While its writer is alive a locked file in it tells `remove_leftover_folders` so; `unlock_folder` takes it away.
    """
    temporary = path.parent / f"{TEMP_PREFIX}{token_hex(8)}"
    temporary.mkdir(mode=0o700)
    handle = os.open(temporary / _LOCK_NAME, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        lock(handle, wait=True)
        _held[temporary] = handle
        yield temporary
    finally:
        unlock_folder(temporary)
        shutil.rmtree(temporary, ignore_errors=True)


_held: dict[Path, int] = {}


def unlock_folder(temporary: Path) -> None:
    """Take the lock out of a temporary folder, so that it can be moved into its place."""
    handle = _held.pop(temporary, None)
    if handle is not None:
        os.close(handle)
        (temporary / _LOCK_NAME).unlink(missing_ok=True)


def remove_leftover_folders(folder: Path) -> list[Path]:
    """Remove temporary folders in `folder` whose writer is gone; returns what was removed."""
    removed = []
    for path in sorted(folder.glob(f"{TEMP_PREFIX}*/")):
        with suppress(OSError):
            if not path.is_symlink() and _is_left(path):
                shutil.rmtree(path)
                removed.append(path)
    return removed


def _is_left(temporary: Path) -> bool:
    """Whether nobody writes into a temporary folder; one without a lock may have been made this moment."""
    try:
        handle = os.open(temporary / _LOCK_NAME, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return time.time() - temporary.stat().st_mtime > _AT_ONCE
    try:
        lock(handle, wait=False)
    finally:
        os.close(handle)
    return True


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder; there the rename itself is journalled.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def replace_text(path: Path, text: str, *, loaded: bytes | None, private: bool = False) -> None:
    """Write `text` as UTF-8 to `path` if the file still holds the bytes that were `loaded`.

    Args:
        path: The file.
        text: Its new text, written exactly as it is.
        loaded: The bytes the edit started from; None for a file that must not exist yet.
        private: Whether a new file is its owner's alone.

    Raises:
        ConflictError: The file on disk is another one by now; nothing was written.
        UnsafeFileError: The file has become a link, device or unreadable, or the text is too large or no UTF-8.
    """
    data = _encoded(path, text)
    path.parent.mkdir(mode=0o700 if private else 0o777, parents=True, exist_ok=True)
    with _folder_lock(path.parent):
        present = read_bytes(path) if os.path.lexists(path) else None
        if present != loaded:
            message, hint = _CHANGED if loaded is not None else _EXISTS
            raise ConflictError(
                message,
                hint=hint,
                path=path,
                ours=text,
                theirs=(present or b"").decode("utf-8", "replace"),
            )
        if loaded != data:
            write_atomically(path, data, private=private)


def _encoded(path: Path, text: str) -> bytes:
    """A text as bytes that `read_bytes` will read again."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        hint = "Type the character itself; nothing was written."
        raise UnsafeFileError("The text holds half a character", hint=hint, path=path, line=line) from error
    if len(data) > MAX_POST_BYTES:
        raise _unsafe(
            path, f"The text is larger than {MAX_POST_BYTES:,} bytes", "Split it; nothing was written."
        )
    return data


def remove_leftovers(folder: Path) -> list[Path]:
    """Remove temporary files below `folder` whose writer is gone; returns what was removed.

    Each of them is an unredacted copy of a post, so none may stay behind.
    """
    removed = []
    for path in sorted(folder.rglob(f"{TEMP_PREFIX}*")):
        with suppress(OSError):
            handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            try:
                lock(handle, wait=False)
            finally:
                os.close(handle)
            path.unlink()
            removed.append(path)
    return removed


if sys.platform == "win32":
    import msvcrt

    def lock(handle: int, *, wait: bool) -> None:
        """Lock an open file; OSError when another holds it and we do not `wait`."""
        msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

    @contextmanager
    def _folder_lock(folder: Path) -> Iterator[None]:
        # A folder cannot be locked on Windows; a file of a fixed name in it stands for the folder.
        handle = os.open(folder / f"{TEMP_PREFIX}lock", os.O_CREAT | os.O_RDWR)
        try:
            lock(handle, wait=True)
            yield
        finally:
            os.close(handle)

else:
    import fcntl

    def lock(handle: int, *, wait: bool) -> None:
        """Lock an open file or folder; OSError when another holds it and we do not `wait`."""
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)

    @contextmanager
    def _folder_lock(folder: Path) -> Iterator[None]:
        handle = os.open(folder, os.O_RDONLY)
        try:
            lock(handle, wait=True)
            yield
        finally:
            os.close(handle)
