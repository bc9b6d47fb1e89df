"""Where search looks for words: what every place to look offers, and the texts that are put there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from lfnkr_nb.errors import PostError
from lfnkr_nb.post import Post
from lfnkr_nb.saving import content_hash
from lfnkr_nb.search.folding import tokens
from lfnkr_nb.search.texts import text_of
from lfnkr_nb.search.tree import Phrase

if TYPE_CHECKING:
    from lfnkr_nb.holdings import Holdings

__all__ = ["TITLE_WEIGHT", "Occurrences", "Prepared", "Source", "prepare", "prepared"]

#: An occurrence in the title counts as so many in the text.
TITLE_WEIGHT: Final = 10

Counts = np.ndarray[Any, np.dtype[np.float64]]
Rows = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Occurrences:
    """The posts that hold a phrase.

    Attributes:
        rows: Their rows in the archive, each once.
        counts: How often each holds it; an occurrence in the title counts `TITLE_WEIGHT` times.
    """

    rows: Rows
    counts: Counts


class Source(Protocol):
    """A place to look for words in all posts of an archive."""

    lengths: Counts  # of each row, in tokens

    def forms(self, stem: str) -> Iterable[str]:
        """The words of the archive that have a stem, and perhaps words that no post holds any more."""

    def holding(self, phrase: Phrase, *, most: int) -> int:
        """How many posts hold a phrase, counted up to `most`."""

    def occurrences(self, phrase: Phrase, *, title: bool = False, counted: bool = True) -> Occurrences:
        """The posts that hold a phrase, or hold it in their title; not `counted`, each counts once."""


@dataclass(frozen=True)
class Prepared:
    """The words of a post as they are searched.

    Attributes:
        row: Its row in the archive.
        title: Tokens of its title.
        text: Tokens of its standfirst and content.
    """

    row: int
    title: list[str]
    text: list[str]


def prepare(holdings: Holdings, rows: Sequence[int]) -> Iterator[Prepared]:
    """The words of some posts, read from their files; one that changed since the archive looked is left out."""
    hashes = holdings.table.texts("hash")
    for row in rows:
        with suppress(PostError):
            post = Post.read(holdings.path(row))
            if post.loaded is None or content_hash(post.loaded) == hashes[row]:
                yield prepared(post, row)


def prepared(post: Post, row: int = 0) -> Prepared:
    """The words of one post."""
    return Prepared(row, tokens(post.title), tokens(text_of(post)))
