"""Typed values from raw ones; what cannot be read is a problem with its line, never a guess."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lfnkr_nb.fields import clean_slug, read_fields
from lfnkr_nb.header import read_header
from lfnkr_nb.schema import POST_FIELDS, RECIPE_FIELDS

POST = {field.name: field for field in POST_FIELDS}
RECIPE = {field.name: field for field in RECIPE_FIELDS}


def read(text: str, schema: Any = POST) -> tuple[dict[str, Any], list[Any]]:
    return read_fields(read_header(text, first_line=2), schema)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("title: NO", "NO"),
        ("title: 0123", "0123"),
        ("sticky: true", True),
        ("kind: open-letter", "open-letter"),
        ("lang: zh-Hant", "zh-Hant"),
        ("tags: one", ("one",)),
        ("tags: [NO, 12, null, 'null']", ("NO", "12", "null")),
        ("categories: Relief > Food", (("Relief", "Food"),)),
        ("categories: [A, [B, C], A]", (("A",), ("B", "C"))),
        ("addressee: |\n  One\n  Two\n", ("One", "Two")),
        ("signatories: [A. B., C. D.]", ("A. B.", "C. D.")),
        ("figures: [{value: 21, unit: students}]", ({"value": 21, "unit": "students"},)),
        ("sources: A title", ({"title": "A title"},)),
        ("wp: {id: 12, x: null}", {"id": 12, "x": None}),
        ("listed_after: 강제북송", "강제북송"),
    ],
)
def test_each_type_of_field_is_read(header: str, value: Any) -> None:
    values, problems = read(header)
    assert list(values.values()) == [value]
    assert not problems


@pytest.mark.parametrize(
    "header",
    [
        "title: [a]", "status: published", "status: [publish]", "password: yes", "password: 1", "sticky: 'true'",
        "date: 2017-09-04 10:00", "date: tomorrow", "date: {year: 2017}", "kind: page2", "slug: a/b", "slug: ../a",
        "slug: ''", "lang: english language", "tags: {a: b}", "tags: [[a]]", "categories: [{a: b}]", "figures: [[1]]",
        "figures: [{valeu: 1}]", "wp: text", "listed_after: [a]", "translations: [a b]", "excerpt: {a: b}",
        "date: 0001-01-01T00:00:00+09:00",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_left_out_and_told_with_line_and_hint(header: str) -> None:
    values, problems = read(
        f"title: A\n{header}\n" if not header.startswith("title") else f"lang: en\n{header}\n"
    )
    (problem,) = problems
    name = header.split(":")[0]
    assert name not in values
    assert (problem.field, problem.line, problem.severity) == (name, 3, "warning")
    assert problem.hint


@pytest.mark.parametrize("value", ["0", "-1", "one", "1.5", "true", "[1]"])
def test_a_count_is_a_whole_number_from_one(value: str) -> None:
    assert read("edition: 3", RECIPE)[0] == {"edition": 3}
    values, problems = read(f"edition: {value}", RECIPE)
    assert not values
    assert problems[0].field == "edition"


def test_nothing_null_or_empty_is_unknown_and_no_problem() -> None:
    assert read("date: null\nkind: ~\nlang:\n") == ({}, [])


def test_an_unknown_key_is_kept_and_noted_with_the_nearest_name() -> None:
    values, problems = read("titel: A\nmy_key: [1, NO]\n")
    assert values == {"titel": "A", "my_key": [1, "NO"]}
    assert [(p.severity, p.line) for p in problems] == [("note", 2), ("note", 3)]
    assert "title" in problems[0].hint


def test_one_unreadable_value_does_not_stop_the_next() -> None:
    values, problems = read("date: nonsense\nstatus: nonsense\ntitle: A\n")
    assert values == {"title": "A"}
    assert [problem.line for problem in problems] == [2, 3]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("An open letter", "An-open-letter"),
        ("강제북송 반대", "강제북송-반대"),
        ("が", "が"),
        ("../../etc/passwd", "etc-passwd"),
        ("", "untitled"),
        ("...", "untitled"),
        ("CON", "post-CON"),
        ("nul.txt", "post-nul.txt"),
        ("a\u202eb\u200bc", "a-b-c"),
        ('a<b>:"c|d?*', "a-b-c-d"),
    ],
)
def test_a_slug_is_one_safe_component_with_its_own_letters(text: str, slug: str) -> None:
    assert clean_slug(text) == slug


@given(st.text(max_size=200))
@example("語" * 60)
@example("a" * 200)
def test_a_slug_fits_a_file_name_and_is_its_own_slug(text: str) -> None:
    slug = clean_slug(text)
    assert 0 < len(slug.encode()) <= 120
    assert not set(slug) & set('/\\:*?"<>|\0\n ')
    assert slug.strip(".- ") == slug
    assert clean_slug(slug) == slug


def test_two_long_slugs_with_one_beginning_stay_two() -> None:
    assert clean_slug("語" * 60 + "一") != clean_slug("語" * 60 + "二")
