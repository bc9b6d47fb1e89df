"""The frames of related posts and of near-duplicates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lfnkr_nb.frames import build_frame, titles
from lfnkr_nb.related.near_duplicates import Pair, near_duplicates
from lfnkr_nb.related.related_posts import related_to
from lfnkr_nb.selection import public_rows

if TYPE_CHECKING:
    import pandas as pd

    from lfnkr_nb.archive import Archive
    from lfnkr_nb.holdings import Holdings

__all__ = ["near_duplicates_frame", "related_frame"]

Progress = Callable[[int, int | None], None]


def related_frame(archive: Archive, key: str, *, limit: int, public: bool | None) -> pd.DataFrame:
    """The `related` frame of a post."""
    found = related_to(archive, key, limit=limit, public=public)
    holdings = archive._holdings
    shown, published = titles(holdings.table), public_rows(holdings.table)
    langs, moments = holdings.table.column("lang").listed(), holdings.table.texts("date")
    rows = [
        {
            "rank": rank,
            "title": shown[each.row],
            "date": archive.whole.posts.date.iloc[each.row] if moments[each.row] else None,
            "lang": langs[each.row],
            "likeness": round(each.likeness, 4),
            "reason": "; ".join(each.reasons),
            "public": bool(published[each.row]),
        }
        for rank, each in enumerate(found, 1)
    ]
    return build_frame("related", rows, index=[holdings.keys[each.row] for each in found])


def near_duplicates_frame(
    archive: Archive, *, at_least: float, public: bool | None, progress: Progress | None
) -> pd.DataFrame:
    """The `near_duplicates` frame of an archive."""
    holdings, rows = archive._holdings, archive._rows
    published = public_rows(holdings.table)
    if public is not None:
        rows = rows[published[rows] == public]
    pairs = near_duplicates(holdings, rows, at_least=at_least, progress=progress)
    shown = titles(holdings.table)
    found = [
        {
            "post": holdings.keys[pair.row],
            "other": holdings.keys[pair.other],
            "likeness": round(pair.likeness, 4),
            "relation": _relation(holdings, pair),
            "title": shown[pair.row],
            "other_title": shown[pair.other],
            "public": bool(published[pair.row] and published[pair.other]),
        }
        for pair in pairs
    ]
    return build_frame("near_duplicates", found)


def _relation(holdings: Holdings, pair: Pair) -> str:
    """What two posts of nearly the same text are to each other."""
    one, other = holdings.post(pair.row), holdings.post(pair.other)
    if other.slug in one.get("translations", ()) or one.slug in other.get("translations", ()):
        return "translation"
    return "same text" if pair.likeness == 1 else "near-duplicate"
