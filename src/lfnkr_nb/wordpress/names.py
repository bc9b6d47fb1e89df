"""Slugs and file names: one safe component, readable in every script, never two alike."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final
from urllib.parse import unquote_to_bytes

__all__ = ["MAX_SLUG_BYTES", "NameBook", "decode_slug", "fold", "safe_slug", "slug_from_title"]

#: File names may have 255 bytes on every common system; the date, a suffix and `.md` need room as well.
MAX_SLUG_BYTES: Final = 120

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
)
_NOT_IN_NAMES = re.compile(
    r"""[\x00-\x20\x7f-\x9f\u2000-\u200f\u2028-\u202f\u2060-\u206f\ufeff"'`$&*/:;<=>?\\|(){}\[\]!#%^~,@+]+"""
)
#: What nothing needs to be done about: by far most slugs.
_PLAIN = re.compile(r"(?=.{1,120}\Z)[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_DASHES = re.compile(r"-{2,}")


def decode_slug(raw: str) -> str:
    """`北朝鮮` for `%e5%8c%97%e6%9c%9d%e9%ae%ae`; a sequence that was cut off loses its last character."""
    if "%" not in raw:
        return raw
    cut = re.sub(r"%[0-9A-Fa-f]?\Z", "", raw)
    return unquote_to_bytes(cut).decode("utf-8", "ignore")


def safe_slug(raw: str) -> str:
    """The slug as one file name component; empty when nothing usable is left.

    Path separators, dots at the ends, control characters and everything a shell or a file system minds
    become dashes; letters of every script stay (NFC).
    """
    if _PLAIN.match(raw) and raw not in _RESERVED:
        return raw
    slug = unicodedata.normalize("NFC", decode_slug(raw))
    slug = _DASHES.sub("-", _NOT_IN_NAMES.sub("-", slug)).strip("-._ ")
    slug = re.sub(r"\.{2,}", ".", slug)
    if slug.split(".")[0].casefold() in _RESERVED:
        slug = f"post-{slug}"
    return _shorten(slug)


def _shorten(slug: str) -> str:
    """A slug of at most `MAX_SLUG_BYTES`; a longer one ends in a hash of the whole."""
    data = slug.encode("utf-8", "ignore")
    if len(data) <= MAX_SLUG_BYTES:
        return data.decode()
    mark = hashlib.blake2b(data, digest_size=4).hexdigest()
    return data[: MAX_SLUG_BYTES - 9].decode("utf-8", "ignore").rstrip("-.") + "-" + mark


def slug_from_title(title: str) -> str:
    """A slug for an item without one: its title in lower case, words joined by dashes."""
    words = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFC", title).lower()).strip("-_")
    return safe_slug(words)


def fold(name: str) -> str:
    """What two names have in common when a file system takes them for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


class NameBook:
    """Slugs given away so far; a second post with a slug gets `-2`, as in WordPress."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def reserve(self, slug: str) -> None:
        """Take a slug that an earlier import gave away."""
        self._taken.add(fold(slug))

    def claim(self, slug: str) -> str:
        """The slug itself when it is free, else the first free one with a number."""
        key = fold(slug)
        if key not in self._taken:
            self._taken.add(key)
            return slug
        number = self._next.get(key, 2)
        while fold(f"{slug}-{number}") in self._taken:
            number += 1
        self._next[key] = number + 1
        self._taken.add(fold(f"{slug}-{number}"))
        return f"{slug}-{number}"
