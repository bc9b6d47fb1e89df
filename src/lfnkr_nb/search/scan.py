"""Search without an index: the tokens of every post in memory, looked through for each phrase.

For a machine whose SQLite has no full-text search. It finds and counts what the index finds and counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import numpy as np

from lfnkr_nb.search.source import TITLE_WEIGHT, Occurrences, Prepared
from lfnkr_nb.search.stems import is_english, stem
from lfnkr_nb.search.tree import Phrase

__all__ = ["ScannedSource"]

Progress = Callable[[int, int | None], None]


class ScannedSource:
    """Some posts as tokens, each between two blanks."""

    def __init__(self, posts: Iterable[Prepared], count: int, *, progress: Progress | None = None) -> None:
        self.titles, self.texts = [""] * count, [""] * count
        self.lengths = np.zeros(count)
        self._forms: dict[str, set[str]] = {}
        for done, post in enumerate(posts, 1):
            self.titles[post.row] = f" {'  '.join(post.title)} "
            self.texts[post.row] = f" {'  '.join(post.text)} "
            self.lengths[post.row] = len(post.title) + len(post.text)
            for word in filter(is_english, {*post.title, *post.text}):
                self._forms.setdefault(stem(word), set()).add(word)
            if progress:
                progress(done, count)

    def forms(self, stem: str) -> set[str]:
        """The words of the archive that have a stem."""
        return self._forms.get(stem, set())

    def holding(self, phrase: Phrase, *, most: int) -> int:
        """How many posts hold a phrase, counted up to `most`."""
        return min(len(self.occurrences(phrase, counted=False).rows), most)

    def occurrences(self, phrase: Phrase, *, title: bool = False, counted: bool = True) -> Occurrences:
        """The posts that hold a phrase; see `Source`."""
        wanted = re.compile(f"(?= {'  '.join(phrase.tokens)}{'' if phrase.prefix else ' '})")
        first = f" {phrase.tokens[0]}"
        found = {}
        for row, (own, text) in enumerate(zip(self.titles, self.texts, strict=True)):
            count = TITLE_WEIGHT * len(wanted.findall(own)) if first in own else 0
            if not title and first in text:
                count += len(wanted.findall(text))
            if count:
                found[row] = count if counted else 1
        return Occurrences(np.array([*found], dtype=np.int64), np.array([*found.values()], dtype=np.float64))
