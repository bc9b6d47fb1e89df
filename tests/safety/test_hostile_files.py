"""Files, headers and names made to break things: no crash, nothing lost, one clear line each, the others unharmed."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.cli import main
from lfnkr_nb.errors import LfnkrError
from lfnkr_nb.fields import clean_slug
from lfnkr_nb.starting import new_post

GOOD = "---\ntitle: Good\nstatus: publish\n---\n\nGoodword.\n"


def lfnkr(root: Path, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, in the archive's folder; no file of it may make it wait."""
    return subprocess.run(
        [*before, sys.executable, "-m", "lfnkr_nb", *arguments],
        cwd=root, capture_output=True, timeout=60, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def archive_with_a_good_post(root: Path) -> Path:
    posts = root / "posts"
    posts.mkdir()
    (posts / "good.md").write_text(GOOD, encoding="utf-8")
    return posts


def said_about(root: Path, name: str) -> list[str]:
    """The lines of `lfnkr check` that name a file; the good post is listed and exported all the same."""
    checked = lfnkr(root, "check")
    assert checked.returncode in (0, 2), checked.stderr
    assert b"Traceback" not in checked.stderr
    listed = lfnkr(root, "list", "--csv")
    assert listed.returncode == 0
    assert b"Good" in listed.stdout
    made = lfnkr(root, "brief", "--title", "T", "-o", "x.html")
    assert made.returncode == 0, made.stderr
    assert "Goodword" in (root / "x.html").read_text(encoding="utf-8")
    return [line for line in checked.stdout.decode().splitlines() if name in line]


# --- headers ---------------------------------------------------------------------------------------------

#: Twelve headers that crash, hang or deceive ordinary readers of YAML.
HEADERS = {
    "brackets": f"title: {'[' * 50_000}",
    "braces": f"title: {'{' * 50_000}",
    "aliases that multiply": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "\n".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(8)),
    "an alias of itself": "title: &a [*a]",
    "a program": "title: !!python/object/apply:os.system [touch ran]",
    "merges": "a: &a {x: 1}\n<<: [*a, *a]\ntitle: b",
    "the same key twice": "title: One\nstatus: publish\nstatus: private",
    "a key that is a list": "? [a, b]\n: c\ntitle: x",
    "two documents": "title: One\n--- !x\ntitle: Two",
    "indents without end": "\n".join(" " * n + f"a{n}:" for n in range(500)),
    "a line of a megabyte": f"title: {'x' * 1_000_000}",
    "a directive": "%YAML 9.9\n%TAG ! tag:evil.example,2000:\ntitle: x",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HEADERS)
def test_a_hostile_header_is_one_line_and_harms_no_other_post(name: str, tmp_path: Path) -> None:
    """In a process of its own, which neither crashes nor runs anything; its text is never exported."""
    assert len(HEADERS) == 12
    posts = archive_with_a_good_post(tmp_path)
    (posts / "bad.md").write_text(
        f"---\n{HEADERS[name]}\nstatus: publish\n---\n\nBadword.\n", encoding="utf-8"
    )
    lines = said_about(tmp_path, "bad.md")
    assert len(lines) == 1
    assert lines[0].startswith("error: posts/bad.md:")
    assert len(lines[0]) < 400
    assert "Badword" not in (tmp_path / "x.html").read_text(encoding="utf-8")
    assert not list(tmp_path.rglob("ran"))


# --- files -----------------------------------------------------------------------------------------------


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_device(path: Path) -> None:
    if os.getuid() == 0:
        os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 5))  # /dev/zero, which never ends
    else:
        path.symlink_to("/dev/zero")


def make_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the address of a socket may be no longer than about a hundred bytes
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    finally:
        os.chdir(here)


def make_link(path: Path) -> None:
    outside = path.parent.parent / "secret.md"
    outside.write_text("---\ntitle: Secret\nstatus: publish\n---\n\nBadword.\n", encoding="utf-8")
    path.symlink_to(outside)


def make_link_in_a_circle(path: Path) -> None:
    path.symlink_to(path)


def make_folder(path: Path) -> None:
    path.mkdir()


def make_unreadable(path: Path) -> None:
    path.write_text(GOOD.replace("Goodword", "Badword"), encoding="utf-8")
    path.chmod(0)


def make_too_large(path: Path) -> None:
    path.write_bytes(b"---\ntitle: x\n---\n" + b"x" * 9_000_000)


def make_other_encoding(path: Path) -> None:
    path.write_bytes("---\ntitle: 難民\nstatus: publish\n---\n\nBadword.\n".encode("shift_jis"))


def make_wide_text(path: Path) -> None:
    path.write_bytes(GOOD.replace("Goodword", "Badword").encode("utf-16"))


MAKERS = [
    make_pipe, make_device, make_socket, make_link, make_link_in_a_circle, make_unreadable, make_too_large,
    make_other_encoding, make_wide_text,
]  # fmt: skip
#: root may read everything; this takes that power from the program it starts.
UNPRIVILEGED = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the files of other systems are others")
@pytest.mark.parametrize("make", MAKERS, ids=[make.__name__.removeprefix("make_") for make in MAKERS])
def test_a_file_that_is_no_post_is_one_line_and_harms_no_other(make: object, tmp_path: Path) -> None:
    """A pipe does not make it wait, a device does not fill it, a link leads nowhere, a large file is not read."""
    posts = archive_with_a_good_post(tmp_path)
    make(posts / "bad.md")  # type: ignore[operator]
    before = UNPRIVILEGED if make is make_unreadable and os.getuid() == 0 else ()
    checked = lfnkr(tmp_path, "check", before=before)
    assert checked.returncode == 2, checked.stderr
    lines = [line for line in checked.stdout.decode().splitlines() if "bad.md" in line]
    assert len(lines) == 1
    assert lines[0].startswith("error: posts/bad.md")
    made = lfnkr(tmp_path, "brief", "--title", "T", "-o", "x.html", before=before)
    assert made.returncode == 0, made.stderr
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "Goodword" in page
    assert "Badword" not in page


def test_a_folder_with_the_name_of_a_post_is_looked_into(tmp_path: Path) -> None:
    """`dir.md/` is a folder like any other: its posts are posts."""
    posts = archive_with_a_good_post(tmp_path)
    (posts / "dir.md").mkdir()
    (posts / "dir.md" / "inner.md").write_text(GOOD.replace("Good", "Inner"), encoding="utf-8")
    archive = Archive.open(tmp_path)
    assert sorted(post.title for post in archive) == ["Good", "Inner"]
    assert archive.check() == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems take that power away otherwise")
def test_a_folder_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    posts = archive_with_a_good_post(tmp_path)
    (posts / "2017").mkdir()
    (posts / "2017").chmod(0)
    before = UNPRIVILEGED if os.getuid() == 0 else ()
    try:
        checked = lfnkr(tmp_path, "check", before=before)
    finally:
        (posts / "2017").chmod(0o755)
    assert checked.returncode == 2
    assert [line for line in checked.stdout.decode().splitlines() if "posts/2017" in line] != []
    assert b"Good" in lfnkr(tmp_path, "list").stdout


# --- names -----------------------------------------------------------------------------------------------

#: Twenty-seven names that have broken file systems, shells, web pages or lists.
NAMES = (
    "..", ".", "../../etc/cron.d/x", "..\\..\\x", "/etc/passwd", "C:\\x", "\\\\server\\share", "con", "NUL.txt", "com1",
    "aux.md", "a\0b", "a\nb: forged", "\u202etxt.exe", "trailing.", "trailing ", " leading", "-rf", "~root",
    "$(touch ran)", "`touch ran`", "x" * 300, "語" * 300, "😀", "e\u0301" * 20,
    "<script>canary()</script>", "a?b#c%2e%2e%2f",
)  # fmt: skip
#: Two names that some file systems take for one.
TWINS = (("Straße", "STRASSE"), ("caf\u00e9", "cafe\u0301"), ("Report", "report"))


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_title_becomes_a_safe_file(name: str, tmp_path: Path) -> None:
    """One component inside the folder, at most 120 bytes, no reserved name; the title itself is kept."""
    assert len(NAMES) == 27
    posts = tmp_path / "posts"
    posts.mkdir()
    path = new_post(posts, name)
    assert path.parent == posts / "undated"
    assert len(path.stem.encode()) <= 120
    assert not set(path.name) & set('/\\:*?"<>|\0\n\r\t\u202e')
    assert path.stem.upper().split(".")[0] not in {"CON", "NUL", "AUX", "COM1", "PRN"}
    assert not path.stem.startswith(("-", ".", " ")), path.stem
    assert path.stem.strip(". ") == path.stem
    assert Post.read(path).title == name
    assert list(tmp_path.rglob("*.md")) == [path]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_slug_in_a_header_reaches_no_file_name_and_no_page(name: str, tmp_path: Path) -> None:
    """It is a problem with its line; the post goes out under the name of its file."""
    posts = archive_with_a_good_post(tmp_path)
    text = f"---\ntitle: T\nstatus: publish\nslug: {json.dumps(name, ensure_ascii=False)}\n---\n\nText.\n"
    (posts / "named.md").write_text(text, encoding="utf-8")
    archive = Archive.open(tmp_path)
    assert len(archive) == 2
    post = next(post for post in archive if post.path.name == "named.md")
    assert clean_slug(post.slug) == post.slug
    if post.slug != name.strip():
        assert [problem.line for problem in archive.check() if problem.field == "slug"] == [4]
    Briefing("T", archive, show="whole").export(tmp_path / "x.html")
    assert "<script" not in (tmp_path / "x.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
@pytest.mark.parametrize(
    "name", [name for name in NAMES if "/" not in name and "\0" not in name and len(name) < 200]
)
def test_a_file_of_a_hostile_name_is_a_post_like_any_other(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Listed, checked, exported and found by its key; its name stands in one line and steers nothing."""
    if name in (".", ".."):
        name = f"{name}x"
    posts = archive_with_a_good_post(tmp_path)
    (posts / f"{name}.md").write_text(GOOD.replace("Good", "Odd"), encoding="utf-8")
    archive = Archive.open(tmp_path)
    if name.startswith("."):  # hidden files are left alone
        assert len(archive) == 1
        return
    assert sorted(post.title for post in archive) == ["Good", "Odd"]
    odd = next(post for post in archive if post.title == "Odd")
    key = archive.keys[odd.path]
    assert archive[key].path == odd.path
    Briefing("T", [key], archive=archive, show="whole").export(tmp_path / "x.html")
    assert "Oddword" in (tmp_path / "x.html").read_text(encoding="utf-8")
    assert odd.replace(title="Other").save().title == "Other"
    assert main(["list", "--posts", str(posts)]) == 0
    listed = capsys.readouterr().out
    assert listed.count("\n") == 2
    assert "\u202e" not in listed


@pytest.mark.parametrize("twins", TWINS)
def test_names_that_are_one_name_elsewhere_are_told(twins: tuple[str, str], tmp_path: Path) -> None:
    """In capitals or in another form of the same letters: both posts are there, and a problem names the second."""
    posts = tmp_path / "posts"
    (posts / "a").mkdir(parents=True)
    (posts / "b").mkdir()
    for folder, name in zip(("a", "b"), twins, strict=True):
        (posts / folder / f"{name}.md").write_text(GOOD, encoding="utf-8")
    archive = Archive.open(tmp_path)
    assert len(archive) == 2
    told = [problem for problem in archive.check() if problem.field == "slug"]
    assert len(told) == 1
    assert told[0].hint


def test_a_post_is_not_written_over_its_twin(tmp_path: Path) -> None:
    """A second post of the same title is refused, also where only the form of the letters differs."""
    posts = tmp_path / "posts"
    posts.mkdir()
    first = new_post(posts, "caf\u00e9")
    with pytest.raises(LfnkrError):
        new_post(posts, "cafe\u0301")
    assert Post.read(first).title == "caf\u00e9"
    assert unicodedata.is_normalized("NFC", first.name)


@pytest.mark.slow
def test_hostile_slugs_of_an_export_of_wordpress_become_safe_files(tmp_path: Path) -> None:
    """All twenty-seven in one import: each post has a file of its own inside posts/, and none is lost."""
    names = [name.replace("\0", "") for name in NAMES]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">'
        "<channel><title>Aid</title><link>https://aid.example</link><wp:wxr_version>1.2</wp:wxr_version>"
        "<wp:base_blog_url>https://aid.example</wp:base_blog_url>"
    )
    items = "".join(
        f"<item><title>Title {number}</title><link>https://aid.example/{number}/</link>"
        f"<content:encoded><![CDATA[<p>Word{number}.</p>]]></content:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_name><![CDATA[{name}]]></wp:post_name><wp:post_date>2017-09-04 10:00:00</wp:post_date>"
        "<wp:post_date_gmt>2017-09-04 01:00:00</wp:post_date_gmt><wp:status>publish</wp:status>"
        "<wp:post_type>post</wp:post_type></item>"
        for number, name in enumerate(names)
    )
    (tmp_path / "x.xml").write_text(f"{head}{items}</channel></rss>", encoding="utf-8")
    (tmp_path / "posts").mkdir()
    run = lfnkr(tmp_path, "import", "x.xml")
    assert run.returncode == 0, run.stdout
    made = sorted((tmp_path / "posts").rglob("*.md"))
    assert len(made) == len(names)
    folded = {unicodedata.normalize("NFC", path.name).casefold() for path in made}
    assert len(folded) == len(names), "no two names that another system takes for one"
    words = {word for path in made for word in path.read_text("utf-8").split() if word.startswith("Word")}
    assert words == {f"Word{number}." for number in range(len(names))}
    assert all(len(path.name.encode()) <= 160 for path in made)
    assert {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")} == {
        "x.xml",
        "posts",
        "imports",
    }
