"""The start of the day: what the archive holds, where to go, what can be begun, and long work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from lfnkr_nb.archive import Archive
from lfnkr_nb.errors import ImportFailure
from lfnkr_nb.folders import recipe_files
from lfnkr_nb.schema import KINDS, TEMPLATES
from lfnkr_nb.starting import new_briefing, new_post
from lfnkr_nb.widgets.base import DeskWidget, Message, page_module, page_style

__all__ = ["StartDesk", "desk"]

Progress = Callable[[int, int | None], None]

#: Problems that are listed in the page; the count is always told in full.
_LISTED: Final = 200


def desk(archive: Archive) -> StartDesk:
    """The desk: what the archive holds, the way to browse, edit and brief, new posts, imports, checks.

    Args:
        archive: The archive to work in.
    """
    return StartDesk(archive)


class StartDesk(DeskWidget):
    """What `desk` shows.

    Attributes:
        archive: The archive as it was last read.
    """

    _esm = page_module("desk.js")
    _css = page_style("desk.css")

    def __init__(self, archive: Archive) -> None:
        super().__init__()
        self.archive = archive

    def _on_facts(self, _message: Message, _buffers: Sequence[memoryview]) -> dict[str, Any]:
        dates = sorted(post.date.iso[:7] for post in self.archive if post.date)
        return {
            "posts": len(self.archive),
            "first": dates[0] if dates else "",
            "last": dates[-1] if dates else "",
            "briefings": len(recipe_files(self.archive.root)),
            "kinds": KINDS,
            "templates": TEMPLATES,
        }

    # --- beginning something --------------------------------------------------------------------------

    def _on_new_post(self, message: Message, _buffers: Sequence[memoryview]) -> dict[str, Any]:
        made = new_post(
            self.archive.folder, message["title"], kind=message["kind"] or None, lang=message["lang"]
        )
        return {"path": self._shown(made)}

    def _on_new_briefing(self, message: Message, _buffers: Sequence[memoryview]) -> dict[str, Any]:
        folder = self.archive.root / "briefings"
        made = new_briefing(folder, message["title"], template=message["template"], lang=message["lang"])
        return {"path": self._shown(made)}

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.archive.root).as_posix()

    # --- long work ------------------------------------------------------------------------------------

    def _on_check(self, _message: Message, _buffers: Sequence[memoryview]) -> None:
        self.run("check", self._check)

    def _check(self, progress: Progress) -> dict[str, Any]:
        archive = self.archive = Archive.open(self.archive.folder, progress=progress)
        progress(len(archive), None)
        frame = archive.problems
        rows = frame.head(_LISTED).astype(object).where(frame.head(_LISTED).notna(), None)
        return {"problems": rows.to_dict("records"), "total": len(frame)}

    def _on_import(self, message: Message, _buffers: Sequence[memoryview]) -> None:
        source = (self.archive.root / message["path"].strip()).expanduser()
        if not message["path"].strip() or not source.exists():
            hint = "Put the file into the archive's folder, or give its full path."
            raise ImportFailure("There is no such file", hint=hint, path=message["path"])
        self.run("import", lambda progress: self._import(source, progress))

    def _import(self, source: Path, progress: Progress) -> dict[str, Any]:
        from lfnkr_nb.wordpress.importer import import_wordpress  # noqa: PLC0415 - only an import needs it

        receipt = import_wordpress(source, self.archive.folder, progress=progress)
        self.archive = self.archive.reopen()
        return {"receipt": receipt.to_text()}

    def _on_build(self, _message: Message, _buffers: Sequence[memoryview]) -> None:
        self.run("build", self._build)

    def _build(self, progress: Progress) -> dict[str, Any]:
        """Export every recipe; one that cannot be made is said and stops no other."""
        from lfnkr_nb.building import build  # noqa: PLC0415 - only a build needs it

        progress(0, None)
        done = build(self.archive, recipe_files(self.archive.root), progress=progress)
        failed = [built for built in done if built.state == "failed"]
        problems = [
            {
                "severity": "error",
                "path": self._shown(built.recipe),
                "line": None,
                "message": built.message,
                "hint": "",
            }
            for built in failed
        ]
        return {"problems": problems, "total": len(problems)}
