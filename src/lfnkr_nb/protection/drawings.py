"""Drawings that hold a name: it is pixels in the file, where nothing can replace it, so the drawing stays inside."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from lfnkr_nb.document.tree import Notice, Picture

if TYPE_CHECKING:
    from lfnkr_nb.document.tree import Document
    from lfnkr_nb.protection.matching import Matcher

__all__ = ["without_named_drawings"]

Part = TypeVar("Part")


def without_named_drawings(document: Document, matcher: Matcher) -> Document:
    """The document without the drawings whose words hold a name; the alt text of each takes its place.

    Which labels they are is said in `notices`.
    """
    labels: list[str] = []
    changed = _without(document, matcher, labels)
    said = tuple(
        Notice(
            f"a drawing that shows the name of {label} was left out",
            hint="Make the drawing anew without the name.",
        )
        for label in labels
    )
    return replace(changed, notices=(*changed.notices, *said)) if said else document


def _without(part: Part, matcher: Matcher, labels: list[str]) -> Part:
    made: Part = _visited(part, matcher, labels)
    return made


def _visited(part: Any, matcher: Matcher, labels: list[str]) -> Any:
    """The part with None in the place of each drawing with a name."""
    if isinstance(part, Picture):
        hits = matcher.find(part.words) if part.words else []
        labels += [hit.label for hit in hits if hit.label not in labels]
        return None if hits else part
    if isinstance(part, tuple):
        items = tuple(_visited(item, matcher, labels) for item in part)
        return part if all(new is old for new, old in zip(items, part, strict=True)) else items
    if is_dataclass(part) and not isinstance(part, type):
        own = {field.name: getattr(part, field.name) for field in fields(part)}
        changed = {name: _visited(value, matcher, labels) for name, value in own.items()}
        changed = {name: value for name, value in changed.items() if value is not own[name]}
        return replace(part, **changed) if changed else part
    return part
