"""A folder of posts as an `Archive`: pandas frames, selection, search, problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lfnkr_nb.dates import When
from lfnkr_nb.errors import ArchiveError, PostError, SelectionError
from lfnkr_nb.escaping import visible
from lfnkr_nb.fields import Problem
from lfnkr_nb.folders import markdown_files, posts_folder
from lfnkr_nb.links import LinkMap
from lfnkr_nb.ordering import Order, order_posts
from lfnkr_nb.post import Post
from lfnkr_nb.search import parse_query, snippet
from lfnkr_nb.selection import make_tests

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Archive"]

Progress = Callable[[int, int | None], None]


class Archive:
    """Posts in order, newest first, with DataFrames over them. Made by `Archive.open` and `select`.

    Iterating gives `Post`s; `archive["slug"]` gives one; `len(archive)` counts them. An Archive does not
    change: `select` makes a new one, `reopen` reads the folder again.

    Attributes:
        folder: The posts folder.
        root: The folder that holds it, and briefings/, exports/, private/ beside it.
        conditions: How it was selected, for people to read; empty for a whole archive.
    """

    def __init__(
        self,
        folder: Path,
        order: Order,
        *,
        bad: Sequence[Problem] = (),
        whole: Archive | None = None,
        conditions: str = "",
    ) -> None:
        self.folder = folder
        self.root = folder.parent
        self.conditions = conditions
        self._order = order
        self._bad = tuple(bad)
        self._whole = whole
        self._posts: tuple[Post, ...] = tuple(order.posts)

    @classmethod
    def open(cls, path: Path | str = "posts", *, progress: Progress | None = None) -> Archive:
        """Read every `.md` file below a posts folder.

        A file that cannot be used never stops the others: it is a row of `problems`.

        Args:
            path: The posts folder, or the folder that holds `posts/`.
            progress: Called with (files read, files there are) now and then.

        Raises:
            ArchiveError: There is no such folder.
        """
        folder = posts_folder(Path(path).absolute())
        posts: list[Post] = []
        bad: list[Problem] = []
        paths = sorted(markdown_files(folder, bad))
        for count, file in enumerate(paths, 1):
            _read_into(file, posts, bad)
            if progress:
                progress(count, len(paths))
        return cls(folder, order_posts(posts), bad=bad)

    def reopen(self) -> Archive:
        """The whole archive as it is on disk now."""
        return Archive.open(self.folder)

    # --- posts ----------------------------------------------------------------------------------------

    def __iter__(self) -> Iterator[Post]:
        return iter(self._posts)

    def __len__(self) -> int:
        return len(self._posts)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key if isinstance(key, str) else key in self._posts

    def __getitem__(self, key: str) -> Post:
        """The post with this slug, file name without `.md`, or path seen from the posts folder.

        Raises:
            ArchiveError: There is none, or two posts have this slug; the hint names the nearest ones.
        """
        found = self._by_key.get(key.removesuffix(".md"))
        if found is not None:
            return found
        if twins := [self.names[p.path] for p in self._posts if p.slug == key]:
            raise ArchiveError(
                f"Several posts have the slug `{key}`", hint=f"Use a path: {', '.join(twins)}."
            )
        raise ArchiveError(f"No post `{key}` in this archive", hint=self._nearest(key))

    def _nearest(self, key: str) -> str:
        from difflib import get_close_matches  # noqa: PLC0415 - only for a misspelt slug

        close = get_close_matches(key, self.keys.values(), n=3, cutoff=0.5)
        return f"Did you mean {', '.join(close)}?" if close else "Run `lfnkr list` to see the slugs."

    @cached_property
    def names(self) -> dict[Path, str]:
        """Path of each post seen from the posts folder, with `/`."""
        return {post.path: post.path.relative_to(self.folder).as_posix() for post in self._posts}

    @cached_property
    def keys(self) -> dict[Path, str]:
        """Key of each post: its slug, or its path without `.md` where two posts share a slug."""
        return {
            post.path: post.slug
            if post.slug not in self._twins
            else self.names[post.path].removesuffix(".md")
            for post in self._posts
        }

    @cached_property
    def _by_key(self) -> dict[str, Post]:
        stems = Counter(post.path.stem for post in self.whole)
        found = {
            post.path.stem: post
            for post in self._posts
            if stems[post.path.stem] == 1 and post.path.stem not in self._twins
        }
        found |= {self.names[post.path].removesuffix(".md"): post for post in self._posts}
        return found | {key: post for post, key in zip(self._posts, self.keys.values(), strict=True)}

    @cached_property
    def _twins(self) -> set[str]:
        """Slugs that several posts of the whole archive have."""
        return {slug for slug, count in Counter(post.slug for post in self.whole).items() if count > 1}

    @property
    def whole(self) -> Archive:
        """The archive this one was selected from."""
        return self._whole or self

    @property
    def bounds(self) -> dict[Any, When]:
        """By path, the latest date that an undated post is known to be later than."""
        return self._order.after

    @cached_property
    def links_to(self) -> LinkMap:
        """Finds the posts of the whole archive that an address means."""
        return self._whole.links_to if self._whole else LinkMap(self._posts)

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
        tests = [] if mask is not None and not conditions else make_tests(conditions, self.bounds)
        if mask is not None:
            tests.append(self._mask_test(mask))
        chosen = tuple(post for post in self._posts if all(test(post) for test in tests))
        words = ", ".join(f"{name}={value}" for name, value in conditions.items())
        return self._part(chosen, ", ".join(filter(None, [words, "mask" * (mask is not None)])))

    def _part(self, posts: tuple[Post, ...], words: str) -> Archive:
        part = Archive(
            self.folder,
            self._order,
            whole=self.whole,
            conditions=", ".join(filter(None, [self.conditions, words])),
        )
        part._posts = posts
        return part

    def _mask_test(self, mask: Any) -> Callable[[Post], bool]:
        if callable(mask):
            return lambda post: bool(mask(post))
        flags = self._flags(mask)
        chosen = {post.path for post, flag in zip(self._posts, flags, strict=True) if flag}
        return lambda post: post.path in chosen

    def _flags(self, mask: Any) -> list[bool]:
        """One flag a post, by the index of the mask where it has that of `posts`, else in order."""
        keys = self.posts.index
        if hasattr(mask, "reindex") and mask.index.isin(keys).any():
            mask = mask.reindex(keys, fill_value=False)
        flags = _truths(mask)
        if len(flags) != len(self):
            raise SelectionError(
                f"The mask has {len(flags):,} rows, the archive {len(self):,} posts",
                hint="Make it from the `posts` frame of this archive.",
            )
        return flags

    def search(self, query: str, *, limit: int | None = None) -> pd.DataFrame:
        """Posts that fulfil a search, best first: rank, title, date and a snippet with the hit marked.

        Args:
            query: Words and "phrases", AND, OR, NOT (or a minus), `prefix*`.
            limit: At most so many rows.

        Raises:
            SelectionError: The query cannot be understood.
        """
        from lfnkr_nb.frames import build_frame  # noqa: PLC0415 - pandas is loaded when a frame is asked for
        from lfnkr_nb.search import fold  # noqa: PLC0415

        parsed = parse_query(query)
        hits = [post for post in self._posts if parsed.matches(post.folded)]
        hits.sort(key=lambda post: -parsed.score(fold(post.title), post.folded))
        rows = [
            {
                "rank": rank,
                "title": post.title,
                "date": post.date.instant if post.date else None,
                "snippet": snippet(post.plain, parsed),
            }
            for rank, post in enumerate(hits[:limit], 1)
        ]
        return build_frame("search", rows, index=[self.keys[post.path] for post in hits[:limit]])

    # --- frames ---------------------------------------------------------------------------------------

    @cached_property
    def posts(self) -> pd.DataFrame:
        """One row a post, newest first, indexed by its key; columns and dtypes in the reference."""
        from lfnkr_nb.frames import build_frame, post_rows, tree_order  # noqa: PLC0415

        rows = post_rows(self._posts, self.bounds, self.names)
        return build_frame(
            "posts", rows, index=list(self.keys.values()), trees={"category": tree_order(self.whole)}
        )

    @cached_property
    def terms(self) -> pd.DataFrame:
        """One row for each category and tag of each post."""
        from lfnkr_nb.frames import build_frame, term_rows, tree_order  # noqa: PLC0415

        rows = term_rows(self._posts, self.keys)
        tags = sorted({tag for post in self.whole for tag in post.tags})
        order = list(dict.fromkeys([*tree_order(self.whole), *tags]))
        return build_frame("terms", rows, trees={"path": order})

    @cached_property
    def links(self) -> pd.DataFrame:
        """One row for each link of each post, and where it leads in this archive."""
        from lfnkr_nb.frames import build_frame  # noqa: PLC0415
        from lfnkr_nb.references import link_rows  # noqa: PLC0415

        return build_frame("links", link_rows(self._posts, self.links_to, self.whole.keys))

    @cached_property
    def images(self) -> pd.DataFrame:
        """One row for each picture of each post, its alt text, and whether it may be used."""
        from lfnkr_nb.frames import build_frame  # noqa: PLC0415
        from lfnkr_nb.references import image_rows  # noqa: PLC0415

        return build_frame("images", image_rows(self._posts, self.keys))

    @cached_property
    def problems(self) -> pd.DataFrame:
        """What is wrong with the files, with path, line and what to do next; errors first."""
        from lfnkr_nb.frames import build_frame, problem_rows  # noqa: PLC0415

        found = self.check()
        names = {p.path: p.path.relative_to(self.folder).as_posix() for p in found if p.path}
        return build_frame("problems", problem_rows(found, names))

    def check(self) -> list[Problem]:
        """What is wrong with the posts: files that cannot be used, unreadable values, contradictions."""
        from lfnkr_nb.checks import check_archive  # noqa: PLC0415

        return check_archive(self, self._bad, self._order.problems if self._whole is None else [])

    # --- showing --------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        dates = [post.date.iso[:7] for post in self._posts if post.date]
        undated = len(self._posts) - len(dates)
        span = f"{min(dates)} to {max(dates)}" if dates else ""
        parts = [f"{len(self._posts):,} post{'s' * (len(self._posts) != 1)}", span]
        parts += [f"{undated} undated"] * bool(undated) + [self.conditions]
        if self._whole is None and (count := len(self._bad)):
            parts.append(f"{count} file{'s' * (count != 1)} with problems")
        return visible(f"<Archive: {', '.join(filter(None, parts))}>")

    def _repr_html_(self) -> str:
        from lfnkr_nb.showing import archive_html  # noqa: PLC0415 - only in a notebook

        return archive_html(self)


def _truths(mask: Any) -> list[bool]:
    """The flags of a mask; a missing value chooses nothing."""
    import pandas as pd  # noqa: PLC0415 - only for a mask

    try:
        return [bool(flag) for flag in pd.array(list(mask), dtype="boolean").fillna(False)]
    except (TypeError, ValueError) as error:
        hint = "Compare a column, e.g. archive.posts.lang == 'ko'."
        raise SelectionError("The mask is not a row of True and False", hint=hint) from error


def _read_into(path: Path, posts: list[Post], bad: list[Problem]) -> None:
    try:
        posts.append(Post.read(path))
    except PostError as error:
        bad.append(Problem(error.message, error.hint, "", error.line, "error", path))
