"""Readings are made once for the bytes of a post, also across processes, and never outlive them."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from lfnkr_nb.analysis import remembering
from lfnkr_nb.archive import Archive


def write(folder: Path, name: str, content: str, extra: str = "") -> None:
    text = f"---\ntitle: {name}\nstatus: publish\ndate: null\n{extra}---\n{content}\n"
    (folder / f"{name}.md").write_text(text, "utf-8")


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    folder.mkdir()
    write(folder, "a", "In May of this year 600 people were deported.", "date_after: 2017-05-10\n")
    write(folder, "b", "About 40 families came.")
    remembering.forget_readings()
    return folder


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The posts that are analysed, in order."""
    seen: list[str] = []
    real = remembering.read_post

    def read(post, after):
        seen.append(post.slug)
        return real(post, after)

    monkeypatch.setattr(remembering, "read_post", read)
    return seen


def test_an_unchanged_post_is_analysed_once_and_never_by_the_next_process(
    posts: Path, reads: list[str]
) -> None:
    first = Archive.open(posts).figures
    assert sorted(reads) == ["a", "b"]
    remembering.forget_readings()
    again = Archive.open(posts)
    assert again.figures.equals(first)
    assert len(again.dates) == 1
    assert sorted(reads) == ["a", "b"]


def test_a_changed_post_is_analysed_again(posts: Path, reads: list[str]) -> None:
    archive = Archive.open(posts)
    assert sorted(archive.figures.value) == [40, 600]
    write(posts, "b", "About 50 families came.")
    assert sorted(archive.refresh().figures.value) == [50, 600]
    assert sorted(reads) == ["a", "b", "b"]


def test_a_new_bound_of_an_undated_post_dates_it_anew(posts: Path) -> None:
    assert Archive.open(posts).dates.date.tolist() == ["XXXX-05"]
    extra = "date_after: 2017-05-10\ndate_before: 2017-06-30\n"
    write(posts, "a", "In May of this year 600 people were deported.", extra)
    assert Archive.open(posts).dates.date.tolist() == ["2017-05"]


def test_what_is_remembered_is_for_its_owner_alone(posts: Path) -> None:
    _ = Archive.open(posts).figures
    store = posts.parent / ".lfnkr" / "readings.sqlite"
    assert stat.S_IMODE(store.stat().st_mode) == 0o600


def test_without_an_index_nothing_is_written(posts: Path) -> None:
    assert len(Archive.open(posts, index=False).figures) == 2
    assert not (posts.parent / ".lfnkr").exists()


@pytest.mark.parametrize("damage", ["[]", "no json", "[[[1]], []]", '[[], [["x"]]]'])
def test_a_damaged_memory_is_thrown_away(posts: Path, damage: str) -> None:
    _ = Archive.open(posts).figures
    store = posts.parent / ".lfnkr" / "readings.sqlite"
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE reading SET data = ?", (damage,))
    connection.close()
    remembering.forget_readings()
    assert sorted(Archive.open(posts).figures.value) == [40, 600]
    store.write_bytes(b"nothing of the kind")
    remembering.forget_readings()
    assert sorted(Archive.open(posts).figures.value) == [40, 600]


def test_a_file_that_changes_while_it_is_read_is_not_remembered_as_what_it_was(posts: Path) -> None:
    archive = Archive.open(posts).pinned()
    write(posts, "b", "About 50 families came.")
    assert sorted(archive.figures.value) == [50, 600]
    remembering.forget_readings()
    write(posts, "b", "About 40 families came.")
    assert sorted(Archive.open(posts).figures.value) == [40, 600]
