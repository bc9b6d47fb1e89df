"""Folders of an archive: where its root is, and which files of it are posts."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Final

from lfnkr_nb.errors import ArchiveError
from lfnkr_nb.fields import Problem

__all__ = ["STATS", "Listed", "find_root", "list_posts", "posts_folder", "recipe_files"]

#: What is compared to see whether a file is the one that was read; a file's own moment of change (ctime)
#: betrays a program that puts the old time of modification back.
STATS: Final = ("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")

_stats_of = attrgetter(*STATS)
_WITHIN_64_BITS: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Listed:
    """The posts of one folder as they are listed.

    Attributes:
        folder: The folder seen from the posts folder, with a closing `/`; empty for the posts folder itself.
        names: The names of the files, as the system lists them.
        stats: For each file the four numbers of `STATS`, as 64-bit integers, one after the other.
    """

    folder: str
    names: list[str]
    stats: bytes


def find_root(start: Path | None = None) -> Path:
    """The nearest folder from `start` (the working folder) upward that holds `posts/`.

    Raises:
        ArchiveError: There is none.
    """
    start = (start or Path.cwd()).absolute()
    for folder in (start, *start.parents):
        if (folder / "posts").is_dir():
            return folder
    raise ArchiveError(
        "There is no archive here",
        hint="Go to the folder that holds posts/, or give --posts DIR.",
        path=start,
    )


def posts_folder(path: Path) -> Path:
    """The posts folder that a path means: the path itself, or the `posts/` in it.

    Raises:
        ArchiveError: There is no such folder.
    """
    if (path / "posts").is_dir():
        return path / "posts"
    if path.is_dir():
        return path
    raise ArchiveError(
        "There is no such folder of posts",
        hint="Check the path, or make one with `lfnkr init DIR`.",
        path=path,
    )


def list_posts(root: Path, bad: list[Problem]) -> Iterator[Listed]:
    """Every entry named `*.md` below a folder, of whatever type; hidden ones and our own temporary files left out.

    Links are listed and not followed. A folder that cannot be read is added to `bad`.
    """
    waiting = [""]
    while waiting:
        place = waiting.pop()
        try:
            listed, inside = _list_folder(os.fspath(root / place), place)
        except OSError as error:
            message = f"The folder cannot be read ({error.strerror})"
            bad.append(Problem(message, "Check its permissions.", "", None, "error", root / place))
            continue
        waiting += inside
        if listed.names:
            yield listed


def _list_folder(path: str, place: str) -> tuple[Listed, list[str]]:
    """The posts of one folder, and the folders in it."""
    names, stats, inside = [], [], []
    with os.scandir(path) as entries:
        for entry in entries:
            name = entry.name
            if name[0] == ".":  # hidden, or one of our own temporary files
                continue
            if entry.is_dir(follow_symlinks=False):
                inside.append(f"{place}{name}/")
            elif name.endswith(".md") or name.lower().endswith((".md", ".markdown")):
                try:
                    stats.append(entry.stat(follow_symlinks=False))
                except FileNotFoundError:  # gone since the folder was listed
                    continue
                names.append(name)
    return Listed(place, names, _packed(stats)), inside


def _packed(stats: list[os.stat_result]) -> bytes:
    numbers = chain.from_iterable(map(_stats_of, stats))
    try:
        return array("q", numbers).tobytes()
    except OverflowError:  # some systems number their files beyond 63 bits
        numbers = chain.from_iterable(map(_stats_of, stats))
        return array("q", [number & _WITHIN_64_BITS for number in numbers]).tobytes()


def recipe_files(root: Path) -> list[Path]:
    """The recipes in `briefings/` of an archive, by name; hidden files and our own temporary ones left out."""
    found = (root / "briefings").glob("*.md")
    return sorted(path for path in found if not path.name.startswith("."))
