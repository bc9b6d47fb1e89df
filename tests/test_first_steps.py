"""The first steps of an editor: a recipe, posts for it, and what is no recipe and no place for an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lfnkr_nb import Briefing, Post
from lfnkr_nb.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new archive with two public posts, in which one works."""
    assert main(["init", str(tmp_path / "a")]) == 0
    monkeypatch.chdir(tmp_path / "a")
    for slug in ("autumn", "winter"):
        Post.new(
            tmp_path / "a" / "posts" / f"{slug}.md", "Words.", title=slug, status="publish", date="2024-01-01"
        ).save()
    return tmp_path / "a"


def test_posts_are_added_to_a_recipe_that_was_just_begun(home: Path) -> None:
    """They take the place of all public posts, and the next ones are put behind them."""
    assert main(["new", "briefing", "Letter"]) == 0
    assert main(["add", "briefings/letter.md", "winter"]) == 0
    briefing = Briefing.open(home / "briefings" / "letter.md")
    assert [choice.post.slug for choice in briefing.choices] == ["winter"]
    assert "select" not in (home / "briefings" / "letter.md").read_text("utf-8")
    assert main(["add", "briefings/letter.md", "autumn"]) == 0
    assert [choice.post.slug for choice in Briefing.open(briefing.recipe.path).choices] == [
        "winter",
        "autumn",
    ]


def test_a_new_recipe_holds_no_words_that_nobody_wrote(home: Path) -> None:
    """Nothing goes out that only shows where to write."""
    assert main(["new", "briefing", "Letter"]) == 0
    assert Briefing.open(home / "briefings" / "letter.md").recipe.note == ""


@pytest.mark.parametrize(
    "command",
    [
        ["clear", "posts/winter.md", "--as", "A", "--step", "fact-checked"],
        ["add", "posts/winter.md", "autumn"],
    ],
)
def test_a_post_is_taken_for_no_recipe(
    command: list[str], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said so, and the post stays as it was."""
    before = (home / "posts" / "winter.md").read_bytes()
    assert main(command) != 0
    assert "This is a post, no recipe" in capsys.readouterr().err
    assert (home / "posts" / "winter.md").read_bytes() == before


def test_no_archive_is_begun_inside_the_posts_of_another(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would hide the posts and the register around it."""
    for folder in ("posts", "posts/2024"):
        assert main(["init", folder]) != 0
        assert "inside the posts of another archive" in capsys.readouterr().err
    assert not (home / "posts" / "private").exists()


def test_a_table_of_related_posts_holds_no_draft(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On a screen drafts are marked; in a table, which may go out, there are none."""
    words = "The boats of the harbour came home late with herring and salt, and nobody counted the nets. " * 9
    for slug, status in (("one", "publish"), ("two", "publish"), ("inside", "draft")):
        Post.new(home / "posts" / f"{slug}.md", words, title=slug, status=status, date="2024-01-01").save()
    capsys.readouterr()
    assert main(["related", "one"]) == 0
    assert "[not public]" in capsys.readouterr().out
    assert main(["related", "one", "--csv"]) == 0
    said = capsys.readouterr().out
    assert "two" in said
    assert "inside" not in said
