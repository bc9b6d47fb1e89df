"""Drafts: what is typed and not saved yet, kept beside the post so that no crash or closed tab loses it.

A draft is hidden, ignored by git, never read as a post, and removed when the post is saved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lfnkr_nb.errors import UnsafeFileError
from lfnkr_nb.saving import read_bytes, write_atomically

__all__ = ["DRAFT_PREFIX", "Draft", "discard_draft", "draft_path", "read_draft", "save_draft"]

#: Name prefix of every draft; hidden and git-ignored.
DRAFT_PREFIX: Final = ".lfnkr-draft-"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed.

    Attributes:
        content: The Markdown.
        fields: Front matter that was changed, by key; None takes a key out.
        base: SHA-256 of the file the edit started from; empty for a post that was never saved.
        when: When it was typed, ISO 8601 with zone.
    """

    content: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    base: str = ""
    when: str = ""


def draft_path(post: Path) -> Path:
    """Where the draft of a post lies."""
    return post.parent / f"{DRAFT_PREFIX}{post.name}.json"


def save_draft(post: Path, draft: Draft) -> None:
    """Keep a draft beside its post, in one step."""
    said = {
        "content": draft.content,
        "fields": dict(draft.fields),
        "base": draft.base,
        "when": draft.when,
    }
    write_atomically(
        draft_path(post), json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    )


def read_draft(post: Path) -> Draft | None:
    """The draft of a post, or None where there is none that can be read."""
    try:
        said = json.loads(read_bytes(draft_path(post)))
    except (UnsafeFileError, ValueError):
        return None
    fields = said.get("fields") if isinstance(said, dict) else None
    if not isinstance(fields, dict) or not isinstance(said.get("content"), str):
        return None
    return Draft(said["content"], fields, str(said.get("base", "")), str(said.get("when", "")))


def discard_draft(post: Path) -> None:
    """Remove the draft of a post, if there is one."""
    draft_path(post).unlink(missing_ok=True)
