"""The order of an archive: newest first, undated posts where the evidence puts them.

Dated posts stand by their moment. An undated post with `listed_after:` stands right below the post it names.
Any other undated post stands by the latest moment it must be later than: its own `date_after`, or what is
known of the posts listed below it. Nothing else decides, and equal moments are ordered by slug.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import numpy as np

from lfnkr_nb.columns import NOTHING
from lfnkr_nb.dates import When, parse_when
from lfnkr_nb.fields import Problem
from lfnkr_nb.post_table import Table

__all__ = ["EVIDENCE", "Order", "order_rows"]

#: The columns that the order, its bounds and the twins are made from, beside the names.
EVIDENCE: Final = ("slug", "date", "date_after", "date_before", "listed_after", "listed_line")

#: Before every moment a post can have.
_NEVER: Final = NOTHING + 1


@dataclass
class Order:
    """The rows of a table in order, with the bounds the order gives to the undated ones.

    Attributes:
        rows: Rows of the table, newest first.
        after: By row, the latest date that an undated post is known to be later than.
        problems: By row, `listed_after` that names no post, or runs in a circle.
        twins: Slugs that several posts have.
    """

    rows: list[int] = field(default_factory=list)
    after: dict[int, When] = field(default_factory=dict)
    problems: list[tuple[int, Problem]] = field(default_factory=list)
    twins: frozenset[str] = frozenset()


class _Evidence:
    """What the order is made from, row by row."""

    def __init__(self, table: Table) -> None:
        self.slugs: list[str] = table.texts("slug")
        self.names: list[str] = table.texts("name")
        self.moments = table.ints("moment")
        listed = table.column("listed_after")
        self.listed = {row: listed.value(row) for row in np.flatnonzero(listed.codes >= 0).tolist()}
        self._table = table

    def undated(self, row: int) -> bool:
        return bool(self.moments[row] == NOTHING)

    def undated_rows(self) -> list[int]:
        rows: list[int] = np.flatnonzero(self.moments == NOTHING).tolist()
        return rows

    def date(self, row: int) -> When | None:
        return None if self.undated(row) else _when(self._table.column("date").values[row])

    def bound(self, row: int, name: str) -> When | None:
        """The post's own `date_after` or `date_before`."""
        written = self._table.column(name).value(row)
        return None if written is None else _when(written)

    def line(self, row: int) -> int:
        return int(self._table.ints("listed_line")[row])

    def place(self, row: int) -> tuple[str, list[str]]:
        """Posts of one moment are ordered by this."""
        return self.slugs[row], self.names[row].split("/")


@lru_cache(maxsize=4096)
def _when(written: str) -> When:
    return parse_when(written)


def order_rows(table: Table) -> Order:
    """The order of the posts of a table; see the module's text for the rule."""
    evidence = _Evidence(table)
    order = Order(twins=_twins(evidence.slugs))
    below = _listed_below(evidence, order.problems)
    _bound_all(evidence, below, order.after)
    order.rows = _in_order(evidence, below, order)
    return order


def _twins(slugs: Sequence[str]) -> frozenset[str]:
    if len(set(slugs)) == len(slugs):
        return frozenset()
    return frozenset(slug for slug, count in Counter(slugs).items() if count > 1)


def _listed_below(evidence: _Evidence, problems: list[tuple[int, Problem]]) -> dict[int, list[int]]:
    """For each post the posts that stand right below it."""
    below: dict[int, list[int]] = defaultdict(list)
    if not evidence.listed:
        return below
    named = _rows_of(set(evidence.listed.values()), evidence)
    for row in sorted(evidence.listed, key=evidence.place):
        above = evidence.listed[row]
        if above not in named:
            message = f"`listed_after: {above}` names no post"
            problems.append(
                (row, _problem(message, "Give the slug of a post of this archive.", evidence.line(row)))
            )
        elif _circular(row, evidence.listed, named):
            hint = "Remove it from one of the posts of the circle."
            problems.append((row, _problem("`listed_after` runs in a circle", hint, evidence.line(row))))
        else:
            below[named[above]].append(row)
    return below


def _rows_of(slugs: set[str], evidence: _Evidence) -> dict[str, int]:
    """The post that each slug means: of several with one slug the first by path."""
    found: dict[str, int] = {}
    for row, slug in enumerate(evidence.slugs):
        if slug in slugs and (slug not in found or evidence.place(row) < evidence.place(found[slug])):
            found[slug] = row
    return found


def _circular(row: int, listed: dict[int, str], named: dict[str, int]) -> bool:
    """Whether the chain from a post leads back to it; one that only leads into a circle may stand."""
    seen: set[int] = set()
    step = named.get(listed[row])
    while step is not None and step not in seen:
        if step == row:
            return True
        seen.add(step)
        step = named.get(listed.get(step, ""))
    return False


def _problem(message: str, hint: str, line: int) -> Problem:
    return Problem(message, hint, "listed_after", line if line != NOTHING else None, "warning")


def _bound_all(evidence: _Evidence, below: dict[int, list[int]], after: dict[int, When]) -> None:
    """Note what each undated post is known to be later than, from the foot of each list upward."""
    for row in evidence.undated_rows():
        if (own := evidence.bound(row, "date_after")) is not None:
            after[row] = own
    listed = {row for rows in below.values() for row in rows}
    downward = [row for row in below if row not in listed]
    for row in downward:  # grows while it is walked: each post, then those right below it
        downward += below.get(row, ())
    for row in reversed(downward):
        if evidence.undated(row):
            # A dated post is its own bound for the post above it.
            known = (evidence.date(other) or after.get(other) for other in below.get(row, ()))
            bounds = [bound for bound in (after.get(row), *known) if bound is not None]
            if bounds:
                after[row] = max(bounds)


def _in_order(evidence: _Evidence, below: dict[int, list[int]], order: Order) -> list[int]:
    placed = {row for rows in below.values() for row in rows if evidence.undated(row)}
    moments = _moments(evidence, order.after)
    # Slugs decide every tie where no two are the same. Sorting what NumPy put nearly in order is quick.
    names = [name.split("/") for name in evidence.names] if order.twins else evidence.names
    keys = list(zip((-moments).tolist(), evidence.slugs, names, strict=True))
    nearly = np.argsort(-moments, kind="stable").tolist()
    heads = sorted((row for row in nearly if row not in placed), key=keys.__getitem__)
    return _with_those_below(heads, below, placed) if placed else heads


def _moments(evidence: _Evidence, after: dict[int, When]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The moment by which each post stands."""
    moments = evidence.moments.copy()
    for row in evidence.undated_rows():
        bound = after.get(row) or evidence.bound(row, "date_before")
        moments[row] = bound.microseconds if bound is not None else _NEVER
    return moments


def _with_those_below(heads: list[int], below: dict[int, list[int]], placed: set[int]) -> list[int]:
    ordered: list[int] = []
    stack = heads[::-1]
    while stack:
        row = stack.pop()
        ordered.append(row)
        stack += [other for other in reversed(below.get(row, ())) if other in placed]
    return ordered
