"""Pictures, sound and films: from the uploads folder (or its zip) to `media/` beside the post."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from lfnkr_nb.errors import ImportFailure
from lfnkr_nb.wordpress.names import fold, safe_slug
from lfnkr_nb.wordpress.writing import write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_MEDIA_BYTES", "MediaStore", "PostMedia"]

#: A media file above this size stays on the site and is listed.
MAX_MEDIA_BYTES: Final = 200 * 1024**2

_SIZE = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w+$)")
_EDITED = re.compile(r"(?:-scaled|-e\d{10,13}|-rotated)(?=\.\w+$)")


class MediaStore:
    """The files of an uploads folder or zip, by their path below `uploads/`.

    Names are compared without regard to case and Unicode form, as sites that were moved need it.
    """

    def __init__(self, source: Path) -> None:
        self.source = source
        self.members: dict[str, str] = {}
        self.basenames: Counter[str] = Counter()
        self._zip: zipfile.ZipFile | None = None
        if not source.exists():
            raise ImportFailure(
                "There is no such media folder", hint="Give a copy of wp-content/uploads.", path=source
            )
        try:
            listed = list(_files(source))
        except (zipfile.BadZipFile, OSError) as error:
            raise ImportFailure(
                f"The media cannot be read ({error})", hint="Give a folder or a zip of uploads.", path=source
            ) from error
        for name in listed:
            key = _below_uploads(name)
            self.members[key] = name
            self.basenames[PurePosixPath(key).name] += 1

    def find(self, path: str) -> str:
        """The member for a path below `uploads/`, or the original of a resized one; empty for none."""
        key = _key(path)
        for candidate in (key, _EDITED.sub("", key), _SIZE.sub("", key), _EDITED.sub("", _SIZE.sub("", key))):
            if candidate in self.members:
                return candidate
        scaled = re.sub(r"(?=\.\w+$)", "-scaled", _SIZE.sub("", key))
        return scaled if scaled in self.members else ""

    def name_for(self, key: str) -> str:
        """The name beside a post: that of the file, with its month where several files have that name."""
        path = PurePosixPath(self.members[key])
        name = f"{safe_slug(path.stem) or 'file'}{safe_extension(path.suffix)}"
        if self.basenames[PurePosixPath(key).name] > 1:
            folder = "-".join(PurePosixPath(key).parts[:-1])
            name = f"{safe_slug(folder)}-{name}" if folder else name
        return name

    def read(self, key: str) -> bytes | None:
        """The bytes of a member, or None when it is too large."""
        name = self.members[key]
        if self.source.is_dir():
            file = self.source / name
            return file.read_bytes() if file.stat().st_size <= MAX_MEDIA_BYTES else None
        if self._zip is None:
            self._zip = zipfile.ZipFile(self.source)
        if self._zip.getinfo(name).file_size > MAX_MEDIA_BYTES:
            return None
        return self._zip.read(name)


def _files(source: Path) -> Iterator[str]:
    """Relative names of ordinary files; links are not followed."""
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(source).as_posix()
        return
    with zipfile.ZipFile(source) as archive:
        yield from sorted(info.filename for info in archive.infolist() if not info.is_dir())


def _key(path: str) -> str:
    return fold(unicodedata.normalize("NFC", path)).lstrip("/")


def _below_uploads(name: str) -> str:
    """The part of a name below the uploads folder, however much of the way to it was packed."""
    key = _key(name)
    _, found, rest = key.rpartition("uploads/")
    return rest if found else key


def safe_extension(suffix: str) -> str:
    """A file name extension in lower case; empty for an odd one."""
    return suffix.lower() if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", suffix) else ""


@dataclass(slots=True)
class PostMedia:
    """The media of one post.

    Attributes:
        folder: The post's folder, below which `media/` lies.
        missing: Addresses of the site's own files that are not in the store.
        copied: Files put in place, as paths; those that were there already are not counted.
    """

    store: MediaStore | None
    folder: str
    dry_run: bool = False
    missing: list[str] = field(default_factory=list)
    remote: int = 0
    local: int = 0
    copied: list[str] = field(default_factory=list)
    _placed: dict[str, str] = field(default_factory=dict)

    def place(self, url: str, upload: str) -> str:
        """The path to write for an address below uploads; empty when the file is not at hand."""
        key = self.store.find(upload) if self.store else ""
        if not self.store or not key:
            self.remote += 1
            if self.store:
                self.missing.append(url)
            return ""
        if key not in self._placed:
            self._placed[key] = self._copy(self.store, key, url)
        self.local += bool(self._placed[key])
        return self._placed[key]

    def counts(self) -> dict[str, int]:
        """How many files were copied, are here, and are still on the site; without those that are none."""
        counts = {"copied": len(self.copied), "local": self.local, "remote": self.remote}
        return {name: count for name, count in counts.items() if count}

    def _copy(self, store: MediaStore, key: str, url: str) -> str:
        data = store.read(key)
        if data is None:
            self.missing.append(url)
            return ""
        name = store.name_for(key)
        target = Path(self.folder, "media", name)
        if target.is_file() and target.stat().st_size == len(data) and target.read_bytes() == data:
            return f"media/{name}"
        if target.exists():  # an editor's own picture has that name: ours steps aside
            name = f"wp-{name}"
            target = Path(self.folder, "media", name)
        if not (target.is_file() and target.read_bytes() == data):
            if not self.dry_run:
                write_atomic(target, data)
            self.copied.append(name)
        return f"media/{name}"
