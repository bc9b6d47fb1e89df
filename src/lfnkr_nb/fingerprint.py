"""Fingerprints of finished documents: always of the redacted tree, never of a text that is kept inside."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lfnkr_nb.document.tree import Document

__all__ = ["content_hash", "document_id"]


def document_id(document: Document) -> str:
    """A short id of what the document says, its edition included; it is printed on the page."""
    said = (
        document.title,
        document.subtitle,
        document.lang,
        document.template,
        document.edition,
        document.date,
    )
    digest = _digest((said, written(document.sections), written(document.letter)))
    name = document.brand.short_name or "LFNKR-NB"
    return f"{''.join(c for c in name.upper() if c.isalnum() or c == '-')}-{digest[:12]}"


def content_hash(document: Document, *more: str) -> str:
    """SHA-256 of all that the document says, whatever its edition and stamps.

    Args:
        document: The redacted tree.
        more: What belongs to the content beside the tree, such as an embargo.
    """
    bare = replace(document, edition=1, id="", stamps=(), notices=(), wording={})
    return _digest((written(bare), *more))


def _digest(said: Any) -> str:
    return sha256(repr(said).encode("utf-8", "backslashreplace")).hexdigest()


def written(part: Any) -> Any:
    """A part of the tree as plain values whose `repr` is the same in every process: sets are put in order."""
    if is_dataclass(part):
        values = [written(getattr(part, field.name)) for field in fields(part) if field.repr]
        return (type(part).__name__, *values)
    if isinstance(part, tuple):
        return [written(item) for item in part]
    return sorted(part) if isinstance(part, frozenset) else part
