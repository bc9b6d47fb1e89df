"""A tree with some of its runs changed: everything else stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from lfnkr_nb.document.tree import Picture, Run

__all__ = ["map_runs"]

Part = TypeVar("Part")


def map_runs(part: Part, change: Callable[[Run], Run]) -> Part:
    """The same part of a tree (a block, a section, a tuple of them) with each run as `change` gives it."""
    changed: Part = _changed(part, change)
    return changed


def _changed(part: Any, change: Callable[[Run], Run]) -> Any:
    if isinstance(part, Run):
        return change(part)
    if isinstance(part, tuple):
        return tuple(_changed(item, change) for item in part)
    if is_dataclass(part) and not isinstance(part, Picture | type):
        own = {field.name: getattr(part, field.name) for field in fields(part)}
        return replace(part, **{name: _changed(value, change) for name, value in own.items()})
    return part
