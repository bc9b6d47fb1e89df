"""Which posts fulfil a query, and how well: a query is worked out on all posts at once, from its leaves up.

A term that stands for several phrases is one thing: their occurrences are added up, each with its weight, and
how rare the term is follows from the posts that hold any of them. Scores are those of BM25 (Robertson and
Zaragoza, The Probabilistic Relevance Framework, 2009) with the weight of Lucene, which is never negative.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from lfnkr_nb.search.tree import And, Filter, Meaning, Node, Not, Or

if TYPE_CHECKING:
    from lfnkr_nb.search.source import Source

__all__ = ["Fit", "evaluate"]

_K1, _B = 1.2, 0.75
#: What a name counts whose words stand apart in a text, beside the same words as a name.
_APART: Final = 0.5

Flags = np.ndarray[Any, np.dtype[np.bool_]]
Numbers = np.ndarray[Any, np.dtype[np.float64]]
Rows = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Fit:
    """For each post of an archive whether it fulfils a query, and its score (0 where it does not)."""

    flags: Flags
    scores: Numbers


def evaluate(node: Node, source: Source, filtered: Callable[[Filter], Flags], *, ranked: bool = True) -> Fit:
    """How posts fit a query whose terms are understood.

    Args:
        node: The query.
        source: Where to look for words.
        filtered: For each post whether it fulfils a filter.
        ranked: False leaves all scores at 0 and is quicker.
    """
    return _Judge(source, filtered, ranked).fit(node)


class _Judge:
    def __init__(self, source: Source, filtered: Callable[[Filter], Flags], ranked: bool) -> None:
        self.source = source
        self.filtered = filtered
        self.ranked = ranked
        self.count = len(source.lengths)
        self.unscored = np.zeros(self.count)
        self.mean_length = float(source.lengths.mean()) or 1.0 if self.count else 1.0

    def fit(self, node: Node) -> Fit:
        match node:
            case Meaning():
                return self.named(node) if node.alone else self.meaning(node)
            case Filter():
                return Fit(self.filtered(node), self.unscored)
            case And(parts):
                return self.all([self.fit(part) for part in parts])
            case Or(parts):
                return self.any([self.fit(part) for part in parts])
            case Not(part):
                return Fit(~self.fit(part).flags, self.unscored)
            case _:
                raise TypeError(f"a term that was not understood: {node}")

    def meaning(self, meaning: Meaning) -> Fit:
        if not self.ranked:
            return self.unranked(meaning)
        counts = np.zeros(self.count)
        for phrase in meaning.phrases:
            found = self.source.occurrences(phrase, title=meaning.field == "title")
            counts[found.rows] += found.counts * phrase.weight
        hits = np.flatnonzero(counts)
        scores = np.zeros(self.count)
        scores[hits] = self.scored(hits, counts[hits])
        return Fit(counts > 0, scores)

    def scored(self, hits: Rows, counts: Numbers) -> Numbers:
        """The scores of posts that hold a term, from how often each does."""
        weight = np.log(1 + (self.count - len(hits) + 0.5) / (len(hits) + 0.5))
        damped = _K1 * (1 - _B + _B * self.source.lengths[hits] / self.mean_length)
        found: Numbers = weight * counts * (_K1 + 1) / (counts + damped)
        return found

    def unranked(self, meaning: Meaning) -> Fit:
        flags = np.zeros(self.count, dtype=bool)
        for phrase in meaning.phrases:
            found = self.source.occurrences(phrase, title=meaning.field == "title", counted=False)
            flags[found.rows] = True
        return Fit(flags, self.unscored)

    def named(self, meaning: Meaning) -> Fit:
        """A name of several words: as a name, or each of its words somewhere."""
        together = self.meaning(meaning)
        apart = self.all([self.meaning(word) for word in meaning.alone])
        return Fit(together.flags | apart.flags, np.maximum(together.scores, _APART * apart.scores))

    def all(self, parts: list[Fit]) -> Fit:
        flags = np.logical_and.reduce([part.flags for part in parts])
        if not self.ranked:
            return Fit(flags, self.unscored)
        return Fit(flags, np.where(flags, sum(part.scores for part in parts), 0.0))

    def any(self, parts: list[Fit]) -> Fit:
        flags = np.logical_or.reduce([part.flags for part in parts])
        if not self.ranked:
            return Fit(flags, self.unscored)
        return Fit(flags, np.add.reduce([part.scores for part in parts]))
