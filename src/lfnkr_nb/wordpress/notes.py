"""Footnotes of WordPress 6.3 and later: the post meta `footnotes` holds their texts as JSON."""

from __future__ import annotations

import json

__all__ = ["collect_notes"]


def collect_notes(meta: str) -> dict[str, str]:
    """The HTML of each footnote by its id, in order; empty for meta that is no such list."""
    if not meta.lstrip().startswith("["):
        return {}
    try:
        listed = json.loads(meta, strict=False)
    except ValueError:
        return {}
    return {
        str(note["id"]): str(note.get("content", ""))
        for note in listed
        if isinstance(note, dict) and note.get("id")
    }
