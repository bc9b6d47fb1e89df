"""What is kept about exports, and how an edition is called back."""

from __future__ import annotations

import json
import stat
from hashlib import sha256
from typing import TYPE_CHECKING

import people
import pikepdf
import pytest

from lfnkr_nb import Archive, Briefing
from lfnkr_nb.cli import main
from lfnkr_nb.errors import ArchiveError
from lfnkr_nb.manifests import editions
from lfnkr_nb.protection.gate import check_file
from lfnkr_nb.protection.register import Register
from lfnkr_nb.recall import rebuild, recall

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive with a recipe of two posts."""
    people.archive(tmp_path)
    recipe = tmp_path / "briefings" / "r.md"
    recipe.parent.mkdir()
    recipe.write_text("---\ntitle: Report\nposts: [crossing, school]\nshow: whole\n---\nWords.\n", "utf-8")
    return tmp_path


def exported(root: Path, name: str = "r.html") -> Path:
    """The recipe's file."""
    return Briefing.open(root / "briefings" / "r.md").export(root / "exports" / name).path


def append(path: Path, text: str) -> None:
    """Change a post."""
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_the_outward_manifest_holds_hashes_and_versions_only(root: Path) -> None:
    """Of the exported files; nothing of sources, people or times, and nothing the gate would find."""
    files = [exported(root), exported(root, "r.pdf")]
    path = root / "exports" / "r.manifest.json"
    said = json.loads(path.read_text("utf-8"))
    assert set(said) == {"files", "tools"}
    assert said["files"] == [
        {"file": file.name, "sha256": sha256(file.read_bytes()).hexdigest(), "size": file.stat().st_size}
        for file in files
    ]
    with pikepdf.open(files[1]) as document:
        assert str(document.docinfo["/Creator"]) == f"Typst {said['tools']['typst']}"
    assert check_file(path, Register.beside(root)) == []


def test_no_outward_file_holds_a_hash_of_unredacted_text(root: Path) -> None:
    """Who knows such a hash can try names until one fits."""
    exported(root, "r.pdf")
    exported(root)
    outward = b"".join(file.read_bytes() for file in (root / "exports").iterdir())
    kept = [*(root / "posts").glob("*.md"), *(root / "private").glob("*.yaml")]
    assert not any(sha256(file.read_bytes()).hexdigest()[:12].encode() in outward for file in kept)


def test_the_inward_manifest_says_what_recall_needs(root: Path) -> None:
    """Sources with hashes, labels, checks, date, editor, edition; for its owner alone, and without a name."""
    file = exported(root)
    path = root / "private" / "manifests" / "briefings-r" / "edition-1.json"
    said = json.loads(path.read_text("utf-8"))
    post = root / "posts" / "crossing.md"
    assert said["sources"][0] == {
        "post": "crossing", "slug": "crossing", "file": "posts/crossing.md", "labels": ["H. Y."],
        "sha256": sha256(post.read_bytes()).hexdigest(),
    }  # fmt: skip
    assert (said["edition"], said["labels"], said["recipe"]) == (1, ["H. Y."], "briefings/r.md")
    assert said["checks"]["gate"] == "nothing found"
    assert said["exports"][0]["sha256"] == sha256(file.read_bytes()).hexdigest()
    assert said["exports"][0]["date"]
    assert said["exports"][0]["editor"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [f for f in check_file(path, Register.beside(root)) if f.kind == "name"] == []


def test_changed_content_is_a_new_edition_and_the_same_content_is_not(root: Path) -> None:
    """The same recipe and posts give the same bytes, before and after another edition."""
    recipe = root / "briefings" / "r.md"
    first = exported(root).read_bytes()
    assert exported(root).read_bytes() == first
    post = root / "posts" / "school.md"
    before = post.read_text("utf-8")
    append(post, "It has two rooms.\n")
    assert Briefing.open(recipe).export(root / "exports" / "r.html").edition == 2
    assert Briefing.open(recipe).export(root / "exports" / "r.pdf").edition == 2
    post.write_text(before, "utf-8")
    assert exported(root).read_bytes() == first
    append(post, "It has three rooms.\n")
    assert Briefing.open(recipe).export(root / "exports" / "r.html").edition == 3


def test_an_edition_that_is_given_is_kept(root: Path) -> None:
    """The recipe's own number goes before the count."""
    append(root / "posts" / "school.md", "More.\n")
    made = (
        Briefing.open(root / "briefings" / "r.md").changed({"edition": 9}).export(root / "exports" / "r.html")
    )
    assert made.edition == 9
    assert b"Edition 9" in made.path.read_bytes()


def test_recall_lists_every_edition_that_carried_a_post_or_a_person(root: Path) -> None:
    """By slug or label; also of a selection without a recipe, and of a post that is gone."""
    archive = Archive.open(root)
    exported(root)
    append(root / "posts" / "school.md", "More.\n")
    exported(root, "r.pdf")
    Briefing("Schools", ["school"], archive=Archive.open(root)).export(root / "exports" / "schools.html")
    (root / "posts" / "school.md").unlink()
    assert [(e.name, e.number) for e in recall(archive, post="school")] == [
        ("briefings-r", 1), ("briefings-r", 2), ("selection-schools", 1),
    ]  # fmt: skip
    assert [(e.name, e.number) for e in recall(archive, person="H. Y.")] == [
        ("briefings-r", 1),
        ("briefings-r", 2),
    ]
    with pytest.raises(ArchiveError, match="No post other is known"):
        recall(archive, post="other")


@pytest.mark.parametrize("asked", [{"post": "crossing"}, {"person": "H. Y."}])
def test_a_recalled_edition_is_made_anew_without_it(asked: dict[str, str], root: Path) -> None:
    """Every file that still carries it is replaced; a new number, and a box that says what changed."""
    page, pdf = exported(root), exported(root, "r.pdf")
    assert "crossed the river" in page.read_text("utf-8")
    archive = Archive.open(root)
    made = list(rebuild(archive, recall(archive, **asked), **asked))
    assert [(m.file, m.exported and m.exported.edition) for m in made] == [
        ("exports/r.html", 2),
        ("exports/r.pdf", 2),
    ]
    text = page.read_text("utf-8")
    assert "crossed the river" not in text
    assert "A crossing" not in text
    assert "What changed since edition 1" in text
    assert "One post was taken out." in text
    assert "Edition 2" in text
    assert b"H. Y." not in pdf.read_bytes()
    assert "leave_out: [crossing]" in (root / "briefings" / "r.md").read_text("utf-8")
    assert recall(archive, **asked)[-1].number == 1


def test_a_file_of_an_earlier_edition_is_replaced_too(root: Path) -> None:
    """What lies in exports/ as it was exported then still carries the post."""
    page = exported(root)
    append(root / "posts" / "school.md", "More.\n")
    exported(root, "r.pdf")
    archive = Archive.open(root)
    list(rebuild(archive, recall(archive, post="crossing"), post="crossing"))
    assert "crossed the river" not in page.read_text("utf-8")


def test_a_selection_is_made_anew_from_its_manifest(root: Path) -> None:
    """Without a recipe the manifest knows what the briefing was made of."""
    archive = Archive.open(root)
    file = Briefing("All", archive, show="whole").export(root / "exports" / "all.html").path
    made = list(rebuild(archive, recall(archive, post="school"), post="school"))
    assert [m.problem for m in made] == [""]
    text = file.read_text("utf-8")
    assert "A school opened" not in text
    assert "crossed the river" in text
    assert "<h1>All</h1>" in text


def test_what_cannot_be_made_anew_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A briefing of the recalled post alone: nothing would be left."""
    archive = Archive.open(root)
    Briefing("B", ["school"], archive=archive).export(root / "exports" / "b.html")
    exported(root)
    assert main(["recall", "--post", "school", "--rebuild", "--posts", str(root / "posts")]) == 2
    said = capsys.readouterr()
    assert "exports/b.html: not made anew" in said.err
    assert "exports/r.html: edition 2 is in its place" in said.err
    assert "selection-b, edition 1" in said.out


def test_the_command_needs_something_to_recall() -> None:
    """Either a post or a person."""
    with pytest.raises(SystemExit):
        main(["recall"])


def test_a_manifest_that_cannot_be_kept_is_said(root: Path, tmp_path: Path) -> None:
    """The file is there, and so is the notice that nothing can call it back."""
    (root / "private" / "manifests").write_text("in the way", "utf-8")
    made = Briefing.open(root / "briefings" / "r.md").export(tmp_path / "out.html")
    assert any("No record" in notice.message for notice in made.notices)


def test_manifests_of_others_are_passed_over(root: Path) -> None:
    """A file that is none of ours stops nothing."""
    exported(root)
    for number, text in enumerate(("", "[]", '{"edition": "x"}', '{"edition": 7}')):
        folder = root / "private" / "manifests" / f"odd-{number}"
        folder.mkdir()
        (folder / "edition-1.json").write_text(text, "utf-8")
    assert "briefings-r" in {edition.name for edition in editions(root)}
    assert [e.name for e in recall(Archive.open(root), post="school")] == ["briefings-r"]
