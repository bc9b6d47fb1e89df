"""Which terms stand in the same posts, and whether more often than chance would bring them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final

from lfnkr_nb.errors import SelectionError
from lfnkr_nb.frames import build_frame

if TYPE_CHECKING:
    import pandas as pd

    from lfnkr_nb.archive import Archive

__all__ = ["TAXONOMIES", "cooccurrence_frame"]

#: What `cooccurrence` can pair beside searches.
TAXONOMIES: Final = ("tag", "category", "concept", "place")


def cooccurrence_frame(archive: Archive, terms: str | Sequence[str]) -> pd.DataFrame:
    """The `cooccurrence` frame: one row a pair of terms that share a post, the closest pairs first.

    Args:
        archive: The posts that are counted.
        terms: `tag`, `category`, `concept` or `place`; or searches, which are paired with each other.

    Raises:
        SelectionError: `terms` is one text and no such word, or a search cannot be understood.
    """
    posts_of = _by_word(archive, terms) if isinstance(terms, str) else _by_query(archive, terms)
    pairs = ((a, b, len(posts_of[a] & posts_of[b])) for a, b in combinations(sorted(posts_of), 2))
    rows = [_row(a, b, together, posts_of, len(archive)) for a, b, together in pairs if together]
    rows.sort(key=lambda row: (-float(row["lift"]), -int(row["posts"]), str(row["a"]), str(row["b"])))
    return build_frame("cooccurrence", rows)


def _by_word(archive: Archive, word: str) -> dict[str, set[str]]:
    if word not in TAXONOMIES:
        hint = f"Use one of {', '.join(TAXONOMIES)}, or give a list of searches."
        raise SelectionError(f"`{word}` is nothing that can be paired", hint=hint)
    frame, column = (archive.places, "place") if word == "place" else (archive.terms, "path")
    frame = frame if word == "place" else frame[frame.taxonomy == word]
    return {str(name): set(keys) for name, keys in frame.groupby(column, observed=True)["post"]}


def _by_query(archive: Archive, queries: Sequence[str]) -> dict[str, set[str]]:
    return {text: set(archive.select(text=text).posts.index) for text in queries}


def _row(
    a: str, b: str, together: int, posts_of: Mapping[str, set[str]], total: int
) -> dict[str, str | int | float]:
    expected = len(posts_of[a]) * len(posts_of[b]) / total
    return {
        "a": a,
        "b": b,
        "posts": together,
        "posts_a": len(posts_of[a]),
        "posts_b": len(posts_of[b]),
        "expected": expected,
        "lift": together / expected,
    }
