"""Pages in a process of their own: the desk stays responsive, and a picture that spoils a reader spoils nothing else.

Messages go both ways over pipes: 4 bytes length of JSON, 4 bytes length of bytes, JSON, bytes. The recipe travels as
the text that its file would hold, so what is shown is what that file gives.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from lfnkr_nb.errors import BriefingError, LfnkrError

if TYPE_CHECKING:
    from lfnkr_nb.briefing import Briefing
    from lfnkr_nb.pages import Pages

__all__ = ["PageProcess"]

Message = dict[str, Any]

_LENGTHS: Final = struct.Struct(">II")
_GONE: Final = "The pages cannot be shown"


class PageProcess:
    """The pages of one archive's briefings, made in a child process that is started when it is first asked.

    It is asked by one thread at a time; `close` ends it from any thread.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, message: Mapping[str, Any]) -> tuple[Message, bytes]:
        """Ask the child; its answer and bytes.

        Raises:
            BriefingError: The child ended before it answered; the next question starts another.
        """
        process = self._started()
        try:
            assert process.stdin is not None and process.stdout is not None
            _write(process.stdin, message)
            return _read(process.stdout)
        except (OSError, EOFError, ValueError) as error:
            self.close()
            hint = "Change something to try again; if it stays so, look for the post by leaving posts out."
            raise BriefingError(_GONE, hint=hint) from error

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            # -P: a module that lies in the working folder is never imported in the place of ours.
            command = [sys.executable, "-P", "-m", "lfnkr_nb.page_process", str(self._folder)]
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=self._folder,
            )
        return self._process

    def close(self) -> None:
        """End the child; what it was doing is given up."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


def _write(pipe: IO[bytes], message: Mapping[str, Any], data: bytes = b"") -> None:
    text = json.dumps(message, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
    pipe.write(_LENGTHS.pack(len(text), len(data)) + text + data)
    pipe.flush()


def _read(pipe: IO[bytes]) -> tuple[Message, bytes]:
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        raise EOFError
    long, more = _LENGTHS.unpack(lengths)
    message: Message = json.loads(pipe.read(long))
    return message, pipe.read(more)


# --- in the child -------------------------------------------------------------------------------------


class _Child:
    """What the child does with each question: it has the archive, and the pages of one briefing."""

    def __init__(self, folder: str) -> None:
        from lfnkr_nb.archive import Archive  # noqa: PLC0415 - the parent never needs what the child needs
        from lfnkr_nb.pages import Pages  # noqa: PLC0415

        self._archive = Archive.open(folder)
        self._pages: Pages = Pages()
        self._briefing: Briefing | None = None

    def answer(self, message: Message) -> tuple[Message, bytes]:
        """The answer to a question of the parent; an error of ours as its sentence and hint."""
        try:
            answered: tuple[Message, bytes] = getattr(self, f"_{message['ask']}")(message)
            return answered
        except LfnkrError as error:
            said = {"message": error.message, "hint": error.hint, "where": error.where}
            return {"error": said}, b""

    def _show(self, message: Message) -> tuple[Message, bytes]:
        from lfnkr_nb.briefing import Briefing  # noqa: PLC0415
        from lfnkr_nb.recipe import Recipe  # noqa: PLC0415

        path = Path(message["path"]) if message["path"] else None
        self._archive = self._archive.reopen()
        self._briefing = Briefing.from_recipe(Recipe.from_text(message["text"], path), self._archive)
        return asdict(self._pages.show(self._briefing)), b""

    def _page(self, message: Message) -> tuple[Message, bytes]:
        try:
            return {}, self._pages.picture(int(message["number"]), int(message["width"]))
        except IndexError:
            return {}, b""

    def _check(self, _message: Message) -> tuple[Message, bytes]:
        """Problems of the briefing that is shown, and the pairs of posts that together tell too much."""
        from lfnkr_nb.protection.linkage import linkages  # noqa: PLC0415

        if self._briefing is None:
            return {"problems": [], "linkages": []}, b""
        archive, keys = self._briefing.archive, self._briefing.archive.keys
        problems = [
            {
                "severity": p.severity, "message": p.message, "hint": p.hint, "line": p.line,
                "key": keys.get(p.path) if p.path else None,
                "path": os.path.relpath(p.path, archive.root) if p.path else "",
            }
            for p in self._briefing.check()
            if p.field != "clearance"  # who has to sign stands beside the buttons to sign
        ]  # fmt: skip
        pairs = [
            {
                "keys": [keys[link.first.path], keys[link.second.path]],
                "shared": link.shared,
                "lines": link.lines,
            }
            for link in linkages(choice.post for choice in self._briefing.choices)
        ]
        return {"problems": problems, "linkages": pairs}, b""

    def _look_alikes(self, _message: Message) -> tuple[Message, bytes]:
        from lfnkr_nb.protection.report import look_alikes_of  # noqa: PLC0415

        if self._briefing is None:
            return {"found": []}, b""
        root = self._briefing.archive.root
        found = [
            {**asdict(one), "path": os.path.relpath(one.path, root)} for one in look_alikes_of(self._briefing)
        ]
        return {"found": found}, b""


def _serve(folder: str) -> None:
    """Answer until the parent goes away; nothing else may write into the pipe."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    child = _Child(folder)
    while True:
        try:
            message, _ = _read(sys.stdin.buffer)
        except EOFError:
            return
        _write(out, *child.answer(message))


if __name__ == "__main__":
    _serve(sys.argv[1])
