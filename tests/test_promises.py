"""What SECURITY.md promises about a whole export: which posts go out, and what a post cannot do to the file."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from lfnkr_nb import Archive, Briefing
from lfnkr_nb.errors import BriefingError
from lfnkr_nb.schema import STATUSES

SECRET = "Heliotrope"
HELD_BACK = [*(status for status in STATUSES if status != "publish"), "password", "silent", "unreadable"]
HEADERS = {
    "publish": "title: Open words\nstatus: publish\n",
    "password": f"title: {SECRET}\nstatus: publish\npassword: true\n",
    "silent": f"title: {SECRET}\n",
    "unreadable": f"title: {SECRET}\nstatus: publish\nstatus: draft\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with one public post, and one in each state that must stay inside."""
    posts = tmp_path / "posts"
    posts.mkdir()
    for state in ("publish", *HELD_BACK):
        header = HEADERS.get(state, f"title: {SECRET}\nstatus: {state}\n")
        words = "Everybody may read this." if state == "publish" else f"{SECRET} is for {state} eyes."
        (posts / f"post-{state}.md").write_text(f"---\n{header}---\n{words}\n", encoding="utf-8")
    return tmp_path


def text_of(path: Path) -> str:
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    reader = pypdf.PdfReader(path)
    return " ".join([*(page.extract_text() for page in reader.pages), str(reader.metadata)])


@pytest.mark.parametrize("suffix", ["html", "pdf"])
def test_only_public_posts_go_out(folder: Path, suffix: str) -> None:
    """Draft, pending, private, scheduled, trashed, password, no status, unreadable: none is in the file."""
    archive = Archive.open(folder)
    exported = Briefing("All", archive, show="whole").export(folder / f"all.{suffix}")
    assert exported.posts == 1
    assert "Everybody may read this." in text_of(exported.path)
    assert SECRET not in text_of(exported.path)
    assert SECRET.encode() not in exported.path.read_bytes()


@pytest.mark.parametrize("state", [state for state in HELD_BACK if state not in ("silent", "unreadable")])
def test_a_state_goes_out_only_when_it_is_named(folder: Path, state: str) -> None:
    """`include` lets out exactly the state it names; a post that says no status is a draft."""
    briefing = Briefing("All", Archive.open(folder), include=[state])
    chosen = {choice.post.slug for choice in briefing.choices}
    expected = {"post-publish", f"post-{state}"} | ({"post-silent"} if state == "draft" else set())
    assert chosen == expected


def test_asking_for_a_post_by_name_lets_nothing_out(folder: Path) -> None:
    with pytest.raises(BriefingError):
        Briefing("One", ["post-private"], archive=Archive.open(folder)).export(folder / "one.html")
    assert not (folder / "one.html").exists()


def test_an_unreadable_header_is_a_problem_and_never_text(folder: Path) -> None:
    archive = Archive.open(folder)
    assert "post-unreadable" not in {post.slug for post in archive}
    errors = archive.problems[archive.problems.severity == "error"]
    assert errors.path.tolist() == ["post-unreadable.md"]
    assert SECRET not in archive.problems.to_string()


def test_a_post_cannot_bring_in_files_or_addresses(folder: Path) -> None:
    """Pictures outside the post's folder or on the web leave only their alt text in the file."""
    (folder / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n" + SECRET.encode())
    targets = ["../secret.png", str(folder / "secret.png"), "file:///etc/passwd", "https://example.org/x.png"]
    pictures = "\n\n".join(f"![Alt number {place}]({target})" for place, target in enumerate(targets))
    text = f"---\ntitle: Pictures\nstatus: publish\n---\n{pictures}\n\n<script>{SECRET}</script>\n<!-- {SECRET} -->\n"
    (folder / "posts" / "post-publish.md").write_text(text, encoding="utf-8")
    exported = Briefing("All", Archive.open(folder), show="whole").export(folder / "all.html")
    page = text_of(exported.path)
    assert all(f"Alt number {place}" in page for place in range(len(targets)))
    assert "<img" not in page
    assert "<script" not in page
    assert SECRET not in page
    assert len(exported.notices) >= len(targets)


def test_nothing_is_left_beside_the_file(folder: Path) -> None:
    archive = Archive.open(folder)
    before = set(folder.rglob("*"))
    Briefing("All", archive).export(folder / "all.pdf")
    left = {path for path in folder.rglob("*") if path.is_file()} - before
    manifests = {
        folder / "exports/all.manifest.json",
        folder / "private/manifests/selection-all/edition-1.json",
    }
    assert left == {folder / "all.pdf", *manifests}
