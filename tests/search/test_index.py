"""The full-text index: the same result with it, without it, damaged, out of date or out of reach."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

import pandas as pd
import pytest

from conftest import write_archive
from lfnkr_nb import Archive
from lfnkr_nb.search import searcher

QUERIES = [
    "repatriation",
    "難民",
    "난민",
    "NK -report",
    "title:river OR 川",
    "rice*",
    "lang:ja 送還",
    "a the of",
    '"of the"',
]


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    return write_archive(tmp_path)


def results(archive: Archive) -> list[pd.DataFrame]:
    return [archive.search(query) for query in QUERIES]


def same(one: list[pd.DataFrame], other: list[pd.DataFrame]) -> None:
    for first, second in zip(one, other, strict=True):
        pd.testing.assert_frame_equal(first, second)


def store(posts: Path) -> Path:
    return posts.parent / ".lfnkr" / "search.sqlite"


def test_a_first_search_makes_the_index_and_a_second_uses_it(posts: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    first = Archive.open(posts).search("river", progress=lambda done, all_: seen.append((done, all_)))
    assert seen[-1] == (120, 120)
    seen.clear()
    again = Archive.open(posts).search("river", progress=lambda done, all_: seen.append((done, all_)))
    assert not seen
    pd.testing.assert_frame_equal(first, again)
    assert store(posts).stat().st_mode & 0o077 == 0


def test_without_an_index_the_result_is_the_same(posts: Path) -> None:
    expected = results(Archive.open(posts))
    without = Archive.open(posts, index=False)
    store(posts).unlink()
    same(expected, results(without))
    assert not store(posts).exists()


def test_without_full_text_search_in_sqlite_the_result_is_the_same(
    posts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = results(Archive.open(posts))
    lacking = searcher.SCHEMA.replace("fts5", "no_such_module")
    monkeypatch.setattr(searcher, "SCHEMA", lacking)
    store(posts).unlink()
    same(expected, results(Archive.open(posts)))


def test_counts_from_the_index_are_those_of_the_texts(posts: Path) -> None:
    same_counts(
        Archive.open(posts),
        ["river", "of the", "a", "難 民", "の", "north", "た 。", "난 민", "the", "no ne"],
    )


def same_counts(archive: Archive, phrases: list[str]) -> None:
    """Compare what the index counts with what a scan counts."""
    search = archive._holdings.searcher
    scanned = search._scanned(None)
    for phrase in map(searcher_phrase, phrases):
        for title in (False, True):
            one = search.look(lambda source, p=phrase, t=title: source.occurrences(p, title=t))
            other = scanned.occurrences(phrase, title=title)
            assert dict(zip(one.rows, one.counts, strict=True)) == dict(
                zip(other.rows, other.counts, strict=True)
            )


@pytest.mark.parametrize("size", [*range(1, 13), 40])
@pytest.mark.parametrize("posts", [1, 3])
def test_counts_are_right_however_few_words_posts_hold(tmp_path: Path, size: int, posts: int) -> None:
    (tmp_path / "posts").mkdir()
    for number in range(posts):
        words = " ".join(["ferry"] * (size - number) + ["river"] * number)
        (tmp_path / "posts" / f"{number}.md").write_text(
            f"---\ntitle: ''\nstatus: publish\n---\n\n{words}\n", encoding="utf-8"
        )
    archive = Archive.open(tmp_path)
    same_counts(archive, ["ferry", "river", "ferry ferry", "nothing"])
    (tmp_path / "posts" / "0.md").write_text("---\ntitle: ferry\n---\n\nferry ferry\n", encoding="utf-8")
    same_counts(Archive.open(tmp_path), ["ferry", "river"])


@pytest.mark.slow
def test_the_best_few_are_the_first_of_all(posts: Path) -> None:
    archive = Archive.open(posts)
    for query, every in zip(QUERIES, results(archive), strict=True):
        for limit in (0, 1, 2, 7, 500):
            pd.testing.assert_frame_equal(
                archive.search(query, limit=limit), every.head(limit), check_categorical=False
            )


def searcher_phrase(words: str) -> object:
    from lfnkr_nb.search.tree import Phrase

    return Phrase(tuple(words.split()))


def test_a_changed_new_or_removed_post_is_found_as_it_is_now(posts: Path) -> None:
    Archive.open(posts).search("river")
    changed = posts / "2009" / "2009-01-12-border-winter.md"
    changed.write_text(changed.read_text(encoding="utf-8").replace("froze", "sang"), encoding="utf-8")
    (posts / "2009" / "2009-04-03-border-spring.md").unlink()
    (posts / "new.md").write_text(
        "---\ntitle: New river\nstatus: publish\n---\n\nIt froze.\n", encoding="utf-8"
    )
    archive = Archive.open(posts)
    assert "border-winter" not in archive.search("froze").index
    assert set(archive.search("river").index) == {"border-winter", "tumen-fish", "new"}
    kept = results(archive)
    store(posts).unlink()
    same(kept, results(Archive.open(posts)))


def test_an_index_of_which_much_is_gone_is_made_anew(posts: Path) -> None:
    Archive.open(posts).search("river")
    for path in sorted(posts.rglob("*.md"))[:60]:
        path.unlink()
    archive = Archive.open(posts)
    kept = results(archive)
    connection = sqlite3.connect(store(posts))
    assert connection.execute("SELECT entries FROM total").fetchone() == (60,)
    connection.close()
    store(posts).unlink()
    same(kept, results(Archive.open(posts)))


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["empty", "noise", "cut", "other", "folder"])
def test_a_damaged_index_is_made_anew_with_the_same_result(posts: Path, damage: str) -> None:
    expected = results(Archive.open(posts))
    path = store(posts)
    data = path.read_bytes()
    match damage:
        case "empty":
            path.write_bytes(b"")
        case "noise":
            path.write_bytes(data[:4096] + os.urandom(len(data) - 4096))
        case "cut":
            path.write_bytes(data[: len(data) // 2])
        case "other":
            path.write_bytes(b"no database" * 1000)
        case "folder":
            path.unlink()
            path.mkdir()
    same(expected, results(Archive.open(posts)))


def test_an_index_damaged_between_two_searches_is_made_anew(posts: Path) -> None:
    archive = Archive.open(posts)
    expected = results(archive)
    data = store(posts).read_bytes()
    store(posts).write_bytes(data[:8192] + os.urandom(len(data) - 8192))
    same(expected, results(archive))


def test_a_folder_that_cannot_be_written_is_searched_all_the_same(posts: Path) -> None:
    expected = results(Archive.open(posts))
    store(posts).unlink()
    (posts.parent / ".lfnkr").rename(posts.parent / "kept")
    (posts.parent / ".lfnkr").write_text("a file where the folder should be", encoding="utf-8")
    same(expected, results(Archive.open(posts)))


def test_several_threads_may_search_at_once(posts: Path) -> None:
    archive = Archive.open(posts)
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(archive.search("river")))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [3] * 6


def test_what_a_search_finds_is_ranked_title_first_then_newest(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    for name, title, date, text in [
        ("in-title", "The ferry", "2001-01-01", "One two three four."),
        ("old", "Other words", "2002-01-01", "The ferry two three."),
        ("new", "Other words", "2003-01-01", "The ferry two three."),
        ("more", "Other words", "2000-01-01", "The ferry and the ferry again, a ferry."),
    ]:
        (tmp_path / "posts" / f"{name}.md").write_text(
            f"---\ntitle: {title}\ndate: {date}\nstatus: publish\n---\n\n{text}\n", encoding="utf-8"
        )
    found = Archive.open(tmp_path).search("ferry")
    assert found.index.tolist() == ["in-title", "more", "new", "old"]
    assert found["rank"].tolist() == [1, 2, 3, 4]
    assert found.score.is_monotonic_decreasing
