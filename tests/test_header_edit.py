"""Editing a header as text: what did not change stays to the character."""

from __future__ import annotations

from difflib import ndiff
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lfnkr_nb.errors import PostError
from lfnkr_nb.header import Header, core_value, read_header
from lfnkr_nb.header_edit import REMOVE, edit_header

TEXT = st.text(max_size=30)
SCALAR = st.one_of(
    TEXT,
    st.sampled_from(
        [
            "NO",
            "true",
            "null",
            "~",
            "0123",
            "12:30",
            "a: b",
            "# no",
            "- x",
            "'",
            '"',
            "",
            " a ",
            "a\nb\n",
            "日本語\u3000",
        ]
    ),
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.none(),
)
VALUE = st.one_of(
    SCALAR,
    st.lists(SCALAR, max_size=4),
    st.dictionaries(st.text("abcdef", min_size=1, max_size=4), SCALAR, max_size=3),
    st.lists(
        st.dictionaries(st.text("abc", min_size=1, max_size=3), SCALAR, min_size=1, max_size=2), max_size=3
    ),
)

#: A header as people write them: comments, every quoting, both kinds of list, blank lines.
WRITTEN = """\
# who made this file
title: "Ours: a title"   # the title
status: publish

categories:
  - Relief > Food   # first
  # between
  - 'Human Rights'
tags: [a, "b, c", 한국어]  # flow
excerpt: |
  Two lines
  of text.

folded: >-
  one
  two
wp: {id: 12, type: post}
figures:
  - value: 21
    unit: students
  - value: 3
last: plain text
"""


def changed_lines(old: str, new: str) -> list[str]:
    return [line for line in ndiff(old.splitlines(True), new.splitlines(True)) if line[0] in "+-"]


def values(text: str) -> dict[str, Any]:
    return {key: core_value(raw) for key, raw in read_header(text).raw.items()}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("title", "Another", ['-title: "Ours: a title"   # the title', '+title: "Another"   # the title']),
        ("status", "draft", ["-status: publish", "+status: draft"]),
        ("last", "x: y", ["-last: plain text", '+last: "x: y"']),
        ("last", True, ["-last: plain text", "+last: true"]),
        ("tags", ["a", "b, c", "日本"], ["-tags: [a, \"b, c\", 한국어]  # flow", "+tags: [a, \"b, c\", 日本]  # flow"]),
        ("categories", ["Relief > Food", "News"], ["-  - 'Human Rights'", "+  - News"]),
        ("categories", ["Relief > Food", "Human Rights", "News"], ["+  - News"]),
        ("new", "value", ["+new: value"]),
        ("status", REMOVE, ["-status: publish"]),
        ("last", REMOVE, ["-last: plain text"]),
        ("wp", {"id": 13}, ["-wp: {id: 12, type: post}", "+wp: {id: 13}"]),
    ],
)  # fmt: skip
def test_an_edit_touches_only_its_own_line(newline: str, key: str, value: Any, expected: list[str]) -> None:
    old = WRITTEN.replace("\n", newline)
    new = edit_header(read_header(old), {key: value})
    found = [line[0] + line[2:].rstrip("\r\n") for line in changed_lines(old, new)]
    assert found == expected
    assert new.count("\n") == new.count(newline)


def test_a_value_that_is_the_same_is_not_written_again() -> None:
    assert edit_header(read_header(WRITTEN), values(WRITTEN)) == WRITTEN


def test_a_header_without_its_last_line_break_takes_another_key() -> None:
    assert values(edit_header(read_header("title: a"), {"b": "c"})) == {"title": "a", "b": "c"}


def test_a_header_on_one_line_in_braces_can_be_edited() -> None:
    new = edit_header(read_header("{title: a, b: c}\n"), {"title": "x, y", "d": [1, 2], "b": REMOVE})
    assert values(new) == {"title": "x, y", "d": [1, 2]}


def test_several_edits_leave_the_comments_where_they_were() -> None:
    new = edit_header(read_header(WRITTEN), {"title": "N", "tags": ["z"], "folded": "x", "categories": ["Q"]})
    for comment in ("# who made this file", "# the title", "# flow"):
        assert comment in new
    assert values(new) == values(WRITTEN) | {"title": "N", "tags": ["z"], "folded": "x", "categories": ["Q"]}


def test_half_a_character_is_refused_and_not_half_written() -> None:
    with pytest.raises(PostError) as caught:
        edit_header(read_header(WRITTEN), {"title": "a\ud800"})
    assert caught.value.hint


@given(st.sampled_from([*sorted(values(WRITTEN)), "new"]), VALUE, st.sampled_from(["\n", "\r\n"]))
@example("tags", [], "\n")
@example("excerpt", "a\n\nb\n", "\r\n")
@example("title", "\x85\u2028\ufeff\x00", "\n")
def test_any_value_is_read_back_and_every_other_line_stays(key: str, value: Any, newline: str) -> None:
    """The lines of all other keys, comments among them, are in the new text, in their order."""
    old = WRITTEN.replace("\n", newline)
    new = edit_header(read_header(old), {key: value})
    assert repr(values(new)) == repr({**values(old), key: value})
    header = read_header(old)
    for other, entry in header.entries.items():
        if other != key:
            assert old[entry.start : entry.value_end].rstrip() in new
    assert new.startswith("# who made this file" + newline)


@given(
    st.dictionaries(st.text(min_size=1, max_size=12).filter(lambda key: "\n" not in key), VALUE, max_size=5)
)
def test_any_mapping_becomes_a_header_that_reads_back(mapping: dict[str, Any]) -> None:
    written = edit_header(Header(""), mapping)
    assert repr(values(written)) == repr(mapping)


@given(st.sampled_from(sorted(values(WRITTEN))))
def test_taking_a_key_out_leaves_the_others(key: str) -> None:
    new = edit_header(read_header(WRITTEN), {key: REMOVE})
    assert values(new) == {name: value for name, value in values(WRITTEN).items() if name != key}
