"""Killed, out of room, edited by two, or not allowed to write: every file is whole or absent, and nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lfnkr_nb import Post
from lfnkr_nb.saving import TEMP_PREFIX

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux", reason="limits, mounts and signals of other systems are others"
    ),
]

HERE = Path(__file__).parent
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">'
    "<channel><title>Aid</title><link>https://aid.example</link><wp:wxr_version>1.2</wp:wxr_version>"
    "<wp:base_blog_url>https://aid.example</wp:base_blog_url>"
)
#: root may read and write everything; this takes that power from the program it starts.
UNPRIVILEGED = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")


def write_export(path: Path, posts: int, size: int = 2_000) -> None:
    """An export of so many posts of so many characters."""
    items = "".join(
        f"<item><title>Title {n}</title><link>https://aid.example/{n}/</link><content:encoded><![CDATA[<p>"
        f"{f'Word{n} ' * (size // 7)}</p>]]></content:encoded><wp:post_id>{n}</wp:post_id>"
        f"<wp:post_name>post-{n}</wp:post_name><wp:post_date>2017-09-04 10:00:00</wp:post_date>"
        "<wp:post_date_gmt>2017-09-04 01:00:00</wp:post_date_gmt><wp:status>publish</wp:status>"
        "<wp:post_type>post</wp:post_type></item>"
        for n in range(1, posts + 1)
    )
    path.write_text(f"{HEAD}{items}</channel></rss>", encoding="utf-8")


def killings(task: str, folder: Path, times: int) -> dict[str, int]:
    """What killing.py saw."""
    temporary = folder / "tmp"
    temporary.mkdir()
    run = subprocess.run(
        [sys.executable, str(HERE / "killing.py"), task, str(folder), str(times)],
        capture_output=True, text=True, check=False, env=os.environ | {"TMPDIR": str(temporary)},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    seen: dict[str, int] = json.loads(run.stdout.splitlines()[-1])
    return seen


def test_two_hundred_kills_during_a_save_leave_whole_files(tmp_path: Path) -> None:
    """Each time the post is one of the texts that were saved, whole, and the next start removes what was left."""
    seen = killings("save", tmp_path, 200)
    assert (seen["whole"], seen["clean"]) == (200, 200)
    assert seen["killed"] == 200
    assert seen["leftovers"] >= 20, "too few kills fell into a write"


def test_fifty_kills_during_an_import_leave_whole_files(tmp_path: Path) -> None:
    """Each file is as a whole import writes it or absent; the last import finishes what the killed ones began."""
    write_export(tmp_path / "export.xml", 300)
    seen = killings("import", tmp_path, 50)
    assert seen["whole"] == seen["attempts"] >= seen["killed"] == 50
    assert seen["some"] >= 3, "too few kills fell into the writing"
    assert (seen["finished"], seen["clean"]) == (1, 1)


def test_fifty_kills_during_an_export_leave_a_whole_file_or_none(tmp_path: Path) -> None:
    """As page and as PDF; copies of the text in `exports/` and in the system's temporary place are removed."""
    for number in range(6):
        text = f"Word{number} " * 2_000
        Post.new(tmp_path / "posts" / f"{number}.md", text, title=f"T{number}", status="publish").save()
    seen = killings("export", tmp_path, 50)
    assert seen["whole"] == seen["clean"] == seen["attempts"] >= seen["killed"] == 50
    assert seen["leftovers"] >= 3, "too few kills fell into the work"


# --- no room ---------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes; where none can be mounted, an ordinary folder, and files are limited instead."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = (
        os.getuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], check=False, capture_output=True
        ).returncode
    )
    yield disk
    if mounted:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def lfnkr(
    folder: Path, *arguments: str, before: tuple[str, ...] = (), largest: int = 0
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, whose files may grow to `largest` bytes."""

    def limit() -> None:
        import resource

        if largest:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return subprocess.run(
        [*before, sys.executable, "-m", "lfnkr_nb", *arguments],
        cwd=folder, capture_output=True, text=True, check=False, timeout=120, preexec_fn=limit,
    )  # fmt: skip


def assert_refused_in_a_line(run: subprocess.CompletedProcess[str]) -> None:
    assert run.returncode == 2, (run.returncode, run.stdout, run.stderr)
    errors = [line for line in run.stderr.splitlines() if line.startswith("lfnkr: ")]
    assert len(errors) == 1, run.stderr
    assert "Traceback" not in run.stderr


def fill(disk: Path, leave: int) -> int:
    """Fill a disk but for so many bytes; the largest file that fits, for where it could not be made small."""
    free = shutil.disk_usage(disk).free
    if free > 3_000_000:
        return leave
    (disk / "filler").write_bytes(bytes(max(0, free - leave)))
    return 0


def rubbish(folder: Path) -> list[Path]:
    return list(folder.rglob(f"{TEMP_PREFIX}*"))


def test_a_save_without_room_leaves_the_old_post(small_disk: Path) -> None:
    """The error says so; no half file and no copy is left."""
    path = small_disk / "posts" / "a.md"
    Post.new(path, "old\n", title="A").save()
    largest = fill(small_disk, 100_000)
    code = (
        "import resource, sys\nfrom lfnkr_nb import Post\n"
        f"if {largest}: resource.setrlimit(resource.RLIMIT_FSIZE, ({largest}, {largest}))\n"
        "post = Post.read(sys.argv[1])\n"
        "try:\n    post.replace(content='x' * 600_000).save()\n"
        "except OSError as error:\n    print(error.strerror)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert run.stdout.strip() in ("No space left on device", "File too large"), run.stderr
    assert Post.read(path).content == "old\n"
    assert not rubbish(small_disk)


@pytest.mark.parametrize("suffix", ["html", "pdf"])
def test_an_export_without_room_leaves_no_file(suffix: str, small_disk: Path) -> None:
    """And an older file in its place stays as it was."""
    for number in range(3):
        text = "\n\n".join(f"Word{number}-{n} " * 200 for n in range(30))
        Post.new(small_disk / "posts" / f"{number}.md", text, title="T", status="publish").save()
    (small_disk / "exports").mkdir()
    (small_disk / "exports" / f"old.{suffix}").write_text("old")
    largest = fill(small_disk, 20_000)
    for name in ("new", "old"):
        target = f"exports/{name}.{suffix}"
        run = lfnkr(small_disk, "brief", "--title", "T", "--whole", "-o", target, largest=largest)
        assert_refused_in_a_line(run)
    assert not (small_disk / "exports" / f"new.{suffix}").exists()
    assert (small_disk / "exports" / f"old.{suffix}").read_text() == "old"
    assert not rubbish(small_disk)


def test_an_import_without_room_leaves_whole_files_and_can_be_finished(
    small_disk: Path, tmp_path: Path
) -> None:
    """What was written is whole; with room again, the same command brings the rest."""
    write_export(tmp_path / "export.xml", 300, 5_000)
    (small_disk / "posts").mkdir()
    largest = fill(small_disk, 400_000)
    run = lfnkr(small_disk, "import", str(tmp_path / "export.xml"), largest=largest and 3_000)
    assert_refused_in_a_line(run)
    written = list((small_disk / "posts").rglob("*.md"))
    assert all(
        path.read_text("utf-8").rstrip().endswith(f"Word{path.stem.rpartition('-')[2]}") for path in written
    )
    shutil.copytree(small_disk, tmp_path / "roomy")
    again = lfnkr(tmp_path / "roomy", "import", str(tmp_path / "export.xml"))
    assert again.returncode == 0, again.stdout[-500:]
    assert len(list((tmp_path / "roomy" / "posts").rglob("*.md"))) == 300
    assert not rubbish(tmp_path / "roomy")


@pytest.mark.parametrize("arguments", [
    ["brief", "--title", "T", "--whole", "-o", "x.pdf"], ["brief", "--title", "T", "--whole", "-o", "x.html"],
    ["new", "post", "Title"], ["init", "other"],
])  # fmt: skip
def test_a_limit_on_the_size_of_files_is_one_line(arguments: list[str], tmp_path: Path) -> None:
    """As on a shared machine with quotas; nothing half is left."""
    Post.new(tmp_path / "posts" / "a.md", "Word " * 9_000, title="T", status="publish").save()
    before = sorted(path for path in tmp_path.rglob("*") if path.suffix in (".md", ".pdf", ".html"))
    run = lfnkr(tmp_path, *arguments, largest=10)
    assert_refused_in_a_line(run)
    assert sorted(path for path in tmp_path.rglob("*") if path.suffix in (".md", ".pdf", ".html")) == before
    assert not rubbish(tmp_path)


# --- two editors -----------------------------------------------------------------------------------------

#: Adds its own lines to one post, reading anew after each conflict; prints how many conflicts it was told.
EDITOR = """
import sys
from lfnkr_nb.errors import ConflictError
from lfnkr_nb.post import Post
path, name, told = sys.argv[1], sys.argv[2], 0
for number in range(150):
    while True:
        post = Post.read(path)
        try:
            post.replace(content=post.content + f"{name}-{number}\\n", title=f"{name} {number}").save()
            break
        except ConflictError as error:
            assert error.ours and error.theirs and error.hint
            told += 1
print(told)
"""


def test_three_editors_of_one_post_keep_every_edit(tmp_path: Path) -> None:
    """150 edits each: all are in the file, in each editor's order; whoever came too late was told."""
    path = tmp_path / "a.md"
    Post.new(path, "start\n", title="A").save()
    editors = [
        subprocess.Popen([sys.executable, "-c", EDITOR, str(path), name], stdout=subprocess.PIPE, text=True)
        for name in ("one", "two", "three")
    ]
    told = [int(editor.communicate(timeout=300)[0]) for editor in editors]
    assert [editor.returncode for editor in editors] == [0, 0, 0]
    lines = Post.read(path).content.splitlines()
    for name in ("one", "two", "three"):
        assert [line for line in lines if line.startswith(f"{name}-")] == [f"{name}-{n}" for n in range(150)]
    assert len(lines) == 451
    assert sum(told) > 0, "the editors never met, so nothing was tried"
    assert not rubbish(tmp_path)


# --- not allowed to write --------------------------------------------------------------------------------


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """An archive in whose folders nothing may be written."""
    root = tmp_path / "archive"
    for number in range(3):
        Post.new(
            root / "posts" / f"{number}.md", f"Word{number}.", title=f"T{number}", status="publish"
        ).save()
    (root / "briefings").mkdir()
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    yield root
    for folder in folders:
        folder.chmod(0o755)


def test_a_read_only_archive_can_be_read_searched_and_exported_elsewhere(
    read_only: Path, tmp_path: Path
) -> None:
    """As from a disc or another person's folder; what has to be written there is refused in a line."""
    before = UNPRIVILEGED if os.getuid() == 0 else ()
    for arguments in (["list"], ["search", "Word1"], ["check"]):
        run = lfnkr(read_only, *arguments, before=before)
        assert run.returncode == 0, run.stderr
        assert "T1" in run.stdout or arguments == ["check"]
    for suffix in ("html", "pdf"):
        target = tmp_path / f"x.{suffix}"
        run = lfnkr(read_only, "brief", "--title", "T", "-o", str(target), before=before)
        assert run.returncode == 0, run.stderr
        assert target.stat().st_size > 1_000
    write_export(tmp_path / "export.xml", 2)
    for arguments in (
        ["brief", "--title", "T", "-o", "x.html"], ["brief", "--title", "T"], ["new", "post", "Title"],
        ["new", "briefing", "Title"], ["import", str(tmp_path / "export.xml")],
    ):  # fmt: skip
        assert_refused_in_a_line(lfnkr(read_only, *arguments, before=before))
    assert sorted(path.name for path in read_only.rglob("*") if path.is_file()) == ["0.md", "1.md", "2.md"]
