"""What every widget of the desk shares: its page, its messages, and errors that become one sentence.

The page asks (`{"id", "type", …}`) and gets exactly one answer with the same id. Changes travel as such
messages and not as traits: traits are throttled and can be overtaken by a message, so a save could miss the
last words typed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

import anywidget
import traitlets

from lfnkr_nb.errors import LfnkrError
from lfnkr_nb.widgets.words import catalogues
from lfnkr_nb.widgets.work import Work

__all__ = ["DeskWidget", "page_module", "page_style"]

Message = Mapping[str, Any]

#: What is said when a callback ends in an error of ours; its details are in JupyterLab's log.
_UNFORESEEN: Final = {
    "message": "Something went wrong that was not foreseen",
    "hint": "Nothing was written. Try again; if it stays so, restart the kernel: your text is offered back.",
    "where": "",
}


def page_module(*names: str) -> str:
    """The ES module of a widget: the catalogues, the shared base, and its own files in order."""
    static = files("lfnkr_nb.widgets") / "static"
    words = json.dumps(catalogues(), ensure_ascii=False, sort_keys=True)
    parts = [(static / name).read_text(encoding="utf-8") for name in ("base.js", "reading_pane.js", *names)]
    return "\n".join([f"const WORDS = {words};", *parts])


def page_style(*names: str) -> str:
    """The style sheet of a widget: the shared one, then its own."""
    static = files("lfnkr_nb.widgets") / "static"
    return "\n".join((static / name).read_text(encoding="utf-8") for name in ("base.css", *names))


class DeskWidget(anywidget.AnyWidget):
    """Base of the desk's widgets: a message of type `x` is answered by the method `_on_x`.

    Attributes:
        language: Language of the interface: `en`, `ja` or `ko`; the page changes it.
    """

    language = traitlets.Unicode("en").tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._work: Work | None = None
        self._beside: Work | None = None
        self.on_msg(self._received)

    def _received(self, _: Any, message: Message, buffers: Sequence[memoryview]) -> None:
        """Answer one message, whatever happens: the page is waiting for it."""
        answer: dict[str, Any] = {"error": _UNFORESEEN}
        try:
            answer = self._answered(message, buffers)
        finally:
            buffers_back = answer.get("buffers")
            said = {key: value for key, value in answer.items() if key != "buffers"}
            self.send({**said, "id": message.get("id")}, buffers=buffers_back)

    def _answered(self, message: Message, buffers: Sequence[memoryview]) -> dict[str, Any]:
        handler: Callable[..., dict[str, Any] | None] | None = getattr(
            self, f"_on_{message.get('type')}", None
        )
        if handler is None:
            return {"error": {"message": "The page asked for something unknown", "hint": "Reload the page."}}
        try:
            return handler(message, buffers) or {}
        except LfnkrError as error:
            return {"error": error_of(error)}
        except OSError as error:
            return {"error": error_of(error)}

    # --- long work ------------------------------------------------------------------------------------

    def run(self, what: str, job: Callable[[Callable[[int, int | None], None]], Any]) -> Work:
        """Start long work in a thread; the page shows its progress, a cancel button and how it ended.

        Args:
            what: Key of the catalogue that says what is being done.
            job: The work; it is given the function to be called with (done, total or None), and what it
                returns is the work's `result`.

        Raises:
            LfnkrError: Other work of this widget is not finished yet.
        """
        if self._work is not None and self._work.state == "running":
            raise LfnkrError("Other work is still going on", hint="Wait for it, or cancel it.")
        self._work = Work(what, job, tell=self._tell)
        return self._work.start()

    def run_beside(self, what: str, job: Callable[[Callable[[int, int | None], None]], Any]) -> Work:
        """Start long work that nobody asked for, such as preparing a search; it stands in nobody's way."""
        self._beside = Work(what, job, tell=self._tell)
        return self._beside.start()

    def _tell(self, work: Work) -> None:
        self.send({"type": "work", **work.told})

    def _on_cancel(self, _message: Message, _buffers: Sequence[memoryview]) -> None:
        for work in (self._work, self._beside):
            if work is not None:
                work.cancel()


def error_of(error: LfnkrError | OSError) -> dict[str, str]:
    """An error as the page shows it: one sentence, what to do next, and where."""
    if isinstance(error, LfnkrError):
        return {"message": error.message, "hint": error.hint, "where": error.where}
    said = f"{error.strerror or 'The disk or folder refused'}"
    return {"message": said, "hint": "Make room or check permissions.", "where": str(error.filename or "")}
