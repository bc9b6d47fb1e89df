"""What a killed export leaves in the system's temporary place goes at the next start, and nothing else does."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from lfnkr_nb import Post
from lfnkr_nb.cli import main
from lfnkr_nb.scratch import PREFIX, ScratchFolder, remove_stale_folders

#: Holds a scratch folder with a text in it until it is killed.
HOLDER = """
import time
from lfnkr_nb.scratch import ScratchFolder
folder = ScratchFolder()
(folder.path / "data.json").write_text("the text of a briefing")
print(folder.path, flush=True)
time.sleep(600)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary place of the system that is this test's alone, also in processes it starts."""
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def killed_holder() -> Path:
    """The folder of a process that was killed while it worked there."""
    holder = subprocess.Popen([sys.executable, "-c", HOLDER], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    folder = Path(holder.stdout.readline().strip())
    holder.kill()
    holder.wait()
    holder.stdout.close()
    return folder


def test_the_folder_of_a_killed_process_goes_and_that_of_a_living_one_stays(temporary: Path) -> None:
    left = killed_holder()
    assert (left / "data.json").exists()
    with ScratchFolder() as living:
        assert remove_stale_folders() == [left]
        assert living.path.is_dir()
    assert list(temporary.iterdir()) == []


def test_any_command_on_an_archive_removes_them(temporary: Path, tmp_path: Path) -> None:
    Post.new(tmp_path / "posts" / "a.md", "Text.", title="A", status="publish").save()
    killed_holder()
    assert main(["list", "--posts", str(tmp_path / "posts")]) == 0
    assert list(temporary.iterdir()) == []


def test_only_real_folders_of_this_user_are_removed(temporary: Path, tmp_path: Path) -> None:
    """A link, a file and another user's folder of such a name stay, and what a link leads to stays too."""
    treasure = tmp_path / "treasure"
    treasure.mkdir()
    (treasure / "keep.txt").write_text("keep")
    (temporary / f"{PREFIX}link").symlink_to(treasure)
    (temporary / f"{PREFIX}file").write_text("keep")
    (temporary / "other").mkdir()
    stale = temporary / f"{PREFIX}stale"
    stale.mkdir()
    (stale / "link").symlink_to(treasure)
    foreign = temporary / f"{PREFIX}foreign"
    foreign.mkdir()
    if os.getuid() == 0:
        os.chown(foreign, 65534, 65534)
    removed = remove_stale_folders()
    assert stale in removed
    assert (foreign in removed) == (os.getuid() != 0)
    assert (temporary / f"{PREFIX}link").is_symlink()
    assert (temporary / f"{PREFIX}file").exists()
    assert (temporary / "other").is_dir()
    assert (treasure / "keep.txt").read_text() == "keep"


def test_a_scratch_folder_is_private_and_goes_when_it_is_let_go(temporary: Path) -> None:
    """Mode 0700; removed by `close`, by the end of a block, and when nobody holds it any longer."""
    folder = ScratchFolder()
    assert folder.path.stat().st_mode & 0o777 == 0o700
    folder.close()
    folder.close()
    _ = ScratchFolder()
    del _
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_child_does_not_remove_its_parents_folder(temporary: Path) -> None:
    with ScratchFolder() as folder:
        code = "import os,sys\nfrom lfnkr_nb.scratch import ScratchFolder\nf = ScratchFolder()\n"
        code += "pid = os.fork()\nif pid == 0:\n    f.close()\n    os._exit(0)\n"
        code += "os.waitpid(pid, 0)\nprint(f.path.is_dir())"
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert run.stdout == "True\n"
        assert folder.path.is_dir()
