"""What an archive holds at one moment: its posts by row, key, name and path. A post is read when it is asked for."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

from lfnkr_nb.counting import counted
from lfnkr_nb.dates import When
from lfnkr_nb.errors import ArchiveError, PostError
from lfnkr_nb.fields import Problem
from lfnkr_nb.index import Known
from lfnkr_nb.links import LinkMap
from lfnkr_nb.post import Post
from lfnkr_nb.saving import content_hash, read_bytes

if TYPE_CHECKING:
    from lfnkr_nb.search.searcher import Searcher

__all__ = ["ByPath", "Holdings", "described"]

#: Posts that stay in memory once they are read; an ordinary archive is read once, a large one does not fill it.
_KEPT: Final = 2_000

Value = TypeVar("Value")


class Holdings:
    """The posts below a folder, by the rows of a table that is in the archive's order.

    Attributes:
        folder: The posts folder.
        known: What is known of the files.
        table: The posts as columns.
        stored: Whether what is worked out may be kept in `.lfnkr/`.
    """

    def __init__(
        self, folder: Path, known: Known, before: Holdings | None = None, *, stored: bool = True
    ) -> None:
        self.folder = folder
        self.stored = stored
        self.known = known
        self.table = known.table
        self._read: OrderedDict[int, Post] = OrderedDict()
        self._lock = Lock()
        if before is not None:
            self._keep_unchanged(before)

    def __len__(self) -> int:
        return len(self.table)

    # --- posts ----------------------------------------------------------------------------------------

    def post(self, row: int) -> Post:
        """The post of a row, read from its file.

        Raises:
            PostError: The file is gone or cannot be used any more.
        """
        with self._lock:
            if row in self._read:
                self._read.move_to_end(row)
                return self._read[row]
        path = self.path(row)
        data = read_bytes(path)
        post = Post.parse(path, data, checked=content_hash(data) == self.table.column("hash").values[row])
        with self._lock:
            self._read[row] = post
            if len(self._read) > _KEPT:
                self._read.popitem(last=False)
        return post

    def posts(self, rows: Iterator[int] | Sequence[int]) -> Iterator[Post]:
        """The posts of some rows; one whose file went bad meanwhile is left out, the next look tells of it."""
        for row in rows:
            with suppress(PostError):
                yield self.post(row)

    def _keep_unchanged(self, before: Holdings) -> None:
        """Take over the posts that were read and did not change since."""
        if not before._read:
            return
        hashes = self.table.texts("hash")
        old = before.table.texts("hash")
        for row, post in list(before._read.items()):
            place = self.row_of_name.get(before.names[row])
            if place is not None and hashes[place] == old[row]:
                self._read[place] = post

    # --- names ----------------------------------------------------------------------------------------

    @cached_property
    def names(self) -> list[str]:
        """The file of each row, seen from the posts folder, with `/`."""
        return self.table.texts("name")

    @cached_property
    def slugs(self) -> list[str]:
        """The slug of each row."""
        return self.table.texts("slug")

    @cached_property
    def keys(self) -> list[str]:
        """The key of each row: its slug, or its name without `.md` where two posts share a slug."""
        twins = self.known.twins
        if not twins:
            return self.slugs
        pairs = zip(self.slugs, self.names, strict=True)
        return [slug if slug not in twins else name.removesuffix(".md") for slug, name in pairs]

    @cached_property
    def row_of_name(self) -> dict[str, int]:
        """The row of each name."""
        return {name: row for row, name in enumerate(self.names)}

    @cached_property
    def row_of_key(self) -> dict[str, int]:
        """The row that a key, a name without `.md`, or a file's own name without `.md` means."""
        stems = [_stem(name) for name in self.names]
        count = Counter(stems) if len(set(stems)) < len(stems) else {}
        found = {
            stem: row
            for row, stem in enumerate(stems)
            if count.get(stem, 1) == 1 and stem not in self.known.twins
        }
        found |= {name.removesuffix(".md"): row for row, name in enumerate(self.names)}
        return found | self._row_of_own_key

    @cached_property
    def _row_of_own_key(self) -> dict[str, int]:
        return {key: row for row, key in enumerate(self.keys)}

    def row(self, key: str, rows: np.ndarray[Any, Any]) -> int:
        """The row that a key means among some rows: slug, file name without `.md`, or path.

        Raises:
            ArchiveError: There is none, or two posts have this slug; the hint names the nearest ones.
        """
        row = self._row_of_own_key.get(key)
        if row is None:
            row = self.row_of_key.get(key, self.row_of_key.get(key.removesuffix(".md")))
        if row is not None and row in rows:
            return row
        twins = [self.names[row] for row in rows.tolist() if self.slugs[row] == key]
        if twins:
            hint = f"Use a path: {', '.join(sorted(twins))}."
            raise ArchiveError(f"Several posts have the slug `{key}`", hint=hint)
        close = get_close_matches(key, [self.keys[row] for row in rows.tolist()], n=3, cutoff=0.5)
        hint = f"Did you mean {', '.join(close)}?" if close else "Run `lfnkr list` to see the slugs."
        raise ArchiveError(f"No post `{key}` in this archive", hint=hint)

    def path(self, row: int) -> Path:
        """The file of a row."""
        return self.folder / self.names[row]

    def row_of_path(self, path: object) -> int | None:
        """The row of a file, or None."""
        if not isinstance(path, Path):
            return None
        try:
            return self.row_of_name.get(path.relative_to(self.folder).as_posix())
        except ValueError:
            return None

    # --- what is derived from all ---------------------------------------------------------------------

    @cached_property
    def bounds(self) -> dict[Path, When]:
        """By path, the latest date that an undated post is known to be later than."""
        return {self.path(row): when for row, when in self.known.after.items()}

    @cached_property
    def links_to(self) -> LinkMap:
        """Finds the posts that an address means."""
        return LinkMap.of_table(self.table, self.post)

    @cached_property
    def searcher(self) -> Searcher:
        """Searches the posts."""
        from lfnkr_nb.search.searcher import Searcher  # noqa: PLC0415 - only for a search

        return Searcher(self, stored=self.stored)

    @property
    def bad(self) -> list[Problem]:
        """Files that cannot be used and folders that cannot be read."""
        files = [
            Problem(message, hint, "", line, "error", self.folder / name)
            for name, (message, hint, line) in sorted(self.known.bad.items())
        ]
        return [*self.known.unreadable, *files]

    @property
    def order_problems(self) -> list[Problem]:
        """What is wrong with `listed_after`."""
        return [problem.at(self.path(row)) for row, problem in self.known.order_problems]


def described(holdings: Holdings, rows: np.ndarray[Any, Any], *, whole: bool, conditions: str) -> str:
    """How many posts some rows are, from when to when, how many have no date, and what is wrong, in words."""
    table = holdings.table.take(rows)
    months = [written[:7] for written in table.texts("date") if written is not None]
    undated, bad = len(table) - len(months), len(holdings.bad) if whole else 0
    parts = [
        counted(len(table), "post"),
        f"{min(months)} to {max(months)}" if months else "",
        f"{undated} undated" if undated else "",
        conditions,
        f"{counted(bad, 'file')} with problems" if bad else "",
    ]
    return ", ".join(filter(None, parts))


def _stem(name: str) -> str:
    own = name.rpartition("/")[2]
    return own.rpartition(".")[0]


class ByPath(Mapping[Path, Value]):
    """A value for the path of each of some rows, in their order; paths are made when they are asked for."""

    def __init__(
        self, holdings: Holdings, rows: np.ndarray[Any, Any] | None, value: Callable[[int], Value]
    ) -> None:
        self._holdings = holdings
        self._rows: Sequence[int] = range(len(holdings)) if rows is None else rows.tolist()
        self._value = value

    @cached_property
    def _members(self) -> set[int] | range:
        return self._rows if isinstance(self._rows, range) else set(self._rows)

    def __getitem__(self, path: Path) -> Value:
        row = self._holdings.row_of_path(path)
        if row is None or row not in self._members:
            raise KeyError(path)
        return self._value(row)

    def __iter__(self) -> Iterator[Path]:
        return map(self._holdings.path, self._rows)

    def __len__(self) -> int:
        return len(self._rows)
