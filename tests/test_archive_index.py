"""The index: the same result with it as without, whatever happens to the files and to itself."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lfnkr_nb import reading
from lfnkr_nb.archive import Archive
from lfnkr_nb.index import Index
from lfnkr_nb.store import _is_remote, _system_of, store_folder

HEADERS = (
    "title: A\nstatus: publish\ndate: 2017-09-04T10:00:00+09:00\ncategories: [Relief > Food, News]\ntags: [a, 쌀]",
    "status: draft\ndate: 2017-09\nlang: ja\nbyline: M. T.\nslug: same",
    "title: ''\nstatus: publish\nkind: page\nslug: same",
    "title: \"x\\x1fy\"\nstatus: publish\ndate_before: 2019\nlisted_after: p1",
    "title: C\nstatus: private\npassword: true\nlisted_after: p2\nfollows: p1\nmodified: 2020-01-01T00:00:00Z",
    "title: D\nstatus: publish\nlisted_after: nobody\nold_slugs: [old, p3]\nwp:\n  id: 7",
    "title: E\ntitle: F",
    "title: G\nstatus: publish\ndate_after: 2018-05\nsticky: true\nbyline: ''\ncategories:\n  - [Relief, 'a > b']",
)  # fmt: skip
PLACES = ("p1.md", "p2.md", "2017/p1.md", "2017/p3.md", "a/b/2018-01-01-p4.markdown", "é-強制.md")


def write(posts: Path, name: str, header: str, body: str = "Text.") -> Path:
    path = posts / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{header}\n---\n\n{body}\n", encoding="utf-8")
    return path


def everything(archive: Archive) -> dict[str, Any]:
    """All that an archive says, in a form that can be compared."""
    frames = [archive.posts, archive.terms, archive.links, archive.problems]
    return {
        "frames": [frame.reset_index().to_json(orient="split", date_format="iso") for frame in frames],
        "dtypes": [str(frame.dtypes.to_dict()) for frame in frames],
        "tree": [list(archive.posts.category.cat.categories), list(archive.terms["path"].cat.categories)],
        "keys": list(archive.keys.items()),
        "bounds": sorted(archive.bounds.items()),
        "repr": repr(archive),
        "posts": [post.text for post in archive],
        "selected": [
            list(archive.select(**conditions).keys.values())
            for conditions in (
                {"category": "relief"},
                {"category": None},
                {"tag": ["a", None]},
                {"since": "2017"},
                {"until": "2018"},
                {"status": "draft"},
                {"title": "a"},
                {"date": "2017-09"},
                {"modified": None},
                {"sticky": True},
                {"wp": None},
            )
        ],
    }


def assert_same(archive: Archive, posts: Path) -> None:
    assert everything(archive) == everything(Archive.open(posts, index=False))


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    for number, (name, header) in enumerate(zip(PLACES, HEADERS, strict=False)):
        write(folder, name, header, f"Body {number} with a [link](/p1/).")
    return folder


def stored(posts: Path) -> Path:
    return posts.parent / ".lfnkr" / "index.sqlite"


EDITS = st.tuples(
    st.sampled_from(("write", "write", "remove", "touch", "move", "folder")),
    st.sampled_from(PLACES),
    st.sampled_from(HEADERS),
)


ROUNDS = st.lists(st.lists(EDITS, min_size=1, max_size=4), min_size=1, max_size=4)


@pytest.mark.slow
@settings(max_examples=4, deadline=None)
@given(ROUNDS)
def test_with_the_index_a_few_edits_give_what_they_give_without(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[str, str, str]]]
) -> None:
    follow(tmp_path_factory.mktemp("archive") / "posts", rounds)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(ROUNDS)
def test_with_the_index_an_archive_is_what_it_is_without(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[str, str, str]]]
) -> None:
    follow(tmp_path_factory.mktemp("archive") / "posts", rounds)


@pytest.mark.slow
def test_a_changed_post_that_is_looked_at_twice_stays_changed(posts: Path) -> None:
    """The second look finds the bytes it knows; what it writes must not bring back those before."""
    settle(posts)
    Archive.open(posts)
    for header in (HEADERS[1], HEADERS[0], HEADERS[1]):
        write(posts, "p1.md", header)
        for _ in range(3):
            assert_same(Archive.open(posts), posts)


def follow(folder: Path, rounds: list[list[tuple[str, str, str]]]) -> None:
    """Edit an archive that stays open and one that is opened again and again, and compare them each time."""
    folder.mkdir()
    still_open = Archive.open(folder)
    for edits in rounds:
        for what, name, header in edits:
            edit(folder, what, name, header)
        assert_same(still_open.refresh(), folder)
        assert_same(Archive.open(folder), folder)


def edit(folder: Path, what: str, name: str, header: str) -> None:
    path = folder / name
    if what == "write" or not path.exists():
        write(folder, name, header)
    elif what == "remove":
        path.unlink()
    elif what == "touch":
        os.utime(path)
    elif what == "move":
        path.replace(path.with_name("moved.md"))
    else:
        shutil.rmtree(path.parent, ignore_errors=True)
        folder.mkdir(exist_ok=True)


def test_only_changed_files_are_read_again(posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(posts)
    Archive.open(posts)
    read = spy(monkeypatch)
    Archive.open(posts)
    assert read == []
    write(posts, "p2.md", HEADERS[0])
    assert Archive.open(posts)["p2"].title == "A"
    assert set(read) == {"p2.md"}


def settle(posts: Path) -> None:
    """Let the files be older than any clock's tick."""
    for path in posts.rglob("*.m*"):
        os.utime(path, (1_600_000_000, 1_600_000_000.5))
    time.sleep(0.15)


def spy(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that the index reads from now on."""
    read: list[str] = []
    import lfnkr_nb.index as module

    real = module.read_files

    def noting(folder: Path, jobs: list[tuple[str, str]], **options: Any) -> Any:
        read.extend(name for name, _ in jobs)
        return real(folder, jobs, **options)

    monkeypatch.setattr(module, "read_files", noting)
    return read


def test_a_change_of_the_same_size_at_the_same_time_is_noticed(posts: Path) -> None:
    """Within one tick of the clock, and with the time of modification put back."""
    archive = Archive.open(posts)
    path = posts / "p1.md"
    before = path.stat()
    text = path.read_text(encoding="utf-8")
    with path.open("r+", encoding="utf-8") as file:
        file.write(text.replace("title: A", "title: B"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert "B" in set(archive.refresh().posts.title)
    assert "B" in set(Archive.open(posts).posts.title)


def test_a_file_that_was_copied_or_touched_is_known_by_its_content(posts: Path, tmp_path: Path) -> None:
    archive = Archive.open(posts)
    before = archive.posts
    shutil.copytree(posts, tmp_path / "copy" / "posts")
    shutil.copytree(tmp_path / ".lfnkr", tmp_path / "copy" / ".lfnkr")
    assert_same(Archive.open(tmp_path / "copy"), tmp_path / "copy" / "posts")
    for path in posts.rglob("*.md"):
        os.utime(path)
    pd.testing.assert_frame_equal(archive.refresh().posts, before)


def test_the_index_is_for_its_owner_alone_and_ignored_by_git(posts: Path) -> None:
    Archive.open(posts)
    assert stat.S_IMODE(stored(posts).stat().st_mode) == 0o600
    assert (stored(posts).parent / ".gitignore").read_text() == "*\n"
    assert sqlite3.connect(stored(posts)).execute("PRAGMA integrity_check").fetchone() == ("ok",)


# --- damage ----------------------------------------------------------------------------------------------


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip_bits(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for place in range(100, len(data), 37):
        data[place] ^= 0x40
    path.write_bytes(data)


def change_a_title(path: Path) -> None:
    """A change that SQLite cannot notice."""
    data = path.read_bytes()
    assert b"Corrections" in data
    path.write_bytes(data.replace(b"Corrections", b"Falsehoods!"))


def zero_a_page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:8192] = bytes(4096)
    path.write_bytes(data)


def drop_a_table(path: Path) -> None:
    run(path, "DROP TABLE piece")


def drop_a_piece(path: Path) -> None:
    run(path, "DELETE FROM piece WHERE name = 'slug'")


def another_version(path: Path) -> None:
    run(path, "UPDATE written_by SET version = 'other'")


def too_short(path: Path) -> None:
    run(path, "UPDATE piece SET data = substr(data, 9) WHERE name = 'moment'")


def another_database(path: Path) -> None:
    path.unlink()
    run(path, "CREATE TABLE album (title TEXT)")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_link(path: Path) -> None:
    target = path.parent.parent / "precious.txt"
    target.write_bytes(b"")
    path.unlink()
    path.symlink_to(target)


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def run(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


DAMAGE: dict[str, Callable[[Path], None]] = {
    "empty": lambda path: path.write_bytes(b""),
    "noise": lambda path: path.write_bytes(Random(1).randbytes(9_000)),
    "cut short": cut_short,
    "flipped bits": flip_bits,
    "a changed title": change_a_title,
    "a zeroed page": zero_a_page,
    "a missing table": drop_a_table,
    "a missing piece": drop_a_piece,
    "another version": another_version,
    "a piece cut short": too_short,
    "another database": another_database,
    "a folder in its place": a_folder,
    "a link in its place": a_link,
    "a pipe in its place": a_pipe,
    "an odd journal": lambda path: path.with_name("index.sqlite-journal").write_bytes(b"\xd9\xd5\x05\xf9 odd"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(DAMAGE))
def test_a_damaged_index_is_made_anew_and_nobody_notices(posts: Path, kind: str, capfd: Any) -> None:
    write(posts, "2019/title.md", "title: Corrections\nstatus: publish\ndate: 2019-01-01")
    settle(posts)
    Archive.open(posts)
    DAMAGE[kind](stored(posts))
    assert_same(Archive.open(posts), posts)
    assert_same(Archive.open(posts), posts)
    write(posts, "2019/more.md", HEADERS[0])
    assert_same(Archive.open(posts), posts)
    assert capfd.readouterr() == ("", "")
    if kind == "a link in its place":
        assert (posts.parent / "precious.txt").read_bytes() == b""
    if kind != "a folder in its place":
        assert sqlite3.connect(stored(posts)).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_damaged_change_is_noticed_too(posts: Path) -> None:
    settle(posts)
    Archive.open(posts)
    write(posts, "p1.md", "title: Corrections\nstatus: publish")
    Archive.open(posts)
    change_a_title(stored(posts))
    assert "Corrections" in set(Archive.open(posts).posts.title)


def test_an_archive_that_cannot_be_written_to_works_without_an_index(posts: Path, tmp_path: Path) -> None:
    tmp_path.joinpath(".lfnkr").write_text("no folder", encoding="utf-8")
    assert_same(Archive.open(posts), posts)
    tmp_path.joinpath(".lfnkr").unlink()
    tmp_path.joinpath(".lfnkr").symlink_to(tmp_path)
    assert_same(Archive.open(posts), posts)
    assert not list(tmp_path.glob("index*"))


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user"
)
@pytest.mark.parametrize("known", [False, True])
def test_a_read_only_archive_works_with_and_without_its_index(known: bool) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write(root / "posts", "one.md", HEADERS[0])
        if known:
            Archive.open(root)
            (root / ".lfnkr").chmod(0o755)
            (root / ".lfnkr" / "index.sqlite").chmod(0o644)
        expected = everything(Archive.open(root, index=False))
        root.chmod(0o755)
        os.seteuid(65534)
        try:
            assert everything(Archive.open(root)) == expected
        finally:
            os.seteuid(0)
        assert known == (root / ".lfnkr").exists()


def test_without_an_index_nothing_is_written(posts: Path) -> None:
    Archive.open(posts, index=False).posts  # noqa: B018
    assert not (posts.parent / ".lfnkr").exists()


def test_a_posts_folder_of_another_name_has_an_index_of_its_own(tmp_path: Path) -> None:
    for name in ("posts", "drafts"):
        write(tmp_path / name, f"{name}.md", HEADERS[0])
    for _ in range(2):
        assert list(Archive.open(tmp_path / "drafts").keys.values()) == ["drafts"]
        assert list(Archive.open(tmp_path / "posts").keys.values()) == ["posts"]


def test_on_a_network_the_index_lies_in_the_users_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = [
        "22 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
        "40 22 0:50 / /mnt/my\\040share rw shared:1 - nfs4 server:/share rw",
    ]
    assert _system_of("/mnt/my share/archive", lines) == "nfs4"
    assert _system_of("/mnt/my shared", lines) == "ext4"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("lfnkr_nb.store._is_remote", lambda folder: True)
    assert store_folder(Path("/mnt/share/a")).is_relative_to(tmp_path)
    assert store_folder(Path("/mnt/share/a")) != store_folder(Path("/mnt/share/b"))
    assert not _is_remote(Path(sys.prefix))


# --- several at once -------------------------------------------------------------------------------------

OPENS = """
import sys, time
from pathlib import Path
from lfnkr_nb.archive import Archive
posts, until = Path(sys.argv[1]), time.monotonic() + float(sys.argv[2])
count = 0
while time.monotonic() < until:
    archive = Archive.open(posts)
    assert len(archive) >= 300, len(archive)
    number = int(sys.argv[3]) * 1000 + count % 50
    (posts / f"n{number}.md").write_text(f"---\\ntitle: N{count}\\nstatus: publish\\n---\\n")
    archive.refresh()
    count += 1
print(count)
"""


def opener(posts: Path, seconds: float, number: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", OPENS, str(posts), str(seconds), str(number)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    posts = tmp_path / "posts"
    for number in range(300):
        write(
            posts,
            f"{number % 7}/p{number}.md",
            f"title: T{number}\nstatus: publish\ndate: 2017-01-{number % 28 + 1:02}",
        )
    return posts


@pytest.mark.slow
def test_several_processes_open_and_change_an_archive_at_once(many: Path) -> None:
    running = [opener(many, 4, number) for number in range(1, 4)]
    for process in running:
        out, errors = process.communicate(timeout=120)
        assert errors == ""
        assert int(out) > 2
    assert_same(Archive.open(many), many)
    assert sqlite3.connect(stored(many)).execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.slow
def test_twenty_processes_killed_while_they_write_the_index_do_no_harm(many: Path) -> None:
    random = Random(3)
    for number in range(20):
        if number % 4 == 0:
            stored(many).unlink(missing_ok=True)
        process = opener(many, 60, number + 1)
        time.sleep(random.uniform(0.4, 1.4))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
        assert_same_titles(many)
    assert_same(Archive.open(many), many)


def assert_same_titles(posts: Path) -> None:
    expected = Archive.open(posts, index=False).posts
    pd.testing.assert_frame_equal(Archive.open(posts).posts, expected)


def test_one_that_is_locked_is_done_without(posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lfnkr_nb.store._WAIT_SECONDS", 0.05)
    Archive.open(posts)
    holder = sqlite3.connect(stored(posts), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    write(posts, "p1.md", HEADERS[1])
    assert_same(Archive.open(posts), posts)
    holder.execute("ROLLBACK")
    holder.close()
    assert_same(Archive.open(posts), posts)


def test_what_another_process_wrote_meanwhile_is_not_overwritten(posts: Path) -> None:
    settle(posts)
    ours, theirs = Index(posts), Index(posts)
    ours.refresh()
    theirs.refresh()
    write(posts, "p1.md", HEADERS[1])
    theirs.refresh()
    written = stored(posts).read_bytes()
    ours.refresh()
    assert stored(posts).read_bytes() == written
    write(posts, "p2.md", HEADERS[0])
    ours.refresh()
    assert ours.known.table.texts("title") == Index(posts, stored=False, known=ours.known).known.table.texts(
        "title"
    )
    assert_same(Archive.open(posts), posts)


def test_many_changes_are_written_as_a_whole_again(many: Path) -> None:
    settle(many)
    Archive.open(many)
    for number in range(120):
        write(many, f"{number % 7}/p{number}.md", f"title: New {number}\nstatus: publish\ndate: 2018-01-01")
    time.sleep(0.15)  # else some are younger than the clock's tick, and are read once more
    assert_same_titles(many)
    count = sqlite3.connect(stored(many)).execute("SELECT count(*) FROM change").fetchone()
    assert count == (0,)


# --- many files ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_many_files_are_read_in_processes_with_the_same_result(tmp_path: Path) -> None:
    posts = tmp_path / "posts"
    for number in range(900):
        write(posts, f"{number % 9}/p{number}.md", HEADERS[number % len(HEADERS)])
    calls: list[tuple[int, int | None]] = []
    archive = Archive.open(posts, progress=lambda done, total: calls.append((done, total)))
    assert calls == [(number, 900) for number in range(1, 901)]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as executor:
        other = Archive.open(posts, index=False, executor=executor)
    pd.testing.assert_frame_equal(archive.posts, other.posts)
    assert len(archive.problems[archive.problems.severity == "error"]) == 900 // len(HEADERS)


def test_a_process_that_reads_answers_for_itself(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process cannot answer is read here instead, with the same result: that must not be the rule."""
    monkeypatch.setattr(reading, "_PARALLEL_FROM", 1)
    monkeypatch.setattr(reading, "read_batch", pytest.fail)
    names = [path.relative_toMANY for path in (many / "posts").rglob("*.md")]
    answers = reading.read_files(many / "posts", [(name, "") for name in names])
    assert [answer[0] for answer in answers if answer] == names


@pytest.mark.slow
def test_a_script_without_a_main_guard_is_not_run_again_by_the_reading_processes(tmp_path: Path) -> None:
    for number in range(450):
        write(tmp_path / "posts", f"p{number}.md", HEADERS[0])
    script = tmp_path / "script.py"
    script.write_text(
        "from lfnkr_nb import Archive\nprint('run')\nprint(len(Archive.open('posts').posts))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["run", "450"]
    assert done.stderr == ""
