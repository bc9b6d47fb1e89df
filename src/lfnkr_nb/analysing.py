"""What an archive answers when it is analysed: trends and pairs. `Archive` has these as its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import pandas as pd

    from lfnkr_nb.archive import Archive

__all__ = ["Analysing"]


class Analysing:
    """The part of `Archive` that analysts use; every answer is a DataFrame described in the reference."""

    def trend(
        self,
        query: str | Sequence[str] | None = None,
        *,
        by: str = "year",
        concepts: Sequence[str] = (),
        **conditions: Any,
    ) -> pd.DataFrame:
        """How many posts fulfil a search, period by period.

        A post whose date is unknown or too coarse counts as `possible` in each period its bounds allow, and in
        the last row, which has no period. No date is guessed.

        Args:
            query: A search, or several, each counted for itself; None counts all posts.
            by: `year`, `quarter` or `month`.
            concepts: Concept tags that keep the senses of a word apart; each gets rows of its own, and one more
                is for posts with none of them.
            **conditions: As for `select`, such as `lang="ja"`.

        Raises:
            SelectionError: A period, search or condition cannot be understood.
        """
        from lfnkr_nb.analysis.trends import trend_frame  # noqa: PLC0415 - pandas is loaded when it is asked for

        return trend_frame(self._archive.select(**conditions), query, by=by, concepts=concepts)

    def cooccurrence(self, terms: str | Sequence[str] = "tag", **conditions: Any) -> pd.DataFrame:
        """Which terms stand in the same posts, the closest pairs first.

        Args:
            terms: `tag`, `category` or `concept`; or a list of searches.
            **conditions: As for `select`.

        Raises:
            SelectionError: The terms, a search or a condition cannot be understood.
        """
        from lfnkr_nb.analysis.cooccurrence import cooccurrence_frame  # noqa: PLC0415

        return cooccurrence_frame(self._archive.select(**conditions), terms)

    @property
    def _archive(self) -> Archive:
        return cast("Archive", self)
