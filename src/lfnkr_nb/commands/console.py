"""What the commands share: finding the archive, and saying things on a terminal that no file can steer."""

from __future__ import annotations

import re
import sys
import unicodedata
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from lfnkr_nb.archive import Archive
from lfnkr_nb.counting import counted
from lfnkr_nb.escaping import visible
from lfnkr_nb.folders import find_root
from lfnkr_nb.progress import show_progress
from lfnkr_nb.recipe import Recipe
from lfnkr_nb.saving import remove_leftover_folders, remove_leftovers
from lfnkr_nb.scratch import remove_stale_folders
from lfnkr_nb.spreadsheets import csv_text

if TYPE_CHECKING:
    import pandas as pd

    from lfnkr_nb.exporting import Exported

__all__ = [
    "archive_of_recipe",
    "conditions",
    "from_here",
    "open_archive",
    "row",
    "rows",
    "say",
    "say_exported",
    "show_frame",
    "write_frame",
]

# A word with the blanks before it, or one wide character with what punctuation follows it.
_WIDE = "\u1100-\u11ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_PIECES = re.compile(rf"\s*[{_WIDE}][、。，．！？」』）«…]*|\s*[^\s{_WIDE}]+|\s+")

_CONDITIONS = ("category", "tag", "kind", "lang", "since", "until", "text")


def say(text: str = "") -> None:
    """One line for people on standard error, so that data on standard output stays clean."""
    print(visible(text), file=sys.stderr)


def row(text: str) -> str:
    """One line of a list, cut to a terminal; a line break in a title must not forge another line."""
    return _cut(visible(text))


def _cut(line: str, width: int = 80) -> str:
    """A line cut to the columns of a terminal; Japanese and Korean characters take two."""
    used = 0
    for place, character in enumerate(line):
        used += _columns(character)
        if used > width:
            return line[: max(place - 1, 0)] + "…"
    return line


def rows(text: str, indent: str, *, width: int = 80) -> list[str]:
    """A text on as many lines as it needs, broken at blanks and between Japanese and Korean characters."""
    lines, line, used = [], "", 0
    for piece in _PIECES.findall(visible(text)):
        size = sum(_columns(character) for character in piece)
        if line and used + size > width - len(indent):
            lines.append(indent + line.rstrip())
            first = piece.lstrip()
            line, used = first, size - len(piece) + len(first)
        else:
            line, used = line + piece, used + size
    return [row(each) for each in [*lines, indent + line.rstrip()] if each.strip()]


def _columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def open_archive(options: Namespace, *, tell: bool = True) -> Archive:
    """The archive of `--posts`, else the one around the working folder; `tell` says what could not be read."""
    folder = options.posts or find_root() / "posts"
    with show_progress("Reading posts") as progress:
        archive = Archive.open(folder, progress=progress)
    tidy(archive)
    if tell:
        _say_unreadable(archive)
    return archive


def _say_unreadable(archive: Archive) -> None:
    """Say how many files are left out because they cannot be read, so that none goes missing without a word."""
    count = len(archive.unreadable)
    if count:
        are, them = ("is", "it") if count == 1 else ("are", "them")
        say(f"{counted(count, 'file')} could not be read and {are} left out; `lfnkr check` names {them}")


def archive_of_recipe(options: Namespace) -> Archive:
    """The archive that the recipe lies in."""
    Recipe.read(options.recipe)  # a missing recipe is said before a missing archive
    archive = Archive.open(find_root(Path(options.recipe).absolute().parent))
    tidy(archive)
    _say_unreadable(archive)
    return archive


def tidy(archive: Archive) -> None:
    """Remove what a killed run left behind: each such file is an unredacted copy."""
    remove_stale_folders()
    for folder in (
        archive.folder,
        archive.root / "briefings",
        archive.root / "exports",
        archive.root / "private",
    ):
        remove_leftovers(folder)
    for folder in (archive.root, archive.root / "exports"):  # where data sets are written
        remove_leftover_folders(folder)


def conditions(options: Namespace) -> dict[str, Any]:
    """The conditions of `Archive.select` that the options name."""
    given = {name: getattr(options, name, None) for name in (*_CONDITIONS, "status")}
    return {name: _single(value) for name, value in given.items() if value}


def _single(value: Any) -> Any:
    return (
        value[0] if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 1 else value
    )


def say_exported(exported: Exported) -> None:
    """Say what was changed or left out on the way, and where the finished file is."""
    for notice in exported.notices:
        place = f"{notice.origin}: " if notice.origin else ""
        say(f"note: {place}{notice.message}{'. ' + notice.hint if notice.hint else ''}")
    pages = f", {counted(exported.pages, 'page')}" if exported.pages else ""
    posts = counted(exported.posts, "post")
    stamps = "".join(f", {stamp}" for stamp in exported.stamps)
    size = f"{exported.size / 1024:,.0f} kB"
    say(f"{from_here(exported.path)}: {posts}{pages}, {size}, edition {exported.edition}{stamps}")


def from_here(path: Path) -> Path:
    """A path as it is seen from the working folder, where it lies below it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def show_frame(
    options: Namespace,
    frame_of: Callable[[Archive], pd.DataFrame],
    line_of: Callable[[Mapping[str, Any]], str],
    noun: str,
) -> int:
    """A frame of the chosen posts: a line a row for people, or as CSV or JSON lines."""
    found = open_archive(options).select(**conditions(options))
    frame = frame_of(found)
    if options.csv or options.json:
        write_frame(frame.set_index(frame.columns[0]), options)  # a plain number of the row says nothing
        return 0
    for record in frame.to_dict("records"):
        print(row(line_of(cast("Mapping[str, Any]", record))))
    say(f"{counted(len(frame), noun)} in {counted(len(found), 'post')}")
    return 0


def write_frame(frame: pd.DataFrame, options: Namespace) -> None:
    """A frame on standard output: as CSV with `--csv`, else as JSON lines; on a terminal nothing in it steers."""
    if sys.stdout.isatty():
        frame = frame.astype(object).map(_visible_cell).rename(index=_visible_cell)
    if options.csv:
        text = csv_text(frame)
    else:
        lines = frame.reset_index()
        text = (
            lines.to_json(orient="records", lines=True, force_ascii=False, date_format="iso")
            if len(lines)
            else ""
        )
    print(text, end="")


def _visible_cell(value: Any) -> Any:
    return visible(value) if isinstance(value, str) else value
