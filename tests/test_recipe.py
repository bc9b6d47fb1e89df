"""Recipe files: read strictly, saved to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from lfnkr_nb.errors import ConflictError, RecipeError
from lfnkr_nb.recipe import Recipe

WRITTEN = """\
---
# for the board
title: "Testimonies"   # working title
template: briefing
posts: [one, two]      # by hand
include: draft
addressee: |
  To the Chair
  Geneva
select: {category: Relief, since: 2017}
sources:
  - A report
recommendations:
  - to: The Board
    points: [Act]
date: 2017-09
---

My own words.
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_reading_and_saving_keeps_every_byte(tmp_path: Path, newline: str, mark: str) -> None:
    path = tmp_path / "a.md"
    data = (mark + WRITTEN.replace("\n", newline)).encode()
    path.write_bytes(data)
    Recipe.read(path).save(path)
    assert path.read_bytes() == data


def test_every_recipe_of_the_sample_archive_keeps_every_byte(root: Path, tmp_path: Path) -> None:
    recipes = sorted((root / "briefings").glob("*.md"))
    assert recipes
    for source in recipes:
        path = tmp_path / source.name
        path.write_bytes(source.read_bytes())
        assert not Recipe.read(path).save(path).problems
        assert path.read_bytes() == source.read_bytes(), source.name


def test_values_are_typed() -> None:
    recipe = Recipe.make(
        {"title": "T", "posts": ["a", {"post": "b", "show": "excerpt"}], "edition": 2, "date": "2017-09"}
    )
    assert recipe.values["posts"] == ({"post": "a"}, {"post": "b", "show": "excerpt"})
    assert (recipe.values["edition"], recipe.values["date"].precision) == (2, "month")


@pytest.mark.parametrize(
    ("header", "line", "words"),
    [
        ("title: a\ntemplate: poster", 3, "none of the allowed values"),
        ("title: a\nedition: 0", 3, "whole number"),
        ("title: a\ndate: soon", 3, "not a date"),
        ("posts:\n  - {pst: a}", 2, "unknown key `pst`"),
        ("title: [", 3, "cannot be understood"),
        ("title: a\ntitle: b", 3, "stands twice"),
    ],
)
def test_a_recipe_that_cannot_be_read_is_refused_at_its_line(
    tmp_path: Path, header: str, line: int, words: str
) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\n{header}\n---\n")
    with pytest.raises(RecipeError, match=words) as caught:
        Recipe.read(path)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert caught.value.hint


@pytest.mark.parametrize("data", [b"\xff\xfe", b"---\ntitle: \xe9\n---\n"])
def test_a_recipe_that_is_not_text_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    with pytest.raises(RecipeError, match="UTF-8"):
        Recipe.read(path)
    with pytest.raises(RecipeError):
        Recipe.read(tmp_path / "missing.md")


def test_a_misspelt_key_is_noted_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntitel: a\n---\n")
    (problem,) = Recipe.read(path).problems
    assert (problem.line, problem.severity, problem.path) == (2, "note", path)
    assert "title" in problem.hint


def test_a_new_recipe_is_never_put_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("someone's words")
    with pytest.raises(ConflictError):
        Recipe.make({"title": "T"}).save(path)
    assert path.read_text() == "someone's words"


def test_a_recipe_changed_on_disk_is_a_conflict(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(WRITTEN)
    recipe = Recipe.read(path)
    path.write_text(WRITTEN + "More.\n")
    with pytest.raises(ConflictError):
        recipe.save(path)


def test_saving_elsewhere_writes_the_same_values(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(WRITTEN)
    recipe = Recipe.read(path)
    again = Recipe.read(recipe.save(tmp_path / "b.md").path or path)
    assert (again.values, again.note) == (recipe.values, recipe.note)


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(WRITTEN)
    recipe = Recipe.read(path)
    values = {**recipe.values, "title": "New"}
    del values["include"]
    Recipe(values, recipe.note, path, (), recipe.text).save(path)
    expected = WRITTEN.replace('"Testimonies"', '"New"').replace("include: draft\n", "")
    assert path.read_text() == expected
