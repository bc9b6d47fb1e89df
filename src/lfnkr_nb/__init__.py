"""Turn an archive of posts into briefings people can stand behind.

`Archive.open("posts/")` loads posts into DataFrames, `Briefing(...)` puts chosen posts into a template, and
`briefing.export("exports/x.pdf")` writes a tagged PDF or one HTML page. The names below are loaded when they
are first used, so importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lfnkr_nb.archive import Archive as Archive
    from lfnkr_nb.briefing import Briefing as Briefing
    from lfnkr_nb.errors import LfnkrError as LfnkrError
    from lfnkr_nb.post import Post as Post
    from lfnkr_nb.widgets.browser import browse as browse
    from lfnkr_nb.widgets.composer import compose as compose
    from lfnkr_nb.widgets.editor import edit as edit
    from lfnkr_nb.widgets.explorer import explore as explore
    from lfnkr_nb.widgets.start import desk as desk

__version__ = "0.1.0"

_HOME = {
    "Archive": "archive",
    "Briefing": "briefing",
    "LfnkrError": "errors",
    "Post": "post",
    "browse": "widgets.browser",
    "compose": "widgets.composer",
    "desk": "widgets.start",
    "edit": "widgets.editor",
    "explore": "widgets.explorer",
}

__all__ = [
    "Archive",
    "Briefing",
    "LfnkrError",
    "Post",
    "__version__",
    "browse",
    "compose",
    "desk",
    "edit",
    "explore",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
