"""An archive: every file listed, one bad one stopping nobody; posts found by key."""

from __future__ import annotations

from pathlib import Path

import pytest

from lfnkr_nb.archive import Archive
from lfnkr_nb.errors import ArchiveError
from lfnkr_nb.folders import find_root


def write(folder: Path, name: str, header: str, body: str = "Text.") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{header}\n---\n\n{body}\n", encoding="utf-8")
    return path


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    write(folder, "2017/2017-09-04-one.md", "title: One\nstatus: publish\ndate: 2017-09-04")
    write(folder, "2018/2018-01-01-two.md", "title: Two\nstatus: publish\ndate: 2018-01-01")
    write(folder, "undated/three.markdown", "title: Three\nstatus: publish")
    return folder


def test_an_archive_is_its_posts_newest_first(posts: Path) -> None:
    archive = Archive.open(posts)
    assert [post.title for post in archive] == ["Two", "One", "Three"]
    assert len(archive) == 3
    assert repr(archive) == "<Archive: 3 posts, 2017-09 to 2018-01, 1 undated>"
    assert [p.title for p in Archive.open(posts.parent)] == ["Two", "One", "Three"]


@pytest.mark.parametrize(
    "key", ["one", "2017-09-04-one", "2017-09-04-one.md", "2017/2017-09-04-one.md", "2017/2017-09-04-one"]
)
def test_a_post_is_found_by_slug_file_name_or_path(posts: Path, key: str) -> None:
    assert Archive.open(posts)[key].title == "One"
    assert key.removesuffix(".md") in Archive.open(posts)


def test_a_misspelt_slug_is_answered_with_the_nearest(posts: Path) -> None:
    with pytest.raises(ArchiveError) as caught:
        Archive.open(posts)["thre"]
    assert "three" in caught.value.hint


def test_two_posts_with_one_slug_are_told_apart_by_path_and_never_mixed_up(tmp_path: Path) -> None:
    for year in ("2017", "2018"):
        write(tmp_path, f"{year}/same.md", f"title: Of {year}\nstatus: publish\ndate: {year}")
    archive = Archive.open(tmp_path)
    with pytest.raises(ArchiveError) as caught:
        archive["same"]
    assert "2017/same.md" in caught.value.hint
    assert archive["2017/same"].title == "Of 2017"
    assert list(archive.posts.index) == ["2018/same", "2017/same"]
    assert archive.problems.message.str.contains("is also that of").sum() == 1


def test_hidden_files_and_temporary_ones_are_no_posts(posts: Path) -> None:
    for name in (
        ".hidden.md",
        ".lfnkr-tmp-0123.md",
        ".git/x.md",
        "notes.txt",
        "2017/.ipynb_checkpoints/one.md",
    ):
        write(posts, name, "title: No")
    assert len(Archive.open(posts)) == 3


def test_a_bad_file_is_a_problem_seen_from_the_posts_folder(posts: Path) -> None:
    write(posts, "2017/bad.md", "title: a\ntitle: b")
    archive = Archive.open(posts)
    assert len(archive) == 3
    (row,) = archive.problems[archive.problems.severity == "error"].to_dict("records")
    assert (row["path"], row["line"]) == ("2017/bad.md", 3)
    assert "1 file with problems" in repr(archive)


def test_a_date_beyond_the_calendar_stops_nobody(posts: Path) -> None:
    write(posts, "early.md", "title: E\ndate: 0001-01-01T00:00:00+09:00\nstatus: publish")
    write(posts, "late.md", "title: L\ndate_before: 9999\nstatus: publish")
    archive = Archive.open(posts)
    assert len(archive) == 5
    assert set(archive.problems[archive.problems.message.str.contains("outside")].path) == {
        "early.md",
        "late.md",
    }


def test_a_selection_is_an_archive_that_knows_the_whole(posts: Path) -> None:
    archive = Archive.open(posts)
    part = archive.select(since="2018")
    assert [p.title for p in part] == ["Two"]
    assert part.whole is archive
    assert part.select(title="Two").conditions == "since=2018, title=Two"
    assert part.links_to.find("one.md").posts[0].title == "One"


def test_an_open_archive_follows_its_folder_and_a_selection_stays_as_it_is(posts: Path) -> None:
    archive = Archive.open(posts)
    part = archive.select(since="2017")
    archive["one"].replace(title="Changed").save()
    write(posts, "2019/2019-01-01-four.md", "title: Four\nstatus: publish\ndate: 2019-01-01")
    assert archive["one"].title == archive.reopen()["one"].title == "Changed"
    assert list(archive.posts.title) == ["Four", "Two", "Changed", "Three"]
    assert list(part.posts.title) == ["Two", "One"]
    assert part.whole is archive
    (posts / "2018" / "2018-01-01-two.md").unlink()
    assert list(archive.refresh().posts.index) == ["four", "one", "three"]
    assert "two" not in archive


def test_progress_counts_every_file(posts: Path) -> None:
    calls: list[tuple[int, int | None]] = []
    Archive.open(posts, progress=lambda done, total: calls.append((done, total)))
    assert calls == [(1, 3), (2, 3), (3, 3)]


def test_an_archive_is_found_from_a_folder_upward(posts: Path, tmp_path: Path) -> None:
    assert find_root(posts / "2017") == tmp_path
    with pytest.raises(ArchiveError) as caught:
        find_root(Path("/"))
    assert caught.value.hint
    with pytest.raises(ArchiveError):
        Archive.open(tmp_path / "nowhere")


def test_an_empty_folder_is_an_archive_without_posts(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path)
    assert (len(archive), repr(archive)) == (0, "<Archive: 0 posts>")
    assert len(archive.search("x")) == 0


def test_search_ranks_title_hits_first_and_marks_them(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "title: Snow\nstatus: publish", "The river, once.")
    write(tmp_path, "b.md", "title: The river\nstatus: publish", "Water by the river.")
    found = Archive.open(tmp_path).search("river")
    assert list(found.index) == ["b", "a"]
    assert list(found["rank"]) == [1, 2]
    assert found.snippet["a"] == "The »river«, once."
    assert list(Archive.open(tmp_path).search("river", limit=1).index) == ["b"]
