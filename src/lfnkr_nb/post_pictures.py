"""Pictures that are put into a post: cleaned to their pixels, named, and laid into `media/` beside it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from lfnkr_nb.document import clean_picture
from lfnkr_nb.errors import ConflictError, PictureError
from lfnkr_nb.fields import clean_slug
from lfnkr_nb.saving import write_atomically

__all__ = ["add_picture", "picture_markdown"]

_EXTENSION = re.compile(r"\.[A-Za-z0-9]{2,5}$")


def add_picture(post: Path, data: bytes, name: str) -> str:
    """Clean a picture and lay it into `media/` beside a post; returns its path from there.

    Place, time, camera and every other metadata stay behind. A picture of that name with other pixels is
    never overwritten: the new one gets a number.

    Args:
        post: The post's file; it need not exist yet.
        data: The picture as it came.
        name: What it is to be called, with or without an ending.

    Raises:
        PictureError: It is no picture of a known type, damaged, or too large.
    """
    picture = clean_picture(data)
    ending = os.path.splitext(picture.name)[1]  # noqa: PTH122 - a name, not a path
    stem = clean_slug(_EXTENSION.sub("", name.strip())).lower()
    folder = post.parent / "media"
    if folder.is_symlink():
        raise PictureError("media/ is a symbolic link", hint="Put a real folder in its place.", path=folder)
    for number in range(1, 1000):
        path = folder / (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}")
        if not os.path.lexists(path):
            write_atomically(path, picture.data)
            return f"media/{path.name}"
        if _holds(path, picture.data):
            return f"media/{path.name}"
    raise ConflictError(
        "There are too many pictures of this name", hint="Choose another.", path=folder, ours="", theirs=""
    )


def _holds(path: Path, data: bytes) -> bool:
    """Whether an ordinary file holds exactly these bytes."""
    ordinary = path.is_file() and not path.is_symlink()
    return ordinary and path.stat().st_size == len(data) and path.read_bytes() == data


def picture_markdown(path: str, alt: str) -> str:
    """The Markdown of a picture with its alt text."""
    said = re.sub(r"([\\\[\]])", r"\\\1", " ".join(alt.split()))
    address = f"<{path}>" if re.search(r"[()\s]", path) else path
    return f"![{said}]({address})"
