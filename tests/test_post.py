"""One file as a `Post`: what it says, what it never says, and edits that keep every other byte."""

from __future__ import annotations

import os
import tempfile
from difflib import ndiff
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lfnkr_nb.archive import Archive
from lfnkr_nb.errors import ConflictError, HeaderError, PostError, UnsafeFileError
from lfnkr_nb.post import Post

LINES = st.sampled_from(
    [
        "# a comment",
        "",
        "title: A title",
        'title: "Quoted: title"  # said so',
        "title: '한국어 ''제목'''",
        "status: publish",
        "tags: [a, 'b', \"c\"]   # three",
        "categories:\n  - Relief > Food\n  # between\n  - News",
        "excerpt: |\n  One\n\n  Two\n",
        "wp: {id: 7, x: [1, 2]}",
        "standfirst: >-\n  folded\n  text",
        "date: 2017-09-04T10:00:00+09:00",
        "n: 0123",
        "byline:   K. S.   ",
    ]
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Posts as editors and tools leave them: comments, quotes, CRLF, BOM, no last line break."""
    lines = draw(st.lists(LINES, max_size=6, unique_by=lambda line: line.split(":")[0]))
    body = draw(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=60))
    top = draw(st.sampled_from(["", "\n", "\n  \n"]))
    text = f"{top}---\n" + "".join(f"{line}\n" for line in lines) + f"---\n\n{body}"
    if draw(st.booleans()):
        text = text.rstrip("\n")
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.replace("\n", newline).encode()


def readable(folder: Path) -> list[Path]:
    found = []
    for path in sorted(folder.glob("*.md")):
        try:
            Post.read(path)
        except PostError:
            continue
        found.append(path)
    return found


def line_changes(old: str, new: str) -> list[str]:
    """Changed lines; only LF, CRLF and CR end a line."""
    cut = [text.replace("\r\n", "\n").replace("\r", "\n").split("\n") for text in (old, new)]
    return [line for line in ndiff(*cut) if line[0] in "+-"]


# --- saving without and with a change -------------------------------------------------------------------


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(files(), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_reading_and_saving_keeps_every_byte_and_a_new_title_changes_one_line(
    tmp_path: Path, data: bytes, title: str
) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(data)
    try:
        post = Post.read(path)
    except HeaderError:
        return
    post.save()
    post.replace().save()
    post.replace(**{key: value for key, value in post.values.items() if isinstance(value, str)}).save()
    assert path.read_bytes() == data
    edited = post.replace(title=title)
    edited.save()
    assert Post.read(path).get("title") == title
    changes = line_changes(data.decode(), path.read_bytes().decode())
    had = "title" in post.header.entries
    assert len(changes) == (0 if post.get("title") == title else 1 + had) or "\x1e" in title, changes
    assert Post.read(path).content == post.content


def test_every_given_file_survives_reading_and_saving(shared: Path, tmp_path: Path) -> None:
    for source in readable(shared / "frontmatter"):
        path = tmp_path / source.name
        path.write_bytes(source.read_bytes())
        Post.read(path).replace().save()
        assert path.read_bytes() == source.read_bytes(), source.name


def test_a_new_title_is_one_line_in_every_readable_given_file(shared: Path, tmp_path: Path) -> None:
    done = 0
    for source in readable(shared / "frontmatter"):
        path = tmp_path / source.name
        path.write_bytes(source.read_bytes())
        post = Post.read(path)
        had = "title" in post.header.entries
        post.replace(title="Another: title").save()
        changes = line_changes(source.read_bytes().decode(), path.read_bytes().decode())
        made = [] if post.header.entries or "---" in source.read_text()[:6] else changes
        assert len(changes) == 1 + had or made, (source.name, changes)
        assert Post.read(path).title == "Another: title"
        assert Post.read(path).content == post.content
        done += 1
    assert done > 25


def test_new_content_keeps_the_header_and_the_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbf---\r\ntitle: A # why\r\n---\r\n\r\nold\r\n")
    Post.read(path).replace(content="new\ntext\n").save()
    assert path.read_bytes() == b"\xef\xbb\xbf---\r\ntitle: A # why\r\n---\r\n\r\nnew\r\ntext\r\n"


def test_a_file_without_a_header_gets_one_above_its_text(tmp_path: Path) -> None:
    for data in (b"Just words\r\nand more", b"\xef\xbb\xbfJust words", b"Just words\n"):
        path = tmp_path / "a.md"
        path.write_bytes(data)
        post = Post.read(path)
        post.replace(title="T").save()
        again = Post.read(path)
        assert (again.title, again.content) == ("T", post.content.removeprefix("\ufeff"))
        assert path.read_bytes().startswith(b"\xef\xbb\xbf") == data.startswith(b"\xef\xbb\xbf")
        assert path.read_bytes().count(b"\r\n") in (0, path.read_bytes().count(b"\n"))


def test_a_new_post_is_written_once_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "2017" / "new.md"
    saved = Post.new(path, "Words.\n", title="New", status="draft", tags=["a"]).save()
    assert Post.read(path).content == "Words.\n"
    assert saved.replace(title="Newer").save().title == "Newer"
    with pytest.raises(ConflictError):
        Post.new(path, "Other", title="New").save()
    assert Post.read(path).title == "Newer"


def test_half_a_character_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    post = Post.new(path, "x", title="A").save()
    before = path.read_bytes()
    with pytest.raises(PostError):
        post.replace(title="\ud800").save()
    with pytest.raises(PostError):
        post.replace(content="\ud800").save()
    assert path.read_bytes() == before


# --- what it says ---------------------------------------------------------------------------------------


def post(header: str, name: str = "2017-09-04-a-post.md") -> Post:
    return Post(Path("/archive/posts") / name, f"---\n{header}\n---\nText.\n")


def test_what_a_post_does_not_say_is_unknown_and_never_public() -> None:
    bare = post("x: y")
    assert (bare.title, bare.slug, bare.status, bare.date, bare.kind, bare.lang, bare.byline) == (
        "a-post",
        "a-post",
        "draft",
        None,
        "",
        "en",
        "",
    )
    assert not bare.is_public


@pytest.mark.parametrize(
    "header",
    [
        "status: published",
        "status: [publish]",
        "status: Publish",
        "status: publish\npassword: true",
        "status: publish\npassword: yes",
        "status: publish\npassword: secret",
        "status: publish\npassword: 'false'",
        "status: publish\npassword: [false]",
        "status: private",
        "status: future",
        "status: trash",
        "status:",
        "",
    ],
)
def test_what_is_unreadable_is_never_public(header: str) -> None:
    assert not post(header).is_public


@pytest.mark.parametrize(
    "header",
    [
        "status: publish",
        "status: 'publish'",
        "status: publish\npassword: false",
        "status: publish\npassword:",
    ],
)
def test_a_published_post_without_a_password_is_public(header: str) -> None:
    assert post(header).is_public


def test_problems_name_file_line_and_what_to_do() -> None:
    text = "\n\n---\ntitle: A\nstatus: published\n---\n"
    found = Post(Path("posts/a.md"), text).problems
    assert [(p.field, p.line) for p in found] == [("status", 5), ("status", 5)]
    assert str(found[0]).startswith("posts/a.md:5: ")
    assert all(problem.hint for problem in found)


def test_the_slug_of_a_decomposed_file_name_is_composed() -> None:
    name = "2017-09-04-" + "\u1112\u1161\u11ab.md"
    assert post("title: A", name).slug == "한"


# --- hostile files --------------------------------------------------------------------------------------

UNREADABLE = {
    "alias_bomb_9x9",
    "alias_self",
    "at_title",
    "binary_tag",
    "c1_ctrl",
    "colon_title",
    "complex_key",
    "ctrl_char",
    "custom_tag",
    "dash_col0_in_header",
    "deep_flow_1k",
    "deep_flow_unclosed_100k",
    "dup_keys",
    "invalid_utf8_body",
    "invalid_utf8_header",
    "json",
    "json_min",
    "list_header",
    "list_key_map",
    "merge_bomb",
    "nul_in_header",
    "only_open",
    "scalar_header",
    "set_omap",
    "shift_jis",
    "surrogate_esc",
    "tab_indent",
    "toml",
    "two_docs",
    "utf16",
    "yaml_directive",
}


def test_each_hostile_file_is_a_problem_with_line_and_hint_and_no_post(shared: Path) -> None:
    archive = Archive.open(shared / "frontmatter")
    errors = archive.problems[archive.problems.severity == "error"]
    assert set(errors.path) == {f"{name}.md" for name in UNREADABLE}
    assert errors.line.notna().all()
    assert (errors.line > 0).all()
    assert errors.hint.str.len().gt(10).all()
    assert not {path.stem for path in archive.names} & UNREADABLE
    assert not any(p.is_public for p in archive)


def test_hostile_files_are_never_rewritten(shared: Path, tmp_path: Path) -> None:
    for name in sorted(UNREADABLE):
        data = (shared / "frontmatter" / f"{name}.md").read_bytes()
        path = tmp_path / f"{name}.md"
        path.write_bytes(data)
        with pytest.raises(PostError):
            Post.read(path).replace(title="x").save()
        assert path.read_bytes() == data


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX special files")
def test_links_fifos_devices_and_folders_are_listed_and_stop_nobody(tmp_path: Path) -> None:
    posts = tmp_path / "posts"
    posts.mkdir()
    secret = tmp_path / "secret.md"
    secret.write_text("---\ntitle: S\nstatus: publish\n---\nsecret\n")
    (posts / "link.md").symlink_to(secret)
    (posts / "dangling.md").symlink_to(tmp_path / "nowhere.md")
    (posts / "device.md").symlink_to("/dev/zero")
    os.mkfifo(posts / "fifo.md")
    (posts / "dir.md").mkdir()
    (posts / "dir.md" / "inner.md").write_text("---\ntitle: Inner\nstatus: publish\n---\n")
    (posts / "empty.md").write_bytes(b"")
    (posts / "latin.md").write_bytes("---\ntitle: \xe9\n---\n".encode("latin-1"))
    (posts / "big.md").write_bytes(b"---\ntitle: B\n---\n" + b"x" * (8 * 1024 * 1024))
    (posts / "good.md").write_text("---\ntitle: Good\nstatus: publish\n---\n")
    archive = Archive.open(posts)
    assert {p.title for p in archive} == {"Good", "Inner", "empty"}
    errors = archive.problems[archive.problems.severity == "error"]
    assert sorted(errors.path) == ["big.md", "dangling.md", "device.md", "fifo.md", "latin.md", "link.md"]
    assert errors.hint.str.len().gt(10).all()
    assert [p.title for p in archive.select(public=True)] == ["Good", "Inner"]


@pytest.mark.skipif(
    not hasattr(os, "seteuid") or os.geteuid() != 0, reason="only root can become another user"
)
def test_what_another_user_owns_is_listed() -> None:
    for module in ("checks", "document", "frames", "references"):
        import_module(f"lfnkr_nb.{module}")  # loaded before the rights are given up
    with tempfile.TemporaryDirectory() as folder:
        posts = Path(folder)
        posts.chmod(0o755)
        (posts / "good.md").write_text("---\ntitle: Good\nstatus: publish\n---\n")
        (posts / "mine.md").write_text("---\ntitle: Mine\nstatus: publish\n---\n")
        (posts / "mine.md").chmod(0o600)
        (posts / "closed").mkdir(mode=0o700)
        os.seteuid(65534)
        try:
            archive = Archive.open(posts)
            found = archive.problems
        finally:
            os.seteuid(0)
    assert [p.title for p in archive] == ["Good"]
    assert sorted(found.path[found.severity == "error"]) == ["closed", "mine.md"]


def test_only_ordinary_files_are_read(tmp_path: Path) -> None:
    with pytest.raises(UnsafeFileError) as caught:
        Post.read(tmp_path)
    assert caught.value.hint
    with pytest.raises(UnsafeFileError, match="There is no such file"):
        Post.read(tmp_path / "nowhere.md")
