"""A search as a condition of a selection, on all posts of an archive or on one post alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lfnkr_nb.dates import When
from lfnkr_nb.post import Post
from lfnkr_nb.search.filters import condition_of
from lfnkr_nb.search.meaning import understand
from lfnkr_nb.search.query import parse_query
from lfnkr_nb.search.ranking import evaluate
from lfnkr_nb.search.scan import ScannedSource
from lfnkr_nb.search.source import prepared
from lfnkr_nb.search.synonyms import Synonyms, load_synonyms
from lfnkr_nb.search.tree import Filter, Node
from lfnkr_nb.selection import Condition

if TYPE_CHECKING:
    from lfnkr_nb.holdings import Holdings

__all__ = ["fulfils", "text_condition"]


def text_condition(text: str, root: Path | None) -> Condition:
    """The condition that a post fulfils a search.

    Raises:
        QueryError: The search cannot be understood.
        SynonymsError: The synonyms in the archive's root cannot be read.
    """
    query = parse_query(text)
    synonyms = load_synonyms(root) if root is not None else Synonyms([])

    def flags(holdings: Holdings) -> np.ndarray[Any, np.dtype[np.bool_]]:
        return holdings.searcher.fit(query, ranked=False).flags

    return Condition(lambda post, bounds: fulfils(post, query, synonyms, bounds), flags)


def fulfils(post: Post, query: Node, synonyms: Synonyms, bounds: Mapping[Any, When]) -> bool:
    """Whether one post, as it is in memory, fulfils a query."""
    source = ScannedSource([prepared(post)], 1)

    def filtered(part: Filter) -> np.ndarray[Any, np.dtype[np.bool_]]:
        return np.array([condition_of(part).holds(post, bounds)])

    return bool(evaluate(understand(query, synonyms, source.forms), source, filtered, ranked=False).flags[0])
