"""Columns and rows become DataFrames with the columns and dtypes of `frame_schema.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
import pandas as pd

from lfnkr_nb.columns import NOTHING, Codes, Texts
from lfnkr_nb.dates import PRECISIONS, parse_when
from lfnkr_nb.fields import Problem
from lfnkr_nb.frame_schema import FRAMES
from lfnkr_nb.links import LINK_KINDS
from lfnkr_nb.post_table import Table
from lfnkr_nb.schema import (
    DATE_PRECISIONS,
    DATE_RULES,
    FRAME_QUALIFIERS,
    KINDS,
    STATUSES,
    THREAD_REASONS,
)
from lfnkr_nb.selection import public_rows

if TYPE_CHECKING:
    from lfnkr_nb.holdings import Holdings

__all__ = ["build_frame", "categorical", "posts_frame", "problem_rows", "terms_frame", "tree_order"]

Values = np.ndarray[Any, Any]
Rows = np.ndarray[Any, np.dtype[np.int64]]

#: Stands between the parts of a category's path.
JOINT: Final = " > "

#: Categories whose order is known beforehand; all others are ordered by their text or by the tree.
_ORDERED = {
    ("posts", "date_precision"): PRECISIONS,
    ("posts", "status"): STATUSES,
    ("posts", "kind"): KINDS,
    ("links", "kind"): LINK_KINDS,
    ("problems", "severity"): ("error", "warning", "note"),
    ("terms", "taxonomy"): ("category", "tag"),
    ("figures", "qualifier"): FRAME_QUALIFIERS,
    ("contested", "qualifier"): FRAME_QUALIFIERS,
    ("dates", "precision"): DATE_PRECISIONS,
    ("events", "precision"): DATE_PRECISIONS,
    ("dates", "rule"): DATE_RULES,
    ("threads", "reason"): THREAD_REASONS,
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
            pd.Index(list(known), dtype="str"),
            ordered=name in trees or name in ("date_precision", "precision"),
        )
        return pd.Series(pd.Categorical(values, dtype=kind))
    if dtype.startswith("datetime64"):
        instants = pd.to_datetime(pd.Series(values, dtype="object"), utc=True)
        return cast("pd.Series[Any]", instants.dt.as_unit("us"))
    return cast("pd.Series[Any]", pd.Series(values, dtype=cast("Any", dtype)))


def posts_frame(holdings: Holdings, rows: Rows) -> pd.DataFrame:
    """The `posts` frame of some rows of an archive, in their order."""
    table = _part(holdings, rows)
    undated = table.ints("moment") == NOTHING
    columns = {
        "title": text_array(titles(table)),
        "date": moments(table.ints("moment")),
        "date_precision": categorical(table.column("precision"), PRECISIONS, ordered=True),
        "date_zone": text_array(_looked_up(table.column("zone"), lambda zone: zone or None)),
        "date_after": moments(_bounds(holdings)[rows]),
        "date_before": moments(np.where(undated, _written_moments(table.column("date_before")), NOTHING)),
        "modified": moments(table.ints("modified_moment")),
        "status": categorical(table.column("status"), STATUSES),
        "password": table.ints("password") != 0,
        "sticky": table.ints("sticky") != 0,
        "public": public_rows(table),
        "kind": categorical(table.column("kind"), KINDS),
        "lang": categorical(table.column("lang"), sorted(table.column("lang").used())),
        "category": categorical(_first_categories(table), tree_order(holdings), ordered=True),
        "byline": text_array(_looked_up(table.column("byline"), str)),
        "follows": text_array(_looked_up(table.column("follows"), str)),
        "characters": table.ints("characters"),
        "slug": text_array(table.column("slug").values),
        "permalink": text_array(table.column("permalink").values),
        "path": text_array(table.column("name").values),
    }
    return pd.DataFrame(columns, index=keys_index(holdings, rows))


def terms_frame(holdings: Holdings, rows: Rows) -> pd.DataFrame:
    """The `terms` frame of some rows of an archive: one row for each category, tag and concept tag of each post."""
    table = _part(holdings, rows)
    kept = [table.column(name) for name in ("categories", "tags", "concepts")]
    posts = np.concatenate([lists.rows for lists in kept])
    order = np.argsort(posts, kind="stable")  # puts the categories of a post before its tags
    taxonomy = np.repeat(np.arange(len(kept)), [len(lists.rows) for lists in kept])
    categories, tags, concepts = (_as_paths(lists.items) for lists in kept)
    items = categories.join(tags).join(concepts).take(order)
    columns = {
        "post": text_array(_key_values(holdings, rows)[posts[order]]),
        "taxonomy": pd.Categorical.from_codes(taxonomy[order], dtype=_kind(("category", "tag", "concept"))),
        "term": text_array(_looked_up(items, lambda path: path[-1])),
        "path": categorical(_mapped(items, JOINT.join), _term_order(holdings), ordered=True),
        "parent": text_array(_looked_up(items, lambda path: JOINT.join(path[:-1]) or None)),
        "depth": np.array([len(path) - 1 for path in [*items.known, ()]], dtype=np.int64)[items.codes],
    }
    return pd.DataFrame(columns)


def tree_order(holdings: Holdings) -> list[str]:
    """Every category path of an archive with all its parents, parents before children, by name."""
    known = holdings.table.column("categories").items.used()
    paths = {path[:depth] for path in known for depth in range(1, len(path) + 1)}
    return [JOINT.join(path) for path in sorted(paths)]


def _part(holdings: Holdings, rows: Rows) -> Table:
    return holdings.table if len(rows) == len(holdings) else holdings.table.take(rows)


def _term_order(holdings: Holdings) -> list[str]:
    tags = sorted({tag for name in ("tags", "concepts") for tag in holdings.table.column(name).items.used()})
    return list(dict.fromkeys([*tree_order(holdings), *tags]))


# --- columns ---------------------------------------------------------------------------------------------


def text_array(values: Values) -> Any:
    return pd.array(values, dtype="str")


def _key_values(holdings: Holdings, rows: Rows) -> Values:
    found: Values = Texts.of(holdings.keys).values[rows]
    return found


def keys_index(holdings: Holdings, rows: Rows) -> pd.Index[Any]:
    """The index of a frame with a row for each of some posts."""
    keys: pd.Index[Any] = pd.Index(text_array(_key_values(holdings, rows)), name="post")
    return keys


def moments(values: Values) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(values.view("M8[us]")).tz_localize("UTC")


def _kind(categories: Sequence[str], *, ordered: bool = False) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(pd.Index(list(categories), dtype="str"), ordered=ordered)


def categorical(codes: Codes, categories: Sequence[str], *, ordered: bool = False) -> pd.Categorical:
    """A column of values that repeat, with its categories in a given order."""
    place = {value: place for place, value in enumerate(categories)}
    moved = np.array([*(place.get(value, -1) for value in codes.known), -1], dtype=np.int32)
    return pd.Categorical.from_codes(moved[codes.codes], dtype=_kind(categories, ordered=ordered))


def _mapped(codes: Codes, change: Callable[[Any], Any]) -> Codes:
    return Codes(codes.codes, [change(value) for value in codes.known])


def _looked_up(codes: Codes, change: Callable[[Any], str | None]) -> Values:
    found: Values = Texts.of([*(change(value) for value in codes.known), None]).values[codes.codes]
    return found


def _as_paths(items: Codes) -> Codes:
    """Tags as paths of one part, so that they stand beside the paths of categories."""
    return _mapped(items, lambda value: value if isinstance(value, tuple) else (value,))


def titles(table: Table) -> Values:
    """The titles; the slug of an untitled post."""
    titles = table.column("title").values
    found: Values = np.where(titles.astype(bool), titles, table.column("slug").values)
    return found


def _bounds(holdings: Holdings) -> Values:
    found = np.full(len(holdings), NOTHING)
    for row, when in holdings.known.after.items():
        found[row] = when.microseconds
    return found


def _written_moments(codes: Codes) -> Values:
    moments = [parse_when(written).microseconds for written in codes.known]
    found: Values = np.array([*moments, NOTHING])[codes.codes]
    return found


def _first_categories(table: Table) -> Codes:
    """The first category of each post as text."""
    column = table.column("categories")
    found = np.full(len(table), -1, dtype=np.int32)
    some = column.counts > 0
    found[some] = column.items.codes[column.starts[:-1][some]]
    return Codes(found, [JOINT.join(path) for path in column.items.known])


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
