"""Pictures that a page may ask for: cleaned ones, by the name of their content, each sent once."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lfnkr_nb.document.tree import Picture

__all__ = ["PictureStore"]

#: Pictures that are remembered; the page remembers the others.
_MOST: Final = 200


class PictureStore:
    """The cleaned pictures of the posts that were shown last."""

    def __init__(self) -> None:
        self._known: dict[str, Picture] = {}

    def add(self, pictures: Mapping[str, Picture]) -> None:
        """Remember pictures; the oldest go where there are too many."""
        for name, picture in pictures.items():
            self._known.pop(name, None)
            self._known[name] = picture
        for name in list(self._known)[: max(0, len(self._known) - _MOST)]:
            del self._known[name]

    def addresses(self, names: Iterable[str]) -> dict[str, str]:
        """`data:` addresses of those pictures that are known, by name."""
        return {name: _data_url(self._known[name]) for name in names if name in self._known}


def _data_url(picture: Picture) -> str:
    return f"data:{picture.mime};base64,{base64.b64encode(picture.data).decode('ascii')}"
