"""The full-text index used by several processes, and by one that is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lfnkr_nb import Archive

SEARCH = "import sys; from lfnkr_nb import Archive; print(len(Archive.open(sys.argv[1]).search('harbour')))"

pytestmark = pytest.mark.slow


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    folder.mkdir()
    for number in range(600):
        text = f"The harbour of town {number} lay still. " * 40
        (folder / f"p{number}.md").write_text(
            f"---\ntitle: Post {number}\nstatus: publish\n---\n\n{text}\n", encoding="utf-8"
        )
    return folder


def started(posts: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SEARCH, str(posts)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_several_processes_that_make_the_index_at_once_find_the_same(posts: Path) -> None:
    runs = [started(posts) for _ in range(3)]
    said = [run.communicate(timeout=300) for run in runs]
    assert [out.strip() for out, _ in said] == ["600"] * 3, said
    assert len(Archive.open(posts).search("harbour")) == 600


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_process_killed_while_it_makes_the_index_leaves_nothing_wrong(posts: Path) -> None:
    store = posts.parent / ".lfnkr" / "search.sqlite"
    for delay in (0.0, 0.05, 0.2, 0.5):
        run = started(posts)
        while run.poll() is None and not store.exists():
            time.sleep(0.005)
        time.sleep(delay)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        archive = Archive.open(posts)
        assert len(archive.search("harbour")) == 600
        assert len(archive.search('"town 599"')) == 1
        store.unlink()
