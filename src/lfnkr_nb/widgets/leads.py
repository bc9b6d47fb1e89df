"""What leads on from a post: the story before and after, translations, and what its text links to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lfnkr_nb.archive import Archive
    from lfnkr_nb.post import Post
    from lfnkr_nb.preview import Preview

__all__ = ["leads_of"]


def leads_of(post: Post, archive: Archive, preview: Preview) -> list[dict[str, Any]]:
    """Posts that lead on, each once, with the reason: `before`, `after`, `translation` or `linked`.

    Args:
        post: The post that is read.
        archive: The whole archive.
        preview: The post as it is shown; it knows what its text links to.
    """
    frame = archive.posts
    found: dict[str, str] = {}
    for key, reason in _reasons(post, archive, preview):
        if key != archive.keys.get(post.path):
            found.setdefault(key, reason)
    return [
        {"key": key, "reason": reason, "title": frame["title"][key], "lang": str(frame["lang"][key])}
        for key, reason in found.items()
    ]


def _reasons(post: Post, archive: Archive, preview: Preview) -> Iterator[tuple[str, str]]:
    frame = archive.posts
    if slug := post.get("follows"):
        yield from ((key, "before") for key in frame.index[frame["slug"] == slug])
    yield from ((key, "after") for key in frame.index[frame["follows"] == post.slug])
    for slug in post.get("translations", ()):
        yield from ((key, "translation") for key in frame.index[frame["slug"] == slug])
    keys = archive.keys
    yield from ((keys[path], "linked") for path in preview.linked.values() if path in keys)
