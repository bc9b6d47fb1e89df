"""An export with a finding leaves no file, and says which post, field and label it comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import nbformat
import people
import pytest

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.cli import main
from lfnkr_nb.errors import GateError
from lfnkr_nb.protection.machine import this_machine

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def leaking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replacing is switched off: whatever the cause, names reach the finished file."""
    monkeypatch.setattr("lfnkr_nb.assembly.redact", lambda document, *_, **__: document)
    monkeypatch.setattr("lfnkr_nb.exporters.notebook_document.redact", lambda document, *_, **__: document)


@pytest.mark.parametrize("suffix", [".pdf", ".html"])
def test_a_name_planted_after_redaction_leaves_no_file(suffix: str, leaking: None, tmp_path: Path) -> None:
    """No file, no manifest and no leftover; the message names post, field and label, never the name."""
    archive = people.archive(tmp_path)
    before = set(tmp_path.rglob("*"))
    with pytest.raises(GateError) as refused:
        Briefing("All", archive, show="whole").export(tmp_path / f"x{suffix}")
    said = str(refused.value)
    assert "posts/crossing.md, text" in said
    assert "H. Y." in said
    assert "Yu-ran" not in said
    assert "유란" not in said
    assert set(tmp_path.rglob("*")) == before


def test_the_command_ends_with_3_and_an_earlier_file_stays(
    leaking: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was exported before is not touched, and that is said."""
    people.archive(tmp_path)
    target = tmp_path / "x.html"
    target.write_text("earlier", "utf-8")
    assert main(["brief", "--whole", "--posts", str(tmp_path / "posts"), "-o", str(target)]) == 3
    assert target.read_text("utf-8") == "earlier"
    assert "an earlier file of that name was left as it was" in capsys.readouterr().err


@pytest.mark.parametrize("field", ["title", "byline", "standfirst", "permalink", "subject"])
def test_the_message_names_the_field(field: str, leaking: None, tmp_path: Path) -> None:
    """Wherever the name stands in the post."""
    archive = people.archive(tmp_path)
    said = {"title": "A", "status": "publish", field: "Han Yu-ran"}
    if field == "permalink":
        said[field] = "https://example.org/han-yu-ran/"
    Post.new(archive.folder / "b.md", "Text.", **said).save()
    again = Archive.open(archive.folder)
    with pytest.raises(GateError, match=r"posts/b\.md, \w+"):
        Briefing("All", ["b"], archive=again, show="whole").export(tmp_path / "x.html")


@pytest.mark.parametrize("name", ["Han Yu-ran.pdf", "han-yu-ran.html", "한유란.pdf", "Letter_HanYuran.html"])
def test_a_name_in_the_chosen_file_name_stops_the_export(name: str, tmp_path: Path) -> None:
    """It is the file name that is blamed and no post, and nothing is made."""
    archive = people.archive(tmp_path)
    before = set(tmp_path.rglob("*"))
    with pytest.raises(GateError) as refused:
        Briefing("All", archive).export(tmp_path / "new" / name)
    said = str(refused.value)
    assert "file name that you chose holds the name of H. Y." in said
    assert "posts/" not in said
    assert "ran" not in said.lower()
    assert set(tmp_path.rglob("*")) == before


def test_a_name_in_the_file_name_of_tables_stops_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An Excel file, and a folder of tables, which goes out as a whole."""
    archive = people.archive(tmp_path)
    before = set(tmp_path.rglob("*"))
    for name in ("Han Yu-ran.xlsx", "Han Yu-ran.csv"):
        assert main(["export", str(tmp_path / name), "--posts", str(archive.folder)]) == 3
        assert "file name that you chose holds the name of H. Y." in capsys.readouterr().err
    assert set(tmp_path.rglob("*")) == before


def test_a_recipe_named_after_a_person_is_to_be_renamed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`build` names files after recipes; the message says so. `brief` without `-o` puts the label there."""
    archive = people.archive(tmp_path)
    recipe = tmp_path / "briefings" / "han-yu-ran.md"
    recipe.parent.mkdir()
    recipe.write_text("---\ntitle: Report\nposts: [school]\n---\n", "utf-8")
    assert main(["build", str(recipe), "--html", "--posts", str(archive.folder)]) == 3
    said = capsys.readouterr().err
    assert "file name of the recipe holds the name of H. Y." in said
    assert "Rename the recipe" in said
    assert not (tmp_path / "exports").exists()
    assert main(["brief", str(recipe), "--html"]) == 0
    assert [path.name for path in (tmp_path / "exports").glob("*.html")] == ["h.-y.html"]


def test_a_notebook_named_after_a_person_is_to_be_renamed(tmp_path: Path) -> None:
    """The file takes the name of the notebook."""
    from nbconvert.utils.exceptions import ConversionException

    from lfnkr_nb.exporters.nbconvert_exporters import BriefingHTMLExporter

    people.archive(tmp_path)
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("Words.")])
    nbformat.write(book, tmp_path / "Han Yu-ran.ipynb")
    with pytest.raises(ConversionException, match=r"notebook holds the name of H\. Y\..*Rename the notebook"):
        BriefingHTMLExporter().from_filename(str(tmp_path / "Han Yu-ran.ipynb"))


def test_a_title_with_a_name_names_neither_page_nor_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--title` is text like any other, and names the file where nobody else does."""
    archive = people.archive(tmp_path)
    command = ["brief", "--title", "The case of Han Yu-ran", "--html", "--posts", str(archive.folder)]
    assert main(command) == 0
    (made,) = (tmp_path / "exports").glob("*.html")
    assert made.name == "the-case-of-h.-y.html"
    assert "Yu-ran" not in made.read_text("utf-8")
    assert "Yu-ran" not in capsys.readouterr().err


def test_a_path_of_this_machine_stops_the_export(tmp_path: Path) -> None:
    """The home folder of who exports, in a text."""
    archive = people.archive(tmp_path)
    home = this_machine().homes[0]
    with pytest.raises(GateError, match="home folder"):
        Briefing("All", archive, note=f"Our files are in `{home}/archive`.").export(tmp_path / "x.html")


def test_a_path_of_this_machine_is_told_once_with_its_post(tmp_path: Path) -> None:
    """However many places of the file show it."""
    archive = people.archive(tmp_path)
    home = this_machine().homes[0]
    archive["school"].replace(content=f"See `{home}/a` and `{home}/b`.\n\nAlso `{home}/c`.").save()
    with pytest.raises(GateError, match=r"home folder \(machine\) from posts/school\.md, text") as caught:
        Briefing("All", archive, show="whole").export(tmp_path / "x.html")
    assert str(caught.value).count("home folder") == 1


@pytest.mark.slow
@pytest.mark.parametrize("exporter", ["briefing", "briefing_html"])
def test_a_notebook_fails_closed_too(exporter: str, leaking: None, tmp_path: Path) -> None:
    """The exporters of nbconvert read their file back with the register around the notebook."""
    from nbconvert.utils.exceptions import ConversionException

    from lfnkr_nb.exporters import nbconvert_exporters

    people.archive(tmp_path)
    made = {"briefing": "BriefingExporter", "briefing_html": "BriefingHTMLExporter"}[exporter]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("By Han Yu-ran.")])
    path = tmp_path / "notebooks" / "n.ipynb"
    path.parent.mkdir()
    nbformat.write(book, path)
    with pytest.raises(ConversionException, match=r"H\. Y\."):
        getattr(nbconvert_exporters, made)().from_filename(str(path))


def test_a_post_without_the_name_still_goes_out(leaking: None, tmp_path: Path) -> None:
    """Only what holds a name is stopped."""
    archive = people.archive(tmp_path)
    made = Briefing("B", ["school"], archive=archive).export(tmp_path / "x.pdf")
    assert made.path.stat().st_size > 0


def test_what_was_refused_is_in_no_manifest(leaking: None, tmp_path: Path) -> None:
    """An edition that never was is not counted."""
    archive = people.archive(tmp_path)
    with pytest.raises(GateError):
        Briefing("All", archive, show="whole").export(tmp_path / "x.html")
    Briefing("B", ["school"], archive=archive).export(tmp_path / "x.html")
    manifest = tmp_path / "private" / "manifests" / "selection-x" / "edition-1.json"
    assert [source["post"] for source in json.loads(manifest.read_text("utf-8"))["sources"]] == ["school"]


def test_what_is_said_of_an_export_quotes_no_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A notice that tells which words were left out has the label in place of the name."""
    archive = people.archive(tmp_path)
    archive["school"].replace(content="Words.\n\n<form>Write to Han Yu-ran <input></form>\n").save()
    made = Briefing("All", archive, show="whole").export(tmp_path / "x.html")
    said = [notice.message for notice in made.notices if "form" in notice.message]
    assert said
    assert any("H. Y." in message for message in said)
    assert not any("Yu-ran" in notice.message for notice in made.notices)
    assert main(["brief", "--whole", "--html", "--posts", str(archive.folder)]) == 0
    shown = capsys.readouterr()
    assert "Yu-ran" not in shown.out + shown.err
