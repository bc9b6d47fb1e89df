"""A post as it is read at the desk, with what leads on from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lfnkr_nb.brand import NEUTRAL
from lfnkr_nb.briefing import Choice
from lfnkr_nb.document.tree import Document, Picture
from lfnkr_nb.exporters.to_preview import preview_main
from lfnkr_nb.sections import Desk

if TYPE_CHECKING:
    from lfnkr_nb.archive import Archive
    from lfnkr_nb.post import Post

__all__ = ["Preview", "preview_post"]


@dataclass(frozen=True)
class Preview:
    """A post as it is read.

    Attributes:
        html: The `<main>` of its page; pictures in it are named `picture:NAME`.
        pictures: Its pictures by that name.
        linked: The posts its text links to, by the number in their anchor (`#post.3`).
        notices: What was changed or left out, for a person.
    """

    html: str
    pictures: Mapping[str, Picture]
    linked: Mapping[int, Path]
    notices: tuple[str, ...]


@dataclass
class _Anchors(Mapping[Any, str]):
    """An anchor for every post that is asked for, so that each link inside the archive can be followed."""

    own: Path
    found: dict[Path, int] = field(default_factory=dict)

    def __getitem__(self, path: Path) -> str:
        if path == self.own:
            return "post"
        return f"post.{self.found.setdefault(path, len(self.found) + 1)}"

    def __contains__(self, path: object) -> bool:
        return True

    def __iter__(self) -> Iterator[Path]:
        return iter((self.own, *self.found))

    def __len__(self) -> int:
        return len(self.found) + 1


def preview_post(post: Post, archive: Archive, *, lang: str = "en") -> Preview:
    """A post as it is read at the desk: the same tree and the same page as an export, names not replaced.

    Args:
        post: The post; it need not be saved.
        archive: Where its links lead.
        lang: Language of the lines under its title.
    """
    anchors = _Anchors(post.path)
    desk = Desk(
        lang=lang,
        anchors=anchors,
        bounds=archive.bounds,
        find=archive.links_to.find,
        may_show=lambda _post: True,
        names=_Names(archive.folder),
    )
    section = desk.post(Choice(post, "whole"))
    document = Document(post.title, lang, "digest", (section,), NEUTRAL, contents=False)
    linked = {number: path for path, number in anchors.found.items()}
    html = preview_main(document, [f"post.{number}" for number in linked])
    notices = tuple(f"{notice.message}. {notice.hint}".strip() for notice in desk.notices)
    return Preview(html, document.pictures, linked, notices)


@dataclass(frozen=True)
class _Names(Mapping[Any, str]):
    """Path of a post seen from the archive's folder, also of one that is not saved yet."""

    folder: Path

    def __getitem__(self, path: Path) -> str:
        inside = path.is_relative_to(self.folder)
        return f"{self.folder.name}/{path.relative_to(self.folder).as_posix()}" if inside else path.name

    def __iter__(self) -> Iterator[Path]:
        return iter(())

    def __len__(self) -> int:
        return 0
