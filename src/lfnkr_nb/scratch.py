"""Private folders in the system's temporary place, which go even when their maker is killed.

What is put together there holds the text of a briefing. A folder is locked as long as its maker lives; the
next start removes every folder of this user whose maker is gone.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Self

from lfnkr_nb.saving import lock

__all__ = ["ScratchFolder", "remove_stale_folders"]

#: How the name of each such folder begins.
PREFIX: Final = "lfnkr-tmp-"
#: Windows cannot lock a folder; there a file of this name in it is locked.
_LOCK_FILE: Final = ".lock"
_IS_WINDOWS: Final = os.name == "nt"


class ScratchFolder:
    """A fresh folder that only this user can enter; `close` or the end of a `with` block removes it.

    Attributes:
        path: Where it is.
    """

    def __init__(self) -> None:
        self.path, handle = _made()
        self._remove = weakref.finalize(self, _remove, self.path, handle, os.getpid())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder with everything in it; a second time does nothing."""
        self._remove()


def _remove(path: Path, handle: int, maker: int) -> None:
    if os.getpid() != maker:  # a forked child has a copy of the object, but the folder is its parent's
        return
    if _IS_WINDOWS:  # an open file cannot be removed there
        os.close(handle)
    shutil.rmtree(path, ignore_errors=True)
    if not _IS_WINDOWS:
        os.close(handle)


def _made() -> tuple[Path, int]:
    """A fresh folder and the handle that holds its lock."""
    while True:
        path = Path(tempfile.mkdtemp(prefix=PREFIX))
        try:
            handle = _opened(path)
        except FileNotFoundError:  # another start took it for a stale one before it was locked
            continue
        lock(handle, wait=True)
        # Between making and locking it looked stale, so another start may have removed it.
        with suppress(OSError):
            if _IS_WINDOWS or path.stat().st_ino == os.fstat(handle).st_ino:
                return path, handle
        os.close(handle)


def _opened(path: Path) -> int:
    """A handle of the folder that can be locked."""
    if _IS_WINDOWS:
        return os.open(path / _LOCK_FILE, os.O_CREAT | os.O_RDWR)
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)


def remove_stale_folders() -> list[Path]:
    """Remove this user's scratch folders whose maker is gone; returns what was removed.

    Only real folders that belong to this user are touched, never links and never those of other users; what
    cannot be removed stays for the next time.
    """
    removed = []
    with suppress(OSError):
        for path in sorted(Path(tempfile.gettempdir()).glob(f"{PREFIX}*")):
            with suppress(OSError), _if_stale(path):
                shutil.rmtree(path)
                removed.append(path)
    return removed


@contextmanager
def _if_stale(path: Path) -> Iterator[None]:
    """Hold the lock of a folder of ours while it is removed.

    Raises:
        OSError: It is no folder of ours, or its maker lives.
    """
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode) or (not _IS_WINDOWS and status.st_uid != os.getuid()):
        raise PermissionError(path)
    handle = _opened(path)
    try:
        lock(handle, wait=False)
        if _IS_WINDOWS:
            os.close(handle)
        yield
    finally:
        if not _IS_WINDOWS:
            os.close(handle)
