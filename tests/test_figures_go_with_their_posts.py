"""A key figure goes out with the post that says it, and stays inside with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.document.tree import KeyFigures
from lfnkr_nb.recall import rebuild, recall

if TYPE_CHECKING:
    from pathlib import Path

    from lfnkr_nb.document.tree import KeyFigure

RECIPE = """---
title: Report
posts: [{posts}]
figures:
  - {{value: 40, unit: people, post: told, confirmed_by: M. T.}}
  - {{value: 7, unit: schools, post: school, confirmed_by: M. T.}}
---
"""


def archive(root: Path, **told: object) -> Archive:
    """An archive of two posts, one of which says and has confirmed a figure, and a recipe that shows it."""
    claim = {
        "value": 40,
        "qualifier": "approximately",
        "unit": "people",
        "act": "returned",
        "confirmed_by": "M. T.",
    }
    said = {"status": "publish", "date": "2017-09-04"}
    posts = root / "posts"
    Post.new(posts / "told.md", "About 40 people.", title="Told", figures=[claim], **{**said, **told}).save()
    Post.new(posts / "school.md", "A school.", title="School", **said).save()
    (root / "briefings").mkdir()
    return Archive.open(posts)


def box(root: Path, text: str) -> tuple[list[KeyFigure], list[str]]:
    """The figures in the box of a recipe, and what is said of them."""
    path = root / "briefings" / "r.md"
    path.write_text(text, "utf-8")
    document = Briefing.open(path).document()
    figures = [
        item
        for section in document.sections
        for block in section.blocks
        if isinstance(block, KeyFigures)
        for item in block.items
    ]
    return figures, [notice.message for notice in document.notices if "key figure" in notice.message]


@pytest.mark.parametrize("state", [{"status": "private"}, {"status": "draft"}, {"password": "x"}])
def test_a_figure_of_a_post_that_stays_inside_stays_inside(state: dict[str, object], tmp_path: Path) -> None:
    """Also where the recipe itself says who confirmed it."""
    archive(tmp_path, **state)
    figures, said = box(tmp_path, RECIPE.format(posts="school"))
    assert [figure.value for figure in figures] == ["7"]
    assert said == ["The key figure 40 was left out, its post stays inside"]


def test_a_figure_of_a_post_that_is_gone_stays_out(tmp_path: Path) -> None:
    """Nobody can look it up any more."""
    archive(tmp_path)
    (tmp_path / "posts" / "told.md").unlink()
    figures, said = box(tmp_path, RECIPE.format(posts="school"))
    assert [figure.value for figure in figures] == ["7"]
    assert said == ["The key figure 40 was left out, the post it names is not in the archive"]


def test_a_recalled_post_takes_its_figures_along(tmp_path: Path) -> None:
    """The new edition shows neither the post nor what it said."""
    posts = archive(tmp_path)
    path = tmp_path / "briefings" / "r.md"
    path.write_text(RECIPE.format(posts="told, school"), "utf-8")
    made = Briefing.open(path).export(tmp_path / "exports" / "r.html").path
    assert "40" in made.read_text("utf-8")
    (again,) = rebuild(posts, recall(posts, post="told"), post="told")
    assert again.exported is not None
    page = made.read_text("utf-8")
    assert ">40<" not in page
    assert ">7<" in page
    assert any("its post is left out" in notice.message for notice in again.exported.notices)


def test_a_recipe_that_names_only_value_and_post_shows_what_the_post_has_confirmed(tmp_path: Path) -> None:
    """About 40 people returned are no bare 40."""
    archive(tmp_path)
    figures, _ = box(tmp_path, "---\ntitle: R\nposts: [told]\nfigures: [{value: 40, post: told}]\n---\n")
    (figure,) = figures
    assert (figure.value, figure.label) == ("40", "people returned")
    assert figure.qualifier
