"""Posts become DataFrames with the columns and dtypes of `frame_schema.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import pandas as pd

from lfnkr_nb.dates import PRECISIONS, When
from lfnkr_nb.fields import Problem
from lfnkr_nb.frame_schema import FRAMES
from lfnkr_nb.links import LINK_KINDS
from lfnkr_nb.post import Post
from lfnkr_nb.schema import KINDS, STATUSES

__all__ = ["build_frame", "post_rows", "problem_rows", "term_rows", "tree_order"]

#: Categories whose order is known beforehand; all others are ordered by their text or by the tree.
_ORDERED = {
    ("posts", "date_precision"): PRECISIONS,
    ("posts", "status"): STATUSES,
    ("posts", "kind"): KINDS,
    ("links", "kind"): LINK_KINDS,
    ("problems", "severity"): ("error", "warning", "note"),
    ("terms", "taxonomy"): ("category", "tag"),
}


def build_frame(
    name: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    index: Sequence[str] | None = None,
    trees: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """A frame with exactly the columns and dtypes that the schema gives to `name`.

    Args:
        name: A key of `FRAMES`.
        rows: Values by column; a missing one is missing in the frame.
        index: Values of an index named `post`; None gives a plain range.
        trees: Order of the categories of a column.
    """
    labels = pd.Index(list(index), dtype="str", name="post") if index is not None else None
    columns = {
        column.name: _column(
            (name, column.name), column.dtype, [row.get(column.name) for row in rows], trees or {}
        )
        for column in FRAMES[name]
    }
    frame = pd.DataFrame(columns)
    if labels is not None:
        frame.index = labels
    return frame


def _column(
    place: tuple[str, str], dtype: str, values: list[Any], trees: Mapping[str, Sequence[str]]
) -> pd.Series[Any]:
    """A column of one dtype; `place` is its frame and its name."""
    name = place[1]
    if dtype == "category":
        known = trees.get(name) or _ORDERED.get(place) or sorted({v for v in values if v is not None})
        kind = pd.CategoricalDtype(
            pd.Index(list(known), dtype="str"), ordered=name in trees or name == "date_precision"
        )
        return pd.Series(pd.Categorical(values, dtype=kind))
    if dtype.startswith("datetime64"):
        instants = pd.to_datetime(pd.Series(values, dtype="object"), utc=True)
        return cast("pd.Series[Any]", instants.dt.as_unit("us"))
    return cast("pd.Series[Any]", pd.Series(values, dtype=cast("Any", dtype)))


def _instant(value: When | None) -> Any:
    return value.instant if value is not None else None


def post_rows(
    posts: Iterable[Post], bounds: Mapping[Any, When], names: Mapping[Any, str]
) -> list[dict[str, Any]]:
    """Rows of the `posts` frame.

    Args:
        posts: The posts in order.
        bounds: What undated posts are known to be later than, by path.
        names: Path of each post seen from the posts folder, by path.
    """
    return [_post_row(post, bounds, names[post.path]) for post in posts]


def _post_row(post: Post, bounds: Mapping[Any, When], name: str) -> dict[str, Any]:
    date = post.date
    first = post.categories[0] if post.categories else None
    return {
        "title": post.title,
        "date": _instant(date),
        "date_precision": date.precision if date else None,
        "date_zone": (date.zone or None) if date else None,
        "date_after": None if date else _instant(bounds.get(post.path)),
        "date_before": None if date else _instant(post.get("date_before")),
        "modified": _instant(post.get("modified")),
        "status": post.status,
        "password": post.password,
        "sticky": bool(post.get("sticky", False)),
        "public": post.is_public,
        "kind": post.kind or None,
        "lang": post.lang,
        "category": " > ".join(first) if first else None,
        "byline": post.get("byline"),
        "follows": post.get("follows"),
        "characters": len(post.content),
        "slug": post.slug,
        "permalink": post.get("permalink"),
        "path": name,
    }


def tree_order(posts: Iterable[Post]) -> list[str]:
    """Every category path of the posts with all its parents, parents before children, by name."""
    paths = {path[:depth] for post in posts for path in post.categories for depth in range(1, len(path) + 1)}
    return [" > ".join(path) for path in sorted(paths)]


def term_rows(posts: Iterable[Post], keys: Mapping[Any, str]) -> list[dict[str, Any]]:
    """Rows of the `terms` frame: one for each category and tag of each post."""
    rows = []
    for post in posts:
        rows += [_term_row(keys[post.path], "category", path) for path in post.categories]
        rows += [_term_row(keys[post.path], "tag", (tag,)) for tag in post.tags]
    return rows


def _term_row(post: str, taxonomy: str, path: tuple[str, ...]) -> dict[str, Any]:
    return {
        "post": post,
        "taxonomy": taxonomy,
        "term": path[-1],
        "path": " > ".join(path),
        "parent": " > ".join(path[:-1]) or None,
        "depth": len(path) - 1,
    }


def problem_rows(problems: Iterable[Problem], names: Mapping[Any, str]) -> list[dict[str, Any]]:
    """Rows of the `problems` frame."""
    return [
        {
            "path": names.get(problem.path, str(problem.path)),
            "line": problem.line,
            "severity": problem.severity,
            "field": problem.field or None,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
