"""A post as it is read at the desk: the exporter's own page, no script, nothing loaded, links that lead on."""

from __future__ import annotations

from pathlib import Path

import pytest

from lfnkr_nb import Archive, Post
from lfnkr_nb.brand import read_brand
from lfnkr_nb.exporters.to_preview import preview_page
from lfnkr_nb.preview import preview_post

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def archive() -> Archive:
    return Archive.open(ROOT / "posts")


def test_a_preview_has_title_facts_text_and_named_pictures(archive: Archive) -> None:
    preview = preview_post(archive["2017-09-04-kim-s-starts-from-zero"], archive)
    assert preview.html.startswith("<main")
    assert "Kim S. Starts from Zero" in preview.html
    assert "4 September 2017" in preview.html
    (name,) = preview.pictures
    assert f'src="picture:{name}"' in preview.html
    assert "data:image" not in preview.html


def test_the_facts_are_worded_in_the_language_of_the_interface(archive: Archive) -> None:
    assert (
        "2017年9月4日" in preview_post(archive["2017-09-04-kim-s-starts-from-zero"], archive, lang="ja").html
    )


def test_links_between_posts_can_be_followed_even_to_a_draft(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: A\nstatus: publish\n---\nSee [b](b.md) and [b](b.md).\n", "utf-8"
    )
    (tmp_path / "b.md").write_text("---\ntitle: B\nstatus: draft\n---\nText.\n", "utf-8")
    archive = Archive.open(tmp_path)
    preview = preview_post(archive["a"], archive)
    assert preview.html.count('href="#post.1"') == 2
    assert preview.linked == {1: tmp_path / "b.md"}


def test_a_post_that_is_not_saved_yet_can_be_read(archive: Archive) -> None:
    post = Post.new(archive.folder / "undated/new.md", "Some *words*.", title="New")
    assert "<em>words</em>" in preview_post(post, archive).html


@pytest.mark.parametrize("dark", [False, True])
def test_the_page_of_the_pane_runs_and_loads_nothing_in_either_theme(dark: bool) -> None:
    page = preview_page(read_brand(ROOT), dark=dark)
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in page
    assert "<script" not in page
    assert "prefers-color-scheme" not in page
    assert ("@media screen{:root{" in page) is dark
    assert f"color-scheme:{'dark' if dark else 'light'}" in page


def test_nothing_active_is_in_a_preview(tmp_path: Path) -> None:
    bad = '<img src=x onerror="canary()">\n\n<script>canary()</script>\n\n[x](javascript:canary())\n'
    (tmp_path / "a.md").write_text(f"---\ntitle: '<svg onload=canary()>'\n---\n{bad}", "utf-8")
    archive = Archive.open(tmp_path)
    html = preview_post(archive["a"], archive).html
    assert "&lt;svg onload=canary()&gt;" in html
    for active in ("onerror", "<script", "javascript:", "<svg"):
        assert active not in html.replace("&lt;svg", "")
