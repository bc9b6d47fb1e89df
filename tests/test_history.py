"""Earlier versions of a post: from git where there is a repository, else from .history/."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lfnkr_nb.cli import main
from lfnkr_nb.errors import PostError
from lfnkr_nb.history import keep_version, version_text, versions


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A. Editor", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def tracked(tmp_path: Path) -> Path:
    """A post with three commits, renamed by the third."""
    git(tmp_path, "init", "-q")
    folder = tmp_path / "posts/2017"
    folder.mkdir(parents=True)
    old, new = folder / "古い 名.md", folder / "new.md"
    for message, text in (("One; \x1b[31m", "one\n" * 20), ("Two", "one\n" * 20 + "two\n")):
        old.write_text(text, "utf-8")
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", message)
    old.rename(new)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "Rename")
    return new


def test_versions_come_from_git_through_renames(tracked: Path) -> None:
    found = versions(tracked)
    assert [version.what for version in found][:2] == ["Rename", "Two"]
    assert {version.who for version in found} == {"A. Editor"}
    assert version_text(tracked, found[1].id) == "one\n" * 20 + "two\n"
    assert version_text(tracked, found[2].id) == "one\n" * 20


def test_under_git_nothing_is_kept_twice(tracked: Path) -> None:
    keep_version(tracked, b"x")
    assert not (tracked.parent / ".history").exists()


def test_without_git_each_save_keeps_what_it_replaced(tmp_path: Path) -> None:
    post = tmp_path / "a.md"
    for text in ("one", "two", "three 難民"):
        keep_version(post, text.encode())
    found = versions(post)
    assert [version_text(post, version.id) for version in found] == ["three 難民", "two", "one"]


def test_the_oldest_of_many_versions_go(tmp_path: Path) -> None:
    post = tmp_path / "a.md"
    for number in range(105):
        keep_version(post, str(number).encode())
    found = versions(post)
    assert len(found) == 100
    assert version_text(post, found[-1].id) == "5"


@pytest.mark.parametrize("name", ["HEAD", "--help", "../x", "0" * 40, "20240101T000000000000Z"])
def test_no_other_name_reads_anything(tracked: Path, name: str) -> None:
    with pytest.raises(PostError):
        version_text(tracked, name)


def test_a_post_without_history_has_none(tmp_path: Path) -> None:
    assert versions(tmp_path / "a.md") == []


def test_git_runs_nothing_of_the_repositorys_configuration(tracked: Path) -> None:
    """Programs that a repository names (pager, monitor, diff, signatures) are not started by looking at it."""
    trap = tracked.parent / "ran"
    program = f"touch {trap} #"
    for key in ("core.fsmonitor", "core.pager", "diff.external", "gpg.program", "core.hooksPath"):
        git(tracked.parent, "config", key, program)
    git(tracked.parent, "config", "log.showSignature", "true")
    (tracked.parent / ".gitattributes").write_text("*.md diff=evil\n", "utf-8")
    git(tracked.parent, "config", "diff.evil.textconv", program)
    git(tracked.parent, "config", "diff.evil.command", program)
    trap.unlink(missing_ok=True)
    version_text(tracked, versions(tracked)[0].id)
    keep_version(tracked, b"x")
    assert not trap.exists()


def test_the_command_lists_shows_and_restores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`lfnkr history` reads and restores what the editor of the desk kept."""
    post = tmp_path / "posts/a.md"
    post.parent.mkdir()
    post.write_text("---\ntitle: New\nstatus: draft\n---\nNow.\n", "utf-8")
    keep_version(post, b"---\ntitle: Old\nstatus: draft\n---\nThen.\n")
    (version,) = versions(post)
    at = ["--posts", str(post.parent)]
    assert main(["history", "a", *at]) == 0
    assert version.id in capsys.readouterr().out
    assert main(["history", "a", "--show", version.id, *at]) == 0
    assert "Then." in capsys.readouterr().out
    assert main(["history", "a", "--restore", version.id, *at]) == 0
    assert "Then." in post.read_text("utf-8")
    assert "Now." in version_text(post, versions(post)[0].id)
    assert main(["history", "a", "--restore", "0" * 40, *at]) == 2
