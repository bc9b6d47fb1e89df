"""The columns of an index: packed and unpacked, taken, joined and changed, each as plain lists would be."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lfnkr_nb.columns import Codes, Ints, Lists, Texts
from lfnkr_nb.post_table import COLUMNS, Table

WORDS = st.sampled_from(["relief", "脱北者", "탈북자", "a b", "é", "x" * 40]) | st.text(
    "ab\x1f\n漢", min_size=1
)
VALUES: dict[type, st.SearchStrategy[Any]] = {
    Texts: st.none() | WORDS,
    Codes: st.none() | st.sampled_from(["en", "ja", "ko"]),
    Ints: st.integers(-5, 5),
    Lists: st.lists(
        st.sampled_from(["Relief", "Food"]) | st.lists(WORDS, min_size=1, max_size=2), max_size=3
    ),
}
ROW = st.tuples(*(VALUES[kind] for kind in COLUMNS.values())).map(list)
ROWS = st.lists(ROW, min_size=1, max_size=6)


def rows_of(table: Table) -> list[list[Any]]:
    """The table as the rows that `reading.py` gives."""
    columns = []
    for name, kind in COLUMNS.items():
        column = table.column(name)
        values = [column.value(row) for row in range(len(table))] if kind is Lists else column.listed()
        columns.append([[list(v) if isinstance(v, tuple) else v for v in each] if kind is Lists else each
                        for each in values])  # fmt: skip
    return [list(row) for row in zip(*columns, strict=True)]


def packed(rows: list[list[Any]]) -> Table:
    return Table.unpack(Table.of(rows).pack(), len(rows))


@given(ROWS)
def test_a_packed_table_holds_what_was_put_in(rows: list[list[Any]]) -> None:
    assert rows_of(packed(rows)) == rows


@given(ROWS, st.data())
def test_rows_taken_from_a_packed_table_are_those_of_the_whole_table(
    rows: list[list[Any]], data: st.DataObject
) -> None:
    """Also where only a few rows are unpacked, in any order and more than once."""
    places = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=5))
    taken = packed(rows).take(np.array(places, dtype=np.int64))
    assert rows_of(taken) == [rows[place] for place in places]


@given(ROWS, st.data())
def test_a_table_with_rows_put_in_holds_them_and_leaves_the_others(
    rows: list[list[Any]], data: st.DataObject
) -> None:
    places = data.draw(st.lists(st.integers(0, len(rows) - 1), unique=True, max_size=4))
    new = data.draw(st.lists(ROW, min_size=len(places), max_size=len(places)))
    wanted = list(rows)
    for place, row in zip(places, new, strict=True):
        wanted[place] = row
    assert rows_of(packed(rows).put(places, Table.of(new))) == wanted
