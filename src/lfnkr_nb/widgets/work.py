"""Long work in a thread of its own, so that the kernel stays responsive: progress, cancel, a readable end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Final, Literal, Self

from lfnkr_nb.errors import LfnkrError

__all__ = ["Work"]

Progress = Callable[[int, int | None], None]
State = Literal["running", "done", "cancelled", "failed"]

#: Seconds between two reports of progress: more would only fill the connection.
_EVERY: Final = 0.1


class _Cancelled(Exception):  # noqa: N818 - it is no error: somebody asked for it
    """Raised inside the work at its next step of progress."""


class Work:
    """One piece of long work.

    Attributes:
        what: Key of the catalogue that says what is being done.
        state: `running`, `done`, `cancelled` or `failed`.
        result: What the work returned.
        message, hint: Why it failed, and what to do next.
    """

    def __init__(self, what: str, job: Callable[[Progress], Any], *, tell: Callable[[Work], None]) -> None:
        self.what = what
        self.state: State = "running"
        self.result: Any = None
        self.message = ""
        self.hint = ""
        self.done = 0
        self.total: int | None = None
        self._job = job
        self._tell = tell
        self._stop = threading.Event()
        self._said = 0.0
        self._thread = threading.Thread(target=self._run, name=f"lfnkr-{what}", daemon=True)

    def start(self) -> Self:
        """Begin; returns itself."""
        self._tell(self)
        self._thread.start()
        return self

    def cancel(self) -> None:
        """Ask the work to stop; it does at its next step, and leaves nothing half-done."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> State:
        """Wait for its end, at most so many seconds; returns its state."""
        self._thread.join(seconds)
        return self.state

    @property
    def told(self) -> dict[str, Any]:
        """What the page is told of it."""
        result = self.result if isinstance(self.result, dict) else {}
        return {
            "what": self.what, "state": self.state, "done": self.done, "total": self.total,
            "message": self.message, "hint": self.hint, "result": result,
        }  # fmt: skip

    def _run(self) -> None:
        state: State = "failed"
        self.message, self.hint = (
            "It ended in an error that was not foreseen",
            "JupyterLab's log has the details.",
        )
        try:
            self.result = self._job(self._step)
            state, self.message, self.hint = "done", "", ""
        except _Cancelled:
            state, self.message, self.hint = "cancelled", "", ""
        except LfnkrError as error:
            self.message, self.hint = error.message, error.hint
        except OSError as error:
            self.message, self.hint = error.strerror or "The disk refused", "Make room or check permissions."
        finally:
            self.state = state
            self._tell(self)

    def _step(self, done: int, total: int | None) -> None:
        """One step of progress; the place where the work stops when it is cancelled."""
        if self._stop.is_set():
            raise _Cancelled
        self.done, self.total = done, total
        if time.monotonic() - self._said >= _EVERY:
            self._said = time.monotonic()
            self._tell(self)
