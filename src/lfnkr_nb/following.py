"""Values of an open archive that follow the files: worked out once, and again after a file changed on disk."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property
from typing import Any, Final, Generic, Protocol, TypeVar, overload

from lfnkr_nb.saving import writes

__all__ = ["Follower", "Pace", "follows_files"]

Value = TypeVar("Value")

#: In a folder of so many files a look takes a few milliseconds; in a larger one looking takes at most one part
#: in so many of the time.
_AT_ONCE: Final = 2_000
_REST: Final = 20
#: After so many rests without a look nobody is in the middle of something: whoever asks then waits for the look.
_RECENT: Final = 10


class Follower(Protocol):
    """What has values that follow the files."""

    _followed: dict[str, Any]

    def _notice(self) -> None: ...


class follows_files(Generic[Value]):  # noqa: N801 - it is used as cached_property is
    """Like `functools.cached_property`, but looks first whether files changed, and then works it out anew."""

    def __init__(self, make: Callable[[Any], Value]) -> None:
        self.make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> follows_files[Value]: ...
    @overload
    def __get__(self, instance: Follower, owner: type) -> Value: ...
    def __get__(self, instance: Follower | None, owner: type) -> follows_files[Value] | Value:
        if instance is None:
            return self
        instance._notice()
        values = instance._followed
        if self.name not in values:
            values[self.name] = self.make(instance)
        found: Value = values[self.name]
        return found


def forget(instance: Any) -> None:
    """Let every value that was worked out be worked out anew."""
    instance._followed = {}
    for name in list(vars(instance)):
        if isinstance(getattr(type(instance), name, None), cached_property):
            del vars(instance)[name]


class Pace:
    """When it is time to look at the files again: at once where that is quick, else after a rest.

    What this process itself wrote is always looked at.
    """

    def __init__(self) -> None:
        self._next = 0.0
        self._recent = 0.0
        self._writes = -1

    def is_due(self) -> bool:
        """Whether to look now."""
        return time.monotonic() >= self._next or self._writes != writes()

    def may_look_aside(self) -> bool:
        """Whether who asks need not wait for the look: the last one took long and is not long ago."""
        return time.monotonic() < self._recent and self._writes == writes()

    def looked(self, files: int, seconds: float) -> None:
        """Note that so many files were looked at in so many seconds."""
        rest = seconds * _REST if files > _AT_ONCE else 0.0
        self._next = time.monotonic() + rest
        self._recent = time.monotonic() + rest * _RECENT
        self._writes = writes()

    def failed(self) -> None:
        """Let who asks next look, and hear what is wrong."""
        self._next = self._recent = 0.0
