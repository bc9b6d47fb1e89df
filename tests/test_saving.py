"""Saving: no crash, second editor or full disk can spoil a file."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lfnkr_nb.errors import ConflictError, UnsafeFileError
from lfnkr_nb.post import Post
from lfnkr_nb.saving import (
    TEMP_PREFIX,
    fresh_temp,
    read_bytes,
    remove_leftovers,
    replace_text,
    write_atomically,
)

#: Adds its own lines to one post, again and again, reading anew after each conflict.
WRITER = """
import sys
from lfnkr_nb.errors import ConflictError
from lfnkr_nb.post import Post
path, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
for number in range(count):
    while True:
        post = Post.read(path)
        try:
            post.replace(content=post.content + f"{name}-{number}\\n").save()
            break
        except ConflictError:
            pass
"""

#: Removes leftovers of a folder and prints them.
SWEEPER = """
import sys
from pathlib import Path
from lfnkr_nb.saving import remove_leftovers
print(remove_leftovers(Path(sys.argv[1])))
"""

#: Saves two large versions of a post in turn until it is killed.
RESTLESS = """
import sys
from lfnkr_nb.post import Post
post = Post.read(sys.argv[1])
print("ready", flush=True)
while True:
    for letter in "AB":
        post = post.replace(content=letter * 2_000_000 + "\\n").save()
"""


def leftovers(folder: Path) -> list[Path]:
    return list(folder.rglob(f"{TEMP_PREFIX}*"))


def test_a_conflict_shows_both_texts_and_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    mine = Post.new(path, "x\n", title="A").save()
    Post.read(path).replace(title="Theirs").save()
    theirs = path.read_bytes()
    with pytest.raises(ConflictError) as caught:
        mine.replace(title="Ours").save()
    assert "title: Ours" in caught.value.ours
    assert caught.value.theirs == theirs.decode()
    assert caught.value.hint
    assert path.read_bytes() == theirs
    assert not leftovers(tmp_path)


def test_a_file_that_vanished_is_a_conflict_and_is_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    post = Post.new(path, title="A").save()
    path.unlink()
    with pytest.raises(ConflictError) as caught:
        post.replace(title="B").save()
    assert caught.value.theirs == ""
    assert not path.exists()


def test_a_link_put_in_the_place_of_a_post_is_not_written_through(tmp_path: Path) -> None:
    path, other = tmp_path / "a.md", tmp_path / "other.txt"
    post = Post.new(path, title="A").save()
    other.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(other)
    before = other.read_bytes()
    with pytest.raises(UnsafeFileError):
        post.replace(title="B").save()
    assert other.read_bytes() == before
    assert path.is_symlink()


def test_an_unchanged_post_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    post = Post.new(path, title="A").save()
    os.utime(path, ns=(1, 1))
    post.replace(title="A").save()
    assert path.stat().st_mtime_ns == 1


def test_the_mode_of_a_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    write_atomically(path, b"one")
    path.chmod(0o640)
    write_atomically(path, b"two")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"two", 0o640)


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "folder.md"
    (target / "inside").mkdir(parents=True)
    with pytest.raises(OSError):
        write_atomically(target, b"data")
    assert (target / "inside").is_dir()
    assert not leftovers(tmp_path)


def test_a_text_too_large_to_be_read_again_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(UnsafeFileError, match="larger"):
        replace_text(tmp_path / "a.md", "x" * (8 * 1024 * 1024 + 1), loaded=None)
    assert not list(tmp_path.iterdir())


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"12345")
    assert read_bytes(path, limit=5) == b"12345"
    with pytest.raises(UnsafeFileError, match="larger than 4"):
        read_bytes(path, limit=4)


def test_leftovers_of_dead_writers_go_and_those_of_living_ones_stay(tmp_path: Path) -> None:
    dead = tmp_path / "2017" / f"{TEMP_PREFIX}dead.md"
    dead.parent.mkdir()
    dead.write_text("an unredacted copy")
    keep = tmp_path / "post.md"
    keep.write_text("a post")
    with fresh_temp(tmp_path / "x.md") as living:
        done = subprocess.run(
            [sys.executable, "-c", SWEEPER, str(tmp_path)], capture_output=True, text=True, check=True
        )
        assert dead.name in done.stdout
        assert living.exists()
    assert sorted(tmp_path.rglob("*.md")) == [keep]
    assert remove_leftovers(tmp_path) == []


def test_a_leftover_that_is_a_link_does_not_lead_elsewhere(tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("keep")
    (tmp_path / f"{TEMP_PREFIX}link").symlink_to(other)
    remove_leftovers(tmp_path)
    assert other.read_text() == "keep"


def test_two_writers_keep_every_edit(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    Post.new(path, "start\n", title="A").save()
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name, "25"]) for name in ("one", "two")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    lines = Post.read(path).content.splitlines()
    assert sorted(lines) == sorted(["start", *(f"{name}-{n}" for name in ("one", "two") for n in range(25))])
    assert not leftovers(tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_thirty_kills_during_a_save_leave_whole_files(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    Post.new(path, "A" * 2_000_000 + "\n", title="A").save()
    left = 0
    for kill in range(30):
        writer = subprocess.Popen([sys.executable, "-c", RESTLESS, str(path)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.003 * (kill + 1))
        writer.kill()
        writer.wait()
        writer.stdout.close()
        content = Post.read(path).content
        assert content in ("A" * 2_000_000 + "\n", "B" * 2_000_000 + "\n")
        left += len(leftovers(tmp_path))
        remove_leftovers(tmp_path)
        assert [p.name for p in tmp_path.iterdir()] == ["a.md"]
    assert left, "no kill fell into a write, so nothing was tried"
