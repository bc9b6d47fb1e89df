"""Raw header values become typed values, as the schema says; what cannot be read is a problem, never a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from lfnkr_nb.dates import parse_when
from lfnkr_nb.escaping import visible
from lfnkr_nb.header import Header, Plain, core_value
from lfnkr_nb.schema import Field

__all__ = ["Problem", "clean_slug", "misspelt_safety_key", "read_fields"]

#: Keys that keep a post inside or hide a name: one that is misspelt must not pass for a harmless note.
_SAFETY_KEYS: Final = ("password", "protect", "status")
#: How alike a key is to one of these that may be meant for it, and words of their own that look like it.
_ALIKE: Final = 0.8
_OTHER_WORDS: Final = frozenset(
    {"product", "products", "project", "projects", "protest", "protests", "stats"}
)

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something `check` found.

    Attributes:
        message: What is wrong, one sentence without its full stop.
        hint: What to do next.
        field: The front-matter key it is about; empty for the file as a whole.
        line: Line in the file, counted from 1, if known.
        severity: `error` (the post is never exported), `warning` or `note`.
        path: The file; filled in by the archive.
    """

    message: str
    hint: str
    field: str = ""
    line: int | None = None
    severity: str = "warning"
    path: Path | None = None

    def at(self, path: Path) -> Problem:
        """The same problem with its file."""
        return replace(self, path=path)

    def __str__(self) -> str:
        place = (
            f"{self.path}:{self.line}: " if self.path and self.line else f"{self.path}: " if self.path else ""
        )
        return visible(f"{place}{self.message}. {self.hint}")


def read_fields(header: Header, schema: Mapping[str, Field]) -> tuple[dict[str, Any], list[Problem]]:
    """Typed values by key and the problems met on the way.

    A key outside the schema keeps its value (numbers and flags resolved) and is noted. A value that cannot
    be read is left out; whether that makes the post unexportable is decided by who asks.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, raw in header.raw.items():
        field = schema.get(key)
        if field is None:
            values[key] = core_value(raw)
            problems.append(_unknown(key, header.line(key), schema))
        elif not _absent(raw):
            try:
                values[key] = _READERS[field.type](raw, field)
            except ValueError as error:
                problems.append(_unreadable(field, raw, error, header.line(key)))
    return values, problems


def _absent(raw: Any) -> bool:
    return raw is None or (isinstance(raw, Plain) and raw in ("", "null", "~"))


def _unknown(key: str, line: int | None, schema: Mapping[str, Field]) -> Problem:
    from difflib import get_close_matches  # noqa: PLC0415 - only needed for a misspelt key

    if meant := misspelt_safety_key(key, schema):
        message = f"`{key}` may be a misspelt `{meant}`, so this post stays inside"
        return Problem(message, f"Did you mean `{meant}`?", key, line, "error")
    close = get_close_matches(key, schema, n=1)
    hint = (
        f"Did you mean `{close[0]}`?" if close else "Move it under `wp:`, or leave it: it is kept as it is."
    )
    return Problem(f"`{key}` is no field of the schema", hint, key, line, "note")


def misspelt_safety_key(key: str, schema: Mapping[str, Field]) -> str:
    """The key of the schema that protects a post and that an unknown key may be meant for; empty when none."""
    from difflib import get_close_matches  # noqa: PLC0415 - only needed for an unknown key

    written = key.strip().casefold()
    if key in schema or written in _OTHER_WORDS:
        return ""
    known = [name for name in _SAFETY_KEYS if name in schema]
    return next(iter(get_close_matches(written, known, n=1, cutoff=_ALIKE)), "")


def _unreadable(field: Field, raw: Any, error: ValueError, line: int | None) -> Problem:
    shown = str(raw) if len(str(raw)) <= 40 else f"{str(raw)[:40]}…"
    shown = "…" if field.name == "password" else shown  # it may be the password itself
    return Problem(f"`{field.name}: {shown}` {error}", _hint(field), field.name, line)


def _hint(field: Field) -> str:
    if field.allowed:
        return f"Use one of: {', '.join(field.allowed)}."
    return f"Correct it. {field.meaning}"


def _text(raw: Any, _: Field) -> str:
    if not isinstance(raw, str):
        raise ValueError("is not one line of text")
    return str(raw)


def _lines(raw: Any, field: Field) -> tuple[str, ...]:
    if isinstance(raw, str):
        return tuple(line.strip() for line in raw.strip().splitlines())
    return _names(raw, field)


def _date(raw: Any, field: Field) -> Any:
    return parse_when(_text(raw, field))


def _flag(raw: Any, _: Field) -> bool:
    value = core_value(raw)
    if not isinstance(value, bool):
        raise ValueError("is neither true nor false")
    return value


def _count(raw: Any, _: Field) -> int:
    value = core_value(raw)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError("is not a whole number from 1")
    return value


def _choice(raw: Any, field: Field) -> str:
    if raw not in field.allowed:
        raise ValueError("is none of the allowed values")
    return str(raw)


def _language(raw: Any, field: Field) -> str:
    text = _text(raw, field)
    if not _LANGUAGE.fullmatch(text):
        raise ValueError("is not a language tag such as en, ja or ko")
    return text


def _slug(raw: Any, field: Field) -> str:
    text = _text(raw, field).strip()
    if clean_slug(text) != text:
        raise ValueError("is not a slug: one word without `/`, blanks or control characters")
    return text


def _names(raw: Any, _: Field) -> tuple[str, ...]:
    items = raw if isinstance(raw, list) else [raw]
    if not all(isinstance(item, str) for item in items):
        raise ValueError("is not a list of texts")
    return tuple(str(item) for item in items if not _absent(item))


def _slugs(raw: Any, field: Field) -> tuple[str, ...]:
    return tuple(_slug(item, field) for item in _names(raw, field))


def _terms(raw: Any, field: Field) -> tuple[tuple[str, ...], ...]:
    """Categories as paths from the root: `Relief > Food` is (`Relief`, `Food`)."""
    items = raw if isinstance(raw, list) else [raw]
    paths = [_names(item, field) if isinstance(item, list) else _path(item, field) for item in items]
    return tuple(dict.fromkeys(path for path in paths if path))


def _path(item: Any, field: Field) -> tuple[str, ...]:
    return tuple(part.strip() for part in _text(item, field).split(" > ") if part.strip())


def _records(raw: Any, field: Field) -> tuple[dict[str, Any], ...]:
    items = raw if isinstance(raw, list) else [raw]
    first = field.keys[0]
    records = [{first: str(item)} if isinstance(item, str) else core_value(item) for item in items]
    for record in records:
        if not isinstance(record, dict):
            raise ValueError("is not a list of `key: value` groups")
        if extra := [key for key in record if key not in field.keys]:
            raise ValueError(f"has the unknown key `{extra[0]}` (known: {', '.join(field.keys)})")
    return tuple(records)


def _mapping(raw: Any, _: Field) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise ValueError("is not a group of `key: value` lines")
    return {key: core_value(value) for key, value in raw.items()}


_READERS: dict[str, Callable[[Any, Field], Any]] = {
    "text": _text,
    "lines": _lines,
    "markdown": _text,
    "date": _date,
    "flag": _flag,
    "count": _count,
    "choice": _choice,
    "language": _language,
    "slug": _slug,
    "names": _names,
    "slugs": _slugs,
    "terms": _terms,
    "records": _records,
    "mapping": _mapping,
}

#: File names that Windows keeps for devices (Microsoft: "Naming Files, Paths, and Namespaces").
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|\s\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_MAX_SLUG_BYTES = 120
#: Nearly every slug is clean already.
_CLEAN = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*+")


def clean_slug(text: str) -> str:
    """A safe slug from any text: one path component, NFC, at most 120 bytes; Japanese and Korean are kept.

    A slug that had to be cut ends in eight characters of the hash of the whole, so two long ones never meet.
    The empty text gives `untitled`.
    """
    if len(text) <= _MAX_SLUG_BYTES and _CLEAN.fullmatch(text) and not _RESERVED.fullmatch(text):
        return text
    slug = _NOT_IN_NAMES.sub("-", unicodedata.normalize("NFC", text)).strip("-. ")
    slug = re.sub(r"-{2,}", "-", slug) or "untitled"
    if _RESERVED.fullmatch(slug):
        slug = f"post-{slug}"
    data = slug.encode("utf-8", "replace")
    if len(data) <= _MAX_SLUG_BYTES:
        return data.decode("utf-8")
    from hashlib import sha256  # noqa: PLC0415 - long slugs are rare

    cut = data[: _MAX_SLUG_BYTES - 9].decode("utf-8", "ignore").rstrip("-. ")
    return f"{cut}-{sha256(data).hexdigest()[:8]}"
