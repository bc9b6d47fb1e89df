"""What an archive can be asked about its contents: figures, dates, events and threads, as frames."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.dates import When
from lfnkr_nb.following import follows_files

if TYPE_CHECKING:
    import pandas as pd

    from lfnkr_nb.analysis.events import Event
    from lfnkr_nb.analysis.reading import Reading
    from lfnkr_nb.archive import Archive
    from lfnkr_nb.post import Post

__all__ = ["Contents"]

#: Readings that stay in memory, by the bytes they were read from: a changed post is read again, no other one.
_KEPT: Final = 50_000
_readings: OrderedDict[bytes, Reading] = OrderedDict()


class Contents:
    """The part of `Archive` that reads its posts; each frame is worked out when it is first asked for."""

    _followed: dict[str, Any]

    def _notice(self) -> None:
        raise NotImplementedError

    def pinned(self) -> Archive:
        """The same archive as it is now."""
        raise NotImplementedError

    @follows_files
    def _readings(self) -> list[tuple[str, Reading]]:
        pinned = self.pinned()
        return [(pinned.keys[post.path], reading_of(post, pinned.bounds.get(post.path))) for post in pinned]

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


def reading_of(post: Post, after: When | None) -> Reading:
    """The figures and dates of a post, read once for its bytes.

    Args:
        post: The post.
        after: What an undated post is known to be later than.
    """
    from lfnkr_nb.analysis.reading import read_post  # noqa: PLC0415

    written = f"{after.written if after and not post.date else ''}\n{post.text}"
    key = blake2b(written.encode("utf-8", "surrogatepass"), digest_size=20).digest()
    found = _readings.get(key)
    if found is None:
        found = _readings[key] = read_post(post, after)
        if len(_readings) > _KEPT:
            _readings.popitem(last=False)
    return found


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
