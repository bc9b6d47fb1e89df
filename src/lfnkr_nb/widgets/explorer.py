"""The explorer: a trend over time, of which some years are chosen; list, figures and map follow the choice."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
import pandas as pd

from lfnkr_nb.analysis.trends import PERIODS, period_of
from lfnkr_nb.archive import Archive
from lfnkr_nb.briefing import Briefing
from lfnkr_nb.commands.figures import figure_words
from lfnkr_nb.errors import BriefingError
from lfnkr_nb.fields import clean_slug
from lfnkr_nb.widgets.base import DeskWidget, Message, page_module, page_style

__all__ = ["Explorer", "explore"]

#: Rows of a list that are sent to the page; the whole number is told beside it.
_SHOWN: Final = 200

Buffers = Sequence[memoryview]


def explore(archive: Archive) -> Explorer:
    """The explorer over an archive: choose years in a trend, and see what was written and claimed in them.

    Args:
        archive: The posts; a selection works as well.

    Returns:
        A widget. Its `selection` is the Archive of the posts that are shown.
    """
    return Explorer(archive)


class Explorer(DeskWidget):
    """What `explore` shows.

    Attributes:
        archive: The posts, as they were when the explorer was made.
        selection: The posts that are shown now.
    """

    _esm = page_module("explorer.js")
    _css = page_style("explorer.css")

    def __init__(self, archive: Archive) -> None:
        super().__init__()
        self.archive = archive.pinned()
        self.selection = self.archive

    def _on_trend(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """The bars of a search, and the posts of no sure period."""
        query = str(message.get("query", "")).strip()
        frame = self.archive.trend(query or None, by=_period(message))
        dated = frame[frame["period"].notna()]
        return {
            "bars": dated[["period", "posts", "possible"]].to_dict("records"),
            "undated": int(frame.loc[frame["period"].isna(), "posts"].sum()),
        }

    def _on_choose(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """The posts of some periods, or all that a search finds, and what they claim."""
        self.selection = self._chosen(message)
        figures = self.selection.figures
        return {
            "posts": [
                _post_row(row) for row in self.selection.posts.head(_SHOWN).reset_index().to_dict("records")
            ],
            "posts_total": len(self.selection),
            "figures": [_figure_row(row) for row in figures.head(_SHOWN).to_dict("records")],
            "figures_total": len(figures),
            "places": _counted(self.selection.places),
        }

    def _on_map(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """The map of the places of what is shown, as a drawing; empty without the libraries for charts."""
        if find_spec("vl_convert") is None:
            return {"svg": ""}
        from lfnkr_nb import charts  # noqa: PLC0415 - drawn when somebody looks at it

        drawn = charts.places(self.selection.places, lang=str(message.get("lang", "en")))
        return {"svg": drawn.svg, "alt": drawn.alt}

    def _on_brief(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """A recipe of the posts that are shown."""
        title = str(message.get("title", "")).strip()
        if not title:
            raise BriefingError("A briefing needs a title", hint="Write one.")
        if not len(self.selection):
            raise BriefingError("No post is shown", hint="Choose other years, or change the search.")
        path = self.archive.root / "briefings" / f"{clean_slug(title).lower()}.md"
        Briefing(title, self.selection).save(path)
        return {"path": path.relative_to(self.archive.root).as_posix(), "posts": len(self.selection)}

    def _found(self, message: Message) -> Archive:
        query = str(message.get("query", "")).strip()
        return self.archive.select(text=query) if query else self.archive.select()

    def _chosen(self, message: Message) -> Archive:
        found = self._found(message)
        first, last = str(message.get("first") or ""), str(message.get("last") or "")
        if not first or not last:
            return found
        periods = period_of(found.posts, _period(message))
        inside = np.array([first <= periods.get(key, "") <= last for key in found.posts.index], dtype=bool)
        return found.select(inside)


def _period(message: Message) -> str:
    by = str(message.get("by", "year"))
    return by if by in PERIODS else "year"


def _post_row(row: dict[Any, Any]) -> dict[str, Any]:
    kind = row["kind"] if isinstance(row["kind"], str) else ""
    return {
        "key": row["post"],
        "title": row["title"],
        "date": "" if pd.isna(row["date"]) else row["date"].strftime("%Y-%m-%d"),
        "kind": kind,
        "lang": row["lang"],
    }


def _figure_row(row: dict[Any, Any]) -> dict[str, Any]:
    said = {key: row[key] if isinstance(row[key], str) else "" for key in ("act", "date", "sentence")}
    return {"figure": figure_words(row), "post": row["post"], **said}


def _counted(places: pd.DataFrame) -> list[dict[str, Any]]:
    counts = places.groupby("place", observed=True)["post"].nunique().sort_values(ascending=False)
    return [{"place": str(place), "posts": int(count)} for place, count in counts.head(_SHOWN).items()]
