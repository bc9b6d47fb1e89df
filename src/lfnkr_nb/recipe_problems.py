"""What is wrong inside the values of a recipe: conditions of a selection, records of posts, states to include.

Each problem is given the line it stands on, so that an editor who wrote several of them sees them all at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from lfnkr_nb.dates import When
from lfnkr_nb.errors import SelectionError
from lfnkr_nb.fields import Problem
from lfnkr_nb.header import Header
from lfnkr_nb.schema import RECIPE_FIELDS, STATUSES

__all__ = ["line_of_word", "recipe_problems"]

_FIELDS: Final = {field.name: field for field in RECIPE_FIELDS}
_RECORD: Final = _FIELDS["posts"].keys
_SHOW: Final = _FIELDS["show"].allowed
_STATES: Final = (*(status for status in STATUSES if status != "publish"), "password")


def recipe_problems(header: Header, values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong inside values that were read, in the order of the fields; all of it is an error.

    Args:
        header: The header of the recipe.
        values: Its values, as `read_fields` gives them.
    """
    found = [*_of_conditions(header, values.get("select", {}))]
    found += _of_posts(header, "posts", values.get("posts", ()))
    for record in values.get("sections", ()):
        found += _of_posts(header, "sections", record.get("posts"))
    found += _of_states(header, values.get("include", ()))
    found += _of_embargo(header, values.get("embargo"))
    return found


def line_of_word(word: str, field: str, header: Header) -> int | None:
    """The line on which a word stands first in the value of a field; None where it does not stand there."""
    entry = header.entries.get(field)
    if entry is None:
        return None
    word_alone = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    found = word_alone.search(header.text, entry.value_start, entry.value_end)
    return entry.line + header.text.count("\n", entry.start, found.start()) if found else None


def _line(word: str, field: str, header: Header) -> int | None:
    """The line of a word, else that of its field."""
    return line_of_word(word, field, header) or header.line(field)


def _of_conditions(header: Header, select: Mapping[str, Any]) -> Iterator[Problem]:
    """Conditions that are none, and values that they cannot have."""
    for name, value in select.items():
        from lfnkr_nb.selection import make_conditions  # noqa: PLC0415 - NumPy, only for a selection

        try:
            make_conditions({name: value})
        except SelectionError as error:
            message = f"`select`: {error.message}"
            yield Problem(message, error.hint, "select", _line(name, "select", header), "error")


def _of_posts(header: Header, field: str, posts: Any) -> Iterator[Problem]:
    """Records of posts that name none, or say what no post can be."""
    if posts is None:
        return
    if not isinstance(posts, list | tuple):
        message = f"`posts: {str(posts)[:40]}` is not a list"
        hint = "Write each post on a line of its own: `- slug`."
        yield Problem(message, hint, field, _line("posts", field, header), "error")
        return
    for item in posts:
        if isinstance(item, Mapping):
            yield from _of_record(header, field, item)
        elif not isinstance(item, str | int | float):
            hint = "Write `- slug`, or `- {post: slug, show: whole}`."
            yield Problem(
                "A post of the list is neither a slug nor a record", hint, field, header.line(field), "error"
            )


def _of_record(header: Header, field: str, record: Mapping[str, Any]) -> Iterator[Problem]:
    first = str(next(iter(record), field))
    line = _line(str(record.get("post") or first), field, header)
    for key in (key for key in record if key not in _RECORD):
        message = f"`{key}` is no key of a post in a recipe"
        yield Problem(message, _meant(str(key), _RECORD), field, _line(str(key), field, header), "error")
    if not record.get("post"):
        yield Problem(
            "A record of `posts` names no post", "Give its slug: `post: slug`.", field, line, "error"
        )
    show = record.get("show")
    if show is not None and show not in _SHOW:
        yield Problem(
            f"`show: {show}` is none of the allowed values", _meant(str(show), _SHOW), field, line, "error"
        )


def _of_states(header: Header, states: Iterable[str]) -> Iterator[Problem]:
    for state in states:
        if state not in (*_STATES, "publish"):
            line = _line(state, "include", header)
            message = f"`include: {state}` is no state of a post"
            yield Problem(message, _meant(state, _STATES), "include", line, "error")


def _of_embargo(header: Header, when: When | None) -> Iterator[Problem]:
    if when is not None and (when.precision not in ("minute", "second") or not when.zone):
        hint = "Write it with time and zone: embargo: 2026-12-10T00:01:00+09:00."
        message = "The embargo does not say when it ends"
        yield Problem(message, hint, "embargo", header.line("embargo"), "error")


def _meant(word: str, known: Iterable[str]) -> str:
    """What may have been meant, else what there is."""
    close = get_close_matches(word, list(known), n=1)
    return f"Did you mean `{close[0]}`?" if close else f"Use one of: {', '.join(known)}."
