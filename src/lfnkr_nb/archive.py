"""A folder of posts as an `Archive`: pandas frames, selection, search, problems."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lfnkr_nb.analysing import Analysing
from lfnkr_nb.analysis.contents import Contents
from lfnkr_nb.dates import When
from lfnkr_nb.escaping import visible
from lfnkr_nb.fields import Problem
from lfnkr_nb.folders import posts_folder
from lfnkr_nb.following import follows_files, forget
from lfnkr_nb.holdings import ByPath, Holdings, described
from lfnkr_nb.index import Index
from lfnkr_nb.links import LinkMap
from lfnkr_nb.post import Post
from lfnkr_nb.relating import Relating
from lfnkr_nb.selection import make_conditions, mask_flags, rows_that_fulfil

if TYPE_CHECKING:
    import pandas as pd

    from lfnkr_nb.watching import Watch

__all__ = ["Archive"]

Progress = Callable[[int, int | None], None]
Rows = np.ndarray[Any, np.dtype[np.int64]]


class Archive(Analysing, Contents, Relating):
    """Posts in order, newest first, with DataFrames over them. Made by `Archive.open` and `select`.

    Iterating gives `Post`s; `archive["slug"]` gives one, read from its file; `len(archive)` counts them. An open
    archive follows its folder: when it is asked for something, it looks whether files changed. What it gave out
    does not change, neither a frame nor a selection.

    Attributes:
        folder: The posts folder.
        root: The folder that holds it, and briefings/, exports/, private/ beside it.
        conditions: How it was selected, for people to read; empty for a whole archive.
    """

    def __init__(
        self,
        index: Index,
        *,
        holdings: Holdings | None = None,
        rows: Rows | None = None,
        whole: Archive | None = None,
        conditions: str = "",
    ) -> None:
        self.folder = index.folder
        self.root = index.folder.parent
        self.conditions = conditions
        self._index = index
        self._holdings = holdings or Holdings(index.folder, index.known, stored=index.stored)
        self._chosen = rows
        self._whole = whole
        self._follows = whole is None
        self._followed: dict[str, Any] = {}

    @classmethod
    def open(
        cls,
        path: Path | str = "posts",
        *,
        progress: Progress | None = None,
        index: bool = True,
        executor: Executor | None = None,
    ) -> Archive:
        """Open every `.md` file below a posts folder.

        A file that cannot be used never stops the others: it is a row of `problems`.

        Args:
            path: The posts folder, or the folder that holds `posts/`.
            progress: Called with (files read, files to read) now and then.
            index: Whether to use the index in `.lfnkr/` beside the posts; the result is the same without it.
            executor: Where files are read that the index does not know: any `concurrent.futures.Executor`.
                None reads them here, many files in as many processes as there are cores.

        Raises:
            ArchiveError: There is no such folder.
        """
        made = Index(posts_folder(Path(path).absolute()), stored=index, executor=executor)
        made.refresh(progress=progress)
        return cls(made)

    def reopen(self) -> Archive:
        """The whole archive as it is on disk now; every post is read again when it is asked for."""
        self._index.refresh()
        return Archive(self._index)

    def reread(self) -> Archive:
        """The whole archive with every post read again when it is asked for; the folder is listed when it is time."""
        return self.reopen() if self._index.pace.is_due() else Archive(self._index)

    def refresh(self) -> Archive:
        """Look at the folder now, however short the last look ago; returns the archive itself.

        Only new and changed files are read. A selection does not change; its whole archive does.

        Raises:
            ArchiveError: The folder is gone.
        """
        if self._whole is not None:
            self._whole.refresh()
        if not self._follows:
            return self
        posts_folder(self.folder)
        self._index.refresh()
        self._take_up()
        return self

    def _take_up(self) -> None:
        """Hold what the index knows, whoever let it look."""
        known, before = self._index.known, self._holdings
        if not self._index.is_known(before.known):
            self._holdings = Holdings(self.folder, known, before, stored=self._index.stored)
            forget(self)

    def watch(self, on_change: Callable[[Archive], Any]) -> Watch:
        """Call a function with this archive whenever files changed, in a thread, until `.stop()` of the result.

        With the extra `watch` within a fraction of a second, else within some seconds.
        """
        from lfnkr_nb.watching import Watch  # noqa: PLC0415 - only for who watches

        return Watch(self.whole, on_change)

    @property
    def moment(self) -> object:
        """Stands for the files as they are known now: another object after every change."""
        return self._holdings

    def pinned(self) -> Archive:
        """The same archive as it is now; it does not follow its folder, so that long work sees one moment of it."""
        index, holdings = self._index, self._holdings
        whole = Archive(index, holdings=holdings)
        whole._follows = False
        if self._whole is None:
            return whole
        return Archive(index, holdings=holdings, rows=self._chosen, whole=whole, conditions=self.conditions)

    def _notice(self) -> None:
        """Refresh an open archive when it is time to look; what was selected stays as it is.

        A folder that is gone, as on a disk that was taken out, is no empty archive: all stays as it was.
        """
        if self._follows:
            self._index.look()
            self._take_up()

    # --- posts ----------------------------------------------------------------------------------------

    def _now(self) -> tuple[Holdings, Rows]:
        """What it holds as it is known now, and its rows of that; another thread may refresh at any time."""
        holdings = self._holdings
        return holdings, np.arange(len(holdings)) if self._chosen is None else self._chosen

    def _view(self) -> tuple[Holdings, Rows]:
        """What it holds, after a look at the folder when it is time for one."""
        self._notice()
        return self._now()

    @property
    def _rows(self) -> Rows:
        """Its rows in the whole archive's table."""
        return self._now()[1]

    def __iter__(self) -> Iterator[Post]:
        holdings, rows = self._view()
        return holdings.posts(rows.tolist())

    def __len__(self) -> int:
        return len(self._view()[1])

    def __contains__(self, key: object) -> bool:
        holdings, rows = self._view()
        row = holdings.row_of_path(key.path) if isinstance(key, Post) else holdings.row_of_key.get(str(key))
        if row is None or row not in rows:
            return False
        return not isinstance(key, Post) or any(post == key for post in holdings.posts([row]))

    def __getitem__(self, key: str) -> Post:
        """The post with this slug, file name without `.md`, or path seen from the posts folder.

        Raises:
            ArchiveError: There is none, or two posts have this slug; the hint names the nearest ones.
            PostError: Its file cannot be used any more.
        """
        holdings, rows = self._view()
        return holdings.post(holdings.row(key, rows))

    @property
    def names(self) -> Mapping[Path, str]:
        """Path of each post seen from the posts folder, with `/`, by its whole path."""
        holdings = self._holdings
        return ByPath(holdings, self._chosen, holdings.names.__getitem__)

    @property
    def keys(self) -> Mapping[Path, str]:
        """Key of each post, by its whole path: its slug, or its path without `.md` where two posts share a slug."""
        holdings = self._holdings
        return ByPath(holdings, self._chosen, holdings.keys.__getitem__)

    @follows_files
    def slugs(self) -> frozenset[str]:
        """The slugs of its posts."""
        holdings, rows = self._now()
        return frozenset(map(holdings.slugs.__getitem__, rows.tolist()))

    def place(self, post: Post) -> int:
        """Where a post stands in the order of the whole archive, counted from 0.

        Raises:
            KeyError: It is none of its posts.
        """
        row = self._holdings.row_of_path(post.path)
        if row is None:
            raise KeyError(post.path)
        return row

    @property
    def whole(self) -> Archive:
        """The archive this one was selected from."""
        return self._whole or self

    @property
    def bounds(self) -> Mapping[Path, When]:
        """By path, the latest date that an undated post is known to be later than."""
        return self._holdings.bounds

    @property
    def links_to(self) -> LinkMap:
        """Finds the posts of the whole archive that an address means."""
        return self._holdings.links_to

    # --- choosing -------------------------------------------------------------------------------------

    def select(self, mask: Any = None, **conditions: Any) -> Archive:
        """The posts that fulfil every condition, as an Archive again.

        WordPress pages (`kind: page`) are selected only by asking for them.

        Args:
            mask: A boolean Series over `posts` (in its order or by its index), or a function of a Post.
            **conditions: `category`, `tag`, `since`, `until`, `text`, `public`, `slugs`, or any front-matter
                field. A list means any of its values; None means that the post does not say.

        Raises:
            SelectionError: An unknown condition or a value that cannot be read.
        """
        made = make_conditions(conditions, self.root) if conditions or mask is None else []
        holdings, rows = self._view()  # from here on one moment of the files
        if mask is not None and not callable(mask):
            rows = rows[mask_flags(mask, holdings, rows)]
        rows = rows_that_fulfil(made, holdings, rows)
        if callable(mask):
            chosen = [row for row in rows.tolist() if any(map(mask, holdings.posts([row])))]
            rows = np.array(chosen, dtype=np.int64)
        words = [self.conditions, *(f"{name}={value}" for name, value in conditions.items())]
        words += ["mask"] * (mask is not None)
        said = ", ".join(filter(None, words))
        return Archive(self._index, holdings=holdings, rows=rows, whole=self.whole, conditions=said)

    def search(
        self, query: str, *, limit: int | None = None, html: bool = False, progress: Progress | None = None
    ) -> pd.DataFrame:
        """Posts that fulfil a search, best first: rank, title, date, language, score and a snippet.

        The first search of an archive makes its full-text index, in `.lfnkr/` beside the posts.

        Args:
            query: Words, "phrases", prefix*, AND, OR, NOT (or a minus), brackets, and filters such as
                `title:`, `category:`, `tag:`, `lang:`, `kind:`, `byline:`, `after:` and `before:`.
            limit: At most so many rows.
            html: Snippets as HTML, escaped, with each hit in `<mark>`; else as text, each hit between » and «.
            progress: Called with (posts read, posts to read) while the index is made.

        Raises:
            QueryError: The query cannot be understood.
            SynonymsError: The archive's `synonyms.yaml` cannot be understood.
        """
        from lfnkr_nb.search.query import parse_query  # noqa: PLC0415 - only for a search
        from lfnkr_nb.search.results import best_rows, search_frame  # noqa: PLC0415

        parsed = parse_query(query)
        holdings, rows = self._view()
        found = holdings.searcher.find(parsed, progress=progress)
        return search_frame(holdings, found, best_rows(found, rows, limit), html=html)

    # --- frames ---------------------------------------------------------------------------------------

    @follows_files
    def posts(self) -> pd.DataFrame:
        """One row a post, newest first, indexed by its key; columns and dtypes in the reference."""
        from lfnkr_nb.frames import posts_frame  # noqa: PLC0415 - pandas is loaded when a frame is asked for

        return posts_frame(*self._now())

    @follows_files
    def terms(self) -> pd.DataFrame:
        """One row for each category and tag of each post."""
        from lfnkr_nb.frames import terms_frame  # noqa: PLC0415

        return terms_frame(*self._now())

    @follows_files
    def links(self) -> pd.DataFrame:
        """One row for each link of each post, and where it leads in this archive."""
        from lfnkr_nb.frames import build_frame  # noqa: PLC0415
        from lfnkr_nb.references import link_rows  # noqa: PLC0415

        pinned = self.pinned()
        return build_frame("links", link_rows(pinned, pinned.links_to, pinned.whole.keys))

    @follows_files
    def images(self) -> pd.DataFrame:
        """One row for each picture of each post, its alt text, and whether it may be used."""
        from lfnkr_nb.frames import build_frame  # noqa: PLC0415
        from lfnkr_nb.references import image_rows  # noqa: PLC0415

        pinned = self.pinned()
        return build_frame("images", image_rows(pinned, pinned.keys))

    @follows_files
    def problems(self) -> pd.DataFrame:
        """What is wrong with the files, with path, line and what to do next; errors first."""
        from lfnkr_nb.frames import build_frame, problem_rows  # noqa: PLC0415

        found = self.check()
        names = {p.path: Path(os.path.relpath(p.path, self.folder)).as_posix() for p in found if p.path}
        return build_frame("problems", problem_rows(found, names))

    @property
    def unreadable(self) -> list[Problem]:
        """Files and folders of the whole archive that cannot be read and so are left out."""
        return self._holdings.bad

    def check(self, *, executor: Executor | None = None, progress: Progress | None = None) -> list[Problem]:
        """What is wrong with the posts: files that cannot be used, unreadable values, contradictions.

        Args:
            executor: Where posts are looked at, in batches: any `concurrent.futures.Executor` whose workers see
                the folder under the same path. None looks at them here.
            progress: Called with (posts looked at, posts there are).
        """
        from lfnkr_nb.checks import check_archive  # noqa: PLC0415

        self._notice()
        of_files = [*self._holdings.bad, *self._holdings.order_problems] if self._whole is None else []
        return check_archive(self.pinned(), of_files, executor=executor, progress=progress)

    def to_parquet(
        self, folder: Path | str, *, content: bool = True, progress: Progress | None = None
    ) -> Path:
        """Write the posts as a Parquet data set, a folder for each year, columns as in the reference; returns `folder`.

        It holds what posts hold, drafts and names included: it is for work inside the house.

        Args:
            folder: Where to; it does not exist yet, or holds such a data set, which is replaced as a whole.
            content: Whether the texts are written, too.
            progress: Called with (posts written, posts there are).

        Raises:
            ExportError: The extra `parquet` is not installed, or it cannot be written there.
        """
        from lfnkr_nb.parquet import write_parquet  # noqa: PLC0415 - pyarrow is an extra

        write_parquet(*self._view(), Path(folder), content=content, progress=progress)
        return Path(folder)

    # --- showing --------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        said = described(*self._view(), whole=self._whole is None, conditions=self.conditions)
        return visible(f"<Archive: {said}>")

    def _repr_html_(self) -> str:
        from lfnkr_nb.showing import archive_html  # noqa: PLC0415 - only in a notebook

        return archive_html(self)
