"""What a post, recipe or title may hold without stopping a briefing or telling what stays inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.cli import main

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://site.example"


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """A public post that names a private one in four ways, and the private one."""
    folder = tmp_path / "posts"
    hidden = f"{SITE}/2016/02/02/hidden-slug/"
    body = f"Bare {hidden} end. <{SITE}/?p=17> [words]({hidden}) [{hidden}]({hidden}) and https://other.example/x"
    Post.new(folder / "a.md", body, title="A", status="publish", permalink=f"{SITE}/a/").save()
    Post.new(
        folder / "b.md",
        "x",
        title="Hidden",
        slug="hidden-slug",
        status="private",
        permalink=hidden,
        wp={"id": 17},
    ).save()
    return folder


def test_the_address_of_a_private_post_is_never_printed(posts: Path, tmp_path: Path) -> None:
    """A link, a bare address and `?p=` of a post that stays inside leave neither slug nor link; others stay."""
    target = tmp_path / "x.html"
    Briefing("A", Archive.open(posts), show="whole").export(target)
    page = target.read_text(encoding="utf-8")
    assert "hidden-slug" not in page
    assert "?p=17" not in page
    assert "[address not public]" in page
    assert 'href="https://other.example/x"' in page


@pytest.mark.parametrize("suffix", [".pdf", ".html"])
def test_control_characters_in_titles_stop_nothing(tmp_path: Path, suffix: str) -> None:
    """A title, byline, subject or signatory with control or direction characters is printed without them."""
    odd = "a\x08b\u202ec\x1bd\ne"
    Post.new(
        tmp_path / "posts" / "a.md",
        "Text.",
        title=odd,
        byline=odd,
        subject=odd,
        signatories=[odd],
        status="publish",
    ).save()
    for template in ("digest", "open-letter"):
        made = Briefing(odd, Archive.open(tmp_path), template=template).export(tmp_path / f"x{suffix}")
        if suffix == ".html":
            assert not {"\x08", "\x1b", "\u202e"} & set(made.path.read_text(encoding="utf-8"))


def test_a_misspelt_key_of_a_recipe_is_said_at_export(
    posts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`sumary:` changes nothing, and the editor hears so."""
    recipe = tmp_path / "briefings" / "r.md"
    recipe.parent.mkdir()
    recipe.write_text("---\ntitle: T\nsumary: x\nselect: {public: true}\n---\n", encoding="utf-8")
    assert main(["brief", str(recipe), "-o", str(tmp_path / "r.html")]) == 0
    assert "Did you mean `summary`?" in capsys.readouterr().err


def test_a_recipe_that_names_no_posts_exports_none(posts: Path, tmp_path: Path) -> None:
    """An empty recipe, or one whose lists are blank, is refused instead of taking every public post."""
    recipe = tmp_path / "briefings" / "r.md"
    recipe.parent.mkdir()
    for header in ("", "title: T", "posts:", "posts: []", "select:", "sections: [{heading: A, posts: []}]"):
        recipe.write_text(f"---\n{header}\n---\n", encoding="utf-8")
        assert main(["brief", str(recipe), "-o", str(tmp_path / "r.html")]) == 2
        assert not (tmp_path / "r.html").exists()


def test_a_slug_that_is_a_number_can_stand_in_a_section(tmp_path: Path) -> None:
    """YAML reads `27` as a number; a slug it is all the same."""
    Post.new(tmp_path / "posts" / "27.md", "Text.", title="A", status="publish").save()
    recipe = tmp_path / "briefings" / "r.md"
    recipe.parent.mkdir()
    recipe.write_text("---\ntitle: T\nsections: [{heading: H, posts: [27]}]\n---\n", encoding="utf-8")
    assert main(["brief", str(recipe), "-o", str(tmp_path / "r.html")]) == 0


def test_a_place_that_cannot_be_written_is_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback, exit 2."""
    assert main(["init", "/dev/null/x"]) == 2
    assert "Traceback" not in capsys.readouterr().err
