"""Folders of an archive: where its root is, and which files of it are posts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from lfnkr_nb.errors import ArchiveError
from lfnkr_nb.fields import Problem
from lfnkr_nb.saving import TEMP_PREFIX

__all__ = ["find_root", "markdown_files", "posts_folder", "recipe_files"]


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


def markdown_files(folder: Path, bad: list[Problem]) -> Iterator[Path]:
    """Every entry named `*.md` below a folder, of whatever type; hidden ones and our own temporary files left out.

    A folder that cannot be read is added to `bad`.
    """
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        message = f"The folder cannot be read ({error.strerror})"
        bad.append(Problem(message, "Check its permissions.", "", None, "error", folder))
        return
    for entry in entries:
        if entry.name.startswith((".", TEMP_PREFIX)):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from markdown_files(Path(entry.path), bad)
        elif entry.name.lower().endswith((".md", ".markdown")):
            yield Path(entry.path)


def recipe_files(root: Path) -> list[Path]:
    """The recipes in `briefings/` of an archive, by name; hidden files and our own temporary ones left out."""
    found = (root / "briefings").glob("*.md")
    return sorted(path for path in found if not path.name.startswith("."))
