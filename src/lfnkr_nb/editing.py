"""A post as an editor's form holds it, and the form's changes back to the post."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from lfnkr_nb.dates import When
from lfnkr_nb.document import plain_text, split_languages
from lfnkr_nb.header import core_value
from lfnkr_nb.post import Post
from lfnkr_nb.schema import POST_FIELDS, Field

__all__ = ["base_of", "counts_by_language", "edited", "form_fields", "form_values"]

#: Groups of the form, and which fields stand in each; the first is always open.
_GROUPS: Final = {
    "about": ("title", "date", "status", "kind", "categories", "tags", "lang", "byline"),
    "links": ("translations", "follows", "slug", "permalink", "old_slugs"),
    "summary": ("standfirst", "excerpt", "image", "image_alt"),
    "protection": ("protect", "password"),
    "dates": (
        "date_after",
        "date_before",
        "date_source",
        "modified",
        "listed_after",
        "listed_source",
        "sticky",
    ),
    "letter": ("addressee", "subject", "salutation", "signatories"),
    "more": ("parts", "figures", "sources"),
}

#: Languages whose words stand without blanks: characters are counted.
_BY_CHARACTERS: Final = ("ja", "zh")


def form_fields() -> list[dict[str, Any]]:
    """Every field of the form with its group, in order, as the schema describes it."""
    known = {field.name: field for field in POST_FIELDS}
    grouped = {name: group for group, names in _GROUPS.items() for name in names}
    rest = {name: "more" for name in known if name not in grouped}
    return [_described(known[name], group) for name, group in (grouped | rest).items()]


def _described(field: Field, group: str) -> dict[str, Any]:
    return {
        "name": field.name, "type": field.type, "group": group, "meaning": field.meaning,
        "allowed": field.allowed, "keys": field.keys, "default": field.default,
    }  # fmt: skip


def form_values(post: Post) -> dict[str, Any]:
    """What the form shows, by field; a value that cannot be read is shown as it is written.

    Lists are lists of texts, categories are written `Relief > Food`, dates as in the file.
    """
    values = {
        field.name: _shown(post.values[field.name]) for field in POST_FIELDS if field.name in post.values
    }
    raw = {name: core_value(value) for name, value in post.header.raw.items()}
    unread = {
        field.name: "" if raw[field.name] is None else raw[field.name]
        for field in POST_FIELDS
        if field.name in raw and field.name not in values and raw[field.name] is not None
    }
    return {**values, **unread}


def _shown(value: Any) -> Any:
    if isinstance(value, When):
        return value.written
    if isinstance(value, tuple):
        return [" > ".join(item) if isinstance(item, tuple) else _shown(item) for item in value]
    return value


def edited(post: Post, content: str | None, fields: Mapping[str, Any]) -> Post:
    """The post with what the form changed; nothing is written.

    Args:
        post: The post that the edit started from.
        content: The new Markdown; None leaves it to the byte.
        fields: New values by field, as in `form_values`; None or an empty text or list takes the key out.

    Raises:
        PostError: A value cannot be written into the header.
    """
    known = {field.name: field for field in POST_FIELDS}
    changes = {name: _written(post, known[name], value) for name, value in fields.items() if name in known}
    return post.replace(content=content, **changes)


def _written(post: Post, field: Field, value: Any) -> Any:
    """A value of the form as the header holds it; items of a list that stay are kept as they were written."""
    if value in (None, "", []):
        return None
    if field.type == "terms":
        old = post.header.raw.get(field.name)
        items = core_value(old) if isinstance(old, list) else []
        kept = {" > ".join(item) if isinstance(item, list) else str(item): item for item in items}
        return [kept.get(path, path) for path in value]
    return value


def base_of(post: Post) -> str:
    """What names the bytes that an edit started from: their SHA-256, empty for a post that was never saved."""
    return sha256(post.loaded).hexdigest() if post.loaded is not None else ""


def counts_by_language(content: str, lang: str) -> dict[str, dict[str, int]]:
    """Words and characters of a text by language: of Japanese the characters, of others words as well.

    Args:
        content: Markdown.
        lang: Language of the post; other scripts in it are counted by themselves.
    """
    counts: dict[str, dict[str, int]] = {}
    for stretch, language in split_languages(plain_text(content), lang):
        said = counts.setdefault(language, {"words": 0, "characters": 0})
        said["characters"] += sum(not character.isspace() for character in stretch)
        if language not in _BY_CHARACTERS:
            said["words"] += sum(any(map(str.isalnum, word)) for word in stretch.split())
    return counts
