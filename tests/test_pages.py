"""The real pages as pictures: what is shown is what `lfnkr brief` prints."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from lfnkr_nb.archive import Archive
from lfnkr_nb.briefing import Briefing
from lfnkr_nb.errors import LfnkrError
from lfnkr_nb.page_process import PageProcess
from lfnkr_nb.pages import Pages
from lfnkr_nb.protection.report import protection_report

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def geneva(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Briefing:
    import shutil

    home = tmp_path_factory.mktemp("archive")
    for name in ("posts", "briefings", "brand"):
        shutil.copytree(root / name, home / name)
    shutil.copy(root / "brand.yaml", home)
    return Briefing.open(home / "briefings/geneva.md", Archive.open(home / "posts"))


def test_as_many_pages_as_the_export_has_and_each_post_on_its_page(geneva: Briefing, tmp_path: Path) -> None:
    exported = geneva.export(tmp_path / "geneva.pdf", record=False)
    with Pages() as pages:
        shown = pages.show(geneva)
    assert len(shown.sizes) == exported.pages
    assert list(shown.places) == [geneva.archive.keys[choice.post.path] for choice in geneva.choices]
    assert list(shown.places.values()) == sorted(shown.places.values())
    assert shown.clearance.state == "draft"


def test_a_page_is_a_picture_of_the_width_that_was_asked_for(geneva: Briefing) -> None:
    with Pages() as pages:
        pages.show(geneva)
        picture = Image.open(io.BytesIO(pages.picture(1, 500)))
        with pytest.raises(IndexError):
            pages.picture(999, 500)
    assert (picture.format, picture.width) == ("PNG", 500)


def test_an_edit_shows_other_pages_and_what_cannot_be_set_leaves_the_old_ones(geneva: Briefing) -> None:
    with Pages() as pages:
        first = pages.show(geneva)
        fewer = pages.show(geneva.changed({"posts": ["inhumane-repatriation"]}))
        assert len(fewer.sizes) < len(first.sizes)
        with pytest.raises(LfnkrError):
            pages.show(geneva.changed({"posts": ["no-such-post"]}))
        assert pages.picture(len(fewer.sizes), 200)


def test_the_child_answers_like_the_library_and_ends_when_it_is_closed(geneva: Briefing) -> None:
    child = PageProcess(geneva.archive.folder)
    question = {"ask": "show", "text": geneva.recipe.to_text(), "path": str(geneva.recipe.path)}
    shown, _ = child.ask(question)
    with Pages() as pages:
        assert len(shown["sizes"]) == len(pages.show(geneva).sizes)
    refused, _ = child.ask({**question, "text": "---\ntitle: A\nposts: [gone]\n---\n"})
    assert refused["error"]["hint"]
    _, picture = child.ask({"ask": "page", "number": 2, "width": 300})
    assert Image.open(io.BytesIO(picture)).width == 300
    process = child._process
    child.close()
    assert process is not None
    assert process.poll() is not None


def test_a_child_that_dies_is_said_and_the_next_question_starts_another(geneva: Briefing) -> None:
    child = PageProcess(geneva.archive.folder)
    question = {"ask": "show", "text": geneva.recipe.to_text(), "path": str(geneva.recipe.path)}
    try:
        child.ask({"ask": "check"})
        assert child._process is not None
        child._process.kill()
        child._process.wait()
        assert child.ask(question)[0]["sizes"]
        child._process.stdin.close()  # type: ignore[union-attr]
        with pytest.raises(LfnkrError) as said:
            child.ask(question)
        assert said.value.hint
    finally:
        child.close()


def test_the_protection_report_counts_labels_and_holds_no_name(geneva: Briefing) -> None:
    root = geneva.archive.root
    register = root / "private/register.yaml"
    register.parent.mkdir(exist_ok=True)
    register.write_text("- label: P. Q.\n  exact: [Panmunjom]\n", "utf-8")
    register.chmod(0o600)
    try:
        report = protection_report(geneva)
    finally:
        register.unlink()
    assert report.people == 1
    assert {count.label for count in report.labels} == {"P. Q."}
    assert sum(count.count for count in report.labels) > 1
    assert "posts/undated/inhumane-repatriation.md" in {count.origin for count in report.labels}
    assert "Panmunjom" not in repr(report.labels)
