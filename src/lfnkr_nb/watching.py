"""Watching an open archive: somebody is told, in a thread, soon after files changed on disk.

With the extra `watch` the system tells of changes (watchfiles); without it the folder is looked at every
second, or less often where a look takes long.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from importlib import import_module
from threading import Event, Thread, get_ident
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.errors import ArchiveError

if TYPE_CHECKING:
    from types import TracebackType

    from lfnkr_nb.archive import Archive

__all__ = ["Watch"]

#: Seconds between two looks, and at least so many times what a look takes.
_EVERY: Final = 1.0
_REST: Final = 20
#: Changes within so many milliseconds are told together; an editor's save is several.
_TOGETHER: Final = 50


class Watch:
    """A thread that follows an archive's folder until it is stopped; also a context manager.

    What it is given is called in that thread, with the archive, after it took in what changed.
    """

    def __init__(self, archive: Archive, on_change: Callable[[Archive], Any]) -> None:
        self._archive = archive
        self._on_change = on_change
        self._seen = archive.moment
        self._ended = Event()
        self._ready = Event()
        self._thread = Thread(target=self._run, name="lfnkr-watch", daemon=True)
        self._thread.start()
        self._ready.wait(timeout=5)

    def stop(self) -> None:
        """End the watch; nothing is called any more when this returns, unless it is called from within."""
        self._ended.set()
        if self._thread.ident != get_ident():
            self._thread.join()

    def __enter__(self) -> Watch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        for _ in self._signals():
            if self._ended.is_set():
                return
            try:
                self._archive.refresh()
            except ArchiveError:
                continue  # the folder is gone, perhaps for a moment; all stays as it was
            if self._archive.moment is not self._seen:
                self._seen = self._archive.moment
                self._on_change(self._archive)

    def _signals(self) -> Iterator[None]:
        """Comes when it is time to look."""
        yield None  # what changed before the watch began
        try:
            watchfiles: Any = import_module("watchfiles")
        except ImportError:
            yield from self._looks()
            return
        self._ready.set()
        folder = self._archive.folder
        options = {
            "stop_event": self._ended,
            "debounce": 4 * _TOGETHER,
            "step": _TOGETHER,
            "rust_timeout": 200,
        }
        for _ in watchfiles.watch(folder, raise_interrupt=False, **options):
            yield None

    def _looks(self) -> Iterator[None]:
        self._ready.set()
        wait = _EVERY
        while not self._ended.wait(wait):
            started = time.monotonic()
            yield None
            wait = max(_EVERY, _REST * (time.monotonic() - started))
