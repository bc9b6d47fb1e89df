"""What goes into a reader and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lfnkr_nb.document.tree import Block, Notice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Notes", "Notices", "Reading", "Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text comes from and how its targets are resolved.

    Attributes:
        lang: Language of the section the text becomes, such as `en`, `ja` or `ko`.
        folder: Folder of the post's file; picture paths are relative to it. None = no pictures from files.
        origin: Where the text comes from, for notices: `posts/2017/x.md`.
        resolve: Called with each link target; gives the new target, or None to show the text without a link.
        first_heading: Level of the highest heading in the text, 2 to 6.
        anchor: Prefix for the keys of footnotes, so that several posts share one document without clashes.
        places: Whether links may lead to headings of the text; `anchor` then has to be that of the section.
    """

    lang: str = "en"
    folder: Path | None = None
    origin: str = ""
    resolve: Callable[[str], str | None] | None = None
    first_heading: int = 2
    anchor: str = ""
    places: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the blocks, the footnotes by key in the order of their call, and what was changed."""

    blocks: tuple[Block, ...]
    notes: tuple[tuple[str, tuple[Block, ...]], ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(slots=True)
class Notices:
    """Collects notices of one reading; the same sentence is said once."""

    origin: str
    found: dict[tuple[str, str], None] = field(default_factory=dict)

    def add(self, message: str, hint: str = "") -> None:
        """Remember that something was changed or left out, and what the editor can do about it."""
        self.found.setdefault((message, hint))

    def all(self) -> tuple[Notice, ...]:
        """Every notice in the order of its first appearance."""
        return tuple(Notice(message, self.origin, hint) for message, hint in self.found)


@dataclass(slots=True)
class Notes:
    """Footnotes of one reading: labels in the order of their first call, each with its key."""

    anchor: str
    keys: dict[str, str] = field(default_factory=dict)

    def call(self, label: str) -> str:
        """The key of the note called `label`; a label called twice keeps its key."""
        if label not in self.keys:
            number = str(len(self.keys) + 1)
            self.keys[label] = f"{self.anchor}-{number}" if self.anchor else number
        return self.keys[label]
