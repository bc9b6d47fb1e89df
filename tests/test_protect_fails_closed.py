"""A post that asks for the protection of a name does not go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.cli import main
from lfnkr_nb.errors import GateError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with one post that names a label and one that does not."""
    posts = tmp_path / "posts"
    Post.new(posts / "a.md", "Text.", title="A", status="publish", protect=["K. M."]).save()
    Post.new(posts / "b.md", "Text.", title="B", status="publish").save()
    return posts


@pytest.mark.parametrize("suffix", [".pdf", ".html"])
def test_a_post_with_a_label_stops_the_export(archive: Path, tmp_path: Path, suffix: str) -> None:
    """No file is left, the exit code is that of the gate, and the message names post, field and label."""
    target = tmp_path / f"x{suffix}"
    with pytest.raises(GateError, match=r"a\.md.*`protect:`.*K\. M\."):
        Briefing("All", Archive.open(archive)).export(target)
    assert main(["brief", "--posts", str(archive), "-o", str(target)]) == 3
    assert not target.exists()


def test_other_posts_go_out(archive: Path, tmp_path: Path) -> None:
    """Only a selection that holds the post is stopped."""
    assert main(["brief", "--posts", str(archive), "--post", "b", "-o", str(tmp_path / "b.html")]) == 0
