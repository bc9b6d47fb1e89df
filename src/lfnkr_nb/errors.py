"""Every error this package raises, as one tree.

Each error says what happened, where (`path:line` when there is one) and, as a required `hint`, what to do
next. `str(error)` is the full sentence for a person, on one line, with nothing in it that could steer a
terminal; the parts stay readable as attributes.

    LfnkrError
    ├── PostError            a post's file cannot be used as it is
    │   ├── HeaderError      the front matter cannot be understood
    │   ├── UnsafeFileError  the file is a link, device, FIFO, too large or not text
    │   └── ConflictError    the file changed on disk since it was read
    ├── ArchiveError         no archive here, an unknown slug, two posts with one slug
    ├── SelectionError       an unknown field or value in `select`
    │   ├── QueryError       a search cannot be understood, and where
    │   └── SynonymsError    synonyms.yaml cannot be understood
    ├── FigureError          figures that cannot be added or confirmed
    ├── BriefingError        a briefing cannot be put together
    │   └── RecipeError      a recipe file cannot be understood
    ├── ClearanceError       a briefing cannot be signed so
    ├── PictureError         a picture is refused or unreadable
    ├── RegisterError        the register of names cannot be used, so nothing goes out
    ├── ExportError          a finished file cannot be written
    │   └── GateError        the finished file was read back and refused
    └── ImportFailure        an export file cannot be imported
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from unicodedata import east_asian_width

from lfnkr_nb.escaping import visible

__all__ = [
    "ArchiveError",
    "BriefingError",
    "ClearanceError",
    "ConflictError",
    "ExportError",
    "FigureError",
    "GateError",
    "HeaderError",
    "ImportFailure",
    "LfnkrError",
    "PictureError",
    "PostError",
    "QueryError",
    "RecipeError",
    "RegisterError",
    "SelectionError",
    "SynonymsError",
    "UnsafeFileError",
]


class LfnkrError(Exception):
    """Base of all errors of this package.

    Args:
        message: What happened, one sentence without a full stop at the end.
        hint: What to do next, one sentence. Required.
        path: The file it happened in, if any.
        line: The line in that file, counted from 1, if known.
        more: What else is wrong with the same input, to be said with it.
    """

    #: Exit code of the `lfnkr` command when this error ends it (docs/reference.md lists them).
    exit_code = 2

    def __init__(
        self,
        message: str,
        *,
        hint: str,
        path: Path | str | None = None,
        line: int | None = None,
        more: Sequence[LfnkrError] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = Path(path) if path is not None else None
        self.line = line
        self.more = tuple(more)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What happened and what else is wrong with the same input, a full sentence each."""
        return (str(self), *(str(other) for other in self.more))

    @property
    def where(self) -> str:
        """`path:line`, `path`, or an empty string."""
        if self.path is None:
            return ""
        return f"{self.path}:{self.line}" if self.line else str(self.path)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.path is not None else ""
        return visible(f"{place}{self.message}. {self.hint}")


class PostError(LfnkrError):
    """A post's file cannot be used as it is."""


class HeaderError(PostError):
    """The front matter of a post or recipe cannot be understood; the file is never exported or rewritten."""


class UnsafeFileError(PostError):
    """The file is a symbolic link, device, FIFO, unreadable, too large or not UTF-8 text."""


class ConflictError(PostError):
    """The file changed on disk since it was read; nothing was written.

    Attributes:
        ours: The text that was to be written.
        theirs: The text that is on disk now (empty when the file is gone).
    """

    def __init__(self, message: str, *, hint: str, path: Path | str, ours: str, theirs: str) -> None:
        super().__init__(message, hint=hint, path=path)
        self.ours = ours
        self.theirs = theirs


class ArchiveError(LfnkrError):
    """There is no archive here, no post with that slug, or two posts claim one slug."""


class SelectionError(LfnkrError):
    """A condition of `select` names an unknown field or a value that cannot be read."""


class FigureError(LfnkrError):
    """Figures cannot be added up as they are, or a post does not claim the figure that is to be confirmed."""


class QueryError(SelectionError):
    """A search cannot be understood.

    Attributes:
        query: The search as it was typed.
        place: The character in it that the message is about, counted from 0.
    """

    def __init__(self, message: str, *, hint: str, query: str = "", place: int = 0) -> None:
        super().__init__(f"{message} (character {place + 1} of the search)" if query else message, hint=hint)
        self.query = query
        self.place = place

    @property
    def pointer(self) -> str:
        """The search with a caret below the place, in two lines; Japanese and Korean characters are two columns."""
        before = visible(self.query[: self.place])
        columns = sum(2 if east_asian_width(character) in "WF" else 1 for character in before)
        return f"{visible(self.query)}\n{' ' * columns}^"


class SynonymsError(SelectionError):
    """A line of synonyms.yaml cannot be understood; no search is made with half of it."""


class BriefingError(LfnkrError):
    """A briefing cannot be put together from what was given."""


class RecipeError(BriefingError):
    """A recipe file in briefings/ cannot be understood."""


class ClearanceError(LfnkrError):
    """A signature under a briefing is refused: two different people have to look at it."""

    exit_code = 3


class PictureError(LfnkrError):
    """A picture is refused (outside the archive, remote, a bomb) or cannot be read."""


class RegisterError(LfnkrError):
    """The register of names is missing, public or cannot be understood; nothing goes out without it."""

    exit_code = 3


class ExportError(LfnkrError):
    """A finished file cannot be written; no file is left in its place."""


class GateError(ExportError):
    """The finished file was read back and refused; no file is left in its place."""

    exit_code = 3


class ImportFailure(LfnkrError):  # noqa: N818 - ImportError is a word of Python itself
    """A WordPress export cannot be imported at all; what could be read is in the receipt."""
