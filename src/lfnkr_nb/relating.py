"""What an archive answers about posts that belong together. `Archive` has these as its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from lfnkr_nb.errors import SelectionError

if TYPE_CHECKING:
    import pandas as pd

    from lfnkr_nb.archive import Archive

__all__ = ["Relating"]

Progress = Callable[[int, int | None], None]


class Relating:
    """The part of `Archive` that finds related posts and near-duplicates."""

    def related(self, key: str, *, limit: int = 10, public: bool | None = True) -> pd.DataFrame:
        """Posts of this archive that are related to one of them, each with the reason.

        Its translations, the posts of its thread (`follows:`) and those it links to come first, then posts that
        share its rare terms, in any of their forms and in other languages by their synonyms.

        Args:
            key: The post, as in `archive[key]`.
            limit: At most so many.
            public: True only public posts, so that none other is shown by accident; None all posts.

        Raises:
            ArchiveError: There is no such post.
        """
        from lfnkr_nb.related.frames import related_frame  # noqa: PLC0415 - only when it is asked for

        return related_frame(cast("Archive", self), key, limit=limit, public=public)

    def near_duplicates(
        self, *, at_least: float = 0.7, public: bool | None = True, progress: Progress | None = None
    ) -> pd.DataFrame:
        """Pairs of posts whose texts are nearly the same, the likest first, the newer post of each pair first.

        Args:
            at_least: Least likeness, above 0.4 and up to 1: the share of runs of five words (or characters) that
                the two have in common (Jaccard).
            public: True only public posts, so that none other is shown by accident; None all posts.
            progress: Called with (posts read, posts to read) while texts are read that are not known yet.

        Raises:
            SelectionError: `at_least` is out of range.
        """
        from lfnkr_nb.related.frames import near_duplicates_frame  # noqa: PLC0415

        if not 0.4 < at_least <= 1:
            raise SelectionError(f"`at_least={at_least}` is out of range", hint="Write for example 0.7.")
        return near_duplicates_frame(
            cast("Archive", self), at_least=at_least, public=public, progress=progress
        )
