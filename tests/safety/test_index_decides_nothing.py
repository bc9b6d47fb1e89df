"""What goes out is decided by the Markdown itself, whatever was read of it before or an index says."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from zlib import crc32

import pytest

from lfnkr_nb import Archive, Briefing


def write(posts: Path, slug: str, status: str, body: str = "Words.", category: str = "Relief") -> Path:
    posts.mkdir(exist_ok=True)
    path = posts / f"{slug}.md"
    path.write_text(
        f"---\ntitle: The {slug}\nstatus: {status}\ncategories: [{category}]\n---\n\n{body}\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    write(folder, "open", "publish")
    write(folder, "letter", "publish", "Secret words.")
    return folder


def exported(briefing: Briefing, folder: Path) -> str:
    briefing.export(folder / "all.html")
    return (folder / "all.html").read_text(encoding="utf-8")


def test_a_post_that_became_private_after_the_briefing_was_made_stays_inside(
    posts: Path, tmp_path: Path
) -> None:
    briefing = Briefing("All", Archive.open(posts))
    assert len(briefing.choices) == 2
    write(posts, "letter", "private", "Secret words.")
    text = exported(briefing, tmp_path)
    assert "The open" in text
    assert "The letter" not in text
    assert "Secret" not in text


def test_a_changed_text_goes_out_as_it_is_now(posts: Path, tmp_path: Path) -> None:
    briefing = Briefing("All", Archive.open(posts))
    assert briefing.check() == []
    write(posts, "letter", "publish", "Without it.")
    text = exported(briefing, tmp_path)
    assert "Without it." in text
    assert "Secret" not in text


@pytest.mark.parametrize("claim", [b"publish", b"draft"])
def test_an_index_that_lies_about_a_status_lets_nothing_out(
    posts: Path, tmp_path: Path, claim: bytes
) -> None:
    write(posts, "letter", "draft", "Secret words.")
    Archive.open(posts)
    forge(
        tmp_path / ".lfnkr" / "index.sqlite",
        "status",
        b'["draft","publish"]',
        b'["%s","%s"]' % (claim, claim),
    )
    archive = Archive.open(posts)
    assert set(archive.posts.status) == {claim.decode()}
    for briefing in (Briefing("All", archive), Briefing("All", ["open", "letter"], archive=archive)):
        text = exported(briefing, tmp_path)
        assert "The open" in text
        assert "Secret" not in text


def test_an_index_that_lies_about_a_category_selects_nothing_else(posts: Path, tmp_path: Path) -> None:
    write(posts, "letter", "publish", "Secret words.", category="Internal")
    Archive.open(posts)
    forge(tmp_path / ".lfnkr" / "index.sqlite", "categories", b"Internal", b"Relief")
    archive = Archive.open(posts)
    assert len(archive.select(category="Relief")) == 2
    assert "Secret" not in exported(Briefing.from_recipe(recipe(tmp_path), archive), tmp_path)


def recipe(folder: Path):
    from lfnkr_nb.recipe import Recipe

    return Recipe.make({"title": "Relief", "select": {"category": "Relief"}})


def forge(path: Path, name: str, old: bytes, new: bytes) -> None:
    """Change a piece of an index, with the right sum, and leave the file's times alone."""
    before = path.stat()
    with sqlite3.connect(path) as connection:
        (data,) = connection.execute("SELECT data FROM piece WHERE name = ?", (name,)).fetchone()
        assert old in data
        data = data.replace(old, new)
        total = crc32(data, crc32(name.encode()))
        connection.execute("UPDATE piece SET data = ?, sum = ? WHERE name = ?", (data, total, name))
    connection.close()
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
