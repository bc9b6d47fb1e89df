"""Write files so that a crash leaves the old file or the new one, never half of either."""

# Thousands of files pass through here, and pathlib costs a tenth of an import.
# ruff: noqa: PTH103, PTH108, PTH110, PTH118, PTH119, PTH120, PTH105

from __future__ import annotations

import contextlib
import ctypes
import difflib
import os
import shutil
import sys
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from lfnkr_nb.saving import lock, naming
from lfnkr_nb.wordpress.digest import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

__all__ = ["TEMP_PREFIX", "Outcome", "Staging", "remove_leftovers", "settle", "write_atomic"]

#: Prefix of temporary files in the whole project; git ignores it, the archive never loads it.
TEMP_PREFIX: Final = ".lfnkr-tmp-"
_NUMBERS: Final = count()
_DIFF_LINES: Final = 60
#: Up to this many files are synced one by one.
_FEW: Final = 4


class Outcome(NamedTuple):
    """What happened to one file.

    Attributes:
        action: `written`, `updated`, `unchanged`, `kept` (edited here, same there), `restored` (was missing
            here) or `conflict` (edited here and changed there).
        written: Fingerprint to remember; that of the last bytes we wrote.
        diff: For a conflict, what the export would change in the file, as a unified diff.
    """

    action: str
    written: str
    diff: str = ""


def write_atomic(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write beside, sync, and put in place of the file; `data` may come in pieces."""
    with Staging() as staging:
        staging.stage(path, data)


class Staging:
    """Files written beside their places; at the end of the `with` block they are synced and put there.

    One sync for many files is what makes an import of thousands fast. When the block fails, nothing is put
    in place and nothing stays behind.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[str, str | Path, int]] = []

    def __enter__(self) -> Staging:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            if kind is None:
                _sync([handle for _, _, handle in waiting])
        finally:
            for temporary, path, handle in waiting:
                os.close(handle)
                if kind is None:
                    with naming(path):
                        os.replace(temporary, path)
                else:
                    with contextlib.suppress(FileNotFoundError):
                        os.unlink(temporary)

    def stage(self, path: str | Path, data: bytes | Iterable[bytes]) -> None:
        """Write a file beside its place."""
        folder = os.path.dirname(path)
        temporary = os.path.join(folder, f"{TEMP_PREFIX}{os.getpid()}-{next(_NUMBERS)}")
        flags = (
            os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        )
        with naming(path):
            try:
                handle = os.open(temporary, flags, 0o644)
            except FileNotFoundError:
                os.makedirs(folder, exist_ok=True)
                handle = os.open(temporary, flags, 0o644)
        lock(handle, wait=True)  # tells other commands that its writer is alive, so that none removes it
        self._waiting.append((temporary, path, handle))
        for piece in (data,) if isinstance(data, bytes) else data:
            view = memoryview(piece)
            while view:
                view = view[os.write(handle, view) :]


@cache
def _syncfs() -> Callable[[int], int] | None:
    """Linux's `syncfs`, which syncs a whole file system at once; None elsewhere."""
    function = getattr(ctypes.CDLL(None), "syncfs", None) if sys.platform == "linux" else None
    return cast("Callable[[int], int] | None", function)


def _sync(handles: list[int]) -> None:
    """Bring files to the disk; one by one where there are few or the system cannot do better."""
    together = _syncfs() if len(handles) > _FEW else None
    if together is None or together(handles[0]) != 0:
        for handle in handles:
            os.fsync(handle)


def remove_leftovers(folder: Path) -> int:
    """Remove temporary files and folders that a killed import left below a folder; how many there were."""
    leftovers = list(folder.rglob(f"{TEMP_PREFIX}*")) if folder.is_dir() else []
    for leftover in leftovers:
        if leftover.is_dir() and not leftover.is_symlink():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)
    return len(leftovers)


def settle(path: str | Path, data: bytes, *, known: str, unchanged: bool, staging: Staging | None) -> Outcome:
    """Bring one file up to date without ever overwriting an edit.

    Args:
        path: The post's file.
        data: What the export says it should hold.
        known: Fingerprint of what an earlier import wrote there; empty when none did.
        unchanged: The item is the same as in the earlier export.
        staging: Where to write; None to say what would happen and write nothing.
    """
    new = digest(data)
    there = Path(path).read_bytes() if os.path.exists(path) else None
    if there is None:
        if staging is not None:
            staging.stage(path, data)
        return Outcome("restored" if known else "written", new)
    if there == data:
        return Outcome("unchanged", new)
    if known and digest(there) == known:
        if staging is not None:
            staging.stage(path, data)
        return Outcome("updated", new)
    if known and (new == known or unchanged):
        return Outcome("kept", known)
    return Outcome("conflict", known, _diff(there, data, os.path.basename(path)))


def _diff(there: bytes, data: bytes, name: str) -> str:
    lines = difflib.unified_diff(
        there.decode("utf-8", "replace").splitlines(),
        data.decode("utf-8", "replace").splitlines(),
        f"{name} (here)",
        f"{name} (in the export)",
        lineterm="",
        n=1,
    )
    listed = list(lines)
    more = [f"… {len(listed) - _DIFF_LINES} more lines"] if len(listed) > _DIFF_LINES else []
    return "\n".join(listed[:_DIFF_LINES] + more)
