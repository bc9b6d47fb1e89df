"""Pictures: found only inside the post's folder, and cleaned before anything else sees them."""

from __future__ import annotations

import base64
import binascii
import errno
import os
import re
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lfnkr_nb.document.cleaning import clean_picture
from lfnkr_nb.errors import PictureError

if TYPE_CHECKING:
    from lfnkr_nb.document.tree import Picture

__all__ = ["LARGEST_FILE", "load_picture", "picture_bytes"]

#: Bytes of a picture file; a larger one is refused unread.
LARGEST_FILE = 50_000_000
#: Bytes of a picture written into the text itself.
LARGEST_DATA_URL = 10_000_000

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DATA = re.compile(r"data:image/(?:png|jpeg|jpg|svg\+xml|gif|webp|avif|bmp|tiff|heic);base64,", re.IGNORECASE)
_PUT_BESIDE = "Put a copy of the picture beside the post and give its relative path."


def load_picture(href: str, folder: Path | None) -> Picture:
    """The cleaned picture that a target in a text names.

    Only a relative path to a regular file inside `folder`, over real directories, is opened; nothing is ever
    fetched. `data:` pictures of at most 10 MB are read as well.

    Args:
        href: Target as written, percent-encoded or not.
        folder: Folder of the post's file; None refuses every file.

    Raises:
        PictureError: The picture is refused or cannot be read.
    """
    return clean_picture(picture_bytes(href, folder))


def picture_bytes(href: str, folder: Path | None) -> bytes:
    """The bytes that `load_picture` cleans, found under the same rules; raises PictureError."""
    if href[:5].lower() == "data:":
        return _data_bytes(href)
    if folder is None:
        raise PictureError("pictures from files are not read here", hint=_PUT_BESIDE)
    return _file_bytes(folder, _parts(href))


def _data_bytes(href: str) -> bytes:
    """The bytes of a `data:` address."""
    header = _DATA.match(href)
    if not header or len(href) > LARGEST_DATA_URL * 4 // 3 + 100:
        raise PictureError(
            "a picture written into the text is too large or of an unknown type", hint=_PUT_BESIDE
        )
    try:
        return base64.b64decode(re.sub(r"\s+", "", href[header.end() :]), validate=True)
    except (binascii.Error, ValueError) as error:
        raise PictureError("a picture written into the text is damaged", hint=_PUT_BESIDE) from error


def _parts(href: str) -> tuple[str, ...]:
    """The steps of a relative path; anything that could lead out of the folder is refused."""
    path = unquote(href.strip())
    if not path:
        raise PictureError("the picture has no file name that may be used", hint=_PUT_BESIDE)
    if path.startswith(("/", "\\")) or _SCHEME.match(path):
        kind = "an address on the web or outside" if "://" in path or path[:2] == "//" else "an absolute path"
        raise PictureError(f"{kind} is never opened: {_shown(href)}", hint=_PUT_BESIDE)
    parts = PurePosixPath(path).parts
    if not parts or "\\" in path or ".." in parts or any(ord(char) < 32 for char in path):
        raise PictureError(f"the path is not one inside the post's folder: {_shown(href)}", hint=_PUT_BESIDE)
    return parts


def _shown(href: str) -> str:
    return href if len(href) <= 120 else f"{href[:119]}…"


def _file_bytes(folder: Path, parts: tuple[str, ...]) -> bytes:
    """The bytes of a regular file, reached step by step without following a symbolic link."""
    shown = "/".join(parts)
    try:
        descriptor = _open(folder, parts)
    except OSError as error:
        raise _refusal(error, shown) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise PictureError(f"not an ordinary file: {shown}", hint=_PUT_BESIDE)
        if status.st_size > LARGEST_FILE:
            raise PictureError(
                f"larger than {LARGEST_FILE // 1_000_000} MB: {shown}", hint="Make it smaller."
            )
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(LARGEST_FILE)
    finally:
        os.close(descriptor)


def _refusal(error: OSError, shown: str) -> PictureError:
    """The reason a file was not opened, for a person."""
    if error.errno in {errno.ELOOP, errno.ENOTDIR}:
        return PictureError(f"the path goes over a symbolic link: {shown}", hint=_PUT_BESIDE)
    if error.errno in {errno.ENOENT, errno.ENAMETOOLONG}:
        return PictureError(f"there is no such picture: {shown}", hint="Check its name and folder.")
    return PictureError(f"the picture cannot be opened: {shown}", hint="Check the file's permissions.")


def _open(folder: Path, parts: tuple[str, ...]) -> int:
    """A descriptor of the file; where the system can, each directory is opened from the one before it."""
    nofollow = getattr(os, "O_NOFOLLOW", 0)
    flags = os.O_RDONLY | nofollow | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if os.open not in os.supports_dir_fd or not nofollow:
        return _open_checked(folder, parts, flags)
    here = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in parts[:-1]:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | nofollow, dir_fd=here)
            os.close(here)
            here = inner
        return os.open(parts[-1], flags, dir_fd=here)
    finally:
        os.close(here)


def _open_checked(folder: Path, parts: tuple[str, ...], flags: int) -> int:
    """The same where the system cannot open relative to a directory (Windows): each step is looked at."""
    path = folder
    for part in parts:
        path = path / part
        if path.is_symlink() or (hasattr(path, "is_junction") and path.is_junction()):
            raise OSError(errno.ELOOP, "symbolic link")
    return os.open(path, flags)
