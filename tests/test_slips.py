"""Slips of an editor and of a machine are answered with what happened, where, and what to do next."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from lfnkr_nb import Post
from lfnkr_nb.cli import main
from lfnkr_nb.errors import LfnkrError
from lfnkr_nb.saving import read_bytes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """A folder of one public post."""
    folder = tmp_path / "posts"
    Post.new(folder / "school.md", "A school opened.", title="School", status="publish").save()
    return folder


@pytest.mark.parametrize("command", [["list"], ["search", "school"], ["export"], ["brief"]])
def test_files_that_cannot_be_read_are_counted_once(
    command: list[str], posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is done with the archive, nothing goes missing without a word."""
    (posts / "bad.md").write_text("---\ntitle: Bad: colon: here\n---\nx\n", "utf-8")
    target = {"export": [str(posts.parent / "x.csv")], "brief": ["-o", str(posts.parent / "x.html")]}
    assert main([*command, *target.get(command[0], []), "--posts", str(posts)]) == 0
    said = capsys.readouterr().err
    assert said.count("1 file could not be read and is left out; `lfnkr check` names it") == 1


def test_check_names_what_others_count(posts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The count leads to `check`, so `check` does not repeat it."""
    (posts / "bad.md").write_text("---\ntitle: Bad: colon: here\n---\nx\n", "utf-8")
    assert main(["check", "--posts", str(posts)]) == 2
    said = capsys.readouterr()
    assert "bad.md:2" in said.out
    assert "could not be read" not in said.err


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (["--post", "schol"], "No post schol is known.*Did you mean school"),
        (["--person", "H. Z."], r"No label H\. Z\. is known"),
    ],
)
def test_a_recall_of_nothing_known_is_an_error(
    asked: list[str], answer: str, posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip of the pen must not read as: nobody received it."""
    assert main(["recall", *asked, "--posts", str(posts)]) == 2
    assert re.search(answer, capsys.readouterr().err)


def test_a_recall_of_a_post_that_never_went_out_is_none(
    posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By slug or by file."""
    for name in ("school", "posts/school.md"):
        assert main(["recall", "--post", name, "--posts", str(posts)]) == 0
        assert "0 editions carried it" in capsys.readouterr().err


def test_a_store_of_somebody_else_is_done_without(posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the files in `.lfnkr/` are not ours to read or write, the work is done without them."""

    def refused(path: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("lfnkr_nb.store._make_file", refused)
    for command in (["list"], ["search", "school"], ["brief", "-o", str(posts.parent / "x.html")]):
        assert main([*command, "--posts", str(posts)]) == 0


def test_check_names_labels_nobody_has_and_a_register_that_cannot_be_used(
    posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What would stop every briefing is said of the archive, too."""
    post = Post.read(posts / "school.md").replace(protect=["H. Y."]).save()
    assert main(["check", "--posts", str(posts)]) == 2
    assert "`protect:` names H. Y." in capsys.readouterr().out
    post.replace(protect=None).save()
    (posts.parent / "private").mkdir()
    register = posts.parent / "private" / "register.yaml"
    register.write_text("- lable: X\n", "utf-8")
    register.chmod(0o600)
    assert main(["check", "--posts", str(posts)]) == 2
    assert "private/register.yaml:1" in capsys.readouterr().out


def test_a_missing_file_is_called_missing_with_the_nearest_names(posts: Path) -> None:
    """No word of permissions where there is nothing to permit."""
    with pytest.raises(LfnkrError, match=r"There is no such file\. Did you mean school\.md\?"):
        read_bytes(posts / "schol.md")
    with pytest.raises(LfnkrError, match=r"There is no such file\. Check the folder"):
        read_bytes(posts / "nowhere" / "x.md")


@pytest.mark.skipif(os.name != "posix", reason="ctrl-C is a signal of POSIX here")
def test_ctrl_c_while_modules_are_loaded_is_one_line() -> None:
    """Exit code 130 and no traceback, however early it comes."""
    early = (
        "import sys\n"
        "class Stop:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'lfnkr_nb.cli_parser': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stop())\n"
        "from lfnkr_nb.cli import main\n"
        "sys.exit(main(['list']))\n"
    )
    done = subprocess.run([sys.executable, "-c", early], capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert done.stderr == "lfnkr: stopped; nothing was left half-written\n"
