"""An open archive follows its folder: on access, when it is told to, and while it is watched."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from lfnkr_nb import following
from lfnkr_nb.archive import Archive
from lfnkr_nb.errors import ArchiveError
from lfnkr_nb.following import Pace
from lfnkr_nb.index import Index


def write(posts: Path, slug: str, header: str = "status: publish") -> Path:
    path = posts / f"{slug}.md"
    path.write_text(f"---\ntitle: Title of {slug}\n{header}\n---\n\nText.\n", encoding="utf-8")
    return path


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    folder.mkdir()
    write(folder, "one")
    return folder


@pytest.mark.parametrize(
    "look",
    [
        len,
        lambda archive: len(archive.posts),
        lambda archive: len(archive.terms) or len(archive.posts),
        lambda archive: len(list(archive)),
        lambda archive: len(archive.select(public=True)),
        lambda archive: int(repr(archive).split()[1]),
        lambda archive: len(archive.search("text")),
        lambda archive: 2 if "two" in archive else 1,
        lambda archive: len(archive.pinned()) if len(archive.problems) >= 0 else 0,
    ],
)
def test_every_access_sees_a_new_file(posts: Path, look: Callable[[Archive], int]) -> None:
    archive = Archive.open(posts)
    assert look(archive) == 1
    write(posts, "two")
    assert look(archive) == 2
    (posts / "one.md").unlink()
    (posts / "two.md").unlink()
    assert len(archive) == 0


def test_a_frame_that_was_given_out_does_not_change(posts: Path) -> None:
    archive = Archive.open(posts)
    frame = archive.posts
    assert archive.posts is frame
    write(posts, "one", "status: draft")
    assert list(frame.status) == ["publish"]
    assert list(archive.posts.status) == ["draft"]


def test_a_mask_made_before_a_change_still_chooses_by_key(posts: Path) -> None:
    archive = Archive.open(posts)
    mask = archive.posts.public
    write(posts, "zero")
    assert list(archive.select(mask).keys.values()) == ["one"]


def test_a_pinned_archive_stays_as_it_is(posts: Path) -> None:
    archive = Archive.open(posts)
    pinned = archive.pinned()
    write(posts, "two")
    assert (len(pinned), len(archive), len(pinned.refresh())) == (1, 2, 1)


def test_a_folder_that_is_gone_is_no_empty_archive(posts: Path, tmp_path: Path) -> None:
    archive = Archive.open(posts)
    posts.rename(tmp_path / "elsewhere")
    assert len(archive) == 1
    with pytest.raises(ArchiveError):
        archive.refresh()


def test_looking_at_a_large_folder_takes_a_small_part_of_the_time() -> None:
    pace = Pace()
    assert pace.is_due()
    pace.looked(100_000, 1.0)
    assert not pace.is_due()
    pace.looked(100, 1.0)
    assert pace.is_due()


def test_what_this_process_saved_is_seen_at_once_also_in_a_large_archive(posts: Path) -> None:
    archive = Archive.open(posts)
    archive._index.pace.looked(100_000, 100.0)
    archive["one"].replace(title="New").save()
    assert list(archive.posts.title) == ["New"]


@pytest.mark.slow
@pytest.mark.parametrize("extra", [True, False])
def test_a_watch_tells_of_every_change(
    posts: Path, extra: bool, needed: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    if extra:
        needed("watchfiles")
    else:
        monkeypatch.setitem(sys.modules, "watchfiles", None)
    archive, told, seen = Archive.open(posts), Event(), []

    def on_change(changed: Archive) -> None:
        seen.append(sorted(changed.keys.values()))
        told.set()

    with archive.watch(on_change):
        for slug in ("two", "three"):
            told.clear()
            write(posts, slug)
            assert told.wait(10)
    assert seen[-1] == ["one", "three", "two"]
    told.clear()
    write(posts, "four")
    assert not told.wait(1.5)


@pytest.mark.slow
def test_threads_may_use_an_archive_at_once(posts: Path) -> None:
    archive = Archive.open(posts)

    def work(number: int) -> int:
        for step in range(15):
            write(posts, f"n{number}-{step}")
            assert len(archive.posts) >= step
            assert archive[f"n{number}-{step}"].title == f"Title of n{number}-{step}"
        return number

    with ThreadPoolExecutor(4) as executor:
        assert sorted(executor.map(work, range(4))) == [0, 1, 2, 3]
    assert len(archive.refresh()) == 61


def test_an_executor_looks_at_posts_as_this_process_does(posts: Path) -> None:
    for number in range(70):
        write(posts, f"p{number}", f"status: publish\nfollows: p{number + 1}\nimage: none.png")
    archive = Archive.open(posts)
    calls: list[tuple[int, int | None]] = []
    with ThreadPoolExecutor(2) as executor:
        there = archive.check(executor=executor, progress=lambda done, total: calls.append((done, total)))
    assert there == archive.check()
    assert any("p70" in problem.message for problem in there)
    assert calls[-1] == (71, 71)


def test_two_archives_of_one_folder_both_see_a_change(posts: Path) -> None:
    """Also where one of them looked first, and they share what was read."""
    first = Archive.open(posts)
    second = first.reopen()
    write(posts, "two")
    assert len(second) == 2
    first._index.pace.looked(100_000, 100.0)
    assert list(first.posts.index) == ["one", "two"]
    assert first.moment is not second.moment


def test_in_a_large_folder_who_asks_again_does_not_wait_for_the_look(
    posts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look happens in a thread beside; after a long rest whoever asks waits and gets the files as they are."""
    monkeypatch.setattr(following, "_AT_ONCE", 0)
    monkeypatch.setattr(following, "_REST", 100_000)
    archive = Archive.open(posts)
    threads: list[str] = []
    real = Index.refresh

    def refresh(index: Index, **options: Any) -> bool:
        threads.append(threading.current_thread().name)
        return real(index, **options)

    monkeypatch.setattr(Index, "refresh", refresh)
    write(posts, "beside")
    archive._index.pace._next = 0.0
    end = time.monotonic() + 30
    while "beside" not in archive.posts.index:
        assert time.monotonic() < end
        time.sleep(0.01)
    assert threads == ["lfnkr-look"]
    write(posts, "rested")
    archive._index.pace.failed()  # as after a long rest, or a look that failed
    assert "rested" in archive.posts.index
    assert threads == ["lfnkr-look", "MainThread"]
