"""The form of the editor: every change is an edit of its own lines, and reads back as it was given."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import pytest

from lfnkr_nb import Archive, Post
from lfnkr_nb.checks import check_post
from lfnkr_nb.editing import base_of, counts_by_language, edited, form_fields, form_values
from lfnkr_nb.fixes import fix_of

ROOT = Path(__file__).parent.parent
ARCHIVE = Archive.open(ROOT / "posts")

POST = """---
# A comment that stays
title: 'Old title'
date: 2017-09-04T10:00:00+09:00   # and this
categories:
  - [Relief, Food]
  - News
tags: [one, two]
status: publish
figures:
  - {value: 600, unit: people}
---
Text.
"""

CHANGES: list[tuple[str, Any, str]] = [
    ("title", "New: title", "New: title"),
    ("date", "2017-09", "2017-09"),
    ("date", "2020-01-01T00:00:00-05:00", "2020-01-01T00:00:00-05:00"),
    ("status", "draft", "draft"),
    ("kind", "open-letter", "open-letter"),
    ("tags", ["one", "三"], ["one", "三"]),
    ("lang", "ja", "ja"),
    ("password", True, True),
    ("standfirst", "Two *lines*\nof text", "Two *lines*\nof text"),
    ("addressee", ["Ms A", "Geneva"], ["Ms A", "Geneva"]),
    ("figures", [{"value": 601, "unit": "people"}], [{"value": 601, "unit": "people"}]),
]


def post(tmp_path: Path, text: str = POST) -> Post:
    path = tmp_path / "posts/a.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return Post.read(path)


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


@pytest.mark.parametrize(
    ("name", "value", "shown"), CHANGES, ids=[f"{name}-{n}" for n, (name, *_) in enumerate(CHANGES)]
)
def test_a_changed_field_reads_back_and_touches_only_its_line(
    tmp_path: Path, name: str, value: Any, shown: Any
) -> None:
    old = post(tmp_path)
    new = edited(old, None, {name: value}).save()
    assert form_values(Post.read(new.path))[name] == shown
    lines = changed_lines(POST, new.text)
    assert sum(line.startswith("-") for line in lines) <= 1
    assert all(name in line or line.startswith(("+  ", "- ")) for line in lines)
    assert "# A comment that stays" in new.text


def test_a_category_is_added_without_rewriting_the_others(tmp_path: Path) -> None:
    old = post(tmp_path)
    values = form_values(old)["categories"]
    assert values == ["Relief > Food", "News"]
    new = edited(old, None, {"categories": [*values, "Advocacy > Letters"]})
    assert (
        changed_lines(POST, new.text) == ["+   - Advocacy > Letters"]
        or len(changed_lines(POST, new.text)) == 1
    )
    assert form_values(new)["categories"][2] == "Advocacy > Letters"


def test_emptying_a_field_takes_its_line_out(tmp_path: Path) -> None:
    new = edited(post(tmp_path), None, {"tags": [], "title": ""})
    assert "tags" not in new.text
    assert "title" not in new.text


def test_an_untouched_form_changes_nothing(tmp_path: Path) -> None:
    for each in [post(tmp_path), *ARCHIVE]:
        assert edited(each, each.content, {}).text == each.text


def test_giving_every_value_back_changes_no_value(tmp_path: Path) -> None:
    """What the form shows of each sample post, set again, leaves the same values."""
    for each in ARCHIVE:
        values = form_values(each)
        assert form_values(edited(each, None, {k: v for k, v in values.items() if k != "wp"})) == values


def test_a_value_that_cannot_be_read_is_shown_as_it_is_written(tmp_path: Path) -> None:
    odd = post(tmp_path, "---\ntitle: T\nstatus: nowhere\ndate: someday\n---\nText.\n")
    assert {"status": "nowhere", "date": "someday"}.items() <= form_values(odd).items()


def test_a_field_that_is_none_of_the_schema_cannot_be_set(tmp_path: Path) -> None:
    assert edited(post(tmp_path), None, {"evil": "x"}).text == POST


def test_the_base_is_what_was_read_and_not_what_is_written(tmp_path: Path) -> None:
    old = post(tmp_path)
    assert base_of(edited(old, "Other.", {})) == base_of(old)
    assert base_of(Post.new(tmp_path / "b.md", "x")) == ""
    assert base_of(edited(old, "Other.", {}).save()) != base_of(old)


def test_words_and_characters_are_counted_by_language() -> None:
    counts = counts_by_language("Two *words* and 難民キャンプ、 그리고 한국어 낱말.\n\n<!-- hidden -->", "en")
    assert counts["en"]["words"] == 3
    assert counts["ja"] == {"words": 0, "characters": 7}
    assert counts["ko"]["words"] == 3


def test_every_field_says_what_it_means() -> None:
    assert all(field["meaning"].endswith((".", "…")) and field["group"] for field in form_fields())


# --- fixes --------------------------------------------------------------------------------------------------

FIXES = {
    "titel: Right\nstatus: draft\n": {"titel": None, "title": "Right"},
    "title: T\nstatus: drafd\n": {"status": "draft"},
    "title: T\nstatus: publsih\n": {"status": "draft"},
    "title: T\n": {"status": "draft"},
    "title: T\nstatus: draft\nkind: Open Letter\n": {"kind": "open-letter"},
    "title: T\nstatus: draft\nlang: Japanese\n": {"lang": "ja"},
    "title: T\nstatus: draft\nslug: a b\n": {"slug": "a-b"},
    "title: T\nstatus: draft\nfollows: kim-s-starts-from-zer\n": {"follows": "kim-s-starts-from-zero"},
}


@pytest.mark.parametrize(("header", "fields"), FIXES.items(), ids=[text.splitlines()[-1] for text in FIXES])
def test_a_safe_fix_is_offered_and_solves_the_problem(
    tmp_path: Path, header: str, fields: dict[str, Any]
) -> None:
    odd = post(tmp_path, f"---\n{header}---\nText.\n")
    fixes = [fix for problem in check_post(odd, ARCHIVE) if (fix := fix_of(problem, odd, ARCHIVE))]
    assert fields in [fix.fields for fix in fixes]
    before = len(check_post(odd, ARCHIVE))
    for name, value in fields.items():
        odd = odd.replace(**{name: value})
    assert len(check_post(odd, ARCHIVE)) < before


@pytest.mark.parametrize(
    "header", ["status: publsih", "passwort: true\nstatus: draft", "Status: publish", "protct: [K]"]
)
def test_no_fix_makes_a_post_public_or_decides_who_sees_it(tmp_path: Path, header: str) -> None:
    odd = post(tmp_path, f"---\ntitle: T\n{header}\n---\nText.\n")
    for problem in check_post(odd, ARCHIVE):
        fix = fix_of(problem, odd, ARCHIVE)
        assert fix is None or not {"password", "protect"} & set(fix.fields)
        assert fix is None or fix.fields.get("status") != "publish"


def test_a_picture_without_alt_text_is_a_problem_of_its_own_line(tmp_path: Path) -> None:
    odd = post(tmp_path, "---\ntitle: T\nstatus: draft\n---\nText.\n\n![](media/a.png)\n")
    lines = {problem.line for problem in check_post(odd, ARCHIVE) if "media/a.png" in problem.message}
    assert lines == {7}
