"""The frame of a search: who fits best comes first, with a passage that shows why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from lfnkr_nb.columns import Texts
from lfnkr_nb.errors import PostError
from lfnkr_nb.frames import categorical, moments, text_array, titles
from lfnkr_nb.search.snippets import Snippet, make_snippet, wanted_phrases
from lfnkr_nb.search.texts import text_of

if TYPE_CHECKING:
    from lfnkr_nb.holdings import Holdings
    from lfnkr_nb.search.searcher import Found
    from lfnkr_nb.search.tree import Phrase

__all__ = ["best_rows", "search_frame"]

Rows = np.ndarray[Any, np.dtype[np.int64]]


def best_rows(found: Found, rows: Rows, limit: int | None = None) -> Rows:
    """Those of the rows that fulfil a query, best first; of equals the newest first, as in the archive.

    Args:
        found: What the search found.
        rows: Rows of the archive, newest first.
        limit: At most so many.
    """
    hits = rows[found.fit.flags[rows]]
    scores = np.round(found.fit.scores[hits], 9)
    if limit is not None and 0 < limit < len(hits):
        among = scores >= np.partition(scores, -limit)[-limit]
        hits, scores = hits[among], scores[among]
    best: Rows = hits[np.argsort(-scores, kind="stable")][:limit]
    return best


def search_frame(holdings: Holdings, found: Found, rows: Rows, *, html: bool = False) -> pd.DataFrame:
    """The `search` frame of some rows, which are in order of rank.

    Args:
        holdings: The posts.
        found: What the search found.
        rows: The rows to show.
        html: Whether snippets are HTML.
    """
    table = holdings.table.take(rows)
    terms = tuple(wanted_phrases(found.query))
    shown = [_snippet(holdings, row, terms) for row in rows.tolist()]
    langs = table.column("lang")
    columns = {
        "rank": np.arange(1, len(rows) + 1),
        "title": text_array(titles(table)),
        "date": moments(table.ints("moment")),
        "lang": categorical(langs, sorted(langs.used())),
        "score": np.round(found.fit.scores[rows], 6),
        "snippet": text_array(Texts.of([each.html() if html else each.marked() for each in shown]).values),
    }
    keys = holdings.keys
    index = pd.Index([keys[row] for row in rows.tolist()], dtype="str", name="post")
    return pd.DataFrame(columns, index=index)


def _snippet(holdings: Holdings, row: int, terms: tuple[tuple[Phrase, ...], ...]) -> Snippet:
    try:
        post = holdings.post(row)
    except PostError:  # it went bad since the archive looked; the next look tells of it
        return Snippet("")
    labels = post.get("protect", ()) if post.may_say("protect") else ()
    return make_snippet(text_of(post), terms, keep=[label for label in labels if isinstance(label, str)])
