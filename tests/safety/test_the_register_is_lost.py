"""An archive that had a register exports nothing without it; one that never had one says that none was used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
import people
import pytest

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.cli import main
from lfnkr_nb.errors import GateError
from lfnkr_nb.exporters.notebook_document import notebook_document

if TYPE_CHECKING:
    from pathlib import Path


def without_register(root: Path, *, asks: bool) -> Archive:
    """An archive whose register is gone; `asks` says whether a post still names a label."""
    archive = people.archive(root)
    if not asks:
        archive["crossing"].replace(protect=None).save()
    (root / "private" / "register.yaml").unlink()
    return Archive.open(root / "posts")


def test_posts_that_need_no_register_go_out_though_another_post_asks_for_one(tmp_path: Path) -> None:
    """Only a selected post with a label is stopped, and it is said that no names were looked for."""
    archive = without_register(tmp_path, asks=True)
    made = Briefing("One", [archive["school"]], archive=archive).export(tmp_path / "x.html")
    assert any("no register" in notice.message for notice in made.notices)
    with pytest.raises(GateError, match=r"crossing\.md.*`protect:`"):
        Briefing("Two", [archive["crossing"]], archive=archive).export(tmp_path / "y.html")


def test_an_earlier_edition_with_labels_asks_for_the_register(tmp_path: Path) -> None:
    """What was noted about an earlier export outlives the register."""
    archive = people.archive(tmp_path)
    Briefing("All", archive, show="whole").export(tmp_path / "all.html")
    archive = without_register_of(archive)
    with pytest.raises(GateError, match=r"private/manifests/.* shows that people are protected"):
        Briefing("One", [archive["school"]], archive=archive).export(tmp_path / "x.html")
    assert not (tmp_path / "x.html").exists()


def without_register_of(archive: Archive) -> Archive:
    """The same archive with no register and no post that asks for one."""
    archive["crossing"].replace(protect=None).save()
    (archive.root / "private" / "register.yaml").unlink()
    return Archive.open(archive.folder)


@pytest.mark.slow
def test_an_archive_without_any_trace_of_one_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Briefings and tables go out, and it is said that no names were looked for."""
    archive = without_register(tmp_path, asks=False)
    posts = str(archive.folder)
    assert main(["brief", "--posts", posts, "-o", str(tmp_path / "x.html")]) == 0
    assert "no register: no names were looked for" in capsys.readouterr().err
    assert main(["export", str(tmp_path / "x.csv"), "--posts", posts]) == 0
    assert "no register: no names were looked for" in capsys.readouterr().err


@pytest.mark.parametrize("exporter", ["BriefingExporter", "BriefingHTMLExporter"])
def test_a_notebook_of_such_an_archive_asks_for_the_register_too(exporter: str, tmp_path: Path) -> None:
    """`jupyter nbconvert --to briefing` is an export like any other."""
    from nbconvert.utils.exceptions import ConversionException

    from lfnkr_nb.exporters import nbconvert_exporters

    archive = people.archive(tmp_path)
    Briefing("All", archive, show="whole").export(tmp_path / "all.html")
    without_register_of(archive)
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("By Han Yu-ran.")])
    path = tmp_path / "notebooks" / "n.ipynb"
    path.parent.mkdir()
    nbformat.write(book, path)
    with pytest.raises(ConversionException, match=r"private/manifests/.* shows that people are protected"):
        getattr(nbconvert_exporters, exporter)().from_filename(str(path))


def test_a_notebook_says_where_no_names_were_looked_for(tmp_path: Path) -> None:
    """In an archive that never had a register."""
    without_register(tmp_path, asks=False)
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("Words.")])
    said = notebook_document(book, name="n", folder=tmp_path).notices
    assert any("no register" in notice.message for notice in said)


def test_a_register_that_is_there_is_not_asked_for(tmp_path: Path) -> None:
    """No notice where names were looked for."""
    archive = people.archive(tmp_path)
    made = Briefing("All", archive).export(tmp_path / "x.html")
    assert not [notice for notice in made.notices if "no register" in notice.message]


def test_an_export_fails_where_the_gate_would_find_a_name_in_a_code(tmp_path: Path) -> None:
    """A name in base64 stops the export of a page as it stops the gate over the finished file."""
    archive = people.archive(tmp_path)
    Post.new(tmp_path / "posts" / "odd.md", "SGFuIFl1LXJhbg==", title="Odd", status="publish").save()
    with pytest.raises(GateError, match=r"H\. Y\."):
        Briefing("All", archive.refresh(), show="whole").export(tmp_path / "x.html")
    assert not (tmp_path / "x.html").exists()


@pytest.mark.slow
@pytest.mark.parametrize("key", ["pasword", "passwort", "Password", "protet", "protected", "stauts"])
def test_a_misspelt_key_that_protects_keeps_the_post_inside(
    key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An error in `check`, no public post, and a notice with its place at export, whatever `include` says."""
    archive = people.archive(tmp_path)
    Post.new(tmp_path / "posts" / "odd.md", "Inside.", title="Odd", status="publish", **{key: "x"}).save()
    post = archive.refresh()["odd"]
    assert not post.is_public
    assert "odd" not in archive.select(public=True).slugs
    assert [p.line for p in archive.check() if p.severity == "error"] == [4]
    brief = ["brief", "--posts", str(archive.folder), "-o", str(tmp_path / "x.html"), "--include", "draft"]
    assert main([*brief, "--include", "password"]) == 0
    said = capsys.readouterr().err
    assert "posts/odd.md:4" in said
    assert "Did you mean" in said
    assert "Odd" not in (tmp_path / "x.html").read_text("utf-8")


@pytest.mark.parametrize("key", ["project", "protest", "series", "stats"])
def test_other_words_stay_a_note(key: str, tmp_path: Path) -> None:
    """A key of somebody's own is kept and holds nothing back."""
    Post.new(tmp_path / "posts" / "odd.md", "Out.", title="Odd", status="publish", **{key: "x"}).save()
    assert Archive.open(tmp_path / "posts")["odd"].is_public


def test_the_value_of_password_is_never_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody writes the password itself where true or false is meant."""
    Post.new(tmp_path / "posts" / "odd.md", "x", title="Odd", status="publish", password="hunter2").save()
    main(["check", "--posts", str(tmp_path / "posts")])
    said = capsys.readouterr()
    assert "`password: …` is neither true nor false" in said.out
    assert "hunter2" not in said.out + said.err


EMPTIED = ["", "[]\n", "- {label: N. N., family: [Foo], given: [Bar]}\n"]


@pytest.mark.parametrize("left", EMPTIED)
@pytest.mark.parametrize("kind", ["html", "pdf", "csv"])
def test_a_register_without_anybody_who_was_protected_counts_as_lost(
    left: str, kind: str, tmp_path: Path
) -> None:
    """One that was emptied, or begun anew, stops an export like one that is gone."""
    archive = people.archive(tmp_path)
    Briefing("All", archive, show="whole").export(tmp_path / "all.html")
    archive["crossing"].replace(protect=None).save()
    (tmp_path / "private" / "register.yaml").write_text(left, "utf-8")
    archive = Archive.open(archive.folder)
    with pytest.raises(GateError, match=r"nobody who was protected before, but private/manifests/"):
        if kind == "csv":
            archive.export(tmp_path / "x.csv")
        else:
            Briefing("One", archive, show="whole").export(tmp_path / f"x.{kind}")
    assert not (tmp_path / f"x.{kind}").exists()


def test_who_was_taken_out_of_the_register_is_named_by_label(tmp_path: Path) -> None:
    """Where others are still there the export goes on, and says whose names were not looked for."""
    archive = people.archive(tmp_path)
    register = tmp_path / "private" / "register.yaml"
    another = "- {label: T. T., family: [Ogi], given: [Nanami]}\n"
    register.write_text(people.REGISTER + another, "utf-8")
    archive["school"].replace(content="Ogi Nanami taught.").save()
    Briefing("All", archive, show="whole").export(tmp_path / "all.html")
    register.write_text(people.REGISTER, "utf-8")
    made = Briefing("Again", archive, show="whole").export(tmp_path / "again.html")
    assert any("not looked for: T. T." in notice.message for notice in made.notices)


def test_an_empty_register_says_that_no_names_were_looked_for(tmp_path: Path) -> None:
    """A file without anybody in it is as good as none."""
    archive = without_register(tmp_path, asks=False)
    register = tmp_path / "private" / "register.yaml"
    register.write_text("[]\n", "utf-8")
    register.chmod(0o600)
    made = Briefing("One", archive, show="whole").export(tmp_path / "x.html")
    assert any("no register: no names were looked for" in notice.message for notice in made.notices)
