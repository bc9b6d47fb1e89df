"""Conditions of `Archive.select` become a test for each post."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from lfnkr_nb.dates import When, parse_when
from lfnkr_nb.errors import SelectionError
from lfnkr_nb.post import Post
from lfnkr_nb.schema import KINDS, POST_FIELDS, STATUSES
from lfnkr_nb.search import fold, parse_query

__all__ = ["CONDITIONS", "Test", "make_tests"]

Test = Callable[[Post], bool]

_FIELDS = {field.name: field for field in POST_FIELDS}

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


def make_tests(conditions: Mapping[str, Any], bounds: Mapping[Any, When]) -> list[Test]:
    """One test a condition; all must hold.

    Args:
        conditions: Values by name: `CONDITIONS` or any front-matter field. A list means any of its values;
            None means that the post does not say.
        bounds: What undated posts are known to be later than, by path.

    Raises:
        SelectionError: An unknown condition, or a value that cannot be read.
    """
    tests = [_test(name, value, bounds) for name, value in conditions.items()]
    if "kind" not in conditions and "slugs" not in conditions:
        tests.append(lambda post: post.kind != "page")
    return tests


def _test(name: str, value: Any, bounds: Mapping[Any, When]) -> Test:
    match name:
        case "category" | "categories":
            return _any(value, _in_category, lambda post: not post.categories)
        case "tag" | "tags":
            return _any(value, _tagged, lambda post: not post.tags)
        case "since":
            return _since(_date(name, value), bounds)
        case "until":
            return _until(_date(name, value))
        case "text":
            return _text("" if value is None else str(value))
        case "public":
            return lambda post: post.is_public is bool(value)
        case "slugs":
            wanted = set(_several(value))
            return lambda post: post.slug in wanted
        case _:
            return _field(name, value)


def _any(value: Any, make: Callable[[str], Test], says_none: Test) -> Test:
    tests = [says_none if item is None else make(str(item)) for item in _several(value)]
    return lambda post: any(test(post) for test in tests)


def _several(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple | set | frozenset) else (value,)


def _tagged(tag: str) -> Test:
    wanted = fold(tag)
    return lambda post: wanted in {fold(own) for own in post.tags}


def _in_category(name: str) -> Test:
    wanted = tuple(fold(part.strip()) for part in name.split(" > "))

    def test(post: Post) -> bool:
        return any(_contains(tuple(fold(part) for part in path), wanted) for path in post.categories)

    return test


def _contains(path: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether the wanted category stands on a path: a full path from the root, or one name at any depth."""
    if len(wanted) > 1:
        return path[: len(wanted)] == wanted
    return wanted[0] in path


def _date(name: str, value: Any) -> When:
    try:
        return value if isinstance(value, When) else parse_when(str(value)[:32].removesuffix(" 00:00:00"))
    except ValueError as error:
        raise SelectionError(f"`{name}={value}` {error}", hint="Write for example since=2017-09.") from error


def _since(first: When, bounds: Mapping[Any, When]) -> Test:
    def test(post: Post) -> bool:
        bound = post.date or bounds.get(post.path)
        return bound is not None and bound.instant >= _local(first, bound)

    return test


def _until(last: When) -> Test:
    def test(post: Post) -> bool:
        bound = post.date or post.get("date_before")
        return bound is not None and bound.instant < _local_end(last, bound)

    return test


def _local(limit: When, date: When) -> Any:
    """The start of a limit on the calendar of the post: a day begins where the post was dated."""
    return limit.instant - date.offset if not limit.zone else limit.instant


def _local_end(limit: When, date: When) -> Any:
    return limit.end - date.offset if not limit.zone else limit.end


def _text(value: str) -> Test:
    query = parse_query(value)
    return lambda post: query.matches(post.folded)


#: Fields that stand for something when a post does not have them.
_WITH_DEFAULT: Final[dict[str, Callable[[Post], Any]]] = {
    "status": lambda post: post.status,
    "lang": lambda post: post.lang,
    "slug": lambda post: post.slug,
    "password": lambda post: post.password,
    "sticky": lambda post: bool(post.get("sticky", False)),
}


def _field(name: str, value: Any) -> Test:
    field = _FIELDS.get(name)
    if field is None:
        known = ", ".join([*CONDITIONS, *_FIELDS])
        raise SelectionError(f"`{name}` is no condition", hint=f"Use one of: {known}.")
    wanted = [_readable(name, item) for item in _several(value)]
    read = _WITH_DEFAULT.get(name) or (lambda post: post.get(name))

    def test(post: Post) -> bool:
        found = read(post)
        return any(_same(found, item) for item in wanted)

    return test


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
    if isinstance(found, When):
        return found.written.startswith(str(wanted))
    return bool(found == wanted) or (isinstance(found, str) and fold(found) == fold(str(wanted)))
