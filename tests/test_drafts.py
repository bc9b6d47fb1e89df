"""Drafts: what is typed is kept beside the post, hidden, ignored by git, and never read as a post."""

from __future__ import annotations

import subprocess
from pathlib import Path

from lfnkr_nb import Archive
from lfnkr_nb.drafts import Draft, discard_draft, draft_path, read_draft, save_draft
from lfnkr_nb.starting import init_archive

DRAFT = Draft("Half a senten 難民", {"title": "T", "kind": None}, "ab12", "2024-01-01T00:00:00+00:00")


def test_a_draft_reads_back_as_it_was_kept(tmp_path: Path) -> None:
    post = tmp_path / "a.md"
    save_draft(post, DRAFT)
    assert read_draft(post) == DRAFT
    discard_draft(post)
    assert read_draft(post) is None
    discard_draft(post)


def test_a_draft_is_no_post_and_git_does_not_take_it_along(tmp_path: Path) -> None:
    init_archive(tmp_path)
    post = tmp_path / "posts/a.md"
    post.write_text("---\ntitle: A\nstatus: publish\n---\nText.\n", "utf-8")
    save_draft(post, DRAFT)
    assert [p.slug for p in Archive.open(tmp_path)] == ["a"]
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    said = subprocess.run(
        ["git", "status", "--short", "-uall"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "posts/a.md" in said.stdout
    assert "draft" not in said.stdout


def test_a_draft_that_is_broken_or_a_link_is_none(tmp_path: Path) -> None:
    post = tmp_path / "a.md"
    for text in ("", "[1]", "{", '{"content": 1, "fields": {}}', '{"content": "x", "fields": []}'):
        draft_path(post).write_text(text, "utf-8")
        assert read_draft(post) is None
    draft_path(post).unlink()
    (tmp_path / "elsewhere.json").write_text('{"content": "x", "fields": {}}', "utf-8")
    draft_path(post).symlink_to(tmp_path / "elsewhere.json")
    assert read_draft(post) is None
