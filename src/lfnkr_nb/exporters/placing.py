"""What a section must know of its document to become data, and what it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lfnkr_nb.document.tree import plain
from lfnkr_nb.exporters.print_rules import ending

if TYPE_CHECKING:
    from lfnkr_nb.document.tree import Notice, Picture, Section

__all__ = ["Place", "SectionData", "file_name", "is_titled"]


@dataclass(frozen=True)
class Place:
    """What a section must know of the document it stands in.

    Attributes:
        label: Its own label.
        level: The level of its heading.
        titled: Whether a heading of level 1 stands over it already (the title of a letter).
        simple: Whether it is to be printed as plain text, for Typst cannot set it as it is.
        anchors: Labels of all sections, and of headings that links lead to, by anchor.
        refused: Names of pictures that cannot be printed; their alt text takes their place.
    """

    label: str
    level: int
    titled: bool
    simple: bool
    anchors: dict[str, str]
    refused: frozenset[str]


@dataclass
class SectionData:
    """A section as data.

    Attributes:
        tree: The section as plain data.
        pictures: Its pictures by the file name the data uses.
        formulas: Typst math source of its formulas.
        notices: What had to be changed on the way.
    """

    tree: dict[str, Any] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    formulas: set[str] = field(default_factory=set)
    notices: list[Notice] = field(default_factory=list)


def is_titled(section: Section) -> bool:
    """Whether the title has any words; a footnote call or blanks alone make no heading."""
    return bool(plain(section.title).strip())


def file_name(picture: Picture) -> str:
    """The name a picture is staged under: its ending follows the bytes, for Typst trusts the ending."""
    return f"{picture.name.partition('.')[0]}{ending(picture.data)}"
