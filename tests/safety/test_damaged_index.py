"""Whatever becomes of the index in `.lfnkr/`, the archive says what it says without one."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from lfnkr_nb import Archive, Post
from lfnkr_nb.store import store_folder

WORDS = [
    "crossing", "river", "return", "letter", "難民", "강제북송", "witness", "border", "winter", "list", "family",
    "camp",
]  # fmt: skip


def make_archive(root: Path) -> Path:
    """Sixty posts of several sorts, and one file that is none."""
    dice = random.Random(3)
    for number in range(60):
        body = " ".join(dice.choices(WORDS, k=120))
        Post.new(
            root / "posts" / str(2000 + number % 7) / f"post-{number}.md", f"{body}\n\n[a](post-{number - 1}.md)\n",
            title=f"Title {number}", status=("publish", "draft", "private")[number % 3], tags=[WORDS[number % 12]],
            date=f"20{number % 20:02d}-01-{number % 27 + 1:02d}", categories=["A > B" if number % 2 else "C"],
        ).save()  # fmt: skip
    (root / "posts" / "bad.md").write_bytes(b"---\ntitle: [\n---\n")
    return root


def answers(root: Path, **options: Any) -> tuple[Any, ...]:
    """What an archive says of itself, in every way it can be asked."""
    archive = Archive.open(root, **options)
    frames = (archive.posts, archive.terms, archive.links, archive.problems)
    return (
        repr(archive), *(frame.to_csv() for frame in frames), archive.search("crossing winter").to_csv(),
        archive.search("強制 OR 강제").to_csv(), [post.content for post in archive.select(tag="camp")],
        [str(problem) for problem in archive.check()],
    )  # fmt: skip


def stores(root: Path) -> list[Path]:
    return sorted(store_folder(root).glob("*.sqlite"))


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def random_bytes(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))


def another_version(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE written_by SET version = 'from the future'")
    connection.close()


def foreign_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (title TEXT)")
        connection.execute("INSERT INTO bookmarks VALUES ('mine')")
    connection.close()


def a_folder(path: Path) -> None:
    path.unlink()
    (path / "inside").mkdir(parents=True)


def a_link(path: Path) -> None:
    elsewhere = path.parent.parent / "elsewhere.txt"
    elsewhere.write_text("keep")
    path.unlink()
    path.symlink_to(elsewhere)


def altered_rows(path: Path) -> None:
    """Every blob and text of every table changed by a character, as a failing disk or somebody else would."""
    with sqlite3.connect(path) as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        for (table,) in tables:
            if table.startswith(("sqlite_", "written_by")) or "_" in table:
                continue
            for _, column, kind, *_ in connection.execute(f"PRAGMA table_info('{table}')").fetchall():
                if kind in ("BLOB", "TEXT"):
                    change = (
                        f'UPDATE "{table}" SET "{column}" = CAST(replace("{column}", \'i\', \'o\') AS {kind})'
                    )
                    try:
                        connection.execute(change)
                    except sqlite3.Error:
                        continue
    connection.close()


def flipped_bits(path: Path) -> None:
    """Single bits turned all over the file."""
    data = bytearray(path.read_bytes())
    dice = random.Random(9)
    for _ in range(200):
        data[dice.randrange(100, len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(bytes(data))


def a_log_left_over(path: Path) -> None:
    """Journals of another life beside the file."""
    for suffix in ("-wal", "-journal", "-shm"):
        path.with_name(path.name + suffix).write_bytes(random.Random(2).randbytes(5_000))


def unreadable(path: Path) -> None:
    path.chmod(0)


CORRUPTIONS = [
    truncated, emptied, random_bytes, another_version, foreign_database, a_folder, a_link, altered_rows,
    flipped_bits, a_log_left_over, unreadable,
]  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a good index."""
    root = make_archive(tmp_path_factory.mktemp("whole"))
    answers(root)
    assert stores(root), "there must be an index to damage"
    return root


@pytest.fixture(scope="module")
def expected(whole: Path) -> tuple[Any, ...]:
    """What it says without an index."""
    return answers(whole, index=False)


@pytest.mark.slow
@pytest.mark.parametrize("damage", CORRUPTIONS, ids=[damage.__name__ for damage in CORRUPTIONS])
def test_a_damaged_index_changes_no_answer(
    damage: Callable[[Path], None], whole: Path, expected: tuple[Any, ...], tmp_path: Path
) -> None:
    """Eleven sorts of damage to every file of the index: the same posts, frames, problems and hits, twice."""
    assert len(CORRUPTIONS) == 11
    root = tmp_path / whole.name
    shutil.copytree(whole, root)
    answers(root)
    for path in stores(root):
        damage(path)
    for _ in range(2):
        assert comparable(answers(root), root) == comparable(expected, whole)
    if damage is a_link:
        assert (root / "elsewhere.txt").read_text() == "keep"
    assert len(list((root / "posts").rglob("*.md"))) == 61


def comparable(said: tuple[Any, ...], root: Path) -> str:
    """Answers without the place of the archive in them."""
    return repr(said).replace(str(root), "ROOT")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Held by somebody else, as by a program that stopped in the middle."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.close()


@pytest.mark.slow
def test_an_index_that_another_program_holds_changes_no_answer(
    whole: Path, expected: tuple[Any, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a short wait it does without."""
    monkeypatch.setattr("lfnkr_nb.store._WAIT_SECONDS", 0.2)
    root = tmp_path / whole.name
    shutil.copytree(whole, root)
    answers(root)
    (path, *_) = [path for path in stores(root) if path.stem == "index"]
    with locked(path):
        assert comparable(answers(root), root) == comparable(expected, whole)
    assert comparable(answers(root), root) == comparable(expected, whole)


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are others there")
def test_the_index_is_for_its_owner_alone(whole: Path) -> None:
    """It holds titles and texts of posts that are not public."""
    assert stores(whole)
    for path in stores(whole):
        assert path.stat().st_mode & 0o077 == 0
        assert path.stat().st_uid == os.getuid()
