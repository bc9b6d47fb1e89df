"""Conditions of `Archive.select`: what each means of a post, and the same of all posts at once.

A condition looks at one value of a post. Of a whole archive it is decided on the columns of the index, each
value that many posts share once, without reading any post. What the columns do not hold is decided by reading
those posts that fulfil everything else. An export asks the posts themselves again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from lfnkr_nb.columns import NOTHING, Codes, Lists
from lfnkr_nb.counting import counted
from lfnkr_nb.dates import When, microseconds, parse_when, zone_offset
from lfnkr_nb.errors import SelectionError
from lfnkr_nb.post import Post
from lfnkr_nb.post_table import Table
from lfnkr_nb.schema import KINDS, POST_FIELDS, STATUSES
from lfnkr_nb.search.folding import fold

if TYPE_CHECKING:
    from lfnkr_nb.holdings import Holdings

__all__ = ["CONDITIONS", "Condition", "condition_on", "make_conditions", "rows_that_fulfil"]

Test = Callable[[Post], bool]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Rows = np.ndarray[Any, np.dtype[np.int64]]

_FIELDS = {field.name: field for field in POST_FIELDS}
#: What others call some of them.
_OTHER_WORDS: Final = {
    "author": "byline",
    "type": "kind",
    "state": "status",
    "published": "date",
    "language": "lang",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition.

    Attributes:
        holds: Whether a post fulfils it; what undated posts are later than is given by path.
        flags: For each row of an archive whether it fulfils it; None when that takes reading the post.
    """

    holds: Callable[[Post, Mapping[Any, When]], bool]
    flags: Callable[[Holdings], Flags] | None = None


#: Conditions beside the front-matter fields, and what each means.
CONDITIONS: Final = {
    "category": "In this category or one of its children: a name, or a path such as `Relief > Food`.",
    "tag": "With this tag.",
    "since": "Not before this date (2017, 2017-09, 2017-09-04); an undated post when its bounds prove it.",
    "until": "Not after this date, its last day included; an undated post when its bounds prove it.",
    "text": "Title or text fulfil this search.",
    "public": "True: may leave the house (published, no password).",
    "slugs": "Only these slugs.",
}


def make_conditions(conditions: Mapping[str, Any], root: Path | None = None) -> list[Condition]:
    """The conditions that must all hold.

    Args:
        conditions: Values by name: `CONDITIONS` or any front-matter field. A list means any of its values;
            None means that the post does not say.
        root: The archive's root, for the synonyms that lie there; only `text` asks for it.

    Raises:
        SelectionError: An unknown condition, or a value that cannot be read.
    """
    made = [_condition(name, value, root) for name, value in conditions.items()]
    if "kind" not in conditions and "slugs" not in conditions:
        made.append(condition_on("kind", lambda post: post.get("kind"), lambda kind: kind != "page"))
    return made


def rows_that_fulfil(conditions: Iterable[Condition], holdings: Holdings, rows: Rows) -> Rows:
    """Those of the rows that fulfil every condition, in their order."""
    flags = np.ones(len(holdings), dtype=bool)
    reading = []
    for condition in conditions:
        if condition.flags is None:
            reading.append(condition)
        else:
            flags &= condition.flags(holdings)
    rows = rows[flags[rows]]
    for condition in reading:
        bounds = holdings.bounds
        chosen = [row for row in rows.tolist() if _holds(condition, holdings, row, bounds)]
        rows = np.array(chosen, dtype=np.int64)
    return rows


def _holds(condition: Condition, holdings: Holdings, row: int, bounds: Mapping[Any, When]) -> bool:
    """Whether a post that is read now fulfils a condition; one that went bad meanwhile does not."""
    return any(condition.holds(post, bounds) for post in holdings.posts([row]))


def _condition(name: str, value: Any, root: Path | None) -> Condition:
    match name:
        case "category" | "categories":
            return _of_items("categories", lambda post: post.categories, value, _is_category)
        case "tag" | "tags":
            return _of_items("tags", lambda post: post.tags, value, _is_tag)
        case "since":
            return _since(_date(name, value))
        case "until":
            return _until(_date(name, value))
        case "text":
            from lfnkr_nb.search.matching import text_condition  # noqa: PLC0415 - only for a search

            return text_condition("" if value is None else str(value), root)
        case "public":
            return _public(wanted=bool(value))
        case "slugs":
            wanted = set(_several(value))
            return condition_on("slug", lambda post: post.slug, wanted.__contains__)
        case _:
            return _field(name, value)


# --- one value of a post ---------------------------------------------------------------------------------


def condition_on(column: str, read: Callable[[Post], Any], test: Callable[[Any], bool]) -> Condition:
    """A condition on a value that a column holds as a post gives it."""

    def flags(holdings: Holdings) -> Flags:
        found: Any = holdings.table.column(column)
        if isinstance(found, Codes):
            return found.where(test)
        return np.array([test(value) for value in found.values.tolist()], dtype=bool)

    return Condition(lambda post, _: test(read(post)), flags)


def _of_items(
    column: str,
    read: Callable[[Post], Iterable[Any]],
    value: Any,
    make: Callable[[str], Callable[[Any], bool]],
) -> Condition:
    """A condition on a list of a post: one of its items is one of those wanted, or it is empty for None."""
    tests = [make(str(item)) for item in _several(value) if item is not None]
    empty = any(item is None for item in _several(value))

    def test(item: Any) -> bool:
        return any(each(item) for each in tests)

    def holds(post: Post, _: Mapping[Any, When]) -> bool:
        items = tuple(read(post))
        return any(map(test, items)) or (empty and not items)

    def flags(holdings: Holdings) -> Flags:
        lists: Lists = holdings.table.column(column)
        found: Flags = lists.any(test) | (empty & (lists.counts == 0))
        return found

    return Condition(holds, flags)


def _public(*, wanted: bool) -> Condition:
    def flags(holdings: Holdings) -> Flags:
        found: Flags = public_rows(holdings.table) == wanted
        return found

    return Condition(lambda post, _: post.is_public is wanted, flags)


def public_rows(table: Table) -> Flags:
    """For each post whether it may leave the house, as far as the index knows."""
    published: Flags = table.column("status").where(lambda status: status == "publish")
    found: Flags = published & (table.ints("password") == 0)
    return found


def _several(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple | set | frozenset) else (value,)


def _is_tag(tag: str) -> Callable[[str], bool]:
    wanted = fold(tag)
    return lambda own: fold(own) == wanted


def _is_category(name: str) -> Callable[[tuple[str, ...]], bool]:
    wanted = tuple(fold(part.strip()) for part in name.split(" > "))
    return lambda path: _contains(tuple(fold(part) for part in path), wanted)


def _contains(path: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether the wanted category stands on a path: a full path from the root, or one name at any depth."""
    if len(wanted) > 1:
        return path[: len(wanted)] == wanted
    return wanted[0] in path


# --- dates -----------------------------------------------------------------------------------------------


def _date(name: str, value: Any) -> When:
    try:
        return value if isinstance(value, When) else parse_when(str(value)[:32].removesuffix(" 00:00:00"))
    except ValueError as error:
        raise SelectionError(f"`{name}={value}` {error}", hint="Write for example since=2017-09.") from error


def _since(first: When) -> Condition:
    def holds(post: Post, bounds: Mapping[Any, When]) -> bool:
        bound = post.date or bounds.get(post.path)
        return bound is not None and bound.instant >= first.instant - _shift(first, bound)

    def flags(holdings: Holdings) -> Flags:
        moments = _local_moments(holdings.table, holdings.known.after, zoned=bool(first.zone))
        found: Flags = moments >= first.microseconds
        return found

    return Condition(holds, flags)


def _until(last: When) -> Condition:
    def holds(post: Post, _: Mapping[Any, When]) -> bool:
        bound = post.date or post.get("date_before")
        return bound is not None and bound.instant < last.end - _shift(last, bound)

    def flags(holdings: Holdings) -> Flags:
        table = holdings.table
        undated = np.flatnonzero(table.ints("moment") == NOTHING).tolist()
        before = {row: table.column("date_before").value(row) for row in undated}
        bounds = {row: parse_when(written) for row, written in before.items() if written is not None}
        moments = _local_moments(table, bounds, zoned=bool(last.zone))
        found: Flags = (moments != NOTHING) & (moments < microseconds(last.end))
        return found

    return Condition(holds, flags)


def _shift(limit: When, date: When) -> timedelta:
    """How far a limit moves on the calendar of the post: a day begins where the post was dated."""
    return timedelta(0) if limit.zone else date.offset


def _local_moments(table: Table, bounds: Mapping[int, When], *, zoned: bool) -> Rows:
    """The moment of each post, on its own calendar unless `zoned`; of undated ones that of their bound."""
    moments = table.ints("moment").copy()
    if not zoned:
        zones = table.column("zone")
        shifts = [_whole(zone_offset(zone)) for zone in zones.known]
        moments += np.array([*shifts, 0], dtype=np.int64)[zones.codes]
    for row, bound in bounds.items():
        moments[row] = bound.microseconds + (0 if zoned else _whole(bound.offset))
    return moments


def _whole(duration: timedelta) -> int:
    return duration // timedelta(microseconds=1)


# --- fields ----------------------------------------------------------------------------------------------

#: Fields that stand for something when a post does not have them.
_WITH_DEFAULT: Final[dict[str, Callable[[Post], Any]]] = {
    "status": lambda post: post.status,
    "lang": lambda post: post.lang,
    "slug": lambda post: post.slug,
    "password": lambda post: post.password,
    "sticky": lambda post: bool(post.get("sticky", False)),
}


#: Columns that hold a field as it is read: text, or a date as it is written.
_COLUMNS: Final = (
    "title", "slug", "status", "kind", "lang", "byline", "follows", "permalink", "listed_after",
    "date", "date_after", "date_before", "modified",
)  # fmt: skip


def _field(name: str, value: Any) -> Condition:
    field = _FIELDS.get(name)
    if field is None:
        from difflib import get_close_matches  # noqa: PLC0415 - only for a misspelt condition

        known = [*CONDITIONS, *_FIELDS]
        close = [_OTHER_WORDS[name]] if name in _OTHER_WORDS else get_close_matches(name, known, n=1)
        hint = (
            f"Did you mean `{close[0]}`?"
            if close
            else (f"Use one of: {', '.join(CONDITIONS)}, or a field of posts such as kind, lang or status.")
        )
        raise SelectionError(f"`{name}` is no condition", hint=hint)
    wanted = [_readable(name, item) for item in _several(value)]
    read = _WITH_DEFAULT.get(name) or (lambda post: post.get(name))

    def test(found: Any) -> bool:
        return any(_same(found, item) for item in wanted)

    if name in ("password", "sticky"):
        return condition_on(name, read, lambda flag: test(bool(flag)))
    if field.type == "date":
        return condition_on(name, lambda post: read(post) and read(post).written, _starts(wanted))
    if name in _COLUMNS:
        return condition_on(name, read, test)
    return Condition(lambda post, _: test(read(post)))


def _starts(wanted: Iterable[Any]) -> Callable[[str | None], bool]:
    """Whether a date is written so, as far as it is wanted: `2017-09` is any day of that month."""
    return lambda written: any(
        item is None if written is None else item is not None and written.startswith(str(item))
        for item in wanted
    )


def _readable(name: str, value: Any) -> Any:
    allowed = {"kind": KINDS, "status": STATUSES}.get(name)
    if allowed and value is not None and value not in allowed:
        raise SelectionError(
            f"`{name}={value}` is none of the allowed values", hint=f"Use one of: {', '.join(allowed)}."
        )
    return value


def _same(found: Any, wanted: Any) -> bool:
    if found is None or wanted is None:
        return found is wanted
    if isinstance(found, tuple):
        return wanted in found or list(found) == wanted
    return bool(found == wanted) or (isinstance(found, str) and fold(found) == fold(str(wanted)))


def _truths(mask: Any) -> list[bool]:
    """The flags of a mask; a missing value chooses nothing."""
    import pandas as pd  # noqa: PLC0415 - only for a mask

    try:
        return [bool(flag) for flag in pd.array(list(mask), dtype="boolean").fillna(False)]
    except (TypeError, ValueError) as error:
        hint = "Compare a column, e.g. archive.posts.lang == 'ko'."
        raise SelectionError("The mask is not a row of True and False", hint=hint) from error


def mask_flags(mask: Any, holdings: Holdings, rows: Rows) -> Flags:
    """One flag a post, by the index of the mask where it has that of `posts`, else in order."""
    from lfnkr_nb.frames import keys_index  # noqa: PLC0415 - a mask comes from a frame

    keys = keys_index(holdings, rows)
    if hasattr(mask, "reindex") and mask.index.isin(keys).any():
        mask = mask.reindex(keys, fill_value=False)
    flags = _truths(mask)
    if len(flags) != len(rows):
        raise SelectionError(
            f"The mask has {counted(len(flags), 'row')}, the archive {counted(len(rows), 'post')}",
            hint="Make it from the `posts` frame of this archive.",
        )
    return np.array(flags, dtype=bool)
