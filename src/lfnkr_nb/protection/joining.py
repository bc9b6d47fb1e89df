"""All text of a document as one string, with a way back to the places it comes from.

A name may be split over runs, blocks or table cells, so it is looked for in the joined text. Places that
belong to one line of text follow each other directly; between lines stands a line break.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from lfnkr_nb.document.tree import Picture, Run

__all__ = ["APART", "SILENT", "Slot", "rebuilt", "slots"]

Part = TypeVar("Part")

#: Fields that are no text of the document: looks, languages, our own ids and messages.
SILENT: Final = frozenset(
    {
        "align", "anchor", "colour", "accent", "id", "lang", "language", "level", "marks", "note", "notices",
        "origin", "role", "template", "typst", "wording", "licence_url",
    }
)  # fmt: skip

#: Fields that stand for themselves: an address is not continued by the text beside it.
APART: Final = frozenset({"href", "url", "ruby", "alt", "logo_alt"})


@dataclass(frozen=True, slots=True)
class Slot:
    """One text of a document: its field's name, and whether it continues the one before it in its line."""

    text: str
    field: str
    continues: bool


def slots(part: Any, field: str = "", *, continues: bool = False) -> Iterator[Slot]:
    """Every text of a part of the tree, in the order in which `rebuilt` asks for it."""
    if isinstance(part, str):
        yield Slot(part, field, continues)
    elif isinstance(part, tuple):
        inline = bool(part) and all(isinstance(item, Run) for item in part)
        for number, item in enumerate(part):
            yield from slots(item, field, continues=inline and number > 0)
    elif is_dataclass(part) and not isinstance(part, Picture | type):
        for own in fields(part):
            if own.name not in SILENT:
                yield from slots(getattr(part, own.name), own.name, continues=continues)


def rebuilt(part: Part, given: Callable[[str], str]) -> Part:
    """The same part of the tree with each text as `given` says, asked for in the order of `slots`."""
    made: Part = _rebuilt(part, given)
    return made


def _rebuilt(part: Any, given: Callable[[str], str]) -> Any:
    if isinstance(part, str):
        return given(part)
    if isinstance(part, tuple):
        items = tuple(_rebuilt(item, given) for item in part)
        return part if all(new is old for new, old in zip(items, part, strict=True)) else items
    if is_dataclass(part) and not isinstance(part, Picture | type):
        own = {f.name: getattr(part, f.name) for f in fields(part) if f.name not in SILENT}
        changed = {name: _rebuilt(value, given) for name, value in own.items()}
        changed = {name: value for name, value in changed.items() if value is not own[name]}
        return replace(part, **changed) if changed else part
    return part
