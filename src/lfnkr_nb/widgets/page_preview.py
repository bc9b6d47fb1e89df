"""The pages that a composer shows: asked for by messages, made in a child process, told when they are there."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lfnkr_nb.errors import LfnkrError
from lfnkr_nb.page_process import PageProcess

__all__ = ["PagePreview"]

Tell = Callable[[Mapping[str, Any], bytes], None]


class PagePreview:
    """One thread that talks with the child; of several wishes to show a briefing only the last counts.

    `tell(message, data)` hears, in this thread, messages of type `shown`, `checked`, `page` and `alike`; each but
    `alike` carries the `version` it is about.
    """

    def __init__(self, folder: Path, tell: Tell) -> None:
        self._child = PageProcess(folder)
        self._tell = tell
        self._wake = threading.Condition()
        self._wanted: dict[str, Any] | None = None
        self._small: deque[dict[str, Any]] = deque()
        self._version = 0
        self._closed = False
        self._thread: threading.Thread | None = None

    def prepare(self) -> None:
        """Start the child, which takes a second, before anything is asked of it."""
        with self._wake:
            self._small.append({"ask": "check"})
            self._go()

    def show(self, text: str, path: Path | None, version: int) -> None:
        """Ask for the pages of a recipe, in place of any that were asked for and not begun."""
        with self._wake:
            self._wanted = {
                "ask": "show",
                "text": text,
                "path": str(path) if path else "",
                "version": version,
            }
            self._go()

    def page(self, number: int, width: int, version: int) -> None:
        """Ask for the picture of a page; nothing comes when other pages were made meanwhile."""
        with self._wake:
            self._small.append({"ask": "page", "number": number, "width": width, "version": version})
            self._go()

    def look_alikes(self) -> None:
        """Ask for the look-alikes of the briefing that is shown."""
        with self._wake:
            self._small.append({"ask": "look_alikes"})
            self._go()

    def close(self) -> None:
        """Give everything up and end the child."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._child.close()

    def _go(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="lfnkr-pages", daemon=True)
            self._thread.start()
        self._wake.notify()

    # --- in the thread --------------------------------------------------------------------------------

    def _run(self) -> None:
        while (job := self._next()) is not None:
            try:
                self._do(job)
            except LfnkrError as error:
                said = {"message": error.message, "hint": error.hint, "where": ""}
                self._tell({"type": "shown", "version": job.get("version", 0), "error": said}, b"")

    def _next(self) -> dict[str, Any] | None:
        """The next thing to do: a briefing before pictures of pages; None at the end."""
        with self._wake:
            self._wake.wait_for(lambda: self._closed or self._wanted or self._small)
            if self._closed:
                return None
            job, self._wanted = (
                (self._wanted, None) if self._wanted else (self._small.popleft(), self._wanted)
            )
            return job

    def _do(self, job: dict[str, Any]) -> None:
        match job["ask"]:
            case "show":
                self._show(job)
            case "page":
                if job["version"] == self._version:
                    _, data = self._child.ask(job)
                    self._tell({"type": "page", "version": job["version"], "number": job["number"]}, data)
            case "check":
                self._child.ask(job)
            case "look_alikes":
                answer, _ = self._child.ask(job)
                self._tell({"type": "alike", **answer}, b"")

    def _show(self, job: dict[str, Any]) -> None:
        answer, _ = self._child.ask(job)
        if "error" not in answer:
            self._version = job["version"]
        self._tell({"type": "shown", "version": job["version"], **answer}, b"")
        with self._wake:
            superseded = self._wanted is not None
        if not superseded and "error" not in answer:
            checked, _ = self._child.ask({"ask": "check"})
            self._tell({"type": "checked", "version": job["version"], **checked}, b"")
