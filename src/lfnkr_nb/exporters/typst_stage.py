"""A private folder that is all Typst can see, and the one compiler that works in it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Final

import typst

from lfnkr_nb.errors import ExportError
from lfnkr_nb.exporters.fonts import load_fonts
from lfnkr_nb.scratch import ScratchFolder, remove_stale_folders

__all__ = ["Cancelled", "TypstStage", "typst_version"]

#: Says whether to stop.
Cancelled = Callable[[], bool]

#: PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).
STANDARDS: Final = ("a-2a", "ua-1")
TEMPLATES: Final = ("blocks.typ", "briefing.typ", "frames.typ", "look.typ")
ENTRY: Final = "briefing.typ"
#: How often the caller is asked whether to stop, in seconds.
POLL: Final = 0.05


def typst_version() -> str:
    """The version of the compiler, as it stands in a PDF; the package that holds it counts by itself."""
    return str(json.loads(typst.eval(b"", "str(sys.version)", ignore_system_fonts=True)))


class TypstStage:
    """Holds our templates, one document's data and its pictures; compiles them again and again.

    The compiler stays, so what did not change since the last time is not laid out anew.
    """

    def __init__(self) -> None:
        fonts = load_fonts()
        remove_stale_folders()
        self._folder = ScratchFolder()
        self._root = self._folder.path
        self._staged: dict[str, bytes] = {}
        templates = files("lfnkr_nb.exporters") / "templates"
        for name in TEMPLATES:
            self._write(name, (templates / name).read_bytes())
        self._compiler = typst.Compiler(
            self._root / ENTRY, root=self._root, font_paths=fonts, ignore_system_fonts=True
        )

    def close(self) -> None:
        """Remove the folder with everything in it."""
        self._folder.close()

    def stage(self, content: dict[str, bytes]) -> None:
        """Put files beside the templates; files of an earlier document go, equal ones stay as they are."""
        for name in self._staged.keys() - content.keys() - set(TEMPLATES):
            (self._root / name).unlink()
            del self._staged[name]
        for name, data in content.items():
            if self._staged.get(name) != data:
                self._write(name, data)

    def compile(self, timestamp: int, *, cancelled: Cancelled | None = None) -> bytes | str:
        """The staged document as PDF, or Typst's complaint.

        A warning is a complaint too: it says that content was lost.

        Raises:
            ExportError: `cancelled` said so.
        """
        return self._run(ENTRY, timestamp, cancelled)

    def readable(self, picture: str) -> bool:
        """Whether Typst can print the staged picture of that file name, tried alone."""
        alone = f'#set document(title: "x")\n#image("{picture}", alt: "x", width: 1cm)'
        self._write("alone.typ", alone.encode())
        return isinstance(self._run("alone.typ", 0, None), bytes)

    def _write(self, name: str, data: bytes) -> None:
        (self._root / name).write_bytes(data)
        self._staged[name] = data

    def _run(self, entry: str, timestamp: int, cancelled: Cancelled | None) -> bytes | str:
        """Compile in a thread, so that ctrl-C and `cancelled` are heard at once."""
        outcome: list[bytes | str] = []
        work = threading.Thread(
            target=lambda: outcome.append(self._compile(self._root / entry, timestamp)), daemon=True
        )
        work.start()
        while work.is_alive():
            work.join(POLL)
            if cancelled is not None and work.is_alive() and cancelled():
                raise ExportError("The PDF was cancelled before it was finished", hint="Start it again.")
        return outcome[0] if outcome else "Typst stopped without a word"

    def _compile(self, entry: Path, timestamp: int) -> bytes | str:
        try:
            made, warnings = self._compiler.compile_with_warnings(
                entry, format="pdf", pdf_standards=list(STANDARDS), timestamp=max(timestamp, 0)
            )
        except typst.TypstError as error:
            return str(error.diagnostic or error.message)
        if warnings:
            return "\n".join(f"{warning.message}\n{warning.diagnostic}" for warning in warnings)
        return made if isinstance(made, bytes) else "Typst made nothing"
