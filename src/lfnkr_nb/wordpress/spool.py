"""Items between the two passes of an import: read once, kept in a file, and taken up again in a tenth of the time.

The files lie in the import's private folder and are gone when it ends. `marshal` can hold nothing but plain
values, so that reading them runs no code.
"""

from __future__ import annotations

import marshal
from operator import attrgetter
from typing import IO, TYPE_CHECKING, Any

from lfnkr_nb.wordpress.items import Comment, Item, Term

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["fetch_item", "store_item"]

_values: Callable[[Item], tuple[Any, ...]] = attrgetter(*Item.__match_args__[:-2])
_comment_values: Callable[[Comment], tuple[str, ...]] = attrgetter(*Comment.__match_args__)


def store_item(file: IO[bytes], item: Item) -> tuple[int, int]:
    """Write an item; returns where it stands and how long it is."""
    terms = [tuple(term) for term in item.terms]
    comments = [_comment_values(comment) for comment in item.comments]
    data = marshal.dumps((_values(item), terms, comments))
    return file.tell(), file.write(data)


def fetch_item(file: IO[bytes], start: int, length: int) -> Item:
    """The item that was stored there."""
    file.seek(start)
    values, terms, comments = marshal.loads(file.read(length))  # noqa: S302 - our own file, and no code in it
    made = [Term(*term) for term in terms], [Comment(*comment) for comment in comments]
    return Item(*(*values, *made))
