"""What an archive can be asked about its contents: figures, dates, events and threads, as frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lfnkr_nb.following import follows_files

if TYPE_CHECKING:
    import pandas as pd

    from lfnkr_nb.analysis.events import Event
    from lfnkr_nb.analysis.reading import Reading
    from lfnkr_nb.archive import Archive, Rows
    from lfnkr_nb.holdings import Holdings
    from lfnkr_nb.index import Index
    from lfnkr_nb.post import Post

__all__ = ["Contents"]


class Contents:
    """The part of `Archive` that reads its posts; each frame is worked out when it is first asked for."""

    _followed: dict[str, Any]
    _holdings: Holdings
    _index: Index

    @property
    def _rows(self) -> Rows:
        raise NotImplementedError

    def _notice(self) -> None:
        raise NotImplementedError

    def pinned(self) -> Archive:
        """The same archive as it is now."""
        raise NotImplementedError

    @follows_files
    def _readings(self) -> list[tuple[str, Reading]]:
        from lfnkr_nb.analysis.remembering import readings_of_rows  # noqa: PLC0415 - loads the rules

        return readings_of_rows(self._holdings, self._rows.tolist(), stored=self._index.stored)

    @follows_files
    def _events(self) -> list[Event]:
        from lfnkr_nb.analysis.events import events_of  # noqa: PLC0415 - the rules are loaded when they are asked for

        return events_of(self._readings)

    @follows_files
    def figures(self) -> pd.DataFrame:
        """One row for each figure a post claims, with its sentence and its place in the post.

        `figures.claims.total()` adds up, and refuses to add a part to its whole.
        """
        import lfnkr_nb.analysis.totals  # noqa: F401, PLC0415 - registers the accessor `claims`
        from lfnkr_nb.analysis.rows import figure_rows  # noqa: PLC0415
        from lfnkr_nb.frames import build_frame  # noqa: PLC0415

        return build_frame("figures", figure_rows(self._readings, self._events))

    def contested(self) -> pd.DataFrame:
        """The claims about one event that give different numbers, side by side."""
        from lfnkr_nb.analysis.rows import contested_rows  # noqa: PLC0415
        from lfnkr_nb.frames import build_frame  # noqa: PLC0415

        return build_frame("contested", contested_rows(self._events))

    @follows_files
    def dates(self) -> pd.DataFrame:
        """One row for each date a post mentions, completed by the post's own date as far as that allows."""
        from lfnkr_nb.analysis.rows import date_rows  # noqa: PLC0415
        from lfnkr_nb.frames import build_frame  # noqa: PLC0415

        return build_frame("dates", date_rows(self._readings))

    @follows_files
    def events(self) -> pd.DataFrame:
        """One row for each dated happening that posts tell of, the latest first: a timeline."""
        from lfnkr_nb.analysis.rows import event_rows  # noqa: PLC0415
        from lfnkr_nb.frames import build_frame  # noqa: PLC0415

        return build_frame("events", event_rows(self._events))

    @follows_files
    def threads(self) -> pd.DataFrame:
        """Which post continues which: accepted in `follows:`, or proposed with a reason and a score."""
        from lfnkr_nb.analysis.threads import thread_rows, threads_of  # noqa: PLC0415
        from lfnkr_nb.frames import build_frame  # noqa: PLC0415

        pinned = self.pinned()
        return build_frame("threads", thread_rows(threads_of(list(pinned), pinned.keys, _links(pinned))))

    def confirm(self, post: str, value: float, *, by: str, start: int | None = None) -> Post:
        """Confirm a figure: write the claim with this value into the post's `figures:`, one line, and save it.

        Args:
            post: Key of the post.
            value: The figure's value.
            by: Who confirms it; initials are enough.
            start: The claim's `start`, where the post claims this value more than once.

        Returns:
            The post as saved.

        Raises:
            FigureError: The post claims no such figure, or several.
            ConflictError: The file changed on disk meanwhile; nothing was written.
        """
        from lfnkr_nb.analysis.accepting import confirm_figure  # noqa: PLC0415

        return confirm_figure(self.pinned(), post, value, by=by, start=start)

    def accept(self, post: str, follows: str) -> Post:
        """Accept a thread: write `follows:` into a post, one line, and save it; returns the post as saved.

        Args:
            post: Key of the later post.
            follows: Key of the earlier post that it continues.

        Raises:
            ArchiveError: There is no such post, or the two are one.
            ConflictError: The file changed on disk meanwhile; nothing was written.
        """
        from lfnkr_nb.analysis.accepting import accept_thread  # noqa: PLC0415

        return accept_thread(self.pinned(), post, follows)


def _links(archive: Archive) -> Iterator[Mapping[str, Any]]:
    """Rows of the `links` frame with the keys of the posts each may lead to."""
    from lfnkr_nb.references import link_rows  # noqa: PLC0415

    keys: Mapping[Path, str] = archive.keys
    whole = archive.whole.keys
    for row in link_rows(archive, archive.links_to, whole):
        if row["kind"] in ("post", "archive"):
            found = [
                keys[post.path] for post in archive.links_to.find(row["href"]).posts if post.path in keys
            ]
            yield {**row, "candidates": found}
