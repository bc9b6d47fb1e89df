"""Adding posts to a recipe changes one key and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from lfnkr_nb.cli import main
from lfnkr_nb.errors import RecipeError
from lfnkr_nb.recipe import Recipe
from lfnkr_nb.recipe_edit import add_posts

RECIPE = """---
# Kept
title: "Letters"   # also kept
posts: [one, {post: two, show: whole}]
edition: 1
---
My own words.
"""


def test_posts_are_added_at_the_end_and_every_other_line_stays(tmp_path: Path) -> None:
    path = tmp_path / "r.md"
    path.write_text(RECIPE, "utf-8")
    assert add_posts(path, ["three", "two", "three", "送還"]) == ["three", "送還"]
    changed = [
        (old, new)
        for old, new in zip(RECIPE.splitlines(), path.read_text("utf-8").splitlines(), strict=True)
        if old != new
    ]
    assert len(changed) == 1
    assert changed[0][1].startswith("posts: [one, {post: two, show: whole}, three, ")
    assert [record["post"] for record in Recipe.read(path).values["posts"]] == ["one", "two", "three", "送還"]


def test_adding_what_is_there_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.md"
    path.write_text(RECIPE, "utf-8")
    before = path.stat().st_mtime_ns
    assert add_posts(path, ["one"]) == []
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("how", ["select: {kind: news}", "sections: [{heading: A, posts: [one]}]"])
def test_a_recipe_that_chooses_otherwise_is_not_changed(tmp_path: Path, how: str) -> None:
    path = tmp_path / "r.md"
    path.write_text(f"---\ntitle: T\n{how}\n---\n", "utf-8")
    with pytest.raises(RecipeError, match="chooses its posts"):
        add_posts(path, ["one"])
    assert how in path.read_text("utf-8")


def test_a_recipe_without_posts_gets_them(tmp_path: Path) -> None:
    path = tmp_path / "r.md"
    path.write_text("---\ntitle: T\n---\nWords.\n", "utf-8")
    assert add_posts(path, ["one"]) == ["one"]
    assert Recipe.read(path).values["posts"] == ({"post": "one"},)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Three posts, one of them news, and a recipe with the first."""
    for name, kind in (("one", "open-letter"), ("two", "news"), ("three", "news")):
        path = tmp_path / "posts" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\ntitle: {name}\nkind: {kind}\nstatus: publish\n---\nText.\n", "utf-8")
    (tmp_path / "briefings").mkdir()
    (tmp_path / "briefings/r.md").write_text(RECIPE.replace(", {post: two, show: whole}", ""), "utf-8")
    return tmp_path


def test_the_command_adds_named_and_chosen_posts(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recipe = archive / "briefings/r.md"
    assert main(["add", str(recipe), "one", "three", "--kind", "news"]) == 0
    assert "2 posts added; 1 post stood in it already" in capsys.readouterr().err
    assert [record["post"] for record in Recipe.read(recipe).values["posts"]] == ["one", "three", "two"]


def test_a_post_that_is_not_there_or_no_post_at_all_changes_nothing(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = archive / "briefings/r.md"
    before = recipe.read_bytes()
    assert main(["add", str(recipe), "thre"]) == 2
    assert "three" in capsys.readouterr().err
    assert main(["add", str(recipe)]) == 2
    assert "No post was chosen" in capsys.readouterr().err
    assert recipe.read_bytes() == before
