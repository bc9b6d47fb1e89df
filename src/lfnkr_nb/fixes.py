"""Fixes for problems where the fix is safe: one field gets the value that was evidently meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from lfnkr_nb.fields import Problem, clean_slug
from lfnkr_nb.header import core_value
from lfnkr_nb.post import Post
from lfnkr_nb.schema import POST_FIELDS

if TYPE_CHECKING:
    from lfnkr_nb.archive import Archive

__all__ = ["Fix", "fix_of"]

_SCHEMA = {field.name: field for field in POST_FIELDS}

#: Ways in which people name the languages of the archive.
_LANGUAGE_WORDS = {
    "english": "en",
    "japanese": "ja",
    "jp": "ja",
    "korean": "ko",
    "kr": "ko",
    "日本語": "ja",
    "한국어": "ko",
}


@dataclass(frozen=True, slots=True)
class Fix:
    """What a fix changes: new values by field, None takes a key out; `says` is what the button adds to “Fix”."""

    fields: dict[str, Any]
    says: str


def fix_of(problem: Problem, post: Post, archive: Archive) -> Fix | None:
    """The safe fix of a problem of a post, or None where a person has to decide.

    Nothing that a fix does can make a post public: it never sets `status: publish`.
    """
    name, raw = problem.field, core_value(post.header.raw.get(problem.field))
    if name == "status" and post.status == "draft" and "status" not in post.values:
        meant = _close(raw, [word for word in _SCHEMA["status"].allowed if word != "publish"])
        return Fix({"status": meant or "draft"}, f"status: {meant or 'draft'}")
    if name and name not in _SCHEMA:
        return _renamed(name, raw, post)
    if name in ("follows", "translations"):
        return _known_slug(problem, name, post, archive)
    return _value(name, raw) if name and raw is not None and name not in post.values else None


def _renamed(name: str, raw: Any, post: Post) -> Fix | None:
    """A misspelt key under its right name, where that is free; never one that decides who sees the post."""
    meant = _close(name, [key for key in _SCHEMA if key not in ("status", "password", "protect")])
    if not meant or meant in post.header.entries:
        return None
    return Fix({name: None, meant: raw}, f"{name} → {meant}")


def _known_slug(problem: Problem, name: str, post: Post, archive: Archive) -> Fix | None:
    """A slug that names no post, replaced by the one it nearly is."""
    slugs = set(archive.whole.posts["slug"])
    asked = post.get(name, ())
    wrong = [slug for slug in ([asked] if isinstance(asked, str) else asked) if slug not in slugs]
    wrong = [slug for slug in wrong if f"`{name}: {slug}`" in problem.message]
    meant = _close(wrong[0], sorted(slugs - {post.slug}), cutoff=0.8) if wrong else ""
    if not meant:
        return None
    value = meant if isinstance(asked, str) else [meant if slug == wrong[0] else slug for slug in asked]
    return Fix({name: value}, f"{wrong[0]} → {meant}")


def _value(name: str, raw: Any) -> Fix | None:
    """A value that is nearly one of those allowed."""
    field, text = _SCHEMA[name], str(raw).strip()
    meant = ""
    if field.type == "choice":
        meant = _close(text.lower().replace(" ", "-"), [word for word in field.allowed if word != "publish"])
    elif field.type == "language":
        meant = _LANGUAGE_WORDS.get(text.lower(), "")
    elif field.type == "slug" and text:
        meant = clean_slug(text)
    return Fix({name: meant}, f"{text} → {meant}") if meant and meant != raw else None


def _close(word: Any, known: Sequence[str], *, cutoff: float = 0.75) -> str:
    return next(iter(get_close_matches(str(word), known, n=1, cutoff=cutoff)), "") if word else ""
