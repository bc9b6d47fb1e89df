"""What the conversion of a post's content asks of the rest of the export, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from lfnkr_nb.wordpress.shortcodes import Picture

__all__ = ["Converted", "Surroundings"]


class Surroundings(Protocol):
    """What the walk must know of the rest of the export."""

    def link(self, url: str) -> str:
        """The address to write for a link."""

    def media(self, url: str) -> str:
        """The address to write for a picture, sound or film."""

    def pictures(self, ids: list[str]) -> list[Picture]:
        """The attachments with these ids, or those of this post."""

    def reusable(self, number: str) -> str | None:
        """The content of a reusable block, or None when the export lacks it."""


@dataclass(slots=True)
class Converted:
    """Markdown, and what the receipt should say about it.

    Attributes:
        markdown: Ends with a line end, or is empty.
        shortcodes, blocks: Unknown ones that were kept, by name.
        losses: What is not in the Markdown, as (what, why).
        dropped: Scripts and style sheets, which are no content.
        notes: What was odd, as (what, why).
    """

    markdown: str
    shortcodes: dict[str, int] = field(default_factory=dict)
    blocks: dict[str, int] = field(default_factory=dict)
    losses: list[tuple[str, str]] = field(default_factory=list)
    dropped: dict[str, int] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
